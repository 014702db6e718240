"""Two parties: cooperation and conflict by month, where their matters stand, and all that lies between them by day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from readout.records import Contact, Event, Matter, Move
from readout.store.queries import ContactRow, Listing, MatterRow, Moment
from readout.store.queries import Month as Counted
from readout.views import wording
from readout.views.export import Json
from readout.views.matters import as_json as matter_json
from readout.views.web import address, quoted
from readout.views.web.asked import WHOLE, Asked
from readout.views.web.charts import CLASSES, Month
from readout.views.web.desk import Desk
from readout.views.web.page import Names, Table
from readout.views.web.pages import rows
from readout.views.web.pages.rows import Row
from readout.views.web.quoted import Words

PAGE = 60
MATTERS = 30  # of two parties; the page of matters has all
SEEN = 20  # last moves of a matter that are looked at where nothing of it has happened yet
_FIRST = "0001-01-01"  # every day that is known
_COLUMNS = ("date", "kind", "type", "mode", "status", "who", "document", "start", "end", "quote")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one matter stands, since when, and the words that say so; without a standing, what is planned or hoped."""

    matter: str
    name: str
    state: str
    day: str
    words: Words
    moves: int


@dataclass(frozen=True, slots=True)
class DyadPage:
    """The view of two parties."""

    one: str
    other: str
    title: str
    names: tuple[str, str]
    months: tuple[Month, ...]
    totals: tuple[tuple[str, int, int], ...]
    chart: str | None
    standing: tuple[Standing, ...]
    moments: tuple[Row, ...]
    counted: str
    undated: int
    unknown: str
    is_unknown: bool
    years: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    first: str | None
    next: str | None
    next_json: str | None
    token: str | None
    found: tuple[Moment, ...]
    matters: tuple[Matter, ...]
    day: date
    template: str = "dyad.html"

    def table(self) -> Table:
        """The timeline: one row for each contact, event and move."""
        return Table(_COLUMNS, tuple(_cells(moment) for moment in self.found))

    def data(self) -> Json:
        """The timeline by column, the counts of months, and the matters as `readout matters` writes them."""
        return {
            "parties": [self.one, self.other],
            "months": [{"month": m.month, "class": CLASSES[m.quad], "events": m.count} for m in self.months],
            "matters": [matter_json(matter, self.day) for matter in self.matters],
            "timeline": [dict(zip(_COLUMNS, _cells(moment), strict=True)) for moment in self.found],
            "next": self.next_json,
        }  # fmt: skip


def page(desk: Desk, one: str, other: str, asked: Asked) -> DyadPage:
    """The view of two parties, in any order of theirs."""
    one, other = sorted((one, other))
    listing = _timeline(desk, one, other, asked)
    counted = desk.held.monthly(one, other)
    months = by_class(counted, desk.names)
    day = datetime.now(UTC).date()
    matters, _ = desk.held.standings(one, other, day=day.isoformat(), latest=SEEN, limit=MATTERS)
    names = (desk.names.state(one), desk.names.state(other))
    total = f"{listing.total:,}" if listing.exact else f"at least {listing.total:,}"
    pair = [("state", one), ("state", other)]
    return DyadPage(
        one=one,
        other=other,
        title=" and ".join(names),
        names=names,
        months=months,
        totals=_totals(counted, desk.names),
        chart=f"{address.dyad(one, other)}/chart.svg" if any(m.month for m in months) else None,
        standing=tuple(found for matter in matters if (found := _standing(matter, desk.names))),
        moments=tuple(_row(moment, desk.names) for moment in listing.rows),
        counted=f"{total} {'entry' if listing.total == 1 else 'entries'}",
        undated=_undated(months, counted, desk.names),
        unknown=asked.having("days", None if asked.one("days") == "unknown" else "unknown").address,
        is_unknown=asked.one("days") == "unknown",
        years=_years(months, asked),
        links=(
            ("Contacts", address.asked("/contacts", pair)),
            ("Events", address.asked("/events", [("dyad", one), ("dyad", other)])),
        ),
        first=asked.having("after", None).address if asked.one("after") else None,
        next=asked.after(listing.next).address if listing.next else None,
        next_json=asked.after(listing.next).json if listing.next else None,
        token=listing.next,
        found=listing.rows,
        matters=desk.held.matters(one, other) if asked.data else (),
        day=day,
    )


