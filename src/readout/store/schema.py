"""The tables of a store, its mark and its version: columns and indexes for what is asked, else a line of JSON.

A document's record lies without its text, an extraction without its statements and events: these have rows of their
own, so that a page of them is read without the documents around them; its contacts and moves lie apart (`linked`), as
linking asks for them alone, and a matter's moves apart from it. `first` is the first day of a time and `last`
its last one, both empty where the day is not known; `lead` tells whether a statement or event is the one that counts
for all copies of its family. Rows of `head`, `month` and the like are made of the others, in the same transaction.
"""

import sqlite3

from readout.errors import StoreError
from readout.store.files import execute_all, transaction

SCHEMA = 5
MARK = 0x52444F54  # "RDOT" in the file's header: SQLite's own field for whose file it is

_DOCUMENTS = """
CREATE TABLE document (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, day TEXT, basis TEXT, outlet TEXT, agency TEXT, issuer TEXT,
  url TEXT, title TEXT, text TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE head (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, first TEXT NOT NULL, day TEXT, outlet TEXT, agency TEXT,
  issuer TEXT, kind TEXT NOT NULL, title TEXT, family TEXT, lead INTEGER NOT NULL DEFAULT 1);
CREATE INDEX head_first ON head (first);
CREATE INDEX head_family ON head (family);
CREATE TABLE extraction (document TEXT PRIMARY KEY, made_by TEXT, record TEXT NOT NULL, linked TEXT NOT NULL);
CREATE TABLE statement (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL, document TEXT NOT NULL, kind TEXT, act TEXT, channel TEXT, speaker TEXT,
  state TEXT, first TEXT NOT NULL, lead INTEGER NOT NULL DEFAULT 1, words TEXT, record TEXT NOT NULL);
CREATE INDEX statement_id ON statement (id);
CREATE INDEX statement_document ON statement (document);
CREATE TABLE event (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL, document TEXT NOT NULL, type TEXT, mode TEXT, status TEXT, day TEXT,
  first TEXT NOT NULL, last TEXT NOT NULL, month TEXT NOT NULL, lead INTEGER NOT NULL DEFAULT 1, record TEXT NOT NULL);
CREATE INDEX event_id ON event (id);
CREATE INDEX event_document ON event (document);
CREATE TABLE event_party (
  state TEXT NOT NULL, role TEXT NOT NULL, first TEXT NOT NULL, event INTEGER NOT NULL, type TEXT,
  lead INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (state, role, first, event)) WITHOUT ROWID;
CREATE INDEX event_party_event ON event_party (event, role, state);
CREATE TABLE event_dyad (
  low TEXT NOT NULL, high TEXT NOT NULL, first TEXT NOT NULL, event INTEGER NOT NULL, type TEXT,
  lead INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (low, high, first, event)) WITHOUT ROWID;
CREATE INDEX event_dyad_event ON event_dyad (event, low, high);
CREATE TABLE month (
  low TEXT NOT NULL, high TEXT NOT NULL, month TEXT NOT NULL, type TEXT NOT NULL, status TEXT NOT NULL,
  folded INTEGER NOT NULL, raw INTEGER NOT NULL, PRIMARY KEY (low, high, month, type, status)) WITHOUT ROWID;
CREATE INDEX month_empty ON month (raw) WHERE raw = 0;
CREATE INDEX month_high ON month (high, low, folded, raw);
CREATE TABLE quad (type TEXT PRIMARY KEY, quad INTEGER NOT NULL) WITHOUT ROWID;
"""
# An index for each way in which a list is asked for, in order of day. It has all that a filter asks besides, so that
# rows are chosen and counted without opening their records; the last of a table has it by number.
ORDERS = """
CREATE INDEX statement_first ON statement (first, kind, lead);
CREATE INDEX statement_state ON statement (state, first, act, channel, kind, lead);
CREATE INDEX statement_act ON statement (act, first, channel, kind, lead);
CREATE INDEX statement_channel ON statement (channel, first, act, kind, lead);
CREATE INDEX statement_speaker ON statement (speaker COLLATE NOCASE, first, state, act, channel, kind, lead);
CREATE INDEX statement_brief ON statement (number, first, state, act, channel, kind, lead);
CREATE INDEX event_first ON event (first, type, mode, status, lead);
CREATE INDEX event_type ON event (type, first, mode, status, lead);
CREATE INDEX event_mode ON event (mode, first, type, status, lead);
CREATE INDEX event_status ON event (status, first, type, mode, lead);
CREATE INDEX event_brief ON event (number, first, type, mode, status, lead);
CREATE INDEX contact_first ON contact (first, mode, status);
CREATE INDEX contact_mode ON contact (mode, first, status);
CREATE INDEX contact_status ON contact (status, first, mode);
CREATE INDEX contact_brief ON contact (number, first, mode, status);
"""
# Rows of parties and dyads tell of their event what lists ask most, so that nobody opens a million events for a type.
LED = """
CREATE TRIGGER event_led AFTER UPDATE OF lead ON event WHEN old.lead <> new.lead BEGIN
  UPDATE event_party SET lead = new.lead WHERE event = new.number;
  UPDATE event_dyad SET lead = new.lead WHERE event = new.number;
END;
"""
OUTLETS = "CREATE INDEX head_outlet ON head (outlet, first);\n"
# Who introduces whom, with what a page adds up of it, so that nobody opens the record of each introduction for a sum.
LEARNED = """
CREATE TABLE learned (
  id TEXT NOT NULL, document TEXT NOT NULL, state TEXT, office TEXT, name TEXT, first TEXT NOT NULL, family TEXT,
  record TEXT NOT NULL, PRIMARY KEY (id, document)) WITHOUT ROWID;
CREATE INDEX learned_document ON learned (document);
CREATE INDEX learned_seat ON learned (state, id, name, first, document, family);
"""
# The moves of matters lie apart: a matter grows for years, and a page wants its last moves.
MOVES = """
CREATE TABLE matter_move (
  matter TEXT NOT NULL, first TEXT NOT NULL, document TEXT NOT NULL, start INTEGER NOT NULL, position INTEGER NOT NULL,
  status TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (matter, first, document, start, position)) WITHOUT ROWID;
CREATE INDEX matter_move_document ON matter_move (document);
CREATE INDEX matter_move_status ON matter_move (matter, status, first);
"""
# The words that say which story a document tells, day by day: beside whom a new one has to be held.
ABOUT = """
CREATE TABLE about (
  first TEXT NOT NULL, document TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (first, document)) WITHOUT ROWID;
CREATE INDEX about_document ON about (document);
"""
_LINKS = """
CREATE TABLE family (id TEXT PRIMARY KEY, size INTEGER NOT NULL, first TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX family_first ON family (first);
CREATE TABLE edge (
  before TEXT NOT NULL, after TEXT NOT NULL, kind TEXT, record TEXT NOT NULL,
  PRIMARY KEY (before, after)) WITHOUT ROWID;
CREATE INDEX edge_after ON edge (after);
CREATE TABLE told (family TEXT NOT NULL, position INTEGER NOT NULL, told TEXT NOT NULL, kind TEXT, record TEXT NOT NULL,
  PRIMARY KEY (family, position)) WITHOUT ROWID;
CREATE TABLE contact (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, mode TEXT, status TEXT, day TEXT, place TEXT,
  first TEXT NOT NULL, last TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE party (
  state TEXT NOT NULL, first TEXT NOT NULL, contact INTEGER NOT NULL,
  PRIMARY KEY (state, first, contact)) WITHOUT ROWID;
CREATE INDEX party_contact ON party (contact, state);
CREATE TABLE telling (
  document TEXT NOT NULL, contact INTEGER NOT NULL, role TEXT NOT NULL, PRIMARY KEY (document, contact)) WITHOUT ROWID;
CREATE INDEX telling_contact ON telling (contact);
CREATE TABLE topic (
  topic TEXT NOT NULL, first TEXT NOT NULL, contact INTEGER NOT NULL,
  PRIMARY KEY (topic, first, contact)) WITHOUT ROWID;
CREATE INDEX topic_contact ON topic (contact);
CREATE TABLE comparison (
  contact TEXT PRIMARY KEY, sides INTEGER NOT NULL, own INTEGER NOT NULL, states TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX comparison_states ON comparison (states, own);
CREATE TABLE since (
  contact TEXT NOT NULL, party TEXT NOT NULL, states TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (contact, party));
CREATE INDEX since_states ON since (states);
CREATE TABLE move (
  number INTEGER PRIMARY KEY, document TEXT NOT NULL, kind TEXT NOT NULL, states TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX move_document ON move (document);
CREATE INDEX move_kind ON move (kind, states);
CREATE TABLE occasion (
  low TEXT NOT NULL, high TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, document TEXT NOT NULL,
  start INTEGER NOT NULL, PRIMARY KEY (low, high, first, last, document, start)) WITHOUT ROWID;
CREATE INDEX occasion_document ON occasion (document);
CREATE TABLE matter (id TEXT PRIMARY KEY, kind TEXT, states TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX matter_kind ON matter (kind, states);
CREATE TABLE matter_party (state TEXT NOT NULL, matter TEXT NOT NULL, PRIMARY KEY (state, matter)) WITHOUT ROWID;
CREATE INDEX matter_party_matter ON matter_party (matter);
CREATE TABLE story (id TEXT PRIMARY KEY, size INTEGER, first TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE story_document (document TEXT NOT NULL, story TEXT NOT NULL, PRIMARY KEY (document, story)) WITHOUT ROWID;
CREATE INDEX story_document_story ON story_document (story);
"""
_JUDGEMENTS = """
CREATE TABLE judgement (position INTEGER PRIMARY KEY, made TEXT NOT NULL, verdict TEXT NOT NULL, record TEXT NOT NULL);
CREATE TRIGGER judgement_kept BEFORE DELETE ON judgement BEGIN SELECT RAISE(ABORT, 'judgements are only added'); END;
CREATE TRIGGER judgement_same BEFORE UPDATE ON judgement BEGIN SELECT RAISE(ABORT, 'judgements are only added'); END;
"""
# How many there are of each, so that nobody has to count a million rows.
# ruff: noqa: S608 - the names are our own
_TALLIED = ("document", "family", "statement", "event", "contact")
_TALLY = "CREATE TABLE tally (what TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;\n" + "".join(
    f"INSERT INTO tally VALUES ('{name}', 0);\n"
    f"CREATE TRIGGER {name}_in AFTER INSERT ON {name} BEGIN"
    f" UPDATE tally SET number = number + 1 WHERE what = '{name}'; END;\n"
    f"CREATE TRIGGER {name}_out AFTER DELETE ON {name} BEGIN"
    f" UPDATE tally SET number = number - 1 WHERE what = '{name}'; END;\n"
    for name in _TALLIED
)
_WORDS = """
CREATE VIRTUAL TABLE document_words USING fts5 (
  title, text, content='document', content_rowid='position', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER document_added AFTER INSERT ON document BEGIN
  INSERT INTO document_words (rowid, title, text) VALUES (new.position, new.title, new.text); END;
CREATE TRIGGER document_gone AFTER DELETE ON document BEGIN
  INSERT INTO document_words (document_words, rowid, title, text) VALUES ('delete', old.position, old.title, old.text);
END;
CREATE VIRTUAL TABLE statement_words USING fts5 (
  words, content='statement', content_rowid='number', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER statement_added AFTER INSERT ON statement BEGIN
  INSERT INTO statement_words (rowid, words) VALUES (new.number, new.words); END;
CREATE TRIGGER statement_gone AFTER DELETE ON statement BEGIN
  INSERT INTO statement_words (statement_words, rowid, words) VALUES ('delete', old.number, old.words); END;
"""
# What places a new document against all that are held; made of the documents, and made anew where it is missing.
INDEX = """
CREATE TABLE IF NOT EXISTS trace (
  number INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE, sampled INTEGER, whole INTEGER, start TEXT, end TEXT,
  runs BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS run (run INTEGER NOT NULL, trace INTEGER NOT NULL, PRIMARY KEY (run, trace)) WITHOUT ROWID;
"""


def prepare(connection: sqlite3.Connection, path: str) -> int:
    """Make the tables in a new file, refuse one that is not ours or of a later version; the version that it has."""
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
    if tables:
        return int(version)
    with transaction(connection):
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:  # nobody was quicker
            connection.execute(f"PRAGMA application_id = {MARK}")
            make_tables(connection)
    return SCHEMA


def make_tables(connection: sqlite3.Connection) -> None:
    """All tables of this version but those of judgements that are there, and the version."""
    tables = (_DOCUMENTS, LED, OUTLETS, _LINKS, ORDERS, LEARNED, MOVES, ABOUT, _TALLY, _WORDS, INDEX)
    execute_all(connection, "".join(tables))
    if not has_table(connection, "judgement"):
        execute_all(connection, _JUDGEMENTS)
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def has_table(connection: sqlite3.Connection, name: str) -> bool:
    """Whether there is a table of this name."""
    return connection.execute("SELECT name FROM sqlite_master WHERE name = ?", (name,)).fetchone() is not None
