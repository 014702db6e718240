"""What one text changes in another: sentences matched first, then the words inside them, every difference typed.

The stage, in order: equal sentences in the same order are anchors; between anchors, sentences are matched one to one,
one to two or two to one, so that the most words agree; what is left over on both sides and alike has moved, what is
left over on one side was added or dropped; inside matched sentences the words are aligned, and each difference is house
style, a rewording or a changed fact. All spans are those of the two original texts.

Typographic quotation marks, dashes, punctuation and paragraph breaks are no differences.
"""

from collections import defaultdict
from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from rapidfuzz.distance import LCSseq, Levenshtein

from readout.link.facts import Facts, Side, same_numbers
from readout.link.fold import Folded, HouseStyle, Names, Sentence
from readout.records import BlockKind, Document, Edit, EditKind, Span
from readout.text import plain

_MOVED_LIKE = 0.8  # share of words that a moved sentence keeps
_MOVED_WORDS = 5  # "He did not elaborate." stands in many places
_PHRASE = 3  # fewer inserted words are a rewording, not an addition


# ---- sentences -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Match:
    """Sentences `a_start:a_end` of the one text say what `b_start:b_end` of the other say."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


class _Spelt:
    """The sentences of a text, each spelt out when first asked: most of a copy are the same as in its source.

    A code has one character for each word, which is what rapidfuzz aligns fastest.
    """

    __slots__ = ("_characters", "_codes", "sentences")

    def __init__(self, sentences: Sequence[Sentence], characters: "_Characters") -> None:
        self.sentences = sentences
        self._characters = characters
        self._codes: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.sentences)

    def code(self, number: int) -> str:
        """The words of a sentence, a character for each."""
        if number not in self._codes:
            self._codes[number] = "".join([self._characters[word] for word in self.sentences[number].words])
        return self._codes[number]


_Characters = defaultdict[Hashable, str]


def _characters() -> _Characters:
    """A character of its own for each key."""
    return defaultdict(map(chr, range(0x10000, 0x110000)).__next__)  # above the surrogates, which are no characters


def _matches(a: _Spelt, b: _Spelt) -> tuple[_Match, ...]:
    """The matched sentences in order: equal ones, and between them those that agree best."""
    keys = _characters()
    a_keys, b_keys = ("".join([keys[sentence.key] for sentence in text.sentences]) for text in (a, b))
    found: list[_Match] = []
    a_start = b_start = 0
    for op in LCSseq.opcodes(a_keys, b_keys):
        if op.tag != "equal":
            continue
        found += _between(a, b, range(a_start, op.src_start), range(b_start, op.dest_start))
        found += (
            _Match(op.src_start + i, op.src_start + i + 1, op.dest_start + i, op.dest_start + i + 1)
            for i in range(op.src_end - op.src_start)
        )
        a_start, b_start = op.src_end, op.dest_end
    found += _between(a, b, range(a_start, len(a)), range(b_start, len(b)))
    return tuple(found)


_Step = tuple[int, int]


def _between(a: _Spelt, b: _Spelt, ours: range, theirs: range) -> list[_Match]:
    """The matches between two anchors that together agree most, by dynamic programming over sentences."""
    agreeing = _agreeing([a.code(i) for i in ours], [b.code(j) for j in theirs]) if ours and theirs else {}
    if not agreeing:
        return []
    best = [[0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    steps: dict[tuple[int, int], _Step] = {}
    for i in range(1, len(ours) + 1):
        above, row = best[i - 1], best[i]
        for j in range(1, len(theirs) + 1):
            score, step = (above[j], (1, 0)) if above[j] >= row[j - 1] else (row[j - 1], (0, 1))
            for (m, n), more in agreeing.get((i, j), ()):
                score, step = max((score, step), (best[i - m][j - n] + more, (m, n)))
            row[j], steps[i, j] = score, step
    found: list[_Match] = []
    i, j = len(ours), len(theirs)
    while i and j:
        m, n = steps[i, j]
        if m and n:
            found.append(_Match(ours[i - m], ours[i - 1] + 1, theirs[j - n], theirs[j - 1] + 1))
        i, j = i - m, j - n
    return found[::-1]


def _agreeing(ours: Sequence[str], theirs: Sequence[str]) -> dict[tuple[int, int], list[tuple[_Step, int]]]:
    """Which sentences agree, one with one, one with two or two with one: by where they end, with how much."""
    found: dict[tuple[int, int], list[tuple[_Step, int]]] = {}
    for end, (m, n) in sorted(set(_worth_a_look(ours, theirs))):
        agreement = _agreement("".join(ours[end[0] - m : end[0]]), "".join(theirs[end[1] - n : end[1]]))
        if agreement > 0:
            found.setdefault(end, []).append(((m, n), agreement))
    return found


def _worth_a_look(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[tuple[int, int], _Step]]:
    """The ends of what may agree: where more than half of three sentences does, one of two has its part in it."""
    for i, j, common in _in_common(ours, theirs):
        one, other = len(ours[i]), len(theirs[j])
        if 8 * common > one + other + min(one, other):
            yield from (((i + 1, j + 1), (m, n)) for m, n in _STEPS if i + 1 >= m and j + 1 >= n)
            if j + 1 < len(theirs):
                yield (i + 1, j + 2), (1, 2)
            if i + 1 < len(ours):
                yield (i + 2, j + 1), (2, 1)


_STEPS = ((1, 1), (1, 2), (2, 1))


def _in_common(ours: Iterable[str], theirs: Iterable[str]) -> Iterator[tuple[int, int, int]]:
    """How many words any two sentences have in common at most, and in order."""
    others = [(j, words := set(code), len(code) - len(words)) for j, code in enumerate(theirs)]
    for i, code in enumerate(ours):
        words = set(code)
        repeated = len(code) - len(words)
        for j, other, again in others:
            yield i, j, len(words & other) + min(repeated, again)


def _agreement(a: str, b: str) -> int:
    """Words in common and in order, counted for, less words that are not: above nought where more than half agree."""
    if 3 * min(len(a), len(b)) <= max(len(a), len(b)):
        return -1  # cannot reach one half
    return 4 * LCSseq.similarity(a, b) - len(a) - len(b)


def _moves(a: _Spelt, b: _Spelt, a_left: list[int], b_left: list[int]) -> tuple[_Match, ...]:
    """Left-over sentences of the one text that stand elsewhere in the other, best match first."""
    likeness = []
    if not a_left or not b_left:
        return ()
    ours, theirs = [a.code(i) for i in a_left], [b.code(j) for j in b_left]
    for i, j, most in _in_common(ours, theirs):
        longer = max(len(ours[i]), len(theirs[j]))
        if min(len(ours[i]), len(theirs[j]), most) >= _MOVED_LIKE * longer >= _MOVED_LIKE * _MOVED_WORDS:
            common = LCSseq.similarity(ours[i], theirs[j])
            if common >= _MOVED_LIKE * longer:
                likeness.append((-common / longer, a_left[i], b_left[j]))
    used_a: set[int] = set()
    used_b: set[int] = set()
    found = []
    for _, i, j in sorted(likeness):
        if i not in used_a and j not in used_b:
            used_a.add(i)
            used_b.add(j)
            found.append(_Match(i, i + 1, j, j + 1))
    return tuple(sorted(found, key=lambda match: match.b_start))


# ---- words -----------------------------------------------------------------------------------------------------------
def _letters(side: Side) -> str:
    """The words run together: "cease-fire", "cease fire" and "ceasefire" are one word."""
    return "".join(side.words).replace("-", "")


class _Line:
    """The words of matched sentences: folded, a character for each, and as they are written, with their places."""

    __slots__ = ("_places", "code", "words", "written")

    def __init__(self, text: _Spelt, start: int, end: int) -> None:
        self.words = [word for sentence in text.sentences[start:end] for word in sentence.words]
        self.code = "".join([text.code(number) for number in range(start, end)])
        self._places = [(sentence, word) for sentence in text.sentences[start:end] for word in sentence.written]
        self.written = [word[2] for _, word in self._places]

    def place(self, number: int) -> Span:
        """Where a word stands in its document."""
        sentence, (start, end, _) = self._places[number]
        return sentence.text.place(Span(start, end), sentence.paragraph)

    def covering(self, span: Span) -> Span | None:
        """Where a stretch of words stands in its document."""
        if not span:
            return None
        return _covering((self.place(span.start), self.place(span.end - 1)))


def _covering(places: Sequence[Span]) -> Span:
    """The stretch from the first of several places to the end of the last."""
    return Span(places[0].start, max(place.end for place in places))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two texts under alignment."""

    a: _Spelt
    b: _Spelt
    facts: Facts
    names: Names
    texts: tuple[str, str]

    def inside(self, match: _Match) -> Iterator[Edit]:
        """The differences inside matched sentences, in order."""
        if self._same(match):
            return
        a, b = _Line(self.a, match.a_start, match.a_end), _Line(self.b, match.b_start, match.b_end)
        sentences = frozenset(a.words), frozenset(b.words)
        for same, ours, theirs in _segments(a.code, b.code):
            if same:
                yield from _style(a, b, ours, theirs)
            else:
                sides = (
                    Side(a.words[ours.start : ours.end], sentences[0], self.names),
                    Side(b.words[theirs.start : theirs.end], sentences[1], self.names),
                )
                yield Edit(self._kind(*sides), a.covering(ours), b.covering(theirs))

    def _same(self, match: _Match) -> bool:
        """Whether two sentences are the same letter by letter, as most of a copy are."""
        if match.a_end - match.a_start != 1 or match.b_end - match.b_start != 1:
            return False
        a, b = self.a.sentences[match.a_start], self.b.sentences[match.b_start]
        return a.key == b.key and (isinstance(a.key, str) or a.place.of(self.texts[0]) == b.place.of(self.texts[1]))

    def _kind(self, a: Side, b: Side) -> EditKind:
        if _letters(a) == _letters(b) or same_numbers(a, b):
            return "house-style"
        if self.facts.differ(a, b):
            return "changed-fact"
        if not a.words and len(b.words) >= _PHRASE:
            return "added"
        return "dropped" if not b.words and len(a.words) >= _PHRASE else "reworded"


