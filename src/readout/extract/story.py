"""One document as the last steps of extraction see it: its sentences with mentions and clauses, statements, days."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Generic, TypeVar

from readout.extract.dates import Days
from readout.language import Clause
from readout.records import BlockKind, Document, Evidence, Mention, Span, Statement

Told = TypeVar("Told")
_PAGE = 512  # characters: some sentences


@dataclass(slots=True)
class ByPlace(Generic[Told]):
    """Things by the places in the text that they were told at, so that those near a place are found without the rest.

    >>> told = ByPlace[str]()
    >>> told.add("a", Span(0, 9)); told.add("b", Span(3000, 3009))
    >>> told.near(Span(3005, 3006))
    ('b',)
    """

    _things: list[Told] = field(default_factory=list)
    _pages: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, things: Iterable[tuple[Told, Iterable[Span]]]) -> "ByPlace[Told]":
        """These things, each with its places."""
        made = cls()
        for thing, places in things:
            made.add(thing, *places)
        return made

    def add(self, thing: Told, *places: Span) -> None:
        """One more thing, behind the others."""
        for page in sorted({page for place in places for page in _pages(place)}):
            self._pages.setdefault(page, []).append(len(self._things))
        self._things.append(thing)

    def near(self, place: Span) -> tuple[Told, ...]:
        """What may meet a place, in the order in which it was put here; what is not told here does not."""
        pages = [self._pages[page] for page in _pages(place) if page in self._pages]
        numbers = pages[0] if len(pages) == 1 else sorted({number for page in pages for number in page})
        return tuple(self._things[number] for number in numbers)


def _pages(place: Span) -> range:
    """The pages that a stretch touches, at least one."""
    return range(place.start // _PAGE, max(place.start, place.end - 1) // _PAGE + 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, the kind of its block, and its clauses: verbal ones first, then noun phrases."""

    span: Span
    kind: BlockKind
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What the earlier steps found in one document. Only sentences that name somebody and may tell an act are lines."""

    document: Document
    mentions: tuple[Mention, ...]
    lines: tuple[Line, ...]
    statements: tuple[Statement, ...]
    dated: Days
    spoken: ByPlace[Statement]

    @classmethod
    def of(
        cls,
        document: Document,
        mentions: tuple[Mention, ...],
        lines: Iterable[Line],
        statements: tuple[Statement, ...],
        dated: Days,
    ) -> "Story":
        """A story with its statements at their places."""
        places = ((s, (s.content.span, s.cue.span) if s.cue else (s.content.span,)) for s in statements)
        return cls(document, mentions, tuple(lines), statements, dated, ByPlace.of(places))

    def mentions_within(self, span: Span) -> tuple[Mention, ...]:
        """The mentions that lie in a stretch of the text, in order."""
        first = bisect_left(self.mentions, span.start, key=attrgetter("start"))
        last = bisect_left(self.mentions, span.end, first, key=attrgetter("start"))
        return tuple(mention for mention in self.mentions[first:last] if mention.end <= span.end)

    def mentions_before(self, place: int, most: int) -> tuple[Mention, ...]:
        """So many mentions that end before a place, the nearest first."""
        last = bisect_left(self.mentions, place, key=attrgetter("start"))
        return tuple(mention for mention in self.mentions[max(0, last - most) : last][::-1] if mention.end <= place)

    def line_at(self, span: Span) -> Line | None:
        """The first line that shares a character with a stretch of the text."""
        at = bisect_right(self.lines, span.start, key=_line_end)
        return self.lines[at] if at < len(self.lines) and self.lines[at].span.start < span.end else None


def _line_end(line: Line) -> int:
    return line.span.end


def evidence_over(document: Document, spans: Iterable[Span], rule: str) -> Evidence:
    """The words from the first to the last of these stretches, without the marks and spaces behind them."""
    places = tuple(spans)
    start, end = min(span.start for span in places), max(span.end for span in places)
    while end > start and document.text[end - 1] in " ,;.\n":
        end -= 1
    return document.quote(start, end, rule)
