"""Copies planted among many texts: what is found of each kind, what is wrong, and what it costs, beside two peers.

    python benchmarks/planted.py [--count 10000 ...] [--methods candidates readout datasketch rensa] [--peers PYTHON]
                                 [--workers 2 ...]

The texts are sentences of the bulk sample, recombined at random, every fourth word taken from elsewhere, so that no two
of them share a passage unless it was planted. Planted are copies in other house style, cut to 70 %, with half as much
or as much again added, under an outlet's furniture, and with 40 % kept and some words changed; and, as traps, texts of
their own that quote the same three sentences. R counts the pairs of a source and its copy, by kind; P all pairs found.
`candidates` finds pairs worth comparing, and nothing is verified; `verified` answers what the peers answer, which texts
belong together, and holds each pair against the texts themselves; `readout` makes families, aligns each pair and types
every difference, which no peer does. All begin with the text as a string, so that finding its words counts for each.
Each method has a process of its own. Time is the processor's, of that process and of those that it starts, and the
clock's, both without making the texts; memory is the most of all processes in sum, a page that several share counted
once (PSS, looked at once a second where `--workers` are several). `--peers` is a Python that has datasketch and
rensa, and Readout with its libraries, which this file imports.
"""

import argparse
import gzip
import importlib
import json
import multiprocessing
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any, Self

from evaluate import shared
from readout.codebook import compile_codebook, load
from readout.link.candidates import candidates
from readout.link.copies import copied, families
from readout.records import Block, Document, When

KINDS = ("style", "cut", "added", "furniture", "noise")
TRAP = "quoted"
OUTLETS = 40
NEW = 4  # every fourth word of a sentence comes from elsewhere
STYLE = (("U.S.", "US"), (" percent", " per cent"), ('"', "”"), ("said on", "said"), (" two ", " 2 "), ("ize", "ise"))
QUOTES = set("\"“”‘’\n'")
Pairs = set[tuple[str, str]]


# ---- the texts -------------------------------------------------------------------------------------------------------
class Maker:
    """Makes texts of the sentences of real ones, always the same for one number of texts."""

    def __init__(self, texts: list[str], count: int) -> None:
        split = (re.split(r"(?<=[.!?])\s+(?=[A-Z])", text) for text in texts)
        every = (sentence for sentences in split for sentence in sentences if not QUOTES & set(sentence))
        self.sentences = [sentence for sentence in every if 8 <= len(sentence.split()) <= 45]
        self.chance = random.Random(count)  # noqa: S311 - no secret
        self.words = [word for sentence in self.sentences[:20000] for word in sentence.split() if word.islower()]
        self.outlets = [[self.sentence() for _ in range(4)] for _ in range(OUTLETS)]

    def sentence(self) -> str:
        """A sentence that stands nowhere else."""
        words = self.chance.choice(self.sentences).split()
        for i in range(self.chance.randrange(NEW), len(words), NEW):
            words[i] = self.chance.choice(self.words)
        return " ".join(words)

    def text(self, least: int = 6, most: int = 28) -> list[str]:
        """The sentences of a text of its own."""
        return [self.sentence() for _ in range(self.chance.randint(least, most))]

    def copy(self, kind: str, source: list[str]) -> list[str]:
        """A copy of a text, altered as its kind says."""
        chance = self.chance
        match kind:
            case "style":
                return [_styled(sentence) for sentence in source]
            case "cut":
                return [s for s in source if chance.random() < 0.7] or source[:1]
            case "added":
                more = [self.sentence() for _ in range(round(len(source) * chance.uniform(0.5, 1)))]
                at = chance.randint(1, len(source))
                return [*source[:at], *more, *source[at:]]
            case "furniture":
                return [*source, *chance.choice(self.outlets)]
            case "noise":
                return [self._worn(s) for s in source[: max(3, round(0.4 * len(source)))]]
            case _:  # the trap: its own story around the same quotation
                return [*self.text(4, 12), source[1], *self.text(2, 8)]

    def _worn(self, sentence: str) -> str:
        return " ".join(self.chance.choice(self.words) if self.chance.random() < 0.05 else w for w in sentence.split())


def _styled(sentence: str) -> str:
    for old, new in STYLE:
        sentence = sentence.replace(old, new)
    return sentence


def _quotation(sentences: list[str]) -> str:
    return '"' + " ".join(sentence.replace('"', "") for sentence in sentences) + '" it said.'


