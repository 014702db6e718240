"""Which documents are worth comparing: those that share enough runs of five words, by an index of sampled runs.

The stage, in order: a document leaves a trace, the hashed runs under which it is looked up, all of a short text and a
sample of a long one; a pair that shares enough of them is a candidate; a run that stands in very many documents counts
only between neighbours in the order of ids. Whether a pair is a candidate depends on the set of documents held and on
nothing else, so that an index that grows by one document at a time ends where one over all of them at once begins:
a new document brings candidates of its own, and can only take away from those that were there.
"""

import re
import zlib
from array import array
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import NamedTuple, Protocol

from readout.link.fold import RUN, without_marks
from readout.records import Document

_THIRD = b"cdgnp"  # letters, in third place in a word in nine, and in few of the commonest
_SAMPLE = 5  # one letter of another script in so many
_SHORT = 120  # of texts with more runs than this only those of the sample are indexed
COMMON = 50  # a run in more documents than this is boilerplate, or a very large family ...
NEAR = 8  # ... so there each document is compared with its next few neighbours only
_MAYBE = 0.09  # share of the indexed runs that makes a candidate ...
_BULK = 0.5  # ... with those that are common, this share: furniture is common too, and makes no copies
_DAYS = 10  # texts further apart are copies only if ...
_NEARLY_ALL = 0.8  # ... they share nearly everything
_SHIFT = 24  # bits for the number of a document: sixteen million in one call

Pair = tuple[str, str]


# ---- traces ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Trace:
    """What the index keeps of a document: the hashed runs, how many of them are of the sample, and its days.

    A run is odd where it belongs to the sample. `whole`: every run of the text is there. The days are unknown where
    the text has none of its own: one lent by a sibling would make copies depend on which of them was found first.
    """

    document: str
    runs: Sequence[int]
    sampled: int
    whole: bool
    start: date | None
    end: date | None

    def enough(self, other: "Trace", rare: int, common: int) -> bool:
        """Whether a pair that shares so many rare and so many common runs is worth comparing."""
        both_whole = self.whole and other.whole
        most = min(len(self.runs), len(other.runs)) if both_whole else min(self.sampled, other.sampled)
        if self._far_from(other):
            return rare + common >= _NEARLY_ALL * most
        return rare >= max(1, _MAYBE * most) or rare + common >= max(1, _BULK * most)

    def _far_from(self, other: "Trace") -> bool:
        """Whether both days are known and lie more than ten days apart."""
        if not (self.start and self.end and other.start and other.end):
            return False
        return max(other.start - self.end, self.start - other.end).days > _DAYS


# Everything in ASCII that is no letter or digit parts words, and so does typographic punctuation.
_PARTS = bytes(byte if byte > 127 else ord(chr(byte).lower()) if chr(byte).isalnum() else 32 for byte in range(256))
_MARKS = re.compile(rb"\xe2[\x80-\x81].|\xc2.", re.DOTALL)
# Each word has a space before and behind it.
_FOLLOWING = rb" [^ ]++" * (RUN - 1)
_EVERY = re.compile(rb" (?=([^ ]++%b) )" % _FOLLOWING)


class Anchors:
    """Which words begin a run of the sample: long ones by their third letter, in other scripts by their first.

    About one word in nine does. An expression finds them without an object for every word of a text.
    """

    def __init__(self) -> None:
        other = b"".join(b"\\x%x" % byte for byte in range(0x80, 0xC0, _SAMPLE))
        latin, any_ = rb"[^ ][^ ][%b]" % _THIRD, rb"[^ ](?:[^ ][%b]|[%b][^ ])" % (_THIRD, other)
        self._latin, self._any = (re.compile(rb" (?=(%b[^ ]++%b) )" % (word, _FOLLOWING)) for word in (latin, any_))

    def among(self, words: bytes) -> set[int]:
        """The hashed runs of the sample; a space stands around each word."""
        runs = self._latin if words.isascii() else self._any
        return set(map(zlib.crc32, runs.findall(words)))


