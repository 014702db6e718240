"""One occasion told by several documents becomes one contact.

In order: every telling of every document, the best-known first, joins the gathering of tellings whose members it fits
all, or begins one of its own; what was announced and what took place are then one contact. Each join and each refusal
between neighbours is said in words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, pairwise

from readout.codebook.compiled import Compiled
from readout.link.judged import Judged
from readout.link.persons import fold, same_person
from readout.link.titles import joined_by_title
from readout.link.trips import with_days_of_trips
from readout.records import Actor, Contact, Document, Extraction, Family, Judgement, When, content_id, unknown_when

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
# Where tellings differ, the mode that says most of the occasion names it.
_MODE_RANK = ("video", "call", "summit", "letter", "meeting", "talks", "visit", "other")
_AHEAD = frozenset({"planned", "proposed"})
_HELD = frozenset({"held", "happened", "ongoing"})
_NEAR = timedelta(days=2)
_EVE = timedelta(days=3)  # how long before an undated occasion its announcement may be published
_ZONES = timedelta(days=1)
_FEW = 40  # days over which a telling is looked up day by day
_SEVERAL = 2  # releases whose days agree give an occasion its day
_ONE_BREATH = 150  # characters: two occasions told together at the head
HEAD = 500  # characters of the first paragraph and what precedes it


@dataclass(frozen=True, slots=True)
class _Telling:
    """A contact as one document tells it, with what is needed to place it; `leads`: the document is about it."""

    contact: Contact
    document: Document
    family: str
    states: frozenset[str]
    leads: bool

    @property
    def ahead(self) -> bool:
        return self.contact.status in _AHEAD

    @property
    def day(self) -> date | None:
        return self.contact.when.start if self.contact.when.grain == "day" else None

    @property
    def published(self) -> date | None:
        return self.document.published.start

    @property
    def names(self) -> int:
        return sum(party.kind == "person" and party.name is not None for party in self.contact.parties)

    @property
    def rank(self) -> tuple[object, ...]:
        """The best-known first: held, at a document's head, dated, with persons; ties by content alone."""
        first = self.contact.tellings[0]
        return (
            self.ahead,
            not self.leads,
            self.day is None,
            -self.names,
            self.published or date.max,
            self.document.id,
            first.start,
            self.contact.mode,
            self.contact.id,
        )


def contacts(
    documents: Sequence[Document],
    extractions: Sequence[Extraction],
    families: Sequence[Family],
    rules: Compiled,
    judgements: Iterable[Judgement] = (),
) -> tuple[Contact, ...]:
    """The contacts of a set of documents, each occasion once, in order of day; what analysts have judged stands."""
    judged = Judged.of(judgements)
    members = {org.id: frozenset(org.members) for org in rules.codebook.organisations}
    tellings = sorted(_tellings(documents, extractions, families, members), key=lambda telling: telling.rank)
    gathered: list[list[_Telling]] = []
    notes: list[list[str]] = []
    around = _Around()
    for telling in tellings:
        near = sorted(around.near(telling) | _said_same(telling, gathered, judged))
        refusals = {i: _refusal(telling, gathered[i], judged) for i in near}
        fitting = [i for i in near if refusals[i] is None]
        if fitting:
            put = _said_same(telling, gathered, judged) & set(fitting)
            best = max(put or fitting, key=lambda i: (_closeness(telling, gathered[i]), -i))
            notes[best].append(_why_joined(telling, gathered[best]) + (", as judged" if best in put else ""))
            gathered[best].append(telling)
        else:
            best = len(gathered)
            gathered.append([telling])
            notes.append(_why_apart(telling, [(gathered[i], refusals[i]) for i in near]))
        around.put(telling, best, gathered[best][0])
    linked = _distinct([_linked(group, tuple(note)) for group, note in zip(gathered, notes, strict=True)])
    linked.sort(key=lambda contact: (contact.when.start or date.max, contact.id))
    joined = joined_by_title(_absorbed(linked, judged), documents, rules, judged)
    return with_days_of_trips(_absorbed(joined, judged), documents)


