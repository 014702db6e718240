"""Whom a name or a title means: "Lind", "Mr. Lind", "the minister".

Names come first: a full one speaks for itself, a surname means who bears it. A title without a name means the person
of the document who bears it, else its holder on the day.
"""

import re
from bisect import bisect_right

from readout.codebook.entries import Body, Office
from readout.extract.actors.bodies import read_body, whose
from readout.extract.actors.chunks import place
from readout.extract.actors.knowledge import FIRST, in_term
from readout.extract.actors.memory import FORMER, Person
from readout.extract.actors.phrases import Phrase
from readout.extract.actors.reader import Reader, Seen, latest
from readout.extract.actors.renown import renowned
from readout.extract.actors.said import is_leader, offices_of, sector_of, title_words
from readout.extract.actors.spelling import folded, words_of
from readout.extract.actors.states import read_party
from readout.records import Actor

# The rank from which an office is one that each state has once.
_KNOWN_HERE = 76
_ADDRESS = re.compile(r"\b(?:mr|mrs|ms|madam|madame)\.? $")
_NUMBERED = re.compile(r" \d\b(?![.,]?\d)")
_ARTICLE = re.compile(r"\b(an?|the|this|that) (?:\d+-year-old )?$")


def read_person(reader: Reader, phrase: Phrase) -> Seen | None:
    """A name, alone or with a title; of what is no person's name only the owner before it ("Russia's ...")."""
    seen = _institution(reader, phrase) or _named(reader, phrase)
    if seen is not None or phrase.title is not None or not phrase.lead:
        return seen
    owner = phrase.lead[0]
    if owner.letter in "ZB":
        return read_body(reader, reader.owning(phrase, "body"))
    return read_party(reader, reader.owning(phrase, "party"))


def _institution(reader: Reader, phrase: Phrase) -> Seen | None:
    """A body or party of a state that the codebook has not: "Liberia's National Elections Commission"."""
    name, knowledge = phrase.name, reader.cast.knowledge
    if name is None or name.letter != "I" or phrase.title is not None or len(phrase.lead) != 1:
        return None
    last, naming = name.words.split()[-1].lower(), knowledge.rules.naming
    state = reader.cast.state_of(phrase.lead[0])
    if state not in knowledge.states or (
        last not in naming.lists.public_bodies and last not in naming.lists.party_bodies
    ):
        return None
    sector = "PTY" if last in naming.lists.party_bodies else "GOV"
    called = name.words if "'s " in phrase.words else phrase.words
    actor = Actor("body", called, state, None, knowledge.code(state, sector))
    return reader.found(phrase, "name", "a body of the state before it", actor)


def _named(reader: Reader, phrase: Phrase) -> Seen | None:
    """A name: a full one speaks for itself, a surname means who bears it."""
    assert phrase.name is not None
    parts = reader.cast.parts[phrase.name.start]
    if not parts:
        return None
    return _fully(reader, phrase, parts) if len(parts) > 1 else _by_surname(reader, phrase, parts)


def _fully(reader: Reader, phrase: Phrase, parts: tuple[str, ...]) -> Seen | None:
    """A name of two words or more: a person where the table, a title, a given name or what is done tells so."""
    assert phrase.name is not None
    person = reader.cast.memory.by_name.get(folded("".join(parts)))
    if person is None:
        actor = Actor("body", phrase.name.words, None)
        return reader.found(phrase, "name", "named, not known", actor) if reader.beside_speech(phrase) else None
    acts = parts[0] in reader.cast.knowledge.rules.naming.given and reader.did(phrase)
    if not (person.known or acts or _recurs(reader, person) or reader.beside_speech(phrase)):
        return None
    return reader.of_persons(phrase, "name", person.why, person)


