"""The timeline of two parties: their contacts, events and the moves of their matters, in order of days."""

import heapq
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from readout.errors import StoreError
from readout.records import Contact, Event, Move
from readout.store import lookup
from readout.store.asked import ContactFilter, EventFilter, Head, Listing, Moment
from readout.store.listing import contact_question, event_question, heads, revived, total_of_events
from readout.store.paging import MOST, Question

_KINDS: tuple[Literal["contact", "event", "move"], ...] = ("contact", "event", "move")  # in this order on one day
_DIGITS = 15  # of a number that a token may hold
_Row = tuple[str, int, int, str]  # the day, the kind, a number within the kind (of a move: the day), the stored line


def timeline(  # noqa: PLR0913 - the parts of one question
    connection: sqlite3.Connection, dyad: tuple[str, str], *, since: str | None, until: str | None, folded: bool,
    limit: int, after: str | None, path: str,
) -> Listing[Moment]:  # fmt: skip
    """The moments of a dyad, the oldest first; those whose day is not known come before all others."""
    limit = max(1, min(limit, MOST))
    begin = _begin(after)
    moves, number_of_moves = _moves(connection, dyad, (since, until), begin, limit + 1)
    asked = EventFilter(dyad=dyad, folded=folded, since=since, until=until)
    contacts, events = contact_question(ContactFilter(dyad, since=since, until=until)), event_question(asked)
    counted = [contacts.total(connection), total_of_events(connection, asked, events)]
    rows = heapq.merge(
        _page(connection, contacts, 0, begin, limit + 1),
        _page(connection, events, 1, begin, limit + 1),
        moves,
        key=lambda row: row[:3],
    )
    page = [row for row, _ in zip(rows, range(limit + 1), strict=False)]
    last = page[limit - 1] if len(page) > limit else None
    total = sum(number for number, _ in counted) + number_of_moves
    moments = _moments(connection, page[:limit], path)
    following = f"{last[0]}~{last[1]}.{last[2]}" if last else None
    return Listing(moments, total, all(exact for _, exact in counted), following)


def _begin(after: str | None) -> tuple[str, int, int] | None:
    """Where a page begins: behind this day, kind and number."""
    if after is None:
        return None
    first, _, place = after.partition("~")
    kind, _, number = place.partition(".")
    if kind not in {"0", "1", "2"} or not number.isdecimal() or len(number) > _DIGITS:
        raise StoreError(after[:40], "is no token of a timeline", "take the one that the page before gave")
    return first, int(kind), int(number)


def _page(
    connection: sqlite3.Connection, question: Question, kind: int, begin: tuple[str, int, int] | None, limit: int
) -> Iterator[_Row]:
    """The rows of one kind behind a place in the timeline."""
    after = None
    if begin is not None:
        # On the day itself the kinds stand in order: those of a later kind are all to come, of an earlier one none.
        number = begin[2] if begin[1] == kind else 0 if begin[1] < kind else 2**61
        after = f"{begin[0]}~{number}"
    rows, _ = question.page(connection, limit, after, oldest=True)
    return ((str(row[0]), kind, int(str(row[1])), str(row[2])) for row in rows)


def _moves(
    connection: sqlite3.Connection, dyad: tuple[str, str], days: tuple[str | None, str | None],
    begin: tuple[str, int, int] | None, limit: int,
) -> tuple[list[_Row], int]:  # fmt: skip
    """The moves of all matters between the two behind a place in the timeline, numbered by day; and how many in all."""
    terms = lookup.of_parties(dyad)
    values: list[object] = list(dyad)
    since, until = days
    if since is not None:
        terms.append("first >= ?")
        values.append(since or "0")
    if until is not None:
        terms.append("first <= ? AND first > ''")
        values.append(until + "~")
    source = f"FROM matter JOIN matter_move ON matter = id WHERE {' AND '.join(terms)}"
    total = connection.execute(f"SELECT count(*) {source}", values).fetchone()[0]
    day, passed = (begin[0], begin[2] if begin[1] == _KINDS.index("move") else 0) if begin else ("", 0)
    rows = connection.execute(
        f"SELECT first, matter_move.record {source} AND first >= ?"
        " ORDER BY first, kind, id, document, start, position LIMIT ?",
        (*values, day, limit + passed),
    )
    found: list[_Row] = []
    on_day: Counter[str] = Counter()
    for first, line in rows:
        on_day[first] += 1
        found.append((first, _KINDS.index("move"), on_day[first], line))
    return [row for row in found if begin is None or row[:3] > begin], total


def _moments(connection: sqlite3.Connection, rows: Iterable[_Row], path: str) -> tuple[Moment, ...]:
    found = [(first, kind, _record(kind, what, path)) for first, kind, _, what in rows]
    told = [record.documents[0] if isinstance(record, Contact) else record.document for _, _, record in found]
    around: dict[str, Head] = heads(connection, told)
    return tuple(
        Moment(first, _KINDS[kind], record, around.get(id_))
        for (first, kind, record), id_ in zip(found, told, strict=True)
    )


def _record(kind: int, line: str, path: str) -> Contact | Event | Move:
    if _KINDS[kind] == "move":
        return revived(Move, line, path)
    return revived(Contact, line, path) if _KINDS[kind] == "contact" else revived(Event, line, path)
