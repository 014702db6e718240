"""Our own tables: events, contacts, parties, statements and moves, each row with its document and its words.

A time has six columns. `date` is ISO 8601 and no finer than known (2024-03-14, 2024-03, 2024; empty for weeks and other
stretches), `day` is filled for single days alone, `first_day` and `last_day` bound the stretch whatever its grain.
Lists in a cell are joined by "; " (a semicolon inside a part becomes a comma); a part may be empty, so that the lists
of one row stay side by side.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from readout.records import Actor, Contact, Document, Event, Evidence, Statement, When
from readout.views.exports.codes import Codes, sector_of
from readout.views.exports.findings import Finding, Held
from readout.views.exports.made import Count, Value

Column = tuple[str, type]
_PLACE: tuple[Column, ...] = (
    ("document", str), ("url", str), ("outlet", str), ("agency", str), ("published", str), ("published_grain", str),
    ("published_basis", str),
)  # fmt: skip
_WORDS: tuple[Column, ...] = (("start", int), ("end", int), ("quote", str), ("rule", str))
_TIME: tuple[Column, ...] = (
    ("date", str), ("day", str), ("first_day", str), ("last_day", str), ("date_grain", str), ("date_basis", str),
    ("date_reasons", str),
)  # fmt: skip
_COPIES: tuple[Column, ...] = (
    ("told", str), ("family", str), ("tellings", int), ("documents", str), ("missing_from", str),
)  # fmt: skip
_OWN = (("id", str), *_PLACE)


def _side(name: str) -> tuple[Column, ...]:
    return tuple((f"{name}_{part}", str) for part in ("codes", "states", "names", "offices"))


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns with their types, its rows as they come, and what is counted meanwhile."""

    columns: tuple[Column, ...]
    rows: Iterable[tuple[Value, ...]]
    count: Count

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(name for name, _ in self.columns)


# ---- the tables ------------------------------------------------------------------------------------------------------
def events(held: Held, codes: Codes) -> Table:
    """One row an event, whatever its status."""
    columns = (
        *_OWN, ("type", str), ("mode", str), ("status", str), ("quad", int), ("intensity", float), ("cameo", str),
        ("goldstein", float), *_TIME, ("place", str), ("contexts", str), *_side("actor"), *_side("recipient"),
        ("teller", str), *_COPIES, *_WORDS,
    )  # fmt: skip
    count = Count("events")
    return Table(columns, (_event(finding, held, codes) for finding in held.events(count)), count)


def _event(finding: Finding[Event], held: Held, codes: Codes) -> tuple[Value, ...]:
    e = finding.record
    cameo = codes.cameo_of(e)
    return (
        e.id, *_place(e.document, held), e.type, e.mode, e.status, codes.quad_of(e), codes.intensity_of(e),
        cameo.code if cameo else None, cameo.goldstein if cameo else None, *time(e.when), e.place,
        listed(e.contexts), *_actors(e.actors), *_actors(e.recipients), e.teller, *_copies(finding),
        *_words(e.evidence),
    )  # fmt: skip


def contacts(held: Held, _: Codes) -> Table:
    """One row a contact, with the words of its first telling."""
    columns = (
        *_OWN, ("mode", str), ("status", str), *_TIME, ("other_days", str), ("place", str), ("states", str),
        ("parties", int), *_side("party"), ("tellings", int), ("documents", str), ("announced_by", str),
        ("accounts", str), ("reasons", str), *_WORDS,
    )  # fmt: skip
    count = Count("contacts")
    return Table(columns, (_contact(contact, held) for contact in held.contacts(count)), count)


def _contact(contact: Contact, held: Held) -> tuple[Value, ...]:
    first = contact.tellings[0] if contact.tellings else None
    comparison = held.pieces.comparison(contact.id)
    accounts = dict.fromkeys(account.party for account in comparison.accounts) if comparison else ()
    return (
        contact.id, *_place(first.document if first else "", held), contact.mode, contact.status, *time(contact.when),
        listed(also.iso or "" for also in contact.also), contact.place, listed(contact.states), len(contact.parties),
        *_actors(contact.parties), len(contact.tellings), listed(contact.documents), listed(contact.announced_by),
        listed(accounts), listed(contact.reasons), *_words(first),
    )  # fmt: skip


def parties(held: Held, codes: Codes) -> Table:
    """One row a party of a contact, with the words of the contact's first telling and those that name the party."""
    columns = (
        ("contact", str), ("party", int), *_PLACE, ("kind", str), ("name", str), ("office", str), ("state", str),
        ("state_name", str), ("code", str), ("sector", str), ("words", str), ("words_start", int), ("words_end", int),
        ("mode", str), ("status", str), *_TIME, *_WORDS,
    )  # fmt: skip
    count = Count("parties")
    return Table(columns, (_party(contact, number, held, codes) for contact, number in held.parties(count)), count)


