"""The grammar of time expressions, and the stretch of time that each form means.

1. `GRAMMAR` lists the forms, the longest reading first: "Friday, Dec. 29, 2017" is one expression, "from May 3 to
   May 5" is one span. All forms are one regular expression; the form that matched names its reader.
2. A reader turns the parts of a form into a `When` against an `Anchor`: the day of publication, whether the sentence
   speaks of what is to come, and the time told of before, from which "two days later" is counted.
3. The value is as fine as what is said, and what is counted from something unknown stays unknown, with the reason.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from readout.codebook.expressions import Expression
from readout.records import Basis, When, unknown_when
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

# A month without its year lies ahead up to so many months, else behind; a day without its year up to so many days.
_CLOSE_MONTHS = 3
_CLOSE_DAYS = 120
# What is said to come lies ahead up to so many days: "planned for May 3" of a week ago is not next year's.
_FAR_DAYS = 270


@dataclass(frozen=True, slots=True)
class Anchor:
    """What an expression is relative to: the day of publication, the sense of the sentence, the time told before it."""

    when: When
    forward: bool = False
    base: When | None = None
    backward: bool = False

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


@dataclass(frozen=True, slots=True)
class Found:
    """An expression in a text: its place, its form in the grammar, and the parts that the form names."""

    start: int
    end: int
    form: str
    parts: Mapping[str, str]


_Parts = Mapping[str, str]


# ---- 1. the grammar --------------------------------------------------------------------------------------------------
_MONTH = (
    r"(?P<month>(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_COUNTED = (
    r"\s+(?:km|kilom|met|mile|ton|people|men|troop|soldier|dollar|euro|percent|per cent|hour|day|week|month|year)"
)
_YEAR = rf"(?P<year>(?:1[5-9]|20)\d\d)\b(?!{_COUNTED})"
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
_SHORT_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)\.)"
_ORDINAL = r"(?:st|nd|rd|th)?\b(?!:\d|[.,]\d|%)"
_DAY = rf"(?P<day>3[01]|[12]\d|0?[1-9]){_ORDINAL}"
_TO = rf"(?:\s?(?:-|–|—|to|and|through)\s?(?P<last>3[01]|[12]\d|0?[1-9]){_ORDINAL})?"
_NUMBERS = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True),
    fifteen=15, twenty=20, thirty=30, forty=40, fifty=50, sixty=60, seventy=70, a=1, an=1,
)  # fmt: skip
_NUMBER_WORDS = "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in _NUMBERS)
_COUNT = rf"(?P<count>\d{{1,3}}\b|(?:a )?couple of|(?:a )?few|several|(?:{_NUMBER_WORDS})\b)"
_UNIT = r"(?P<unit>day|week|month|year|decade)s?\b"
_ABOUT = r"(?:(?:[Ss]ome|[Aa]bout|[Aa]round|[Aa]lmost|[Nn]early|[Mm]ore than|[Oo]ver) )?"
_SHIFT = r"(?:[Tt]his\s+(?=past|coming))?(?P<shift>[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast|[Pp]revious|[Cc]oming)"
_PERIOD = r"(?P<unit>week|month|year|quarter|decade)\b(?!-)"
# What makes a time vaguer, and no unit of the calendar finer: "late March", "the end of the year".
_VAGUE = (
    r"(?:(?:[Ee]arly|[Ll]ate|[Ee]arlier|[Ll]ater)\s+|[Mm]id[-\s]"
    r"|(?:[Tt]he\s+)?(?:end|beginning|start|middle|close)\s+of\s+)"
)
_PLACED = r"(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|[Dd]uring|of|for)"
_WHOSE = r"(?P<whose>last|this|next)\s+year\b"
_ITS_YEAR = rf"(?:,?\s+(?:{_YEAR}|(?:of\s+)?{_WHOSE}))?"
_OR_YEAR = rf"(?:,?\s+(?:of\s+)?(?:{_YEAR}|{_WHOSE})|(?!\.?,?\s+\d))"
_OF_YEAR = rf"\s+(?:of\s+)?(?:{_YEAR}|{_WHOSE}|(?P<own>the)\s+year\b)"
# "The winter of 2013-14" is the one that begins in 2013.
_OF_SEASON = rf"{_OF_YEAR}(?:[-/–]\d\d(?:\d\d)?\b)?"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)\b"

_PART_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night))?"
_ZONE = r"(?P<zone>(?:\s+\(|,?\s+)(?:[Ll]ocal|[A-Z][\w.]+(?:\s+[A-Z]\w+)?)\s+time\b\)?)?"
_PART = r"(?:(?:[Tt]he )?(?:early |late )?(?:morning|afternoon|evening|night) of )?"
_NAMED_DAY = rf"{_PART}(?:{_SHORT_WEEKDAY},?\s+(?:the\s+)?)?"
_THAT_DAY = (
    r"[Tt]he day before yesterday|[Tt]he day after tomorrow|[Ll]ast night|[Tt]onight|[Tt]oday"
    rf"|(?:[Yy]esterday|[Tt]omorrow){_PART_OF_DAY}|[Tt]his (?:morning|afternoon|evening)"
)
_GOES_ON = (
    "and or but to in at by on when after before as with from for that which who while because if have has had is was "
    "were be will would could may they he she it the of said"
)
_NO_NOUN = rf"(?=\s*(?:[.,;:)]|$)|\s(?:{_GOES_ON.replace(' ', '|')})\b)"
_MANY = "(?:days|weeks|months|years|decades)"
_UP_TO = "(?:to|and|until|till|through)"
# What is counted from a time told before: behind "after" and "before" no other event may stand.
_FROM_IT = "earlier|later|afterwards?|after|before|on(?=[,;])"
_NOT_MOVED = "".join(
    rf"(?<!{verb} )" for verb in ("moved", "postponed", "delayed", "rescheduled", "shifted", "changed")
)
_NOT_COUNTED = "".join(rf"(?<!{noun} )" for noun in ("time", "first", "second", "third", "once", "twice", "visit"))

_OWNED = "(?:" + "|".join(rf"(?<=\b{word} )" for word in "a A an An his her its their our".split()) + "|(?<='s ))"


def _bare(source: str) -> str:
    """A form without names for its parts, so that it can stand twice in one expression."""
    return re.sub(r"\(\?P<\w+>", "(?:", source)


_AND_YEAR = rf"(?:,?\s+{_YEAR})?"
_DATE = _bare(rf"{_NAMED_DAY}(?:{_MONTH}\s+{_DAY}{_AND_YEAR}|(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}{_AND_YEAR})")
_POINT = _bare(
    rf"(?:{_DATE}|{_WEEKDAY}{_PART_OF_DAY}|{_MONTH}{_AND_YEAR}|{_YEAR}(?![-,.]\d|%)|[Tt]oday|[Tt]omorrow|[Yy]esterday)"
)
_MONTH_YEAR = _bare(rf"{_MONTH}(?:\s+{_YEAR})?")

# The order is that of preference where two begin at one place. "by May" is as often a person as a month.
_GRAMMAR: tuple[tuple[str, str], ...] = (
    ("date", r"(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<day>[0-3]\d)(?!\d)"),
    ("numeric", r"(?P<one>\d\d?)(?P<mark>[/.])(?P<two>\d\d?)(?P=mark)(?P<year>(?:19|20)\d\d)(?!\d)"),
    ("range", rf"{_NOT_MOVED}(?:[Ff]rom|[Bb]etween)\s+(?P<first>{_POINT})\s+{_UP_TO}\s+(?P<final>{_POINT})"),
    ("range", rf"(?P<first>{_DATE})\s*(?:-|–|—|\b(?:to|through|until)\b)\s*(?P<final>{_DATE})"),
    ("range", rf"(?P<first>{_bare(_WEEKDAY)})\s+through\s+(?P<final>{_bare(_WEEKDAY)})"),
    ("range", rf"(?P<first>{_bare(_MONTH)})[-–](?P<final>{_MONTH_YEAR})(?!\s+\d)"),
    ("years", rf"(?:{_PLACED}|the|The)\s+{_YEAR}[-–](?P<last>\d\d(?:\d\d)?)\b(?![-–.,]\d)"),
    ("date", rf"{_WEEKDAY}\s+\({_MONTH}\s+{_DAY}\)"),
    ("date", rf"{_WEEKDAY}\s+\({_DAY}\s+{_MONTH}\)"),
    ("date", rf"{_NAMED_DAY}{_MONTH}\s+{_DAY}{_TO}{_ITS_YEAR}{_ZONE}"),
    ("date", rf"{_NAMED_DAY}(?:[Tt]he\s+)?{_DAY}{_TO}\s+(?:of\s+)?{_MONTH}{_ITS_YEAR}"),
    ("quarter", rf"[Tt]he\s+(?P<nth>first|second|third|fourth)\s+(?P<unit>quarter)(?:{_OF_YEAR})?"),
    ("quarter", rf"(?P<unit>Q)(?P<nth>[1-4])\b(?:{_OF_YEAR})?"),
    ("half", rf"[Tt]he\s+(?P<nth>first|second)\s+half{_OF_YEAR}"),
    ("season", rf"{_VAGUE}?(?:[Tt]he\s+)?{_SEASON}{_OF_SEASON}"),
    ("season", rf"{_VAGUE}?(?:[Tt]he\s+)?{_SHIFT}\s+{_SEASON}(?!\s+of)"),
    ("season", rf"{_PLACED}\s+(?:the\s+)?{_VAGUE}?(?:(?!fall)|(?<=the )){_SEASON}(?:{_OF_SEASON}|(?!\s+of\b))"),
    ("month", rf"{_VAGUE}?{_MONTH},?\s+(?:of\s+)?(?:{_YEAR}|{_WHOSE})"),
    ("month", rf"{_VAGUE}?{_SHIFT}\s+{_MONTH}"),
    ("month", rf"{_VAGUE}{_MONTH}{_OR_YEAR}"),
    ("month", rf"(?!(?:[Bb]y|of|for|from) May\b){_PLACED}\s+{_MONTH}{_OR_YEAR}"),
    ("weekday", rf"(?:(?:[Ee]arly|[Ll]ate|{_SHIFT})\s+)?{_WEEKDAY}{_PART_OF_DAY}{_ZONE}"),
    ("near", rf"(?P<near>{_THAT_DAY})\b"),
    ("overnight", rf"(?<!\b[Aa]n )(?<!\bthe )[Oo]vernight{_NO_NOUN}(?!\s(?:on|from|to)\b)"),
    ("weekend", rf"(?:{_SHIFT}|[Tt]he)(?:\s+(?P<side>past|last|coming))?\s+weekend\b"),
    ("whole", rf"(?:{_VAGUE}|(?:[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate)\s+in\s+)the\s+{_PERIOD}(?!\s+of)"),
    ("whole", r"(?P<unit>year|month)(?:'s |-)end\b"),
    ("trailing", r"(?:[Tt]he|[Tt]his)\s+(?P<shift>past|last)\s+(?P<unit>week|month|year|decade)\b(?!\s+of)"),
    ("trailing", rf"(?:[Tt]he(?:se)?\s+)?(?P<shift>[Pp]ast|[Ll]ast|[Nn]ext|[Cc]oming)\s+{_COUNT}\s+{_UNIT}(?!\s+of)"),
    ("within", rf"[Ww]ithin\s+(?:the\s+(?:next|coming)\s+)?{_COUNT}\s+{_UNIT}(?!\s+of\b)"),
    ("vague", rf"(?:[Tt]he\s+)?(?:[Rr]ecent|[Cc]oming|[Pp]ast|[Nn]ext|[Ll]ast)\s+{_MANY}\b(?!\s+of)"),
    ("told", r"[Tt]he\s+(?P<side>same|previous|following|next)\s+(?P<unit>day)\b(?!\s+as)"),
    ("told", r"[Tt]he\s+(?P<side>same|previous|following)\s+(?P<unit>week|month|year)\b(?!\s+as)"),
    ("unit", rf"{_VAGUE}?(?:[Tt]he\s+)?{_SHIFT}\s+{_PERIOD}(?!\s+of\s)"),
    ("ago", rf"{_ABOUT}{_COUNT}\s+{_UNIT}\s+ago\b"),
    ("ahead", rf"{_NOT_COUNTED}[Ii]n {_ABOUT}{_COUNT}\s+{_UNIT}(?:'s?)?(?P<sure> time\b)?"),
    ("ahead", rf"{_ABOUT}{_COUNT}\s+{_UNIT}\s+(?P<sure>from\s+(?:now|today))\b"),
    ("counted", rf"{_ABOUT}(?:{_COUNT}|[Tt]he)\s+{_UNIT}\s+(?P<side>after|before)\s+(?P<from>{_POINT})"),
    ("uncounted", rf"{_ABOUT}(?:{_bare(_COUNT)}|[Tt]he)\s+{_bare(_UNIT)}\s+(?:after|before)(?=\s+(?!that\b|last\b)\w)"),
    ("told", rf"{_ABOUT}(?:{_COUNT}|[Tt]he)\s+{_UNIT}\s+(?P<side>{_FROM_IT})\b(?!\s+than)"),
    ("counted", rf"(?:[Tt]he\s+)?(?P<side>eve)\s+of\s+(?P<from>{_POINT})"),
    ("uncounted", r"[Tt]he\s+eve(?=\s+of\b)"),
    ("decade", rf"(?:[Tt]he\s+)?{_VAGUE}?(?P<year>(?:18|19|20)\d)0s\b"),
    ("decade", rf"[Tt]he\s+{_VAGUE}?(?:'(?P<short>\d)0s|(?P<named>twen|thir|for|fif|six|seven|eigh|nine)ties)\b"),
    ("year", rf"(?:(?:{_PLACED}|through|before|after|than|[Tt]he)[ -]|{_VAGUE}){_VAGUE}?{_YEAR}(?![-,.]\d|%)"),
    ("year", rf"{_OWNED}{_YEAR}(?=\s+[a-z])"),
    ("ordinal", rf"[Tt]he\s+(?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)\b{_NO_NOUN}"),
)  # fmt: skip
# The grammar takes long to compile, so it waits for the first text with a time: many a command reads none.
_FORMS = tuple((name, Expression(rf"(?<![\w\-]){source}")) for name, source in _GRAMMAR)
# The words with which an expression may begin, small or with a capital; this spares most places of a text the grammar.
_BEGINS = (
    "in since until by from between during of for through before after than the this these last next past previous "
    "coming recent early late earlier later mid end beginning start middle close some about around almost nearly more "
    "over few several couple today tonight tomorrow yesterday overnight morning afternoon evening night within eve "
    f"year month spring summer autumn fall winter {' '.join(_NUMBERS)}"
)
_FIRST_WORD = "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in _BEGINS.split())
# A number begins an expression where a month, a unit, another number or a second day follows, or where it is a year.
_NUMBER = (
    r"\d(?:(?<=1)[5-9]\d\d|(?<=2)0\d\d|\d?[/.]\d|\d{0,2}\s+(?:day|week|month|year|decade)"
    rf"|\d?(?:st|nd|rd|th)?(?:\s?(?:[-–—]|to|and|through)|\s+(?:of\s+)?{_bare(_MONTH)}))"
)
_BEGIN = Expression(rf"(?<![\w\-])(?:{_NUMBER}|'|(?:{_FIRST_WORD})\b|{_bare(_MONTH)}|{_bare(_SHORT_WEEKDAY)}|Q[1-4])")
# Only these words stand in an expression before the one that none is without; read from their end, they are soon known.
_BETWEEN = (
    f"{_BEGINS} first second third fourth same following previous and jan feb mar apr jun jul aug sep sept oct nov dec"
)
_LED = re.compile(rf"(?:[\s\-–]+[.,]*(?:{'|'.join(word[::-1] for word in _BETWEEN.split())})\b)+")
_ANY = Expression(
    "|".join(
        f"(?P<form{i}>{re.sub(r'[(][?]P=mark[)]', '[-/.]', _bare(source))})" for i, (_, source) in enumerate(_GRAMMAR)
    )
)
# Every expression holds one of these words, and none begins or ends farther away from it.
_KEY = re.compile(
    r"\b(?:\d|Q[1-4]\b|[A-Z][a-z]+day\b|January|February|March|April|May\b|June|July|August|September|October|November"
    r"|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)\."
    r"|(?:day|week|month|year|decade)s?\b|weekend|quarter|half\b|to(?:day|morrow|night)|yesterday|[Oo]vernight|night\b"
    r"|morning|afternoon|evening|eve\b|spring|summer|autumn|fall\b|winter|(?:twen|thir|for|fif|six|seven|eigh|nine)ties)"
    r"|'\d0s\b|To(?:day|morrow|night)\b|Yesterday\b|Year|Month|mid-"
)
_BEFORE, _BEHIND = 48, 80
# Words before an expression that are no part of it.
_LEAD = re.compile(
    r"(?:in|on|since|until|by|from|between|during|of|for|through|before|after|than|the(?= \d{4}\b))\s+",
    re.IGNORECASE,
)


def find(flat: str, start: int, end: int) -> Iterator[Found]:
    """Every expression in that part of a text, in order of place, the longest reading at each.

    The grammar is only tried before the words that no expression is without, where one of its first words stands.
    """
    at = start
    for key in _KEY.finditer(flat, start, end):
        if key.start() < at:
            continue
        limit = min(end, key.end() + _BEHIND)
        for begin in _begins(flat, at, key.start(), limit):
            match = _ANY.match(flat, begin, limit) if begin >= at else None
            if match is None:
                continue
            name, form = _FORMS[int((match.lastgroup or "")[4:])]
            again = form.match(flat, match.start(), end)
            at = again.end() if again else match.end()
            if again:
                yield _found(name, again)
        at = max(at, key.start())


def _begins(flat: str, at: int, key: int, limit: int) -> Iterator[int]:
    """Where an expression may begin that has its key word at `key`, from left to right."""
    led = _LED.match(flat[max(at, key - _BEFORE) : key][::-1].lower())
    if led is None:  # as most have no such word before them: it begins there or nowhere
        if _BEGIN.match(flat, key, limit):
            yield key
        return
    for begin in _BEGIN.finditer(flat, key - led.end(), limit):
        if begin.start() > key:
            return
        yield begin.start()


def whole(flat: str) -> Found | None:
    """The expression that a text is from its first to its last character; None if it is none.

    A bare month or year is one by itself, though in a sentence it needs its preposition.
    """
    for text in (flat, _LEAD.sub("", flat, count=1) if _LEAD.match(flat) else flat, f"in {flat}"):
        for name, form in _FORMS:
            match = form.fullmatch(text)
            if match:
                return _found(name, match)
    return None


def _found(name: str, match: re.Match[str]) -> Found:
    lead = None if name == "ahead" else _LEAD.match(match.string, match.start(), match.end())
    parts = {key: value for key, value in match.groupdict().items() if value}
    return Found(lead.end() if lead else match.start(), match.end(), name, parts)


def value(found: Found, anchor: Anchor) -> When | None:
    """What an expression means; None if it is no day of the calendar, or no time in a sentence of this sense."""
    return _READERS[found.form](found.parts, anchor)


# ---- 2. days ---------------------------------------------------------------------------------------------------------
def _date(said: _Parts, anchor: Anchor) -> When | None:
    """A month and day, or a stretch of days: of its year, else of the nearest year that fits its weekday."""
    month, day, last = month_number(said["month"]), int(said["day"]), int(said.get("last", 0))
    if not month:
        return None
    if "year" in said:
        first = day_of(int(said["year"]), month, day)
        return _days(first, last, "stated", "stated in full") if first else None
    if anchor.day and "whose" in said:
        first = day_of(anchor.day.year + _AWAY[said["whose"]], month, day)
        return _days(first, last, "relative", anchor.reason) if first else None
    if not anchor.day:
        return unknown_when(f"{MONTH_NAMES[month - 1]} {day} of an unknown year", *anchor.unknown.reasons)
    first = _nearest(_possible(said, month, day, anchor.day), anchor.day, forward=anchor.forward)
    return _days(first, last, "relative", f"the one nearest to {anchor.day.isoformat()}") if first else None


def _possible(said: _Parts, month: int, day: int, near: date) -> list[date]:
    """The month and day in the years around: those on the named weekday, if there are any."""
    years = (near.year - 1, near.year, near.year + 1)
    possible = [found for year in years if (found := day_of(year, month, day))]
    if "weekday" not in said:
        return possible
    wanted = weekday_number(said["weekday"])
    fitting = [found for found in possible if found.weekday() == wanted]
    return fitting[:1] if len(fitting) == 1 else fitting or possible


def _nearest(days: list[date], near: date, *, forward: bool) -> date | None:
    """The nearest day; behind a cue of the future the coming one, and without it none that is far ahead."""
    if len(days) < 2:
        return days[0] if days else None
    ahead = [day for day in days if near <= day <= near + timedelta(days=_FAR_DAYS)]
    if forward and ahead:
        return ahead[0]
    told = [day for day in days if day <= near + timedelta(days=_CLOSE_DAYS)]
    return min(told or days, key=lambda day: abs(day - near))


def _days(first: date, last: int, basis: Basis, reason: str) -> When | None:
    """One day, or the days from `first` to the day `last` of its month."""
    if not last:
        return stretch(first, "day", basis, reason)
    final = day_of(first.year, first.month, last)
    return stretch(first, "span", basis, reason, last=final) if final and final > first else None


def _numeric(said: _Parts, _: Anchor) -> When | None:
    """Numbers with dots are day, month, year; with strokes, whichever order gives a day, unknown if both do."""
    one, two, year = int(said["one"]), int(said["two"]), int(said["year"])
    orders = ((two, one),) if said["mark"] == "." else ((two, one), (one, two))
    days = sorted({day for month, number in orders if (day := day_of(year, month, number))})
    if len(days) > 1:
        either = " or ".join(spoken(day) for day in days)
        return unknown_when(f"day and month may stand in either order: {either}", candidates=tuple(days))
    return stretch(days[0], "day", "stated", "stated in numbers") if days else None


def _weekday(said: _Parts, anchor: Anchor) -> When:
    """A weekday: the most recent one or this very day; the coming one behind "next" or a cue of the future."""
    if not anchor.day:
        return anchor.unknown
    wanted, near = weekday_number(said["weekday"]), anchor.day
    back, ahead = (near.weekday() - wanted) % 7, (wanted - near.weekday()) % 7
    shift = said.get("shift", "").lower()
    this_week = wanted - near.weekday()
    # East of the report's own place it may be tomorrow already: a day "local time" is not one of six days ago.
    most_recent = 1 if ahead == 1 and "zone" in said else -back
    away = {
        "last": -(back or 7), "past": -(back or 7), "previous": -(back or 7), "next": ahead or 7, "coming": ahead or 7,
        "this": ahead if anchor.forward else this_week,
    }.get(shift, ahead if anchor.forward else most_recent)  # fmt: skip
    how = "the coming" if away > 0 else "the most recent" if away < 0 else "this day is"
    return stretch(near + timedelta(days=away), "day", "relative", f"{how} {WEEKDAYS[wanted]}, {anchor.reason}")


def _near(said: _Parts, anchor: Anchor) -> When:
    """Today, and the days and nights around it."""
    if not anchor.day:
        return anchor.unknown
    words = said["near"].lower()
    away = {"last night": -1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(
        words, -1 if words.startswith("yesterday") else int(words.startswith("tomorrow"))
    )
    return stretch(anchor.day + timedelta(days=away), "day", "relative", anchor.reason)


def _overnight(_: _Parts, anchor: Anchor) -> When:
    """The night to the anchor's day, which lies in two days; the night from it, behind a cue of the future."""
    if not anchor.day:
        return anchor.unknown
    first = anchor.day if anchor.forward else anchor.day - timedelta(days=1)
    return stretch(first, "span", "relative", anchor.reason, last=first + timedelta(days=1))


