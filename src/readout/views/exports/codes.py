"""The codes of other data sets, from the tables in `codebook/data/exports`: CAMEO, quad classes, sectors, COW numbers.

A fault of a table stops the program with its file and line, as everywhere in the codebook. A folder of one's own that
has none of these tables takes the included ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from readout.codebook import Codebook
from readout.codebook.entries import EventType, State
from readout.codebook.loading import BUILT_IN, rows_of
from readout.errors import BadCodebook
from readout.records import Actor, Event

_ROOT = 2  # digits of a CAMEO root code
_BASE = 3


@dataclass(frozen=True, slots=True)
class Cameo:
    """The CAMEO code of a PLOVER type and mode, its Goldstein score and its short name: a line of `cameo.jsonl`."""

    type: str
    code: str
    goldstein: float
    text: str
    at: str
    mode: str | None = None

    @property
    def root(self) -> str:
        """The first two digits."""
        return self.code[:_ROOT]

    @property
    def base(self) -> str:
        """The first three digits."""
        return self.code[:_BASE]


@dataclass(frozen=True, slots=True)
class Quad:
    """A quad class, its name in POLECAT, and the CAMEO roots that GDELT puts into it: a line of `quads.jsonl`."""

    quad: int
    name: str
    cameo: tuple[str, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Sector:
    """A PLOVER sector, its words in ICEWS, its CAMEO code (empty where it has none): a line of `sectors.jsonl`."""

    id: str
    name: str
    cameo: str
    at: str


@dataclass(frozen=True, slots=True)
class CowNumber:
    """The number of a state in the Correlates of War, by its letters there: a line of `cow.jsonl`."""

    cow: str
    number: int
    at: str


@dataclass(frozen=True, slots=True)
class Codes:
    """All tables, ready to look things up in; `places` are capitals and cities that one state alone has."""

    version: str
    cameo: Mapping[tuple[str, str | None], Cameo]
    quads: Mapping[int, Quad]
    sectors: Mapping[str, Sector]
    cow: Mapping[str, int]
    states: Mapping[str, State]
    organisations: Mapping[str, str]
    types: Mapping[str, EventType]
    places: Mapping[str, str]

    @classmethod
    def of(cls, codebook: Codebook, folder: Path | None = None) -> "Codes":
        """The tables of a codebook's folder. Raises `BadCodebook` with file and line."""
        own = None if folder is None else folder / "exports"
        home = own if own is not None and own.is_dir() else BUILT_IN / "exports"
        cameo = {(row.type, row.mode): row for row in rows_of(home / "cameo.jsonl", Cameo)}
        wrong = next((row for row in cameo.values() if not (row.code.isdigit() and len(row.code) in {3, 4})), None)
        if wrong is not None:
            raise BadCodebook(wrong.at, f"{wrong.code!r} is no CAMEO code", "three or four digits, please")
        return cls(
            version=codebook.version,
            cameo=cameo,
            quads={row.quad: row for row in rows_of(home / "quads.jsonl", Quad)},
            sectors={row.id: row for row in rows_of(home / "sectors.jsonl", Sector)},
            cow={row.cow: row.number for row in rows_of(home / "cow.jsonl", CowNumber)},
            states={state.id: state for state in codebook.states},
            organisations={organisation.id: organisation.name for organisation in codebook.organisations},
            types={event.id: event for event in codebook.events},
            places=_places(codebook),
        )

    # ---- events ------------------------------------------------------------------------------------------------------
    def cameo_of(self, event: Event) -> Cameo | None:
        """The CAMEO row of an event: of its type and mode, else of its type; None for a type that the table lacks."""
        return self.cameo.get((event.type, event.mode)) or self.cameo.get((event.type, None))

    def quad_of(self, event: Event) -> int | None:
        """PLOVER's quad class of an event's type."""
        kind = self.types.get(event.type)
        return kind.quad if kind else None

    def cameo_quad(self, code: Cameo) -> int | None:
        """GDELT's quad class of a CAMEO code, which goes by its root."""
        return next((quad.quad for quad in self.quads.values() if code.root in quad.cameo), None)

    def intensity_of(self, event: Event) -> float | None:
        """PLOVER's score of an event's mode, else of its type."""
        kind = self.types.get(event.type)
        return dict(kind.modes).get(event.mode or "", kind.intensity) if kind else None

    # ---- actors ------------------------------------------------------------------------------------------------------
    def country(self, actor: Actor) -> State | None:
        """The state that an actor belongs to; None for an organisation between states."""
        found = self.states.get(actor.state or "")
        if found is None and actor.code:
            found = self.states.get(actor.code.partition(":")[0])
        return found

    def country_name(self, actor: Actor) -> str:
        """The name of that state, or of the organisation."""
        country = self.country(actor)
        return country.name if country else self.organisations.get(actor.state or "", actor.state or "")

    def cow_of(self, actor: Actor) -> str:
        """The number of an actor's state in the Correlates of War; empty where it has none."""
        country = self.country(actor)
        return str(self.cow.get(country.cow or "", "")) if country else ""

    def place_state(self, place: str | None) -> State | None:
        """The state that a place names or lies in; None where the codebook knows none or several."""
        return self.states.get(self.places.get((place or "").casefold(), ""))

    def city(self, place: str | None) -> str | None:
        """A place that lies in a state that the codebook knows; None for the state itself and for unknown places."""
        state = self.place_state(place)
        return place if state and (place or "").casefold() not in {name.casefold() for name in state.names} else None

    def full_name(self, actor: Actor) -> str:
        """A name that stands for itself: a state's name for a state, a name, else the office with its state."""
        if actor.name:
            return self.country_name(actor) if actor.kind == "state" else actor.name
        country = self.country_name(actor)
        return ", ".join(part for part in (actor.office, country) if part) or "unnamed"


def sector_of(actor: Actor) -> str:
    """The PLOVER sector in an actor's code.

    >>> sector_of(Actor("person", "Liv Dahl", "NOR", "Foreign Minister", "NOR:GOV"))
    'GOV'
    """
    head, _, sector = (actor.code or "").partition(":")
    return head if head in {"IGO", "NGO"} else sector


def _places(codebook: Codebook) -> dict[str, str]:
    """States by the names of themselves, their capitals and cities, without what several have."""
    homes: dict[str, set[str]] = {}
    for state in codebook.states:
        for name in (*state.names, *state.capital, *state.cities):
            homes.setdefault(name.casefold(), set()).add(state.id)
    return {name: next(iter(states)) for name, states in homes.items() if len(states) == 1}
