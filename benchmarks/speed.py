"""How fast a plain `annotate` is and each of its stages, how it grows, what it holds, how long the import takes.

    python benchmarks/speed.py [DOCS.jsonl[.gz]] [--count 2000] [--peers PYTHON] [--pages 60]

Rates are documents a second of processor time and stand beside a yardstick of the same run, a word regex over the same
texts: machines differ, ratios less. `--peers` names the Python of an environment with spaCy, textacy or trafilatura:
what is there does the same texts, or the saved pages of the evaluation data, in a process of its own.
"""

import argparse
import gzip
import inspect
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

import readout.extract
from evaluate import shared
from readout.extract import Extractor
from readout.language import Rules
from readout.link import contacts, families
from readout.pipeline import document_of, extraction_of, open_rules
from readout.read import sources
from readout.records import Document, Drop, Extraction, Source
from readout.views.export import annotation_line

Made = TypeVar("Made")
IMPORT = "import time; t = time.perf_counter(); import readout; print(time.perf_counter() - t)"
SIZE = """
import importlib.metadata as m, pathlib, re
seen, todo = set(), ['readout']
while todo:
    name = todo.pop()
    if name in seen: continue
    seen.add(name)
    try: wanted = m.requires(name) or []
    except m.PackageNotFoundError: seen.discard(name); continue
    todo += [re.split('[^A-Za-z0-9._-]', w)[0].lower() for w in wanted if 'extra ==' not in w]
size = lambda n: sum(pathlib.Path(f.locate()).stat().st_size for f in m.files(n) or [] if f.locate().exists())
sizes = {n: size(n) for n in seen}
print(len(sizes), sum(sizes.values()) / 1e6)
"""
# Prints a line for each peer that is there: its name and the processor seconds, or why there are none.
PEERS = """
import json, logging, sys, time
texts, pages = json.load(sys.stdin)
logging.disable(logging.CRITICAL)
def told(name, work, over):
    begun = time.process_time()
    for one in over: work(one)
    print(name, time.process_time() - begun, sep="\\t", flush=True)
try: import spacy
except ImportError: print("spaCy blank tokenizer", "not there", sep="\\t")
else: told("spaCy blank tokenizer", spacy.blank("en"), texts)
try:
    import spacy, textacy.extract
    parse = spacy.load("en_core_web_sm")
except ImportError: print("textacy quotations", "not there", sep="\\t")
except OSError: print("textacy quotations", "not possible: it needs a model of spaCy", sep="\\t")
else: told("textacy quotations", lambda text: list(textacy.extract.direct_quotations(parse(text))), texts)
try: import trafilatura
except ImportError: print("trafilatura", "not there", sep="\\t")
else: told("trafilatura", lambda page: trafilatura.bare_extraction(page, with_metadata=True), pages)
"""


def main() -> int:
    """Print rates, growth, peers, memory, import time and size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docs", nargs="?", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--peers", type=Path)
    options = parser.parse_args()
    lines = sample(given(options.docs), options.count)
    texts = [json.loads(line)["text"] for line in lines]
    words = re.compile(r"\w+")
    yardstick = timed(lambda: [words.findall(text) for text in texts])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        start_up = annotated(lines[:1], folder)
        whole = annotated(lines, folder) - start_up
        held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"{len(lines)} documents, mean {sum(map(len, texts)) / len(texts):.0f} characters; seconds of the processor"
        )
        print(f"{'word regex, same texts':28} {len(lines) / yardstick:9.1f} documents/s")
        show("annotate, one process", len(lines), whole, yardstick)
        print(f"{'start-up':28} {start_up:9.2f} s   (one document)")
        print(f"{'peak memory':28} {held:9.1f} MB")
        grown(staged(folder / "docs.jsonl", yardstick))
        if options.peers:
            beside(options.peers, texts, saved(options.pages), whole)
    seconds = sorted(float(subprocess.check_output([sys.executable, "-c", IMPORT])) for _ in range(5))[2]
    packages, total = subprocess.check_output([sys.executable, "-c", SIZE], text=True).split()
    print(f"{'import readout':28} {seconds:9.3f} s   (by the clock, median of 5)")
    print(f"{'installed':28} {float(total):9.1f} MB  ({packages} packages)")
    return 0


def given(path: Path | None) -> Path:
    """The documents that a command names, or the bulk sample; where there is neither, it ends and says so."""
    data = shared()
    found = path or (data / "data/corpus/bulk-sample.jsonl.gz" if data else None)
    return found or sys.exit("no documents: name a JSONL file")


def sample(path: Path, count: int) -> list[str]:
    """The first lines of a JSONL file, packed or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as handle:
        return [line for line, _ in zip(handle, range(count), strict=False)]


def saved(count: int) -> list[str]:
    """So many saved pages of the evaluation data, as their bytes decode."""
    data = shared()
    places = sorted((data / "data/corpus/html").glob("*.html"))[:count] if data else []
    return [place.read_bytes().decode("utf-8", errors="replace") for place in places]


