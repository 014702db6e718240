"""One contact: who took part, the accounts side by side, what one side alone says, and every telling of it."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readout.records import Account, Cell, Comparison, Contact, Document, Row, Since
from readout.views import wording
from readout.views.export import Json, comparison_json
from readout.views.web import address, quoted
from readout.views.web.desk import Desk
from readout.views.web.page import Names, Table, sides
from readout.views.web.pages.judged import Act, acts
from readout.views.web.pages.rows import headline
from readout.views.web.quoted import Words

_MARKS = {"both": "=", "differ": "≠", "only-one": "·"}
_RELATIONS = {"both": "both say it", "differ": "they differ", "only-one": "one side only"}
_HEADER = (
    "topic", "relation", "reason", "party", "agent", "verb", "act", "strength", "quote", "document", "start", "end",
    "url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who took part."""

    state: str
    name: str
    office: str
    side: str
    href: str
    of: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A document that carries an account of a side, and what kind of account it is."""

    words: str
    source: str
    href: str


@dataclass(frozen=True, slots=True)
class Side:
    """One party of the comparison: the head of a column."""

    id: str
    name: str
    css: str
    origins: tuple[Origin, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Told:
    """A party's words on a topic; without any, what may be said of that."""

    side: Side
    words: tuple[Words, ...]
    absent: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One row of the comparison."""

    name: str
    relation: str
    mark: str
    words: str
    reason: str
    cells: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a party's account changes against its own of the contact before."""

    party: str
    css: str
    day: str
    href: str
    kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """A document that tells of the contact: its sentences, and whether it can be judged not to."""

    document: str
    name: str
    title: str
    facts: str
    href: str
    sentences: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Another contact of the same parties about the same days."""

    id: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class ContactPage:
    """The view of one contact."""

    contact: Contact
    comparison: Comparison | None
    documents: tuple[Document, ...]
    title: str
    day: str
    basis: str
    people: tuple[Person, ...]
    dyads: tuple[tuple[str, str], ...]
    columns: tuple[Side, ...]
    topics: tuple[Topic, ...]
    tone: tuple[Words, ...]
    next_steps: tuple[Words, ...]
    imputed: tuple[Words, ...]
    changed: tuple[Changed, ...]
    tellings: tuple[Telling, ...]
    near: tuple[Near, ...]
    more_near: bool
    judged: tuple[Act, ...]
    reasons: tuple[str, ...]
    template: str = "contact.html"

    def table(self) -> Table:
        """One row for each cell of the comparison; without one, a row for each telling."""
        urls = {document.id: document.url for document in self.documents}
        if self.comparison is None:
            mode = self.contact.mode
            told = (
                (mode, "", "", "", "", "", "", None, t.quote, t.document, t.start, t.end, urls.get(t.document))
                for t in self.contact.tellings
            )
            return Table(_HEADER, tuple(told))
        return Table(_HEADER, tuple(
            (
                row.topic, row.relation, row.reason, cell.party, cell.agent, cell.verb, cell.act, cell.strength,
                cell.evidence.quote, cell.document, cell.evidence.start, cell.evidence.end, urls.get(cell.document),
            )
            for row in self.comparison.rows
            for cell in row.cells
        ))  # fmt: skip

    def data(self) -> Json:
        """The contact as `readout compare` writes it."""
        return comparison_json(
            self.contact.id, [self.contact], [self.comparison] if self.comparison else [], self.documents
        )


def page(desk: Desk, id_: str) -> ContactPage | None:
    """The view of the contact with this id."""
    contact = desk.held.contact(id_)
    if contact is None:
        return None
    comparison = desk.held.comparison(contact.id)
    ids = dict.fromkeys(contact.documents + contact.announced_by)
    ids |= dict.fromkeys(account.document for account in comparison.accounts) if comparison else {}
    documents = {document.id: document for document in desk.held.documents_with(*ids)}
    called = quoted.called(documents.values())
    css = sides(_parties(contact, comparison))
    columns = tuple(_columns(comparison, called, css, desk.names)) if comparison else ()
    others, more = desk.near(contact)
    return ContactPage(
        contact=contact,
        comparison=comparison,
        documents=tuple(documents.values()),
        title=headline(contact, desk.names),
        day=wording.days(contact),
        basis=wording.renamed(wording.basis(contact.when), called),
        people=tuple(sorted(_people(contact, css, desk.names), key=lambda person: person.side or "~")),
        dyads=tuple(
            (f"{desk.names.state(a)} and {desk.names.state(b)}", address.dyad(a, b))
            for a, b in itertools.islice(itertools.combinations(contact.states, 2), 6)
        ),
        columns=columns,
        topics=tuple(_topic(row, columns, comparison.accounts, called) for row in comparison.rows)
        if comparison
        else (),
        tone=quoted.each_once(comparison.tone, called) if comparison else (),
        next_steps=quoted.each_once(comparison.next_steps, called) if comparison else (),
        imputed=quoted.each_once(comparison.imputed, called) if comparison else (),
        changed=tuple(_changed(desk.held.since(contact.id), css, desk)),
        tellings=tuple(_tellings(contact, documents, called)),
        near=tuple(_near(others, desk)),
        more_near=more,
        judged=acts(contact, desk),
        reasons=tuple(wording.renamed(reason, called) for reason in contact.reasons),
    )


def _parties(contact: Contact, comparison: Comparison | None) -> tuple[str, ...]:
    """The parties in the order of the comparison's columns, then the others."""
    first = [account.party for account in comparison.accounts] if comparison else []
    return tuple(dict.fromkeys([*first, *(party.state or "" for party in contact.parties)]))


