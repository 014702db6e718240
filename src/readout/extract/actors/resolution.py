"""From phrases to mentions: whom each phrase means, by the words themselves, by memory, or by where the report stands.

`Reader` reads the phrases of one document in order, knowing its cast. Every mention says in `reason` what led to its
actors.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from readout.codebook.entries import Body, Office, Organisation, Outlet, State
from readout.extract.actors.cast import Cast, is_leader, no_name, offices_of, sector_of, title_words
from readout.extract.actors.memory import FIRST, FORMER, Person, cleaned, folded, in_term, words_of
from readout.extract.actors.names import Chunk, party_of
from readout.extract.actors.phrases import Kind, Phrase
from readout.records import Actor, Document, Mention, Turn

_PLACE = re.compile(
    r"\b(?:in|at|near|across|inside|outside|throughout|around|visit(?:ed|s|ing)?|arrived in) (?:the )?$"
)
_FARTHEST = 300  # mentions back, about two pages: nothing farther away is meant by "the officials" or "both"
_NEAREST = 80  # mentions back for "he", which sentences bound as well
_CROWD = 80  # persons: of a list of more names only those named last are asked for by a title
_PERSONS = re.compile(
    r"leader|president|minister|secretar|diplomat|official|\bmen\b|women|counterpart|head|chancellor|envoy|negotiator"
    r"|advis|principal",
    re.IGNORECASE,
)
_EITHER = re.compile(r"sides?|part(?:y|ies)|interlocutor", re.IGNORECASE)
# The rank from which an office's holders are known by surname alone: heads of state and government, their deputies.
_WELL_KNOWN = 85
# How adjectives and names of peoples end that mean many: "the French said", "the Chinese", "the Russians".
_OF_MANY = ("sh", "ch", "ese", "ss", "s", "men", "women")
# "Mr. Lind" of a state that is often named is one of its deputy ministers.
_ADDRESSED = 70
# Of people so called without a word for their state there are only those of the report's.
_OF_THE_PLACE = frozenset(("authorities", "prosecutors", "investigators", "lawmakers", "legislators", "senators"))
# Names of organisations that say too little alone.
_SHORTEST = frozenset(("UN", "EU", "AU"))
_NEIGHBOURS = frozenset(("predecessor", "successor"))
# Where their state or organisation is named in the document, more are.
_KNOWN_HERE = 76
# Words that follow a title where it is the head of its phrase.
_AFTER_TITLES = frozenset(
    (
        "and or but of in on at to for from with by as who whom whose which that was were is are has had have will "
        "would did does do may might can could should must also then later again not after before during since until "
        "about over against under within without told said says when where while because if he she his her a the this "
        "itself earlier once only soon yet now too today yesterday tomorrow here there back first instead nor both all "
        "any no what how why whether so such than more less another other its their our these those between behind "
        "amid among across around despite toward towards via per off out up down into onto through throughout like "
        "unlike including alone twice thrice ever never always abroad home together"
    ).split()
)
# A noun in the plural right before the name of a kind of body: "sanctions regime", "arms control regime".
_KIND_OF = re.compile(r"\b(?:[a-z]{3,}(?<!s)s|control|inspection|monitoring|proliferation|test) $")
# Behind the name of a language: "said in Russian", "speaks Arabic, French and Russian".
_LANGUAGE = re.compile(r" (?:and|or|but|on|at|that|to|before|after|during|when|with|,)\b|[^ \w-]|$")
# What shows that an adjective has no noun behind it: "gave the Russian a pair of glasses".
_ENDED = re.compile(r" (?:an?|the|his|her|him|who|that)\b|[.;?!]")
_ADDRESS = re.compile(r"\b(?:mr|mrs|ms|madam|madame)\.? $")
_ALONE = re.compile(r"(?:the |all )?(?:two|three|four|five|six|pair|duo)|both", re.IGNORECASE)
Thing = TypeVar("Thing")
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_ARTICLE = re.compile(r"\b(an?|the|this|that) (?:\d+-year-old )?$")
_NEXT_WORD = re.compile(r"\W*([^\W\d_]+)")
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention that was resolved: where, inside a quotation or not, and the persons it means."""

    mention: Mention
    sentence: int
    quoted: bool
    persons: tuple[Person, ...] = ()
    speaks: bool = False
    owns: bool = False


