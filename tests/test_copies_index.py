"""The index of copies: one document after another or all at once, in whatever order, the families are the same."""

import os
import pickle
import random
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readout.codebook import Compiled
from readout.errors import ReadoutError
from readout.link import candidates as index
from readout.link import copies
from readout.link.candidates import Anchors, Index, Memory, Placed, trace
from readout.link.copies import between, copied, families, grouped, grown
from readout.link.fresh import fresh
from readout.link.processes import attend, in_turn, processes
from readout.pipeline import related
from readout.records import Block, Declared, Document, Edge, Extraction, Family, When, unknown_when
from readout.store import Store
from readout.store.index import Rows
from readout.store.schema import make_tables

WORDS = (
    "harbour minister treaty ferry customs salmon tariff envoy bridge winter session council border signal trawler "
    "licence senate commission engineers traders compensation inspection vessel channel headquarters complaint"
).split()


def sentence(number: int) -> str:
    """A sentence of its own for each number."""
    chance = random.Random(number)
    return " ".join(chance.choice(WORDS) for _ in range(14)).capitalize() + "."


def document(name: str, *numbers: int, day: int | None = None) -> Document:
    """A document of these sentences, each a paragraph."""
    text, blocks = "", []
    for number in numbers:
        words = sentence(number)
        blocks.append(Block("paragraph", len(text), len(text) + len(words)))
        text += words + "\n"
    first = date(2026, 11, 1) + timedelta(day or 0)
    when = When(first, first + timedelta(1), "day", "stated") if day is not None else unknown_when("no date")
    return Document(name, text, tuple(blocks), when)


def one_by_one(arrivals: Sequence[Sequence[Document]], rules: Compiled) -> tuple[Family, ...]:
    """The families of documents that come in portions, each placed against what is held."""
    held: dict[str, Document] = {}
    edges: dict[tuple[str, str], Edge] = {}
    held_index = Index(Memory())
    for portion in arrivals:
        found = grown(portion, held_index, edges, held.__getitem__, rules)
        edges.update((between(edge), edge) for edge in found.come)
        for pair in found.gone:
            del edges[pair]
        held.update((document.id, document) for document in portion)
    return grouped(held, edges.values())


texts = st.lists(st.integers(0, 11), min_size=1, max_size=6)
days = st.one_of(st.none(), st.integers(0, 30))


@settings(max_examples=25)
@given(st.lists(st.tuples(texts, days), min_size=1, max_size=9), st.randoms(use_true_random=False), st.integers(1, 4))
def test_families_are_the_same_however_documents_arrive(
    rules: Compiled, made: list[tuple[list[int], int | None]], chance: random.Random, portion: int
) -> None:
    documents = [document(f"d{number}", *numbers, day=day) for number, (numbers, day) in enumerate(made)]
    with pytest.MonkeyPatch.context() as patch:  # so that runs become common among few documents
        patch.setattr(index, "COMMON", 3)
        patch.setattr(index, "NEAR", 1)
        expected = families(documents, rules)
        chance.shuffle(documents)
        assert families(documents, rules) == expected
        portions = [documents[i : i + portion] for i in range(0, len(documents), portion)]
        assert one_by_one(portions, rules) == expected


@settings(max_examples=60)
@given(
    st.lists(texts, min_size=2, max_size=12), st.integers(1, 5), st.integers(1, 3), st.randoms(use_true_random=False)
)
def test_candidates_one_by_one_are_those_of_all_at_once(
    made: list[list[int]], common: int, near: int, chance: random.Random
) -> None:
    documents = [document(f"d{number:02}", *numbers) for number, numbers in enumerate(made)]
    anchors = Anchors()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "COMMON", common)
        patch.setattr(index, "NEAR", near)
        expected = {(documents[i].id, documents[j].id) for i, j in index.candidates(documents)}
        chance.shuffle(documents)
        held, pairs = Index(Memory()), set[tuple[str, str]]()
        for one in documents:
            placed: Placed = held.add(trace(one, anchors), pairs)
            pairs |= {(min(one.id, other), max(one.id, other)) for other in placed.near}
            pairs -= set(placed.gone)
    assert pairs == expected