class Sample(NamedTuple):
    """The runs of a text that an index keeps, how many of them are of the sample, and whether they are all.

    They are in an array, where each takes eight bytes.
    """

    runs: Sequence[int]
    sampled: int
    whole: bool


def sampled(text: str, anchors: Anchors) -> Sample:
    """What an index keeps of a text; the same on every machine."""
    words = _words(text)
    sample = anchors.among(words)
    whole = words.count(b" ") - RUN <= _SHORT
    every = set(map(zlib.crc32, _EVERY.findall(words))) - sample if whole else ()
    runs = sorted([run << 1 for run in every] + [run << 1 | 1 for run in sample])
    return Sample(array("Q", runs), len(sample), whole)


def trace(document: Document, anchors: Anchors) -> Trace:
    """The trace of a document's paragraphs, which can be compared with one that is held."""
    sample = sampled(told(document), anchors)
    return traced(document, sample._replace(runs=tuple(sample.runs)))


def traced(document: Document, sample: Sample) -> Trace:
    """The trace of a document of which this is the sample."""
    day = document.published if document.published.basis != "sibling" else None
    days = (day.start, day.end) if day else (None, None)
    return Trace(document.id, *sample, *days)


def told(document: Document) -> str:
    """The paragraphs of a document, of which a trace is made."""
    text = document.text
    return " ".join([text[block.start : block.end] for block in document.blocks if block.kind == "paragraph"])


def _words(text: str) -> bytes:
    """The words of a text in lower case, as bytes, a space around each: no object for each word."""
    unmarked = without_marks(text)
    raw = unmarked.encode() if unmarked.isascii() else _MARKS.sub(b" ", unmarked.lower().encode())
    # Most words have one space between them, and stay together.
    return b" %b " % b" ".join(filter(None, map(bytes.strip, raw.translate(_PARTS).split(b"  "))))


# ---- all at once -----------------------------------------------------------------------------------------------------
def candidates(documents: Iterable[Document]) -> tuple[tuple[int, int], ...]:
    """Pairs of positions in `documents`, which are in the order of their ids, that are worth comparing, in order."""
    anchors = Anchors()
    return paired([traced(document, sampled(told(document), anchors)) for document in documents])


def paired(traces: Sequence[Trace]) -> tuple[tuple[int, int], ...]:
    """Pairs of positions in `traces`, which are in the order of ids, that are worth comparing, in order."""
    rare, common = Counter[int](), Counter[int]()
    for held in _together([made.runs for made in traces]):
        rare.update(
            [a << _SHIFT | b for holders in held if len(holders) <= COMMON for a, b in combinations(holders, 2)]
        )
        often = [holders for holders in held if len(holders) > COMMON]
        common.update([a << _SHIFT | b for holders in often for a, b in _neighbours(holders)])
    found = ((pair >> _SHIFT, pair & _LOW, rare[pair], common[pair]) for pair in rare.keys() | common.keys())
    return tuple(sorted((i, j) for i, j, *shared in found if traces[i].enough(traces[j], *shared)))


_LOW = (1 << _SHIFT) - 1
_PORTION = 1_000_000  # runs looked at at a time: the table of those seen is so much smaller


