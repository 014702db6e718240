"""A store grows: documents that come or are read anew, and all that hangs together with them, linked anew.

In order: which documents are new; their families; days that copies lend; what they yield, where a day has changed it;
what families tell; contacts near them; comparisons of these contacts and what changed since the ones before; matters;
stories of the days around. Everything else in the store stays as it is, and whatever the order and the portions in
which documents come, all links end as if all had come at once.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from readout import codec
from readout.codebook.compiled import Compiled
from readout.extract import Extractor
from readout.language import Language, Rules
from readout.link import tell
from readout.pipeline import as_published, compared, extraction_of, with_lent_days
from readout.records import Comparison, Contact, Document, Drop, Extraction, Family, Judgement, Move, Reading
from readout.store import lookup
from readout.store.kin import Kin, Placing
from readout.store.listing import revived
from readout.store.nearby import Nearby, Version
from readout.store.play import Play
from readout.store.retold import Retold
from readout.store.series import Series
from readout.store.writing import UNMADE, Writer, batches, first_day, listed, marks

_AT_ONCE = 100  # contacts whose documents are held at a time


@dataclass(frozen=True, slots=True)
class Added:
    """What has become of documents that were to be added: those that were new or read anew, and the contacts that came.

    Of a judgement: all contacts that the judged documents tell of now.

    `rounds` is how often the surroundings of the change had to be widened; 0 says that all contacts were linked anew.
    """

    documents: tuple[str, ...]
    contacts: tuple[Contact, ...]
    drops: tuple[Drop, ...] = ()
    rounds: int = 1


class Growth:
    """Adds documents through a connection whose transaction somebody else has begun."""

    def __init__(
        self, connection: sqlite3.Connection, path: str, rules: Compiled, language: Language | None = None
    ) -> None:
        self._connection = connection
        self._path = path
        self._rules = rules
        self._language = language
        self._extractor: Extractor | None = None  # made when a day has changed
        self._writer = Writer(connection)
        self._before: dict[str, Version | None] = {}
        self._drops: list[Drop] = []
        self._stirred: set[str] = set()  # documents that changed, or whose contacts did

    def add(self, reading: Reading) -> Added:
        """The documents of a reading with what they yield; the reading's own links are not looked at."""
        fresh = self._fresh(reading)
        if not fresh:
            return Added((), ())
        self._writer.quads((kind.id, kind.quad) for kind in self._rules.codebook.events)
        given = {document.id: document for document in reading.documents if document.id in fresh}
        yields = {extraction.document: extraction for extraction in reading.extractions}
        for document in given.values():
            self._remember(document.id)
            self._writer.document(as_published(document))
        kin = Placing(self._connection, self._path, self._rules).place([as_published(d) for d in given.values()])
        self._dated(kin, given, yields)
        self._families(kin)
        judged = self._judgements()
        come, rounds = self._contacts(judged, judged)
        self._matters()
        Retold(self._connection).change(self._stirred)
        return Added(tuple(sorted(fresh)), come, tuple(self._drops), rounds)

    def judged(self, judgements: Sequence[Judgement]) -> Added:
        """Judgements that are new, and the contacts that they part or join."""
        before = self._judgements()
        self._writer.insert("judgement", [(None, j.made, j.verdict, codec.encode(j)) for j in judgements])
        places = {place.document for j in judgements for place in (j.first, j.second)}
        held = {row for some in batches(places) for row in self._held(some)}
        for id_ in sorted(held):
            self._remember(id_)
        come, rounds = self._contacts(before, self._judgements())
        Retold(self._connection).change(self._stirred)
        told = {contact.id: contact for contact in (*come, *self._told_by(self._before))}
        return Added((), tuple(told.values()), (), rounds)

    def compare_rest(self) -> int:
        """Make the comparisons that were left out when links came as they were; how many contacts had none."""
        query = "SELECT record FROM contact WHERE id IN (SELECT contact FROM comparison WHERE own = ?) ORDER BY number"
        lines = self._connection.execute(query, (UNMADE,)).fetchall()
        for at in range(0, len(lines), _AT_ONCE):
            some = [revived(Contact, line, self._path) for (line,) in lines[at : at + _AT_ONCE]]
            by_id = {contact.id: contact for contact in some}
            self._without("comparison", by_id)
            self._writer.comparisons(self._compared(some), by_id)
        return len(lines)

    def _held(self, ids: tuple[str, ...]) -> list[str]:
        query = f"SELECT document FROM extraction WHERE document IN ({marks(ids)})"  # noqa: S608 - marks
        return [row[0] for row in self._connection.execute(query, ids)]

    def _fresh(self, reading: Reading) -> set[str]:
        """The ids of the documents that are not held as they were read now."""
        held: dict[str, str] = {}
        for some in batches(extraction.document for extraction in reading.extractions):
            query = f"SELECT document, made_by FROM extraction WHERE document IN ({marks(some)})"  # noqa: S608 - marks
            held.update(self._connection.execute(query, some))
        return {e.document for e in reading.extractions if held.get(e.document) != e.made_by}

    def _remember(self, id_: str) -> None:
        """Keep a document as it is before it changes; None for one that is not held."""
        if id_ not in self._before:
            linked = lookup.linked(self._connection, (id_,), self._path)
            row = self._connection.execute("SELECT coalesce(family, id) FROM head WHERE id = ?", (id_,)).fetchone()
            documents = lookup.documents(self._connection, (id_,), self._path) if linked else ()
            self._before[id_] = Version(documents[0], linked[id_], row[0]) if documents else None

    # ---- days and what documents yield -------------------------------------------------------------------------------
    def _dated(self, kin: Kin, given: dict[str, Document], yields: dict[str, Extraction]) -> None:
        """Write the documents with the days that their families lend them, and what they yield on these days."""
        dated = {id_: as_published(document) for id_, document in given.items()}
        for family in kin.come:
            if len(family.documents) > 1 and self._lends(family):
                dated.update(self._lent(family))
        for id_, document in sorted(dated.items()):
            self._remember(id_)
            if id_ not in given or document.own is not None:
                self._writer.document(document)
            if document == given.get(id_):
                self._writer.extraction(yields[id_], document)
            else:
                self._extract(document, yields.get(id_))

    def _extract(self, document: Document, last: Extraction | None) -> None:
        """Write what a document yields on its new day; where that fails, what it yielded last."""
        if self._extractor is None:
            self._extractor = Extractor(self._rules, self._language or Rules(self._rules))
        made = extraction_of(document, self._extractor)
        if isinstance(made, Drop):
            self._drops.append(made)
            made = last or lookup.extractions(self._connection, (document.id,), self._path)[0]
        self._writer.extraction(made, document)

    def _lends(self, family: Family) -> bool:
        """Whether a member of a family has no day of its own."""
        for some in batches(family.documents):
            query = f"SELECT 1 FROM head JOIN document USING (position) WHERE head.id IN ({marks(some)})"  # noqa: S608
            if self._connection.execute(query + " AND (first = '' OR basis = 'sibling') LIMIT 1", some).fetchone():
                return True
        return False

    def _lent(self, family: Family) -> dict[str, Document]:
        """The members of a family whose day is now another one than is held."""
        held = lookup.documents(self._connection, family.documents, self._path)
        own = tuple(as_published(document) for document in held)
        found = lookup.edges(self._connection, family.documents, self._path)
        edges = tuple(edge for id_ in family.documents for edge in found.get(id_, ()))
        lent = with_lent_days(own, (replace(family, edges=edges),))
        return {late.id: late for early, late in zip(held, lent, strict=True) if early != late}

    # ---- families ----------------------------------------------------------------------------------------------------
    def _families(self, kin: Kin) -> None:
        """Families that come, with what they tell; those that stay as they are keep their rows."""
        stay = set(kin.gone) & {family.id for family in kin.come if not set(family.documents) & self._before.keys()}
        come = [family for family in kin.come if family.id not in stay]
        for family in come:
            if family.id not in kin.gone:
                for id_ in family.documents:
                    self._remember(id_)
        self._writer.without_families([id_ for id_ in kin.gone if id_ not in stay])
        members = [id_ for family in come if len(family.documents) > 1 for id_ in family.documents]
        told = tell(
            [f for f in come if len(f.documents) > 1], lookup.extractions(self._connection, members, self._path)
        )
        alone = [family.documents[0] for family in come if len(family.documents) == 1]
        self._writer.alone([id_ for id_ in alone if self._before.get(id_) is not None])
        self._writer.families(come, told)

    # ---- contacts ----------------------------------------------------------------------------------------------------
    def _judgements(self) -> tuple[Judgement, ...]:
        rows = self._connection.execute("SELECT record FROM judgement ORDER BY position")
        return tuple(revived(Judgement, line, self._path) for (line,) in rows)

    def _contacts(self, before: Sequence[Judgement], after: Sequence[Judgement]) -> tuple[tuple[Contact, ...], int]:
        """Contacts around the documents that have changed, with their comparisons; those that have come."""
        nearby = Nearby(self._connection, self._path, self._rules, self._before, (before, after))
        change = nearby.change()
        gone = {contact.id: contact for contact in change.gone}
        self._stirred |= {id_ for contact in (*change.gone, *change.come) for id_ in contact.documents}
        self._stirred |= self._before.keys()
        series = self._own_days(gone)
        self._writer.without_contacts(gone)
        self._writer.contacts(change.come)
        touched = {contact.id: contact for contact in (*self._told_by(self._before), *change.come)}
        series |= self._own_days(touched)
        self._without("comparison", touched)
        made = self._compared(touched.values())
        self._writer.comparisons(made, touched)
        series |= {_place(touched[c.contact]) for c in made if _own(c)}
        for states in sorted({states for states, _ in series}):
            Series(self._connection, self._path, states, self._compared).change(
                [first for other, first in series if other == states]
            )
        return change.come, change.rounds

    def _without(self, table: str, ids: Iterable[str]) -> None:
        for some in batches(ids):
            self._connection.execute(f"DELETE FROM {table} WHERE contact IN ({marks(some)})", some)  # noqa: S608 - our names

    def _own_days(self, ids: Iterable[str]) -> set[tuple[str, str]]:
        """The parties and first days of those contacts of which one of the parties gives an account of its own."""
        found: set[tuple[str, str]] = set()
        for some in batches(ids):
            query = (
                "SELECT states, first FROM comparison JOIN contact ON id = contact"  # noqa: S608 - marks
                f" WHERE own = 1 AND contact IN ({marks(some)})"
            )
            found.update(self._connection.execute(query, some))
        return found

    def _told_by(self, documents: Iterable[str]) -> tuple[Contact, ...]:
        """The stored contacts that documents tell of or announce."""
        found: dict[int, Contact] = {}
        for some in batches(documents):
            query = (
                "SELECT number, record FROM telling JOIN contact ON number = contact"  # noqa: S608 - marks
                f" WHERE document IN ({marks(some)})"
            )
            rows = self._connection.execute(query, some)
            found.update((number, revived(Contact, line, self._path)) for number, line in rows)
        return tuple(found[number] for number in sorted(found))

    def _compared(self, contacts: Iterable[Contact]) -> tuple[Comparison, ...]:
        """The accounts of contacts, a portion of them at a time with their documents."""
        made_all: list[Comparison] = []
        several = [contact for contact in contacts if len(contact.states) > 1]
        for some in (several[at : at + _AT_ONCE] for at in range(0, len(several), _AT_ONCE)):
            ids = {id_ for contact in some for id_ in (*contact.documents, *contact.announced_by)}
            near = Reading(
                lookup.documents(self._connection, ids, self._path),
                lookup.extractions(self._connection, ids, self._path),
                self._homes(ids),
            )
            made, drops = compared(some, near, self._rules)
            made_all += made
            self._drops += drops
        return tuple(made_all)

    def _homes(self, ids: Iterable[str]) -> tuple[Family, ...]:
        """The families of documents, without their edges."""
        found: dict[str, Family] = {}
        for some in batches(ids):
            query = f"SELECT record FROM family WHERE id IN (SELECT family FROM head WHERE id IN ({marks(some)}))"  # noqa: S608
            rows = self._connection.execute(query, some)
            found.update((family.id, family) for (line,) in rows for family in (revived(Family, line, self._path),))
        return tuple(found[id_] for id_ in sorted(found))

    # ---- matters -----------------------------------------------------------------------------------------------------
    def _matters(self) -> None:
        """The matters that the moves of changed documents can touch."""
        moves: list[Move] = []
        for extraction in lookup.linked(self._connection, self._before, self._path).values():
            moves += extraction.moves
        for version in self._before.values():
            moves += version.extraction.moves if version else ()
        Play(self._connection, self._path, self._rules).change(moves, self._before)


def _place(contact: Contact) -> tuple[str, str]:
    """Where a contact stands in the series of its parties."""
    return listed(contact.states), first_day(contact.when)


def _own(comparison: Comparison) -> bool:
    """Whether a party gives an account of its own."""
    return any(account.kind != "news-account" for account in comparison.accounts)
