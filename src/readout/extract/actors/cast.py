"""Who is introduced in a document: every full name, with what its titles, the words beside it and the table say.

`Cast.met` is the first pass. It meets everybody before anything is resolved, since a headline says "Blinken" before the
story says who that is.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Self

from readout.codebook.entries import Holder, Office, State
from readout.extract.actors.appositions import described
from readout.extract.actors.chunks import Chunk, Row, party_of
from readout.extract.actors.guesses import around, is_private_head
from readout.extract.actors.knowledge import FIRST, Knowledge
from readout.extract.actors.lists import with_offices
from readout.extract.actors.memory import FORMER, HOME, IMPLIED, NONE, SAID, Person
from readout.extract.actors.phrases import Phrase
from readout.extract.actors.said import (
    OF_MANY,
    OF_STATES,
    body_id,
    capitalised,
    group_of,
    ids,
    is_of_group,
    is_private,
    no_name,
    offices_of,
    own_state_of,
    owns,
    sector_of,
    speaks_for,
    title_words,
)
from readout.extract.actors.setting import Setting
from readout.extract.actors.spelling import cleaned, folded, words_of
from readout.records import Document

_WOMAN, _MAN = re.compile(r"(?:Mrs|Ms|Miss|Madam|Lady)\b|woman$"), re.compile(r"(?:Mr|Sir)\b|[a-z]man$")
_JOINED = re.compile(r"(?:,|\band) $")
# How many sentences after a body or state "the spokesman" is still its own.
_NEAR = 2
# The parts of a full name, at least.
_SEVERAL = 2
# What the American press writes after a legislator's name: "R-Ky.", "(D-Calif.)".
_AMERICAN_SEAT = re.compile(r",? \(?(?:[RDI]|Rep|Dem|Republican|Democrat)\.?-[A-Z]")


@dataclass(slots=True)
class Cast(Setting):
    """The persons of one document, and the phrases that name them.

    `singles` are the capitalised words that stand alone, as surnames do; `repeated` the names that come again; `parts`
    those of each name by its place, none where capitals are no person's name.
    """

    phrases: tuple[Phrase, ...] = ()
    parts: dict[int, tuple[str, ...]] = field(default_factory=dict)
    singles: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()

    @classmethod
    def met(
        cls, document: Document, text: str, knowledge: Knowledge, phrases: tuple[Phrase, ...], rows: tuple[Row, ...]
    ) -> Self:
        """Everybody whom the document introduces."""
        cast = cls.of(document, text, knowledge, rows)
        cast.singles = frozenset(
            phrase.name.words.lower()
            for phrase in phrases
            if phrase.name and phrase.name.letter == "N" and " " not in phrase.name.words
        )
        written = Counter(phrase.name.words for phrase in phrases if phrase.name)
        parts = {words: cleaned(words) for words in written}
        full: Counter[str] = Counter()
        for words, times in written.items():
            full[folded("".join(parts[words]))] += times
        cast.repeated = frozenset(name for name, times in full.items() if times > 1)
        named = (cast.without_first_word(phrase) for phrase in phrases)
        cast.phrases = tuple(with_offices(named, rows, knowledge.rules, text))
        for phrase in cast.phrases:
            if phrase.name is not None:
                cast.parts[phrase.name.start] = parts.get(phrase.name.words) or cleaned(phrase.name.words)
        cast.introduce()
        cast.named_later()
        for person in cast.memory.persons:
            person.last = -1
        return cast

    def without_first_word(self, phrase: Phrase) -> Phrase:
        """Drop a capital that is no part of the name: "Meanwhile Antony Blinken", "Presidents Biden"."""
        name = phrase.name
        if name is None or name.letter != "N" or phrase.title or phrase.honorific or phrase.start != name.start:
            return phrase
        first, _, rest = name.words.partition(" ")
        if not rest or folded(name.words) in self.knowledge.by_name:
            return phrase
        plural = first.lower().endswith("s")
        known = folded(rest) in self.knowledge.by_name or (
            plural and " " not in rest and (rest.lower() in self.singles or self.knowledge.is_title(first[:-1]))
        )
        if not known:
            return phrase
        start = name.start + len(first) + 1
        shorter = Chunk(start, name.end, "N", rest)
        return phrase._replace(start=start, words=self.text[start : phrase.end], name=shorter)

    def introduce(self) -> None:
        """Everybody who is named in full, then those of whom a title and a surname are all the document has."""
        body_state: str | None = None
        told = -1
        bodies: dict[str, str] = {}
        group: str | None = None
        latest: Person | None = None
        partner: Person | None = None
        sentence = -1
        phrases = [phrase for phrase in self.phrases if phrase.name is not None or phrase.kind in {"body", "party"}]
        owners = {phrase.end + len("'s "): self.stated(phrase) for phrase in self.phrases if owns(phrase)}
        for full in (True, False):
            for phrase in phrases:
                if phrase.sentence != sentence:
                    partner, sentence = None, phrase.sentence
                if phrase.kind in {"body", "party"}:
                    own = self.stated(phrase) or own_state_of(phrase) or self.subject(phrase)
                    body_state, told = (own, phrase.sentence) if own else (body_state, told)
                    group = group_of(phrase) or group
                    if phrase.kind == "body" and body_state:
                        bodies[body_id(phrase)] = body_state
                parts = self.parts[phrase.name.start] if phrase.name is not None else ()
                if not parts or (len(parts) > 1) != full:
                    continue
                person = self.introduced(phrase)
                if person is None:
                    continue
                offices = offices_of(phrase) if bodies else ()
                named = next((bodies[o.body] for o in offices if o.body in bodies), None)
                person.learn(owners.get(phrase.start), SAID, "the state of whose office it is")
                if latest is not None and self.knowledge.rules.naming.shapes.kin.search(phrase.before):
                    self.relate(person, latest)
                owned = self.owned(phrase, latest, group if is_of_group(phrase) else body_state)
                near = body_state if 0 <= phrase.sentence - told <= _NEAR else None
                self.learn(person, phrase, owned or (near if speaks_for(phrase) else named), partner)
                latest, person.last = person, phrase.end
                partner = person if phrase.title and person.state else partner

    def relate(self, person: Person, to: Person) -> None:
        """Whoever is "his son" is of the same state, and acts for nobody as long as no title says so."""
        if person.strength == NONE and to.state is not None:
            person.known, person.sector = True, "CVL"
        person.learn(to.state, HOME, f"a relative of {' '.join(to.name)}")

    def named_later(self) -> None:
        """Who opens a sentence by name alone has the office that opens the next: "Lind left. The Tajik negotiator"."""
        opening: dict[int, Phrase] = {}
        for phrase in self.phrases:
            number = phrase.sentence
            if number not in opening and phrase.start <= self.rows[number].span.start + len("The "):
                opening[number] = phrase
        for number, phrase in opening.items():
            before = opening.get(number - 1)
            bare = before is not None and before.kind == "person" and (before.title is None or self.ranked(before))
            # "The Dow Jones report" is no person's.
            bare = bare and before is not None and before.start == self.rows[before.sentence].span.start
            if before is None or before.name is None or not bare or phrase.former:
                continue
            person = self.memory.by_name.get(folded("".join(cleaned(before.name.words))))
            if person is None or person.strength or len(person.name) < _SEVERAL:
                continue
            state, titled = self.stated(phrase), phrase.kind == "title" and not person.titles
            held = self.knowledge.holder_of(offices_of(phrase), state, self.memory.day) if state else None
            being = self.knowledge.rules.naming.being
            told = phrase.title is not None and phrase.title.letter in "AP" and phrase.before.endswith("the ")
            noun = phrase.after.split()[0] if phrase.after.split() else ""
            if told and phrase.title and ((being.match(noun) and noun[-1:] != "s") or self.one_did(phrase, noun)):
                state = self.own_state(phrase.title)
            if state is None or held is not None or not (titled or told):
                continue
            person.known = True
            person.learn(state, IMPLIED, f'"{phrase.words}" opens the next sentence')
            if titled:
                self.learn_title(person, phrase._replace(name=before.name), None, None)
            elif self.one_did(phrase, noun) and person.office is None:
                person.sector = "CVL"

    def one_did(self, phrase: Phrase, verb: str) -> bool:
        """Whether a nation's name before a verb means one of it: "The Algerian said", not "The Chinese said"."""
        one = phrase.kind == "party" and not phrase.words.endswith(OF_MANY)
        return one and (
            verb in self.knowledge.speaks or "past" in {f for _, f in self.knowledge.rules.verbs.read(verb)}
        )

    def owned(self, phrase: Phrase, latest: Person | None, body_state: str | None) -> str | None:
        """The state of "his spokesman", of whoever was named before; of "its", of the body or state before."""
        first = phrase.lead[0] if phrase.lead else None
        if first is None and latest is not None and phrase.title and self.text.startswith("'s ", latest.last):
            return latest.state if latest.last + len("'s ") == phrase.start else None
        if first is None or first.letter != "V":
            return None
        if first.words.lower() in {"his", "her"}:
            return latest.state if latest else None
        return body_state

    def subject(self, phrase: Phrase) -> str | None:
        """The state that opens a sentence as its subject, so that its ministry's spokesman may follow in the next."""
        party = (
            party_of(phrase.title) if phrase.kind == "party" and phrase.title and phrase.title.letter == "S" else None
        )
        opens = phrase.start <= self.rows[phrase.sentence].span.start + 4
        return party.id if isinstance(party, State) and opens and not phrase.after.startswith("'s ") else None

    def introduced(self, phrase: Phrase) -> Person | None:
        """The person of a name; of a bare surname only where its title and the table of holders, or the text, tell."""
        assert phrase.name is not None
        parts, titled = self.parts[phrase.name.start], phrase.title is not None
        if no_name(phrase, parts, self.knowledge):
            self.parts[phrase.name.start] = ()
            return None
        if len(parts) > 1:
            bare = phrase.name.letter in "NI" and not titled and phrase.honorific is None
            if bare and (self.rows[phrase.sentence].headline or self.knowledge.rules.naming.names_no_person(parts)):
                return None
            return self.memory.person(phrase.name.words, self.stated(phrase))
        known = self.memory.called(parts[0], titled=titled or phrase.honorific is not None)
        holder = self.memory.titled(parts[0], offices_of(phrase), phrase.title.words) if phrase.title else None
        if known and (holder is None or any(_may_hold(person, holder) for person in known)):
            return self.closest(known, phrase)
        if phrase.title is None:
            return None
        holder = holder or self.once(parts[0], offices_of(phrase), self.stated(phrase))
        return self.memory.holder(holder) if holder else self.memory.person(phrase.name.words)

    def once(self, family: str, offices: tuple[Office, ...] | None, state: str | None) -> Holder | None:
        """Who held an office before and is called by it still: "President Bush" years after; of a state named here."""
        states = {state} if state else {*self.strong, *(home for home, _ in self.home)}
        return self.memory.once(family, offices, states)

    def closest(self, persons: list[Person], phrase: Phrase) -> Person:
        """Of several of one name: whom title and state fit."""
        if len(persons) == 1:
            return persons[0]
        state = self.stated(phrase)
        title = words_of(phrase.title.words) if phrase.title else frozenset[str]()
        bare = not title and not state
        begin = self.rows[phrase.sentence].span.start
        return max(
            persons,
            key=lambda person: (
                state is not None and person.state == state, bool(title) and person.is_called(title),
                bare and person.last >= begin, bare and any(office.rank >= FIRST for office in person.offices),
                person.last,
            ),
        )  # fmt: skip

    def learn(self, person: Person, phrase: Phrase, body_state: str | None, partner: Person | None) -> None:
        """What one naming of a person says: state, office, titles; who is a woman or a man."""
        stated = self.stated(phrase)
        person.learn(stated, SAID, f'the text says "{phrase.words}"')
        if _AMERICAN_SEAT.match(phrase.after) and "USA" in self.knowledge.states:
            person.learn("USA", SAID, "a seat in the U.S. Congress follows the name")
            person.known, person.sector = True, "LEG"
        called = phrase.honorific or phrase.title
        owned = phrase.kind == "person" and phrase.lead and not phrase.title
        family = self.knowledge.rules.naming.shapes.family_ends
        if called or (owned and (person.woman is not None or family.search(person.name[-1]))):
            person.known = True
        if called and _WOMAN.search(called.words):
            person.woman = True
        elif called and _MAN.search(called.words):
            person.woman = False
        for state, why in described(self, person, phrase) if is_private(phrase) or self.ranked(phrase) else ():
            person.learn(state, IMPLIED, why)
        if phrase.title is not None:
            self.learn_title(person, phrase, body_state, partner)

    def learn_title(self, person: Person, phrase: Phrase, body_state: str | None, partner: Person | None) -> None:
        """What the title of a naming says of a person: state, office, and what they are called later."""
        assert phrase.title is not None
        offices = offices_of(phrase)
        self.memory.recognise(person, offices)
        held = {
            h.state for h in self.knowledge.by_name.get(folded("".join(person.name)), ()) if h.office in ids(offices)
        }
        if len(held) == 1:
            person.learn(held.pop(), SAID, "the table has them in that office")
        entries = phrase.title.hit.entries if phrase.title.hit else ()
        states = {entry.state for entry in entries if isinstance(entry, Office)}
        if len(states) == 1 and not phrase.pre:
            person.learn(next(iter(states)), IMPLIED, f'"{phrase.title.words}" is an office of one state')
        person.learn(body_state, HOME, "the body last named")
        if partner is not None and _JOINED.search(phrase.before) and not phrase.lead:
            person.learn(partner.state, HOME, f"named beside {' '.join(partner.name)}")
        # The first of these is taken, and only where nothing stronger is known.
        state, why = next(around(self, phrase, offices), (None, "")) if person.strength < HOME else (None, "")
        person.learn(state, HOME, why)
        over = not phrase.former and self.memory.is_over(person, ids(offices))
        (person.past if over else person.titles).append(words_of(title_words(phrase)))
        person.post = person.post or self.posted(phrase)
        if phrase.also is not None:
            person.titles.append(words_of(phrase.also.words))
        if person.office is None:
            self.learn_office(person, phrase, offices, partner)
            if person.sector == "GOV" and body_state is None and is_private_head(self, phrase):
                person.sector = "CVL"
        if over and person.office is not None:
            person.office = f"former {person.office.removeprefix('former ')}"
        if (phrase.former or over) and person.sector in OF_STATES:
            person.sector = FORMER

    def learn_office(self, person: Person, phrase: Phrase, offices: tuple[Office, ...], partner: Person | None) -> None:
        """The office of a title; a counterpart has that of the person named before, nobody's counterpart none."""
        naming = self.knowledge.rules.naming
        title = phrase.title.words.lower() if phrase.title is not None else ""
        if title in naming.lists.neighbours or title in naming.lists.deputies:
            return
        if phrase.kind != "counterpart":
            person.offices = offices
            person.office = self.office_name(phrase, offices, person.state)
            person.sector = FORMER if phrase.former else sector_of(phrase, offices)
        elif partner is not None:
            person.offices, person.office, person.sector = partner.offices, partner.office, partner.sector

    def office_name(self, phrase: Phrase, offices: tuple[Office, ...], state: str | None) -> str | None:
        """The office that a title names: its entry's name where it has one, else the title as written."""
        assert phrase.title is not None
        fitting = [office for office in offices if office.state in {None, state}]
        plain_title = not phrase.pre and not phrase.title.deputy and not any(c.letter in "NI" for c in phrase.of)
        name = fitting[0].name if fitting and plain_title else capitalised(title_words(phrase))
        return f"former {name}" if phrase.former else name


def _may_hold(person: Person, holder: Holder) -> bool:
    """Whether a person of the document may be the holder that a title and a surname tell: not if another given name.

    Somebody of another given name is, where the text gives them that very office.
    """
    names = {folded("".join(cleaned(name))) for name in (holder.name, *holder.names)}
    borne = {office.id for office in person.offices}
    return len(person.name) == 1 or folded("".join(person.name)) in names or holder.office in borne
