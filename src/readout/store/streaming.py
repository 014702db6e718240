"""All that a store holds, a portion at a time, in the order of `Held.reading`: what exports read, in little memory.

One transaction sees one moment of the store, however long it is read. Documents come in the order in which they were
added; what is asked of them (`Chosen`) is put to the narrowest table first, so that of a million events those of two
parties are read alone. What comes may be more than what was chosen, never less: whoever reads looks again.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Generic, Literal, Self, TypeVar

from readout.records import (
    Actor,
    Comparison,
    Contact,
    Document,
    Event,
    Evidence,
    Extraction,
    Matter,
    Mention,
    Move,
    Since,
    Statement,
    Told,
    When,
)
from readout.store import lookup
from readout.store.files import Opened, explained, reading_only
from readout.store.keeping import Store
from readout.store.listing import revived
from readout.store.writing import batches, first_day, marks

# ruff: noqa: S608 - the names in the queries are our own
PORTION = 200  # documents whose findings are held at once
_MOST = 1_000  # documents that are kept for whoever asks for them again

Finding = TypeVar("Finding", Event, Statement)
Kind = TypeVar("Kind")
_Terms = tuple[list[str], list[str]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is read: that in which all of `parties` have a part, from one day, month or year up to another one.

    Of statements it is what one of the parties says. A time lies where its first day does; what tells none of its own
    lies on the day of its report.
    """

    parties: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        return self != EVERYTHING

    def during(self, when: When) -> bool:
        """Whether a time lies in the stretch.

        >>> from readout.records import unknown_when
        >>> Chosen().during(unknown_when()), Chosen(until="2024").during(unknown_when())
        (True, False)
        """
        first = first_day(when)
        return (self.since is None or first >= (self.since or "0")) and (
            self.until is None or "" < first <= self.until + "~"
        )

    @property
    def timed(self) -> bool:
        """Whether a stretch of time is asked for."""
        return self.since is not None or self.until is not None

    def shared(self, states: Iterable[str | None]) -> bool:
        """Whether all parties are among these."""
        return set(self.parties) <= set(states)


EVERYTHING = Chosen()


@dataclass(frozen=True, slots=True)
class Portion(Generic[Finding]):
    """Statements or events of some documents that follow each other, and which of them count for copies."""

    records: tuple[Finding, ...]
    told: tuple[Told, ...]