def _people(contact: Contact, css: Mapping[str, str], names: Names) -> Iterable[Person]:
    for party in contact.parties:
        state = party.state or ""
        href = address.of("actor", state) if state else ""
        name = "" if party.kind == "state" else party.name or ""
        yield Person(names.state(party.state), name, party.office or "", css.get(state, ""), href, state)


def _columns(comparison: Comparison, called: Mapping[str, str], css: Mapping[str, str], names: Names) -> Iterable[Side]:
    for party in dict.fromkeys(account.party for account in comparison.accounts):
        origins = dict.fromkeys(
            Origin(wording.account(a), called.get(a.document, a.document), address.of("document", a.document))
            for a in comparison.accounts
            if a.party == party
        )
        yield Side(party, names.state(party), css[party], tuple(origins), address.of("actor", party))


def _topic(row: Row, columns: tuple[Side, ...], accounts: tuple[Account, ...], called: Mapping[str, str]) -> Topic:
    cells = tuple(_told(row, side, accounts, called) for side in columns)
    reason = "" if row.relation == "only-one" else row.reason
    return Topic(row.topic, row.relation, _MARKS[row.relation], _RELATIONS[row.relation], reason, cells)


def _told(row: Row, side: Side, accounts: tuple[Account, ...], called: Mapping[str, str]) -> Told:
    first: dict[str, Cell] = {}
    for cell in row.cells:
        if cell.party == side.id:
            first.setdefault(wording.folded(cell.evidence.quote), cell)
    words = tuple(quoted.cell(cell, called) for cell in first.values())
    return Told(side, words, "" if words else wording.absent(side.id, accounts))


def _changed(every: Iterable[Since], css: Mapping[str, str], desk: Desk) -> Iterable[Changed]:
    for item in every:
        kinds = wording.changed(item)
        if kinds:
            earlier = desk.held.contact(item.earlier)
            day = wording.day(earlier.when) if earlier else "before"
            name = desk.names.state(item.party)
            yield Changed(name, css.get(item.party, ""), day, address.of("contact", item.earlier), kinds)


def _tellings(contact: Contact, documents: Mapping[str, Document], called: Mapping[str, str]) -> Iterable[Telling]:
    for id_ in dict.fromkeys(contact.documents + contact.announced_by):
        document = documents.get(id_)
        told = [telling for telling in contact.tellings if telling.document == id_]
        title = (document.title if document else None) or called.get(id_, id_)
        facts = facts_of(document) if document else ""
        sentences = tuple(quoted.in_sentence(telling, document, called) for telling in told)
        yield Telling(id_, called.get(id_, id_), title, facts, address.of("document", id_), sentences)


def facts_of(document: Document) -> str:
    """Where a document comes from and its day, on one line."""
    parts = (document.office, document.outlet, document.agency, wording.day(document.published))
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _near(others: Iterable[Contact], desk: Desk) -> Iterable[Near]:
    for other in others:
        words = f"{other.mode}, {other.status}, {wording.days(other)}: {headline(other, desk.names)}"
        yield Near(other.id, words, address.of("contact", other.id))
