"""What texts without sense or end cost from text to records: `python benchmarks/hostile.py [CHARACTERS] [--only WORD]`.

Each shape is repeated to so many characters (100,000 unless told). For each is told the time of the process, how many
times that of an ordinary text of the same length it is, how many times that of a quarter of the length (4 is what goes
with its input, 16 with the square) and the stages that took most. The ordinary text is the reports of `examples/` over
and over, read again every few shapes, since a busy machine is not equally fast all the time. No shape should cost more
than three times an ordinary text, and none grow faster than its length. `--growth` tells the times at each doubling
from a quarter to twice the length instead; `--above` leaves out what a sixteenth of the length shows to be cheaper.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from unittest.mock import patch

import readout.extract
from readout.codebook import compile_codebook, load
from readout.extract import Extractor
from readout.language import Rules
from readout.records import Document, Source
from readout.structure import structure

TODAY = date(2026, 1, 1)
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
    # names that mean something else as well, kinds of bodies, titles that lead back, bodies of two
    "Georgia ", "Jordan said. ", "Congo said. ", "the ministry ", "the ministry said. ", "King Harald ",
    "A minister came. The president left. ", "his predecessor ", "the group said. ", "officials said. ", "it said. ",
    "NATO ", "the NATO summit ",
    "Norway's minister told France's president that ", "Norway and France held talks at the Norway-France Council. ",
    "The talks will resume on Friday. ", "Norway met France. The talks will resume. ", "Norway condemned the launch. ",
    "Norway promised to act. ", "Norway agreed. ", "Norway held talks with France; talks are under way. ",
    "He was joined by Ana Kim. Norway met France. ", "the U.S., Norwegian and French ministers ",
    "###\nNorway met France on Monday in Oslo.\n", "Photo: Ana Kim in Oslo.\nNorway met France on Monday.\n",
    "Caption: Norway met France in Oslo on Monday.\nNorway met France in Oslo.\n", '"Yes."\n\n', '"No," it added. ',
    "½", "\t", "\u2028", "\xa0", "……", "———", "|", "a|b|", "_", "\\", "{}", "[1]", "%s", "$5 million ", "1,000,",
)  # fmt: skip
PAGES = (
    "<p>Norway met France on Monday.</p>", "<div>", "<td>12</td>", "<li><a href='/x'>Norway met</a></li>", "<br>", "<",
    "<b><i>", "<table><tr><td>a", "<!-- ", "&amp;", '<script type="application/ld+json">{"a":',
    "<h2>Norway met France</h2>", "<p>", "<blockquote><p>“Yes", "<span>a</span>", "<p><a href='http://a.example'>a</a>",
    "<time datetime='2021-05-03'>May 3</time>", "<meta property='article:published_time' content='2021-05-03'>",
    "<p>Ana Kim: Yes.</p>", "<ul>", "&#x41;", "<p>May 3, 2021</p>", "<img src='x' alt='Ana Kim'>",
    "<p>挪威会见法国。</p>",
    "<p>Photo: Ana Kim met Norway's envoy in Oslo.</p><p>Ana Kim met Norway's envoy in Oslo.</p>", "<p>a<a>",
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
    ("other meetings", lambda n: f"Norway's minister met France's president on May {n % 28 + 1}, {1900 + n % 150}. "),
    ("other visits", lambda n: f"France's president visited Norway on May {n % 28 + 1}, {1900 + n % 150}. "),
    ("other titles", lambda n: f"Minister {_name(n)} {_name(7 * n + 1)} came. The minister left. A president spoke. "),
    ("other states", lambda n: f"{_state(n)} met {_state(n // 30 + n + 1)}. {_state(3 * n)} warned {_state(n + 7)}. "),
    ("other unnamed", lambda n: f'"No," the official of the {_name(n)} house said. '),
    ("other pictures", lambda n: f"Photo: {_name(n)} {_name(7 * n)} in Oslo.\n{_name(n)} {_name(3 * n)} met Norway.\n"),
    ("other credits", lambda n: f"Photo by {_name(n)} {_name(7 * n)}/Nordwire\n\nNorway met France.\n\n"),
    ("other companions", lambda n: f"Norway met France. {_name(n)} {_name(3 * n)} also attended the meeting. "),
)
_STATES = tuple(
    "Norway France Chile Peru Kenya Spain Italy Greece Poland Japan India Brazil Canada Mexico Egypt Ghana Nepal Cuba "
    "Iran Iraq Qatar Oman Libya Mali Chad Laos Fiji Malta Latvia Estonia".split()
)
_REPORTS = Path(__file__).resolve().parents[1] / "examples" / "reports"
_AGAIN = 20  # so often, in shapes, the ordinary text is read again
_MOST = 3  # so many times an ordinary text a shape may cost
STAGES = (*("mentions of_the_day statements lines contacts occasions events in_context at_their_day moves".split()),)


def main() -> None:
    """Print a line for each shape, the slowest first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("characters", nargs="?", type=int, default=100_000)
    parser.add_argument("--only", default="", help="shapes that hold this word")
    parser.add_argument("--above", type=float, default=0.0, help="leave out what costs less than this times ordinary")
    parser.add_argument("--growth", action="store_true", help="at each doubling from a quarter to twice the length")
    options = parser.parse_args()
    timed = Timed()
    chosen = [shape for shape in shapes(options.characters) if options.only in shape[1]]
    if options.above:
        chosen = list(_dear(chosen, timed, options.above))
    if options.growth:
        _grown(options.characters, chosen, timed)
        return
    rows = []
    usual = 0.0
    for number, (form, name, made) in enumerate(chosen):
        if number % _AGAIN == 0:
            usual = timed.of("text", ordinary(options.characters))[0]
        seconds, stages = timed.of(form, made)
        quarter = timed.of(form, made[: len(made) // 4])[0]
        most = ", ".join(
            f"{stage} {share:.2f}" for share, stage in sorted(((t, s) for s, t in stages.items()), reverse=True)[:2]
        )
        line = f"{form} {name!r:54} {seconds:7.2f} s {seconds / usual:6.2f} ordinary {seconds / quarter:6.1f} a quarter"
        rows.append((seconds / usual, seconds / quarter, seconds, f"{line}   {most}"))
        if seconds > _MOST * usual:
            print(rows[-1][-1], file=sys.stderr, flush=True)
    for *_, line in sorted(rows, reverse=True):
        print(line)
    dear, steep = sum(ratio > _MOST for ratio, *_ in rows), sum(growth > 8 for _, growth, *_ in rows)
    over = sum(seconds > 1 for _, _, seconds, _ in rows)
    print(f"an ordinary text {usual:.2f} s; of {len(rows)} shapes {over} over a second, {dear} over {_MOST} times that")
    print(f"{steep} more than eight times that of a quarter of the length")


def _dear(chosen: list[tuple[str, str, str]], timed: "Timed", above: float) -> Iterator[tuple[str, str, str]]:
    """The shapes of which a sixteenth costs so many times an ordinary text of that length."""
    for number, (form, name, made) in enumerate(chosen):
        part = len(made) // 16
        if number % _AGAIN == 0:
            usual = timed.of("text", ordinary(part))[0]
        if timed.of(form, made[:part])[0] > above * usual:
            yield form, name, made


def _grown(length: int, chosen: list[tuple[str, str, str]], timed: "Timed") -> None:
    """The time of each shape at a quarter, half, whole and twice the length."""
    sizes = (length // 4, length // 2, length, 2 * length)
    longer = {(form, name): made for form, name, made in shapes(2 * length)}
    texts = [("text", "an ordinary text", ordinary(2 * length))]
    texts += [(form, name, longer[form, name]) for form, name, _ in chosen]
    for form, name, made in texts:
        seconds = [timed.of(form, made[:size])[0] for size in sizes]
        print(f"{form} {name!r:54} {' '.join(f'{took:7.2f}' for took in seconds)} s", flush=True)


def ordinary(length: int) -> str:
    """A text of news: the reports of the examples over and over."""
    reports = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(_REPORTS.glob("*.txt")))
    return (f"{reports}\n\n" * (length // len(reports) + 1))[:length]


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


def _state(number: int) -> str:
    """One of thirty states."""
    return _STATES[number % len(_STATES)]


def _name(number: int) -> str:
    """A name that only this number has."""
    letters = "".join("bdfgklmnprst"[digit % 12] + "aeiou"[digit % 5] for digit in (number % 61, number // 61 % 61, 7))
    return letters.capitalize()


class Timed:
    """The way from text to records, with the time that each stage takes."""

    def __init__(self) -> None:
        self._rules = compile_codebook(load())
        self._extractor = Extractor(self._rules, Rules(self._rules))
        self._today = TODAY
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
