"""Families of a collection, timed: `python benchmarks/copies.py DOCS.jsonl FAMILIES.tsv [EDGES.tsv]`.

DOCS.jsonl has one object a line with id and text and, where known, url, source, title and published. FAMILIES.tsv gets
`id <TAB> family`, which any scorer of clusters reads; EDGES.tsv gets `before <TAB> after <TAB> kind <TAB> direction`.
"""

import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from readout.codebook import compile_codebook, load
from readout.link.copies import families
from readout.read import sources
from readout.records import Document, Drop
from readout.structure import structure


def main(docs: str, out: str, edges_out: str | None = None) -> None:
    """Structure the documents, find the families, write them, and say how long it took."""
    rules = compile_codebook(load())
    today = datetime.now(UTC).date()
    made = [source if isinstance(source, Drop) else structure(source, rules, today=today) for source in sources([docs])]
    documents = [document for document in made if isinstance(document, Document)]
    start = time.process_time()
    found = families(documents, rules)
    seconds = time.process_time() - start
    rows = [f"{document}\t{family.id}\n" for family in found for document in family.documents]
    Path(out).write_text("".join(rows), encoding="utf-8")
    edges = [edge for family in found for edge in family.edges]
    if edges_out:
        lines = [f"{edge.before}\t{edge.after}\t{edge.kind}\t{edge.direction}\n" for edge in edges]
        Path(edges_out).write_text("".join(lines), encoding="utf-8")
    print(
        f"documents {len(documents)}, dropped {len(made) - len(documents)}, families {len(found)}, CPU s {seconds:.1f}"
    )
    print("edges", dict(sorted(Counter(edge.kind for edge in edges).items())))
    print("sizes", dict(sorted(Counter(len(family.documents) for family in found).items())))


if __name__ == "__main__":
    if len(sys.argv) not in {3, 4}:
        sys.exit(__doc__)
    main(*sys.argv[1:])
