"""The cheap looks before expressions: whatever an expression finds, its hints have seen."""

import re

import pytest

from readout.codebook import Compiled
from readout.codebook.hints import Hints, Shape, needed, parsed


def test_hints_lose_no_example_of_the_codebook(rules: Compiled) -> None:
    """Where a pattern of the codebook fits one of its examples, its letters stand there."""
    for pattern in rules.codebook.patterns:
        regex = rules.patterns[pattern.id]
        hints = Hints.of_expressions([regex])
        for example in (*pattern.examples, *pattern.near_misses):
            assert not regex.search(example) or hints.found_in(example), (pattern.id, example)


def test_no_example_of_the_codebook_is_too_long(rules: Compiled) -> None:
    """Where a pattern fits one of its examples from the first character on, its shape allows for that length."""
    for pattern in rules.codebook.patterns:
        regex = rules.patterns[pattern.id]
        longest = Shape.of(parsed(regex.pattern, regex.flags)).longest
        for example in (*pattern.examples, *pattern.near_misses):
            assert not regex.match(example) or len(example) <= longest, (pattern.id, example)


@pytest.mark.parametrize(
    ("expression", "letters"),
    [
        ("interview(?:s|ed)?", {"interview"}),
        ("(?:press|radio) talks", {" talks"}),
        ("(?:press|radio)", {"press", "radio"}),
        ("(?:press|tv)", set()),
        ("(?:press)?", set()),
        ("(?:press)+", {"press"}),
        ("(?<=press) x", set()),
        ("x(?= press)", {" press"}),
        ("x(?! press)", set()),
        ("[Pp][Rr]ess [a-z]", {"press "}),
        ("on (?:the )?(?:TV|air)", {"on the ", "on tv", "on air"}),
        ("[/|][a-z]", {"/", "|"}),
        ("(?:ab|/d) [a-z]", set()),
    ],
)
def test_needed_letters(expression: str, letters: set[str]) -> None:
    """What is optional, excluded or before the match is not needed."""
    assert needed(re.compile(expression)) == letters


def test_words_for_several_are_tried_where_they_begin(rules: Compiled) -> None:
    """Every word that ends an expression for several people is found where that expression fits."""
    plurals = rules.naming.plurals
    for letter, shape in plurals.shapes:
        for word in (*re.findall(r"[a-z]{3,}s\b", shape.pattern), "two", "pair", "three", "five", "both agreed"):
            for words in (word, f"two {word}", f"the {word}", f"all {word}"):
                match = shape.match(words)
                assert match is None or (letter, 0, match.end()) in plurals.found_in(words), words
