"""The evaluation gate: no figure on the development gold falls below its floor, and the gold is the one it was set on.

Runs with `poe gate`, and skips where the evaluation data is absent. The commands under `benchmarks/` print the figures;
a floor in `tests/floors.json` only rises, unless the commit that lowers it says why.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("READOUT_SHARED", ROOT.parent / "shared"))
FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text(encoding="utf-8"))

pytestmark = [
    pytest.mark.gate,
    pytest.mark.skipif(not (SHARED / "data" / "gold" / "records.jsonl").exists(), reason="no evaluation data here"),
]
COMMANDS = ("evaluate.py", "pages.py", "labels.py", "reuse.py")


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    """All figures, measured once."""
    found: dict[str, float] = {}
    for name in COMMANDS:
        command = [sys.executable, str(ROOT / "benchmarks" / name), "--json"]
        found |= json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


@pytest.mark.parametrize("path", sorted(FLOORS["data"]))
def test_gold_is_the_gold_of_the_floors(path: str) -> None:
    """A figure on other data is another figure."""
    digest = hashlib.sha256((SHARED / "data" / path).read_bytes()).hexdigest()

    assert FLOORS["data"][path] == digest


@pytest.mark.parametrize("name", sorted(FLOORS["figures"]))
def test_figure_keeps_its_floor(name: str, figures: dict[str, float]) -> None:
    """No figure falls below what was reached before."""
    assert FLOORS["figures"][name] <= round(figures[name], 3)
