"""Who takes part in a document: the persons that its full names introduce, and how later words lead back to them.

A `Memory` belongs to one document. Facts about a person have a strength: what the text says beats the table of holders,
that beats what a title alone implies, and the state of the place where the report was written comes last.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from readout.codebook.entries import Holder, Office
from readout.extract.actors.knowledge import FIRST, Knowledge, in_term
from readout.extract.actors.spelling import cleaned, family_of, folded, surnames, unmarked, words_of
from readout.records import Actor

# The Arabic article before a family name, which later mentions leave out.
_ARTICLES = ("al-", "el-")
# What stands before the name of a father, and before that of a house.
_SON_OF = frozenset(("bin", "ibn", "bint"))
_HOUSE_OF = frozenset(("Al", "Aal"))
# The sector of those who are out of office (PLOVER).
FORMER = "ELI"
SAID, HELD, IMPLIED, HOME, NONE = 4, 3, 2, 1, 0
_NAMESAKES = 40
# For so many years those who were in office are still called by it.
REMEMBERED = 30


@dataclass(slots=True, eq=False)
class Person:
    """Somebody of the document, and what is known so far; `last` is the start of their last mention.

    `post` is the state or organisation that an envoy is sent to.
    """

    name: tuple[str, ...]
    state: str | None = None
    strength: int = NONE
    why: str = "no words tell the state"
    office: str | None = None
    sector: str = "GOV"
    titles: list[frozenset[str]] = field(default_factory=list)
    past: list[frozenset[str]] = field(default_factory=list)
    woman: bool | None = None
    known: bool = False
    offices: tuple[Office, ...] = ()
    post: str | None = None
    last: int = -1

    def learn(self, state: str | None, strength: int, why: str) -> None:
        """Take a state for the person's, unless a stronger reason has given another."""
        if state is not None and strength > self.strength:
            self.state, self.strength, self.why = state, strength, why

    def is_called(self, title: frozenset[str], *, once: bool = False) -> bool:
        """Whether a title such as "the secretary" may mean this person: its words are in one they bear, or bore."""
        return any(title <= borne for borne in self.titles) or (once and any(title <= borne for borne in self.past))


