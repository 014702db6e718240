"""The words of contact in the codebook: every example tells what its entry says, every near miss does not."""

from datetime import date

import pytest

import own
from readout.records import Block, Contact, Document, Turn, When

BOOK, COMPILED, EXTRACTOR = own.book(), own.rules(), own.extractor()
WEDNESDAY = When(date(2022, 6, 15), date(2022, 6, 16), "day", "stated")
SENSES = {sense.id: sense for sense in BOOK.senses}
STATUSES = {
    "cancels": "cancelled", "refuses": "refused", "proposes": "proposed", "puts": "proposed", "plans": "planned",
    "arranges": "planned", "goes-on": "ongoing", "planned-noun": "planned", "proposed-noun": "proposed",
    "ongoing-noun": "ongoing",
}  # fmt: skip
# How many contacts the example of a sense tells, and how many its near miss.
COUNTS = {
    "receives": (1, 0), "several": (2, 1), "people": (1, 0), "proceeds": (2, 1), "implies": (1, 0), "regional": (1, 0),
    "members-alone": (1, 0),
}  # fmt: skip


def contacts(text: str, *turns: Turn) -> tuple[Contact, ...]:
    """The contacts of a report of one paragraph, published on Wednesday, 15 June 2022."""
    document = Document("d", text, (Block("paragraph", 0, len(text)),), WEDNESDAY, turns=turns)
    return EXTRACTOR.extract(document).contacts


@pytest.mark.parametrize(("mode", "text"), [(entry.mode, text) for entry in BOOK.contacts for text in entry.examples])
def test_an_example_tells_one_contact_of_its_mode(mode: str, text: str) -> None:
    """What contacts.toml gives as examples."""
    assert [mode] == [contact.mode for contact in contacts(text)]


@pytest.mark.parametrize("text", [text for entry in BOOK.contacts for text in entry.near_misses])
def test_a_near_miss_tells_none(text: str) -> None:
    """What contacts.toml gives as near misses."""
    assert () == contacts(text)


def test_every_mode_has_both() -> None:
    """Examples and near misses stand beside every mode."""
    assert all(entry.examples and entry.near_misses for entry in BOOK.contacts)


@pytest.mark.parametrize(("sense", "status"), STATUSES.items())
def test_a_sense_gives_its_status(sense: str, status: str) -> None:
    """The example has the status of its sense, the near miss has not."""
    assert [status] == [contact.status for contact in contacts(SENSES[sense].example)]
    assert status not in [contact.status for contact in contacts(SENSES[sense].near_miss)]


@pytest.mark.parametrize(("sense", "counts"), COUNTS.items())
def test_a_sense_tells_of_contacts(sense: str, counts: tuple[int, int]) -> None:
    """The example tells of more contacts than the near miss."""
    assert counts == (len(contacts(SENSES[sense].example)), len(contacts(SENSES[sense].near_miss)))


def test_the_day_that_talks_are_set_for() -> None:
    """Talks due to begin on a day have that day, what else happens on it leaves them without one."""
    days = [
        contact.when.start
        for sense in ("example", "near_miss")
        for contact in contacts(getattr(SENSES["sets-day"], sense))
    ]

    assert [date(2022, 6, 20), None] == days


def test_who_takes_part() -> None:
    """The subject of "held talks" is a party, that of "praised the talks between others" is none."""
    example, near_miss = contacts(SENSES["takes-part"].example), contacts(SENSES["takes-part"].near_miss)

    assert [("KEN", "SOM")] == [contact.states for contact in example]
    assert [("SOM", "UGA")] == [contact.states for contact in near_miss]
