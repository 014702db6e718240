"""The store: one SQLite file that holds readings and grows as reports come in.

Each record is kept as its line of JSON (`codec`), beside the columns that are asked for; what a page of views needs is
asked through `Queries`. The file carries Readout's mark and the version of its schema; one of an older version is
brought up when it is opened. Readers work beside one writer (WAL); a writer waits for another one, and what it adds is
there wholly or not.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Self

from readout import codec
from readout.codebook.compiled import Compiled
from readout.language import Language
from readout.pipeline import as_published
from readout.records import Document, Extraction, Judgement, Reading
from readout.store.files import execute_all, explained, opened, transaction
from readout.store.growing import Added, Growth
from readout.store.holding import Held
from readout.store.index import Rows
from readout.store.migrating import brought_up
from readout.store.schema import INDEX, SCHEMA, has_table, prepare
from readout.store.writing import Writer

_PORTION = 500  # documents that are added together


class Store(Held):
    """A SQLite file of readings; open it with `Store.open` and close it, or use it in a `with` statement."""

    @classmethod
    def open(cls, path: str | Path, *, create: bool = True) -> Self:
        """The store at `path`, made if there is none and `create` allows it.

        Raises `StoreError` for a missing file, a file that something else wrote and one of a later version.
        """
        connection = opened(path, create=create)
        try:
            with explained(str(path)):
                if prepare(connection, str(path)) < SCHEMA:
                    brought_up(connection, str(path))
                if not has_table(connection, "run"):
                    with transaction(connection):
                        execute_all(connection, INDEX)
        except BaseException:
            connection.close()
            raise
        return cls(connection, str(path))

    # ---- writing -----------------------------------------------------------------------------------------------------
    def add(self, reading: Reading, rules: Compiled, *, language: Language | None = None) -> Added:
        """Add the documents of a reading, and link anew what hangs together with them; the others are not looked at.

        A document that is held already is kept as it is, unless another codebook has read it since. What comes into an
        empty store is kept with the links that it has. Two writers never overwrite each other's links.
        """
        with explained(self.path), transaction(self._connection):
            if self._is_empty() and reading.families:
                self._put_whole(reading, rules)
                return Added(tuple(sorted(document.id for document in reading.documents)), reading.contacts)
            return Growth(self._connection, self.path, rules, language).add(reading)

    def put(self, reading: Reading, rules: Compiled) -> Reading:
        """Add a reading and return all that is held now: for desks; in an archive `add` and ask for what is wanted."""
        self.add(reading, rules)
        return self.reading()

    def judge(self, judgements: Iterable[Judgement], rules: Compiled) -> Added:
        """Add what an analyst says of tellings and link anew; judgements are never changed or taken out."""
        with explained(self.path), transaction(self._connection):
            return Growth(self._connection, self.path, rules).judged(tuple(judgements))

    def rebuilt(self, records: Iterable[object], rules: Compiled) -> int:
        """Fill an empty store with the documents, extractions and judgements among records; how many documents.

        Everything else is made anew of these, so that records of several dumps may come together, in any order.
        """
        documents: dict[str, Document] = {}
        extractions: dict[str, Extraction] = {}
        judgements: dict[Judgement, None] = {}
        for record in records:
            match record:
                case Document():
                    documents.setdefault(record.id, record)
                case Extraction():
                    extractions.setdefault(record.document, record)
                case Judgement():
                    judgements[record] = None
                case _:
                    pass  # a link
        self.judge(sorted(judgements, key=lambda judgement: judgement.made), rules)
        whole = [document for id_, document in documents.items() if id_ in extractions]
        for at in range(0, len(whole), _PORTION):
            some = tuple(whole[at : at + _PORTION])
            self.add(Reading(some, tuple(extractions[document.id] for document in some)), rules)
        return len(whole)

    def _is_empty(self) -> bool:
        query = "SELECT EXISTS (SELECT 1 FROM document) OR EXISTS (SELECT 1 FROM judgement)"
        return not self._connection.execute(query).fetchone()[0]

    def load(self, reading: Reading, rules: Compiled) -> None:
        """Add a reading with its links as they are: nothing of it may be held, nor hang together with what is held.

        The quick way for what was linked elsewhere; `add` links, and is right for everything else.
        """
        with explained(self.path), transaction(self._connection):
            self._put_whole(reading, rules)

    def compare_rest(self, rules: Compiled) -> int:
        """Make the comparisons that a loaded reading was without, which else the first reports that need them wait for.

        How many contacts had none. What accounts change is made as reports come.
        """
        with explained(self.path), transaction(self._connection):
            return Growth(self._connection, self.path, rules).compare_rest()

    def _put_whole(self, reading: Reading, rules: Compiled) -> None:
        writer = Writer(self._connection)
        if rules:  # none are asked of a reading that is put as it is
            writer.quads((kind.id, kind.quad) for kind in rules.codebook.events)
        by_id = {document.id: document for document in reading.documents}
        for document in reading.documents:
            writer.document(document)
        for extraction in reading.extractions:
            writer.extraction(extraction, by_id[extraction.document])
        self._put_links(reading)
        Rows(self._connection).fill(as_published(document) for document in reading.documents)

    def _put_links(self, whole: Reading) -> None:
        """All links of a reading."""
        writer = Writer(self._connection)
        writer.families(whole.families, whole.told)
        contacts = {contact.id: contact for contact in whole.contacts}
        writer.contacts(whole.contacts)
        writer.comparisons(whole.comparisons, contacts)
        writer.unmade(whole.contacts)
        writer.since(whole.since, contacts)
        writer.matters(whole.matters)
        writer.stories(whole.stories)
        writer.insert("judgement", [(None, j.made, j.verdict, codec.encode(j)) for j in whole.judgements])
