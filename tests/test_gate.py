"""The look at the words before a parse loses nothing: the sentences behind the gate tell what they tell without it."""

import random
from datetime import date
from unittest import mock

import pytest

import own
from readout.codebook import Compiled
from readout.extract.lines import Gate
from readout.records import Document, Source
from readout.structure import structure

TOGETHER = 6  # sentences of a text
TODAY = date(2026, 11, 22)


def texts(rules: Compiled) -> list[str]:
    """The sentences of the codebook's examples, each a paragraph, several to a text, in an order of chance."""
    book = rules.codebook
    told = [example.text for kind in book.events for example in kind.examples]
    told += [text for word in book.contacts for text in (*word.examples, *word.near_misses)]
    random.Random(7).shuffle(told)
    return ["\n\n".join(told[at : at + TOGETHER]) for at in range(0, len(told), TOGETHER)]


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_no_act_is_lost_at_the_gate(step: int, rules: Compiled) -> None:
    """Events, contacts and moves are the same where every sentence is parsed."""
    extractor = own.extractor()
    documents = [
        made
        for number, text in enumerate(texts(rules)[::step])
        if isinstance(made := structure(Source(f"text {number}", "text", text), rules, today=TODAY), Document)
    ]
    looked = [extractor.extract(document) for document in documents]
    with mock.patch.object(Gate, "passes", return_value=True):
        parsed = [extractor.extract(document) for document in documents]

    assert [(e.events, e.contacts, e.moves) for e in parsed] == [(e.events, e.contacts, e.moves) for e in looked]
    assert sum(len(e.events) for e in looked) > len(looked)


def acts(rules: Compiled, text: str) -> list[tuple[str, tuple[str | None, ...]]]:
    made = structure(Source("text", "text", text), rules, today=TODAY)
    assert isinstance(made, Document)
    found = own.extractor().extract(made).events
    return [(event.type, tuple(actor.state for actor in (*event.actors, *event.recipients))) for event in found]


def test_one_party_and_a_thing_of_another_that_was_told_before_are_two(rules: Compiled) -> None:
    """Whose a thing is may stand in an earlier sentence, and only there."""
    before = "A Kenyan trawler left Oslo on Monday. "
    assert ("COERCE", ("CHL", "KEN")) in acts(rules, f"{before}Chile seized the trawler on Friday.")
    assert acts(rules, f"{before}Chile seized the freighter on Friday.") == []
    assert acts(rules, f"Chile seized the trawler on Friday. {before}") == []
