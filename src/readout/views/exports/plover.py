"""PLOVER as JSON lines: one event a line, with the fields that its manual names and nothing else.

Of all foreign formats this one has a place for what did not happen: the manual's auxiliary modes.
"""

import json
from collections.abc import Iterator
from datetime import timedelta

from readout.records import Actor, Document, Event, When
from readout.views.exports.codes import Codes, sector_of
from readout.views.exports.findings import Finding, Held
from readout.views.exports.foreign import publisher, time_of
from readout.views.exports.made import Count, Made

Json = dict[str, object]
# The manual's auxiliary modes for our statuses; "happened" needs none.
_AUXILIARY = {
    "planned": "future", "proposed": "future", "denied": "negation", "refused": "negation", "cancelled": "negation",
    "hypothetical": "hypothetical", "background": "historical",
}  # fmt: skip


def plover(held: Held, codes: Codes) -> Made:
    """All events, whatever their status, as PLOVER JSON lines."""
    count = Count("events")
    found = (json.dumps(_event(finding, held, codes), ensure_ascii=False) + "\n" for finding in held.events(count))
    return Made(count.each(found), count)


def _event(finding: Finding[Event], held: Held, codes: Codes) -> Json:
    """One event; fields that are not known are left out, but `date`, which the manual requires, is null then."""
    event = finding.record
    document = held.document(event.document)
    auxiliary = _AUXILIARY.get(event.status)
    number, sentence = held.sentence(event.evidence)
    facts: Json = {
        "id": event.id,
        **_days(time_of(event, held)),
        "has_event": auxiliary != "negation",
        "event": [event.type],
        "mode": [mode for mode in (event.mode, auxiliary) if mode],
        "actor": [_entity(actor, held, finding, codes) for actor in event.actors],
        "recipient": [_entity(actor, held, finding, codes) for actor in event.recipients],
        "event_loc": _location(event, codes),
        "event_text": event.evidence.quote,
        "quad_code": codes.quad_of(event),
        "event_scale": codes.intensity_of(event),
        "context": list(event.contexts),
        "text": sentence.of(document.text) if document else None,
        "text_info": {"sequence": number, "start": event.evidence.start, "end": event.evidence.end},
        "cite_info": _cited(document, codes) if document else {"citation": event.document},
        "coder": "readout",
        "comment": "; ".join(_comments(finding, held)),
    }
    needed = {"date", "actor", "event"}
    return {name: value for name, value in facts.items() if name in needed or value not in (None, [], {}, "")}


def _days(when: When) -> Json:
    """The day, or the first and last day of a span that is known by its days; a month or year is no day."""
    if when.start is None or when.grain not in {"day", "span"}:
        return {"date": None}
    last = when.end - timedelta(days=1) if when.end else when.start
    days: Json = {"date": when.start.isoformat()}
    return days if last == when.start else days | {"enddate": last.isoformat()}


def _entity(actor: Actor, held: Held, finding: Finding[Event], codes: Codes) -> Json:
    """An actor with its code, its words and its name."""
    named = held.named(actor, finding.record.evidence)
    facts = {
        "code": actor.state, "sector": sector_of(actor), "entity_text": named[1] if named else None,
        "identifier_text": codes.full_name(actor), "office": actor.office,
    }  # fmt: skip
    return {name: value for name, value in facts.items() if value}


def _location(event: Event, codes: Codes) -> Json:
    """The place as written, and its country where the codebook knows it."""
    if event.place is None:
        return {}
    state = codes.place_state(event.place)
    known: Json = {"country": state.name, "country_code": state.id, "city": codes.city(event.place)} if state else {}
    return {"extracted_place": event.place} | {name: value for name, value in known.items() if value}


def _cited(document: Document, codes: Codes) -> Json:
    """Where the report is from."""
    facts = {
        "citation": document.id, "url": document.url, "title": document.title, "publication": publisher(document),
        "language": document.declared.language, "coder": "readout", "codebook": "readout", "version": codes.version,
    }  # fmt: skip
    return {name: value for name, value in facts.items() if value}


def _comments(finding: Finding[Event], held: Held) -> Iterator[str]:
    """What no field takes: the status, how the date is known and how fine, the copies, the rule."""
    event = finding.record
    yield f"status {event.status}"
    when = time_of(event, held)
    report = "" if when == event.when else " of the report, the text tells none"
    yield f"date{report}: {when.iso or 'not a single day'} ({when.grain}, {when.basis})"
    if len(finding.documents) > 1:
        yield f"also told by {', '.join(finding.documents[1:])}"
    yield f"rule {event.evidence.rule}"