@dataclass(slots=True)
class Reader:
    """One document while it is read."""

    document: Document
    cast: Cast
    marks: tuple[tuple[int, bool], ...]
    seen: list[Seen] = field(default_factory=list)
    bodies: list[tuple[frozenset[str], Actor, int]] = field(default_factory=list)
    now: int = 0
    untold: list[tuple[frozenset[str], Actor, int]] = field(default_factory=list)
    voices: dict[int, Seen] = field(default_factory=dict)
    joined: dict[str, tuple[Person, ...]] = field(default_factory=dict)
    delegates: tuple[Person, ...] = ()

    @classmethod
    def of(cls, document: Document, cast: Cast) -> "Reader":
        """A reader at the beginning of the document."""
        return cls(document, cast, tuple(_quotation_marks(document, cast.text)))

    def mentions(self) -> Iterator[Mention]:
        """The mentions of all phrases that name somebody, in order."""
        for phrase in self.cast.phrases:
            self.now = phrase.sentence
            seen = self.by_kind(phrase)
            if seen is not None:
                turn = self.turn(phrase.start)
                if turn is not None and phrase.start < self.document.turns[turn].head.end:
                    self.voices[turn] = seen
                self.seen.append(seen)
                yield seen.mention

    def by_kind(self, phrase: Phrase) -> Seen | None:
        """What a phrase means, by its kind."""
        ways: dict[Kind, Callable[[Phrase], Seen | None]] = {
            "person": self.person, "title": self.title, "several": self.several, "counterpart": self.counterpart,
            "body": self.body, "group": self.group, "party": self.party, "place": self.place, "outlet": self.outlet,
            "joint": self.joint, "pronoun": self.pronoun,
        }  # fmt: skip
        return ways[phrase.kind](phrase)

    def found(self, phrase: Phrase, form: str, reason: str, *actors: Actor, persons: tuple[Person, ...] = ()) -> Seen:
        """A resolved phrase."""
        for person in persons:
            person.last = phrase.start
        mention = Mention(phrase.start, phrase.end, form, actors, reason)  # type: ignore[arg-type]
        speaks, owns = bool(persons) and self.beside_speech(phrase), phrase.after.startswith("'s ")
        return Seen(mention, phrase.sentence, self.quoted(phrase.start), persons, speaks, owns)

    def of_persons(self, phrase: Phrase, form: str, reason: str, *persons: Person) -> Seen:
        """A phrase that means persons of the document."""
        return self.found(
            phrase, form, reason, *(self.cast.memory.actor(person) for person in persons), persons=persons
        )

    def person(self, phrase: Phrase) -> Seen | None:
        """A name, alone or with a title; of what is no person's name only the owner before it ("Russia's ...")."""
        seen = self.institution(phrase) or self.named(phrase)
        if seen is not None or phrase.title is not None or not phrase.lead:
            return seen
        owner = phrase.lead[0]
        kind: Kind = "body" if owner.letter in "ZB" else "party"
        after = self.cast.text[owner.end : owner.end + 30]
        words = self.cast.text[phrase.start : owner.end]
        return self.by_kind(
            phrase._replace(kind=kind, end=owner.end, words=words, title=owner, name=None, lead=(), after=after)
        )

    def institution(self, phrase: Phrase) -> Seen | None:
        """A body or party of a state that the codebook has not: "Liberia's National Elections Commission"."""
        name, knowledge = phrase.name, self.cast.knowledge
        if name is None or name.letter != "I" or phrase.title is not None or len(phrase.lead) != 1:
            return None
        last, naming = name.words.split()[-1].lower(), knowledge.rules.naming
        state = self.cast.state_of(phrase.lead[0])
        if state not in knowledge.states or last not in naming.public | naming.parties:
            return None
        sector = "PTY" if last in naming.parties else "GOV"
        called = name.words if "'s " in phrase.words else phrase.words
        actor = Actor("body", called, state, None, knowledge.code(state, sector))
        return self.found(phrase, "name", "a body of the state before it", actor)

    def named(self, phrase: Phrase) -> Seen | None:
        """A name: a full one speaks for itself, a surname means who bears it."""
        assert phrase.name is not None
        parts = cleaned(phrase.name.words)
        if not parts or no_name(phrase, parts, self.cast.knowledge):
            return None
        return self.fully(phrase, parts) if len(parts) > 1 else self.by_surname(phrase, parts)

    def fully(self, phrase: Phrase, parts: tuple[str, ...]) -> Seen | None:
        """A name of two words or more: a person where the table, a title, a given name or what is done tells so."""
        assert phrase.name is not None
        person = self.cast.memory.by_name.get(folded("".join(parts)))
        if person is None:
            actor = Actor("body", phrase.name.words, None)
            return self.found(phrase, "name", "named, not known", actor) if self.beside_speech(phrase) else None
        acts = parts[0] in self.cast.knowledge.rules.naming.given and self.did(phrase)
        if not (person.known or acts or self.recurs(person) or self.beside_speech(phrase)):
            return None
        return self.of_persons(phrase, "name", person.why, person)

    def by_surname(self, phrase: Phrase, parts: tuple[str, ...]) -> Seen | None:
        """A surname alone or with a title: of somebody of the document, else of a well-known holder of office."""
        assert phrase.name is not None
        titled = phrase.title is not None or phrase.honorific is not None
        known = self.cast.memory.called(parts[0], titled=titled)
        if known:
            person = self.cast.closest(known, phrase)
            return self.of_persons(phrase, "surname", f"surname of {' '.join(person.name)}", person)
        familiar = self.cast.memory.by_given(parts[0])
        if familiar is not None and not titled and (self.did(phrase) or self.beside_speech(phrase)):
            return self.of_persons(phrase, "surname", f"given name of {' '.join(familiar.name)}", familiar)
        holder = self.cast.memory.serving(parts[0], None)
        here = holder is not None and holder.state in self.cast.strong
        known_from = _KNOWN_HERE if here else _WELL_KNOWN
        if here and phrase.honorific is not None and holder is not None and holder.state in self.cast.often:
            known_from = _ADDRESSED
        # A surname that is a given name as well ("Christian") needs more than that somebody bears it somewhere.
        given = parts[0] in self.cast.knowledge.men or parts[0] in self.cast.knowledge.women
        bears = here or not given or titled or phrase.after.startswith("'s ")
        if (
            holder
            and (bears or self.beside_speech(phrase) or self.did(phrase))
            and self.cast.knowledge.offices[holder.office].rank >= known_from
        ):
            person = self.cast.memory.holder(holder)
            return self.of_persons(phrase, "surname", f"{holder.name} held office on that day", person)
        if titled or self.beside_speech(phrase):
            return self.found(phrase, "name", "named, not known", Actor("unknown", phrase.name.words, None))
        return None

    def title(self, phrase: Phrase) -> Seen | None:
        """A title without a name: the person of the document who bears it, else its holder on that day."""
        assert phrase.title is not None
        written = phrase.title.words
        article = _ARTICLE.search(phrase.before)
        definite = bool(phrase.lead or phrase.of or written[0].isupper() or (article and article[1] not in {"a", "an"}))
        joined = phrase.before.endswith("and ")
        if not (definite or joined or article) or self.compounded(phrase):
            return None
        if _ADDRESS.search(phrase.before):
            return self.addressed(phrase)
        state = self.cast.stated(phrase) or self.owner(phrase) or self.principal(phrase)
        words = words_of(title_words(phrase, whole=_is_private(phrase)))
        if article and article[1] in {"a", "an"}:
            self.untold.append((words_of(phrase.words), self.unnamed(phrase, state), phrase.start))
            return self.found(phrase, "nominal", "nobody in particular", self.unnamed(phrase, state))
        fitting = [
            person
            for person in self.persons()
            if person.is_called(words, once=phrase.former) and (state is None or person.state == state)
        ]
        post = self.cast.posted(phrase)
        if post is not None:
            fitting = [person for person in fitting if person.post == post]
        if phrase.former:
            fitting = [one for one in fitting if not self.serves(one) and (one.last >= 0 or state is not None)]
            fitting = [person for person in fitting if not person.office or "former" in person.office] or fitting
        else:
            fitting = [person for person in fitting if person.sector != FORMER] or fitting
            fitting = self.in_office(fitting, phrase, state) if state is not None else fitting
        person = max(fitting, key=lambda one: self.fitness(one, words), default=None)
        untold, place = next(((actor, at) for borne, actor, at in _last(self.untold) if words <= borne), (None, -1))
        if untold and state is None and (person is None or person.last < place):
            return self.found(phrase, "nominal", "the one named by title before", untold)
        if person is None and post is None:
            person = self.head(phrase, state)
        if person:
            return self.of_persons(phrase, "title", f"title of {' '.join(person.name)}", person)
        seen = self.holder_of_title(phrase, state)
        if not seen.persons:
            self.untold.append((words_of(phrase.words), seen.mention.actors[0], phrase.start))
        return seen

    def shared(self, phrase: Phrase) -> str | None:
        """The state of the title that this one is joined to: "Rwanda's president and foreign minister"."""
        before = self.seen[-1] if self.seen else None
        joined = before is not None and self.cast.text[before.mention.end : phrase.start] == " and "
        if before is None or not joined or before.mention.form != "title" or len(before.mention.actors) != 1:
            return None
        return before.mention.actors[0].state

    def principal(self, phrase: Phrase) -> str | None:
        """The state of whomever somebody speaks for by title: "a spokesman for the secretary-general"."""
        if not phrase.title_speaks or not phrase.of:
            return None
        last = phrase.of[-1]
        entry = last.hit.entries[0] if last.hit else None
        if isinstance(entry, Body):
            known = (actor.state for borne, actor, _ in _last(self.bodies) if words_of(last.words) <= borne)
            return next(known, None) or self.whose(entry, phrase)[0]
        title = last.words if last.letter == "T" else None
        if title is None:
            return None
        called = [person for person in self.persons() if person.is_called(words_of(title))]
        person = max(called, key=lambda one: (one.state in self.cast.strong, one.last), default=None)
        return person.state if person else None

    def addressed(self, phrase: Phrase) -> Seen | None:
        """For "Mr. President": somebody so called who is not speaking; of the report's side where nobody speaks."""
        voice = self.voice(phrase.start)
        speaking = voice.persons if voice else ()
        words = words_of(title_words(phrase, whole=False))
        fitting = [p for p in self.persons() if p.is_called(words) and p not in speaking and p.last >= 0]
        person = max(fitting, key=lambda one: (not speaking and self.nearness(one)[0], one.last), default=None)
        return self.of_persons(phrase, "title", f"addresses {' '.join(person.name)}", person) if person else None

    def serves(self, person: Person) -> bool:
        """Whether the table has somebody in office on the day of the report."""
        knowledge = self.cast.knowledge
        terms = knowledge.by_name.get(folded("".join(person.name)), ())
        return self.cast.memory.day is not None and any(in_term(term, self.cast.memory.day) for term in terms)

    def in_office(self, persons: list[Person], phrase: Phrase, state: str) -> list[Person]:
        """For "the U.S. president" nobody who is not known to be in office, where it is known who holds it."""
        serving = [person for person in persons if person.office and not person.office.startswith("former ")]
        holder = self.cast.knowledge.holder_of(offices_of(phrase), state, self.cast.memory.day)
        return serving if serving or holder else persons

    def compounded(self, phrase: Phrase) -> bool:
        """Whether a title in lower case only qualifies the next word, as in "the official name", "a minister post"."""
        following = re.match(r"[ -]([a-z]+)", phrase.after)
        if following is None or not phrase.words[-1].islower() or not phrase.title or phrase.title.words[0].isupper():
            return False
        word = following[1]
        finite = {form for _, form in self.cast.knowledge.rules.verbs.read(word)} & {"s", "past"}
        return word not in _AFTER_TITLES and not word.endswith(("ly", "ed")) and not finite

    def head(self, phrase: Phrase, state: str | None) -> Person | None:
        """For "the head of state", "the leader": who holds the first office of the state told or reported from."""
        offices = offices_of(phrase)
        where = state or next((home for home, _ in self.cast.home), None)
        if where is None or not is_leader(phrase) or not any(office.rank >= FIRST for office in offices):
            return None
        leaders = [
            person
            for person in self.persons()
            if (person.state == where or (phrase.former and state is None))
            and (person.office or "").startswith("former ") == phrase.former
            and any(office.rank >= FIRST for office in person.offices)
            and (person.last >= 0 or not phrase.former)
        ]
        return max(leaders, key=lambda person: person.last, default=None)

    def holder_of_title(self, phrase: Phrase, state: str | None) -> Seen:
        """The holder of an office on the document's day, where the state is told or is that of the report."""
        envoy = self.cast.posted(phrase) is not None
        deputy = phrase.title is not None and phrase.title.deputy
        offices = () if envoy or deputy or _is_private(phrase) else offices_of(phrase)
        of_office = next((office.state for office in offices if office.state), None)
        for where, why in (
            (state or self.shared(phrase), "the text tells the state"),
            (of_office, "the office is of one state"),
            (None if _is_private(phrase) else self.cast.scene()) or (None, ""),
            (None if _is_private(phrase) else self.told_of(phrase), "the state told of before"),
        ):
            if where is None:
                continue
            holder = None if phrase.former else self.cast.knowledge.holder_of(offices, where, self.cast.memory.day)
            if holder:
                return self.of_persons(
                    phrase, "title", f"held the office on that day; {why}", self.cast.memory.holder(holder)
                )
            words = words_of(title_words(phrase))
            before = (actor for borne, actor, _ in reversed(self.untold) if words < borne and actor.state == where)
            longer = next(before, None) if _is_short(phrase) and not phrase.former else None
            if longer is not None:
                return self.found(phrase, "title", "the one named by a longer title before", longer)
            return self.found(phrase, "title", why, self.unnamed(phrase, where))
        return self.found(phrase, "title", "nobody in the document bears the title", self.unnamed(phrase, None))

    def unnamed(self, phrase: Phrase, state: str | None) -> Actor:
        """Somebody of whom only the title is known."""
        offices = offices_of(phrase)
        own = {office.state for office in offices}
        state = state or (own.pop() if len(own) == 1 else None)
        sector = FORMER if phrase.former else sector_of(phrase, offices)
        return Actor(
            "person",
            None,
            state,
            self.cast.office_name(phrase, offices, state),
            self.cast.knowledge.code(state, sector),
        )

    def counterpart(self, phrase: Phrase) -> Seen | None:
        """For "his U.S. counterpart": who holds the same office there; the name may follow."""
        if phrase.name is not None:
            return self.person(phrase)
        if phrase.title is not None and phrase.title.words.lower() in _NEIGHBOURS:
            return self.neighbour(phrase)
        owner = next((chunk for chunk in phrase.lead[-1:] if chunk.letter in "HN"), None)
        state = self.cast.stated(phrase)
        single = [seen for sentence in self.backwards() for seen in sentence if len(seen.persons) == 1]
        if owner is not None or state is None:
            return self.counterpart_of(phrase, cleaned(owner.words)[-1]) if owner else None
        if not single:
            unnamed = Actor("person", None, state, None, self.cast.knowledge.code(state))
            return self.found(phrase, "title", "counterpart of somebody unnamed", unnamed)
        theirs = bool(phrase.lead) and phrase.lead[0].letter == "V"
        if theirs and phrase.title is not None and phrase.title.words.lower() == "counterparts":
            return self.counterparts(phrase, state, single)
        before = self.antecedent(single, phrase).persons[0]
        offices = self.cast.knowledge.peers(before.offices)
        for person in self.persons():
            if person.state == state and set(person.offices) & set(offices):
                return self.of_persons(phrase, "title", f"same office as {' '.join(before.name)}", person)
        holder = self.cast.knowledge.holder_of(offices, state, self.cast.memory.day)
        if holder:
            return self.of_persons(
                phrase, "title", f"same office as {' '.join(before.name)}", self.cast.memory.holder(holder)
            )
        reason = f"counterpart of {' '.join(before.name)}"
        return self.found(
            phrase, "title", reason, Actor("person", None, state, before.office, self.cast.knowledge.code(state))
        )

    def counterpart_of(self, phrase: Phrase, family: str) -> Seen | None:
        """For "Kerry's counterpart": who was named last of another state in the same office."""
        before = next(iter(self.cast.memory.called(family)), None)
        offices = set(self.cast.knowledge.peers(before.offices)) if before else set()
        for sentence in self.backwards(4):
            for person in (person for seen in reversed(sentence) for person in seen.persons):
                if before is not None and person.state not in {None, before.state} and offices & set(person.offices):
                    return self.of_persons(phrase, "title", f"same office as {' '.join(before.name)}", person)
        return None

    def counterparts(self, phrase: Phrase, state: str, single: list[Seen]) -> Seen:
        """For "their Egyptian counterparts": who holds the offices of those who are named together before."""
        nearest = max(seen.sentence for seen in single)
        before = dict.fromkeys(p for seen in single if seen.sentence == nearest for p in seen.persons)
        memory, knowledge = self.cast.memory, self.cast.knowledge
        actors: list[Actor] = []
        for person in (person for person in before if person.state != state):
            offices = knowledge.peers(person.offices)
            holder = knowledge.holder_of(offices, state, memory.day)
            code = knowledge.code(state, person.sector)
            unnamed = Actor("person", None, state, person.office, code)
            actors.append(memory.actor(memory.holder(holder)) if holder else unnamed)
        return self.found(phrase, "joint" if len(actors) > 1 else "title", "the same offices", *dict.fromkeys(actors))

    def neighbour(self, phrase: Phrase) -> Seen | None:
        """For "his predecessor", "her successor": who held the office of the person named before, next in time."""
        assert phrase.title is not None
        owner = phrase.lead[-1] if phrase.lead else None
        person: Person | None = None
        if owner is not None and owner.letter in "HN":
            person = next(iter(self.cast.memory.called(cleaned(owner.words)[-1])), None)
        elif owner is not None and owner.words.lower() in {"his", "her"}:
            single = [seen for sentence in self.backwards(4) for seen in sentence if len(seen.persons) == 1]
            person = self.antecedent(single, phrase).persons[0] if single else None
        if person is None:
            return None
        later = phrase.title.words.lower() == "successor"
        holder = self.cast.memory.neighbour(person, later=later)
        if holder is None:
            return self.found(phrase, "title", "no one known", Actor("person", None, person.state, None, None))
        reason = f"held the office {'after' if later else 'before'} {' '.join(person.name)}"
        return self.of_persons(phrase, "title", reason, self.cast.memory.holder(holder))

    def body(self, phrase: Phrase) -> Seen | None:
        """A ministry, office or force; a kind of body belongs to the state told, remembered, or reported from."""
        assert phrase.title is not None
        assert phrase.title.hit is not None
        body = phrase.title.hit.entries[0]
        assert isinstance(body, Body)
        if body.state is None and self.qualifies(phrase):
            return None
        if body.id == "delegation" and self.delegates and not phrase.lead and phrase.before.endswith("the "):
            return self.of_persons(phrase, "nominal", "the persons who travel together", *self.delegates)
        body = self.own(body, phrase)
        state = self.cast.stated(phrase) or body.state or self.owner(phrase)
        words = words_of(phrase.title.words)
        reason = "the text tells the state" if state else ""
        if state is None:
            known = next((actor for borne, actor, _ in _last(self.bodies) if words <= borne), None)
            if known:
                return self.found(phrase, "nominal", "the body named before", known)
            state, reason = self.whose(body, phrase)
        name = body.name if body.state or state is None else f"{self.cast.knowledge.adjective(state)} {body.name}"
        if any(chunk.letter in "HN" for chunk in phrase.lead) or (body.sector == "PTY" and phrase.words[-1:] == "s"):
            name = phrase.words  # a party's people are called by their own name: "Democrats"
        actor = Actor("body", name, state, None, self.cast.knowledge.code(state, body.sector))
        self.bodies.append((words | words_of(body.name), actor, phrase.start))
        return self.found(phrase, "name" if body.state else "nominal", reason, actor)

    def own(self, body: Body, phrase: Phrase) -> Body:
        """The issuing state's body of that name before another's: "the Security Council" in a release of its own."""
        assert phrase.title is not None
        issuer = self.document.issuer
        resolves = phrase.after.lower().startswith(" resolution")
        if issuer is None or body.state in {None, issuer} or phrase.lead or resolves:
            return body
        called = f"{phrase.title.words} of "
        own = (b for b in self.cast.knowledge.rules.codebook.bodies if b.state == issuer and b.name.startswith(called))
        return next(own, body)

    def whose(self, body: Body, phrase: Phrase) -> tuple[str | None, str]:
        """The state of a kind of body: of the one person who heads such a body here, else that of the report."""
        heads = [person for person in self.persons() if any(body.id == o.body for o in person.offices)]
        states = {person.state for person in heads if person.state}
        if len(states) == 1 and not self.cast.home:
            return heads[0].state, f"{' '.join(heads[0].name)} heads it"
        # Nobody calls the rulers at home a regime.
        if body.id != "regime" and (scene := self.cast.scene()):
            return scene
        here = [seen for sentence in self.backwards(0) for seen in sentence if len(seen.persons) == 1]
        if here and here[0].persons[0].state and body.id != "regime":
            return here[0].persons[0].state, f"told of {' '.join(here[0].persons[0].name)}"
        told = self.told_of(phrase)
        if told is not None and body.id != "regime":
            return told, "the state told of before"
        if self.cast.about and all(self.cast.about != state for state, _ in self.cast.home):
            return self.cast.about, "the report is about it"
        return None, "no words tell the state"

    def told_of(self, phrase: Phrase) -> str | None:
        """For an office or body that opens a sentence, the state that the one before tells of: whoever opens that."""
        if not self.opens(phrase.start, phrase.sentence):
            return None
        before = next((told for told in self.backwards(1) if told[0].sentence == phrase.sentence - 1), None)
        first = before[0] if before else None
        if first is None or before is None or first.quoted:
            return None
        named = {a.state for seen in before if seen.mention.form != "place" for a in seen.mention.actors if a.state}
        if len(named) == 1 and named <= self.cast.knowledge.states.keys():
            return named.pop()
        if first.mention.form == "place":
            return None
        states = {actor.state for actor in first.mention.actors}
        state = states.pop() if self.opens(first.mention.start, first.sentence) and len(states) == 1 else None
        return state if state in self.cast.knowledge.states else None

    def opens(self, place: int, sentence: int) -> bool:
        """Whether a place is the first of its sentence, but for an article."""
        return place <= self.cast.rows[sentence].span.start + len("The ")

    def qualifies(self, phrase: Phrase) -> bool:
        """Whether a kind of body is no body here: "military exercises", "government bonds", "a sanctions regime"."""
        if phrase.of or any(chunk.letter not in "HNI" for chunk in phrase.lead):
            return False
        if phrase.before.endswith("-"):  # "anti-government protests"
            return True
        regime = phrase.title is not None and phrase.title.words.lower() == "regime"
        of_rules = self.cast.knowledge.rules.naming.regime.search(phrase.before) or _KIND_OF.search(phrase.before)
        return self.compounded(phrase) or (regime and of_rules is not None)

    def several(self, phrase: Phrase) -> Seen | None:
        """For "the U.S. and South Korean foreign ministers": each state's holder of the office, or its people."""
        assert phrase.title is not None
        parties = tuple(dict.fromkeys(party for c in (*phrase.lead, *phrase.of) if (party := party_of(c)) is not None))
        if len(parties) < 2:
            return (self.posts(phrase, parties[0].id) if parties else None) or self.group(phrase)
        body = self.body_in_plural(phrase.title.words)
        if body is not None:
            bodies = (self.body_of(body, party.id) for party in parties)
            return self.found(phrase, "joint", "one of each state", *bodies)
        offices = self.offices_in_plural(phrase.title.words)
        if phrase.title.letter == "Q":
            single = [seen for sentence in self.backwards(3) for seen in sentence if len(seen.persons) == 1]
            offices = self.cast.knowledge.peers(self.antecedent(single, phrase).persons[0].offices) if single else ()
        persons, actors = [], []
        for party in parties:
            holder = self.cast.knowledge.holder_of(offices, party.id, self.cast.memory.day)
            if holder:
                persons.append(self.cast.memory.holder(holder))
                actors.append(self.cast.memory.actor(persons[-1]))
            elif offices:
                code = self.cast.knowledge.code(party.id, offices[0].sector)
                seats = self.cast.knowledge.by_seat
                office = max(offices, key=lambda office: len(seats.get((office.id, party.id), ())))
                actors.append(Actor("person", None, party.id, office.name, code))
                self.untold.append((words_of(office.name), actors[-1], phrase.start))
            else:
                people = re.sub(r"^(?:the|both|two|three|four) ", "", phrase.title.words, flags=re.IGNORECASE)
                actors.append(self.people_of(party.id, people))
        return self.found(phrase, "joint", "one of each state", *actors, persons=tuple(persons))

    def posts(self, phrase: Phrase, state: str) -> Seen | None:
        """For "Belgium's justice and interior ministers": who holds each office of the one state."""
        assert phrase.title is not None
        fields, _, post = phrase.title.words.lower().rpartition(" ")
        one, joined, other = fields.partition(" and ")
        offices = [self.offices_in_plural(f"{field} {post}") for field in (one, other)] if joined else []
        if not offices or not all(offices):
            return None
        memory, knowledge = self.cast.memory, self.cast.knowledge
        actors = []
        for each in offices:
            holder = knowledge.holder_of(each, state, memory.day)
            unnamed = Actor("person", None, state, each[0].name, knowledge.code(state, each[0].sector))
            actors.append(memory.actor(memory.holder(holder)) if holder else unnamed)
        return self.found(phrase, "joint", "one of each office", *actors)

    def people_of(self, state: str, people: str) -> Actor:
        """People so called of a state or organisation."""
        knowledge = self.cast.knowledge
        sector = self.sector_of_people(people)
        return Actor("group", f"{knowledge.adjective(state)} {people}", state, None, knowledge.code(state, sector))

    def sector_of_people(self, people: str) -> str:
        """The sector that people so called act for: that of the forces for soldiers, else the government's."""
        return self.cast.knowledge.rules.naming.people.get(people.lower().rsplit(" ", 1)[-1], "GOV")

    def body_of(self, body: Body, state: str) -> Actor:
        """A body of that kind of a state."""
        name = f"{self.cast.knowledge.adjective(state)} {body.name}"
        return Actor("body", name, state, None, self.cast.knowledge.code(state, body.sector))

    def body_in_plural(self, words: str) -> Body | None:
        """The kind of body that a plural tells: "defense ministries"."""
        singular = re.sub(r"(?:ies|y?s)$", lambda end: "y" if end[0] == "ies" else "", words.lower())
        hits = self.cast.knowledge.rules.lexicon.find(singular)
        entry = hits[0].entries[0] if len(hits) == 1 and hits[0].end - hits[0].start == len(singular) else None
        return entry if isinstance(entry, Body) else None

    def offices_in_plural(self, words: str) -> tuple[Office, ...]:
        """The offices of a title in the plural: "foreign ministers", "heads of state"."""
        title = self.cast.knowledge.rules.naming.plurals.offices.search(words.lower())
        singular = re.sub(r"s(?= of |$)", "", title[0].replace("secretaries", "secretary"), count=1) if title else ""
        hits = self.cast.knowledge.rules.lexicon.find(singular)
        if len(hits) != 1 or hits[0].how != "title" or hits[0].end - hits[0].start != len(singular):
            return ()
        return tuple(entry for entry in hits[0].entries if isinstance(entry, Office))

    def owner(self, phrase: Phrase) -> str | None:
        """The state of "its president", "his spokesman": of the body, state or person last named."""
        first = phrase.lead[0] if phrase.lead else None
        before = self.seen[-1] if self.seen else None
        if first is None and before is not None and before.owns and before.mention.end + len("'s ") == phrase.start:
            return before.mention.actors[0].state if len(before.mention.actors) == 1 else None
        if first is None or first.letter != "V":
            return None
        of_person = first.words.lower() in {"his", "her"}
        for sentence in self.backwards(3):
            for seen in reversed(sentence):
                actors = seen.mention.actors
                if len(actors) != 1 or actors[0].state is None or seen.mention.form == "place":
                    continue
                if (actors[0].kind in {"person", "unknown"}) == of_person:
                    return actors[0].state
        return None

    def group(self, phrase: Phrase) -> Seen | None:
        """For "Russian officials": people of a state or body; others only where they speak."""
        speaks = self.beside_speech(phrase) or (phrase.words.lower() in _OF_THE_PLACE and self.did(phrase))
        if not phrase.lead and (phrase.words.lower() == "side" or not speaks):
            return None
        state = self.cast.stated(phrase) or self.owner(phrase)
        if state is None and not phrase.lead and phrase.words.lower() in _OF_THE_PLACE:
            state = (self.cast.scene() or (None, ""))[0] if self.cast.near or self.cast.about else None
        if not phrase.lead and state is None:
            known = next((seen for seen in _last(self.seen) if _same_people(seen, phrase.words)), None)
            if known:
                return self.found(phrase, "nominal", "the people named before", *known.mention.actors)
        joint = next((p for c in phrase.lead if isinstance(p := party_of(c), Organisation) and p.kind == "joint"), None)
        if joint is not None and state is None:
            people = phrase.title.words if phrase.title else phrase.words
            return self.found(phrase, "joint", "one of each state", *(self.people_of(m, people) for m in joint.members))
        body = next((c.hit.entries[0] for c in phrase.lead if c.letter == "B" and c.hit), None)
        if state is None and isinstance(body, Body):
            words = words_of(next(c.words for c in phrase.lead if c.letter == "B"))
            state = next((actor.state for borne, actor, _ in _last(self.bodies) if words <= borne), None)
            state = state or self.whose(body, phrase)[0]
        if state is not None and isinstance(body, Body):
            name = body.name if body.state else f"{self.cast.knowledge.adjective(state)} {body.name}"
            whole = Actor("body", name, state, None, self.cast.knowledge.code(state, body.sector))
            self.bodies.append((words_of(body.name), whole, phrase.start))
        people = phrase.title.words if phrase.title else phrase.words
        sector = body.sector if isinstance(body, Body) and body.sector != "GOV" else self.sector_of_people(people)
        actor = Actor("group", phrase.words, state, None, self.cast.knowledge.code(state, sector))
        return self.found(phrase, "nominal", "people of a state or body", actor)

    def party(self, phrase: Phrase) -> Seen | None:
        """A state or organisation by name, adjective, people or capital."""
        chunk = phrase.title
        party = party_of(chunk) if chunk else None
        if chunk is None or party is None:
            return None
        other = self.namesake(phrase, chunk, party) or self.compatriot(phrase, chunk, party)
        weak = chunk.letter == "W" and not self.in_company(chunk.words, party) and not self.in_list(phrase, party)
        if other is not None or weak:
            return other
        return self.party_as_named(phrase, chunk, self.governing(party) if chunk.letter == "K" else party)

    def party_as_named(self, phrase: Phrase, chunk: Chunk, party: State | Organisation) -> Seen | None:
        """A party whose name is beyond doubt, by the kind of name that it is."""
        if chunk.letter == "P":
            actor = Actor("people", chunk.words, party.id, None, self.cast.knowledge.code(party.id, "CVL"))
            return self.found(phrase, "nominal", f"people of {party.name}", actor)
        if isinstance(party, Organisation) and party.kind == "joint":
            return self.members(phrase, party, "adjective" if chunk.letter == "A" else "name")
        actor = self.party_actor(party)
        if chunk.letter == "A" and self.is_language(phrase):
            return None
        if chunk.letter == "A":
            return self.found(phrase, "adjective", f"adjective of {party.name}", actor)
        if chunk.letter == "K" and not self.acts(phrase):
            return self.found(phrase, "place", f"capital of {party.name}", actor)
        form = "place" if _PLACE.search(phrase.before) else "name"
        return self.found(phrase, form, f"names {party.name}", actor)

    def compatriot(self, phrase: Phrase, chunk: Chunk, party: State | Organisation) -> Seen | None:
        """For "the Russian agreed", "the Frenchman": the person of that state who was named last."""
        if chunk.letter not in "AP" or not phrase.before.endswith("the ") or chunk.words.endswith(_OF_MANY):
            return None
        alone = self.did(phrase) or self.beside_speech(phrase) or _ENDED.match(phrase.after) is not None
        if chunk.letter == "A" and not alone:
            return None
        seen = (seen for sentence in self.backwards(4) for seen in reversed(sentence))
        persons = next((one.persons for one in seen if len(one.persons) == 1 and one.persons[0].state == party.id), ())
        if not persons:
            return None
        return self.of_persons(phrase, "nominal", f"the one of {party.name} named before", *persons)

    def namesake(self, phrase: Phrase, chunk: Chunk, party: State | Organisation) -> Seen | None:
        """For a weak name what else bears it here: a person of the document ("Michael Jordan"), an American state."""
        if chunk.letter != "W" or chunk.words.lower().startswith("the "):
            return None
        called = [person for person in self.cast.memory.called(chunk.words) if len(person.name) > 1]
        if not called or _PLACE.search(phrase.before):
            if not self.cast.in_america(chunk.words, party.id):
                return None
            home = self.party_actor(self.cast.knowledge.states["USA"])
            return self.found(phrase, "place", "place in United States", home)
        person = self.cast.closest(called, phrase)
        return self.of_persons(phrase, "surname", f"surname of {' '.join(person.name)}", person)

    def governing(self, party: State | Organisation) -> State | Organisation:
        """The state that a capital stood for on the day: "Moscow" for the Soviet Union."""
        day, knowledge = self.cast.memory.day, self.cast.knowledge
        for before, last in party.followed if isinstance(party, State) and day is not None else ():
            if day is not None and day.isoformat() <= last:
                return knowledge.states.get(before, party)
        return party

    def is_language(self, phrase: Phrase) -> bool:
        """Whether an adjective stands alone as the name of a language: "said in Russian"."""
        alone = _LANGUAGE.match(phrase.after) is not None
        begin = self.cast.rows[phrase.sentence].span.start
        naming = self.cast.knowledge.rules.naming
        return alone and naming.language.search(self.cast.text, max(begin, phrase.start - 60), phrase.start) is not None

    def in_list(self, phrase: Phrase, party: State | Organisation) -> bool:
        """Whether a weak name stands in a list of states: "Egypt, Jordan and Iraq"; not where something bars it."""
        if self.cast.knowledge.rules.metonyms.means(phrase.words, party.id, self.cast.text) is False:
            return False
        row = self.cast.rows[phrase.sentence]
        at = bisect_left(row.chunks, phrase.start, key=lambda chunk: chunk.start)
        beside = ((at - 1, at - 1), (at + 1, at))
        return any(
            0 <= other < len(row.chunks)
            and row.chunks[other].letter == "S"
            and row.signature[2 * gap + 1] in "c&"
            and isinstance(party_of(row.chunks[other]), State)
            for other, gap in beside
        )

    def in_company(self, name: str, party: State | Organisation) -> bool:
        """Whether a weak name means its party here."""
        return self.cast.in_company(name, party)

    def members(self, phrase: Phrase, joint: Organisation, form: str) -> Seen:
        """A word or body that stands for its members alone: "inter-Korean", "NATO-Russia Council"."""
        knowledge = self.cast.knowledge
        parties = (knowledge.states.get(member) or knowledge.organisations.get(member) for member in joint.members)
        actors = (self.party_actor(party) for party in parties if party is not None)
        return self.found(phrase, form, f"{joint.name}: its members", *actors)

    def place(self, phrase: Phrase) -> Seen | None:
        """A city: a place in its state."""
        party = party_of(phrase.title) if phrase.title else None
        return self.found(phrase, "place", f"place in {party.name}", self.party_actor(party)) if party else None

    def outlet(self, phrase: Phrase) -> Seen | None:
        """A publisher that is named in the story."""
        entry = phrase.title.hit.entries[0] if phrase.title and phrase.title.hit else None
        if not isinstance(entry, Outlet):
            return None
        code = self.cast.knowledge.code(entry.state, "MED")
        longer = (name for name in entry.names if len(name) > len(entry.name) and "." not in name)
        name = next((name for name in longer if self.cast.says(name)), entry.name)
        return self.found(phrase, "name", "an outlet", Actor("body", name, entry.state, None, code))

    def party_actor(self, party: State | Organisation) -> Actor:
        """The record of a state or organisation; an organisation by its short name where the text has no longer one."""
        if isinstance(party, State):
            return Actor("state", party.name, party.id, None, f"{party.id}:GOV")
        name = party.name if self.cast.says(party.name) or party.id in _SHORTEST else party.id
        return Actor("group" if party.kind == "group" else "organisation", name, party.id, None, party.code)

    def acts(self, phrase: Phrase) -> bool:
        """Whether a capital acts or is dealt with, so that it means its government: "Seoul said", "ties with Seoul"."""
        if _PLACE.search(phrase.before) or phrase.before.endswith((" from ", " to ", " of ", "the ")):
            return False
        if re.search(r"\b(?:with|between|by|urged|told|asked|accused|warned|against) $", phrase.before):
            return True
        following = _NEXT_WORD.match(phrase.after)
        forms = {form for _, form in self.cast.knowledge.rules.verbs.read(following[1])} if following else set[str]()
        return bool(forms & {"past", "s"} or phrase.after.startswith(("'s ", " and ", " has ", " will ", " would ")))

    # ---- words for several, and pronouns -----------------------------------------------------------------------------
    def joint(self, phrase: Phrase) -> Seen | None:
        """For "the two ministers", "both sides": those who took part together, as persons or as their states."""
        following = _NEXT_WORD.match(phrase.after)
        plural = following is not None and bool(self.cast.knowledge.rules.verbs.read(following[1]))
        if _ALONE.fullmatch(phrase.words) and not (self.acting(phrase) or (plural and phrase.words[0].isupper())):
            return None
        persons = self.pair()
        exact = re.search(r"\b(?:two|both|pair|duo)\b", phrase.words, re.IGNORECASE)
        if exact:
            persons = persons[:2]
        official = self.joined.get(phrase.words.lower()) if self.document.issuer else None
        if official and _PERSONS.search(phrase.words):
            return self.of_persons(phrase, "joint", "those so called before", *official)
        people = _PERSONS.search(phrase.words) or _EITHER.search(phrase.words) or _ALONE.fullmatch(phrase.words)
        if persons and people:
            self.joined[phrase.words.lower()] = persons
            return self.of_persons(phrase, "joint", "the persons last named together", *persons)
        number = next((_NUMBERS[word] for word in phrase.words.lower().split() if word in _NUMBERS), 2)
        states = tuple(dict.fromkeys(person.state for person in persons if person.state))
        states = states if len(states) >= number else self.state_pair(number) or states
        if _PERSONS.search(phrase.words):
            states = tuple(state for state in states if state in self.cast.knowledge.states)
        if len(states) < 2:
            return self.found(phrase, "joint", "nobody was named together before")
        parties = (
            self.cast.knowledge.states.get(state) or self.cast.knowledge.organisations.get(state) for state in states
        )
        actors = (self.party_actor(party) for party in parties if party is not None)
        return self.found(phrase, "joint", "the states last named together", *actors)

    def pair(self) -> tuple[Person, ...]:
        """The persons of different states in the last sentence that names some together."""
        for sentence in self.backwards():
            persons = [person for seen in sentence if not seen.quoted for person in seen.persons if person.state]
            if len({person.state for person in persons}) > 1:
                return tuple(dict.fromkeys(persons))
        return ()

    def backwards(self, within: int | None = None, most: int = _FARTHEST) -> Iterator[list[Seen]]:
        """What was seen, sentence by sentence from the last; no farther back than `within` sentences."""
        last = self.now if within is None else self.now - within
        sentence: list[Seen] = []
        for seen in islice(reversed(self.seen), most):
            if within is not None and seen.sentence < last:
                break
            if sentence and seen.sentence != sentence[0].sentence:
                yield sentence[::-1]
                sentence = []
            sentence.append(seen)
        if sentence:
            yield sentence[::-1]

    def state_pair(self, number: int = 2) -> tuple[str, ...]:
        """The first states of the last sentence that names so many."""
        for sentence in self.backwards():
            named = [seen.mention for seen in sentence if seen.mention.form != "place"]
            actors = (actor for mention in named for actor in mention.actors if not _relays(actor))
            states = tuple(dict.fromkeys(actor.state for actor in actors if actor.state))
            if len(states) >= number:
                return states[:number]
        return ()

    def pronoun(self, phrase: Phrase) -> Seen | None:
        """He and she mean a person, it a body or state, they those named together."""
        word = phrase.words.lower()
        if word == "it":
            return self.it(phrase)
        if word == "they":
            return self.they(phrase)
        if word in {"i", "we"}:
            return self.we(phrase) if word == "we" else self.author(phrase)
        if word not in {"he", "she"}:
            return self.realm(phrase) or self.named_group(phrase)
        woman = word == "she"
        near = (seen for sentence in self.backwards(12, _NEAREST) for seen in sentence)
        candidates = [seen for seen in near if _may_be(seen, woman=woman)]
        if not candidates:
            return self.found(phrase, "pronoun", "no person named before it")
        chosen = self.antecedent(candidates, phrase)
        for person in chosen.persons:
            person.woman = woman
        reason = f"{word} after {chosen.mention.actors[0].label}"
        return self.found(phrase, "pronoun", reason, *chosen.mention.actors, persons=chosen.persons)

    def antecedent(self, candidates: list[Seen], phrase: Phrase) -> Seen:
        """The first person of the same sentence, else of the nearest before; outside quotations if it can be.

        Beside a word of speech it is who spoke last; an owner ("Blair's office") is no subject.
        """
        inside = self.quoted(phrase.start)
        here = [seen for seen in candidates if seen.sentence == phrase.sentence and seen.quoted == inside]
        said = _LAST_WORD.search(phrase.before)
        if here and said and said[1] in self.cast.knowledge.speaks:
            return here[0]
        fitting = [seen for seen in candidates if seen.quoted == inside] or candidates
        fitting = [seen for seen in fitting if not seen.owns] or fitting
        nearest = max(seen.sentence for seen in fitting)
        first = next(seen for seen in fitting if seen.sentence == nearest)
        opens = first.mention.start <= self.cast.rows[nearest].span.start + 4
        if nearest < phrase.sentence and not inside and not opens and self.beside_speech(phrase):
            fitting = [seen for seen in fitting if seen.speaks] or fitting
            nearest = max(seen.sentence for seen in fitting)
        return next(seen for seen in fitting if seen.sentence == nearest)

    def it(self, phrase: Phrase) -> Seen | None:
        """For "it said": the body, organisation or state that was the subject before; not the "it" of "it is clear"."""
        following = _NEXT_WORD.match(phrase.after)
        if following is None:
            return None
        speaks = following[1].lower() in self.cast.knowledge.speaks or following[1] in {"has", "will", "would", "had"}
        empty = following[1] in self.cast.knowledge.rules.naming.empty
        begins = phrase.start <= self.cast.rows[phrase.sentence].span.start + 1 and not empty
        if not speaks and not (begins and self.did(phrase)):
            return None
        things = [
            seen
            for sentence in self.backwards(3)
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
            nearest == phrase.sentence - 1 and chosen.mention.start <= self.cast.rows[nearest].span.start + 4
        ):
            return None
        return self.found(phrase, "pronoun", "the body named before it", *chosen.mention.actors)

    def we(self, phrase: Phrase) -> Seen | None:
        """For "we" in an official release: the state that issues it."""
        turn, voice = self.turn(phrase.start), self.voice(phrase.start)
        issuer = self.cast.knowledge.states.get(self.document.issuer or "")
        if turn is not None and (voice is None or not voice.persons):
            issuer = None if self.document.turns[turn].speaker is None else issuer
        elif voice is not None:
            issuer = self.cast.knowledge.states.get(voice.persons[0].state or "")
        if issuer is None or self.quoted(phrase.start):
            return None
        if voice is not None and voice.persons:
            return self.found(phrase, "pronoun", f"said by {voice.mention.actors[0].label}", self.party_actor(issuer))
        return self.found(phrase, "pronoun", "the document is that state's own", self.party_actor(issuer))

    def author(self, phrase: Phrase) -> Seen | None:
        """For "I" in a release: who heads the office that issues it on its day."""
        issuer = self.document.issuer
        if issuer is None or self.quoted(phrase.start):
            return None
        knowledge = self.cast.knowledge
        offices = knowledge.headed(self.document.outlet, self.document.office)
        holder = knowledge.holder_of(offices, issuer, self.cast.memory.day)
        if holder is None:
            return None
        return self.of_persons(phrase, "pronoun", "heads the office that issues this", self.cast.memory.holder(holder))

    def realm(self, phrase: Phrase) -> Seen | None:
        """For "the kingdom": the monarchy last named, where the words have ended."""
        if not self.acting(phrase):
            return None
        word = phrase.words.lower().removeprefix("the ")
        if word == "country":
            return self.country(phrase)
        realms = self.cast.knowledge.rules.naming.realms.get(word, frozenset())
        for sentence in self.backwards(6):
            told = [seen.mention for seen in sentence if seen.mention.form != "place"]
            named = [actor.state for mention in told for actor in mention.actors if actor.state in realms]
            state = self.cast.knowledge.states.get(named[-1] or "") if named else None
            if state is not None:
                return self.found(phrase, "nominal", "the realm named before", self.party_actor(state))
        return None

    def country(self, phrase: Phrase) -> Seen | None:
        """For "the country said": the state that opens a sentence shortly before, or that alone is named there."""
        if not self.beside_speech(phrase):
            return None
        for sentence in self.backwards(3):
            named = [seen for seen in sentence if not seen.persons and not seen.quoted and seen.mention.form == "name"]
            states = dict.fromkeys(actor for seen in named for actor in seen.mention.actors if actor.kind == "state")
            opens = named and named[0].mention.start <= self.cast.rows[named[0].sentence].span.start + 4
            if states and (len(states) == 1 or opens):
                return self.found(phrase, "nominal", "the state named before", next(iter(states)))
        return None

    def named_group(self, phrase: Phrase) -> Seen | None:
        """For "the group": the armed group or movement last named, where the words are no part of a longer name."""
        word = phrase.words.lower().removeprefix("the ")
        if word == "country" or word in self.cast.knowledge.rules.naming.realms:
            return None
        if not self.acting(phrase):
            return None
        if word in self.cast.knowledge.rules.naming.short:
            return self.shortened(phrase, word)
        for sentence in self.backwards(4):
            named = [s for s in sentence if s.mention.form == "name" and s.mention.actors[0].kind == "group"]
            if named:
                return self.found(phrase, "nominal", "the group named before", *named[-1].mention.actors)
        return None

    def shortened(self, phrase: Phrase, noun: str) -> Seen | None:
        """For "the court": the body or organisation named before whose name ends or begins with the noun."""
        for sentence in self.backwards(6):
            for seen in reversed(sentence):
                actors = seen.mention.actors
                if len(actors) != 1 or actors[0].kind not in {"body", "organisation"} or actors[0].state is None:
                    continue
                if noun in {(actors[0].name or "").lower().split()[i] for i in (0, -1)}:
                    return self.found(phrase, "nominal", "the body named before", *actors)
        return None

    def acting(self, phrase: Phrase) -> bool:
        """Whether a verb or a small word follows, so that the phrase has ended: "the two agreed", "the group in"."""
        following = _NEXT_WORD.match(phrase.after)
        if phrase.after.startswith((" of ", "-")) or following is None or not following[1].islower():
            return False
        speaks = self.cast.knowledge.speaks
        return self.did(phrase) or following[1] in speaks or following[1] in _AFTER_TITLES

    def did(self, phrase: Phrase) -> bool:
        """Whether a verb follows that tells what somebody did or does: "Austin phoned"."""
        following = _NEXT_WORD.match(phrase.after)
        return following is not None and any(
            form in {"s", "past"} for _, form in self.cast.knowledge.rules.verbs.read(following[1])
        )

    def they(self, phrase: Phrase) -> Seen:
        """For "they": people who are the subject of a sentence together; else those named together, or a group."""
        together = self.subjects()
        if together is not None:
            self.delegates = together
            return self.of_persons(phrase, "pronoun", "the persons who are the subject before it", *together)
        for seen in islice(reversed(self.seen), _NEAREST):
            if phrase.sentence - seen.sentence > 2:
                break
            several = len(seen.mention.actors) > 1
            if several or (seen.mention.actors and seen.mention.actors[0].kind in {"group", "people"}):
                return self.found(
                    phrase, "pronoun", "those named before it", *seen.mention.actors, persons=seen.persons
                )
        parties = self.joined_parties(phrase)
        if parties:
            return self.found(phrase, "pronoun", "the parties that open the sentence before", *parties)
        persons = self.pair()
        if persons:
            return self.of_persons(phrase, "pronoun", "the persons last named together", *persons)
        return self.found(phrase, "pronoun", "nobody was named together before")

    def joined_parties(self, phrase: Phrase) -> tuple[Actor, ...]:
        """The states and bodies joined at the beginning of the sentence before: "Egypt, Jordan and the Authority"."""
        before = next((told for told in self.backwards(1) if told[0].sentence == phrase.sentence - 1), [])
        joined: list[Actor] = []
        end = self.cast.rows[phrase.sentence - 1].span.start if before else 0
        for seen in before:
            between = self.cast.text[end : seen.mention.start].strip(" ,").lower().removesuffix("the").strip()
            if between not in {"", "and"} or seen.quoted or seen.persons or len(seen.mention.actors) != 1:
                break
            joined += seen.mention.actors
            end = seen.mention.end
        return tuple(joined) if len({actor.state for actor in joined}) > 1 else ()

    def subjects(self) -> tuple[Person, ...] | None:
        """The persons joined at the beginning of the last sentences: "Lind and Torres met", "they" again after that."""
        for sentence in self.backwards(2):
            if sentence[0].sentence == self.now:
                continue
            persons: list[Person] = []
            end = 0
            told = next((i for i, seen in enumerate(sentence) if seen.mention.form != "place"), 0)
            for seen in sentence[told:]:
                between = self.cast.text[(end if persons else seen.mention.start) : seen.mention.start].strip(" ,")
                if not seen.persons or seen.quoted or between not in {"", "and"}:
                    break
                persons += seen.persons
                end = seen.mention.end
            # Of "Lind and Torres met Oslo's envoy" both sides may go on with "they".
            one = {person.state for seen in sentence for person in seen.persons} == {p.state for p in persons}
            if one and len(dict.fromkeys(persons)) > 1:
                return tuple(dict.fromkeys(persons))
        return None

    def persons(self) -> Iterable[Person]:
        """The persons whom a title may mean: all of the document, of a crowd those named last."""
        known = self.cast.memory.persons
        if len(known) <= _CROWD:
            return known
        named = (person for seen in islice(reversed(self.seen), _CROWD) for person in reversed(seen.persons))
        return tuple(dict.fromkeys(named))[::-1]

    # ---- places and recency ------------------------------------------------------------------------------------------
    def quoted(self, place: int) -> bool:
        """Whether the place lies inside quotation marks."""
        i = bisect_right(self.marks, (place, True))
        return bool(i) and self.marks[i - 1][1]

    def turn(self, place: int) -> int | None:
        """The turn of a transcript that a place lies in."""
        turns = self.document.turns
        i = bisect_right(turns, place, key=_head_start) - 1 if turns else -1
        return i if i >= 0 and place < turns[i].words.end else None

    def voice(self, place: int) -> Seen | None:
        """Who speaks at a place of a transcript, where the head of the turn names somebody known."""
        turn = self.turn(place)
        return self.voices.get(turn) if turn is not None else None

    def recurs(self, person: Person) -> bool:
        """Whether the name comes again, or the surname stands alone somewhere, as persons' do."""
        family = self.cast.memory.family(person).lower()
        return family in self.cast.singles or folded("".join(person.name)) in self.cast.repeated

    def beside_speech(self, phrase: Phrase) -> bool:
        """Whether a word of speech stands right after or before the phrase."""
        following = _NEXT_WORD.match(phrase.after)
        speaks = self.cast.knowledge.speaks
        if following and following[1] in speaks:
            return True
        # "It denies Western claims" names nobody beside the word.
        goes_on = following is not None and phrase.after.startswith(" ") and following[1].islower()
        if goes_on and following is not None and following[1] not in _AFTER_TITLES:
            return False
        before = _LAST_WORD.search(phrase.before)
        return bool(before and before[1] in speaks)

    def nearness(self, person: Person) -> tuple[bool, int]:
        """A bare title means the report's own side first ("the president" in a release), then who was named last."""
        return any(person.state == state for state, _ in self.cast.home), person.last

    def fitness(self, person: Person, words: frozenset[str]) -> tuple[bool, bool, int]:
        """How well a bare title fits: "the president" is a president before one who presides over state affairs."""
        home, last = self.nearness(person)
        return home, words in person.titles, last


