"""Who is introduced in a document: every full name, with what its titles, the words beside it and the table say.

`Cast.of` is the first pass. It meets everybody before anything is resolved, since a headline says "Blinken" before the
story says who that is.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from readout.codebook.entries import Body, Holder, Office, Organisation, Outlet, State
from readout.extract.actors.chunks import Chunk, Row, party_of
from readout.extract.actors.knowledge import FIRST, Knowledge, in_term
from readout.extract.actors.lists import with_offices
from readout.extract.actors.memory import FORMER, HELD, HOME, IMPLIED, NONE, SAID, Memory, Person
from readout.extract.actors.phrases import Phrase
from readout.extract.actors.spelling import cleaned, folded, head_noun, unmarked, words_of
from readout.records import Document

_WOMAN, _MAN = re.compile(r"(?:Mrs|Ms|Miss|Madam|Lady)\b|woman$"), re.compile(r"(?:Mr|Sir)\b|[a-z]man$")

# Sectors whose offices are a state's: an analyst or a company's head has none because of where the report stands.
_OF_STATES = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY", "ELI"))
# Of these are commanders and the like also of a body that the codebook has not.
_ARMED = frozenset(("MIL", "COP"))
# The rank from which an office has one holder at a time in a state; envoys and deputies are many.
_ONE_HOLDER = 80
# Below it are the offices that a report from abroad names without a word for the state: "the deputy police chief".
_LESSER = 60
_JOINED = re.compile(r"(?:,|\band) $")
_APPOSED = re.compile(r",? (?:\([^()]{1,30}\) ?)?,? ?([^,;:\"()]{3,140})")
# Whom the capital behind them tells the state of, other than diplomats and sources there.
_SEATED = re.compile(
    r"spokes|official|authorit|ministr|government|police|lawmaker|legislator|prosecutor", re.IGNORECASE
)
_APPOSES = frozenset("a an the one of from at with".split())
# What stands after these is what somebody knows about or is sent to, not where they are from.
_TOPICS = frozenset("on about against to over into covering toward towards versus and regarding concerning".split())
# What may follow the name of a state that somebody is of; any other noun makes it a matter ("China research").
_AFTER_STATES = frozenset(
    "and in at who whose with for on under during from to since until when where by as is was has had said".split()
)
# Between an adjective and the body that somebody is in.
_MEMBER_OF = re.compile(r" (?:member|leader|head|chair|chairman|chairwoman|president) of (?:the )?")
_WHERE = frozenset("in from at of".split())
# How adjectives and names of peoples end that mean many: "the French said", "the Chinese", "the Russians".
OF_MANY = ("sh", "ch", "ese", "ss", "s", "men", "women")
# "Guatemala's disaster agency chief, Lind": so many words at most stand between a state and a name.
_WORDS_BEFORE = 5
# The state that a report names so much more often than any other is the one that it is about.
_OFTEN, _TIMES = 3, 2
# How many sentences after a body or state "the spokesman" is still its own.
_NEAR = 2
# Letters between an office and the name of where it sits: " in the ".
_TO_THE = 8
# The parts of a full name, at least.
_SEVERAL = 2
_NAME_BEHIND = re.compile(r" [A-Z][a-z]+s\b")
# "Executive director of a think-tank in Oslo" heads nothing of a state's.
_OF_PRIVATE = re.compile(
    r" (?:of|at|for|with) an? [^,.;:]{0,40}?\b(?:think[- ]tank|institute|compan(?:y|ies)|firm|foundation|charity"
    r"|university|college|consultancy|fund|association|bank|non-profit|nonprofit|advocacy group|lobby)\b"
)
_SENT = re.compile(r"ambassador|envoy|representative|consul|high commissioner", re.IGNORECASE)
# What the American press writes after a legislator's name: "R-Ky.", "(D-Calif.)".
_AMERICAN_SEAT = re.compile(r",? \(?(?:[RDI]|Rep|Dem|Republican|Democrat)\.?-[A-Z]")


@dataclass(slots=True)
class Cast:
    """The persons of one document, and the phrases that name them.

    `home` holds the states where the report stands, each with its reason, the first `near` of them those of its issuer
    and dateline, the others those of its publisher; `strong` the states and organisations that
    are named beyond doubt; `singles` the capitalised words that stand alone, as surnames do; `repeated` the names that
    come again, `often` the states most often named.
    """

    text: str
    knowledge: Knowledge
    memory: Memory
    phrases: tuple[Phrase, ...]
    rows: tuple[Row, ...]
    home: tuple[tuple[str, str], ...]
    near: int
    strong: frozenset[str]
    singles: frozenset[str]
    repeated: frozenset[str]
    often: tuple[str, ...]
    about: str | None
    issuer: str | None
    meant: dict[tuple[str, str], bool | None] = field(default_factory=dict)
    written: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def of(
        cls, document: Document, text: str, knowledge: Knowledge, phrases: tuple[Phrase, ...], rows: tuple[Row, ...]
    ) -> "Cast":
        """Everybody whom the document introduces."""
        strong = {
            party.id
            for row in rows
            for chunk in row.chunks
            if chunk.letter in "SAPKC" and (party := party_of(chunk)) is not None
        }
        singles = {
            phrase.name.words.lower()
            for phrase in phrases
            if phrase.name and phrase.name.letter == "N" and " " not in phrase.name.words
        }
        full = Counter(folded("".join(cleaned(phrase.name.words))) for phrase in phrases if phrase.name)
        states = Counter(
            party.id
            for row in rows
            for chunk in row.chunks
            if chunk.letter in "SAKC" and isinstance(party := party_of(chunk), State)
        )
        states.update(
            entry.state
            for row in rows
            for chunk in row.chunks
            if chunk.letter == "Z" and chunk.hit
            for entry in chunk.hit.entries[:1]
            if isinstance(entry, Body) and entry.state is not None and entry.state in knowledge.states
        )
        near = tuple(_home(document, text, knowledge, set(states)))
        cast = cls(
            text=text,
            knowledge=knowledge,
            memory=Memory(knowledge, document.published.start),
            phrases=phrases,
            rows=rows,
            home=(*near, *_publisher(document, knowledge, strong)),
            near=len(near),
            strong=frozenset(strong),
            singles=frozenset(singles),
            issuer=document.issuer,
            often=tuple(state for state, _ in states.most_common(3)),
            about=_about(states.most_common(2)),
            repeated=frozenset(name for name, times in full.items() if times > 1),
        )
        named = (cast.without_first_word(phrase) for phrase in phrases)
        cast.phrases = tuple(with_offices(named, rows, knowledge.rules, text))
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
        owners = {phrase.end + len("'s "): self.stated(phrase) for phrase in self.phrases if _owns(phrase)}
        for full in (True, False):
            for phrase in phrases:
                if phrase.sentence != sentence:
                    partner, sentence = None, phrase.sentence
                if phrase.kind in {"body", "party"}:
                    own = self.stated(phrase) or _own_state(phrase) or self.subject(phrase)
                    body_state, told = (own, phrase.sentence) if own else (body_state, told)
                    group = _group(phrase) or group
                    if phrase.kind == "body" and body_state:
                        bodies[_body_id(phrase)] = body_state
                if phrase.name is None or (len(cleaned(phrase.name.words)) > 1) != full:
                    continue
                person = self.introduced(phrase)
                if person is None:
                    continue
                named = next((bodies[o.body] for o in offices_of(phrase) if o.body in bodies), None)
                person.learn(owners.get(phrase.start), SAID, "the state of whose office it is")
                if latest is not None and self.knowledge.rules.naming.kin.search(phrase.before):
                    self.relate(person, latest)
                owned = self.owned(phrase, latest, group if _of_group(phrase) else body_state)
                near = body_state if 0 <= phrase.sentence - told <= _NEAR else None
                self.learn(person, phrase, owned or (near if _speaks_for(phrase) else named), partner)
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
        parts = cleaned(phrase.name.words)
        titled = phrase.title is not None
        if no_name(phrase, parts, self.knowledge):
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
        owned = phrase.kind == "person" and phrase.lead and not phrase.title
        family = self.knowledge.rules.naming.family.search(person.name[-1])
        if phrase.honorific or phrase.title or (owned and (person.woman is not None or family)):
            person.known = True
        words = (phrase.honorific.words if phrase.honorific else "") or (phrase.title.words if phrase.title else "")
        if _WOMAN.search(words):
            person.woman = True
        elif _MAN.search(words):
            person.woman = False
        for state, why in self.described(person, phrase) if _private(phrase) or self.ranked(phrase) else ():
            person.learn(state, IMPLIED, why)
        if phrase.title is not None:
            self.learn_title(person, phrase, body_state, partner)

    def learn_title(self, person: Person, phrase: Phrase, body_state: str | None, partner: Person | None) -> None:
        """What the title of a naming says of a person: state, office, and what they are called later."""
        assert phrase.title is not None
        offices = offices_of(phrase)
        self.memory.recognise(person, offices)
        held = {
            h.state for h in self.knowledge.by_name.get(folded("".join(person.name)), ()) if h.office in _ids(offices)
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
        for state, why in self.around(phrase, offices):
            person.learn(state, HOME, why)
        over = not phrase.former and self.memory.is_over(person, _ids(offices))
        (person.past if over else person.titles).append(words_of(title_words(phrase)))
        person.post = person.post or self.posted(phrase)
        if phrase.also is not None:
            person.titles.append(words_of(phrase.also.words))
        if person.office is None:
            self.learn_office(person, phrase, offices, partner)
        if over and person.office is not None:
            person.office = f"former {person.office.removeprefix('former ')}"
        if (phrase.former or over) and person.sector in _OF_STATES:
            person.sector = FORMER

    def described(self, person: Person, phrase: Phrase) -> Iterator[tuple[str, str]]:
        """The state in the words right before a name, or in what is apposed to it: "Mara Lind, a lawyer in Oslo".

        Whoever is told to be a lawyer is a person, also where nothing else of the document says so.
        """
        row, naming = self.rows[phrase.sentence], self.knowledge.rules.naming
        being = naming.being
        at = bisect_left(row.chunks, phrase.start, key=_start)
        before = row.chunks[at - 1] if at else None
        if before is not None and before.letter in "SAZ" and before.end <= phrase.start:
            apposed = self.text.startswith("'s ", before.end) and self.text.endswith(", ", before.end, phrase.start)
            between = self.text[before.end : phrase.start].removeprefix("'s ").removesuffix(", ").split()
            noun = being.match(between[-1]) if 0 < len(between) < _WORDS_BEFORE else None
            state = self.own_state(before)
            if noun and state and all(word.isalpha() and word.islower() for word in between):
                self.private(person, before)
                person.known = person.known or apposed or naming.human.match(between[-1]) is not None
                yield state, f'the words "{self.text[before.start : phrase.start].strip(" ,")}"'
        told = phrase.name is not None and phrase.title is not None and phrase.title.start > phrase.name.end
        match = _APPOSED.match(self.text, phrase.name.end if told and phrase.name else phrase.end, row.span.end)
        if match is None or not self.apposes(match[0], match[1]):
            return
        leads = match[1].startswith("who ")
        if match[0].startswith(",") and (leads or any(being.match(word) for word in match[1].split()[:4])):
            person.known = True
        for chunk in row.chunks[at:]:
            if chunk.start >= match.end():
                return
            state = self.own_state(chunk) if chunk.start >= match.start(1) and not _scholarly(chunk) else None
            state = self.of_body(chunk, row) or state
            words = self.text[match.start(1) : chunk.start].split()
            if state and _belongs(chunk, words, self.text[chunk.end : chunk.end + 20]):
                self.private(person, chunk)
                of_state = chunk.letter == "S" and words in (["of"], ["of", "the"])
                person.known = person.known or (of_state and person.name[0] in self.knowledge.rules.naming.given)
                yield state, f'the words "{match[1].strip()}"'
                return

    def of_body(self, chunk: Chunk, row: Row) -> str | None:
        """For "the Serb member of Bosnia's presidency" the state of the body, which an adjective says nothing of."""
        at = bisect_left(row.chunks, chunk.end, key=_start)
        behind = row.chunks[at] if at < len(row.chunks) and chunk.letter == "A" else None
        if behind is None or not _MEMBER_OF.fullmatch(self.text, chunk.end, behind.start):
            return None
        return self.own_state(behind) if behind.letter in "SAZ" else None

    def apposes(self, whole: str, words: str) -> bool:
        """Whether words behind a name say who it is: "of Oslo", ", a lawyer", ", professor at"; not what it does."""
        naming, parts = self.knowledge.rules.naming, words.split(None, 3)
        first = parts[0].lower() if parts else ""
        if "," not in whole[:3]:
            return first in {"of", "from"}
        if first == "who":
            return len(parts) > 1 and parts[1] in naming.leads
        if "past" in {form for _, form in self.knowledge.rules.verbs.read(first)}:  # ", met Peru's ambassador"
            return False
        return first in _APPOSES or any(naming.being.match(part) for part in parts[:3] if part.islower())

    def ranked(self, phrase: Phrase) -> bool:
        """Whether a title tells a rank and no post, so that other words tell whose: "General Lind, who commands"."""
        offices = offices_of(phrase)
        return bool(offices) and all(office.id in self.knowledge.rules.naming.ranks for office in offices)

    def private(self, person: Person, chunk: Chunk) -> None:
        """Somebody without an office, whom only other words tell the state of, acts for no government."""
        ranked = person.sector != "GOV" or person.office is not None or bool(person.offices)
        if person.strength <= IMPLIED and not ranked:
            entry = chunk.hit.entries[0] if chunk.hit else None
            person.sector = entry.sector if isinstance(entry, Body) else "CVL"

    def own_state(self, chunk: Chunk) -> str | None:
        """The state that a name or place is of, or a body of one state."""
        entry = chunk.hit.entries[0] if chunk.hit and chunk.letter in "SAZKCTP" else None
        if isinstance(entry, Organisation) and entry.kind == "joint":
            return None
        return entry.id if isinstance(entry, State | Organisation) else getattr(entry, "state", None)

    def learn_office(self, person: Person, phrase: Phrase, offices: tuple[Office, ...], partner: Person | None) -> None:
        """The office of a title; a counterpart has that of the person named before, nobody's counterpart none."""
        naming = self.knowledge.rules.naming
        if phrase.title is not None and phrase.title.words.lower() in naming.neighbours | naming.deputies:
            return
        if phrase.kind != "counterpart":
            person.offices = offices
            person.office = self.office_name(phrase, offices, person.state)
            person.sector = FORMER if phrase.former else sector_of(phrase, offices)
        elif partner is not None:
            person.offices, person.office, person.sector = partner.offices, partner.office, partner.sector

    def around(self, phrase: Phrase, offices: tuple[Office, ...]) -> Iterator[tuple[str, str]]:
        """The states that an office may be of: that of the report if it can be, in a release else one named nearby."""
        titles = phrase.title.hit.entries if phrase.title and phrase.title.hit else ()
        sector = next((office.sector for office in titles if isinstance(office, Office)), "GOV")
        # "Bordavia Motors chief Mara Lind" may be of any state; an army's commander is of the report's.
        business = phrase.pre is not None or _OF_PRIVATE.match(self.text, phrase.end) is not None
        private = business and sector == "GOV" and self.issuer is None
        if sector not in _OF_STATES or private:
            return
        beside = tuple(self.beside(phrase, offices))
        local = tuple(self.local(phrase, offices))
        for state, why in (*local, *self.home[: self.near], *beside, *self.supposed(offices), *self.only(phrase)):
            if self.may_be_of(state, offices, phrase):
                yield state, why
        if self.issuer is not None:
            for state in self.often:
                if state != self.issuer and self.may_be_of(state, offices, phrase):
                    yield state, "a guest of the release: the other state most often named"
            seated = any((office.id, self.issuer) in self.knowledge.by_seat for office in offices)
            if seated:
                yield self.issuer, "the state that issues the release, though the table knows another holder"
            for state in self.often:
                if state != self.issuer and not is_leader(phrase):
                    yield state, "a guest of the release: its own state has no such office"

    def local(self, phrase: Phrase, offices: tuple[Office, ...]) -> Iterator[tuple[str, str]]:
        """For a governor or mayor the states of the places that the sentence has told before them, the last first."""
        if not offices or offices[0].id not in self.knowledge.rules.naming.local_offices:
            return
        for chunk in reversed(self.rows[phrase.sentence].chunks):
            state = self.own_state(chunk) if chunk.letter in "CK" else None
            if state is not None and chunk.end <= phrase.start:
                yield state, "the place told before"

    def only(self, phrase: Phrase) -> Iterator[tuple[str, str]]:
        """The one state that a document names or has people of, for a rank or an office below those in the table."""
        offices = offices_of(phrase)
        sure = (person.state for person in self.memory.persons if person.state and person.strength >= HELD)
        states = {*self.strong, *sure} & self.knowledge.states.keys()
        below = bool(offices) and offices[0].rank < _ONE_HOLDER and not _SENT.search(offices[0].name)
        if len(states) == 1 and (below or self.ranked(phrase)):
            yield next(iter(states)), "the only state named"

    def supposed(self, offices: tuple[Office, ...]) -> tuple[tuple[str, str], ...]:
        """The state of the publisher, and that which the report is about; that one first for a lesser office."""
        rank = offices[0].rank if offices else 0
        seated = any((office.id, self.about) in self.knowledge.by_seat for office in offices)
        # An envoy is of another state than the one that the report is about, often one sent to it.
        sent = bool(offices) and _SENT.search(offices[0].name) is not None
        fits = (rank < _ONE_HOLDER or seated) and not sent
        about = ((self.about, "the report is about it"),) if self.about and fits else ()
        lesser = bool(offices) and rank < _LESSER and offices[0].state is None
        publisher = tuple(home for home in self.home[self.near :] if not lesser or home[0] in self.often)
        return (*about, *publisher) if lesser else (*publisher, *about)

    def beside(self, phrase: Phrase, offices: tuple[Office, ...]) -> Iterator[tuple[str, str]]:
        """The states that the same sentence names, nearest first; in news only one alone, for a lesser office."""
        parties = [
            (chunk.start, party_of(chunk)) for chunk in self.rows[phrase.sentence].chunks if chunk.letter in "SAK"
        ]
        named = sorted((abs(start - phrase.start), party.id) for start, party in parties if isinstance(party, State))
        states = tuple(dict.fromkeys(state for _, state in named if state != self.issuer))
        lesser = bool(offices) and offices[0].rank < _ONE_HOLDER and offices[0].body is not None and not phrase.former
        if self.issuer is not None or (lesser and len(states) == 1):
            for state in states:
                yield state, "a state named in the same sentence"

    def may_be_of(self, state: str, offices: tuple[Office, ...], phrase: Phrase) -> bool:
        """Whether the table of holders leaves room for this person in that office of a state."""
        assert phrase.name is not None
        if self.ranked(phrase):  # of one rank a state has many
            return True
        seats = self.knowledge.by_seat
        held = [holder for office in offices for holder in seats.get((office.id, state), ())]
        if held:
            serving = {
                name for holder in held if in_term(holder, self.memory.day) for name in self.memory.surnames(holder)
            }
            return (
                not serving or phrase.former or bool(serving & {unmarked(part) for part in cleaned(phrase.name.words)})
            )
        noun = head_noun(phrase.title.words) if phrase.title else ""
        titles = self.knowledge.first_titles
        if state in titles and noun in titles[""] and noun not in titles[state]:
            return False
        elsewhere = any(office.id in self.knowledge.held_offices and office.rank >= _ONE_HOLDER for office in offices)
        return not (elsewhere and state in self.knowledge.held_states)

    def office_name(self, phrase: Phrase, offices: tuple[Office, ...], state: str | None) -> str | None:
        """The office that a title names: its entry's name where it has one, else the title as written."""
        assert phrase.title is not None
        fitting = [office for office in offices if office.state in {None, state}]
        plain_title = not phrase.pre and not phrase.title.deputy and not any(c.letter in "NI" for c in phrase.of)
        name = fitting[0].name if fitting and plain_title else _capitalised(title_words(phrase))
        return f"former {name}" if phrase.former else name

    # ---- what a phrase itself says -----------------------------------------------------------------------------------
    def stated(self, phrase: Phrase) -> str | None:
        """The state or organisation that the words beside a title or body name."""
        named = any(chunk.letter == "I" for chunk in phrase.of)
        for chunk in (*phrase.lead, *phrase.of, *((phrase.pre,) if phrase.pre else ())):
            # "An analyst at the Federation of American Scientists" is of no state by that.
            part = named and chunk.letter == "A" and _NAME_BEHIND.match(self.text, chunk.end)
            # "The Bulgarian's deputy" is of whomever the Bulgarian works for.
            part = part or (chunk.letter in "AP" and self.text.startswith("'s ", chunk.end))
            # "Lind's Algerian counterpart" is of Algeria.
            part = part or (chunk.letter in "HN" and phrase.kind == "counterpart" and chunk is not phrase.lead[-1])
            state = None if part else self.state_of(chunk)
            if state is not None and chunk.letter == "W" and self.in_america(chunk.words, state):
                return "USA"
            if state is not None and not (chunk.letter == "W" and self.elsewhere(phrase, chunk, state)):
                return state
        return self.seat(phrase) if phrase.name is None else None

    def posted(self, phrase: Phrase) -> str | None:
        """Where an envoy is sent: "ambassador to Chile", by the state or organisation."""
        if phrase.title is None or not _SENT.search(phrase.title.words):
            return None
        if not self.text.startswith(" to ", phrase.title.end):
            return None
        chunks = self.rows[phrase.sentence].chunks
        at = bisect_left(chunks, phrase.title.end, key=_start)
        party = party_of(chunks[at]) if at < len(chunks) and chunks[at].start < phrase.title.end + 9 else None
        return party.id if party else None

    def seat(self, phrase: Phrase) -> str | None:
        """The state whose capital is told behind an office or body: "a foreign ministry spokesman in Berlin"."""
        where = self.text.startswith((" in ", " at "), phrase.end)
        seated = self.knowledge.rules.naming.seated.search(phrase.words) if where else None
        if not where or not (seated or _SEATED.search(phrase.words)):
            return None
        row = self.rows[phrase.sentence]
        at = bisect_left(row.chunks, phrase.end, key=_start)
        if at == len(row.chunks) or row.chunks[at].letter not in ("KS" if seated else "K"):
            return None
        return self.own_state(row.chunks[at]) if row.chunks[at].start <= phrase.end + _TO_THE else None

    def state_of(self, chunk: Chunk) -> str | None:
        """The state of a chunk that stands before or after a title: of a party, a body, an outlet, a person."""
        party = party_of(chunk)
        if party is not None:
            return None if isinstance(party, Organisation) and party.kind == "joint" else party.id
        entry = chunk.hit.entries[0] if chunk.hit else None
        if isinstance(entry, Body):
            return self.seat_of(entry, chunk.words)
        if isinstance(entry, Outlet | Office):
            return entry.state
        if chunk.letter in "HN" and (parts := cleaned(chunk.words)):
            if len(parts) > 1 and folded("".join(parts)) not in self.memory.by_name:
                # "Saint Vincent's premier" is of nobody whose family name is Vincent.
                bearers = {holder.state for holder in self.knowledge.by_name.get(folded("".join(parts)), ())}
                return bearers.pop() if len(bearers) == 1 else None
            persons = self.memory.called(parts[-1])
            if persons:
                return persons[0].state if persons[0].strength > HOME else None
            first = [one for one in self.knowledge.by_family.get(unmarked(parts[-1]), ()) if self.first(one)]
            serving = [holder for holder in first if self.memory.day and in_term(holder, self.memory.day)]
            held = {holder.state for holder in serving or first}
            return held.pop() if len(held) == 1 else None
        return None

    def seat_of(self, body: Body, words: str) -> str | None:
        """The state of a body; one called as others are elsewhere ("the Senate") is of the state reported from."""
        homes = [state for state, _ in self.home] or list(self.often[:1])
        return homes[0] if homes and self.is_shared(body, words) else body.state

    def is_shared(self, body: Body, words: str) -> bool:
        """Whether bodies of several states are called so, and the document has no word of the one that comes first."""
        if body.state is None or words.lower() not in self.knowledge.rules.naming.shared_bodies:
            return False
        named = body.state in self.strong or any(body.state == state for state, _ in self.home)
        return not named and all(person.state != body.state for person in self.memory.persons)

    def elsewhere(self, phrase: Phrase, chunk: Chunk, state: str) -> bool:
        """Whether an office is none of the state that a weak name means: "Georgia's secretary of state"."""
        own = {office.state for office in offices_of(phrase)} - {None, state}
        party = party_of(chunk)
        return bool(own) and party is not None and not self.in_company(chunk.words, party)

    def in_america(self, name: str, state: str) -> bool:
        """Whether a weak name is that of one of the United States here, by what bars the other one."""
        knowledge = self.knowledge
        american = name in knowledge.rules.naming.american and "USA" in knowledge.states
        return american and state not in self.strong and self.means(name, state) is False

    def means(self, name: str, party: str) -> bool | None:
        """Whether a weak name means a party by what stands in the text, which is looked through once for each."""
        if (name, party) not in self.meant:
            self.meant[name, party] = self.knowledge.rules.metonyms.means(name, party, self.text)
        return self.meant[name, party]

    def says(self, name: str) -> bool:
        """Whether the text has a name as it is written, looked for once."""
        if name not in self.written:
            self.written[name] = name in self.text
        return self.written[name]

    def in_company(self, name: str, party: State | Organisation) -> bool:
        """Whether a weak name means its party here: by what the codebook declares, else by who is named or at home."""
        declared = self.means(name, party.id)
        if declared is None or party.id in self.strong:
            return party.id in self.strong or any(party.id == state for state, _ in self.home)
        return declared

    def scene(self) -> tuple[str, str] | None:
        """The state that a bare office or body is of: of issuer or dateline, else what it is about, else the outlet."""
        if self.near:
            return self.home[0]
        if self.about is not None:
            return self.about, "the report is about it"
        return self.home[0] if self.home else None

    def first(self, holder: Holder) -> bool:
        """Whether somebody was head of a state or government: "the Merkel cabinet" needs no more than the surname."""
        return self.knowledge.offices[holder.office].rank >= FIRST


