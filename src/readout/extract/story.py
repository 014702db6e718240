"""One document as the last steps of extraction see it: its sentences with mentions and clauses, statements, days."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from readout.extract.dates import Days
from readout.language import Clause
from readout.records import BlockKind, Document, Evidence, Mention, Span, Statement


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

    def mentions_within(self, span: Span) -> tuple[Mention, ...]:
        """The mentions that lie in a stretch of the text, in order."""
        first = bisect_left(self.mentions, span.start, key=attrgetter("start"))
        last = bisect_left(self.mentions, span.end, first, key=attrgetter("start"))
        return tuple(mention for mention in self.mentions[first:last] if mention.end <= span.end)


def evidence_over(document: Document, spans: Iterable[Span], rule: str) -> Evidence:
    """The words from the first to the last of these stretches, without the marks and spaces behind them."""
    places = tuple(spans)
    start, end = min(span.start for span in places), max(span.end for span in places)
    while end > start and document.text[end - 1] in " ,;.\n":
        end -= 1
    return document.quote(start, end, rule)