def _weekend(said: _Parts, anchor: Anchor) -> When:
    """Saturday and Sunday: this or the most recent weekend, the coming one behind "next" or a cue of the future."""
    if not anchor.day:
        return anchor.unknown
    since = (anchor.day.weekday() - 5) % 7
    here = since <= 1
    shift = said.get("side", said.get("shift", "")).lower()
    weeks = {
        "last": -1 if here and "side" not in said else 0, "previous": -1 if here else 0, "past": 0,
        "next": 1, "coming": 1, "this": 0 if here else 1,
    }.get(shift, int(anchor.forward and not here))  # fmt: skip
    saturday = anchor.day - timedelta(days=since) + timedelta(weeks=weeks)
    return stretch(saturday, "span", "relative", anchor.reason, last=saturday + timedelta(days=1))


def _ordinal(said: _Parts, anchor: Anchor) -> When | None:
    """A day of the month by its number alone: the most recent one, or the coming one behind a cue of the future."""
    if not anchor.day:
        return anchor.unknown
    near, number = anchor.day, int(said["day"])
    step = 1 if anchor.forward else -1
    for away in range(0, 3 * step, step):
        first = month_start(near.year, near.month + away)
        day = day_of(first.year, first.month, number)
        if day and (day >= near if anchor.forward else day <= near):
            return stretch(day, "day", "relative", f"the one nearest to {spoken(near)} on that side")
    return None


