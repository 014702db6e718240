"""Linked data: Web Annotations of every finding on its document, and schema.org descriptions of what was said and held.

Both are one JSON document with an item a line. Ids are `urn:readout:` and our id; a document without an address has
one of these too. No field is filled by a guess: dates are as fine as they are known.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import chain

from readout.records import Actor, Contact, Document, Event, Evidence, Move, Statement
from readout.views import wording
from readout.views.exports.codes import Codes
from readout.views.exports.findings import Finding, Held
from readout.views.exports.foreign import publisher
from readout.views.exports.made import Count, Made

Json = dict[str, object]
_AROUND = 32  # characters before and behind a quote that tell it from others
_STATUS = {
    "planned": "EventScheduled", "held": "EventScheduled", "ongoing": "EventScheduled", "cancelled": "EventCancelled",
}  # fmt: skip


def _listing(head: Json, name: str, items: Iterable[Json]) -> Iterator[str]:
    """A JSON document whose last member is a list, one item a line."""
    yield json.dumps(head, ensure_ascii=False)[:-1] + f', "{name}": ['
    between = "\n"
    for item in items:
        # Such documents are set into web pages, where "</script>" in a text would end them.
        yield between + json.dumps(item, ensure_ascii=False).replace("<", "\\u003c")
        between = ",\n"
    yield "\n]}\n"


def urn(id_: str) -> str:
    """An id of ours as an address."""
    return f"urn:readout:{id_}"


def _known(**facts: object) -> Json:
    """The facts that are known; `context`, `id` and `type` get the `@` of JSON-LD."""
    marks = {"id_": "@id", "type_": "@type"}
    return {marks.get(name, name): value for name, value in facts.items() if value not in (None, "", [], ())}


# ---- web annotations -------------------------------------------------------------------------------------------------
def web_annotation(held: Held, codes: Codes) -> Made:
    """Statements, events, contacts and moves as W3C Web Annotations with quote and position of each telling."""
    count = Count("annotations")
    head: Json = {
        "@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage",
        "generator": {"type": "Software", "name": f"Readout, codebook {codes.version}"},
    }  # fmt: skip
    return Made(_listing(head, "items", count.each(_annotations(held, count))), count)


def _annotations(held: Held, count: Count) -> Iterator[Json]:
    for finding in held.statements(count):
        yield _annotation(finding.record.id, _said(finding.record), finding.places, held)
    for event in held.events(count):
        yield _annotation(event.record.id, _done(event.record), event.places, held)
    for contact in held.contacts(count):
        yield _annotation(contact.id, _met(contact), contact.tellings, held)
    for _, move in held.moves(count):
        yield _annotation(move.id, _moved(move), (move.evidence,), held)


def _annotation(id_: str, body: list[Json], places: tuple[Evidence, ...], held: Held) -> Json:
    targets = [_target(place, held.document(place.document)) for place in places]
    return {"id": urn(id_), "type": "Annotation", "motivation": "classifying", "body": body,
            "target": targets[0] if len(targets) == 1 else targets}  # fmt: skip


def _target(place: Evidence, document: Document | None) -> Json:
    """The words with what stands around them, and their place in the document's text."""
    text = document.text if document else ""
    quote = {
        "type": "TextQuoteSelector", "exact": place.quote, "prefix": text[max(0, place.start - _AROUND) : place.start],
        "suffix": text[place.end : place.end + _AROUND],
    }  # fmt: skip
    position = {"type": "TextPositionSelector", "start": place.start, "end": place.end}
    return {"source": (document.url if document else None) or urn(place.document), "selector": [quote, position]}


def _tags(*values: str | None) -> list[Json]:
    return [{"type": "TextualBody", "purpose": "tagging", "value": value} for value in values if value]


