"""Who takes part in a document: the persons that its full names introduce, and how later words lead back to them.

`Knowledge` is the part of the codebook that tells of persons, indexed once; a `Memory` belongs to one document. Facts
about a person have a strength: what the text says beats the table of holders, that beats what a title alone implies,
and the state of the place where the report was written comes last.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher

from readout.codebook.compiled import Compiled
from readout.codebook.entries import Body, Codebook, Holder, Office, Organisation, Outlet, State
from readout.records import Actor

# The Arabic article before a family name, which later mentions leave out.
_ARTICLES = ("al-", "el-")
# The rank from which an office heads a ministry.
_HEADS = 85
# The rank of heads of state and government.
FIRST = 95
# The sector of those who are out of office (PLOVER).
FORMER = "ELI"
SAID, HELD, IMPLIED, HOME, NONE = 4, 3, 2, 1, 0
# A given name of two syllables, as Koreans write it: "Ban Ki-moon", whatever organisation he heads.
_GIVEN_LAST = re.compile(r"[A-Z][a-z]+-[a-z]+")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+")
# Letters that are no other letter with a mark.
_LETTERS = str.maketrans({"\u0131": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "ß": "ss", "ə": "a", "ð": "d"})
_SUFFIX = frozenset(("jr", "sr", "ii", "iii", "iv"))
_LONGEST = len("iii.")
# The ordinal of a monarch, who has one other name.
_ORDINAL = re.compile(r"[IVX]+")
_REGNAL = 2
# Of a longer name these first ones may stand for it.
_TWO = 2
# How names in other alphabets differ in English: by vowels, doubled letters, the Arabic article, and these.
_ARABIC = re.compile(r"^(?:al|el|ul|ad|as|ar|ash|at|an)-")
_VOWELS, _TWICE = re.compile(r"[aeiouyjw]"), re.compile(r"(.)\1+")
_ALIKE = (
    ("shch", "s"), ("tch", "c"), ("tsch", "c"), ("kh", "k"), ("gh", "k"), ("q", "k"), ("g", "k"), ("ck", "k"),
    ("x", "ks"), ("zh", "z"), ("sch", "s"), ("sh", "s"), ("ts", "s"), ("tz", "s"), ("ph", "f"),
    ("v", "f"), ("c", "k"), ("h", ""),
)  # fmt: skip
# So many consonants are hardly two people's by chance.
_BONES, _NEARLY = 5, 0.7


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Holders, offices, states and outlets by the words that lead to them."""

    rules: Compiled
    honorific: re.Pattern[str]
    states: Mapping[str, State]
    organisations: Mapping[str, Organisation]
    offices: Mapping[str, Office]
    outlets: Mapping[str, Outlet]
    by_name: Mapping[str, tuple[Holder, ...]]
    by_sound: Mapping[str, tuple[Holder, ...]]
    by_family: Mapping[str, tuple[Holder, ...]]
    by_start: Mapping[tuple[str, str], tuple[Holder, ...]]
    by_seat: Mapping[tuple[str, str], tuple[Holder, ...]]
    held_offices: frozenset[str]
    held_states: frozenset[str]
    first_titles: Mapping[str, frozenset[str]]
    family_first: frozenset[str]
    speaks: frozenset[str]
    given_alone: frozenset[str]
    women: frozenset[str]
    men: frozenset[str]

    @classmethod
    def of(cls, rules: Compiled) -> "Knowledge":
        """The knowledge of a compiled codebook; build it once for many documents."""
        book = rules.codebook
        family_first = frozenset(book.given_names_last)
        by_name: dict[str, list[Holder]] = {}
        by_family: dict[str, list[Holder]] = {}
        by_seat: dict[tuple[str, str], list[Holder]] = {}
        for holder in book.holders:
            for name in (holder.name, *holder.names):
                by_name.setdefault(folded(name), []).append(holder)
            for family in surnames(holder, family_first):
                by_family.setdefault(family, []).append(holder)
            by_seat.setdefault((holder.office, holder.state), []).append(holder)
        return cls(
            rules=rules,
            honorific=_honorific(book.honorifics or ("Mr",)),
            states={state.id: state for state in book.states},
            organisations={organisation.id: organisation for organisation in book.organisations},
            offices={office.id: office for office in book.offices},
            outlets={
                name.lower(): outlet for outlet in book.outlets for name in (outlet.id, outlet.name, *outlet.names)
            },
            by_name=_frozen(by_name),
            by_sound=_by_sound(book.holders, rules.naming.sounded),
            by_family=_frozen(by_family),
            by_start=_by_start(book.holders),
            by_seat={key: tuple(holders) for key, holders in by_seat.items()},
            held_offices=frozenset(office for office, _ in by_seat),
            held_states=frozenset(state for _, state in by_seat),
            first_titles=_first_titles(book),
            family_first=family_first,
            given_alone=frozenset(book.given_names_alone),
            women=frozenset(book.women),
            men=frozenset(book.men),
            speaks=frozenset(word for cue in book.cues for word in rules.verbs.forms(cue.lemma.split()[0])),
        )

    def code(self, state: str | None, sector: str = "GOV") -> str | None:
        """The PLOVER code of somebody of this state, or of this organisation."""
        if state is None:
            return None
        organisation = self.organisations.get(state)
        return organisation.code if organisation else f"{state}:{sector}"

    def parties(self, ids: Iterable[str]) -> tuple[State | Organisation, ...]:
        """The states and organisations of these ids, without those that the codebook has not."""
        found = (self.states.get(id_) or self.organisations.get(id_) for id_ in ids)
        return tuple(party for party in found if party is not None)

    def is_title(self, words: str) -> bool:
        """Whether these words are the title of an office."""
        hits = self.rules.lexicon.find(words)
        return len(hits) == 1 and hits[0].how == "title" and hits[0].end - hits[0].start == len(words)

    def adjective(self, state: str) -> str:
        """The word that goes before a body's name: "South Korean", "UN"."""
        entry = self.states.get(state)
        return (entry.adjectives[0] if entry.adjectives else entry.name) if entry else state

    def headed(self, *names: str | None) -> tuple[Office, ...]:
        """The first offices of a ministry or presidency by its name: "Ministry of Foreign Affairs of Chile"."""
        found: dict[Office, None] = {}
        for name in filter(None, names):
            for hit in self.rules.lexicon.find(name):
                if hit.how == "title":
                    found.update(dict.fromkeys(entry for entry in hit.entries if isinstance(entry, Office)))
                bodies = {entry.id for entry in hit.entries if isinstance(entry, Body)}
                found.update(dict.fromkeys(office for office in self.offices.values() if office.body in bodies))
        return tuple(sorted((o for o in found if o.rank >= _HEADS), key=lambda o: (-o.rank, o.id)))

    def heard(self, name: str, key: str) -> Holder | None:
        """The holder whose name sounds so, of a spelling that the table has not: nearly the same letters as well."""
        if key in self.by_name:
            return None
        for holder in self.by_sound.get(sounded(name), ()):
            spellings = (folded(spelling) for spelling in (holder.name, *holder.names))
            if any(SequenceMatcher(None, spelling, key, autojunk=False).ratio() >= _NEARLY for spelling in spellings):
                return holder
        return None

    def homes(self, name: Iterable[str]) -> frozenset[str]:
        """The states, but not the organisations, that the table has somebody of this name in office of."""
        terms = self.by_name.get(folded("".join(name)), ())
        return frozenset(term.state for term in terms if term.state in self.states)

    def peers(self, offices: Iterable[Office]) -> tuple[Office, ...]:
        """These offices and those that are their counterparts in other states: a secretary of state's is a minister."""
        found = dict.fromkeys(offices)
        for office in tuple(found):
            peers = self.rules.naming.peers.get(office.id, ())
            found.update(dict.fromkeys(self.offices[peer] for peer in peers if peer in self.offices))
        return tuple(found)

    def holder_of(self, offices: Iterable[Office], state: str, day: date | None) -> Holder | None:
        """Who held one of these offices of a state on a day; on an unknown day, its only holder."""
        for office in offices:
            held = [holder for holder in self.by_seat.get((office.id, state), ()) if in_term(holder, day)]
            if len({holder.name for holder in held}) == 1:
                return held[0]
        return None