def _by_surname(reader: Reader, phrase: Phrase, parts: tuple[str, ...]) -> Seen | None:
    """A surname alone or with a title: of somebody of the document, else of a well-known holder of office."""
    assert phrase.name is not None
    titled = phrase.title is not None or phrase.honorific is not None
    if phrase.title is not None and _NUMBERED.match(phrase.after):  # the ship "Queen Mary 2"
        return None
    known = reader.cast.memory.called(parts[0], titled=titled)
    if not titled and _before_a_people(reader, phrase):
        return None
    if known:
        person = reader.cast.closest(known, phrase)
        return reader.of_persons(phrase, "surname", f"surname of {' '.join(person.name)}", person)
    familiar = reader.cast.memory.by_given(parts[0])
    if familiar is not None and not titled and (reader.did(phrase) or reader.beside_speech(phrase)):
        return reader.of_persons(phrase, "surname", f"given name of {' '.join(familiar.name)}", familiar)
    holder = renowned(reader, phrase, parts[0])
    if holder is not None:
        person = reader.cast.memory.holder(holder)
        over = reader.cast.memory.day is not None and not in_term(holder, reader.cast.memory.day)
        reason = f"{holder.name} {'is known from office' if over else 'held office on that day'}"
        return reader.of_persons(phrase, "surname", reason, person)
    if titled or reader.beside_speech(phrase):
        return reader.found(phrase, "name", "named, not known", Actor("unknown", phrase.name.words, None))
    return None


def _before_a_people(reader: Reader, phrase: Phrase) -> bool:
    """Whether a bare name tells which of a people are meant: "Han Chinese" is no surname."""
    chunks = reader.cast.rows[phrase.sentence].chunks
    at = bisect_right(chunks, phrase.end, key=place)
    return at < len(chunks) and chunks[at].start == phrase.end + 1 and chunks[at].letter in "AP"


def _recurs(reader: Reader, person: Person) -> bool:
    """Whether the name comes again, or the surname stands alone somewhere, as persons' do."""
    family = reader.cast.memory.family(person).lower()
    return family in reader.cast.singles or folded("".join(person.name)) in reader.cast.repeated


def read_title(reader: Reader, phrase: Phrase) -> Seen | None:
    """A title without a name: the person of the document who bears it, else its holder on that day."""
    assert phrase.title is not None
    written = phrase.title.words
    article = _ARTICLE.search(phrase.before)
    first = any(office.rank >= FIRST for office in offices_of(phrase))
    if first and phrase.of and phrase.of[-1].letter in "SAKW" and phrase.after.startswith("'s "):
        return _of_a_body(reader, phrase)
    definite = bool(phrase.lead or phrase.of or written[0].isupper() or (article and article[1] not in {"a", "an"}))
    joined = phrase.before.endswith("and ")
    if not (definite or joined or article) or reader.compounded(phrase):
        return None
    if article is None and _is_a_name(reader, phrase, joined=joined):
        return _surname_as_title(reader, phrase)
    if _ADDRESS.search(phrase.before):
        return _addressed(reader, phrase)
    state = reader.cast.stated(phrase) or reader.owner(phrase) or _principal(reader, phrase)
    words = words_of(title_words(phrase, whole=_is_private(phrase)))
    if article and article[1] in {"a", "an"}:
        reader.untold.append((words_of(phrase.words), _unnamed(reader, phrase, state), phrase.start))
        return reader.found(phrase, "nominal", "nobody in particular", _unnamed(reader, phrase, state))
    post = reader.cast.posted(phrase)
    fitting = [p for p in _bearers(reader, phrase, words, state) if post is None or p.post == post]
    person = max(fitting, key=lambda one: _fitness(reader, one, words), default=None)
    untold, place = next(((actor, at) for borne, actor, at in latest(reader.untold) if words <= borne), (None, -1))
    if untold and state is None and (person is None or person.last < place):
        return reader.found(phrase, "nominal", "the one named by title before", untold)
    if person is None and post is None:
        person = _head(reader, phrase, state) or _national(reader, phrase, state)
    if person:
        return reader.of_persons(phrase, "title", f"title of {' '.join(person.name)}", person)
    seen = _ranked(reader, phrase) or _holder_of_title(reader, phrase, state)
    if not seen.persons:
        reader.untold.append((words_of(phrase.words), seen.mention.actors[0], phrase.start))
    return seen


def _of_a_body(reader: Reader, phrase: Phrase) -> Seen:
    """For "the president of Egypt's high court" somebody of that state, who is not its president."""
    state = reader.cast.stated(phrase)
    code = reader.cast.knowledge.code(state, sector_of(phrase, ()))
    unnamed = Actor("person", None, state, title_words(phrase), code)
    return reader.found(phrase, "title", "of something of that state", unnamed)


