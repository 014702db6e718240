"""Whom the words mean that name nobody: "the two ministers", "both sides", "she", "it", "they", "the kingdom".

Words for several come first, then the pronouns one by one, then nouns that take up a state, group or body named before.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import islice

from readout.extract.actors.memory import HOME, Person
from readout.extract.actors.phrases import Phrase
from readout.extract.actors.reader import NEXT_WORD, Reader, Seen
from readout.extract.actors.spelling import cleaned, folded, words_of
from readout.extract.actors.states import party_actor
from readout.records import Actor

_NEAREST = 80  # mentions back for "he", which sentences bound as well
_ALONE = re.compile(r"(?:the |all )?(?:two|three|four|five|six|pair|duo)|both", re.IGNORECASE)
_NEXT_OF_LIST = re.compile(r",? and (?:the )?|, (?:the )?")
# Titles that only those bear whose office has that name; a leader or official may be anybody.
_OFFICES = frozenset(("minister", "president", "ambassador", "envoy", "premier"))
_REMEMBERED = 6  # sentences back for whom a group told, "the ministers", or were named together, "both sides"
_SOMEBODY = re.compile(r"\W*(?:An?|Another|One)((?: [a-z-]+){1,4})")
_WHO = re.compile(r",? who (?:[a-z]+ ){1,3}(?:that )?$")
_LANDS = re.compile(r"\b(?:countries|nations|states|neighbou?rs|governments|capitals)$", re.IGNORECASE)
# A plural that opens a sentence and does something: "U.S. companies and trade associations have fought".
_SUBJECT = re.compile(r"(?:[\w.-]+ ){0,6}?([A-Za-z]+(?:s|men|women)) (?:have|fear|want|hope|oppose|protest|complain)\b")
_MET = re.compile(
    r" (?:(?:had |has )?met|held|received|hosted|welcomed|spoke|talked|sat down|conferred"
    r"|had (?:an?|talks|lunch|dinner)|(?:had )?(?:a )?(?:telephone|phone)[a-z]*|called on|visited|greeted)\b"
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def read_joint(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "the two ministers", "both sides": those who took part together, as persons or as their states."""
    naming = reader.cast.knowledge.rules.naming
    following = NEXT_WORD.match(phrase.after)
    plural = following is not None and bool(reader.cast.knowledge.rules.verbs.read(following[1]))
    if _ALONE.fullmatch(phrase.words) and not (reader.acting(phrase) or (plural and phrase.words[0].isupper())):
        return None
    told = _so_called(reader, phrase)
    if told is not None:
        return reader.found(phrase, "joint", "those so called before", *told.mention.actors, persons=told.persons)
    apart = naming.shapes.either.search(phrase.words) and _others_here(reader)
    persons = _apposed(reader, phrase) or (() if apart else _pair(reader, phrase))
    exact = re.search(r"\b(?:two|both|pair|duo)\b", phrase.words, re.IGNORECASE)
    if exact:
        persons = persons[:2]
    official = reader.joined.get(phrase.words.lower()) if reader.document.issuer else None
    if official and naming.shapes.persons.search(phrase.words):
        return reader.of_persons(phrase, "joint", "those so called before", *official)
    people = (
        naming.shapes.persons.search(phrase.words)
        or naming.shapes.either.search(phrase.words)
        or _ALONE.fullmatch(phrase.words)
    )
    if persons and people:
        reader.joined[phrase.words.lower()] = persons
        return reader.of_persons(phrase, "joint", "the persons last named together", *persons)
    parties = _parties(reader, phrase, persons)
    if len(parties) < 2:
        return reader.found(phrase, "joint", "nobody was named together before")
    return reader.found(phrase, "joint", "the states last named together", *parties)


def _parties(reader: Reader, phrase: Phrase, persons: tuple[Person, ...]) -> tuple[Actor, ...]:
    """The states of these persons or last named, as many as counted; organisations too, unless lands are told of."""
    knowledge = reader.cast.knowledge
    number = next((_NUMBERS[word] for word in phrase.words.lower().split() if word in _NUMBERS), 2)
    states = tuple(dict.fromkeys(person.state for person in persons if person.state))
    states = states if len(states) >= number else _state_pair(reader, number)
    if knowledge.rules.naming.shapes.persons.search(phrase.words) or _LANDS.search(phrase.words):
        states = tuple(state for state in states if state in knowledge.states)
    if len(states) < number:
        return ()
    return tuple(party_actor(reader, party) for party in knowledge.parties(states))


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


