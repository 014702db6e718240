"""Speeches of several paragraphs, participles that open a sentence, and nouns of speech without an owner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import own
from readout.extract.statements import StatementRules
from readout.extract.statements.quotations import covered, quotations
from readout.records import Span
from readout.text import plain
from test_statements import read, told


@pytest.fixture(scope="module")
def rules() -> StatementRules:
    return own.statement_rules()


# ---- quotations over several paragraphs ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "“We stay.\n“We help.\n“We pay for the lamps,” Lind said.",
        '"We stay.\n"We help.\n"We pay for the lamps," said Lind.',
        "Okoro said the port is shut.\n“We stay.\n“We help.\n“We pay for the lamps,” Lind said.",
        "Lind said: “We stay.\n“We help.\n“We pay for the lamps.”\nOkoro left.",
        "“We stay,” Lind said. “We help.\n“We pay for the lamps.”",
    ],
)
def test_a_speech_of_several_paragraphs_is_one_group(rules: StatementRules, text: str) -> None:
    found = [one for one in read(rules, text) if one.kind == "direct"]
    contents = [one.content.quote.rstrip(".") for one in found]
    assert contents == ["We stay", "We help", "We pay for the lamps"]
    assert {one.speaker for one in found} == {"Mara Lind"}
    assert {one.group for one in found} == {1}
    assert len({one.id for one in found}) == len(found)


def test_a_speech_without_attribution_goes_on_with_the_last_speaker(rules: StatementRules) -> None:
    found = read(rules, "Lind said the port is open.\n“We stay in port.\n“We help all the crews.”\nOkoro left.")
    assert [(one.speaker, one.content.quote, one.group) for one in found] == [
        ("Mara Lind", "the port is open", None),
        ("Mara Lind", "We stay in port.", 1),
        ("Mara Lind", "We help all the crews.", 1),
    ]


def test_a_closed_paragraph_is_no_part_of_the_next_speech(rules: StatementRules) -> None:
    found = read(rules, 'Okoro said the port is shut.\n"We stay here. We pay."\n"We help all of them," Lind said.')
    assert [(one.speaker, one.group) for one in found] == [
        ("Samuel Okoro", None),
        ("Samuel Okoro", None),
        ("Mara Lind", None),
    ]


# ---- participles that open a sentence --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content"),
    [
        # A name and one word at the end may as well be an attribution.
        ("Conceding that the port was closed, Lind left.", None, "", ""),
        ("Conceding that the port was closed, Lind left for home.", "Mara Lind", "Conceding", "the port was closed"),
        ("Saying the port was unsafe, Lind left for home.", "Mara Lind", "Saying", "the port was unsafe"),
        (
            "Arguing that the port was unsafe, the foreign ministry closed it.",
            "Norwegian Foreign Ministry",
            "Arguing",
            "the port was unsafe",
        ),
        (
            "Warning that ships would turn back, Lind and Okoro closed the port.",
            "Mara Lind and Samuel Okoro",
            "Warning",
            "ships would turn back",
        ),
        ("Warning of storms, Lind closed the port.", "Mara Lind", "Warning", "storms"),
        ("Writing a letter to the council, Lind left the room.", None, "", ""),
    ],
)
def test_a_participle_has_the_speaker_of_the_main_clause(
    rules: StatementRules, text: str, speaker: str | None, cue: str, content: str
) -> None:
    expected = [(speaker, cue, content)] if speaker else []
    assert told(read(rules, text)) == expected


def test_a_participle_leaves_the_main_clause_its_own_cue(rules: StatementRules) -> None:
    found = read(rules, "Lind said the port was safe. Conceding that it was closed, she urged Nigeria to pay.")
    assert told(found)[1:] == [
        ("Mara Lind", "Conceding", "it was closed"),
        ("Mara Lind", "urged", "Nigeria to pay"),
    ]


# ---- nouns without an owner ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The accusation that Norway had closed the port was false.", "accusation", "Norway had closed the port"),
        ("There was a warning that ships would turn back.", "warning", "ships would turn back"),
        ("The visit ended in allegations that pilots were bribed.", "allegations", "pilots were bribed"),
    ],
)
def test_a_noun_without_an_owner_has_no_speaker(rules: StatementRules, text: str, cue: str, content: str) -> None:
    (found,) = read(rules, text)
    assert (found.speakers, found.mention) == ((), None)
    assert told([found])[0][1:] == (cue, content)


@pytest.mark.parametrize(
    "text",
    [
        "There was no claim that the port was closed.",
        "The treaty was an agreement that opened the port.",
        "The crew saw the warning that would end the trip.",
    ],
)
def test_no_noun_of_speech(rules: StatementRules, text: str) -> None:
    assert read(rules, text) == ()


def test_a_named_speaker_goes_before_a_noun_without_one(rules: StatementRules) -> None:
    assert told(read(rules, "Lind said the claim that the port was closed is false.")) == [
        ("Mara Lind", "said", "the claim that the port was closed is false")
    ]
    assert [one.speaker for one in read(rules, "Lind said in a statement that the port was closed.")] == ["Mara Lind"]


# ---- marks at the end of the text ------------------------------------------------------------------------------------
@given(st.text(alphabet="“”\"'«»,. aB\n", max_size=24))
def test_covering_keeps_every_place(text: str) -> None:
    flat = plain(text)
    dark = covered(flat, quotations(text, flat, Span(0, len(text))))
    assert len(dark) == len(text)
