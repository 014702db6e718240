"""Who somebody is on the day of an act: office and sector of an actor follow that day, not the day of the report.

The mentions of a document are read at its own day; whoever had left an office by then is "former", of the sector of
elites (`of_the_day`). An event or contact of another day may have had other holders of the same offices: "the secretary
of state" of 2015 is not today's, and a president of then is "former" only since. So once the day of an event is known
its persons are looked up again (`at_their_day`). Somebody whom the text names keeps the name, and gets the office of
that day; somebody whom the table alone named for a bare title gives way to who held the office then.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from readout.codebook.entries import Holder
from readout.extract.actors import Knowledge
from readout.extract.actors.knowledge import in_term
from readout.extract.actors.spelling import folded
from readout.records import Actor, Contact, Event, Mention, When

FORMER = "former "  # how the office of somebody begins whose term is over
_ELITE = "ELI"  # the sector of those who held office once
Occasion = TypeVar("Occasion", Event, Contact)


def of_the_day(mentions: Iterable[Mention], knowledge: Knowledge, day: date | None) -> tuple[Mention, ...]:
    """The mentions of a document of that day, in which those who have left their office are former holders of it."""
    named = tuple(mentions)
    persons = dict.fromkeys(actor for mention in named for actor in mention.actors if actor.kind == "person")
    left = {actor: then for actor in persons if (then := _by_now(actor, knowledge, day)) is not actor}
    return tuple(_changed(mention, left) for mention in named) if left else named


def _changed(mention: Mention, now: dict[Actor, Actor]) -> Mention:
    """A mention with its persons as they are; the same one where nothing is other than it was."""
    actors = tuple(now.get(actor, actor) for actor in mention.actors)
    return mention if actors == mention.actors else replace(mention, actors=actors)


def _by_now(actor: Actor, knowledge: Knowledge, day: date | None) -> Actor:
    """A person on a day: what the text calls former is so; of others the table tells whether their terms are over."""
    if actor.office is not None and actor.office.startswith(FORMER):
        return _left(actor, actor.office, knowledge)
    if day is None or actor.name is None or actor.state is None:
        return actor
    terms = [h for h in knowledge.by_name.get(folded(actor.name), ()) if h.state == actor.state]
    if actor.office is not None:
        terms = [holder for holder in terms if knowledge.offices[holder.office].name == actor.office]
    over = [holder for holder in terms if holder.until is not None and holder.until < day]
    if not over or any(in_term(holder, day) for holder in terms):
        return actor
    last = knowledge.offices[max(over, key=lambda holder: knowledge.offices[holder.office].rank).office]
    return _left(actor, FORMER + last.name, knowledge)


def _left(actor: Actor, office: str, knowledge: Knowledge) -> Actor:
    return replace(actor, office=office, code=knowledge.code(actor.state, _ELITE))


def at_their_day(
    occasions: Iterable[Occasion], mentions: Iterable[Mention], knowledge: Knowledge, told: date | None
) -> tuple[Occasion, ...]:
    """The events or contacts with their actors as they were on the day of each; `told` is the day of the report."""
    spoken = frozenset(_named(mentions))
    return tuple(_then(occasion, spoken, knowledge, told) for occasion in occasions)


def _named(mentions: Iterable[Mention]) -> Iterable[tuple[str | None, str | None]]:
    """Name and state of the persons whom words of the text name, by more than a title."""
    for mention in mentions:
        if mention.form in {"name", "surname"}:
            yield from ((actor.name, actor.state) for actor in mention.actors if actor.kind == "person")


def _then(
    occasion: Occasion, spoken: frozenset[tuple[str | None, str | None]], knowledge: Knowledge, told: date | None
) -> Occasion:
    """One event or contact; as it was where its day is that of the report or not known."""
    span = _span(occasion.when)
    if span is None or (told is not None and span[0] <= told <= span[1]):
        return occasion

    def of(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        return tuple(_actor(actor, (actor.name, actor.state) in spoken, knowledge, span) for actor in actors)

    if isinstance(occasion, Contact):
        return replace(occasion, parties=of(occasion.parties))
    return replace(occasion, actors=of(occasion.actors), recipients=of(occasion.recipients))


def _span(when: When) -> tuple[date, date] | None:
    """The first and the last day that an occasion may have been on."""
    if when.start is None:
        return None
    return when.start, (when.end - timedelta(days=1)) if when.end else when.start


def _actor(actor: Actor, named: bool, knowledge: Knowledge, span: tuple[date, date]) -> Actor:  # noqa: FBT001
    """A person of the table as they were all that time; anybody else as they are."""
    if actor.kind != "person" or actor.name is None or actor.office is None or actor.state is None:
        return actor
    terms = [h for h in knowledge.by_name.get(folded(actor.name), ()) if h.state == actor.state]
    if not terms:
        return actor
    if not named:
        return _successor(actor, terms, knowledge, span)
    serving = [holder for holder in terms if _covers(holder, span)]
    if serving:
        best = max(serving, key=lambda holder: knowledge.offices[holder.office].rank)
        office = knowledge.offices[best.office]
        return replace(actor, office=office.name, code=knowledge.code(actor.state, office.sector))
    return _outside(actor, terms, knowledge, span)


def _outside(actor: Actor, terms: list[Holder], knowledge: Knowledge, span: tuple[date, date]) -> Actor:
    """Somebody named, on a day outside every known term: former where all of that office were over, else without one.

    An office that no term of theirs tells is the text's own and stays.
    """
    bare = actor.office.removeprefix(FORMER) if actor.office else ""
    own = [holder for holder in terms if knowledge.offices[holder.office].name == bare]
    if own and all(holder.until is not None and holder.until < span[0] for holder in own):
        return _left(actor, FORMER + bare, knowledge)
    not_yet = bool(own) and all(holder.since > span[1] for holder in own)
    return replace(actor, office=None) if not_yet else actor


def _successor(actor: Actor, terms: list[Holder], knowledge: Knowledge, span: tuple[date, date]) -> Actor:
    """Who held the office then; where the table does not tell, nobody by name."""
    offices = [knowledge.offices[h.office] for h in terms if knowledge.offices[h.office].name == actor.office]
    if not offices or any(_covers(holder, span) for holder in terms if holder.office == offices[0].id):
        return actor
    seat = knowledge.by_seat.get((offices[0].id, actor.state or ""), ())
    then = {holder.name for holder in seat if _covers(holder, span)}
    return replace(actor, name=then.pop() if len(then) == 1 else None)


def _covers(holder: Holder, span: tuple[date, date]) -> bool:
    """Whether a term is sure for every day of a span."""
    since, until = holder.begun or holder.since, holder.ending or holder.until
    return since <= span[0] and (until is None or span[1] <= until)
