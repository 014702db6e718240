"""How the parties' cells of one topic relate: in substance alike, different, or told by one side alone."""

from collections.abc import Mapping, Sequence
from itertools import combinations, groupby, product

from readout.link.content import content_words
from readout.records import Cell, Relation

_BOTH = "both"
# What an act does, coarsely: talk of a thing, bind oneself to it, ask for it, stand against it. Acts of the cues that
# are not listed are talk.
_CLASS: Mapping[str, str] = {
    act: name
    for name, acts in (
        ("bond", "agree pledge reaffirm confirm support promise stress thank praise express announce act"),
        ("ask", "ask urge call-on demand propose offer"),
        ("against", "warn threaten condemn accuse reject deny criticize concern regret"),
    )
    for act in acts.split()
}
# Joint acts that bind; against a mere word of one side they are more than it says.
_BINDING = frozenset({"agree", "pledge"})


def relate(cells: Sequence[Cell], parties: Sequence[str], full: frozenset[str]) -> tuple[Relation, str]:
    """The relation of one row's cells and why; `full` are the parties whose whole own text is held."""
    by_party = {
        party: list(group)
        for party, group in groupby(sorted(cells, key=lambda cell: cell.party), key=lambda cell: cell.party)
    }
    if len(by_party) == 1:
        absent = [
            f"{party}: not in {'its full text' if party in full else 'the text we hold'}"
            for party in parties
            if party not in by_party
        ]
        return "only-one", "; ".join([f"only {next(iter(by_party))}", *absent])
    nearest = [max(product(mine, other), key=_nearness) for mine, other in combinations(list(by_party.values()), 2)]
    why = next(filter(None, (difference(a, b) for a, b in nearest)), None)
    if why:
        return "differ", why
    a, b = nearest[0]
    return "both", f"verb: {_told(a)} and {_told(b)}"


def _nearness(pair: tuple[Cell, Cell]) -> tuple[int, bool, int]:
    """How well two cells can be held against each other: shared words first, then acts over mere telling."""
    a, b = pair
    shared = len(content_words(a.evidence.quote) & content_words(b.evidence.quote))
    return shared, a.agent == b.agent, -a.evidence.start - b.evidence.start


def difference(a: Cell, b: Cell) -> str | None:
    """What tells two parties' cells on one topic apart, in words; None where they are compatible.

    An agreement of both against the wish of one is a difference; so is an agreement against a mere consultation,
    and whatever is asked for against what is granted.
    """
    first, second = act_class(a), act_class(b)
    joint = a.agent == _BOTH, b.agent == _BOTH
    if "against" in {first, second} and first != second:
        return f"verb: {_told(a)} against {_told(b)}"
    if {first, second} == {"ask", "bond"}:
        return f"asked against granted: {_told(a)} against {_told(b)}"
    if all(joint) and {first, second} == {"talk", "bond"}:
        return f"scope: {_told(a)} against {_told(b)}"
    binding = (a if joint[0] else b).act in _BINDING
    if joint[0] != joint[1] and first == second == "bond" and binding:
        return f"joint against unilateral: {_told(a)} against {_told(b)}"
    return None


def act_class(cell: Cell) -> str:
    """What an act does: "bond", "ask", "against" or "talk"."""
    return _CLASS.get(cell.act.replace(" ", "-"), "talk")


def _told(cell: Cell) -> str:
    return f"{cell.verb} ({cell.agent})"
