"""A store that grows: any order and any portions end as all at once; older files are brought up; kills lose nothing."""

import gzip
import multiprocessing
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from readout.codebook import Compiled
from readout.errors import StoreError
from readout.link import learned
from readout.pipeline import related, structured
from readout.read import sources
from readout.records import Declared, Reading, Source
from readout.run.watching import Watch
from readout.store import SCHEMA, Queries, Store
from readout.store import files as store_files

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples/reports"
KINDS = ("documents", "extractions", "families", "told", "contacts", "comparisons", "matters", "since", "stories")

# Calls of two ministers on neighbouring days, an announcement, reprints of which one lacks its day, a matter.
CALL = (
    "OSLO, March {day} (Nordwire) -- Norwegian Foreign Minister Liv Dahl spoke by phone with Chilean Foreign Minister "
    "Ana Ruiz on {week}, the foreign ministry said.\n"
    '"The ministers agreed to open talks on {topic} by June," the ministry said in a press release.\n'
    "Dahl warned that Russia would face a ban on its trawlers if it left the fisheries pact.\n"
)
MEETING = (
    "SANTIAGO, March {day} (Nordwire) -- Chilean Foreign Minister Ana Ruiz met Peruvian Foreign Minister Rosa Quispe "
    "in Santiago on {week}. The two countries restored their hotline, a spokesman said.\n"
    "Ruiz told reporters that {topic} would be discussed with Norway too.\n"
)
PLAN = (
    "LIMA, March {day} (Nordwire) -- Peruvian Foreign Minister Rosa Quispe will meet Chilean Foreign Minister Ana Ruiz "
    "in Santiago on {week}, her office said.\n"
)
_UNLIKE_THEIR_EVENT = (
    "SELECT 1 FROM {} p JOIN event e ON number = event WHERE p.type IS NOT e.type OR p.lead IS NOT e.lead LIMIT 1"
)


def reports() -> list[Source]:
    found = []
    for number, (form, day, week, topic) in enumerate((
        (CALL, 3, "Wednesday", "salmon licences"), (CALL, 4, "Thursday", "salmon licences"),
        (CALL, 10, "Wednesday", "visa rules"), (MEETING, 5, "Friday", "tariffs"), (MEETING, 12, "Friday", "tariffs"),
        (PLAN, 2, "Friday", ""), (PLAN, 9, "Friday", ""),
    )):  # fmt: skip
        text = form.format(day=day, week=week, topic=topic)
        declared = Declared(id=f"r{number}", published=f"2021-03-{day:02}", title="Ruiz, Dahl, Quispe in touch")
        found.append(Source(f"r{number}.txt", "text", text, declared))
        if number in {0, 3}:
            later = (
                text.replace("(Nordwire) ", "") + "A further paragraph was added by the newspaper here.\n(Nordwire)\n"
            )
            found.append(Source(f"c{number}.txt", "text", later, Declared(id=f"c{number}")))
    return found


@pytest.fixture(scope="module")
def whole(rules: Compiled) -> Reading:
    documents, drops = structured(reports(), rules)
    assert not drops
    return related(documents, rules)


