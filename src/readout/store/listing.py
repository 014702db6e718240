"""The listings: contacts, statements, events and documents by filter, newest first.

Each question is put to the narrowest table that its filters allow (the rows of one dyad, of one party, of one topic),
which already lie in order of day.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from readout import codec
from readout.errors import StoreError
from readout.records import Contact, Event, Statement
from readout.store import worded
from readout.store.asked import (
    ContactFilter,
    ContactRow,
    DocumentFilter,
    EventFilter,
    EventRow,
    Head,
    Listing,
    Share,
    StatementFilter,
    StatementRow,
)
from readout.store.paging import COUNTED, Question, phrases
from readout.store.worded import Page, Words
from readout.store.writing import batches, marks

Kind = TypeVar("Kind")

_HEAD = "head.id, head.day, head.title, head.outlet, head.agency, head.issuer, head.kind, head.family"


def revived(kind: type[Kind], line: str, path: str) -> Kind:
    """The record of one stored line."""
    record = codec.decode(line, path)
    if not isinstance(record, kind):
        raise StoreError(path, f"holds a {type(record).__name__} among the {kind.__name__} records", "make it anew")
    return record


def heads(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Head]:
    """The heads of documents by id."""
    query = (
        f"SELECT {_HEAD}, coalesce(size, 1) FROM head LEFT JOIN family ON family.id = head.family"  # noqa: S608 - our names
        " WHERE head.id IN ({})"
    )
    found = (row for some in batches(ids) for row in connection.execute(query.format(marks(some)), some))
    return {row[0]: Head(*row) for row in found}


def tallied(connection: sqlite3.Connection, what: str) -> int:
    """How many there are of all documents, statements, events or contacts."""
    return int(connection.execute("SELECT number FROM tally WHERE what = ?", (what,)).fetchone()[0])


def _page(connection: sqlite3.Connection, question: Question, limit: int, after: str | None) -> Page:
    """The rows of a page, how many there are in all, whether that is exact, and the token of the next page."""
    rows, following = question.page(connection, limit, after)
    table = question.source.partition(" ")[0]
    if not question.terms:
        return Page(rows, tallied(connection, "document" if table == "head" else table), exact=True, next=following)
    return Page(rows, *question.total(connection), following)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A question, and words that its rows have to hold: `rare` ones are among its terms already."""

    question: Question
    words: Words | None = None
    rare: bool = False

    def page(self, connection: sqlite3.Connection, plain: Question, limit: int, after: str | None) -> Page:
        """A page of rows; `plain` asks for rows alone."""
        if self.words is None:
            return _page(connection, self.question, limit, after)
        if self.rare:
            return worded.few(connection, self.question, plain, limit, after)
        return worded.common(connection, self.question, plain, self.words, limit, after)

    def parted(
        self, connection: sqlite3.Connection, page: Page, opened: Question, brief: Question, columns: str
    ) -> list[tuple[object, ...]]:
        """What the rows of all pages divide into, where they are so few that they are counted.

        `opened` is the question with all that they divide by, `brief` asks the same of rows by number.
        """
        if not page.exact or page.total > COUNTED:
            return []
        if page.numbers is None:
            return opened.parted(connection, columns)
        brief.ask(f"{brief.number} IN (SELECT value FROM json_each(?))", json.dumps(page.numbers))  # noqa: S608 - our names
        return brief.parted(connection, columns)


def _shares(rows: Iterable[tuple[object, ...]], *fields: str) -> tuple[Share, ...]:
    """How many of divided rows have each value of each of their columns."""
    found: Counter[tuple[str, str]] = Counter()
    for *values, count in rows:
        for name, value in zip(fields, values, strict=True):
            if value is not None:
                found[name, str(value)] += int(str(count))
    return tuple(Share(name, value, count) for (name, value), count in sorted(found.items()))


