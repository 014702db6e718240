"""What keeps answers quick, without a clock: what is counted at once, what indexes hold, what is not read twice."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any, cast

import pytest

from readout.codebook import Compiled
from readout.errors import StoreError
from readout.pipeline import related, structured
from readout.read import sources
from readout.records import Reading
from readout.store import ContactFilter, DocumentFilter, EventFilter, Queries, StatementFilter, Store
from readout.store.listing import contact_question, event_question, statement_question
from readout.store.paging import Question
from readout.store.queries import Share
from readout.views.web.desk import Readers

EXAMPLES = Path(__file__).parent.parent / "examples/reports"
STATEMENTS = {"state": "NOR", "act": "urge", "channel": "press-release", "kind": "direct", "folded": True}
EVENTS = {"type": "THREATEN", "mode": "ban", "status": "planned", "folded": True}
CONTACTS = {"mode": "call", "status": "held", "since": "2021"}


@pytest.fixture(scope="module")
def examples(rules: Compiled) -> Reading:
    return related(structured(sources([EXAMPLES]), rules)[0], rules)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, examples: Reading, rules: Compiled) -> Path:
    kept = tmp_path_factory.mktemp("speed") / "kept.db"
    with Store.open(kept) as store:
        store.put(examples, rules)
    return kept


@pytest.fixture
def asked(path: Path) -> Iterator[Queries]:
    with Queries.open(path) as queries:
        yield queries


# ---- what lists divide into ------------------------------------------------------------------------------------------
def _field(share: Share) -> dict[str, Any]:
    """The field of a filter that a share is of, with its value."""
    return {share.field: int(share.value) if share.field == "quad" else share.value}


def test_statements_divide_into_what_each_value_leaves(asked: Queries) -> None:
    for wanted in (
        StatementFilter(), StatementFilter(folded=True), StatementFilter(kind="direct"), StatementFilter(state="NOR"),
        StatementFilter(words="the", folded=True), StatementFilter(words="nobody-says-this"),
    ):  # fmt: skip
        shares = asked.statements(wanted, limit=1, parted=True).shares
        left = {(s.field, s.value): asked.statements(replace(wanted, **_field(s))).total for s in shares}
        assert {(s.field, s.value): s.count for s in shares} == left
        sums = Counter({field: sum(s.count for s in shares if s.field == field) for field in ("kind", "channel")})
        assert set(sums.values()) == {asked.statements(wanted).total}


def test_events_divide_into_what_each_value_leaves(asked: Queries) -> None:
    state = next(a.state for row in asked.events().rows for a in row.event.actors if a.state)
    for wanted in (EventFilter(), EventFilter(actor=state, folded=True), EventFilter(quad=1), EventFilter(type="AID")):
        for s in asked.events(wanted, limit=1, parted=True).shares:
            assert s.count == asked.events(replace(wanted, **_field(s))).total, (wanted, s)


def test_contacts_divide_into_what_each_value_leaves(asked: Queries) -> None:
    state = asked.contacts().rows[0].contact.states[0]
    for wanted in (
        ContactFilter(),
        ContactFilter(states=(state,)),
        ContactFilter(words="the"),
        ContactFilter(words="-"),
    ):
        shares = asked.contacts(wanted, limit=1, parted=True).shares
        for s in shares:
            assert s.count == asked.contacts(replace(wanted, **_field(s))).total, (wanted, s)
        assert sum(s.count for s in shares if s.field == "mode") == asked.contacts(wanted).total


# ---- what indexes hold -----------------------------------------------------------------------------------------------
def _opened(path: Path, question: Question) -> list[str]:
    """The steps of a count that read a table's records, and not an index alone."""
    rows = f"SELECT 1 FROM {question.source} WHERE {' AND '.join(question.terms) or 1} LIMIT 9"  # noqa: S608 - ours
    query = f"EXPLAIN QUERY PLAN SELECT count(*) FROM ({rows})"  # noqa: S608 - see above
    with sqlite3.connect(path) as connection:
        plan = [row[3] for row in connection.execute(query, question.values)]
    return [step for step in plan if step.startswith(("SCAN", "SEARCH")) and not _is_narrow(step)]


