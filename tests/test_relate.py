"""The PLOVER type between a marked source and target."""

from dataclasses import replace
from pathlib import Path

import pytest

import own
from readout.codebook.roots import RootCase, root_cases
from readout.codebook.weighing import Weights
from readout.errors import BadCodebook, BadSource
from readout.extract import RelationRules, relate
from readout.extract.features import features
from readout.extract.relate import parsed
from readout.extract.roots import root_of

COMPILED = own.rules()
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


def test_a_source_that_is_not_there_leaves_it_to_the_target() -> None:
    """What is done to the target decides where nobody is named who does it, and the reason says so."""
    found = relate("Four ministers were arrested in <t>Harare</t>.", RULES, source="Lusaka")

    assert found.type == "COERCE"
    assert found.reason.endswith("the source is not in the sentence")


def test_one_of_the_two_must_be_there() -> None:
    """Without either party there is nothing to tell."""
    with pytest.raises(BadSource, match="source"):
        relate("Mbabane protested.", RULES, source="Lusaka", target="Harare")


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


# ---- the roots of CAMEO's tradition ----------------------------------------------------------------------------------
CASES = [case.told for case in RULES.cases]


def roots(sentence: str, types: tuple[str, ...]) -> set[str]:
    """The roots that a sentence bears if it is of one of these types."""
    return {root_of(parsed(sentence, RULES), kind, RULES.cases)[0] for kind in types}


@pytest.mark.parametrize(("case", "sentence"), [(case, text) for case in CASES for text in case.examples])
def test_an_example_of_a_case_bears_its_root(case: RootCase, sentence: str) -> None:
    """Of the types that the case names, the sentence goes to the root of the case by at least one."""
    assert case.root in roots(sentence, case.types)


@pytest.mark.parametrize(("case", "sentence"), [(case, text) for case in CASES for text in case.near_misses])
def test_a_near_miss_of_a_case_keeps_its_root(case: RootCase, sentence: str) -> None:
    """Whatever its type, a near miss is not put there."""
    assert case.root not in roots(sentence, case.types)


def test_the_older_root_is_written_on_demand() -> None:
    """PLOVER's type without, CAMEO's root with it, and the category as the reason."""
    sentence = "<s>Luanda</s> will release <t>forty prisoners</t> on Friday."

    assert relate(sentence, RULES).type == "CONCEDE"
    found = relate(sentence, RULES, older=True)
    assert found.type == "AGREE"
    assert "CAMEO 035" in found.reason
    assert relate("<s>Luanda</s> released <t>forty prisoners</t>.", RULES, older=True).type == "YIELD"


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        ('root = "WAR"\ntypes = ["COERCE"]', "unknown type 'WAR'"),
        ('root = "ASSAULT"\ntypes = ["COERCE"]\nif = ["often"]', "`if` is"),
        ('root = "ASSAULT"\ntypes = ["COERCE"]', "a case needs examples"),
    ],
)
def test_a_wrong_case_is_refused(tmp_path: Path, case: str, problem: str) -> None:
    """A case of unknown types or conditions, or without examples, is said with its line."""
    folder = tmp_path / "conventions"
    folder.mkdir()
    (folder / "cameo.toml").write_text(f'[[case]]\nwhy = "x"\n{case}\n', encoding="utf-8")

    with pytest.raises(BadCodebook, match=problem):
        root_cases(COMPILED.codebook, tmp_path)


# ---- features --------------------------------------------------------------------------------------------------------
def named(sentence: str) -> set[str]:
    """The names of the features of a sentence."""
    return set(features(parsed(sentence, RULES), RULES.index, RULES.verbs))


def test_what_a_source_says_of_a_target_is_a_feature() -> None:
    """Who is spoken of, with which modal, and which verb."""
    assert {"S says T must", "S says T withdraw"} <= named("<s>Lusaka</s> said <t>Harare</t> must withdraw its troops.")


def test_verbs_are_known_by_their_types() -> None:
    """A verb that rules of a type name is a feature by its type, and so is the noun that the source has or makes."""
    assert "ST subject object is ACCUSE" in named("<s>Lusaka</s> condemned <t>Harare</t>.")
    assert "S subject decline a REQUEST" in named("<s>Lusaka</s> declined a request from <t>Harare</t>.")


def test_words_of_one_stem_share_pieces() -> None:
    """A word that was never seen is known by its pieces."""
    one, other = (
        named("<s>Lusaka</s> negotiated with <t>Harare</t>."),
        named("<s>Lusaka</s>, <t>Harare</t>: negotiators"),
    )

    assert "part: nego" in one & other
