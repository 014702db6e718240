"""Which body or people a phrase means: "the ministry", "Russian officials", "the U.S. and Kenyan foreign ministers".

A body first, and whose it is where no word tells the state; then people of a state or body; last a title or body in
the plural, of several states or of several offices.
"""

import re
from typing import TypeGuard

from readout.codebook.entries import Body, Office, Organisation, State
from readout.extract.actors.chunks import party_of
from readout.extract.actors.lists import singular
from readout.extract.actors.phrases import Phrase
from readout.extract.actors.reader import Reader, Seen, latest
from readout.extract.actors.spelling import words_of
from readout.extract.actors.states import read_party
from readout.records import Actor

_DETERMINED = re.compile(
    r"\b(?:the|its|their|our|his|her|my|your|a|this|that|whose|of|by|and|or)(?: \w+)? $|'s? (?:\w+ )?$", re.IGNORECASE
)
_IN_PLACE = re.compile(r"\b(?:in|from|at) \Z", re.IGNORECASE)
# A noun in the plural right before the name of a kind of body: "sanctions regime", "arms control regime".
_KIND_OF = re.compile(r"\b(?:[a-z]{3,}(?<!s)s|control|inspection|monitoring|proliferation|test) $")


def read_body(reader: Reader, phrase: Phrase) -> Seen | None:
    """A ministry, office or force; a kind of body belongs to the state told, remembered, or reported from."""
    assert phrase.title is not None
    assert phrase.title.hit is not None
    body = phrase.title.hit.entries[0]
    assert isinstance(body, Body)
    if body.state is None and _qualifies(reader, phrase):
        return None
    if body.state is None and phrase.lead and phrase.lead[0].letter in "SACK" and reader.compounded(phrase):
        return read_party(reader, reader.owning(phrase, "party"))
    if body.id == "delegation" and reader.delegates and not phrase.lead and phrase.before.endswith("the "):
        return reader.of_persons(phrase, "nominal", "the persons who travel together", *reader.delegates)
    body = _own(reader, body, phrase)
    words = words_of(phrase.title.words)
    seat = reader.cast.seat_of(body, phrase.title.words)
    if not phrase.lead and reader.cast.is_shared(body, phrase.title.words):
        borne = (actor.state for borne, actor, _ in latest(reader.bodies) if words <= borne and actor.state)
        seat = next(borne, seat)
    faction = body.id in reader.cast.knowledge.rules.naming.lists.factions
    # "The White House's opposition" is no party.
    if faction and any(chunk.letter in "HNIZBOV" for chunk in phrase.lead):
        return read_body(reader, reader.owning(phrase, "body")) if phrase.lead[0].letter in "ZB" else None
    state = reader.cast.stated(phrase) or seat or reader.owner(phrase)
    reason = "the text tells the state" if state else ""
    if state is None:
        known = next((actor for borne, actor, _ in latest(reader.bodies) if words <= borne), None)
        there = _ruled_there(reader, phrase, known) if body.id == "government" else None
        if known and there is None:
            return reader.found(phrase, "nominal", "the body named before", known)
        state, reason = (there, "the state or place right before it") if there else whose(reader, body, phrase)
        if faction and state is None:
            return None
    called = body.name if body.state is None else phrase.title.words
    own = state is None or body.state == state or (body.state is not None and seat == body.state)
    name = body.name if own else f"{reader.cast.knowledge.adjective(state or '')} {called}"
    if any(chunk.letter in "HN" for chunk in phrase.lead) or (body.sector == "PTY" and phrase.words[-1:] == "s"):
        name = phrase.words  # a party's people are called by their own name: "Democrats"
    actor = Actor("body", name, state, None, reader.cast.knowledge.code(state, body.sector))
    reader.bodies.append((words | words_of(body.name), actor, phrase.start))
    return reader.found(phrase, "name" if body.state else "nominal", reason, actor)