def _by_start(holders: Iterable[Holder]) -> dict[tuple[str, str], tuple[Holder, ...]]:
    """Holders by state and the first two of their three names or more: "Tuilaepa Sailele" for one more name behind."""
    found: dict[tuple[str, str], dict[str, Holder]] = {}
    for holder in holders:
        for name in (holder.name, *holder.names):
            parts = cleaned(name)
            if len(parts) > _TWO:
                found.setdefault((holder.state, folded("".join(parts[:_TWO]))), {})[holder.name] = holder
    return {key: tuple(same.values()) for key, same in found.items() if len(same) == 1}


def _by_sound(holders: Iterable[Holder], states: frozenset[str]) -> dict[str, tuple[Holder, ...]]:
    """Holders of states with other alphabets by the consonants of their names, where these are one person's."""
    found: dict[str, list[Holder]] = {}
    for holder in holders:
        if holder.state in states:
            for sound in {sounded(name) for name in (holder.name, *holder.names)} - {""}:
                found.setdefault(sound, []).append(holder)
    return {sound: tuple(same) for sound, same in found.items() if len({holder.name for holder in same}) == 1}


def sounded(name: str) -> str:
    """The consonants of a name of two words or more, as transliterations share them; nothing for a shorter one.

    >>> sounded("Moammar Khadafy") == sounded("Muammar Gaddafi")
    True
    """
    parts = [_ARABIC.sub("", unmarked(part).replace("'", "")) for part in cleaned(name)]
    bones = [_TWICE.sub(r"\1", _VOWELS.sub("", _sibilant(part))) for part in parts]
    bones = [part[:1] + bone if part[:1] in "aeiouy" else bone for part, bone in zip(parts, bones, strict=True)]
    told = sum(map(len, bones))
    return " ".join(bones) if len(bones) > 1 and told >= _BONES and all(bones) else ""


