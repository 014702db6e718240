"""Furniture and days on the documents labelled by hand: `python benchmarks/labels.py [--part seen|unseen|fresh]`.

The labels are tests/data/structure-labels*.jsonl (offsets only); the texts are those of the evaluation data, in
`../shared` beside the checkout or in the folder that READOUT_SHARED names. Rules are mended by what is seen in the part
"seen", which is the default; the parts "unseen" and "fresh" tell whether they are general.

1. A labelled block is found when a block of the same kind starts within three characters of it.
2. The day from the metadata is that of the document as it came, against the day of publication.
3. The day from the text alone is that of the document without its declared day and address (addresses have days in
   them): right where the text tells a day, and else silent or at least not against the day of publication.
"""

import argparse
import dataclasses
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evaluate import ROOT, shared
from readout.codebook import Compiled, compile_codebook, load
from readout.read import sources
from readout.records import Document, Drop, Source
from readout.structure import structure

LABELS = tuple(ROOT / "tests" / "data" / name for name in ("structure-labels.jsonl", "structure-labels-2.jsonl"))
WRONG = "metadata-date-wrong"
# After the newest document of the corpus, and always the same.
TODAY = date(2026, 3, 1)


@dataclass(frozen=True, slots=True)
class Label:
    """What the readers found in one document."""

    id: str
    part: str
    text_sha256: str
    furniture: tuple[tuple[str, int], ...]
    metadata: str | None
    text: str | None

    @property
    def day(self) -> str | None:
        """The day of publication: as the text tells it, else as the metadata do, where these are not wrong."""
        return self.text or self.metadata


def labels(part: str, paths: Iterable[Path] = LABELS) -> dict[str, Label]:
    """The labels of a part, by document."""
    items = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return {item["id"]: _label(item) for item in items if item["part"] == part}


def _label(item: dict[str, object]) -> Label:
    flags, blocks = item.get("flags", ()), item["furniture"]
    if not isinstance(flags, Sequence) or not isinstance(blocks, Sequence):
        message = f"not a label: {item['id']}"
        raise TypeError(message)
    declared = None if WRONG in flags else item["published"]
    furniture = tuple((block["kind"], block["start"]) for block in blocks)
    told = item["published_in_text"]
    return Label(
        id=str(item["id"]),
        part=str(item["part"]),
        text_sha256=str(item["text_sha256"]),
        furniture=furniture,
        metadata=str(declared) if declared else None,
        text=str(told) if told else None,
    )


def labelled(corpus: Path, wanted: dict[str, Label]) -> Iterator[tuple[Label, Source]]:
    """The labelled documents of the corpus; a text that is not the labelled one is an error."""
    for source in sources([corpus]):
        if isinstance(source, Drop) or source.declared.id not in wanted:
            continue
        label = wanted[source.declared.id]
        if hashlib.sha256(source.text.encode()).hexdigest() != label.text_sha256:
            message = f"{label.id}: its text is not the one that was labelled"
            raise ValueError(message)
        yield label, source


# ---- furniture -------------------------------------------------------------------------------------------------------
def found(gold: Iterable[tuple[str, int]], said: Iterable[tuple[str, int]]) -> Counter[str]:
    """How many labelled blocks of each kind are found, each by a block of its own.

    >>> found([("promo", 0), ("promo", 40)], [("promo", 2), ("caption", 40)])
    Counter({'promo': 1})
    """
    left, hits = sorted(said), Counter[str]()
    for kind, start in sorted(gold):
        near = [block for block in left if block[0] == kind and abs(block[1] - start) <= 3]
        if near:
            left.remove(min(near, key=lambda block: abs(block[1] - start)))
            hits[kind] += 1
    return hits


def furniture(document: Document | Drop) -> list[tuple[str, int]]:
    """Kind and start of the blocks that are not the story; a dropped document has none."""
    if isinstance(document, Drop):
        return []
    return [(block.kind, block.start) for block in document.blocks if block.kind != "paragraph"]