def _own(reader: Reader, body: Body, phrase: Phrase) -> Body:
    """The issuing state's body of that name before another's: "the Security Council" in a release of its own."""
    assert phrase.title is not None
    issuer = reader.document.issuer
    resolves = phrase.after.lower().startswith(" resolution")
    if issuer is None or body.state in {None, issuer} or phrase.lead or resolves:
        return body
    called = f"{phrase.title.words} of "
    own = (b for b in reader.cast.knowledge.rules.codebook.bodies if b.state == issuer and b.name.startswith(called))
    return next(own, body)


def _ruled_there(reader: Reader, phrase: Phrase, known: Actor | None) -> str | None:
    """Whose a bare government is after a state or place right before it, and not the one that was named farther back.

    "In Oslo, the government" is Norway's, and so is "Norway objected, and the government"; unless the sentence names
    the state of the known one too.
    """
    text = reader.cast.text
    here = [seen.mention for told in reader.backwards(0) for seen in told if len(seen.mention.actors) == 1]
    if not here or reader.quoted(phrase.start):
        return None
    first, last = here[0], here[-1]
    meeting = text[last.start : last.end] in reader.cast.knowledge.rules.naming.lists.meeting_places
    inside = (
        last.form == "place" and not meeting and _IN_PLACE.search(text, max(0, last.start - len(" from ")), last.start)
    )
    if inside and text[last.end : phrase.start] in {" the ", ", the "}:
        return last.actors[0].state
    if known is None:
        return None
    of_known = {known.state} & {*(state for state, _ in reader.cast.home), *(one.actors[0].state for one in here)}
    subject = first.actors[0].kind == "state" and reader.opens(first.start, phrase.sentence)
    alone = subject and not of_known and len({one.actors[0] for one in here}) == 1
    return first.actors[0].state if alone and text.endswith(", and the ", 0, phrase.start) else None


def whose(reader: Reader, body: Body, phrase: Phrase) -> tuple[str | None, str]:
    """The state of a kind of body: of the one person who heads such a body here, else that of the report."""
    heads = [person for person in reader.persons() if any(body.id == o.body for o in person.offices)]
    states = {person.state for person in heads if person.state}
    if len(states) == 1 and not reader.cast.home:
        return heads[0].state, f"{' '.join(heads[0].name)} heads it"
    faction = body.id in reader.cast.knowledge.rules.naming.lists.factions
    told_there = not faction or (reader.cast.near and reader.document.issuer is None)
    # Nobody calls the rulers at home a regime.
    if body.id != "regime" and told_there and (scene := reader.cast.scene()):
        return scene
    here = [seen for sentence in reader.backwards(0) for seen in sentence if len(seen.persons) == 1]
    if here and here[0].persons[0].state and body.id != "regime" and not faction:
        return here[0].persons[0].state, f"told of {' '.join(here[0].persons[0].name)}"
    told = reader.told_of(phrase) or (reader.only_told() if faction else None)
    if told is not None and body.id != "regime":
        return told, "the state told of before"
    if reader.cast.about and all(reader.cast.about != state for state, _ in reader.cast.home):
        return reader.cast.about, "the report is about it"
    return None, "no words tell the state"


def _qualifies(reader: Reader, phrase: Phrase) -> bool:
    """Whether a kind of body is no body here: "military exercises", "government bonds", "a sanctions regime"."""
    if phrase.of or any(chunk.letter not in "HNI" for chunk in phrase.lead):
        return False
    if phrase.before.endswith("-"):  # "anti-government protests"
        return True
    if reader.cast.knowledge.rules.naming.shapes.local.search(phrase.before):  # "the local government"
        return True
    if phrase.words in reader.cast.knowledge.rules.naming.unqualified and not _DETERMINED.search(phrase.before):
        return True
    if reader.compounded(phrase):
        return True
    if phrase.title is None or phrase.title.words.lower() != "regime":
        return False
    of_rules = reader.cast.knowledge.rules.naming.shapes.regimes.search(phrase.before) or _KIND_OF.search(phrase.before)
    return of_rules is not None


