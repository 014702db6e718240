"""How many pairs of each kind of group are joined as copies: `python benchmarks/groups.py`.

The groups are `data/corpus/groups.jsonl` of the evaluation data; families are what `readout copies` writes.
"""

import itertools
import json
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from evaluate import readout, shared


def main() -> int:
    """Print a line for each kind of group; status 1 where there is no data."""
    data = shared()
    if data is None:
        print("no evaluation data: set READOUT_SHARED to its folder", file=sys.stderr)
        return 1
    path = data / "data/corpus/groups.jsonl"
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        groups[item["group_kind"], item["group"]].append(item["id"])
    with tempfile.TemporaryDirectory() as scratch:
        written = Path(scratch) / "families.jsonl"
        readout("copies", path, output=written)
        families = [json.loads(line) for line in written.read_text(encoding="utf-8").splitlines()]
    family_of = {id_: family["family"] for family in families for id_ in family["documents"]}
    pairs, joined = Counter[str](), Counter[str]()
    for (kind, _), ids in groups.items():
        for one, other in itertools.combinations(ids, 2):
            pairs[kind] += 1
            joined[kind] += family_of[one] == family_of[other]
    for kind in sorted(pairs):
        print(f"{kind:20} {joined[kind]:4} of {pairs[kind]:4} pairs joined")
    return 0


if __name__ == "__main__":
    sys.exit(main())
