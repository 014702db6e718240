"""Where parties stand when documents come or change: only the matters that their moves can touch are joined anew.

A move between several parties belongs to the matter of these; one that names a single party goes where only one matter
can take it. As long as no matter of several parties comes or goes, every move stays where it is, and of the matters
only the moves of the changed documents and their families are written anew. One that comes or goes can move the moves
of each of its parties, but no others: those are joined anew, in the presence of one move of every other matter that
could take them.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from readout.codebook.compiled import Compiled
from readout.link import matters
from readout.records import Extraction, Family, Matter, Move, content_id
from readout.store import lookup
from readout.store.listing import revived
from readout.store.writing import Writer, batches, listed, marks


class Play:
    """Joins anew the matters that moves can touch."""

    def __init__(self, connection: sqlite3.Connection, path: str, rules: Compiled) -> None:
        self._connection = connection
        self._path = path
        self._rules = rules
        self._writer = Writer(connection)
        self._several = {matter.id for matter in rules.codebook.matters if matter.several}

    def change(self, moves: Iterable[Move], changed: Iterable[str]) -> None:
        """Write anew the matters around moves that have come, gone or changed their family; of changed documents."""
        touched = {(move.matter, listed(move.states)) for move in moves if move.states}
        near = self._with_family(changed) if touched else ()
        for kind in sorted({kind for kind, _ in touched}):
            keys = {states for of, states in touched if of == kind}
            if kind not in self._several and self._all_stay(kind, keys):
                self._only(kind, keys, near)
            else:
                self._of_kind(kind, keys)

    # ---- where every matter stays ------------------------------------------------------------------------------------
    def _all_stay(self, kind: str, keys: Iterable[str]) -> bool:
        """Whether the matters of several parties are there before the change and after it."""
        held = "SELECT EXISTS (SELECT 1 FROM matter WHERE kind = ? AND states = ?)"
        moved = "SELECT EXISTS (SELECT 1 FROM move WHERE kind = ? AND states = ?)"
        return all(
            self._connection.execute(query, (kind, states)).fetchone()[0]
            for states in keys
            if "," in states
            for query in (held, moved)
        )

    def _with_family(self, changed: Iterable[str]) -> tuple[str, ...]:
        """Documents with all that are in one family with them."""
        found = set(changed)
        for some in batches(tuple(found)):
            query = (
                "SELECT id FROM head WHERE family IN"  # noqa: S608 - marks
                f" (SELECT family FROM head WHERE id IN ({marks(some)}) AND family IS NOT NULL)"
            )
            found.update(row[0] for row in self._connection.execute(query, some))
        return tuple(sorted(found))

    def _only(self, kind: str, keys: Iterable[str], near: tuple[str, ...]) -> None:
        """The moves of some documents, in the matters that those between some parties belong to."""
        rows: list[tuple[str, int, str]] = []
        for some in batches(near):
            query = f"SELECT document, number, record FROM move WHERE document IN ({marks(some)}) AND kind = ?"  # noqa: S608
            rows += self._connection.execute(query, (*some, kind))
        by_home: dict[str, list[Move]] = {self._home(kind, states): [] for states in sorted(keys)}
        for _, _, line in sorted(rows):
            move = revived(Move, line, self._path)
            home = self._home(kind, listed(move.states))
            if home in by_home:
                by_home[home].append(move)
        for home, moves in by_home.items():
            self._put(kind, home, near, moves)

    def _home(self, kind: str, states: str) -> str:
        """The parties of the matter that takes a move between these."""
        if "," in states or not states:
            return states
        query = (
            "SELECT DISTINCT states FROM matter JOIN matter_party ON matter = id"
            " WHERE state = ? AND kind = ? AND states LIKE '%,%'"
        )
        fitting = [row[0] for row in self._connection.execute(query, (states, kind))]
        return fitting[0] if len(fitting) == 1 else states

    def _put(self, kind: str, home: str, near: tuple[str, ...], moves: list[Move]) -> None:
        """Moves in a matter, instead of those that it has of the same documents."""
        states = tuple(home.split(","))
        id_ = content_id("matter", kind, *states, "")
        for some in batches(near):
            query = f"DELETE FROM matter_move WHERE matter = ? AND document IN ({marks(some)})"  # noqa: S608 - marks
            self._connection.execute(query, (id_, *some))
        made = matters(self._extractions(moves), self._families(moves), self._rules)
        told = [move for matter in sorted(made, key=lambda one: len(one.states) < 2) for move in matter.moves]
        if not self._connection.execute("SELECT 1 FROM matter WHERE id = ?", (id_,)).fetchone():
            self._writer.matters(Matter(id_, kind, states, tuple(told)) for _ in told[:1])
            return
        self._writer.moves(id_, told)
        if not self._connection.execute("SELECT 1 FROM matter_move WHERE matter = ? LIMIT 1", (id_,)).fetchone():
            self._writer.without_matters((id_,))

    # ---- where one comes or goes -------------------------------------------------------------------------------------
    def _of_kind(self, kind: str, touched: set[str]) -> None:
        known = {row[0] for row in self._connection.execute("SELECT states FROM matter WHERE kind = ?", (kind,))}
        whole = self._made_anew(kind, touched, known)
        parties = {state for states in whole for state in states.split(",")}
        beside = {states for states in known - whole if parties & set(states.split(",")) and "," in states}
        found = self._moves(kind, whole) + self._moves(kind, beside, one=kind not in self._several)
        made = {m.id: m for m in matters(self._extractions(found), self._families(found), self._rules)}
        new = {id_: matter for id_, matter in made.items() if listed(matter.states) in whole}
        old = self._stored(kind, whole)
        self._writer.without_matters([id_ for id_, matter in old.items() if new.get(id_) != matter])
        self._writer.matters(matter for id_, matter in new.items() if old.get(id_) != matter)

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
        found: list[Matter] = []
        for some in batches(sorted(whole)):
            terms = ("kind = ?", f"states IN ({marks(some)})")
            found += lookup.matters(self._connection, terms, (kind, *some), self._path)
        return {matter.id: matter for matter in found}
