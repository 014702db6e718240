"""`readout new`: what a report has that the store has not, drawn and as JSON."""

import json
from pathlib import Path

import pytest

from readout.cli import main

BODY = (
    "OSLO, March 3 (Reuters) - Foreign Minister Liv Dahl met her Chilean counterpart Ana Ruiz in Oslo on Wednesday.\n\n"
    "The two ministers agreed that talks on salmon licences will open in June and that 40 ferries may call at Bergen.\n"
    "\n"
    "Trawler owners had asked for such talks ever since the quarrel over customs fees began in the spring of last year."
)
ADDED = "\n\nRuiz said that Chile would lower its tariffs on northern cod before the end of the year."


def run(arguments: list[str], status: int = 0) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == status


@pytest.fixture
def store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    (tmp_path / "wire.txt").write_text(BODY, encoding="utf-8")
    path = str(tmp_path / "store.db")
    run(["read", str(tmp_path / "wire.txt"), "--store", path, "--today", "2021-03-10"])
    capsys.readouterr()
    return path


def new(store: str, text: str, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    report = Path(store).parent / "report.txt"
    report.write_text(text, encoding="utf-8")
    run(["new", str(report), "--store", store, "--today", "2021-03-10", *options])
    return capsys.readouterr().out


def test_what_was_added_and_what_was_changed(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = new(store, BODY.replace("40 ferries", "60 ferries") + ADDED, capsys)
    assert "the rest as in wire.txt" in out
    assert "≠ 60  was  40  in wire.txt" in out
    assert out.count("1 paragraph held already") == 2
    assert "Ruiz said that Chile would lower" in out
    assert "new statement" in out


def test_nothing_new(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Everything in it stands in what is held." in new(store, BODY.replace("(Reuters) ", ""), capsys)


def test_nothing_near(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = new(store, "Peru and Bolivia opened a railway over the pass on Monday, officials in La Paz said.", capsys)
    assert "all of it is new" in out


def test_for_programs(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = BODY.replace("40 ferries", "60 ferries") + ADDED
    found = json.loads(new(store, text, capsys, "--json"))
    assert [place["text"] for place in found["stretches"]] == [ADDED.strip()]
    assert [(one["text"], one["was"]["text"]) for one in found["changed"]] == [("60", "40")]
    assert all(text[place["start"] : place["end"]] == place["text"] for place in found["stretches"])
    assert found["statements"]
