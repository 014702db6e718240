"""Listings of what holds some words: exact and in order of day, without reading all that a common word stands in.

Of a word that stands in few texts, these are looked up and sorted. Of a common one, the rows of the other filters are
walked through in order of day, a stretch at a time, and the index of words is asked for each stretch whether its texts
hold the word: the first page needs the first stretches alone, and every row comes on some page. How many there are is
counted in the first `WALKED` rows; where there are more of these, the total is what was found in them.
"""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from readout.store.paging import MOST, Question, split_token, token

WALKED = 2_000  # rows in which a common word is counted
STRETCH = 400  # rows of the first stretch; each one that follows is of twice as many
LONGEST = 32_000

Key = tuple[str, int]  # the first day of a row and its number
Page = tuple[list[tuple[object, ...]], int, bool, str | None]  # rows, of how many, whether exactly, the next page


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
        places = sorted({place for _, place in rows})
        if not places:
            return set()
        query = (
            f"SELECT value FROM json_each(?) WHERE value IN (SELECT rowid FROM {self.index}"  # noqa: S608 - our names
            f" WHERE {self.index} MATCH ? AND rowid BETWEEN ? AND ?)"
        )
        values = (json.dumps(places), self.phrase, places[0], places[-1])
        held = {row[0] for row in connection.execute(query, values)}
        return {number for number, place in rows if place in held}


def few(connection: sqlite3.Connection, question: Question, plain: Question, limit: int, after: str | None) -> Page:
    """A page of a question whose rows are all looked up by words that few texts hold; `plain` asks for rows alone."""
    keys = question.keys(connection, -1, None)
    behind = [key for key in keys if after is None or key < split_token(after)]
    rows, following = _laid_out(connection, plain, behind, max(1, min(limit, MOST)))
    return rows, len(keys), True, following


def common(
    connection: sqlite3.Connection, question: Question, plain: Question, words: Words, limit: int, after: str | None
) -> Page:
    """A page of the rows of a question that hold common words, and how many of its first rows hold them."""
    limit = max(1, min(limit, MOST))
    walk = _walk(connection, question, words, None)
    # Where nothing else is asked of texts that have a row each, the index of words knows of so many.
    whole = words.texts is None and not question.terms
    keys, total, exact = ([], words.few, False) if whole else _counted(walk)
    if after is not None:
        keys, walk = [], _walk(connection, question, words, after)
    for stretch, _ in walk if len(keys) <= limit else ():
        keys += stretch
        if len(keys) > limit:
            break
    rows, following = _laid_out(connection, plain, keys, limit)
    return rows, total if exact else max(total, len(rows)), exact, following


def _counted(walk: Iterator[tuple[list[Key], int]]) -> tuple[list[Key], int, bool]:
    """What the first stretches have, how many that are, and whether there are no others."""
    keys: list[Key] = []
    walked = 0
    for stretch, length in walk:
        keys += stretch
        walked += length
        if walked >= WALKED:
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
    size = STRETCH
    while True:
        keys = question.keys(connection, size, after)
        held = words.among(connection, [number for _, number in keys])
        yield [key for key in keys if key[1] in held], len(keys)
        if len(keys) < size:
            return
        after, size = token(keys[-1]), min(2 * size, LONGEST)