# ---- 3. months, parts of years, years --------------------------------------------------------------------------------
def _month(said: _Parts, anchor: Anchor) -> When | None:
    """A month: of its year, the last or next of its name, else the nearest one."""
    month = month_number(said["month"])
    if not month:
        return None
    if "year" in said:
        return stretch(date(int(said["year"]), month, 1), "month", "stated", "stated with its year")
    if not anchor.day:
        return unknown_when(f"{MONTH_NAMES[month - 1]} of an unknown year", *anchor.unknown.reasons)
    near = anchor.day
    if "whose" in said:
        return stretch(date(near.year + _AWAY[said["whose"]], month, 1), "month", "relative", anchor.reason)
    ahead = (month - near.month) % 12
    # A report tells of what was, unless it says that it is to come or the month is close at hand.
    past = ahead > (9 if anchor.forward else 0 if anchor.backward else _CLOSE_MONTHS)
    sides = {-1: ahead - 12, 1: ahead or 12}
    side = _AWAY.get(said.get("shift", "this").lower(), 0)
    away = sides.get(side, ahead - 12 if past else ahead)
    return stretch(month_start(near.year, near.month + away), "month", "relative", anchor.reason)


_AWAY = {"last": -1, "past": -1, "previous": -1, "this": 0, "the": 0, "next": 1, "coming": 1}


