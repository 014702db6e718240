"""The index of copies in the file of a store: the traces of documents and the runs that they hold."""

import sqlite3
from array import array
from collections.abc import Iterable
from datetime import date

from readout.link.candidates import Anchors, Trace, trace
from readout.records import Document


class Rows:
    """The rows of the index of copies."""

    def __init__(self, connection: sqlite3.Connection, hidden: Iterable[str] = ()) -> None:
        self._connection = connection
        self._hidden = set(hidden)

    def hiding(self, ids: Iterable[str]) -> "Rows":
        """The same rows without those of documents that are read anew, each until it is kept again."""
        return Rows(self._connection, (id_ for id_ in ids if self._held(id_)))

    def whole(self) -> bool:
        """Whether every document is indexed that has its family, and so was placed.

        The first and the last tell: who writes without the index leaves out all that it adds, and who writes with it
        looks here first.
        """
        query = "SELECT id FROM head WHERE family IS NOT NULL ORDER BY position {} LIMIT 1"
        ends = (self._connection.execute(query.format(order)).fetchone() for order in ("ASC", "DESC"))
        return all(self._held(end[0]) for end in ends if end)

    def differ(self, documents: Iterable[Document]) -> bool:
        """Whether one of these is held with another text, so that the runs of the index are not its own."""
        anchors = Anchors()
        return any(self._held(one.id) and self.trace(one.id) != trace(one, anchors) for one in documents)

    def _held(self, document: str) -> bool:
        return self._connection.execute("SELECT 1 FROM trace WHERE document = ?", (document,)).fetchone() is not None

    def documents(self) -> frozenset[str]:
        """The ids of the documents that are indexed."""
        return frozenset(row[0] for row in self._connection.execute("SELECT document FROM trace"))

    def holders(self, run: int) -> tuple[str, ...]:
        """The ids of the documents that hold a run, in order."""
        query = "SELECT document FROM run JOIN trace ON number = trace WHERE run = ? ORDER BY document"
        found = (row[0] for row in self._connection.execute(query, (run,)))
        return tuple(id_ for id_ in found if id_ not in self._hidden)

    def trace(self, document: str) -> Trace:
        """The trace of a document that is held."""
        query = "SELECT runs, sampled, whole, start, end FROM trace WHERE document = ?"
        runs, sampled, whole, *days = self._connection.execute(query, (document,)).fetchone()
        start, end = (date.fromisoformat(day) if day else None for day in days)
        return Trace(document, tuple(array("Q", runs)), sampled, bool(whole), start, end)

    def keep(self, new: Trace) -> None:
        """Hold a trace."""
        if new.document in self._hidden:
            self._hidden.remove(new.document)
            return
        days = (day.isoformat() if day else None for day in (new.start, new.end))
        values = (new.document, new.sampled, new.whole, *days, array("Q", new.runs).tobytes())
        row = self._connection.execute("INSERT INTO trace VALUES (NULL, ?, ?, ?, ?, ?, ?)", values)
        self._connection.executemany("INSERT INTO run VALUES (?, ?)", [(run, row.lastrowid) for run in new.runs])

    def clear(self) -> None:
        """Hold nothing."""
        for table in ("run", "trace"):
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - one of the two

    def fill(self, documents: Iterable[Document]) -> None:
        """Hold the traces of those documents that have none yet."""
        anchors = Anchors()
        for document in documents:
            if not self._held(document.id):
                self.keep(trace(document, anchors))
