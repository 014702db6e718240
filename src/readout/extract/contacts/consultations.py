"""The events that the contacts make: what was held is CONSULT, what is planned is AGREE."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from readout.extract.contacts.status import REMOTE
from readout.extract.contacts.tellings import BESIDE
from readout.extract.scenes import host_of
from readout.extract.spoken import teller_of
from readout.extract.standing import formerly, is_old
from readout.extract.story import ByPlace, Story
from readout.records import Contact, Event, Evidence, Status, content_id


def consultations(story: Story, met: Iterable[Contact], done: Sequence[Event]) -> tuple[Event, ...]:
    """The events with those that the contacts make: what was held is CONSULT, what is planned is AGREE; each once."""
    added: list[Event] = []
    told = ByPlace.of((event, (event.evidence.span,)) for event in done)
    for contact in _at_once(met):
        event = _consultation(contact, story)
        if event is not None and not _is_told(event, told):
            added.append(event)
            told.add(event, event.evidence.span)
    return tuple(sorted((*done, *added), key=lambda event: event.evidence.start))


def _is_told(event: Event, told: ByPlace[Event]) -> bool:
    """Whether the same words tell another event of the same type between the same parties."""
    here, parties = event.evidence.span, _parties_of(event)
    return any(_parties_of(other) == parties for other in told.near(here) if other.evidence.span.meets(here))


def _at_once(met: Iterable[Contact]) -> tuple[Contact, ...]:
    """The contacts with those that one clause tells of joined: a tour of three capitals is one event."""
    together: dict[tuple[Evidence, Status], Contact] = {}
    for contact in met:
        key = (contact.tellings[0], contact.status)
        first = together.setdefault(key, contact)
        parties = tuple(dict.fromkeys((*first.parties, *contact.parties)))
        together[key] = replace(first, parties=parties)
    return tuple(together.values())


def _parties_of(event: Event) -> tuple[str, tuple[str, ...]]:
    return event.type, tuple(sorted({actor.state or "" for actor in (*event.actors, *event.recipients)}))


def _consultation(contact: Contact, story: Story) -> Event | None:
    """A contact as an event, guest and host apart where it is told in the country of one party."""
    kind = {"held": "CONSULT", "ongoing": "CONSULT", "planned": "AGREE"}.get(contact.status)
    told, document = contact.tellings[0], story.document
    nameless = any(party.code is None for party in contact.parties)  # "Gulf leaders" have no code among the events
    if kind is None or nameless or told.rule == BESIDE or (told.rule == "contact.letter" and kind == "AGREE"):
        return None
    host = _host(contact, story) if contact.mode not in REMOTE | {"letter"} else None
    recipients = tuple(party for party in contact.parties if party.state == host)
    actors = tuple(party for party in contact.parties if party not in recipients)
    mode = None if kind == "AGREE" else "phone" if contact.mode in REMOTE else "visit" if recipients else None
    status: Status = "planned" if kind == "AGREE" else "happened"
    if kind == "CONSULT" and (is_old(contact.when, document) or formerly(told.quote)):
        status = "background"
    return Event(
        content_id("event", document.id, kind, told.start, told.end), document.id, kind, mode, status, actors,
        recipients, contact.when, replace(told, rule=f"consult.{told.rule}"), contact.place,
        teller=teller_of(story, told.span),
    )  # fmt: skip


def _host(contact: Contact, story: Story) -> str | None:
    """The one party in whose country a contact is told to be: the state of the place named in its sentence."""
    told = contact.tellings[0].span
    line = story.line_at(told)
    sentence = line.span if line and line.span.covers(told) else told
    return host_of({party.state for party in contact.parties}, sentence, story)
