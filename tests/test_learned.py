"""What texts say of who holds which office: kept apart from the codebook, listed for review, exported for one's own."""

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

import own
from commands import run
from readout import codebook
from readout.codebook import Compiled
from readout.link import learned
from readout.pipeline import extracted
from readout.records import Block, Document, Family, Learned, Reading, When
from readout.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

RULES = cast("Compiled", None)  # what is put into an empty store is kept as it is: no rule is asked
DATA = Path(codebook.__file__).parent / "data"
TEXTS = (
    (
        "a",
        date(2021, 3, 3),
        "Fijian Foreign Minister Mere Tagi met Tongan Prime Minister Sione Latu. Tagi left.",
    ),
    ("b", date(2021, 5, 9), "Fijian Foreign Minister Mere Tagi left. Former Fijian President Jone Bale stayed."),
    ("c", date(2021, 4, 1), "Fijian Foreign Minister Mere Tagi left. Former Fijian President Jone Bale stayed."),
    (
        "d",
        date(2022, 2, 2),
        "SUVA -- Minister Ana Koro left. U.S. Secretary of State Antony Blinken came.",
    ),
)


def document(name: str, day: date, text: str) -> Document:
    """A document of one paragraph, a dateline before " -- " apart."""
    cut = text.find(" -- ") + 4 if " -- " in text else 0
    blocks = ((Block("dateline", 0, cut),) if cut else ()) + (Block("paragraph", cut, len(text)),)
    return Document(name, text, blocks, When(day, day + timedelta(days=1), "day", "stated"))


def reading_of(rules: Compiled, texts: "Iterable[tuple[str, date, str]]" = TEXTS) -> Reading:
    """The reading of some texts, of which b and c are one family where both are there."""
    documents = tuple(document(*row) for row in texts)
    extractions, drops = extracted(documents, rules, known=Reading())
    assert drops == ()
    one = tuple(d.id for d in documents if d.id in {"b", "c"})
    families = tuple(Family(f"f-{d.id}", (d.id,)) for d in documents if d.id not in one)
    return Reading(documents, extractions, (*families, Family("f-one", one)) if one else families)


@pytest.fixture(scope="module")
def held() -> Reading:
    return reading_of(own.rules())


def by_name(found: tuple[Learned, ...]) -> dict[str, Learned]:
    return {entry.name: entry for entry in found}


def test_who_is_introduced_in_office_is_learned(held: Reading) -> None:
    found = by_name(learned(held.documents, held.extractions, held.families))
    tagi = found["Mere Tagi"]
    assert (tagi.office, tagi.state, tagi.code) == ("Foreign Minister", "FJI", "FJI:GOV")
    assert (tagi.first, tagi.last) == (date(2021, 3, 3), date(2021, 5, 9))
    assert (tagi.documents, tagi.families) == (3, 2)
    texts = {d.id: d.text for d in held.documents}
    assert all(texts[e.document][e.start : e.end] == e.quote for e in tagi.evidence)
    assert tagi.evidence[0].quote == "Fijian Foreign Minister Mere Tagi"
    assert found["Sione Latu"].state == "TON"


def test_what_no_words_say_is_not_learned(held: Reading) -> None:
    """No former office, and no state that the dateline alone gives."""
    found = by_name(learned(held.documents, held.extractions, held.families))
    assert "Jone Bale" not in found
    assert "Ana Koro" not in found


def test_the_order_of_arrival_changes_nothing(held: Reading) -> None:
    back = learned(held.documents[::-1], held.extractions[::-1], held.families[::-1])
    assert back == learned(held.documents, held.extractions, held.families)


def test_a_day_that_is_not_known_is_none(held: Reading) -> None:
    month = tuple(replace(d, published=replace(d.published, grain="month")) for d in held.documents)
    assert {entry.first for entry in learned(month, held.extractions, held.families)} == {None}


# ---- the store -------------------------------------------------------------------------------------------------------
@pytest.fixture
def kept(tmp_path: Path, held: Reading) -> Path:
    path = tmp_path / "kept.db"
    with Store.open(path) as store:
        store.put(held, RULES)
    return path


def test_the_store_keeps_what_it_learned(kept: Path, held: Reading) -> None:
    with Store.open(kept, create=False) as store:
        assert store.learned() == learned(held.documents, held.extractions, held.families)
        assert by_name(store.learned(state="TON")).keys() == {"Sione Latu"}


def test_it_survives_more_reading_and_another_codebook(kept: Path, rules: Compiled) -> None:
    more = reading_of(rules, [("e", date(2021, 9, 1), "Foreign Minister of Fiji Mere Tagi smiled.")])
    newer = replace(more, extractions=tuple(replace(e, made_by="another codebook") for e in more.extractions))
    for reading in (more, newer, newer):
        with Store.open(kept) as store:
            store.put(reading, rules)
            tagi = by_name(store.learned())["Mere Tagi"]
    assert (tagi.last, tagi.documents) == (date(2021, 9, 1), 4)


# ---- the command -----------------------------------------------------------------------------------------------------
def test_actors_lists_the_table_and_what_was_learned(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("actors", kept, "--json") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["learned"] for line in lines} == {True, False}
    assert not [line for line in lines if line["learned"] and line["name"] == "Antony Blinken"]
    assert run("actors", kept, "--state", "FJI", "--office", "foreign-minister", "--learned") == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Mere Tagi" in out
    assert "2 texts" in out
    assert "Sione" not in out


def test_actors_needs_no_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("actors", "--state", "USA", "--office", "Secretary of State") == 0
    assert "Antony Blinken" in " ".join(capsys.readouterr().out.split())
    assert list(tmp_path.iterdir()) == []
    assert run("actors", "--learned") == 2
    assert "there is no store" in capsys.readouterr().err


def test_what_is_exported_makes_a_codebook_and_is_known_then(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("actors", kept, "--export") == 0
    lines = capsys.readouterr().out
    tagi = next(line for line in map(json.loads, lines.splitlines()) if line["name"] == "Mere Tagi")
    assert (tagi["office"], tagi["state"]) == ("foreign-minister", "FJI")
    assert (tagi["since"], tagi["until"]) == ("2021-03-03", "2021-05-09")
    assert "a: Fijian Foreign Minister Mere Tagi" in tagi["note"]
    own = tmp_path / "own"
    shutil.copytree(DATA, own)
    with (own / "actors/holders.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(tagi) + "\n")
    assert run("actors", kept, "--learned", "--json", "--codebook", own) == 0
    assert "Mere Tagi" not in capsys.readouterr().out
