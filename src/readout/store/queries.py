"""What readers ask of a store, through a connection that cannot write and sees one moment of the store at a time.

The public interface for views and programs; filters and answers are the frozen dataclasses of `asked`, named here too.

    with Queries.open("readout.db") as asked:
        page = asked.contacts(ContactFilter(states=("KOR", "USA"), since="2021-08"), limit=50)
        page.rows, page.total, page.exact, page.next  # more: asked.contacts(..., after=page.next)

- `contacts`, `statements`, `events`, `documents`: listings by filter, newest first, by pages (`limit`, `after`); with
  `parted` also how many of them have each mode, status, kind, channel, type or class (`shares`).
- `timeline(a, b)`: contacts, events and moves of matters of a dyad, oldest first, paged likewise.
- `monthly(a, b)`: events by month and type, `folded` and `raw` side by side; `b=None` for one party with all others.
- `search(words, filter)`: hits with the places of found words in the text (`Span`, no marked-up strings), and facets.
- `document`, `head`, `extraction`, `contact`, `statement`, `event`, `comparison`, `since`, `family`, `family_of`,
  `contacts_of`, `stories_of`, `told`, `matters`, `actor`: single records; None where there is none of that id.
- `standings`: matters by pages, with their last moves and where they stand.
- `front()`: latest contacts and reports, totals.

Opening costs about a millisecond; a connection may go from thread to thread but serves one at a time: open one for
each request, or keep one for each thread. Errors are `StoreError`.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self, TypeVar

from readout.errors import StoreError
from readout.records import (
    Comparison,
    Contact,
    Document,
    Event,
    Extraction,
    Family,
    Judgement,
    Learned,
    Matter,
    Since,
    Statement,
    Story,
    Told,
)
from readout.store import counts, listing, lookup
from readout.store.asked import (
    ActorView,
    ContactFilter,
    ContactRow,
    DocumentFilter,
    EventFilter,
    EventRow,
    Facet,
    Facets,
    Front,
    Head,
    Hit,
    Hits,
    Listing,
    MatterRow,
    Moment,
    Month,
    Partner,
    Share,
    StatementFilter,
    StatementRow,
    Totals,
)
from readout.store.files import Opened, explained, reading_only
from readout.store.schema import MARK, SCHEMA
from readout.store.search import search
from readout.store.timeline import timeline

__all__ = [
    "ActorView", "ContactFilter", "ContactRow", "DocumentFilter", "EventFilter", "EventRow", "Facet", "Facets", "Front",
    "Head", "Hit", "Hits", "Listing", "MatterRow", "Moment", "Month", "Partner", "Queries", "Share", "StatementFilter",
    "StatementRow", "Totals",
]  # fmt: skip

Kind = TypeVar("Kind")

_ANY_CONTACT, _ANY_STATEMENT = ContactFilter(), StatementFilter()
_ANY_EVENT, _ANY_DOCUMENT = EventFilter(), DocumentFilter()
PAGE = 50  # rows of a page, if nothing else is said
_LATEST = 20  # contacts and reports on the front


class Queries(Opened):
    """Questions to one store; open it with `Queries.open` and close it, or use it in a `with` statement."""

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """The store at `path`, for reading. Raises `StoreError` for what is none, or one of another version."""
        connection = reading_only(path)
        try:
            with explained(str(path)):
                _check(connection, str(path))
        except BaseException:
            connection.close()
            raise
        return cls(connection, str(path))

    def _asking(self) -> AbstractContextManager[None]:
        return explained(self.path)

    # ---- listings ----------------------------------------------------------------------------------------------------
    def contacts(
        self, asked: ContactFilter = _ANY_CONTACT, *, limit: int = PAGE, after: str | None = None, parted: bool = False
    ) -> Listing[ContactRow]:
        """Contacts by filter, newest first."""
        with self._asking():
            return listing.contacts(self._connection, asked, limit, after, self.path, parted=parted)

    def statements(
        self,
        asked: StatementFilter = _ANY_STATEMENT,
        *,
        limit: int = PAGE,
        after: str | None = None,
        parted: bool = False,
    ) -> Listing[StatementRow]:
        """Statements by filter, those of the newest documents first."""
        with self._asking():
            return listing.statements(self._connection, asked, limit, after, self.path, parted=parted)

    def events(
        self, asked: EventFilter = _ANY_EVENT, *, limit: int = PAGE, after: str | None = None, parted: bool = False
    ) -> Listing[EventRow]:
        """Events by filter, newest first."""
        with self._asking():
            return listing.events(self._connection, asked, limit, after, self.path, parted=parted)

    def documents(
        self, asked: DocumentFilter = _ANY_DOCUMENT, *, limit: int = PAGE, after: str | None = None
    ) -> Listing[Head]:
        """Documents by filter, newest first."""
        with self._asking():
            return listing.documents(self._connection, asked, limit, after)

    def timeline(  # noqa: PLR0913 - the parts of one question
        self, a: str, b: str, *, since: str | None = None, until: str | None = None, folded: bool = True,
        limit: int = PAGE, after: str | None = None,
    ) -> Listing[Moment]:  # fmt: skip
        """What lies between two parties, in order of days; `folded`: what copies tell stands there once."""
        with self._asking():
            return timeline(
                self._connection, (a, b), since=since, until=until, folded=folded, limit=limit, after=after,
                path=self.path,
            )  # fmt: skip

    def search(
        self, words: str, asked: DocumentFilter = _ANY_DOCUMENT, *, limit: int = 20, after: str | None = None
    ) -> Hits:
        """Documents that hold all of `words` ("quoted words" as a phrase), the best first, with facets of all hits."""
        with self._asking():
            return search(self._connection, words, asked, limit, after)

    # ---- counts ------------------------------------------------------------------------------------------------------
    def monthly(
        self, a: str, b: str | None = None, *, since: str | None = None, until: str | None = None,
        status: str | None = "happened",
    ) -> tuple[Month, ...]:  # fmt: skip
        """Events of a dyad, or of one party with anybody, by month and type; `status` None counts all of them."""
        with self._asking():
            return counts.monthly(self._connection, a, b, since=since, until=until, status=status)

    def totals(self) -> Totals:
        """How much is held."""
        with self._asking():
            return counts.totals(self._connection)

    def front(self, day: str | None = None) -> Front:
        """The latest contacts and reports up to a day (that of the latest report), and what lies ahead of it."""
        with self._asking():
            return lookup.front(self._connection, day, _LATEST, self.path)

    # ---- single records ----------------------------------------------------------------------------------------------
    def document(self, id_: str) -> Document | None:
        """The document with this id."""
        with self._asking():
            return next(iter(lookup.documents(self._connection, (id_,), self.path)), None)

    def documents_with(self, *ids: str) -> tuple[Document, ...]:
        """The documents with these ids, as far as they are held, in the order in which they came."""
        with self._asking():
            return lookup.documents(self._connection, ids, self.path)

    def head(self, id_: str) -> Head | None:
        """The document with this id, without its text."""
        return self.heads(id_).get(id_)

    def heads(self, *ids: str) -> dict[str, Head]:
        """Documents without their texts, by id."""
        with self._asking():
            return listing.heads(self._connection, ids)

    def extraction(self, document: str) -> Extraction | None:
        """What a document yields."""
        with self._asking():
            return next(iter(lookup.extractions(self._connection, (document,), self.path)), None)

    def contact(self, id_: str) -> Contact | None:
        """The contact with this id."""
        return self._one(Contact, "SELECT record FROM contact WHERE id = ?", id_)

    def statement(self, id_: str) -> Statement | None:
        """The statement with this id."""
        return self._one(Statement, "SELECT record FROM statement WHERE id = ? ORDER BY number", id_)

    def event(self, id_: str) -> Event | None:
        """The event with this id."""
        return self._one(Event, "SELECT record FROM event WHERE id = ? ORDER BY number", id_)

    def comparison(self, contact: str) -> Comparison | None:
        """The comparison of a contact, if two parties gave an account of it."""
        return self._one(Comparison, "SELECT record FROM comparison WHERE contact = ? AND sides > 1", contact)

    def since(self, contact: str) -> tuple[Since, ...]:
        """What each party's account of this contact changes against its account of the contact before."""
        return self._all(Since, "SELECT record FROM since WHERE contact = ? ORDER BY rowid", contact)

    def family(self, id_: str) -> Family | None:
        """The family with this id, with its edges."""
        with self._asking():
            return next(iter(lookup.families(self._connection, (id_,), self.path)), None)

    def family_of(self, document: str) -> Family | None:
        """The family that a document belongs to."""
        head = self.head(document)
        return self.family(head.family) if head and head.family else None

    def told(self, family: str) -> tuple[Told, ...]:
        """What the members of a family of several documents tell, each once, with its places."""
        return self._all(Told, "SELECT record FROM told WHERE family = ? ORDER BY position", family)

    def contacts_of(self, document: str) -> tuple[Contact, ...]:
        """The contacts that a document tells of or announces, in order of day."""
        query = (
            "SELECT c.record FROM telling JOIN contact c ON c.number = contact WHERE document = ? ORDER BY first, id"
        )
        return self._all(Contact, query, document)

    def stories_of(self, document: str) -> tuple[Story, ...]:
        """The stories that a document tells with others."""
        query = "SELECT record FROM story_document JOIN story ON id = story WHERE document = ? ORDER BY id"
        return self._all(Story, query, document)

    def matters(self, *states: str) -> tuple[Matter, ...]:
        """The long-lived matters in which all of these have a part, by parties and kind."""
        with self._asking():
            return lookup.matters(self._connection, lookup.of_parties(states), states, self.path)

    def standings(
        self, *states: str, day: str, latest: int = 20, limit: int = PAGE, start: int = 0
    ) -> tuple[tuple[MatterRow, ...], int]:
        """A page of matters in which all of these have a part, each with its last moves; and how many there are."""
        with self._asking():
            return lookup.matter_rows(
                self._connection, states, day=day, latest=latest, limit=limit, start=start, path=self.path
            )

    def holders(self, *, state: str | None = None, code: str | None = None) -> tuple[Learned, ...]:
        """Who holds an office as the texts introduce them, of one state or one part of it ("KOR:GOV"), or all."""
        with self._asking():
            return lookup.holders_of(self._connection, state, code, self.path)

    def actor(self, code: str) -> ActorView:
        """A state or organisation ("KOR"), or a part of it ("KOR:GOV"), with its offices and its partners."""
        with self._asking():
            return lookup.actor(self._connection, code, self.path)

    def judgements(self, documents: Iterable[str]) -> tuple[Judgement, ...]:
        """What analysts have said of tellings of these documents, in order, also what a later word has replaced."""
        wanted = set(documents)
        # They are as many as people have made by hand: looked through, as no page of a store has thousands.
        every = self._all(Judgement, "SELECT record FROM judgement ORDER BY position")
        return tuple(one for one in every if wanted & {one.first.document, one.second.document})

    def _one(self, kind: type[Kind], query: str, id_: str) -> Kind | None:
        return next(iter(self._all(kind, query, id_)), None)

    def _all(self, kind: type[Kind], query: str, *values: str) -> tuple[Kind, ...]:
        """The records of a question that gives their lines."""
        with self._asking():
            return tuple(listing.revived(kind, row[0], self.path) for row in self._connection.execute(query, values))


def _check(connection: sqlite3.Connection, path: str) -> None:
    """Refuse what is no store, and a store of another version."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if mark != MARK:
        raise StoreError(path, "is no store of Readout", "give another file: --store FILE")
    if version != SCHEMA:
        hint = "read something into it with this version first" if version < SCHEMA else "take a newer Readout"
        raise StoreError(path, f"is of schema {version}, this version reads {SCHEMA}", hint)
