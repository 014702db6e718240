"""A party's account against its own account of the contact before: own releases of two calls, three months apart."""

from datetime import date

import pytest

from readout.codebook import Compiled
from readout.link import since
from readout.pipeline import related, structured
from readout.records import Declared, Since, Source

MARCH = (
    "Foreign Minister of Norway Liv Dahl spoke today with Foreign Minister of Kenya Amina Otieno. Minister Dahl "
    "expressed concern about the detention of two Norwegian aid workers. The ministers discussed cooperation on "
    "climate finance. Minister Dahl raised the resumption of peace talks in Sudan."
)
JUNE = (
    "Foreign Minister of Norway Liv Dahl spoke today with Foreign Minister of Kenya Amina Otieno. Minister Dahl "
    "demanded the immediate release of the two detained Norwegian aid workers. The ministers agreed on a joint plan "
    "for climate finance. Minister Dahl underscored Norway's support for Ukraine's sovereignty."
)


def release(name: str, day: str, text: str) -> Source:
    declared = Declared(
        id=name, published=day, outlet="Norwegian Ministry of Foreign Affairs",
        url=f"https://www.regjeringen.no/en/{name}", title="Readout of the Foreign Minister's call",
    )  # fmt: skip
    return Source(name, "record", text, declared)


@pytest.fixture(scope="module")
def changed(rules: Compiled) -> Since:
    found = (release("march", "2025-03-03", MARCH), release("june", "2025-06-12", JUNE))
    documents, _ = structured(found, rules, today=date(2025, 7, 1))
    (only,) = related(documents, rules).since
    return only


def test_it_is_the_party_that_speaks_twice(changed: Since) -> None:
    assert changed.party == "NOR"
    assert changed.full


@pytest.mark.parametrize(
    ("topic", "kind"),
    [
        ("prisoners", "strengthened"),
        ("climate", "reworded"),
        ("sovereignty", "raised"),
        ("negotiations", "dropped"),
    ],
)
def test_what_changed(changed: Since, topic: str, kind: str) -> None:
    assert [change.kind for change in changed.changes if change.topic.startswith(topic)] == [kind]


def test_gained_and_lost_words_stand_in_the_cells(changed: Since) -> None:
    for change in changed.changes:
        assert all(change.after and word in change.after.evidence.quote for word in change.gained)
        assert all(change.before and word in change.before.evidence.quote for word in change.lost)


def test_nothing_is_compared_without_an_earlier_contact() -> None:
    assert since((), ()) == ()
