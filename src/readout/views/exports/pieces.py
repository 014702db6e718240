"""What exports read, piece by piece: a reading in memory, or a store as it is read through (`readout.store.Stream`)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from readout.records import (
    Actor,
    Comparison,
    Contact,
    Document,
    Event,
    Extraction,
    Matter,
    Mention,
    Move,
    Reading,
    Since,
    Statement,
    Told,
)
from readout.store.streaming import Chosen, Portion


class Pieces(Protocol):
    """All that is held, in the order of a reading. What is chosen comes, and maybe more: `Held` looks again."""

    def documents(self, ids: Iterable[str] | None = None) -> Iterator[Document]:
        """The documents with these ids, or all of them."""

    def actors(self, ids: Iterable[str] | None = None) -> Iterator[Actor]:
        """Everybody whom these documents, or all, name or have a part in an event, document by document."""

    def events(self, chosen: Chosen) -> Iterator[Portion[Event]]:
        """Events, with what counts for copies."""

    def statements(self, chosen: Chosen, within: Iterable[str] | None = None) -> Iterator[Portion[Statement]]:
        """Statements, of some documents or of all, with what counts for copies."""

    def contacts(self, chosen: Chosen) -> Iterator[Contact]:
        """Contacts with all their tellings."""

    def told_contacts(self, chosen: Chosen) -> Iterator[Contact]:
        """Contacts as each document tells them: the documents that tell of a contact of these parties."""

    def moves(self, chosen: Chosen) -> Iterator[tuple[Matter, Move]]:
        """The moves of matters, copies counted once."""

    def told_moves(self) -> Iterator[tuple[Matter | None, Move]]:
        """Moves as each document tells them; one that a copy repeats has no matter."""

    def document(self, id_: str) -> Document | None:
        """The document with this id."""

    def mentions(self, document: str) -> tuple[Mention, ...]:
        """Who is named in a document."""

    def family(self, document: str) -> str | None:
        """The id of the family of a document."""

    def relatives(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The documents of the families of some documents."""

    def comparison(self, contact: str) -> Comparison | None:
        """The comparison of a contact, if two parties gave an account of it."""

    def since(self, contact: str) -> tuple[Since, ...]:
        """What each party's account of a contact changes against its account of the contact before."""

    def beginning(self, prefix: str) -> tuple[Contact, ...]:
        """The contacts whose ids begin so."""


class Whole:
    """A reading in memory."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._documents = {document.id: document for document in reading.documents}
        self._mentions = {extraction.document: extraction.mentions for extraction in reading.extractions}
        self._families = {id_: family for family in reading.families for id_ in family.documents}
        self._comparisons = {comparison.contact: comparison for comparison in reading.comparisons}
        since: Mapping[str, list[Since]] = defaultdict(list)
        for one in reading.since:
            since[one.contact].append(one)
        self._since = since

    def documents(self, ids: Iterable[str] | None = None) -> Iterator[Document]:
        """The documents with these ids, or all of them."""
        wanted = self._documents if ids is None else set(ids)
        return (document for document in self._reading.documents if document.id in wanted)

    def actors(self, ids: Iterable[str] | None = None) -> Iterator[Actor]:
        """Everybody whom these documents, or all, name or have a part in an event, document by document."""
        for extraction in self._extractions(ids):
            yield from (actor for mention in extraction.mentions for actor in mention.actors)
            yield from (actor for event in extraction.events for actor in (*event.actors, *event.recipients))

    def _extractions(self, ids: Iterable[str] | None) -> Iterator[Extraction]:
        wanted = None if ids is None else set(ids)
        return (one for one in self._reading.extractions if wanted is None or one.document in wanted)

    def events(self, _: Chosen) -> Iterator[Portion[Event]]:
        """All events."""
        records = tuple(event for extraction in self._reading.extractions for event in extraction.events)
        yield Portion(records, self._told("event"))

    def statements(self, _: Chosen, within: Iterable[str] | None = None) -> Iterator[Portion[Statement]]:
        """All statements, or those of some documents."""
        records = tuple(statement for extraction in self._extractions(within) for statement in extraction.statements)
        yield Portion(records, self._told("statement"))

    def _told(self, kind: str) -> tuple[Told, ...]:
        return tuple(told for told in self._reading.told if told.kind == kind)

    def contacts(self, _: Chosen) -> Iterator[Contact]:
        """All contacts with all their tellings."""
        return iter(self._reading.contacts)

    def told_contacts(self, chosen: Chosen) -> Iterator[Contact]:
        """Contacts as each document tells them: the documents that tell of a contact of these parties."""
        telling = {
            id_
            for contact in self._reading.contacts
            if chosen.shared(contact.states)
            for id_ in (*contact.documents, *contact.announced_by)
        }
        return (c for one in self._extractions(telling if chosen.parties else None) for c in one.contacts)

    def moves(self, _: Chosen) -> Iterator[tuple[Matter, Move]]:
        """The moves of matters, copies counted once."""
        return ((matter, move) for matter in self._reading.matters for move in matter.moves)

    def told_moves(self) -> Iterator[tuple[Matter | None, Move]]:
        """Moves as each document tells them; one that a copy repeats has no matter."""
        homes = {move.id: matter for matter in self._reading.matters for move in matter.moves}
        return ((homes.get(move.id), move) for extraction in self._reading.extractions for move in extraction.moves)

    def document(self, id_: str) -> Document | None:
        """The document with this id."""
        return self._documents.get(id_)

    def mentions(self, document: str) -> tuple[Mention, ...]:
        """Who is named in a document."""
        return self._mentions.get(document, ())

    def family(self, document: str) -> str | None:
        """The id of the family of a document."""
        family = self._families.get(document)
        return family.id if family else None

    def relatives(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The documents of the families of some documents."""
        held = dict.fromkeys(ids)
        more = (id_ for one in held if one in self._families for id_ in self._families[one].documents)
        return tuple(held | dict.fromkeys(more))

    def comparison(self, contact: str) -> Comparison | None:
        """The comparison of a contact, if two parties gave an account of it."""
        return self._comparisons.get(contact)

    def since(self, contact: str) -> tuple[Since, ...]:
        """What each party's account of a contact changes against its account of the contact before."""
        return tuple(self._since.get(contact, ()))

    def beginning(self, prefix: str) -> tuple[Contact, ...]:
        """The contacts whose ids begin so."""
        return tuple(contact for contact in self._reading.contacts if contact.id.startswith(prefix))