def _year_of(said: _Parts, anchor: Anchor) -> tuple[int, Basis, str] | None:
    """The year that a quarter, half or season belongs to, and how that is known; None if the anchor is not."""
    if "year" in said:
        return int(said["year"]), "stated", "the year is stated"
    if not anchor.day:
        return None
    return anchor.day.year + _AWAY[said.get("whose", "this")], "relative", anchor.reason


def _quarter(said: _Parts, anchor: Anchor) -> When:
    """A quarter of a stated year, else of the anchor's."""
    year = _year_of(said, anchor)
    if not year:
        return anchor.unknown
    return stretch(date(year[0], 3 * _nth(said) + 1, 1), "quarter", year[1], year[2])


def _half(said: _Parts, anchor: Anchor) -> When:
    """Half a year, from its first month to the end of its sixth."""
    year = _year_of(said, anchor)
    if not year:
        return anchor.unknown
    first = date(year[0], 6 * _nth(said) + 1, 1)
    return stretch(first, "span", year[1], year[2], last=month_start(first.year, first.month + 6) - timedelta(days=1))


def _nth(said: _Parts) -> int:
    """0 for the first quarter or half."""
    nth = said["nth"]
    return int(nth) - 1 if nth.isdigit() else ("first", "second", "third", "fourth").index(nth)


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def _season(said: _Parts, anchor: Anchor) -> When:
    """Three whole months: of a year; or the last that is over, the next that begins, this year's, the most recent."""
    month = _SEASONS[said["season"]]
    if "year" in said or "whose" in said:
        year = _year_of(said, anchor)
        return _three(date(year[0], month, 1), year[1], year[2]) if year else anchor.unknown
    if not anchor.day:
        return anchor.unknown
    near = anchor.day
    starts = [date(near.year + away, month, 1) for away in (-2, -1, 0, 1)]
    coming = next(start for start in starts if start > near)
    begun = month_start(coming.year - 1, month)
    on = near < month_start(begun.year, month + 3)
    this_year = begun if on else date(near.year, month, 1)
    recent = coming if anchor.forward and not on else begun
    last = month_start(begun.year - on, month)
    shift = said.get("shift", "").lower()
    chosen = {"": recent, "this": this_year, "next": coming, "coming": coming}.get(shift, last)
    return _three(chosen, "relative", anchor.reason)


