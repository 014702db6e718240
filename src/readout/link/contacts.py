"""One occasion told by several documents becomes one contact.

In order: every telling of every document, the best-known first, joins the gathering of tellings whose members it fits
all, or begins one of its own; what was announced and what took place are then one contact. Each join and each refusal
between neighbours is said in words.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from readout.codebook.compiled import Compiled
from readout.link.conflicts import (
    NEAR,
    labels,
    listed,
    mode_conflict,
    person_conflict,
    place_conflict,
    refusal,
    said_same,
    stretch_of,
)
from readout.link.judged import Judged
from readout.link.merged import distinct, merged
from readout.link.persons import same_person
from readout.link.telling import HELD, Telling, tellings_of
from readout.link.titles import joined_by_title, reach
from readout.link.trips import with_days_of_trips
from readout.records import Contact, Document, Extraction, Family, Judgement

_FEW = 40  # days over which a telling is looked up day by day


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
    tellings = sorted(tellings_of(documents, extractions, families, members), key=lambda telling: telling.rank)
    gathered: list[list[Telling]] = []
    notes: list[list[str]] = []
    around = _Around()
    for telling in tellings:
        near = sorted(around.near(telling) | said_same(telling, gathered, judged))
        refusals = {i: refusal(telling, gathered[i], judged) for i in near}
        fitting = [i for i in near if refusals[i] is None]
        if fitting:
            put = said_same(telling, gathered, judged) & set(fitting)
            best = max(put or fitting, key=lambda i: (_closeness(telling, gathered[i]), -i))
            notes[best].append(_why_joined(telling, gathered[best]) + (", as judged" if best in put else ""))
            gathered[best].append(telling)
        else:
            best = len(gathered)
            gathered.append([telling])
            notes.append(_why_apart(telling, [(gathered[i], refusals[i]) for i in near]))
        around.put(telling, best, gathered[best][0])
    linked = distinct([merged(group, tuple(note)) for group, note in zip(gathered, notes, strict=True)])
    linked.sort(key=lambda contact: (contact.when.start or date.max, contact.id))
    joined = joined_by_title(_absorbed(linked, judged), documents, rules, judged)
    return with_days_of_trips(_absorbed(joined, judged), documents)


def outlined(document: Document, extraction: Extraction) -> tuple[Document, Extraction]:
    """A document and its extraction with no more than `contacts` looks at, for where they must travel.

    Of the text that is the head, of the extraction the contacts. They give the same contacts as the whole.
    """
    bare = replace(extraction, mentions=(), statements=(), events=(), moves=())
    if not document.spans("paragraph"):
        return document, bare
    end = max(reach(document), document.spans("paragraph")[0].end)
    head = tuple(block for block in document.blocks if block.end <= end)
    return replace(document, text=document.text[:end], blocks=head, turns=()), bare


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

    def put(self, telling: Telling, number: int, first: Telling) -> None:
        """A telling is of the gathering of this number, which begins with `first`."""
        days = _days_around(first, 0)
        for pair in combinations(telling.contact.states, 2):
            self._all[pair].add(number)
            self._by_family[pair, first.family].add(number)
            for day in days or ():
                self._by_day[pair, day].add(number)
            if days is None:
                self._anywhere[pair].add(number)

    def near(self, telling: Telling) -> set[int]:
        """The gatherings of two of its parties that are not far from a telling."""
        days = _days_around(telling, NEAR.days)
        found: set[int] = set()
        for pair in combinations(telling.contact.states, 2):
            if days is None:
                found |= self._all[pair]
                continue
            found |= self._anywhere[pair] | self._by_family[pair, telling.family]
            found.update(number for day in days for number in self._by_day[pair, day])
        return found


def _days_around(telling: Telling, beyond: int) -> range | None:
    """The days on which its occasion may have been and that on which it was told, and some beyond; None for many."""
    stretch = stretch_of(telling)
    told = telling.day or telling.published
    if stretch is None or told is None:
        return None
    first, last = min(stretch[0], told).toordinal(), max(stretch[1], told).toordinal()
    return range(first - beyond, last + beyond + 1) if last - first <= _FEW else None


# ---- which gathering fits best, and the reasons ----------------------------------------------------------------------
def _closeness(telling: Telling, group: Sequence[Telling]) -> tuple[int, ...]:
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
    return abs((one - other).days) if one and other else NEAR.days


def _why_joined(telling: Telling, group: Sequence[Telling]) -> str:
    first = group[0]
    what = "announces" if telling.ahead and not first.ahead else "tells of"
    days = "no day given" if not telling.day else "same day" if telling.day == first.day else f"{telling.day} there"
    parties = listed(set(telling.contact.states) & set(first.contact.states))
    return f"{telling.document.id} {what} it too: parties {parties}, {telling.contact.mode}, {days}"


def _why_apart(telling: Telling, others: Iterable[tuple[Sequence[Telling], str | None]]) -> list[str]:
    """Why a telling is not of its neighbours' occasions; the far ones need no reason."""
    return [
        f"not the {group[0].contact.mode} of {labels(group[0].contact.parties)} in {group[0].document.id}: {refusal}"
        for group, refusal in others
        if refusal and len(telling.states & group[0].states) > 1 and _neighbours(telling, group[0])
    ]


def _neighbours(a: Telling, b: Telling) -> bool:
    days = [telling.day or telling.published for telling in (a, b)]
    known = [day for day in days if day]
    return len(known) < len(days) or abs(known[0] - known[1]) <= NEAR


def _absorbed(linked: Sequence[Contact], judged: Judged) -> tuple[Contact, ...]:
    """The contacts without those that tell, in passing and without a day, of one that their documents tell anyway."""
    kept = {contact.id: contact for contact in linked}
    beside: defaultdict[str, list[str]] = defaultdict(list)
    for contact in linked:
        for document in contact.documents:
            beside[document].append(contact.id)
    for contact in linked:
        if contact.when.grain == "day" or contact.status not in HELD:
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
        host.status in HELD
        and contact.mode in {host.mode, "talks", "other"}
        and set(contact.documents) <= set(host.documents)
        and set(host.states) <= set(contact.states)
        and not any(check(contact, host) for check in (mode_conflict, person_conflict, place_conflict))
    )
