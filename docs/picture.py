"""Draws the picture in the README: the digest of the examples, as a terminal shows it.

uv run python docs/picture.py
"""

from datetime import date
from pathlib import Path

from rich.console import Console

import readout
from readout.views.digest import show

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 112


def main() -> None:
    """Write docs/digest.svg."""
    reading = readout.read_paths([ROOT / "examples/reports"], today=date(2026, 1, 31))
    with Path("/dev/null").open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=WIDTH, file=nowhere, force_terminal=True)
        show(reading, console)
    console.save_svg(str(ROOT / "docs" / "digest.svg"), title="readout read examples/reports")


if __name__ == "__main__":
    main()
