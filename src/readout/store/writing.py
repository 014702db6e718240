"""How records become rows: each with its line of JSON, beside the columns that are asked for.

What is made of other rows (dyads, months, which telling of a family counts) is made here too, by whoever writes the
rows that it is made of, so that no reader ever sees the one without the other.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import TypeVar

from readout import codec
from readout.link import learned
from readout.link.stories import about
from readout.pipeline import two_sided
from readout.records import (
    Comparison,
    Contact,
    Document,
    Edge,
    Event,
    Extraction,
    Family,
    Matter,
    Move,
    Since,
    Story,
    Told,
    When,
)

_OF_EVENTS = ("event_party", "event_dyad")
_OF_CONTACTS = ("party", "telling", "topic")
_AT_ONCE = 500  # ids in one question
UNMADE = 2  # in the place of whether a party gives an account of its own: the comparison is not made yet

Id = TypeVar("Id", str, int)


def batches(ids: Iterable[Id]) -> Iterator[tuple[Id, ...]]:
    """Ids in portions that fit into one question."""
    held = tuple(dict.fromkeys(ids))
    yield from (held[at : at + _AT_ONCE] for at in range(0, len(held), _AT_ONCE))


def marks(values: Sequence[object]) -> str:
    """A question mark for each value.

    >>> marks("abc")
    '?, ?, ?'
    """
    return ", ".join("?" * len(values))


class Writer:
    """Writes rows through a connection whose transaction somebody else has begun."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def insert(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Rows into a table, in its order of columns."""
        held = list(rows)
        if held:
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks(held[0])})", held)  # noqa: S608 - our names

    # ---- documents and what they yield -------------------------------------------------------------------------------
    def document(self, d: Document) -> None:
        """One document; the position of an older form of it is kept, and so is the order of reading."""
        row = self._connection.execute("SELECT position FROM document WHERE id = ?", (d.id,)).fetchone()
        held = self._connection.execute("SELECT family, lead FROM head WHERE id = ?", (d.id,)).fetchone() or (None, 1)
        for table in ("document", "head"):
            self._connection.execute(f"DELETE FROM {table} WHERE id = ?", (d.id,))  # noqa: S608 - one of the two
        when = d.published
        self.insert("document", [(
            row[0] if row else None, d.id, when.iso, when.basis, d.outlet, d.agency, d.issuer, d.url, d.title, d.text,
            codec.encode(replace(d, text="")),
        )])  # fmt: skip
        self._connection.execute(
            "INSERT INTO head SELECT position, id, ?, day, outlet, agency, issuer, ?, title, ?, ? FROM document"
            " WHERE id = ?",
            (first_day(when), kind_of(d), *held, d.id),
        )
        self.about(d)

    def about(self, d: Document) -> None:
        """The words by which a document is held against others for their stories."""
        self._connection.execute("DELETE FROM about WHERE document = ?", (d.id,))
        self.insert("about", [(first_day(d.published), d.id, " ".join(sorted(about(d))))])

    def extraction(self, extraction: Extraction, document: Document) -> None:
        """What one document yields: a row for each statement and event, for each move, and for the rest."""
        self.forget((extraction.document,))
        rest = replace(extraction, statements=(), events=(), contacts=(), moves=())
        linked = replace(extraction, statements=(), events=(), mentions=())
        self.insert("extraction", [
            (extraction.document, extraction.made_by, codec.encode(rest), codec.encode(linked))
        ])  # fmt: skip
        first = first_day(document.published)
        self.insert("statement", [
            (None, s.id, s.document, s.kind, s.act, s.channel, s.speaker, s.speaker_state, first, 1, s.content.quote,
             codec.encode(s))
            for s in extraction.statements
        ])  # fmt: skip
        for event in extraction.events:
            self._event(event)
        self.insert("move", [(None, m.document, m.matter, listed(m.states), codec.encode(m)) for m in extraction.moves])
        self._connection.executemany(
            "INSERT OR IGNORE INTO occasion VALUES (?, ?, ?, ?, ?, ?)",
            [row for contact in extraction.contacts for row in occasions(contact, document)],
        )
        found = learned((document,), (extraction,), ())
        row = self._connection.execute("SELECT family FROM head WHERE id = ?", (document.id,)).fetchone()
        self.insert("learned", [
            (h.id, document.id, h.state, h.office, h.name, h.first.isoformat() if h.first else "",
             row[0] if row else None, codec.encode(h))
            for h in found
        ])  # fmt: skip
        self.count((extraction.document,))

    def _event(self, e: Event) -> None:
        """An event with the parties and dyads that it is found by."""
        first = first_day(e.when)
        row = self._connection.execute(
            "INSERT INTO event VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)",
            (e.id, e.document, e.type, e.mode, e.status, e.when.iso, first, last_day(e.when), month_of(e.when),
             codec.encode(e)),
        )  # fmt: skip
        actors, recipients = states_of(e.actors), states_of(e.recipients)
        self.insert("event_party", [
            *((state, "actor", first, row.lastrowid, e.type, 1) for state in actors),
            *((state, "recipient", first, row.lastrowid, e.type, 1) for state in recipients),
        ])  # fmt: skip
        pairs = {(min(a, b), max(a, b)) for a in actors for b in recipients} or set(combinations(actors, 2))
        self.insert("event_dyad", [(*pair, first, row.lastrowid, e.type, 1) for pair in sorted(pairs)])

    def forget(self, documents: Sequence[str]) -> None:
        """Take out what documents have yielded."""
        self.count(documents, sign=-1)
        for ids in batches(documents):
            of_them = f"IN (SELECT number FROM event WHERE document IN ({marks(ids)}))"  # noqa: S608 - marks
            for table in _OF_EVENTS:
                self._connection.execute(f"DELETE FROM {table} WHERE event {of_them}", ids)  # noqa: S608 - our names
            for table in ("statement", "event", "move", "learned", "occasion", "extraction"):
                self._connection.execute(f"DELETE FROM {table} WHERE document IN ({marks(ids)})", ids)  # noqa: S608

    # ---- what is counted ---------------------------------------------------------------------------------------------
    def count(self, documents: Iterable[str], *, sign: int = 1) -> None:
        """Add the events of documents to the counts by month, or with `sign` -1 take them out."""
        for ids in batches(documents):
            of_them = f"event.document IN ({marks(ids)})"
            dyads = f"SELECT low, high, number FROM event JOIN event_dyad ON event = number WHERE {of_them}"  # noqa: S608 - marks
            alone = f"SELECT DISTINCT state, '', number FROM event JOIN event_party ON event = number WHERE {of_them}"  # noqa: S608 - marks
            self._connection.execute(
                "INSERT INTO month SELECT low, high, month, type, status, ? * sum(lead), ? * count(*)"  # noqa: S608
                f" FROM ({dyads} UNION ALL {alone}) JOIN event USING (number)"
                " GROUP BY low, high, month, type, status"
                " ON CONFLICT DO UPDATE SET folded = folded + excluded.folded, raw = raw + excluded.raw",
                (sign, sign, *ids, *ids),
            )
            if sign < 0:
                self._connection.execute("DELETE FROM month WHERE raw = 0")

    def quads(self, types: Iterable[tuple[str, int]]) -> None:
        """Which quad class each type of event is in."""
        self._connection.executemany("INSERT OR REPLACE INTO quad VALUES (?, ?)", types)

    # ---- families ----------------------------------------------------------------------------------------------------
    def families(self, families: Sequence[Family], told: Iterable[Told]) -> None:
        """Families with their edges and what they tell; which document, statement and event counts for all copies."""
        self.insert("family", [
            (f.id, len(f.documents), f.documents[0], codec.encode(replace(f, edges=()))) for f in families
        ])  # fmt: skip
        self.edges(edge for family in families for edge in family.edges)
        large = {family.id for family in families if len(family.documents) > 1}
        by_family: dict[str, list[Told]] = {}
        for one in told:
            if one.family in large:  # what a document alone tells is what it yields
                by_family.setdefault(one.family, []).append(one)
        self.insert("told", [
            (id_, position, one.record, one.kind, codec.encode(one))
            for id_, all_ in by_family.items()
            for position, one in enumerate(all_)
        ])  # fmt: skip
        self._connection.executemany(
            "UPDATE head SET family = ?, lead = ? WHERE id = ?",
            [(f.id, int(not number), id_) for f in families for number, id_ in enumerate(f.documents)],
        )
        self._connection.executemany(
            "UPDATE learned SET family = ? WHERE document = ?", [(f.id, id_) for f in families for id_ in f.documents]
        )
        self._lead([f for f in families if f.id in large], by_family)

    def edges(self, edges: Iterable[Edge]) -> None:
        """Edges; one between the same documents that is held is replaced."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO edge VALUES (?, ?, ?, ?)",
            [(edge.before, edge.after, edge.kind, codec.encode(edge)) for edge in edges],
        )

    def _lead(self, families: Iterable[Family], told: dict[str, list[Told]]) -> None:
        """Mark which of the statements and events of families count for their copies."""
        documents = [id_ for family in families for id_ in family.documents]
        self.count(documents, sign=-1)
        for table in ("statement", "event"):
            leads = json.dumps([one.record for family in told.values() for one in family if one.kind == table])
            for ids in batches(documents):
                self._connection.execute(
                    f"UPDATE {table} SET lead = 1 - lead WHERE document IN ({marks(ids)})"  # noqa: S608 - our names
                    " AND lead <> (id IN (SELECT value FROM json_each(?)))",
                    (*ids, leads),
                )
        self.count(documents)

    def alone(self, documents: Sequence[str]) -> None:
        """Let every statement and event of documents count for itself, as they are in no family any more."""
        self.count(documents, sign=-1)
        for table in ("statement", "event"):
            for ids in batches(documents):
                query = f"UPDATE {table} SET lead = 1 WHERE lead = 0 AND document IN ({marks(ids)})"  # noqa: S608 - marks
                self._connection.execute(query, ids)
        self.count(documents)

    def without_families(self, ids: Sequence[str]) -> None:
        """Take families out, but not their edges."""
        for some in batches(ids):
            self._connection.execute(f"DELETE FROM family WHERE id IN ({marks(some)})", some)  # noqa: S608 - marks
            self._connection.execute(f"DELETE FROM told WHERE family IN ({marks(some)})", some)  # noqa: S608 - marks

    # ---- contacts ----------------------------------------------------------------------------------------------------
    def contacts(self, contacts: Iterable[Contact]) -> None:
        """Contacts with their parties and documents."""
        for contact in contacts:
            first = first_day(contact.when)
            row = self._connection.execute(
                "INSERT INTO contact VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)",
                (contact.id, contact.mode, contact.status, contact.when.iso, contact.place, first,
                 last_day(contact.when), codec.encode(contact)),
            )  # fmt: skip
            number = row.lastrowid
            self.insert("party", [(state, first, number) for state in contact.states])
            told = set(contact.documents)
            ids = dict.fromkeys((*contact.documents, *contact.announced_by))
            self.insert("telling", [(id_, number, "tells" if id_ in told else "announces") for id_ in ids])

    def without_contacts(self, ids: Iterable[str]) -> None:
        """Take contacts out, with all that is said of them."""
        for some in batches(ids):
            numbers = f"(SELECT number FROM contact WHERE id IN ({marks(some)}))"  # noqa: S608 - marks
            for table in _OF_CONTACTS:
                self._connection.execute(f"DELETE FROM {table} WHERE contact IN {numbers}", some)  # noqa: S608
            for table, column in (("contact", "id"), ("comparison", "contact"), ("since", "contact")):
                self._connection.execute(f"DELETE FROM {table} WHERE {column} IN ({marks(some)})", some)  # noqa: S608

    def comparisons(self, compared: Iterable[Comparison], contacts: dict[str, Contact]) -> None:
        """Comparisons, also of one account alone: a later contact is held against it."""
        for one in compared:
            sides = max(len({account.party for account in one.accounts}), 2 * two_sided(one))
            own = any(account.kind != "news-account" for account in one.accounts)
            self._connection.execute("DELETE FROM comparison WHERE contact = ? AND own = ?", (one.contact, UNMADE))
            states = listed(contacts[one.contact].states) if one.contact in contacts else ""
            self.insert("comparison", [(one.contact, sides, own, states, codec.encode(one))])
            self._connection.executemany(
                "INSERT OR IGNORE INTO topic SELECT ?, first, number FROM contact WHERE id = ?",
                [(row.topic, one.contact) for row in one.rows],
            )

    def unmade(self, contacts: Iterable[Contact]) -> None:
        """A row for each contact of several parties whose comparison is not made: whoever needs it makes it."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO comparison VALUES (?, 0, ?, ?, '')",
            [(contact.id, UNMADE, listed(contact.states)) for contact in contacts if len(contact.states) > 1],
        )

    def since(self, changed: Iterable[Since], contacts: dict[str, Contact]) -> None:
        """What parties' accounts change."""
        self.insert("since", [
            (s.contact, s.party, listed(contacts[s.contact].states) if s.contact in contacts else "", codec.encode(s))
            for s in changed
        ])  # fmt: skip

    # ---- matters and stories -----------------------------------------------------------------------------------------
    def matters(self, matters: Iterable[Matter]) -> None:
        """Matters with their parties."""
        for one in matters:
            self.insert("matter", [(one.id, one.kind, listed(one.states), codec.encode(replace(one, moves=())))])
            self.insert("matter_party", [(state, one.id) for state in one.states])
            self.moves(one.id, one.moves)

    def moves(self, matter: str, moves: Iterable[Move]) -> None:
        """Moves of a matter, in the order of their days."""
        positions: Counter[tuple[str, str, int]] = Counter()
        for move in moves:
            place = (first_day(move.when), move.document, move.evidence.start)
            self.insert("matter_move", [(matter, *place, positions[place], move.status, codec.encode(move))])
            positions[place] += 1

    def without_matters(self, ids: Iterable[str]) -> None:
        """Take matters out."""
        for some in batches(ids):
            self._connection.execute(f"DELETE FROM matter WHERE id IN ({marks(some)})", some)  # noqa: S608 - marks
            for table in ("matter_party", "matter_move"):
                self._connection.execute(f"DELETE FROM {table} WHERE matter IN ({marks(some)})", some)  # noqa: S608

    def stories(self, stories: Iterable[Story]) -> None:
        """Stories with their documents."""
        for one in stories:
            self.insert("story", [(one.id, len(one.documents), one.documents[0], codec.encode(one))])
            self.insert("story_document", [(id_, one.id) for id_ in one.documents])

    def without_stories(self, ids: Iterable[str]) -> None:
        """Take stories out."""
        for some in batches(ids):
            self._connection.execute(f"DELETE FROM story WHERE id IN ({marks(some)})", some)  # noqa: S608 - marks
            self._connection.execute(f"DELETE FROM story_document WHERE story IN ({marks(some)})", some)  # noqa: S608


