"""Tokens of a sentence: most are made without the expression, and all as the expression would make them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readout.codebook import Compiled
from readout.extract.statements.cues import TOKEN, CueIndex, Token
from readout.records import Span


@pytest.fixture(scope="module")
def index(rules: Compiled) -> CueIndex:
    """The cues of the codebook."""
    return CueIndex.of(rules)


@given(st.text(st.sampled_from("aBéß1_.,'-—\"; \n\t\u00a0"), max_size=30))
def test_tokens_are_those_of_the_expression(index: CueIndex, words: str) -> None:
    text = f"Lind said {words}"
    expected = tuple(Token(*match.span(), match.group().lower()) for match in TOKEN.finditer(text))
    assert index.tokens(text, Span(0, len(text))) == expected