# ---- what a phrase or document says by itself ------------------------------------------------------------------------
def offices_of(phrase: Phrase) -> tuple[Office, ...]:
    """The offices that a title may mean; "deputy" makes it another one."""
    if phrase.title is None or phrase.title.hit is None or phrase.title.deputy or phrase.pre:
        return ()
    offices = (entry for entry in phrase.title.hit.entries if isinstance(entry, Office))
    # "The president of Egypt's high court" is not Egypt's.
    presides = phrase.title.words.lower().endswith("president") and any(chunk.letter in "BZ" for chunk in phrase.of)
    return tuple(office for office in offices if not presides or office.rank < FIRST)


def sector_of(phrase: Phrase, offices: tuple[Office, ...]) -> str:
    """The sector of an office: its own, or that of the body whose head or voice it is ("army spokesman")."""
    own = offices[0].sector if offices else "GOV"
    if phrase.pre is not None and phrase.title is not None and phrase.title.hit:  # "Airborne Forces commander"
        told = (entry.sector for entry in phrase.title.hit.entries if isinstance(entry, Office))
        own = next((sector for sector in told if sector in _ARMED), own)
    bodies = (chunk.hit.entries[0] for chunk in (*reversed(phrase.lead), *phrase.of) if chunk.hit)
    body = next((entry for entry in bodies if isinstance(entry, Body)), None)
    return body.sector if body is not None and own == "GOV" else own


