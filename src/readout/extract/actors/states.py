"""Which state, organisation or publisher a name means: "Georgia", "the Russian", "Seoul", "inter-Korean".

A weak name has to be meant as its party; a capital has to act, else it is a place. Cities and outlets follow, and last
the record of a party.
"""

import re
from bisect import bisect_left

from readout.codebook.entries import Organisation, Outlet, State
from readout.extract.actors.chunks import Chunk, party_of
from readout.extract.actors.phrases import Phrase
from readout.extract.actors.reader import NEXT_WORD, Reader, Seen
from readout.extract.actors.said import OF_MANY
from readout.records import Actor

_PLACE = re.compile(
    r"\b(?:in|at|near|across|inside|outside|throughout|around|visit(?:ed|s|ing)?|arrived in) (?:the )?$"
)
# Names of organisations that say too little alone.
_SHORTEST = frozenset(("UN", "EU", "AU"))
# Behind the name of a language: "said in Russian", "speaks Arabic, French and Russian".
_LANGUAGE = re.compile(r" (?:and|or|but|on|at|that|to|before|after|during|when|with|,)\b|[^ \w-]|$")
# What shows that an adjective has no noun behind it: "gave the Russian a pair of glasses".
_ENDED = re.compile(r" (?:an?|the|his|her|him|who|that)\b|[.;?!]")


def read_party(reader: Reader, phrase: Phrase) -> Seen | None:
    """A state or organisation by name, adjective, people or capital."""
    chunk = phrase.title
    party = party_of(chunk) if chunk else None
    if chunk is None or party is None:
        return None
    other = _namesake(reader, phrase, chunk, party) or _compatriot(reader, phrase, chunk, party)
    weak = (
        chunk.letter == "W" and not reader.cast.in_company(chunk.words, party) and not _in_list(reader, phrase, party)
    )
    if other is not None or weak:
        return other
    return _party_as_named(reader, phrase, chunk, _governing(reader, party) if chunk.letter == "K" else party)


def _party_as_named(reader: Reader, phrase: Phrase, chunk: Chunk, party: State | Organisation) -> Seen | None:
    """A party whose name is beyond doubt, by the kind of name that it is."""
    if chunk.letter == "P":
        actor = Actor("people", chunk.words, party.id, None, reader.cast.knowledge.code(party.id, "CVL"))
        return reader.found(phrase, "nominal", f"people of {party.name}", actor)
    if isinstance(party, Organisation) and party.kind == "joint":
        return _members(reader, phrase, party, "adjective" if chunk.letter == "A" else "name")
    actor = party_actor(reader, party)
    if chunk.letter == "A" and _is_language(reader, phrase):
        return None
    if chunk.letter == "A":
        return reader.found(phrase, "adjective", f"adjective of {party.name}", actor)
    if chunk.letter == "K" and not _acts(reader, phrase):
        return reader.found(phrase, "place", f"capital of {party.name}", actor)
    form = "place" if _PLACE.search(phrase.before) else "name"
    return reader.found(phrase, form, f"names {party.name}", actor)


def _compatriot(reader: Reader, phrase: Phrase, chunk: Chunk, party: State | Organisation) -> Seen | None:
    """For "the Russian agreed", "the Frenchman": the person of that state who was named last."""
    if chunk.letter not in "AP" or not phrase.before.endswith("the ") or chunk.words.endswith(OF_MANY):
        return None
    alone = reader.did(phrase) or reader.beside_speech(phrase) or _ENDED.match(phrase.after) is not None
    if chunk.letter == "A" and not alone:
        return None
    seen = (seen for sentence in reader.backwards(4) for seen in reversed(sentence))
    persons = next((one.persons for one in seen if len(one.persons) == 1 and one.persons[0].state == party.id), ())
    if not persons and isinstance(party, State):
        abroad = reader.national(phrase, party.id)
        persons = (abroad,) if abroad is not None else ()
    if not persons:
        return None
    return reader.of_persons(phrase, "nominal", f"the one of {party.name} named before", *persons)