def _sibilant(part: str) -> str:
    """A part of a name with one letter for what is transliterated by several."""
    for many, one in _ALIKE:
        part = part.replace(many, one)
    return part


def _frozen(index: dict[str, list[Holder]]) -> dict[str, tuple[Holder, ...]]:
    return {key: tuple(dict.fromkeys(holders)) for key, holders in index.items()}


def _first_titles(book: Codebook) -> dict[str, frozenset[str]]:
    """By state the nouns of its offices that name heads of state or government anywhere: "minister", "president"."""
    heads = {office.id: head_noun(office.name) for office in book.offices}
    first = {heads[office.id] for office in book.offices if office.rank >= FIRST}
    nouns: dict[str, set[str]] = {}
    for holder in book.holders:
        nouns.setdefault(holder.state, set()).update({heads[holder.office]} & first)
        nouns.setdefault("", set()).update({heads[holder.office]} & first)
    return {state: frozenset(words) for state, words in nouns.items()}


def head_noun(title: str) -> str:
    """The noun of a title, in lower case.

    >>> head_noun("Deputy Minister of Justice")
    'minister'
    """
    return re.split(r" (?:of|for|to) ", title)[0].split()[-1].lower()


def _honorific(words: Iterable[str]) -> re.Pattern[str]:
    """The expression for forms of address, by their first letters: a search then skips to one of these at once.

    >>> [match.group() for match in _honorific(["Mr.", "Mrs.", "Sir"]).finditer("Mr. Lind, Mrs Dahl and the MSir")]
    ['Mr.', 'Mrs']
    """
    endings: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        endings.setdefault(re.escape(word[0]), []).append(re.escape(word[1:].rstrip(".")))
    ways = (rf"{first}(?<!\w{first})(?:{'|'.join(rest)})" for first, rest in endings.items())
    return re.compile(rf"(?:{'|'.join(ways)})\b\.?(?= |$)")


def in_term(holder: Holder, day: date | None) -> bool:
    """Whether the holder was in office on that day; an unknown day excludes nobody."""
    return day is None or (holder.since <= day and (holder.until is None or day <= holder.until))


def folded(name: str) -> str:
    """The letters of a name, so that "Kim Jong-un" and "Kim Jong Un" are one.

    >>> folded("Kim Jong-un")
    'kimjongun'
    """
    return "".join(filter(str.isalnum, unmarked(name)))