def title_words(phrase: Phrase, *, whole: bool = True) -> str:
    """The title as written, with its portfolio: "Minister of Commerce"."""
    assert phrase.title is not None
    portfolio = [f"{_joint(phrase, chunk)} {chunk.words}" for chunk in phrase.of if chunk.letter in "NIB" and whole]
    return " ".join([*([phrase.pre.words] if phrase.pre else []), phrase.title.words, *portfolio])


def _joint(phrase: Phrase, portfolio: Chunk) -> str:
    """The word before what an office is for: "of" where no other is told."""
    before = phrase.words[: max(0, portfolio.start - phrase.start)].lower().split()
    before = before[:-1] if before[-1:] == ["the"] else before
    return before[-1] if before and before[-1] in {"of", "for", "on", "to", "at", "in", "and", "&"} else "of"


def is_leader(phrase: Phrase) -> bool:
    """Whether a title is one that a president, a king, a prime minister and many others may bear: "leader"."""
    title = phrase.title.words if phrase.title else ""
    return not words_of(title).isdisjoint(("leader", "head", "ruler"))


def _ids(offices: tuple[Office, ...]) -> frozenset[str]:
    return frozenset(office.id for office in offices)


def no_name(phrase: Phrase, parts: tuple[str, ...], knowledge: Knowledge) -> bool:
    """Whether capitals are no person's name: of a portfolio, a word such as "Foundation", "Officials Say"."""
    if phrase.name is not None and phrase.name.letter == "I" and ", " in phrase.name.words:  # "Athens, Georgia"
        return True
    if len(parts) == 1:
        people = phrase.title is not None and phrase.title.letter == "R"
        return knowledge.rules.naming.names_no_person(parts) or (people and parts[0].lower() in knowledge.speaks)
    return phrase.title is not None and parts[-1].lower() in knowledge.rules.naming.portfolio_ends


