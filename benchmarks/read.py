"""How fast web archives, JSONL and CSV are read, and how much memory that takes: `uv run python benchmarks/read.py`.

A web archive of the given size is generated from an invented page of the length and the markup of a news page, and read
record by record in a process of its own; peak memory is taken when a tenth of it is read and at the end. Flat memory is
part of the contract: the run fails if the peak grows by more than a tenth of the first tenth's, or 16 MB.
"""

import argparse
import gzip
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from readout.read import sources
from readout.records import Source

SEED = 20210806
WORDS = "the ministers of both states met and agreed on a second round of talks in spring their envoys said".split()


def page(rng: random.Random) -> bytes:
    """A page of some 40 KB, of which a tenth is the report."""
    paragraphs = "".join(f"<p>{' '.join(rng.choices(WORDS, k=60))}.</p>" for _ in range(12))
    menu = "".join(f'<li class="menu-item"><a href="/{rng.random()}">{rng.choice(WORDS)}</a></li>' for _ in range(300))
    script = "".join(f"window.q.push({{id: {rng.random()}}});" for _ in range(400))
    head = '<!DOCTYPE html><html lang="en"><head><title>Talks</title><link rel="canonical" href="https://a.example/1">'
    return f"{head}<script>{script}</script></head><body><ul>{menu}</ul><article>{paragraphs}</article></body>".encode()


def record(number: int, body: bytes) -> bytes:
    """One answer of a server, as a crawler archives it."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\n"
        f"WARC-Date: 2021-08-07T01:02:03Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http) + len(body)}\r\n\r\n"
    )
    return head.encode() + http + body + b"\r\n\r\n"


def write_archive(path: Path, size: int, *, packed: bool) -> int:
    """An archive of so many bytes (before compression); how many records it has."""
    rng = random.Random(SEED)  # noqa: S311 - a benchmark needs the same pages every time
    pages = [page(rng) for _ in range(50)]
    written = number = 0
    with path.open("wb") as handle:
        while written < size:
            made = record(number, pages[number % len(pages)])
            handle.write(gzip.compress(made, 6, mtime=0) if packed else made)
            written += len(made)
            number += 1
    return number


def write_lines(path: Path, size: int) -> int:
    """JSONL of so many bytes; how many lines it has."""
    rng = random.Random(SEED)  # noqa: S311
    written = number = 0
    with path.open("w", encoding="utf-8") as handle:
        while written < size:
            fields = {"maintext": " ".join(rng.choices(WORDS, k=700)), "date_publish": "2021-08-03", "url": str(number)}
            written += handle.write(json.dumps(fields) + "\n")
            number += 1
    return number


def peak() -> int:
    """The most memory of this process so far, in MB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) // 1024


def _measure(path: Path, expected: int, out: "multiprocessing.SimpleQueue[tuple[int, int, int, float]]") -> None:
    count = early = 0
    start = time.perf_counter()
    for found in _counted(path):
        count += isinstance(found, Source)
        if count == expected // 10:
            early = peak()
    out.put((count, early, peak(), time.perf_counter() - start))


def _counted(path: Path) -> Iterator[object]:
    yield from sources([path])


def measured(path: Path, expected: int) -> bool:
    """Read a file in a fresh process and print what it took; whether memory stayed flat and nothing was missed."""
    context = multiprocessing.get_context("spawn")
    out: multiprocessing.SimpleQueue[tuple[int, int, int, float]] = context.SimpleQueue()
    process = context.Process(target=_measure, args=(path, expected, out))
    process.start()
    count, early, late, seconds = out.get()
    process.join()
    size = path.stat().st_size / 1024**2
    print(
        f"{path.name:14} {size:7.0f} MB {count:7} records  {count / seconds:7.0f} a second {size / seconds:6.0f} MB/s"
        f"  peak {early} MB after a tenth, {late} MB at the end"
    )
    return count == expected and late <= max(1.1 * early, early + 16)


def main() -> int:
    """Generate, read, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=1024, help="size of the web archive before compression")
    size = parser.parse_args().mb << 20
    fine = True
    with tempfile.TemporaryDirectory() as folder:
        for name, bytes_, packed in (("a.warc", size, False), ("a.warc.gz", size // 4, True)):
            path = Path(folder, name)
            fine &= measured(path, write_archive(path, bytes_, packed=packed))
            path.unlink()
        path = Path(folder, "a.jsonl")
        fine &= measured(path, write_lines(path, size // 4))
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