def _is_a_name(reader: Reader, phrase: Phrase, *, joined: bool) -> bool:
    """Whether a rank or royal title without an article is another name: "Admiral's Cup", "Prince is dead".

    In a headline, and joined to another title ("the King and Queen"), it is a title.
    """
    naming = reader.cast.knowledge.rules.naming
    offices = offices_of(phrase)
    ranks = bool(offices) and all(
        office.id in naming.lists.ranks or office.id in naming.lists.royal for office in offices
    )
    written = phrase.title if phrase.title is not None and phrase.title.words[0].isupper() else None
    if not (ranks and written) or phrase.lead or any(chunk.letter != "N" for chunk in phrase.of):
        return False
    after_title = joined and bool(reader.seen) and reader.seen[-1].mention.form == "title"
    headline = reader.cast.rows[phrase.sentence].headline or bool(reader.document.turns)
    words = words_of(written.words) if written else frozenset()
    addressed = phrase.after.startswith((",", "?", "!", ".")) and any(p.is_called(words) for p in reader.persons())
    return not (headline or after_title or addressed or _ADDRESS.search(phrase.before) or reader.quoted(phrase.start))


def _surname_as_title(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "King said" whoever is called King, or somebody unknown who speaks."""
    words = phrase.words
    called = reader.cast.memory.called(words) if words in reader.cast.knowledge.rules.naming.lists.families else []
    bearers = [person for person in called if len(person.name) > 1]
    if bearers:
        person = reader.cast.closest(bearers, phrase)
        return reader.of_persons(phrase, "surname", f"surname of {' '.join(person.name)}", person)
    if words in reader.cast.knowledge.rules.naming.lists.families and reader.says_behind(phrase):
        return reader.found(phrase, "name", "named, not known", Actor("unknown", words, None))
    return None


def _national(reader: Reader, phrase: Phrase, state: str | None) -> Person | None:
    """For "the Argentine diplomat": somebody of an organisation whose own nation the words tell."""
    vague = (
        phrase.title is not None and phrase.title.words.lower() in reader.cast.knowledge.rules.naming.lists.vague_titles
    )
    alone = len(phrase.lead) == 1 and phrase.lead[0].letter == "A" and not phrase.of
    return reader.national(phrase, state) if vague and alone and state and not phrase.former else None


def _bearers(reader: Reader, phrase: Phrase, words: frozenset[str], state: str | None) -> list[Person]:
    """The persons of the document who may be called by a title, in office or out of it as it says."""
    called = [
        p for p in reader.persons() if p.is_called(words, once=phrase.former) and (state is None or p.state == state)
    ]
    own = {office for office in offices_of(phrase) if office.state}
    if own:  # "chairperson of the African Union" is not of its Commission
        called = [person for person in called if not person.offices or own.intersection(person.offices)]
    if phrase.former:
        called = [one for one in called if not _serves(reader, one) and (one.last >= 0 or state is not None)]
        return [person for person in called if not person.office or "former" in person.office] or called
    called = [person for person in called if person.sector != FORMER] or called
    return _in_office(reader, called, phrase, state) if state is not None else called


def _addressed(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "Mr. President": somebody so called who is not speaking; of the report's side where nobody speaks."""
    voice = reader.voice(phrase.start)
    speaking = voice.persons if voice else ()
    words = words_of(title_words(phrase, whole=False))
    fitting = [p for p in reader.persons() if p.is_called(words) and p not in speaking and p.last >= 0]
    person = max(fitting, key=lambda one: (not speaking and _nearness(reader, one)[0], one.last), default=None)
    return reader.of_persons(phrase, "title", f"addresses {' '.join(person.name)}", person) if person else None


def _principal(reader: Reader, phrase: Phrase) -> str | None:
    """The state of whomever a voice is of: "a spokesman for the secretary-general", "the ministry's spokesman"."""
    if not phrase.title_speaks or not (phrase.of or phrase.lead):
        return None
    last = phrase.of[-1] if phrase.of else phrase.lead[-1]
    entry = last.hit.entries[0] if last.hit else None
    if isinstance(entry, Body):
        known = (actor.state for borne, actor, _ in latest(reader.bodies) if words_of(last.words) <= borne)
        return next(known, None) or (whose(reader, entry, phrase)[0] if phrase.of else None)
    title = last.words if last.letter == "T" else None
    if title is None:
        return None
    called = [person for person in reader.persons() if person.is_called(words_of(title))]
    person = max(called, key=lambda one: (one.state in reader.cast.strong, one.last), default=None)
    return person.state if person else None


def _serves(reader: Reader, person: Person) -> bool:
    """Whether the table has somebody in office on the day of the report."""
    knowledge = reader.cast.knowledge
    terms = knowledge.by_name.get(folded("".join(person.name)), ())
    return reader.cast.memory.day is not None and any(in_term(term, reader.cast.memory.day) for term in terms)


def _in_office(reader: Reader, persons: list[Person], phrase: Phrase, state: str) -> list[Person]:
    """For "the U.S. president" nobody who is not known to be in office, where it is known who holds it."""
    serving = [person for person in persons if person.office and not person.office.startswith("former ")]
    holder = reader.cast.knowledge.holder_of(offices_of(phrase), state, reader.cast.memory.day)
    return serving if serving or holder else persons


def _head(reader: Reader, phrase: Phrase, state: str | None) -> Person | None:
    """For "the head of state", "the leader": who holds the first office of the state told or reported from."""
    offices = offices_of(phrase)
    where = state or next((home for home, _ in reader.cast.home), None)
    if where is None or not is_leader(phrase) or not any(office.rank >= FIRST for office in offices):
        return None
    leaders = [
        person
        for person in reader.persons()
        if (person.state == where or (phrase.former and state is None))
        and (person.office or "").startswith("former ") == phrase.former
        and any(office.rank >= FIRST for office in person.offices)
        and (person.last >= 0 or not phrase.former)
    ]
    return max(leaders, key=lambda person: person.last, default=None)


def _holder_of_title(reader: Reader, phrase: Phrase, state: str | None) -> Seen:
    """The holder of an office on the document's day, where the state is told or is that of the report."""
    envoy = reader.cast.posted(phrase) is not None
    deputy = phrase.title is not None and phrase.title.deputy
    offices = () if envoy or deputy or _is_private(phrase) else offices_of(phrase)
    of_office = next((office.state for office in offices if office.state), None)
    # "The Armenian premier" is its prime minister; heads of government differ by their titles alone.
    called = reader.cast.knowledge.peers(offices) if any(office.rank >= FIRST for office in offices) else offices
    for where, why in (
        (state or _shared(reader, phrase), "the text tells the state"),
        (of_office, "the office is of one state"),
        (None if _is_private(phrase) else reader.cast.scene()) or (None, ""),
        (_only_seat(reader, offices), "of the states named here it alone has the office"),
        (None if _is_private(phrase) else reader.told_of(phrase), "the state told of before"),
        (_of_speaker(reader, offices), "the state of whoever says so"),
        (_only_state(reader, phrase, offices), "the only state told of here"),
    ):
        if where is None or not (where == state or _reigns(reader, offices, where)):
            continue
        holder = None if phrase.former else reader.cast.knowledge.holder_of(called, where, reader.cast.memory.day)
        if holder:
            return reader.of_persons(
                phrase, "title", f"held the office on that day; {why}", reader.cast.memory.holder(holder)
            )
        words = words_of(title_words(phrase))
        before = (actor for borne, actor, _ in reversed(reader.untold) if words < borne and actor.state == where)
        longer = next(before, None) if _is_short(phrase) and not phrase.former else None
        if longer is not None:
            return reader.found(phrase, "title", "the one named by a longer title before", longer)
        return reader.found(phrase, "title", why, _unnamed(reader, phrase, where))
    return reader.found(phrase, "title", "nobody in the document bears the title", _unnamed(reader, phrase, None))


def _reigns(reader: Reader, offices: tuple[Office, ...], state: str) -> bool:
    """Whether a state may have such an office: no king where the table knows other offices and no monarch."""
    knowledge = reader.cast.knowledge
    royal = [office for office in offices if office.id in knowledge.rules.naming.lists.royal and office.rank >= FIRST]
    seated = any((office.id, state) in knowledge.by_seat for office in royal)
    return not royal or seated or state not in knowledge.held_states


def _only_seat(reader: Reader, offices: tuple[Office, ...]) -> str | None:
    """The one state named in the document that has such a first office: "the emir" where Qatar is told of."""
    seats = reader.cast.knowledge.by_seat
    first = [office for office in offices if office.rank >= FIRST]
    told = {*reader.cast.strong, *(one.state for one in reader.persons() if one.state and one.last >= 0)}
    states = {state for state in told for office in first if (office.id, state) in seats}
    return states.pop() if len(states) == 1 else None


def _ranked(reader: Reader, phrase: Phrase) -> Seen | None:
    """For "The general", who opens a sentence: whoever opens the one before, if their rank is not told otherwise."""
    opens = reader.opens(phrase.start, phrase.sentence) and not phrase.lead and not phrase.of
    if not (opens and reader.cast.ranked(phrase)):
        return None
    before = next((told for told in reader.backwards(1) if told[0].sentence == phrase.sentence - 1), None)
    first = before[0] if before else None
    if (
        first is None
        or len(first.persons) != 1
        or first.quoted
        or not reader.opens(first.mention.start, first.sentence)
    ):
        return None
    person = first.persons[0]
    return reader.of_persons(phrase, "title", f"{' '.join(person.name)} opens the sentence before", person)


def _of_speaker(reader: Reader, offices: tuple[Office, ...]) -> str | None:
    """For "a Downing Street aide said the prime minister": the one first office of the speaker's own state."""
    if not any(office.rank >= FIRST for office in offices):
        return None
    here = next(iter(reader.backwards(0)), [])
    states = {actor.state for seen in here if reader.says(seen) for actor in seen.mention.actors}
    state = states.pop() if len(states) == 1 else None
    return state if state in reader.cast.knowledge.states else None


def _only_state(reader: Reader, phrase: Phrase, offices: tuple[Office, ...]) -> str | None:
    """For an office that only states have: the one state told of in this sentence and the one before."""
    posts = [office for office in offices if office.rank >= _KNOWN_HERE and (office.sector == "MIL" or office.body)]
    if not posts or reader.cast.ranked(phrase) or phrase.after.startswith(" of "):
        return None
    return reader.only_told()


def _shared(reader: Reader, phrase: Phrase) -> str | None:
    """The state of the title that this one is joined to: "Rwanda's president and foreign minister"."""
    before = reader.seen[-1] if reader.seen else None
    joined = before is not None and reader.cast.text[before.mention.end : phrase.start] == " and "
    if before is None or not joined or before.mention.form != "title" or len(before.mention.actors) != 1:
        return None
    return before.mention.actors[0].state


def _unnamed(reader: Reader, phrase: Phrase, state: str | None) -> Actor:
    """Somebody of whom only the title is known."""
    offices = offices_of(phrase)
    own = {office.state for office in offices}
    state = state or (own.pop() if len(own) == 1 else None)
    sector = FORMER if phrase.former else sector_of(phrase, offices)
    return Actor(
        "person",
        None,
        state,
        reader.cast.office_name(phrase, offices, state),
        reader.cast.knowledge.code(state, sector),
    )


def _nearness(reader: Reader, person: Person) -> tuple[bool, int]:
    """A bare title means the report's own side first ("the president" in a release), then who was named last."""
    return any(person.state == state for state, _ in reader.cast.home), person.last


def _fitness(reader: Reader, person: Person, words: frozenset[str]) -> tuple[bool, bool, int]:
    """How well a bare title fits: "the president" is a president before one who presides over state affairs."""
    home, last = _nearness(reader, person)
    return home, words in person.titles, last


def _is_short(phrase: Phrase) -> bool:
    """Whether a title is one word, which shortens another: "the Serbian minister" for the minister of energy."""
    return phrase.title is not None and " " not in phrase.title.words and not phrase.of


def _is_private(phrase: Phrase) -> bool:
    """Whether an office is that of an institution by name and no state's: "president of the Lind Fund"."""
    return phrase.pre is not None or any(chunk.letter == "I" for chunk in phrase.of)
