"""The contexts of own sentences, and of events."""

import tomllib
from collections import Counter
from pathlib import Path

import own
from readout.codebook import Compiled
from readout.extract.contexts import ContextRules, contexts
from readout.records import Block, Document, unknown_when

CASES = tomllib.loads((Path(__file__).parent / "cases" / "contexts.toml").read_text(encoding="utf-8"))["case"]
FLOOR = 0.8


def macro_f1(pairs: list[tuple[set[str], set[str]]]) -> float:
    """The mean F1 over all contexts that are wanted somewhere."""
    hits, wanted, found = Counter[str](), Counter[str](), Counter[str]()
    for gold, got in pairs:
        hits.update(gold & got)
        wanted.update(gold)
        found.update(got)
    return sum(2 * hits[name] / (wanted[name] + found[name]) for name in wanted) / len(wanted)


def test_the_table_holds(rules: Compiled) -> None:
    """Macro-F1 over the own sentences stays above the floor; every context of the codebook is among them."""
    index = ContextRules.of(rules)

    assert {entry.id for entry in rules.codebook.contexts} == {name for case in CASES for name in case["contexts"]}
    assert macro_f1([(set(case["contexts"]), set(contexts(case["text"], index))) for case in CASES]) >= FLOOR


def test_bars_cover_only_themselves(rules: Compiled) -> None:
    """A phrase inside a bar does not count, another one beside it does."""
    index = ContextRules.of(rules)

    assert "natural_resource" not in contexts("Police fired tear gas.", index)
    assert "natural_resource" in contexts("Police fired tear gas at the gas works.", index)


def test_an_event_has_the_contexts_of_its_sentence() -> None:
    """The record holds what the sentence is about, also behind the evidence."""
    text = "Kenya condemned Somalia after a raid on a hospital. Rain fell on the oil fields."
    document = Document("d", text, (Block("paragraph", 0, len(text)),), unknown_when("no day"))

    assert [("ACCUSE", ("health",))] == [
        (event.type, event.contexts) for event in own.extractor().extract(document).events
    ]
