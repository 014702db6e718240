"""How fast actors are found: mentions a second, articles a second with and without this stage, and what start-up costs.

    python benchmarks/mentions.py [DOCS.jsonl[.gz]] [--count 300]

Two passes over the same documents, one with the stage and one on the mentions that the first has found; best of three,
in seconds of the processor, so that other work on the machine counts little.
"""

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unittest import mock

from evaluate import shared
from readout.codebook import Compiled, compile_codebook, load
from readout.codebook.lexicon import Lexicon
from readout.extract import Extractor
from readout.extract.actors import Knowledge, mentions
from readout.language import Rules
from readout.pipeline import structured
from readout.read import sources
from readout.records import Document, Mention
from speed import sample

TODAY = date(2026, 11, 21)
RUNS = 3


def seconds(work: Callable[[], object]) -> float:
    """Seconds of the processor that a call takes, the best of a few."""
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def documents_of(lines: list[str], rules: Compiled) -> tuple[Document, ...]:
    """The structured documents of JSONL lines."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "docs.jsonl"
        path.write_text("".join(lines), encoding="utf-8")
        return structured(sources([path]), rules, today=TODAY)[0]


def without(found: dict[str, tuple[Mention, ...]], extractor: Extractor, documents: tuple[Document, ...]) -> float:
    """Seconds of extraction where the mentions are there already."""
    with mock.patch("readout.extract.mentions", lambda document, _: found[document.id]):
        return seconds(lambda: [extractor.extract(document) for document in documents])


def main() -> int:
    """Print the rates."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docs", nargs="?", type=Path)
    parser.add_argument("--count", type=int, default=300)
    options = parser.parse_args()
    data = shared()
    path = options.docs or (data / "data/corpus/articles.jsonl" if data else None)
    if path is None:
        print("no documents: name a JSONL file", file=sys.stderr)
        return 1
    book = load()
    rules = compile_codebook(book)
    knowledge, extractor = Knowledge.of(rules), Extractor(rules, Rules(rules))
    documents = documents_of(sample(path, options.count), rules)
    found = {document.id: mentions(document, knowledge) for document in documents}
    total, articles = sum(map(len, found.values())), len(documents)
    stage = seconds(lambda: [mentions(document, knowledge) for document in documents])
    whole = seconds(lambda: [extractor.extract(document) for document in documents])
    rest = without(found, extractor, documents)
    words = re.compile(r"\w+")
    yardstick = seconds(lambda: [words.findall(document.text) for document in documents])
    characters = sum(len(document.text) for document in documents)
    print(f"documents                      {articles:8}   ({characters} characters, {total} mentions)")
    print(f"mentions                       {total / stage:8.0f} a second")
    print(f"articles, this stage alone     {articles / stage:8.0f} a second")
    print(f"articles, extraction with it   {articles / whole:8.0f} a second")
    print(f"articles, extraction without   {articles / rest:8.0f} a second")
    print(f"word regex, same texts         {articles / yardstick:8.0f} a second   ratio {yardstick / stage:.4f}")
    print(f"codebook read and checked      {seconds(load):8.3f} s          (expressions compiled before)")
    print(f"codebook compiled              {seconds(lambda: compile_codebook(book)):8.3f} s")
    print(f"  of it the lexicon            {seconds(lambda: Lexicon.of(book)):8.3f} s          (bar 0.3)")
    print(f"knowledge of actors            {seconds(lambda: Knowledge.of(rules)):8.3f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
