"""A family: its texts and how they hang together, and two of them side by side with what differs."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readout.records import Block, Document, Edge, Edit, Family
from readout.store.queries import Head
from readout.views import wording
from readout.views.difference import Aligned, aligned, marked
from readout.views.export import Json, family_json
from readout.views.web import address
from readout.views.web.asked import Asked
from readout.views.web.desk import Desk
from readout.views.web.marked import visible
from readout.views.web.page import Table
from readout.views.web.pages.rows import shown, title

MOST = 60  # members and pairs that are listed
_TAGS = {"added": "ins", "dropped": "del"}
_KINDS = {
    "house-style": "house style", "reworded": "reworded", "moved": "moved", "added": "added", "dropped": "dropped",
    "changed-fact": "changed fact",
}  # fmt: skip
_COLUMNS = (
    "before",
    "after",
    "edit",
    "before_start",
    "before_end",
    "before_words",
    "after_start",
    "after_end",
    "after_words",
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters of a text: `tag` is ins, del, mark, or empty for what both have."""

    words: str
    tag: str
    kind: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One block in its column."""

    kind: str
    href: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the difference; `same` counts rows that are left out."""

    left: tuple[Cell, ...]
    right: tuple[Cell, ...]
    kinds: str
    same: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that hang together: what the later is to the earlier, the evidence, the address of the difference."""

    words: str
    why: tuple[str, ...]
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """The view of a family."""

    family: Family
    title: str
    members: tuple[tuple[str, str, str], ...]
    pairs: tuple[Pair, ...]
    left: tuple[str, str, str] | None
    right: tuple[str, str, str] | None
    lines: tuple[Line, ...]
    everything: str
    is_whole: bool
    edge: Edge | None
    texts: Mapping[str, str]
    template: str = "family.html"

    def table(self) -> Table:
        """One row for each edit of the two texts that are shown."""
        edits = self.edge.edits if self.edge else ()
        return Table(_COLUMNS, tuple(self._cells(self.edge, edit) for edit in edits if self.edge))

    def _cells(self, edge: Edge, edit: Edit) -> tuple[str | int | None, ...]:
        ours, theirs = edit.before, edit.after
        before = (ours.start, ours.end, ours.of(self.texts[edge.before])) if ours else (None, None, None)
        after = (theirs.start, theirs.end, theirs.of(self.texts[edge.after])) if theirs else (None, None, None)
        return (edge.before, edge.after, edit.kind, *before, *after)

    def data(self) -> Json:
        """The family as `readout copies` writes it."""
        return family_json(self.family)


def page(desk: Desk, id_: str, asked: Asked) -> FamilyPage | None:
    """The view of the family with this id; `pair` chooses the texts, `all` leaves no row out."""
    family = desk.held.family(id_)
    if family is None:
        return None
    heads = desk.held.heads(*family.documents[:MOST])
    edge = _chosen(family, asked)
    held = {d.id: d for d in desk.held.documents_with(edge.before, edge.after)} if edge else {}
    before, after = (held.get(edge.before), held.get(edge.after)) if edge else (None, None)
    whole = asked.one("all") == "yes"
    rows = aligned(edge, before, after, everything=whole) if edge and before and after else ()
    first = next((head for head in heads.values() if head.title), next(iter(heads.values()), None))
    return FamilyPage(
        family=family,
        title=title(first) if first else family.id,
        members=tuple(_member(head) for head in heads.values()),
        pairs=tuple(_pairs(family, edge, asked, heads)),
        left=_head(before, heads),
        right=_head(after, heads),
        lines=tuple(_line(row, before, after) for row in rows) if before and after else (),
        everything=asked.having("all", None if whole else "yes").address,
        is_whole=whole,
        edge=edge if before and after else None,
        texts={id_: document.text for id_, document in held.items()},
    )


def _chosen(family: Family, asked: Asked) -> Edge | None:
    """The edge that is asked for by its two documents, else the first."""
    pair = asked.many("pair")
    wanted = next((edge for edge in family.edges if {edge.before, edge.after} == set(pair)), None)
    return wanted or next(iter(family.edges), None)


def _member(head: Head) -> tuple[str, str, str]:
    facts = " · ".join(filter(None, (shown(head.day), head.outlet, head.agency)))
    return title(head), address.of("document", head.document), facts


def _head(document: Document | None, heads: Mapping[str, Head]) -> tuple[str, str, str] | None:
    """What stands above a column: the title, the address, where the text comes from."""
    if document is None:
        return None
    head = heads.get(document.id)
    facts = " · ".join(filter(None, (document.outlet, document.agency, wording.day(document.published))))
    return (title(head) if head else document.id), address.of("document", document.id), facts


def _pairs(family: Family, chosen: Edge | None, asked: Asked, heads: Mapping[str, Head]) -> Iterable[Pair]:
    called = _called(heads)
    for edge in family.edges[:MOST]:
        after, what = wording.copying(edge, called, ())
        why = tuple(wording.renamed(reason, called) for reason in edge.why)
        rest = tuple((name, value) for name, value in asked.pairs if name == "all")
        href = Asked(asked.path, (*rest, ("pair", edge.before), ("pair", edge.after))).address
        yield Pair(f"{after}: {what}", why, href, edge == chosen)


def _called(heads: Mapping[str, Head]) -> dict[str, str]:
    """A short name for each text: its title, where it comes from if that is not enough, or its id."""
    names = {id_: f"“{wording.short(title(head), 44)}”" for id_, head in heads.items()}
    for more in (
        {id_: head.outlet or head.agency for id_, head in heads.items()},
        {id_: head.day for id_, head in heads.items()},
        {id_: id_ for id_ in heads},
    ):
        shared = Counter(names.values())
        names = {id_: f"{name}, {more[id_]}" if shared[name] > 1 else name for id_, name in names.items()}
    return names


def _line(row: Aligned, before: Document, after: Document) -> Line:
    kinds = ", ".join(dict.fromkeys(_KINDS[edit.kind] for edit in row.edits))
    return Line(
        tuple(_cell(block, before, row.edits, later=False) for block in row.left),
        tuple(_cell(block, after, row.edits, later=True) for block in row.right), kinds, row.same,
    )  # fmt: skip


def _cell(block: Block, document: Document, edits: tuple[Edit, ...], *, later: bool) -> Cell:
    stretches = tuple(
        Stretch(visible(part.text), _TAGS.get(part.edit.kind, "mark") if part.edit else "",
                part.edit.kind if part.edit else "")
        for part in marked(block, document.text, edits, later=later)
    )  # fmt: skip
    kind = "" if block.kind == "paragraph" else block.kind
    return Cell(kind, address.words(document.id, block.start, block.end), stretches)
