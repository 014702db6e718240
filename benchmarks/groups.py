"""How many pairs of each kind of group are joined as copies, and in one story: `python benchmarks/groups.py`.

The groups are `data/corpus/groups.jsonl` of the evaluation data, read as one collection; a copy counts as one story
too. "apart" are the pairs of different groups, some of which do tell of the same events.
"""

import itertools
import json
import sys
from collections import Counter

from evaluate import shared
from readout import read_paths


def main() -> int:
    """Print a line for each kind of group; status 1 where there is no data."""
    data = shared()
    if data is None:
        print("no evaluation data: set READOUT_SHARED to its folder", file=sys.stderr)
        return 1
    path = data / "data/corpus/groups.jsonl"
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    reading = read_paths([path])
    family_of = {id_: family.id for family in reading.families for id_ in family.documents}
    story_of = {id_: story.id for story in reading.stories for id_ in story.documents}
    pairs, copied, told = Counter[str](), Counter[str](), Counter[str]()
    for one, other in itertools.combinations(items, 2):
        kind = one["group_kind"] if one["group"] == other["group"] else "apart"
        is_copy = family_of[one["id"]] == family_of[other["id"]]
        pairs[kind] += 1
        copied[kind] += is_copy
        told[kind] += is_copy or story_of.get(one["id"], one["id"]) == story_of.get(other["id"], other["id"])
    for kind in sorted(pairs):
        print(f"{kind:20} {copied[kind]:4} copies, {told[kind]:4} in one story, of {pairs[kind]:6} pairs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
