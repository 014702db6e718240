"""Whether two tellings can be of one occasion: what keeps them apart, in words.

Status, parties, mode, day, persons and place are compared in this order; an analyst's word stands above them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from readout.link.judged import Judged
from readout.link.persons import fold, same_person
from readout.link.telling import AHEAD, HELD, Telling
from readout.records import Actor, Contact, Judgement

# Modes that can be told of one and the same occasion: a video meeting is often said to be a meeting.
_MODE_CLASS: Mapping[str, frozenset[str]] = {
    "call": frozenset({"remote", "call"}),
    "video": frozenset({"remote", "person"}),
    "meeting": frozenset({"person"}),
    "visit": frozenset({"person"}),
    "summit": frozenset({"person"}),
    "talks": frozenset({"person", "call"}),
    "letter": frozenset({"letter"}),
    "other": frozenset({"remote", "call", "person", "letter"}),
}
NEAR = timedelta(days=2)
_EVE = timedelta(days=3)  # how long before an undated occasion its announcement may be published
_ZONES = timedelta(days=1)


def _conflict(a: Telling, b: Telling) -> str | None:
    """What keeps two tellings apart, in words; None where nothing does."""
    one, other = a.contact, b.contact
    return (
        _status_conflict(one, other)
        or _state_conflict(a, b)
        or mode_conflict(one, other)
        or _day_conflict(a, b)
        or person_conflict(one, other)
        or place_conflict(one, other)
    )


def refusal(telling: Telling, group: Sequence[Telling], judged: Judged) -> str | None:
    """Why a telling cannot be of the occasion that all of `group` tell of; None where it can, or an analyst says so."""
    said = _said(telling, group, judged)
    if said is not None:
        return None if said.verdict == "same" else f"judged apart: {said.why}"
    return next(filter(None, (_conflict(telling, other) for other in group)), None)


def _said(telling: Telling, group: Sequence[Telling], judged: Judged) -> Judgement | None:
    return judged.between(telling.contact.tellings, (e for other in group for e in other.contact.tellings))


def said_same(telling: Telling, gathered: Sequence[Sequence[Telling]], judged: Judged) -> set[int]:
    """The gatherings to which an analyst has put a telling, however far they lie."""
    if not judged.verdicts:
        return set()
    said = ((i, _said(telling, group, judged)) for i, group in enumerate(gathered))
    return {i for i, judgement in said if judgement is not None and judgement.verdict == "same"}


def _status_conflict(a: Contact, b: Contact) -> str | None:
    plain_kinds = AHEAD | HELD | {"background"}
    if a.status == b.status or {a.status, b.status} <= plain_kinds:
        return None
    return f"{a.status} against {b.status}"


def _state_conflict(a: Telling, b: Telling) -> str | None:
    inside = a.states <= b.states or b.states <= a.states
    if (inside and len(set(a.contact.states) & set(b.contact.states)) > 1) or _common_persons(a, b) > 1:
        return None
    return f"parties {listed(a.states)} against {listed(b.states)}"


def _common_persons(a: Telling, b: Telling) -> int:
    """How many states send the same person by name in both tellings."""
    return len({x.state for x in a.contact.parties for y in b.contact.parties if same_person(x, y)})


def mode_conflict(a: Contact, b: Contact) -> str | None:
    """Modes that no one occasion has: a call and a letter."""
    mine, other = (_MODE_CLASS.get(x.mode, _MODE_CLASS["other"]) for x in (a, b))
    return None if mine & other else f"{a.mode} against {b.mode}"


def _day_conflict(a: Telling, b: Telling) -> str | None:
    """Days agree within one day, as capitals lie in different zones; one office counts its days in one zone."""
    if a.day and b.day:
        one_zone = a.document.id == b.document.id or (
            a.document.issuer is not None and a.document.issuer == b.document.issuer
        )
        if abs(a.day - b.day) <= (timedelta(0) if one_zone else _ZONES):
            return None
        return f"{a.day} against {b.day}"
    return _loose_day_conflict(a, b)


def _loose_day_conflict(a: Telling, b: Telling) -> str | None:
    """Where a day is not known to the day: the stretches must meet, or the days of publication lie near."""
    if "background" in {a.contact.status, b.contact.status}:
        return "an earlier occasion without a day"
    if a.document.id == b.document.id:
        return "told apart in one document"
    if a.family == b.family:
        return None
    if not (a.leads and b.leads) and _common_persons(a, b) < 2:
        return "told in passing, without a day"
    stretches = [stretch_of(telling) for telling in (a, b)]
    if None in stretches:
        return "a day and the day of publication are unknown"
    (start, end), (other_start, other_end) = (stretch for stretch in stretches if stretch)
    if start <= other_end and other_start <= end:
        return None
    return f"{start} to {end} against {other_start} to {other_end}"


def stretch_of(telling: Telling) -> tuple[date, date] | None:
    """The days on which the occasion may have been, judged from its own day and the day of publication."""
    when, published = telling.contact.when, telling.published
    if when.start and when.end and when.grain == "day":
        return when.start, when.start
    near = (published - NEAR, published + (_EVE if telling.ahead else timedelta(0))) if published else None
    if when.start and when.end:
        coarse = (when.start, when.end - timedelta(days=1))
        if near and when.basis != "stated" and coarse[0] <= near[1] and near[0] <= coarse[1]:
            return max(coarse[0], near[0]), min(coarse[1], near[1])
        return coarse
    return near


def person_conflict(a: Contact, b: Contact) -> str | None:
    """Two different persons for one state; at least one must be common where both name some."""
    for state in sorted(set(a.states) & set(b.states)):
        mine, other = ([p for p in x.parties if p.state == state] for x in (a, b))
        named, other_named = ([p for p in side if p.kind == "person" and p.name] for side in (mine, other))
        if named and other_named:
            if not any(same_person(p, q) for p in named for q in other_named):
                return f"{labels(named)} against {labels(other_named)} for {state}"
        elif not _offices_fit(mine, other):
            return f"{labels(mine)} against {labels(other)} for {state}"
    return None


def _offices_fit(mine: Iterable[Actor], other: Iterable[Actor]) -> bool:
    offices, other_offices = ({fold(p.office) for p in side if p.office} for side in (mine, other))
    return not offices or not other_offices or bool(offices & other_offices)


def place_conflict(a: Contact, b: Contact) -> str | None:
    """Two places of people who met in person."""
    if not (a.place and b.place) or "person" not in _MODE_CLASS.get(a.mode, frozenset()):
        return None
    mine, other = (set(fold(x.place or "").split()) for x in (a, b))
    if mine & other or a.mode == "video" or b.mode == "video":
        return None
    return f"{a.place} against {b.place}"


def listed(states: Iterable[str]) -> str:
    """States for a reason in words."""
    return ", ".join(sorted(states))


def labels(parties: Iterable[Actor]) -> str:
    """Parties for a reason in words."""
    return ", ".join(party.label for party in parties) or "nobody named"
