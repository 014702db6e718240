"""What texts without sense or end cost from text to records: `python benchmarks/hostile.py [CHARACTERS] [--only WORD]`.

Each shape is repeated to so many characters (100,000 unless told). For each the time of the process is told, the stage
that took most of it, and, where it took long, how many times that of half the length it is: near 2 is what a path
should have that goes with its input, near 4 grows with the square. No text of 100,000 should take more than a second.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import count
from unittest.mock import patch

import readout.extract
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
    # quotation marks in and out of one another
    "“He said ‘she said ", "“‘", "“Yes,” ‘no,’ ", "''", '"a" ', "“We met,” said Ana Kim, “and “talked.", "“Yes.\n",
    # names, titles and bodies without end
    "Ana ", "Ana-Kim-", "Ana Kim, ", "van der ", "President ", "Foreign Minister Ana Kim ", "the minister of ", "al-",
    "O'", "Ministry of ", "the Norwegian ", "former ", "Deputy ", "Ana Kim's ", "Bank of ", "Kim (Norway) ",
    # words on lines of their own, titles, headings, lists
    "Oslo\n", "word\n", "a\n\n", "Norway Meets France\n\n", "NORWAY MEETS FRANCE\n", "Norway meets France:\n",
    "# Talks\n", "* Norway met France\n", "== Oslo ==\n", "ANA KIM: Yes.\n", "MODERATOR: Ana Kim?\n", "-- \n", "###\n",
    # days
    "May 3, 2021 ", "3 May ", "on Monday ", "2021-05-03 ", "Monday, May 3, 2021\n", "next week ", "in 2021 and ",
    "between May 3 and ", "last Friday, ", "from Monday to ",
    # one sentence, one sign
    ",", "a, ", "and ", "which ", "that ", "who met ", "Norway, which met France, ", "Norway warned ", "; ", "! ", "? ",
    "of the ", "with France and ", "Norway and France and ", "to meet to ", "not ", "said Norway said France ",
    # one sentence after the other
    "Norway warned France. ", "Norway's minister met France's president in Oslo on Monday. ", "He met her. ",
    "Ana Kim said Norway would sanction Chile over Peru. ", "The talks failed. ", "Talks. ", "Both met again. ",
    "Norway, France, Chile and Peru signed a treaty. ", "It said it would. ", '"No," Ana Kim told Norway on Monday. ',
    # addresses, other scripts, strange signs
    "http://a.example/b?c=d ", "http://a.example/", "a@b.example ", "@kim ", "&amp;", "外交部长会见了法国总统。",
    "挪威", "قال وزير الخارجية ", "שר החוץ ", "МИД России ", "\u202e", "\u200b", "e\u0301", "\U0001f54a", "ﬁ", "\u0130",
    "½", "\t", "\u2028", "\xa0", "……", "———", "|", "a|b|", "_", "\\", "{}", "[1]", "%s", "$5 million ", "1,000,",
)  # fmt: skip
PAGES = (
    "<p>Norway met France on Monday.</p>", "<div>", "<td>12</td>", "<li><a href='/x'>Norway met</a></li>", "<br>", "<",
    "<b><i>", "<table><tr><td>a", "<!-- ", "&amp;", '<script type="application/ld+json">{"a":',
    "<h2>Norway met France</h2>", "<p>", "<blockquote><p>“Yes", "<span>a</span>", "<p><a href='http://a.example'>a</a>",
    "<time datetime='2021-05-03'>May 3</time>", "<meta property='article:published_time' content='2021-05-03'>",
    "<p>Ana Kim: Yes.</p>", "<ul>", "&#x41;", "<p>May 3, 2021</p>", "<img src='x' alt='Ana Kim'>",
    "<p>挪威会见法国。</p>",
)  # fmt: skip
# Those that count up: nothing in them comes twice.
SERIES: tuple[tuple[str, Callable[[int], str]], ...] = (
    ("other names", lambda n: f"{_name(n)} {_name(7 * n + 1)} met {_name(3 * n)} {_name(5 * n)}. "),
    ("other speakers", lambda n: f'"No," {_name(n)} {_name(7 * n + 1)} said. '),
    ("other ministers", lambda n: f"Norwegian Foreign Minister {_name(n)} {_name(7 * n + 1)} and "),
    ("other turns", lambda n: f"{_name(n).upper()}: Yes.\n"),
    ("other days", lambda n: f"Norway met France on May {n % 28 + 1}, {1900 + n % 150}. "),
    ("other headings", lambda n: f"{_name(n)} Meets {_name(7 * n)}\n\n"),
    ("other addresses", lambda n: f"http://{_name(n).lower()}.example/{n} "),
    ("other numbers", lambda n: f"{n} "),
)
STAGES = (*("mentions of_the_day statements lines contacts occasions events in_context at_their_day moves".split()),)


def main() -> None:
    """Print a line for each shape, the slowest first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("characters", nargs="?", type=int, default=100_000)
    parser.add_argument("--only", default="", help="shapes that hold this word")
    options = parser.parse_args()
    timed = Timed()
    rows = []
    for form, name, made in shapes(options.characters):
        if options.only not in name:
            continue
        seconds, stages = timed.of(form, made)
        half = timed.of(form, made[: len(made) // 2])[0] if seconds > 0.5 else 0
        growth = f"{seconds / half:5.2f} times that of half" if half else ""
        most = ", ".join(
            f"{stage} {share:.2f}" for share, stage in sorted(((t, s) for s, t in stages.items()), reverse=True)[:2]
        )
        rows.append((seconds, f"{form} {name!r:54} {seconds:7.2f} s   {growth:26}   {most}"))
        if seconds > 1:
            print(rows[-1][1], file=sys.stderr, flush=True)
    for _, line in sorted(rows, reverse=True):
        print(line)
    print(f"{sum(seconds > 1 for seconds, _ in rows)} of {len(rows)} over a second")


def shapes(length: int) -> Iterator[tuple[str, str, str]]:
    """The form, the name and the text of each."""
    for form, units in (("text", SHAPES), ("html", PAGES)):
        for unit in units:
            yield form, unit, (unit * (length // len(unit) + 1))[:length]
    for name, unit_of in SERIES:
        text = ""
        for number in count(1):
            text += unit_of(number)
            if len(text) >= length:
                break
        yield "text", name, text[:length]


def _name(number: int) -> str:
    """A name that only this number has."""
    letters = "".join("bdfgklmnprst"[digit % 12] + "aeiou"[digit % 5] for digit in (number % 61, number // 61 % 61, 7))
    return letters.capitalize()


class Timed:
    """The way from text to records, with the time that each stage takes."""

    def __init__(self) -> None:
        self._rules = compile_codebook(load())
        self._extractor = Extractor(self._rules, Rules(self._rules))
        self._today = datetime.now(UTC).date()
        self.of("text", "")

    def of(self, form: str, text: str) -> tuple[float, dict[str, float]]:
        """The seconds of the process for a text, in all and by stage."""
        stages: dict[str, float] = dict.fromkeys(STAGES, 0.0)
        whole = f"<html><head><title>Oslo</title></head><body>{LEAD}{text}</body></html>"
        source = Source("made", "html", whole) if form == "html" else Source("made", "text", LEAD + text)
        with ExitStack() as watched:
            for stage in STAGES:
                watched.enter_context(_watched(stage, stages))
            begin = time.process_time()
            made = structure(source, self._rules, today=self._today)
            stages["structure"] = time.process_time() - begin
            if isinstance(made, Document):
                self._extractor.extract(made)
            return time.process_time() - begin, stages


@contextmanager
def _watched(stage: str, stages: dict[str, float]) -> Iterator[None]:
    """A stage whose time is added up; what it calls of the others is its own."""
    work = getattr(readout.extract, stage)

    def timed(*arguments: object) -> object:
        begin = time.process_time()
        made = work(*arguments)
        stages[stage] += time.process_time() - begin
        return made

    with patch.object(readout.extract, stage, timed):
        yield


if __name__ == "__main__":
    main()
