"""Cases of our own: which differences change a fact, and which of two copies was first (`cases/copies.toml`)."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from readout.codebook import Compiled
from readout.link.align import edits
from readout.link.copies import families
from readout.link.facts import Facts
from readout.link.fold import HouseStyle, fold
from readout.records import Block, Declared, Document, Source, unknown_when
from readout.structure import structure

CASES = tomllib.loads((Path(__file__).parent / "cases/copies.toml").read_text(encoding="utf-8"))
STATED = 0.7  # of the orders that the texts show


def paragraph(text: str) -> Document:
    return Document("a", text, (Block("paragraph", 0, len(text)),), unknown_when("no date"))


@pytest.mark.parametrize("case", CASES["fact"], ids=lambda case: case["after"])
def test_facts(case: Mapping[str, str], rules: Compiled) -> None:
    style = HouseStyle.of(rules)
    ours, theirs = (fold(paragraph(f"It was a long day. {case[side]}"), style) for side in ("before", "after"))
    found = edits(ours, theirs, Facts.of(rules.codebook))
    assert {edit.kind for edit in found} == {case["kind"]}


@pytest.mark.parametrize("pattern", ["opposite"])
def test_opposites_have_an_example_of_either_side(pattern: str, rules: Compiled) -> None:
    patterns = rules.codebook.patterns_of(pattern)
    assert patterns
    for one in patterns:
        found = [rules.patterns[one.id].search(example) for example in one.examples]
        assert {match.lastgroup for match in found if match} == {"one", "other"}, one.id


def made(id_: str, body: list[str], case: Mapping[str, Any], rules: Compiled) -> Document:
    """The document of one side of a case, as the reading of a source makes it."""
    paragraphs = [text for number, text in enumerate(body) if number not in case.get("drop", ())]
    paragraphs += [case["add"]] if "add" in case else []
    text = case.get("head", "") + "\n\n".join(paragraphs)
    for old, new in case.get("replace", ()):
        assert old in text, case
        text = text.replace(old, new)
    text += f"\n\n{case['foot']}" if "foot" in case else ""
    declared = Declared(id_, None, case.get("source"), case.get("title"), case.get("published"))
    document = structure(Source(id_, "record", text, declared), rules, today=date(2026, 12, 1))
    assert isinstance(document, Document)
    return document


def order(case: Mapping[str, Any], rules: Compiled) -> tuple[str | None, str]:
    """The id of the text that is said to be the older, None where nothing is said; and why."""
    body = CASES["bodies"][case["body"]]
    # The ids say the contrary of the truth, so that an order taken from them is seen.
    documents = (made("z-first", body, case["first"], rules), made("a-second", body, case["second"], rules))
    [family] = families(documents, rules)
    [edge] = family.edges
    return (edge.before if edge.direction == "known" else None), " / ".join(edge.why)


@pytest.mark.parametrize("case", CASES["order"], ids=lambda case: case["about"])
def test_no_order_is_stated_wrongly(case: Mapping[str, Any], rules: Compiled) -> None:
    first, why = order(case, rules)
    if case.get("says") == "nothing":
        assert first is None, why
    else:
        assert first in {None, "z-first"}, why


def test_most_orders_are_stated(rules: Compiled) -> None:
    shown = [case for case in CASES["order"] if case.get("says") != "nothing"]
    silent = [(case["about"], order(case, rules)[1]) for case in shown if order(case, rules)[0] is None]
    assert len(silent) <= (1 - STATED) * len(shown), silent
