"""Full-text search: the best documents first, found words as places in the text, and what all hits divide into.

In order: the index finds and ranks; filters choose; of the hits of one page the index marks the found words with a
sign that stands in none of their texts, so that a mark is never taken from a text; the best stretch becomes the
snippet. Facets count a bounded number of hits, and say so.
"""

import sqlite3
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from readout.records import Span
from readout.store.asked import DocumentFilter, Facet, Facets, Head, Hit, Hits, Listing
from readout.store.listing import document_terms, heads
from readout.store.paging import MOST, Question, phrases
from readout.store.worded import Words
from readout.store.writing import marks

LOOKED_AT = 2_000  # hits that facets count and that are ranked; of more it is said that there are more
_WIDTH = 240  # characters of a snippet
_LEAD = 40  # of them before the first found word
_VALUES = 20  # of a facet
_EDGE = 20  # characters in which a snippet looks for the end of a word


def search(connection: sqlite3.Connection, words: str, asked: DocumentFilter, limit: int, after: str | None) -> Hits:
    """The documents that hold all words, the best first, a page at a time; `after` is a number of hits."""
    found = phrases(words)
    if found is None:
        return Hits(Listing((), 0, exact=True, next=None), Facets((), (), (), (), 0, exact=True))
    question = Question("document_words", "first", "position", "id")
    if asked.outlet is not None:
        # A table by itself (nothing is cut off): SQLite sees at once of most documents that they are not in it.
        question.source += " CROSS JOIN (SELECT position AS held FROM head WHERE outlet = ? LIMIT -1)"
        question.values.append(asked.outlet)
        question.ask("held = document_words.rowid")
    question.source += " CROSS JOIN head ON head.position = document_words.rowid"
    question.ask("document_words MATCH ?", found)
    document_terms(question, replace(asked, outlet=None))
    _bounded(connection, question, asked, found)
    # Of a word that stands everywhere, the last so many documents that came are ranked.
    chosen = (
        f"SELECT document_words.rowid AS hit, rank AS weight, id, first, outlet, agency, head.kind AS kind"  # noqa: S608
        f" FROM {question.source} WHERE {' AND '.join(question.terms)}"
        f" ORDER BY document_words.rowid DESC LIMIT {LOOKED_AT + 1}"
    )
    rows = connection.execute(
        f"SELECT hit, weight, id, substr(first, 1, 4), outlet, agency, kind FROM ({chosen}) ORDER BY weight, id",  # noqa: S608
        question.values,
    ).fetchall()
    exact, rows = len(rows) <= LOOKED_AT, rows[:LOOKED_AT]
    start = int(after) if after and after.isdecimal() and len(after) < 9 else 0
    size = max(1, min(limit, MOST))
    page = rows[start : start + size]
    following = str(start + size) if start + size < len(rows) else None
    hits = _hits(connection, found, [(row[0], row[2]) for row in page])
    facets = Facets(_facet(rows, 4), _facet(rows, 5), _facet(rows, 3), _facet(rows, 6), len(rows), exact)
    return Hits(Listing(hits, len(rows), exact, following), facets)


def _bounded(connection: sqlite3.Connection, question: Question, asked: DocumentFilter, found: str) -> None:
    """Of a stretch of days only the documents from the first to the last that came of these; for words in many."""
    days = Question("head", "first", "position", "")
    document_terms(days, DocumentFilter(year=asked.year, since=asked.since, until=asked.until))
    if days.terms and not Words("document_words", found, LOOKED_AT).rare(connection):
        query = f"SELECT min(position), max(position) FROM head WHERE {' AND '.join(days.terms)}"  # noqa: S608 - our names
        first, last = connection.execute(query, days.values).fetchone()
        question.ask("document_words.rowid BETWEEN ? AND ?", first, last)


def _facet(rows: Sequence[tuple[object, ...]], column: int) -> tuple[Facet, ...]:
    """The commonest values of a column."""
    counts = Counter(str(row[column]) for row in rows if row[column])
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Facet(value, count) for value, count in most[:_VALUES])


# ---- places ----------------------------------------------------------------------------------------------------------
def _hits(connection: sqlite3.Connection, found: str, page: Sequence[tuple[int, str]]) -> tuple[Hit, ...]:
    """The hits of a page with the places of the found words."""
    if not page:
        return ()
    numbers = [number for number, _ in page]
    query = f"SELECT position, title, text FROM document WHERE position IN ({marks(numbers)})"  # noqa: S608 - marks
    texts = {number: (title or "", text) for number, title, text in connection.execute(query, numbers)}
    begin, end = _signs(text for pair in texts.values() for text in pair)
    query = (
        "SELECT rowid, highlight(document_words, 0, ?, ?), highlight(document_words, 1, ?, ?) FROM document_words"  # noqa: S608
        f" WHERE document_words MATCH ? AND rowid IN ({marks(numbers)})"
    )
    marked = {row[0]: row[1:] for row in connection.execute(query, (begin, end, begin, end, found, *numbers))}
    around = heads(connection, (id_ for _, id_ in page))
    return tuple(_hit(around[id_], texts[number][1], marked[number], (begin, end)) for number, id_ in page)


def _hit(head: Head, text: str, marked: tuple[str | None, str | None], signs: tuple[str, str]) -> Hit:
    places = tuple(_places(marked[1] or "", *signs))
    snippet = _snippet(text, places)
    inside = tuple(place for place in places if snippet.covers(place))
    in_title = tuple(_places(marked[0] or "", *signs))
    return Hit(head, snippet, snippet.of(text), inside, in_title)


def _signs(texts: Iterable[str]) -> tuple[str, str]:
    """Two characters that stand in none of the texts."""
    held = tuple(texts)
    private = chain(range(0xE000, 0xF8FF), range(0xF0000, 0xFFFFD), range(0x100000, 0x10FFFD))
    free = (sign for sign in map(chr, private) if not any(sign in text for text in held))
    return next(free), next(free)


def _places(marked: str, begin: str, end: str) -> Iterator[Span]:
    """The places of what stands between signs, counted without the signs."""
    at = taken = 0
    while (start := marked.find(begin, at)) >= 0:
        stop = marked.find(end, start)
        if stop < 0:
            return  # SQLite ends a text where it finds a NUL
        yield Span(start - taken, stop - taken - 1)
        taken += 2
        at = stop + 1


def _snippet(text: str, places: Sequence[Span]) -> Span:
    """The stretch of text that holds the most found words, from word to word; the beginning where none is found."""
    starts = [place.start for place in places]
    best = max(
        range(len(starts)), key=lambda i: (bisect_left(starts, starts[i] + _WIDTH - _LEAD) - i, -i), default=None
    )
    start = max(0, starts[best] - _LEAD) if best is not None else 0
    end = min(len(text), max(start + _WIDTH, places[best].end if best is not None else 0))
    if start:
        start = next((i + 1 for i in range(start, start + _EDGE) if text[i].isspace()), start)
    if end < len(text):
        end = next((i for i in range(end, end - _EDGE, -1) if text[i].isspace()), end)
    return Span(start, end)
