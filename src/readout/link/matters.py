"""Where parties stand on long-lived matters: the moves that all documents tell of, joined and ordered by day.

The stage, in order: moves of one kind of matter between the same parties belong together (of two treaties only if
their names allow it); a move that names fewer of the parties joins the one matter that it can belong to; copies count
once; then they stand in order of day, with those of unknown day first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from readout.codebook.compiled import Compiled
from readout.records import Extraction, Family, Matter, Move, content_id


def matters(extractions: Iterable[Extraction], families: Iterable[Family], rules: Compiled) -> tuple[Matter, ...]:
    """Every matter with all that moved it, sorted by parties and kind."""
    homes = {document: family.id for family in families for document in family.documents}
    told = _folded((move for extraction in extractions for move in extraction.moves), homes)
    several = {matter.id for matter in rules.codebook.matters if matter.several}
    joined: dict[tuple[str, tuple[str, ...], str], list[Move]] = defaultdict(list)
    for move in told:
        if len(move.states) > 1:
            joined[move.matter, move.states, _name(move, several)].append(move)
    for move in told:
        if len(move.states) == 1:
            own = (move.matter, move.states, _name(move, several))
            joined[_home(move, joined, several) or own].append(move)
    made = (_matter(kind, states, name, moves) for (kind, states, name), moves in joined.items())
    return tuple(sorted(made, key=lambda matter: (matter.states, matter.kind, matter.id)))


def _folded(moves: Iterable[Move], homes: Mapping[str, str]) -> tuple[Move, ...]:
    """The moves without those that another member of the same family tells already."""
    first: dict[tuple[object, ...], Move] = {}
    for move in moves:
        family = homes.get(move.document, move.document)
        first.setdefault((family, move.matter, move.name, move.state, move.status, move.states), move)
    return tuple(first.values())


def _name(move: Move, several: set[str]) -> str:
    """What tells a matter from another of its kind: its name where two parties may have several, else nothing."""
    return move.name.lower() if move.matter in several else ""


def _home(
    move: Move, joined: Mapping[tuple[str, tuple[str, ...], str], list[Move]], several: set[str]
) -> tuple[str, tuple[str, ...], str] | None:
    """The one matter that a move with a single party can belong to; None where there are none or more."""
    names = {"", _name(move, several)}
    fitting = [
        (kind, states, name)
        for kind, states, name in joined
        if kind == move.matter and len(states) > 1 and set(move.states) <= set(states) and name in names
    ]
    return fitting[0] if len(fitting) == 1 else None


def _matter(kind: str, states: tuple[str, ...], name: str, moves: Iterable[Move]) -> Matter:
    ordered = tuple(sorted(moves, key=lambda move: (move.when.start or date.min, move.document, move.evidence.start)))
    return Matter(content_id("matter", kind, *states, name), kind, states, ordered)
