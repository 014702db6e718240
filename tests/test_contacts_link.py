"""Tellings of one occasion become one contact; near misses stay apart."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path
from typing import Literal

import pytest

from readout.codebook.compiled import Compiled, compile_codebook
from readout.codebook.entries import Codebook, Organisation
from readout.link.contacts import contacts, outlined
from readout.pipeline import read_paths
from readout.records import Actor, Block, Contact, Document, Extraction, Judgement, Place, Status, When, unknown_when

ORDER = Organisation("Pact", "Pact", ("the Pact",), "bloc", "IGO:PACT", "t:1", members=("NOR", "CHL", "KEN"))
EMPTY = Codebook(
    version="test", states=(), organisations=(ORDER,), bodies=(), offices=(), holders=(), outlets=(), patterns=(),
    cues=(), events=(), contacts=(), matters=(), moves=(), topics=(), tone=(), honorifics=(),
    given_names_last=(), irregular_verbs=(), plain_verbs=(),
)  # fmt: skip
RULES: Compiled = compile_codebook(EMPTY)

SOLBERG = Actor("person", "Ida Solberg", "NOR", "Foreign Minister")
SURNAME = Actor("person", "Solberg", "NOR")
DEPUTY = Actor("person", "Nils Berg", "NOR", "Deputy Foreign Minister")
ROJAS = Actor("person", "Elena Rojas", "CHL", "Foreign Minister")
CHILE = Actor("state", None, "CHL")


def day(text: str) -> When:
    start = date.fromisoformat(text)
    return When(start, start + timedelta(days=1), "day", "stated")


def telling(
    name: str,
    *parties: Actor,
    mode: str = "call",
    when: str | None = "2031-05-06",
    status: Status = "held",
    published: str = "2031-05-06",
    issuer: str | None = None,
) -> tuple[Document, Extraction]:
    text = f"{name}: they spoke."
    document = Document(name, text, (), day(published), issuer=issuer)
    stated = day(when) if when else unknown_when("no day is given")
    told = Contact(f"c-{name}", mode, status, stated, parties, (document.quote(0, len(text), "t"),))
    return document, Extraction(name, (), (), (), (told,), "test")


def at(place: str, told: tuple[Document, Extraction]) -> tuple[Document, Extraction]:
    document, extraction = told
    return document, replace(extraction, contacts=tuple(replace(c, place=place) for c in extraction.contacts))


def linked(*told: tuple[Document, Extraction]) -> tuple[Contact, ...]:
    return contacts([d for d, _ in told], [e for _, e in told], (), RULES)


def test_two_capitals_days_are_one_call() -> None:
    (contact,) = linked(
        telling("oslo", SOLBERG, ROJAS, when="2031-05-06", issuer="NOR"),
        telling("santiago", ROJAS, SURNAME, when="2031-05-05", issuer="CHL", published="2031-05-05"),
    )
    assert contact.documents == ("santiago", "oslo")
    assert contact.parties[0].name == "Elena Rojas"
    assert contact.when.iso == "2031-05-05"
    assert [when.iso for when in contact.also] == ["2031-05-06"]
    assert {party.name for party in contact.parties} == {"Ida Solberg", "Elena Rojas"}
    assert contact.reasons


def test_one_office_does_not_give_one_call_two_days() -> None:
    found = linked(
        telling("first", SOLBERG, ROJAS, when="2031-05-05", issuer="NOR"),
        telling("second", SOLBERG, ROJAS, when="2031-05-06", issuer="NOR"),
    )
    assert len(found) == 2
    assert any("2031-05-05" in reason and "2031-05-06" in reason for contact in found for reason in contact.reasons)


def test_another_person_of_the_same_state_is_another_contact() -> None:
    found = linked(telling("a", SOLBERG, ROJAS, mode="meeting"), telling("b", DEPUTY, ROJAS, mode="meeting"))
    assert len(found) == 2
    assert any(
        "Ida Solberg against Nils Berg" in r or "Nils Berg against Ida Solberg" in r for c in found for r in c.reasons
    )


def test_a_call_is_no_meeting_but_a_video_meeting_is_one() -> None:
    assert len(linked(telling("a", SOLBERG, ROJAS, mode="call"), telling("b", SOLBERG, ROJAS, mode="meeting"))) == 2
    (contact,) = linked(telling("a", SOLBERG, ROJAS, mode="video"), telling("b", SOLBERG, ROJAS, mode="meeting"))
    assert contact.mode == "video"


def test_an_announcement_joins_what_it_announces() -> None:
    (contact,) = linked(
        telling("before", SOLBERG, ROJAS, status="planned", published="2031-05-04", issuer="NOR"),
        telling("after", SOLBERG, ROJAS, issuer="NOR"),
    )
    assert contact.documents == ("after",)
    assert contact.announced_by == ("before",)
    assert contact.status == "held"


def test_a_call_announced_for_next_week_is_not_todays() -> None:
    found = linked(
        telling("next", SOLBERG, ROJAS, status="planned", when="2031-05-13", issuer="NOR"),
        telling("today", SOLBERG, ROJAS, issuer="NOR"),
    )
    assert len(found) == 2


def test_a_telling_without_a_day_joins_by_publication() -> None:
    assert (
        len(linked(telling("a", SOLBERG, ROJAS), telling("b", ROJAS, SOLBERG, when=None, published="2031-05-07"))) == 1
    )
    assert (
        len(linked(telling("a", SOLBERG, ROJAS), telling("b", ROJAS, SOLBERG, when=None, published="2031-05-20"))) == 2
    )


def test_an_earlier_occasion_in_passing_stays_its_own() -> None:
    found = linked(
        telling("a", SOLBERG, ROJAS),
        telling("b", SOLBERG, ROJAS, when=None, status="background", published="2031-05-06"),
    )
    assert len(found) == 2


def test_two_capitals_are_two_meetings() -> None:
    found = linked(
        at("Lima", telling("a", SOLBERG, ROJAS, mode="meeting")),
        at("Quito", telling("b", SOLBERG, ROJAS, mode="meeting")),
    )
    assert len(found) == 2


def test_an_organisation_stands_for_its_members() -> None:
    pact = Actor("organisation", "Pact", "Pact")
    uganda = Actor("person", "Juma Otieno", "UGA")
    kenya = Actor("person", "Amina Njoroge", "KEN")
    (contact,) = linked(
        telling("a", pact, uganda, mode="video"),
        telling("b", kenya, pact, Actor("person", "Otieno", "UGA"), mode="video"),
    )
    assert contact.documents == ("a", "b")


def test_a_nameless_party_does_not_bridge_two_persons() -> None:
    found = linked(
        telling("a", SOLBERG, ROJAS, mode="meeting"),
        telling("b", DEPUTY, ROJAS, mode="meeting"),
        telling("c", Actor("state", None, "NOR"), CHILE, mode="meeting"),
    )
    assert len(found) == 2


def test_the_order_of_documents_does_not_matter() -> None:
    told = [
        telling("a", SOLBERG, ROJAS, issuer="NOR"),
        telling("b", ROJAS, SURNAME, when="2031-05-05", issuer="CHL"),
        telling("c", DEPUTY, ROJAS),
        telling("d", SOLBERG, ROJAS, status="planned", published="2031-05-05"),
    ]
    assert len({linked(*some) for some in permutations(told)}) == 1


def test_a_transcript_joins_by_its_title() -> None:
    release = telling("release", SOLBERG, ROJAS, mode="meeting")
    text = "FOREIGN MINISTER SOLBERG: Welcome, everyone. It is good to be here."
    transcript = Document(
        "transcript",
        text,
        (Block("paragraph", 0, len(text)),),
        day("2031-05-06"),
        title="Solberg and Rojas to the Press",
    )
    other = replace(transcript, id="other", title="Solberg and Otieno to the Press")
    silent = (Extraction("transcript", (), (), (), (), "test"), Extraction("other", (), (), (), (), "test"))
    (contact,) = contacts([release[0], transcript, other], [release[1], *silent], (), RULES)
    assert contact.documents == ("release", "transcript")
    assert contact.tellings[1].quote == "FOREIGN MINISTER SOLBERG: Welcome, everyone."
    early = replace(transcript, published=day("2031-05-05"))
    (contact,) = contacts([release[0], early], [release[1], silent[0]], (), RULES)
    assert contact.announced_by == ("transcript",)


# ---- what analysts judge ---------------------------------------------------------------------------------------------
def judgement(first: str, second: str, verdict: Literal["same", "apart"]) -> Judgement:
    return Judgement(Place(first, 0), Place(second, 0), verdict, "the desk knows", "2031-05-07T09:00:00Z")


OSLO = telling("oslo", SOLBERG, ROJAS)
SANTIAGO = telling("santiago", SOLBERG, ROJAS)
LATER = telling("later", SOLBERG, ROJAS, when="2031-05-20", published="2031-05-20")


@pytest.mark.parametrize(
    ("told", "said", "occasions"),
    [
        ((OSLO, SANTIAGO), (), 1),
        ((OSLO, SANTIAGO), (judgement("oslo", "santiago", "apart"),), 2),
        ((OSLO, LATER), (), 2),
        ((OSLO, LATER), (judgement("later", "oslo", "same"),), 1),
        ((OSLO, LATER), (judgement("later", "oslo", "same"), judgement("oslo", "later", "apart")), 2),
    ],
)
def test_a_judgement_stands_and_the_latest_one_holds(
    told: tuple[tuple[Document, Extraction], ...], said: tuple[Judgement, ...], occasions: int
) -> None:
    for order in permutations(told):
        found = contacts([d for d, _ in order], [e for _, e in order], (), RULES, said)
        assert len(found) == occasions


def undated(told: tuple[Document, Extraction]) -> tuple[Document, Extraction]:
    """The same telling by a release that gives no day: its month, and its own day as the one that may be meant."""
    document, extraction = told
    published = document.published.start
    assert published is not None
    first = published.replace(day=1)
    month = When(first, (first + timedelta(days=31)).replace(day=1), "month", "inferred", candidates=(published,))
    return document, replace(extraction, contacts=tuple(replace(c, when=month) for c in extraction.contacts))


def test_a_delegation_lends_the_day_of_its_other_meetings() -> None:
    """Two people who met another minister of the same side that day met this one then too; one alone may not have."""
    vega, soto = Actor("person", "Ana Vega", "CHL", "Minister"), Actor("person", "Luis Soto", "CHL", "Minister")
    known = telling("a", SOLBERG, DEPUTY, vega, mode="meeting", published="2031-05-07", issuer="NOR")
    told = undated(telling("b", SOLBERG, DEPUTY, soto, mode="meeting", published="2031-05-07", issuer="NOR"))
    assert ["2031-05-06", "2031-05-06"] == [contact.when.iso for contact in linked(known, told)]
    alone = undated(telling("b", SOLBERG, soto, mode="meeting", published="2031-05-07", issuer="NOR"))
    assert {"2031-05-06", "2031-05"} == {contact.when.iso for contact in linked(known, alone)}
    later = undated(telling("b", SOLBERG, DEPUTY, soto, mode="meeting", published="2031-05-09", issuer="NOR"))
    assert {"2031-05-06", "2031-05"} == {contact.when.iso for contact in linked(known, later)}


def test_a_contact_of_one_known_party_keeps_its_id() -> None:
    """Nothing that another document tells of "Gulf leaders" changes it, so that a store may grow."""
    gulf = Actor("group", "Gulf leaders", None)
    known, told = telling("a", SOLBERG, gulf), telling("b", SOLBERG, gulf)
    (alone,) = linked(known)
    both = linked(known, told)
    assert len(both) == 2
    assert alone in both


def test_the_heads_of_documents_are_enough(rules: Compiled) -> None:
    reading = read_paths([Path(__file__).parents[1] / "examples" / "reports"])
    heads = [outlined(*pair) for pair in zip(reading.documents, reading.extractions, strict=True)]
    documents, extractions = zip(*heads, strict=True)
    assert contacts(documents, extractions, reading.families, rules) == reading.contacts
    assert sum(len(d.text) for d in documents) < sum(len(d.text) for d in reading.documents) / 2