def _together(traces: Sequence[Sequence[int]]) -> Iterator[Sequence[list[int]]]:
    """The numbers of the documents that hold a run, for each run that more than one holds, a portion at a time."""
    # Hardly a run is held twice, and which are is found by sets alone, without a look at each.
    portions = 1 + sum(map(len, traces)) // _PORTION
    for portion in range(portions):
        low, high = ((part << 33) // portions for part in (portion, portion + 1))
        parts = [runs[bisect_left(runs, low) : bisect_left(runs, high)] for runs in traces] if portions > 1 else traces
        seen, twice = set[int](), set[int]()
        for part in parts:
            twice.update(seen.intersection(part))
            seen.update(part)
        seen.clear()
        holders: dict[int, list[int]] = {run: [] for run in twice}
        for number, part in enumerate(parts):
            for run in twice.intersection(part):
                holders[run].append(number)
        yield [*holders.values()]


def _neighbours(holders: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each of many holders of a run with the next few of them."""
    return ((a, b) for i, a in enumerate(holders) for b in holders[i + 1 : i + 1 + NEAR])


# ---- one by one ------------------------------------------------------------------------------------------------------
class Rows(Protocol):
    """Where an index keeps its rows: in memory, or in the file of a store."""

    def holders(self, run: int) -> Sequence[str]:
        """The ids of the documents that hold a run, in order."""

    def trace(self, document: str) -> Trace:
        """The trace of a document that is held."""

    def keep(self, new: Trace) -> None:
        """Hold a trace."""


class Memory:
    """The rows of an index in memory."""

    def __init__(self) -> None:
        self._holders: dict[int, list[str]] = {}
        self._traces: dict[str, Trace] = {}

    def holders(self, run: int) -> Sequence[str]:
        """The ids of the documents that hold a run, in order."""
        return self._holders.get(run, ())

    def trace(self, document: str) -> Trace:
        """The trace of a document that is held."""
        return self._traces[document]

    def keep(self, new: Trace) -> None:
        """Hold a trace."""
        self._traces[new.document] = new
        for run in new.runs:
            insort(self._holders.setdefault(run, []), new.document)


@dataclass(frozen=True, slots=True)
class Placed:
    """What a new document does to the candidates: those it belongs with, and the pairs that are none any more."""

    near: tuple[str, ...]
    gone: tuple[Pair, ...]


class Index:
    """The traces of all documents held; places a new one against them without reading their texts."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, new: Trace, joined: Container[Pair]) -> Placed:
        """Place a document that is not held yet; `joined` has the pairs that were found to hang together so far.

        A run that becomes common with this document stops to count for pairs that are no neighbours; only those of
        them that are in `joined` are looked at again.
        """
        rare, common = Counter[str](), Counter[str]()
        weaker: set[Pair] = set()
        for run in new.runs:
            holders = self._rows.holders(run)
            place = bisect_left(holders, new.document)
            if len(holders) < COMMON:
                rare.update(holders)
            else:
                common.update(holders[max(0, place - NEAR) : place + NEAR])
                weaker.update(pair for pair in _parted(holders, place) if pair in joined)
        self._rows.keep(new)
        found = ((id_, self._rows.trace(id_), rare[id_], common[id_]) for id_ in sorted(rare.keys() | common.keys()))
        near = tuple(id_ for id_, held, *shared in found if new.enough(held, *shared))
        return Placed(near, tuple(pair for pair in sorted(weaker) if not self._still(*pair)))

    def sharing(self, new: Trace) -> tuple[str, ...]:
        """The documents held that share a run with a trace, those that share the most first, without itself."""
        shared: Counter[str] = Counter()
        for run in new.runs:
            holders = self._rows.holders(run)
            shared.update(holders if len(holders) <= COMMON else ())
        del shared[new.document]
        return tuple(sorted(shared, key=lambda id_: (-shared[id_], id_)))

    def _still(self, one: str, other: str) -> bool:
        """Whether a pair is a candidate as things are now."""
        ours, theirs = self._rows.trace(one), self._rows.trace(other)
        rare = common = 0
        for run in set(ours.runs) & set(theirs.runs):
            holders = self._rows.holders(run)
            if len(holders) <= COMMON:
                rare += 1
            else:
                common += abs(bisect_left(holders, one) - bisect_left(holders, other)) <= NEAR
        return ours.enough(theirs, rare, common)


def _parted(holders: Sequence[str], place: int) -> Iterator[Pair]:
    """The pairs for which a run counts less, or not at all, as a document comes between the holders at `place`."""
    if len(holders) == COMMON:  # rare up to now
        yield from combinations(holders, 2)
    else:  # only those between whom the document comes move apart
        for i in range(max(0, place - NEAR), min(place, len(holders) - NEAR)):
            yield holders[i], holders[i + NEAR]
