"""The listings: contacts, statements, events and documents by filter, newest first.

Each question is put to the narrowest table that its filters allow (the rows of one dyad, of one party, of one topic),
which already lie in order of day.
"""

import sqlite3
from collections.abc import Iterable
from typing import TypeVar

from readout import codec
from readout.errors import StoreError
from readout.records import Contact, Event, Statement
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


# ---- contacts --------------------------------------------------------------------------------------------------------
def contacts(
    connection: sqlite3.Connection, asked: ContactFilter, limit: int, after: str | None, path: str
) -> Listing[ContactRow]:
    """Contacts by filter."""
    question = _of_contacts(asked)
    if asked.words is not None:
        found = phrases(asked.words)
        if found is None:
            return Listing((), 0, exact=True, next=None)
        question.ask(
            "c.number IN (SELECT contact FROM telling JOIN document ON document.id = telling.document"
            " WHERE position IN (SELECT rowid FROM document_words WHERE document_words MATCH ?))",
            found,
        )
    total, exact = question.total(connection)
    rows, following = question.page(connection, limit, after)
    return Listing(contact_rows(connection, [str(row[2]) for row in rows], path), total, exact, following)


def _of_contacts(asked: ContactFilter) -> Question:
    """The question for contacts, put to those of a party or a topic where one is asked for."""
    states = tuple(dict.fromkeys(asked.states))
    if states:
        question = Question("party p JOIN contact c ON c.number = p.contact", "p.first", "p.contact", "c.record")
        question.equal(p__state=states[0])
    elif asked.topic is not None:
        question = Question("topic t JOIN contact c ON c.number = t.contact", "t.first", "t.contact", "c.record")
        question.equal(t__topic=asked.topic)
    else:
        question = Question("contact c", "c.first", "c.number", "c.record")
    for state in states[1:]:
        question.ask("EXISTS (SELECT 1 FROM party o WHERE o.contact = c.number AND o.state = ?)", state)
    if states and asked.topic is not None:
        question.ask("EXISTS (SELECT 1 FROM topic o WHERE o.contact = c.number AND o.topic = ?)", asked.topic)
    question.equal(c__mode=asked.mode, c__status=asked.status)
    question.between(asked.since, asked.until)
    return question


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
    question = Question("statement", "first", "number", "record, lead")
    if asked.words is not None:
        found = phrases(asked.words)
        if found is None:
            return Listing((), 0, exact=True, next=None)
        question.ask("number IN (SELECT rowid FROM statement_words WHERE statement_words MATCH ?)", found)
    if asked.speaker is not None:
        question.ask("speaker = ? COLLATE NOCASE", asked.speaker)
    question.equal(state=asked.state, act=asked.act, channel=asked.channel, kind=asked.kind)
    question.equal(lead=1 if asked.folded else None)
    question.between(asked.since, asked.until)
    total, exact = question.total(connection)
    rows, following = question.page(connection, limit, after)
    made = [(revived(Statement, str(row[2]), path), bool(row[3])) for row in rows]
    around = heads(connection, (statement.document for statement, _ in made))
    return Listing(tuple(StatementRow(s, around[s.document], lead) for s, lead in made), total, exact, following)


# ---- events ----------------------------------------------------------------------------------------------------------
def events(
    connection: sqlite3.Connection, asked: EventFilter, limit: int, after: str | None, path: str
) -> Listing[EventRow]:
    """Events by filter."""
    question = event_question(asked)
    total, exact = question.total(connection)
    rows, following = question.page(connection, limit, after)
    made = [(revived(Event, str(row[2]), path), bool(row[3])) for row in rows]
    around = heads(connection, (event.document for event, _ in made))
    return Listing(tuple(EventRow(e, around[e.document], lead) for e, lead in made), total, exact, following)


def event_question(asked: EventFilter) -> Question:
    """The question for events, put to those of a dyad or a party where one is asked for."""
    columns = "e.record, e.lead"
    if asked.dyad is not None:
        question = Question("event_dyad d JOIN event e ON e.number = d.event", "d.first", "d.event", columns)
        question.equal(d__low=min(asked.dyad), d__high=max(asked.dyad))
        roles = [("actor", asked.actor), ("recipient", asked.recipient)]
    elif asked.actor is not None or asked.recipient is not None:
        role, state = ("actor", asked.actor) if asked.actor is not None else ("recipient", asked.recipient)
        question = Question("event_party p JOIN event e ON e.number = p.event", "p.first", "p.event", columns)
        question.equal(p__state=state, p__role=role)
        roles = [("recipient", asked.recipient if role == "actor" else None)]
    else:
        question, roles = Question("event e", "e.first", "e.number", columns), []
    for role, state in roles:
        if state is not None:
            question.ask(
                "EXISTS (SELECT 1 FROM event_party o WHERE o.event = e.number AND o.role = ? AND o.state = ?)",
                role, state,
            )  # fmt: skip
    question.equal(e__type=asked.type, e__mode=asked.mode, e__status=asked.status, e__lead=1 if asked.folded else None)
    if asked.quad is not None:
        question.ask("e.type IN (SELECT type FROM quad WHERE quad = ?)", asked.quad)
    question.between(asked.since, asked.until)
    return question


# ---- documents -------------------------------------------------------------------------------------------------------
def documents(connection: sqlite3.Connection, asked: DocumentFilter, limit: int, after: str | None) -> Listing[Head]:
    """Documents by filter."""
    question = Question("head", "first", "position", "id")
    document_terms(question, asked)
    total, exact = question.total(connection)
    rows, following = question.page(connection, limit, after)
    around = heads(connection, (str(row[2]) for row in rows))
    return Listing(tuple(around[str(row[2])] for row in rows), total, exact, following)


def document_terms(question: Question, asked: DocumentFilter) -> None:
    """The conditions of a filter of documents, on rows of `head`."""
    question.equal(outlet=asked.outlet, agency=asked.agency, issuer=asked.issuer, kind=asked.kind)
    question.equal(lead=1 if asked.folded else None)
    if asked.year is not None:
        question.between(asked.year, asked.year)
    question.between(asked.since, asked.until)
