"""Stories: independent reports of the same events belong together; releases on different occasions do not."""

from datetime import date

import pytest

from readout.codebook import Compiled
from readout.pipeline import related, structured
from readout.records import Declared, Source

STORM = "Two ferries collided in the Tramund strait on Friday as a storm closed the port. "
SEARCH = "Danish helicopters joined the search in the Tramund strait after two ferries collided in the storm. "
INQUIRY = "An inquiry into the collision of two ferries in the Tramund strait opened. "
ASKED = "Norway asked Denmark for rescue helicopters, the Norwegian foreign ministry said."
REPORTS = {
    "a": ("2024-05-03", "Storm shuts Tramund strait, two ferries collide", STORM + ASKED),
    "b": ("2024-05-04", "Denmark sends helicopters after Tramund ferry collision", SEARCH + ASKED),
    "later": ("2024-06-20", "Tramund ferry collision inquiry opens", INQUIRY + ASKED),
    "else": ("2024-05-03", "Grain prices fall", "Grain prices fell on Friday in Rotterdam, Dutch traders said."),
}
TALKED = "Minister Dahl and Minister {0} discussed climate finance and the war in Ukraine, and agreed to meet again."


@pytest.fixture(scope="module")
def told(rules: Compiled) -> tuple[frozenset[str], ...]:
    found = [
        Source(name, "record", text, Declared(id=name, title=title, published=day))
        for name, (day, title, text) in REPORTS.items()
    ]
    documents, _ = structured(found, rules, today=date(2024, 7, 1))
    return tuple(frozenset(story.documents) for story in related(documents, rules).stories)


def test_reports_of_one_event_within_two_days_are_one_story(told: tuple[frozenset[str], ...]) -> None:
    assert told == (frozenset({"a", "b"}),)


def test_releases_of_one_office_on_different_calls_are_no_story(rules: Compiled) -> None:
    found = []
    for name, state, person in (("k", "Kenya", "Otieno"), ("j", "Japan", "Tanaka")):
        lead = f"Foreign Minister of Norway Liv Dahl spoke today with Foreign Minister of {state} Aya {person}. "
        declared = Declared(
            id=name, title=f"Readout of Foreign Minister Dahl's call with {person}", published="2025-03-03",
            outlet="Norwegian Ministry of Foreign Affairs", url=f"https://www.regjeringen.no/en/{name}",
        )  # fmt: skip
        found.append(Source(name, "record", lead + TALKED.format(person), declared))
    documents, _ = structured(found, rules, today=date(2025, 4, 1))
    assert related(documents, rules).stories == ()
