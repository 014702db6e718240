"""One document as the last steps of extraction see it: its sentences with mentions and clauses, statements, days."""

from bisect import bisect_left
from dataclasses import dataclass

from readout.extract.dates import Dated
from readout.language import Clause
from readout.records import BlockKind, Document, Mention, Span, Statement


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
    dated: tuple[Dated, ...]

    def mentions_within(self, span: Span) -> tuple[Mention, ...]:
        """The mentions that lie in a stretch of the text, in order."""
        first = bisect_left(self.mentions, span.start, key=_start)
        last = bisect_left(self.mentions, span.end, first, key=_start)
        return tuple(mention for mention in self.mentions[first:last] if mention.end <= span.end)


def _start(mention: Mention) -> int:
    return mention.start
