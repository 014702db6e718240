"""Exports for the command line: the list of formats, what may be asked of one, the file, and what is said of it."""

import difflib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.table import Table
from rich.text import Text

from readout.errors import ReadoutError
from readout.views.exports.formats import FORMATS, Asked
from readout.views.exports.made import Count, Made


def shelf() -> Table:
    """The formats with what they hold."""
    table = Table.grid(padding=(0, 2))
    for name, kind in FORMATS.items():
        table.add_row(Text(name, style="bold"), kind.about)
    return table


def check_asked(name: str, asked: Asked) -> None:
    """Refuse a format that there is not, and options that mean nothing to the one that is asked for."""
    if name not in FORMATS:
        near = difflib.get_close_matches(name, FORMATS, n=3)
        hint = f"did you mean {', '.join(near)}?" if near else "readout export --list shows them"
        where = f"--format {name}"
        raise ReadoutError(where, "there is no such format", hint)
    of_a_dossier = name.startswith("dossier")
    wrong = {
        "--spreadsheet": asked.spreadsheet and not name.endswith(("-csv", "-tsv")),
        "--contact": asked.contact is not None and not of_a_dossier,
        "--party": bool(asked.chosen) and asked.contact is not None,
        "--raw": asked.raw and of_a_dossier,
    }
    for option, is_wrong in wrong.items():
        if is_wrong:
            problem = f"means nothing to {name}" + (" of one contact" if option == "--party" else "")
            raise ReadoutError(option, problem, "leave it out")
    for option, day in (("--since", asked.chosen.since), ("--until", asked.chosen.until)):
        if day is not None and not _DAY.fullmatch(day):
            where = f"{option} {day}"
            raise ReadoutError(where, "is no day, month or year", "for instance 2024-03-14, 2024-03 or 2024")


_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def put_out(out: Path, made: Made) -> None:
    """Write an export to a file, which is there whole or not at all, or to standard output."""
    pieces = (line.encode() if isinstance(line, str) else line for line in made.lines)
    if str(out) == "-":
        sys.stdout.flush()
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
        return
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("wb") as file:
            file.writelines(pieces)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def account_of(made: Count, asked: Asked) -> Iterator[str]:
    """What was written and what was not, a line each.

    >>> made = Count("events", 9, 12, 10)
    >>> made.left_out["planned: the format has no column for it"] = 3
    >>> print(chr(10).join(account_of(made, Asked())))
    9 events (12 with every copy), in 10 rows
    3 left out, planned: the format has no column for it
    """
    other = "with copies folded" if asked.raw else "with every copy"
    rows = "" if made.rows == made.counted else f", in {made.rows} rows"
    yield f"{made.counted} {made.what} ({made.otherwise} {other}){rows}"
    if made.by_report:
        yield f"{made.by_report} of them have the time of their report: the text tells none of theirs"
    if made.undated:
        yield f"{made.undated} of them without a single day: columns for days are empty there"
    for reason in sorted(made.left_out):
        yield f"{made.left_out[reason]} left out, {reason}"