def _style(a: _Line, b: _Line, ours: Span, theirs: Span) -> Iterator[Edit]:
    """Neighbouring words that are written otherwise and mean the same, as one edit."""
    one, other = a.written[ours.start : ours.end], b.written[theirs.start : theirs.end]
    if one == other:
        return
    for same, run in groupby(range(len(one)), lambda n: _alike(one[n], other[n])):
        if not same:
            numbers = [*run]
            places = (Span(side.start + numbers[0], side.start + numbers[-1] + 1) for side in (ours, theirs))
            yield Edit("house-style", *(line.covering(place) for line, place in zip((a, b), places, strict=True)))


def _alike(a: str, b: str) -> bool:
    """Whether the first letter's case is all that differs: a word may begin a sentence here and not there."""
    return a[:1].lower() + a[1:] == b[:1].lower() + b[1:]


def _segments(a: str, b: str) -> Iterator[tuple[bool, Span, Span]]:
    """Stretches of words that agree or differ, in turn; one agreeing word between two differences belongs to them."""
    pending: tuple[Span, Span] | None = None
    ops = list(Levenshtein.opcodes(a, b))
    for number, op in enumerate(ops):
        ours, theirs = Span(op.src_start, op.src_end), Span(op.dest_start, op.dest_end)
        bridge = pending is not None and len(ours) == 1 and number + 1 < len(ops)
        if op.tag == "equal" and not bridge:
            if pending:
                yield False, *pending
            pending = None
            yield True, ours, theirs
        elif pending:
            pending = (Span(pending[0].start, ours.end), Span(pending[1].start, theirs.end))
        else:
            pending = (ours, theirs)
    if pending:
        yield False, *pending


