"""What the pages are made of: the questions that a store answers, and what the codebook calls things."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Lock

from readout.codebook import Codebook
from readout.records import Contact
from readout.store import ContactFilter
from readout.store.queries import Queries
from readout.views.web.page import Names

_NEAR = timedelta(days=4)
_SOME = 8
_WAITING = 8  # connections that are kept between two pages


@dataclass(frozen=True, slots=True)
class Desk:
    """A store open for reading, the codebook, and its names."""

    held: Queries
    codebook: Codebook
    names: Names

    def near(self, contact: Contact) -> tuple[tuple[Contact, ...], bool]:
        """Other contacts of the same parties about the same days, that could be the same one; and if there are more."""
        when = contact.when
        if when.start is None or not contact.states:
            return (), False
        since, until = when.start - _NEAR, (when.end or when.start) + _NEAR
        asked = ContactFilter(states=contact.states, since=since.isoformat(), until=until.isoformat())
        found = self.held.contacts(asked, limit=_SOME)
        return tuple(row.contact for row in found.rows if row.contact.id != contact.id), found.next is not None


class Readers:
    """Connections to a store, each for one page at a time; one that is done waits for the next page.

    So what a connection has read of the file is at hand for the next page, which still sees what a writer has added.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._waiting: list[tuple[tuple[int, int] | None, Queries]] = []
        self._lock = Lock()

    @contextmanager
    def one(self) -> Iterator[Queries]:
        """A connection for a page; one that a page failed with is not used again."""
        file = self._file()
        held = self._taken(file) or Queries.open(self._store)
        try:
            yield held
        except BaseException:
            held.close()
            raise
        with self._lock:
            waits = file is not None and len(self._waiting) < _WAITING
            if waits:
                self._waiting.append((file, held))
        if not waits:
            held.close()

    def _taken(self, file: tuple[int, int] | None) -> Queries | None:
        """A connection that waits, if there is one; those to a file that another one took the place of are closed."""
        with self._lock:
            while self._waiting:
                of, held = self._waiting.pop()
                if of == file:
                    return held
                held.close()
        return None

    def _file(self) -> tuple[int, int] | None:
        """Which file lies at the store's place; None where none does."""
        if not self._store.exists():
            return None
        found = self._store.stat()
        return found.st_dev, found.st_ino
