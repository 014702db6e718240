"""The day of publication, with its basis: declared, in the address, stamped on the text, or inferred with reasons.

1. What was declared with the source, else a day in its address: basis "metadata".
2. A full date in the head (a time stamp, a dateline with its year): "stated".
3. A dateline's month and day, and a year from the evidence: the lead's weekday, dates in captions, years that the
   story names, and today. One year left: "inferred". Several: unknown, with the candidates; nothing is guessed.
4. Of a release: the day stamped below it, "today" with its day in the first paragraph, or a title that dates a talk.
5. No dateline date, but an embedded post of the lead's weekday or of the day before: that weekday, "inferred".
Dates behind the end of a news story (other stories' headlines) are never used.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from readout.codebook import Compiled
from readout.records import Block, Declared, When, unknown_when
from readout.structure.calendar import MONTH_NAMES, WEEKDAYS, day_of, month_number, spoken, stretch, weekday_number
from readout.text import plain

# No year before this is tried: reports older than the agencies' electronic archives come with their date.
EARLIEST = 1980
_ISO = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?!\d)")
_COMPACT = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?:T?\d{4,6}Z?)?\s*$")
# A date group of a dateline needs the words behind it for its look-ahead.
_REACH = 300
# The rule of a line that says "Published" of its day.
_PUBLISHED = "dateline-published"
# The title of a release is one of its first lines.
_TITLES = 6
# Where a text is one paragraph, its lead is no longer than this.
_LEAD = 500


def published(
    declared: Declared, flat: str, blocks: tuple[Block, ...], rules: Compiled, *, today: date, release: bool = False
) -> When:
    """The day on which a plain text was published, how it is known and why; unknown with reasons if nothing tells.

    `release`: an office issued the text, so that what stands below it is its own.
    """
    when, doubts = _declared(declared, rules)
    if when:
        return when
    evidence = _Evidence.of(flat, blocks, rules)
    if evidence.stamp:
        return stretch(evidence.stamp[0], "day", "stated", *doubts, evidence.stamp[1])
    told = _of_release(declared, flat, blocks, rules, doubts) if release else None
    if told:
        return told
    if evidence.dateline:
        return _infer_year(evidence, doubts, today)
    if evidence.post and evidence.weekday is not None:
        return _from_post(evidence.post, evidence.weekday, doubts)
    weekday = () if evidence.weekday is None else (f"the lead names only {WEEKDAYS[evidence.weekday]}",)
    return unknown_when(*doubts, "no date in dateline, head or metadata", *weekday)


# ---- declared --------------------------------------------------------------------------------------------------------
def _declared(declared: Declared, rules: Compiled) -> tuple[When | None, tuple[str, ...]]:
    """The day that came with the source, and doubts about what came if it is no day."""
    doubts: tuple[str, ...] = ()
    if declared.published:
        day = declared_day(declared.published)
        if day:
            return stretch(day, "day", "metadata", f"declared with the source as {declared.published}"), ()
        doubts = (f"the declared date {declared.published!r} is no day",)
    if declared.url:
        for pattern in rules.of_kind.get("url-day", ()):
            match = rules.patterns[pattern.id].search(declared.url)
            day = _day_of_groups(match) if match else None
            if match and day:
                return stretch(day, "day", "metadata", *doubts, f"the address has {match.group().strip('/-')}"), ()
    return None, doubts


def declared_day(words: str) -> date | None:
    """The calendar day of a declared time, as written there and in its own zone.

    >>> declared_day("2022-05-08 23:30:00-04:00"), declared_day("unknown")
    (datetime.date(2022, 5, 8), None)
    """
    match = _ISO.match(words) or _COMPACT.match(words)
    if match:
        year, month, day = map(int, match.groups())
        return day_of(year, month, day)
    spelled = re.search(r"(?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})", words) or re.search(
        r"(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2,8})\.?,? (?P<year>\d{4})", words
    )
    return _day_of_groups(spelled) if spelled else None


def _day_of_groups(match: re.Match[str]) -> date | None:
    """The day that the groups year, month and day of a match name; two digits of a year are of this century."""
    groups = _date_groups(match)
    if not {"year", "month", "day"} <= groups.keys():
        return None
    month = month_number(groups["month"])
    year = int(groups["year"])
    return day_of(year if year > 99 else 2000 + year, month, int(groups["day"])) if month else None


def _date_groups(match: re.Match[str]) -> dict[str, str]:
    """The groups that a match has, those of its other forms ("day2") under the same name."""
    return {name.rstrip("234"): value for name, value in match.groupdict().items() if value}


# ---- a release -------------------------------------------------------------------------------------------------------
def _of_release(
    declared: Declared, flat: str, blocks: tuple[Block, ...], rules: Compiled, doubts: tuple[str, ...]
) -> When | None:
    """The day below a release, else that which its first paragraph calls today, else that of the talk in its title."""
    places = [block.start for block in blocks if block.kind == "paragraph"]
    below = [block for block in blocks if places and block.start > places[-1]]
    marked = [block for block in blocks if block.rule == _PUBLISHED]
    for where, lines in (("below the text", below), ("among the paragraphs", marked)):
        stamps, _ = _head_dates(flat, lines, rules)
        if stamps:
            return stretch(stamps[0][0], "day", "stated", *doubts, stamps[0][1].replace("in the head", where))
    lead = flat[places[0] : places[0] + _LEAD] if places else ""
    today = rules.patterns["today-day"].search(lead)
    day = _day_of_groups(today) if today else None
    if today and day:
        return stretch(day, "day", "stated", *doubts, f"the first paragraph has {today.group()}")
    titles = (plain(declared.title or ""), *(flat[block.start : block.end] for block in blocks[:_TITLES]))
    for title, pattern in product(titles, rules.of_kind.get("title-day", ())):
        dated = rules.patterns[pattern.id].search(title)
        day = _day_of_groups(dated) if dated else None
        if dated and day:
            return stretch(day, "day", "inferred", *doubts, f"the title has {dated.group()}")
    return None


# ---- evidence in the text --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the text says of its day: a full stamp, a dateline's month and day, the lead's weekday, bounds."""

    stamp: tuple[date, str] | None
    dateline: tuple[int, int] | None
    weekday: int | None
    captions: tuple[date, ...]
    post: date | None
    years: tuple[int, ...]

    @classmethod
    def of(cls, flat: str, blocks: tuple[Block, ...], rules: Compiled) -> "_Evidence":
        """Read it off the blocks of the head, the first paragraph, the captions and the story's words."""
        paragraphs = [block for block in blocks if block.kind == "paragraph"]
        lead = flat[paragraphs[0].start : paragraphs[0].end][:_LEAD] if paragraphs else ""
        lead_at = paragraphs[0].start if paragraphs else len(flat)
        stamps, lines = _head_dates(flat, [block for block in blocks if block.start < lead_at], rules)
        captions = [block for block in blocks if block.kind == "caption"]
        posts = [block for block in captions if block.rule == "caption-post"]
        weekday = rules.patterns["lead-weekday"].search(lead)
        return cls(
            stamp=stamps[0] if stamps else None,
            dateline=lines[0] if lines else None,
            weekday=weekday_number(weekday["weekday"]) if weekday else None,
            captions=tuple(_full_days(flat, captions, rules)),
            post=max(_full_days(flat, posts, rules), default=None),
            years=tuple(_named_years(flat, paragraphs, rules)),
        )


