"""Occasions on which parties met, as events: what the contacts tell of them and what the rules add, each once.

1. one telling   a contact knows its parties, its day and whether it came about better than the rule that claims the
                 same clause, so of one sentence the contact is kept; the rule tells who travelled, and the mode
2. sidelines     an organisation on the sidelines of whose summit two parties meet is none of them
3. host          who met in the country of one of them: told by a place, or by a journey that the document tells of
4. once          an occasion told again with some of its parties is the same
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from readout.extract.contacts import consultations
from readout.extract.contacts.tellings import BESIDE
from readout.extract.story import Story
from readout.records import Actor, Contact, Event, Span

_RULED = "consult."
_CONTACT = "consult.contact."
_WAYS = frozenset({"phone", "third-party", "multilateral"})
_MEETING = frozenset({"CONSULT", "AGREE"})
_SEVERAL = 2  # more parties than this make a meeting multilateral
_ASIDE = re.compile(r"\b(?:sidelines|margins|fringes|outcomes?|eve|ahead) of\s+(?:\S+\s+){0,3}$", re.IGNORECASE)
_ENVOY = re.compile(r"\b(?:ambassadors?|attach[eé]s?|chargés?|consuls?(?: general)?|nuncio)\b", re.IGNORECASE)
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
    others = tuple(event for event in told if event not in ruled)
    told_in = tuple(_in_prose(contact, story) for contact in met)
    held = [event for event in consultations(story, told_in, others) if event not in others]
    visits = [event for event in ruled if _is_journey(event)]
    seen = [_named(_seen(event, ruled, story), ruled) for event in held]
    alone = [event for event in ruled if not any(_tells(contact, event, story) for contact in met)]
    kept = [event for event in seen if event is not None]
    kept += [event for event in alone if not any(_is_part(event, other) for other in kept)]
    kept = [_hosted(event, [*visits, *kept], story) for event in kept if not _is_bare(event, kept)]
    kept = [event for event in kept if not _is_nobodys_journey(event)]
    return tuple(sorted((*others, *kept), key=lambda event: event.evidence.start))


def _in_prose(contact: Contact, story: Story) -> Contact:
    """The contact with its first telling outside the headlines in front."""
    lines = story.document.spans("headline")
    prose = [t for t in contact.tellings if not any(line.covers(t.span) for line in lines)]
    return replace(contact, tellings=tuple(dict.fromkeys((*prose[:1], *contact.tellings)))) if prose else contact


# ---- 1. one telling --------------------------------------------------------------------------------------------------
def _tells(contact: Contact, event: Event, story: Story) -> bool:
    """Whether a contact is told in the sentence of an event that shares a party with it."""
    if contact.tellings[0].rule == BESIDE:  # a contact that is no event of its own
        return False
    sentence = _sentence(event.evidence.span, story)
    shared = _states(contact.parties) & _states((*event.actors, *event.recipients))
    return bool(shared) and any(telling.span.meets(sentence) for telling in contact.tellings)


def _seen(event: Event, ruled: Sequence[Event], story: Story) -> Event | None:
    """The event of a contact with the mode and the travellers of the rule on the same words; None for nobody."""
    event = _without_asides(event, story)
    parties = (*event.actors, *event.recipients)
    if len(_states(parties)) < _SEVERAL or not all(_of_state(state, parties) for state in _states(parties)):
        return None
    same = [other for other in ruled if other.evidence.span.meets(event.evidence.span)]
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


def _named(event: Event | None, ruled: Sequence[Event]) -> Event | None:
    """The event under the rule that claims the same words of the same parties, if one does."""
    if event is None:
        return None
    own = _states((*event.actors, *event.recipients))
    same = (o for o in ruled if o.evidence.span.meets(event.evidence.span) and o.type == event.type)
    rule = next((o.evidence.rule for o in same if _states((*o.actors, *o.recipients)) <= own), event.evidence.rule)
    return replace(event, evidence=replace(event.evidence, rule=rule))


def _of_state(state: str | None, parties: Iterable[Actor]) -> bool:
    """Whether somebody of a state is more than its company, newspaper or private person."""
    return any(actor.state == state and not (actor.code or "").endswith(_ASHORE) for actor in parties)


# ---- 3. host ---------------------------------------------------------------------------------------------------------
def _hosted(event: Event, told: Sequence[Event], story: Story) -> Event:
    """A meeting of two parties in person with guest and host apart, where the document tells who is who."""
    parties = (*event.actors, *event.recipients)
    if event.type not in _MEETING or len(_states(parties)) != _SEVERAL or event.evidence.rule in _REMOTE:
        return event
    if _ENVOY.search(event.evidence.quote):  # an envoy lives where he is posted: neither is the other's guest
        return replace(event, actors=parties, recipients=(), mode=None) if event.mode == "visit" else event
    if event.recipients or event.mode in _WAYS:
        return event
    trips = (v for v in told if v.recipients and v.type == event.type and v.status == event.status)
    on_trip = next((_states(v.recipients) for v in trips if _may_be_one(v, event)), set())
    hosts = (_greeters(event, story) or _at_home(event, story) or on_trip) & _states(parties)
    return _split(event, hosts) if len(hosts) == 1 else event


def _greeters(event: Event, story: Story) -> set[str | None]:
    """Whose guest the other is by the words of a greeting: "thank you for coming", "thank you for having me"."""
    if event.evidence.rule != _GREETING:
        return set()
    spoken = (s for s in story.statements if s.content.span.meets(event.evidence.span))
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
def _is_part(event: Event, other: Event) -> bool:
    """Whether an event is another one told again: in the same words, or of the same parties on no other day."""
    own, whole = _states((*event.actors, *event.recipients)), _states((*other.actors, *other.recipients))
    if event.type != other.type or not own <= whole:
        return False
    days = {event.when.start, other.when.start} - {None}
    again = (
        event.type == "CONSULT"
        and own == whole
        and len(days) < 2
        and event.status == other.status
        and _WAYS.isdisjoint({event.mode})
    )
    return again or event.evidence.span.meets(other.evidence.span)


def _is_bare(event: Event, others: Sequence[Event]) -> bool:
    """Whether an event names an organisation's meeting at which another event has somebody take part."""
    own = _states((*event.actors, *event.recipients))
    if len(own) > 1:
        return False
    whole = (_states((*o.actors, *o.recipients)) for o in others if o is not event and o.status == event.status)
    return any(own < states for states in whole)


def _states(actors: Iterable[Actor]) -> set[str | None]:
    return {actor.state for actor in actors}


def _sentence(span: Span, story: Story) -> Span:
    return next((line.span for line in story.lines if line.span.meets(span)), span)
