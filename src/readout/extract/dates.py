"""Time expressions in the story, and the stretch of time that each means.

1. One grammar finds the expressions, the longest reading first: "Friday, Dec. 29, 2017" is one, not three.
2. Each is resolved against the day of publication: a weekday is the most recent one (forward after "will meet on"),
   a month and day are in the nearest year, "last week" is a week and never its Monday.
3. The value is as fine as what is said. What needs a day of publication that is unknown stays unknown, with the reason.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from readout.codebook import Compiled
from readout.records import Basis, Block, Document, Span, When, unknown_when
from readout.structure.calendar import (
    MONTH_NAMES,
    WEEKDAYS,
    day_of,
    month_number,
    month_start,
    spoken,
    stretch,
    weekday_number,
)
from readout.text import plain

_STORY = ("headline", "paragraph", "caption")
# A month without its year lies ahead up to so many months, else behind.
_CLOSE_MONTHS = 3
# How many characters before an expression may hold the cue that turns it forward.
_CUE_REACH = 80


@dataclass(frozen=True, slots=True)
class Dated:
    """A time expression: its place in the document's text and the stretch of time it means."""

    start: int
    end: int
    when: When

    @property
    def span(self) -> Span:
        """The place of the expression."""
        return Span(self.start, self.end)


# ---- 1. the grammar --------------------------------------------------------------------------------------------------
_MONTH = (
    r"(?P<month>(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)\b"
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b(?!:\d|[.,]\d|%)"
_TO = r"(?:\s?(?:-|–|—|to|and|through)\s?(?P<last>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b(?!:\d|[.,]\d|%))?"
_COUNT = r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_UNIT = r"(?P<unit>day|week|month|year|decade)s?\b"
_PART = r"(?:(?:[Tt]he )?(?:early |late )?(?:morning|afternoon|evening|night|eve) of )?"
_NAMED_DAY = rf"{_PART}(?:{_WEEKDAY},?\s+(?:the\s+)?)?"
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

_SHIFT = r"(?P<shift>[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast|[Pp]revious|[Cc]oming)"
_PERIOD = r"(?P<unit>week|month|year|quarter|decade)\b"
_ABOUT = r"(?:[Ss]ome |[Aa]bout |[Aa]lmost |[Nn]early |[Mm]ore than |[Oo]ver )?"
_PLACED = r"[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|[Dd]uring|early|late|mid|of|for"
_THAT_DAY = (
    r"[Tt]he day before yesterday|[Tt]he day after tomorrow|[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Ll]ast night"
    r"|[Tt]his (?:morning|afternoon|evening)"
)
_OR_YEAR = rf"(?:,?\s+(?:of\s+)?{_YEAR}|(?!\.?,?\s+\d))"
_NO_NOUN = r"(?=\s*(?:[.,;:)]|$)|\s(?:and|to|in|at|by|when|after)\b)"

# The order is that of preference where two begin at one place. "by May" is as often a person as a month.
_GRAMMAR: tuple[tuple[str, str], ...] = (
    ("iso", r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
    ("month_day", rf"{_NAMED_DAY}{_MONTH}\s+{_DAY}{_TO}(?:,?\s+{_YEAR})?"),
    ("month_day", rf"{_NAMED_DAY}{_DAY}{_TO}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?"),
    ("month", rf"{_MONTH},?\s+(?:of\s+)?{_YEAR}"),
    ("month", rf"{_SHIFT}\s+{_MONTH}"),
    ("month", rf"(?!(?:[Bb]y|of|for|from) May\b)(?:{_PLACED})[ -](?:early |late |mid-)?{_MONTH}{_OR_YEAR}"),
    ("weekday", rf"(?:{_SHIFT}\s+)?{_WEEKDAY}(?:\s+\(local time\))?"),
    ("near", rf"(?P<near>{_THAT_DAY})\b"),
    ("weekend", rf"(?:{_SHIFT}|(?:(?:[Oo]ver|[Aa]t|[Dd]uring)\s+)?the)(?:\s+(?P<side>past|last|coming))?\s+weekend\b"),
    ("unit", rf"(?:(?:[Ee]arlier|[Ll]ater)\s+)?(?:[Tt]he\s+)?{_SHIFT}\s+{_PERIOD}"),
    ("ago", rf"{_ABOUT}{_COUNT}\s+{_UNIT}\s+(?:ago|earlier)\b"),
    ("ahead", rf"[Ii]n {_COUNT}\s+{_UNIT}(?:'s|s')? time\b"),
    ("decade", r"(?:[Tt]he\s+)?(?P<year>(?:18|19|20)\d)0s\b"),
    ("quarter", rf"[Tt]he\s+(?P<nth>first|second|third|fourth)\s+quarter(?:\s+of\s+{_YEAR})?"),
    ("year", rf"(?:{_PLACED}|through|before|after|than|the)[ -](?:early |late |mid-)?{_YEAR}(?![-,.]\d|%)"),
    ("ordinal", rf"the\s+(?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)\b{_NO_NOUN}"),
)
_READINGS = tuple((name, re.compile(rf"(?<![\w\-]){source}")) for name, source in _GRAMMAR)
_ANY = re.compile(r"(?<![\w\-])(?:" + "|".join(re.sub(r"\(\?P<\w+>", "(?:", source) for _, source in _GRAMMAR) + ")")
# Words before an expression that are no part of it.
_BEFORE = re.compile(
    r"(?:in|on|since|until|by|from|during|of|for|through|before|after|than|the(?= (?:1|20)\d\d))\s+", re.IGNORECASE
)


def dates(document: Document, rules: Compiled) -> tuple[Dated, ...]:
    """Every time expression in the story's headline, paragraphs and captions, in order of place."""
    flat = plain(document.text)
    cue = rules.patterns["future-cue"]
    found: list[Dated] = []
    for block in document.blocks:
        if block.kind not in _STORY:
            continue
        anchor = _own_day(flat, block, rules) or document.published
        for match in _ANY.finditer(flat, block.start, block.end):
            forward = cue.search(flat[max(block.start, match.start() - _CUE_REACH) : match.start()]) is not None
            when = _read(flat, match.start(), match.end(), _Anchor(anchor, forward))
            if when:
                lead = _BEFORE.match(flat, match.start(), match.end())
                found.append(Dated(lead.end() if lead else match.start(), match.end(), when))
    return tuple(found)


def _own_day(flat: str, block: Block, rules: Compiled) -> When | None:
    """The full date that a caption states: the caption's weekdays are that day's, and nobody else's are."""
    match = rules.patterns["full-day"].search(flat, block.start, block.end) if block.kind == "caption" else None
    stated = resolve(match.group().rstrip(","), unknown_when()) if match else None
    return stated if stated and stated.start else None


def resolve(expression: str, anchor: When) -> When:
    """The stretch of time that an expression means in a text of the anchor's day.

    >>> friday = stretch(date(2021, 8, 6), "day", "metadata")
    >>> resolve("next Tuesday", friday).iso, resolve("in 2018", friday).iso, resolve("last week", friday).start
    ('2021-08-10', '2018', datetime.date(2021, 7, 26))
    """
    flat = plain(expression).strip()
    lead = _BEFORE.match(flat)
    for start in (0, lead.end() if lead else 0):
        when = _read(flat, start, len(flat), _Anchor(anchor, forward=False))
        if when:
            return when
    # A bare year or month is an expression by itself, though in a text it needs its preposition.
    when = _read(f"in {flat}", 0, len(flat) + 3, _Anchor(anchor, forward=False))
    return when or unknown_when(f"{expression!r} names no time of the calendar")


# ---- 2. the readings -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Anchor:
    """What an expression is relative to: the day of publication, and whether a cue of the future precedes."""

    when: When
    forward: bool

    @property
    def day(self) -> date | None:
        """The anchor's day, if it is known to the day."""
        return self.when.start if self.when.grain == "day" else None

    @property
    def unknown(self) -> When:
        """The value of everything relative to an unknown day."""
        return unknown_when("relative to the day of publication, which is not known", *self.when.reasons)

    @property
    def reason(self) -> str:
        """What a relative value is relative to."""
        return f"relative to {self.when.iso}"


def _read(flat: str, start: int, end: int, anchor: _Anchor) -> When | None:
    """The value of the expression that stands at exactly `start:end`; None if it is none or no day of the calendar."""
    for name, regex in _READINGS:
        match = regex.match(flat, start)
        if match and match.end() == end:
            groups = {key: value for key, value in match.groupdict().items() if value}
            return _READERS[name](groups, anchor)
    return None


def _month_day(groups: dict[str, str], anchor: _Anchor) -> When | None:
    """A month and day, or a stretch of days: of its year, else of the nearest year that fits its weekday."""
    month, day, last = month_number(groups["month"]), int(groups["day"]), int(groups.get("last", 0))
    if not month:
        return None
    if "year" in groups:
        first = day_of(int(groups["year"]), month, day)
        return _days(first, last, "stated", "stated in full") if first else None
    if not anchor.day:
        return unknown_when(f"{MONTH_NAMES[month - 1]} {day} of an unknown year", *anchor.unknown.reasons)
    near = anchor.day
    years = (near.year - 1, near.year, near.year + 1)
    possible = [found for year in years if (found := day_of(year, month, day))]
    if "weekday" in groups:
        wanted = weekday_number(groups["weekday"])
        possible = [found for found in possible if found.weekday() == wanted] or possible
    first = min(possible, key=lambda found: abs(found - near), default=None)
    return _days(first, last, "relative", f"the one nearest to {near.isoformat()}") if first else None


def _days(first: date, last: int, basis: Basis, reason: str) -> When | None:
    """One day, or the days from `first` to the day `last` of its month."""
    if not last:
        return stretch(first, "day", basis, reason)
    final = day_of(first.year, first.month, last)
    return stretch(first, "span", basis, reason, last=final) if final and final > first else None


def _month(groups: dict[str, str], anchor: _Anchor) -> When | None:
    """A month: of its year, the last or next of its name, else the nearest one."""
    month = month_number(groups["month"])
    if not month:
        return None
    if "year" in groups:
        return stretch(date(int(groups["year"]), month, 1), "month", "stated", "stated with its year")
    if not anchor.day:
        return unknown_when(f"{MONTH_NAMES[month - 1]} of an unknown year", *anchor.unknown.reasons)
    near = anchor.day
    shift = groups.get("shift", "").lower()
    ahead = (month - near.month) % 12
    # A report tells of what was, unless it says that it is to come or the month is close at hand.
    past = ahead > (6 if anchor.forward else _CLOSE_MONTHS)
    shifted = {
        "last": ahead - 12,
        "past": ahead - 12,
        "previous": ahead - 12,
        "next": ahead or 12,
        "coming": ahead or 12,
    }
    away = shifted.get(shift, ahead - 12 if past else ahead)
    return stretch(month_start(near.year, near.month + away), "month", "relative", anchor.reason)


def _weekday(groups: dict[str, str], anchor: _Anchor) -> When:
    """A weekday: the most recent one or this very day; the coming one behind "next" or a cue of the future."""
    if not anchor.day:
        return anchor.unknown
    wanted, near = weekday_number(groups["weekday"]), anchor.day
    back, ahead = (near.weekday() - wanted) % 7, (wanted - near.weekday()) % 7
    shift = groups.get("shift", "").lower()
    away = {
        "last": -(back or 7), "past": -(back or 7), "previous": -(back or 7), "next": ahead or 7, "coming": ahead or 7,
        "this": wanted - near.weekday(),
    }.get(shift, ahead if anchor.forward else -back)  # fmt: skip
    how = "the coming" if away > 0 else "the most recent" if away < 0 else "this day is"
    day = near + timedelta(days=away)
    return stretch(day, "day", "relative", f"{how} {WEEKDAYS[wanted]}, {anchor.reason}")


def _near(groups: dict[str, str], anchor: _Anchor) -> When:
    if not anchor.day:
        return anchor.unknown
    away = {
        "yesterday": -1, "last night": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2,
    }.get(groups["near"].lower(), 0)  # fmt: skip
    return stretch(anchor.day + timedelta(days=away), "day", "relative", anchor.reason)


def _weekend(groups: dict[str, str], anchor: _Anchor) -> When:
    """Saturday and Sunday: this or the most recent weekend, the coming one behind "next" or a cue of the future."""
    if not anchor.day:
        return anchor.unknown
    since = (anchor.day.weekday() - 5) % 7
    here = since <= 1
    shift = groups.get("side", groups.get("shift", "")).lower()
    weeks = {
        "last": -1 if here and "side" not in groups else 0, "previous": -1 if here else 0, "past": 0,
        "next": 1, "coming": 1, "this": 0 if here else 1,
    }.get(shift, int(anchor.forward and not here))  # fmt: skip
    saturday = anchor.day - timedelta(days=since) + timedelta(weeks=weeks)
    return stretch(saturday, "span", "relative", anchor.reason, last=saturday + timedelta(days=1))


def _unit(groups: dict[str, str], anchor: _Anchor) -> When:
    """The week, month, quarter, year or decade before, after or around the anchor."""
    shift = groups["shift"].lower()
    away = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(shift, 0)
    return _around(groups["unit"].lower(), away, anchor)


def _ago(groups: dict[str, str], anchor: _Anchor) -> When:
    return _around(groups["unit"].lower(), -_count(groups["count"]), anchor)


def _ahead(groups: dict[str, str], anchor: _Anchor) -> When:
    return _around(groups["unit"].lower(), _count(groups["count"]), anchor)


def _count(words: str) -> int:
    if words.isdigit():
        return int(words)
    return _NUMBERS.index(words.lower()) + 1 if words.lower() in _NUMBERS else 1


def _around(unit: str, away: int, anchor: _Anchor) -> When:
    """The unit of time that lies so many units away from the one around the anchor's day."""
    near = anchor.day
    if not near:
        return anchor.unknown
    if not 1 < near.year + away < 9990:
        return unknown_when(f"{away} {unit}s from {near.year} is no year of the calendar")
    if unit == "day":
        return stretch(near + timedelta(days=away), "day", "relative", anchor.reason)
    if unit == "week":
        monday = near - timedelta(days=near.weekday()) + timedelta(weeks=away)
        return stretch(monday, "week", "relative", anchor.reason)
    if unit == "month":
        return stretch(month_start(near.year, near.month + away), "month", "relative", anchor.reason)
    if unit == "quarter":
        first = near.month - (near.month - 1) % 3
        return stretch(month_start(near.year, first + 3 * away), "quarter", "relative", anchor.reason)
    if unit == "decade":
        # "Two decades ago" is no finer than the ten years around that year.
        return stretch(date((near.year // 10 + away) * 10, 1, 1), "decade", "relative", anchor.reason)
    return stretch(date(near.year + away, 1, 1), "year", "relative", anchor.reason)


def _year(groups: dict[str, str], _: _Anchor) -> When:
    return stretch(date(int(groups["year"]), 1, 1), "year", "stated", "the year is stated")


def _decade(groups: dict[str, str], _: _Anchor) -> When:
    return stretch(date(int(groups["year"]) * 10, 1, 1), "decade", "stated", "the decade is stated")


def _quarter(groups: dict[str, str], anchor: _Anchor) -> When:
    """A quarter of a stated year, else of the anchor's."""
    number = ("first", "second", "third", "fourth").index(groups["nth"])
    if "year" in groups:
        return stretch(date(int(groups["year"]), 3 * number + 1, 1), "quarter", "stated", "the quarter is stated")
    if not anchor.day:
        return anchor.unknown
    return stretch(date(anchor.day.year, 3 * number + 1, 1), "quarter", "relative", anchor.reason)


def _ordinal(groups: dict[str, str], anchor: _Anchor) -> When | None:
    """A day of the month by its number alone: the most recent one, or the coming one behind a cue of the future."""
    if not anchor.day:
        return anchor.unknown
    near, number = anchor.day, int(groups["day"])
    step = 1 if anchor.forward else -1
    for away in range(0, 3 * step, step):
        first = month_start(near.year, near.month + away)
        day = day_of(first.year, first.month, number)
        if day and (day >= near if anchor.forward else day <= near):
            return stretch(day, "day", "relative", f"the one nearest to {spoken(near)} on that side")
    return None


_READERS: dict[str, Callable[[dict[str, str], _Anchor], When | None]] = {
    "iso": _month_day, "month_day": _month_day, "month": _month, "weekday": _weekday, "near": _near, "unit": _unit,
    "ago": _ago, "ahead": _ahead, "decade": _decade, "quarter": _quarter, "year": _year, "ordinal": _ordinal,
    "weekend": _weekend,
}  # fmt: skip