@dataclass(slots=True)
class Memory:
    """The persons of one document."""

    knowledge: Knowledge
    day: date | None
    persons: list[Person] = field(default_factory=list)
    by_name: dict[str, Person] = field(default_factory=dict)
    by_part: dict[str, list[Person]] = field(default_factory=dict)
    families: dict[tuple[tuple[str, ...], str | None], str] = field(default_factory=dict)

    def person(self, words: str, state: str | None = None) -> Person:
        """The person of a full name, introduced if new; the table of holders tells what it knows.

        Where the text tells a state, nobody of another one is meant by a spelling that only sounds alike.
        """
        parts = cleaned(words)
        key = folded("".join(parts))
        person = self.by_name.get(key) or self._longer_or_shorter(parts)
        if person is None:
            heard = self.knowledge.heard(words, key) or self._begun(key, state) or self._fathered(key, parts)
            if heard is not None and state in {None, heard.state}:
                return self.respelt(heard, parts, key)
            person = Person(parts)
            self._enter(person, key)
        self.by_name[key] = person
        return person

    def _begun(self, key: str, state: str | None) -> Holder | None:
        """The one holder of a state whose name begins with these words; nobody whom the table has under them."""
        if state is None or key in self.knowledge.by_name:
            return None
        return next(iter(self.knowledge.by_start.get((state, key), ())), None)

    def _fathered(self, key: str, parts: tuple[str, ...]) -> Holder | None:
        """The holder whose grandfathers a name tells too: "Badr bin Hamad bin Hamood Al Busaidi"."""
        sons = [i for i, part in enumerate(parts) if part in _SON_OF]
        if sons[:1] != [1] or key in self.knowledge.by_name:
            return None
        house = next((i for i, part in enumerate(parts) if i > sons[0] + 1 and part in _HOUSE_OF), len(parts))
        state = self.knowledge.rules.naming.houses.get(parts[-1])
        for short, own in ((parts[:3] + parts[house:], True), (parts[:3], house == len(parts))):
            held = self.knowledge.by_name.get(folded("".join(short)), ())
            if len({holder.state for holder in held}) == 1 and (own or held[0].state == state):
                return held[0]
        return None

    def respelt(self, holder: Holder, parts: tuple[str, ...], key: str) -> Person:
        """The person of a holder whose name the document spells in a way of its own; both spellings call them."""
        person = self.holder(holder)
        self.by_name[key] = person
        for part in dict.fromkeys(unmarked(part).removeprefix("al-").removeprefix("el-") for part in parts):
            if person not in self.by_part.get(part, ()):
                self._list(part, person)
        return person

    def _longer_or_shorter(self, parts: tuple[str, ...]) -> Person | None:
        """The person of "Debbie Wasserman Schultz" for "Wasserman Schultz", and the other way round."""
        several, own = len(parts) > 1, tuple(map(unmarked, parts))
        for person in self.by_part.get(own[-1], ()):
            tail = person.name[-len(parts) :]
            # Part by part, since of many that share a family name nearly all differ in the first.
            if several and len(tail) == len(own) and all(unmarked(p) == low for p, low in zip(tail, own, strict=True)):
                return person
            if len(person.name) > 1 and parts[-len(person.name) :] == person.name:
                person.name = parts
                return person
        return None

    def _enter(self, person: Person, key: str, holders: tuple[Holder, ...] | None = None) -> None:
        self.persons.append(person)
        self.by_name[key] = person
        given = {person.name[0], person.name[0].split("-")[0]} if len(person.name) > 1 else set[str]()
        if given & self.knowledge.women or given & self.knowledge.men:
            person.woman = bool(given & self.knowledge.women)
        self._recognise(person, self.knowledge.by_name.get(key, ()) if holders is None else holders)
        for part in dict.fromkeys(unmarked(part) for part in person.name):
            self._list(part, person)
            if part.startswith(_ARTICLES):
                self._list(part.partition("-")[2], person)

    def _list(self, part: str, person: Person) -> None:
        """Lets a part of the name call the person, unless so many bear it already that alone it calls nobody."""
        namesakes = self.by_part.setdefault(part, [])
        if len(namesakes) < _NAMESAKES:
            namesakes.append(person)

    def _recognise(self, person: Person, holders: tuple[Holder, ...]) -> None:
        """What the table of holders says of somebody: state, and the office at the day of the document."""
        if not holders:
            return
        serving = [holder for holder in holders if in_term(holder, self.day)]
        chosen = max(serving or holders, key=lambda holder: self.knowledge.offices[holder.office].rank)
        office = self.knowledge.offices[chosen.office]
        person.known = True
        person.learn(chosen.state, HELD, f"{chosen.name} held office in {chosen.state}")
        over = self.day is not None and all(holder.until and holder.until < self.day for holder in holders)
        person.sector = FORMER if over else office.sector
        if serving and self.day:
            person.office, person.offices = office.name, (office,)
        for holder in serving or holders:
            titles = self.knowledge.offices[holder.office].titles
            (person.titles if serving else person.past).extend(words_of(title) for title in titles)

    def recognise(self, person: Person, offices: tuple[Office, ...]) -> None:
        """Know "President Joseph Biden" for the holder Joe Biden: surname, office and initial are the same."""
        holder = self.serving(self.family(person), offices) if offices and person.strength < HELD else None
        if holder and folded(holder.name)[0] in {part[0].lower() for part in person.name}:
            self.by_name.setdefault(folded(holder.name), person)
            self._recognise(person, (holder,))

    def holder(self, holder: Holder) -> Person:
        """The person of a holder's entry, under any spelling that the document has."""
        for name in (holder.name, *holder.names):
            person = self.by_name.get(folded("".join(cleaned(name))))
            if person is not None and person.state in {None, holder.state}:
                return person
        parts = cleaned(holder.name)
        key = folded("".join(parts))
        bearers = {other.state for other in self.knowledge.by_name.get(key, (holder,))}
        if key not in self.by_name and bearers == {holder.state}:
            return self.person(holder.name)
        # Two kings of one name are two persons, also where a document calls both so.
        person = Person(parts)
        named = (h for h in self.knowledge.by_name.get(key, ()) if h.state == holder.state and h != holder)
        beside = tuple(other for other in named if in_term(other, self.day))  # their other offices of that day
        self._enter(person, f"{holder.state} {folded(holder.name)}", (holder, *beside))
        return person

    def neighbour(self, person: Person, *, later: bool) -> Holder | None:
        """Who held the office of a person right before or after them."""
        own = {folded(name) for name in (" ".join(person.name), "".join(person.name))}
        for office in person.offices:
            seat = [h for h in self.knowledge.by_seat.get((office.id, person.state or ""), ()) if not office.shared]
            terms = [h for h in seat if {folded(name) for name in (h.name, *h.names)} & own]
            if not terms:
                continue
            others = [h for h in seat if h not in terms]
            if later:
                last = max(h.since for h in terms)
                return min((h for h in others if h.since > last), key=lambda h: (h.since, h.name), default=None)
            first = max((h.since for h in terms if self.day is None or h.since <= self.day), default=terms[0].since)
            return max((h for h in others if h.since < first), key=lambda h: (h.since, h.name), default=None)
        return None

    def called(self, part: str, *, titled: bool = False) -> list[Person]:
        """The persons of that family name; after a title a given name may be meant ("Minister Retno")."""
        low = unmarked(part)
        persons = self.by_part.get(low, [])
        if not persons:
            return []
        bare = low.removeprefix("al-").removeprefix("el-")
        family = [
            person
            for person in persons
            if unmarked(self.family(person)).removeprefix("al-").removeprefix("el-") == bare
        ]
        if family:
            return family
        last = [person for person in persons if unmarked(person.name[-1]) == low]
        return last or [p for p in persons if titled or p.state in self.knowledge.given_alone]

    def by_given(self, name: str) -> Person | None:
        """Whom a document names in full and calls by the given name: "Kim Larsen ... Kim"."""
        low = unmarked(name)
        bearers = [person for person in self.by_part.get(low, ()) if len(person.name) > 1]
        return bearers[0] if len(bearers) == 1 and unmarked(bearers[0].name[0]) == low else None

    def family(self, person: Person) -> str:
        """The family name of a person of the document."""
        key = (person.name, person.state)
        if key not in self.families:
            self.families[key] = family_of(" ".join(person.name), person.state, self.knowledge.family_first)
        return self.families[key]

    def surnames(self, holder: Holder) -> frozenset[str]:
        """The family names of a holder, as `surnames` has them."""
        return surnames(holder, self.knowledge.family_first)

    def serving(self, family: str, offices: tuple[Office, ...] | None) -> Holder | None:
        """The one holder of that family name in office at the document's day, in one of these offices if given."""
        found = [
            holder
            for holder in self.knowledge.by_family.get(unmarked(family), ())
            if in_term(holder, self.day) and (offices is None or holder.office in {office.id for office in offices})
        ]
        if offices is None and found:
            best = max(self.knowledge.offices[holder.office].rank for holder in found)
            found = [holder for holder in found if self.knowledge.offices[holder.office].rank == best]
        return found[0] if len({folded(holder.name) for holder in found}) == 1 else None

    def once(self, family: str, offices: tuple[Office, ...] | None, states: Collection[str]) -> Holder | None:
        """Who of that family name held such an office last before the day, in one of these states.

        Without offices only heads of state or government are so well known.
        """
        if self.day is None:
            return None
        ids = None if offices is None else {office.id for office in offices}
        past = [
            holder
            for holder in self.knowledge.by_family.get(unmarked(family), ())
            if holder.state in states
            and holder.until is not None
            and holder.until < self.day
            and self.day.year - holder.until.year <= REMEMBERED
            and (holder.office in ids if ids is not None else self.knowledge.offices[holder.office].rank >= FIRST)
        ]
        return max(past, key=lambda holder: (holder.until or holder.since, holder.name), default=None)

    def is_over(self, person: Person, offices: Collection[str]) -> bool:
        """Whether somebody is called by an office that they held, as the table knows, and hold no longer."""
        day = self.day
        terms = self.knowledge.by_name.get(folded("".join(person.name)), ())
        held = [term for term in terms if term.office in offices and person.state in {None, term.state}]
        return day is not None and bool(held) and all(term.until is not None and term.until < day for term in held)

    def titled(self, family: str, offices: tuple[Office, ...], title: str) -> Holder | None:
        """The holder of that surname whom a title means: of that very office, else of one whose title it shortens."""
        exact = (self.serving(family, offices) or self.monarch(family, offices)) if offices else None
        if exact:
            return exact
        if unmarked(family) not in self.knowledge.by_family:
            return None
        return self.serving(family, self.knowledge.longer.get(title.lower(), ()))

    def monarch(self, given: str, offices: tuple[Office, ...]) -> Holder | None:
        """The one royal of that first name in such an office at the document's day: "Sultan Qaboos"."""
        royal = {office.id for office in offices} & self.knowledge.rules.naming.lists.royal
        if not royal or self.day is None:
            return None
        reigning = [h for (office, _), held in self.knowledge.by_seat.items() if office in royal for h in held]
        called = [h for h in reigning if in_term(h, self.day) and unmarked(h.name.split()[0]) == unmarked(given)]
        return called[0] if len({h.name for h in called}) == 1 else None

    def actor(self, person: Person) -> Actor:
        """The record of a person as known at the end of the document's introductions."""
        code = self.knowledge.code(person.state, person.sector)
        return Actor("person", " ".join(person.name), person.state, person.office, code)