# ---- days and names --------------------------------------------------------------------------------------------------
def first_day(when: When) -> str:
    """The first day of a time in ISO form, empty where it is not known."""
    return when.start.isoformat() if when.start else ""


def last_day(when: When) -> str:
    """The last day of a time, empty where it is not known."""
    return (when.end - timedelta(days=1)).isoformat() if when.end else first_day(when)


def month_of(when: When) -> str:
    """The month that a time lies in, empty where it is not known or lies in several.

    >>> from datetime import date
    >>> month_of(When(date(2021, 8, 6), date(2021, 8, 7), "day", "stated"))
    '2021-08'
    """
    first, last = first_day(when)[:7], last_day(when)[:7]
    return first if first == last else ""


def occasions(contact: Contact, document: Document) -> Iterator[tuple[str, str, str, str, str, int]]:
    """For each two parties of a contact that a document tells of: the days around which others may tell of it too."""
    days = [contact.when.start] if contact.when.start and contact.when.grain == "day" else []
    if not days:
        times = [document.published] if contact.status == "background" else [document.published, contact.when]
        days = [day for when in times if when.start for day in (when.start, when.end or when.start)]
    stretch = (min(days).isoformat(), max(days).isoformat()) if days else ("", "")
    for low, high in combinations(contact.states, 2):
        for start in sorted({telling.start for telling in contact.tellings}):
            yield low, high, *stretch, document.id, start


def states_of(actors: Iterable[object]) -> list[str]:
    """The states and organisations of actors, sorted."""
    return sorted({state for actor in actors if (state := getattr(actor, "state", None))})


def listed(states: Iterable[str]) -> str:
    """States as one value, in order."""
    return ",".join(sorted(states))


def kind_of(document: Document) -> str:
    """What kind of text a document is: a transcript, an official release, else a report."""
    if document.turns:
        return "transcript"
    return "release" if document.issuer else "report"
