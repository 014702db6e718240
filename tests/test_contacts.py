"""Contacts as one report tells them: parties, mode, status, day, and which tellings are of one occasion."""

from datetime import date

import pytest

from readout.codebook import load
from readout.codebook.compiled import compile_codebook
from readout.extract import Extractor
from readout.language import Rules
from readout.records import Block, BlockKind, Contact, Document, When

COMPILED = compile_codebook(load())
EXTRACTOR = Extractor(COMPILED, Rules(COMPILED))
WEDNESDAY = When(date(2022, 6, 15), date(2022, 6, 16), "day", "stated")


def contacts(*paragraphs: str, kind: BlockKind = "paragraph", issuer: str | None = None) -> tuple[Contact, ...]:
    """The contacts of a report of these paragraphs, published on Wednesday, 15 June 2022."""
    text, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block(kind, len(text), len(text) + len(paragraph)))
        text += paragraph + "\n"
    office = "President" if issuer else None
    return EXTRACTOR.extract(Document("d", text, tuple(blocks), WEDNESDAY, issuer=issuer, office=office)).contacts


SENTENCES = [
    ("Kenya's president met Somalia's president on Monday.", ("meeting", "held", "2022-06-13", ("KEN", "SOM"))),
    ("The presidents of Kenya and Somalia met on Monday.", ("meeting", "held", "2022-06-13", ("KEN", "SOM"))),
    ("Kenya's president will visit Somalia on Friday.", ("visit", "planned", "2022-06-17", ("KEN", "SOM"))),
    ("Kenya's president spoke today with Somalia's president.", ("call", "held", "2022-06-15", ("KEN", "SOM"))),
    ("Kenya cancelled its talks with Somalia.", ("talks", "cancelled", None, ("KEN", "SOM"))),
    ("Kenya refused to meet Somalia's envoy.", ("meeting", "refused", None, ("KEN", "SOM"))),
    ("Kenya urged talks with Somalia.", ("talks", "proposed", None, ("KEN", "SOM"))),
    ("Kenya and Somalia are holding talks in Djibouti.", ("talks", "ongoing", None, ("KEN", "SOM"))),
    ("Ties improved after a phone call between Kenya and Somalia.", ("call", "held", None, ("KEN", "SOM"))),
    ("Kenya said it would meet Somalia's president.", ("meeting", "planned", None, ("KEN", "SOM"))),
    ("The meeting that Kenya will hold with Somalia is near.", ("meeting", "planned", None, ("KEN", "SOM"))),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_contact(sentence: str, expected: tuple[str, str, str | None, tuple[str, ...]]) -> None:
    """Mode, status, day and parties of one sentence."""
    assert [expected] == [(c.mode, c.status, c.when.iso, c.states) for c in contacts(sentence)]


NOTHING = [
    "Kenya's president met his cabinet.",
    "Kenya called for restraint in Somalia.",
    "Kenya's president spoke of Somalia at length.",
    "Kenya and Somalia objected to talks on fishing.",
]


@pytest.mark.parametrize("sentence", NOTHING)
def test_no_contact(sentence: str) -> None:
    """One state alone, a topic, or a call of another kind is no contact."""
    assert () == contacts(sentence)


def test_a_plural_tells_of_several() -> None:
    """Calls with several states are one contact with each."""
    found = contacts("Kenya's president had phone calls with Uganda, Rwanda and Somalia.")

    assert [("KEN", "UGA"), ("KEN", "RWA"), ("KEN", "SOM")] == [contact.states for contact in found]


def test_told_again_is_the_same() -> None:
    """A noun that points back adds to the contact; one that is still to come is another."""
    found = contacts(
        "Kenya's president met Somalia's president on Monday.",
        "During their meeting, Kenya and Somalia spoke of fish.",
        "Kenya's president will meet Somalia's president in July.",
    )

    assert ["held", "planned"] == [contact.status for contact in found]


def test_a_caption_has_its_own_day() -> None:
    """A picture's stated day is that of the contact it shows."""
    found = contacts(
        "This photo, taken on March 2, 2022, shows the presidents of Kenya and Somalia before their talks.",
        kind="caption",
    )

    assert ["2022-03-02"] == [contact.when.iso for contact in found]


def test_who_says_i() -> None:
    """In an official address "I" is the office that issues it."""
    found = contacts("I spoke today with the president of Somalia.", issuer="KEN")

    assert [("KEN", "SOM")] == [contact.states for contact in found]


def test_an_undated_release() -> None:
    """A release on a call goes out on its day; a meeting without a day is only known to the month."""
    call = contacts("Kenya's president had a telephone conversation with Somalia's president.", issuer="KEN")
    meeting = contacts("Kenya's president met with Somalia's president.", issuer="KEN")

    assert ["2022-06-15", "2022-06"] == [contact.when.iso for contact in (*call, *meeting)]
    assert {"inferred"} == {contact.when.basis for contact in (*call, *meeting)}
