"""FollowTheMoney as JSON lines: documents, who is named in them, contacts and events, for Aleph and its kin.

Written by hand after the model's schemata; ids are hashes of what an entity says, so that entities of two exports of
one person meet. Order: documents, actors, events, mentions. Actors are gathered in a file beside the memory: there
may be millions, and each is written once, with all offices that any text gives it.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from itertools import chain
from pathlib import PurePath

from readout.records import Actor, ActorKind, Contact, Document, Event, Evidence, When, content_id
from readout.views import wording
from readout.views.exports.codes import Codes
from readout.views.exports.findings import Held
from readout.views.exports.foreign import publisher
from readout.views.exports.made import Count, Made

Json = dict[str, object]
_SCHEMATA: Mapping[ActorKind, str] = {
    "person": "Person", "body": "PublicBody", "state": "PublicBody", "organisation": "Organization",
    "group": "Organization",
}  # fmt: skip


def ftm(held: Held, codes: Codes) -> Made:
    """All that a reading holds as FollowTheMoney entities."""
    count, uncounted = Count("contacts and events"), Count("")
    telling = held.telling(held.contacts(uncounted), held.events(uncounted))
    entities = chain(
        (_article(document) for document in held.pieces.documents(telling)),
        _actors(held, codes, telling),
        (_contact(contact, held, codes) for contact in held.contacts(count)),
        (_event(f.record, f.places, held, codes) for f in held.events(count)),
        _mentions(held, codes, telling),
    )
    lines = (json.dumps(entity, ensure_ascii=False) + "\n" for entity in entities)
    return Made(count.each(lines), count)


def _entity(id_: str, schema: str, properties: Mapping[str, Iterable[str | None]]) -> Json:
    """An entity: each property a list of strings, each once; without those that are not known."""
    known = {name: list(dict.fromkeys(v for v in values if v)) for name, values in properties.items()}
    return {"id": id_, "schema": schema, "properties": {name: values for name, values in known.items() if values}}


# ---- documents and actors --------------------------------------------------------------------------------------------
def _article(document: Document) -> Json:
    name = _line(PurePath(document.where).name or document.id)
    title = _line(document.title or "")
    return _entity(_document_id(document.id), "Article", {
        "name": [title or name], "fileName": [name], "title": [title], "author": document.authors,
        "sourceUrl": [_web(document.url)],
        "publisher": [publisher(document)], "publishedAt": [document.published.iso],
        "language": [_language(document.declared.language)],
        "notes": [f"Readout {document.id}; published: {document.published.grain}, {document.published.basis}"],
    })  # fmt: skip


_ACTORS = """
CREATE TABLE actor (number INTEGER PRIMARY KEY, id TEXT UNIQUE, schema TEXT, name TEXT, country TEXT);
CREATE TABLE office (number INTEGER PRIMARY KEY, actor TEXT, name TEXT, UNIQUE (actor, name));
"""
_LATELY = 20_000  # actors that are known without asking the file


def _actors(held: Held, codes: Codes, telling: set[str] | None) -> Iterator[Json]:
    """Everybody who is named, takes part, speaks or acts; a person's offices are positions."""
    with closing(sqlite3.connect("", isolation_level=None)) as gathered:  # a file of its own, gone when it is closed
        gathered.executescript(f"PRAGMA journal_mode = OFF; BEGIN; {_ACTORS}")
        for actor in _everybody(held, telling):
            id_, schema = _actor_id(actor, codes), _schema(actor)
            row = (id_, schema, _line(codes.full_name(actor)), _country(actor, codes))
            gathered.execute("INSERT OR IGNORE INTO actor VALUES (NULL, ?, ?, ?, ?)", row)
            if actor.office and schema == "Person":
                gathered.execute("INSERT OR IGNORE INTO office VALUES (NULL, ?, ?)", (id_, actor.office))
        for id_, schema, name, country in gathered.execute(
            "SELECT id, schema, name, country FROM actor ORDER BY number"
        ):
            offices = gathered.execute("SELECT name FROM office WHERE actor = ? ORDER BY number", (id_,))
            yield _entity(id_, schema, {"name": [name], "country": [country], "position": [o for (o,) in offices]})


def _everybody(held: Held, telling: set[str] | None) -> Iterator[Actor]:
    """The actors of all documents and contacts, most of them once."""
    lately: set[Actor] = set()
    parties = (party for contact in held.contacts(Count("")) for party in contact.parties)
    for actor in chain(held.pieces.actors(telling), parties):
        if actor not in lately:
            if len(lately) >= _LATELY:
                lately.clear()
            lately.add(actor)
            yield actor


