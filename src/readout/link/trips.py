"""The day of a meeting that a release does not date, from the other meetings of the same delegation.

A release that gives no day leaves its month, with its own day as the one that may be meant. Where the same office says
on that day that the same people met others of the same side on one certain day, that was the day of their visit.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from readout.link.persons import same_person
from readout.records import Actor, Contact, Document

_SIDES = 2
_DELEGATION = 2  # people of one side who are together each time
_EVE = timedelta(days=1)  # a release goes out on the day of a meeting or on the next


def with_days_of_trips(linked: Sequence[Contact], documents: Sequence[Document]) -> tuple[Contact, ...]:
    """The contacts in order of day, an undated one with the day on which its delegation met others."""
    by_id = {document.id: document for document in documents}
    beside: defaultdict[tuple[tuple[str, ...], date], list[Contact]] = defaultdict(list)
    for contact in linked:
        if contact.when.grain == "day" and contact.when.start and contact.status == "held":
            beside[contact.states, contact.when.start].append(contact)
    dated = (_dated(contact, beside, by_id) for contact in linked)
    return tuple(sorted(dated, key=lambda contact: (contact.when.start or date.max, contact.id)))


def _dated(
    contact: Contact, beside: Mapping[tuple[tuple[str, ...], date], Sequence[Contact]], by_id: Mapping[str, Document]
) -> Contact:
    when = contact.when
    told = when.grain == "month" and len(when.candidates) == 1 and contact.status == "held"
    if not told or len(contact.states) < _SIDES:
        return contact
    days = (when.candidates[0] - _EVE, when.candidates[0])
    others = [
        other
        for day in days
        for other in beside.get((contact.states, day), ())
        if _one_office(contact, other, by_id) and _same_delegation(contact, other)
    ]
    if len({other.when.start for other in others}) != 1:
        return contact
    where = ", ".join(sorted({document for other in others for document in other.documents}))
    reason = f"the day on which the same people met others, in {where}"
    day = replace(others[0].when, basis="inferred", reasons=(*when.reasons, reason), candidates=())
    return replace(contact, when=day)


def _one_office(contact: Contact, other: Contact, by_id: Mapping[str, Document]) -> bool:
    """Whether one state's releases of the same day tell of both."""
    told = [by_id[document] for document in contact.documents if document in by_id]
    again = [by_id[document] for document in other.documents if document in by_id]
    return any(
        one.issuer is not None and one.issuer == two.issuer and one.published.start == two.published.start
        for one in told
        for two in again
    )


def _same_delegation(contact: Contact, other: Contact) -> bool:
    """Whether the people of one side are the same, two at least, and nobody of the other side is."""
    sides = [(_people(contact, state), _people(other, state)) for state in contact.states]
    common = [_in_both(mine, theirs) for mine, theirs in sides]
    whole = [count for count, (mine, _) in zip(common, sides, strict=True) if count == len(mine) >= _DELEGATION]
    return len(whole) == 1 and sum(common) == whole[0]


def _people(contact: Contact, state: str) -> tuple[Actor, ...]:
    return tuple(party for party in contact.parties if party.kind == "person" and party.state == state)


def _in_both(mine: Sequence[Actor], theirs: Sequence[Actor]) -> int:
    return sum(any(same_person(one, two) for two in theirs) for one in mine)
