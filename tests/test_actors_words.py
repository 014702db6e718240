"""The words beside names: every example and near miss of `actors/words.toml` is read as its table says."""

from datetime import date

import pytest

import own
from readout.codebook import Compiled
from readout.extract.actors import Knowledge, mentions
from readout.records import Block, Document, content_id
from readout.structure.calendar import stretch

BOOK = own.book()
BORROWED = [(words.id, example) for words in BOOK.name_words for example in words.examples]
OWN = [(words.id, example) for words in BOOK.name_words for example in words.near_misses]
DAY = date(2019, 3, 4)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return own.knowledge()


def read(marked: str, knowledge: Knowledge | Compiled) -> tuple[str, set[str | None]]:
    """The state whose code opens an example, and the states that are read in its sentence."""
    state, _, text = marked.partition(": ")
    document = Document(
        content_id("case", text), text, (Block("paragraph", 0, len(text), "test"),), stretch(DAY, "day", "metadata")
    )
    return state, {actor.state for mention in mentions(document, knowledge) for actor in mention.actors}


@pytest.mark.parametrize(("id_", "example"), BORROWED)
def test_a_name_that_is_borrowed_is_no_state(id_: str, example: str, knowledge: Knowledge) -> None:
    state, found = read(example, knowledge)
    assert state not in found, id_


@pytest.mark.parametrize(("id_", "example"), OWN)
def test_a_name_beside_other_words_is_a_state(id_: str, example: str, knowledge: Knowledge) -> None:
    state, found = read(example, knowledge)
    assert state in found, id_


def test_sides_are_sides() -> None:
    assert {words.side for words in BOOK.name_words} == {"", "before", "after"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("President Obama spoke of the United States.", {"Barack Obama"}),
        ("Stephen King wrote. King said so.", {"Stephen King"}),
        ("Boris Johnson met Heiko Maas; the German agreed.", {"Boris Johnson", "Heiko Maas"}),
        ("Lind is president of the Bordavia Institute.", set()),
    ],
)
def test_whom_words_mean(text: str, named: set[str], knowledge: Knowledge) -> None:
    document = Document(
        content_id("case", text), text, (Block("paragraph", 0, len(text), "test"),), stretch(DAY, "day", "metadata")
    )
    found = {a.name for mention in mentions(document, knowledge) for a in mention.actors if a.kind == "person"}
    assert found - {None} == named
