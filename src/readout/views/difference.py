"""Two reports side by side: rows of blocks that say the same, and in each what differs and how.

The stage, in order: the blocks of both reports are cut into sentences; equal ones that stand in the same order hold
their blocks together, and so does every edit that has a place in both; blocks held together are one row; a row without
an edit that matters is left out and counted. House style never matters here; what moved stands where it was and where
it is, with the same edit in both rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from readout.records import Block, BlockKind, Document, Edge, Edit, EditKind, Span
from readout.text import letters, plain, sentences

_SHOWN: frozenset[BlockKind] = frozenset(("headline", "dateline", "byline", "credit", "caption", "paragraph"))
_ALONE: frozenset[EditKind] = frozenset(("added", "dropped", "moved"))


@dataclass(frozen=True, slots=True)
class Aligned:
    """A row: blocks of the earlier report, those of the later that say the same, and the edits in them, in order.

    Without blocks it stands for `same` rows that have no difference of weight.
    """

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    edits: tuple[Edit, ...]
    same: int = 0


@dataclass(frozen=True, slots=True)
class Marked:
    """Letters of a block, and the edit that they belong to; None where both reports have them."""

    text: str
    edit: Edit | None


def aligned(edge: Edge, before: Document, after: Document, *, everything: bool = False) -> tuple[Aligned, ...]:
    """The rows of two reports that an edge joins, in the order of the later one; `everything` leaves no row out."""
    edits = tuple(edit for edit in edge.edits if everything or edit.kind != "house-style")
    rows = _in_order(_rows(edge.edits, edits, before, after))
    if everything:
        return rows
    found: list[Aligned] = []
    for matters, run in groupby(rows, lambda row: bool(row.edits)):
        held = tuple(run)
        found += held if matters else (Aligned((), (), (), same=len(held)),)
    return tuple(found)


def marked(block: Block, text: str, edits: Iterable[Edit], *, later: bool) -> tuple[Marked, ...]:
    """A block of the earlier or the later report in stretches, each with its edit; the shortest edit of a place counts.

    So what differs inside a moved passage is shown as what differs there.
    """
    held = ((edit.after if later else edit.before, edit) for edit in edits)
    places = sorted(
        ((place, edit) for place, edit in held if place is not None), key=lambda item: (len(item[0]), item[0].start)
    )
    cuts = {block.start, block.end}
    for place, _ in places:
        cuts |= {cut for cut in (place.start, place.end) if block.start < cut < block.end}
    ends = sorted(cuts)
    return tuple(
        Marked(text[start:end], next((edit for place, edit in places if place.covers(Span(start, end))), None))
        for start, end in pairwise(ends)
    )


# ---- rows ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence of a paragraph, or a whole block of another kind: its words, and the number of its block."""

    words: tuple[str, ...]
    block: int


def _rows(every: Sequence[Edit], shown: Sequence[Edit], before: Document, after: Document) -> Iterator[Aligned]:
    """The rows in no order: blocks that hang together, with the edits that are shown in them."""
    left, right = (tuple(b for b in one.blocks if b.kind in _SHOWN) for one in (before, after))
    taken = [edit for edit in every if edit.kind in _ALONE]
    ours = tuple(_units(before, left, [edit.before for edit in taken if edit.before]))
    theirs = tuple(_units(after, right, [edit.after for edit in taken if edit.after]))
    links = {*_equal(ours, theirs), *_edited(every, left, right)}
    for lefts, rights in _together(links, len(left), len(right)):
        blocks = tuple(left[i] for i in lefts), tuple(right[j] for j in rights)
        edits = (e for e in shown if _touches(e.before, blocks[0]) or _touches(e.after, blocks[1]))
        yield Aligned(*blocks, tuple(edits))


def _units(document: Document, blocks: Sequence[Block], taken: Sequence[Span]) -> Iterator[_Unit]:
    """What two reports may have alike, without what an edit says is not where it was."""
    text = plain(document.text)
    for number, block in enumerate(blocks):
        whole = block.kind != "paragraph"
        for span in (block.span,) if whole else sentences(text, block.start, block.end):
            words = tuple(letters(span.of(text)))
            if words and not any(place.covers(span) for place in taken):
                yield _Unit((block.kind, *words) if whole else words, number)


def _equal(ours: Sequence[_Unit], theirs: Sequence[_Unit]) -> Iterator[tuple[int, int]]:
    """The blocks that have an equal sentence in the same order."""
    matcher = SequenceMatcher(None, [unit.words for unit in ours], [unit.words for unit in theirs], autojunk=False)
    for match in matcher.get_matching_blocks():
        for n in range(match.size):
            yield ours[match.a + n].block, theirs[match.b + n].block


def _edited(edits: Iterable[Edit], left: Sequence[Block], right: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """The blocks in which an edit has its two places."""
    for edit in edits:
        if edit.kind != "moved" and edit.before and edit.after:
            for i, one in enumerate(left):
                if _touches(edit.before, (one,)):
                    yield from ((i, j) for j, other in enumerate(right) if _touches(edit.after, (other,)))


def _touches(place: Span | None, blocks: Iterable[Block]) -> bool:
    return place is not None and any(block.span.meets(place) for block in blocks)


def _together(links: Iterable[tuple[int, int]], lefts: int, rights: int) -> Iterator[tuple[list[int], list[int]]]:
    """Groups of blocks that links hold together; a block without a link is alone."""
    of_left = {i: ({i}, set[int]()) for i in range(lefts)}
    of_right = {j: (set[int](), {j}) for j in range(rights)}
    for i, j in sorted(links):
        one, other = of_left[i], of_right[j]
        if one is not other:
            one[0].update(other[0])
            one[1].update(other[1])
            of_left.update(dict.fromkeys(other[0], one))
            of_right.update(dict.fromkeys(other[1], one))
    groups = {id(group): group for group in (*of_left.values(), *of_right.values())}
    return ((sorted(left), sorted(right)) for left, right in groups.values())


def _in_order(rows: Iterable[Aligned]) -> tuple[Aligned, ...]:
    """Rows as the later report has them; what only the earlier one has follows what it followed there."""
    held = tuple(rows)
    both = sorted((row.left[0].start, row.right[0].start) for row in held if row.left and row.right)

    def place(row: Aligned) -> tuple[int, int, int]:
        if row.right:
            return row.right[0].start, 0, 0
        start = row.left[0].start
        return max((right for left, right in both if left < start), default=-1), 1, start

    return tuple(sorted(held, key=place))
