"""What analysts have said of the tellings of some documents, in the order in which they said it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Self

from readout.records import Judgement
from readout.store.files import Opened, explained, reading_only
from readout.store.listing import revived


class Judgements(Opened):
    """The judgements of a store, for reading; open it with `Judgements.open` in a `with` statement."""

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """The judgements of the store at `path`."""
        return cls(reading_only(path), str(path))

    def about(self, documents: Iterable[str]) -> tuple[Judgement, ...]:
        """The judgements on a telling of one of these documents, also those that a later one has replaced."""
        wanted = set(documents)
        with explained(self.path):
            # They are as many as people have made by hand: looked through, as no page of a store has thousands.
            lines = self._connection.execute("SELECT record FROM judgement ORDER BY position").fetchall()
        found = (revived(Judgement, line, self.path) for (line,) in lines)
        return tuple(one for one in found if wanted & {one.first.document, one.second.document})
