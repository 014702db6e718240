"""Contacts as one report tells them: parties, mode, status, day, and which tellings are of one occasion."""

from datetime import date

import pytest

from readout.codebook import load
from readout.codebook.compiled import compile_codebook
from readout.extract import Extractor
from readout.language import Rules
from readout.records import Block, BlockKind, Contact, Document, Span, Turn, When

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


def test_a_journey_gives_its_month_to_what_is_planned_on_it() -> None:
    """Meetings announced behind the dates of a journey are of its month."""
    found = contacts(
        "Kenya's president will travel to Somalia on July 5.",
        "In Mogadishu, he will meet with Prime Minister Hassan Warsame of Somalia.",
        issuer="KEN",
    )

    assert [("visit", "2022-07-05"), ("meeting", "2022-07")] == [(contact.mode, contact.when.iso) for contact in found]


def test_what_is_planned_is_not_dated_by_its_release() -> None:
    """The month of publication dates what was held; what is to come may come in any month."""
    found = contacts("Kenya's president agreed to meet Somalia's president.", issuer="KEN")

    assert [("planned", None)] == [(contact.status, contact.when.iso) for contact in found]


def test_an_old_contact_gives_the_news_no_day() -> None:
    """A meeting told without a day is not dated by one of the same parties long before."""
    found = contacts(
        "After a meeting with Somalia's president, Kenya's president praised the trade pact.",
        "Kenya's president met Somalia's president in January 2021.",
    )

    assert [None, "2021-01"] == [contact.when.iso for contact in found]


def test_a_list_in_semicolons() -> None:
    """Parties behind semicolons took part as well as the first."""
    found = contacts(
        "Kenya's president spoke by phone today with Asha Omar, Foreign Minister of Somalia; "
        "Jean Kagame, Foreign Minister of Rwanda; and Rose Okello, Foreign Minister of Uganda."
    )

    assert [("KEN", "RWA", "SOM", "UGA")] == [contact.states for contact in found]


def test_what_a_summit_was_about_names_no_party() -> None:
    """Of those beside an organisation's summit its members took part, not whoever else the clause names."""
    (found,) = contacts(
        "Norway's foreign minister discussed the outcome of the NATO summit, and Norway's commitment to Kenya."
    )

    assert found.states == ("NATO", "NOR")


def test_a_habit_is_no_occasion() -> None:
    """What parties do as a rule is no contact, nor is what they may do some day."""
    assert () == contacts("Kenya's president speaks to Somalia's president every week.")
    assert ["proposed"] == [
        c.status for c in contacts("Calm will return when Kenya's president meets Somalia's president.")
    ]


def test_the_speakers_of_a_transcript_who_greet_each_other_met() -> None:
    """A transcript in which a guest thanks the host tells of their meeting, on its day."""
    text = "PRESIDENT RUTO: Welcome to Nairobi.\nPRESIDENT MUSEVENI: Thank you for having me here."
    first = text.index("\n")
    turns = (
        Turn("speech", Span(0, 14), Span(16, first), "PRESIDENT RUTO"),
        Turn("speech", Span(first + 1, first + 19), Span(first + 21, len(text)), "PRESIDENT MUSEVENI"),
    )
    blocks = (Block("paragraph", 0, first), Block("paragraph", first + 1, len(text)))
    day = When(date(2023, 6, 15), date(2023, 6, 16), "day", "stated")
    found = EXTRACTOR.extract(Document("d", text, blocks, day, turns=turns)).contacts

    assert [("meeting", "2023-06-15", ("KEN", "UGA"))] == [(c.mode, c.when.iso, c.states) for c in found]
