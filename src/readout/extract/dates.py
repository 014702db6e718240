"""Time expressions in the story, and the stretch of time that each means.

1. The grammar (`times`) finds the expressions of a block in order, the longest reading first.
2. Each is resolved against the day of publication, forward where a cue of the future precedes: "will meet on Friday";
   a month without its year lies behind where a verb of the past precedes: "met in July".
3. The time told of before is what "two days later" and "the previous day" are counted from, if it stands close by.
4. What needs a day of publication that is unknown stays unknown, with the reason.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from readout.codebook import Compiled
from readout.extract.times import Anchor, Found, find, value, whole
from readout.records import Block, Document, Span, When, unknown_when
from readout.text import plain

_STORY = ("headline", "paragraph", "caption")
# "Their first meeting in two years" looks back.
_FIRST_IN = re.compile(r"\b(?:first|second|third|last|latest|\w+est)(?: [\w'-]+){0,5}\s+$", re.IGNORECASE)
# How many characters before an expression may hold the cue that turns it forward.
_CUE_REACH = 80
# How many characters before an expression may end the time that it is counted from.
_BASE_REACH = 200


@dataclass(frozen=True, slots=True)
class Dated:
    """A time expression: its place in the document's text and the stretch of time it means."""

    start: int
    end: int
    when: When

    @property
    def span(self) -> Span:
        """The place of the expression."""
        return Span(self.start, self.end)


class Days:
    """The time expressions of a document; those of a block are found when a sentence of it is first asked for.

    Safe, because nothing is carried from block to block; and most sentences tell nothing that needs a day.
    """

    def __init__(self, document: Document, rules: Compiled) -> None:
        self._document = document
        self.flat = plain(document.text)
        self._rules = rules
        self._blocks = tuple(block for block in document.blocks if block.kind in _STORY)
        self._found: dict[int, tuple[Dated, ...]] = {}

    def __iter__(self) -> Iterator[Dated]:
        return (item for number in range(len(self._blocks)) for item in self._of_block(number))

    def within(self, sentence: Span) -> tuple[Dated, ...]:
        """The expressions that begin in a sentence, in order of place."""
        number = bisect_right(self._blocks, sentence.start, key=attrgetter("start")) - 1
        if number < 0:
            return ()
        found = self._of_block(number)
        first = bisect_left(found, sentence.start, key=attrgetter("start"))
        return found[first : bisect_left(found, sentence.end, first, key=attrgetter("start"))]

    def _of_block(self, number: int) -> tuple[Dated, ...]:
        known = self._found.get(number)
        if known is None:
            known = self._found[number] = tuple(_in_block(self.flat, self._blocks[number], self._document, self._rules))
        return known


def dates(document: Document, rules: Compiled) -> tuple[Dated, ...]:
    """Every time expression in the story's headline, paragraphs and captions, in order of place."""
    return tuple(Days(document, rules))


def _in_block(flat: str, block: Block, document: Document, rules: Compiled) -> Iterator[Dated]:
    """The time expressions of one block of a document, in order of place."""
    future, past = rules.patterns["future-cue"], rules.patterns["past-cue"]
    anchor = _own_day(flat, block, rules) or document.published
    base: Dated | None = None
    for item in find(flat, block.start, block.end):
        before = flat[max(block.start, item.start - _CUE_REACH) : item.start]
        forward = future.search(before) is not None and not (item.form == "ahead" and _FIRST_IN.search(before))
        backward = item.form == "month" and not forward and past.search(before) is not None
        when = value(item, Anchor(anchor, forward, _told_before(base, item), backward))
        if when:
            found = Dated(item.start, item.end, when)
            yield found
            base = found if when.start else base


def _told_before(base: Dated | None, item: Found) -> When | None:
    """The time that an expression may be counted from: the last one before it, if close by."""
    return base.when if base and item.start - base.end <= _BASE_REACH else None


def _own_day(flat: str, block: Block, rules: Compiled) -> When | None:
    """The full date that a caption states: the caption's weekdays are that day's, and nobody else's are."""
    match = rules.patterns["full-day"].search(flat, block.start, block.end) if block.kind == "caption" else None
    stated = resolve(match.group().rstrip(","), unknown_when()) if match else None
    return stated if stated and stated.start else None


def resolve(expression: str, anchor: When) -> When:
    """The stretch of time that an expression means in a text of the anchor's day.

    >>> from datetime import date
    >>> from readout.structure.calendar import stretch
    >>> friday = stretch(date(2021, 8, 6), "day", "metadata")
    >>> resolve("next Tuesday", friday).iso, resolve("in 2018", friday).iso, resolve("last week", friday).start
    ('2021-08-10', '2018', datetime.date(2021, 7, 26))
    """
    item = whole(plain(expression).strip())
    # "In two weeks" by itself can only be meant forward.
    when = (value(item, Anchor(anchor)) or value(item, Anchor(anchor, forward=True))) if item else None
    return when or unknown_when(f"{expression!r} names no time of the calendar")