def test_only_candidates_are_read(rules: Compiled) -> None:
    held = [document(f"held-{number}", *range(10 * number, 10 * number + 6)) for number in range(1, 9)]
    index_ = Index(Memory())
    grown(held, index_, (), {one.id: one for one in held}.__getitem__, rules)
    asked: list[str] = []

    def read(id_: str) -> Document:
        asked.append(id_)
        return next(one for one in held if one.id == id_)

    found = grown([document("new", *range(30, 35), 200)], index_, (), read, rules)
    assert set(asked) == {"held-3"}
    assert [(edge.before, edge.after) for edge in found.come] == [("held-3", "new")]


def test_a_day_lent_by_a_sibling_decides_nothing() -> None:
    dated, anchors = document("a", 1, 2, 3, day=3), Anchors()
    lent = replace(dated, published=replace(dated.published, basis="sibling"))
    assert trace(lent, anchors) == trace(replace(dated, published=unknown_when("none")), anchors)


def test_typography_and_case_leave_no_trace() -> None:
    anchors = Anchors()
    words = "“The envoys’ talks” — said Duarte – were held in Solmar’s old hall, on Friday…"
    plain = "the ENVOYS' talks\" - said duarte - were held in Solmar's old hall, on friday..."

    def runs(text: str) -> Sequence[int]:
        return trace(Document("a", text, (Block("paragraph", 0, len(text)),), unknown_when("none")), anchors).runs

    assert runs(words) == runs(plain)
    assert len(runs(words)) > 8


def test_what_a_large_family_costs_grows_with_its_size() -> None:
    documents = [document(f"d{number:03}", *range(6), 100 + number) for number in range(90)]
    pairs = index.candidates(documents)
    assert len(pairs) < len(list(combinations(documents, 2))) / 3


@pytest.mark.slow
def test_a_store_that_grows_has_the_families_of_all_at_once(rules: Compiled, tmp_path: Path) -> None:
    documents = [document(f"d{number}", *range(number % 3 * 8, number % 3 * 8 + 6), 50 + number) for number in range(8)]
    with Store.open(tmp_path / "store.db") as store:
        for one in documents:
            whole = store.put(related((one,), rules), rules)
        assert whole.families == families(documents, rules)
        assert store.reading().families == whole.families


def test_placing_in_a_store_reads_only_candidates(
    rules: Compiled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[str, str]] = []
    monkeypatch.setattr("readout.link.copies.Reader.edge", lambda _, one, other: compared.append((one, other)))
    with Store.open(tmp_path / "store.db") as store:
        for number in range(4):
            store.put(related((document(f"d{number}", *range(10 * number, 10 * number + 6)),), rules), rules)
        assert not compared
        store.put(related((document("new", *range(20, 25), 300),), rules), rules)
    assert compared == [("d2", "new")]


def test_an_index_that_is_missing_is_made(rules: Compiled, tmp_path: Path) -> None:
    documents = [document(f"d{number}", *range(6), 50 + number) for number in range(3)]
    with Store.open(tmp_path / "store.db") as store:
        store.put(related(tuple(documents[:2]), rules), rules)
        store._connection.executescript("DROP TABLE run; DROP TABLE trace;")  # noqa: SLF001 - as an older one left it
    with Store.open(tmp_path / "store.db") as store:
        assert [one.id for one in store.near(documents[2])] == ["d0", "d1"]
        assert store.put(related((documents[2],), rules), rules).families == families(documents, rules)


# ---- what is new -----------------------------------------------------------------------------------------------------
def test_what_is_new_in_a_report(rules: Compiled) -> None:
    held = document("held", 1, 2, 3, 4, 5, day=1)
    report = document("report", 1, 2, 70, 71, 3, 4, 72, day=2)
    later = document("later", 70, 71, 72, day=9)
    found = fresh(report, Extraction("report", (), (), (), (), "test"), (held, later), rules)
    assert [one.quote for one in found.stretches] == [sentence(70), sentence(71), sentence(72)]
    assert (found.near, found.copies) == (("held",), ("held",))
    assert 0.4 < found.share < 0.46


def test_nothing_is_new_in_the_same_report(rules: Compiled) -> None:
    held = document("held", 1, 2, 3, 4, 5)
    found = fresh(replace(held, id="again"), Extraction("again", (), (), (), (), "test"), (held,), rules)
    assert (found.stretches, found.changed, found.share) == ((), (), 0.0)


