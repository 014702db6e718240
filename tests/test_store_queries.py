"""What readers ask of a store: filters, pages, timelines, counts, search with places; by hand on one small store."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from commands import run
from readout.errors import StoreError
from readout.records import Reading
from readout.store import ContactFilter, DocumentFilter, EventFilter, Queries, StatementFilter, Store

if TYPE_CHECKING:
    from readout.codebook.compiled import Compiled
    from readout.store.asked import Moment


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, reading: Reading) -> Path:
    kept = tmp_path_factory.mktemp("queries") / "kept.db"
    with Store.open(kept) as store:
        store.put(reading, cast("Compiled", None))
    return kept


@pytest.fixture
def asked(path: Path) -> Iterator[Queries]:
    with Queries.open(path) as queries:
        yield queries


def test_contacts_by_every_filter(asked: Queries, reading: Reading) -> None:
    (contact,) = reading.contacts
    for found in (
        ContactFilter(), ContactFilter(states=("NOR",)), ContactFilter(states=("CHL", "NOR"), mode="call"),
        ContactFilter(since="2021-03", until="2021-03"), ContactFilter(since="2021", until="2021-03-03"),
        ContactFilter(topic="tariffs"), ContactFilter(states=("NOR",), topic="tariffs", words="frank talk"),
        ContactFilter(status="held"),
    ):  # fmt: skip
        assert [row.contact for row in asked.contacts(found).rows] == [contact], found
    for none in (
        ContactFilter(states=("NOR", "RUS")), ContactFilter(mode="visit"), ContactFilter(since="2021-04"),
        ContactFilter(until="2021-02"), ContactFilter(topic="ships"), ContactFilter(words="pancakes"),
        ContactFilter(words="  "),
    ):  # fmt: skip
        assert asked.contacts(none).rows == (), none
    (row,) = asked.contacts().rows
    assert (row.accounts, row.topics) == (2, ("salmon licences", "tariffs"))


def test_statements_and_events_by_filter(asked: Queries) -> None:
    assert asked.statements(StatementFilter(state="CHL")).rows[0].statement.speaker == "Ana Ruiz"
    assert asked.statements(StatementFilter(speaker="ana ruiz", act="urge", words="tariffs")).total == 1
    assert asked.statements(StatementFilter(channel="press-release", kind="indirect", since="2021-03-03")).total == 3
    assert asked.statements(StatementFilter(words='"lower its tariffs"')).total == 1
    assert asked.events().total == 4
    assert asked.events(EventFilter(folded=True)).total == 2
    assert asked.events(EventFilter(dyad=("RUS", "NOR"), type="THREATEN", status="happened")).total == 2
    assert asked.events(EventFilter(actor="NOR", recipient="RUS", mode="restrict", until="2021-03")).total == 2
    assert asked.events(EventFilter(recipient="NOR")).rows == ()
    assert asked.events(EventFilter(dyad=("CHL", "NOR"), actor="NOR")).total == 2


def test_common_words_are_found_as_rare_ones_are(asked: Queries, monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> list[object]:
        held: list[object] = []
        for wanted in (StatementFilter(words="tariffs"), StatementFilter(words="tariffs", state="CHL", act="urge")):
            page = asked.statements(wanted, limit=1)
            rows, after = list(page.rows), page.next
            while after is not None:
                following = asked.statements(wanted, limit=1, after=after)
                rows, after = [*rows, *following.rows], following.next
            assert page.total <= len(rows)
            held.append(rows)
        contacts = [
            ContactFilter(("NOR",), words="frank talk"),
            ContactFilter(words="pancakes"),
            ContactFilter(words="a"),
        ]
        return [*held, *(asked.contacts(wanted).rows for wanted in contacts)]

    rare = found()
    assert rare[0]
    assert rare[1]
    monkeypatch.setattr("readout.store.listing.FEW_STATEMENTS", 0)
    monkeypatch.setattr("readout.store.listing.FEW_DOCUMENTS", 0)
    monkeypatch.setattr("readout.store.worded.STRETCH", 1)
    assert found() == rare
    monkeypatch.setattr("readout.store.worded.STRETCH", 400)
    monkeypatch.setattr("readout.store.worded._MAPPED", 1)  # a map for each text
    assert found() == rare


def test_pages_follow_each_other_without_gap_or_double(asked: Queries) -> None:
    seen: list[str] = []
    after = None
    for _ in range(4):
        page = asked.events(limit=1, after=after)
        assert (page.total, page.exact) == (4, True)
        seen += [row.event.id for row in page.rows]
        after = page.next
    assert after is None
    assert seen == [row.event.id for row in asked.events().rows]
    with pytest.raises(StoreError, match="token"):
        asked.events(after="tomorrow")
    with pytest.raises(StoreError, match="token"):
        asked.timeline("NOR", "RUS", after="2021-03-03~9.1")


def test_a_timeline_in_order_of_days_page_by_page(asked: Queries) -> None:
    whole = asked.timeline("CHL", "NOR", folded=False)
    assert [(moment.first, moment.kind) for moment in whole.rows] == [
        ("2021-03-03", "contact"), ("2021-03-03", "event"), ("2021-03-03", "event"),
    ]  # fmt: skip
    seen: list[Moment] = []
    after = None
    for _ in range(3):
        page = asked.timeline("CHL", "NOR", folded=False, limit=1, after=after)
        seen += page.rows
        after = page.next
    assert (tuple(seen), after) == (whole.rows, None)
    assert asked.timeline("CHL", "NOR", since="2021-04").rows == ()


def test_months_have_copies_folded_and_raw_side_by_side(asked: Queries) -> None:
    (month,) = asked.monthly("NOR", "RUS")
    assert (month.month, month.type, month.folded, month.raw) == ("2021-03", "THREATEN", 1, 2)
    assert [(one.type, one.folded, one.raw) for one in asked.monthly("NOR")] == [("CONSULT", 1, 2), ("THREATEN", 1, 2)]
    assert asked.monthly("NOR", "RUS", status="denied") == asked.monthly("NOR", since="2022") == ()
    assert [(one.state, one.folded) for one in asked.actor("NOR").partners] == [("CHL", 1), ("RUS", 1)]


def test_search_gives_places_in_the_text(asked: Queries) -> None:
    found = asked.search('"frank talk" salmon')
    (hit,) = found.listing.rows
    document = asked.document(hit.head.document)
    assert document is not None
    assert hit.words == hit.snippet.of(document.text)
    assert {mark.of(document.text).lower() for mark in hit.marks} == {"frank talk", "salmon"}
    assert found.facets.exact
    both = asked.search("salmon")
    assert [(facet.value, facet.count) for facet in both.facets.agency] == [("Nordwire", 2)]
    assert len(asked.search("salmon", DocumentFilter(folded=True, year="2021", kind="report")).listing.rows) == 1
    assert asked.search("salmon", DocumentFilter(outlet="Elsewhere")).listing.rows == ()
    first = asked.search("salmon", limit=1)
    second = asked.search("salmon", limit=1, after=first.listing.next)
    assert {hit.head.document for hit in (*first.listing.rows, *second.listing.rows)} == {"wire-1", "reprint-2"}


@pytest.mark.parametrize("words", ["'; DROP TABLE event; --", '" OR 1=1', "%", "_", "NEAR(a b)", "\x00", "zz*", "-x"])
def test_nothing_in_a_question_is_sql(asked: Queries, words: str) -> None:
    assert asked.search(words).listing.rows == ()
    assert asked.statements(StatementFilter(words=words, speaker=words, state=words)).rows == ()
    assert asked.contacts(ContactFilter(states=(words,), mode=words, topic=words, since=words)).rows == ()
    assert asked.events(EventFilter(type=words, actor=words, dyad=(words, words))).rows == ()
    assert (asked.monthly(words, words), asked.timeline(words, words).rows) == ((), ())
    assert (asked.document(words), asked.contact(words), asked.family_of(words)) == (None, None, None)
    assert asked.totals().events == 4


def test_single_records_and_the_front(asked: Queries, reading: Reading) -> None:
    extraction, contact = reading.extractions[1], reading.contacts[0]
    assert asked.document("wire-1") == reading.documents[0]
    assert asked.extraction("reprint-2") == extraction
    assert asked.event(extraction.events[0].id) == extraction.events[0]
    assert asked.statement(extraction.statements[0].id) == extraction.statements[0]
    assert asked.family_of("reprint-2") == reading.families[0]
    assert asked.told("family-1") == reading.told
    assert asked.contacts_of("wire-1") == (contact,)
    assert asked.comparison(contact.id) == reading.comparisons[0]
    front = asked.front()
    assert (front.day, len(front.contacts), front.planned, len(front.documents)) == ("2021-03-03", 1, (), 2)
    assert asked.front("2020-01-01").contacts == ()
    assert front.totals.documents == 2


def test_who_only_reads_cannot_write(asked: Queries, path: Path, tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match=r"readonly|query_only"):
        asked._connection.execute("DELETE FROM event")  # noqa: SLF001 - that nobody should
    with pytest.raises(StoreError, match="no store"):
        Queries.open(tmp_path / "none.db")
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE mine (x)")
    other.close()
    with pytest.raises(StoreError, match="no store of Readout"):
        Queries.open(tmp_path / "other.db")
    assert path.exists()


# ---- the commands ----------------------------------------------------------------------------------------------------
def test_listings_as_json_csv_and_table(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("events", "--between", "NOR", "--between", "RUS", "--store", path, "--json") == 0
    assert {json.loads(line)["type"] for line in capsys.readouterr().out.splitlines()} == {"THREATEN"}
    assert run("events", "--store", path, "--csv", "--limit", "3") == 0
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 4
    assert "3 of 4; the next ones: --after" in shown.err
    assert run("contacts", "NOR", "--store", path) == 0
    shown = capsys.readouterr()
    assert "Liv Dahl" in " ".join(shown.out.split())
    assert "\x1b" not in shown.out
    assert "1 of 1" in shown.err
    assert run("counts", "NOR", "RUS", "--store", path, "--csv") == 0
    assert capsys.readouterr().out.splitlines() == ["month,quad,type,folded,raw", "2021-03,,THREATEN,1,2"]
    commands: tuple[tuple[str, ...], ...] = (("statements", "--state", "CHL"), ("search", "frank", "talk"))
    for command in (*commands, ("timeline", "NOR", "RUS")):
        assert run(*command, "--store", path) == 0
        assert "Ruiz" in capsys.readouterr().out or command[0] == "timeline"


def test_a_question_that_cannot_be_is_said(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("events", "--between", "NOR", "--store", path) == 2
    assert "two parties" in capsys.readouterr().err
    assert run("events", "--json", "--csv", "--store", path) == 2
    assert "one of them" in capsys.readouterr().err