def _schema(actor: Actor) -> str:
    """A person without a name is no Person to FollowTheMoney, but an office is a party."""
    if actor.kind == "person" and not actor.name:
        return "LegalEntity"
    return _SCHEMATA.get(actor.kind, "LegalEntity")


def _actor_id(actor: Actor, codes: Codes) -> str:
    return content_id("readout-actor", _schema(actor), codes.full_name(actor), actor.state or "")


def _document_id(id_: str) -> str:
    return content_id("readout-document", id_)


def _country(actor: Actor, codes: Codes) -> str | None:
    """The two letters of an actor's state."""
    country = codes.country(actor)
    return country.iso2.lower() if country and country.iso2 else None


# ---- what happened ---------------------------------------------------------------------------------------------------
def _contact(contact: Contact, held: Held, codes: Codes) -> Json:
    name = f"{contact.mode.capitalize()}: {wording.parties(contact)}"
    keywords = ("contact", contact.mode, contact.status)
    return _happening(contact, name, keywords, contact.tellings, contact.parties, held, codes)


def _event(event: Event, places: tuple[Evidence, ...], held: Held, codes: Codes) -> Json:
    keywords = (event.type, event.mode, event.status, *event.contexts)
    name = f"{wording.kind(event)}: {wording.dyad(event)}"
    return _happening(event, name, keywords, places, (*event.actors, *event.recipients), held, codes)


def _happening(  # noqa: PLR0913, PLR0917 - contacts and events differ in these
    record: Contact | Event, name: str, keywords: tuple[str | None, ...], places: tuple[Evidence, ...],
    actors: tuple[Actor, ...], held: Held, codes: Codes,
) -> Json:  # fmt: skip
    """An Event entity, every telling of it quoted with its document and offsets."""
    documents = [document for place in places if (document := held.document(place.document)) is not None]
    quotes = [f"“{place.quote}” ({place.document}, characters {place.start} to {place.end})" for place in places]
    when = record.when
    summary = f"{record.status}; date {when.iso or 'not a single one'}, {when.grain}, {when.basis}"
    return _entity(content_id("readout-event", record.id), "Event", {
        "name": [_line(name)], "summary": [summary],
        "description": quotes, **_dates(when), "location": [record.place], "recordId": [record.id],
        "keywords": keywords, "involved": [_actor_id(actor, codes) for actor in actors],
        "country": [_country(actor, codes) for actor in actors],
        "proof": [_document_id(place.document) for place in places],
        "sourceUrl": [_web(document.url) for document in documents],
    })  # fmt: skip


def _dates(when: When) -> dict[str, list[str | None]]:
    """A day, month or year as such; other stretches by their first and last day."""
    if when.iso or when.start is None:
        return {"date": [when.iso]}
    last = when.end - timedelta(days=1) if when.end else when.start
    return {"startDate": [when.start.isoformat()], "endDate": [last.isoformat()]}


def _mentions(held: Held, codes: Codes, telling: set[str] | None) -> Iterator[Json]:
    """Each name in a document once, with whom it means."""
    for document in held.pieces.documents(telling):
        done: set[str] = set()
        # A pronoun or "the minister" is no name that anybody looks for.
        named = (
            (" ".join(mention.span.of(document.text).split()), mention.actors[0])
            for mention in held.pieces.mentions(document.id)
            if mention.form in {"name", "surname", "place"} and len(mention.actors) == 1
        )
        for words, actor in dict.fromkeys(named):
            whom = _actor_id(actor, codes)
            id_ = content_id("readout-mention", document.id, words, whom)
            if id_ not in done:
                done.add(id_)
                yield _entity(id_, "Mention", {
                    "document": [_document_id(document.id)], "resolved": [whom], "name": [words],
                    "detectedSchema": [_schema(actor)], "contextCountry": [_country(actor, codes)],
                })  # fmt: skip


def _line(words: str) -> str:
    """Words with single spaces, as the model keeps names."""
    return " ".join(words.split())


def _web(url: str | None) -> str | None:
    """An address on the web; the model takes no other."""
    return url if url and url.startswith(("http://", "https://")) else None


def _language(declared: str | None) -> str | None:
    """The three letters that the model wants, of the language that nearly all of our texts have."""
    return "eng" if declared and declared.lower().startswith("en") else None
