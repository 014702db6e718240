"""Where parties stand on long-lived matters on a day, and what moved them there, for people and for programs."""

from collections.abc import Iterable, Iterator
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from readout.records import Matter, Move
from readout.views import wording

_QUOTE = 110


def between(every: Iterable[Matter], states: Iterable[str]) -> tuple[Matter, ...]:
    """The matters that all of these states or organisations have a part in."""
    wanted = set(states)
    return tuple(matter for matter in every if wanted <= set(matter.states))


def drawn(matter: Matter, day: date, kinds: dict[str, str]) -> RenderableType:
    """One matter: where it stands on a day, then every move of it with the words that tell of it."""
    standing = matter.standing(day)
    where = wording.move(standing) if standing else "not known"
    kind = kinds.get(matter.kind, matter.kind)
    head = Text.assemble((" — ".join(matter.states), "cyan"), f"  {kind}: ", (where, "bold"))
    return Group(head, *(Padding(_told(move, last=move == standing), (0, 0, 0, 2)) for move in matter.moves))


def _told(move: Move, *, last: bool) -> Text:
    """A move on two lines, the one that decides where the matter stands marked."""
    mark = "▸ " if last else "  "
    style = "bold" if move.status == "happened" else "yellow"
    facts = Text.assemble(mark, f"{wording.day(move.when):<16}  ", (wording.move(move), style), f"  {move.name}")
    return facts.append(f"\n    “{wording.short(move.evidence.quote, _QUOTE)}” {move.document}", "dim")


def as_json(matter: Matter, day: date) -> dict[str, object]:
    """One matter for programs: where it stands on the day, and its moves with their evidence."""
    standing = matter.standing(day)
    return {
        "id": matter.id, "matter": matter.kind, "states": list(matter.states), "day": day.isoformat(),
        "stands": standing.state if standing else None, "since": _iso(standing), "moves": list(_moves(matter)),
    }  # fmt: skip


def _iso(move: Move | None) -> str | None:
    return move.when.start.isoformat() if move is not None and move.when.start is not None else None


def _moves(matter: Matter) -> Iterator[dict[str, object]]:
    for move in matter.moves:
        yield {
            "id": move.id, "state": move.state, "status": move.status, "name": move.name, "date": move.when.iso,
            "first_day": _iso(move), "date_basis": move.when.basis, "document": move.document,
            "evidence": move.evidence.quote, "evidence_start": move.evidence.start, "evidence_end": move.evidence.end,
        }  # fmt: skip
