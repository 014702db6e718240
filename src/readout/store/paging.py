"""Questions with filters, in order of day, a page at a time: the SQL of one listing, put together of terms.

A page begins behind the last row of the page before, by its day and number, so that the hundredth page costs what the
first one does and new rows shift nothing.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

from readout.errors import StoreError

COUNTED = 2_000  # rows that are counted one by one; of more it is said that there are more
MOST = 1_000  # rows of a page


@dataclass(slots=True)
class Question:
    """The rows of `source` (a table, or several joined) whose `terms` hold, in order of `first` and `number`."""

    source: str
    first: str
    number: str
    columns: str
    terms: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def ask(self, term: str, *values: object) -> None:
        """One more condition; a value for each of its question marks."""
        self.terms.append(term)
        self.values += values

    def equal(self, **wanted: object) -> None:
        """Conditions on columns, for those that are asked for."""
        for column, value in wanted.items():
            if value is not None:
                self.ask(f"{column.replace('__', '.')} = ?", value)

    def between(self, since: str | None, until: str | None) -> None:
        """That the first day lies between two days, months or years; one that is not known lies nowhere."""
        if since is not None:
            self.ask(f"{self.first} >= ?", since or "0")
        if until is not None:
            self.ask(f"{self.first} <= ? AND {self.first} > ''", until + "~")  # behind all days of a month or year

    def _where(self, more: Iterable[str] = ()) -> str:
        terms = [*self.terms, *more]
        return " WHERE " + " AND ".join(terms) if terms else ""

    def total(self, connection: sqlite3.Connection) -> tuple[int, bool]:
        """How many rows there are, and whether that is all of them."""
        query = f"SELECT count(*) FROM (SELECT 1 FROM {self.source}{self._where()} LIMIT {COUNTED + 1})"  # noqa: S608
        found = connection.execute(query, self.values).fetchone()[0]
        return min(found, COUNTED), found <= COUNTED

    def sum(self, connection: sqlite3.Connection, column: str) -> int:
        """What a column of all rows adds up to."""
        query = f"SELECT coalesce(sum({column}), 0) FROM {self.source}{self._where()}"  # noqa: S608 - our names
        return int(connection.execute(query, self.values).fetchone()[0])

    def page(
        self, connection: sqlite3.Connection, limit: int, after: str | None, *, oldest: bool = False
    ) -> tuple[list[tuple[object, ...]], str | None]:
        """The rows of a page, newest first, and the token of the next page; its columns begin with day and number."""
        limit = max(1, min(limit, MOST))
        rows = self._ordered(connection, f", {self.columns}", limit + 1, after, oldest=oldest)
        if len(rows) <= limit:
            return rows, None
        return rows[:limit], token((str(rows[limit - 1][0]), int(str(rows[limit - 1][1]))))

    def keys(self, connection: sqlite3.Connection, limit: int, after: str | None) -> list[tuple[str, int]]:
        """The days and numbers of rows, newest first; all of them with a `limit` of -1."""
        return cast("list[tuple[str, int]]", self._ordered(connection, "", limit, after, oldest=False))

    def parted(self, connection: sqlite3.Connection, columns: str) -> list[tuple[object, ...]]:
        """What the first rows that are counted divide into: values of some columns, and how many have them."""
        query = (
            f"SELECT *, count(*) FROM (SELECT {columns} FROM {self.source}{self._where()} LIMIT {COUNTED})"  # noqa: S608
            f" GROUP BY {', '.join(str(at + 1) for at in range(columns.count(',') + 1))}"
        )
        return connection.execute(query, self.values).fetchall()

    def rows_of(self, connection: sqlite3.Connection, numbers: Sequence[int]) -> list[tuple[object, ...]]:
        """The rows with these numbers, as `page` gives them."""
        wanted = f"{self.number} IN ({', '.join('?' * len(numbers))})"
        query = f"SELECT {self.first}, {self.number}, {self.columns} FROM {self.source}{self._where((wanted,))}"  # noqa: S608
        rows = connection.execute(query, (*self.values, *numbers)).fetchall()
        return sorted(rows, key=lambda row: (row[0], row[1]), reverse=True)

    def _ordered(
        self, connection: sqlite3.Connection, columns: str, limit: int, after: str | None, *, oldest: bool
    ) -> list[tuple[object, ...]]:
        """Day, number and more columns of so many rows behind a place, in order."""
        values, more = list(self.values), []
        sign, order = (">", "ASC") if oldest else ("<", "DESC")
        if after is not None:
            more.append(f"({self.first}, {self.number}) {sign} (?, ?)")
            values += split_token(after)
        query = (
            f"SELECT {self.first}, {self.number}{columns} FROM {self.source}{self._where(more)}"  # noqa: S608
            f" ORDER BY {self.first} {order}, {self.number} {order} LIMIT ?"
        )
        return connection.execute(query, (*values, limit)).fetchall()


def token(key: tuple[str, int]) -> str:
    """The token of the page behind the row of this day and number."""
    return f"{key[0]}~{key[1]}"


def split_token(after: str) -> tuple[str, int]:
    """The day and number in the token of a page. Raises `StoreError` for what no listing gave."""
    first, _, number = after.partition("~")
    if not number.isdecimal() or len(number) > len(str(2**62)):
        raise StoreError(after[:40], "is no token of a page", "take the one that the page before gave")
    return first, int(number)


def phrases(words: str) -> str | None:
    """What is asked of the full-text index: all words, those in quotation marks as a phrase; None for no word at all.

    >>> phrases('"frank talk" Norway')
    '"frank talk" "Norway"'
    """
    pieces = [piece.replace('"', "").replace("\0", " ") for piece in words.split('"')]
    # Every second piece stood in quotation marks; the others fall into single words.
    found = [p for i, piece in enumerate(pieces) for p in ([piece] if i % 2 else piece.split())]
    found = [p for p in found if any(letter.isalnum() for letter in p)]
    return " ".join(f'"{phrase}"' for phrase in found) or None
