"""Laws that hold for every document: quotes are the text, order does not matter, twice is the same bytes."""

import dataclasses
import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import own
import readout
from readout import codec
from readout.extract import Extractor
from readout.language import Rules
from readout.records import Declared, Document, Drop, Mention, Reading, Source, evidence_of
from readout.structure import structure

EXAMPLES = sorted((Path(__file__).resolve().parents[1] / "examples/reports").iterdir())
TODAY = date(2026, 1, 31)
RULES = own.rules()


@pytest.fixture(scope="module")
def reading() -> Reading:
    """The examples, read together."""
    return readout.read_paths(EXAMPLES, today=TODAY)


def test_every_quote_is_the_text(reading: Reading) -> None:
    """`quote == document.text[start:end]`, for every record that the examples yield."""
    texts = {document.id: document.text for document in reading.documents}
    found = list(evidence_of(reading))

    assert len(found) > 100
    assert not [e for e in found if e.quote != texts[e.document][e.start : e.end]]


def test_blocks_lie_in_order(reading: Reading) -> None:
    """Blocks do not overlap and stand in the order of the text."""
    for document in reading.documents:
        ends = [0, *(block.end for block in document.blocks)]
        assert all(end <= block.start < block.end for end, block in zip(ends, document.blocks, strict=False))


def test_order_of_arrival_does_not_matter(reading: Reading) -> None:
    """The same records whatever order the files come in."""
    shuffled = list(EXAMPLES)
    random.Random(7).shuffle(shuffled)
    again = readout.read_paths(shuffled, today=TODAY)

    for field in dataclasses.fields(Reading):
        ours, theirs = getattr(reading, field.name), getattr(again, field.name)
        assert sorted(map(codec.encode, ours)) == sorted(map(codec.encode, theirs)), field.name


def test_extraction_twice_gives_the_same_bytes(reading: Reading) -> None:
    """No state is left behind by a document."""
    fresh = Extractor(RULES, Rules(RULES))
    for document, extraction in zip(reading.documents, reading.extractions, strict=True):
        assert codec.encode(extraction) == codec.encode(fresh.extract(document))


PIECES = [
    *("Kenyan Foreign Minister Grace Otieno", "President Biden", "the ministry", "Lima", "U.S.", "North Korea", "he"),
    *(
        "it",
        "said",
        "agreed",
        "warned",
        "met with",
        "will visit",
        "was condemned by",
        "talks",
        "between",
        "and",
        "that",
    ),
    *(",", ".", '"', "“", "”", "'", "(", ")", "--", "on Friday", "Aug. 6", "in a statement", "\n", "\n\n", "###"),
    *("(END)", " ", "é", "🕊"),
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40))
def test_any_text_keeps_the_laws(pieces: list[str]) -> None:
    """Whatever a text is made of, what is read in it leads back to it."""
    text = " ".join(pieces)
    made = structure(Source("test", "text", text, Declared(id="d", published="2021-08-06")), RULES, today=TODAY)
    if isinstance(made, Drop):
        return
    assert isinstance(made, Document)
    found = own.extractor().extract(made)

    assert not [e for e in evidence_of(found) if e.quote != made.text[e.start : e.end] or not e.quote]
    ends = [0, *(mention.end for mention in found.mentions)]
    assert all(end <= m.start < m.end <= len(text) for end, m in zip(ends, found.mentions, strict=False))
    assert all(isinstance(mention, Mention) for mention in found.mentions)
