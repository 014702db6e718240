"""What one text changes in another: sentences matched first, then the words inside them, every difference typed.

The stage, in order: equal sentences in the same order are anchors; between anchors, sentences are matched one to one,
one to two or two to one, so that the most words agree; what is left over on both sides and alike has moved, what is
left over on one side was added or dropped; inside matched sentences the words are aligned, and each difference is house
style, a rewording or a changed fact. All spans are those of the two original texts.

Typographic quotation marks, dashes, punctuation and paragraph breaks are no differences.
"""

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


class _Coded:
    """The sentences of two texts as strings of one character a word, which is what rapidfuzz aligns fastest.

    Most sentences of a copy are the same as in its source and are never spelt out.
    """

    __slots__ = ("_characters", "a", "a_ids", "b", "b_ids")

    def __init__(self, a: Sequence[Sentence], b: Sequence[Sentence]) -> None:
        self._characters = _Characters()
        self.a, self.b = a, b
        sentences = _Characters()
        self.a_ids = "".join([sentences[sentence.key] for sentence in a])
        self.b_ids = "".join([sentences[sentence.key] for sentence in b])

    def code(self, words: Iterable[str]) -> str:
        """One character for each word."""
        return "".join(map(self._characters.__getitem__, words))

    def sentences(self, text: Sequence[Sentence], span: range) -> list[str]:
        """Each sentence of a stretch, spelt out."""
        return [self.code(text[i].words) for i in span]


class _Characters(dict[Hashable, str]):
    """A character of its own for each key."""

    def __missing__(self, key: Hashable) -> str:
        self[key] = character = chr(0x10000 + len(self))  # above the surrogates, which are no characters
        return character


def _agreement(a: str, b: str) -> int:
    """Words in common and in order, counted for, less words that are not: above nought where more than half agree."""
    if 3 * min(len(a), len(b)) <= max(len(a), len(b)):
        return -1  # cannot reach one half
    a_words, b_words = set(a), set(b)
    repeated = min(len(a) - len(a_words), len(b) - len(b_words))
    if 4 * (len(a_words & b_words) + repeated) <= len(a) + len(b):
        return -1  # nor here; saves the alignment
    return 4 * LCSseq.similarity(a, b) - len(a) - len(b)


def _matches(coded: _Coded) -> tuple[_Match, ...]:
    """The matched sentences in order: equal ones, and between them those that agree best."""
    found: list[_Match] = []
    a_start = b_start = 0
    for op in LCSseq.opcodes(coded.a_ids, coded.b_ids):
        if op.tag != "equal":
            continue
        found += _between(coded, range(a_start, op.src_start), range(b_start, op.dest_start))
        found += (
            _Match(op.src_start + i, op.src_start + i + 1, op.dest_start + i, op.dest_start + i + 1)
            for i in range(op.src_end - op.src_start)
        )
        a_start, b_start = op.src_end, op.dest_end
    found += _between(coded, range(a_start, len(coded.a)), range(b_start, len(coded.b)))
    return tuple(found)


_STEPS = ((1, 1), (1, 2), (2, 1))