def _head_dates(flat: str, head: list[Block], rules: Compiled) -> tuple[list[tuple[date, str]], list[tuple[int, int]]]:
    """Full dates, and month with day alone, of the datelines and bylines before the story's first words."""
    stamps: list[tuple[date, str]] = []
    lines: list[tuple[int, int]] = []
    for block in head:
        regex = rules.patterns.get(block.rule)
        if not regex or block.kind not in {"dateline", "byline"}:
            continue
        match = regex.match(flat[block.start : block.end]) or regex.match(flat[block.start : block.start + _REACH])
        if not match:
            continue
        day, groups = _day_of_groups(match), _date_groups(match)
        month = month_number(groups.get("month", "")) if "day" in groups else None
        if day:
            stamps.append((day, f"stamped in the head: {flat[block.start : block.end]}"))
        elif month:
            lines.append((month, int(groups["day"])))
    return stamps, lines


def _full_days(flat: str, blocks: list[Block], rules: Compiled) -> Iterator[date]:
    for block in blocks:
        for match in rules.patterns["full-day"].finditer(flat, block.start, block.end):
            day = _day_of_groups(match)
            if day:
                yield day


def _named_years(flat: str, blocks: list[Block], rules: Compiled) -> Iterator[int]:
    for pattern in rules.of_kind.get("named-year", ()):
        for block in blocks:
            for match in rules.patterns[pattern.id].finditer(flat, block.start, block.end):
                yield int(match["year"])


