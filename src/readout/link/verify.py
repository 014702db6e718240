"""Whether two texts are of one origin, and how they differ: the verdict on a pair, and its edge.

In order: both texts are folded and their runs of five words held against each other, outside quotation marks, because
two desks that quote one communique are no copies; what holds is aligned (`align`), and who was first is told where
something says so (`direction`).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, pairwise
from operator import and_

from readout.codebook.compiled import Compiled
from readout.codebook.entries import Outlet
from readout.link.align import block_edits, edits, in_order
from readout.link.candidates import Pair
from readout.link.direction import Held, Voices, common_agency, credits_unheld, direction
from readout.link.facts import Facts
from readout.link.fold import RUN, Folded, HouseStyle, fold, paragraphs, quotations
from readout.records import Document, Edge, EdgeKind, Edit

_NEARLY_ALL = 0.8  # share of all runs of two texts of which one is the other, also where most of it is quoted
_COPIED = 0.17  # share of the runs outside quotation marks; stories that two desks tell on their own stay below it
_QUOTED = 0.2  # share of all runs, where those outside quotation marks do not suffice
_HELD = 256  # texts made ready at a time, since the copies of one text are compared together
_FEWEST = 8  # runs, about one sentence
_LEAD = 20  # runs, the first sentence of a report
_PIECES = 2  # stretches that hold ...
_MOSTLY = 0.85  # ... this share of all that two texts have in common
_MOST = 0.7  # a text of which so much stands in the other is no telling of its own
_SURELY = 0.76  # the same share by paragraphs that both have, where a copy need not be read
_BACKGROUND = 0.4  # below this, what one house repeats is background
_FORMULA = 0.8  # releases of one office are copies from this likeness on
_TOUCHED = 0.03  # a copy may differ in this share of its words and be a plain copy


# ---- verification ----------------------------------------------------------------------------------------------------
_QUOTE = re.compile(r"q+")
_SHARED = re.compile(rb"\x01+")


@dataclass(frozen=True, slots=True)
class _Runs:
    """The runs of a folded text, as hashes: in order; all of them; those that touch no quotation; its lead."""

    ordered: tuple[int, ...]
    quoted: str
    every: frozenset[int]
    outside: frozenset[int]
    lead: frozenset[int]

    @classmethod
    def of(cls, words: Sequence[str], quoted: str) -> "_Runs":
        """The runs of words; `quoted` has a letter for each, `q` where it stands in quotation marks."""
        ordered = tuple(map(hash, zip(*(words[n:] for n in range(RUN)), strict=False)))
        every = frozenset(ordered)
        outside = frozenset(compress(ordered, _free(quoted, len(ordered)))) if "q" in quoted else every
        return cls(ordered, quoted, every, outside, frozenset(ordered[:_LEAD]))

    def stretches(self, other: frozenset[int]) -> tuple[int, ...]:
        """How many runs outside quotations each unbroken stretch has that stands in the other too, the longest first.

        >>> a, b = (_Runs.of("w x one two three four five six y z".split(), q) for q in (10 * ".", "q" + 9 * "."))
        >>> a.stretches(b.outside), b.stretches(a.outside)
        ((5,), (5,))
        """
        shared = bytes(map(and_, map(other.__contains__, self.ordered), _free(self.quoted, len(self.ordered))))
        return tuple(sorted(map(len, _SHARED.findall(shared)), reverse=True))


def _free(quoted: str, runs: int) -> bytearray:
    """For each run of words whether none of them is quoted."""
    free = bytearray(b"\x01" * runs)
    for touched in _QUOTE.finditer(quoted):
        start, end = min(runs, max(0, touched.start() - RUN + 1)), min(runs, touched.end())
        free[start:end] = bytes(end - start)
    return free


@dataclass(frozen=True, slots=True)
class _Overlap:
    """How much of each of two texts stands in the other: runs shared, and runs there are."""

    shared: int
    a: int
    b: int

    @classmethod
    def of(cls, a: frozenset[int], b: frozenset[int]) -> "_Overlap":
        return cls(len(a & b), len(a), len(b))

    @property
    def containment(self) -> float:
        """The share of the shorter text that stands in the longer one."""
        return self.shared / max(1, min(self.a, self.b))

    @property
    def likeness(self) -> float:
        """The share of all runs that both have."""
        return self.shared / max(1, self.a + self.b - self.shared)

    def turned(self) -> "_Overlap":
        """The same with the second text first."""
        return _Overlap(self.shared, self.b, self.a)

    def percent(self) -> tuple[int, int]:
        """How much of the first stands in the second and the other way, in hundredths."""
        return round(100 * self.shared / max(1, self.a)), round(100 * self.shared / max(1, self.b))


@dataclass(frozen=True, slots=True)
class _Text:
    """A document, folded, and the runs of its words."""

    document: Document
    folded: Folded
    runs: _Runs

    @classmethod
    def of(cls, document: Document, style: HouseStyle) -> "_Text":
        folded = fold(document, style)
        return cls(document, folded, _Runs.of(*folded.words()))


@dataclass(frozen=True, slots=True)
class _Paragraphs:
    """The paragraphs of a document as they stand, each with its runs, and the joints of two that follow each other."""

    runs: Mapping[str | Pair, int]
    words: int

    @classmethod
    def of(cls, document: Document) -> "_Paragraphs":
        told = paragraphs(document)
        words = [paragraph.count(" ") + 1 for paragraph in told]
        runs: dict[str | Pair, int] = dict(zip(told, (max(0, count - RUN + 1) for count in words), strict=True))
        runs.update(zip(pairwise(told), (min(*counts, RUN - 1) for counts in pairwise(words)), strict=True))
        return cls(runs, sum(words))

    def are_those_of(self, other: "_Paragraphs") -> bool:
        """Whether both have nearly all paragraphs of the shorter outside quotations: more of its runs than `_MOST`.

        That is no proof, since words are counted by spaces, and repeated ones again: the margin stands for it.
        """
        enough = max(_SURELY * min(self.words, other.words), 2 * _FEWEST)
        common = self.runs.keys() & other.runs.keys()
        if sum(map(self.runs.__getitem__, common)) < enough:
            return False
        quoted = {paragraph for paragraph in common if isinstance(paragraph, str) and quotations(paragraph)}
        free = (part for part in common if quoted.isdisjoint((part,) if isinstance(part, str) else part))
        return sum(map(self.runs.__getitem__, free)) >= enough


_IN_QUOTATIONS = "too little of it stands outside quotation marks: both quote one source"
_IN_ONE_PIECE = "it stands in one piece and neither text begins like the other: both take it from one source"
_OF_ONE_HOUSE = "it is the smaller part and neither begins like the other: a house repeats its background"


def _verdict(a: _Text, b: _Text, every: _Overlap, outside: _Overlap) -> str | None:
    """Nothing ("") against one origin, the reason why they only share a source, or None for independent texts."""
    if _same_office(a.document, b.document) and every.likeness < _FORMULA:
        return None
    if every.likeness >= _NEARLY_ALL:
        return ""  # also where almost all of both texts is one quotation
    if outside.shared >= _FEWEST and outside.containment >= _COPIED:
        return _borrowed(a, b, outside)
    if every.shared >= _FEWEST and every.containment >= _QUOTED:
        return _IN_QUOTATIONS
    return None


def _borrowed(a: _Text, b: _Text, outside: _Overlap) -> str:
    """Why texts that share enough words still have two origins: both took over a note, or a house its background."""
    if outside.containment >= _MOST or _begins_in(a.runs, b.runs) or _begins_in(b.runs, a.runs):
        return ""
    if _in_one_piece(a.runs, b.runs):
        return _IN_ONE_PIECE
    follow_up = outside.containment < _BACKGROUND and _same_house(a.document, b.document)
    return _OF_ONE_HOUSE if follow_up else ""


def _same_house(a: Document, b: Document) -> bool:
    """Whether one outlet or agency stands behind both."""
    same = ((a.outlet, b.outlet), (a.agency, b.agency))
    return any(ours is not None and ours == theirs for ours, theirs in same)


def _same_office(a: Document, b: Document) -> bool:
    """Whether one office issued both: its releases share formulas, also on different occasions."""
    return a.issuer is not None and (a.issuer, a.office, a.outlet) == (b.issuer, b.office, b.outlet)


def _in_one_piece(a: _Runs, b: _Runs) -> bool:
    """Whether what is shared is a note, a list or page furniture that both took over, and the telling is their own."""
    shorter, longer = sorted((a, b), key=lambda runs: len(runs.outside))
    stretches = shorter.stretches(longer.outside)
    return sum(stretches[:_PIECES]) >= _MOSTLY * sum(stretches)


def _begins_in(a: _Runs, b: _Runs) -> bool:
    """Whether a good part of the beginning of `a` stands in `b`."""
    return 3 * len(a.lead & b.every) >= len(a.lead)


# ---- edges -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Ways:
    """What of a codebook tells copies: house style, what is a fact, outlets, and words by which a house names itself.

    It can be sent to another process, which a whole codebook is too large for.
    """

    style: HouseStyle
    facts: Facts
    outlets: tuple[Outlet, ...]
    voices: Voices

    @classmethod
    def of(cls, rules: Compiled) -> "Ways":
        """Those of a codebook."""
        voices = tuple(rules.patterns[pattern.id].compiled for pattern in rules.codebook.patterns_of("own-voice"))
        return cls(HouseStyle.of(rules), Facts.of(rules.codebook), rules.codebook.outlets, voices)


class Reader:
    """Reads pairs of documents, which `read` gives by id; the last few hundred stay at hand, made ready."""

    def __init__(self, ways: Ways, read: Callable[[str], Document]) -> None:
        self.ways = ways
        self._read = read
        self._text = lru_cache(_HELD)(lambda id_: _Text.of(read(id_), ways.style))
        self._whole = lru_cache(_HELD)(lambda id_: _Paragraphs.of(read(id_)))

    def one_origin(self, one: str, other: str) -> bool:
        """Whether two documents are of one origin."""
        # Most copies are plain ones, whose words nobody has to fold or count.
        plain_copy = self._whole(one).are_those_of(self._whole(other))
        if plain_copy and not _same_office(self._read(one), self._read(other)):
            return True
        return self.verdict(one, other)[0] == ""

    def verdict(self, one: str, other: str) -> tuple[str | None, _Overlap, _Overlap]:
        """What `_verdict` says of two documents, and what they share: in all, and outside quotation marks."""
        a, b = self._text(one), self._text(other)
        every = _Overlap.of(a.runs.every, b.runs.every)
        unquoted = a.runs.outside is a.runs.every and b.runs.outside is b.runs.every
        outside = every if unquoted else _Overlap.of(a.runs.outside, b.runs.outside)
        return _verdict(a, b, every, outside), every, outside

    def edge(self, one: str, other: str) -> Edge | None:
        """The edge between two documents, the first id first; None between independent texts."""
        verdict, every, outside = self.verdict(one, other)
        if verdict is None:
            return None
        a, b = self._text(one), self._text(other)
        return _sharing(a.document, b.document, every, verdict) if verdict else self._copied(a, b, every, outside)

    def _copied(self, a: _Text, b: _Text, every: _Overlap, outside: _Overlap) -> Edge:
        """The edge between two texts of one origin, the older first where that is known."""
        held = Held(*outside.percent(), max(*outside.percent(), *every.percent()))
        order = direction(a.document, b.document, held, self.ways.outlets, self.ways.voices)
        if order.sign > 0:
            a, b, outside = b, a, outside.turned()
        first, second = a.document, b.document
        body = edits(a.folded, b.folded, self.ways.facts)
        unseen = self._unseen(first, second, body)
        why = (
            _shares(first, second, outside, "outside quotation marks"),
            *_changes(body, first, second),
            *order.reasons,
            *unseen,
        )
        return Edge(
            before=first.id,
            after=second.id,
            kind=_copy_kind(body, a.folded, b.folded),
            direction="known" if order.sign else "unknown",
            why=why,
            edits=in_order((*body, *block_edits(first, second, self.ways.style))),
            via_unseen=order.via_unseen or bool(unseen),
        )

    def _unseen(self, first: Document, second: Document, body: Sequence[Edit]) -> tuple[str, ...]:
        agency = common_agency(first, second, self.ways.outlets)
        credited = agency is not None and credits_unheld(second, agency, self.ways.outlets)
        if credited and any(edit.kind == "added" for edit in body):
            return (f"a later version by {agency}, not held here, may lie between the two",)
        return ()


def _sharing(first: Document, second: Document, every: _Overlap, reason: str) -> Edge:
    """The edge between texts that share a source; there is nothing to align and no older one."""
    why = (_shares(first, second, every, "in all"), reason)
    return Edge(first.id, second.id, "shared-source", "unknown", why, ())


def _copy_kind(body: Sequence[Edit], a: Folded, b: Folded) -> EdgeKind:
    """A plain copy has hardly a word that is not the other's; one changed fact makes it an edited one."""
    real = [edit for edit in body if edit.kind not in {"house-style", "moved"}]
    if any(edit.kind == "changed-fact" for edit in real):
        return "edited"
    touched = sum(max(len(edit.before or ()), len(edit.after or ())) for edit in real)
    return "copy" if touched <= _TOUCHED * max(_length(a), _length(b)) else "edited"


def _length(text: Folded) -> int:
    return sum(map(len, text.paragraphs))


# ---- reasons ---------------------------------------------------------------------------------------------------------
def _shares(a: Document, b: Document, overlap: _Overlap, where: str) -> str:
    of_a, of_b = overlap.percent()
    return f"runs of five words shared {where}: {of_a} % of {a.id}, {of_b} % of {b.id}"


_SAID = {
    "added": "{n} passage{s} added relative to {a}",
    "dropped": "{n} passage{s} of {a} not in {b}",
    "moved": "{n} passage{s} moved",
    "reworded": "{n} passage{s} worded otherwise",
    "changed-fact": "{n} passage{s} with another number, name, day or negation",
    "house-style": "{n} difference{s} of house style",
}


def _changes(body: Sequence[Edit], a: Document, b: Document) -> Iterator[str]:
    """What the alignment found, counted, in words that blame nobody."""
    counts = Counter(edit.kind for edit in body)
    for kind, said in _SAID.items():
        n = sum(count for found, count in counts.items() if found == kind)
        if n:
            yield said.format(n=n, s="s" if n > 1 else "", a=a.id, b=b.id)
