"""What an export is: its text in pieces, how many things it holds, and what it had to leave out and why."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

Value = str | int | float | None
Kind = TypeVar("Kind")


@dataclass(slots=True)
class Count:
    """What an export holds, counted while it is written, and right when it has been written to its end.

    `counted` things are written in `rows` rows; `otherwise` is their number counted the other way: with copies folded
    that of all tellings, with every telling that without copies. `undated` of those counted have no single day, so
    that columns for days are empty there; `by_report` have the time of their report, since the text tells none.
    """

    what: str
    counted: int = 0
    otherwise: int = 0
    rows: int = 0
    undated: int = 0
    by_report: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def each(self, rows: Iterable[Kind]) -> Iterator[Kind]:
        """Rows, counted as they come.

        >>> count = Count("events")
        >>> list(count.each("ab")), count.rows
        (['a', 'b'], 2)
        """
        for row in rows:
            self.rows += 1
            yield row


@dataclass(frozen=True, slots=True)
class Made:
    """An export: its lines (bytes where it is no text), made as they are asked for, and what is counted meanwhile.

    `advice` is said before it is written: what makes a long one shorter.
    """

    lines: Iterable[str | bytes]
    count: Count
    advice: str = ""


def separated(rows: Iterable[Iterable[Value]], mark: str) -> Iterable[str]:
    """Rows as lines; a cell with the mark, a quotation mark or a line end stands in quotation marks (RFC 4180).

    >>> print("".join(separated([["a", 'a "no" b', None, 3], ["b", "two" + chr(10) + "lines", "x,y", 1.5]], ",")))
    a,"a ""no"" b",,3
    b,"two
    lines","x,y",1.5
    <BLANKLINE>
    """
    for row in rows:
        yield mark.join(_cell(value, mark) for value in row) + "\n"


def _cell(value: Value, mark: str) -> str:
    text = "" if value is None else str(value)
    if text.strip() != text or any(sign in text for sign in (mark, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text


def unquoted(rows: Iterable[Iterable[Value]]) -> Iterable[str]:
    """Rows as lines with tabs, for formats that know no quoting: no cell has a tab, a line end or a quotation mark.

    >>> print("".join(unquoted([["a" + chr(9) + "b", 'the "dove"', None]])).replace(chr(9), "|"))
    a b|the 'dove'|
    <BLANKLINE>
    """
    for row in rows:
        yield "\t".join(flat(value) for value in row) + "\n"


def flat(value: Value) -> str:
    """A value on one line, its white space single spaces and its double quotation marks single ones."""
    return " ".join(("" if value is None else str(value)).split()).replace('"', "'")


def guarded(rows: Iterable[Iterable[Value]]) -> Iterable[tuple[Value, ...]]:
    """Rows in which no text is a formula to a spreadsheet: an apostrophe stands before one that begins like it.

    >>> list(guarded([["=cmd()", "-", -2.0]]))
    [("'=cmd()", "'-", -2.0)]
    """
    for row in rows:
        yield tuple(f"'{cell}" if isinstance(cell, str) and _is_formula(cell) else cell for cell in row)


def _is_formula(cell: str) -> bool:
    """Whether a spreadsheet would reckon with a cell, or take its beginning for the end of the one before."""
    return cell.lstrip()[:1] in _FORMULA or cell[:1] in _ENDS


_FORMULA = frozenset("=+-@")
_ENDS = frozenset("\t\r")