# ---- inference -------------------------------------------------------------------------------------------------------
def _infer_year(evidence: _Evidence, doubts: tuple[str, ...], today: date) -> When:
    """The dateline's day in the one year that all the evidence allows, or the candidates."""
    assert evidence.dateline
    month, day = evidence.dateline
    reasons = [*doubts, f"the dateline names {MONTH_NAMES[month - 1]} {day} and no year"]
    days = [found for year in range(EARLIEST, today.year + 1) if (found := day_of(year, month, day)) and found <= today]
    reasons.append(f"not after {today.isoformat()}, today")
    if evidence.captions:
        oldest = max(found for found in evidence.captions)
        if oldest <= today:
            days = [found for found in days if found >= oldest]
            reasons.append(f"not before {spoken(oldest)}, the date of a caption")
    days = _fit_weekday(days, evidence.weekday, reasons)
    named = max((year for year in evidence.years if year <= today.year), default=None)
    if named and len(days) > 1 and any(found.year >= named for found in days):
        days = [found for found in days if found.year >= named]
        reasons.append(f"not before {named}, of which the story tells as past")
    if len(days) == 1:
        return stretch(days[0], "day", "inferred", *reasons)
    if not days:
        return unknown_when(*reasons, "no year fits all of this")
    return unknown_when(*reasons, f"{len(days)} years fit all of this", candidates=tuple(days))


def _fit_weekday(days: list[date], weekday: int | None, reasons: list[str]) -> list[date]:
    """The days on the lead's weekday; if there are none, those whose eve it is. Says in `reasons` what it did."""
    if weekday is None:
        reasons.append("the lead names no weekday")
        return days
    name = WEEKDAYS[weekday]
    same = [found for found in days if found.weekday() == weekday]
    eve = [found for found in days if (found - timedelta(days=1)).weekday() == weekday]
    if same:
        later = f"; as its eve it would be one in {_years(eve)}, which ranks second" if eve else ""
        reasons.append(f"the lead says {name}: the dateline's day is one in {_years(same)}{later}")
        return same
    if eve:
        reasons.append(f"the lead says {name}: the dateline's eve is one in {_years(eve)}")
        return eve
    reasons.append(f"the lead says {name}, which fits the dateline's day or its eve in none of the years")
    return days


def _years(days: list[date]) -> str:
    return ", ".join(str(day.year) for day in days)


def _from_post(post: date, weekday: int, doubts: tuple[str, ...]) -> When:
    """The day of an embedded post or the day after, if it is the lead's weekday; a later one would be a guess."""
    told = (*doubts, "no date in dateline, head or metadata", f"a post of {spoken(post)} stands in the text")
    later = (weekday - post.weekday()) % 7
    if later > 1:
        return unknown_when(*told, f"the lead says {WEEKDAYS[weekday]}, neither that day nor the next")
    which = "that day" if later == 0 else "the day after"
    day = post + timedelta(days=later)
    return stretch(day, "day", "inferred", *told, f"the lead says {WEEKDAYS[weekday]}, {which}")
