"""The tables of actors: no id stands twice, every reference leads somewhere, and who held which office on which day."""

from collections import Counter, defaultdict
from datetime import date
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest

import own
from readout.codebook import Codebook

if TYPE_CHECKING:
    from readout.codebook.entries import Holder

# Offices of one person at a time: heads of state and of government, foreign ministers.
SINGLE = {
    "president", "king", "emir", "supreme-leader", "prime-minister", "premier", "chancellor",
    "foreign-minister", "foreign-secretary", "secretary-of-state",
}  # fmt: skip


@pytest.fixture(scope="module")
def book() -> Codebook:
    return own.book()


def held(book: Codebook, day: str, state: str, office: str) -> set[str]:
    """The names of all who held an office of a state on a day."""
    when = date.fromisoformat(day)
    terms = [holder for holder in book.holders if (holder.state, holder.office) == (state, office)]
    return {holder.name for holder in terms if holder.since <= when <= (holder.until or date.max)}


def test_an_id_stands_once_in_its_table(book: Codebook) -> None:
    tables = (
        [state.id for state in book.states],
        [organisation.id for organisation in book.organisations],
        [body.id for body in book.bodies],
        [office.id for office in book.offices],
        [outlet.id for outlet in book.outlets],
    )
    for table in tables:
        assert [name for name, count in Counter(table).items() if count > 1] == []


def test_no_id_is_both_a_state_and_an_organisation(book: Codebook) -> None:
    assert not {state.id for state in book.states} & {organisation.id for organisation in book.organisations}


def test_every_state_and_office_that_an_entry_names_is_in_its_table(book: Codebook) -> None:
    parties = {state.id for state in book.states} | {organisation.id for organisation in book.organisations}
    offices, bodies = {office.id for office in book.offices}, {body.id for body in book.bodies}
    stated = [
        *((body.state, body.at) for body in book.bodies),
        *((office.state, office.at) for office in book.offices),
        *((holder.state, holder.at) for holder in book.holders),
        *((outlet.state, outlet.at) for outlet in book.outlets),
    ]
    assert [at for state, at in stated if state is not None and state not in parties] == []
    assert [holder.at for holder in book.holders if holder.office not in offices] == []
    assert [office.at for office in book.offices if office.body is not None and office.body not in bodies] == []
    members = {member for organisation in book.organisations for member in organisation.members}
    assert sorted(members - parties) == []


def test_the_states_of_the_world_are_there(book: Codebook) -> None:
    assert len(book.states) >= 193


def test_a_strong_name_means_one_state(book: Codebook) -> None:
    meant: defaultdict[str, set[str]] = defaultdict(set)
    for state in book.states:
        for name in {state.name, *state.names} - set(state.weak):
            meant[name].add(state.id)
    assert {name: ids for name, ids in meant.items() if len(ids) > 1} == {}


def test_a_term_ends_after_it_began(book: Codebook) -> None:
    assert [holder.at for holder in book.holders if holder.until is not None and holder.until <= holder.since] == []


def test_the_terms_stand_in_order(book: Codebook) -> None:
    order = [(holder.state, holder.office, holder.since) for holder in book.holders]
    assert order == sorted(order)


def test_one_person_at_a_time_leads_a_state_or_its_diplomacy(book: Codebook) -> None:
    seats: defaultdict[tuple[str, str], list[Holder]] = defaultdict(list)
    for holder in book.holders:
        if holder.office in SINGLE:
            seats[holder.state, holder.office].append(holder)
    overlaps = [
        (earlier.name, later.name)
        for terms in seats.values()
        for earlier, later in pairwise(sorted(terms, key=lambda holder: holder.begun or holder.since))
        if (earlier.ending or earlier.until or date.max) > (later.begun or later.since)
    ]
    assert overlaps == []


def test_a_spelling_belongs_to_one_person_at_a_time(book: Codebook) -> None:
    """Two terms of one person bear the same name, so that they are known to be one person's; two Bushes never met."""
    spelled: defaultdict[str, set[Holder]] = defaultdict(set)
    for holder in book.holders:
        for spelling in (holder.name, *holder.names):
            spelled[spelling].add(holder)
    clashes = {
        (spelling, one.name, other.name)
        for spelling, terms in spelled.items()
        for one, other in combinations(sorted(terms, key=lambda holder: holder.since), 2)
        if one.name != other.name and (one.until or date.max) >= other.since
    }
    assert clashes == set()


@pytest.mark.parametrize(
    ("day", "state", "office", "name"),
    [
        ("2021-08-06", "KOR", "foreign-minister", "Chung Eui-yong"),
        ("2021-08-06", "USA", "secretary-of-state", "Antony Blinken"),
        ("2003-03-20", "USA", "president", "George W. Bush"),
        ("2015-07-14", "IRN", "foreign-minister", "Mohammad Javad Zarif"),
        ("2018-06-12", "PRK", "leader", "Kim Jong Un"),
        ("2022-02-24", "UKR", "president", "Volodymyr Zelenskyy"),
        ("2022-02-24", "RUS", "foreign-minister", "Sergey Lavrov"),
        ("2022-10-10", "GBR", "prime-minister", "Liz Truss"),
        ("2010-04-08", "RUS", "president", "Dmitry Medvedev"),
        ("2023-02-01", "CHN", "foreign-minister", "Qin Gang"),
        ("2023-10-07", "ISR", "prime-minister", "Benjamin Netanyahu"),
        ("2016-01-06", "JPN", "foreign-minister", "Fumio Kishida"),
        ("1999-03-24", "NATO", "nato-secretary-general", "Javier Solana"),
        ("2006-10-09", "UN", "un-secretary-general", "Kofi Annan"),
    ],
)
def test_who_held_an_office_on_a_day(book: Codebook, day: str, state: str, office: str, name: str) -> None:
    assert held(book, day, state, office) == {name}


def test_an_office_may_be_empty(book: Codebook) -> None:
    assert held(book, "2025-05-15", "KOR", "president") == set()
