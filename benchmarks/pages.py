"""Web pages: main text, day, title and authors, beside trafilatura: `python benchmarks/pages.py [--json] [--misses]`.

Pages and gold are those of `data/extraction` in the evaluation data; they go through `sources` and `structure` as any
folder does. Trafilatura reads the same characters with metadata, page by page in turn, so the rates are of one run.

Body: four-word shingles, precision and recall a page, averaged over pages; F1 of the two averages. Of Readout it is
taken twice: over the document's whole text, and over its story (furniture blocks left out). Day: the calendar day as
the gold writes it. Title: the same words after white space is made even. Authors: one right, where any is known.
"""

import argparse
import gzip
import json
import logging
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import trafilatura

from evaluate import shared, show
from readout.codebook import Compiled, compile_codebook, load
from readout.read import sources
from readout.read.places import Shown
from readout.read.texts import text
from readout.records import BlockKind, Drop, Source
from readout.structure import structure

STORY: tuple[BlockKind, ...] = ("headline", "dateline", "paragraph")
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Gold:
    """What is right for one page; None is unknown."""

    body: str
    url: str
    day: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found on one page."""

    text: str = ""
    story: str = ""
    day: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(slots=True)
class Reader:
    """A way to read pages, what it found by page, and the seconds of processor time that it took."""

    read: Callable[[Source, str], Found]
    found: dict[str, Found] = field(default_factory=dict)
    seconds: float = 0.0

    def take(self, name: str, source: Source, url: str) -> None:
        """Read one page and count its time."""
        start = time.process_time()
        self.found[name] = self.read(source, url)
        self.seconds += time.process_time() - start


def ours(rules: Compiled) -> Callable[[Source, str], Found]:
    """Readout's way: structure, with what the file declares, which is nothing."""
    today = datetime.now(UTC).date()

    def read(source: Source, _url: str) -> Found:
        document = structure(source, rules, today=today)
        if isinstance(document, Drop):
            return Found()
        story = "\n".join(span.of(document.text) for span in document.spans(*STORY))
        return Found(document.text, story, document.published.iso, document.title, document.authors)

    return read


def theirs(source: Source, url: str) -> Found:
    """Trafilatura's way, with its metadata."""
    found = trafilatura.bare_extraction(source.text, url=url, with_metadata=True)
    if not isinstance(found, trafilatura.settings.Document):
        return Found()
    authors = tuple(name.strip() for name in (found.author or "").split(";"))
    return Found(found.text or "", found.text or "", found.date, found.title, authors)


def zyte(folder: Path) -> Iterator[tuple[str, bytes, Gold]]:
    """The pages of the article extraction benchmark: bodies only."""
    for name, row in json.loads((folder / "ground-truth.json").read_text(encoding="utf-8")).items():
        page = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        yield name, page, Gold(row["articleBody"], row["url"])


def fundus(folder: Path) -> Iterator[tuple[str, bytes, Gold]]:
    """The pages of Fundus's tests: bodies, days, titles and authors."""
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        page = gzip.decompress((folder / "html" / row["file"]).read_bytes())
        gold = Gold(row["body"], row["url"], row["publishing_date"][:10], row["title"], tuple(row["authors"]))
        yield row["file"].removesuffix(".html.gz"), page, gold


def run(pages: list[tuple[str, bytes, Gold]], readers: list[Reader], work: Path) -> None:
    """Every reader reads every page; who goes first alternates."""
    work.mkdir()
    gold = {name: row for name, _, row in pages}
    for name, page, _ in pages:
        (work / f"{name}.html").write_bytes(page)
    for turn, source in enumerate(sources([work])):
        if isinstance(source, Drop):
            print(f"{source.where}: {source.reason}", file=sys.stderr)
            continue
        name = Path(source.where).stem
        for reader in readers[:: 1 if turn % 2 else -1]:
            reader.take(name, source, gold[name].url)


# ---- scoring ---------------------------------------------------------------------------------------------------------
def shingles(text: str) -> Counter[tuple[str, ...]]:
    """All runs of four words, counted; a shorter text is one run."""
    words = WORD.findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words)


