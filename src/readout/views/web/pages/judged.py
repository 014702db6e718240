"""What has been judged of a contact's tellings, as its page shows it, and how a judgement is taken back.

One act of judging is kept as a judgement for each pair of tellings; here it is one again. What a later act has
replaced is not shown: of each pair the last word holds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from readout.link.judged import Judged
from readout.records import Contact, Judgement, content_id
from readout.views.web import address, quoted
from readout.views.web.desk import Desk

_MOST = 4  # documents of a side that are named
_LONGEST = 300  # characters of a reason


@dataclass(frozen=True, slots=True)
class Link:
    """A document of a judgement: its short name and where it is to be seen."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Act:
    """One act of judging that holds: what was said of which documents, why and when; `key` takes it back."""

    apart: bool
    first: tuple[Link, ...]
    second: tuple[Link, ...]
    more: tuple[int, int]
    why: str
    when: str
    key: str


def acts(contact: Contact, desk: Desk) -> tuple[Act, ...]:
    """The acts of judging that hold of a contact's tellings, the last one first."""
    holding = _holding(desk.held.judgements(contact.documents), contact)
    ids = {place.document for one in holding for place in (one.first, one.second)}
    called = quoted.called(desk.held.documents_with(*ids)) if ids else {}
    found: dict[str, list[Judgement]] = {}
    for one in holding:
        found.setdefault(_key(one), []).append(one)
    return tuple(_act(key, some, called) for key, some in reversed(found.items()))


def _holding(judgements: Iterable[Judgement], contact: Contact) -> tuple[Judgement, ...]:
    """The judgements on a telling of the contact that no later one has replaced, in their order."""
    every = tuple(judgements)
    last = Judged.of(every).verdicts
    told = {(telling.document, telling.start) for telling in contact.tellings}
    return tuple(
        one
        for one in dict.fromkeys(every)
        if last[one.first, one.second] == one
        and told & {(place.document, place.start) for place in (one.first, one.second)}
    )


def _key(one: Judgement) -> str:
    """What the judgements of one act share: the moment, the verdict and the reason."""
    return content_id("judged", one.made, one.verdict, one.why)


def _act(key: str, some: list[Judgement], called: Mapping[str, str]) -> Act:
    sides = [tuple(dict.fromkeys(place.document for place in places)) for places in (
        (one.first for one in some), (one.second for one in some),
    )]  # fmt: skip
    first, second = (
        tuple(Link(called.get(id_, id_), address.of("document", id_)) for id_ in side[:_MOST]) for side in sides
    )
    more = (len(sides[0]) - len(first), len(sides[1]) - len(second))
    when = datetime.fromisoformat(some[0].made).astimezone(UTC)
    shown = f"{when.day} {when:%b %Y, %H:%M} UTC"
    return Act(some[0].verdict == "apart", first, second, more, some[0].why, shown, key)


def taken_back(contact: Contact, key: str, desk: Desk, made: datetime) -> tuple[Judgement, ...]:
    """The opposite of an act of judging that holds, on the same tellings; nothing where none of that key holds."""
    holding = _holding(desk.held.judgements(contact.documents), contact)
    moment = made.isoformat(timespec="seconds")
    return tuple(
        replace(
            one,
            verdict="same" if one.verdict == "apart" else "apart",
            why=f"taken back: {one.why}"[:_LONGEST],
            made=moment,
        )
        for one in holding
        if _key(one) == key
    )