def _three(first: date, basis: Basis, reason: str) -> When:
    final = month_start(first.year, first.month + 3) - timedelta(days=1)
    return stretch(first, "season", basis, reason, "by whole months, as the north counts them", last=final)


def _year(said: _Parts, _: Anchor) -> When:
    return stretch(date(int(said["year"]), 1, 1), "year", "stated", "the year is stated")


def _years(said: _Parts, _: Anchor) -> When | None:
    """The years of "1988-94": whole years from the first to the last."""
    first = int(said["year"])
    last = int(f"{first}"[: 4 - len(said["last"])] + said["last"])
    return _span(date(first, 1, 1), date(last + 1, 1, 1), "stated", "the years are stated") if first < last else None


_TENS = {"twen": 2, "thir": 3, "for": 4, "fif": 5, "six": 6, "seven": 7, "eigh": 8, "nine": 9}


def _decade(said: _Parts, anchor: Anchor) -> When:
    """Ten years: of a stated century, else the latest ones of that name that had begun."""
    if "year" in said:
        return stretch(date(int(said["year"]) * 10, 1, 1), "decade", "stated", "the decade is stated")
    if not anchor.day:
        return anchor.unknown
    tens = 10 * (int(said["short"]) if "short" in said else _TENS[said["named"]])
    latest = anchor.day.year - (anchor.day.year - tens) % 100
    return stretch(date(latest, 1, 1), "decade", "relative", f"the latest of that name, {anchor.reason}")


