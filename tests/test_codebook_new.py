"""A type of one's own, from the command that begins it to the records that have it."""

import json
from pathlib import Path

import pytest

from readout.check import check_codebook
from readout.codebook import compile_codebook, load
from readout.codebook.starting import start_type
from readout.codebook.weighing import Weights, load_weights, marked_sentences, model_file, weight_lines
from readout.errors import BadCodebook
from readout.extract import RelationRules, relate, trained
from readout.pipeline import read_paths
from readout.views.export import annotation

REPORT = "OSLO, June 15, 2022 -- Norway saluted Chile on Tuesday over its new parks.\n"
MARKED = "<s>Norway</s> saluted <t>Chile</t> over its parks."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A codebook with the type SALUTE, as the command leaves it."""
    home = tmp_path_factory.mktemp("own") / "codebook"
    start_type("SALUTE", "salute", home)
    return home


@pytest.mark.slow
def test_the_skeleton_holds(folder: Path) -> None:
    """The six examples of the new file are read as it states, and nobody else's are disturbed."""
    assert [] == [complaint for complaint in check_codebook(folder) if "/events/" in complaint]


def test_the_type_is_read_and_exported(folder: Path, tmp_path: Path) -> None:
    """A report with the new act gives an event of the type, in the records and in the annotation."""
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    reading = read_paths([tmp_path / "report.txt"], codebook=folder)
    written = json.loads(json.dumps(annotation(reading.documents[0], reading.extractions[0])))

    assert [("SALUTE", ["NOR:GOV"], ["CHL:GOV"])] == [
        (event["type"], event["actors"], event["recipients"]) for event in written["events"]
    ]


def test_the_type_is_related(folder: Path) -> None:
    """`relate` names it by its rule, without weights and with weights that do not know it."""
    rules = RelationRules.of(compile_codebook(load(folder)), folder)
    older = RelationRules(rules.index, rules.language, rules.verbs, Weights(("ACCUSE",), "older", {}))

    assert [("SALUTE", "salute.verb")] * 2 == [
        (found.type, found.rule) for found in (relate(MARKED, rules), relate(MARKED, older))
    ]


@pytest.mark.slow
def test_the_type_is_trained(folder: Path) -> None:
    """Weights that were trained with its examples know the type; `check` sees when the examples change."""
    compiled = compile_codebook(load(folder))
    sentences = marked_sentences(compiled.codebook, folder)
    weights = trained(sentences, RelationRules.of(compiled, folder, weighed=False))
    model_file(folder).write_text("".join(weight_lines(weights)), encoding="utf-8")

    assert weights == load_weights(folder)
    assert relate(MARKED, RelationRules.of(compiled, folder)).type == "SALUTE"
    start_type("TOAST", "toast", folder)
    assert any("other sentences" in complaint for complaint in check_codebook(folder))


@pytest.mark.parametrize("name", ["salute", "SALUTE", "ACCUSE", "A B"])
def test_names_that_are_none_or_taken(folder: Path, name: str) -> None:
    """A name in small letters, with a space, or of a type that is there is refused."""
    with pytest.raises(BadCodebook):
        start_type(name, "salute", folder)
