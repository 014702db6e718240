"""Listings of what holds some words: exact and in order of day, without reading all that a common word stands in.

Of a word that stands in few texts, these are looked up and sorted. Of a common one, the rows of the other filters are
walked through in order of day, a stretch at a time, and the index of words is asked for each stretch whether its texts
hold the word: the first page needs the first stretches alone, and every row comes on some page. How many there are is
counted in the first `COUNTED` rows; where there are more of these, the total is what was found in them.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readout.store.paging import COUNTED, MOST, Question, split_token, token

STRETCH = 400  # rows of the first stretch; each one that follows is of twice as many
LONGEST = 32_000
_MAPPED = 1 << 20  # places of one map

Key = tuple[str, int]  # the first day of a row and its number


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, of how many, whether exactly, the token of the next page; the numbers of all rows where words are asked."""

    rows: list[tuple[object, ...]]
    total: int
    exact: bool
    next: str | None
    numbers: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Words in an index of words, and how a row is found in it.

    `texts` gives (number of a row, place in the index) for a list of numbers in JSON; None where both are the same.
    So many texts as `few` are looked up one by one.
    """

    index: str
    phrase: str
    few: int
    texts: str | None = None

    def rare(self, connection: sqlite3.Connection) -> bool:
        """Whether so few texts hold the words that they can be looked up one by one."""
        query = f"SELECT count(*) FROM (SELECT 1 FROM {self.index} WHERE {self.index} MATCH ? LIMIT {self.few + 1})"  # noqa: S608 - our names
        return int(connection.execute(query, (self.phrase,)).fetchone()[0]) <= self.few

    def among(self, connection: sqlite3.Connection, numbers: list[int]) -> set[int]:
        """Those of some rows whose texts hold the words."""
        rows = [(number, number) for number in numbers]
        if self.texts is not None:
            rows = connection.execute(self.texts, (json.dumps(numbers),)).fetchall()
        held = {place for window in _windows({place for _, place in rows}) for place in self._in(connection, window)}
        return {number for number, place in rows if place in held}

    def _in(self, connection: sqlite3.Connection, places: list[int]) -> list[int]:
        """Those of some places that hold the words: the index is read along once, each place looked up in a map."""
        first = places[0]
        wanted = bytearray(places[-1] - first + 1)
        for place in places:
            wanted[place - first] = 1
        query = (
            f"SELECT rowid FROM {self.index} WHERE {self.index} MATCH ? AND rowid BETWEEN ? AND ?"  # noqa: S608 - our names
            " AND substr(?, rowid - ? + 1, 1) = x'01'"
        )
        values = (self.phrase, first, places[-1], bytes(wanted), first)
        return [row[0] for row in connection.execute(query, values)]


def _windows(places: Iterable[int]) -> Iterator[list[int]]:
    """Places in order, in stretches of which a map is small."""
    window: list[int] = []
    for place in sorted(places):
        if window and place - window[0] >= _MAPPED:
            yield window
            window = []
        window.append(place)
    if window:
        yield window


def few(connection: sqlite3.Connection, question: Question, plain: Question, limit: int, after: str | None) -> Page:
    """A page of a question whose rows are all looked up by words that few texts hold; `plain` asks for rows alone."""
    keys = question.keys(connection, -1, None)
    behind = [key for key in keys if after is None or key < split_token(after)]
    rows, following = _laid_out(connection, plain, behind, max(1, min(limit, MOST)))
    return Page(rows, len(keys), exact=True, next=following, numbers=tuple(number for _, number in keys))


def common(
    connection: sqlite3.Connection, question: Question, plain: Question, words: Words, limit: int, after: str | None
) -> Page:
    """A page of the rows of a question that hold common words, and how many of its first rows hold them."""
    limit = max(1, min(limit, MOST))
    walk = _walk(connection, question, words, None)
    # Where nothing else is asked of texts that have a row each, the index of words knows of so many.
    whole = words.texts is None and not question.terms
    keys, total, exact = ([], words.few, False) if whole else _counted(walk)
    numbers = tuple(number for _, number in keys) if exact else None
    if after is not None:
        keys, walk = [], _walk(connection, question, words, after)
    for stretch, _ in walk if len(keys) <= limit else ():
        keys += stretch
        if len(keys) > limit:
            break
    rows, following = _laid_out(connection, plain, keys, limit)
    return Page(rows, total if exact else max(total, len(rows)), exact, following, numbers)


def _counted(walk: Iterator[tuple[list[Key], int]]) -> tuple[list[Key], int, bool]:
    """What the first stretches have, how many that are, and whether there are no others."""
    keys: list[Key] = []
    walked = 0
    for stretch, length in walk:
        keys += stretch
        walked += length
        if walked >= COUNTED:
            return keys, len(keys), False
    return keys, len(keys), True


def _laid_out(
    connection: sqlite3.Connection, plain: Question, keys: list[Key], limit: int
) -> tuple[list[tuple[object, ...]], str | None]:
    """The first of some rows, and the token of the next page if there are more."""
    rows = plain.rows_of(connection, [number for _, number in keys[:limit]])
    return rows, token(keys[limit - 1]) if len(keys) > limit else None


def _walk(
    connection: sqlite3.Connection, question: Question, words: Words, after: str | None
) -> Iterator[tuple[list[Key], int]]:
    """Stretch after stretch of a question's rows: those that hold the words, and how many rows it has."""
    size, walked = STRETCH, 0
    while True:
        keys = question.keys(connection, size, after)
        held = words.among(connection, [number for _, number in keys])
        yield [key for key in keys if key[1] in held], len(keys)
        if len(keys) < size:
            return
        after, walked, size = token(keys[-1]), walked + size, min(2 * size, LONGEST)
        if walked < COUNTED:
            size = min(size, COUNTED - walked)  # those that are counted, and no more