def test_a_changed_fact_is_new(rules: Compiled) -> None:
    held = document("held", 1, 2, 3)
    line = "The harbour office said that 40 ferries were held back at the northern quay for the whole of the night."
    start = len(held.text)
    held = replace(held, text=held.text + line, blocks=(*held.blocks, Block("paragraph", start, start + len(line))))
    report = replace(held, id="report", text=held.text.replace("40", "90"))
    found = fresh(report, Extraction("report", (), (), (), (), "test"), (held,), rules)
    assert not found.stretches
    assert [(ours.quote, theirs.quote) for ours, theirs in found.changed] == [("90", "40")]


# ---- several processes -----------------------------------------------------------------------------------------------
def of_many_origins(count: int) -> list[Document]:
    """Texts of which every third is a copy of the one before, with a sentence of its own."""
    numbers = [[n, n + 1000, n + 2000] if n % 3 else [n - 1, n + 999, n + 1999, n + 3000] for n in range(1, count + 1)]
    return [document(f"d{n:03}", *sentences, day=n % 4) for n, sentences in enumerate(numbers)]


@pytest.mark.parametrize("workers", [2, 3])
def test_the_same_families_for_any_number_of_processes(
    workers: int, rules: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = of_many_origins(60)
    alone, pairs = families(documents, rules), copied(documents, rules)
    assert len(alone) == len(pairs) + 20 == 40
    monkeypatch.setattr(copies, "ALONE", 0)
    monkeypatch.setattr(copies, "_TEXTS", 7)
    monkeypatch.setattr(copies, "_PAIRS", 3)
    assert families(documents, rules) == families(documents, rules, workers=workers) == alone
    assert copied(documents, rules) == copied(documents, rules, workers=workers) == pairs


def test_a_trace_that_is_held_is_that_of_its_document() -> None:
    connection = sqlite3.connect(":memory:")
    make_tables(connection)
    rows, documents = Rows(connection), [document("a", 1, 2, day=3), document("b", *range(20))]
    for one in documents:
        rows.keep(trace(one, Anchors()))
    assert not rows.differ(documents)
    assert rows.differ([document("a", 1, 3, day=3)])


def test_documents_go_to_another_process_whole() -> None:
    declared = Declared(url="https://a.example", dates=(("modified", "2024-05-06"),))
    one = replace(
        document("a", 1, 2), title="Bridge", outlet="Solmar Post", declared=declared, own=unknown_when("none")
    )
    sent = copies._Documents((one, document("b", 3, day=2)))  # noqa: SLF001 - what is sent to it
    assert pickle.loads(pickle.dumps(sent)) == sent  # noqa: S301 - our own


def test_few_documents_start_no_process(rules: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "processes", lambda *_: pytest.fail("a process was started"))
    assert len(families(of_many_origins(6), rules, workers=2)) == 4


def ends_at_once(_pipe: Connection, _given: object) -> None:
    """A process whose work is over before it has begun."""


def stops_at_seven(pipe: Connection, given: int) -> None:
    """A process that ends at the message that is given, as one that has no memory left would."""
    attend(pipe, lambda message: os._exit(1) if message == given else message)


@pytest.mark.parametrize("work", [ends_at_once, stops_at_seven])
def test_a_process_that_ends_early_is_told(work: Callable[[Connection, object], None]) -> None:
    with pytest.raises(ReadoutError, match="ended before its work was done"), processes(2, 7, work) as pipes:
        list(in_turn(range(20), pipes))


def test_answers_come_in_the_order_of_the_messages() -> None:
    with processes(3, -1, stops_at_seven) as pipes:
        assert list(in_turn(range(50), pipes)) == list(range(50))


@pytest.mark.slow
def test_processes_that_begin_with_nothing_do_the_same(rules: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a program: other tests start them from one that has read the modules."""
    monkeypatch.setattr("readout.link.processes.get_context", get_context)
    with processes(2, -1, stops_at_seven) as pipes:
        assert list(in_turn(range(20), pipes)) == list(range(20))
    documents = of_many_origins(30)
    alone = families(documents, rules)
    monkeypatch.setattr(copies, "ALONE", 0)
    assert families(documents, rules, workers=2) == alone