def _is_short(phrase: Phrase) -> bool:
    """Whether a title is one word, which shortens another: "the Serbian minister" for the minister of energy."""
    return phrase.title is not None and " " not in phrase.title.words and not phrase.of


def _last(things: Sequence[Thing]) -> Iterator[Thing]:
    """The last of these, so many as anything is looked back to, the last one first."""
    return islice(reversed(things), _FARTHEST)


def _is_private(phrase: Phrase) -> bool:
    """Whether an office is that of an institution by name and no state's: "president of the Lind Fund"."""
    return phrase.pre is not None or any(chunk.letter == "I" for chunk in phrase.of)


def _head_start(turn: Turn) -> int:
    return turn.head.start


def _relays(actor: Actor) -> bool:
    """Whether an actor is a medium, which tells of the others."""
    return actor.kind == "body" and actor.code is not None and actor.code.endswith(":MED")


def _may_be(seen: Seen, *, woman: bool) -> bool:
    """Whether "she" or "he" may mean a mention: one person, not known to be of the other sex."""
    actors = seen.mention.actors
    one = len(actors) == 1 and actors[0].kind == "person"
    return one and all(person.woman in {None, woman} for person in seen.persons)


def _same_people(seen: Seen, words: str) -> bool:
    """Whether a mention is of people of the same kind: "officials" after "Russian officials"."""
    actors = seen.mention.actors
    return len(actors) == 1 and actors[0].kind == "group" and (actors[0].name or "").lower().endswith(words.lower())


def _quotation_marks(document: Document, text: str) -> Iterator[tuple[int, bool]]:
    """Each quotation mark, and whether a quotation is open after it; every block begins outside."""
    for block in document.blocks:
        inside = False
        yield block.start, inside
        for match in re.finditer('"', text[block.start : block.end]):
            inside = not inside
            yield block.start + match.start(), inside
