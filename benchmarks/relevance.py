"""What the gate of `readout run` loses and saves: `python benchmarks/relevance.py [PATH...] [--every 4]`.

Every document (or every fourth ...) is read as without a gate; then each gate is asked whether it would have let it
through. For each gate stand the documents that pass, their part of the processor's time, and the part of the records
that pass with them: events, those between different parties, contacts, moves, statements, and those whose speaker has
a code. The first row is the gate as it is, the others are what else was weighed. `--lost` tells each event between
parties and each contact that the gate loses. Files and folders of saved pages can be named instead.
"""

import argparse
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, islice
from pathlib import Path

from readout.extract import Extractor
from readout.language import Rules
from readout.pipeline import document_of, extraction_of, open_rules
from readout.read import sources
from readout.records import Document, Drop, Extraction, Source
from readout.run.relevance import Relevance, parties_of
from readout.text import plain
from speed import given

TODAY = date(2026, 11, 22)
KINDS = ("documents", "time", "telling", "events", "between", "contacts", "moves", "statements", "coded")
_END = re.compile(r"[.!?]\s|\n")
_CLOSE = 200  # characters


@dataclass(frozen=True, slots=True)
class Named:
    """The parties that a text names, with their places, and where its sentences end, as near as a look can tell."""

    found: tuple[tuple[int, frozenset[str]], ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str, gate: Relevance) -> "Named":
        """Those of a text."""
        hits = ((hit.start, parties_of(hit)) for hit in gate.rules.lexicon.find(plain(text)))
        return cls(tuple(hit for hit in hits if hit[1]), tuple(match.start() for match in _END.finditer(text)))

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The places of two different parties that stand near one another in the order of names."""
        for number, (at, parties) in enumerate(self.found):
            for later, others in islice(self.found, number + 1, number + 8):
                if parties.isdisjoint(others):
                    yield at, later

    def sentence(self, place: int) -> int:
        """The number of the sentence at a place."""
        return sum(end < place for end in self.ends)


CHOICES: dict[str, Callable[[Named], bool]] = {
    "one party": lambda named: bool(named.found),
    "two, near": lambda named: any(later - at < _CLOSE for at, later in named.pairs()),
    "two in a sentence": lambda named: any(named.sentence(at) == named.sentence(later) for at, later in named.pairs()),
    "three": lambda named: any(
        all(a.isdisjoint(b) for a, b in combinations(three, 2))
        for three in combinations(sorted({parties for _, parties in named.found}, key=sorted)[:12], 3)
    ),
}


def main() -> int:
    """Print a row for each gate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docs", nargs="*", type=Path, metavar="PATH")
    parser.add_argument("--every", type=int, default=4)
    parser.add_argument("--lost", action="store_true")
    options = parser.parse_args()
    rules = open_rules()
    gate, extractor = Relevance(rules), Extractor(rules, Rules(rules))
    whole: Counter[str] = Counter()
    kept: defaultdict[str, Counter[str]] = defaultdict(Counter)
    looking = 0.0
    for source in islice(sources(options.docs or [given(None)]), 0, None, options.every):
        if isinstance(source, Drop):
            continue
        start = time.process_time()
        document = document_of(source, rules, TODAY)
        extraction = extraction_of(document, extractor) if isinstance(document, Document) else None
        if not isinstance(document, Document) or not isinstance(extraction, Extraction):
            continue
        counted = counts(extraction)
        counted["time"] = round(1e6 * (time.process_time() - start))
        whole.update(counted)
        start = time.process_time()
        refused = refusal(source, document, gate)
        looking += time.process_time() - start
        if refused is None:
            kept["the gate"].update(counted)
        elif options.lost:
            print(*lost(extraction, refused), sep="\n", end="")
        if refused is None or refused.reason != "not in English":
            kept["English alone"].update(counted)
        named = Named.of(document.text, gate)
        for name, passes in CHOICES.items():
            if passes(named):
                kept[name].update(counted)
    show(whole, kept)
    print(f"the look itself takes {1e6 * looking / max(1, whole['time']):.3f} of the time of reading everything")
    return 0


def refusal(source: Source, document: Document, gate: Relevance) -> Drop | None:
    """Why the gate leaves a source out, if it does."""
    return gate.refusal(source) or (gate.refusal_of_page(document) if source.form == "html" else None)


def counts(extraction: Extraction) -> Counter[str]:
    """The records of a document by kind."""
    between = sum(len({a.state for a in (*e.actors, *e.recipients)}) > 1 for e in extraction.events)
    coded = sum(any(speaker.code for speaker in said.speakers) for said in extraction.statements)
    acts = (extraction.events, extraction.contacts, extraction.moves)
    return Counter(
        documents=1, telling=int(any(acts)), events=len(acts[0]), between=between, contacts=len(acts[1]),
        moves=len(acts[2]), statements=len(extraction.statements), coded=coded,
    )  # fmt: skip


def lost(extraction: Extraction, refused: Drop) -> Iterator[str]:
    """A line for each contact and each event between parties of a document that is left out."""
    for event in extraction.events:
        parties = [actor.code for actor in (*event.actors, *event.recipients)]
        if len({actor.state for actor in (*event.actors, *event.recipients)}) > 1:
            yield f"{refused.where}  {event.type} {event.status} {parties} {event.evidence.quote[:120]!r}\n"
    for contact in extraction.contacts:
        parties = [actor.code for actor in contact.parties]
        yield f"{refused.where}  {contact.mode} {parties} {contact.tellings[0].quote[:120]!r}\n"


def show(whole: Counter[str], kept: dict[str, Counter[str]]) -> None:
    """A row for all documents and one for each gate."""
    print(" " * 18, *(f"{kind:>10}" for kind in KINDS))
    print(f"{'all':18}", *(f"{1e-6 * whole[kind]:9.1f}s" if kind == "time" else f"{whole[kind]:10}" for kind in KINDS))
    for name in ("the gate", "English alone", *CHOICES):
        print(f"{name:18}", *(f"{kept[name][kind] / max(1, whole[kind]):10.3f}" for kind in KINDS))


if __name__ == "__main__":
    sys.exit(main())
