"""What is exported: events, statements, moves and contacts, copies folded or each telling by itself, and their count.

Everything comes one after the other and is counted as it is written, so that an export needs no more memory for a
million events than for a thousand.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from readout.records import (
    Actor,
    Contact,
    Document,
    Event,
    Evidence,
    Mention,
    Move,
    Reading,
    Span,
    Statement,
    Told,
    When,
    unknown_when,
)
from readout.store.streaming import EVERYTHING, Chosen, Portion, place_of
from readout.text import sentences
from readout.views.exports.made import Count
from readout.views.exports.pieces import Pieces, Whole

Record = TypeVar("Record", Event, Statement)
_Place = tuple[str, int, int]
_NO_TIME = unknown_when()
_NO_DAY = "no day is known of it or of its report, and days are asked for"


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


class Held:
    """What an export is made of: `raw` counts every telling, else each thing counts once for its family.

    Each of its questions reads anew from the beginning, and counts in a `Count` what it gives.
    """

    def __init__(self, pieces: Pieces, *, raw: bool = False, chosen: Chosen = EVERYTHING) -> None:
        self.pieces = pieces
        self.raw = raw
        self.chosen = chosen
        self._read: tuple[str, tuple[Span, ...]] = ("", ())

    @classmethod
    def of(cls, reading: Reading, *, raw: bool = False) -> "Held":
        """What a reading in memory holds."""
        return cls(Whole(reading), raw=raw)

    def events(
        self, count: Count, left_out: Callable[[Event], str | None] = lambda _: None
    ) -> Iterator[Finding[Event]]:
        """The events that are chosen, without those for which there is a reason to leave them out."""

        def reason(event: Event) -> str | None:
            return self._undated(event.when, event.document) or left_out(event)

        for portion in self.pieces.events(self.chosen):
            yield from self._findings(portion, self._has_event, count, reason)

    def _has_event(self, event: Event) -> bool:
        states = (actor.state for actor in (*event.actors, *event.recipients))
        return self.chosen.shared(states) and self._fits(event.when, event.document)

    def statements(self, count: Count, within: Iterable[str] | None = None) -> Iterator[Finding[Statement]]:
        """The statements that are chosen, or all of some documents."""
        chosen: Callable[[Statement], bool] = self._has_statement if within is None else lambda _: True
        reason: Callable[[Statement], str | None] = self._of_undated_report if within is None else lambda _: None
        for portion in self.pieces.statements(self.chosen, within):
            yield from self._findings(portion, chosen, count, reason)

    def _has_statement(self, statement: Statement) -> bool:
        """Whether a party says it, in a report of the days that are asked for."""
        mine = not self.chosen.parties or statement.speaker_state in self.chosen.parties
        return mine and self._fits(_NO_TIME, statement.document)

    def _of_undated_report(self, statement: Statement) -> str | None:
        return self._undated(_NO_TIME, statement.document)

    def contacts(self, count: Count) -> Iterator[Contact]:
        """The contacts with all their tellings joined, or those of each document by itself."""
        for contact in self._contacts(count, raw=self.raw):
            count.counted += 1
            yield contact
        count.otherwise += sum(1 for _ in self._contacts(Count(""), raw=not self.raw))

    def parties(self, count: Count) -> Iterator[tuple[Contact, int]]:
        """The parties of contacts, each by its contact and its number there."""
        for contact in self._contacts(count, raw=self.raw):
            count.counted += len(contact.parties)
            yield from ((contact, number) for number in range(len(contact.parties)))
        count.otherwise += sum(len(contact.parties) for contact in self._contacts(Count(""), raw=not self.raw))

    def _contacts(self, count: Count, *, raw: bool) -> Iterator[Contact]:
        found = self.pieces.told_contacts(self.chosen) if raw else self.pieces.contacts(self.chosen)
        for contact in found:
            where = next(iter(contact.documents), "")
            if self.chosen.shared(contact.states) and self._fits(contact.when, where):
                if reason := self._undated(contact.when, where):
                    count.left_out[reason] += 1
                else:
                    yield contact

    def moves(self, count: Count) -> Iterator[tuple[str, Move]]:
        """Moves with the id of their matter; a move that a copy repeats has none."""
        for found in self._moves(count, raw=self.raw):
            count.counted += 1
            yield found
        count.otherwise += sum(1 for _ in self._moves(Count(""), raw=not self.raw))

    def _moves(self, count: Count, *, raw: bool) -> Iterator[tuple[str, Move]]:
        for matter, move in self.pieces.told_moves() if raw else self.pieces.moves(self.chosen):
            if self.chosen.shared((matter or move).states) and self._fits(move.when, move.document):
                if reason := self._undated(move.when, move.document):
                    count.left_out[reason] += 1
                else:
                    yield matter.id if matter else "", move

    # ---- what lies in a stretch of time ------------------------------------------------------------------------------
    def _fits(self, when: When, document: str) -> bool:
        """Whether a time lies in the stretch that is asked for; also where nobody knows, so that it can be counted."""
        if not self.chosen.timed:
            return True
        time = self._time(when, document)
        return time.start is None or self.chosen.during(time)

    def _undated(self, when: When, document: str) -> str | None:
        """The reason to leave something out of a stretch of time."""
        return _NO_DAY if self.chosen.timed and self._time(when, document).start is None else None

    def _time(self, when: When, document: str) -> When:
        """A time, or that of the report where none is told."""
        report = self.document(document) if when.start is None else None
        return report.published if report is not None else when

    # ---- copies ------------------------------------------------------------------------------------------------------

    def _findings(
        self,
        portion: Portion[Record],
        chosen: Callable[[Record], bool],
        count: Count,
        left_out: Callable[[Record], str | None],
    ) -> Iterator[Finding[Record]]:
        """Each record with the one that counts for it; without `raw` only those that count."""
        by_id = {told.record: told for told in portion.told}
        covered: dict[_Place, str] = {}
        for told in portion.told:
            for place in told.places:
                covered.setdefault((place.document, place.start, place.end), told.record)
        for record in filter(chosen, portion.records):
            finding, leads = self._finding(record, by_id, covered)
            reason = left_out(record)
            if reason is None:
                count.otherwise += leads or not self.raw
            if not (leads or self.raw):
                continue
            if reason is None:
                count.counted += 1
                yield finding
            else:
                count.left_out[reason] += 1

    def _finding(
        self, record: Record, by_id: Mapping[str, Told], covered: Mapping[_Place, str]
    ) -> tuple[Finding[Record], bool]:
        """A record as it is counted, and whether it counts for its copies."""
        place = place_of(record)
        counts = record.id if record.id in by_id else covered.get((place.document, place.start, place.end))
        family = self.pieces.family(record.document) or ""
        leads = counts is None or counts == record.id
        told = by_id.get(record.id)
        if self.raw or told is None:
            return Finding(record, family, counts or record.id, (place,)), leads
        return Finding(record, family, record.id, told.places, told.missing_from), leads

    def telling(self, *found: Iterable[Finding[Event] | Finding[Statement] | Contact]) -> set[str] | None:
        """The documents that tell of what is chosen; None for all of them, where nothing is."""
        return {id_ for some in found for one in some for id_ in one.documents} if self.chosen else None

    # ---- around a finding --------------------------------------------------------------------------------------------
    def document(self, id_: str) -> Document | None:
        """The document with this id."""
        return self.pieces.document(id_)

    def sentence(self, place: Evidence) -> tuple[int | None, Span]:
        """The number of the sentence that a place begins in, from 1 on through all blocks, and the sentence."""
        document = self.document(place.document)
        if document is None:
            return None, place.span
        if self._read[0] != document.id:
            blocks = [block.span for block in document.blocks] or [Span(0, len(document.text))]
            spans = (span for block in blocks for span in sentences(document.text, block.start, block.end))
            self._read = (document.id, tuple(spans))
        numbered = enumerate(self._read[1], 1)
        return next(((n, span) for n, span in numbered if place.start < span.end), (None, place.span))

    def named(self, actor: Actor, place: Evidence) -> tuple[Mention, str] | None:
        """The mention of an actor in the sentence of a place, and its words; of several the one inside the place."""
        mentions, document = self.pieces.mentions(place.document), self.document(place.document)
        if not mentions or document is None:
            return None
        _, sentence = self.sentence(place)
        # Of a hundred mentions of a document a few stand in the sentence: looked for without making spans of them all.
        inner = (m for m in mentions if m.start < sentence.end and sentence.start < m.end)
        near = [m for m in inner if any(_same(actor, a) for a in m.actors)]
        inside = [mention for mention in near if place.span.covers(mention.span)]
        found = next(iter(inside or near), None)
        return (found, document.text[found.start : found.end]) if found else None


def _same(one: Actor, other: Actor) -> bool:
    return one == other or (one.kind, one.name, one.state) == (other.kind, other.name, other.state)
