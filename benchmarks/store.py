"""How fast a store answers while somebody writes to it, and how it grows: an invented archive of any size.

    python benchmarks/store.py --documents 200000

The archive (`invented.py`, 180 documents a day, five events each) goes in through `Store.load`, the store's own writer
for what is linked already; more than twenty days of it are these, again and again (`multiplied.py`). Then 4 processes
ask the questions of the pages, at random, each with a connection of its own, while another one adds reports through
`Store.add`, which links them with what is held. For each question: how often it was asked, the median, the 95th
hundredth and the longest, in milliseconds by the clock, and what of it the processor worked. `--only-ask` takes a store
that an earlier run left. `--pages` asks `readout serve` for whole pages instead (`served.py`), by the clock while the
writer writes; what the server works for a page is measured afterwards, when nobody else asks. Readers ask without end;
with `--pause` each of them looks at a page for so long first, as people do.
"""

import argparse
import multiprocessing
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from invented import A_DAY, FIRST, World
from multiplied import Multiplied
from readout.codebook.compiled import Compiled
from readout.pipeline import open_rules
from readout.records import Reading
from readout.store import (
    ContactFilter,
    DocumentFilter,
    EventFilter,
    Queries,
    StatementFilter,
    Store,
)
from served import Browser, serving

READERS = 4
PORTION = 5  # documents that the writer adds at a time
BASE = 20 * A_DAY  # documents that are invented one by one
_FORK = multiprocessing.get_context("fork")
Asked = tuple[str, float, float]  # what, how long it took, and how much of it was computed
Process = tuple[Callable[..., None], tuple[object, ...]]  # what a process does, and with what


class Reader:
    """One who looks at pages, now of this, now of that."""

    def __init__(self, path: Path, seed: int) -> None:
        self._queries = Queries.open(path)
        self._rng = random.Random(seed)  # noqa: S311 - no secret
        self._world = World()
        self._documents = [head.document for head in self._queries.documents(limit=500).rows]
        self._contacts = [row.contact for row in self._queries.contacts(limit=500).rows]

    def questions(self) -> dict[str, Callable[[], object]]:
        """The questions of the pages, each with something at random."""
        q, rng = self._queries, self._rng
        (pair,) = rng.choices(self._world.pairs, cum_weights=self._world.weights)
        state = rng.choice(pair)
        document, contact = rng.choice(self._documents), rng.choice(self._contacts)
        common, rare = rng.choice(self._world.words[:50]), rng.choice(self._world.words[3000:])
        year, party = str(FIRST.year), EventFilter(actor=state)
        return {
            "front page": q.front,
            "contacts, newest": q.contacts,
            "contacts of a party": lambda: q.contacts(ContactFilter(states=(state,))),
            "contacts of a dyad, by mode": lambda: q.contacts(ContactFilter(states=pair, mode="call")),
            "contacts by words": lambda: q.contacts(ContactFilter(states=(state,), words=rare)),
            "contact page": lambda: (q.contact(contact.id), q.comparison(contact.id), q.since(contact.id),
                                     q.documents_with(*contact.documents[:8])),
            "document page": lambda: (q.document(document), q.extraction(document), q.family_of(document),
                                      q.contacts_of(document), q.stories_of(document)),
            "statements of a party": lambda: q.statements(StatementFilter(state=state, act="urge")),
            "statements by words": lambda: q.statements(StatementFilter(words=f"{rare}")),
            "statements by common words": lambda: q.statements(StatementFilter(words=common, state=state)),
            "statements by channel": lambda: q.statements(StatementFilter(channel="interview", since=year)),
            "events, newest": q.events,
            "events of a dyad": lambda: q.events(EventFilter(dyad=pair)),
            "events by type and status": lambda: q.events(EventFilter(type="THREATEN", status="denied")),
            "events by quad class": lambda: q.events(EventFilter(quad=4, actor=state, folded=True)),
            "events, two pages": lambda: q.events(party, after=q.events(party).next),
            "timeline": lambda: q.timeline(*pair),
            "months of a dyad": lambda: q.monthly(*pair),
            "months of a party": lambda: q.monthly(state),
            "matters of a dyad": lambda: q.standings(*pair, day="2026-01-01", limit=30),
            "matters": lambda: q.standings(day="2026-01-01", latest=10, limit=20),
            "actor page": lambda: q.actor(state),
            "search, a rare word": lambda: q.search(rare),
            "search, two common words": lambda: q.search(f"{common} {self._world.words[60]}"),
            "search, common word, one year": lambda: q.search(common, DocumentFilter(year=year)),
            "search, common word, one outlet": lambda: q.search(common, DocumentFilter(outlet=self._world.outlets[3])),
        }  # fmt: skip

    def ask(self, seconds: float) -> list[Asked]:
        """Ask for so long; what was asked and how long each answer took."""
        found: list[Asked] = []
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            name, question = self._rng.choice(sorted(self.questions().items()))
            started, worked = time.perf_counter(), time.process_time()
            question()
            found.append((name, 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - worked)))
        return found


def read(path: Path, seed: int, seconds: float, out: "multiprocessing.Queue[list[Asked]]") -> None:
    """A reader's process."""
    out.put(Reader(path, seed).ask(seconds))


