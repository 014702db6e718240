"""What the codebook tells of persons and their offices, indexed once for all documents.

By the words of a name it leads to holders, by office and state to who held it on a day, by id to states and bodies.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from readout.codebook.compiled import Compiled
from readout.codebook.entries import Body, Codebook, Holder, Office, Organisation, Outlet, State
from readout.extract.actors.spelling import cleaned, folded, head_noun, sounded, surnames

# The rank from which an office heads a ministry.
_HEADS = 85
# The rank of heads of state and government.
FIRST = 95
# Of a longer name these first ones may stand for it.
_TWO = 2
# How much of the letters two spellings of one name have in common.
_NEARLY = 0.7


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
    longer: Mapping[str, tuple[Office, ...]]
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
            by_sound=_by_sound(book.holders, rules.naming.lists.sounded),
            by_family=_frozen(by_family),
            by_start=_by_start(book.holders),
            by_seat={key: tuple(holders) for key, holders in by_seat.items()},
            longer=_longer(book.offices),
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


def in_term(holder: Holder, day: date | None) -> bool:
    """Whether the holder was in office on that day; an unknown day excludes nobody."""
    return day is None or (holder.since <= day and (holder.until is None or day <= holder.until))


def _by_start(holders: Iterable[Holder]) -> dict[tuple[str, str], tuple[Holder, ...]]:
    """Holders by state and the first two of their three names or more: "Tuilaepa Sailele" for one more name behind."""
    found: dict[tuple[str, str], dict[str, Holder]] = {}
    for holder in holders:
        for name in (holder.name, *holder.names):
            # Cleaning takes parts away and adds none, and most names have two.
            parts = cleaned(name) if len(name.split()) > _TWO else ()
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


def _longer(offices: Iterable[Office]) -> dict[str, tuple[Office, ...]]:
    """Offices by the words that their titles begin with, and go on behind: "minister" for "minister of trade"."""
    found: dict[str, dict[Office, None]] = {}
    for office in offices:
        for title in office.titles:
            for end in (at for at, letter in enumerate(title) if letter == " "):
                found.setdefault(title[:end], {})[office] = None
    return {words: tuple(longer) for words, longer in found.items()}


def _frozen(index: dict[str, list[Holder]]) -> dict[str, tuple[Holder, ...]]:
    """Each holder once; most stand alone, and to compare them takes all their fields."""
    return {key: tuple(dict.fromkeys(same) if len(same) > 1 else same) for key, same in index.items()}


def _first_titles(book: Codebook) -> dict[str, frozenset[str]]:
    """By state the nouns of its offices that name heads of state or government anywhere: "minister", "president"."""
    heads = {office.id: head_noun(office.name) for office in book.offices}
    first = {heads[office.id] for office in book.offices if office.rank >= FIRST}
    nouns: dict[str, set[str]] = {}
    for holder in book.holders:
        nouns.setdefault(holder.state, set()).update({heads[holder.office]} & first)
        nouns.setdefault("", set()).update({heads[holder.office]} & first)
    return {state: frozenset(words) for state, words in nouns.items()}


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