class Stream(Opened):
    """A store that is read through; open it with `Stream.open` and close it, or use it in a `with` statement."""

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """The store at `path`, brought up to this version if it is older. Raises `StoreError` for what is none."""
        Store.open(path, create=False).close()
        connection = reading_only(path)
        with explained(str(path)):
            # What is mapped counts as memory of ours, and a page that is read once is not worth it.
            connection.execute("PRAGMA mmap_size = 0")
            connection.execute("BEGIN")
        return cls(connection, str(path))

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        super().__init__(connection, path)
        self._documents = _Near(self._documents_of)
        self._mentions = _Near(self._mentions_of)
        self._families = _Near(self._families_of)

    # ---- one after the other ---------------------------------------------------------------------------------------
    def documents(self, ids: Iterable[str] | None = None) -> Iterator[Document]:
        """The documents with these ids, or all of them."""
        for some in self._portions("head", [], []) if ids is None else self._sorted(ids):
            self._come(some)
            yield from (document for id_ in some if (document := self.document(id_)) is not None)

    def actors(self, ids: Iterable[str] | None = None) -> Iterator[Actor]:
        """Everybody whom these documents, or all, name or have a part in an event, document by document."""
        for some in self._portions("head", [], []) if ids is None else self._sorted(ids):
            mentions, events = self._mentions_of(some), self._records(Event, "event", some)
            for id_ in some:
                yield from (actor for mention in mentions.get(id_, ()) for actor in mention.actors)
                yield from (actor for event in events[id_] for actor in (*event.actors, *event.recipients))

    def events(self, chosen: Chosen) -> Iterator[Portion[Event]]:
        """The events of all documents that have one of those that are asked for."""
        terms, values = _during(chosen, "p.first" if chosen.parties else "e.first", "head.first")
        if chosen.parties:
            source = "event_party p CROSS JOIN event e ON e.number = p.event CROSS JOIN head ON head.id = e.document"
            first, *others = chosen.parties
            terms += ["p.state = ?", *(
                "EXISTS (SELECT 1 FROM event_party o WHERE o.event = p.event AND o.state = ?)" for _ in others
            )]  # fmt: skip
            values += [first, *others]
        elif chosen:
            source = "event e CROSS JOIN head ON head.id = e.document"
        else:
            source = "head"
        for ids in self._portions(source, terms, values):
            yield self._findings(Event, "event", ids)

    def statements(self, chosen: Chosen, within: Iterable[str] | None = None) -> Iterator[Portion[Statement]]:
        """The statements of all documents that have one of those that are asked for, or of some documents."""
        if within is not None:
            portions = self._sorted(within)
        elif chosen.parties:
            terms, values = _during(chosen, "s.first")
            terms.append(f"s.state IN ({marks(chosen.parties)})")
            source = "statement s CROSS JOIN head ON head.id = s.document"
            portions = self._portions(source, terms, [*values, *chosen.parties])
        else:
            portions = self._portions("head", *_during(chosen, "head.first"))
        for ids in portions:
            yield self._findings(Statement, "statement", ids)

    def contacts(self, chosen: Chosen) -> Iterator[Contact]:
        """Contacts with all their tellings, by day; those of unknown day come last."""
        terms, values = _of_contacts(chosen)
        where = " AND ".join(["1", *terms])
        query = f"SELECT number FROM contact c WHERE {where} ORDER BY c.first = '', c.first, c.id"
        rows = self._rows(query, values)
        while numbers := [row[0] for row in islice(rows, PORTION)]:
            lines = dict(self._rows(f"SELECT number, record FROM contact WHERE number IN ({marks(numbers)})", numbers))
            found = [revived(Contact, lines[number], self.path) for number in numbers]
            self._come(contact.tellings[0].document for contact in found if contact.tellings)
            yield from found

    def told_contacts(self, chosen: Chosen) -> Iterator[Contact]:
        """Contacts as each document tells them: the documents that tell of a contact of these parties."""
        if chosen.parties:
            terms, values = _of_contacts(Chosen(chosen.parties))
            source = "contact c CROSS JOIN telling t ON t.contact = c.number CROSS JOIN head ON head.id = t.document"
            portions = self._portions(source, terms, values)
        else:
            portions = self._portions("head", [], [])
        for ids in portions:
            self._come(ids)
            found = lookup.linked(self._connection, ids, self.path)
            yield from (contact for id_ in ids if id_ in found for contact in found[id_].contacts)

    def moves(self, chosen: Chosen) -> Iterator[tuple[Matter, Move]]:
        """The moves of matters, copies counted once, matter by matter."""
        for matter in self._matters(chosen):
            query = "SELECT record FROM matter_move WHERE matter = ? ORDER BY first, document, start, position"
            for (line,) in self._rows(query, [matter.id]):
                yield matter, revived(Move, line, self.path)

    def told_moves(self) -> Iterator[tuple[Matter | None, Move]]:
        """Moves as each document tells them; one that a copy repeats has no matter."""
        matters = {matter.id: matter for matter in self._matters(EVERYTHING)}
        rank = {id_: number for number, id_ in enumerate(matters)}
        for ids in self._portions("move m JOIN head ON head.id = m.document", [], []):
            self._come(ids)
            found = lookup.linked(self._connection, ids, self.path)
            rows = self._rows(f"SELECT matter, record FROM matter_move WHERE document IN ({marks(ids)})", ids)
            moved = [(revived(Move, line, self.path).id, id_) for id_, line in rows]
            homes = {move: matters[id_] for move, id_ in sorted(moved, key=lambda pair: rank[pair[1]])}
            yield from ((homes.get(move.id), move) for id_ in ids if id_ in found for move in found[id_].moves)

    # ---- one of them -----------------------------------------------------------------------------------------------
    def document(self, id_: str) -> Document | None:
        """The document with this id."""
        return self._documents.get(id_)

    def mentions(self, document: str) -> tuple[Mention, ...]:
        """Who is named in a document."""
        return self._mentions.get(document) or ()

    def family(self, document: str) -> str | None:
        """The id of the family of a document."""
        return self._families.get(document)

    def relatives(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The documents of the families of some documents."""
        found = dict.fromkeys(ids)
        for some in batches(found):
            query = f"SELECT id FROM head WHERE family IN (SELECT family FROM head WHERE id IN ({marks(some)}))"
            found |= dict.fromkeys(id_ for (id_,) in self._rows(query, some))
        return tuple(found)

    def comparison(self, contact: str) -> Comparison | None:
        """The comparison of a contact, if two parties gave an account of it."""
        query = "SELECT record FROM comparison WHERE contact = ? AND sides > 1"
        return next((revived(Comparison, line, self.path) for (line,) in self._rows(query, [contact])), None)

    def since(self, contact: str) -> tuple[Since, ...]:
        """What each party's account of this contact changes against its account of the contact before."""
        rows = self._rows("SELECT record FROM since WHERE contact = ? ORDER BY rowid", [contact])
        return tuple(revived(Since, line, self.path) for (line,) in rows)

    def beginning(self, prefix: str) -> tuple[Contact, ...]:
        """The contacts whose ids begin so."""
        rows = self._rows(
            "SELECT record FROM contact WHERE id >= ? AND id < ? ORDER BY first = '', first, id",
            [prefix, prefix + chr(0x10FFFF)],
        )
        return tuple(revived(Contact, line, self.path) for (line,) in rows)

    # ---- rows ------------------------------------------------------------------------------------------------------
    def _rows(self, query: str, values: Iterable[object] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, fetched as they are asked for."""
        with explained(self.path):
            cursor = self._connection.execute(query, tuple(values))
            while rows := cursor.fetchmany(PORTION):
                yield from rows

    def _portions(self, source: str, terms: Iterable[str], values: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """The ids of documents in joined tables, in order, each once, so many together."""
        where = " AND ".join(["1", *terms])
        rows = self._rows(f"SELECT DISTINCT head.position, head.id FROM {source} WHERE {where} ORDER BY 1", values)
        while ids := tuple(id_ for _, id_ in islice(rows, PORTION)):
            yield ids

    def _sorted(self, ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """Ids in the order of their documents, so many together."""
        found: list[tuple[int, str]] = []
        for some in batches(ids):
            rows = self._rows(f"SELECT position, id FROM head WHERE id IN ({marks(some)})", some)
            found += ((position, id_) for position, id_ in rows)
        ordered = iter(sorted(found))
        while portion := tuple(id_ for _, id_ in islice(ordered, PORTION)):
            yield portion

    def _findings(
        self, kind: type[Finding], table: Literal["event", "statement"], ids: tuple[str, ...]
    ) -> Portion[Finding]:
        """The statements or events of documents, with what their families tell."""
        found = self._records(kind, table, ids)
        families = self._families_of(ids)
        several: tuple[str, ...] = tuple(dict.fromkeys(families.values()))
        query = f"SELECT record FROM told WHERE kind = ? AND family IN ({marks(several)}) ORDER BY family, position"
        told: list[Told] = [revived(Told, line, self.path) for (line,) in self._rows(query, [table, *several])]
        self._come((*ids, *(place.document for one in told for place in one.places)))
        records = tuple(record for id_ in ids for record in found[id_])
        # Of a document that is alone in its family nothing is kept: it tells what it yields.
        shared = {one.family for one in told}
        alone = {id_: family for id_, family in families.items() if family not in shared}
        told += [Told(alone[r.document], r.id, table, (place_of(r),)) for r in records if r.document in alone]
        return Portion(records, tuple(told))

    def _records(self, kind: type[Finding], table: str, ids: tuple[str, ...]) -> dict[str, list[Finding]]:
        """The statements or events of documents, in order."""
        found: dict[str, list[Finding]] = {id_: [] for id_ in ids}
        query = f"SELECT document, record FROM {table} WHERE document IN ({marks(ids)}) ORDER BY number"
        for document, line in self._rows(query, ids):
            found[document].append(revived(kind, line, self.path))
        return found

    def _matters(self, chosen: Chosen) -> list[Matter]:
        """The matters of parties, without their moves."""
        where = " AND ".join(["1", *lookup.of_parties(chosen.parties)])
        rows = self._rows(f"SELECT record FROM matter WHERE {where}", chosen.parties)
        found = (revived(Matter, line, self.path) for (line,) in rows)
        return sorted(found, key=lambda matter: (matter.states, matter.kind, matter.id))

    # ---- around ----------------------------------------------------------------------------------------------------
    def _come(self, ids: Iterable[str]) -> None:
        """Say which documents will be asked for: they are read together as soon as one is."""
        near = tuple(dict.fromkeys(ids))
        for held in (self._documents, self._mentions, self._families):
            held.come(near)

    def _documents_of(self, ids: Iterable[str]) -> dict[str, Document]:
        with explained(self.path):
            return {document.id: document for document in lookup.documents(self._connection, ids, self.path)}

    def _mentions_of(self, ids: Iterable[str]) -> dict[str, tuple[Mention, ...]]:
        found: dict[str, tuple[Mention, ...]] = {}
        for some in batches(ids):
            rows = self._rows(f"SELECT document, record FROM extraction WHERE document IN ({marks(some)})", some)
            found |= {id_: revived(Extraction, line, self.path).mentions for id_, line in rows}
        return found

    def _families_of(self, ids: Iterable[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for some in batches(ids):
            query = f"SELECT id, family FROM head WHERE family IS NOT NULL AND id IN ({marks(some)})"
            found.update(self._rows(query, some))
        return found


class _Near(Generic[Kind]):
    """What belongs to documents by their ids, read for a portion of them together; no more than some are kept."""

    def __init__(self, read: Callable[[Iterable[str]], Mapping[str, Kind]]) -> None:
        self._read = read
        self._near: tuple[str, ...] = ()
        self._held: dict[str, Kind | None] = {}

    def come(self, ids: tuple[str, ...]) -> None:
        """The documents that will be asked for."""
        self._near = ids

    def get(self, id_: str) -> Kind | None:
        """What belongs to a document."""
        if id_ not in self._held:
            wanted = dict.fromkeys((id_, *self._near) if id_ in self._near else (id_,))
            if len(self._held) + len(wanted) > _MOST:
                self._held.clear()
            self._held |= dict.fromkeys(wanted) | dict(self._read(wanted))
        return self._held[id_]


def place_of(record: Event | Statement | Move) -> Evidence:
    """The place of a finding."""
    return record.content if isinstance(record, Statement) else record.evidence


def _during(chosen: Chosen, first: str, report: str | None = None) -> _Terms:
    """The terms that the first day lies in the stretch, or is not known; then, if that is given, that of the report."""
    if not chosen.timed:
        return [], []
    # "~" lies behind all days of a month or year.
    values = [chosen.since or "0", f"{chosen.until or ''}~"]
    unknown = f"{first} = ''"
    if report is not None:
        unknown += f" AND ({report} = '' OR {report} BETWEEN ? AND ?)"
        values *= 2
    return [f"({first} BETWEEN ? AND ? OR {unknown})"], values


def _of_contacts(chosen: Chosen) -> _Terms:
    """The terms of contacts in which all parties took part, in the stretch."""
    terms, values = _during(chosen, "c.first")
    terms += ["c.number IN (SELECT contact FROM party WHERE state = ?)"] * len(chosen.parties)
    return terms, [*values, *chosen.parties]