def same(one: Reading, other: Reading) -> None:
    for kind in KINDS:
        ours, theirs = getattr(one, kind), getattr(other, kind)
        assert (set(ours), len(ours)) == (set(theirs), len(theirs)), kind


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_any_order_and_any_portions_end_as_all_at_once(
    whole: Reading, rules: Compiled, tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    order = list(structured(reports(), rules)[0])
    rng.shuffle(order)
    with Store.open(tmp_path / "grown.db") as store:
        while order:
            size = rng.randint(1, 3)
            store.add(related(tuple(order[:size]), rules, known=whole), rules)
            order = order[size:]
        held = store.reading()
        same(held, whole)
        assert set(store.learned()) == set(learned(whole.documents, whole.extractions, whole.families))
    counted = sqlite3.connect(tmp_path / "grown.db")
    made = counted.execute(
        "SELECT low, high, month, type, status, sum(lead), count(*) FROM (SELECT low, high, event AS n FROM event_dyad"
        " UNION ALL SELECT DISTINCT state, '', event FROM event_party) JOIN event ON number = n GROUP BY 1, 2, 3, 4, 5"
    )
    assert sorted(made) == sorted(counted.execute("SELECT * FROM month"))
    for table in ("event_party", "event_dyad"):
        assert not counted.execute(_UNLIKE_THEIR_EVENT.format(table)).fetchall()
    assert {one.record for one in held.told} == {
        row[0] for row in counted.execute("SELECT id FROM event WHERE lead UNION SELECT id FROM statement WHERE lead")
    }
    counted.close()


def test_a_rebuilt_store_is_the_same(whole: Reading, rules: Compiled, tmp_path: Path) -> None:
    with Store.open(tmp_path / "new.db") as store:
        assert store.rebuilt((*whole.contacts, *whole.extractions, *whole.documents), rules) == len(whole.documents)
        same(store.reading(), whole)


def test_what_some_documents_have_a_share_in(whole: Reading, rules: Compiled, tmp_path: Path) -> None:
    with Store.open(tmp_path / "kept.db") as store:
        store.put(whole, rules)
        everything = store.about(document.id for document in whole.documents)
        same(everything, whole)
        assert store.about(["elsewhere"]) == Reading()


# ---- older files -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("version", "word"), [(1, "grain"), (2, "grain"), (3, "salmon"), (4, "salmon")])
def test_a_store_of_an_older_schema_is_brought_up(version: int, word: str, rules: Compiled, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((HERE / "data" / "stores" / f"schema-{version}.db.gz").read_bytes()))
    before = sqlite3.connect(path)
    ids = [row[0] for row in before.execute("SELECT id FROM document ORDER BY position")]
    contacts = {row[0] for row in before.execute("SELECT record FROM contact")}
    assert before.execute("PRAGMA user_version").fetchone() == (version,)
    before.close()
    with pytest.raises(StoreError, match=f"schema {version}"):
        Queries.open(path)
    with Store.open(path, create=False) as store:
        assert [document.id for document in store.documents()] == ids
        held = store.reading()
        assert len(held.contacts) == len(contacts)
        assert held.told
        assert store.search(word)
        store.add(related(structured(sources([EXAMPLES]), rules)[0], rules), rules)
    after = sqlite3.connect(path)
    assert after.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    assert after.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not after.execute("SELECT name FROM sqlite_master WHERE name LIKE 'old\\_%' ESCAPE '\\'").fetchall()
    with Store.open(tmp_path / "new.db"):
        new = sqlite3.connect(tmp_path / "new.db")
    made = "SELECT type, name FROM sqlite_master ORDER BY type, name"
    assert after.execute(made).fetchall() == new.execute(made).fetchall()
    new.close()
    for table in ("event_party", "event_dyad"):
        assert not after.execute(_UNLIKE_THEIR_EVENT.format(table)).fetchall()
    after.close()


# ---- when things go wrong --------------------------------------------------------------------------------------------
def test_a_store_of_schema_3_loses_nothing(whole: Reading, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((HERE / "data" / "stores" / "schema-3.db.gz").read_bytes()))
    with Store.open(path) as store:
        held = store.reading()
        assert len(held.documents) == len(whole.documents)
        assert all(matter.moves for matter in held.matters)
        assert held.matters
        assert {entry.id for entry in store.learned()} == {
            entry.id for entry in learned(held.documents, held.extractions, held.families)
        }
    with Queries.open(path) as asked:
        view = asked.actor("NOR")
        assert [(h.id, h.documents, h.families) for h in view.holders] == [
            (h.id, h.documents, h.families) for h in asked.holders(state="NOR")
        ]


def test_a_full_disk_says_so_and_loses_nothing(whole: Reading, rules: Compiled, tmp_path: Path) -> None:
    first, rest = Reading(whole.documents[:3], whole.extractions[:3]), Reading(whole.documents, whole.extractions)
    with Store.open(tmp_path / "full.db") as store:
        store.add(first, rules)
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]  # noqa: SLF001 - a disk is hard to fill
        store._connection.execute(f"PRAGMA max_page_count = {pages + 4}")  # noqa: SLF001 - see above
        with pytest.raises(StoreError, match=r"full.*make room"):
            store.add(rest, rules)
        assert len(store.documents()) == 3
        store._connection.execute("PRAGMA max_page_count = 1000000")  # noqa: SLF001 - see above
        store.add(rest, rules)
        same(store.reading(), whole)


