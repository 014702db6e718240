"""Own rules against dateparser on the table of time expressions: `python benchmarks/dates.py [TABLE.toml]`.

Both are given the same words and the same day of the report. A value of ours is right if its first day, its end and its
grain are the table's. dateparser names one day and its period: judged kindly, it is right if that day lies anywhere in
the stretch that is meant; judged alike, if the period also has the grain and, for a day, is that day. What the table
calls unknown is right where nothing is answered. "In its sentence" lets our rules see the sentence around the words.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from dateparser.date import DateDataParser  # type: ignore[import-untyped]

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from dated import TABLE, Case, cases
from readout.codebook import compile_codebook, load
from readout.extract.dates import dates, resolve
from readout.records import Block, Document, When, unknown_when
from readout.structure.calendar import stretch

ROUNDS = 5

Verdict = Literal["right", "wrong", "none"]

Answer = tuple[date | None, date | None, str]
Answerer = Callable[[Case], Answer]


def ours(case: Case) -> Answer:
    """Our value of the words alone."""
    return _plain(resolve(case.words, stretch(case.published, "day", "metadata")))


def ours_in_sentence() -> Answerer:
    """Our value of the words where they stand."""
    rules = compile_codebook(load())

    def answer(case: Case) -> Answer:
        document = Document(
            "d",
            case.text,
            (Block("paragraph", 0, len(case.text)),),
            stretch(case.published, "day", "metadata"),
        )
        values = (item.when for item in dates(document, rules) if item.span.of(case.text) == case.words)
        return _plain(next(values, unknown_when("not found")))

    return answer


def _plain(when: When) -> Answer:
    return when.start, when.end, when.grain


def theirs(prefer: str) -> Answerer:
    """Dateparser's day of the words, told that they are English and which side to prefer."""

    def answer(case: Case) -> Answer:
        base = datetime(case.published.year, case.published.month, case.published.day, 12, tzinfo=UTC)
        settings = {"RELATIVE_BASE": base.replace(tzinfo=None), "PREFER_DATES_FROM": prefer}
        found = DateDataParser(languages=["en"], settings=settings).get_date_data(case.words)
        return (found.date_obj.date(), None, found.period or "day") if found.date_obj else (None, None, "unknown")

    return answer


def kindly(case: Case, answer: Answer) -> Verdict:
    """Right if the day lies in the stretch."""
    start = answer[0]
    if start is None or case.start is None or case.end is None:
        return _of_none(case, start)
    return "right" if case.start <= start < case.end else "wrong"


def alike(case: Case, answer: Answer) -> Verdict:
    """Right if the stretch is the table's; one day and its period stand for the stretch around it."""
    start, end, grain = answer
    if start is None or case.start is None or case.end is None:
        return _of_none(case, start)
    inside = case.start <= start < case.end if end is None else (start, end) == (case.start, case.end)
    return "right" if inside and grain == case.grain else "wrong"


def _of_none(case: Case, start: date | None) -> Verdict:
    if case.start is None:
        return "right" if start is None else "wrong"
    return "none"


def row(name: str, answerer: Answerer, cases: Iterable[Case]) -> str:
    """One line of the table: the verdicts by either measure, and how many expressions a second of CPU time."""
    told = [(case, answerer(case)) for case in cases]  # also warms up
    begun = time.process_time()
    for _ in range(ROUNDS):
        for case, _ in told:
            answerer(case)
    rate = ROUNDS * len(told) / (time.process_time() - begun)
    counts = [Counter(judge(case, answer) for case, answer in told) for judge in (alike, kindly)]
    figures = "".join(f"{count[verdict]:>7}" for count in counts for verdict in ("right", "wrong", "none"))
    return f"{name:<34}{figures}{rate:>12,.0f}"


def main(table: Path) -> None:
    """Read the table and print a line for each way to resolve it."""
    listed = cases(table)
    print(f"{len(listed)} expressions of {table.name}")
    print(f"{'':<34}{'judged alike':^21}{'judged kindly':^21}")
    print(f"{'':<34}" + "".join(f"{verdict:>7}" for verdict in ("right", "wrong", "none") * 2) + f"{'per second':>12}")
    print(row("own rules, in its sentence", ours_in_sentence(), listed))
    print(row("own rules, the words alone", ours, listed))
    for prefer in ("current_period", "past", "future"):
        print(row(f"dateparser, prefer {prefer}", theirs(prefer), listed))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TABLE)
