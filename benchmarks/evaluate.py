"""Every figure on the development gold, from raw documents: `python benchmarks/evaluate.py [--json] [--keep FOLDER]`.

Looks for the evaluation data in `../shared` beside the checkout, or in the folder that READOUT_SHARED names, and
runs its scorers on what Readout's own commands write.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOME_NOT_USED = 1  # exit status of a command that left something out and said so


def shared() -> Path | None:
    """The folder of the evaluation data, or None where there is none."""
    folder = Path(os.environ.get("READOUT_SHARED", ROOT.parent / "shared"))
    return folder if (folder / "data" / "gold" / "records.jsonl").exists() else None


def readout(*arguments: str | Path, output: Path | None = None) -> None:
    """One command of Readout, its output in a file."""
    command = [sys.executable, "-m", "readout", *map(str, arguments)]
    with (output or Path(os.devnull)).open("w", encoding="utf-8") as handle:
        done = subprocess.run(command, check=False, stdout=handle)
    if done.returncode > SOME_NOT_USED:
        raise subprocess.CalledProcessError(done.returncode, command)


def score(data: Path, scorer: str, *arguments: str | Path) -> dict[str, object]:
    """What a scorer prints as JSON."""
    command = [sys.executable, str(data / "tools" / scorer), *map(str, arguments), "--json"]
    scored: dict[str, object] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return scored


def records(data: Path, work: Path) -> dict[str, float]:
    """F1 and accuracies of `annotate` on the gold records."""
    documents, gold = data / "data/gold/records-docs.jsonl", data / "data/gold/records.jsonl"
    readout("annotate", documents, output=work / "records.jsonl")
    scored = score(data, "score_records.py", documents, gold, work / "records.jsonl")
    figures = {f"{name} F1": row["F1"] for name, row in _table(scored["items"]).items()}
    return figures | {name: row["share"] for name, row in _table(scored["accuracy"]).items()}


def comparisons(data: Path, work: Path) -> dict[str, float]:
    """The main figures of `compare` on the gold comparisons."""
    groups, gold = data / "data/corpus/groups.jsonl", data / "data/gold/comparisons.jsonl"
    named = {json.loads(line)["group"] for line in gold.read_text(encoding="utf-8").splitlines()}
    lines = (line for line in groups.read_text(encoding="utf-8").splitlines() if json.loads(line)["group"] in named)
    (work / "groups.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    readout("compare", work / "groups.jsonl", output=work / "comparisons.jsonl")
    scored = _table(score(data, "score_comparisons.py", gold, work / "comparisons.jsonl", "--docs", groups))
    wanted = {
        "pairs": ["f1"], "contacts": ["mode_accuracy", "date_accuracy", "parties_accuracy"],
        "topics": ["recall", "precision", "precision_releases"], "aligned_rows": ["accuracy"],
        "relation": ["coarse_accuracy"], "entries": ["verb_accuracy", "party_accuracy"], "imputed": ["recall"],
    }  # fmt: skip
    return {f"{part} {name}": scored[part][name] for part, names in wanted.items() for name in names if part in scored}


def relations(data: Path, work: Path) -> dict[str, float]:
    """Root accuracy and macro-F1 of `relate` on each half of the PLV development sentences."""
    source = data / "data/plv/train.tsv"
    readout("relate", source, work / "plv.tsv", "--yield")
    with source.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle, delimiter="\t"))
    figures: dict[str, float] = {}
    for half, chosen in (("even", rows[1::2]), ("odd", rows[2::2])):
        with (work / f"{half}.tsv").open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle, delimiter="\t").writerows([rows[0], *chosen])
        root = _table(score(data, "score_plv.py", work / f"{half}.tsv", work / "plv.tsv"))["root"]
        figures |= {f"PLV {half} accuracy": root["accuracy"], f"PLV {half} macro-F1": root["macro_f1"]}
    return figures


def _table(value: object) -> dict[str, dict[str, float]]:
    if not isinstance(value, dict):
        message = f"the scorer gave no table: {value!r}"
        raise TypeError(message)
    return {key: row for key, row in value.items() if isinstance(row, dict)}


def evaluate(data: Path, work: Path) -> dict[str, float]:
    """All figures, by name."""
    return records(data, work) | comparisons(data, work) | relations(data, work)


def show(figures: Iterable[tuple[str, float]]) -> None:
    """One figure a line."""
    for name, value in figures:
        print(f"{name:32} {value:6.3f}")


def main() -> int:
    """Print all figures; status 1 where there is no data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--keep", type=Path, help="keep the predictions in this folder")
    options = parser.parse_args()
    data = shared()
    if data is None:
        print("no evaluation data: set READOUT_SHARED to its folder", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        work = options.keep or Path(scratch)
        work.mkdir(parents=True, exist_ok=True)
        figures = evaluate(data, work)
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        show(figures.items())
    return 0


if __name__ == "__main__":
    sys.exit(main())
