"""Lists of contacts, statements and events: what is asked of them, their rows, and what they divide into.

Every choice is a link and every view has one address. How many rows a choice would leave is counted where few enough
are left to count (`COUNTED`); a million rows are not counted for each of twenty links.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, get_args

from readout.records import Status
from readout.store import ContactFilter, EventFilter, StatementFilter
from readout.store.paging import COUNTED
from readout.store.queries import Listing
from readout.views.export import Json
from readout.views.web.asked import WHOLE, Asked
from readout.views.web.charts import CLASSES
from readout.views.web.desk import Desk
from readout.views.web.page import Table
from readout.views.web.pages import rows
from readout.views.web.pages.rows import Cells, Row

PAGE = 40  # rows of a page
_LABELS = {"state": "party", "since": "from", "until": "to", "q": "words"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: its words and address, how many rows it leaves (None: not counted), if it is chosen."""

    words: str
    href: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """What a list divides into, by one name."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form beside a list."""

    name: str
    label: str
    kind: str
    value: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListPage:
    """The view of a list."""

    title: str
    path: str
    counted: str
    rows: tuple[Row, ...]
    facets: tuple[Facet, ...]
    fields: tuple[Field, ...]
    kept: tuple[tuple[str, str], ...]
    chosen: tuple[tuple[str, str], ...]
    first: str | None
    next: str | None
    token: str | None
    total: int
    exact: bool
    columns: tuple[str, ...]
    cells: tuple[Cells, ...]
    next_json: str | None
    template: str = "list.html"

    def table(self) -> Table:
        """The rows with all their columns."""
        return Table(self.columns, self.cells)

    def data(self) -> Json:
        """The rows with their columns by name, how many there are in all, and the address of the next ones."""
        lines = [dict(zip(self.columns, cells, strict=True)) for cells in self.cells]
        return {"total": self.total, "exact": self.exact, "next": self.next_json, "rows": lines}


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a listing, laid out; its size, and the token of the next one."""

    total: int
    exact: bool
    next: str | None
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    cells: tuple[Cells, ...]


# ---- the three lists -------------------------------------------------------------------------------------------------
def contacts(desk: Desk, asked: Asked) -> ListPage:
    """Contacts by parties, days, mode, status, topic and words of their documents."""
    wanted = ContactFilter(
        states=asked.many("state"), since=asked.day("since"), until=asked.day("until"), mode=asked.one("mode"),
        status=asked.one("status"), topic=asked.one("topic"), words=asked.one("words"),
    )  # fmt: skip
    limit = WHOLE if asked.whole else PAGE
    listing = desk.held.contacts(wanted, limit=limit, after=asked.one("after"), parted=not asked.data)
    found = Found(
        *_size(listing), tuple(rows.of_contact(row, desk.names) for row in listing.rows), rows.CONTACT_COLUMNS,
        rows.contact_cells(listing.rows),
    )  # fmt: skip
    count = _counter(listing)
    modes = [word.mode for word in desk.codebook.contacts]
    facets = (
        _facet("Mode", "mode", [(mode, mode) for mode in dict.fromkeys(modes)], asked, count),
        _facet("Status", "status", [(s, s) for s in _CONTACT_STATUS], asked, count),
    )
    fields = (
        *_parties(asked, "state"), Field("topic", "Topic, as in the comparison", "text", asked.one("topic") or ""),
        *_days(asked), _words(asked, "Words in the documents"),
    )  # fmt: skip
    return _page("Contacts", asked, found, facets, fields)


def statements(desk: Desk, asked: Asked) -> ListPage:
    """Statements by speaker, state, act, channel, words and days."""
    wanted = StatementFilter(
        speaker=asked.one("speaker"), state=asked.one("state"), act=asked.one("act"), channel=asked.one("channel"),
        kind=asked.one("kind"), words=asked.one("words"), since=asked.day("since"), until=asked.day("until"),
        folded=asked.one("copies") != "each",
    )  # fmt: skip
    limit = WHOLE if asked.whole else PAGE
    listing = desk.held.statements(wanted, limit=limit, after=asked.one("after"), parted=not asked.data)
    found = Found(
        *_size(listing), tuple(rows.of_statement(row, desk.names) for row in listing.rows), rows.STATEMENT_COLUMNS,
        rows.statement_cells(listing.rows),
    )  # fmt: skip
    count = _counter(listing)
    facets = (
        _facet("Kind", "kind", [(kind, kind) for kind in ("direct", "mixed", "indirect")], asked, count),
        _facet("Channel", "channel", [(c, c.replace("-", " ")) for c in _channels(desk)], asked, count),
        _copies(asked),
    )
    acts = sorted({cue.act for cue in desk.codebook.cues})
    fields = (
        Field("speaker", "Speaker, as named", "text", asked.one("speaker") or ""),
        *_parties(asked, "state", most=1),
        Field("act", "Act", "select", asked.one("act") or "", tuple((act, act) for act in acts)),
        *_days(asked), _words(asked, "Words in the statement"),
    )  # fmt: skip
    return _page("Statements", asked, found, facets, fields)


def events(desk: Desk, asked: Asked) -> ListPage:
    """Events by type, mode, parties, status, class and days."""
    pair = asked.many("dyad")
    quad = asked.one("class") or ""
    wanted = EventFilter(
        type=asked.one("type"), mode=asked.one("mode"), actor=asked.one("actor"), recipient=asked.one("recipient"),
        dyad=(pair[0], pair[1]) if len(pair) > 1 else None, status=asked.one("status"), since=asked.day("since"),
        until=asked.day("until"), quad=int(quad) if quad in {"1", "2", "3", "4"} else None,
        folded=asked.one("copies") != "each",
    )  # fmt: skip
    limit = WHOLE if asked.whole else PAGE
    listing = desk.held.events(wanted, limit=limit, after=asked.one("after"), parted=not asked.data)
    found = Found(
        *_size(listing), tuple(rows.of_event(row, desk.names) for row in listing.rows), rows.EVENT_COLUMNS,
        rows.event_cells(listing.rows),
    )  # fmt: skip
    count = _counter(listing)
    types = sorted(desk.codebook.events, key=lambda kind: (kind.quad, kind.id))
    facets = (
        _facet("Type", "type", [(kind.id, kind.id.capitalize()) for kind in types], asked, count),
        _facet("Class", "class", [(str(number), words) for number, words in CLASSES.items()], asked, count),
        _facet("Status", "status", [(s, s) for s in _EVENT_STATUS], asked, count),
        _copies(asked),
    )
    fields = (
        *_parties(asked, "actor", label="Who does it", most=1),
        *_parties(asked, "recipient", label="To whom", most=1),
        *_days(asked),
    )
    return _page("Events", asked, found, facets, fields)


_STATUS: tuple[str, ...] = get_args(Status)
_CONTACT_STATUS = tuple(s for s in _STATUS if s not in {"happened", "background"})
_EVENT_STATUS = tuple(s for s in _STATUS if s not in {"held", "ongoing", "cancelled", "refused"})


def _channels(desk: Desk) -> tuple[str, ...]:
    """The channels that the codebook tells."""
    named = (p.id.removeprefix("channel-") for p in desk.codebook.patterns if p.id.startswith("channel-"))
    return (*dict.fromkeys(named), "unspecified")


# ---- what a list is made of ------------------------------------------------------------------------------------------
def _page(title: str, asked: Asked, found: Found, facets: tuple[Facet, ...], fields: tuple[Field, ...]) -> ListPage:
    kind = title.lower()[:-1]
    counted = f"{found.total:,} {kind if found.total == 1 else title.lower()}"
    on_form = {field.name for field in fields}
    following = asked.after(found.next) if found.next else None
    return ListPage(
        title=title,
        path=asked.path,
        counted=counted if found.exact else f"at least {counted}",
        rows=found.rows,
        facets=tuple(facet for facet in facets if facet.choices),
        fields=fields,
        kept=tuple(pair for pair in asked.pairs if pair[0] not in on_form | {"after"}),
        chosen=tuple(
            (f"{_LABELS.get(name, name)}: {value}", asked.without(name, value).address)
            for name, value in asked.pairs
            if name not in {"after", "notice"}
        ),
        first=asked.having("after", None).address if asked.one("after") else None,
        next=following.address if following else None,
        token=found.next,
        total=found.total,
        exact=found.exact,
        columns=found.columns,
        cells=found.cells,
        next_json=following.json if following else None,
    )


Count = Callable[[str, str], int | None]


def _size(listing: Listing[Any]) -> tuple[int, bool, str | None]:
    return listing.total, listing.exact, listing.next


def _counter(listing: Listing[Any]) -> Count:
    """Tells how many rows have a value in one field; None where there are too many rows to look at."""
    if not listing.exact or listing.total > COUNTED:
        return lambda _name, _value: None
    counted = {(share.field, share.value): share.count for share in listing.shares}
    return lambda name, value: counted.get(("quad" if name == "class" else name, value), 0)


def _facet(title: str, name: str, values: Iterable[tuple[str, str]], asked: Asked, count: Count) -> Facet:
    """The values of one name; once one is chosen it stands there alone, and leads back to all of them."""
    held = asked.one(name)
    choices: list[Choice] = []
    for value, words in values:
        if held is not None and value != held:
            continue
        number = count(name, value)
        if number != 0 or held == value:
            href = asked.having(name, None if held == value else value).address
            choices.append(Choice(words, href, number, held == value))
    return Facet(title, tuple(choices))


def _copies(asked: Asked) -> Facet:
    """Whether what copies repeat is told once or each time."""
    each = asked.one("copies") == "each"
    return Facet("Copies", (
        Choice("counted once", asked.having("copies", None).address, None, not each),
        Choice("each telling", asked.having("copies", "each").address, None, each),
    ))  # fmt: skip


def _parties(asked: Asked, name: str, *, label: str = "Party", most: int = 2) -> Iterable[Field]:
    given = (*asked.many(name), "")[:most]
    for number, value in enumerate(given):
        yield Field(name, label if number == 0 else "and", "state", value)


def _days(asked: Asked) -> tuple[Field, ...]:
    return (
        Field("since", "From", "date", asked.day("since") or ""),
        Field("until", "To", "date", asked.day("until") or ""),
    )


def _words(asked: Asked, label: str) -> Field:
    return Field("words", label, "text", asked.one("words") or "")
