"""What is asked of a list: the pairs of an address, bounded, and the addresses that ask for a little more or less."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

LONGEST = 300  # characters of one value
MOST = 40  # values
WHOLE = 1_000  # rows that a table is sent in
PARTIES = frozenset({"state", "actor", "recipient", "dyad"})


@dataclass(frozen=True, slots=True)
class Asked:
    """The path of a page and the names and values behind its question mark, empty ones left out.

    `whole`: it is asked for as a table, whose rows come in long pages; `data`: by a program, which gets whole records.
    """

    path: str
    pairs: tuple[tuple[str, str], ...] = ()
    whole: bool = False
    data: bool = False

    @classmethod
    def of(cls, path: str, pairs: Iterable[tuple[str, str]]) -> "Asked":
        """What an address asks; values are cut where they are longer than anything that a page has to offer."""
        kept = [(name, value.strip()[:LONGEST]) for name, value in pairs if value.strip()]
        return cls(path, tuple(dict.fromkeys(kept[:MOST])))

    def one(self, name: str) -> str | None:
        """The first value of a name.

        >>> Asked("/contacts", (("mode", "call"),)).one("mode")
        'call'
        """
        return next((value for key, value in self.pairs if key == name), None)

    def many(self, name: str) -> tuple[str, ...]:
        """All values of a name."""
        return tuple(value for key, value in self.pairs if key == name)

    def day(self, name: str) -> str | None:
        """A value that is a day of the calendar; anything else asks for nothing."""
        value = self.one(name)
        try:
            return value and date.fromisoformat(value).isoformat()
        except ValueError:
            return None

    @property
    def address(self) -> str:
        """The permanent address of this view."""
        return self.path + ("?" + urlencode(self.pairs) if self.pairs else "")

    @property
    def json(self) -> str:
        """The same view as JSON."""
        return replace(self, path=f"{self.path}.json").address

    def having(self, name: str, value: str | None) -> "Asked":
        """The same with another value of one name, or with none; a list then begins again at its first page.

        >>> Asked("/events", (("type", "AID"), ("after", "x"))).having("type", "ASSAULT").address
        '/events?type=ASSAULT'
        """
        kept = tuple((key, held) for key, held in self.pairs if key not in {name, "after"})
        return replace(self, pairs=(*kept, (name, value)) if value else kept)

    def without(self, name: str, value: str) -> "Asked":
        """The same without one value."""
        gone = {(name, value)}
        return replace(self, pairs=tuple(pair for pair in self.pairs if pair not in gone and pair[0] != "after"))

    def after(self, token: str) -> "Asked":
        """The next page."""
        kept = tuple(pair for pair in self.pairs if pair[0] != "after")
        return replace(self, pairs=(*kept, ("after", token)))

    def named(self, id_of: Callable[[str], str]) -> "Asked":
        """The same with the ids of parties where somebody has written their names."""
        return replace(self, pairs=tuple((k, id_of(v) if k in PARTIES else v) for k, v in self.pairs))
