"""Whole pages of `readout serve` over HTTP: what `store.py --pages` asks, by the clock and in the server's own work.

The server is the real one, in a process of its own, asked through the loopback by readers that keep their connection.
While others read and write, only the clock tells how long a page takes; what the server works for it is measured
afterwards, page after page with nobody else there, from the processor time of its process.
"""

import http.client
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from invented import FIRST, World
from readout.store import Queries

Asked = tuple[str, float, float]  # what, how long it took, and how much of it was worked
_ALONE = 12  # pages of each kind whose work is measured
_KNOWN = 300  # dyads that have months of which there is a chart
_SAID = re.compile(r":(\d+)/")  # the port, as the server says it when it is ready
_TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(store: Path) -> Iterator[tuple[int, int]]:
    """The server of a store: its port, and the number of its process."""
    command = [sys.executable, "-m", "readout", "serve", str(store), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        said = _SAID.search(process.stderr.readline() if process.stderr else "")
        if said is None:
            message = "the server did not start"
            raise RuntimeError(message)
        yield int(said[1]), process.pid
    finally:
        process.terminate()
        process.wait()


class Browser:
    """One who asks for pages of a server, now of this kind, now of that."""

    def __init__(self, store: Path, port: int, seed: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._rng = random.Random(seed)  # noqa: S311 - no secret
        self._world = World()
        with Queries.open(store) as held:
            heads = held.documents(limit=500).rows
            self._documents = [head.document for head in heads]
            self._families = [head.family for head in heads if head.copies > 1]
            self._contacts = [row.contact.id for row in held.contacts(limit=500).rows]

    def addresses(self) -> dict[str, str]:
        """An address of each kind of page, each with something at random."""
        rng = self._rng
        (pair,) = rng.choices(self._world.pairs[:_KNOWN], cum_weights=self._world.weights[:_KNOWN])
        state, dyad = rng.choice(pair), "/dyad/{}/{}".format(*sorted(pair))
        common, rare = rng.choice(self._world.words[:50]), rng.choice(self._world.words[3000:])
        contact, two = rng.choice(self._contacts), [("state", party) for party in pair]
        return {
            "front": "/",
            "contacts": "/contacts",
            "contacts of a party": _with("/contacts", ("state", state)),
            "contacts of a dyad": _with("/contacts", *two),
            "contacts by words": _with("/contacts", ("state", state), ("words", rare)),
            "contact": f"/contact/{contact}",
            "contact as CSV": f"/contact/{contact}.csv",
            "document": f"/document/{rng.choice(self._documents)}",
            "difference of a family": f"/family/{rng.choice(self._families)}",
            "actor": f"/actor/{state}",
            "dyad with its timeline": dyad,
            "dyad from a day on": _with(dyad, ("since", f"{FIRST.year + 1}-01-01")),
            "dyad: its chart": f"{dyad}/chart.svg",
            "matters": "/matters",
            "matters of a dyad": _with("/matters", *two),
            "search, a rare word": _with("/search", ("q", rare)),
            "search, a common word": _with("/search", ("q", common)),
            "search, common word, one year": _with("/search", ("q", common), ("year", str(FIRST.year))),
            "search, common word, one outlet": _with("/search", ("q", common), ("outlet", self._world.outlets[3])),
            "statements": "/statements",
            "statements of a party": _with("/statements", ("state", state), ("act", "urge")),
            "statements by words": _with("/statements", ("words", rare)),
            "events": "/events",
            "events of a dyad": _with("/events", ("dyad", pair[0]), ("dyad", pair[1])),
            "events of a class": _with("/events", ("actor", state), ("class", "4")),
            "events by type and status": _with("/events", ("type", "THREATEN"), ("status", "denied")),
            "events, each telling": _with("/events", ("copies", "each")),
        }

    def ask(self, seconds: float, pause: float) -> list[Asked]:
        """Ask for so long, with a pause after each page; what was asked and how long each answer took."""
        found: list[Asked] = []
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            name, address = self._rng.choice(sorted(self.addresses().items()))
            started = time.perf_counter()
            self.get(address)
            found.append((name, 1000 * (time.perf_counter() - started), 0.0))
            time.sleep(pause)
        return found

    def alone(self, server: int) -> list[Asked]:
        """Each kind of page by itself: by the clock, and what the server's process worked for it, on the average."""
        found: list[Asked] = []
        for name in sorted(self.addresses()):
            clock, before = [], worked(server)
            for _ in range(_ALONE):
                started = time.perf_counter()
                self.get(self.addresses()[name])
                clock.append(1000 * (time.perf_counter() - started))
            taken = (worked(server) - before) / _ALONE
            found += [(name, one, taken) for one in clock]
        return found

    def get(self, address: str) -> bytes:
        """The page, whole. Raises `RuntimeError` for one that is none."""
        self._connection.request("GET", address)
        answer = self._connection.getresponse()
        page = answer.read()
        if answer.status != http.client.OK:
            message = f"{address}: {answer.status}"
            raise RuntimeError(message)
        return page


def _with(path: str, *asked: tuple[str, str]) -> str:
    return f"{path}?{urlencode(asked)}"


def worked(process: int) -> float:
    """The milliseconds that a process has worked, with those that it has started."""
    folder = Path(f"/proc/{process}")
    fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    own = 1000 * (int(fields[11]) + int(fields[12])) / _TICK
    started = (folder / "task" / str(process) / "children").read_text(encoding="utf-8").split()
    return own + sum(worked(int(child)) for child in started)