def _tellings(
    documents: Sequence[Document],
    extractions: Sequence[Extraction],
    families: Sequence[Family],
    members: Mapping[str, frozenset[str]],
) -> Iterator[_Telling]:
    by_id = {document.id: document for document in documents}
    family_of = {member: family.id for family in families for member in family.documents}
    for extraction in extractions:
        document = by_id.get(extraction.document)
        if document is None:
            continue
        paragraphs = document.spans("paragraph")
        head = paragraphs[0].start + HEAD if paragraphs else len(document.text)
        first = min((telling.start for c in extraction.contacts for telling in c.tellings), default=0)
        for contact in extraction.contacts:
            leads = any(telling.start < min(head, first + _ONE_BREATH) for telling in contact.tellings)
            states = frozenset(contact.states)
            wide = states.union(*(members.get(state, frozenset()) for state in states))
            if contact.tellings and states:
                yield _Telling(contact, document, family_of.get(document.id, document.id), wide, leads)


class _Around:
    """Which gatherings a telling can belong to, or lies beside: those of two of its parties around its days.

    A telling fits no gathering whose first telling it does not fit; so each stands at the days of its first one, and
    where that has no days that are few, with all that have the same parties.
    """

    def __init__(self) -> None:
        self._by_day: defaultdict[tuple[tuple[str, str], int], set[int]] = defaultdict(set)
        self._by_family: defaultdict[tuple[tuple[str, str], str], set[int]] = defaultdict(set)
        self._anywhere: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        self._all: defaultdict[tuple[str, str], set[int]] = defaultdict(set)

    def put(self, telling: _Telling, number: int, first: _Telling) -> None:
        """A telling is of the gathering of this number, which begins with `first`."""
        days = _days_around(first, 0)
        for pair in combinations(telling.contact.states, 2):
            self._all[pair].add(number)
            self._by_family[pair, first.family].add(number)
            for day in days or ():
                self._by_day[pair, day].add(number)
            if days is None:
                self._anywhere[pair].add(number)

    def near(self, telling: _Telling) -> set[int]:
        """The gatherings of two of its parties that are not far from a telling."""
        days = _days_around(telling, _NEAR.days)
        found: set[int] = set()
        for pair in combinations(telling.contact.states, 2):
            if days is None:
                found |= self._all[pair]
                continue
            found |= self._anywhere[pair] | self._by_family[pair, telling.family]
            found.update(number for day in days for number in self._by_day[pair, day])
        return found


def _days_around(telling: _Telling, beyond: int) -> range | None:
    """The days on which its occasion may have been and that on which it was told, and some beyond; None for many."""
    stretch = _stretch(telling)
    told = telling.day or telling.published
    if stretch is None or told is None:
        return None
    first, last = min(stretch[0], told).toordinal(), max(stretch[1], told).toordinal()
    return range(first - beyond, last + beyond + 1) if last - first <= _FEW else None


# ---- whether two tellings can be of one occasion ---------------------------------------------------------------------
def _conflict(a: _Telling, b: _Telling) -> str | None:
    """What keeps two tellings apart, in words; None where nothing does."""
    one, other = a.contact, b.contact
    return (
        _status_conflict(one, other)
        or _state_conflict(a, b)
        or _mode_conflict(one, other)
        or _day_conflict(a, b)
        or _person_conflict(one, other)
        or _place_conflict(one, other)
    )


def _refusal(telling: _Telling, group: Sequence[_Telling], judged: Judged) -> str | None:
    """Why a telling cannot be of the occasion that all of `group` tell of; None where it can, or an analyst says so."""
    said = _said(telling, group, judged)
    if said is not None:
        return None if said.verdict == "same" else f"judged apart: {said.why}"
    return next(filter(None, (_conflict(telling, other) for other in group)), None)


def _said(telling: _Telling, group: Sequence[_Telling], judged: Judged) -> Judgement | None:
    return judged.between(telling.contact.tellings, (e for other in group for e in other.contact.tellings))


def _said_same(telling: _Telling, gathered: Sequence[Sequence[_Telling]], judged: Judged) -> set[int]:
    """The gatherings to which an analyst has put a telling, however far they lie."""
    if not judged.verdicts:
        return set()
    said = ((i, _said(telling, group, judged)) for i, group in enumerate(gathered))
    return {i for i, judgement in said if judgement is not None and judgement.verdict == "same"}


def _status_conflict(a: Contact, b: Contact) -> str | None:
    plain_kinds = _AHEAD | _HELD | {"background"}
    if a.status == b.status or {a.status, b.status} <= plain_kinds:
        return None
    return f"{a.status} against {b.status}"