def table(gold: Counter[str], said: Counter[str], hits: Counter[str]) -> Iterator[str]:
    """Precision, recall and F1 of each kind and of all."""
    yield "kind        gold  said  found      P      R     F1"
    for name in ["all", *sorted(gold | said)]:
        counts = [count.total() if name == "all" else count[name] for count in (gold, said, hits)]
        wanted, given, hit = counts
        shares = (hit / max(1, given), hit / max(1, wanted), 2 * hit / max(1, wanted + given))
        yield f"{name:10} {wanted:5} {given:5} {hit:6} " + " ".join(f"{share:6.3f}" for share in shares)


# ---- days ------------------------------------------------------------------------------------------------------------
def day(document: Document | Drop) -> str | None:
    """The day of publication, or None where it is unknown or not that fine."""
    if isinstance(document, Drop) or document.published.grain != "day":
        return None
    return document.published.iso


def undated(source: Source) -> Source:
    """The source without its declared day and its address."""
    return dataclasses.replace(source, declared=dataclasses.replace(source.declared, published=None, url=None))


def verdict(said: str | None, true: str | None) -> str:
    """Whether a day is right or wrong; "silent" without one, "given" where no label can judge it."""
    if said is None:
        return "silent"
    if true is None:
        return "given"
    return "right" if said == true else "wrong"


def share(name: str, verdicts: Counter[str]) -> str:
    """One line of a count of verdicts, the share that is right first."""
    total = verdicts.total()
    counts = ", ".join(f"{verdicts[word]} {word}" for word in ("right", "wrong", "silent", "given") if verdicts[word])
    return f"{name:46} {verdicts['right'] / max(1, total):6.3f}   of {total}: {counts or 'none'}"


@dataclasses.dataclass(frozen=True, slots=True)
class Measured:
    """Counts of one part: blocks labelled, said and found by kind; verdicts on days, with and without metadata."""

    gold: Counter[str]
    said: Counter[str]
    hits: Counter[str]
    metadata: Counter[str]
    told: Counter[str]
    untold: Counter[str]

    def lines(self) -> Iterator[str]:
        """The report."""
        yield from table(self.gold, self.said, self.hits)
        yield share("day as the document came", self.metadata)
        yield share("day from the text alone, where the text tells", self.told)
        yield share("day from the text alone, where it does not", self.untold)

    def figures(self, part: str) -> dict[str, float]:
        """The figures that have floors."""
        blocks = self.gold.total() + self.said.total()
        return {
            f"labelled {part} furniture F1": 2 * self.hits.total() / max(1, blocks),
            f"labelled {part} day": self.metadata["right"] / max(1, self.metadata.total()),
        }


def measure(pairs: Iterable[tuple[Label, Source]], rules: Compiled) -> Measured:
    """Readout's blocks and days beside the labels."""
    made = Measured(*(Counter[str]() for _ in range(6)))
    for label, source in pairs:
        document, alone = structure(source, rules, today=TODAY), structure(undated(source), rules, today=TODAY)
        blocks = furniture(document)
        made.gold.update(kind for kind, _ in label.furniture)
        made.said.update(kind for kind, _ in blocks)
        made.hits.update(found(label.furniture, blocks))
        if label.day:
            made.metadata[verdict(day(document), label.day)] += 1
        (made.told if label.text else made.untold)[verdict(day(alone), label.text or label.day)] += 1
    return made


def main() -> int:
    """Print the figures of a part; status 1 where the texts are missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("seen", "unseen", "fresh"), default="seen", help="which (default: seen)")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    options = parser.parse_args()
    data = shared()
    if data is None:
        print("no evaluation data: set READOUT_SHARED to its folder", file=sys.stderr)
        return 1
    wanted = labels(options.part)
    pairs = list(labelled(data / "data" / "corpus" / "articles.jsonl", wanted))
    made = measure(pairs, compile_codebook(load()))
    if options.json:
        print(json.dumps(made.figures(options.part), indent=1))
    else:
        print(f"part {options.part}: {len(pairs)} of {len(wanted)} labelled documents")
        print("\n".join(made.lines()))
    return 0 if len(pairs) == len(wanted) else 1


if __name__ == "__main__":
    sys.exit(main())
