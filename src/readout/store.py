"""The store: one SQLite file that holds readings and answers questions about them.

Each record is kept as its line of JSON (`codec`), beside the columns that are asked for; statements and events lie in
the line of their document's extraction and have rows of columns only. Holders of office that texts introduce are kept
apart from the codebook, to be reviewed, and made anew with the links. A document's text stands in a column of its own
and is indexed for full-text search. The file carries Readout's mark and the version of its
schema. Readers work beside one writer (WAL); a writer waits for another one, and what it adds is there wholly or not.
"""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from readout import codec
from readout.codebook.compiled import Compiled
from readout.errors import StoreError
from readout.link import families, learned
from readout.link.candidates import Anchors, Index, Trace, trace
from readout.link.copies import between, grouped, grown
from readout.pipeline import joined, related
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
    Reading,
    Since,
    Statement,
    Story,
    Told,
)

SCHEMA = 2
MARK = 0x52444F54  # "RDOT" in the file's header: SQLite's own field for whose file it is
_MOST = 200  # documents that a report is held against
PATIENCE = 30.0  # seconds that a writer waits for another one

# What schema 2 added: a store of schema 1 gets it when it is opened.
_SECOND = """
CREATE TABLE learned (
  id TEXT PRIMARY KEY, state TEXT, office TEXT, name TEXT, first TEXT, last TEXT, record TEXT NOT NULL);
CREATE INDEX learned_seat ON learned (state, office);
CREATE TABLE matter (id TEXT PRIMARY KEY, kind TEXT, record TEXT NOT NULL);
CREATE TABLE matter_party (matter TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (matter, state)) WITHOUT ROWID;
CREATE TABLE since (contact TEXT NOT NULL, party TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (contact, party));
CREATE TABLE story (id TEXT PRIMARY KEY, size INTEGER, record TEXT NOT NULL);
CREATE TABLE judgement (position INTEGER PRIMARY KEY, made TEXT NOT NULL, verdict TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX matter_party_state ON matter_party (state, matter);
CREATE TRIGGER judgement_kept BEFORE DELETE ON judgement BEGIN SELECT RAISE(ABORT, 'judgements are only added'); END;
CREATE TRIGGER judgement_same BEFORE UPDATE ON judgement BEGIN SELECT RAISE(ABORT, 'judgements are only added'); END;
"""
_TABLES = """
CREATE TABLE document (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, day TEXT, basis TEXT, outlet TEXT, agency TEXT, issuer TEXT,
  url TEXT, title TEXT, text TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE extraction (document TEXT PRIMARY KEY, made_by TEXT, record TEXT NOT NULL);
CREATE TABLE statement (
  id TEXT NOT NULL, document TEXT NOT NULL, kind TEXT, act TEXT, channel TEXT, speaker TEXT, state TEXT, words TEXT);
CREATE TABLE event (
  id TEXT NOT NULL, document TEXT NOT NULL, type TEXT, mode TEXT, status TEXT, day TEXT, words TEXT);
CREATE TABLE family (id TEXT PRIMARY KEY, size INTEGER, record TEXT NOT NULL);
CREATE TABLE told (family TEXT NOT NULL, told TEXT NOT NULL, kind TEXT, record TEXT NOT NULL);
CREATE TABLE contact (
  id TEXT PRIMARY KEY, mode TEXT, status TEXT, day TEXT, place TEXT, record TEXT NOT NULL);
CREATE TABLE party (contact TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (contact, state)) WITHOUT ROWID;
CREATE TABLE comparison (contact TEXT PRIMARY KEY, record TEXT NOT NULL);
CREATE INDEX document_day ON document (day);
CREATE INDEX statement_id ON statement (id);
CREATE INDEX statement_document ON statement (document);
CREATE INDEX statement_state ON statement (state, act);
CREATE INDEX event_id ON event (id);
CREATE INDEX event_document ON event (document);
CREATE INDEX event_type ON event (type, day);
CREATE INDEX contact_day ON contact (day);
CREATE INDEX party_state ON party (state, contact);
CREATE VIRTUAL TABLE document_words USING fts5 (
  title, text, content='document', content_rowid='position', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER document_added AFTER INSERT ON document BEGIN
  INSERT INTO document_words (rowid, title, text) VALUES (new.position, new.title, new.text); END;
CREATE TRIGGER document_gone AFTER DELETE ON document BEGIN
  INSERT INTO document_words (document_words, rowid, title, text) VALUES ('delete', old.position, old.title, old.text);
END;
"""
# What places a new document against all that are held; made of the documents, and made anew where it is missing.
_INDEX = """
CREATE TABLE IF NOT EXISTS trace (
  number INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE, sampled INTEGER, whole INTEGER, start TEXT, end TEXT,
  runs BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS run (run INTEGER NOT NULL, trace INTEGER NOT NULL, PRIMARY KEY (run, trace)) WITHOUT ROWID;
"""
_LINKS = ("family", "told", "contact", "party", "comparison", "learned", "matter", "matter_party", "since", "story")
_OF_A_DOCUMENT = ("statement", "event", "extraction")
_WITH_ID = ("document", "statement", "event", "contact", "family")

