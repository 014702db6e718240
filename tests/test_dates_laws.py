"""Laws of time expressions: as long as their grain, never empty, a printed day is that day, no words break them."""

import re
import tomllib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readout.extract.dates import resolve
from readout.extract.times import _ANY, _FORMS, find, whole
from readout.records import When, unknown_when
from readout.structure.calendar import MONTH_NAMES, WEEKDAYS, month_start, spoken, stretch
from readout.text import plain

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
TABLE = tomllib.loads((Path(__file__).parent / "cases" / "dates.toml").read_text(encoding="utf-8"))["cases"]
WORDS = st.sampled_from([row["words"] for row in TABLE])
UNITS = st.sampled_from(["day", "week", "month", "year", "decade"])


def anchored(day: date) -> When:
    return stretch(day, "day", "metadata")


def months_between(when: When) -> int:
    """How many months a stretch has from first of month to first of month; 0 if it does not run so."""
    assert when.start is not None
    assert when.end is not None
    if when.start.day != 1 or when.end.day != 1:
        return 0
    return 12 * (when.end.year - when.start.year) + when.end.month - when.start.month


def check(when: When) -> None:
    """A known stretch has the length of its grain and its reasons; an unknown one has reasons and no days."""
    assert when.reasons
    if when.start is None or when.end is None:
        assert (when.start, when.end, when.grain, when.basis) == (None, None, "unknown", "unknown")
        return
    assert when.start < when.end
    days = (when.end - when.start).days
    months = {"month": 1, "quarter": 3, "season": 3, "year": 12, "decade": 120}
    if when.grain in months:
        assert months_between(when) == months[when.grain]
    elif when.grain == "week":
        assert (days, when.start.weekday()) == (7, 0)
    else:
        assert (days == 1) == (when.grain == "day") or when.grain == "span"


@given(WORDS, DAYS)
def test_a_value_is_as_long_as_its_grain(words: str, day: date) -> None:
    """Every expression of the table, on any day."""
    check(resolve(words, anchored(day)))


@given(WORDS)
def test_without_an_anchor_a_value_is_stated_or_unknown(words: str) -> None:
    """Nothing is guessed where the day of publication is not known."""
    when = resolve(words, unknown_when("no dateline"))
    check(when)
    assert when.basis in {"stated", "unknown"}


@given(DAYS, DAYS)
def test_a_printed_day_is_that_day(day: date, anchor: date) -> None:
    """In each order that reports print, whatever the day of publication."""
    month = MONTH_NAMES[day.month - 1]
    for printed in (
        day.isoformat(),
        spoken(day),
        f"{day.day} {month} {day.year}",
        f"{WEEKDAYS[day.weekday()]}, {month[:3]} {day.day}, {day.year}",
        f"the {day.day}th of {month}, {day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
    ):
        when = resolve(printed, anchored(anchor))
        assert (when.start, when.end, when.grain) == (day, day + timedelta(days=1), "day"), printed


@given(DAYS, st.integers(-100, 100))
def test_a_day_without_its_year_is_near(anchor: date, away: int) -> None:
    """A month and day that lie within a hundred days come back to themselves."""
    day = anchor + timedelta(days=away)
    assert resolve(f"{MONTH_NAMES[day.month - 1]} {day.day}", anchored(anchor)).start == day


@given(DAYS, st.integers(0, 6))
def test_weekdays_lie_within_a_week(anchor: date, number: int) -> None:
    """The plain one in the seven days to the anchor, "next" in the seven after it, "last" in the seven before it."""
    plain, coming, last = (
        resolve(f"{shift}{WEEKDAYS[number]}", anchored(anchor)).start for shift in ("", "next ", "last ")
    )
    assert plain is not None
    assert coming is not None
    assert last is not None
    assert {day.weekday() for day in (plain, coming, last)} == {number}
    assert 0 <= (anchor - plain).days < 7
    assert 0 < (coming - anchor).days <= 7
    assert 0 < (anchor - last).days <= 7


