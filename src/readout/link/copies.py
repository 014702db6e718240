"""Which reports are copies of one another, what a copy changed, and who derives from whom where that can be known.

The stage, in order: candidates are pairs that share runs of five words, found through an index of sampled hashes; each
pair is verified on folded text, outside quotation marks, because two desks that quote one communique are no copies;
what holds is aligned; the direction comes from agency credits and days; pairs that are copies join to families.

A family keeps the edges between its members. A shared-source edge joins nobody: it stands in the family of its
`before` document, and `after` may then belong to another family.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

from readout.codebook.compiled import Compiled
from readout.codebook.entries import Outlet
from readout.link.align import Facts, block_edits, edits, in_order
from readout.link.fold import Folded, HouseStyle, Token, fold
from readout.records import Document, Edge, EdgeKind, Edit, Family, Span, content_id
from readout.text import plain

_RUN = 5  # words in a run
_SAMPLE = 8  # one run in eight is indexed ...
_SHORT = 120  # ... of texts with more runs than this
_COMMON = 50  # a run in more documents than this is boilerplate, or a very large family ...
_NEAR = 8  # ... so there each document is compared with its next few neighbours only
_MAYBE = 0.06  # share of the indexed runs that makes a candidate
_DAYS = 10  # texts further apart are copies only if ...
_NEARLY_ALL = 0.8  # ... they share nearly everything
_COPIED = 0.17  # share of the runs outside quotation marks; stories that two desks tell on their own stay below it
_QUOTED = 0.2  # share of all runs, where those outside quotation marks do not suffice
_FEWEST = 8  # runs, about one sentence
_LEAD = 20  # runs, the first sentence of a report
_PIECES = 2  # stretches that hold ...
_MOSTLY = 0.85  # ... this share of all that two texts have in common
_MOST = 0.7  # a text of which so much stands in the other is no telling of its own
_BACKGROUND = 0.4  # below this, what one house repeats is background
_FORMULA = 0.8  # releases of one office are copies from this likeness on
_TOUCHED = 0.03  # a copy may differ in this share of its words and be a plain copy


def families(documents: Iterable[Document], rules: Compiled) -> tuple[Family, ...]:
    """Documents that derive from one text, together; every document is in one family, whatever order they come in."""
    held = sorted(documents, key=lambda document: document.id)
    reader = _Reader(HouseStyle.of(rules), Facts.of(rules.codebook), rules.codebook.outlets)
    edges = tuple(reader.edges(held))
    return tuple(_families([document.id for document in held], edges))


def _families(ids: Sequence[str], edges: Sequence[Edge]) -> Iterator[Family]:
    """Documents joined by copy and edited edges, each group with its edges."""
    parent = {name: name for name in ids}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for edge in edges:
        if edge.kind != "shared-source":
            first, second = sorted((root(edge.before), root(edge.after)))
            parent[second] = first
    members: dict[str, list[str]] = {}
    for name in ids:
        members.setdefault(root(name), []).append(name)
    held: dict[str, list[Edge]] = {}
    for edge in edges:
        held.setdefault(root(edge.before), []).append(edge)
    for first, names in members.items():
        yield Family(content_id("family", *names), tuple(names), tuple(held.get(first, ())))


# ---- candidates ------------------------------------------------------------------------------------------------------
_PLAIN_WORD = re.compile(r"\w+")


def candidates(documents: Sequence[Document]) -> tuple[tuple[int, int], ...]:
    """Pairs of positions in `documents` that share enough runs of five words to be looked at, in order."""
    runs = [_indexed_runs(document) for document in documents]
    sampled = [sum(run % _SAMPLE == 0 for run in of_document) for of_document in runs]
    short = [len(of_document) <= _SHORT for of_document in runs]
    found = []
    for (i, j), shared in sorted(_shared(runs).items()):
        both_whole = short[i] and short[j]
        most = min(len(runs[i]), len(runs[j])) if both_whole else min(sampled[i], sampled[j])
        enough = _NEARLY_ALL if _far_apart(documents[i], documents[j]) else _MAYBE
        if shared >= enough * most:
            found.append((i, j))
    return tuple(found)


def _indexed_runs(document: Document) -> frozenset[int]:
    """The hashed runs under which a document is looked up: all of a short text, a sample of a long one."""
    words = [word for span in document.spans("paragraph") for word in _plain_words(document.text, span)]
    hashed = _hashed(words)
    return frozenset(hashed if len(hashed) <= _SHORT else (run for run in hashed if run % _SAMPLE == 0))


def _plain_words(text: str, span: Span) -> list[str]:
    return _PLAIN_WORD.findall(plain(span.of(text)).lower())


def _hashed(words: Sequence[str]) -> list[int]:
    """A number for every run of five words; the same on every machine."""
    return [zlib.crc32(" ".join(words[i : i + _RUN]).encode()) for i in range(len(words) - _RUN + 1)]


def _shared(runs: Sequence[frozenset[int]]) -> Counter[tuple[int, int]]:
    """How many indexed runs each pair of documents shares."""
    holders: dict[int, list[int]] = {}
    for number, of_document in enumerate(runs):
        for run in of_document:
            holders.setdefault(run, []).append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if len(numbers) <= _COMMON:
            shared.update(combinations(numbers, 2))
        else:
            shared.update((a, b) for i, a in enumerate(numbers) for b in numbers[i + 1 : i + 1 + _NEAR])
    return shared


def _far_apart(a: Document, b: Document) -> bool:
    """Whether both days are known and lie more than ten days apart."""
    if not (a.published.start and a.published.end and b.published.start and b.published.end):
        return False
    gap = max(b.published.start - a.published.end, a.published.start - b.published.end)
    return gap.days > _DAYS


# ---- verification ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Runs:
    """The hashed runs of a folded text: in order, with None for those that touch a quotation; as sets; and its lead."""

    ordered: tuple[int | None, ...]
    every: frozenset[int]
    outside: frozenset[int]
    lead: frozenset[int]

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> "_Runs":
        hashed = _hashed([token.word for token in tokens])
        quoted = [token.quoted for token in tokens]
        ordered = tuple(None if any(quoted[i : i + _RUN]) else run for i, run in enumerate(hashed))
        outside = frozenset(run for run in ordered if run is not None)
        return cls(ordered, frozenset(hashed), outside, frozenset(hashed[:_LEAD]))

    def stretches(self, other: frozenset[int]) -> tuple[int, ...]:
        """How many runs each unbroken stretch has that stands in the other text too, the longest first."""
        shared = groupby(self.ordered, lambda run: run is not None and run in other)
        return tuple(sorted((len(list(runs)) for is_shared, runs in shared if is_shared), reverse=True))


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

    def percent(self) -> tuple[int, int]:
        """How much of the first stands in the second and the other way, in hundredths."""
        return round(100 * self.shared / max(1, self.a)), round(100 * self.shared / max(1, self.b))


@dataclass(frozen=True, slots=True)
class _Text:
    """A folded document and its runs."""

    folded: Folded
    runs: _Runs

    @classmethod
    def of(cls, folded: Folded) -> "_Text":
        return cls(folded, _Runs.of(folded.tokens))


_IN_QUOTATIONS = "too little of it stands outside quotation marks: both quote one source"
_IN_ONE_PIECE = "it stands in one piece and neither text begins like the other: both take it from one source"
_OF_ONE_HOUSE = "it is the smaller part and neither begins like the other: a house repeats its background"


def _verdict(a: _Text, b: _Text) -> str | None:
    """Nothing ("") against one origin, the reason why they only share a source, or None for independent texts."""
    every = _Overlap.of(a.runs.every, b.runs.every)
    outside = _Overlap.of(a.runs.outside, b.runs.outside)
    if _same_office(a.folded.document, b.folded.document) and every.likeness < _FORMULA:
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
    follow_up = outside.containment < _BACKGROUND and _same_house(a.folded.document, b.folded.document)
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
    """What it takes to read a pair: house style, what is a fact, and which outlets are agencies."""

    style: HouseStyle
    facts: Facts
    outlets: tuple[Outlet, ...]

    def edges(self, documents: Sequence[Document]) -> Iterator[Edge]:
        """The edges of all pairs that hang together, in order of their documents."""
        pairs = candidates(documents)
        used = sorted({i for pair in pairs for i in pair})
        texts = {i: _Text.of(fold(documents[i], self.style)) for i in used}
        for i, j in pairs:
            verdict = _verdict(texts[i], texts[j])
            if verdict:
                yield _sharing(texts[i], texts[j], verdict)
            elif verdict is not None:
                yield self._copied(texts[i], texts[j])

    def _copied(self, a: _Text, b: _Text) -> Edge:
        """The edge between two texts of one origin, the older first where that is known."""
        order = self._direction(a.folded.document, b.folded.document)
        earlier, later = (b, a) if order.sign > 0 else (a, b)
        first, second = earlier.folded.document, later.folded.document
        outside = _Overlap.of(earlier.runs.outside, later.runs.outside)
        body = edits(earlier.folded, later.folded, self.facts)
        why = (
            _shares(first, second, outside, "outside quotation marks"),
            *_changes(body, first, second),
            *order.reasons,
            *(() if order.sign else _weak_order(first, second, outside)),
            *self._unseen(first, second, body),
        )
        return Edge(
            before=first.id,
            after=second.id,
            kind=_copy_kind(body, earlier.folded, later.folded),
            direction="known" if order.sign else "unknown",
            why=why,
            edits=in_order((*body, *block_edits(first, second, self.style))),
        )

    def _direction(self, a: Document, b: Document) -> "_Order":
        """Which is the older: the agency's own text before one that credits it, an earlier day before a later one."""
        votes = [vote for vote in (self._by_agency(a, b), _by_day(a, b)) if vote.sign]
        reasons = tuple(reason for vote in votes for reason in vote.reasons)
        signs = {vote.sign for vote in votes}
        if len(signs) == 2:
            return _Order(0, (*reasons, "the two disagree, so the direction stays unknown"))
        return _Order(signs.pop() if signs else 0, reasons)

    def _by_agency(self, a: Document, b: Document) -> "_Order":
        agency = _common_agency(a, b, self.outlets)
        if agency is None:
            return _Order(0)
        names = _names(agency, self.outlets)
        own_a, own_b = _own(a, names), _own(b, names)
        if own_a == own_b:
            return _Order(0)
        own, other = (a, b) if own_a else (b, a)
        reason = f"{own.id} is {agency}'s own text ({_mark(own, names)}), {other.id} credits {agency}"
        return _Order(-1 if own_a else 1, (reason,))

    def _unseen(self, first: Document, second: Document, body: Sequence[Edit]) -> tuple[str, ...]:
        agency = _common_agency(first, second, self.outlets)
        credited = agency is not None and not _own(second, _names(agency, self.outlets))
        if credited and any(edit.kind == "added" for edit in body):
            return (f"a later version by {agency}, not held here, may lie between the two",)
        return ()