Kept = Document | Statement | Event | Contact | Family
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Found:
    """A document that a search found: its id, day and title, and its words around the place (marked by `[` `]`)."""

    document: str
    day: str | None
    title: str | None
    snippet: str


class Store:
    """A SQLite file of readings; open it with `Store.open` and close it, or use it in a `with` statement."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._connection = connection
        self.path = path

    @classmethod
    def open(cls, path: str | Path, *, create: bool = True) -> Self:
        """The store at `path`, made if there is none and `create` allows it.

        Raises `StoreError` for a missing file, a file that something else wrote and one of a later version.
        """
        file = Path(path)
        if not create and not file.exists():
            raise StoreError(str(path), "there is no store", f"make one: readout read PATH... --store {path}")
        with _explained(str(path)):
            connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
        try:
            with _explained(str(path)):
                old = _prepare(connection, str(path))
                store = cls(connection, str(path))
                if old:
                    store._upgrade()
                if not _has_index(connection):
                    with _transaction(connection):
                        _execute(connection, _INDEX)
        except BaseException:
            connection.close()
            raise
        return store

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _upgrade(self) -> None:
        """Give a store of schema 1 the table of learned holders, filled from what it holds."""
        with _transaction(self._connection):
            if self._connection.execute("PRAGMA user_version").fetchone()[0] < SCHEMA:
                _execute(self._connection, _SECOND)
                self._put_learned(self.reading())
                self._connection.execute(f"PRAGMA user_version = {SCHEMA}")

    # ---- writing -----------------------------------------------------------------------------------------------------
    def put(self, reading: Reading, rules: Compiled) -> Reading:
        """Add a reading and return all that is held now; what is held already is not added again.

        Families, contacts and comparisons are made anew over all documents held, from their stored extractions, in
        the same transaction: two writers never overwrite each other's links. All of the store passes through memory
        for it, which is meant for desks and not for archives.
        """
        with _explained(self.path), _transaction(self._connection):
            held = self.reading()
            whole = joined(held, reading, rules, lambda every, new: self._placed(every, new, held.families, rules))
            if whole is not held:
                self._write(held, whole)
                self._trace(whole.documents)
        return whole

    def judge(self, judgements: Iterable[Judgement], rules: Compiled) -> Reading:
        """Add what an analyst says of tellings and link anew; judgements are never changed or taken out."""
        with _explained(self.path), _transaction(self._connection):
            self._insert("judgement", [(None, j.made, j.verdict, codec.encode(j)) for j in judgements])
            held = self.reading()
            whole = related(held.documents, rules, known=held)
            self._write(held, whole)
        return whole

    def _placed(
        self, every: tuple[Document, ...], new: frozenset[str], held: tuple[Family, ...], rules: Compiled
    ) -> tuple[Family, ...]:
        """The families of all documents: the new ones are compared with their candidates and with no others."""
        rows = _Rows(self._connection)
        traced = rows.documents()
        if new & traced or {document.id for document in every} - new != traced:
            rows.clear()  # a text has changed, or the store was made before there was an index
            return families(every, rules)
        edges = {between(edge): edge for family in held for edge in family.edges}
        texts = {document.id: document for document in every}
        found = grown((d for d in every if d.id in new), Index(rows), edges, texts.__getitem__, rules)
        kept = [edge for pair, edge in edges.items() if pair not in found.gone]
        return grouped(texts, (*kept, *found.come))

    def _trace(self, documents: Iterable[Document]) -> None:
        """Index the documents that are not indexed yet."""
        rows, anchors = _Rows(self._connection), Anchors()
        traced = rows.documents()
        for document in documents:
            if document.id not in traced:
                rows.keep(trace(document, anchors))

    def near(self, document: Document) -> tuple[Document, ...]:
        """The documents held that share a run of words with one that may be new, those that share the most first."""
        rows = _Rows(self._connection)
        if len(rows.documents()) < self._connection.execute("SELECT count(*) FROM document").fetchone()[0]:
            with _explained(self.path), _transaction(self._connection):
                self._trace(self.documents())
        found = Index(rows).sharing(trace(document, Anchors()))[:_MOST]
        held = {one.id: one for one in self.documents(*found)} if found else {}
        return tuple(held[id_] for id_ in found if id_ in held)

    def _write(self, held: Reading, whole: Reading) -> None:
        """Documents and extractions that are new or have changed, and all links."""
        documents, extractions = set(held.documents), set(held.extractions)
        for document in whole.documents:
            if document not in documents:
                self._put_document(document)
        for extraction in whole.extractions:
            if extraction not in extractions:
                self._put_extraction(extraction)
        for table in _LINKS:
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - one of _LINKS
        self._put_links(whole)

    def _put_document(self, d: Document) -> None:
        """One document; the position of an older form of it is kept, and so is the order of reading."""
        row = self._connection.execute("SELECT position FROM document WHERE id = ?", (d.id,)).fetchone()
        self._connection.execute("DELETE FROM document WHERE id = ?", (d.id,))
        self._insert("document", [(
            row[0] if row else None, d.id, d.published.iso, d.published.basis, d.outlet, d.agency, d.issuer, d.url,
            d.title, d.text, codec.encode(replace(d, text="")),
        )])  # fmt: skip

    def _put_extraction(self, extraction: Extraction) -> None:
        """What one document yields, with a row for each statement and event."""
        for table in _OF_A_DOCUMENT:
            self._connection.execute(f"DELETE FROM {table} WHERE document = ?", (extraction.document,))  # noqa: S608
        self._insert("extraction", [(extraction.document, extraction.made_by, codec.encode(extraction))])
        self._insert("statement", [
            (s.id, s.document, s.kind, s.act, s.channel, s.speaker, s.speaker_state, s.content.quote)
            for s in extraction.statements
        ])  # fmt: skip
        self._insert("event", [
            (e.id, e.document, e.type, e.mode, e.status, e.when.iso, e.evidence.quote) for e in extraction.events
        ])  # fmt: skip

    def _put_links(self, whole: Reading) -> None:
        """Families, what they tell, contacts with their parties, and comparisons."""
        self._insert("family", [(f.id, len(f.documents), codec.encode(f)) for f in whole.families])
        self._insert("told", [(t.family, t.record, t.kind, codec.encode(t)) for t in whole.told])
        self._insert(
            "contact", [(c.id, c.mode, c.status, c.when.iso, c.place, codec.encode(c)) for c in whole.contacts]
        )
        self._insert("party", [(contact.id, state) for contact in whole.contacts for state in contact.states])
        self._insert("comparison", [(c.contact, codec.encode(c)) for c in whole.comparisons])
        self._insert("matter", [(m.id, m.kind, codec.encode(m)) for m in whole.matters])
        self._insert("matter_party", [(matter.id, state) for matter in whole.matters for state in matter.states])
        self._insert("since", [(s.contact, s.party, codec.encode(s)) for s in whole.since])
        self._insert("story", [(s.id, len(s.documents), codec.encode(s)) for s in whole.stories])
        self._put_learned(whole)

    def _put_learned(self, whole: Reading) -> None:
        """The holders of office whom the documents introduce."""
        found = learned(whole.documents, whole.extractions, whole.families)
        self._insert("learned", [
            (h.id, h.state, h.office, h.name, _iso(h.first), _iso(h.last), codec.encode(h)) for h in found
        ])  # fmt: skip

    def _insert(self, table: str, rows: list[tuple[object, ...]]) -> None:
        """Rows into a table, in its order of columns."""
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our own names

    # ---- asking ------------------------------------------------------------------------------------------------------
    def reading(self) -> Reading:
        """All that is held, as one reading, documents in the order in which they came."""
        return Reading(
            documents=self.documents(),
            extractions=self._records(
                Extraction,
                "SELECT extraction.record FROM extraction JOIN document ON document.id = document ORDER BY position",
            ),
            families=self._records(Family, "SELECT record FROM family ORDER BY rowid"),
            told=self._records(Told, "SELECT record FROM told ORDER BY rowid"),
            contacts=self._records(Contact, "SELECT record FROM contact ORDER BY rowid"),
            comparisons=self._records(Comparison, "SELECT record FROM comparison ORDER BY rowid"),
            matters=self.matters(),
            since=self._records(Since, "SELECT record FROM since ORDER BY rowid"),
            stories=self._records(Story, "SELECT record FROM story ORDER BY rowid"),
            judgements=self._records(Judgement, "SELECT record FROM judgement ORDER BY position"),
        )

    def matters(self, *states: str) -> tuple[Matter, ...]:
        """The long-lived matters in which all of `states` have a part, all of them if none is given."""
        terms = ["id IN (SELECT matter FROM matter_party WHERE state = ?)"] * len(states)
        where = " WHERE " + " AND ".join(terms) if terms else ""
        return self._records(Matter, f"SELECT record FROM matter{where} ORDER BY rowid", *states)  # noqa: S608

    def documents(self, *ids: str) -> tuple[Document, ...]:
        """The documents with these ids, or all of them, in the order in which they came."""
        wanted = f" WHERE id IN ({', '.join('?' * len(ids))})" if ids else ""
        rows = self._connection.execute(f"SELECT record, text FROM document{wanted} ORDER BY position", ids)  # noqa: S608
        return tuple(replace(_revived(Document, record, self.path), text=text) for record, text in rows)

    def extraction(self, document: str) -> Extraction | None:
        """What the document with this id yields."""
        found = self._records(Extraction, "SELECT record FROM extraction WHERE document = ?", document)
        return found[0] if found else None

    def get(self, prefix: str) -> Kept:
        """The one record whose id begins with `prefix`; an id in full always finds its own."""
        matches = [match for table in _WITH_ID for match in self._beginning(table, prefix)]
        exact = [match for match in matches if match[1] == prefix]
        if not matches:
            raise StoreError(self.path, f"no record has an id that begins with {prefix!r}", "ids stand in the digest")
        if len(matches) > 1 and not exact:
            some = ", ".join(id_ for _, id_ in matches[:5])
            raise StoreError(self.path, f"{prefix!r} begins more than one id", f"write more of it: {some}")
        table, id_ = (exact or matches)[0]
        return self._one(table, id_)

    def _beginning(self, table: str, prefix: str) -> list[tuple[str, str]]:
        """Up to ten (table, id) of records whose id begins so."""
        rows = self._connection.execute(
            f"SELECT DISTINCT id FROM {table} WHERE substr(id, 1, ?) = ? ORDER BY id LIMIT 10",  # noqa: S608
            (len(prefix), prefix),
        )
        return [(table, row[0]) for row in rows]

    def _one(self, table: str, id_: str) -> Kept:
        """The record of a table with this id."""
        if table == "document":
            return self.documents(id_)[0]
        if table in {"statement", "event"}:
            return self._finding(table, id_)
        kind: type[Contact | Family] = Contact if table == "contact" else Family
        return self._records(kind, f"SELECT record FROM {table} WHERE id = ?", id_)[0]  # noqa: S608 - of _WITH_ID

    def _finding(self, table: str, id_: str) -> Statement | Event:
        """A statement or event, out of the extraction that it lies in."""
        of_it = f"SELECT record FROM extraction WHERE document = (SELECT document FROM {table} WHERE id = ? LIMIT 1)"  # noqa: S608
        (extraction,) = self._records(Extraction, of_it, id_)
        findings: tuple[Statement | Event, ...] = (*extraction.statements, *extraction.events)
        return next(finding for finding in findings if finding.id == id_)

    def contacts(
        self, *states: str, mode: str | None = None, since: str | None = None, until: str | None = None
    ) -> tuple[Contact, ...]:
        """Contacts in which all of `states` took part, of one mode, between two days (ISO, both included); by day.

        A contact whose day is not known is left out as soon as `since` or `until` is asked for.
        """
        terms = ["id IN (SELECT contact FROM party WHERE state = ?)"] * len(states)
        values: list[str] = list(states)
        for term, value in (("mode = ?", mode), ("day >= ?", since), ("day <= ?", until)):
            if value is not None:
                terms.append(term)
                values.append(value)
        where = " WHERE " + " AND ".join(terms) if terms else ""
        return self._records(Contact, f"SELECT record FROM contact{where} ORDER BY day, id", *values)  # noqa: S608

    def comparison(self, contact: str) -> Comparison | None:
        """The comparison of the contact with this id, if two parties gave an account of it."""
        found = self._records(Comparison, "SELECT record FROM comparison WHERE contact = ?", contact)
        return found[0] if found else None

    def since(self, contact: str) -> tuple[Since, ...]:
        """What each party's account of this contact changes against its account of the contact before."""
        return self._records(Since, "SELECT record FROM since WHERE contact = ? ORDER BY rowid", contact)

    def learned(self, *, state: str | None = None) -> tuple[Learned, ...]:
        """The holders of office whom the held texts introduce, of one state or all, by state, office and name."""
        where = "" if state is None else " WHERE state = ?"
        values = () if state is None else (state,)
        return self._records(Learned, f"SELECT record FROM learned{where} ORDER BY state, office, name, id", *values)  # noqa: S608

    def search(self, words: str, *, limit: int = 20) -> tuple[Found, ...]:
        """Documents that hold all of `words` ("quoted words" as a phrase), the best first."""
        terms = [term.replace('"', "") for term in words.split('"')]
        # Every second piece stood in quotation marks; the others fall into single words.
        phrases = [p for i, term in enumerate(terms) for p in ([term] if i % 2 else term.split()) if p.strip()]
        if not phrases:
            return ()
        rows = self._connection.execute(
            "SELECT id, day, document.title, snippet(document_words, -1, '[', ']', '…', 16) FROM document_words"
            " JOIN document ON document.position = document_words.rowid"
            " WHERE document_words MATCH ? ORDER BY rank, id LIMIT ?",
            (" ".join(f'"{phrase}"' for phrase in phrases), limit),
        )
        return tuple(Found(*row) for row in rows)

    def _records(self, kind: type[Kind], query: str, *values: str) -> tuple[Kind, ...]:
        """The records of a query that gives their lines."""
        rows: Iterable[tuple[str]] = self._connection.execute(query, values)
        return tuple(_revived(kind, row[0], self.path) for row in rows)