def timed(work: Callable[[], object]) -> float:
    """Seconds of the processor that a call takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def annotated(lines: Iterable[str], folder: Path) -> float:
    """The same of one `readout annotate` process over the lines."""
    source = folder / "docs.jsonl"
    source.write_text("".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "readout", "annotate", str(source)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def show(name: str, count: int, seconds: float, yardstick: float) -> None:
    """A line for a stage: its rate, and how many times the yardstick it takes."""
    print(f"{name:28} {count / max(seconds, 1e-9):9.1f} documents/s   {seconds / yardstick:9.2f} times the regex")


# ---- stages ----------------------------------------------------------------------------------------------------------
class Clock:
    """Seconds of the processor that each of several steps takes."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)

    def of(self, name: str, work: Callable[[], Made]) -> Made:
        """What a step makes; the time it takes is kept under its name."""
        begun = time.process_time()
        made = work()
        self.spent[name] += time.process_time() - begun
        return made

    def around(self, name: str, step: Callable[..., object]) -> Callable[..., object]:
        """A function that does what `step` does, on the clock; what it would make one by one it makes at once."""

        def clocked(*given: object) -> object:
            def work() -> object:
                made = step(*given)
                return list(made) if isinstance(made, Iterator) else made

            return self.of(name, work)

        return clocked


def staged(path: Path, yardstick: float) -> list[Document]:
    """Show the rate of each stage, and of the steps of extraction; what they made."""
    rules, clock, today = open_rules(), Clock(), date(2026, 11, 22)
    extractor = Extractor(rules, Rules(rules))
    found = clock.of("read", lambda: list(sources([path])))
    kept = [one for one in found if not isinstance(one, Drop)]
    made = clock.of("structure", lambda: [document_of(source, rules, today) for source in kept])
    documents = [one for one in made if isinstance(one, Document)]
    with ExitStack() as stack:
        for name, step in inspect.getmembers(readout.extract, inspect.isfunction):
            stack.enter_context(patch.object(readout.extract, name, clock.around(f"  {name}", step)))
        outcomes = clock.of("extract", lambda: [extraction_of(document, extractor) for document in documents])
    pairs = [(d, e) for d, e in zip(documents, outcomes, strict=True) if isinstance(e, Extraction)]
    clock.of("write", lambda: [annotation_line(pair, None) for pair in pairs])
    documents, extractions = [d for d, _ in pairs], [e for _, e in pairs]
    folded = clock.of("copies", lambda: families(documents, rules))
    clock.of("contacts linked", lambda: contacts(documents, extractions, folded, rules))
    for name, seconds in clock.spent.items():
        show(name, len(documents), seconds, yardstick)
    return documents


# ---- growth and peers ------------------------------------------------------------------------------------------------
def grown(documents: Sequence[Document]) -> None:
    """Show what a character costs in short and long documents, and what copies cost in half of the documents."""
    rules = open_rules()
    extractor = Extractor(rules, Rules(rules))
    in_order = sorted(documents, key=lambda document: len(document.text))
    for number in range(4):
        part = in_order[number * len(in_order) // 4 : (number + 1) * len(in_order) // 4]
        size = sum(len(document.text) for document in part)
        seconds = timed(partial(list, map(extractor.extract, part)))
        name = f"extract, quarter {number + 1} by length"
        print(f"{name:28} {1e6 * seconds / max(1, size):9.1f} s for a million characters; mean {size // len(part)}")
    half, whole = (timed(partial(families, documents[::n], rules)) for n in (2, 1))
    print(f"{'copies, all over half':28} {whole / half:9.2f} times the time (twice the documents)")


def beside(python: Path, texts: Sequence[str], pages: Sequence[str], ours: float) -> None:
    """Show what peers need for the same texts, and trafilatura for pages beside our reading and structure of them."""
    said = subprocess.run(
        [python, "-c", PEERS], input=json.dumps([texts, pages]), stdout=subprocess.PIPE, check=True, text=True
    ).stdout
    rules = open_rules()
    named = [Source(f"page {number}", "html", page) for number, page in enumerate(pages)]
    read = timed(lambda: [document_of(page, rules, date(2026, 11, 22)) for page in named])
    for name, value in (line.split("\t") for line in said.splitlines()):
        if not value.replace(".", "").replace("e-", "").isdigit():
            print(f"{name:28} {value}")
        elif name == "trafilatura":
            rate, times = len(pages) / float(value), read / float(value)
            print(f"{name:28} {rate:9.1f} pages/s; reading and structure take {times:.2f} times its time")
        else:
            rate = len(texts) / float(value)
            print(f"{name:28} {rate:9.1f} documents/s; annotate takes {ours / float(value):.2f} times its time")


if __name__ == "__main__":
    sys.exit(main())
