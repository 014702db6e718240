"""Which reports are copies of one another, what a copy changed, and who derives from whom where that can be known.

The stage, in order: candidates are pairs that share runs of five words (`candidates`); each pair is verified, and
what holds gets an edge (`verify`); pairs that are copies join to families. Many documents can be shared out to several
processes, which are sent the texts they need and nothing else, and yield the same.

A family keeps the edges between its members. A shared-source edge joins nobody: it stands in the family of its
`before` document, and `after` may then belong to another family.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from itertools import starmap
from multiprocessing.connection import Connection
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from readout.codebook.compiled import Compiled
from readout.link.candidates import Anchors, Index, Pair, Sample, paired, sampled, told, trace, traced
from readout.link.processes import attend, in_turn, processes
from readout.link.verify import Reader, Ways
from readout.records import Block, Document, Edge, Family, content_id

Name = TypeVar("Name", str, int)
Made_co = TypeVar("Made_co", covariant=True)

ALONE = 8000  # documents; with fewer it takes longer to start other processes than they save
_TEXTS = 512  # of which traces are made at a time
_PAIRS = 256  # verified at a time


def families(documents: Iterable[Document], rules: Compiled, *, workers: int = 1) -> tuple[Family, ...]:
    """Documents that derive from one text, together; every document is in one family, whatever order they come in.

    With several `workers` many documents are shared out to so many processes; the families are the same.
    """
    held = _in_order(documents)
    with _desk(rules, workers, len(held)) as desk:
        return _verified(held, _candidates(held, desk), desk)


def verified(documents: Iterable[Document], pairs: Iterable[Pair], rules: Compiled) -> tuple[Family, ...]:
    """The families of documents of which these pairs, told by their ids, are the ones worth comparing."""
    return _verified(_in_order(documents), {(min(pair), max(pair)) for pair in pairs}, _Desk(Ways.of(rules)))


def copied(documents: Iterable[Document], rules: Compiled, *, workers: int = 1) -> tuple[Pair, ...]:
    """The pairs of documents of one origin, verified and not aligned: which belong together, not how they differ."""
    held = _in_order(documents)
    with _desk(rules, workers, len(held)) as desk:
        tasks = (_Asked(*portion) for portion in _portions(held, _candidates(held, desk)))
        return tuple(sorted(pair for pairs in desk.done(tasks) for pair in pairs))


def _in_order(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda document: document.id)


def _candidates(held: Sequence[Document], desk: "_Desk") -> list[Pair]:
    """The pairs of ids that are worth comparing."""
    portions = [held[start : start + _TEXTS] for start in range(0, len(held), _TEXTS)]
    samples = desk.done(_Sampled([told(document) for document in portion]) for portion in portions)
    traces = [
        traced(document, sample)
        for portion, made in zip(portions, samples, strict=True)
        for document, sample in zip(portion, made, strict=True)
    ]
    return [(held[i].id, held[j].id) for i, j in paired(traces)]


def _verified(held: Sequence[Document], pairs: Collection[Pair], desk: "_Desk") -> tuple[Family, ...]:
    edges = desk.done(_Compared(*portion) for portion in _portions(held, pairs))
    return grouped([document.id for document in held], [edge for made in edges for edge in made])


def _portions(held: Iterable[Document], pairs: Collection[Pair]) -> Iterator[tuple["_Documents", list[Pair]]]:
    """The pairs with those that hang together side by side, so many at a time, with the documents that they need."""
    of_id = {document.id: document for document in held}
    place = {id_: number for number, id_ in enumerate(_neighbours_together(sorted(pairs)))}
    every = sorted(pairs, key=lambda pair: sorted(map(place.__getitem__, pair)))
    for start in range(0, len(every), _PAIRS):
        portion = every[start : start + _PAIRS]
        yield _Documents(of_id[id_] for id_ in sorted({id_ for pair in portion for id_ in pair})), portion


def _neighbours_together(pairs: Iterable[Pair]) -> Iterator[str]:
    """The names in pairs, one group after another, and in a group each name near those that it is in pairs with."""
    neighbours: dict[str, list[str]] = {}
    for one, other in pairs:
        neighbours.setdefault(one, []).append(other)
        neighbours.setdefault(other, []).append(one)
    seen: set[str] = set()
    for first in neighbours:
        # A group that furniture holds together may have thousands of texts, more than can be at hand.
        reached = deque([first] if first not in seen else ())
        seen.add(first)
        while reached:
            name = reached.popleft()
            yield name
            reached.extend(new for new in neighbours[name] if new not in seen)
            seen.update(neighbours[name])


# ---- one process or several ------------------------------------------------------------------------------------------
class _Task(Protocol[Made_co]):
    """A part of the work, with all that it needs of the documents: it is sent to another process as it is."""

    def done(self, ways: Ways) -> Made_co:
        """What it yields."""


_BUT_BLOCKS = attrgetter(*(field.name for field in fields(Document) if field.name != "blocks"))
_OF_BLOCK = attrgetter(*(field.name for field in fields(Block)))


class _Documents(tuple[Document, ...]):
    """Documents of a task. To another process they go as bare tuples, in less than half the time that records take."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Callable[..., "_Documents"], tuple[object, ...]]:
        packed = [(*_BUT_BLOCKS(document), [*map(_OF_BLOCK, document.blocks)]) for document in self]
        return _unpacked, (packed,)


