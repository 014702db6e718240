"""The lexicon: whole words, written as the entry writes them, leftmost and longest."""

from dataclasses import fields

import pytest

from readout.codebook.entries import Codebook, Office, State
from readout.codebook.lexicon import Lexicon, lower


def state(name: str, *names: str, adjectives: tuple[str, ...] = (), weak: tuple[str, ...] = ()) -> State:
    return State(name[:3].upper(), name, names, "test:1", weak=weak, adjectives=adjectives)


@pytest.fixture
def lexicon() -> Lexicon:
    states = (
        state("Guinea", adjectives=("Guinean",)),
        state("Papua New Guinea"),
        state("United States", "US", "U.S.", adjectives=("American",)),
        state("South Korea", "S. Korea", adjectives=("South Korean",), weak=("the South",)),
    )
    offices = (Office("fm", "Foreign Minister", ("foreign minister", "minister"), "GOV", 1, "test:2"),)
    empty = Codebook("0", states, (), (), offices, *(((),) * (len(fields(Codebook)) - 5)))
    return Lexicon.of(empty)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Papua New Guinea and Guinea", ["Papua New Guinea", "Guinea"]),
        ("The US told us that Usher left.", ["US"]),
        ("A U.S.-led force, the U.S.", ["U.S.", "U.S."]),
        ("SOUTH KOREAN FOREIGN MINISTER", ["SOUTH KOREAN", "FOREIGN MINISTER"]),
        ("the foreign minister and the Minister", ["foreign minister", "Minister"]),
        ("south korea", []),
        ("Guineans; NewGuinea; administer", []),
        ("He said the South would answer S. Korea's note.", ["the South", "S. Korea"]),
        ("South\nKorea", ["South\nKorea"]),
        ("the South Korean note to the South", ["South Korean", "the South"]),
    ],
)
def test_finds(lexicon: Lexicon, text: str, found: list[str]) -> None:
    assert [text[hit.start : hit.end] for hit in lexicon.find(text)] == found


def test_a_stretch_of_a_text(lexicon: Lexicon) -> None:
    text = "Guinea, the United States and Guinea"
    (hit,) = lexicon.find(text, 6, 29)
    assert text[hit.start : hit.end] == "United States"
    assert hit.how == "name"


def test_lower_keeps_places() -> None:
    text = "İstanbul, ΣΊΣΥΦΟΣ, STRASSE ẞ"
    assert len(lower(text)) == len(text)
    assert lower("İ US") == "İ us"
