"""Transcripts: whose turn it is in briefings, interviews and press conferences, and what only looks like one."""

import dataclasses
import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from readout import codec
from readout.codebook import Compiled
from readout.extract.statements import statements
from readout.records import Actor, Declared, Document, Mention, Source, Span, Turn
from readout.structure import structure
from readout.views.export import document_json

TABLE = tomllib.loads((Path(__file__).parent / "cases/transcripts.toml").read_text(encoding="utf-8"))
CASES = {case["name"]: (case["text"], case["turns"]) for case in TABLE["case"]}
TALK = "The strait is open, and the pilots are back at work."


def made(text: str, rules: Compiled, *, title: str | None = None) -> Document:
    found = structure(Source("t", "text", text, Declared(title=title)), rules, today=date(2031, 5, 1))
    assert isinstance(found, Document)
    return found


def told(text: str, rules: Compiled) -> list[tuple[str, str, str]]:
    """Kind, head and first words of each turn."""
    document = made(text, rules)
    return [
        (turn.kind, turn.head.of(document.text), turn.words.of(document.text).split(".")[0].split("?")[0])
        for turn in document.turns
    ]


@pytest.mark.parametrize("name", CASES)
def test_turns(name: str, rules: Compiled) -> None:
    """The table of transcripts, and of lists, columns, captions and quoted exchanges that are none."""
    text, wanted = CASES[name]

    assert told(text, rules) == [tuple(turn) for turn in wanted]


def test_a_turn_runs_over_its_paragraphs_and_ends_before_the_page_does(rules: Compiled) -> None:
    """Paragraphs without a head go on with the turn; asides in it are marked, those before it left out."""
    text = (
        f"MR. DAHL: (In Danish.) {TALK}\n\n(Applause.)\n\nThe ferries sail again.\n\nQ Since when?\n\n"
        "MR. DAHL: Since May, and they will sail all year.\n\n###\n\nSubscribe to our newsletter"
    )
    document = made(text, rules)
    first, _, last = document.turns
    assert first.words.of(text) == f"{TALK}\n\n(Applause.)\n\nThe ferries sail again."
    assert [aside.of(text) for aside in first.asides] == ["(In Danish.)", "(Applause.)"]
    assert last.words.of(text) == "Since May, and they will sail all year."


def test_a_line_that_opens_a_turn_is_no_headline(rules: Compiled) -> None:
    text, _ = CASES["names above their words"]

    assert {block.kind for block in made(text, rules).blocks} == {"paragraph"}


def test_turns_in_the_output_of_structure(rules: Compiled) -> None:
    """Places for the words, the head and the speaker, who is None where nobody is named."""
    text, _ = CASES["a briefing without points"]
    found = json.loads(json.dumps(document_json(made(text, rules))))
    turn, question, _ = found["turns"]
    assert text[turn["speaker_start"] : turn["speaker_end"]] == turn["speaker"] == "MR DAHL"
    assert text[turn["start"] : turn["end"]].startswith("Good morning.")
    assert (question["kind"], question["speaker"], question["speaker_start"]) == ("question", None, None)
    assert text[question["head_start"] : question["head_end"]] == "QUESTION"


def test_turns_survive_the_codec(rules: Compiled) -> None:
    document = made(CASES["applause is no speech"][0], rules)
    turn = Turn("speech", Span(0, 4), Span(6, 9), "LIND", (Span(6, 7),))

    assert codec.decode(codec.encode(document)) == document
    assert codec.decode(codec.encode(turn)) == turn
    assert turn.span == Span(0, 9)


# ---- their statements ------------------------------------------------------------------------------------------------
LIND = Actor("person", "Mara Lind", "NOR", "Foreign Minister")


def said(text: str, rules: Compiled) -> list[tuple[str, str | None, str, str]]:
    document = dataclasses.replace(made(text, rules, title="Remarks at a Ceremony"), issuer="NOR")
    at = text.find("LIND")
    found = statements(document, (Mention(at, at + 4, "surname", (LIND,), "a test"),), rules)
    assert {one.cue for one in found} <= {None}
    return [(one.act, one.speaker, one.channel, one.content.quote) for one in found]


def test_each_turn_is_a_statement(rules: Compiled) -> None:
    """Questions stand apart from answers; an official without a name speaks on background."""
    text = (
        "MINISTER LIND:  Good morning.\nQ Minister Lind, is the strait open?\nMINISTER LIND:  Since May.\n"
        "SENIOR HARBOUR OFFICIAL:  And all ships pass."
    )
    assert said(text, rules) == [
        ("say", "Mara Lind", "speech", "Good morning."),
        ("ask", None, "speech", "Minister Lind, is the strait open?"),
        ("say", "Mara Lind", "speech", "Since May."),
        ("say", "SENIOR HARBOUR OFFICIAL", "anonymous", "And all ships pass."),
    ]