def _is_narrow(step: str) -> bool:
    # Rows of parties and dyads are narrow themselves, and quad classes are few.
    return "COVERING INDEX" in step or step.split()[1] in {"p", "d", "o", "quad"} or "(subquery" in step


def test_no_filter_opens_the_records_of_statements_events_or_contacts(path: Path) -> None:
    for size in range(4):
        for some in combinations(STATEMENTS.items(), size):
            assert not _opened(path, statement_question(StatementFilter(**dict(some)))), some  # type: ignore[arg-type]
        for some in combinations(EVENTS.items(), size):
            for more in ({}, {"actor": "NOR"}, {"dyad": ("NOR", "CHL")}, {"quad": 3}):
                wanted = EventFilter(**dict(some), **more)  # type: ignore[arg-type]
                assert not _opened(path, event_question(wanted)), wanted
        for some in combinations(CONTACTS.items(), size):
            for more in ({}, {"states": ("NOR", "CHL")}):
                found = ContactFilter(**dict(some), **more)  # type: ignore[arg-type]
                assert not _opened(path, contact_question(found)), found


# ---- words -----------------------------------------------------------------------------------------------------------
def test_a_search_in_a_stretch_of_days_leaves_nothing_out(asked: Queries, monkeypatch: pytest.MonkeyPatch) -> None:
    filters = [
        DocumentFilter(year="2031"), DocumentFilter(since="2021-03-04", until="2031-05"), DocumentFilter(year="1999"),
        DocumentFilter(year="2031", outlet=next(h.outlet for h in asked.documents().rows if h.outlet)),
    ]  # fmt: skip
    looked_up = [asked.search("the", wanted) for wanted in filters]
    monkeypatch.setattr("readout.store.worded.Words.rare", lambda *_: False)
    assert [asked.search("the", wanted) for wanted in filters] == looked_up
    everything = {hit.head.document for hit in asked.search("the", limit=1000).listing.rows}
    days = {head.document: head.day or "" for head in asked.documents(limit=1000).rows}
    found = {hit.head.document for hit in asked.search("the", filters[1], limit=1000).listing.rows}
    assert found == {id_ for id_ in everything if "2021-03-04" <= days[id_] < "2031-06"}


# ---- what is made once -----------------------------------------------------------------------------------------------
def test_comparisons_that_were_left_out_are_made_as_they_would_have_been(
    examples: Reading, path: Path, rules: Compiled, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "loaded.db") as store:
        store.load(replace(examples, comparisons=()), rules)
        several = [contact for contact in examples.contacts if len(contact.states) > 1]
        assert store.compare_rest(rules) == len(several)
        assert store.compare_rest(rules) == 0
        with Store.open(path) as whole:
            assert [store.comparison(c.id) for c in several] == [whole.comparison(c.id) for c in several]


def test_a_connection_waits_for_the_next_page_and_sees_what_was_added(
    examples: Reading, path: Path, rules: Compiled, tmp_path: Path
) -> None:
    file = tmp_path / "grows.db"
    first = Reading(examples.documents[:3], examples.extractions[:3])
    with Store.open(file) as store:
        store.add(first, rules)
    readers = Readers(file)
    with readers.one() as one, readers.one() as other:
        assert one is not other
    with Store.open(file) as store:
        store.add(examples, rules)
    with readers.one() as again:
        assert again in {one, other}
        assert again.totals().documents == len(examples.documents)
    with suppress(StoreError), readers.one() as failed:
        failed.events(after="nonsense")
    with pytest.raises(StoreError, match="closed"):
        failed.totals()
    file.unlink()
    file.write_bytes(path.read_bytes())
    with readers.one() as new:
        assert cast("object", new) not in {one, other}
