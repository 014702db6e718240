"""Where parties stand on hotlines, truces, talks, treaties and sanctions, and what moved them there."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from readout.records import Matter
from readout.store.queries import MatterRow
from readout.views.export import Json
from readout.views.matters import as_json
from readout.views.web import address
from readout.views.web.asked import Asked
from readout.views.web.desk import Desk
from readout.views.web.page import Table
from readout.views.web.pages.dyad import of_move
from readout.views.web.pages.lists import Field
from readout.views.web.pages.rows import Row, joined

MOST = 20  # matters of a page
LATEST = 2  # moves of a matter before the rest is folded away
EARLIER = 8  # moves that are folded away; the timeline of the parties has all
_DIGITS = 9
_COLUMNS = (
    "matter",
    "id",
    "states",
    "date",
    "date_basis",
    "state",
    "status",
    "name",
    "document",
    "start",
    "end",
    "quote",
)


@dataclass(frozen=True, slots=True)
class Told:
    """A matter: its parties, its kind, where it stands, and the last of its moves, of so many that are held."""

    parties: str
    href: str
    kind: str
    stands: str
    moves: tuple[Row, ...]
    earlier: tuple[Row, ...]
    held: int


@dataclass(frozen=True, slots=True)
class MattersPage:
    """The view of the matters of all parties, or of those that are asked for; `found`, all of them, is for programs."""

    title: str
    counted: str
    told: tuple[Told, ...]
    fields: tuple[Field, ...]
    chosen: tuple[tuple[str, str], ...]
    more: str | None
    found: tuple[Matter, ...]
    day: date
    template: str = "matters.html"

    def table(self) -> Table:
        """One row for each move."""
        return Table(_COLUMNS, tuple(
            (
                matter.kind, matter.id, "; ".join(matter.states), m.when.iso, m.when.basis, m.state, m.status, m.name,
                m.document, m.evidence.start, m.evidence.end, m.evidence.quote,
            )
            for matter in self.found
            for m in matter.moves
        ))  # fmt: skip

    def data(self) -> Json:
        """The matters as `readout matters` writes them."""
        return {"day": self.day.isoformat(), "matters": [as_json(matter, self.day) for matter in self.found]}


def page(desk: Desk, asked: Asked) -> MattersPage:
    """The matters in which all parties that are asked for have a part, those of several parties first."""
    states = asked.many("state")
    day = date.fromisoformat(asked.day("day") or datetime.now(UTC).date().isoformat())
    asked_from = asked.one("from") or "0"
    start = int(asked_from) if asked_from.isdecimal() and len(asked_from) < _DIGITS else 0
    rows, total = desk.held.standings(*states, day=day.isoformat(), latest=LATEST + EARLIER, limit=MOST, start=start)
    parties = [Field("state", "Party" if n == 0 else "and", "state", v) for n, v in enumerate((*states, "")[:2])]
    return MattersPage(
        title="Matters",
        counted=f"{total:,} {'matter' if total == 1 else 'matters'}",
        told=tuple(_told(row, desk) for row in rows),
        fields=(*parties, Field("day", "Where it stood on", "date", asked.day("day") or "")),
        chosen=tuple((f"party: {state}", asked.without("state", state).address) for state in states),
        more=asked.having("from", str(start + MOST)).address if start + MOST < total else None,
        found=desk.held.matters(*states) if asked.data else (),
        day=day,
    )


def _told(row: MatterRow, desk: Desk) -> Told:
    names, matter, standing = desk.names, row.matter, row.stands
    stands = f"{standing.name}: {standing.state}" if standing else "not known where it stands"
    states = matter.states
    href = address.dyad(*states) if len(states) == 2 else address.of("actor", states[0]) if states else ""
    moves = tuple(of_move(move, names) for move in reversed(matter.moves))
    parties = joined(names.state(state) for state in states) or "Parties not named"
    return Told(
        parties, href, names.matters.get(matter.kind, matter.kind), stands, moves[:LATEST], moves[LATEST:], row.moves
    )