# ---- the whole -------------------------------------------------------------------------------------------------------
def edits(a: Folded, b: Folded, facts: Facts) -> tuple[Edit, ...]:
    """Every difference of `b` from `a` in their paragraphs, in the order of `in_order`."""
    common = frozenset(a.paragraphs).intersection(b.paragraphs)
    characters = _characters()
    ours, theirs = (_Spelt(_sentences(text, common), characters) for text in (a, b))
    matches = _matches(ours, theirs)
    a_left = _left(len(ours), ((m.a_start, m.a_end) for m in matches))
    b_left = _left(len(theirs), ((m.b_start, m.b_end) for m in matches))
    moves = _moves(ours, theirs, a_left, b_left)
    pair = _Pair(ours, theirs, facts, Names(a, b), (plain(a.document.text), plain(b.document.text)))
    found = [edit for match in matches for edit in pair.inside(match)]
    for move in moves:
        places = ours.sentences[move.a_start].place, theirs.sentences[move.b_start].place
        found.append(Edit("moved", *places))
        found += pair.inside(move)
    gone, come = {m.a_start for m in moves}, {m.b_start for m in moves}
    found += (Edit("dropped", place, None) for place in _runs(ours.sentences, [i for i in a_left if i not in gone]))
    found += (Edit("added", None, place) for place in _runs(theirs.sentences, [j for j in b_left if j not in come]))
    return in_order(found)


