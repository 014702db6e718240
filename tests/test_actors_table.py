"""The table of actors: sentences of our own, whom their words mean, and the share that must not fall."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

import actors
import own
from readout.codebook import Compiled

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"
TABLES = {
    part: tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["cases"]
    for part, name in (("open", "actors"), ("held", "actors-held"))
}
FLOORS = tomllib.loads((CASES / "actors-floors.toml").read_text(encoding="utf-8"))["floors"]


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    return actors.figures(actors.judge(actors.OPEN, own.rules()), actors.judge(actors.HELD, own.rules()))


@pytest.mark.parametrize("figure", sorted(FLOORS))
def test_share_right_does_not_fall(figure: str, figures: dict[str, float]) -> None:
    """Overall and on traps, of the open part and of the part held back."""
    assert figures[figure] >= FLOORS[figure]


def test_every_figure_has_a_floor(figures: dict[str, float]) -> None:
    assert set(FLOORS) == set(figures)


def test_table_is_whole() -> None:
    """Four hundred sentences and 772 more, none twice, a third of the first held back, and traps enough in both."""
    assert {part: len(rows) for part, rows in TABLES.items()} == {"open": 998, "held": 174}
    assert len({row["text"] for rows in TABLES.values() for row in rows}) == 1172
    traps = Counter(part for part, rows in TABLES.items() for row in rows if row["topic"].startswith("trap"))
    assert traps["held"] >= 20
    assert traps.total() >= 60


@pytest.mark.parametrize("part", TABLES)
def test_expectations_can_be_met(part: str, rules: Compiled) -> None:
    """Their words stand in the text, and their states and offices are those of the codebook."""
    book = rules.codebook
    states = {entry.id for entry in book.states} | {entry.id for entry in book.organisations}
    offices = {entry.id for entry in book.offices}
    for row in TABLES[part]:
        for entry in row["expect"]:
            assert row["text"].count(entry["words"]) >= entry.get("at", 1), row["text"]
            for actor in (entry, *entry.get("several", ())):
                assert actor.get("state", "USA") in states, entry
                assert actor.get("office", "president") in offices, entry
