"""One contact out of its tellings: mode, day, parties and place, each from the telling that knows it best."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from readout.link.persons import fold, same_person
from readout.link.telling import Telling
from readout.records import Actor, Contact, When, content_id, unknown_when

# Where tellings differ, the mode that says most of the occasion names it.
_MODE_RANK = ("video", "call", "summit", "letter", "meeting", "talks", "visit", "other")
_SEVERAL = 2  # releases whose days agree give an occasion its day


def merged(group: Sequence[Telling], notes: tuple[str, ...]) -> Contact:
    """The contact of a group of tellings; `notes` say why each joined."""
    held = [telling for telling in group if not telling.ahead] or list(group)
    announced = [telling for telling in group if telling not in held]
    in_order = sorted(held, key=lambda t: (t.published or date.max, t.document.id, t.contact.tellings[0].start))
    mode = min((telling.contact.mode for telling in held), key=_mode_rank)
    parties = _parties([*in_order, *announced])
    when, also = _days(in_order, parties)
    first = group[0].contact
    states = ",".join(sorted({party.state for party in parties if party.state}))
    names = ",".join(sorted(fold(party.name).split()[-1] for party in parties if party.name and fold(party.name)))
    told_in = {telling.document.id for telling in held}
    return replace(
        first,
        id=content_id("contact", states, names, mode, when.start or in_order[0].document.id),
        mode=mode,
        status=in_order[0].contact.status,
        when=when,
        parties=parties,
        tellings=tuple(evidence for telling in in_order for evidence in telling.contact.tellings),
        place=next((telling.contact.place for telling in in_order if telling.contact.place), None),
        also=also,
        announced_by=tuple(sorted({t.document.id for t in announced} - told_in)),
        reasons=tuple(dict.fromkeys([*(r for telling in in_order for r in telling.contact.reasons), *notes])),
    )


def distinct(linked: Sequence[Contact]) -> list[Contact]:
    """Contacts of the same parties, mode and day get ids of their own by place and first telling.

    So do those of one known party ("met Gulf leaders"), which no other document joins.
    """
    often = Counter(contact.id for contact in linked)
    return [
        replace(contact, id=content_id("contact", contact.id, contact.place, contact.tellings[0]))
        if often[contact.id] > 1 or len(contact.states) == 1
        else contact
        for contact in linked
    ]


def _mode_rank(mode: str) -> int:
    return _MODE_RANK.index(mode) if mode in _MODE_RANK else len(_MODE_RANK)


def _parties(group: Sequence[Telling]) -> tuple[Actor, ...]:
    """All parties, each person once with the fullest of its names; a bare state goes where a person stands for it.

    Where persons of two states are known, a state without one is one only in the tellings of most families.
    """
    found: list[Actor] = []
    for party in (party for telling in group for party in telling.contact.parties):
        at = next((i for i, other in enumerate(found) if _same_party(party, other)), None)
        if at is None:
            found.append(party)
        else:
            found[at] = _fuller(found[at], party)
    stood_for = {party.state for party in found if party.kind == "person"}
    of_family = {telling.family: telling.contact.states for telling in group}
    tellings = Counter(state for states in of_family.values() for state in states)
    return tuple(
        party
        for party in found
        if party.kind == "person"
        or (party.state not in stood_for and (len(stood_for) < 2 or tellings[party.state or ""] * 2 > len(of_family)))
    )


def _same_party(a: Actor, b: Actor) -> bool:
    if a.state != b.state:
        return False
    if a.kind == b.kind == "person" and a.name and b.name:
        return same_person(a, b)
    if "person" not in {a.kind, b.kind}:
        return a.name == b.name
    return not a.office or not b.office or fold(a.office) == fold(b.office)


def _fuller(a: Actor, b: Actor) -> Actor:
    """One actor with the longer name and the office that either telling has."""
    if "person" in {a.kind, b.kind} and a.kind != b.kind:
        a, b = sorted((a, b), key=lambda actor: actor.kind != "person")
        return replace(a, office=a.office or b.office, code=a.code or b.code)
    name = max((a.name or "", b.name or ""), key=len) or None
    return replace(a, name=name, office=a.office or b.office, code=a.code or b.code)


def _day_of_releases(group: Sequence[Telling]) -> When | None:
    """The day on which several releases told of a contact, none of which gives a day: they are that day's own news."""
    told = {t.document.id: t.contact.when.candidates[0] for t in group if t.contact.when.candidates}
    if len(told) < _SEVERAL or (max(told.values()) - min(told.values())).days > 1:
        return None
    first = min(told.values())
    reason = f"{len(told)} releases tell of it, the first of {first.isoformat()}; none gives another day"
    return When(first, first + timedelta(days=1), "day", "inferred", (reason,))


def _days(group: Sequence[Telling], parties: Sequence[Actor]) -> tuple[When, tuple[When, ...]]:
    """The day at the first-named party's capital where its own office tells it, else the first told; and the others."""
    dated = [telling for telling in group if telling.day]
    if not dated:
        if shared := _day_of_releases(group):
            return shared, ()
        known = [telling.contact.when for telling in group if telling.contact.when.start]
        best = known[0] if known else next((t.contact.when for t in group), unknown_when("no telling gives a day"))
        return best, ()
    home = parties[0].state
    first = next((telling for telling in dated if telling.document.issuer == home), dated[0])
    days = {telling.day: telling.contact.when for telling in reversed(dated)}
    others = tuple(days[day] for day in sorted(day for day in days if day and day != first.day))
    assert all(a.start != b.start for a, b in pairwise(others))
    return first.contact.when, others