class _Rows:
    """The rows of the index of copies."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def documents(self) -> frozenset[str]:
        """The ids of the documents that are indexed."""
        return frozenset(row[0] for row in self._connection.execute("SELECT document FROM trace"))

    def holders(self, run: int) -> tuple[str, ...]:
        """The ids of the documents that hold a run, in order."""
        query = "SELECT document FROM run JOIN trace ON number = trace WHERE run = ? ORDER BY document"
        return tuple(row[0] for row in self._connection.execute(query, (run,)))

    def trace(self, document: str) -> Trace:
        """The trace of a document that is held."""
        query = "SELECT runs, sampled, whole, start, end FROM trace WHERE document = ?"
        runs, sampled, whole, *days = self._connection.execute(query, (document,)).fetchone()
        start, end = (date.fromisoformat(day) if day else None for day in days)
        return Trace(document, tuple(array("Q", runs)), sampled, bool(whole), start, end)

    def keep(self, new: Trace) -> None:
        """Hold a trace."""
        values = (new.document, new.sampled, new.whole, _iso(new.start), _iso(new.end), array("Q", new.runs).tobytes())
        row = self._connection.execute("INSERT INTO trace VALUES (NULL, ?, ?, ?, ?, ?, ?)", values)
        self._connection.executemany("INSERT INTO run VALUES (?, ?)", [(run, row.lastrowid) for run in new.runs])

    def clear(self) -> None:
        """Hold nothing."""
        for table in ("run", "trace"):
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - one of the two


def _revived(kind: type[Kind], line: str, path: str) -> Kind:
    """The record of one stored line."""
    record = codec.decode(line, path)
    if not isinstance(record, kind):
        raise StoreError(path, f"holds a {type(record).__name__} among the {kind.__name__} records", "make it anew")
    return record


def _prepare(connection: sqlite3.Connection, path: str) -> bool:
    """Make the tables in a new file, refuse one that is not ours or of a later version; whether it is an older one."""
    # Tables first: who finds some finds also the mark, which came in the same transaction.
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if mark != MARK and tables:
        raise StoreError(path, "is another program's database", "give another file: --store FILE")
    if version > SCHEMA:
        raise StoreError(path, f"is of schema {version}, this version reads {SCHEMA}", "take a newer Readout")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if not tables:
        with _transaction(connection):
            _make_tables(connection)
    return bool(tables) and version < SCHEMA


def _make_tables(connection: sqlite3.Connection) -> None:
    """The tables, mark and version, unless another process was quicker."""
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        return
    _execute(connection, _TABLES + _SECOND + _INDEX)
    connection.execute(f"PRAGMA application_id = {MARK}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def _has_index(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT name FROM sqlite_master WHERE name = 'run'").fetchone() is not None


def _execute(connection: sqlite3.Connection, script: str) -> None:
    """The statements of a script one by one: SQLite's own way would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, with the right to write from the first line on."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def _explained(path: str) -> Iterator[None]:
    """SQLite's errors as ours, with the file and a way out."""
    try:
        yield
    except sqlite3.OperationalError as error:
        busy = "locked" in str(error)
        hint = "another program writes to it; try again" if busy else "is its folder there, writable, and not full?"
        raise StoreError(path, str(error), hint) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(path, f"cannot be read as a store: {error}", "give another file: --store FILE") from error
