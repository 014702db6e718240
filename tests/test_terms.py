"""Who somebody is on a day: the day of the report for mentions, that of the act for events and contacts."""

from datetime import date, timedelta

import pytest

import own
from readout.extract.actors import Knowledge, mentions
from readout.extract.terms import at_their_day, of_the_day
from readout.records import Actor, Block, Contact, Document, Event, Evidence, Grain, Mention, When, unknown_when


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return own.knowledge()


def on(day: str, grain: Grain = "day") -> When:
    """A time as fine as it is written."""
    start = date.fromisoformat(day)
    length = {"day": 1, "month": 28, "year": 365}[grain]
    return When(start, start + timedelta(days=length), grain, "stated")


def document(text: str, day: str) -> Document:
    return Document("d", text, (Block("paragraph", 0, len(text)),), on(day))


def read(text: str, day: str, knowledge: Knowledge) -> tuple[Mention, ...]:
    return of_the_day(mentions(document(text, day), knowledge), knowledge, date.fromisoformat(day))


@pytest.mark.parametrize(
    ("words", "day", "name", "office", "code"),
    [
        ("Secretary of State Antony Blinken", "2022-03-01", "Antony Blinken", "Secretary of State", "USA:GOV"),
        ("Antony Blinken", "2026-03-01", "Antony Blinken", "former Secretary of State", "USA:ELI"),
        ("former Secretary of State John Kerry", "2026-03-01", "John Kerry", "former Secretary of State", "USA:ELI"),
        ("former Fijian Foreign Minister Mere Tagi", "2022-03-01", "Mere Tagi", "former Foreign Minister", "FJI:ELI"),
        ("the former Fijian foreign minister", "2022-03-01", None, "former Foreign Minister", "FJI:ELI"),
        ("Fijian Foreign Minister Mere Tagi", "2022-03-01", "Mere Tagi", "Foreign Minister", "FJI:GOV"),
        ("the U.S. secretary of state", "2015-03-01", "John Kerry", "Secretary of State", "USA:GOV"),
        ("the U.S. secretary of state", "2022-03-01", "Antony Blinken", "Secretary of State", "USA:GOV"),
    ],
)  # fmt: skip
def test_a_mention_is_of_the_day_of_the_report(
    knowledge: Knowledge, words: str, day: str, name: str | None, office: str, code: str
) -> None:
    (mention,) = read(f"Today {words} added nothing.", day, knowledge)
    actor = mention.actors[0]
    assert (actor.name, actor.office, actor.code) == (name, office, code)


def test_who_took_another_office_is_not_former(knowledge: Knowledge) -> None:
    text = "U.S. special envoy Condoleezza Rice added nothing. Condoleezza Rice left."
    offices = {m.actors[0].office for m in read(text, "2022-03-01", knowledge)}
    assert len(offices) == 1
    assert not any((office or "former").startswith("former") for office in offices)


def test_a_title_of_today_is_not_whom_it_was_once(knowledge: Knowledge) -> None:
    text = "Former President Donald Trump left. The U.S. president stayed, and the former president came back."
    found = [m.actors[0].name for m in read(text, "2022-03-01", knowledge)]
    assert found == ["Donald Trump", "Joe Biden", "Donald Trump"]


BLINKEN = Actor("person", "Antony Blinken", "USA", "Secretary of State", "USA:GOV")
BARE = "The U.S. secretary of state"  # names nobody: the table does
TRUMP = Actor("person", "Donald Trump", "USA", "former President", "USA:ELI")


@pytest.mark.parametrize(
    ("actor", "named", "when", "name", "office", "code"),
    [
        (BLINKEN, BARE, on("2015-07-14"), "John Kerry", "Secretary of State", "USA:GOV"),
        (BLINKEN, BARE, on("2015-07-01", "month"), "John Kerry", "Secretary of State", "USA:GOV"),
        (BLINKEN, BARE, on("2013-01-01", "year"), None, "Secretary of State", "USA:GOV"),
        (BLINKEN, BARE, unknown_when("no words"), "Antony Blinken", "Secretary of State", "USA:GOV"),
        (BLINKEN, "Antony Blinken", on("2021-06-01"), "Antony Blinken", "Secretary of State", "USA:GOV"),
        (BLINKEN, "Antony Blinken", on("2026-02-01"), "Antony Blinken", "former Secretary of State", "USA:ELI"),
        (TRUMP, "Donald Trump", on("2018-06-12"), "Donald Trump", "President", "USA:GOV"),
        (TRUMP, "Donald Trump", on("2022-05-02"), "Donald Trump", "former President", "USA:ELI"),
        (Actor("person", "Mere Tagi", "FJI", "Foreign Minister", "FJI:GOV"), "Mere Tagi", on("2015-07-14"), "Mere Tagi",
         "Foreign Minister", "FJI:GOV"),
        (Actor("state", "Fiji", "FJI", None, "FJI:GOV"), "Fiji", on("2015-07-14"), "Fiji", None, "FJI:GOV"),
    ],
)  # fmt: skip
def test_an_act_has_the_holders_of_its_own_day(
    knowledge: Knowledge, actor: Actor, named: str, when: When, name: str | None, office: str | None, code: str
) -> None:
    text = f"{named} left."
    told = document(text, "2022-03-01")
    found = mentions(told, knowledge)
    evidence = Evidence("d", 0, 3, text[:3], "test")
    event = Event("e", "d", "CONSULT", None, "happened", (actor,), (), when, evidence)
    contact = Contact("c", "meeting", "held", when, (actor,), (evidence,))
    ((event,), (contact,)) = (
        at_their_day((event,), found, knowledge, told.published.start),
        at_their_day((contact,), found, knowledge, told.published.start),
    )
    assert event.actors == contact.parties
    then = event.actors[0]
    assert (then.name, then.office, then.code) == (name, office, code)


def test_the_whole_way_from_the_text() -> None:
    """What the report calls "the U.S. secretary of state" met in 2015, and that was another one."""
    text = "The U.S. secretary of state met the Iranian foreign minister in Vienna on July 7, 2015."
    found = own.extractor().extract(document(text, "2022-03-01"))
    (contact,) = found.contacts
    assert contact.when.iso == "2015-07-07"
    assert {party.name for party in contact.parties} == {"John Kerry", "Mohammad Javad Zarif"}
