"""A contact as one document tells it, with what is needed to place it beside the tellings of others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from readout.records import Contact, Document, Extraction, Family

AHEAD = frozenset({"planned", "proposed"})
HELD = frozenset({"held", "happened", "ongoing"})
_ONE_BREATH = 150  # characters: two occasions told together at the head
HEAD = 500  # characters of the first paragraph and what precedes it


@dataclass(frozen=True, slots=True)
class Telling:
    """A contact as one document tells it, with what is needed to place it; `leads`: the document is about it."""

    contact: Contact
    document: Document
    family: str
    states: frozenset[str]
    leads: bool

    @property
    def ahead(self) -> bool:
        """Whether it is still to come."""
        return self.contact.status in AHEAD

    @property
    def day(self) -> date | None:
        """Its day, where it is known to the day."""
        return self.contact.when.start if self.contact.when.grain == "day" else None

    @property
    def published(self) -> date | None:
        """When it was told."""
        return self.document.published.start

    @property
    def names(self) -> int:
        """How many persons it names."""
        return sum(party.kind == "person" and party.name is not None for party in self.contact.parties)

    @property
    def rank(self) -> tuple[object, ...]:
        """The best-known first: held, at a document's head, dated, with persons; ties by content alone."""
        first = self.contact.tellings[0]
        return (
            self.ahead,
            not self.leads,
            self.day is None,
            -self.names,
            self.published or date.max,
            self.document.id,
            first.start,
            self.contact.mode,
            self.contact.id,
        )


def tellings_of(
    documents: Sequence[Document],
    extractions: Sequence[Extraction],
    families: Sequence[Family],
    members: Mapping[str, frozenset[str]],
) -> Iterator[Telling]:
    """The tellings of all documents; `members` are those of organisations, by their ids."""
    by_id = {document.id: document for document in documents}
    family_of = {member: family.id for family in families for member in family.documents}
    for extraction in extractions:
        document = by_id.get(extraction.document)
        if document is None:
            continue
        paragraphs = document.spans("paragraph")
        head = paragraphs[0].start + HEAD if paragraphs else len(document.text)
        first = min((telling.start for c in extraction.contacts for telling in c.tellings), default=0)
        for contact in extraction.contacts:
            leads = any(telling.start < min(head, first + _ONE_BREATH) for telling in contact.tellings)
            states = frozenset(contact.states)
            wide = states.union(*(members.get(state, frozenset()) for state in states))
            if contact.tellings and states:
                yield Telling(contact, document, family_of.get(document.id, document.id), wide, leads)