def _capitalised(title: str) -> str:
    return " ".join(
        word if word in {"of", "for", "the", "and", "to"} else word[:1].upper() + word[1:] for word in title.split()
    )


def _may_hold(person: Person, holder: Holder) -> bool:
    """Whether a person of the document may be the holder that a title and a surname tell: not if another given name.

    Somebody of another given name is, where the text gives them that very office.
    """
    names = {folded("".join(cleaned(name))) for name in (holder.name, *holder.names)}
    borne = {office.id for office in person.offices}
    return len(person.name) == 1 or folded("".join(person.name)) in names or holder.office in borne


def _private(phrase: Phrase) -> bool:
    """Whether a name comes without an office of a state, so that other words tell where somebody is from."""
    offices = offices_of(phrase)
    return phrase.title is None or (bool(offices) and offices[0].sector not in _OF_STATES)


def _start(chunk: Chunk) -> int:
    return chunk.start


def _scholarly(chunk: Chunk) -> bool:
    """Whether a chunk names a university or institute, whose people are private and of many states."""
    entry = chunk.hit.entries[0] if chunk.hit else None
    return isinstance(entry, Body) and entry.sector == "EDU"


def _belongs(chunk: Chunk, before: list[str], after: str) -> bool:
    """Whether somebody is of the state that a chunk of an apposition names, and not an expert on it."""
    last = before[-1].lower() if before else ""
    last = before[-2].lower() if last == "the" and len(before) > 1 else last
    if last in _TOPICS or (chunk.letter in "KC" and last not in _WHERE and not after.startswith(("-", "'s "))):
        return False
    if chunk.letter == "A" and last == "of" and _NAME_BEHIND.match(after):  # "Federation of American Scientists"
        return False
    if chunk.letter == "S" and after.startswith("-"):  # "the U.S.-Korea Institute" is of neither
        return after.startswith(("-based", "-born"))
    following = re.match(r" ([a-z]+)", after)
    return chunk.letter != "S" or following is None or following[1] in _AFTER_STATES


