"""What the pages are made of: the questions that a store answers, and what the codebook calls things."""

from dataclasses import dataclass
from datetime import timedelta

from readout.codebook import Codebook
from readout.records import Contact
from readout.store import ContactFilter
from readout.store.queries import Queries
from readout.views.web.page import Names

_NEAR = timedelta(days=4)
_SOME = 8


@dataclass(frozen=True, slots=True)
class Desk:
    """A store open for reading, the codebook, and its names."""

    held: Queries
    codebook: Codebook
    names: Names

    def near(self, contact: Contact) -> tuple[Contact, ...]:
        """Other contacts of the same parties about the same days, which could be the same one."""
        when = contact.when
        if when.start is None or not contact.states:
            return ()
        since, until = when.start - _NEAR, (when.end or when.start) + _NEAR
        asked = ContactFilter(states=contact.states, since=since.isoformat(), until=until.isoformat())
        rows = self.held.contacts(asked, limit=_SOME).rows
        return tuple(row.contact for row in rows if row.contact.id != contact.id)