@dataclass(frozen=True, slots=True)
class _Order:
    """-1 where the first of two documents is the older, 1 where the second is, 0 where nothing tells; and why."""

    sign: int
    reasons: tuple[str, ...] = ()


def _sharing(a: _Text, b: _Text, reason: str) -> Edge:
    """The edge between texts that share a source; there is nothing to align and no older one."""
    first, second = a.folded.document, b.folded.document
    why = (_shares(first, second, _Overlap.of(a.runs.every, b.runs.every), "in all"), reason)
    return Edge(first.id, second.id, "shared-source", "unknown", why, ())


def _copy_kind(body: Sequence[Edit], a: Folded, b: Folded) -> EdgeKind:
    """A plain copy has hardly a word that is not the other's; one changed fact makes it an edited one."""
    real = [edit for edit in body if edit.kind not in {"house-style", "moved"}]
    if any(edit.kind == "changed-fact" for edit in real):
        return "edited"
    touched = sum(max(len(edit.before or ()), len(edit.after or ())) for edit in real)
    return "copy" if touched <= _TOUCHED * max(_length(a), _length(b)) else "edited"


def _length(text: Folded) -> int:
    return sum(len(sentence.place) for sentence in text.sentences)


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


def _by_day(a: Document, b: Document) -> _Order:
    """The earlier day first; a day that was itself taken from a sibling proves nothing."""
    ours, theirs = a.published, b.published
    if "sibling" in {ours.basis, theirs.basis} or not (ours.start and ours.end and theirs.start and theirs.end):
        return _Order(0)
    if ours.end <= theirs.start:
        return _Order(-1, (_earlier(a, b),))
    return _Order(1, (_earlier(b, a),)) if theirs.end <= ours.start else _Order(0)


