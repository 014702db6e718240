"""The PLOVER type between a marked source and target."""

import pytest

from readout.codebook import load
from readout.codebook.compiled import compile_codebook
from readout.errors import BadSource
from readout.extract import relate
from readout.extract.events import EventRules
from readout.language import Rules

COMPILED = compile_codebook(load())
INDEX, LANGUAGE = EventRules.of(COMPILED), Rules(COMPILED)

MARKED = [
    ("<s>Lusaka</s> condemned <t>Harare</t> over the dam.", "ACCUSE", "both"),
    ("<t>Harare</t> was condemned by <s>Lusaka</s> over the dam.", "ACCUSE", "both"),
    ("<s>Lusaka</s> and <t>Harare</t> held talks on the dam.", "CONSULT", "both"),
    ("<s>Lusaka</s> did not condemn <t>Harare</t>.", None, "no rule claims a clause of this sentence"),
]


@pytest.mark.parametrize(("sentence", "expected", "reason"), MARKED)
def test_relation(sentence: str, expected: str | None, reason: str) -> None:
    """The type, and how the two stand to the clause that tells it."""
    found = relate(sentence, INDEX, LANGUAGE)

    assert (expected, reason) == (found.type, found.reason)


def test_words_stand_for_missing_marks() -> None:
    """Without marks, source and target are found by their words."""
    found = relate("Lusaka condemned Harare.", INDEX, LANGUAGE, source="Lusaka", target="Harare")

    assert ("ACCUSE", "accuse.condemn") == (found.type, found.rule)


def test_a_target_that_is_not_there_leaves_it_to_the_source() -> None:
    """The source alone decides, and the reason says so."""
    found = relate("<s>Lusaka</s> condemned the raid.", INDEX, LANGUAGE, target="Harare")

    assert ("ACCUSE", "source acts; the target is not in the sentence") == (found.type, found.reason)


def test_a_source_must_be_there() -> None:
    """Without a source nobody can be said to act."""
    with pytest.raises(BadSource, match="source"):
        relate("Harare protested.", INDEX, LANGUAGE, source="Lusaka", target="Harare")