def _namesake(reader: Reader, phrase: Phrase, chunk: Chunk, party: State | Organisation) -> Seen | None:
    """For a weak name what else bears it here: a person of the document ("Michael Jordan"), an American state."""
    if chunk.letter != "W" or chunk.words.lower().startswith("the "):
        return None
    called = [person for person in reader.cast.memory.called(chunk.words) if len(person.name) > 1]
    if not called or _PLACE.search(phrase.before):
        if not reader.cast.in_america(chunk.words, party.id):
            return None
        home = party_actor(reader, reader.cast.knowledge.states["USA"])
        return reader.found(phrase, "place", "place in United States", home)
    person = reader.cast.closest(called, phrase)
    return reader.of_persons(phrase, "surname", f"surname of {' '.join(person.name)}", person)


def _governing(reader: Reader, party: State | Organisation) -> State | Organisation:
    """The state that a capital stood for on the day: "Moscow" for the Soviet Union."""
    day, knowledge = reader.cast.memory.day, reader.cast.knowledge
    for before, last in party.followed if isinstance(party, State) and day is not None else ():
        if day is not None and day.isoformat() <= last:
            return knowledge.states.get(before, party)
    return party


def _is_language(reader: Reader, phrase: Phrase) -> bool:
    """Whether an adjective stands alone as the name of a language: "said in Russian"."""
    alone = _LANGUAGE.match(phrase.after) is not None
    begin = reader.cast.rows[phrase.sentence].span.start
    naming = reader.cast.knowledge.rules.naming
    return (
        alone
        and naming.shapes.languages.search(reader.cast.text, max(begin, phrase.start - 60), phrase.start) is not None
    )


def _in_list(reader: Reader, phrase: Phrase, party: State | Organisation) -> bool:
    """Whether a weak name stands in a list of states: "Egypt, Jordan and Iraq"; not where something bars it."""
    if reader.cast.means(phrase.words, party.id) is False:
        return False
    row = reader.cast.rows[phrase.sentence]
    at = bisect_left(row.chunks, phrase.start, key=lambda chunk: chunk.start)
    beside = ((at - 1, at - 1), (at + 1, at))
    return any(
        0 <= other < len(row.chunks)
        and row.chunks[other].letter == "S"
        and row.signature[2 * gap + 1] in "c&"
        and isinstance(party_of(row.chunks[other]), State)
        for other, gap in beside
    )


def _members(reader: Reader, phrase: Phrase, joint: Organisation, form: str) -> Seen:
    """A word or body that stands for its members alone: "inter-Korean", "NATO-Russia Council"."""
    actors = (party_actor(reader, party) for party in reader.cast.knowledge.parties(joint.members))
    return reader.found(phrase, form, f"{joint.name}: its members", *actors)


def _acts(reader: Reader, phrase: Phrase) -> bool:
    """Whether a capital acts or is dealt with, so that it means its government: "Seoul said", "ties with Seoul"."""
    if _PLACE.search(phrase.before) or phrase.before.endswith((" from ", " to ", " of ", "the ")):
        return False
    if re.search(r"\b(?:with|between|by|urged|told|asked|accused|warned|against) $", phrase.before):
        return True
    following = NEXT_WORD.match(phrase.after)
    forms = {form for _, form in reader.cast.knowledge.rules.verbs.read(following[1])} if following else set[str]()
    return bool(forms & {"past", "s"} or phrase.after.startswith(("'s ", " and ", " has ", " will ", " would ")))


def read_place(reader: Reader, phrase: Phrase) -> Seen | None:
    """A city: a place in its state."""
    party = party_of(phrase.title) if phrase.title else None
    return reader.found(phrase, "place", f"place in {party.name}", party_actor(reader, party)) if party else None


def read_outlet(reader: Reader, phrase: Phrase) -> Seen | None:
    """A publisher that is named in the story."""
    entry = phrase.title.hit.entries[0] if phrase.title and phrase.title.hit else None
    if not isinstance(entry, Outlet):
        return None
    code = reader.cast.knowledge.code(entry.state, "MED")
    longer = (name for name in entry.names if len(name) > len(entry.name) and "." not in name)
    name = next((name for name in longer if reader.cast.says(name)), entry.name)
    return reader.found(phrase, "name", "an outlet", Actor("body", name, entry.state, None, code))


def party_actor(reader: Reader, party: State | Organisation) -> Actor:
    """The record of a state or organisation; an organisation by its short name where the text has no longer one."""
    if isinstance(party, State):
        return Actor("state", party.name, party.id, None, f"{party.id}:GOV")
    name = party.name if reader.cast.says(party.name) or party.id in _SHORTEST else party.id
    return Actor("group" if party.kind == "group" else "organisation", name, party.id, None, party.code)