def read_group(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "Russian officials": people of a state or body; others only where they speak."""
    of_place = phrase.words.lower() in reader.cast.knowledge.rules.naming.lists.of_the_place
    speaks = reader.beside_speech(phrase) or (of_place and reader.did(phrase))
    if not (phrase.lead or phrase.of) and (phrase.words.lower() == "side" or not (speaks or reader.cast.seat(phrase))):
        return None
    state = reader.cast.stated(phrase) or reader.owner(phrase)
    if state is None and not phrase.lead and of_place:
        state = (reader.cast.scene() or (None, ""))[0] if reader.cast.near or reader.cast.about else None
    if not phrase.lead and state is None:
        known = next((seen for seen in latest(reader.seen) if _same_people(seen, phrase.words)), None)
        if known:
            return reader.found(phrase, "nominal", "the people named before", *known.mention.actors)
    joint = next((p for c in phrase.lead if _is_joint(p := party_of(c))), None)
    if joint is not None and state is None:
        people = phrase.title.words if phrase.title else phrase.words
        return reader.found(
            phrase, "joint", "one of each state", *(_people_of(reader, m, people) for m in joint.members)
        )
    body = next((c.hit.entries[0] for c in phrase.lead if c.letter == "B" and c.hit), None)
    if state is None and isinstance(body, Body):
        words = words_of(next(c.words for c in phrase.lead if c.letter == "B"))
        state = next((actor.state for borne, actor, _ in latest(reader.bodies) if words <= borne), None)
        state = state or whose(reader, body, phrase)[0]
    if state is not None and isinstance(body, Body):
        name = body.name if body.state else f"{reader.cast.knowledge.adjective(state)} {body.name}"
        whole = Actor("body", name, state, None, reader.cast.knowledge.code(state, body.sector))
        reader.bodies.append((words_of(body.name), whole, phrase.start))
    people = phrase.title.words if phrase.title else phrase.words
    sector = body.sector if isinstance(body, Body) and body.sector != "GOV" else _sector_of_people(reader, people)
    actor = Actor("group", phrase.words, state, None, reader.cast.knowledge.code(state, sector))
    return reader.found(phrase, "nominal", "people of a state or body", actor)


def read_several(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "the U.S. and South Korean foreign ministers": each state's holder of the office, or its people."""
    assert phrase.title is not None
    parties = _sides(reader, phrase)
    if len(parties) < 2:
        return (_posts(reader, phrase, parties[0].id) if parties else None) or read_group(reader, phrase)
    body = _body_in_plural(reader, phrase.title.words)
    if body is not None:
        bodies = (_body_of(reader, body, party.id) for party in parties)
        return reader.found(phrase, "joint", "one of each state", *bodies)
    offices = _offices_of_several(reader, phrase)
    persons, actors = [], []
    for party in parties:
        holder = reader.cast.knowledge.holder_of(offices, party.id, reader.cast.memory.day)
        if holder:
            persons.append(reader.cast.memory.holder(holder))
            actors.append(reader.cast.memory.actor(persons[-1]))
        elif offices:
            code = reader.cast.knowledge.code(party.id, offices[0].sector)
            office = _usual(reader, offices, party.id)
            actors.append(Actor("person", None, party.id, office.name, code))
            reader.untold.append((words_of(office.name), actors[-1], phrase.start))
        else:
            people = re.sub(r"^(?:the|both|two|three|four) ", "", phrase.title.words, flags=re.IGNORECASE)
            actors.append(_people_of(reader, party.id, people))
    return reader.found(phrase, "joint", "one of each state", *actors, persons=tuple(persons))


def _usual(reader: Reader, offices: tuple[Office, ...], state: str) -> Office:
    """Of offices that are each other's counterparts the one that a state has: a minister, where the table knows one."""
    seats, peers = reader.cast.knowledge.by_seat, reader.cast.knowledge.rules.naming.peers

    def told(office: Office) -> tuple[bool, int]:
        held = len(seats.get((office.id, state), ()))
        return bool(held) and peers.get(office.id, (office.id,))[0] == office.id, held

    return max(offices, key=told)


def _offices_of_several(reader: Reader, phrase: Phrase) -> tuple[Office, ...]:
    """The offices of a title in the plural; "their counterparts" have that of the person named before."""
    assert phrase.title is not None
    knowledge = reader.cast.knowledge
    if phrase.title.letter == "Q":
        single = [seen for sentence in reader.backwards(3) for seen in sentence if len(seen.persons) == 1]
        return knowledge.peers(reader.antecedent(single, phrase).persons[0].offices) if single else ()
    offices = _offices_in_plural(reader, phrase.title.words)
    if any(_is_joint(party_of(chunk)) for chunk in (*phrase.lead, *phrase.of)):  # "Nordic leaders" hold no one office
        sides = _sides(reader, phrase)
        return tuple(o for o in offices if any((o.id, side.id) in knowledge.by_seat for side in sides))
    return offices


def _is_joint(party: State | Organisation | None) -> TypeGuard[Organisation]:
    return isinstance(party, Organisation) and party.kind == "joint"


def _sides(reader: Reader, phrase: Phrase) -> tuple[State | Organisation, ...]:
    """The parties that a phrase for several names: "Baltic" stands for its three states."""
    named = [party for chunk in (*phrase.lead, *phrase.of) if (party := party_of(chunk)) is not None]
    sides: dict[State | Organisation, None] = {}
    for party in named:
        sides.update(dict.fromkeys(reader.cast.knowledge.parties(party.members) if _is_joint(party) else (party,)))
    return tuple(sides)


def _posts(reader: Reader, phrase: Phrase, state: str) -> Seen | None:
    """For "Belgium's justice and interior ministers": who holds each office of the one state."""
    assert phrase.title is not None
    fields, _, post = phrase.title.words.lower().rpartition(" ")
    one, joined, other = fields.partition(" and ")
    offices = [_offices_in_plural(reader, f"{field} {post}") for field in (one, other)] if joined else []
    if not offices or not all(offices):
        return None
    memory, knowledge = reader.cast.memory, reader.cast.knowledge
    actors = []
    for each in offices:
        holder = knowledge.holder_of(each, state, memory.day)
        unnamed = Actor("person", None, state, each[0].name, knowledge.code(state, each[0].sector))
        actors.append(memory.actor(memory.holder(holder)) if holder else unnamed)
    return reader.found(phrase, "joint", "one of each office", *actors)


def _people_of(reader: Reader, state: str, people: str) -> Actor:
    """People so called of a state or organisation."""
    knowledge = reader.cast.knowledge
    sector = _sector_of_people(reader, people)
    return Actor("group", f"{knowledge.adjective(state)} {people}", state, None, knowledge.code(state, sector))


def _sector_of_people(reader: Reader, people: str) -> str:
    """The sector that people so called act for: that of the forces for soldiers, else the government's."""
    return reader.cast.knowledge.rules.naming.people.get(people.lower().rsplit(" ", 1)[-1], "GOV")


def _body_of(reader: Reader, body: Body, state: str) -> Actor:
    """A body of that kind of a state."""
    name = f"{reader.cast.knowledge.adjective(state)} {body.name}"
    return Actor("body", name, state, None, reader.cast.knowledge.code(state, body.sector))


def _body_in_plural(reader: Reader, words: str) -> Body | None:
    """The kind of body that a plural tells: "defense ministries"."""
    singular = re.sub(r"(?:ies|y?s)$", lambda end: "y" if end[0] == "ies" else "", words.lower())
    hits = reader.cast.knowledge.rules.lexicon.find(singular)
    entry = hits[0].entries[0] if len(hits) == 1 and hits[0].end - hits[0].start == len(singular) else None
    return entry if isinstance(entry, Body) else None


def _offices_in_plural(reader: Reader, words: str) -> tuple[Office, ...]:
    """The offices of a title in the plural: "foreign ministers", "heads of state"."""
    title = reader.cast.knowledge.rules.naming.plurals.offices.search(words.lower())
    one = singular(title[0]) if title else ""
    hits = reader.cast.knowledge.rules.lexicon.find(one)
    if len(hits) != 1 or hits[0].how != "title" or hits[0].end - hits[0].start != len(one):
        return ()
    return tuple(entry for entry in hits[0].entries if isinstance(entry, Office))


def _same_people(seen: Seen, words: str) -> bool:
    """Whether a mention is of people of the same kind: "officials" after "Russian officials"."""
    actors = seen.mention.actors
    return len(actors) == 1 and actors[0].kind == "group" and (actors[0].name or "").lower().endswith(words.lower())
