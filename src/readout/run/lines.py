"""Many documents, one after the other or in several processes: the same lines in the same order either way.

A line goes out as soon as its turn comes. A process has one batch of sources at any time; lines that are ready before
their turn wait for it.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from readout.extract import Extractor
from readout.language import backend
from readout.link.processes import attend, in_turn, processes
from readout.pipeline import document_of, extraction_of, open_rules
from readout.records import Document, Drop, Extraction, Source
from readout.run.relevance import Gate, Relevance

BATCH = 16  # documents that a process is given at a time

# Makes the line of one document, of what it yields (or the reason why not) and of the id it came with.
Write = Callable[[tuple[Document, Extraction] | Drop, str | None], str]
Line = tuple[str, Drop | None]


@dataclass(frozen=True, slots=True)
class Order:
    """What a process has to know besides the sources: how to write a line, and what reading depends on.

    `write` is a function of a module, so that another process can be told of it by name. `fields` says where the files
    of an archive keep a field, if not under the usual names. `gate` says whether all sources are read.
    """

    write: Write
    today: date
    codebook: Path | None = None
    language: str = "rules"
    fields: tuple[tuple[str, str], ...] = ()
    gate: Gate = "none"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a source yields, or the reason why it yields nothing, and the id that it has or came with."""

    made: tuple[Document, Extraction] | Drop
    id: str | None

    def line(self, order: Order) -> str:
        """It as a line."""
        return order.write(self.made, self.id)


class Worker:
    """The way of one source to its line, everything compiled once."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self.rules = open_rules(order.codebook)
        self._extractor = Extractor(self.rules, backend(order.language, self.rules))
        self._relevance = Relevance(self.rules) if order.gate == "relevant" else None

    def outcome(self, source: Source | Drop) -> Outcome:
        """What one source yields, or why it yields nothing."""
        id_ = None if isinstance(source, Drop) else source.declared.id
        document = source if isinstance(source, Drop) else self._document(source)
        if isinstance(document, Drop):
            return Outcome(document, id_)
        extraction = self.extracted(document)
        return Outcome(extraction if isinstance(extraction, Drop) else (document, extraction), document.id)

    def _document(self, source: Source) -> Document | Drop:
        """The document of a source that passes the gate, or why there is none."""
        gate = self._relevance
        refused = gate.refusal(source) if gate else None
        if refused:
            return refused
        made = document_of(source, self.rules, self._order.today)
        refused = gate.refusal_of_page(made) if gate and source.form == "html" and isinstance(made, Document) else None
        return refused or made

    def extracted(self, document: Document) -> Extraction | Drop:
        """What a document yields, or why it yields nothing."""
        return extraction_of(document, self._extractor)

    def line(self, source: Source | Drop) -> Line:
        """The line of one source; where it cannot be used, the line that says so in its place, and the drop."""
        outcome = self.outcome(source)
        return outcome.line(self._order), outcome.made if isinstance(outcome.made, Drop) else None


def lines_of(sources: Iterable[Source | Drop], order: Order, *, workers: int = 1) -> Iterator[Line]:
    """A line for each source, in their order, whatever the number of workers."""
    if workers <= 1:
        yield from map(Worker(order).line, sources)
        return
    with processes(workers, order, serve) as pipes:
        yield from dealt(sources, pipes)


def dealt(sources: Iterable[Source | Drop], pipes: Sequence[Connection]) -> Iterator[Line]:
    """A line for each source, in their order, made by the processes that `serve` at the other ends of the pipes."""
    found = iter(sources)
    batches = iter(lambda: list(itertools.islice(found, BATCH)), [])
    return itertools.chain.from_iterable(in_turn(batches, pipes))


def serve(pipe: Connection, order: Order) -> None:
    """Answer batches until the other side hangs up."""
    worker = Worker(order)
    attend(pipe, lambda batch: [worker.line(source) for source in batch])
