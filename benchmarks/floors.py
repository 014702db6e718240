"""Raise the floors of the evaluation gate to what is measured now: `python benchmarks/floors.py [--lower NAME ...]`.

Every figure of the gate is measured; a floor below it rises, new figures get one. A figure that lies below its floor is
said, and the floor stays, unless it is named after `--lower`: then the commit has to say why. Speeds have no floor.
"""

import argparse
import json
import math
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ROOT / "tests" / "floors.json"
COMMANDS = ("evaluate.py", "pages.py", "labels.py", "reuse.py")
NO_FLOOR = ("trafilatura", "speed", "per second", "a second")


def main() -> int:
    """Measure, compare and write; status 1 where a figure lies below a floor that was not to be lowered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lower", nargs="*", default=[], metavar="NAME", help="Figures whose floor may sink.")
    lower = set(parser.parse_args().lower)
    held = json.loads(FLOORS.read_text(encoding="utf-8"))
    floors: dict[str, float] = held["figures"]
    fallen = False
    for name, value in measured().items():
        figure, floor = math.floor(value * 1000 + 1e-6) / 1000, floors.get(name)
        if floor is not None and figure < floor and name not in lower:
            print(f"below its floor: {name} {figure:.3f} < {floor:.3f}")
            fallen = True
        elif figure != floor:
            print(f"{name}: {floor} -> {figure:.3f}")
            floors[name] = figure
    FLOORS.write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return int(fallen)


def measured() -> dict[str, float]:
    """All figures that have floors, by name."""
    found: dict[str, float] = {}
    for name in COMMANDS:
        command = [sys.executable, str(ROOT / "benchmarks" / name), "--json"]
        found |= json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {name: value for name, value in found.items() if not any(word in name for word in NO_FLOOR)}


if __name__ == "__main__":
    sys.exit(main())
