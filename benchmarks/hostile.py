"""How the time from text to records grows on texts without sense or end: `python benchmarks/hostile.py [CHARACTERS]`.

Each shape is repeated to so many characters (20,000 unless told) and to twice as many; a ratio near 2 is what a path
should have that goes with its input, one near 4 grows with the square.
"""

import sys
import time
from datetime import UTC, datetime

from readout.codebook import compile_codebook, load
from readout.extract import Extractor
from readout.language import Rules
from readout.records import Document, Source
from readout.structure import structure

LEAD = "OSLO, May 3 (Nordwire) -- Norway met France. "
SHAPES = (
    "A ", "1 ", ".", "Ab ", "ABC ", "U.S. ", "A. B. ", "he said ", "said that ", "“Yes he ", "Mr. ", "US ", "France ",
    "France and ", "Norway met France ", "Norway met France. ", "talks ", "talks with ", "May ", "warning ",
    "France's ", "He told her that ", "both sides ", "they said. ", '"Yes," he said. ', '"Yes ',
    "Minister Ana Kim and ", " ", "Aa", "1. ", "- ", "“”", "(", "a-", "\n", "Q: Yes.\nA: No.\n", "Norway\n", "12\t13\n",
    "By Ana Kim\n", "Read more: Oslo\n",
)  # fmt: skip
PAGES = (
    "<p>Norway met France on Monday.</p>", "<div>", "<td>12</td>", "<li><a href='/x'>Norway met</a></li>", "<br>", "<",
    "<b><i>", "<table><tr><td>a", "<!-- ", "&amp;", '<script type="application/ld+json">{"a":',
)  # fmt: skip


def main(length: int) -> None:
    """Print a line for each shape, the slowest first."""
    rules = compile_codebook(load())
    extractor = Extractor(rules, Rules(rules))
    today = datetime.now(UTC).date()
    rows = []
    for form, units in (("text", SHAPES), ("html", PAGES)):
        for unit in units:
            times = []
            for size in (length, 2 * length):
                text = LEAD + (unit * (size // len(unit) + 1))[:size]
                whole = f"<html><head><title>Oslo</title></head><body>{text}</body></html>" if form == "html" else text
                begin = time.process_time()
                made = structure(Source("made", "html" if form == "html" else "text", whole), rules, today=today)
                if isinstance(made, Document):
                    extractor.extract(made)
                times.append(time.process_time() - begin)
            rows.append((times[1], times[1] / max(times[0], 1e-3), form, unit))
    for seconds, ratio, form, unit in sorted(rows, reverse=True):
        print(f"{form} {unit!r:44} {2 * length:9,} characters {seconds:7.2f} s   {ratio:5.2f} times that of half")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