def _so_called(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "the ministers" the group that was called so since persons were last named together: "Gulf ministers"."""
    noun = phrase.words.lower().removeprefix("the ")
    if " " in noun or not reader.cast.knowledge.rules.naming.shapes.persons.search(noun):
        return None
    for sentence in reader.backwards(_REMEMBERED):
        for seen in reversed(sentence):
            words = seen.mention.span.of(reader.cast.text).lower()
            if seen.mention.actors and seen.mention.form != "title" and re.search(rf"\b{noun}\b", words):
                return seen
        if len({person.state for seen in sentence for person in seen.persons}) > 1:
            return None
    return None


def _others_here(reader: Reader) -> bool:
    """Whether the sentence so far names two parties, and not by their persons: "Oslo traded with Lima; both sides"."""
    told = [s for sentence in reader.backwards(0) for s in sentence if s.mention.form not in {"place", "adjective"}]
    states = {actor.state for seen in told for actor in seen.mention.actors if actor.state and not _relays(actor)}
    return len(states) > 1 and len({person.state for seen in told for person in seen.persons if person.state}) < 2


def _pair(reader: Reader, phrase: Phrase | None = None) -> tuple[Person, ...]:
    """The persons of different states in the last sentence that names some together, who may be called so."""
    if len({person.state for person in reader.cast.memory.persons if person.state}) < 2:  # as in most local news
        return ()
    for sentence in reader.backwards():
        persons = [person for seen in sentence if not seen.quoted for person in seen.persons if person.state]
        if len({person.state for person in persons}) > 1:
            fitting = [person for person in persons if phrase is None or _bears(reader, person, phrase)]
            return tuple(dict.fromkeys(fitting)) if len({person.state for person in fitting}) > 1 else ()
    return ()


def _bears(reader: Reader, person: Person, phrase: Phrase) -> bool:
    """Whether somebody may be one of "the ministers": a title of theirs, or of a counterpart's office, says so."""
    noun = phrase.words.lower().split()[-1].removesuffix("s")
    if noun not in _OFFICES or not (person.titles or person.offices):
        return True
    offices = reader.cast.knowledge.peers(person.offices)
    titles = (*person.titles, *(words_of(title) for office in offices for title in office.titles))
    return any(noun in title for title in titles)


def _state_pair(reader: Reader, number: int = 2) -> tuple[str, ...]:
    """The first states of the last sentence that names so many."""
    for sentence in reader.backwards(_REMEMBERED):
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
    near = reader.backwards(12, _NEAREST)
    candidates = [seen for sentence in near for seen in sentence if _may_be(seen, woman=woman)]
    if not candidates:
        return reader.found(phrase, "pronoun", "no person named before it")
    if all(seen.sentence < phrase.sentence for seen in candidates) and _of_nobody(reader, phrase):
        return reader.found(phrase, "pronoun", "somebody without a name opens the sentence")
    chosen = _of_whom(reader, candidates, phrase) or reader.antecedent(candidates, phrase)
    for person in chosen.persons:
        person.woman = woman
    reason = f"{word} after {chosen.mention.actors[0].label}"
    return reader.found(phrase, "pronoun", reason, *chosen.mention.actors, persons=chosen.persons)


def _of_whom(reader: Reader, candidates: list[Seen], phrase: Phrase) -> Seen | None:
    """Of whom a clause with "who" goes on to tell: "Moon, who said he hoped"."""
    begin = reader.cast.rows[phrase.sentence].span.start
    clause = _WHO.search(reader.cast.text[begin : phrase.start])
    if clause is None:
        return None
    return next((seen for seen in candidates[::-1] if seen.mention.end == begin + clause.start()), None)


def _of_nobody(reader: Reader, phrase: Phrase) -> bool:
    """Whether the sentence began with somebody who has no name: "A farmer from the village said he"."""
    begin = reader.cast.rows[phrase.sentence].span.start
    opening = _SOMEBODY.match(reader.cast.text[begin : phrase.start])
    being = reader.cast.knowledge.rules.naming.being
    return opening is not None and any(being.search(word) for word in opening[1].split())


def _it(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "it said": the body, organisation or state that was the subject before; not the "it" of "it is clear"."""
    following = NEXT_WORD.match(phrase.after)
    if following is None or reader.cast.knowledge.rules.naming.shapes.empty_it_further.match(phrase.after):
        return None
    empty = following[1] in reader.cast.knowledge.rules.naming.lists.empty_it
    speaks = following[1].lower() in reader.cast.knowledge.speaks or following[1] in {"has", "will", "would", "had"}
    speaks = speaks and not empty
    begins = phrase.start <= reader.cast.rows[phrase.sentence].span.start + 1 and not empty
    if not speaks and not (begins and reader.did(phrase)):
        return None
    chosen = next(filter(None, (_thing(reader, sentence) for sentence in reader.backwards(3))), None)
    if chosen is None:
        return None
    if not speaks and not (
        chosen.sentence == phrase.sentence - 1
        and chosen.mention.start <= reader.cast.rows[chosen.sentence].span.start + 4
    ):
        return None
    return reader.found(phrase, "pronoun", "the body named before it", *chosen.mention.actors)


def _thing(reader: Reader, sentence: Iterable[Seen]) -> Seen | None:
    """The first body that a sentence names, else the first organisation or state."""
    things = [
        seen
        for seen in sentence
        if not seen.persons
        and not seen.quoted
        and len(seen.mention.actors) == 1
        and seen.mention.actors[0].kind in {"body", "organisation", "group", "state"}
        and seen.mention.form in {"name", "nominal", "title", "pronoun"}
    ]
    bodies = (seen for seen in things if seen.mention.actors[0].kind == "body")
    # What is asked last takes longest, and is asked of few.
    return next((seen for seen in (*bodies, *things) if not reader.describes(seen)), None)


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
    """For "I" in a release: the one whose name is over it, else who heads the office that issues it on its day."""
    issuer = reader.document.issuer
    if issuer is None or reader.quoted(phrase.start):
        return None
    knowledge = reader.cast.knowledge
    if len(reader.document.authors) == 1:
        author = reader.cast.memory.person(reader.document.authors[0])
        author.learn(issuer, HOME, "their name is over the release")
        return reader.of_persons(phrase, "pronoun", "their name is over the release", author)
    offices = knowledge.headed(reader.document.outlet, reader.document.office)
    holder = knowledge.holder_of(offices, issuer, reader.cast.memory.day)
    if holder is None:
        return None
    return reader.of_persons(phrase, "pronoun", "heads the office that issues this", reader.cast.memory.holder(holder))


def _they(reader: Reader, phrase: Phrase) -> Seen:
    """For "they": people who are the subject of a sentence together; else those named together, or a group."""
    if _others_told(reader, phrase):
        return reader.found(phrase, "pronoun", "people without a name are the subject before")
    together = _subjects(reader)
    if together is not None:
        reader.delegates = together
        return reader.of_persons(phrase, "pronoun", "the persons who are the subject before it", *together)
    for seen in islice(reversed(reader.seen), _NEAREST):
        if phrase.sentence - seen.sentence > 2:
            break
        if _several(seen):
            return reader.found(phrase, "pronoun", "those named before it", *seen.mention.actors, persons=seen.persons)
    parties = _joined_parties(reader, phrase)
    if parties:
        return reader.found(phrase, "pronoun", "the parties that open the sentence before", *parties)
    persons = _pair(reader)
    if persons:
        return reader.of_persons(phrase, "pronoun", "the persons last named together", *persons)
    both = _two_met(reader, phrase)
    return reader.found(
        phrase, "pronoun", "the two who met before" if both else "nobody was named together before", *both
    )


def _before(reader: Reader, phrase: Phrase) -> list[Seen]:
    """What the sentence before has named."""
    return next((told for told in reader.backwards(1) if told[0].sentence == phrase.sentence - 1), [])


def _others_told(reader: Reader, phrase: Phrase) -> bool:
    """Whether people without a name are the subject of the sentence before: "Farmers and fishermen have blocked"."""
    if not phrase.sentence or not reader.opens(phrase.start, phrase.sentence):
        return False
    span = reader.cast.rows[phrase.sentence - 1].span
    subject = _SUBJECT.match(reader.cast.text, span.start, span.end)
    told = [seen for seen in _before(reader, phrase) if subject is not None and seen.mention.start < subject.end()]
    if subject is None or any(seen.persons or _several(seen) for seen in told):
        return False
    naming, noun = reader.cast.knowledge.rules.naming, subject[1].lower()
    one = re.sub(r"(?:(ie)|(?<=[^s]))s\Z", lambda end: "y" if end[1] else "", noun)
    return naming.being.match(noun) is not None or one in naming.lists.institutions


def _several(seen: Seen) -> bool:
    """Whether a mention is of several or of people."""
    actors = seen.mention.actors
    return len(actors) > 1 or any(actor.kind in {"group", "people"} for actor in actors)


def _two_met(reader: Reader, phrase: Phrase) -> tuple[Actor, ...]:
    """The two whom alone the sentence before names, where one met the other: "The envoy met with Lind"."""
    told = [seen for seen in _before(reader, phrase) if not seen.quoted and seen.mention.form != "place"]
    people = [seen for seen in told if len(seen.mention.actors) == 1 and seen.mention.actors[0].kind == "person"]
    if len(people) != len(("one", "other")) or any(seen.owns for seen in people):
        return ()
    between = reader.cast.text[people[0].mention.end : people[1].mention.start]
    one, other = (seen.mention.actors[0] for seen in people)
    return (one, other) if _MET.match(between) and one != other else ()


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
    for sentence in reader.backwards(_REMEMBERED):
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
    if word in reader.cast.knowledge.rules.naming.lists.short_bodies:
        return _shortened(reader, phrase, word)
    for sentence in reader.backwards(4):
        named = [s for s in sentence if s.mention.form == "name" and s.mention.actors[0].kind == "group"]
        if named:
            return reader.found(phrase, "nominal", "the group named before", *named[-1].mention.actors)
    return None


def _shortened(reader: Reader, phrase: Phrase, noun: str) -> Seen | None:
    """For "the court": the body or organisation named before whose name ends or begins with the noun."""
    for sentence in reader.backwards(_REMEMBERED):
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
    if len(actors) != 1 or actors[0].kind != "person":
        return False
    return all(person.woman is None or person.woman == woman for person in seen.persons)
