"""Stories of documents that come or change: only those that such a document tells, or told, are made anew.

Whether two documents belong together is seen in these two alone. So the changed documents are held against those of
the days around; with all that they belong to, and all that hung together with these, the stories are made anew.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from readout.link.stories import DAYS, NEWS, Signature, Subject, joined, linked, may_be_linked
from readout.store.writing import Writer, batches, marks


class Retold:
    """Makes the stories around some documents anew."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def change(self, changed: Iterable[str]) -> None:
        """Stories of documents that came or changed, in their text, their day, their family or their contacts."""
        touched = set(changed)
        found = {subject.document: subject for subject in self._full(touched)}
        near = self._near(found.values())
        beside = {subject.document: subject for subject in self._full(near)}
        partners = {id_ for id_, other in beside.items() for one in found.values() if linked(one, other)}
        old = self._stories(touched | partners)
        whole = touched | partners | self._documents(old)
        made = joined(self._full(whole))
        writer = Writer(self._connection)
        writer.without_stories(old)
        writer.stories(made)

    def _near(self, subjects: Iterable[Subject]) -> set[str]:
        """The documents of the days around that share a contact or words enough with one of these."""
        by_day: dict[date, list[Subject]] = {}
        for subject in subjects:
            for number in range(-DAYS, DAYS + 1):
                by_day.setdefault(subject.day + timedelta(days=number), []).append(subject)
        found: set[str] = set()
        for day, around in sorted(by_day.items()):
            rows = self._connection.execute("SELECT document, words FROM about WHERE first = ?", (day.isoformat(),))
            for id_, words in rows:
                held = frozenset(words.split())
                if any(may_be_linked(subject.words, held) for subject in around):
                    found.add(id_)
        met = {contact for subject in subjects for contact in subject.contacts}
        return found | self._column("document", "telling", "contact", met)

    def _stories(self, ids: Iterable[str]) -> set[str]:
        return self._column("story", "story_document", "document", ids)

    def _documents(self, stories: Iterable[str]) -> set[str]:
        return self._column("document", "story_document", "story", stories)

    def _column(self, column: str, table: str, key: str, ids: Iterable[str]) -> set[str]:
        """What a column of a table has for some ids."""
        found: set[str] = set()
        for some in batches(ids):
            query = f"SELECT {column} FROM {table} WHERE {key} IN ({marks(some)})"  # noqa: S608 - our names
            found.update(row[0] for row in self._connection.execute(query, some))
        return found

    # ---- what documents are about ------------------------------------------------------------------------------------
    def _full(self, ids: Iterable[str]) -> Iterator[Subject]:
        """Documents that have a day, with what says which story they tell."""
        for some in batches(sorted(ids)):
            events, met = self._events(some), self._met(some)
            rows = self._connection.execute(
                "SELECT id, coalesce(family, id), head.first, coalesce(day, ''), issuer IS NOT NULL, words"  # noqa: S608
                " FROM head JOIN about ON about.first = head.first AND about.document = head.id"
                f" WHERE id IN ({marks(some)}) AND head.first > ''",
                some,
            )
            for id_, family, first, iso, official, words in rows:
                yield Subject(
                    id_, family, date.fromisoformat(first), iso, bool(official), frozenset(words.split()),
                    frozenset(events.get(id_, ())), frozenset(met.get(id_, ())),
                )  # fmt: skip

    def _met(self, ids: tuple[str, ...]) -> dict[str, set[str]]:
        """The contacts that documents tell of."""
        found: dict[str, set[str]] = {}
        query = f"SELECT document, contact FROM telling WHERE role = 'tells' AND document IN ({marks(ids)})"  # noqa: S608
        for document, contact in self._connection.execute(query, ids):
            found.setdefault(document, set()).add(contact)
        return found

    def _events(self, ids: tuple[str, ...]) -> dict[str, set[Signature]]:
        """The events between known parties that documents tell as their news."""
        rows = self._connection.execute(
            "SELECT document, number, event.type, role, state"  # noqa: S608 - marks; few events of these have another status
            " FROM event INDEXED BY event_document CROSS JOIN event_party ON event = number"
            f" WHERE document IN ({marks(ids)}) AND status IN ({marks(NEWS)}) ORDER BY number, role, state",
            (*ids, *NEWS),
        )
        held: dict[tuple[str, int, str], tuple[list[str], list[str]]] = {}
        for document, number, kind, role, state in rows:
            held.setdefault((document, number, kind), ([], []))[role == "recipient"].append(state)
        found: dict[str, set[Signature]] = {}
        for (document, _, kind), (actors, recipients) in held.items():
            if actors and recipients:
                found.setdefault(document, set()).add((kind, tuple(actors), tuple(recipients)))
        return found
