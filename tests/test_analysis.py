"""The two analyses in `examples/analysis` answer their question from an export of the reports beside them."""

import csv
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from commands import run

HOME = Path(__file__).parent.parent / "examples"
R = shutil.which("Rscript")
SLOW = 120  # seconds in which a small script must end, on any machine


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("analysis")
    store = folder / "readout.db"
    assert run("read", HOME / "reports", "--store", store) == 0
    assert run("export", store, "--format", "events-csv", "--out", folder / "folded.csv") == 0
    assert run("export", store, "--format", "events-csv", "--raw", "--out", folder / "raw.csv") == 0
    assert run("export", store, "--format", "statements-csv", "--out", folder / "statements.csv") == 0
    return folder


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def is_between(event: dict[str, str], one: str, other: str) -> bool:
    """Whether one of two states acts on the other, or both act on nobody."""
    doers, others = (set(event[column].split("; ")) for column in ("actor_states", "recipient_states"))
    if not event["recipient_states"]:
        return {one, other} <= doers
    return (one in doers and other in others) or (other in doers and one in others)


def test_the_notebook_answers_from_an_export(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(exported)
    book = json.loads((HOME / "analysis/own_words.ipynb").read_text(encoding="utf-8"))
    names: dict[str, Any] = {}
    for cell in book["cells"]:
        assert not cell.get("outputs"), "a notebook is kept without its outputs"
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), "own_words.ipynb", "exec"), names)  # noqa: S102 - our own cells
    said = rows(exported / "statements.csv")
    assert int(names["own_words"][["direct", "mixed", "indirect"]].to_numpy().sum()) == len(said)
    assert names["own_words"].loc["NOR", "direct"] == sum(
        row["speaker_state"] == "NOR" and row["kind"] == "direct" for row in said
    )


@pytest.mark.skipif(R is None, reason="R is not installed (Debian: r-base-core r-cran-readr r-cran-dplyr)")
@pytest.mark.slow
def test_the_r_script_counts_pairs_by_month(exported: Path) -> None:
    script, out = HOME / "analysis/pairs_by_month.R", exported / "pairs.csv"
    files = [exported / "folded.csv", exported / "raw.csv", out]
    subprocess.run([str(R), str(script), *map(str, files)], check=True, capture_output=True, timeout=SLOW)
    answer = {(row["pair"], row["month"]): row for row in rows(out)}
    happened = [row for row in rows(exported / "folded.csv") if row["status"] == "happened"]
    for (pair, month), row in answer.items():
        here = [
            event
            for event in happened
            if (event["date"] or event["published"])[:7] == month and is_between(event, *pair.split("-"))
        ]
        assert int(row["cooperation"]) + int(row["conflict"]) == len(here)
        assert int(row["with_copies"]) >= len(here)
    assert any(int(row["with_copies"]) > int(row["cooperation"]) + int(row["conflict"]) for row in answer.values())