def _unpacked(packed: Iterable[tuple[Any, ...]]) -> _Documents:
    """Documents that have come from another process."""
    return _Documents(Document(id_, text, tuple(starmap(Block, blocks)), *rest) for id_, text, *rest, blocks in packed)


@dataclass(frozen=True, slots=True)
class _Sampled:
    """The samples of texts."""

    texts: list[str]

    def done(self, _: Ways) -> list[Sample]:
        anchors = Anchors()
        return [sampled(text, anchors) for text in self.texts]


@dataclass(frozen=True, slots=True)
class _OfPairs:
    """Pairs of documents, with the documents."""

    documents: _Documents
    pairs: list[Pair]

    def reader(self, ways: Ways) -> Reader:
        """Who reads these documents."""
        return Reader(ways, {document.id: document for document in self.documents}.__getitem__)


class _Compared(_OfPairs):
    """The edges of pairs of documents."""

    __slots__ = ()

    def done(self, ways: Ways) -> list[Edge]:
        reader = self.reader(ways)
        return [edge for pair in self.pairs if (edge := reader.edge(*pair))]


class _Asked(_OfPairs):
    """Which pairs of documents are of one origin."""

    __slots__ = ()

    def done(self, ways: Ways) -> list[Pair]:
        reader = self.reader(ways)
        return [pair for pair in self.pairs if reader.one_origin(*pair)]


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where tasks are done: by other processes where there are pipes to some, else here."""

    ways: Ways
    pipes: tuple[Connection, ...] = ()

    def done(self, tasks: Iterable[_Task[Made_co]]) -> Iterator[Made_co]:
        """What tasks yield, in their order."""
        return in_turn(tasks, self.pipes) if self.pipes else (task.done(self.ways) for task in tasks)


@contextmanager
def _desk(rules: Compiled, workers: int, documents: int) -> Iterator[_Desk]:
    """A desk with so many processes, or with none where the documents are few."""
    ways = Ways.of(rules)
    if workers <= 1 or documents < ALONE:
        yield _Desk(ways)
    else:
        with processes(workers, ways, _serve) as pipes:
            yield _Desk(ways, tuple(pipes))


def _serve(pipe: Connection, ways: Ways) -> None:
    """Do tasks until the other side hangs up."""
    attend(pipe, lambda task: task.done(ways))


# ---- one by one ------------------------------------------------------------------------------------------------------
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
    reader = Reader(Ways.of(rules), lambda id_: ready[id_] if id_ in ready else read(id_))
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
