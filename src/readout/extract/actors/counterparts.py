"""Whom a word means that tells an office by that of somebody else: "his U.S. counterpart", "her predecessor".

A counterpart has the office of the person named before in another state, a successor held it next in time.
"""

from readout.extract.actors.phrases import Phrase
from readout.extract.actors.reader import Reader, Seen
from readout.extract.actors.spelling import cleaned
from readout.extract.actors.titles import read_person
from readout.records import Actor


def read_counterpart(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "his U.S. counterpart": who holds the same office there; the name may follow."""
    if phrase.name is not None:
        return read_person(reader, phrase)
    word, naming = phrase.title.words.lower() if phrase.title else "", reader.cast.knowledge.rules.naming
    if word in naming.lists.neighbours or word in naming.lists.deputies:
        return _neighbour(reader, phrase) if word in naming.lists.neighbours else _deputy(reader, phrase, word)
    owner = next((chunk for chunk in phrase.lead[-1:] if chunk.letter in "HN"), None)
    state = reader.cast.stated(phrase)
    single = [seen for sentence in reader.backwards() for seen in sentence if len(seen.persons) == 1]
    if owner is not None or state is None:
        return _counterpart_of(reader, phrase, cleaned(owner.words)[-1]) if owner else None
    if not single:
        unnamed = Actor("person", None, state, None, reader.cast.knowledge.code(state))
        return reader.found(phrase, "title", "counterpart of somebody unnamed", unnamed)
    theirs = bool(phrase.lead) and phrase.lead[0].letter == "V"
    if theirs and word.endswith("s"):
        return _counterparts(reader, phrase, state, single)
    before = reader.antecedent(single, phrase).persons[0]
    offices = reader.cast.knowledge.peers(before.offices)
    for person in reader.persons():
        if person.state == state and set(person.offices) & set(offices):
            return reader.of_persons(phrase, "title", f"same office as {' '.join(before.name)}", person)
    holder = reader.cast.knowledge.holder_of(offices, state, reader.cast.memory.day)
    if holder:
        return reader.of_persons(
            phrase, "title", f"same office as {' '.join(before.name)}", reader.cast.memory.holder(holder)
        )
    reason = f"counterpart of {' '.join(before.name)}"
    return reader.found(
        phrase, "title", reason, Actor("person", None, state, before.office, reader.cast.knowledge.code(state))
    )


def _deputy(reader: Reader, phrase: Phrase, word: str) -> Seen | None:
    """For "her deputy", "Lind's deputy": somebody unnamed of the state of whoever is named."""
    state = reader.cast.stated(phrase) or reader.owner(phrase)
    if state is None:
        return None
    several = word.endswith("s")
    code = reader.cast.knowledge.code(state)
    actor = Actor("group", phrase.words, state, None, code) if several else Actor("person", None, state, None, code)
    return reader.found(phrase, "nominal" if several else "title", "who is under somebody of that state", actor)


def _counterpart_of(reader: Reader, phrase: Phrase, family: str) -> Seen | None:
    """For "Kerry's counterpart": who was named last of another state in the same office."""
    before = next(iter(reader.cast.memory.called(family)), None)
    offices = set(reader.cast.knowledge.peers(before.offices)) if before else set()
    for sentence in reader.backwards(4):
        for person in (person for seen in reversed(sentence) for person in seen.persons):
            if before is not None and person.state not in {None, before.state} and offices & set(person.offices):
                return reader.of_persons(phrase, "title", f"same office as {' '.join(before.name)}", person)
    return None


def _counterparts(reader: Reader, phrase: Phrase, state: str, single: list[Seen]) -> Seen:
    """For "their Egyptian counterparts": who holds the offices of those who are named together before."""
    nearest = max(seen.sentence for seen in single)
    before = dict.fromkeys(p for seen in single if seen.sentence == nearest for p in seen.persons)
    memory, knowledge = reader.cast.memory, reader.cast.knowledge
    actors: list[Actor] = []
    for person in (person for person in before if person.state != state):
        offices = knowledge.peers(person.offices)
        holder = knowledge.holder_of(offices, state, memory.day)
        code = knowledge.code(state, person.sector)
        unnamed = Actor("person", None, state, person.office, code)
        actors.append(memory.actor(memory.holder(holder)) if holder else unnamed)
    return reader.found(phrase, "joint" if len(actors) > 1 else "title", "the same offices", *dict.fromkeys(actors))


def _neighbour(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "his predecessor", "her successor": who held the office of the person named before, next in time."""
    assert phrase.title is not None
    owner = phrase.lead[-1] if phrase.lead else None
    person = None
    if owner is not None and owner.letter in "HN":
        person = next(iter(reader.cast.memory.called(cleaned(owner.words)[-1])), None)
    elif owner is not None and owner.words.lower() in {"his", "her"}:
        single = [seen for sentence in reader.backwards(4) for seen in sentence if len(seen.persons) == 1]
        person = reader.antecedent(single, phrase).persons[0] if single else None
    if person is None:
        return None
    later = phrase.title.words.lower() == "successor"
    holder = reader.cast.memory.neighbour(person, later=later)
    if holder is None:
        return reader.found(phrase, "title", "no one known", Actor("person", None, person.state, None, None))
    reason = f"held the office {'after' if later else 'before'} {' '.join(person.name)}"
    return reader.of_persons(phrase, "title", reason, reader.cast.memory.holder(holder))
