"""What every page is: a template with a view, and the same content as a table and as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from readout.codebook import Codebook
from readout.views.export import Json

SIDES = 6  # parties that have a colour of their own


@dataclass(frozen=True, slots=True)
class Table:
    """The content of a page for a spreadsheet."""

    header: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]


class View(Protocol):
    """What a page shows: its template reads the view's fields by name."""

    @property
    def template(self) -> str:
        """The file of the template."""

    @property
    def title(self) -> str:
        """What stands in the window's title."""

    def table(self) -> Table:
        """The content as rows."""

    def data(self) -> Json:
        """The content as JSON, in the shapes of the exports."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The page that says why there is none."""

    status: int
    title: str
    words: str
    template: str = "error.html"

    def table(self) -> Table:
        """The status and the words."""
        return Table(("status", "words"), ((self.status, self.words),))

    def data(self) -> Json:
        """The status and the words."""
        return {"status": self.status, "words": self.words}


@dataclass(frozen=True, slots=True)
class Names:
    """What the codebook calls states and organisations, event types and matters; `ids` are those of names."""

    states: Mapping[str, str]
    ids: Mapping[str, str]
    types: Mapping[str, str]
    quads: Mapping[str, int]
    matters: Mapping[str, str]

    @classmethod
    def of(cls, codebook: Codebook) -> "Names":
        """The names of a codebook's entries by their ids."""
        states = {organisation.id: organisation.name for organisation in codebook.organisations}
        states |= {state.id: state.name for state in codebook.states}
        named = {name.casefold(): o.id for o in codebook.organisations for name in o.names}
        named |= {name.casefold(): s.id for s in codebook.states for name in s.names}
        return cls(
            states,
            named | {id_.casefold(): id_ for id_ in states},
            {kind.id: kind.label for kind in codebook.events},
            {kind.id: kind.quad for kind in codebook.events},
            {matter.id: matter.name for matter in codebook.matters},
        )

    def id_of(self, words: str) -> str:
        """The id of a state or organisation by its name or id in any case; of another one the words as they are."""
        return self.ids.get(words.casefold(), words)

    def state(self, id_: str | None) -> str:
        """The name of a state or organisation; of one that the codebook does not know, its id."""
        return self.states.get(id_ or "", id_ or "not named")


def sides(parties: tuple[str, ...]) -> dict[str, str]:
    """A class of colour for each party, in order; those beyond the sixth share one.

    >>> sides(("KAZ", "NOR"))
    {'KAZ': 'side-1', 'NOR': 'side-2'}
    """
    return {party: f"side-{min(number, SIDES)}" for number, party in enumerate(dict.fromkeys(parties), 1)}
