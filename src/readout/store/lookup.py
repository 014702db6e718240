"""Single records out of their rows: documents with texts, extractions with findings, families with edges."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from readout.link.copies import between
from readout.records import Document, Edge, Event, Extraction, Family, Learned, Statement
from readout.store.asked import ActorView, ContactFilter, DocumentFilter, Front
from readout.store.counts import partners, totals
from readout.store.holders import holders
from readout.store.listing import contact_rows, contacts, revived
from readout.store.listing import documents as listed_documents
from readout.store.writing import batches, marks

Finding = TypeVar("Finding", Statement, Event)

_DOCUMENTS = "SELECT position, record, text FROM document"
_EXTRACTIONS = (
    "SELECT position, extraction.document, extraction.record, linked FROM extraction"
    " JOIN document ON document.id = extraction.document"
)
_ORDER = " ORDER BY position"


def documents(connection: sqlite3.Connection, ids: Iterable[str] | None, path: str) -> tuple[Document, ...]:
    """Documents with their texts, in the order in which they came; all of them for None."""
    rows: list[tuple[int, str, str]] = []
    if ids is None:
        rows = connection.execute(_DOCUMENTS + _ORDER).fetchall()
    else:
        for some in batches(ids):
            rows += connection.execute(f"{_DOCUMENTS} WHERE id IN ({marks(some)})", some)
    return tuple(replace(revived(Document, record, path), text=text) for _, record, text in sorted(rows))


def extractions(connection: sqlite3.Connection, ids: Iterable[str] | None, path: str) -> tuple[Extraction, ...]:
    """What documents yield, in the order in which they came; of all of them for None."""
    rows: list[tuple[int, str, str, str]] = []
    if ids is None:
        rows = connection.execute(_EXTRACTIONS + _ORDER).fetchall()
        said, done = (
            _findings(connection, Statement, "statement", (), path),
            _findings(connection, Event, "event", (), path),
        )
    else:
        said, done = {}, {}
        for some in batches(ids):
            rows += connection.execute(f"{_EXTRACTIONS} WHERE extraction.document IN ({marks(some)})", some)
            said |= _findings(connection, Statement, "statement", some, path)
            done |= _findings(connection, Event, "event", some, path)
    return tuple(
        replace(
            revived(Extraction, linked, path),
            mentions=revived(Extraction, line, path).mentions,
            statements=tuple(said.get(document, ())),
            events=tuple(done.get(document, ())),
        )
        for _, document, line, linked in sorted(rows)
    )


def linked(connection: sqlite3.Connection, ids: Iterable[str], path: str) -> dict[str, Extraction]:
    """Extractions with nothing but their contacts and moves, by document."""
    found: dict[str, Extraction] = {}
    for some in batches(ids):
        rows = connection.execute(f"SELECT document, linked FROM extraction WHERE document IN ({marks(some)})", some)  # noqa: S608
        found.update((document, revived(Extraction, line, path)) for document, line in rows)
    return found


def _findings(
    connection: sqlite3.Connection, kind: type[Finding], table: str, ids: tuple[str, ...], path: str
) -> dict[str, list[Finding]]:
    """The statements or events of documents, in order."""
    where = f" WHERE document IN ({marks(ids)})" if ids else ""
    found: dict[str, list[Finding]] = {}
    for document, line in connection.execute(f"SELECT document, record FROM {table}{where} ORDER BY number", ids):  # noqa: S608
        found.setdefault(document, []).append(revived(kind, line, path))
    return found


def families(connection: sqlite3.Connection, ids: Iterable[str] | None, path: str) -> tuple[Family, ...]:
    """Families with their edges, in order; all of them for None."""
    rows: list[tuple[str, str]] = []
    if ids is None:
        rows = connection.execute("SELECT first, record FROM family ORDER BY first").fetchall()
    else:
        for some in batches(ids):
            rows += connection.execute(f"SELECT first, record FROM family WHERE id IN ({marks(some)})", some)  # noqa: S608
    bare = [revived(Family, line, path) for _, line in sorted(rows)]
    held = edges(connection, None if ids is None else (id_ for family in bare for id_ in family.documents), path)
    return tuple(
        replace(family, edges=tuple(sorted((e for id_ in family.documents for e in held.get(id_, ())), key=between)))
        for family in bare
    )


def edges(connection: sqlite3.Connection, before: Iterable[str] | None, path: str) -> dict[str, list[Edge]]:
    """The edges that begin at documents, each by the smaller id of its two within their family."""
    lines: list[tuple[str]] = []
    if before is None:
        lines = connection.execute("SELECT record FROM edge").fetchall()
    else:
        for some in batches(before):
            lines += connection.execute(f"SELECT record FROM edge WHERE before IN ({marks(some)})", some)  # noqa: S608
    found: dict[str, list[Edge]] = {}
    for (line,) in lines:
        edge = revived(Edge, line, path)
        found.setdefault(edge.before, []).append(edge)
    return found


def holders_of(connection: sqlite3.Connection, state: str | None, code: str | None, path: str) -> tuple[Learned, ...]:
    """Who holds an office as the texts introduce them."""
    where, values = (" WHERE learned.state = ?", (state,)) if state is not None else ("", ())
    rows = connection.execute(
        f"SELECT document, record, family FROM learned JOIN head ON head.id = document{where}",  # noqa: S608 - our words
        values,
    ).fetchall()
    homes = {document: family for document, _, family in rows}
    found = holders(((document, revived(Learned, line, path)) for document, line, _ in rows), homes)
    return tuple(entry for entry in found if code is None or entry.code == code)


def actor(connection: sqlite3.Connection, code: str, path: str) -> ActorView:
    """A party with its offices, its partners and how much is held of it."""
    state = code.partition(":")[0]
    told = connection.execute("SELECT count(*) FROM party WHERE state = ?", (state,)).fetchone()[0]
    said = connection.execute("SELECT count(*) FROM statement WHERE state = ?", (state,)).fetchone()[0]
    found = holders_of(connection, state, code if code != state else None, path)
    return ActorView(code, state, found, partners(connection, state), told, said)


def front(connection: sqlite3.Connection, day: str | None, latest: int, path: str) -> Front:
    """The latest contacts and reports up to a day, and the contacts that lie ahead of it."""
    if day is None:
        day = connection.execute("SELECT max(first) FROM head").fetchone()[0] or None
    reports = listed_documents(connection, DocumentFilter(until=day), latest, None).rows
    held = contacts(connection, ContactFilter(until=day), latest, None, path).rows
    ahead = connection.execute(
        "SELECT record FROM contact WHERE first > ? ORDER BY first, number LIMIT ?", (day or "~", latest)
    )
    planned = contact_rows(connection, [line for (line,) in ahead], path)
    return Front(day, held, planned, reports, totals(connection))