def browse(
    path: Path, port: int, seed: int, seconds: float, pause: float, out: "multiprocessing.Queue[list[Asked]]"
) -> None:
    """The process of a reader with a browser."""
    out.put(Browser(path, port, seed).ask(seconds, pause))


def write(path: Path, held: int, seconds: float, rules: Compiled, out: "multiprocessing.Queue[list[Asked]]") -> None:
    """The writer's process: reports of the days that follow the archive, linked as they come."""
    found: list[Asked] = []
    ends = time.monotonic() + seconds
    with Store.open(path) as store:
        for reading in more(held):
            for at in range(0, len(reading.documents), PORTION):
                part = Reading(reading.documents[at : at + PORTION], reading.extractions[at : at + PORTION])
                started, worked = time.perf_counter(), time.process_time()
                store.add(part, rules)
                taken = (1000 * (time.perf_counter() - started), 1000 * (time.process_time() - worked))
                found.append(("(writer: 5 reports)", *taken))
                if time.monotonic() > ends:
                    out.put(found)
                    return


def more(held: int) -> list[Reading]:
    """Reports that are not in the archive, of its last days: where most is around them."""
    world = World()
    world.rng.seed(held)  # others than an earlier run has added
    last = max(1, held // 180 - 1)
    return [world.day(last, 10_000_000, 180), world.day(last + 1, 20_000_000, 180)]


def fill(path: Path, count: int, rules: Compiled) -> None:
    """The archive into a new store, with its size as it grows."""
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    started = time.monotonic()
    held, said = 0, 0
    with Store.open(path) as store:
        for reading in World().days(count):
            store.load(reading, rules)
            held += len(reading.documents)
            if held * 5 // count > said or held == count:
                said = held * 5 // count
                size = sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))
                rate = held / (time.monotonic() - started)
                print(
                    f"{held:8} documents {size / 1e6:9.0f} MB {size / held / 1e3:6.1f} kB each {rate:6.0f} a second",
                    flush=True,
                )


def filled(path: Path, count: int, rules: Compiled) -> None:
    """A store of so many documents, or of the whole number of times twenty days that comes next to it."""
    fill(path, min(count, BASE), rules)
    with Store.open(path) as store:
        store.compare_rest(rules)  # as in a store that has grown: its contacts are compared
    if count <= BASE:
        return
    started = time.monotonic()
    larger = Multiplied(path)
    larger.to(round(count / BASE) * BASE, lambda held: print(f"{held:8} documents", flush=True))
    larger.finish(rules)
    size = sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))
    print(f"{size / 1e6:.0f} MB, {time.monotonic() - started:.0f} seconds")


def report(found: list[Asked]) -> None:
    """A line for each question: by the clock, and what of it the processor worked, which no neighbour changes."""
    times: dict[str, list[tuple[float, float]]] = {}
    for name, *taken in found:
        times.setdefault(name, []).append((taken[0], taken[1]))
    print(f"{'milliseconds':34} {'n':>6} {'median':>8} {'p95':>8} {'longest':>8} {'cpu med.':>9} {'cpu p95':>8}")
    for name, values in sorted(times.items()):
        clock, worked = sorted(value[0] for value in values), sorted(value[1] for value in values)
        at = min(len(values) - 1, int(0.95 * len(values)))
        wall = f"{statistics.median(clock):8.1f} {clock[at]:8.1f} {clock[-1]:8.1f}"
        print(f"{name:34} {len(values):6} {wall} {statistics.median(worked):9.1f} {worked[at]:8.1f}")


def main() -> None:
    """Fill, ask, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--store", type=Path, default=Path("/tmp/readout-benchmark.db"))  # noqa: S108 - a benchmark's
    parser.add_argument("--only-ask", action="store_true")
    parser.add_argument("--no-writer", action="store_true")
    parser.add_argument("--pages", action="store_true")
    parser.add_argument("--pause", type=float, default=0, help="Seconds for which a reader looks at a page.")
    asked = parser.parse_args()
    rules = open_rules()
    if not asked.only_ask:
        filled(asked.store, asked.documents, rules)
    with Store.open(asked.store):
        pass  # brought up to this version
    with Queries.open(asked.store) as queries:
        totals = queries.totals()
    print(totals)
    writer = (asked.store, totals.documents, asked.seconds, rules)
    writers: list[Process] = [] if asked.no_writer else [(write, writer)]
    if not asked.pages:
        report(
            together(
                [*((read, (asked.store, seed, asked.seconds)) for seed in range(READERS)), *writers], asked.seconds
            )
        )
        return
    with serving(asked.store) as (port, server):
        readers = [(browse, (asked.store, port, seed, asked.seconds, asked.pause)) for seed in range(READERS)]
        report(together([*readers, *writers], asked.seconds))
        print("alone, with what the server works for a page:")
        report(Browser(asked.store, port, READERS).alone(server))


def together(wanted: list[Process], seconds: float) -> list[Asked]:
    """Processes at the same time; what all of them have asked."""
    out: multiprocessing.Queue[list[Asked]] = _FORK.Queue()
    processes = [_FORK.Process(target=do, args=(*given, out)) for do, given in wanted]
    for process in processes:
        process.start()
    found = [one for _ in processes for one in out.get(timeout=10 * seconds + 60)]
    for process in processes:
        process.join()
    return found


if __name__ == "__main__":
    main()
