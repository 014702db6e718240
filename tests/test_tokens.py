"""Tokens of a sentence: words that were met before are tagged as they were the first time."""

import re

from hypothesis import given
from hypothesis import strategies as st

from readout.codebook import Compiled
from readout.language.tokens import Words, tokenise
from readout.records import Span
from readout.text import WORD, small_letters

LETTERS = st.text(st.sampled_from("aBsn1_.,'’-—\" \n\t\u00a0\u2003"), max_size=30)


@given(LETTERS)
def test_words_met_before_are_the_same_tokens(rules: Compiled, letters: str) -> None:
    text = f"Lind's {letters}"
    words, whole = Words(rules), Span(0, len(text))
    first = tokenise(text, whole, (), words)
    assert tokenise(text, whole, (), words) == first


@given(LETTERS)
def test_tokens_begin_where_those_of_the_expression_do(rules: Compiled, letters: str) -> None:
    text = f"Lind {letters}".replace("’", "'")
    tokens = tokenise(text, Span(0, len(text)), (), Words(rules))
    told = {token.start for token in tokens}
    assert {match.start() for match in WORD.finditer(text) if match[0] != "."} <= told
    assert all(text[token.start : token.end].lower() == token.low for token in tokens)


@given(st.text(max_size=30))
def test_runs_of_small_letters_are_those_of_an_expression(text: str) -> None:
    assert small_letters(text) == re.findall("[a-z]+", text)