def _sentences(text: Folded, whole: Container[str]) -> list[Sentence]:
    """The sentences of a text; a paragraph of `whole`, which both texts have, need not be split."""
    return [
        sentence
        for number, paragraph in enumerate(text.paragraphs)
        for sentence in (text.whole(number) if paragraph in whole else text.split(number))
    ]


def _left(count: int, taken: Iterable[tuple[int, int]]) -> list[int]:
    used = {i for start, end in taken for i in range(start, end)}
    return [i for i in range(count) if i not in used]


def _runs(sentences: Sequence[Sentence], left: Sequence[int]) -> Iterator[Span]:
    """Left-over sentences as stretches: neighbours in one paragraph are one."""
    for _, run in groupby(enumerate(left), lambda item: (item[1] - item[0], sentences[item[1]].paragraph)):
        yield _covering([sentences[i].place for _, i in run])


def block_edits(a: Document, b: Document, style: HouseStyle) -> tuple[Edit, ...]:
    """The differences of what stands around the paragraphs: datelines, bylines and credits, headlines, captions."""
    found: list[Edit] = []
    around = _around(a), _around(b)
    for kind in _BLOCKS:
        ours, theirs = (spans[kind] for spans in around)
        for x, y in tuple((x, y) for x in ours for y in theirs):
            if x in ours and y in theirs and _same_block(x.of(a.text), y.of(b.text), style):
                ours.remove(x)
                theirs.remove(y)
        for before, after in zip_longest(ours, theirs):
            found += _block_edit(kind, before, after)
    return tuple(found)


_BLOCKS: tuple[BlockKind, ...] = ("headline", "dateline", "byline", "credit", "caption")
_CUSTOM: frozenset[BlockKind] = frozenset(("dateline", "byline", "credit"))


def _around(document: Document) -> dict[BlockKind, list[Span]]:
    """The blocks of each kind; a credit that follows a caption is the picture's and goes with it."""
    found: dict[BlockKind, list[Span]] = {kind: [] for kind in _BLOCKS}
    last: BlockKind | None = None
    for block in document.blocks:
        if block.kind in found and not (block.kind == "credit" and last == "caption"):
            found[block.kind].append(block.span)
        last = block.kind
    return found


def _same_block(a: str, b: str, style: HouseStyle) -> bool:
    """Whether two blocks have the same words once their style is folded."""
    return style.words(a) == style.words(b)


def _block_edit(kind: BlockKind, before: Span | None, after: Span | None) -> Iterator[Edit]:
    """How a block differs: who is credited and from where is a house's custom, a caption goes with its picture."""
    if kind in _CUSTOM:
        yield Edit("house-style", before, after)
    elif kind == "headline" and before and after:
        yield Edit("reworded", before, after)
    else:
        if before:
            yield Edit("dropped", before, None)
        if after:
            yield Edit("added", None, after)


def in_order(found: Iterable[Edit]) -> tuple[Edit, ...]:
    """Edits by their place in the later text; what only the earlier one has comes first."""
    return tuple(sorted(dict.fromkeys(found), key=lambda edit: (_first(edit.after), _first(edit.before), edit.kind)))


def _first(span: Span | None) -> int:
    return span.start if span else -1
