"""Which reports are copies of one another, what a copy changed, and who derives from whom where that can be known.

The stage, in order: candidates are pairs that share runs of five words (`candidates`); each pair is verified on folded
text, outside quotation marks, because two desks that quote one communique are no copies; what holds is aligned
(`align`); who was first is told where something says so (`direction`); pairs that are copies join to families.

A family keeps the edges between its members. A shared-source edge joins nobody: it stands in the family of its
`before` document, and `after` may then belong to another family.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, pairwise
from operator import and_
from typing import TypeVar

from readout.codebook.compiled import Compiled
from readout.codebook.entries import Outlet
from readout.link.align import block_edits, edits, in_order
from readout.link.candidates import Anchors, Index, Pair, candidates, trace
from readout.link.direction import Held, Voices, common_agency, credits_unheld, direction
from readout.link.facts import Facts
from readout.link.fold import RUN, Folded, HouseStyle, fold, paragraphs, quotations
from readout.records import Document, Edge, EdgeKind, Edit, Family, content_id

Name = TypeVar("Name", str, int)

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


def families(documents: Iterable[Document], rules: Compiled) -> tuple[Family, ...]:
    """Documents that derive from one text, together; every document is in one family, whatever order they come in."""
    held = sorted(documents, key=lambda document: document.id)
    return verified(held, ((held[i].id, held[j].id) for i, j in candidates(held)), rules)


def verified(documents: Iterable[Document], pairs: Iterable[Pair], rules: Compiled) -> tuple[Family, ...]:
    """The families of documents of which these pairs, told by their ids, are the ones worth comparing."""
    held = {document.id: document for document in documents}
    reader = _Reader.of(rules, held.__getitem__)
    told = sorted({(min(pair), max(pair)) for pair in pairs})
    edges = [edge for pair in _one_group_after_another(told) if (edge := reader.edge(*pair))]
    return grouped(held, edges)


def copied(documents: Iterable[Document], rules: Compiled) -> tuple[Pair, ...]:
    """The pairs of documents of one origin, verified and not aligned: which belong together, not how they differ."""
    held = sorted(documents, key=lambda document: document.id)
    read = {document.id: document for document in held}.__getitem__
    reader = _Reader.of(rules, read)
    whole = lru_cache(_HELD)(lambda id_: _Paragraphs.of(read(id_)))

    def one_origin(one: str, other: str) -> bool:
        # Most copies are plain ones, whose words nobody has to fold or count.
        plain_copy = whole(one).are_those_of(whole(other)) and not _same_office(read(one), read(other))
        return plain_copy or reader.verdict(one, other)[0] == ""

    pairs = _one_group_after_another([(held[i].id, held[j].id) for i, j in candidates(held)])
    return tuple(pair for pair in pairs if one_origin(*pair))


def _one_group_after_another(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs with those that hang together side by side, so that few texts need be at hand at a time."""
    root = _roots(pairs)
    return sorted(pairs, key=lambda pair: (root(pair[0]), pair))


@dataclass(frozen=True, slots=True)
class Grown:
    """What new documents do to the edges that are held: those that come, and the pairs that hang together no more."""

    come: tuple[Edge, ...]
    gone: tuple[Pair, ...]


def grown(
    new: Iterable[Document], index: Index, joined: Iterable[Pair], read: Callable[[str], Document], rules: Compiled
) -> Grown:
    """Place new documents against all that an index holds; only the texts of their candidates are read.

    `joined` are the pairs that have an edge so far. With the edges that come and without those that are gone,
    `grouped` makes the families that `families` makes of all the documents at once.
    """
    ready = {document.id: document for document in new}
    reader = _Reader.of(rules, lambda id_: ready[id_] if id_ in ready else read(id_))
    anchors = Anchors()
    before = set(joined)
    now, come = set(before), dict[Pair, Edge]()
    for id_ in sorted(ready):
        placed = index.add(trace(ready[id_], anchors), now)
        for other in placed.near:
            pair = (min(id_, other), max(id_, other))
            edge = reader.edge(*pair)
            if edge is not None:
                now.add(pair)
                come[pair] = edge
        now.difference_update(placed.gone)
    return Grown(tuple(edge for pair, edge in come.items() if pair in now), tuple(sorted(before - now)))