def _between(coded: _Coded, a: range, b: range) -> list[_Match]:
    """The matches between two anchors that together agree most, by dynamic programming over sentences."""
    if not a or not b:
        return []
    ours, theirs = coded.sentences(coded.a, a), coded.sentences(coded.b, b)
    best = [[(0, (0, 0))] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            options = [(best[i - 1][j][0], (1, 0))] * (i > 0) + [(best[i][j - 1][0], (0, 1))] * (j > 0)
            for m, n in _STEPS:
                if i >= m and j >= n:
                    left = "".join(ours[i - m : i])
                    right = "".join(theirs[j - n : j])
                    agreement = _agreement(left, right)
                    if agreement > 0:
                        options.append((best[i - m][j - n][0] + agreement, (m, n)))
            if options:
                best[i][j] = max(options)
    found: list[_Match] = []
    i, j = len(a), len(b)
    while i or j:
        m, n = best[i][j][1]
        if m and n:
            found.append(_Match(a.start + i - m, a.start + i, b.start + j - n, b.start + j))
        i, j = i - m, j - n
    return found[::-1]


def _moves(coded: _Coded, a_left: list[int], b_left: list[int]) -> tuple[_Match, ...]:
    """Left-over sentences of the one text that stand elsewhere in the other, best match first."""
    likeness = []
    ours, theirs = (
        {k: coded.code(text[k].words) for k in left} for text, left in ((coded.a, a_left), (coded.b, b_left))
    )
    for i, one in ours.items():
        for j, other in theirs.items():
            longer = max(len(one), len(other))
            if min(len(one), len(other)) >= _MOVED_LIKE * longer >= _MOVED_LIKE * _MOVED_WORDS:
                common = LCSseq.similarity(one, other)
                if common >= _MOVED_LIKE * longer:
                    likeness.append((-common / longer, i, j))
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
    """The words of matched sentences; where they stand is looked up for those that differ."""

    __slots__ = ("_places", "_sentences", "words")

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._places: list[tuple[Sentence, Span]] = []
        self.words = [word for sentence in sentences for word in sentence.words]

    def place(self, number: int) -> Span:
        """Where a word stands in its document."""
        if not self._places:
            self._places = [(sentence, place) for sentence in self._sentences for place in sentence.within]
        sentence, place = self._places[number]
        return sentence.text.place(place, sentence.paragraph)

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

    a: Sequence[Sentence]
    b: Sequence[Sentence]
    coded: _Coded
    facts: Facts
    names: Names
    texts: tuple[str, str]

    def inside(self, match: _Match) -> Iterator[Edit]:
        """The differences inside matched sentences, in order."""
        if self._same(match):
            return
        a, b = _Line(self.a[match.a_start : match.a_end]), _Line(self.b[match.b_start : match.b_end])
        sentences = frozenset(a.words), frozenset(b.words)
        for same, ours, theirs in _segments(self.coded.code(a.words), self.coded.code(b.words)):
            if same:
                yield from self._style(a, b, ours, theirs)
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
        a, b = self.a[match.a_start].place, self.b[match.b_start].place
        return self.texts[0][a.start : a.end] == self.texts[1][b.start : b.end]

    def _kind(self, a: Side, b: Side) -> EditKind:
        if _letters(a) == _letters(b) or same_numbers(a, b):
            return "house-style"
        if self.facts.differ(a, b):
            return "changed-fact"
        if not a.words and len(b.words) >= _PHRASE:
            return "added"
        return "dropped" if not b.words and len(a.words) >= _PHRASE else "reworded"

    def _style(self, a: _Line, b: _Line, ours: Span, theirs: Span) -> Iterator[Edit]:
        """Neighbouring words that are written otherwise and mean the same, as one edit."""
        a_text, b_text = self.texts
        whole = a.covering(ours), b.covering(theirs)
        if whole[0] and whole[1] and whole[0].of(a_text) == whole[1].of(b_text):
            return
        pairs = ((a.place(ours.start + n), b.place(theirs.start + n)) for n in range(min(len(ours), len(theirs))))
        for same, run in groupby(pairs, lambda pair: _alike(pair[0].of(a_text), pair[1].of(b_text))):
            if not same:
                yield Edit("house-style", *map(_covering, zip(*run, strict=True)))


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
    ours, theirs = _sentences(a, common), _sentences(b, common)
    coded = _Coded(ours, theirs)
    matches = _matches(coded)
    a_left = _left(len(ours), ((m.a_start, m.a_end) for m in matches))
    b_left = _left(len(theirs), ((m.b_start, m.b_end) for m in matches))
    moves = _moves(coded, a_left, b_left)
    pair = _Pair(ours, theirs, coded, facts, Names(a, b), (plain(a.document.text), plain(b.document.text)))
    found = [edit for match in matches for edit in pair.inside(match)]
    for move in moves:
        found.append(Edit("moved", ours[move.a_start].place, theirs[move.b_start].place))
        found += pair.inside(move)
    gone, come = {m.a_start for m in moves}, {m.b_start for m in moves}
    found += (Edit("dropped", place, None) for place in _runs(ours, [i for i in a_left if i not in gone]))
    found += (Edit("added", None, place) for place in _runs(theirs, [j for j in b_left if j not in come]))
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
    for kind in _BLOCKS:
        ours, theirs = _blocks(a, kind), _blocks(b, kind)
        for x, y in tuple((x, y) for x in ours for y in theirs):
            if x in ours and y in theirs and _same_block(x.of(a.text), y.of(b.text), style):
                ours.remove(x)
                theirs.remove(y)
        for before, after in zip_longest(ours, theirs):
            found += _block_edit(kind, before, after)
    return tuple(found)


_BLOCKS: tuple[BlockKind, ...] = ("headline", "dateline", "byline", "credit", "caption")
_CUSTOM: frozenset[BlockKind] = frozenset(("dateline", "byline", "credit"))


def _blocks(document: Document, kind: BlockKind) -> list[Span]:
    """The blocks of a kind; a credit that follows a caption is the picture's and goes with it."""
    pairs = zip((None, *document.blocks), document.blocks, strict=False)
    return [
        block.span
        for last, block in pairs
        if block.kind == kind and not (kind == "credit" and last is not None and last.kind == "caption")
    ]


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
