"""Where parties stand when documents come or change: only the matters that their moves can touch are joined anew.

A move between several parties belongs to the matter of these; one that names a single party goes where only one matter
can take it. So a matter that comes or goes can move the moves of each of its parties, but no others: those are joined
anew, in the presence of one move of every other matter that could take them.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace

from readout.codebook.compiled import Compiled
from readout.link import matters
from readout.records import Extraction, Family, Matter, Move
from readout.store.listing import revived
from readout.store.writing import batches, listed, marks

_Key = tuple[str, str]  # the kind of a matter, and its parties as one value


@dataclass(frozen=True, slots=True)
class Played:
    """Matters that come and the ids of those that go."""

    come: tuple[Matter, ...]
    gone: tuple[str, ...]


class Play:
    """Joins anew the matters that moves can touch."""

    def __init__(self, connection: sqlite3.Connection, path: str, rules: Compiled) -> None:
        self._connection = connection
        self._path = path
        self._rules = rules
        self._several = {matter.id for matter in rules.codebook.matters if matter.several}

    def change(self, moves: Iterable[Move]) -> Played:
        """What becomes of matters around moves that have come, gone or changed their family."""
        touched = {(move.matter, listed(move.states)) for move in moves if move.states}
        come: list[Matter] = []
        gone: list[str] = []
        for kind in sorted({kind for kind, _ in touched}):
            made, old = self._of_kind(kind, {states for of, states in touched if of == kind})
            come += made
            gone += old
        return Played(tuple(come), tuple(gone))

    def _of_kind(self, kind: str, touched: set[str]) -> tuple[list[Matter], list[str]]:
        query = "SELECT DISTINCT states FROM move WHERE kind = ?"
        known = {row[0] for row in self._connection.execute(query, (kind,))}
        whole = self._made_anew(kind, touched, known)
        parties = {state for states in whole for state in states.split(",")}
        beside = {states for states in known - whole if parties & set(states.split(",")) and "," in states}
        found = self._moves(kind, whole) + self._moves(kind, beside, one=kind not in self._several)
        made = {m.id: m for m in matters(self._extractions(found), self._families(found), self._rules)}
        new = {id_: matter for id_, matter in made.items() if listed(matter.states) in whole}
        old = self._stored(kind, whole)
        come = [matter for id_, matter in new.items() if old.get(id_) != matter]
        return come, [id_ for id_, matter in old.items() if new.get(id_) != matter]

    def _made_anew(self, kind: str, touched: set[str], known: set[str]) -> set[str]:
        """The parties of all matters that have to be made anew."""
        alone = {state for states in touched for state in states.split(",")}
        whole = set(touched)
        for state in alone:
            fitting = {states for states in known | touched if "," in states and state in states.split(",")}
            others = fitting - touched
            # Where several matters can take a party's moves, none does; one of them, and they lie in it.
            if kind in self._several or len(others) == 1 or len(fitting) == 1:
                whole |= fitting
        return whole | {state for states in whole for state in states.split(",")}

    def _moves(self, kind: str, keys: Iterable[str], *, one: bool = False) -> list[Move]:
        """The moves of matters of these parties, in the order of documents; with `one` a single move of each."""
        lines: list[tuple[str, int, str]] = []
        limit = " LIMIT 1" if one else ""
        for states in sorted(keys):
            query = f"SELECT document, number, record FROM move WHERE kind = ? AND states = ?{limit}"  # noqa: S608
            lines += self._connection.execute(query, (kind, states))
        return [revived(Move, line, self._path) for _, _, line in sorted(lines)]

    def _extractions(self, moves: Iterable[Move]) -> tuple[Extraction, ...]:
        by_document: dict[str, Extraction] = {}
        for move in moves:
            held = by_document.setdefault(move.document, Extraction(move.document, (), (), (), (), ""))
            by_document[move.document] = replace(held, moves=(*held.moves, move))
        return tuple(by_document[id_] for id_ in sorted(by_document))

    def _families(self, moves: Iterable[Move]) -> tuple[Family, ...]:
        members: dict[str, list[str]] = {}
        for some in batches(move.document for move in moves):
            query = f"SELECT coalesce(family, id), id FROM head WHERE id IN ({marks(some)})"  # noqa: S608 - marks
            for family, id_ in self._connection.execute(query, some):
                members.setdefault(family, []).append(id_)
        return tuple(Family(id_, tuple(held)) for id_, held in sorted(members.items()))

    def _stored(self, kind: str, whole: Iterable[str]) -> dict[str, Matter]:
        lines: list[tuple[str]] = []
        for some in batches(whole):
            query = f"SELECT record FROM matter WHERE kind = ? AND states IN ({marks(some)})"  # noqa: S608 - marks
            lines += self._connection.execute(query, (kind, *some))
        return {matter.id: matter for (line,) in lines for matter in (revived(Matter, line, self._path),)}