def _party(contact: Contact, number: int, held: Held, codes: Codes) -> tuple[Value, ...]:
    actor = contact.parties[number]
    first = contact.tellings[0] if contact.tellings else None
    named = held.named(actor, first) if first else None
    where = (named[1], named[0].start, named[0].end) if named else (None, None, None)
    return (
        contact.id, number + 1, *_place(first.document if first else "", held), actor.kind, actor.name, actor.office,
        actor.state, codes.country_name(actor), actor.code, sector_of(actor), *where, contact.mode, contact.status,
        *time(contact.when), *_words(first),
    )  # fmt: skip


def statements(held: Held, _: Codes) -> Table:
    """One row a statement; it has no time of its own but that of its report, in `published`."""
    columns = (
        *_OWN, ("kind", str), ("act", str), ("strength", int), ("channel", str), ("speaker", str),
        ("speaker_state", str), *_side("speaker"), ("chain", str), ("cue", str), ("cue_start", int), ("cue_end", int),
        ("mention", str), ("mention_start", int), ("mention_end", int), ("hedge", str), ("addressees", str),
        ("topics", str), ("tone", str), ("group", int), *_COPIES, *_WORDS,
    )  # fmt: skip
    count = Count("statements")
    return Table(columns, (_statement(finding, held) for finding in held.statements(count)), count)


def _statement(finding: Finding[Statement], held: Held) -> tuple[Value, ...]:
    s = finding.record
    return (
        s.id, *_place(s.document, held), s.kind, s.act, s.strength, s.channel, s.speaker, s.speaker_state,
        *_actors(s.speakers), listed(relay.actor.label for relay in s.chain), *_cited(s.cue), *_cited(s.mention),
        s.hedge.quote if s.hedge else None, listed(e.quote for e in s.addressees),
        listed(dict.fromkeys(e.rule.removeprefix("topic ") for e in s.topics)), listed(e.quote for e in s.tone),
        s.group, *_copies(finding), *_words(s.content),
    )  # fmt: skip


def moves(held: Held, _: Codes) -> Table:
    """One row a move of a long-lived matter; in a raw table, copies' repetitions of a move name no matter."""
    columns = (
        *_OWN, ("matter", str), ("kind", str), ("name", str), ("state", str), ("status", str), *_TIME,
        ("states", str), *_side("party"), ("teller", str), ("family", str), *_WORDS,
    )  # fmt: skip
    count = Count("moves")
    rows = (
        (
            m.id, *_place(m.document, held), matter, m.matter, m.name, m.state, m.status, *time(m.when),
            listed(m.states), *_actors(m.parties), m.teller, held.pieces.family(m.document), *_words(m.evidence),
        )
        for matter, m in held.moves(count)
    )  # fmt: skip
    return Table(columns, rows, count)


TABLES: Mapping[str, Callable[[Held, Codes], Table]] = {
    "events": events, "contacts": contacts, "parties": parties, "statements": statements, "moves": moves,
}  # fmt: skip


# ---- cells -----------------------------------------------------------------------------------------------------------
def listed(parts: Iterable[str]) -> str:
    """Several values in one cell.

    >>> listed(["Norway", "", "dove; or hawk"])
    'Norway; ; dove, or hawk'
    """
    return "; ".join(part.replace(";", ",") for part in parts)


def time(when: When) -> tuple[str, str, str, str, str, str, str]:
    """The columns of a time: no day where none is known, and the days that bound it."""
    iso = when.iso or ""
    last = when.end - timedelta(days=1) if when.end else None
    return (
        iso, iso if when.grain == "day" else "", when.start.isoformat() if when.start else "",
        last.isoformat() if last else "", when.grain, when.basis, listed(when.reasons),
    )  # fmt: skip


def _place(id_: str, held: Held) -> Iterator[Value]:
    """Where a record stands: the document, where that is from, and when it was published."""
    document = held.document(id_)
    yield id_
    yield from _origin(document) if document else [None] * 6


def _origin(document: Document) -> tuple[Value, ...]:
    when = document.published
    return (document.url, document.outlet, document.agency, when.iso, when.grain, when.basis)


def _actors(actors: tuple[Actor, ...]) -> tuple[str, str, str, str]:
    """Codes, states, names and offices of actors, in one order."""
    return (
        listed(actor.code or "" for actor in actors), listed(actor.state or "" for actor in actors),
        listed(actor.name or "" for actor in actors), listed(actor.office or "" for actor in actors),
    )  # fmt: skip


def _copies(finding: Finding[Event] | Finding[Statement]) -> tuple[Value, ...]:
    return (
        finding.told, finding.family, len(finding.places), listed(finding.documents), listed(finding.missing_from),
    )  # fmt: skip


def _cited(evidence: Evidence | None) -> tuple[Value, ...]:
    return (evidence.quote, evidence.start, evidence.end) if evidence else (None, None, None)


def _words(evidence: Evidence | None) -> tuple[Value, ...]:
    if evidence is None:
        return (None, None, None, None)
    return (evidence.start, evidence.end, evidence.quote, evidence.rule)
