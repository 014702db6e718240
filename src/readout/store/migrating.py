"""A store of an older schema brought up to this version, in one transaction.

Of schema 1 or 2 the records are written anew: documents, what they yield, links and judgements are taken over as they
are; no codebook is asked. A day that a copy had lent stays lent. What is kept beside the records is made of them. Of
schema 3 only introductions and matters are written anew, comparisons that were left out get their rows, documents the
words of their stories, and rows of parties the type of their event. Of schema 4 the indexes of lists are made anew.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from readout.records import Comparison, Contact, Document, Extraction, Family, Matter, Since, Story, Told
from readout.store.files import execute_all, transaction
from readout.store.listing import revived
from readout.store.lookup import documents
from readout.store.schema import ABOUT, LEARNED, LED, MOVES, ORDERS, OUTLETS, SCHEMA, has_table, make_tables
from readout.store.writing import UNMADE, Writer

# ruff: noqa: S608 - the names are our own
_SMALL_STEP = 3  # the schema from which on little changes

_MADE = ("statement", "event", "party", "learned", "matter_party")  # rows that are made of others
_KEPT = ("document", "extraction", "family", "told", "contact", "comparison", "matter", "since", "story")

Kind = TypeVar("Kind")


def brought_up(connection: sqlite3.Connection, path: str) -> None:
    """Make a store of an older schema one of this schema, wholly or not at all."""
    with transaction(connection):
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version >= SCHEMA:
            return  # another process was quicker
        if version >= _SMALL_STEP:
            if version == _SMALL_STEP:
                _from_third(connection, path)
            _with_orders(connection)
            return
        _put_aside(connection)
        make_tables(connection)
        _Older(connection, path).written()
        for table in _KEPT:
            connection.execute(f"DROP TABLE IF EXISTS old_{table}")


def _put_aside(connection: sqlite3.Connection) -> None:
    """The old tables under other names; those that are made of others, triggers and indexes are given up."""
    for kind in ("trigger", "index"):
        query = "SELECT name FROM sqlite_master WHERE type = ? AND sql IS NOT NULL AND tbl_name <> 'judgement'"
        for (name,) in connection.execute(query, (kind,)).fetchall():
            connection.execute(f"DROP {kind} {name}")
    connection.execute("DROP TABLE IF EXISTS document_words")
    for table in _MADE:
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    for table in _KEPT:
        if has_table(connection, table):
            connection.execute(f"ALTER TABLE {table} RENAME TO old_{table}")


def _from_third(connection: sqlite3.Connection, path: str) -> None:
    """Introductions with what is added up of them, moves beside their matters, a row for each comparison to be made."""
    connection.execute("ALTER TABLE learned RENAME TO old_learned")
    for index in ("learned_document", "learned_seat"):
        connection.execute(f"DROP INDEX {index}")
    execute_all(connection, LEARNED + MOVES + ABOUT + LED + OUTLETS)
    for table in ("event_party", "event_dyad"):
        connection.execute(f"ALTER TABLE {table} ADD COLUMN type TEXT")
        connection.execute(f"ALTER TABLE {table} ADD COLUMN lead INTEGER NOT NULL DEFAULT 1")
        of_event = f"(SELECT type, lead FROM event WHERE number = {table}.event)"
        connection.execute(f"UPDATE {table} SET (type, lead) = {of_event}")
    connection.execute(
        "INSERT INTO learned SELECT l.id, l.document, l.state, l.office, json_extract(l.record, '$.name'),"
        " coalesce(json_extract(l.record, '$.first'), ''), head.family, l.record"
        " FROM old_learned l LEFT JOIN head ON head.id = l.document"
    )
    connection.execute("DROP TABLE old_learned")
    lines = connection.execute("SELECT record FROM matter").fetchall()
    for table in ("matter", "matter_party"):
        connection.execute(f"DELETE FROM {table}")
    Writer(connection).matters(revived(Matter, line, path) for (line,) in lines)
    connection.execute(
        "INSERT INTO comparison SELECT id, 0, ?, states, '' FROM (SELECT id, (SELECT group_concat(state, ',') FROM"
        " (SELECT state FROM party WHERE contact = number ORDER BY state)) AS states FROM contact"
        " WHERE id NOT IN (SELECT contact FROM comparison)) WHERE states LIKE '%,%'",
        (UNMADE,),
    )
    for (id_,) in connection.execute("SELECT id FROM document ORDER BY position").fetchall():
        for document in documents(connection, (id_,), path):
            Writer(connection).about(document)


def _with_orders(connection: sqlite3.Connection) -> None:
    """The indexes of lists with all that a filter asks."""
    for name in re.findall(r"CREATE INDEX (\w+)", ORDERS):
        connection.execute(f"DROP INDEX IF EXISTS {name}")
    execute_all(connection, ORDERS)
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


class _Older:
    """The records of an older store, under the names to which they were put aside."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._connection = connection
        self._path = path

    def written(self) -> None:
        """All of them, in tables of this version."""
        writer = Writer(self._connection)
        for document, extraction in self._documents():
            writer.document(document)
            if extraction is not None:
                writer.extraction(extraction, document)
        writer.families(tuple(self._records(Family, "family")), self._records(Told, "told"))
        contacts = {contact.id: contact for contact in self._records(Contact, "contact")}
        writer.contacts(contacts.values())
        writer.comparisons(self._records(Comparison, "comparison"), contacts)
        writer.unmade(contacts.values())
        writer.since(self._records(Since, "since"), contacts)
        writer.matters(self._records(Matter, "matter"))
        writer.stories(self._records(Story, "story"))

    def _documents(self) -> Iterator[tuple[Document, Extraction | None]]:
        """Documents with what they yield, in the order in which they came."""
        rows = self._connection.execute(
            "SELECT d.record, d.text, e.record FROM old_document d LEFT JOIN old_extraction e ON e.document = d.id"
            " ORDER BY d.position"
        )
        for record, text, line in rows:
            document = replace(revived(Document, record, self._path), text=text)
            yield document, revived(Extraction, line, self._path) if line else None

    def _records(self, kind: type[Kind], table: str) -> Iterator[Kind]:
        """The records of a table that has been put aside, if there is one."""
        if has_table(self._connection, f"old_{table}"):
            for (line,) in self._connection.execute(f"SELECT record FROM old_{table} ORDER BY rowid"):
                yield revived(kind, line, self._path)
