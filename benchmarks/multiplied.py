"""A large invented store out of a small one: the same rows again and again, with other ids and on later days.

What `invented.py` makes of some weeks goes in through `Store.load`; each further copy of these weeks is written row by
row as it lies there, every id and day replaced by another of the same form, so that all links hold within the copy.
Months, matters, counts, indexes and full-text indexes are made at the end, of all rows. Texts come back in each copy:
a word is as frequent as in the small store, and documents of equal text are in different families.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from readout.codebook.compiled import Compiled
from readout.link import matters
from readout.records import Extraction, Family, Move
from readout.store.listing import revived
from readout.store.writing import Writer

# Every table that is copied, with the column that is a number, and whose number it is.
_TABLES = {
    "document": ("position", "document"), "head": ("position", "document"), "extraction": ("", ""),
    "statement": ("number", "statement"), "event": ("number", "event"), "event_party": ("event", "event"),
    "event_dyad": ("event", "event"), "family": ("", ""), "edge": ("", ""), "told": ("", ""),
    "contact": ("number", "contact"), "party": ("contact", "contact"), "telling": ("contact", "contact"),
    "topic": ("contact", "contact"), "comparison": ("", ""), "since": ("", ""), "learned": ("", ""),
    "move": ("number", "move"), "occasion": ("", ""), "story": ("", ""), "story_document": ("", ""),
    "trace": ("number", "trace"), "about": ("", ""),
}  # fmt: skip
_AS_IT_IS = frozenset({"text", "title", "words", "runs"})
_ID = r"doc-\d{7}-[0-9a-f]{8}|(?:statement|event|contact|family|move|story)-[0-9a-f]{12}"
_CHANGED = re.compile(rf"({_ID}|\d{{4}}-\d\d-\d\d)")
_MONTHS = (
    "INSERT INTO month SELECT low, high, month, type, status, sum(lead), count(*) FROM ("
    " SELECT low, high, event AS number FROM event_dyad UNION ALL SELECT DISTINCT state, '', event FROM event_party)"
    " JOIN event USING (number) GROUP BY low, high, month, type, status"
)
# ruff: noqa: S608 - the names are our own

Pieces = tuple[str, ...]  # a text cut at its ids and days, which are every second piece
Value = Pieces | str | int | bytes | None


class Multiplied:
    """A store on its way from a few weeks to many."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._connection = sqlite3.connect(path, isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000", "temp_store = FILE"):
            self._connection.execute(f"PRAGMA {setting}")
        self._connection.execute("BEGIN")
        self._dropped = self._put_aside()
        self._held: int = self._connection.execute("SELECT count(*) FROM document").fetchone()[0]
        first, last = self._connection.execute("SELECT min(first), max(first) FROM head").fetchone()
        self._days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
        owned = {table: column for table, (column, owner) in _TABLES.items() if owner == table}
        self._most: dict[str, int] = {
            table: self._connection.execute(f"SELECT coalesce(max({column}), 0) FROM {table}").fetchone()[0]
            for table, column in owned.items()
        }

    def to(self, count: int, said: Callable[[int], None]) -> None:
        """Copy until there are `count` documents; `said` hears after each copy how many there are."""
        rows = {table: list(self._cut(table)) for table in _TABLES}
        for number in range(1, count // self._held):
            changed = Changed(number, number * self._days, number * self._held)
            for table, some in rows.items():
                column, owner = _TABLES[table]
                step = number * self._most.get(owner, 0)
                steps = [step if name == column else 0 for name in self._columns(table)]
                query = f"INSERT INTO {table} VALUES ({', '.join('?' * len(steps))})"
                self._connection.executemany(query, (_row(row, steps, changed) for row in some))
            said((number + 1) * self._held)

    def finish(self, rules: Compiled) -> None:
        """Make what is made of all rows: counts, matters, runs, and the indexes."""
        self._connection.execute("DELETE FROM month")
        self._connection.execute(_MONTHS)
        for (table,) in self._connection.execute("SELECT what FROM tally").fetchall():
            number = f"SELECT count(*) FROM {table}"
            self._connection.execute(f"UPDATE tally SET number = ({number}) WHERE what = ?", (table,))
        self._runs()
        for statement in self._dropped:
            self._connection.execute(statement)
        self._matters(rules)
        for index in ("document_words", "statement_words"):
            self._connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('hashsize', 50000000)")
            self._connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
            self._connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('hashsize', 1048576)")
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.close()

    def _put_aside(self) -> list[str]:
        """Drop triggers and indexes: an index is made at once of all rows, not row by row."""
        query = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
        found = [row for row in self._connection.execute(query) if not row[1].startswith("judgement")]
        for kind, name, _ in found:
            self._connection.execute(f"DROP {kind} {name}")
        return [sql for _, _, sql in found]

    def _columns(self, table: str) -> list[str]:
        return [row[1] for row in self._connection.execute(f"PRAGMA table_info({table})")]

    def _cut(self, table: str) -> Iterator[tuple[Value, ...]]:
        """The rows of a table, their texts cut at what changes from copy to copy."""
        fixed = [name in _AS_IT_IS for name in self._columns(table)]
        for row in self._connection.execute(f"SELECT * FROM {table}"):
            yield tuple(value if keep else _pieces(value) for value, keep in zip(row, fixed, strict=True))

    def _runs(self) -> None:
        """The runs of all traces: those of a copy are those of its first one, in the order of their table."""
        most = self._most["trace"]
        copies = self._connection.execute("SELECT max(number) FROM trace").fetchone()[0] // most
        self._connection.execute("CREATE TEMP TABLE small AS SELECT run, trace FROM run ORDER BY run, trace")
        self._connection.execute("DELETE FROM run")
        self._connection.execute("CREATE TEMP TABLE copy (number INTEGER PRIMARY KEY)")
        self._connection.executemany("INSERT INTO copy VALUES (?)", ((number,) for number in range(copies)))
        self._connection.execute(
            "INSERT INTO run SELECT run, trace + copy.number * ? AS t FROM small CROSS JOIN copy ORDER BY run, t",
            (most,),
        )

    def _matters(self, rules: Compiled) -> None:
        """The matters of all moves."""
        for table in ("matter", "matter_party", "matter_move"):
            self._connection.execute(f"DELETE FROM {table}")
        query = "SELECT document, record FROM move ORDER BY document, number"
        moves: dict[str, list[Move]] = {}
        for document, line in self._connection.execute(query):
            moves.setdefault(document, []).append(revived(Move, line, self._path))
        homes: dict[str, list[str]] = {}
        for document, family in self._connection.execute("SELECT id, family FROM head"):
            if document in moves:
                homes.setdefault(family, []).append(document)
        made = matters(
            (Extraction(document, (), (), (), (), "invented", tuple(held)) for document, held in moves.items()),
            (Family(id_, tuple(documents)) for id_, documents in homes.items()),
            rules,
        )
        Writer(self._connection).matters(made)


class Changed(dict[str, str]):
    """The ids and days of one copy, by those of the first; each is made when it is first asked for."""

    def __init__(self, number: int, days: int, documents: int) -> None:
        super().__init__()
        self._later = timedelta(days=days)
        self._documents = documents
        self._mask = int.from_bytes(sha256(str(number).encode()).digest()[:6])

    def __missing__(self, piece: str) -> str:
        if piece[4:5] == "-" and piece[:4].isdecimal():
            made = (date.fromisoformat(piece) + self._later).isoformat()
        elif piece.startswith("doc-"):
            made = f"doc-{int(piece[4:11]) + self._documents:07}{piece[11:]}"
        else:
            kind, _, digest = piece.partition("-")
            made = f"{kind}-{int(digest, 16) ^ self._mask:012x}"
        self[piece] = made
        return made


def _pieces(value: str | float | bytes | None) -> Value:
    """A text cut where ids and days stand in it; another value as it is."""
    if not isinstance(value, str):
        return value  # type: ignore[return-value] # no column holds a fraction
    found = tuple(_CHANGED.split(value))
    return found if len(found) > 1 else value


def _row(row: tuple[Value, ...], steps: list[int], changed: Changed) -> tuple[object, ...]:
    """A row of a copy."""
    return tuple(
        "".join([changed[piece] if at % 2 else piece for at, piece in enumerate(value)])
        if isinstance(value, tuple)
        else value + step if step and isinstance(value, int) else value
        for value, step in zip(row, steps, strict=True)
    )  # fmt: skip