def _about(often: list[tuple[str, int]]) -> str | None:
    """The state that a report is about: named several times, and far more often than any other."""
    if not often or often[0][1] < _OFTEN or (len(often) > 1 and often[0][1] < _TIMES * often[1][1]):
        return None
    return often[0][0]


def _body_id(phrase: Phrase) -> str:
    entry = phrase.title.hit.entries[0] if phrase.title and phrase.title.hit else None
    return entry.id if isinstance(entry, Body) else ""


def _own_state(phrase: Phrase) -> str | None:
    """The state of a body by itself, or the organisation that is named: what has a spokesman."""
    entry = phrase.title.hit.entries[0] if phrase.title and phrase.title.hit else None
    if isinstance(entry, Organisation):
        return entry.id
    return entry.state if isinstance(entry, Body) else None


def _group(phrase: Phrase) -> str | None:
    """The armed group or movement that a phrase names."""
    party = party_of(phrase.title) if phrase.title else None
    return party.id if isinstance(party, Organisation) and party.kind == "group" else None


def _owns(phrase: Phrase) -> bool:
    """Whether an office without a name owns what follows: "the Honduran president's" foreign minister."""
    return phrase.kind == "title" and phrase.name is None and phrase.after.startswith("'s ")


def _of_group(phrase: Phrase) -> bool:
    """Whether somebody is "the movement's" or "the group's"."""
    return bool(phrase.lead) and phrase.lead[0].words.lower() in {"group", "movement", "militia"}


