"""Contacts when documents come or change: only those are linked anew that the change can reach.

Tellings join by parties, days and persons, one after another, so that a new one may also part others. The stage, in
order: the documents of all contacts near the change are gathered; their contacts are made twice, without the change and
with it; what differs is what the change does. That holds where nothing is missing around it: each contact that differs,
and each one near it, must have come out without the change as it is stored, or more documents are gathered. A change
whose reach has no end after a few rounds is linked over all documents, which is always right.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from readout.codebook.compiled import Compiled
from readout.link import contacts
from readout.link.persons import surnames
from readout.link.titles import Title
from readout.records import Contact, Document, Extraction, Family, Judgement
from readout.store import lookup
from readout.store.listing import revived
from readout.store.writing import batches, marks, occasions

_FAR = timedelta(days=5)  # tellings whose days lie further apart have nothing to do with each other
_BEFORE, _BEHIND = timedelta(days=3), timedelta(days=1)  # how long around a contact a title may tell of it
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Version:
    """A document with its contacts and its family, as it was or as it is."""

    document: Document
    extraction: Extraction
    family: str


@dataclass(frozen=True, slots=True)
class Change:
    """Contacts that come and those that go."""

    come: tuple[Contact, ...]
    gone: tuple[Contact, ...]
    rounds: int = 0


@dataclass(frozen=True, slots=True)
class _Called:
    """How a title can name a contact: the surnames of its persons, each with the state, and its parties."""

    persons: tuple[tuple[str | None, frozenset[str]], ...]
    states: frozenset[str]

    @classmethod
    def of(cls, contact: Contact) -> "_Called":
        named = ((p.state, p.name) for p in contact.parties if p.kind == "person" and p.name)
        return cls(tuple((state, frozenset(surnames(name))) for state, name in named), frozenset(contact.states))

    @property
    def keys(self) -> frozenset[str]:
        """Of these words and parties a title that fits has one."""
        return self.states.union(*(names for _, names in self.persons))

    def may_be_of(self, title: Title) -> bool:
        """Whether it names two sides by their persons, or an official text one side; otherwise it fits for sure not."""
        named = {state for state, names in self.persons if names & title.words}
        return len(named) > 1 or (title.official and bool(named or title.bodies & self.states))


@dataclass(frozen=True, slots=True)
class _Titles:
    """The titles of a day by their words and organisations; how many there are does not matter to who asks for one."""

    by_key: Mapping[str, Sequence[tuple[str, Title]]]

    @classmethod
    def of(cls, titles: Iterable[tuple[str, Title]]) -> "_Titles":
        found: defaultdict[str, list[tuple[str, Title]]] = defaultdict(list)
        for id_, title in titles:
            for key in title.words | title.bodies:
                found[key].append((id_, title))
        return cls(found)

    def fitting(self, called: _Called) -> dict[str, Title]:
        """Those that may tell of a contact."""
        near = (one for key in called.keys for one in self.by_key.get(key, ()))
        return {id_: title for id_, title in near if called.may_be_of(title)}


class Nearby:
    """Links the contacts around a change; `before` has the documents that have changed as they were."""

    def __init__(
        self, connection: sqlite3.Connection, path: str, rules: Compiled, before: Mapping[str, Version | None],
        judged: tuple[Sequence[Judgement], Sequence[Judgement]],
    ) -> None:  # fmt: skip
        self._connection = connection
        self._path = path
        self._rules = rules
        self._before = before
        self._judged = judged
        self._now: dict[str, Version] = {}
        self._by_day: dict[date, tuple[tuple[Contact, _Called], ...]] = {}
        self._of_days: dict[date, _Titles] = {}
        self._read: dict[str, Contact] = {}  # stored contacts by their lines, each read once

    def change(self) -> Change:
        """What the change does to the contacts."""
        ids = set(self._before)
        ids |= self._documents_near(self._changed_tellings())
        for number in range(1, _ROUNDS + 1):
            old, new = self._contacts(ids)
            gone, come = tuple(set(old) - set(new)), tuple(set(new) - set(old))
            more = self._missing(ids, {*old}, (*gone, *come))
            if not more:
                return Change(_sorted(come), _sorted(gone), number)
            ids |= more
        stored = self._stored("SELECT record FROM contact")
        self._load(row[0] for row in self._connection.execute("SELECT id FROM document"))
        new = self._linked([version for _, version in sorted(self._now.items())], self._judged[1])
        return Change(_sorted(set(new) - set(stored)), _sorted(set(stored) - set(new)))

    def _missing(self, ids: set[str], old: set[Contact], changed: Sequence[Contact]) -> set[str]:
        """The documents that have to be looked at too before the change can be believed."""
        near = self._near((*changed, *self._changed_tellings()))
        wrong = [contact for contact in near if contact not in old]
        wanted = {id_ for contact in near for id_ in _told(contact)}
        wanted |= self._titled(changed)
        if (
            wrong and wanted <= ids
        ):  # all of theirs is here, and they come out otherwise: something near them is missing
            wanted |= self._documents_near(wrong) | self._beside(wrong)
        strange = [contact for contact in changed if contact in old and not self._is_stored(contact)]
        if strange and wanted <= ids:
            wanted |= self._documents_near(strange) | self._beside(strange)
        return wanted - ids

    def _changed_tellings(self) -> tuple[Contact, ...]:
        """The contacts as the changed documents tell them, now and before."""
        self._load(self._before)
        now = (self._now[id_] for id_ in self._before if id_ in self._now)
        versions = (*now, *(version for version in self._before.values() if version is not None))
        return tuple(contact for version in versions for contact in version.extraction.contacts)

    # ---- the two runs ------------------------------------------------------------------------------------------------
    def _contacts(self, ids: Iterable[str]) -> tuple[tuple[Contact, ...], tuple[Contact, ...]]:
        """The contacts of documents without the change and with it."""
        self._load(ids)
        now = [self._now[id_] for id_ in sorted(ids) if id_ in self._now]
        earlier = [self._before.get(v.document.id, v) for v in now]
        gone = [v for id_, v in sorted(self._before.items()) if v is not None and id_ not in self._now]
        old = self._linked([*(v for v in earlier if v is not None), *gone], self._judged[0])
        return old, self._linked(now, self._judged[1])

    def _linked(self, versions: Sequence[Version], judgements: Sequence[Judgement]) -> tuple[Contact, ...]:
        members: dict[str, list[str]] = {}
        for version in versions:
            members.setdefault(version.family, []).append(version.document.id)
        homes = [Family(id_, tuple(held)) for id_, held in sorted(members.items())]
        documents = [version.document for version in versions]
        return contacts(documents, [version.extraction for version in versions], homes, self._rules, judgements)

    def _load(self, ids: Iterable[str]) -> None:
        """Read documents with their contacts, each once."""
        wanted = set(ids) - set(self._now)
        if not wanted:
            return
        linked = lookup.linked(self._connection, wanted, self._path)
        homes: dict[str, str] = {}
        for some in batches(wanted):
            homes.update(self._connection.execute(f"SELECT id, family FROM head WHERE id IN ({marks(some)})", some))  # noqa: S608
        for document in lookup.documents(self._connection, wanted, self._path):
            if document.id in linked:
                home = homes.get(document.id) or document.id
                self._now[document.id] = Version(document, linked[document.id], home)

    # ---- what is near ------------------------------------------------------------------------------------------------
    def _near(self, found: Iterable[Contact]) -> tuple[Contact, ...]:
        """The stored contacts of which something was told of the same parties, or of some of them, around the days."""
        tellings: set[tuple[str, int]] = set()
        for low, high, first, last in sorted({row[:4] for contact in found for row in self._occasions(contact)}):
            start, end = _reach(first, last)
            rows = self._connection.execute(
                "SELECT document, start FROM occasion"
                " WHERE low = ? AND high = ? AND (first <= ? AND last >= ? OR first = '')",
                (low, high, end, start),
            )
            tellings.update(rows)
        return self._telling(tellings)

    def _occasions(self, contact: Contact) -> Iterator[tuple[str, str, str, str, str, int]]:
        """The occasions of all tellings that make up a contact."""
        places = {(telling.document, telling.start) for telling in contact.tellings}
        self._load(id_ for id_, _ in places)
        for id_ in {id_ for id_, _ in places}:
            versions = (self._now.get(id_), self._before.get(id_))
            for version in (version for version in versions if version is not None):
                for told in version.extraction.contacts:
                    if any((telling.document, telling.start) in places for telling in told.tellings):
                        yield from occasions(told, version.document)

    def _telling(self, places: set[tuple[str, int]]) -> tuple[Contact, ...]:
        """The stored contacts that tellings are of."""
        numbers: set[int] = set()
        for some in batches(document for document, _ in places):
            query = f"SELECT DISTINCT contact FROM telling WHERE document IN ({marks(some)})"  # noqa: S608 - marks
            numbers.update(row[0] for row in self._connection.execute(query, some))
        found = self._numbered(numbers)
        return tuple(c for c in found if any((told.document, told.start) in places for told in c.tellings))

    def _documents_near(self, found: Iterable[Contact]) -> set[str]:
        found = tuple(found)
        return {id_ for contact in self._near(found) for id_ in _told(contact)} | self._titled(found)

    def _beside(self, found: Iterable[Contact]) -> set[str]:
        """The documents of all contacts that the documents of some tell of."""
        numbers: set[int] = set()
        for some in batches(id_ for contact in found for id_ in _told(contact)):
            query = f"SELECT DISTINCT contact FROM telling WHERE document IN ({marks(some)})"  # noqa: S608 - marks
            numbers.update(row[0] for row in self._connection.execute(query, some))
        return {id_ for contact in self._numbered(numbers) for id_ in _told(contact)}

    def _spans(self, contact: Contact) -> dict[str, tuple[date, date]]:
        """The days of publication of a contact's documents."""
        self._load(_told(contact))
        held = (self._now[id_].document for id_ in _told(contact) if id_ in self._now)
        return {d.id: (d.published.start, d.published.end) for d in held if d.published.start and d.published.end}

    # ---- titles ------------------------------------------------------------------------------------------------------
    def _titled(self, changed: Iterable[Contact]) -> set[str]:
        """The documents whose titles may tell of changed contacts, and those of all contacts that these titles fit."""
        found = {
            id_: (
                Title.of(version.document.title, version.document.issuer, self._rules),
                version.document.published.start,
            )
            for id_, version in self._now.items()
            if id_ in self._before and version.document.title
        }
        for contact in changed:
            called = _Called.of(contact)
            for day in sorted(self._days(contact)):
                found |= {id_: (title, day) for id_, title in self._titles(day).fitting(called).items()}
        wanted = set(found)
        for title, published in found.values():
            if published:
                fitting = (contact for contact, called in self._of_day(published) if called.may_be_of(title))
                wanted.update(id_ for contact in fitting for id_ in _told(contact))
        return wanted

    def _titles(self, day: date) -> _Titles:
        """The titles of documents of a day, each read once."""
        if day not in self._of_days:
            query = "SELECT id, title, issuer FROM head WHERE title IS NOT NULL AND first = ?"
            rows = self._connection.execute(query, (day.isoformat(),))
            self._of_days[day] = _Titles.of((id_, Title.of(title, issuer, self._rules)) for id_, title, issuer in rows)
        return self._of_days[day]

    def _days(self, contact: Contact) -> set[date]:
        """The days on which a title may tell of a contact."""
        if contact.when.grain == "day" and contact.when.start:
            days, reach = [contact.when.start], range(-_BEFORE.days, _BEHIND.days + 1)
        else:
            days, reach = [start for start, _ in self._spans(contact).values()], range(-1, 2)
        return {day + timedelta(days=n) for day in days for n in reach}

    def _of_day(self, day: date) -> tuple[tuple[Contact, _Called], ...]:
        """The stored contacts of which a title of this day may tell."""
        if day not in self._by_day:
            first, last = (day - _BEHIND).isoformat(), (day + _BEFORE).isoformat()
            told = ((day - timedelta(days=1)).isoformat(), (day + timedelta(days=1)).isoformat())
            found = (
                *self._stored("SELECT record FROM contact WHERE first BETWEEN ? AND ?", first, last),
                *self._stored(
                    "SELECT record FROM contact WHERE length(coalesce(day, '')) < 10 AND number IN ("
                    "SELECT contact FROM telling JOIN head ON head.id = document WHERE head.first BETWEEN ? AND ?)",
                    *told,
                ),
            )
            self._by_day[day] = tuple((contact, _Called.of(contact)) for contact in found)
        return self._by_day[day]

    # ---- stored contacts ---------------------------------------------------------------------------------------------
    def _numbered(self, numbers: Iterable[int]) -> tuple[Contact, ...]:
        found: list[Contact] = []
        for some in batches(sorted(numbers)):
            found += self._stored(f"SELECT record FROM contact WHERE number IN ({marks(some)})", *some)  # noqa: S608
        return tuple(found)

    def _is_stored(self, contact: Contact) -> bool:
        return self._stored("SELECT record FROM contact WHERE id = ?", contact.id) == (contact,)

    def _stored(self, query: str, *values: str | int) -> tuple[Contact, ...]:
        return tuple(self._revived(row[0]) for row in self._connection.execute(query, values))

    def _revived(self, line: str) -> Contact:
        if line not in self._read:
            self._read[line] = revived(Contact, line, self._path)
        return self._read[line]


def _told(contact: Contact) -> tuple[str, ...]:
    """The documents of a contact."""
    return tuple(dict.fromkeys((*contact.documents, *contact.announced_by)))


def _reach(first: str, last: str) -> tuple[str, str]:
    """The days around a stretch; all days where it has none."""
    if not first:
        return "", "~"
    return (date.fromisoformat(first) - _FAR).isoformat(), (date.fromisoformat(last) + _FAR).isoformat()


def _sorted(found: Iterable[Contact]) -> tuple[Contact, ...]:
    return tuple(sorted(found, key=lambda contact: contact.id))