@pytest.mark.slow
def test_killed_writers_leave_whole_stores() -> None:
    script = HERE.parent / "benchmarks" / "durability.py"
    done = subprocess.run(
        [sys.executable, script, "--kills", "12", "--reports", "12"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 faults" in done.stdout


# ---- several programs ------------------------------------------------------------------------------------------------
def _writes(path: Path, parts: list[Reading], rules: Compiled) -> None:
    with Store.open(path) as store:
        for part in parts:
            store.add(part, rules)


def _some(whole: Reading, numbers: range) -> list[Reading]:
    yields = {extraction.document: extraction for extraction in whole.extractions}
    some = [whole.documents[number] for number in numbers]
    return [Reading((document,), (yields[document.id],)) for document in some]


def test_two_writing_processes_lose_and_double_nothing(whole: Reading, rules: Compiled, tmp_path: Path) -> None:
    path = tmp_path / "both.db"
    fork = multiprocessing.get_context("fork")
    middle = len(whole.documents) // 2 + 1  # what both of them have is held once
    shares = (range(middle), range(middle - 2, len(whole.documents)))
    writers = [fork.Process(target=_writes, args=(path, _some(whole, share), rules)) for share in shares]
    for writer in writers:
        writer.start()
    seen: list[int] = []
    while any(writer.is_alive() for writer in writers):
        with suppress(StoreError), Queries.open(path) as asked:  # before there is a store
            # A reader beside them sees one moment of the store: every contact's documents are there.
            seen.append(asked.totals().documents)
            for row in asked.contacts().rows:
                assert len(asked.documents_with(*row.contact.documents)) == len(row.contact.documents)
        time.sleep(0.05)
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert seen == sorted(seen)
    with Store.open(path) as store:
        same(store.reading(), whole)
    check = sqlite3.connect(path)
    assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    check.close()


def test_a_writer_that_waits_too_long_says_so(
    whole: Reading, rules: Compiled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_files, "PATIENCE", 0.05)
    with Store.open(tmp_path / "held.db") as store:
        other = sqlite3.connect(tmp_path / "held.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"locked.*another program writes to it; try again"):
            store.add(Reading(whole.documents, whole.extractions), rules)
        other.execute("ROLLBACK")
        other.close()
        store.add(Reading(whole.documents, whole.extractions), rules)
        same(store.reading(), whole)


# ---- watching --------------------------------------------------------------------------------------------------------
def test_a_watch_gives_each_file_once_and_again_when_it_changes(tmp_path: Path) -> None:
    watch = Watch([tmp_path])
    (tmp_path / "a.txt").write_text("one")
    assert [path.name for path in watch.look()] == ["a.txt"]
    assert watch.look() == ()
    (tmp_path / "b.txt").write_text("half")
    assert watch.look() == ()  # it may still be being written
    (tmp_path / "b.txt").write_text("half and half")
    assert watch.look() == ()
    assert [path.name for path in watch.look()] == ["b.txt"]
    (tmp_path / "a.txt").write_text("another one")
    assert watch.look() == ()
    assert [path.name for path in watch.look()] == ["a.txt"]
