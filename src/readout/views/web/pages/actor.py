"""A state or organisation: who holds its offices and when, its contacts, its counterparts and what it says."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from readout.store import ContactFilter, StatementFilter
from readout.store.queries import ContactRow
from readout.views import actors, wording
from readout.views.actors import Term
from readout.views.export import Json
from readout.views.web import address, quoted
from readout.views.web.asked import Asked
from readout.views.web.desk import Desk
from readout.views.web.page import Table
from readout.views.web.pages import rows
from readout.views.web.pages.rows import Row
from readout.views.web.quoted import Words

LATEST = 6  # contacts and statements of the page; the lists have all
PARTNERS = 16
SHOWN = 3  # terms of an office before the rest is folded away
_COLUMNS = ("state", "office", "title", "name", "since", "until", "learned", "documents", "families", "evidence")


@dataclass(frozen=True, slots=True)
class Held:
    """One term of office: who, from when to when; of a learned one the words of a text and how many say so."""

    name: str
    days: str
    href: str
    words: Words | None
    times: str


@dataclass(frozen=True, slots=True)
class Seat:
    """An office with those who held it, the latest first."""

    title: str
    terms: tuple[Held, ...]
    earlier: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """A counterpart and how many events lie between the two, copies counted once."""

    name: str
    href: str
    events: int
    share: int


@dataclass(frozen=True, slots=True)
class ActorPage:
    """The view of a state or organisation, or of one person of it."""

    id: str
    title: str
    state: str
    person: str | None
    seats: tuple[Seat, ...]
    partners: tuple[Partner, ...]
    contacts: tuple[Row, ...]
    statements: tuple[Row, ...]
    counted: tuple[tuple[str, int, str], ...]
    terms: tuple[Term, ...]
    found: tuple[ContactRow, ...]
    held: tuple[tuple[str, int], ...]
    template: str = "actor.html"

    def table(self) -> Table:
        """One row for each term of office."""
        return Table(_COLUMNS, tuple(
            (
                t.state, t.office, t.title, t.name, _iso(t.since), _iso(t.until), "yes" if t.learned else "no",
                t.learned.documents if t.learned else None, t.learned.families if t.learned else None,
                t.learned.evidence[0].quote if t.learned else None,
            )
            for t in self.terms
        ))  # fmt: skip

    def data(self) -> Json:
        """The terms as `readout actors` writes them, the first counterparts, the latest contacts; how many are held."""
        cells = rows.contact_cells(self.found)
        return {
            "id": self.id, "name": self.state, "person": self.person, "totals": dict(self.held),
            "terms": [actors.as_json(term) for term in self.terms],
            "counterparts": [{"name": partner.name, "events": partner.events} for partner in self.partners],
            "contacts": [dict(zip(rows.CONTACT_COLUMNS, line, strict=True)) for line in cells],
        }  # fmt: skip


def page(desk: Desk, id_: str, person: str | None = None) -> ActorPage | None:
    """The view of the state or organisation with this id, if the codebook or the store knows it."""
    view = desk.held.actor(id_)
    if id_ not in desk.names.states and not (view.partners or view.contacts or view.statements):
        return None
    own = replace(desk.codebook, holders=tuple(h for h in desk.codebook.holders if h.state == id_))
    terms = tuple(t for t in actors.terms(own, view.holders) if person in {None, t.name})
    contacts = desk.held.contacts(ContactFilter(states=(id_,)), limit=LATEST).rows
    said = desk.held.statements(StatementFilter(state=id_, speaker=person, folded=True), limit=LATEST).rows
    most = max((partner.folded for partner in view.partners), default=1)
    return ActorPage(
        id=id_,
        title=person or desk.names.state(id_),
        state=desk.names.state(id_),
        person=person,
        seats=tuple(_seats(terms, {office.name: office.rank for office in desk.codebook.offices})),
        partners=tuple(
            Partner(
                desk.names.state(p.state),
                address.dyad(id_, p.state),
                p.folded,
                max(1, round(10 * p.folded / max(1, most))),
            )
            for p in view.partners[:PARTNERS]
            if p.state != id_
        ),
        contacts=tuple(rows.of_contact(row, desk.names) for row in contacts) if person is None else (),
        statements=tuple(rows.of_statement(row, desk.names) for row in said),
        held=(
            ("contacts", view.contacts),
            ("statements", view.statements),
            ("counterparts", sum(p.state != id_ for p in view.partners)),
        ),
        counted=(
            ("contacts", view.contacts, address.asked("/contacts", [("state", id_)])),
            (
                "statements, every telling",
                view.statements,
                address.asked("/statements", [("state", id_), ("copies", "each")]),
            ),
        ),
        terms=terms,
        found=contacts,
    )


def _seats(terms: tuple[Term, ...], ranks: dict[str, int]) -> Iterable[Seat]:
    """The offices, the highest first, in each the latest term first."""
    titles = sorted({term.title for term in terms}, key=lambda title: (-ranks.get(title, 0), title))
    for title in titles:
        held = [term for term in terms if term.title == title]
        held.sort(key=lambda term: (term.since or date.min, term.until or date.max), reverse=True)
        told = tuple(_held(term) for term in held)
        yield Seat(title, told[:SHOWN], told[SHOWN:])


def _held(term: Term) -> Held:
    learned = term.learned
    seen = learned.evidence[0] if learned and learned.evidence else None
    # An introduction is no finding of its document's page: the link itself asks for it to be marked.
    place = address.words(seen.document, seen.start, seen.end) if seen else ""
    words = replace(quoted.plain(seen, {}), href=place) if seen else None
    times = f"seen in {wording.plural(learned.families, 'text')}" if learned else ""
    days = f"{_iso(term.since) or '?'} – {_iso(term.until) or ''}".rstrip()
    href = address.asked(address.of("actor", term.state), [("name", term.name)])
    return Held(term.name, days, href, words, times)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# ---- all of them -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ActorsPage:
    """The view of all states and organisations that the codebook knows, by first letter."""

    title: str
    letters: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    template: str = "actors.html"

    def table(self) -> Table:
        """One row for each."""
        return Table(("id", "name"), tuple((id_, name) for _, some in self.letters for id_, name, _ in some))

    def data(self) -> Json:
        """Their ids and names."""
        return {"actors": [{"id": id_, "name": name} for _, some in self.letters for id_, name, _ in some]}


def every(desk: Desk, _: Asked) -> ActorsPage:
    """The view of all states and organisations."""
    letters: dict[str, list[tuple[str, str, str]]] = {}
    for id_, name in sorted(desk.names.states.items(), key=lambda pair: (pair[1].casefold(), pair[0])):
        letters.setdefault(name[:1].upper(), []).append((id_, name, address.of("actor", id_)))
    return ActorsPage("States and organisations", tuple((letter, tuple(some)) for letter, some in letters.items()))