@given(DAYS, UNITS, st.integers(1, 40))
def test_so_many_units_ago_lie_so_many_units_back(anchor: date, unit: str, count: int) -> None:
    """Neighbouring counts give neighbouring stretches, without a gap between them."""
    earlier, later = (resolve(f"{n} {unit}s ago", anchored(anchor)) for n in (count + 1, count))
    check(earlier)
    assert earlier.end == later.start


@given(DAYS, UNITS, st.integers(1, 40))
def test_past_and_next_meet_behind_the_anchor(anchor: date, unit: str, count: int) -> None:
    """The past units end with the anchor's day, the next ones begin behind it."""
    past, following = (resolve(f"the {side} {count} {unit}s", anchored(anchor)) for side in ("past", "next"))
    check(past)
    check(following)
    assert past.end == following.start == anchor + timedelta(days=1)


@given(DAYS, DAYS)
def test_a_range_runs_from_its_first_day_to_its_last(one: date, other: date) -> None:
    """The range from A to B starts with A and ends with B, and is no time if B is not after A."""
    when = resolve(f"from {spoken(one)} to {spoken(other)}", unknown_when("none"))
    if one < other:
        assert (when.start, when.end, when.grain) == (one, other + timedelta(days=1), "span")
    else:
        assert when.start is None


@given(st.text(max_size=60), DAYS)
def test_no_words_break_it(words: str, day: date) -> None:
    """Whatever stands there is a time or an unknown."""
    check(resolve(words, anchored(day)))


FRAGMENTS = sorted({part for row in TABLE for part in re.findall(r"\w+|\W", row["words"])})


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=9), DAYS)
def test_no_mixture_of_time_words_breaks_it(parts: list[str], day: date) -> None:
    """The words of the table in any order, which the grammar half knows."""
    words = "".join(parts)
    check(resolve(words, anchored(day)))
    places = [(item.start, item.end) for item in find(words, 0, len(words))]
    assert all(start < end for start, end in places)
    assert places == sorted(places)
    assert all(end <= start for (_, end), (start, _) in pairwise(places))


@pytest.mark.parametrize(
    "words",
    [
        "talks postponed from Monday to Wednesday",
        "an overnight raid",
        "for the first time in ten years",
        "in 2000 tons of grain",
        "the fall of the city",
        "in the Spring Palace",
        "a day earlier than planned",
        "the last week of talks",
    ],
)
def test_near_misses(words: str) -> None:
    """What looks like one expression and is another or none."""
    assert {item.form for item in find(words, 0, len(words))} <= {"weekday"}
    assert whole(words) is None


def test_month_lengths() -> None:
    """The measure itself: a month is one month long, also over the year's end."""
    assert months_between(stretch(date(2020, 12, 1), "month", "stated")) == 1
    assert month_start(2020, 13) == date(2021, 1, 1)


def everywhere(text: str) -> list[tuple[int, int]]:
    """The expressions of a text where the grammar is tried at each word."""
    found: list[tuple[int, int]] = []
    for word in re.finditer(r"(?<![\w\-])[\w']", text):
        match = _ANY.match(text, word.start()) if not found or word.start() >= found[-1][1] else None
        again = _FORMS[int((match.lastgroup or "")[4:])][1].match(text, word.start()) if match else None
        if again:
            found.append(again.span())
    return found


def test_nothing_is_lost_before_the_grammar() -> None:
    """The look at the words before the grammar is tried passes over no expression of the table and the reports."""
    reports = (Path(__file__).parents[1] / "examples" / "reports").glob("*.txt")
    texts = [row["text"] for row in TABLE] + [path.read_text(encoding="utf-8") for path in sorted(reports)]
    for line in (line for text in texts for line in plain(text).split("\n")):
        found = [(one.start, one.end) for one in find(line, 0, len(line))]
        assert [end for _, end in found] == [end for _, end in everywhere(line)], line