# ---- 4. what is counted ----------------------------------------------------------------------------------------------
def _unit(said: _Parts, anchor: Anchor) -> When:
    """The week, month, quarter, year or decade before, after or around the anchor."""
    away = _AWAY[said.get("shift", "this").lower()]
    return _around(said["unit"].lower(), away, anchor.day, anchor.reason) if anchor.day else anchor.unknown


def _ago(said: _Parts, anchor: Anchor) -> When:
    return _off(said, -1, anchor)


def _ahead(said: _Parts, anchor: Anchor) -> When | None:
    """So many units on; "in two weeks" is how long something takes, unless the sentence tells of what is to come."""
    return _off(said, 1, anchor) if "sure" in said or anchor.forward else None


def _off(said: _Parts, sign: int, anchor: Anchor) -> When:
    """So many units away from the anchor's day."""
    count = _count(said)
    if not anchor.day:
        return anchor.unknown
    if not count:
        return unknown_when(f"{said['count']} {said['unit']}s are of no stated number")
    return _around(said["unit"].lower(), sign * count, anchor.day, anchor.reason)


def _told(said: _Parts, anchor: Anchor) -> When:
    """So many units from the time told of before: "two days later", "the previous day"."""
    if not anchor.base:
        return unknown_when("counted from an event whose day is not stated")
    return _from(said, anchor.base)


