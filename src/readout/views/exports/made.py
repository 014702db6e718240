"""What an export is: its text in pieces, how many things it holds, and what it had to leave out and why."""

from collections.abc import Iterable
from dataclasses import dataclass

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Made:
    """An export. `counted` things are written in `rows` rows; `otherwise` is their number counted the other way.

    `undated` of those counted have no single day, so that columns for days are empty there;
    `by_report` have the time of their report, since the text tells none.
    With copies folded `otherwise` is the number of all tellings, and with every telling the number without copies.
    """

    lines: Iterable[str]
    what: str
    counted: int
    otherwise: int
    rows: int
    left_out: tuple[tuple[int, str], ...] = ()
    undated: int = 0
    by_report: int = 0


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
