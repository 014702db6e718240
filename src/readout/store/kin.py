"""Which families a store's documents make when some come or change: only what hangs together with these is looked at.

In order: the index gives each new text its candidates and the pairs that stop to be some; edges come and go; documents
that hang together by the edges that are left, from the families touched, are grouped anew.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readout.codebook.compiled import Compiled
from readout.link.candidates import Anchors, Index, Pair, trace
from readout.link.copies import families, grouped, grown
from readout.pipeline import as_published
from readout.records import Document, Edge, Family
from readout.store import lookup
from readout.store.index import Rows
from readout.store.writing import Writer, batches, marks


@dataclass(frozen=True, slots=True)
class Kin:
    """Families that have come (without their edges, which are stored) and the ids of those that are gone."""

    come: tuple[Family, ...]
    gone: tuple[str, ...]


class Placing:
    """Places documents among those that are held; writes their edges and index, and tells what becomes of families."""

    def __init__(self, connection: sqlite3.Connection, path: str, rules: Compiled) -> None:
        self._connection = connection
        self._path = path
        self._rules = rules
        self._rows = Rows(connection)

    def place(self, new: Sequence[Document]) -> Kin:
        """Documents that are new, or read anew, as published; those that are held have to be written already."""
        if not self._rows.whole() or self._rows.differ(new):
            return self._all_anew()
        ids = {document.id for document in new}
        before = self._edges_at(ids)
        self._without_edges(before)
        rows = self._rows.hiding(ids)
        joined = self._joined_near(new)
        texts = {document.id: document for document in new}
        found = grown(new, Index(rows), joined, lambda id_: texts.get(id_) or self._text(id_), self._rules)
        self._without_edges(found.gone)
        Writer(self._connection).edges(found.come)
        ends = {id_ for pair in (*before, *found.gone) for id_ in pair}
        ends.update(id_ for edge in found.come for id_ in (edge.before, edge.after))
        return self._grouped(ids | ends)

    def _text(self, id_: str) -> Document:
        (document,) = lookup.documents(self._connection, (id_,), self._path)
        return as_published(document)

    def _edges_at(self, ids: Iterable[str]) -> list[Pair]:
        """The pairs of the edges that documents have."""
        found: list[Pair] = []
        for some in batches(ids):
            for column in ("before", "after"):
                query = f"SELECT before, after FROM edge WHERE {column} IN ({marks(some)})"  # noqa: S608 - our names
                found += self._connection.execute(query, some)
        return found

    def _without_edges(self, pairs: Iterable[Pair]) -> None:
        both = [turned for a, b in pairs for turned in ((a, b), (b, a))]
        self._connection.executemany("DELETE FROM edge WHERE before = ? AND after = ?", both)

    def _joined_near(self, new: Iterable[Document]) -> list[Pair]:
        """The pairs with an edge among the documents that share a run with new ones: others cannot come apart."""
        anchors = Anchors()
        near = {id_ for document in new for run in trace(document, anchors).runs for id_ in self._rows.holders(run)}
        return [(min(pair), max(pair)) for pair in self._edges_at(near)]

    def _grouped(self, touched: Iterable[str]) -> Kin:
        """The families of documents and of those that were with them, grouped anew by the edges that are left."""
        ids = set(touched)
        old: set[str] = set()
        for some in batches(ids):
            query = f"SELECT DISTINCT family FROM head WHERE family IS NOT NULL AND id IN ({marks(some)})"  # noqa: S608
            old.update(row[0] for row in self._connection.execute(query, some))
        for some in batches(old):
            query = f"SELECT id FROM head WHERE family IN ({marks(some)})"  # noqa: S608 - marks
            ids.update(row[0] for row in self._connection.execute(query, some))
        edges: list[Edge] = []
        for some in batches(ids):
            query = f"SELECT before, after FROM edge WHERE kind <> 'shared-source' AND before IN ({marks(some)})"  # noqa: S608
            edges += (Edge(a, b, "copy", "unknown", (), ()) for a, b in self._connection.execute(query, some))
        made = {family.id: Family(family.id, family.documents) for family in grouped(ids, edges)}
        # A family of the same documents stays; whether its edges say something else is seen in what is made of them.
        return Kin(tuple(made.values()), tuple(sorted(old)))

    def _all_anew(self) -> Kin:
        """A text has changed under its id, or there was no index: all texts are compared."""
        every = tuple(as_published(document) for document in lookup.documents(self._connection, None, self._path))
        self._rows.clear()
        self._rows.fill(every)
        self._connection.execute("DELETE FROM edge")
        made = families(every, self._rules)
        Writer(self._connection).edges(edge for family in made for edge in family.edges)
        old = tuple(row[0] for row in self._connection.execute("SELECT id FROM family"))
        return Kin(tuple(Family(family.id, family.documents) for family in made), old)
