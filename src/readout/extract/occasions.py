"""Occasions on which parties met, as events: what the contacts tell of them and what the rules add, each once.

1. one telling   a contact knows its parties, its day and whether it came about better than the rule that claims the
                 same clause, so of one sentence the contact is kept; the rule tells who travelled, and the mode
2. sidelines     an organisation on the sidelines of whose summit two parties meet is none of them
3. host          who met in the country of one of them: told by a place, or by a journey that the document tells of
4. once          an occasion told again with some of its parties is the same
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from operator import attrgetter

from readout.extract.contacts import consultations
from readout.extract.contacts.tellings import BESIDE
from readout.extract.story import ByPlace, Story
from readout.records import Actor, Contact, Event, Span

_RULED = "consult."
_CONTACT = "consult.contact."
_WAYS = frozenset({"phone", "third-party", "multilateral"})
_MEETING = frozenset({"CONSULT", "AGREE"})
_SEVERAL = 2  # more parties than this make a meeting multilateral
_ASIDE = re.compile(r"\b(?:sidelines|margins|fringes|outcomes?|eve|ahead) of\s+(?:\S+\s+){0,3}$", re.IGNORECASE)
_ENVOY = re.compile(r"\b(?:ambassadors?|attach[eé]s?|chargés?|consuls?(?: general)?|nuncio)\b", re.IGNORECASE)
_MOST = 200  # so many journeys are looked through for that which a meeting may have been on
_ASHORE = (":BUS", ":MED")  # sectors that meet on business of their own
_GREETING = "consult.contact.implied"
_RECEIVED = re.compile(r"\b(?:having (?:me|us)|hosting|hospitality|receiving (?:me|us)|be here|being your guest)\b")
_OURS = re.compile(
    r"\b(?:visit\w*|trip|travel\w*|arriv\w*|came|stay) (?:to|in) our (?:country|capital|state|city|land)\b"
)
_HOST = re.compile(r",\s+(?:the\s+)?host of\b")
_REMOTE = frozenset({"consult.contact.call", "consult.contact.video", "consult.contact.letter", "consult.write"})


def occasions(story: Story, met: Sequence[Contact], done: Iterable[Event]) -> tuple[Event, ...]:
    """The events of a document with those that its contacts make, in order of place."""
    told = tuple(done)
    ruled = [event for event in told if event.evidence.rule.startswith(_RULED)]
    others = tuple(event for event in told if not event.evidence.rule.startswith(_RULED))
    headlines = story.document.spans("headline")
    told_in = tuple(_in_prose(contact, headlines) for contact in met)
    known = set(others)
    held = [event for event in consultations(story, told_in, others) if event not in known]
    beside = ByPlace.of((event, (event.evidence.span,)) for event in ruled)
    seen = [_named(_seen(event, beside, story), beside) for event in held]
    places = ByPlace.of((contact, (telling.span for telling in contact.tellings)) for contact in met)
    alone = [event for event in ruled if not _tells(places, event, story)]
    kept = [event for event in seen if event is not None]
    kept += tuple(_apart(alone, kept))
    whole = _Whole.of((*(event for event in ruled if _is_journey(event)), *kept), kept)
    kept = [_hosted(event, whole, story) for event in kept if not _is_bare(event, whole)]
    kept = [event for event in kept if not _is_nobodys_journey(event)]
    return tuple(sorted((*others, *kept), key=lambda event: event.evidence.start))


@dataclass(frozen=True, slots=True)
class _Whole:
    """The occasions of a document: the journeys to each state, and the states and status of what several had part in.

    A journey is found by a state that had part in it.
    """

    trips: Mapping[str | None, Sequence[Event]]
    wider: frozenset[tuple[str | None, str]]

    @classmethod
    def of(cls, told: Iterable[Event], kept: Iterable[Event]) -> "_Whole":
        trips: dict[str | None, list[Event]] = {}
        for event in told:
            for state in _all_states(event) if event.recipients else ():
                trips.setdefault(state, []).append(event)
        several = ((event.status, states) for event in kept if len(states := _all_states(event)) > 1)
        return cls(trips, frozenset((state, status) for status, states in several for state in states))


def _in_prose(contact: Contact, headlines: Sequence[Span]) -> Contact:
    """The contact with its first telling outside the headlines in front."""
    prose = [t for t in contact.tellings if not _covered(t.span, headlines)]
    return replace(contact, tellings=tuple(dict.fromkeys((*prose[:1], *contact.tellings)))) if prose else contact


def _covered(span: Span, lines: Sequence[Span]) -> bool:
    """Whether one of these stretches, which are in order, covers another one."""
    at = bisect_right(lines, span.start, key=attrgetter("start")) - 1
    return at >= 0 and lines[at].covers(span)


# ---- 1. one telling --------------------------------------------------------------------------------------------------
def _tells(met: ByPlace[Contact], event: Event, story: Story) -> bool:
    """Whether a contact is told in the sentence of an event that shares a party with it."""
    sentence, states = _sentence(event.evidence.span, story), _all_states(event)
    return any(
        any(telling.span.meets(sentence) for telling in contact.tellings)
        for contact in met.near(sentence)
        # One beside something else is no event of its own.
        if contact.tellings[0].rule != BESIDE and not states.isdisjoint(_states(contact.parties))
    )


def _seen(event: Event, ruled: ByPlace[Event], story: Story) -> Event | None:
    """The event of a contact with the mode and the travellers of the rule on the same words; None for nobody."""
    event = _without_asides(event, story)
    parties = (*event.actors, *event.recipients)
    if len(_states(parties)) < _SEVERAL or not all(_of_state(state, parties) for state in _states(parties)):
        return None
    here = event.evidence.span
    same = [other for other in ruled.near(here) if other.evidence.span.meets(here)]
    journeys = [v for v in same if _is_journey(v) and _states(v.actors) < _states(parties)]
    fits = event.evidence.rule == "consult.contact.visit"
    journey = next((v for v in journeys if fits or _states((*v.actors, *v.recipients)) == _states(parties)), None)
    if journey is not None:
        return _split(event, _states(parties) - _states(journey.actors))
    if len(_states(parties)) > _SEVERAL:
        mode = event.mode if event.mode == "phone" else "multilateral" if event.type == "CONSULT" else None
        return replace(event, actors=parties, recipients=(), mode=mode)
    if event.type == "CONSULT" and event.mode is None:
        mode = next((other.mode for other in same if other.mode in _WAYS and other.type == "CONSULT"), None)
        return replace(event, mode=mode)
    return event


def _named(event: Event | None, ruled: ByPlace[Event]) -> Event | None:
    """The event under the rule that claims the same words of the same parties, if one does."""
    if event is None:
        return None
    own, here = _all_states(event), event.evidence.span
    same = (o for o in ruled.near(here) if o.evidence.span.meets(here) and o.type == event.type)
    rule = next((o.evidence.rule for o in same if _states((*o.actors, *o.recipients)) <= own), event.evidence.rule)
    return replace(event, evidence=replace(event.evidence, rule=rule))


def _of_state(state: str | None, parties: Iterable[Actor]) -> bool:
    """Whether somebody of a state is more than its company, newspaper or private person."""
    return any(actor.state == state and not (actor.code or "").endswith(_ASHORE) for actor in parties)


# ---- 3. host ---------------------------------------------------------------------------------------------------------
def _hosted(event: Event, whole: _Whole, story: Story) -> Event:
    """A meeting of two parties in person with guest and host apart, where the document tells who is who."""
    parties = (*event.actors, *event.recipients)
    if event.type not in _MEETING or len(_states(parties)) != _SEVERAL or event.evidence.rule in _REMOTE:
        return event
    if _ENVOY.search(event.evidence.quote):  # an envoy lives where he is posted: neither is the other's guest
        return replace(event, actors=parties, recipients=(), mode=None) if event.mode == "visit" else event
    if event.recipients or event.mode in _WAYS:
        return event
    hosts = (_greeters(event, story) or _at_home(event, story) or _on_trip(event, whole)) & _states(parties)
    return _split(event, hosts) if len(hosts) == 1 else event


def _on_trip(event: Event, whole: _Whole) -> set[str | None]:
    """The hosts of the first journey that a meeting may have been on."""
    first = min((whole.trips.get(state, ()) for state in _all_states(event)), key=len, default=())
    same = (trip for trip in first if trip.type == event.type and trip.status == event.status)
    return next((_states(trip.recipients) for trip in islice(same, _MOST) if _may_be_one(trip, event)), set())


def _greeters(event: Event, story: Story) -> set[str | None]:
    """Whose guest the other is by the words of a greeting: "thank you for coming", "thank you for having me"."""
    if event.evidence.rule != _GREETING:
        return set()
    here = event.evidence.span
    spoken = (s for s in story.spoken.near(here) if s.content.span.meets(here))
    speakers = _states(next((s.speakers for s in spoken), ()))
    others = _states((*event.actors, *event.recipients)) - speakers
    if not speakers:
        return set()
    return others if _RECEIVED.search(event.evidence.quote) else speakers


def _at_home(event: Event, story: Story) -> set[str | None]:
    """The issuer of a release in which "our country" is visited, or a party that the sentence calls host."""
    sentence = _sentence(event.evidence.span, story)
    if _OURS.search(sentence.of(story.document.text)):
        return {story.document.issuer}
    text = story.document.text
    named = (m for m in story.mentions_within(sentence) if _HOST.match(text, m.end, sentence.end))
    return {actor.state for mention in named for actor in mention.actors}


def _may_be_one(visit: Event, event: Event) -> bool:
    """Whether a meeting may be on a journey: of the same parties, on no other day."""
    days = {visit.when.start, event.when.start} - {None}
    parties = _states((*event.actors, *event.recipients))
    return len(days) < 2 and _states((*visit.actors, *visit.recipients)) >= parties


def _split(event: Event, hosts: set[str | None]) -> Event:
    """A meeting with guests and hosts apart."""
    parties = (*event.actors, *event.recipients)
    guests = tuple(actor for actor in parties if actor.state not in hosts)
    mode = "visit" if event.type == "CONSULT" and event.evidence.rule not in _REMOTE else None
    return replace(event, actors=guests, recipients=tuple(a for a in parties if a.state in hosts), mode=mode)


def _is_journey(event: Event) -> bool:
    """Whether an event tells who travelled to whom."""
    return event.evidence.rule in {
        "consult.visit",
        "consult.visit-noun",
        "consult.host",
        "consult.welcome",
        "consult.call-on",
        "consult.write",
    } and bool(event.recipients)


# ---- 2. sidelines ----------------------------------------------------------------------------------------------------
def _without_asides(event: Event, story: Story) -> Event:
    """A meeting without the organisation whose summit is only its place."""
    aside = {state for state in _states(event.actors) if _is_aside(state, event.evidence.span, story)}
    return replace(event, actors=tuple(a for a in event.actors if a.state not in aside)) if aside else event


def _is_aside(state: str | None, told: Span, story: Story) -> bool:
    text = story.document.text
    named = [m for m in story.mentions_within(_sentence(told, story)) if any(a.state == state for a in m.actors)]
    return bool(named) and all(_ASIDE.search(text, max(0, m.start - 60), m.start) for m in named)


def _is_nobodys_journey(event: Event) -> bool:
    """Whether a journey is told of which it is not known who went to whom: "two trips a year to the enclave"."""
    return event.evidence.rule == "consult.contact.visit" and event.type == "CONSULT" and not event.recipients


# ---- 4. once ---------------------------------------------------------------------------------------------------------
def _apart(alone: Iterable[Event], kept: Sequence[Event]) -> Iterator[Event]:
    """The events that are no other one told again: in the same words, or of the same parties on no other day."""
    near = ByPlace.of((other, (other.evidence.span,)) for other in kept)
    days: defaultdict[tuple[frozenset[str | None], str, str | None], set[object]] = defaultdict(set)
    for other in kept:
        if other.type == "CONSULT":
            # A way in which they met is told again by itself; a bare meeting may be any.
            for way in {None, other.mode}:
                days[frozenset(_all_states(other)), other.status, way].add(other.when.start)
    for event in alone:
        own, day, here = _all_states(event), event.when.start, event.evidence.span
        way = event.mode if event.mode in _WAYS else None
        told = days.get((frozenset(own), event.status, way), set[object]())
        again = bool(told) and (day is None or not told.isdisjoint({day, None}))
        if event.type == "CONSULT" and again:
            continue
        same = (other for other in near.near(here) if other.evidence.span.meets(here) and other.type == event.type)
        if not any(own <= _all_states(other) for other in same):
            yield event


def _is_bare(event: Event, whole: _Whole) -> bool:
    """Whether an event names an organisation's meeting at which another event has somebody take part."""
    own = _all_states(event)
    return len(own) == 1 and (own.pop(), event.status) in whole.wider


def _all_states(event: Event) -> set[str | None]:
    return _states((*event.actors, *event.recipients))


def _states(actors: Iterable[Actor]) -> set[str | None]:
    return {actor.state for actor in actors}


def _sentence(span: Span, story: Story) -> Span:
    line = story.line_at(span)
    return line.span if line else span