def _state_conflict(a: _Telling, b: _Telling) -> str | None:
    inside = a.states <= b.states or b.states <= a.states
    if (inside and len(set(a.contact.states) & set(b.contact.states)) > 1) or _common_persons(a, b) > 1:
        return None
    return f"parties {_listed(a.states)} against {_listed(b.states)}"


def _common_persons(a: _Telling, b: _Telling) -> int:
    """How many states send the same person by name in both tellings."""
    return len({x.state for x in a.contact.parties for y in b.contact.parties if same_person(x, y)})


def _mode_conflict(a: Contact, b: Contact) -> str | None:
    mine, other = (_MODE_CLASS.get(x.mode, _MODE_CLASS["other"]) for x in (a, b))
    return None if mine & other else f"{a.mode} against {b.mode}"


def _day_conflict(a: _Telling, b: _Telling) -> str | None:
    """Days agree within one day, as capitals lie in different zones; one office counts its days in one zone."""
    if a.day and b.day:
        one_zone = a.document.id == b.document.id or (
            a.document.issuer is not None and a.document.issuer == b.document.issuer
        )
        if abs(a.day - b.day) <= (timedelta(0) if one_zone else _ZONES):
            return None
        return f"{a.day} against {b.day}"
    return _loose_day_conflict(a, b)


def _loose_day_conflict(a: _Telling, b: _Telling) -> str | None:
    """Where a day is not known to the day: the stretches must meet, or the days of publication lie near."""
    if "background" in {a.contact.status, b.contact.status}:
        return "an earlier occasion without a day"
    if a.document.id == b.document.id:
        return "told apart in one document"
    if a.family == b.family:
        return None
    if not (a.leads and b.leads) and _common_persons(a, b) < 2:
        return "told in passing, without a day"
    stretches = [_stretch(telling) for telling in (a, b)]
    if None in stretches:
        return "a day and the day of publication are unknown"
    (start, end), (other_start, other_end) = (stretch for stretch in stretches if stretch)
    if start <= other_end and other_start <= end:
        return None
    return f"{start} to {end} against {other_start} to {other_end}"


def _stretch(telling: _Telling) -> tuple[date, date] | None:
    """The days on which the occasion may have been, judged from its own day and the day of publication."""
    when, published = telling.contact.when, telling.published
    if when.start and when.end and when.grain == "day":
        return when.start, when.start
    near = (published - _NEAR, published + (_EVE if telling.ahead else timedelta(0))) if published else None
    if when.start and when.end:
        coarse = (when.start, when.end - timedelta(days=1))
        if near and when.basis != "stated" and coarse[0] <= near[1] and near[0] <= coarse[1]:
            return max(coarse[0], near[0]), min(coarse[1], near[1])
        return coarse
    return near


def _person_conflict(a: Contact, b: Contact) -> str | None:
    """Two different persons for one state; at least one must be common where both name some."""
    for state in sorted(set(a.states) & set(b.states)):
        mine, other = ([p for p in x.parties if p.state == state] for x in (a, b))
        named, other_named = ([p for p in side if p.kind == "person" and p.name] for side in (mine, other))
        if named and other_named:
            if not any(same_person(p, q) for p in named for q in other_named):
                return f"{_labels(named)} against {_labels(other_named)} for {state}"
        elif not _offices_fit(mine, other):
            return f"{_labels(mine)} against {_labels(other)} for {state}"
    return None


def _offices_fit(mine: Iterable[Actor], other: Iterable[Actor]) -> bool:
    offices, other_offices = ({fold(p.office) for p in side if p.office} for side in (mine, other))
    return not offices or not other_offices or bool(offices & other_offices)


def _place_conflict(a: Contact, b: Contact) -> str | None:
    if not (a.place and b.place) or "person" not in _MODE_CLASS.get(a.mode, frozenset()):
        return None
    mine, other = (set(fold(x.place or "").split()) for x in (a, b))
    if mine & other or a.mode == "video" or b.mode == "video":
        return None
    return f"{a.place} against {b.place}"


# ---- which gathering fits best, and the reasons ----------------------------------------------------------------------
def _closeness(telling: _Telling, group: Sequence[_Telling]) -> tuple[int, ...]:
    """How well a telling fits a gathering: copies, parties, persons, mode, day."""
    return max(
        (
            int(telling.family == other.family),
            len(set(telling.contact.states) & set(other.contact.states)),
            sum(any(same_person(p, q) for q in other.contact.parties) for p in telling.contact.parties),
            int(telling.contact.mode == other.contact.mode),
            -_gap(telling.day or telling.published, other.day or other.published),
            int(telling.document.office == other.document.office),
        )
        for other in group
    )


