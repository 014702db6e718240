"""Statements against annotated quotations, offsets on many documents, and the speed of the stage.

    python benchmarks/quotes.py [--keep FOLDER] [--errors half-a.txt]   figures on both halves of the quotations
    python benchmarks/quotes.py --offsets 10000                         text[start:end] == quote, for every string
    python benchmarks/quotes.py --speed 1000                            documents a second, the stage alone

The documents are split in halves by a hash of their ids: rules are mended by what is seen in half A only, and half B
tells whether they are general.
"""

import argparse
import gzip
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from evaluate import shared
from readout.codebook import Compiled, compile_codebook, load
from readout.extract import Extractor
from readout.extract.actors import Knowledge, mentions
from readout.extract.statements import StatementRules, statements
from readout.language import Rules
from readout.records import Declared, Document, Drop, Evidence, Source, Statement, StatementKind, evidence_of
from readout.structure import structure

TODAY = date(2026, 1, 1)
_WORD = re.compile(r"\w")


def half(name: str) -> str:
    """The half that a document belongs to."""
    return "ab"[hashlib.sha256(name.encode()).digest()[0] % 2]


# ---- quotations ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Fragment:
    """One stretch of content in the form of the annotated quotations."""

    start: int
    end: int
    kind: StatementKind
    speaker: Evidence | None
    named: str | None
    cue: Evidence | None
    group: int | None = None

    def json(self) -> dict[str, object]:
        """The fragment under the names that the scorer reads."""
        speaker, cue = self.speaker, self.cue
        return {
            "start": self.start, "end": self.end, "kind": self.kind, "group": self.group, "speaker": self.named,
            "speaker_start": speaker and speaker.start, "speaker_end": speaker and speaker.end,
            "cue_start": cue and cue.start, "cue_end": cue and cue.end,
        }  # fmt: skip


def fragment(one: Statement) -> Fragment:
    """A statement's own content and attribution."""
    return Fragment(one.content.start, one.content.end, one.kind, one.mention, one.speaker, one.cue, one.group)


def outermost(said: Iterable[Statement]) -> Iterator[Fragment]:
    """The annotated quotations know no nesting: of "the ministry said X urged C" only what the ministry said."""
    relayed: dict[Evidence, Fragment] = {}
    for one in said:
        relay = one.chain[0].evidence if one.chain else None
        if relay is None or one.kind == "direct":
            yield fragment(one)
            continue
        known = relayed.get(relay)
        parts = [one.content, *(part for part in (one.cue, one.mention, known) if part is not None)]
        start, end = min(part.start for part in parts), max(part.end for part in parts)
        kind = "mixed" if "mixed" in {one.kind, known and known.kind} else one.kind
        relayed[relay] = Fragment(start, end, kind, relay, None, None)
    yield from relayed.values()


def contiguous(fragments: Iterable[Fragment], text: str) -> list[Fragment]:
    """Fragments that touch and share their attribution as one, as the annotated ones do."""
    found: list[Fragment] = []
    for one in fragments:
        last = found[-1] if found else None
        if last and one.start >= last.end and not _WORD.search(text, last.end, one.start):
            alone = one.cue is None and one.speaker is None
            if alone or (one.group is not None and one.cue == last.cue):
                kind: StatementKind = "direct" if last.kind == one.kind == "direct" else "mixed"
                found[-1] = replace(last, end=one.end, kind=kind)
                continue
        found.append(one)
    return found


def document(name: str, text: str, rules: Compiled) -> Document | Drop:
    """A document of a plain text whose day does not matter here."""
    return structure(Source(name, "record", text, Declared(id=name, published="2016-06-01")), rules, today=TODAY)