# ---- contacts --------------------------------------------------------------------------------------------------------
def contacts(
    connection: sqlite3.Connection, asked: ContactFilter, limit: int, after: str | None, path: str, *,
    parted: bool = False,
) -> Listing[ContactRow]:  # fmt: skip
    """Contacts by filter; `parted`: with what they divide into by mode and status."""
    wanted = _contacts_wanted(connection, asked)
    if wanted is None:
        return Listing((), 0, exact=True, next=None)
    page = wanted.page(connection, Question("contact c", *_CONTACT), limit, after)
    rows = contact_rows(connection, [str(row[2]) for row in page.rows], path)
    shares: tuple[Share, ...] = ()
    if parted:
        brief = Question("contact c INDEXED BY contact_brief", *_CONTACT)
        opened = contact_question(asked, opened=True)
        shares = _shares(wanted.parted(connection, page, opened, brief, "c.mode, c.status"), "mode", "status")
    return Listing(rows, page.total, page.exact, page.next, shares)


def _contacts_wanted(connection: sqlite3.Connection, asked: ContactFilter) -> _Wanted | None:
    """The question for contacts with its words; None where these are no words at all."""
    if asked.words is None:
        return _Wanted(contact_question(asked))
    found = phrases(asked.words)
    if found is None:
        return None
    words = Words("document_words", found, FEW_DOCUMENTS, _TEXTS_OF_CONTACTS)
    if not words.rare(connection):
        return _Wanted(contact_question(asked), words)
    source = f"({_CONTACTS_OF_WORDS}) CROSS JOIN contact c INDEXED BY contact_brief ON c.number = hit"
    question = Question(source, *_CONTACT)
    question.values.append(words.phrase)
    _terms_of_contacts(question, asked, asked.states, topic=asked.topic)
    return _Wanted(question, words, rare=True)


# Texts that are looked up one by one: of more, walking through the rows by day took less time (a million events held).
FEW_DOCUMENTS, FEW_STATEMENTS = 2_000, 8_000
_CONTACT = ("c.first", "c.number", "c.record")
_CONTACTS_OF_WORDS = (
    "SELECT DISTINCT contact AS hit FROM document_words CROSS JOIN head ON head.position = document_words.rowid"
    " CROSS JOIN telling ON telling.document = head.id WHERE document_words MATCH ?"
)
_TEXTS_OF_CONTACTS = (
    "SELECT contact, position FROM json_each(?) CROSS JOIN telling ON contact = value"
    " CROSS JOIN head ON head.id = telling.document"
)


def contact_question(asked: ContactFilter, *, opened: bool = False) -> Question:
    """The question for contacts, put to those of a party or a topic where one is asked for.

    `opened`: mode and status are asked of each row, whether the filter asks for one or not.
    """
    states, topic = asked.states, asked.topic
    # A contact's own row is joined from the left, so that SQLite leaves it out where nothing of it is asked.
    join = "LEFT JOIN contact c"
    if opened or asked.mode is not None or asked.status is not None:
        join = "CROSS JOIN contact c INDEXED BY contact_brief"
    if states:
        question = Question(f"party p {join} ON c.number = p.contact", "p.first", "p.contact", "c.record")
        question.equal(p__state=states[0])
        states = tuple(state for state in states if state != states[0])
    elif topic is not None:
        question = Question(f"topic t {join} ON c.number = t.contact", "t.first", "t.contact", "c.record")
        question.equal(t__topic=topic)
        topic = None
    else:
        by = _narrowest("contact", mode=asked.mode, status=asked.status)
        question = Question(f"contact c INDEXED BY {by}", *_CONTACT)
    _terms_of_contacts(question, asked, states, topic=topic)
    return question


def _narrowest(table: str, **asked: str | None) -> str:
    """The index of a table that begins with the first of some columns that is asked for; else the one by day."""
    return f"{table}_{next((name for name, value in asked.items() if value is not None), 'first')}"


def _terms_of_contacts(question: Question, asked: ContactFilter, states: Iterable[str], *, topic: str | None) -> None:
    """The conditions of a filter of contacts: each party and topic by the row that it has of a contact."""
    same = f"o.first = {question.first} AND o.contact = {question.number}"
    for state in dict.fromkeys(states):
        question.ask(f"EXISTS (SELECT 1 FROM party o WHERE o.state = ? AND {same})", state)  # noqa: S608 - our names
    if topic is not None:
        question.ask(f"EXISTS (SELECT 1 FROM topic o WHERE o.topic = ? AND {same})", topic)  # noqa: S608 - our names
    question.equal(c__mode=asked.mode, c__status=asked.status)
    question.between(asked.since, asked.until)