def _told(words: str) -> Json:
    return {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": words}


def _said(s: Statement) -> list[Json]:
    cue = s.cue.quote if s.cue else s.act
    return [
        *_tags("statement", s.kind, s.act, s.channel, s.speaker_state),
        _told(f"{s.speaker or 'nobody named'}: {cue}"),
    ]


def _done(e: Event) -> list[Json]:
    when = f"{e.when.iso or 'day not known'} ({e.when.basis})"
    return [*_tags("event", wording.kind(e), e.status), _told(f"{wording.kind(e)}: {wording.dyad(e)}, {when}")]


def _met(c: Contact) -> list[Json]:
    when = f"{c.when.iso or 'day not known'} ({c.when.basis})"
    return [*_tags("contact", c.mode, c.status), _told(f"{c.mode}: {wording.parties(c)}, {when}")]


def _moved(m: Move) -> list[Json]:
    return [*_tags("move", m.matter, m.state, m.status), _told(f"{' — '.join(m.states)}: {m.name}, {m.state}")]


# ---- schema.org ------------------------------------------------------------------------------------------------------
def schema_org(held: Held, codes: Codes) -> Made:
    """Reports, statements and contacts as schema.org NewsArticle, Quotation, Claim and Event."""
    count = Count("statements and contacts")
    uncounted = Count("")
    telling = held.telling(held.statements(uncounted), held.contacts(uncounted))
    items = chain(
        (_article(document) for document in held.pieces.documents(telling)),
        (_quotation(finding, held, codes) for finding in held.statements(count)),
        (_event(contact, held, codes) for contact in held.contacts(count)),
    )
    return Made(_listing({"@context": "https://schema.org"}, "@graph", count.each(items)), count)


def _article(document: Document) -> Json:
    when = document.published
    place = next(iter(document.spans("dateline")), None)
    return _known(
        type_="Report" if document.issuer else "NewsArticle", id_=_address(document.id, document), url=document.url,
        headline=document.title, datePublished=when.iso, inLanguage=document.declared.language,
        dateline=place.of(document.text) if place else None,
        publisher=_known(type_="Organization", name=publisher(document)) if publisher(document) else None,
        author=[_known(type_="Person", name=name) for name in document.authors],
        identifier=document.id,
    )  # fmt: skip


def _quotation(finding: Finding[Statement], held: Held, codes: Codes) -> Json:
    """Words that were said: a Quotation where they stand in quotation marks, else a Claim."""
    s = finding.record
    sources = [{"@id": _address(id_, held.document(id_))} for id_ in finding.documents]
    who = [_agent(actor, codes) for actor in s.speakers]
    place = f"{s.document}, characters {s.content.start} to {s.content.end}"
    if s.kind == "indirect":
        return _known(type_="Claim", id_=urn(s.id), text=s.content.quote, author=who, appearance=sources,
                      identifier=s.id, description=place)  # fmt: skip
    return _known(type_="Quotation", id_=urn(s.id), text=s.content.quote, creator=who, isPartOf=sources,
                  identifier=s.id, description=place)  # fmt: skip


def _event(contact: Contact, held: Held, codes: Codes) -> Json:
    """A contact; one that was refused, denied or is only proposed has no status in schema.org and says so in words."""
    status = _STATUS.get(contact.status)
    first = contact.tellings[0] if contact.tellings else None
    day = contact.when.iso
    words = f"{contact.mode}, {contact.status}; date {day or 'not known'}, {contact.when.grain}, {contact.when.basis}"
    quote = f": “{first.quote}” ({first.document}, {first.start} to {first.end})" if first else ""
    return _known(
        type_="Event", id_=urn(contact.id), name=f"{contact.mode}: {wording.parties(contact)}", startDate=day,
        eventStatus=f"https://schema.org/{status}" if status else None,
        location=_known(type_="Place", name=contact.place) if contact.place else None,
        attendee=[_agent(actor, codes) for actor in contact.parties],
        subjectOf=[{"@id": _address(id_, held.document(id_))} for id_ in contact.documents],
        identifier=contact.id, description=words + quote,
    )  # fmt: skip


def _address(id_: str, document: Document | None) -> str:
    return (document.url if document else None) or urn(id_)


def _agent(actor: Actor, codes: Codes) -> Json:
    """Somebody who speaks or takes part."""
    country = codes.country(actor)
    home = _known(type_="Country", name=country.name, identifier=country.id) if country else None
    if actor.kind == "person":
        return _known(type_="Person", name=actor.name, jobTitle=actor.office, affiliation=home)
    if actor.kind == "state":
        return home or _known(type_="Country", name=codes.full_name(actor))
    kind = "GovernmentOrganization" if actor.kind == "body" else "Organization"
    return _known(type_=kind, name=codes.full_name(actor), areaServed=home)
