"""What is exported: events, statements, moves and contacts of a reading, copies folded or each telling by itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from readout.records import (
    Actor,
    Contact,
    Document,
    Event,
    Evidence,
    Extraction,
    Mention,
    Move,
    Reading,
    Span,
    Statement,
    Told,
)
from readout.text import sentences

Record = TypeVar("Record", Event, Statement, Move)
_Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Finding(Generic[Record]):
    """A record of one document, the family that it belongs to, and every place where that tells it.

    `told` is the id of the record that counts for all tellings; it is the record's own where copies are folded.
    """

    record: Record
    family: str
    told: str
    places: tuple[Evidence, ...]
    missing_from: tuple[str, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that tell it, each once."""
        return tuple(dict.fromkeys(place.document for place in self.places))


@dataclass(frozen=True, slots=True)
class Held:
    """A reading by ids; `raw` counts every telling, else each thing counts once for its family."""

    reading: Reading
    raw: bool
    documents: Mapping[str, Document]
    extractions: Mapping[str, Extraction]
    families: Mapping[str, str]

    @classmethod
    def of(cls, reading: Reading, *, raw: bool = False) -> "Held":
        """The index of a reading."""
        return cls(
            reading,
            raw,
            {document.id: document for document in reading.documents},
            {extraction.document: extraction for extraction in reading.extractions},
            {id_: family.id for family in reading.families for id_ in family.documents},
        )

    def events(self, *, raw: bool | None = None) -> tuple[Finding[Event], ...]:
        """The events, as the whole is counted or as `raw` says."""
        every = (event for extraction in self.reading.extractions for event in extraction.events)
        return self._told("event", every, self.raw if raw is None else raw)

    def statements(self, *, raw: bool | None = None) -> tuple[Finding[Statement], ...]:
        """The statements, as the whole is counted or as `raw` says."""
        every = (statement for extraction in self.reading.extractions for statement in extraction.statements)
        return self._told("statement", every, self.raw if raw is None else raw)

    def contacts(self, *, raw: bool | None = None) -> tuple[Contact, ...]:
        """The contacts with all their tellings joined, or those of each document by itself."""
        if self.raw if raw is None else raw:
            return tuple(contact for extraction in self.reading.extractions for contact in extraction.contacts)
        return self.reading.contacts

    def moves(self, *, raw: bool | None = None) -> tuple[tuple[str, Move], ...]:
        """Moves with the id of their matter; a move that a copy repeats has none."""
        folded = tuple((matter.id, move) for matter in self.reading.matters for move in matter.moves)
        if not (self.raw if raw is None else raw):
            return folded
        homes = {move.id: matter for matter, move in folded}
        every = (move for extraction in self.reading.extractions for move in extraction.moves)
        return tuple((homes.get(move.id, ""), move) for move in every)

    def _told(self, kind: str, every: Iterable[Record], raw: bool) -> tuple[Finding[Record], ...]:  # noqa: FBT001
        """Each record with the one that counts for it; without `raw` only those that count."""
        by_id: dict[str, Told] = {}
        covered: dict[_Place, str] = {}
        for told in self.reading.told:
            if told.kind == kind:
                by_id[told.record] = told
                for place in told.places:
                    covered.setdefault((place.document, place.start, place.end), told.record)
        return tuple(self._findings(every, by_id, covered, raw=raw))

    def _findings(
        self, every: Iterable[Record], by_id: Mapping[str, Told], covered: Mapping[_Place, str], *, raw: bool
    ) -> Iterator[Finding[Record]]:
        for record in every:
            place = evidence(record)
            counts = record.id if record.id in by_id else covered.get((place.document, place.start, place.end))
            told = by_id.get(counts or "")
            family = self.families.get(record.document, "")
            if raw:
                yield Finding(record, family, counts or record.id, (place,))
            elif counts is None or counts == record.id:
                places, missing = (told.places, told.missing_from) if told else ((place,), ())
                yield Finding(record, family, record.id, places, missing)

    # ---- around a finding --------------------------------------------------------------------------------------------
    def sentence(self, place: Evidence) -> tuple[int | None, Span]:
        """The number of the sentence that a place begins in, from 1 on through all blocks, and the sentence."""
        document = self.documents.get(place.document)
        if document is None:
            return None, place.span
        blocks = [block.span for block in document.blocks] or [Span(0, len(document.text))]
        spans = (span for block in blocks for span in sentences(document.text, block.start, block.end))
        return next(((n, span) for n, span in enumerate(spans, 1) if place.start < span.end), (None, place.span))

    def named(self, actor: Actor, place: Evidence) -> tuple[Mention, str] | None:
        """The mention of an actor in the sentence of a place, and its words; of several the one inside the place."""
        extraction, document = self.extractions.get(place.document), self.documents.get(place.document)
        if extraction is None or document is None:
            return None
        _, sentence = self.sentence(place)
        near = [m for m in extraction.mentions if m.span.meets(sentence) and any(_same(actor, a) for a in m.actors)]
        inside = [mention for mention in near if place.span.covers(mention.span)]
        found = next(iter(inside or near), None)
        return (found, document.text[found.start : found.end]) if found else None


def evidence(record: Event | Statement | Move) -> Evidence:
    """The place of a record."""
    return record.content if isinstance(record, Statement) else record.evidence


def _same(one: Actor, other: Actor) -> bool:
    return one == other or (one.kind, one.name, one.state) == (other.kind, other.name, other.state)
