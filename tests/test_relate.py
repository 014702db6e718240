"""The PLOVER type between a marked source and target."""

from dataclasses import replace

import pytest

from readout.codebook import load
from readout.codebook.compiled import compile_codebook
from readout.codebook.weighing import Weights
from readout.errors import BadSource
from readout.extract import RelationRules, relate

COMPILED = compile_codebook(load())
RULES = RelationRules.of(COMPILED, weighed=False)

MARKED = [
    ("<s>Lusaka</s> condemned <t>Harare</t> over the dam.", "ACCUSE", "both"),
    ("<t>Harare</t> was condemned by <s>Lusaka</s> over the dam.", "ACCUSE", "both"),
    ("<s>Lusaka</s> and <t>Harare</t> held talks on the dam.", "CONSULT", "both"),
    ("<s>Lusaka</s> did not condemn <t>Harare</t>.", None, "no rule claims a clause of this sentence"),
]


@pytest.mark.parametrize(("sentence", "expected", "reason"), MARKED)
def test_relation(sentence: str, expected: str | None, reason: str) -> None:
    """The type, and how the two stand to the clause that tells it."""
    found = relate(sentence, RULES)

    assert (expected, reason) == (found.type, found.reason)


def test_words_stand_for_missing_marks() -> None:
    """Without marks, source and target are found by their words."""
    found = relate("Lusaka condemned Harare.", RULES, source="Lusaka", target="Harare")

    assert ("ACCUSE", "accuse.condemn") == (found.type, found.rule)


def test_a_target_that_is_not_there_leaves_it_to_the_source() -> None:
    """The source alone decides, and the reason says so."""
    found = relate("<s>Lusaka</s> condemned the raid.", RULES, target="Harare")

    assert ("ACCUSE", "source acts; the target is not in the sentence") == (found.type, found.reason)


def test_a_source_must_be_there() -> None:
    """Without a source nobody can be said to act."""
    with pytest.raises(BadSource, match="source"):
        relate("Harare protested.", RULES, source="Lusaka", target="Harare")


def test_the_first_mark_counts() -> None:
    """A name that is marked again further on is the source at its first place."""
    found = relate("<s>Lusaka</s> condemned <t>Harare</t>, and <s>Lusaka</s> was heard.", RULES)

    assert ("ACCUSE", "both") == (found.type, found.reason)


WEIGHED = replace(RULES, weights=Weights(("ACCUSE", "AID", "NONE"), "x", {"mid: mend": (0.0, 2.0, 0.0)}))


def test_weights_decide_where_rules_are_silent() -> None:
    """What no rule claims is told by its features, and they are named."""
    found = relate("<s>Lusaka</s> mended the roof of <t>Harare</t>'s school.", WEIGHED)

    assert ("AID", None, "mid: mend") == (found.type, found.rule, found.reason)


def test_a_rule_keeps_its_word_beside_weights() -> None:
    """A clause that joins the two is trusted, and its rule is named."""
    found = relate("<s>Lusaka</s> condemned <t>Harare</t>.", WEIGHED)

    assert ("ACCUSE", "accuse.condemn") == (found.type, found.rule)
