"""Single records out of their rows: documents with texts, extractions with findings, families with edges."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from readout.link.copies import between
from readout.records import Document, Edge, Event, Extraction, Family, Learned, Matter, Move, Statement
from readout.store.asked import ActorView, ContactFilter, DocumentFilter, Front, MatterRow
from readout.store.counts import partners, totals
from readout.store.holders import holders
from readout.store.listing import contact_rows, contacts, revived
from readout.store.listing import documents as listed_documents
from readout.store.writing import batches, marks

Finding = TypeVar("Finding", Statement, Event)

_Told = tuple[str, int, str | None, str]  # a name, how many introduce it so, and the first and last day of these

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


def matters(
    connection: sqlite3.Connection, terms: Iterable[str], values: Iterable[str], path: str
) -> tuple[Matter, ...]:
    """The matters for which all terms hold, by parties and kind, with their moves."""
    where = " AND ".join(["1", *terms])
    rows = connection.execute(f"SELECT id, record FROM matter WHERE {where} ORDER BY states, kind, id", tuple(values))  # noqa: S608
    bare = [(id_, revived(Matter, line, path)) for id_, line in rows.fetchall()]
    moves: dict[str, list[Move]] = {}
    for some in batches(id_ for id_, _ in bare):
        query = f"SELECT matter, record FROM matter_move WHERE matter IN ({marks(some)})"  # noqa: S608 - marks
        for id_, line in connection.execute(query + " ORDER BY matter, first, document, start, position", some):
            moves.setdefault(id_, []).append(revived(Move, line, path))
    found = (replace(matter, moves=tuple(moves.get(id_, ()))) for id_, matter in bare)
    return tuple(sorted(found, key=lambda matter: (matter.states, matter.kind, matter.id)))


def matter_rows(  # noqa: PLR0913 - the parts of one question
    connection: sqlite3.Connection, states: Iterable[str], *, day: str, latest: int, limit: int, start: int, path: str
) -> tuple[tuple[MatterRow, ...], int]:
    """A page of matters with their last moves, and how many there are: of several parties first, and that stand."""
    parties = tuple(states)
    where = " AND ".join(["1", *of_parties(parties)])
    stands = "EXISTS (SELECT 1 FROM matter_move WHERE matter = id AND status = 'happened' AND first BETWEEN '0' AND ?)"
    rows = connection.execute(
        f"SELECT id, record FROM matter WHERE {where}"  # noqa: S608 - our words
        f" ORDER BY states NOT LIKE '%,%', NOT {stands}, states, kind, id LIMIT ? OFFSET ?",
        (*parties, day, limit, start),
    ).fetchall()
    total = connection.execute(f"SELECT count(*) FROM matter WHERE {where}", parties).fetchone()[0]  # noqa: S608
    return tuple(_matter_row(connection, id_, line, (day, latest), path) for id_, line in rows), total


def _matter_row(connection: sqlite3.Connection, id_: str, line: str, asked: tuple[str, int], path: str) -> MatterRow:
    day, latest = asked
    moved = "FROM matter_move WHERE matter = ?"
    number = connection.execute(f"SELECT count(*) {moved}", (id_,)).fetchone()[0]
    last = connection.execute(
        f"SELECT record {moved} ORDER BY first DESC, document DESC, start DESC, position DESC LIMIT ?",
        (id_, latest),
    ).fetchall()
    happened = f"{moved} AND status = 'happened' AND first"
    on_last_day = connection.execute(
        f"SELECT record {happened} = (SELECT max(first) {happened} BETWEEN '0' AND ?)"
        " ORDER BY document, start, position",
        (id_, id_, day),
    ).fetchall()
    made = {told: revived(Move, told, path) for (told,) in {*last, *on_last_day}}
    bare = revived(Matter, line, path)
    deciding = replace(bare, moves=tuple(made[row[0]] for row in on_last_day))
    moves = tuple(made[row[0]] for row in reversed(last))
    return MatterRow(replace(bare, moves=moves), number, deciding.standing(date.fromisoformat(day)))


def of_parties(states: Iterable[str]) -> list[str]:
    """The terms that every one of so many parties has a part in a matter."""
    return ["id IN (SELECT matter FROM matter_party WHERE state = ?)" for _ in states]


def holders_of(connection: sqlite3.Connection, state: str | None, code: str | None, path: str) -> tuple[Learned, ...]:
    """Who holds an office as the texts introduce them."""
    where, values = (" WHERE learned.state = ?", (state,)) if state is not None else ("", ())
    rows = connection.execute(
        f"SELECT document, record, head.family FROM learned JOIN head ON head.id = document{where}",  # noqa: S608 - our words
        values,
    ).fetchall()
    homes = {document: family for document, _, family in rows}
    found = holders(((document, revived(Learned, line, path)) for document, line, _ in rows), homes)
    return tuple(entry for entry in found if code is None or entry.code == code)


def introduced(connection: sqlite3.Connection, state: str, code: str | None, path: str) -> tuple[Learned, ...]:
    """Who holds an office of a state as the texts introduce them, added up; of the evidence the first place alone."""
    rows = connection.execute(
        "SELECT id, name, count(*), min(nullif(first, '')), max(first) FROM learned WHERE state = ? GROUP BY id, name",
        (state,),
    ).fetchall()
    families = dict(
        connection.execute(
            "SELECT id, count(DISTINCT coalesce(family, document)) FROM learned WHERE state = ? GROUP BY id", (state,)
        )
    )
    by_id: dict[str, list[_Told]] = {}
    for id_, *told in rows:
        by_id.setdefault(id_, []).append((told[0], told[1], told[2], told[3]))
    found = (_added_up(connection, state, id_, told, families[id_], path) for id_, told in by_id.items())
    kept = (entry for entry in found if code is None or entry.code == code)
    return tuple(sorted(kept, key=lambda entry: (entry.state, entry.office, entry.name, entry.id)))


def _added_up(
    connection: sqlite3.Connection, state: str, id_: str, told: list[_Told], families: int, path: str
) -> Learned:
    """One person in one office: the name that most introductions have, their days and number, and the first of them."""
    document = connection.execute(
        "SELECT document FROM learned INDEXED BY learned_seat WHERE state = ? AND id = ?"
        " ORDER BY first = '', first, document LIMIT 1",
        (state, id_),
    ).fetchone()[0]
    query = "SELECT record FROM learned WHERE id = ? AND document = ?"
    entry = revived(Learned, connection.execute(query, (id_, document)).fetchone()[0], path)
    firsts = [first for _, _, first, _ in told if first]
    return replace(
        entry,
        name=min(told, key=lambda one: (-one[1], one[0]))[0],
        first=date.fromisoformat(min(firsts)) if firsts else None,
        last=date.fromisoformat(max(last for *_, last in told)) if firsts else None,
        documents=sum(number for _, number, _, _ in told),
        families=families,
    )


def actor(connection: sqlite3.Connection, code: str, path: str) -> ActorView:
    """A party with its offices, its partners and how much is held of it."""
    state = code.partition(":")[0]
    told = connection.execute("SELECT count(*) FROM party WHERE state = ?", (state,)).fetchone()[0]
    said = connection.execute("SELECT count(*) FROM statement WHERE state = ?", (state,)).fetchone()[0]
    found = introduced(connection, state, code if code != state else None, path)
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