def body(gold: dict[str, Gold], texts: dict[str, str]) -> dict[str, float]:
    """Precision and recall averaged over pages, and their F1."""
    precisions, recalls = [], []
    for name, row in gold.items():
        right, found = shingles(row.body), shingles(texts.get(name, ""))
        both = (right & found).total()
        if found:
            precisions.append(both / found.total())
        if right:
            recalls.append(both / right.total())
    precision, recall = statistics.fmean(precisions or [0.0]), statistics.fmean(recalls or [0.0])
    return {"P": precision, "R": recall, "F1": 2 * precision * recall / ((precision + recall) or 1.0)}


def even(words: str | None) -> str:
    """Words with single spaces between them."""
    return " ".join((words or "").split())


def right(gold: Gold, found: Found) -> dict[str, bool | None]:
    """Which fields of a page are right; None where nothing is known."""
    written = {name.casefold() for name in gold.authors}
    return {
        "day exact": found.day == gold.day if gold.day else None,
        "title exact": even(found.title) == even(gold.title) if gold.title else None,
        "author right": bool(written & {name.casefold() for name in found.authors}) if written else None,
    }


def figures(gold: dict[str, Gold], reader: Reader) -> dict[str, float]:
    """Body and story scores and shares of right fields, by name."""
    scored: dict[str, float] = {}
    for part, texts in (
        ("body", {name: found.text for name, found in reader.found.items()}),
        ("story", {name: found.story for name, found in reader.found.items()}),
    ):
        scored |= {f"{part} {name}": value for name, value in body(gold, texts).items()}
    answers = [right(row, reader.found.get(name, Found())) for name, row in gold.items()]
    for name in answers[0]:
        known = [answer[name] for answer in answers if answer[name] is not None]
        if known:
            scored[name] = sum(cast("list[bool]", known)) / len(known)
    return scored | {"pages/s": len(reader.found) / reader.seconds}


def misses(gold: dict[str, Gold], reader: Reader) -> Iterator[str]:
    """The pages whose day, title or authors are wrong, with what was found."""
    for name, row in gold.items():
        found = reader.found.get(name, Found())
        wrong = [field for field, fine in right(row, found).items() if fine is False]
        if wrong:
            yield f"{name}: {', '.join(wrong)}: {found.day}, {found.title!r}, {', '.join(found.authors)}"


def led_back(pages: Iterable[tuple[str, bytes, object]], rules: Compiled) -> float:
    """The share of paragraphs whose place in the page's markup is found."""
    found = total = 0
    for name, data, _ in pages:
        source = text(data, name, page=True)
        document = source if isinstance(source, Drop) else structure(source, rules, today=datetime.now(UTC).date())
        if isinstance(source, Drop) or isinstance(document, Drop):
            continue
        shown = Shown.of(source.text)
        places = [shown.place(document.text, span) for span in document.spans("paragraph")]
        found, total = found + sum(place is not None for place in places), total + len(places)
    return found / max(1, total)


def main() -> int:
    """Print all figures; status 1 where there is no data."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="Readout's figures and the ratio of speeds as one object")
    parser.add_argument("--misses", action="store_true", help="also the pages whose fields are wrong")
    options = parser.parse_args()
    data = shared()
    if data is None:
        print("no evaluation data: set READOUT_SHARED to its folder", file=sys.stderr)
        return 1
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    extraction, rules = data / "data/extraction", compile_codebook(load())
    printed: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for kind, pages in (
            ("zyte", list(zyte(extraction / "zyte-aeb"))),
            ("fundus", list(fundus(extraction / "fundus-pages"))),
        ):
            warm = [Reader(ours(rules)), Reader(theirs)]
            run(pages[:3], warm, Path(scratch) / f"{kind}-warm")
            readers = [Reader(ours(rules)), Reader(theirs)]
            run(pages, readers, Path(scratch) / kind)
            gold = {name: row for name, _, row in pages}
            mine, other = (figures(gold, reader) for reader in readers)
            printed |= {f"{kind} {name}": value for name, value in mine.items()}
            printed[f"{kind} paragraphs led back"] = led_back(pages, rules)
            printed[f"{kind} speed over trafilatura"] = mine["pages/s"] / other["pages/s"]
            if not options.json:
                show((f"{kind} trafilatura {name}", value) for name, value in other.items() if "story" not in name)
            if options.misses:
                print("\n".join(misses(gold, readers[0])), file=sys.stderr)
    if options.json:
        print(json.dumps({name: value for name, value in printed.items() if not name.endswith("pages/s")}, indent=1))
    else:
        show(printed.items())
    return 0


if __name__ == "__main__":
    sys.exit(main())