def corpus(texts: list[str], count: int) -> Iterator[dict[str, Any]]:
    """Texts with what was planted: three in four stand alone or are copied, one in four is a copy or a trap.

    Each text of its own has a quotation of three sentences, which the traps take over.
    """
    maker = Maker(texts, count)
    sources: list[tuple[list[str], int]] = []
    for number in range(count):
        if number % 4 or not sources:
            lines = maker.text()
            if maker.chance.random() < 0.3:
                lines = [*lines, *maker.chance.choice(maker.outlets)]
            day = maker.chance.randrange(60)
            item: dict[str, Any] = {"id": f"s{len(sources):06}"}
            sources.append((lines, day))
        else:
            kind = maker.chance.choice((*KINDS, TRAP))
            of = maker.chance.randrange(len(sources))
            source, day = sources[of]
            lines, day = maker.copy(kind, source), day + maker.chance.randrange(3)
            item = {"id": f"c{number:06}", "kind": kind, "source": f"s{of:06}"}
        yield {**item, "text": "\n".join(lines), "day": day}


# ---- the methods -----------------------------------------------------------------------------------------------------
def by_readout(items: list[dict[str, Any]], workers: int) -> Callable[[], Pairs]:
    """Every line is a paragraph: the stage that tells furniture from the story does not help."""
    rules = compile_codebook(load())
    documents = [_document(item) for item in items]

    def run() -> Pairs:
        edges = (edge for family in families(documents, rules, workers=workers) for edge in family.edges)
        return {_pair(edge.before, edge.after) for edge in edges if edge.kind != "shared-source"}

    return run


def by_verified(items: list[dict[str, Any]], workers: int) -> Callable[[], Pairs]:
    """The pairs of one origin, verified on folded text outside quotation marks; nothing is aligned."""
    rules = compile_codebook(load())
    documents = [_document(item) for item in items]
    return lambda: {_pair(*pair) for pair in copied(documents, rules, workers=workers)}


def by_candidates(items: list[dict[str, Any]], _workers: int) -> Callable[[], Pairs]:
    """The pairs that are worth comparing, as the peers give them: nothing is verified or aligned."""
    documents = sorted((_document(item) for item in items), key=lambda document: document.id)

    def run() -> Pairs:
        return {(documents[i].id, documents[j].id) for i, j in candidates(documents)}

    return run


def _document(item: dict[str, Any]) -> Document:
    blocks, at = [], 0
    for line in item["text"].split("\n"):
        blocks.append(Block("paragraph", at, at + len(line), "line"))
        at += len(line) + 1
    day = date(2026, 1, 1) + timedelta(item["day"])
    return Document(item["id"], item["text"], tuple(blocks), When(day, day + timedelta(1), "day", "stated"))


def by_datasketch(items: list[dict[str, Any]], _workers: int) -> Callable[[], Pairs]:
    """128 permutations, runs of five words, threshold .5, each text asked for and then held.

    Sketches are made in the library's documented way for many (`MinHash.generator`, which makes the permutations once):
    a third quicker than a `MinHash` for each text. It verifies nothing.
    """
    library = importlib.import_module("datasketch")

    def run() -> Pairs:
        found: Pairs = set()
        lsh = library.MinHashLSH(threshold=0.5, num_perm=128)
        runs = ([run.encode() for run in _runs(item["text"])] for item in items)
        for item, sketch in zip(items, library.MinHash.generator(runs, num_perm=128), strict=True):
            found |= {_pair(item["id"], other) for other in lsh.query(sketch)}
            lsh.insert(item["id"], sketch)
        return found

    return run


def by_rensa(items: list[dict[str, Any]], _workers: int) -> Callable[[], Pairs]:
    """128 permutations, 16 bands, pairs kept from an estimated likeness of .35 on."""
    library = importlib.import_module("rensa")

    def run() -> Pairs:
        found: Pairs = set()
        lsh = library.RMinHashLSH(threshold=0.5, num_perm=128, num_bands=16)
        sketches: list[Any] = []
        for number, item in enumerate(items):
            sketch = library.RMinHash(num_perm=128, seed=42)
            sketch.update(_runs(item["text"]))
            near = (other for other in lsh.query(sketch) if sketch.jaccard(sketches[other]) >= 0.35)
            found |= {_pair(item["id"], items[other]["id"]) for other in near}
            lsh.insert(number, sketch)
            sketches.append(sketch)
        return found

    return run