def unmarked(name: str) -> str:
    """A name in lower case without the marks on its letters.

    >>> unmarked("Erdoğan")
    'erdogan'
    """
    low = name.lower()
    if low.isascii():
        return low
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", low.translate(_LETTERS)) if not unicodedata.combining(letter)
    )


def surnames(holder: Holder, family_first: frozenset[str]) -> frozenset[str]:
    """The family names of a holder in all spellings of the table, in lower case and without marks.

    Royals who are told apart by "of Wales" have none.
    """
    names = (name for name in (holder.name, *holder.names) if " of " not in name)
    return frozenset(unmarked(family_of(name, holder.state, family_first)) for name in names)


def cleaned(words: str) -> tuple[str, ...]:
    """The parts of a name without middle initials and "Jr."; capitals of a headline or transcript become a name's.

    >>> cleaned("Joseph R. Biden, Jr.")
    ('Joseph', 'Biden')
    """
    if " " not in words:
        return (words.title() if words.isupper() and len(words) > 2 else words,)
    parts = [part.strip(",") for part in words.split()] if "," in words else words.split()
    if len(parts) == _REGNAL and _ORDINAL.fullmatch(parts[1]):  # "Abdullah II" is not "Abdullah"
        return (parts[0].title() if parts[0].isupper() else parts[0], parts[1])
    parts = [part for part in parts if len(part) > _LONGEST or part.strip(".").lower() not in _SUFFIX] or parts
    if "." in words and (len(parts) > 2 or (len(parts) == 2 and not _INITIAL.fullmatch(parts[0]))):
        parts = [part for part in parts if not _INITIAL.fullmatch(part)] or parts
    if words.isupper():
        parts = [part.title() if len(part) > 2 else part for part in parts]
    return tuple(parts)


def family_of(name: str, state: str | None, family_first: frozenset[str]) -> str:
    """The family name, by the order of names in the person's state."""
    parts = cleaned(name) or (name,)
    if len(parts) == _REGNAL and _ORDINAL.fullmatch(parts[1]):
        return parts[0]
    first = state in family_first or _GIVEN_LAST.fullmatch(parts[-1]) is not None
    return parts[0] if first and len(parts) > 1 else parts[-1]


# ---- one document ----------------------------------------------------------------------------------------------------
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


_NAMESAKES = 40
# For so many years those who were in office are still called by it.
REMEMBERED = 30


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
            heard = self.knowledge.heard(words, key) or self._begun(key, state)
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
        self._enter(person, f"{holder.state} {folded(holder.name)}", (holder,))
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
        bearers = [person for person in self.by_part.get(unmarked(name), ()) if len(person.name) > 1]
        return bearers[0] if len(bearers) == 1 and unmarked(bearers[0].name[0]) == unmarked(name) else None

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
        short = f"{title.lower()} "
        longer = (o for o in self.knowledge.offices.values() if any(borne.startswith(short) for borne in o.titles))
        return self.serving(family, tuple(longer))

    def monarch(self, given: str, offices: tuple[Office, ...]) -> Holder | None:
        """The one royal of that first name in such an office at the document's day: "Sultan Qaboos"."""
        royal = {office.id for office in offices} & self.knowledge.rules.naming.royal
        if not royal or self.day is None:
            return None
        reigning = [h for (office, _), held in self.knowledge.by_seat.items() if office in royal for h in held]
        called = [h for h in reigning if in_term(h, self.day) and unmarked(h.name.split()[0]) == unmarked(given)]
        return called[0] if len({h.name for h in called}) == 1 else None

    def actor(self, person: Person) -> Actor:
        """The record of a person as known at the end of the document's introductions."""
        code = self.knowledge.code(person.state, person.sector)
        return Actor("person", " ".join(person.name), person.state, person.office, code)


def words_of(title: str) -> frozenset[str]:
    """The words that matter of a title.

    >>> sorted(words_of("the Minister of Foreign Affairs"))
    ['affairs', 'foreign', 'minister']
    """
    return frozenset(re.findall(r"[^\W_]+", title.lower())) - {"the", "of", "for", "to", "and", "a", "an", "s"}
