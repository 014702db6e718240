"""Stories of documents that come or change: each is held against the reports of the days around it.

A story links reports that lie at most two days apart; links between reports that were there already stay. What weighs
in a link is how rare a word is, here in the reports of the days around, so that a story at the margin can come out
otherwise than over all reports at once.
"""

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, timedelta

from readout.link import stories
from readout.link.stories import DAYS
from readout.records import (
    Actor,
    Block,
    Contact,
    Document,
    Event,
    Evidence,
    Extraction,
    Family,
    Story,
    When,
    content_id,
    unknown_when,
)  # fmt: skip
from readout.store.listing import revived
from readout.store.nearby import Version
from readout.store.writing import Writer, batches, marks

_NOWHEN = unknown_when("not needed")


class Retold:
    """Makes the stories of some days anew."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._connection = connection
        self._path = path

    def change(self, changed: Mapping[str, Version | None]) -> None:
        """Stories with a report of the days around changed documents."""
        days = {version.document.published.start for version in changed.values() if version}
        for some in batches(changed):
            query = f"SELECT DISTINCT first FROM head WHERE id IN ({marks(some)})"  # noqa: S608 - marks
            days.update(date.fromisoformat(day) for (day,) in self._connection.execute(query, some) if day)
        around = {day + timedelta(days=n) for day in days if day for n in range(-DAYS, DAYS + 1)}
        core = set(changed)
        for some in batches(day.isoformat() for day in sorted(around)):
            query = f"SELECT id FROM head WHERE first IN ({marks(some)})"  # noqa: S608 - marks
            core.update(row[0] for row in self._connection.execute(query, some))
        old: set[str] = set()
        for some in batches(core):
            query = f"SELECT story FROM story_document WHERE document IN ({marks(some)})"  # noqa: S608 - marks
            old.update(row[0] for row in self._connection.execute(query, some))
        wanted = set(core)
        for some in batches(old):
            query = f"SELECT document FROM story_document WHERE story IN ({marks(some)})"  # noqa: S608 - marks
            wanted.update(row[0] for row in self._connection.execute(query, some))
        held = (self._extractions(wanted), self._families(wanted), self._contacts(wanted))
        found = stories(self._documents(wanted), *held, new=changed)
        grown = self._with_older(found, old, changed)
        writer = Writer(self._connection)
        writer.without_stories(old)
        writer.stories(grown)

    def _with_older(self, found: Iterable[Story], old: Iterable[str], changed: Container[str]) -> list[Story]:
        """New links and those that hold between the others, joined to stories; each document in one story."""
        groups: list[tuple[set[str], list[str]]] = []
        for story in (*self._older(old), *found):
            kept = [id_ for id_ in story.documents if story in found or id_ not in changed]
            why = [line for line in story.why if story in found or _said_of(line) <= set(kept)]
            near = [group for group in groups if group[0] & set(kept)]
            groups = [group for group in groups if group not in near]
            whole = (set(kept).union(*(ids for ids, _ in near)), [*(line for _, lines in near for line in lines), *why])
            groups.append(whole)
        order = self._order({id_ for ids, _ in groups for id_ in ids})
        made = (sorted(ids, key=lambda id_: (order[id_], id_)) for ids, _ in groups)
        return [
            Story(content_id("story", *ids), tuple(ids), tuple(dict.fromkeys(lines)))
            for ids, (_, lines) in zip(made, groups, strict=True)
            if len(ids) > 1
        ]

    def _older(self, ids: Iterable[str]) -> Iterator[Story]:
        for some in batches(sorted(ids)):
            query = f"SELECT record FROM story WHERE id IN ({marks(some)}) ORDER BY id"  # noqa: S608 - marks
            for (line,) in self._connection.execute(query, some):
                yield revived(Story, line, self._path)

    def _order(self, ids: Iterable[str]) -> dict[str, str]:
        """The days by which documents stand in a story."""
        found: dict[str, str] = {}
        for some in batches(ids):
            query = f"SELECT id, coalesce(day, '') FROM head WHERE id IN ({marks(some)})"  # noqa: S608 - marks
            found.update(self._connection.execute(query, some))
        return found

    # ---- as much of the records as a story looks at ------------------------------------------------------------------
    def _documents(self, ids: Iterable[str]) -> tuple[Document, ...]:
        """Documents with their paragraphs, titles, days and issuers."""
        found: list[Document] = []
        for some in batches(sorted(ids)):
            query = (
                "SELECT document.id, title, text, record, first, document.day, document.issuer"  # noqa: S608 - marks
                f" FROM document JOIN head USING (position, title) WHERE document.id IN ({marks(some)})"
            )
            found += (_document(*row) for row in self._connection.execute(query, some))
        return tuple(found)

    def _extractions(self, ids: Iterable[str]) -> tuple[Extraction, ...]:
        """The events of documents with their parties."""
        events: dict[str, dict[int, tuple[str, str, list[Actor], list[Actor]]]] = {}
        for some in batches(ids):
            rows = self._connection.execute(
                "SELECT document, number, type, status, role, state FROM event JOIN event_party ON event = number"  # noqa: S608
                f" WHERE document IN ({marks(some)})",
                some,
            )
            for document, number, kind, status, role, state in rows:
                held = events.setdefault(document, {}).setdefault(number, (kind, status, [], []))
                (held[2] if role == "actor" else held[3]).append(Actor("state", None, state))
        return tuple(
            Extraction(document, (), (), tuple(_event(document, *one) for one in found.values()), (), "")
            for document, found in events.items()
        )

    def _families(self, ids: Iterable[str]) -> tuple[Family, ...]:
        members: dict[str, list[str]] = {}
        for some in batches(ids):
            query = f"SELECT coalesce(family, id), id FROM head WHERE id IN ({marks(some)})"  # noqa: S608 - marks
            for family, id_ in self._connection.execute(query, some):
                members.setdefault(family, []).append(id_)
        return tuple(Family(id_, tuple(held)) for id_, held in sorted(members.items()))

    def _contacts(self, ids: Iterable[str]) -> tuple[Contact, ...]:
        """The contacts that these documents tell of."""
        found: dict[int, Contact] = {}
        for some in batches(ids):
            rows = self._connection.execute(
                "SELECT number, record FROM contact WHERE number IN"  # noqa: S608 - marks
                f" (SELECT contact FROM telling WHERE document IN ({marks(some)}))",
                some,
            )
            found.update((number, revived(Contact, line, self._path)) for number, line in rows)
        return tuple(found[number] for number in sorted(found))


def _document(  # noqa: PLR0913, PLR0917 - the columns of a row
    id_: str, title: str | None, text: str, record: str, first: str, day: str | None, issuer: str | None
) -> Document:
    """As much of a document as says what it is about."""
    blocks = json.loads(record)["blocks"]
    paragraphs = tuple(Block("paragraph", b["start"], b["end"]) for b in blocks if b["kind"] == "paragraph")
    start = date.fromisoformat(first) if first else None
    grain = {10: "day", 7: "month", 4: "year"}.get(len(day or ""), "span")
    when = When(start, start, grain, "stated") if start else _NOWHEN  # type: ignore[arg-type]
    return Document(id_, text, paragraphs, when, title=title, issuer=issuer)


def _said_of(why: str) -> set[str]:
    """The two documents that a reason speaks of."""
    one, _, rest = why.partition(" and ")
    return {one, rest.partition(": ")[0]}


def _event(document: str, kind: str, status: str, actors: list[Actor], recipients: list[Actor]) -> Event:
    nowhere = Evidence(document, 0, 0, "", "")
    return Event("", document, kind, None, status, tuple(actors), tuple(recipients), _NOWHEN, nowhere)  # type: ignore[arg-type]
