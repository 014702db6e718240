"""Rows of lists: a contact, a statement or an event on a few lines, each with its words and where they stand."""

from calendar import month_abbr
from collections.abc import Iterable
from dataclasses import dataclass

from readout.records import Actor, Contact, Event, Statement
from readout.store.queries import ContactRow, EventRow, Head, StatementRow
from readout.views import wording
from readout.views.web import address, quoted
from readout.views.web.page import Names
from readout.views.web.quoted import Words

PEOPLE = 4  # parties of a contact that a row names


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list; `kind` is contact, statement, event or move, `quad` the class of an event."""

    kind: str
    day: str
    what: str
    headline: str
    href: str
    facts: str
    status: str
    words: Words | None
    quad: int = 0
    notes: tuple[tuple[str, str], ...] = ()


def headline(contact: Contact, names: Names) -> str:
    """The parties in a few words: "Norway and Kazakhstan"; beyond four the rest is counted."""
    called = [names.state(state) for state in dict.fromkeys(p.state for p in contact.parties if p.state)]
    if not called:
        return "Parties not named"
    if len(called) > 4:
        return f"{', '.join(called[:3])} and {len(called) - 3} more"
    return joined(called)


def joined(names: Iterable[str]) -> str:
    """Names as one phrase, each once.

    >>> joined(["Laos", "Norway", "Peru", "Laos"])
    'Laos, Norway and Peru'
    """
    called = list(dict.fromkeys(names))
    return " and ".join(filter(None, [", ".join(called[:-1]), *called[-1:]]))


def shown(day: str | None) -> str:
    """A day, month or year in ISO form as a reader would write it; nothing for none.

    >>> shown("2021-08-06"), shown("2021-08"), shown("2021"), shown(None)
    ('6 Aug 2021', 'Aug 2021', '2021', '')
    """
    year, month, number = [*(day or "").split("-"), "", ""][:3]
    return " ".join(filter(None, (number.lstrip("0"), month and month_abbr[int(month)], year)))


def of_contact(row: ContactRow, names: Names) -> Row:
    """A contact: who met, how, who took part, and the first words that tell of it."""
    contact = row.contact
    people = [p for p in contact.parties if p.kind != "state"]
    who = "; ".join(", ".join(filter(None, (p.name, p.office))) for p in people[:PEOPLE])
    more = f" and {len(people) - PEOPLE} more" if len(people) > PEOPLE else ""
    told = wording.plural(len(contact.documents), "document")
    notes = [("", told)]
    if row.accounts > 1:
        notes.append((address.of("contact", contact.id), f"{row.accounts} accounts side by side"))
    return Row(
        "contact", wording.day(contact.when), contact.mode, headline(contact, names), address.of("contact", contact.id),
        " · ".join(filter(None, (contact.place, who + more))), contact.status,
        quoted.plain(contact.tellings[0], {}) if contact.tellings else None, notes=tuple(notes),
    )  # fmt: skip


def of_statement(row: StatementRow, names: Names) -> Row:
    """A statement: who says it through what, and the words."""
    return said(row.statement, row.head, names)


def said(s: Statement, head: Head | None, names: Names) -> Row:
    """A statement with the document that it stands in."""
    via = f"via {' > '.join(relay.actor.label for relay in s.chain)}" if s.chain else ""
    channel = "" if s.channel == "unspecified" else s.channel.replace("-", " ")
    state = names.state(s.speaker_state) if s.speaker_state else ""
    office = next((actor.office for actor in s.speakers if actor.office and actor.office != s.speaker), "")
    facts = " · ".join(filter(None, (state, office, via, channel)))
    cue = s.cue.quote if s.cue else s.act
    return Row(
        "statement", shown(head.day if head else None) or "day not known", s.act,
        f"{s.speaker or 'Nobody named'} {cue}", address.place(s.content), facts, s.kind,
        quoted.plain(s.content, {}), notes=_told_in(head, s.document),
    )  # fmt: skip


def of_event(row: EventRow, names: Names) -> Row:
    """An event: who does what to whom, whether it came to pass, and the words."""
    return done(row.event, row.head, names)


def done(event: Event, head: Head | None, names: Names) -> Row:
    """An event with the document that tells of it."""
    sides = [joined(_name(actor, names) for actor in side) for side in (event.actors, event.recipients)]
    known = event.when.start is not None
    when = wording.day(event.when) if known else f"told {shown(head.day)}" if head and head.day else "day not known"
    what = " ".join(filter(None, (event.type, event.mode)))
    return Row(
        "event", when, what, " → ".join(side for side in sides if side) or "Nobody named",
        address.place(event.evidence), event.place or "", event.status, quoted.plain(event.evidence, {}),
        names.quads.get(event.type, 0), _told_in(head, event.document),
    )  # fmt: skip


def _name(actor: Actor, names: Names) -> str:
    return names.state(actor.state) if actor.state else actor.label


def title(head: Head) -> str:
    """What a document is called in lists; one without a title by who issued it."""
    return head.title or f"Untitled, {head.outlet or head.agency or head.document}"


def _told_in(head: Head | None, document: str) -> tuple[tuple[str, str], ...]:
    if head is None:
        return ((address.of("document", document), document),)
    where = " · ".join(filter(None, (title(head), (head.outlet or head.agency) if head.title else "")))
    notes = [(address.of("document", document), where)]
    if head.copies > 1 and head.family:
        notes.append((address.of("family", head.family), f"{head.copies} texts of one family"))
    return tuple(notes)


# ---- the same as rows of tables --------------------------------------------------------------------------------------
CONTACT_COLUMNS = ("id", "date", "date_basis", "mode", "status", "place", "states", "parties", "documents", "accounts",
                   "topics", "document", "start", "end", "quote")  # fmt: skip
STATEMENT_COLUMNS = ("id", "document", "published", "outlet", "agency", "speaker", "state", "act", "kind", "channel",
                     "relayed_by", "counts", "start", "end", "quote", "rule")  # fmt: skip
EVENT_COLUMNS = ("id", "document", "published", "outlet", "agency", "type", "mode", "status", "date", "date_basis",
                 "actors", "recipients", "place", "contexts", "counts", "start", "end", "quote", "rule")  # fmt: skip
Cells = tuple[str | int | float | None, ...]


def contact_cells(rows: Iterable[ContactRow]) -> tuple[Cells, ...]:
    """Contacts as rows of a table."""
    return tuple(_contact_cells(row) for row in rows)


def _contact_cells(row: ContactRow) -> Cells:
    c = row.contact
    first = c.tellings[0] if c.tellings else None
    place: Cells = (first.document, first.start, first.end, first.quote) if first else (None, None, None, None)
    return (
        c.id, c.when.iso, c.when.basis, c.mode, c.status, c.place, "; ".join(c.states), wording.parties(c),
        "; ".join(c.documents), row.accounts, "; ".join(row.topics), *place,
    )  # fmt: skip


def statement_cells(rows: Iterable[StatementRow]) -> tuple[Cells, ...]:
    """Statements as rows of a table; `counts` is "no" for what a copy repeats."""
    return tuple(
        (
            s.id, s.document, row.head.day, row.head.outlet, row.head.agency, s.speaker, s.speaker_state, s.act, s.kind,
            s.channel, " > ".join(relay.actor.label for relay in s.chain), "yes" if row.lead else "no",
            s.content.start, s.content.end, s.content.quote, s.content.rule,
        )
        for row in rows
        for s in (row.statement,)
    )  # fmt: skip


def event_cells(rows: Iterable[EventRow]) -> tuple[Cells, ...]:
    """Events as rows of a table; `counts` is "no" for what a copy repeats."""
    return tuple(
        (
            e.id, e.document, row.head.day, row.head.outlet, row.head.agency, e.type, e.mode, e.status, e.when.iso,
            e.when.basis, "; ".join(wording.party(a) for a in e.actors),
            "; ".join(wording.party(a) for a in e.recipients), e.place, "; ".join(e.contexts),
            "yes" if row.lead else "no", e.evidence.start, e.evidence.end, e.evidence.quote, e.evidence.rule,
        )
        for row in rows
        for e in (row.event,)
    )  # fmt: skip
