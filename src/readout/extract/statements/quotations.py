"""Quotation marks: which stretches of a paragraph stand inside them.

In order: find the marks of a paragraph (straight, curly, doubled apostrophes, single ones where no double stand), pair
them by the way they face, then cover what is quoted so that the grammar outside does not read it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from readout.records import Span
from readout.text import places

_DOUBLE = ('"', "''")
_SINGLE = re.compile(r"'(?<!\w')(?=\w)(?P<inner>[^'\n]{12,}?[,.!?])'(?!\w)")
_OPENING = "“„‟«"
_CLOSING = "”»"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted stretch: with its marks, without them, and whether its closing mark is missing."""

    start: int
    end: int
    inner: Span
    closed: bool = True


def quotations(text: str, flat: str, paragraph: Span) -> tuple[Quotation, ...]:
    """The quotations of one paragraph, outermost only; `flat` is `plain(text)`.

    >>> text = 'He called it "wise" and left.'
    >>> [q.inner.of(text) for q in quotations(text, text, Span(0, len(text)))]
    ['wise']
    """
    marks = places(flat, _DOUBLE, paragraph.start, paragraph.end)
    if not marks:
        return _single(flat, paragraph)
    found: list[Quotation] = []
    opened: Span | None = None
    depth = 0
    for at in marks:
        mark = Span(at, at + len('"' if flat[at] == '"' else "''"))
        facing = _facing(text, flat, mark, opened=opened is not None)
        if opened is None:
            opened, depth = (mark, 1) if facing == "open" else (None, 0)
        elif facing == "open":
            # A curly mark opens a quotation inside; a straight one shows that the first was never closed.
            nested = text[mark.start] in _OPENING
            opened, depth = (opened, depth + 1) if nested else (mark, 1)
        else:
            depth -= 1
            if depth == 0:
                found.append(_between(flat, opened, mark))
                opened = None
    if opened is not None and _runs_on(flat, paragraph, opened):
        found.append(Quotation(opened.start, paragraph.end, Span(opened.end, paragraph.end), closed=False))
    return tuple(found)


def _single(flat: str, paragraph: Span) -> tuple[Quotation, ...]:
    return tuple(
        Quotation(match.start(), match.end(), Span(*match.span("inner")))
        for match in _SINGLE.finditer(flat, paragraph.start, paragraph.end)
    )


def _facing(text: str, flat: str, mark: Span, *, opened: bool) -> str:
    """Whether a mark opens or closes: by its own shape, else by the spaces beside it, else by what is open."""
    shape = text[mark.start]
    before = flat[mark.start - 1 : mark.start] or " "
    after = flat[mark.end : mark.end + 1] or " "
    loose_before, loose_after = before in " \n([-—–/", after in " \n)].,;:!?-—–"
    if shape in _CLOSING and not (loose_before and not loose_after and not opened):
        return "close"
    if shape in _OPENING and not (opened and loose_after and not loose_before):
        return "open"
    if loose_before != loose_after:
        return "open" if loose_before else "close"
    return "close" if opened else "open"


def _between(flat: str, opened: Span, closed: Span) -> Quotation:
    start, end = opened.end, closed.start
    while start < end and flat[start] in " \n":
        start += 1
    # The comma of `"...," he said` belongs to the attribution.
    while end > start and flat[end - 1] in " \n,":
        end -= 1
    return Quotation(opened.start, closed.end, Span(start, end))


def _runs_on(flat: str, paragraph: Span, opened: Span) -> bool:
    """Whether a mark without a partner begins a speech that goes on in the next paragraph."""
    before = flat[paragraph.start : opened.start].rstrip()
    return not before or before[-1] in ",:."


def covered(flat: str, found: Iterable[Quotation]) -> str:
    """The text with quoted words turned into X, their last punctuation kept; every character keeps its place.

    The first is an x where the quotation begins with a small letter, so as to go on with what stands before it.

    >>> text = '"We go. Now," he said.'
    >>> covered(text, quotations(text, text, Span(0, len(text))))
    '"XXXXXXXXXX," he said.'
    """
    pieces: list[str] = []
    last = 0
    for quotation in found:
        end = quotation.inner.end
        while end > quotation.inner.start and flat[end - 1] in ".,!?… ":
            end -= 1
        # Doubled apostrophes become one mark, so that a sentence may begin or end with them.
        doubled = flat.startswith("''", quotation.start)
        first = "x" if flat[quotation.inner.start : quotation.inner.start + 1].islower() else "X"
        length = end - quotation.start - 1
        pieces += [flat[last : quotation.start], '"', first.ljust(length, "X")[:length]]
        last = end
        if doubled and quotation.closed and last <= quotation.end - 2 and flat.startswith("''", quotation.end - 2):
            pieces += [flat[last : quotation.end - 2], '" ']
            last = quotation.end
    return "".join([*pieces, flat[last:]])
