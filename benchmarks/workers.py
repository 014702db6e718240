"""What a second process gains: `python benchmarks/workers.py [DOCS.jsonl[.gz]] [--count 480] [--rounds 2]`.

The same archive is run by one worker and by two, in turn; getting ready, measured on an archive of next to nothing, is
taken off. A busy machine gives two processes less than two processors, so beside the clock stands the processor's own
time of that process of each run which had most to do: on two free processors the clock shows as much.
"""

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from multiprocessing import active_children
from pathlib import Path

from readout.run import Order, run, shards_of
from readout.views.export import annotation_line
from speed import given, sample

SHARDS = 8


@dataclass(frozen=True, slots=True)
class Spent:
    """The seconds of a run by the clock and of the processor."""

    clock: float
    own: float

    def without(self, other: "Spent") -> "Spent":
        """What is left when the other is taken off."""
        return Spent(self.clock - other.clock, self.own - other.own)


def main() -> int:
    """Print the seconds of each round and the gain."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docs", nargs="?", type=Path)
    parser.add_argument("--count", type=int, default=480)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    lines = sample(given(options.docs), options.count)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        for name, part in (("all", lines), ("none", [])):
            (home / name).mkdir()
            for shard in range(SHARDS):
                rows = part[shard::SHARDS] or ['{"text": "Norway met France."}\n']
                (home / name / f"part-{shard}.jsonl").write_text("".join(rows), encoding="utf-8")
        for number in range(options.rounds):
            one, two = (spent(home / "all", workers).without(spent(home / "none", workers)) for workers in (1, 2))
            print(
                f"round {number + 1}: one worker {one.clock:.1f} s by the clock, {one.own:.1f} of the processor; "
                f"two {two.clock:.1f} s, {two.own:.1f}; gain {one.clock / two.clock:.2f} by the clock at a load of "
                f"{os.getloadavg()[0]:.1f}, {one.own / two.own:.2f} of the processor",
                flush=True,
            )
    return 0


def spent(archive: Path, workers: int) -> Spent:
    """What a run of an archive needs by the clock, and of the processor in the process that had most to do."""
    order = Order(annotation_line, date(2026, 1, 1))
    with tempfile.TemporaryDirectory() as out:
        shards, _ = shards_of([archive], Path(out), order)
        began, before = time.perf_counter(), time.process_time()
        clock, most = 0.0, 0.0
        for _ in run(shards, order, workers=workers):
            # Before the processes end, which they do with the loop.
            clock = time.perf_counter() - began
            most = max([most, *(_own(process.pid) for process in active_children())])
        return Spent(clock, max(most, time.process_time() - before))


def _own(process: int | None) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
