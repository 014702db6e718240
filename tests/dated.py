"""The table of time expressions (`cases/dates.toml`), for its tests and for the comparison with another parser."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

TABLE = Path(__file__).parent / "cases" / "dates.toml"


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, the day of its report, the words that name a time in it and the stretch that they mean."""

    published: date
    kind: str
    text: str
    words: str
    grain: str
    start: date | None = None
    end: date | None = None


def cases(table: Path = TABLE) -> tuple[Case, ...]:
    """The cases of a table, in its order."""
    return tuple(Case(**row) for row in tomllib.loads(table.read_text(encoding="utf-8"))["cases"])