def _timeline(desk: Desk, one: str, other: str, asked: Asked) -> Listing[Moment]:
    """What lies between the two, day by day; what has no day comes only when it is asked for, and then alone."""
    limit, after = WHOLE if asked.whole else PAGE, asked.one("after")
    if asked.one("days") != "unknown" and not asked.whole:
        since = asked.day("since") or _FIRST
        return desk.held.timeline(one, other, since=since, until=asked.day("until"), limit=limit, after=after)
    listing = desk.held.timeline(
        one, other, since=asked.day("since"), until=asked.day("until"), limit=limit, after=after
    )
    if asked.whole:
        return listing
    kept = tuple(moment for moment in listing.rows if not moment.first)
    return replace(listing, rows=kept, next=listing.next if len(kept) == len(listing.rows) else None)


def _years(months: Iterable[Month], asked: Asked) -> tuple[tuple[str, str], ...]:
    """The years in which something happened, each with the address at which the timeline begins with it."""
    years = dict.fromkeys(month.month[:4] for month in months)
    return tuple((year, asked.having("days", None).having("since", f"{year}-01-01").address) for year in years)


def by_class(counted: Iterable[Counted], names: Names) -> tuple[Month, ...]:
    """The events of each month by class, copies folded; those without a month are left to the totals."""
    sums: Counter[tuple[str, int]] = Counter()
    for month in counted:
        quad = names.quads.get(month.type)
        if month.month and quad:
            sums[month.month, quad] += month.folded
    return tuple(Month(month, quad, count) for (month, quad), count in sorted(sums.items()) if count)


def _undated(months: Iterable[Month], counted: Iterable[Counted], names: Names) -> int:
    """How many events stand in the totals and in no month."""
    every = sum(month.folded for month in counted if month.type in names.quads)
    return every - sum(month.count for month in months)


def _totals(counted: Iterable[Counted], names: Names) -> tuple[tuple[str, int, int], ...]:
    """Each class with its events, copies folded and every telling."""
    folded: Counter[int] = Counter()
    raw: Counter[int] = Counter()
    for month in counted:
        folded[names.quads.get(month.type, 0)] += month.folded
        raw[names.quads.get(month.type, 0)] += month.raw
    return tuple((words, folded[quad], raw[quad]) for quad, words in CLASSES.items() if raw[quad])


def _standing(row: MatterRow, names: Names) -> Standing | None:
    matter = row.matter
    shown = row.stands or next((move for move in matter.moves if move.status != "hypothetical"), None)
    if shown is None:
        return None
    since = wording.day(shown.when) if shown.when.start else ""
    name = names.matters.get(matter.kind, matter.kind)
    words = quoted.plain(shown.evidence, {})
    return Standing(name, shown.name, wording.move(shown), since, words, row.moves)


def _row(moment: Moment, names: Names) -> Row:
    record = moment.record
    if isinstance(record, Contact):
        return rows.of_contact(ContactRow(record, 0, ()), names)
    if isinstance(record, Event):
        return rows.done(record, moment.head, names)
    return of_move(record, names)


def of_move(move: Move, names: Names) -> Row:
    """A move of a matter as a row."""
    label = names.matters.get(move.matter, move.matter)
    told = ((address.of("document", move.document), "the document"),)
    return Row(
        "move", wording.day(move.when), label, f"{move.name}: {wording.move(move)}", address.place(move.evidence), "",
        move.status, quoted.plain(move.evidence, {}), notes=told,
    )  # fmt: skip


def _cells(moment: Moment) -> tuple[str | int | None, ...]:
    """A moment as a row of the table."""
    record = moment.record
    if isinstance(record, Contact):
        place = record.tellings[0] if record.tellings else None
        who, kind, mode = wording.parties(record), record.mode, None
    else:
        place = record.evidence
        who = wording.dyad(record) if isinstance(record, Event) else "; ".join(record.states)
        kind, mode = (record.type, record.mode) if isinstance(record, Event) else (record.matter, record.state)
    words = (place.document, place.start, place.end, place.quote) if place else (None, None, None, None)
    return (record.when.iso or moment.first or None, moment.kind, kind, mode, record.status, who, *words)
