import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from readout.codebook.compiled import Compiled
from readout.errors import StoreError
from readout.records import Contact, Document, Event, Family, Reading, Statement
from readout.store import SCHEMA, Store

# What is put into an empty store, or is held already, is related as it is: no rule is asked.
RULES = cast("Compiled", None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept.db"


@pytest.fixture
def store(path: Path, reading: Reading) -> Iterator[Store]:
    with Store.open(path) as opened:
        opened.put(reading, RULES)
        yield opened


def test_what_was_put_comes_back(store: Store, reading: Reading) -> None:
    assert store.reading() == replace(reading, drops=())


def test_putting_twice_changes_nothing(store: Store, reading: Reading, path: Path) -> None:
    watcher = sqlite3.connect(path)
    before = list(watcher.iterdump())
    assert store.put(reading, RULES) == store.reading()
    assert list(watcher.iterdump()) == before
    watcher.close()


def test_another_codebook_leaves_no_doubles(path: Path, reading: Reading, rules: Compiled) -> None:
    newer = replace(reading, extractions=tuple(replace(e, made_by="rules 2") for e in reading.extractions))
    with Store.open(path) as opened:
        opened.put(reading, RULES)
        assert set(opened.add(newer, rules).documents) == {"wire-1", "reprint-2"}
        assert {extraction.made_by for extraction in opened.reading().extractions} == {"rules 2"}
        assert len(opened.search("salmon")) == len(reading.documents)
    kept = sqlite3.connect(path)
    assert kept.execute("SELECT count(*) FROM statement").fetchone() == (3,)
    assert kept.execute("SELECT count(*) FROM event").fetchone() == (4,)
    kept.close()


def test_a_store_opened_again_still_holds_it(store: Store, reading: Reading, path: Path) -> None:
    store.close()
    with Store.open(path, create=False) as again:
        assert again.documents() == reading.documents


def test_a_failed_write_leaves_nothing_behind(path: Path, reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with Store.open(path) as opened:
        monkeypatch.setattr(Store, "_put_links", fail)
        with pytest.raises(KeyboardInterrupt):
            opened.put(reading, RULES)
        assert opened.reading() == Reading()
        assert opened.search("salmon") == ()
    with sqlite3.connect(path) as after:
        after.execute("INSERT INTO document_words (document_words) VALUES ('integrity-check')")
        assert after.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    after.close()


def test_writers_wait_for_each_other(path: Path, reading: Reading) -> None:
    def write(_: int) -> Reading:
        with Store.open(path) as opened:
            return opened.put(reading, RULES)

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(write, range(8)))
    assert all(result.contacts == reading.contacts for result in results)
    with Store.open(path) as opened:
        assert opened.reading() == replace(reading, drops=())


def test_a_reader_works_beside_a_writer(store: Store, path: Path, reading: Reading) -> None:
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM contact")
    assert store.contacts() == reading.contacts
    writer.execute("ROLLBACK")
    writer.close()


# ---- asking ----------------------------------------------------------------------------------------------------------
def test_get_finds_every_kind_by_the_beginning_of_its_id(store: Store, reading: Reading) -> None:
    statement, event = reading.extractions[1].statements[1], reading.extractions[0].events[1]
    wanted: tuple[tuple[str, type], ...] = (
        ("wire", Document), (statement.id[:14], Statement), (event.id[:10], Event), ("contact-aa", Contact),
        ("family-1", Family),
    )  # fmt: skip
    assert [type(store.get(prefix)) for prefix, _ in wanted] == [kind for _, kind in wanted]
    assert store.get("wire") == reading.documents[0]
    assert store.get(statement.id) == statement


def test_get_says_when_an_id_is_not_enough(store: Store) -> None:
    with pytest.raises(StoreError, match="more than one"):
        store.get("event-")
    with pytest.raises(StoreError, match="no record"):
        store.get("contact-zz")
    with pytest.raises(StoreError, match="no record"):
        store.get("%")


def test_an_id_that_begins_another_one_is_still_found(path: Path, reading: Reading) -> None:
    longer = replace(reading.contacts[0], id=reading.contacts[0].id + "-more")
    with Store.open(path) as opened:
        opened.put(replace(reading, contacts=(*reading.contacts, longer)), RULES)
        assert opened.get(reading.contacts[0].id) == reading.contacts[0]


def test_contacts_by_state_mode_and_day(store: Store, reading: Reading) -> None:
    assert store.contacts("NOR", "CHL") == reading.contacts
    assert store.contacts("NOR", mode="call", since="2021-03-01", until="2021-03-03") == reading.contacts
    assert store.contacts("NOR", "RUS") == ()
    assert store.contacts(mode="visit") == ()
    assert store.contacts(since="2021-03-04") == ()


def test_the_comparison_of_a_contact(store: Store, reading: Reading) -> None:
    assert store.comparison(reading.contacts[0].id) == reading.comparisons[0]
    assert store.comparison("contact-none") is None


def test_search_finds_words_and_phrases(store: Store) -> None:
    assert {found.document for found in store.search("salmon licence")} == {"wire-1", "reprint-2"}
    (found,) = store.search('"frank talk" Norway')
    assert found.document == "reprint-2"
    assert "[frank talk]" in found.snippet
    assert store.search("salmon", limit=1)[0].day == "2021-03-03"


@pytest.mark.parametrize("words", ["", "  ", '"', "AND", "(salmon", "salmon*-^", "title: x", "NEAR(", "'; DROP"])
def test_search_takes_any_words(store: Store, words: str) -> None:
    assert isinstance(store.search(words), tuple)


# ---- files that are not a store --------------------------------------------------------------------------------------
def test_another_programs_database_is_refused(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE mine (x)")
    other.commit()
    other.close()
    with pytest.raises(StoreError, match=r"kept\.db: is another program's"):
        Store.open(path)


def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_text("Dear diary, today nothing happened.\n" * 100)
    with pytest.raises(StoreError, match="--store"):
        Store.open(path)
    assert path.read_text().startswith("Dear diary")


def test_a_store_of_a_later_version_is_refused(store: Store, path: Path) -> None:
    store.close()
    later = sqlite3.connect(path)
    later.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    later.close()
    with pytest.raises(StoreError, match="newer Readout"):
        Store.open(path)


def test_a_missing_store_is_not_made_by_asking(path: Path) -> None:
    with pytest.raises(StoreError, match="readout read"):
        Store.open(path, create=False)
    assert not path.exists()


def test_a_store_in_no_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder"):
        Store.open(tmp_path / "nowhere" / "kept.db")