def _counted(said: _Parts, anchor: Anchor) -> When:
    """So many units from the time that stands beside: "three days after Nov. 20", "the eve of May 9"."""
    beside = whole(said["from"])
    base = value(beside, anchor) if beside else None
    return _from(said, base) if base else unknown_when(f"{said['from']} is no day of the calendar")


def _from(said: _Parts, base: When) -> When:
    """So many units before or after a time that is known at least as finely as they are."""
    unit, side, count = said.get("unit", "day").lower(), said["side"].lower(), _count(said)
    if base.start is None or base.end is None:
        return unknown_when("counted from a time that is not known", *base.reasons)
    if not count or _LENGTHS.get(base.grain, 0) > _LENGTHS[unit]:
        return unknown_when(f"{side} by {unit}s, which {base.grain} from {base.start.isoformat()} is too vague for")
    before = side in {"earlier", "before", "previous", "eve"}
    day = base.start if before else base.end - timedelta(days=1)
    away = 0 if side == "same" else -count if before else count
    return _around(unit, away, day, f"counted from {day.isoformat()}")


_LENGTHS = {"day": 1, "span": 1, "week": 7, "month": 30, "quarter": 91, "season": 91, "year": 365, "decade": 3652}


def _uncounted(_: _Parts, __: Anchor) -> When:
    return unknown_when("counted from an event whose day is not stated")


