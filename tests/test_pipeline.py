from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast

import pytest

from readout import pipeline
from readout.errors import BadCodebook, BadSource
from readout.records import (
    Comparison,
    Contact,
    Declared,
    Document,
    Drop,
    Extraction,
    Family,
    Reading,
    Source,
    unknown_when,
)

if TYPE_CHECKING:
    from readout.codebook.compiled import Compiled

TODAY = date(2026, 1, 1)
RULES = cast("Compiled", None)  # the stages below ask no rule


class Stages:
    """Stages that do one plain thing each: what is tested here is the recipe and not the cooking."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.extracted: list[str] = []

    def structure(self, source: Source, _rules: object, *, today: date) -> Document | Drop:
        """Every text is a document, some are bad."""
        assert today == TODAY
        if source.text == "bad":
            raise BadSource(source.where, "is bad", "make it good")
        if source.text == "worse":
            raise ZeroDivisionError
        if source.text == "rule":
            place = "rules.toml:3"
            raise BadCodebook(place, "is wrong")
        return Document(source.declared.id or source.text, source.text, (), unknown_when("-"), where=source.where)

    def families(self, documents: Iterable[Document], _rules: object, **_options: int) -> tuple[Family, ...]:
        """All are of one family."""
        ids = tuple(document.id for document in documents)
        return (Family("family", ids),) if ids else ()

    def lend_dates(self, documents: Iterable[Document], _families: object) -> tuple[Document, ...]:
        """Who has no day gets the first that there is."""
        held = tuple(documents)
        days = [document.published for document in held if document.published.start]
        return tuple(
            replace(d, published=replace(days[0], basis="sibling")) if days and not d.published.start else d
            for d in held
        )

    def extract(self, document: Document) -> Extraction:
        """Nothing is found, and noted that it was looked for."""
        if document.text == "odd":
            raise RecursionError
        self.extracted.append(document.id)
        return Extraction(document.id, (), (), (), (), "rules 1")

    def contacts(self, documents: Iterable[Document], *_: object) -> tuple[Contact, ...]:
        """The ones made by hand."""
        return self.reading.contacts if tuple(documents) else ()

    def compare(self, *_: object) -> Comparison:
        """The one made by hand."""
        return self.reading.comparisons[0]


@pytest.fixture
def stages(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> Stages:
    made = Stages(reading)
    for name in ("structure", "families", "lend_dates", "contacts", "compare"):
        monkeypatch.setattr(pipeline, name, getattr(made, name))
    for name in ("tell", "matters", "stories"):
        monkeypatch.setattr(pipeline, name, lambda *_: ())
    monkeypatch.setattr(pipeline, "Rules", lambda _: None)
    monkeypatch.setattr(pipeline, "Extractor", lambda *_: made)
    return made


def sources(*texts: str) -> list[Source | Drop]:
    return [Source(f"{number}.txt", "text", text) for number, text in enumerate(texts)]


def made_of(found: Iterable[Source | Drop]) -> Reading:
    documents, drops = pipeline.structured(found, RULES, today=TODAY)
    return pipeline.related(documents, RULES, drops=drops)


def test_a_document_that_fails_is_dropped_and_the_rest_goes_through(stages: Stages) -> None:
    reading = made_of([*sources("one", "bad", "worse", "odd", "two"), Drop("read", "x.bin", "not text")])
    assert [document.id for document in reading.documents] == ["one", "two"] == stages.extracted
    assert [(drop.stage, drop.where) for drop in reading.drops] == [
        ("structure", "1.txt"), ("structure", "2.txt"), ("read", "x.bin"), ("extract", "3.txt"),
    ]  # fmt: skip
    assert reading.drops[0] == Drop("structure", "1.txt", "is bad", "make it good")
    assert reading.drops[1].reason.startswith("ZeroDivisionError at test_pipeline.py:")
    assert reading.families == (Family("family", ("one", "two")),)


@pytest.mark.usefixtures("stages")
def test_a_wrong_rule_stops_the_run() -> None:
    with pytest.raises(BadCodebook, match=r"rules\.toml:3"):
        made_of(sources("one", "rule"))


@pytest.mark.usefixtures("stages")
def test_one_text_twice_is_one_document_and_one_id_for_two_texts_is_refused() -> None:
    twice = [Source("a", "record", "text", Declared(id="1")), Source("b", "record", "text", Declared(id="1"))]
    documents, drops = pipeline.structured(
        [*twice, Source("c", "record", "other", Declared(id="1"))], RULES, today=TODAY
    )
    assert [document.where for document in documents] == ["a"]
    assert [drop.where for drop in drops] == ["c"]


def test_a_failed_comparison_costs_no_contact(stages: Stages, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Comparison:
        raise KeyError("topic")  # noqa: EM101 - any fault will do

    monkeypatch.setattr(pipeline, "compare", fail)
    reading = made_of(sources("one"))
    assert (reading.contacts, reading.comparisons) == (stages.reading.contacts, ())
    assert [drop.stage for drop in reading.drops] == ["compare"]


def test_a_comparison_needs_accounts_of_two_parties(stages: Stages, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(made_of(sources("one")).comparisons) == 1
    alone = stages.reading.comparisons[0].accounts[:2]
    monkeypatch.setattr(pipeline, "compare", lambda *_: replace(stages.reading.comparisons[0], accounts=alone))
    assert made_of(sources("one")).comparisons == ()


def test_progress_is_told_stage_by_stage(stages: Stages) -> None:
    steps: list[tuple[str, int, int | None]] = []
    tell: Callable[[str, int, int | None], None] = lambda *step: steps.append(step)  # noqa: E731
    documents, _ = pipeline.structured(sources("one", "two"), RULES, today=TODAY, progress=tell)
    pipeline.related(documents, RULES, progress=tell)
    assert [step for step in steps if step[0] == "reading"] == [("reading", 1, None), ("reading", 2, None)]
    assert steps[-2:] == [("extracting", 2, 2), ("comparing", 1, len(stages.reading.contacts))]
