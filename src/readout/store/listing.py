"""The listings: contacts, statements, events and documents by filter, newest first.

Each question is put to the narrowest table that its filters allow (the rows of one dyad, of one party, of one topic),
which already lie in order of day.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
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
    StatementFilter,
    StatementRow,
)
from readout.store.paging import Question, phrases
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
        return rows, tallied(connection, "document" if table == "head" else table), True, following
    return rows, *question.total(connection), following


# ---- contacts --------------------------------------------------------------------------------------------------------
def contacts(
    connection: sqlite3.Connection, asked: ContactFilter, limit: int, after: str | None, path: str
) -> Listing[ContactRow]:
    """Contacts by filter."""
    plain = Question("contact c", *_CONTACT)
    if asked.words is None:
        rows, total, exact, following = _page(connection, contact_question(asked), limit, after)
    elif (found := phrases(asked.words)) is None:
        return Listing((), 0, exact=True, next=None)
    elif (words := Words("document_words", found, FEW_DOCUMENTS, _TEXTS_OF_CONTACTS)).rare(connection):
        question = Question(f"({_CONTACTS_OF_WORDS}) CROSS JOIN contact c ON c.number = hit", *_CONTACT)
        question.values.append(words.phrase)
        _terms_of_contacts(question, asked, asked.states, topic=asked.topic)
        rows, total, exact, following = worded.few(connection, question, plain, limit, after)
    else:
        rows, total, exact, following = worded.common(connection, contact_question(asked), plain, words, limit, after)
    return Listing(contact_rows(connection, [str(row[2]) for row in rows], path), total, exact, following)


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


def contact_question(asked: ContactFilter) -> Question:
    """The question for contacts, put to those of a party or a topic where one is asked for."""
    states, topic = asked.states, asked.topic
    # A contact's own row is joined from the left, so that SQLite leaves it out where nothing of it is asked.
    if states:
        question = Question("party p LEFT JOIN contact c ON c.number = p.contact", "p.first", "p.contact", "c.record")
        question.equal(p__state=states[0])
        states = tuple(state for state in states if state != states[0])
    elif topic is not None:
        question = Question("topic t LEFT JOIN contact c ON c.number = t.contact", "t.first", "t.contact", "c.record")
        question.equal(t__topic=topic)
        topic = None
    else:
        question = Question("contact c", *_CONTACT)
    _terms_of_contacts(question, asked, states, topic=topic)
    return question


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
    connection: sqlite3.Connection, asked: StatementFilter, limit: int, after: str | None, path: str
) -> Listing[StatementRow]:
    """Statements by filter."""
    question, plain = (Question("statement", "first", "number", "record, lead") for _ in range(2))
    if asked.speaker is not None:
        question.ask("speaker = ? COLLATE NOCASE", asked.speaker)
    question.equal(state=asked.state, act=asked.act, channel=asked.channel, kind=asked.kind)
    question.equal(lead=1 if asked.folded else None)
    question.between(asked.since, asked.until)
    if asked.words is None:
        rows, total, exact, following = _page(connection, question, limit, after)
    elif (found := phrases(asked.words)) is None:
        return Listing((), 0, exact=True, next=None)
    elif (words := Words("statement_words", found, FEW_STATEMENTS)).rare(connection):
        question.source = "statement_words CROSS JOIN statement ON number = statement_words.rowid"
        question.ask("statement_words MATCH ?", words.phrase)
        rows, total, exact, following = worded.few(connection, question, plain, limit, after)
    else:
        rows, total, exact, following = worded.common(connection, question, plain, words, limit, after)
    made = [(revived(Statement, str(row[2]), path), bool(row[3])) for row in rows]
    around = heads(connection, (statement.document for statement, _ in made))
    return Listing(tuple(StatementRow(s, around[s.document], lead) for s, lead in made), total, exact, following)


# ---- events ----------------------------------------------------------------------------------------------------------
def events(
    connection: sqlite3.Connection, asked: EventFilter, limit: int, after: str | None, path: str
) -> Listing[EventRow]:
    """Events by filter."""
    question = event_question(asked)
    total, exact = total_of_events(connection, asked, question)
    rows, following = question.page(connection, limit, after)
    made = [(revived(Event, str(row[2]), path), bool(row[3])) for row in rows]
    around = heads(connection, (event.document for event, _ in made))
    return Listing(tuple(EventRow(e, around[e.document], lead) for e, lead in made), total, exact, following)


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


def event_question(asked: EventFilter) -> Question:
    """The question for events, put to those of a dyad or a party where one is asked for."""
    columns = "e.record, e.lead"
    if asked.dyad is not None:
        brief = "d"
        question = Question("event_dyad d LEFT JOIN event e ON e.number = d.event", "d.first", "d.event", columns)
        question.equal(d__low=min(asked.dyad), d__high=max(asked.dyad))
        roles = [("actor", asked.actor), ("recipient", asked.recipient)]
    elif asked.actor is not None or asked.recipient is not None:
        brief = "p"
        role, state = ("actor", asked.actor) if asked.actor is not None else ("recipient", asked.recipient)
        question = Question("event_party p LEFT JOIN event e ON e.number = p.event", "p.first", "p.event", columns)
        question.equal(p__state=state, p__role=role)
        roles = [("recipient", asked.recipient if role == "actor" else None)]
    else:
        brief, question, roles = "e", Question("event e", "e.first", "e.number", columns), []
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
    rows, total, exact, following = _page(connection, question, limit, after)
    around = heads(connection, (str(row[2]) for row in rows))
    return Listing(tuple(around[str(row[2])] for row in rows), total, exact, following)


def document_terms(question: Question, asked: DocumentFilter) -> None:
    """The conditions of a filter of documents, on rows of `head`."""
    question.equal(outlet=asked.outlet, agency=asked.agency, issuer=asked.issuer, kind=asked.kind)
    question.equal(lead=1 if asked.folded else None)
    if asked.year is not None:
        question.between(asked.year, asked.year)
    question.between(asked.since, asked.until)
