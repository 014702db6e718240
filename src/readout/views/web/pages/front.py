"""The front page: the latest contact of which several accounts are held, what is new, and how much there is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from readout.records import Cell, Comparison, Since
from readout.store.queries import ContactRow, Front, Head
from readout.views import wording
from readout.views.export import Json
from readout.views.web import address, quoted
from readout.views.web.asked import Asked
from readout.views.web.desk import Desk
from readout.views.web.page import Table, sides
from readout.views.web.pages import rows
from readout.views.web.pages.rows import Row, shown
from readout.views.web.quoted import Words

VOICES = 3  # accounts of the leading contact that are shown
SAID = 2  # topics of each of them
LATEST = 10
LOOKED_AT = 6  # contacts of which one leads
REPORTS = 8
CHANGES = 6
CHANGE = 150  # characters of a change
WEIGHTY = ("strengthened", "weakened", "raised")


@dataclass(frozen=True, slots=True)
class Voice:
    """One party's account of the leading contact in a few quotes, each with its topic."""

    name: str
    css: str
    said: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """The contact that leads the page."""

    id: str
    row: Row
    voices: tuple[Voice, ...]
    differ: int
    agree: int


@dataclass(frozen=True, slots=True)
class News:
    """What a party's account changes against its last one."""

    who: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The view of the front page."""

    front: Front
    title: str
    day: str
    lead: Lead | None
    contacts: tuple[Row, ...]
    planned: tuple[Row, ...]
    news: tuple[News, ...]
    reports: tuple[tuple[str, str, str], ...]
    earlier: str | None
    template: str = "front.html"

    def table(self) -> Table:
        """The latest contacts and those that lie ahead."""
        return Table(rows.CONTACT_COLUMNS, rows.contact_cells((*self.front.planned, *self.front.contacts)))

    def data(self) -> Json:
        """The day, the totals, the contacts by column, and the latest documents."""
        totals = self.front.totals
        return {
            "day": self.front.day,
            "totals": {"documents": totals.documents, "families": totals.families, "statements": totals.statements,
                       "events": totals.events, "contacts": totals.contacts},
            "contacts": _lines(self.front.contacts), "planned": _lines(self.front.planned),
            "documents": [{"id": head.document, "day": head.day, "title": head.title, "outlet": head.outlet}
                          for head in self.front.documents],
        }  # fmt: skip


def page(desk: Desk, asked: Asked) -> FrontPage:
    """The front page as of the latest report, or of the day that is asked for."""
    front = desk.held.front(asked.day("day"))
    lead = _leading(front.contacts, desk)
    others = [row for row in front.contacts if lead is None or row.contact.id != lead.id][:LATEST]
    oldest = next((row.contact.when.start for row in reversed(others) if row.contact.when.start), None)
    hidden = front.totals.contacts - len(others) - len(front.planned) - (lead is not None)
    return FrontPage(
        front=front,
        title="Readout",
        day=shown(front.day),
        lead=lead,
        contacts=tuple(rows.of_contact(row, desk.names) for row in others),
        planned=tuple(rows.of_contact(row, desk.names) for row in front.planned[:5]),
        news=tuple(_news(front.contacts, desk)),
        reports=tuple((rows.title(head), address.of("document", head.document), _facts(head))
                      for head in front.documents[:REPORTS]),
        earlier=address.asked("/contacts", [("until", oldest.isoformat())]) if oldest and hidden > 0 else None,
    )  # fmt: skip


def _lines(found: Iterable[ContactRow]) -> list[Json]:
    return [dict(zip(rows.CONTACT_COLUMNS, cells, strict=True)) for cells in rows.contact_cells(found)]


def _leading(latest: Iterable[ContactRow], desk: Desk) -> Lead | None:
    """The latest contact on whose topics several parties speak; else the latest of which several accounts are held."""
    compared = [row for row in latest if row.accounts > 1][:LOOKED_AT]
    found = [(row, comparison) for row in compared if (comparison := desk.held.comparison(row.contact.id))]
    shared = (pair for pair in found if any(row.relation != "only-one" for row in pair[1].rows))
    chosen = next(shared, next(iter(found), None))
    return _lead(*chosen, desk) if chosen else None


def _lead(row: ContactRow, comparison: Comparison, desk: Desk) -> Lead:
    """A contact with the parties' words on the topics that several of them speak of."""
    parties = tuple(dict.fromkeys(account.party for account in comparison.accounts))
    css = sides(parties)
    found = (Voice(desk.names.state(p), css[p], tuple(_said(comparison, p))) for p in parties[:VOICES])
    return Lead(
        row.contact.id, rows.of_contact(row, desk.names), tuple(voice for voice in found if voice.said),
        sum(r.relation == "differ" for r in comparison.rows), sum(r.relation == "both" for r in comparison.rows),
    )  # fmt: skip


def _said(comparison: Comparison, party: str) -> Iterable[tuple[str, Words]]:
    """A party's first words on the topics that weigh most: where they differ, then what they share, then the rest."""
    order = {"differ": 0, "both": 1, "only-one": 2}
    told: list[tuple[str, Cell]] = []
    for row in sorted(comparison.rows, key=lambda row: order[row.relation]):
        cell = next((cell for cell in row.cells if cell.party == party), None)
        if cell is not None:
            told.append((row.topic, cell))
    return ((topic, quoted.cell(cell, {})) for topic, cell in told[:SAID])


def _news(found: Iterable[ContactRow], desk: Desk) -> Iterable[News]:
    """What the latest accounts change, until there are enough."""
    count = 0
    for row in found:
        for since in desk.held.since(row.contact.id) if count < CHANGES else ():
            words = _change(since)
            if words and count < CHANGES:
                count += 1
                others = [desk.names.state(state) for state in row.contact.states if state != since.party]
                who = f"{desk.names.state(since.party)} with {', '.join(others[:2])}, {wording.day(row.contact.when)}"
                yield News(who, words, address.of("contact", row.contact.id))


def _change(since: Since) -> str:
    """The weightiest change in a line; that a topic is gone or worded anew is no news."""
    told = wording.changed(replace(since, changes=tuple(c for c in since.changes if c.kind in WEIGHTY)))
    return wording.short(f"{told[0][0]}: {told[0][1]}", CHANGE) if told else ""


def _facts(head: Head) -> str:
    copies = f"{head.copies} texts of one family" if head.copies > 1 else ""
    return " · ".join(filter(None, (shown(head.day), head.outlet or head.agency, copies)))
