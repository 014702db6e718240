"""Months and weekdays as texts write them, and the days and stretches of time they name."""

from datetime import date, timedelta

from readout.records import Basis, Grain, When

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def month_number(word: str) -> int | None:
    """The month that a name, a short form or a number means; None if none.

    >>> month_number("Sept."), month_number("August"), month_number("08"), month_number("Mars")
    (9, 8, 8, None)
    """
    if word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else None
    bare = word.rstrip(".").lower()
    if bare[:3] not in MONTHS:
        return None
    number = MONTHS.index(bare[:3]) + 1
    return number if MONTH_NAMES[number - 1].lower().startswith(bare) or bare == "sept" else None


def weekday_number(word: str) -> int:
    """0 for Monday to 6 for Sunday, by the first three letters.

    >>> weekday_number("Thurs"), weekday_number("Sunday")
    (3, 6)
    """
    return tuple(name[:3].lower() for name in WEEKDAYS).index(word[:3].lower())


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None if the month has no such day.

    >>> day_of(2021, 2, 29) is None
    True
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None


def spoken(day: date) -> str:
    """A day in words: "March 17, 2021"."""
    return f"{MONTH_NAMES[day.month - 1]} {day.day}, {day.year}"


def month_start(year: int, month: int) -> date:
    """The first day of a month; months before January and after December run into other years.

    >>> month_start(2021, 13), month_start(2021, 0)
    (datetime.date(2022, 1, 1), datetime.date(2020, 12, 1))
    """
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def stretch(first: date, grain: Grain, basis: Basis, *reasons: str, last: date | None = None) -> When:
    """The day, week, month or year that begins with `first`; a span runs to `last`.

    >>> stretch(date(2021, 2, 1), "month", "stated").end
    datetime.date(2021, 3, 1)
    """
    end = {
        "day": lambda: first + timedelta(days=1),
        "week": lambda: first + timedelta(days=7),
        "month": lambda: month_start(first.year, first.month + 1),
        "quarter": lambda: month_start(first.year, first.month + 3),
        "year": lambda: date(first.year + 1, 1, 1),
        "decade": lambda: date(first.year + 10, 1, 1),
    }.get(grain, lambda: (last or first) + timedelta(days=1))()
    return When(first, end, grain, basis, reasons)