def predict(gold: Path, folder: Path) -> None:
    """Write gold and predictions of each half into the folder."""
    rules = compile_codebook(load())
    knowledge, stage = Knowledge.of(rules), StatementRules.of(rules)
    out = {name: (folder / name).open("w", encoding="utf-8") for name in ("gold-a", "gold-b", "said-a", "said-b")}
    for line in gold.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        read = document(item["id"], item["text"], rules)
        said = () if isinstance(read, Drop) else statements(read, mentions(read, knowledge), stage)
        quotes = [found.json() for found in contiguous(outermost(said), item["text"])]
        part = half(item["id"])
        out[f"gold-{part}"].write(line + "\n")
        out[f"said-{part}"].write(json.dumps({"id": item["id"], "quotes": quotes}) + "\n")
    for handle in out.values():
        handle.close()


def measure(data: Path, folder: Path, errors: Path | None) -> None:
    """Print the figures of both halves; the errors of half A go to a file."""
    predict(data / "data/quotes/polnear/dev.jsonl", folder)
    for part in "ab":
        listed = ["--errors", "100000"] if errors and part == "a" else []
        files = [str(folder / f"{name}-{part}") for name in ("gold", "said")]
        command = [sys.executable, str(data / "tools/score_quotes.py"), *files]
        run = subprocess.run([*command, "--speech-only", *listed], check=True, capture_output=True, text=True)
        table = [line for line in run.stdout.splitlines() if line.startswith(("kind", "all", "direct", "mixed", "ind"))]
        print(f"half {part.upper()}", *table, sep="\n")
        if errors and part == "a":
            errors.write_text(run.stdout, encoding="utf-8")


# ---- offsets and speed -----------------------------------------------------------------------------------------------
def bulk(path: Path, count: int, rules: Compiled) -> Iterator[Document]:
    """The first documents of a packed JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in islice(handle, count):
            item = json.loads(line)
            read = document(str(item.get("id", "bulk")), item["text"], rules)
            if not isinstance(read, Drop):
                yield read


def offsets(path: Path, count: int) -> bool:
    """Whether every evidence of every record stands in its document's text where it says."""
    rules = compile_codebook(load())
    extractor = Extractor(rules, Rules(rules))
    read = strings = wrong = 0
    for one in bulk(path, count, rules):
        read += 1
        for evidence in evidence_of(extractor.extract(one)):
            strings += 1
            wrong += one.text[evidence.start : evidence.end] != evidence.quote
    print(f"{read} documents, {strings} strings, {wrong} of them not where they say")
    return not wrong


def speed(path: Path, count: int) -> None:
    """Documents and characters a second of the stage alone, beside the mentions that it is given."""
    rules = compile_codebook(load())
    knowledge, stage = Knowledge.of(rules), StatementRules.of(rules)
    documents = list(bulk(path, count, rules))
    start = time.perf_counter()
    named = [mentions(one, knowledge) for one in documents]
    middle = time.perf_counter()
    found = sum(len(statements(one, names, stage)) for one, names in zip(documents, named, strict=True))
    seconds, size = time.perf_counter() - middle, sum(len(one.text) for one in documents)
    print(f"mentions    {len(documents) / (middle - start):8.0f} documents/s")
    print(f"statements  {len(documents) / seconds:8.0f} documents/s   {size / seconds / 1000:.0f}k characters/s")
    print(f"{found} statements")


def main() -> int:
    """Print what is asked for; status 1 where the data is missing or an offset is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="keep predictions in this folder")
    parser.add_argument("--errors", type=Path, help="write the errors of half A to this file")
    parser.add_argument("--offsets", type=int, metavar="N", help="check the offsets of N documents")
    parser.add_argument("--speed", type=int, metavar="N", help="time N documents")
    options = parser.parse_args()
    data = shared()
    if data is None:
        print("no evaluation data: set READOUT_SHARED to its folder", file=sys.stderr)
        return 1
    sample = data / "data/corpus/bulk-sample.jsonl.gz"
    if options.offsets:
        return 0 if offsets(sample, options.offsets) else 1
    if options.speed:
        speed(sample, options.speed)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        measure(data, folder, options.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