def contact_rows(connection: sqlite3.Connection, lines: Iterable[str], path: str) -> tuple[ContactRow, ...]:
    """Contacts of stored lines, each with its topics and with how many parties give an account of it."""
    found = [revived(Contact, line, path) for line in lines]
    sides: dict[str, int] = {}
    topics: dict[str, list[str]] = {}
    for ids in batches(contact.id for contact in found):
        sides.update(connection.execute(f"SELECT contact, sides FROM comparison WHERE contact IN ({marks(ids)})", ids))  # noqa: S608
        query = f"SELECT id, topic FROM contact JOIN topic ON contact = number WHERE id IN ({marks(ids)})"  # noqa: S608
        for id_, topic in connection.execute(query + " ORDER BY topic", ids):
            topics.setdefault(id_, []).append(topic)
    return tuple(ContactRow(c, sides.get(c.id, 0), tuple(topics.get(c.id, ()))) for c in found)


# ---- statements ------------------------------------------------------------------------------------------------------
def statements(
    connection: sqlite3.Connection, asked: StatementFilter, limit: int, after: str | None, path: str, *,
    parted: bool = False,
) -> Listing[StatementRow]:  # fmt: skip
    """Statements by filter; `parted`: with what they divide into by kind and channel."""
    wanted = _statements_wanted(connection, asked)
    if wanted is None:
        return Listing((), 0, exact=True, next=None)
    page = wanted.page(connection, Question("statement", *_STATEMENT), limit, after)
    made = [(revived(Statement, str(row[2]), path), bool(row[3])) for row in page.rows]
    around = heads(connection, (statement.document for statement, _ in made))
    rows = tuple(StatementRow(s, around[s.document], lead) for s, lead in made)
    shares: tuple[Share, ...] = ()
    if parted:
        brief = Question("statement INDEXED BY statement_brief", *_STATEMENT)
        opened = statement_question(asked)
        shares = _shares(wanted.parted(connection, page, opened, brief, "kind, channel"), "kind", "channel")
    return Listing(rows, page.total, page.exact, page.next, shares)


_STATEMENT = ("first", "number", "record, lead")


def statement_question(asked: StatementFilter) -> Question:
    """The question for statements but for their words, put to the index of the narrowest of its filters."""
    by = _narrowest("statement", speaker=asked.speaker, state=asked.state, act=asked.act, channel=asked.channel)
    question = Question(f"statement INDEXED BY {by}", *_STATEMENT)
    if asked.speaker is not None:
        question.ask("speaker = ? COLLATE NOCASE", asked.speaker)
    question.equal(state=asked.state, act=asked.act, channel=asked.channel, kind=asked.kind)
    question.equal(lead=1 if asked.folded else None)
    question.between(asked.since, asked.until)
    return question


def _statements_wanted(connection: sqlite3.Connection, asked: StatementFilter) -> _Wanted | None:
    """The question for statements with its words; None where these are no words at all."""
    question = statement_question(asked)
    if asked.words is None:
        return _Wanted(question)
    found = phrases(asked.words)
    if found is None:
        return None
    words = Words("statement_words", found, FEW_STATEMENTS)
    if not words.rare(connection):
        return _Wanted(question, words)
    question.source = (
        "statement_words CROSS JOIN statement INDEXED BY statement_brief ON number = statement_words.rowid"
    )
    question.ask("statement_words MATCH ?", words.phrase)
    return _Wanted(question, words, rare=True)


# ---- events ----------------------------------------------------------------------------------------------------------
def events(
    connection: sqlite3.Connection, asked: EventFilter, limit: int, after: str | None, path: str, *,
    parted: bool = False,
) -> Listing[EventRow]:  # fmt: skip
    """Events by filter; `parted`: with what they divide into by type, status and quad class."""
    question = event_question(asked)
    total, exact = total_of_events(connection, asked, question)
    rows, following = question.page(connection, limit, after)
    made = [(revived(Event, str(row[2]), path), bool(row[3])) for row in rows]
    around = heads(connection, (event.document for event, _ in made))
    found = tuple(EventRow(e, around[e.document], lead) for e, lead in made)
    shares = _shares_of_events(connection, asked) if parted and exact and total <= COUNTED else ()
    return Listing(found, total, exact, following, shares)


