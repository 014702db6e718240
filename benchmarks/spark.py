"""The lines of a run and those that Spark makes of the same documents: whether they are the same, and what Spark costs.

    uv run --group spark python benchmarks/spark.py [DOCS.jsonl[.gz]] [--documents 20000] [--workers 2] [--minutes 60]

One portion of the documents after another goes through `readout run` and through Spark in local mode, each with so many
processes. Documents are taken again until there are enough; every one has an id of its own. The cost is the processor
time of all processes: those of the run, and of Spark the driver, Java and the processes for Python. No portion begins
when the minutes are over; what was compared until then is said.
"""

import argparse
import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from pyspark.sql import SparkSession

from readout.run import Order, run, shards_of
from readout.run.spark import recorded
from readout.views.export import annotation_line
from speed import given, sample

PORTION, FILE = 1000, 500  # documents
ORDER = Order(annotation_line, date(2026, 11, 22))
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Made:
    """What became of the documents: a fingerprint of the lines in any order, how many there are, processor seconds."""

    lines: str
    count: int
    cost: float


def main() -> int:
    """Compare the two, portion by portion."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("docs", nargs="?", type=Path)
    reader.add_argument("--documents", type=int, default=20_000)
    reader.add_argument("--workers", type=int, default=2)
    reader.add_argument("--minutes", type=float, default=float("inf"))
    asked = reader.parse_args()
    end = time.monotonic() + 60 * asked.minutes
    rows = sample(given(asked.docs), asked.documents)
    print(f"{len(rows):,} different documents; each is taken {asked.documents / len(rows):.1f} times")
    alone, spread, done, same = 0.0, 0.0, 0, True
    with tempfile.TemporaryDirectory() as place, session(asked.workers) as (spark, start):
        spread += start
        found = renumbered(rows, asked.documents)
        while time.monotonic() < end and (portion := list(islice(found, PORTION))):
            home = Path(place) / f"{done}"
            files = parts(portion, home)
            ours, theirs = by_run(files, home / "run", asked.workers), by_spark(spark, files, home / "spark")
            same, done = same and ours.lines == theirs.lines, done + len(portion)
            alone, spread = alone + ours.cost, spread + theirs.cost
            print(
                f"{done:7,} documents   {ours.lines} run {ours.cost:7.1f} s   {theirs.lines} Spark {theirs.cost:7.1f} s"
                f"   {theirs.cost / ours.cost:.3f} times   {ours.count:,} and {theirs.count:,} lines",
                flush=True,
            )
    print(
        f"the same lines: {same}, of {done:,} documents; processor time {alone:.0f} s alone, {spread:.0f} s by Spark "
        f"({start:.0f} s of it for its start): {spread / alone:.3f} times"
    )
    return not same


def renumbered(rows: list[str], count: int) -> Iterator[str]:
    """So many documents as lines, those of the sample over and over, each with an id of its own."""
    for number, row in enumerate(islice(cycle(rows), count)):
        yield json.dumps(json.loads(row) | {"id": f"{number:07}"}) + "\n"


def parts(portion: list[str], home: Path) -> list[Path]:
    """The documents in files."""
    home.mkdir()
    made = []
    for first in range(0, len(portion), FILE):
        made.append(home / f"part-{first:04}.jsonl")
        made[-1].write_text("".join(portion[first : first + FILE]), encoding="utf-8")
    return made


def by_run(files: list[Path], out: Path, workers: int) -> Made:
    """The lines of `readout run`."""
    out.mkdir()
    before = used(os.getpid())
    shards, _ = shards_of(files, out, ORDER)
    found = [shard.lines for shard, _ in run(shards, ORDER, workers=workers)]
    return made_of(found, used(os.getpid()) - before)


@contextmanager
def session(workers: int) -> Iterator[tuple[SparkSession, float]]:
    """Spark on this machine, and what its start has cost."""
    os.environ["PYSPARK_PYTHON"] = sys.executable  # its processes are to be those of this environment
    before = tree()
    builder = SparkSession.builder.master(f"local[{workers}]").config("spark.ui.enabled", "false")
    opened = builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
    opened.sparkContext.setLogLevel("ERROR")
    yield opened, tree() - before
    opened.stop()


def by_spark(spark: SparkSession, files: list[Path], out: Path) -> Made:
    """The lines of Spark, written out as those of a run are."""
    before = tree()
    rows = spark.sparkContext.parallelize([(str(path),) for path in files], len(files))  # a task for each
    paths = spark.createDataFrame(rows, "path string")
    recorded(paths, ORDER, columns=["line"]).write.text(str(out))
    return made_of(sorted(out.glob("part-*")), tree() - before)


def made_of(files: Iterable[Path], cost: float) -> Made:
    """What files of lines come to."""
    lines = sorted(line for path in files for line in path.read_text(encoding="utf-8").split("\n")[:-1])
    return Made(hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16], len(lines), cost)


# ---- processor time --------------------------------------------------------------------------------------------------
def used(process: int) -> float:
    """Processor seconds of a process and of those it has started that have ended; none where it is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS


def tree() -> float:
    """The same of this process and of all that descend from it."""
    total, waiting = 0.0, [os.getpid()]
    while waiting:
        process = waiting.pop()
        total += used(process)
        for task in Path(f"/proc/{process}/task").glob("*/children"):
            waiting += map(int, task.read_text(encoding="utf-8").split())
    return total


if __name__ == "__main__":
    sys.exit(main())