def _speaks_for(phrase: Phrase) -> bool:
    """Whether somebody is the voice of a body, or an official of a party, that was named shortly before."""
    voice = phrase.title is not None and phrase.title.words.lower().startswith("spokes")
    of_party = any(office.sector == "PTY" for office in offices_of(phrase))
    return (voice or of_party) and all(chunk.letter == "B" for chunk in phrase.lead)


def _home(document: Document, text: str, knowledge: Knowledge, named: set[str]) -> Iterator[tuple[str, str]]:
    """The states where the report stands: who issues it, where it was written.

    A city that is no capital is often only where others meet: its state must be named in the story.
    """
    if document.issuer:
        yield document.issuer, "the document is that state's own"
    for block in document.spans("dateline"):
        for hit in knowledge.rules.lexicon.find(text, block.start, block.end):
            state = hit.entries[0]
            if not isinstance(state, State):
                continue
            words = text[hit.start : hit.end].title()
            elsewhere = hit.how == "city" or words in knowledge.rules.naming.meeting_places
            if hit.how in {"capital", "name", "city"} and (not elsewhere or state.id in named):
                yield state.id, "the dateline names a place there"


def _publisher(document: Document, knowledge: Knowledge, named: set[str]) -> Iterator[tuple[str, str]]:
    """The state of the outlet or agency, where the story itself names it."""
    for name in (document.outlet, document.agency):
        outlet = knowledge.rules.outlets.named(name)
        if outlet and outlet.state and (outlet.state in named or not named & knowledge.states.keys()):
            yield outlet.state, f"{outlet.name} is at home there"