def between(edge: Edge) -> Pair:
    """The pair of an edge, in the order of ids."""
    return min(edge.before, edge.after), max(edge.before, edge.after)


def grouped(ids: Iterable[str], edges: Iterable[Edge]) -> tuple[Family, ...]:
    """Documents joined by copy and edited edges, each group with its edges; all in the order of ids."""
    held = sorted(edges, key=between)
    root = _roots((edge.before, edge.after) for edge in held if edge.kind != "shared-source")
    members: dict[str, list[str]] = {}
    for name in sorted(ids):
        members.setdefault(root(name), []).append(name)
    of_group: dict[str, list[Edge]] = {}
    for edge in held:
        of_group.setdefault(root(edge.before), []).append(edge)
    return tuple(
        Family(content_id("family", *names), tuple(names), tuple(of_group.get(first, ())))
        for first, names in members.items()
    )


def _roots(pairs: Iterable[tuple[Name, Name]]) -> Callable[[Name], Name]:
    """Which group each name belongs to once all pairs are joined: the first name of the group."""
    parent: dict[Name, Name] = {}

    def root(name: Name) -> Name:
        while (above := parent.get(name, name)) != name:
            parent[name] = parent.get(above, above)
            name = above
        return name

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    return root


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
class _Reader:
    """What it takes to read a pair: texts made ready, what is a fact, and which outlets are agencies."""

    style: HouseStyle
    facts: Facts
    outlets: tuple[Outlet, ...]
    voices: Voices
    text: Callable[[str], _Text]

    @classmethod
    def of(cls, rules: Compiled, read: Callable[[str], Document]) -> "_Reader":
        """The reader of documents that `read` gives by id; the last few hundred stay at hand."""
        style = HouseStyle.of(rules)
        text = lru_cache(_HELD)(lambda id_: _Text.of(read(id_), style))
        voices = tuple(rules.patterns[pattern.id] for pattern in rules.codebook.patterns_of("own-voice"))
        return cls(style, Facts.of(rules.codebook), rules.codebook.outlets, voices, text)

    def verdict(self, one: str, other: str) -> tuple[str | None, _Overlap, _Overlap]:
        """What `_verdict` says of two documents, and what they share: in all, and outside quotation marks."""
        a, b = self.text(one), self.text(other)
        every = _Overlap.of(a.runs.every, b.runs.every)
        unquoted = a.runs.outside is a.runs.every and b.runs.outside is b.runs.every
        outside = every if unquoted else _Overlap.of(a.runs.outside, b.runs.outside)
        return _verdict(a, b, every, outside), every, outside

    def edge(self, one: str, other: str) -> Edge | None:
        """The edge between two documents, the first id first; None between independent texts."""
        verdict, every, outside = self.verdict(one, other)
        if verdict is None:
            return None
        a, b = self.text(one), self.text(other)
        return _sharing(a.document, b.document, every, verdict) if verdict else self._copied(a, b, every, outside)

    def _copied(self, a: _Text, b: _Text, every: _Overlap, outside: _Overlap) -> Edge:
        """The edge between two texts of one origin, the older first where that is known."""
        held = Held(*outside.percent(), max(*outside.percent(), *every.percent()))
        order = direction(a.document, b.document, held, self.outlets, self.voices)
        if order.sign > 0:
            a, b, outside = b, a, outside.turned()
        first, second = a.document, b.document
        body = edits(a.folded, b.folded, self.facts)
        why = (
            _shares(first, second, outside, "outside quotation marks"),
            *_changes(body, first, second),
            *order.reasons,
            *self._unseen(first, second, body),
        )
        return Edge(
            before=first.id,
            after=second.id,
            kind=_copy_kind(body, a.folded, b.folded),
            direction="known" if order.sign else "unknown",
            why=why,
            edits=in_order((*body, *block_edits(first, second, self.style))),
        )

    def _unseen(self, first: Document, second: Document, body: Sequence[Edit]) -> tuple[str, ...]:
        agency = common_agency(first, second, self.outlets)
        credited = agency is not None and credits_unheld(second, agency, self.outlets)
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