def _gap(one: date | None, other: date | None) -> int:
    return abs((one - other).days) if one and other else _NEAR.days


def _why_joined(telling: _Telling, group: Sequence[_Telling]) -> str:
    first = group[0]
    what = "announces" if telling.ahead and not first.ahead else "tells of"
    days = "no day given" if not telling.day else "same day" if telling.day == first.day else f"{telling.day} there"
    parties = _listed(set(telling.contact.states) & set(first.contact.states))
    return f"{telling.document.id} {what} it too: parties {parties}, {telling.contact.mode}, {days}"


def _why_apart(telling: _Telling, others: Iterable[tuple[Sequence[_Telling], str | None]]) -> list[str]:
    """Why a telling is not of its neighbours' occasions; the far ones need no reason."""
    return [
        f"not the {group[0].contact.mode} of {_labels(group[0].contact.parties)} in {group[0].document.id}: {refusal}"
        for group, refusal in others
        if refusal and len(telling.states & group[0].states) > 1 and _neighbours(telling, group[0])
    ]


def _neighbours(a: _Telling, b: _Telling) -> bool:
    days = [telling.day or telling.published for telling in (a, b)]
    known = [day for day in days if day]
    return len(known) < len(days) or abs(known[0] - known[1]) <= _NEAR


def _listed(states: Iterable[str]) -> str:
    return ", ".join(sorted(states))


def _labels(parties: Iterable[Actor]) -> str:
    return ", ".join(party.label for party in parties) or "nobody named"


# ---- one contact out of its tellings ---------------------------------------------------------------------------------
def _linked(group: Sequence[_Telling], notes: tuple[str, ...]) -> Contact:
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


def _distinct(linked: Sequence[Contact]) -> list[Contact]:
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


def _absorbed(linked: Sequence[Contact], judged: Judged) -> tuple[Contact, ...]:
    """The contacts without those that tell, in passing and without a day, of one that their documents tell anyway."""
    kept = {contact.id: contact for contact in linked}
    beside: defaultdict[str, list[str]] = defaultdict(list)
    for contact in linked:
        for document in contact.documents:
            beside[document].append(contact.id)
    for contact in linked:
        if contact.when.grain == "day" or contact.status not in _HELD:
            continue
        others = [kept[id_] for id_ in beside[contact.documents[0]] if id_ in kept and id_ != contact.id]
        hosts = [
            host
            for host in others
            if _tells_again(contact, host) and judged.between(contact.tellings, host.tellings) is None
        ]
        if len(hosts) == 1:
            (host,) = hosts
            tellings = tuple(dict.fromkeys((*host.tellings, *contact.tellings)))
            reason = f"the {contact.mode} told of again in {', '.join(contact.documents)} is this one"
            kept[host.id] = replace(host, tellings=tellings, reasons=(*host.reasons, reason))
            del kept[contact.id]
    return tuple(kept.values())


def _tells_again(contact: Contact, host: Contact) -> bool:
    """Whether a contact without a day is one that the same documents tell of with the same parties."""
    return (
        host.status in _HELD
        and contact.mode in {host.mode, "talks", "other"}
        and set(contact.documents) <= set(host.documents)
        and set(host.states) <= set(contact.states)
        and not any(check(contact, host) for check in (_mode_conflict, _person_conflict, _place_conflict))
    )


def _mode_rank(mode: str) -> int:
    return _MODE_RANK.index(mode) if mode in _MODE_RANK else len(_MODE_RANK)


def _parties(group: Sequence[_Telling]) -> tuple[Actor, ...]:
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


def _day_of_releases(group: Sequence[_Telling]) -> When | None:
    """The day on which several releases told of a contact, none of which gives a day: they are that day's own news."""
    told = {t.document.id: t.contact.when.candidates[0] for t in group if t.contact.when.candidates}
    if len(told) < _SEVERAL or (max(told.values()) - min(told.values())).days > 1:
        return None
    first = min(told.values())
    reason = f"{len(told)} releases tell of it, the first of {first.isoformat()}; none gives another day"
    return When(first, first + timedelta(days=1), "day", "inferred", (reason,))


def _days(group: Sequence[_Telling], parties: Sequence[Actor]) -> tuple[When, tuple[When, ...]]:
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
