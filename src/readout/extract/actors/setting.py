"""The setting of a document: the states that it names, stands in and tells of, and which of them words mean there.

A weak name means its state in company only, a body called as others are elsewhere is of the state reported from, and
the words beside a title or body tell whose it is.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from readout.codebook.entries import Body, Holder, Office, Organisation, Outlet, State
from readout.extract.actors.chunks import Chunk, Row, party_of, place
from readout.extract.actors.knowledge import FIRST, Knowledge, in_term
from readout.extract.actors.memory import HOME, Memory
from readout.extract.actors.phrases import Phrase
from readout.extract.actors.said import offices_of
from readout.extract.actors.spelling import cleaned, folded, unmarked
from readout.records import Document

# Whom the capital behind them tells the state of, other than diplomats and sources there.
_SEATED = re.compile(
    r"spokes|official|authorit|ministr|government|police|lawmaker|legislator|prosecutor", re.IGNORECASE
)
# Letters between an office and the name of where it sits: " in the ".
_TO_THE = 8
# The state that a report names so much more often than any other is the one that it is about.
_OFTEN, _TIMES = 3, 2
SENT = re.compile(r"ambassador|envoy|representative|consul|high commissioner", re.IGNORECASE)
NAME_BEHIND = re.compile(r" [A-Z][a-z]+s\b")


@dataclass(slots=True)
class Setting:
    """What a document tells of states as a whole, and which state its words mean.

    `home` holds the states where the report stands, each with its reason, the first `near` of them those of its issuer
    and dateline, the others those of its publisher; `strong` the states and organisations that are named beyond doubt,
    `bodied` those whose bodies are, `kinds` the last words of what bodies are called, `often` the states most often
    named, `about` the one that the report is about.
    """

    text: str
    knowledge: Knowledge
    memory: Memory
    rows: tuple[Row, ...]
    home: tuple[tuple[str, str], ...]
    near: int
    strong: frozenset[str]
    bodied: frozenset[str]
    kinds: frozenset[str]
    often: tuple[str, ...]
    about: str | None
    issuer: str | None
    meant: dict[tuple[str, str], bool | None] = field(default_factory=dict)
    written: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document, text: str, knowledge: Knowledge, rows: tuple[Row, ...]) -> Self:
        """The setting of a document by the chunks of its sentences."""
        strong, named, seated, kinds = _told(rows)
        states = Counter(named)
        states.update(state for state in seated if state in knowledge.states)
        near = tuple(_home(document, text, knowledge, set(states)))
        return cls(
            text=text,
            knowledge=knowledge,
            memory=Memory(knowledge, document.published.start),
            rows=rows,
            home=(*near, *_publisher(document, knowledge, strong)),
            near=len(near),
            strong=frozenset(strong),
            bodied=frozenset(seated),
            kinds=frozenset(kinds),
            issuer=document.issuer,
            often=tuple(state for state, _ in states.most_common(3)),
            about=_about(states.most_common(2)),
        )

    def stated(self, phrase: Phrase) -> str | None:
        """The state or organisation that the words beside a title or body name."""
        if not (phrase.lead or phrase.of or phrase.pre):
            return self.seat(phrase) if phrase.name is None else None
        named = any(chunk.letter == "I" for chunk in phrase.of)
        for chunk in (*phrase.lead, *phrase.of, *((phrase.pre,) if phrase.pre else ())):
            # "An analyst at the Federation of American Scientists" is of no state by that.
            part = named and chunk.letter == "A" and NAME_BEHIND.match(self.text, chunk.end)
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
        if phrase.title is None or not SENT.search(phrase.title.words):
            return None
        if not self.text.startswith(" to ", phrase.title.end):
            return None
        chunks = self.rows[phrase.sentence].chunks
        at = bisect_left(chunks, phrase.title.end, key=place)
        party = party_of(chunks[at]) if at < len(chunks) and chunks[at].start < phrase.title.end + 9 else None
        return party.id if party else None

    def seat(self, phrase: Phrase) -> str | None:
        """The state whose capital is told behind an office or body: "a foreign ministry spokesman in Berlin"."""
        where = self.text.startswith((" in ", " at "), phrase.end)
        seated = self.knowledge.rules.naming.shapes.seated.search(phrase.words) if where else None
        if not where or not (seated or _SEATED.search(phrase.words)):
            return None
        row = self.rows[phrase.sentence]
        at = bisect_left(row.chunks, phrase.end, key=place)
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
        if body.state is None or words.lower() not in self.knowledge.rules.naming.lists.shared_bodies:
            return False
        named = body.state in self.strong or any(body.state == state for state, _ in self.home)
        return not named and all(person.state != body.state for person in self.memory.persons)

    def elsewhere(self, phrase: Phrase, chunk: Chunk, state: str) -> bool:
        """Whether an office is none of the state that a weak name means: "Georgia's secretary of state"."""
        own = {office.state for office in offices_of(phrase)} - {None, state}
        party = party_of(chunk)
        return bool(own) and party is not None and not self.in_company(chunk.words, party)

    def own_state(self, chunk: Chunk) -> str | None:
        """The state that a name or place is of, or a body of one state."""
        entry = chunk.hit.entries[0] if chunk.hit and chunk.letter in "SAZKCTP" else None
        if isinstance(entry, Organisation) and entry.kind == "joint":
            return None
        return entry.id if isinstance(entry, State | Organisation) else getattr(entry, "state", None)

    def ranked(self, phrase: Phrase) -> bool:
        """Whether a title tells a rank and no post, so that other words tell whose: "General Lind, who commands"."""
        offices = offices_of(phrase)
        return bool(offices) and all(office.id in self.knowledge.rules.naming.lists.ranks for office in offices)

    def in_america(self, name: str, state: str) -> bool:
        """Whether a weak name is that of one of the United States here, by what bars the other one."""
        knowledge = self.knowledge
        american = name in knowledge.rules.naming.lists.american_states and "USA" in knowledge.states
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


def _told(rows: tuple[Row, ...]) -> tuple[set[str], list[str], list[str], set[str]]:
    """What all chunks tell of states, in one pass: `strong`, each naming, each naming of a body of one, and `kinds`."""
    strong: set[str] = set()
    named: list[str] = []
    seated: list[str] = []
    kinds: set[str] = set()
    for chunk in (chunk for row in rows for chunk in row.chunks):
        if chunk.letter in "SAPKC":
            party = party_of(chunk)
            if party is not None:
                strong.add(party.id)
            if isinstance(party, State) and chunk.letter != "P":
                named.append(party.id)
        elif chunk.letter in "BZ":
            kinds.add(chunk.words.lower().split()[-1])
            entry = chunk.hit.entries[0] if chunk.letter == "Z" and chunk.hit else None
            if isinstance(entry, Body) and entry.state is not None:
                seated.append(entry.state)
    return strong, named, seated, kinds


def _about(often: list[tuple[str, int]]) -> str | None:
    """The state that a report is about: named several times, and far more often than any other."""
    if not often or often[0][1] < _OFTEN or (len(often) > 1 and often[0][1] < _TIMES * often[1][1]):
        return None
    return often[0][0]


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
            elsewhere = hit.how == "city" or words in knowledge.rules.naming.lists.meeting_places
            if hit.how in {"capital", "name", "city"} and (not elsewhere or state.id in named):
                yield state.id, "the dateline names a place there"


def _publisher(document: Document, knowledge: Knowledge, named: set[str]) -> Iterator[tuple[str, str]]:
    """The state of the outlet or agency, where the story itself names it."""
    for name in (document.outlet, document.agency):
        outlet = knowledge.rules.outlets.named(name)
        if outlet and outlet.state and (outlet.state in named or not named & knowledge.states.keys()):
            yield outlet.state, f"{outlet.name} is at home there"