METHODS = {
    "readout": by_readout,
    "verified": by_verified,
    "candidates": by_candidates,
    "datasketch": by_datasketch,
    "rensa": by_rensa,
}
_WORD = re.compile(r"\w+")


def _runs(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return list({" ".join(words[i : i + 5]) for i in range(max(1, len(words) - 4))})


def _pair(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)


# ---- the measure -----------------------------------------------------------------------------------------------------
def measured(method: str, items: list[dict[str, Any]], workers: int) -> str:
    """One line: documents a second, peak memory, P, R and R by kind."""
    run = METHODS[method](items, workers)
    with _Memory(several=workers > 1) as memory:
        clock, start = time.perf_counter(), _processor()
        found = run()
        clock, seconds = time.perf_counter() - clock, _processor() - start
    family = {item["id"]: item["source"] if item.get("kind") in KINDS else item["id"] for item in items}
    right = sum(family[one] == family[other] for one, other in found)
    wanted, got = Counter[str](), Counter[str]()
    for item in items:
        if item.get("kind") in KINDS:
            wanted[item["kind"]] += 1
            got[item["kind"]] += _pair(item["id"], item["source"]) in found
    traps = [item for item in items if item.get("kind") == TRAP]
    trapped = sum(_pair(item["id"], item["source"]) in found for item in traps)
    cost = f"{seconds:7.1f} s CPU {clock:7.1f} s clock {memory.most:5.2f} GB ({memory.before:.2f} with the texts alone)"
    scores = f"P {right / max(1, len(found)):.4f} R {got.total() / max(1, wanted.total()):.4f}"
    by_kind = " ".join(f"{kind} {got[kind] / max(1, wanted[kind]):.3f}" for kind in KINDS)
    return f"{method:10} {workers} {len(items):7} texts {cost}  {scores}  {by_kind}  trapped {trapped} of {len(traps)}"


def _processor() -> float:
    """The seconds of processor time of this process and of those it started that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


class _Memory:
    """The most memory that this process, and those it starts, take within a block, in gigabytes."""

    def __init__(self, *, several: bool) -> None:
        self.before = self.most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        self._watch = threading.Thread(target=self._look, daemon=True) if several else None
        self._over = threading.Event()

    def __enter__(self) -> Self:
        if self._watch:
            self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._watch:
            self._watch.join()
        self.most = max(self.most, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)

    def _look(self) -> None:
        while not self._over.wait(1):
            pids = [os.getpid(), *(child.pid for child in multiprocessing.active_children())]
            self.most = max(self.most, sum(map(_shared_out, pids)) / 1e6)


def _shared_out(pid: int | None) -> int:
    """The kilobytes of a process, its part of what it shares with others."""
    try:
        status = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:  # it has just ended
        return 0
    return int(next(line for line in status.splitlines() if line.startswith("Pss:")).split()[1])


def main() -> int:
    """Make the texts, run each method on them in a process of its own, print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, nargs="+", default=[10000])
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=["readout"])
    parser.add_argument("--workers", type=int, nargs="+", default=[1], help="processes of `verified` and `readout`")
    parser.add_argument("--peers", default=sys.executable, help="a Python that has datasketch, rensa and Readout")
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        items = [json.loads(line) for line in options.run.read_text(encoding="utf-8").splitlines()]
        print(measured(options.methods[0], items, options.workers[0]), flush=True)
        return 0
    data = shared()
    if data is None:
        print("no evaluation data: set READOUT_SHARED to its folder", file=sys.stderr)
        return 1
    with gzip.open(data / "data/corpus/bulk-sample.jsonl.gz", "rt", encoding="utf-8") as handle:
        texts = [json.loads(line)["text"] for line in handle]
    with tempfile.TemporaryDirectory() as folder:
        for count in options.count:
            made = Path(folder) / f"{count}.jsonl"
            with made.open("w", encoding="utf-8") as file:
                file.writelines(json.dumps(item) + "\n" for item in corpus(texts, count))
            for method, workers in product(options.methods, options.workers):
                if workers > 1 and method not in {"verified", "readout"}:
                    continue
                python = options.peers if method in {"datasketch", "rensa"} else sys.executable
                command = [python, __file__, "--methods", method, "--workers", str(workers), "--run", str(made)]
                subprocess.run(command, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
