"""Where expressions may begin: no match of a text is lost by asking its words first."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readout.codebook import Compiled
from readout.codebook.begins import Beginnings

SHAPES = (
    r"U\.S\.(?:A\.)?|USA?(?!\w)", r"(?P<stem>[a-z]{3,})is(?P<end>e[ds]?|ing)(?!\w)", r"\d+(?:\.\d+)? ?%",
    r"(?i:one|two)", r"Jan\.?(?= \d)", r"co-(?:op|ord)", r"[^\W\d]{2}x?",
    r"(?:ab)*c", r"a+?b|[A-Z-]b", r"\bto", r"(a)\1", ".b", r"\w\Z",
)  # fmt: skip


@given(
    st.sampled_from(SHAPES),
    st.booleans(),
    st.text(st.sampled_from("aAbBcisex12.%- USoOnNtTwWJÉſ"), max_size=12),
)
def test_no_match_is_lost(shape: str, any_case: bool, text: str) -> None:  # noqa: FBT001
    pattern = re.compile(shape, re.IGNORECASE if any_case else 0)
    known = Beginnings([pattern])
    for word in re.finditer(r"\w+", text):
        assert known[word.group()] or not pattern.match(text, word.start()), word.group()


def test_no_example_of_house_style_is_lost(rules: Compiled) -> None:
    entries = rules.codebook.patterns_of("house-style")
    known = Beginnings(rules.patterns[entry.id].compiled for entry in entries)
    for number, entry in enumerate(entries):
        for example in (*entry.examples, *entry.near_misses):
            for word in re.finditer(r"\w+", example):
                fits = rules.patterns[entry.id].match(example, word.start())
                assert number in known[word.group()] or not fits, (entry.id, example)


@pytest.mark.parametrize("word", ["minister", "Germany", "general", "sectors", "the", "wise", "tone"])
def test_most_words_begin_nothing(word: str, rules: Compiled) -> None:
    entries = rules.codebook.patterns_of("house-style")
    assert Beginnings(rules.patterns[entry.id].compiled for entry in entries)[word] == ()


def test_no_more_words_are_kept_than_allowed() -> None:
    known = Beginnings([re.compile("a")], kept=3)
    assert [known[word] for word in ("a", "b", "ab", "c", "a")] == [(0,), (), (0,), (), (0,)]
    assert len(known) <= 3