def _shares_of_events(connection: sqlite3.Connection, asked: EventFilter) -> tuple[Share, ...]:
    rows = event_question(asked, opened=True).parted(connection, "e.type, e.status")
    quads = dict(connection.execute("SELECT type, quad FROM quad"))
    return _shares(((type_, status, quads.get(type_), n) for type_, status, n in rows), "type", "status", "quad")


def total_of_events(connection: sqlite3.Connection, asked: EventFilter, question: Question) -> tuple[int, bool]:
    """How many events there are: of a dyad as its months tell, where they tell what is asked; else counted."""
    if not question.terms:
        return tallied(connection, "event"), True
    others = replace(asked, dyad=None, type=None, status=None, folded=False)
    if asked.dyad is None or others != EventFilter():
        return question.total(connection)
    months = Question("month", "month", "type", "")
    months.equal(low=min(asked.dyad), high=max(asked.dyad), type=asked.type, status=asked.status)
    return months.sum(connection, "folded" if asked.folded else "raw"), True


def event_question(asked: EventFilter, *, opened: bool = False) -> Question:
    """The question for events, put to those of a dyad or a party where one is asked for.

    `opened`: the status is asked of each row, whether the filter asks for one or not.
    """
    columns = "e.record, e.lead"
    join = "LEFT JOIN event e"
    if opened or asked.mode is not None or asked.status is not None:
        join = "CROSS JOIN event e INDEXED BY event_brief"
    if asked.dyad is not None:
        brief = "d"
        question = Question(f"event_dyad d {join} ON e.number = d.event", "d.first", "d.event", columns)
        question.equal(d__low=min(asked.dyad), d__high=max(asked.dyad))
        roles = [("actor", asked.actor), ("recipient", asked.recipient)]
    elif asked.actor is not None or asked.recipient is not None:
        brief = "p"
        role, state = ("actor", asked.actor) if asked.actor is not None else ("recipient", asked.recipient)
        question = Question(f"event_party p {join} ON e.number = p.event", "p.first", "p.event", columns)
        question.equal(p__state=state, p__role=role)
        roles = [("recipient", asked.recipient if role == "actor" else None)]
    else:
        by = _narrowest("event", type=asked.type, mode=asked.mode, status=asked.status)
        brief, roles = "e", []
        question = Question(f"event e INDEXED BY {by}", "e.first", "e.number", columns)
    for role, state in roles:
        if state is not None:
            question.ask(
                "EXISTS (SELECT 1 FROM event_party o"  # noqa: S608 - our names
                f" WHERE o.state = ? AND o.role = ? AND o.first = {question.first} AND o.event = {question.number})",
                state, role,
            )  # fmt: skip
    question.equal(**{f"{brief}__type": asked.type, f"{brief}__lead": 1 if asked.folded else None})
    question.equal(e__mode=asked.mode, e__status=asked.status)
    if asked.quad is not None:
        question.ask(f"{brief}.type IN (SELECT type FROM quad WHERE quad = ?)", asked.quad)  # noqa: S608 - our names
    question.between(asked.since, asked.until)
    return question


# ---- documents -------------------------------------------------------------------------------------------------------
def documents(connection: sqlite3.Connection, asked: DocumentFilter, limit: int, after: str | None) -> Listing[Head]:
    """Documents by filter."""
    question = Question("head", "first", "position", "id")
    document_terms(question, asked)
    page = _page(connection, question, limit, after)
    around = heads(connection, (str(row[2]) for row in page.rows))
    return Listing(tuple(around[str(row[2])] for row in page.rows), page.total, page.exact, page.next)


def document_terms(question: Question, asked: DocumentFilter) -> None:
    """The conditions of a filter of documents, on rows of `head`."""
    question.equal(outlet=asked.outlet, agency=asked.agency, issuer=asked.issuer, kind=asked.kind)
    question.equal(lead=1 if asked.folded else None)
    if asked.year is not None:
        question.between(asked.year, asked.year)
    question.between(asked.since, asked.until)