def _earlier(first: Document, second: Document) -> str:
    return f"{first.id} is dated {first.published.start}, {second.id} {second.published.start}"


def _weak_order(a: Document, b: Document, overlap: _Overlap) -> Iterator[str]:
    """Where nothing tells the direction: that one text holds the other is said, and decides nothing."""
    of_a, of_b = overlap.percent()
    if max(of_a, of_b) >= 90 and abs(of_a - of_b) >= 15:
        inner, outer = (a, b) if of_a > of_b else (b, a)
        yield f"nearly all of {inner.id} stands in {outer.id}, which has more: weak evidence that {outer.id} is later"


# ---- agencies --------------------------------------------------------------------------------------------------------
def _names(agency: str, outlets: Iterable[Outlet]) -> frozenset[str]:
    """All names of an agency, in lower case, as the codebook lists them; else the one it goes by."""
    known = (outlet for outlet in outlets if agency.lower() in {outlet.id.lower(), outlet.name.lower()})
    return frozenset(
        {agency.lower()} | {name.lower() for outlet in known for name in (outlet.id, outlet.name, *outlet.names)}
    )


def _common_agency(a: Document, b: Document, outlets: Iterable[Outlet]) -> str | None:
    """The agency that both texts name as theirs, or that is the outlet of the one and credited by the other."""
    for agency in filter(None, (a.agency, b.agency)):
        names = _names(agency, outlets)
        if all(_is(names, document.agency) or _is(names, document.outlet) for document in (a, b)):
            return agency
    return None


def _is(names: frozenset[str], value: str | None) -> bool:
    return value is not None and value.lower() in names


def _own(document: Document, names: frozenset[str]) -> bool:
    """Whether the text is the agency's own: it is the outlet, or no outlet is known and the dateline names it."""
    return _is(names, document.outlet) or (document.outlet is None and _datelined(document, names))


def _datelined(document: Document, names: frozenset[str]) -> bool:
    datelines = (span.of(document.text).lower() for span in document.spans("dateline"))
    return any(name in line for line in datelines for name in names)


def _mark(document: Document, names: frozenset[str]) -> str:
    return "its dateline names it" if _datelined(document, names) else "it is the outlet"
