"""Reuse of text against judged pairs: `python benchmarks/reuse.py [--json]`.

`data/reuse/fnc` has pairs that one reader judged from aligned excerpts: joined in one family against not, weighted by
the size of the stratum that each was drawn from. `data/reuse/basil` has triples of three desks on one event: no pair of
them is a copy. Families are what `readout copies` writes.
"""

import itertools
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from evaluate import readout, shared

COPIES = frozenset({"copy", "edited"})


def main() -> int:
    """Print precision and recall on the judged pairs, plain and weighted, and the copies found among triples."""
    data = shared()
    if data is None:
        print("no evaluation data: set READOUT_SHARED to its folder", file=sys.stderr)
        return 1
    reuse = data / "data/reuse"
    family_of = families(reuse / "fnc/docs.jsonl")
    pairs = [json.loads(line) for line in (reuse / "fnc/pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    drawn = Counter(pair["stratum"] for pair in pairs)
    figures: dict[str, float] = {}
    for name, weighted in (("plain", False), ("weighted", True)):
        hits = Counter[tuple[bool, bool]]()
        for pair in pairs:
            weight = pair["stratum_size"] / drawn[pair["stratum"]] if weighted else 1
            hits[pair["label"] in COPIES, family_of[pair["a"]] == family_of[pair["b"]]] += weight
        right = hits[True, True]
        precision = right / (right + hits[False, True])
        recall = right / (right + hits[True, False])
        figures |= {f"judged pairs {name} P": precision, f"judged pairs {name} R": recall}
    joined, total = triples(reuse / "basil/docs.jsonl")
    figures["pairs of three desks kept apart"] = 1 - joined / total
    if "--json" in sys.argv[1:]:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:34} {value:.3f}")
    return 0


def families(documents: Path) -> dict[str, str]:
    """The family of each document."""
    with tempfile.TemporaryDirectory() as scratch:
        written = Path(scratch) / "families.jsonl"
        readout("copies", documents, output=written)
        found = [json.loads(line) for line in written.read_text(encoding="utf-8").splitlines()]
    return {id_: family["family"] for family in found for id_ in family["documents"]}


def triples(documents: Path) -> tuple[int, int]:
    """How many pairs of documents are joined, and how many there are inside one event."""
    family_of = families(documents)
    pairs = list(itertools.combinations(sorted(family_of), 2))
    events = {id_: id_.rpartition("_")[0] for id_ in family_of}
    inside = sum(events[one] == events[other] for one, other in pairs)
    return sum(family_of[one] == family_of[other] for one, other in pairs), inside


if __name__ == "__main__":
    sys.exit(main())
