"""Long-lived matters: a table of own sentences, and where two parties stand after several reports."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

import own
from readout.codebook import Compiled
from readout.extract import Extractor
from readout.link import matters
from readout.records import Block, Document, Family, Move
from readout.structure.calendar import stretch

TABLE = Path(__file__).parent / "cases" / "matters.toml"
CASES = tomllib.loads(TABLE.read_text(encoding="utf-8"))["cases"]
SHARE = 0.89  # of the table that is right


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return own.extractor()


def told(text: str, day: str, extractor: Extractor, name: str = "d") -> tuple[Move, ...]:
    published = stretch(date.fromisoformat(day), "day", "metadata")
    return extractor.extract(Document(name, text, (Block("paragraph", 0, len(text)),), published)).moves


def as_expected(move: Move) -> dict[str, object]:
    first = move.when.start
    return {
        "matter": move.matter, "state": move.state, "status": move.status, "states": list(move.states),
        "day": first.isoformat() if first else "",
    }  # fmt: skip


def test_the_table_is_right_but_for_a_few(extractor: Extractor) -> None:
    wrong = []
    for case in CASES:
        found = [as_expected(move) for move in told(case["text"], case["published"], extractor)]
        if (case["expect"] not in found) if "expect" in case else found:
            wrong.append((case["text"], case.get("expect"), found))
    assert 1 - len(wrong) / len(CASES) >= SHARE, wrong


def test_evidence_is_the_text_at_its_place(extractor: Extractor) -> None:
    for case in CASES:
        for move in told(case["text"], case["published"], extractor):
            assert move.evidence.quote == case["text"][move.evidence.start : move.evidence.end]


REPORTS = (
    ("2020-06-17", "North Korea severed communication lines with South Korea on 16 June."),
    ("2021-07-28", "North Korea and South Korea restored their communication lines on Tuesday."),
    ("2021-07-28", "South Korea restored its communication lines with North Korea on Tuesday."),
    ("2021-08-12", "South Korea said North Korea may cut communication lines."),
)


def test_a_matter_stands_where_the_last_move_left_it(extractor: Extractor, rules: Compiled) -> None:
    extractions = []
    for number, (day, text) in enumerate(REPORTS):
        published = stretch(date.fromisoformat(day), "day", "metadata")
        document = Document(f"d{number}", text, (Block("paragraph", 0, len(text)),), published)
        extractions.append(extractor.extract(document))
    families = (Family("f0", ("d0",)), Family("f1", ("d1", "d2")), Family("f3", ("d3",)))
    (matter,) = (m for m in matters(extractions, families, rules) if m.kind == "channel")
    assert matter.states == ("KOR", "PRK")
    assert [move.state for move in matter.moves if move.status == "happened"] == ["severed", "open"]
    for when, state in ((date(2020, 6, 15), None), (date(2020, 7, 1), "severed"), (date(2021, 8, 30), "open")):
        standing = matter.standing(when)
        assert (standing.state if standing else None) == state
