"""All that a store holds, as records: the whole reading, and what single questions of the first days ask for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from readout.errors import StoreError
from readout.link.candidates import Anchors, Index, trace
from readout.pipeline import as_published
from readout.records import (
    Comparison,
    Contact,
    Document,
    Drop,
    Event,
    Extraction,
    Family,
    Judgement,
    Learned,
    Matter,
    Reading,
    Since,
    Statement,
    Story,
    Told,
)
from readout.store import lookup
from readout.store.asked import DocumentFilter, Hit
from readout.store.files import Opened, explained, transaction
from readout.store.index import Rows
from readout.store.listing import revived
from readout.store.search import search
from readout.store.writing import batches, marks

_MOST = 200  # documents that a report is held against
_WITH_ID = ("document", "statement", "event", "contact", "family")

Kept = Document | Statement | Event | Contact | Family
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Found:
    """A document that a search found: its id, day and title, and its words around the place (marked by `[` `]`)."""

    document: str
    day: str | None
    title: str | None
    snippet: str


class Held(Opened):
    """Questions to all that a store holds."""

    def reading(self) -> Reading:
        """All that is held, as one reading, documents in the order in which they came."""
        contacts = self._records(Contact, "SELECT record FROM contact ORDER BY first = '', first, id")
        extractions = lookup.extractions(self._connection, None, self.path)
        families_ = lookup.families(self._connection, None, self.path)
        return Reading(
            documents=self.documents(),
            extractions=extractions,
            families=families_,
            told=tuple(self._told(families_, extractions)),
            contacts=contacts,
            comparisons=self._of_contacts(Comparison, "comparison", contacts, "AND sides > 1"),
            matters=self.matters(),
            since=self._of_contacts(Since, "since", contacts),
            stories=self._records(Story, "SELECT record FROM story ORDER BY rowid"),
            judgements=self._records(Judgement, "SELECT record FROM judgement ORDER BY position"),
        )

    def _told(self, families: Iterable[Family], extractions: Iterable[Extraction]) -> Iterator[Told]:
        """What families tell; a document that is alone in its family tells what it yields."""
        held = tuple(families)
        stored: dict[str, list[Told]] = {}
        for some in batches(family.id for family in held if len(family.documents) > 1):
            query = f"SELECT family, record FROM told WHERE family IN ({marks(some)}) ORDER BY family, position"  # noqa: S608
            for id_, line in self._connection.execute(query, some):
                stored.setdefault(id_, []).append(revived(Told, line, self.path))
        yields = {extraction.document: extraction for extraction in extractions}
        for family in held:
            yield from stored.get(family.id, ())
            alone = yields.get(family.documents[0]) if len(family.documents) == 1 else None
            if alone is not None:
                yield from (Told(family.id, s.id, "statement", (s.content,)) for s in alone.statements)
                yield from (Told(family.id, e.id, "event", (e.evidence,)) for e in alone.events)

    def about(self, ids: Iterable[str], drops: tuple[Drop, ...] = ()) -> Reading:
        """The part of the store that some documents have a share in, with everything it hangs together with.

        A contact is told whole, also where an older document tells the other side of it.
        """
        wanted = set(ids)
        families = lookup.families(self._connection, self._numbers("family", "head", "id", wanted), self.path)
        contacts = self._sorted_contacts(self._numbers("contact", "telling", "document", wanted))
        near = wanted.union(*(f.documents for f in families), *(c.documents + c.announced_by for c in contacts))
        extractions = lookup.extractions(self._connection, near, self.path)
        moved = {(move.matter, state) for e in extractions for move in e.moves for state in move.states}
        return Reading(
            documents=lookup.documents(self._connection, near, self.path),
            extractions=extractions,
            families=families,
            told=tuple(self._told(families, extractions)),
            contacts=contacts,
            comparisons=tuple(c for contact in contacts if (c := self.comparison(contact.id))),
            drops=drops,
            matters=tuple(m for m in self._matters_of(moved) if near & {move.document for move in m.moves}),
            since=tuple(s for contact in contacts for s in self.since(contact.id)),
            stories=self._stories_of(wanted),
        )

    def _numbers(self, column: str, table: str, key: str, ids: Iterable[str]) -> set[str]:
        """What a column of a table has for some ids."""
        found: set[str] = set()
        for some in batches(ids):
            query = f"SELECT DISTINCT {column} FROM {table} WHERE {key} IN ({marks(some)}) AND {column} IS NOT NULL"  # noqa: S608
            found.update(row[0] for row in self._connection.execute(query, some))
        return found

    def _sorted_contacts(self, numbers: Iterable[str]) -> tuple[Contact, ...]:
        found: list[Contact] = []
        for some in batches(numbers):
            found += self._records(Contact, f"SELECT record FROM contact WHERE number IN ({marks(some)})", *some)  # noqa: S608
        return tuple(sorted(found, key=lambda contact: (contact.when.start or date.max, contact.id)))

    def _matters_of(self, kinds: Iterable[tuple[str, str]]) -> tuple[Matter, ...]:
        """The matters of some kinds in which some states have a part."""
        terms = ("kind = ?", *lookup.of_parties("?"))
        found = {m.id: m for pair in sorted(kinds) for m in lookup.matters(self._connection, terms, pair, self.path)}
        return tuple(sorted(found.values(), key=lambda matter: (matter.states, matter.kind, matter.id)))

    def _stories_of(self, ids: Iterable[str]) -> tuple[Story, ...]:
        found: list[Story] = []
        for some in batches(sorted(self._numbers("story", "story_document", "document", ids))):
            found += self._records(Story, f"SELECT record FROM story WHERE id IN ({marks(some)})", *some)  # noqa: S608
        return tuple(found)

    def near(self, document: Document) -> tuple[Document, ...]:
        """The documents held that share a run of words with one that may be new, those that share the most first."""
        rows = Rows(self._connection)
        if not rows.whole():
            with explained(self.path), transaction(self._connection):
                rows.fill(as_published(one) for one in self.documents())
        found = Index(rows).sharing(trace(document, Anchors()))[:_MOST]
        held = {one.id: one for one in self.documents(*found)} if found else {}
        return tuple(held[id_] for id_ in found if id_ in held)

    def matters(self, *states: str) -> tuple[Matter, ...]:
        """The long-lived matters in which all of `states` have a part, all of them if none is given."""
        return lookup.matters(self._connection, lookup.of_parties(states), states, self.path)

    def documents(self, *ids: str) -> tuple[Document, ...]:
        """The documents with these ids, or all of them, in the order in which they came."""
        return lookup.documents(self._connection, ids or None, self.path)

    def extraction(self, document: str) -> Extraction | None:
        """What the document with this id yields."""
        return next(iter(lookup.extractions(self._connection, (document,), self.path)), None)

    def get(self, prefix: str) -> Kept:
        """The one record whose id begins with `prefix`; an id in full always finds its own."""
        matches = [match for table in _WITH_ID for match in self._beginning(table, prefix)]
        exact = [match for match in matches if match[1] == prefix]
        if not matches:
            raise StoreError(self.path, f"no record has an id that begins with {prefix!r}", "ids stand in the digest")
        if len(matches) > 1 and not exact:
            some = ", ".join(id_ for _, id_ in matches[:5])
            raise StoreError(self.path, f"{prefix!r} begins more than one id", f"write more of it: {some}")
        table, id_ = (exact or matches)[0]
        return self._one(table, id_)

    def _beginning(self, table: str, prefix: str) -> list[tuple[str, str]]:
        """Up to ten (table, id) of records whose id begins so."""
        rows = self._connection.execute(
            f"SELECT DISTINCT id FROM {table} WHERE id >= ? AND id < ? ORDER BY id LIMIT 10",  # noqa: S608
            (prefix, prefix + chr(0x10FFFF)),
        )
        return [(table, row[0]) for row in rows]

    def _one(self, table: str, id_: str) -> Kept:
        """The record of a table with this id."""
        if table == "document":
            return self.documents(id_)[0]
        if table == "family":
            return lookup.families(self._connection, (id_,), self.path)[0]
        kind: type[Contact | Statement | Event] = {"contact": Contact, "statement": Statement, "event": Event}[table]
        return self._records(kind, f"SELECT record FROM {table} WHERE id = ? LIMIT 1", id_)[0]  # noqa: S608 - of _WITH_ID

    def contacts(
        self, *states: str, mode: str | None = None, since: str | None = None, until: str | None = None
    ) -> tuple[Contact, ...]:
        """Contacts in which all of `states` took part, of one mode, between two days (ISO, both included); by day.

        A contact whose day is not known is left out as soon as `since` or `until` is asked for.
        """
        terms = ["number IN (SELECT contact FROM party WHERE state = ?)"] * len(states)
        values: list[str] = list(states)
        for term, value in (("mode = ?", mode), ("day >= ?", since), ("day <= ?", until)):
            if value is not None:
                terms.append(term)
                values.append(value)
        where = " WHERE " + " AND ".join(terms) if terms else ""
        return self._records(Contact, f"SELECT record FROM contact{where} ORDER BY day, id", *values)  # noqa: S608

    def comparison(self, contact: str) -> Comparison | None:
        """The comparison of the contact with this id, if two parties gave an account of it."""
        found = self._records(Comparison, "SELECT record FROM comparison WHERE contact = ? AND sides > 1", contact)
        return found[0] if found else None

    def since(self, contact: str) -> tuple[Since, ...]:
        """What each party's account of this contact changes against its account of the contact before."""
        return self._records(Since, "SELECT record FROM since WHERE contact = ? ORDER BY rowid", contact)

    def learned(self, *, state: str | None = None) -> tuple[Learned, ...]:
        """The holders of office whom the held texts introduce, of one state or all, by state, office and name."""
        return lookup.holders_of(self._connection, state, None, self.path)

    def search(self, words: str, *, limit: int = 20) -> tuple[Found, ...]:
        """Documents that hold all of `words` ("quoted words" as a phrase), the best first."""
        return tuple(_found(hit) for hit in search(self._connection, words, DocumentFilter(), limit, None).listing.rows)

    def _records(self, kind: type[Kind], query: str, *values: str) -> tuple[Kind, ...]:
        """The records of a query that gives their lines."""
        rows: Iterable[tuple[str]] = self._connection.execute(query, values)
        return tuple(revived(kind, row[0], self.path) for row in rows)

    def _of_contacts(
        self, kind: type[Kind], table: str, contacts: Iterable[Contact], more: str = ""
    ) -> tuple[Kind, ...]:
        """What is said of contacts, in their order."""
        found: dict[str, list[Kind]] = {}
        rows = self._connection.execute(f"SELECT contact, record FROM {table} WHERE 1 {more} ORDER BY rowid")  # noqa: S608
        for contact, line in rows:
            found.setdefault(contact, []).append(revived(kind, line, self.path))
        return tuple(one for contact in contacts for one in found.get(contact.id, ()))


def _found(hit: Hit) -> Found:
    """A hit with its marks in the words: around the first of them, as it was shown from the beginning."""
    words, at = "", hit.snippet.start
    text = hit.words
    for mark in hit.marks:
        words += text[at - hit.snippet.start : mark.start - hit.snippet.start]
        words += f"[{text[mark.start - hit.snippet.start : mark.end - hit.snippet.start]}]"
        at = mark.end
    words += text[at - hit.snippet.start :]
    shown = " ".join(words.split())
    return Found(hit.head.document, hit.head.day, hit.head.title, f"…{shown}…" if hit.snippet.start else f"{shown}…")
