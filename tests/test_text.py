"""Places in texts: folding keeps them, rewriting leads back to them, sentences and words cover the text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readout.records import Span
from readout.text import plain, rewrite, sentences, trimmed, words

SENTENCES = [
    ("It rained. The talks went on.", ["It rained.", "The talks went on."]),
    ("The U.S. and Chile met. They agreed.", ["The U.S. and Chile met.", "They agreed."]),
    ("He flew to the U.S. The talks failed.", ["He flew to the U.S.", "The talks failed."]),
    ("They met Aug. 6 in Lima. Nobody spoke.", ["They met Aug. 6 in Lima.", "Nobody spoke."]),
    ("Gen. Diaz and Lt. Col. Ruiz left. Why?", ["Gen. Diaz and Lt. Col. Ruiz left.", "Why?"]),
    ("President Joao B. Lima spoke. He left.", ["President Joao B. Lima spoke.", "He left."]),
    ('"We agree." The room was silent.', ['"We agree."', "The room was silent."]),
    ("“We agree.” “So do we.”", ["“We agree.”", "“So do we.”"]),
    ("One paragraph\n\nAnother one", ["One paragraph", "Another one"]),
    ("Paid in No. 2 grain, at 5 p.m. in Oslo.", ["Paid in No. 2 grain, at 5 p.m. in Oslo."]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    """Abbreviations, initials and quotation marks do not mislead."""
    assert expected == [span.of(text) for span in sentences(text)]


@given(st.text())
def test_plain_keeps_every_place(text: str) -> None:
    """One character for one character."""
    assert len(text) == len(plain(text))
    assert plain(text) == plain(plain(text))


@given(st.text())
def test_words_and_sentences_lose_nothing(text: str) -> None:
    """Every character that is no space is in exactly one word and one sentence."""
    inked = {i for i, character in enumerate(text) if not character.isspace()}
    for spans in (list(words(text)), list(sentences(text))):
        covered = [i for span in spans for i in range(span.start, span.end)]
        assert len(covered) == len(set(covered))
        assert inked - set(covered) <= {i for i in inked if not text[i].strip(" \n\t\r\u00a0")}


@given(st.lists(st.sampled_from(["U.S. ", "US ", "Rome ", "the ", "U.K. ", "a"]), max_size=12))
def test_rewriting_leads_back(pieces: list[str]) -> None:
    """A stretch that was kept leads back to itself; a replacement leads back to the whole that it replaced."""
    text = "".join(pieces)
    folded, places = rewrite(text, re.compile(r"U\.S\.|U\.K\."), lambda match: match.group().replace(".", ""))

    for match in re.finditer(r"US|UK|Rome|the", folded):
        origin = places.back(Span(*match.span())).of(text)
        assert match.group() == origin.replace(".", "")


@pytest.mark.parametrize(("text", "drop", "expected"), [(" a ", " ", "a"), (", a.", " ,.", "a"), ("  ", " ", "")])
def test_trimmed(text: str, drop: str, expected: str) -> None:
    """Only the ends are shortened."""
    assert expected == trimmed(text, Span(0, len(text)), drop).of(text)
