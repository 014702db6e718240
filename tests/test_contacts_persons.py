"""Who took part in a contact and who did not: own stories, and the words that put people at a table."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

import own
from readout.extract import Extractor
from readout.records import Block, Contact, Document, Span, Turn, When

CASES = tomllib.loads((Path(__file__).parent / "cases" / "contacts-persons.toml").read_text(encoding="utf-8"))["case"]
WEDNESDAY = When(date(2022, 6, 15), date(2022, 6, 16), "day", "stated")


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    """The extraction with the codebook as it stands."""
    return own.extractor()


def labels(contact: Contact) -> frozenset[str]:
    """The parties of a contact: people by name, else the state."""
    named = [party for party in contact.parties if party.kind == "person" and party.name]
    manned = {party.state for party in named}
    return frozenset(party.label if party in named else party.state or party.label
                     for party in contact.parties if party in named or party.state not in manned)  # fmt: skip


def told(extractor: Extractor, text: str, kind: str = "paragraph") -> tuple[Contact, ...]:
    """The contacts of one paragraph, published on Wednesday, 15 June 2022."""
    block = Block("caption" if kind == "caption" else "paragraph", 0, len(text))
    return extractor.extract(Document("d", text, (block,), WEDNESDAY)).contacts


def marked(case: dict[str, str]) -> object:
    """A story as a parameter; one that is not read right yet says why."""
    marks = [pytest.mark.xfail(reason=case["open"])] if "open" in case else []
    return pytest.param(case, id=case["text"][:40], marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_who_took_part(case: dict[str, str], extractor: Extractor) -> None:
    """Each contact has the people who are told to have been there, and nobody else."""
    met = told(extractor, case["text"], case.get("kind", "paragraph"))

    assert {frozenset(parties) for parties in case["met"]} == {labels(contact) for contact in met}
    assert {party.name for contact in met for party in contact.parties}.isdisjoint(case.get("absent", ()))


def test_open_stories_stay_few() -> None:
    """A story that is not read right says why, and most are."""
    assert len([case for case in CASES if "open" in case]) * 4 <= len(CASES)


STATUS = [
    ("Merkel regretted President Putin's refusal to negotiate with Ukraine.", ("refused", {"Vladimir Putin", "UKR"})),
    ("Merkel praised President Putin's readiness to meet President Zelenskyy.",
     ("proposed", {"Vladimir Putin", "Volodymyr Zelenskyy"})),
    ("Merkel praised Kyiv's decision to hold talks with Moldova.", ("planned", {"UKR", "MDA"})),
    ("Merkel dismissed Kenya's offer to hold talks with Somalia.", ("proposed", {"KEN", "SOM"})),
    ("Kenya's president looks forward to a meeting with Somalia's president.", ("planned", {"KEN", "SOM"})),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), STATUS)
def test_a_noun_over_a_verb(text: str, expected: tuple[str, set[str]], extractor: Extractor) -> None:
    """An infinitive under a noun is its owner's, and came as far as the noun says."""
    (contact,) = told(extractor, text)

    assert expected[0] == contact.status
    assert expected[1] <= labels(contact) | set(contact.states)


def test_the_next_round_is_of_the_same_parties(extractor: Extractor) -> None:
    """A round to come of talks told before needs no names."""
    met = told(extractor, "Kenya and Niger held talks on Monday. Kenya fears that the next round of talks will fail.")

    assert [("held", ("KEN", "NER")), ("planned", ("KEN", "NER"))] == [(c.status, c.states) for c in met]


def test_who_is_to_lead_a_side_does_so_at_what_is_to_come(extractor: Extractor) -> None:
    """A delegation that somebody will lead is not that of the meeting that was held."""
    held, ahead = told(
        extractor,
        "Ghanaian and Togolese officials met in May. They said Ghana and Togo will hold talks in Lome on 20 June. "
        "Ghanaian Trade Minister Ama Owusu will lead the Ghanaian delegation.",
    )

    assert ("held", "planned") == (held.status, ahead.status)
    assert ({"GHA", "TGO"}, {"Ama Owusu", "TGO"}) == (set(labels(held)), set(labels(ahead)))


def test_we_of_two_who_speak(extractor: Extractor) -> None:
    """In a transcript of people from two states "we met" is of both, and their greeting of today is another meeting."""
    text = "PRESIDENT RUTO: We met in Kampala in March.\nPRESIDENT MUSEVENI: Thank you for having me here."
    first = text.index("\n")
    turns = (
        Turn("speech", Span(0, 14), Span(16, first), "PRESIDENT RUTO"),
        Turn("speech", Span(first + 1, first + 19), Span(first + 21, len(text)), "PRESIDENT MUSEVENI"),
    )
    when = When(date(2023, 6, 15), date(2023, 6, 16), "day", "stated")
    blocks = (Block("paragraph", 0, first), Block("paragraph", first + 1, len(text)))
    met = extractor.extract(Document("d", text, blocks, when, turns=turns)).contacts

    assert [("2023-03", ("KEN", "UGA")), ("2023-06-15", ("KEN", "UGA"))] == [(c.when.iso, c.states) for c in met]


def test_the_press_is_no_party(extractor: Extractor) -> None:
    """Speaking to a broadcaster is no contact."""
    assert told(extractor, "Speaking to CNN on Monday, South Korean President Moon Jae-in praised the deal.") == ()
