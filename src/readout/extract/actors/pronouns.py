"""Whom the words mean that name nobody: "the two ministers", "both sides", "she", "it", "they", "the kingdom".

Words for several come first, then the pronouns one by one, then nouns that take up a state, group or body named before.
"""

import re
from bisect import bisect_right
from itertools import islice

from readout.extract.actors.memory import Person, cleaned, folded
from readout.extract.actors.phrases import Phrase
from readout.extract.actors.reader import NEXT_WORD, Reader, Seen
from readout.extract.actors.states import party_actor
from readout.records import Actor

_NEAREST = 80  # mentions back for "he", which sentences bound as well
_ALONE = re.compile(r"(?:the |all )?(?:two|three|four|five|six|pair|duo)|both", re.IGNORECASE)
_NEXT_OF_LIST = re.compile(r",? and (?:the )?|, (?:the )?")
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def read_joint(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "the two ministers", "both sides": those who took part together, as persons or as their states."""
    naming = reader.cast.knowledge.rules.naming
    following = NEXT_WORD.match(phrase.after)
    plural = following is not None and bool(reader.cast.knowledge.rules.verbs.read(following[1]))
    if _ALONE.fullmatch(phrase.words) and not (reader.acting(phrase) or (plural and phrase.words[0].isupper())):
        return None
    persons = _apposed(reader, phrase) or _pair(reader)
    exact = re.search(r"\b(?:two|both|pair|duo)\b", phrase.words, re.IGNORECASE)
    if exact:
        persons = persons[:2]
    official = reader.joined.get(phrase.words.lower()) if reader.document.issuer else None
    if official and naming.persons.search(phrase.words):
        return reader.of_persons(phrase, "joint", "those so called before", *official)
    people = naming.persons.search(phrase.words) or naming.either.search(phrase.words) or _ALONE.fullmatch(phrase.words)
    if persons and people:
        reader.joined[phrase.words.lower()] = persons
        return reader.of_persons(phrase, "joint", "the persons last named together", *persons)
    number = next((_NUMBERS[word] for word in phrase.words.lower().split() if word in _NUMBERS), 2)
    states = tuple(dict.fromkeys(person.state for person in persons if person.state))
    states = states if len(states) >= number else _state_pair(reader, number) or states
    if naming.persons.search(phrase.words):
        states = tuple(state for state in states if state in reader.cast.knowledge.states)
    if len(states) < 2:
        return reader.found(phrase, "joint", "nobody was named together before")
    parties = (
        reader.cast.knowledge.states.get(state) or reader.cast.knowledge.organisations.get(state) for state in states
    )
    actors = (party_actor(reader, party) for party in parties if party is not None)
    return reader.found(phrase, "joint", "the states last named together", *actors)


def _apposed(reader: Reader, phrase: Phrase) -> tuple[Person, ...]:
    """The persons named right behind the words for them: "the two ministers, Mara Lind and Sven Dahl"."""
    if not phrase.after.startswith((", ", " (")):
        return ()
    persons: list[Person] = []
    behind, end = reader.cast.phrases, phrase.end + len(", ")
    for other in behind[bisect_right(behind, phrase.start, key=_start) :]:
        if other.name is None or other.start > end:
            break
        person = reader.cast.memory.by_name.get(folded("".join(cleaned(other.name.words))))
        between = _NEXT_OF_LIST.match(reader.cast.text, other.end)
        if person is None:
            break
        persons.append(person)
        if between is None:
            break
        end = between.end()
    return tuple(persons) if len(persons) > 1 else ()


def _start(phrase: Phrase) -> int:
    return phrase.start


def _pair(reader: Reader) -> tuple[Person, ...]:
    """The persons of different states in the last sentence that names some together."""
    for sentence in reader.backwards():
        persons = [person for seen in sentence if not seen.quoted for person in seen.persons if person.state]
        if len({person.state for person in persons}) > 1:
            return tuple(dict.fromkeys(persons))
    return ()


def _state_pair(reader: Reader, number: int = 2) -> tuple[str, ...]:
    """The first states of the last sentence that names so many."""
    for sentence in reader.backwards():
        named = [seen.mention for seen in sentence if seen.mention.form != "place"]
        actors = (actor for mention in named for actor in mention.actors if not _relays(actor))
        states = tuple(dict.fromkeys(actor.state for actor in actors if actor.state))
        if len(states) >= number:
            return states[:number]
    return ()


def read_pronoun(reader: Reader, phrase: Phrase) -> Seen | None:
    """He and she mean a person, it a body or state, they those named together."""
    word = phrase.words.lower()
    if word == "it":
        return _it(reader, phrase)
    if word == "they":
        return _they(reader, phrase)
    if word in {"i", "we"}:
        return _we(reader, phrase) if word == "we" else _author(reader, phrase)
    if word not in {"he", "she"}:
        return _realm(reader, phrase) or _named_group(reader, phrase)
    woman = word == "she"
    near = (seen for sentence in reader.backwards(12, _NEAREST) for seen in sentence)
    candidates = [seen for seen in near if _may_be(seen, woman=woman)]
    if not candidates:
        return reader.found(phrase, "pronoun", "no person named before it")
    chosen = reader.antecedent(candidates, phrase)
    for person in chosen.persons:
        person.woman = woman
    reason = f"{word} after {chosen.mention.actors[0].label}"
    return reader.found(phrase, "pronoun", reason, *chosen.mention.actors, persons=chosen.persons)


def _it(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "it said": the body, organisation or state that was the subject before; not the "it" of "it is clear"."""
    following = NEXT_WORD.match(phrase.after)
    if following is None:
        return None
    speaks = following[1].lower() in reader.cast.knowledge.speaks or following[1] in {"has", "will", "would", "had"}
    empty = following[1] in reader.cast.knowledge.rules.naming.empty
    begins = phrase.start <= reader.cast.rows[phrase.sentence].span.start + 1 and not empty
    if not speaks and not (begins and reader.did(phrase)):
        return None
    things = [
        seen
        for sentence in reader.backwards(3)
        for seen in sentence
        if not seen.persons
        and not seen.quoted
        and len(seen.mention.actors) == 1
        and seen.mention.actors[0].kind in {"body", "organisation", "group", "state"}
        and seen.mention.form in {"name", "nominal", "title", "pronoun"}
    ]
    if not things:
        return None
    nearest = max(seen.sentence for seen in things)
    here = [seen for seen in things if seen.sentence == nearest]
    chosen = next((seen for seen in here if seen.mention.actors[0].kind == "body"), here[0])
    if not speaks and not (
        nearest == phrase.sentence - 1 and chosen.mention.start <= reader.cast.rows[nearest].span.start + 4
    ):
        return None
    return reader.found(phrase, "pronoun", "the body named before it", *chosen.mention.actors)


def _we(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "we" in an official release: the state that issues it."""
    turn, voice = reader.turn(phrase.start), reader.voice(phrase.start)
    issuer = reader.cast.knowledge.states.get(reader.document.issuer or "")
    if turn is not None and (voice is None or not voice.persons):
        issuer = None if reader.document.turns[turn].speaker is None else issuer
    elif voice is not None:
        issuer = reader.cast.knowledge.states.get(voice.persons[0].state or "")
    if issuer is None or reader.quoted(phrase.start):
        return None
    if voice is not None and voice.persons:
        return reader.found(phrase, "pronoun", f"said by {voice.mention.actors[0].label}", party_actor(reader, issuer))
    return reader.found(phrase, "pronoun", "the document is that state's own", party_actor(reader, issuer))


def _author(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "I" in a release: who heads the office that issues it on its day."""
    issuer = reader.document.issuer
    if issuer is None or reader.quoted(phrase.start):
        return None
    knowledge = reader.cast.knowledge
    offices = knowledge.headed(reader.document.outlet, reader.document.office)
    holder = knowledge.holder_of(offices, issuer, reader.cast.memory.day)
    if holder is None:
        return None
    return reader.of_persons(phrase, "pronoun", "heads the office that issues this", reader.cast.memory.holder(holder))


def _they(reader: Reader, phrase: Phrase) -> Seen:
    """For "they": people who are the subject of a sentence together; else those named together, or a group."""
    together = _subjects(reader)
    if together is not None:
        reader.delegates = together
        return reader.of_persons(phrase, "pronoun", "the persons who are the subject before it", *together)
    for seen in islice(reversed(reader.seen), _NEAREST):
        if phrase.sentence - seen.sentence > 2:
            break
        several = len(seen.mention.actors) > 1
        if several or (seen.mention.actors and seen.mention.actors[0].kind in {"group", "people"}):
            return reader.found(phrase, "pronoun", "those named before it", *seen.mention.actors, persons=seen.persons)
    parties = _joined_parties(reader, phrase)
    if parties:
        return reader.found(phrase, "pronoun", "the parties that open the sentence before", *parties)
    persons = _pair(reader)
    if persons:
        return reader.of_persons(phrase, "pronoun", "the persons last named together", *persons)
    return reader.found(phrase, "pronoun", "nobody was named together before")


def _subjects(reader: Reader) -> tuple[Person, ...] | None:
    """The persons joined at the beginning of the last sentences: "Lind and Torres met", "they" again after that."""
    for sentence in reader.backwards(2):
        persons: list[Person] = []
        end = 0
        told = next((i for i, seen in enumerate(sentence) if seen.mention.form != "place"), 0)
        for seen in sentence[told:]:
            between = reader.cast.text[(end if persons else seen.mention.start) : seen.mention.start].strip(" ,")
            if not seen.persons or seen.quoted or between not in {"", "and"}:
                break
            persons += seen.persons
            end = seen.mention.end
        # Of "Lind and Torres met Oslo's envoy" both sides may go on with "they".
        one = {person.state for seen in sentence for person in seen.persons} == {p.state for p in persons}
        if one and len(dict.fromkeys(persons)) > 1:
            return tuple(dict.fromkeys(persons))
    return None


def _joined_parties(reader: Reader, phrase: Phrase) -> tuple[Actor, ...]:
    """The states and bodies joined at the beginning of the sentence before: "Egypt, Jordan and the Authority"."""
    before = next((told for told in reader.backwards(1) if told[0].sentence == phrase.sentence - 1), [])
    joined: list[Actor] = []
    end = reader.cast.rows[phrase.sentence - 1].span.start if before else 0
    for seen in before:
        between = reader.cast.text[end : seen.mention.start].strip(" ,").lower().removesuffix("the").strip()
        if between not in {"", "and"} or seen.quoted or seen.persons or len(seen.mention.actors) != 1:
            break
        joined += seen.mention.actors
        end = seen.mention.end
    return tuple(joined) if len({actor.state for actor in joined}) > 1 else ()


def _realm(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "the kingdom": the monarchy last named, where the words have ended."""
    if not reader.acting(phrase):
        return None
    word = phrase.words.lower().removeprefix("the ")
    if word == "country":
        return _country(reader, phrase)
    realms = reader.cast.knowledge.rules.naming.realms.get(word, frozenset())
    for sentence in reader.backwards(6):
        told = [seen.mention for seen in sentence if seen.mention.form != "place"]
        named = [actor.state for mention in told for actor in mention.actors if actor.state in realms]
        state = reader.cast.knowledge.states.get(named[-1] or "") if named else None
        if state is not None:
            return reader.found(phrase, "nominal", "the realm named before", party_actor(reader, state))
    return None


def _country(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "the country said": the state that opens a sentence shortly before, or that alone is named there."""
    if not reader.beside_speech(phrase):
        return None
    for sentence in reader.backwards(3):
        named = [seen for seen in sentence if not seen.persons and not seen.quoted and seen.mention.form == "name"]
        states = dict.fromkeys(actor for seen in named for actor in seen.mention.actors if actor.kind == "state")
        opens = named and named[0].mention.start <= reader.cast.rows[named[0].sentence].span.start + 4
        if states and (len(states) == 1 or opens):
            return reader.found(phrase, "nominal", "the state named before", next(iter(states)))
    return None


def _named_group(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "the group": the armed group or movement last named, where the words are no part of a longer name."""
    word = phrase.words.lower().removeprefix("the ")
    if word == "country" or word in reader.cast.knowledge.rules.naming.realms:
        return None
    if not reader.acting(phrase):
        return None
    if word in reader.cast.knowledge.rules.naming.short:
        return _shortened(reader, phrase, word)
    for sentence in reader.backwards(4):
        named = [s for s in sentence if s.mention.form == "name" and s.mention.actors[0].kind == "group"]
        if named:
            return reader.found(phrase, "nominal", "the group named before", *named[-1].mention.actors)
    return None


def _shortened(reader: Reader, phrase: Phrase, noun: str) -> Seen | None:
    """For "the court": the body or organisation named before whose name ends or begins with the noun."""
    for sentence in reader.backwards(6):
        for seen in reversed(sentence):
            actors = seen.mention.actors
            if len(actors) != 1 or actors[0].kind not in {"body", "organisation"} or actors[0].state is None:
                continue
            if noun in {(actors[0].name or "").lower().split()[i] for i in (0, -1)}:
                return reader.found(phrase, "nominal", "the body named before", *actors)
    return None


def _relays(actor: Actor) -> bool:
    """Whether an actor is a medium, which tells of the others."""
    return actor.kind == "body" and actor.code is not None and actor.code.endswith(":MED")


def _may_be(seen: Seen, *, woman: bool) -> bool:
    """Whether "she" or "he" may mean a mention: one person, not known to be of the other sex."""
    actors = seen.mention.actors
    one = len(actors) == 1 and actors[0].kind == "person"
    return one and all(person.woman in {None, woman} for person in seen.persons)
