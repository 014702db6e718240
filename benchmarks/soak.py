"""Documents without end through `readout run`: does its memory stay, does its rate? `python benchmarks/soak.py`.

    python benchmarks/soak.py [DOCS.jsonl[.gz]] [--minutes 10] [--documents 1000000] [--characters 700]

Each shard is a pipe, through which documents come that never came before: one of the bulk sample in which
names and numbers are replaced, many of the names by invented ones; with `--characters` no more of it than its first
sentences, up to the end of one behind so many characters, which makes a million a matter of hours. What is written is
counted and thrown away. A line for each shard: documents a second of the clock and of the program's own time, how many
times that of making the documents it is (a yardstick, as a busy machine slows both), and the memory that it holds; at
the end the first and the last quarter side by side.
"""

import argparse
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from speed import given, sample

SHARD = 250  # documents
TICKS = os.sysconf("SC_CLK_TCK")
# Words with a capital in the midst of a sentence are names, mostly; those of the calendar stay.
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b(?!day)")
NUMBER = re.compile(r"\b\d{2,3}\b")
SENTENCE_END = re.compile(r"[a-z][.!?][\"”]?(?=\s)")


@dataclass(frozen=True, slots=True)
class Mark:
    """What the program has used when one more shard is done."""

    documents: int
    clock: float
    own: float  # seconds of the processor
    maker: float  # the same of this program, which makes the documents
    memory: float  # MB


def main() -> int:
    """Print a line for each shard and the drift."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docs", nargs="?", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--characters", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    documents = [json.loads(line) for line in sample(given(options.docs), 20_000)]
    if options.characters:
        documents = [{**document, "text": begun(document["text"], options.characters)} for document in documents]
    made = varied(documents, random.Random(options.seed))  # noqa: S311
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        pipes = [home / f"part-{number:05d}.jsonl" for number in range(-(-options.documents // SHARD))]
        for pipe in pipes:
            os.mkfifo(pipe)
        command = [sys.executable, "-m", "readout", "run", *map(str, pipes), "--out", str(home / "out")]
        program = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            marks = list(fed(program.pid, pipes, made, time.monotonic() + options.minutes * 60))
        finally:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()
    told(marks)
    return 0


def fed(program: int, pipes: list[Path], made: Iterator[str], end: float) -> Iterator[Mark]:
    """Give the program a shard after the other until it is time, and say what it has used after each."""
    out = pipes[0].parent / "out"
    last: Mark | None = None
    for number, pipe in enumerate(pipes):
        # Opens when the program does, which is when it has written the shard before.
        with pipe.open("w", encoding="utf-8") as shard:
            mark = used(program, number * SHARD)
            if last:
                print(line(last, mark), flush=True)
            yield mark
            last = mark
            for _ in range(SHARD):
                if time.monotonic() > end:
                    return
                shard.write(next(made))
        for done in out.glob("*.jsonl"):
            done.unlink()


def begun(text: str, characters: int) -> str:
    """A text up to the end of the sentence that goes past so many characters."""
    end = SENTENCE_END.search(text, characters)
    return text[: end.end()] if end else text


def varied(documents: list[dict[str, object]], chance: random.Random) -> Iterator[str]:
    """Documents of the sample as lines, each time with other names and numbers."""
    names = sorted({name for document in documents for name in NAME.findall(str(document["text"]))})
    number = 0
    while True:
        document = chance.choice(documents)
        number += 1
        called: dict[str, str] = {}

        def other(found: re.Match[str], called: dict[str, str] = called) -> str:
            if found[0] not in called:
                draw = chance.random()
                called[found[0]] = found[0] if draw < 0.5 else chance.choice(names) if draw < 0.7 else _invented(chance)
            return called[found[0]]

        text = NAME.sub(other, str(document["text"]))
        text = NUMBER.sub(lambda found: str(chance.randrange(10, 10 ** len(found[0]))), text)
        yield json.dumps({**document, "id": f"made-{number}", "text": text}) + "\n"


def _invented(chance: random.Random) -> str:
    syllables = (chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randrange(2, 5)))
    return "".join(syllables).capitalize() + chance.choice("nrst")


def used(program: int, documents: int) -> Mark:
    """What the program has used until now."""
    fields = Path(f"/proc/{program}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    status = Path(f"/proc/{program}/status").read_text(encoding="utf-8")
    held = int(status.partition("VmRSS:")[2].split()[0]) / 1024
    return Mark(documents, time.monotonic(), (int(fields[11]) + int(fields[12])) / TICKS, time.process_time(), held)


def line(before: Mark, after: Mark) -> str:
    """The rates of the documents between two marks, and the memory at the second."""
    clock, own = (SHARD / max(spent, 0.01) for spent in (after.clock - before.clock, after.own - before.own))
    rates = f"{clock:6.1f}/s   {own:6.1f}/s of its own   {work(before, after):5.1f} times the making"
    return f"{after.documents:9,} documents   {rates}   {after.memory:7.1f} MB"


def work(before: Mark, after: Mark) -> float:
    """How much more a document is than its making: busy neighbours slow both."""
    return (after.own - before.own) / (after.maker - before.maker)


def told(marks: list[Mark]) -> None:
    """The first and the last quarter side by side; the first shard, which pays for what is made once, left out."""
    steps = list(pairwise(marks[1:]))
    if len(steps) < 4:
        print("too few documents to tell")
        return
    size = len(steps) // 4
    for name, part in (("first quarter", steps[:size]), ("last quarter", steps[-size:])):
        rate = SHARD / statistics.mean(after.own - before.own for before, after in part)
        times = statistics.mean(work(before, after) for before, after in part)
        memory = statistics.mean(after.memory for _, after in part)
        print(
            f"{name:14}   {rate:6.1f} documents a second of its own   {times:5.1f} times the making   {memory:7.1f} MB"
        )
    print(f"most memory      {max(mark.memory for mark in marks):.1f} MB over {marks[-1].documents:,} documents")


if __name__ == "__main__":
    sys.exit(main())
