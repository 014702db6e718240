"""What can be asked of a store, and the shape of the answers: filters, a page of rows, rows with their surroundings.

Days are ISO texts ("2021-08-06", also "2021-08" or "2021"), both ends included. A time lies where its first day does;
one that is not known is left out as soon as a stretch is asked for. Everything that is None or empty asks for nothing.
"""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from readout.records import Contact, Event, Learned, Matter, Move, Span, Statement

Row = TypeVar("Row")


# ---- filters ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ContactFilter:
    """Contacts in which all of `states` took part; `topic` as comparisons name it, `words` of their documents."""

    states: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    mode: str | None = None
    status: str | None = None
    topic: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """Statements by speaker (the name as it stands there, whatever its case), state, class of the cue, channel, words.

    `since` and `until` are days of publication. `folded`: those of copies are left out.
    """

    speaker: str | None = None
    state: str | None = None
    act: str | None = None
    channel: str | None = None
    kind: str | None = None
    words: str | None = None
    since: str | None = None
    until: str | None = None
    folded: bool = False


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Events by type, mode, status, parties, quad class (1 to 4); a `dyad` is two parties, whoever acts on whom.

    `folded`: those of copies are left out.
    """

    type: str | None = None
    mode: str | None = None
    actor: str | None = None
    recipient: str | None = None
    dyad: tuple[str, str] | None = None
    status: str | None = None
    since: str | None = None
    until: str | None = None
    quad: int | None = None
    folded: bool = False


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Documents by outlet, agency, issuing state, kind ("report", "release", "transcript"), year and day.

    `folded`: of each family its first document only.
    """

    outlet: str | None = None
    agency: str | None = None
    issuer: str | None = None
    kind: str | None = None
    year: str | None = None
    since: str | None = None
    until: str | None = None
    folded: bool = False


# ---- answers ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Share:
    """How many rows of a listing have a value in one field of its filter; a quad class is its number."""

    field: str
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """A page of rows. `total` is how many there are of all pages; where not `exact`, there are at least so many.

    `next` goes into `after` of the same question for the page behind this one; None on the last page. `shares` is what
    the rows of all pages divide into, if that was asked and they are few enough to be counted.
    """

    rows: tuple[Row, ...]
    total: int
    exact: bool
    next: str | None
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """A document without its text; `copies` counts the documents of its family, itself included."""

    document: str
    day: str | None
    title: str | None
    outlet: str | None
    agency: str | None
    issuer: str | None
    kind: str
    family: str | None
    copies: int


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement with its document; `lead`: it is the one that counts for all copies."""

    statement: Statement
    head: Head
    lead: bool


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event with its document; `lead`: it is the one that counts for all copies."""

    event: Event
    head: Head
    lead: bool


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact, the parties that give an account of it (more than one: there is a comparison), and its topics."""

    contact: Contact
    accounts: int
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of a timeline: a contact, an event or a move of a matter, with its first day (empty: not known).

    `head` is the document that tells of it, for a contact the first one.
    """

    first: str
    kind: Literal["contact", "event", "move"]
    record: Contact | Event | Move
    head: Head | None


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter with its last moves alone, of so many; `stands` is where it stood on the day that was asked for."""

    matter: Matter
    moves: int
    stands: Move | None


@dataclass(frozen=True, slots=True)
class Month:
    """How many events of a type there are in a month: `folded`, copies told once, and `raw`, every telling.

    `month` is "2021-08", empty where the day is not known or spans months; `quad` is None for a type without one.
    """

    month: str
    type: str
    quad: int | None
    folded: int
    raw: int


@dataclass(frozen=True, slots=True)
class Partner:
    """Another party and how many events lie between the two."""

    state: str
    folded: int
    raw: int


@dataclass(frozen=True, slots=True)
class ActorView:
    """A state or organisation, or a part of it ("KOR:GOV"): whom texts introduce in its offices, with whom it deals."""

    code: str
    state: str
    holders: tuple[Learned, ...]
    partners: tuple[Partner, ...]
    contacts: int
    statements: int


@dataclass(frozen=True, slots=True)
class Facet:
    """One value that hits have, and how many have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What hits are divided into; `of` hits were looked at, the best first, which are all of them if `exact`."""

    outlet: tuple[Facet, ...]
    agency: tuple[Facet, ...]
    year: tuple[Facet, ...]
    kind: tuple[Facet, ...]
    of: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that a search found: `snippet` is a stretch of its text, `marks` the found words in it.

    Both are counts of characters of the document's own text; `words` is what stands in the snippet. `title_marks` are
    counts of characters of the title.
    """

    head: Head
    snippet: Span
    words: str
    marks: tuple[Span, ...]
    title_marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of a search and what all hits divide into."""

    listing: Listing[Hit]
    facets: Facets


@dataclass(frozen=True, slots=True)
class Totals:
    """How many there are of each."""

    documents: int
    families: int
    statements: int
    events: int
    contacts: int


@dataclass(frozen=True, slots=True)
class Front:
    """What a reader wants to see first: the latest contacts and reports up to a day, and how much is held.

    `day` is the day of the latest report held; `planned` are contacts that lie ahead of it.
    """

    day: str | None
    contacts: tuple[ContactRow, ...]
    planned: tuple[ContactRow, ...]
    documents: tuple[Head, ...]
    totals: Totals
