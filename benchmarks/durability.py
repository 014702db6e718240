"""Kills a writer at random moments, again and again, and looks at what is left of its store.

    python benchmarks/durability.py --kills 300

A process adds reports to a store, a few at a time, and is ended with SIGKILL at a random moment. What is left must be
whole: SQLite's integrity check and that of both full-text indexes are clean, every document is held once with what it
yields, or not at all, and the counts by month are those of the events. The next process goes on with the same reports;
when all are in, the store must hold what one that nobody disturbed holds, and another one is begun. Exit status 1 says
that something was lost, doubled or broken.
"""

import argparse
import multiprocessing
import random
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from readout.codebook.compiled import Compiled
from readout.pipeline import open_rules, related, structured
from readout.records import Declared, Reading, Source
from readout.store import Store

STATES = ("Norway", "Kazakhstan", "Chile", "Japan", "Peru", "Fiji")
MINISTERS = ("Astrid Haugen", "Daniyar Seitkali", "Ana Ruiz", "Kenji Mori", "Rosa Quispe", "Sione Latu")
TOPICS = ("a grain corridor", "fishing licences", "a new port", "visa rules", "joint patrols", "a rail link")
PORTION = 2  # reports in one transaction
_FORK = multiprocessing.get_context("fork")  # the codebook is compiled once, for all processes


def reports(count: int, seed: int = 1) -> list[Source]:
    """Invented reports of calls and meetings of a few ministers; every fourth is a reprint of the one before."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    found: list[Source] = []
    for number in range(count):
        if number % 4 == 3:
            text = found[-1].text.replace("(Nordwire) ", "") + "(Nordwire)\n"
        else:
            a, b = rng.sample(range(len(STATES)), 2)
            day, topic = 1 + number % 27, rng.choice(TOPICS)
            text = (
                f"OSLO, March {day} (Nordwire) -- {STATES[a]} Foreign Minister {MINISTERS[a]} and {STATES[b]} Foreign "
                f"Minister {MINISTERS[b]} held a telephone call on {topic} on Monday, a spokesman said.\n"
                f'"The ministers agreed to open talks on {topic} by June," the spokesman said in a statement.\n'
                f"{MINISTERS[a]} warned that {rng.choice(STATES)} would face sanctions if it left the pact.\n"
            )
        published = f"2024-03-{1 + number % 27:02}"
        found.append(Source(f"report-{number}.txt", "text", text, Declared(id=f"report-{number}", published=published)))
    return found


def read(sources: Sequence[Source], rules: Compiled) -> Reading:
    """The reports as one reading."""
    documents, drops = structured(sources, rules, today=date(2024, 12, 31))
    assert not drops
    return related(documents, rules)


def portions(reading: Reading, size: int = PORTION) -> list[Reading]:
    """A reading in parts of a few documents, without their links."""
    yields = {extraction.document: extraction for extraction in reading.extractions}
    cut = [reading.documents[at : at + size] for at in range(0, len(reading.documents), size)]
    return [Reading(some, tuple(yields[document.id] for document in some)) for some in cut]


def write(path: Path, parts: Sequence[Reading], rules: Compiled) -> None:
    """Add all parts, each in a transaction of its own."""
    with Store.open(path) as store:
        for part in parts:
            store.add(part, rules)


def faults(path: Path, expected: Reading) -> list[str]:
    """What is wrong with a store that was left by a killed process; nothing, we hope."""
    if not path.exists():
        return []
    found: list[str] = []
    with Store.open(path) as store:  # opening is part of it: what was half done must not stand in the way
        held = [document.id for document in store.documents()]
    connection = sqlite3.connect(path)
    try:
        check = connection.execute("PRAGMA integrity_check").fetchall()
        found += [f"integrity: {row[0]}" for row in check if row[0] != "ok"]
        for index in ("document_words", "statement_words"):
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")  # noqa: S608 - one of two
        connection.rollback()
        rows = [row[0] for row in connection.execute("SELECT document FROM extraction")]
        counted = connection.execute("SELECT coalesce(sum(raw), 0) FROM month WHERE high <> ''").fetchone()[0]
        pairs = connection.execute("SELECT count(*) FROM event_dyad").fetchone()[0]
    except sqlite3.DatabaseError as error:
        return [*found, f"broken: {error}"]
    finally:
        connection.close()
    known = {document.id for document in expected.documents}
    if len(set(held)) != len(held) or not set(held) <= known or sorted(held) != sorted(rows):
        found.append(f"{len(held)} documents, {len(rows)} extractions, {len(set(held))} of them different")
    if counted != pairs:
        found.append(f"{counted} events counted, {pairs} held")
    return found


def same(one: Reading, other: Reading) -> list[str]:
    """The kinds of records in which two stores differ, whatever the order."""
    kinds = ("documents", "extractions", "families", "told", "contacts", "comparisons", "matters", "since", "stories")
    return [kind for kind in kinds if set(getattr(one, kind)) != set(getattr(other, kind))]


def main() -> None:
    """Kill, look, go on; and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--reports", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)  # noqa: S311 - no secret
    rules = open_rules()
    parts = portions(read(reports(asked.reports), rules))
    wrong: list[str] = []
    kills = whole = 0
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        write(Path(folder, "undisturbed.db"), parts, rules)
        lasts = time.monotonic() - started
        with Store.open(Path(folder, "undisturbed.db")) as store:
            expected = store.reading()
        while kills < asked.kills and not wrong:
            path = Path(folder, f"{whole}.db")
            process = _FORK.Process(target=write, args=(path, parts, rules))
            process.start()
            process.join(rng.uniform(0, lasts * 0.6))
            if process.is_alive():
                process.kill()
                process.join()
                kills += 1
            wrong += faults(path, expected)
            if process.exitcode == 0:
                with Store.open(path) as store:
                    wrong += [f"not the same {kind}" for kind in same(store.reading(), expected)]
                whole += 1
    print(f"{kills} kills, {whole} stores filled in spite of them, {len(wrong)} faults; one fill lasts {lasts:.1f} s")
    for fault in wrong:
        print(fault)
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
