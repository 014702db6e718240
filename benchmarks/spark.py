"""The lines of a run and those that Spark makes of the same documents: whether they are the same, and what Spark costs.

    uv run --group spark python benchmarks/spark.py DOCS.jsonl[.gz] --documents 20000 --workers 2

Both do the same documents with as many processes, in one run after another; documents are taken again, with ids of
their own, until there are enough.
"""

import argparse
import gzip
import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from pyspark.sql import SparkSession

from readout.run import Order, run, shards_of
from readout.run.spark import recorded
from readout.views.export import annotation_line


def parts(source: Path, count: int, folder: Path, shards: int) -> list[Path]:
    """So many documents in so many files."""
    opened = gzip.open if source.suffix == ".gz" else open
    with opened(source, "rt", encoding="utf-8") as handle:
        rows = [json.loads(line) for line in handle]
    made = [folder / f"part-{number:02}.jsonl" for number in range(shards)]
    handles = [path.open("w", encoding="utf-8") for path in made]
    for number, row in enumerate(islice(cycle(rows), count)):
        handles[number % shards].write(json.dumps(row | {"id": f"{number:07}"}) + "\n")
    for handle in handles:
        handle.close()
    return made


def sum_of(lines: Iterable[str]) -> str:
    """A fingerprint of lines in any order."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]


def by_run(files: list[Path], folder: Path, order: Order, workers: int) -> Iterator[str]:
    """The lines of `readout run`."""
    shards, _ = shards_of(files, folder, order)
    for shard, _ in run(shards, order, workers=workers):
        yield from shard.lines.read_text(encoding="utf-8").splitlines()


def by_spark(session: SparkSession, files: list[Path], order: Order) -> Iterator[str]:
    """The lines of Spark."""
    paths = session.createDataFrame([(str(path),) for path in files], "path string").repartition(len(files))
    yield from (row.line for row in recorded(paths, order, columns=["line"]).toLocalIterator(prefetchPartitions=True))


def timed(name: str, make: Callable[[], Iterable[str]], count: int) -> tuple[str, float]:
    """What lines come to, and how long they took."""
    begun = time.perf_counter()
    found = sum_of(make())
    taken = time.perf_counter() - begun
    print(f"{name:8} {taken:8.1f} s {count / taken:8.1f} documents/s   {found}", flush=True)
    return found, taken


def main() -> None:
    """Compare the two."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("source", type=Path)
    reader.add_argument("--documents", type=int, default=20_000)
    reader.add_argument("--workers", type=int, default=2)
    asked = reader.parse_args()
    order = Order(annotation_line, date(2026, 11, 22))
    builder = SparkSession.builder.master(f"local[{asked.workers}]").config("spark.ui.enabled", "false")
    os.environ["PYSPARK_PYTHON"] = sys.executable  # its processes are to be those of this environment
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        out.mkdir()
        files = parts(asked.source, asked.documents, Path(folder), 4 * asked.workers)
        alone, taken = timed("run", lambda: by_run(files, out, order, asked.workers), asked.documents)
        spread, longer = timed("spark", lambda: by_spark(session, files, order), asked.documents)
    session.stop()
    print(f"the same lines: {alone == spread}; Spark takes {longer / taken:.2f} times as long")
    sys.exit(alone != spread)


if __name__ == "__main__":
    main()
