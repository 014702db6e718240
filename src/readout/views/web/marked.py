"""A document's text cut where findings begin and end, so that every finding can be seen and be linked to.

Findings overlap: a statement holds a cue, an event crosses both. HTML elements cannot cross, so the text of a block is
cut at every boundary into flat pieces, and a piece carries the names of all that cover it. A place that can be linked
to (`#s-12-80`) is an empty anchor before its first piece; anchor and pieces share a number, by which the style sheet
lights the pieces up when the anchor is the target of the link. That needs no script and holds for any overlap.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readout.records import Comparison, Document, Evidence, Extraction, Span, evidence_of

NEAR = 120  # places within one block that light up: the style sheet has a rule for each
FAR = 40  # places that run over several blocks
# Control characters as pictures of themselves, halves of characters as the sign for what cannot be shown.
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: 0x2421, 0x0D: 0x20}
_CONTROLS |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding to be drawn: its place, its kind ("statement", "cue", "actor", "event", "contact") and its tooltip."""

    start: int
    end: int
    kind: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that can be linked to, set before its first piece."""

    id: str
    number: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that the same findings cover: the anchors before it, its classes, tooltip and characters."""

    anchors: tuple[Anchor, ...]
    classes: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One block as it is drawn."""

    kind: str
    start: int
    end: int
    pieces: tuple[Piece, ...]


def visible(words: str) -> str:
    r"""Words in which control characters can be seen and do nothing.

    >>> visible("a\x00b")
    'a␀b'
    """
    return words if words.isprintable() else words.translate(_CONTROLS)  # most are, and that is told at once


def anchor_of(start: int, end: int) -> str:
    """The name of a place in a document's page.

    >>> anchor_of(12, 80)
    's-12-80'
    """
    return f"s-{start}-{end}"


def marks_of(extraction: Extraction | None) -> tuple[Mark, ...]:
    """All that is drawn of what a document yields, from the widest kind to the narrowest."""
    if extraction is None:
        return ()
    marks = [
        Mark(telling.start, telling.end, "contact", f"tells of a {contact.mode}")
        for contact in extraction.contacts
        for telling in contact.tellings
    ]
    marks += [Mark(s.content.start, s.content.end, "statement", f"{s.speaker or 'nobody named'}: {s.act}")
              for s in extraction.statements]  # fmt: skip
    marks += [Mark(e.evidence.start, e.evidence.end, "event", f"{e.type} {e.mode or ''}".strip())
              for e in extraction.events]  # fmt: skip
    marks += [Mark(s.cue.start, s.cue.end, "cue", "") for s in extraction.statements if s.cue]
    marks += [
        Mark(m.start, m.end, "actor", ", ".join(dict.fromkeys(actor.label for actor in m.actors)))
        for m in extraction.mentions
        if m.actors
    ]
    return tuple(marks)


def places_of(
    document: Document, extraction: Extraction | None, comparisons: Iterable[Comparison], more: Iterable[Span]
) -> tuple[Span, ...]:
    """Every place of a document that a page may link to: evidence of its findings and of comparisons, and `more`."""
    found: set[Span] = {span for span in more if 0 <= span.start < span.end <= len(document.text)}
    for record in (extraction, tuple(comparisons)):
        found.update(e.span for e in _all_evidence(record) if e.document == document.id and len(e.span))
    return tuple(sorted(found))


def _all_evidence(record: object) -> Iterator[Evidence]:
    if isinstance(record, Extraction):
        for part in (record.statements, record.events, record.contacts, record.moves):
            yield from evidence_of(part)
    else:
        yield from evidence_of(record)


def lines(document: Document, marks: Iterable[Mark], places: Iterable[Span], window: Span) -> tuple[Line, ...]:
    """The blocks of a document inside `window`, cut into pieces; text between blocks is a line of no kind."""
    blocks = tuple(_all_blocks(document, window))
    numbered = _Numbered.of(tuple(places), [span for _, span in blocks])
    all_marks = tuple(marks)
    drawn: list[Line] = []
    for kind, span in blocks:
        here = [mark for mark in all_marks if mark.start < span.end and span.start < mark.end]
        drawn.append(Line(kind, span.start, span.end, tuple(_pieces(document.text, span, here, numbered))))
    return tuple(drawn)


def _all_blocks(document: Document, window: Span) -> Iterator[tuple[str, Span]]:
    """The blocks and what stands between them, in order of place, as far as the window reaches."""
    at = window.start
    for block in document.blocks:
        span = Span(max(block.start, at), min(block.end, window.end))
        if span.end <= span.start:
            continue
        yield from _between(document.text, at, span.start)
        yield block.kind, span
        at = span.end
    yield from _between(document.text, at, window.end)


def _between(text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    if text[start:end].strip():
        yield "", Span(start, end)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """Places with the block in which each begins and its number, counted anew in each block.

    Those that leave their block are counted over the whole document; beyond the most there is an anchor and no light.
    """

    homes: dict[Span, Span]
    numbers: dict[Span, str]

    @classmethod
    def of(cls, places: tuple[Span, ...], blocks: list[Span]) -> "_Numbered":
        homes: dict[Span, Span] = {}
        numbers: dict[Span, str] = {}
        counts: dict[Span | None, int] = {}
        for place in places:
            home = next((block for block in blocks if block.meets(place)), None)
            if home is None:
                continue
            homes[place] = home
            far = place.end > home.end
            key, most, letter = (None, FAR, "f") if far else (home, NEAR, "n")
            counts[key] = counts.get(key, 0) + 1
            if counts[key] <= most:
                numbers[place] = f"{letter}{counts[key]}"
        return cls(homes, numbers)

    def anchor(self, place: Span) -> Anchor:
        """The anchor of a place: its number is that of its pieces with another letter."""
        number = self.numbers.get(place, "")
        return Anchor(anchor_of(place.start, place.end), number and {"n": "a", "f": "b"}[number[0]] + number[1:])


def _pieces(text: str, span: Span, marks: list[Mark], numbered: _Numbered) -> Iterator[Piece]:
    """The flat pieces of one block, from cut to cut; what covers a piece is kept from one to the next."""
    places = [place for place in numbered.homes if place.meets(span)]
    opening: dict[int, list[Mark | Span]] = {}
    closing: dict[int, list[Mark | Span]] = {}
    everything: list[Mark | Span] = [*marks, *places]
    for item in everything:
        opening.setdefault(max(item.start, span.start), []).append(item)
        closing.setdefault(min(item.end, span.end), []).append(item)
    cuts = sorted({span.start, span.end, *opening, *closing})
    over: dict[Mark | Span, None] = {}
    for start, end in itertools.pairwise(cuts):
        for item in closing.get(start, ()):
            over.pop(item, None)
        over.update(dict.fromkeys(opening.get(start, ())))
        begun = [p for p in opening.get(start, ()) if isinstance(p, Span) and numbered.homes[p] == span]
        anchors = tuple(numbered.anchor(place) for place in begun)
        kinds = [item.kind if isinstance(item, Mark) else numbered.numbers.get(item, "") for item in over]
        titles = [item.title for item in over if isinstance(item, Mark) and item.title]
        classes = " ".join(filter(None, dict.fromkeys(kinds)))
        yield Piece(anchors, classes, "; ".join(dict.fromkeys(titles)), visible(text[start:end]))
