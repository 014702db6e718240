"""The table of time expressions: each is found in its sentence as it stands and means the stretch of time it should."""

import pytest

from dated import Case, cases
from readout.codebook import Compiled
from readout.extract.dates import Dated, dates
from readout.records import Block, Document
from readout.structure.calendar import stretch

CASES = cases()


def found(case: Case, rules: Compiled) -> tuple[Dated, ...]:
    published = stretch(case.published, "day", "metadata")
    document = Document("d", case.text, (Block("paragraph", 0, len(case.text)),), published)
    return tuple(item for item in dates(document, rules) if item.span.of(case.text) == case.words)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.words} ({case.published})")
def test_expression_means_its_stretch(case: Case, rules: Compiled) -> None:
    """One case of the table, in its sentence."""
    (item,) = found(case, rules)[:1] or pytest.fail(f"{case.words!r} is not found in {case.text!r}")
    assert (item.when.start, item.when.end, item.when.grain) == (case.start, case.end, case.grain)
    assert item.when.reasons


def test_table_is_whole() -> None:
    """Two hundred sentences, none twice, each with its words in it."""
    assert len({case.text for case in CASES}) == 200
    assert all(case.words in case.text for case in CASES)