def _vague(_: _Parts, __: Anchor) -> When:
    return unknown_when("a time of no stated length")


def _trailing(said: _Parts, anchor: Anchor) -> When:
    """So many units up to and with the anchor's day, or so many behind it."""
    if not anchor.day:
        return anchor.unknown
    count = _FEW if said.get("count", "").lower().endswith("few") else _count(said)
    if not count:
        return unknown_when("a time of no stated length")
    tomorrow = anchor.day + timedelta(days=1)
    sign = _AWAY[said["shift"].lower()]
    other = _moved(tomorrow, said["unit"].lower(), sign * count)
    if not other:
        return unknown_when(f"{count} {said['unit']}s from {tomorrow.year} is no year of the calendar")
    return _span(min(other, tomorrow), max(other, tomorrow), "relative", anchor.reason)


def _within(said: _Parts, anchor: Anchor) -> When | None:
    """The units that follow; what was done "within two weeks" says how long it took, not when."""
    return _trailing({**said, "shift": "next"}, anchor) if anchor.forward else None


# The fewest that "a few" may be.
_FEW = 3


def _count(said: _Parts) -> int:
    """How many units are said: one if none, 0 for "a few", which is no number."""
    words = said.get("count", "one").lower()
    if words.isdigit():
        return int(words)
    return 2 if words.endswith("couple of") else _NUMBERS.get(words, 0)


def _around(unit: str, away: int, near: date, reason: str) -> When:
    """The unit of time that lies so many units away from the one around a day."""
    day = _moved(near, unit, away)
    if not day:
        return unknown_when(f"{away} {unit}s from {near.year} is no year of the calendar")
    if unit == "day":
        return stretch(day, "day", "relative", reason)
    if unit == "week":
        return stretch(day - timedelta(days=day.weekday()), "week", "relative", reason)
    if unit == "month":
        return stretch(day.replace(day=1), "month", "relative", reason)
    if unit == "quarter":
        return stretch(date(day.year, day.month - (day.month - 1) % 3, 1), "quarter", "relative", reason)
    if unit == "decade":
        # "Two decades ago" is no finer than the ten years around that year.
        return stretch(date(day.year // 10 * 10, 1, 1), "decade", "relative", reason)
    return stretch(date(day.year, 1, 1), "year", "relative", reason)


def _moved(day: date, unit: str, away: int) -> date | None:
    """The day so many units away, or the last of its month if that has no such day; None off the calendar."""
    if unit in {"day", "week"}:
        days = away * (7 if unit == "week" else 1)
        ordinal = day.toordinal() + days
        return date.fromordinal(ordinal) if _FIRST <= ordinal <= _LAST else None
    months = away * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
    if not _FIRST <= day.toordinal() + months * 31 <= _LAST:
        return None
    first = month_start(day.year, day.month + months)
    return day_of(first.year, first.month, day.day) or month_start(first.year, first.month + 1) - timedelta(days=1)


_FIRST, _LAST = date(100, 1, 1).toordinal(), date(9900, 1, 1).toordinal()


# ---- 5. from one time to another -------------------------------------------------------------------------------------
def _range(said: _Parts, anchor: Anchor) -> When | None:
    """From one time to the end of another: the last in its own right, the first as the latest one before it."""
    parts = whole(said["first"]), whole(said["final"])
    if not parts[0] or not parts[1]:
        return None
    final = value(parts[1], anchor)
    if not final or not final.start or not final.end:
        return final
    start = value(parts[0], Anchor(stretch(final.start, "day", "relative")))
    if not start or not start.start:
        return None
    first = start.start
    if start.basis == "relative" and first > final.start:
        first = day_of(first.year - 1, first.month, first.day) or first
    return _span(first, final.end, final.basis, *final.reasons) if first < final.start else None


def _span(first: date, end: date, basis: Basis, *reasons: str) -> When:
    return When(first, end, "span", basis, reasons)


_READERS: dict[str, Callable[[_Parts, Anchor], When | None]] = {
    "date": _date, "numeric": _numeric, "range": _range, "years": _years, "quarter": _quarter, "half": _half,
    "season": _season, "month": _month, "weekday": _weekday, "near": _near, "overnight": _overnight,
    "weekend": _weekend, "whole": _unit, "trailing": _trailing, "within": _within, "vague": _vague, "told": _told,
    "unit": _unit, "ago": _ago, "ahead": _ahead, "counted": _counted, "uncounted": _uncounted, "decade": _decade,
    "year": _year, "ordinal": _ordinal,
}  # fmt: skip
