"""Whom else the words of a mention could have named, and what speaks against it: looked for on demand.

The mentions come from `actors`, which tells why their words mean whom they mean. This looks at the same words again and
gathers everybody else who bears them: persons of the document with that surname or title, holders of office in the
table, other entries of the same name, bodies of other states. A reason is a fact that can be looked up: a term that
ended, a state that the words do not name, a place farther off. Weak names that were left alone are mentions here too,
without actors, so that a reader sees what they could have meant.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from readout.codebook.entries import Body, Holder, Office, Organisation, Outlet, State
from readout.codebook.lexicon import Hit
from readout.extract.actors import Knowledge
from readout.extract.actors.knowledge import in_term
from readout.extract.actors.spelling import cleaned, family_of, folded, words_of
from readout.records import Actor, ActorKind, Candidate, Document, Mention
from readout.text import plain

_MOST = 8  # candidates that are listed for one mention
_FAR = 12  # mentions that a pronoun looks back over
_STORY = ("headline", "paragraph", "caption", "note")


def with_candidates(document: Document, found: tuple[Mention, ...], knowledge: Knowledge) -> tuple[Mention, ...]:
    """The mentions with their candidates, and the weak names that mean nobody here, in order of place."""
    reader = _Reader(document, found, knowledge)
    whole = [replace(mention, candidates=reader.candidates(i)) for i, mention in enumerate(found)]
    return tuple(sorted([*whole, *reader.left_alone()], key=lambda mention: mention.start))


class _Reader:
    """One document whose mentions are known."""

    def __init__(self, document: Document, found: tuple[Mention, ...], knowledge: Knowledge) -> None:
        self.text = plain(document.text)
        self.document = document
        self.found = found
        self.knowledge = knowledge
        self.day = document.published.start
        self.persons = {actor: None for mention in found for actor in mention.actors if actor.kind == "person"}

    def candidates(self, number: int) -> tuple[Candidate, ...]:
        """Everybody else whom a mention's words could have named, each once."""
        mention = self.found[number]
        chosen = {_who(actor) for actor in mention.actors}
        others: dict[tuple[str, str | None], Candidate] = {}
        for candidate in self._all(number, mention):
            key = _who(candidate.actor)
            if key not in chosen:
                others.setdefault(key, candidate)
        return tuple(others.values())[:_MOST]

    def _all(self, number: int, mention: Mention) -> Iterator[Candidate]:
        """The candidates by the kind of words, the likeliest first."""
        if mention.form == "pronoun":
            yield from self._before(number)
            return
        yield from self._entries(mention)
        yield from self._names(mention)
        if mention.form in {"title", "nominal"} and all(actor.kind == "person" for actor in mention.actors):
            yield from self._titles(mention)

    # ---- pronouns ----------------------------------------------------------------------------------------------------
    def _before(self, number: int) -> Iterator[Candidate]:
        """Those of the same kind who were named shortly before."""
        mention = self.found[number]
        person = self._words(mention).lower() in {"he", "she"}
        kinds = {"person"} if person else {actor.kind for actor in mention.actors}
        for earlier in reversed(self.found[max(0, number - _FAR) : number]):
            for actor in earlier.actors:
                if actor.kind in kinds:
                    sentences = self.text.count(". ", earlier.end, mention.start)
                    where = "in the same sentence" if not sentences else f"about {sentences} sentences before"
                    yield Candidate(actor, f"named {where}, as {self._words(earlier)!r}")

    # ---- names -------------------------------------------------------------------------------------------------------
    def _names(self, mention: Mention) -> Iterator[Candidate]:
        """Persons of the document and holders of the table with the same family name."""
        names = [actor.name for actor in mention.actors if actor.kind in {"person", "unknown"} and actor.name]
        for name in names if mention.form in {"name", "surname"} else ():
            parts = cleaned(name)
            state = next((actor.state for actor in mention.actors if actor.name == name), None)
            order = self.knowledge.family_first
            family = family_of(name, state, order).lower() if parts else name.lower()
            for person in self.persons:
                if person.name and family in {part.lower() for part in cleaned(person.name)}:
                    yield Candidate(person, "of the same name in this document")
            written = self._words(mention).lower()
            bearers = self.knowledge.by_family.get(family, ())
            for holder in sorted(bearers, key=lambda bearer: not in_term(bearer, self.day)):
                if mention.form == "surname" or folded(holder.name) in folded(written):
                    yield self._holder(holder, None)

    def _holder(self, holder: Holder, state: str | None) -> Candidate:
        """A holder of the table, and why it is somebody else: by term, by state, or unnamed here."""
        office = self.knowledge.offices[holder.office]
        term = f"{holder.since} to {holder.until or 'today'}"
        if self.day is not None and not in_term(holder, self.day):
            reason = f"{office.name} of {holder.state} from {term}, not on {self.day}"
        elif state is not None and holder.state != state:
            reason = f"{office.name} of {holder.state}, and the words mean {state}"
        else:
            reason = f"{office.name} of {holder.state} ({term}), not named in full here"
        past = self.day is not None and holder.until is not None and holder.until < self.day
        sector = office.sector if in_term(holder, self.day) else "ELI" if past else None
        code = self.knowledge.code(holder.state, sector) if sector else None
        return Candidate(Actor("person", holder.name, holder.state, office.name, code), reason)

    # ---- titles ------------------------------------------------------------------------------------------------------
    def _titles(self, mention: Mention) -> Iterator[Candidate]:
        """Others who bear the title: in this document, and in the same seat before and after."""
        words = words_of(self._words(mention))
        states = {actor.state for actor in mention.actors if actor.state}
        for person in self.persons:
            if person.office and (words & words_of(person.office)):
                same = person.state in states or person.state is None
                yield Candidate(person, "bears the title too" if same else f"bears the title, in {person.state}")
        hits = [hit for hit in self._hits(mention) if hit.how == "title"]
        offices = {entry.id for hit in hits for entry in hit.entries if isinstance(entry, Office)}
        for office in sorted(offices):
            for state in sorted(states):
                for holder in self._nearest(self.knowledge.by_seat.get((office, state), ())):
                    yield self._holder(holder, state)

    def _nearest(self, holders: tuple[Holder, ...]) -> list[Holder]:
        """Those in office on the day, else the last before and the first after it."""
        if self.day is None:
            return list(holders)
        day = self.day
        return sorted(holders, key=lambda holder: _distance(holder, day))[:3]

    # ---- other entries -----------------------------------------------------------------------------------------------
    def _entries(self, mention: Mention) -> Iterator[Candidate]:
        """What else the lexicon lists under the same spelling; for a kind of body, that of other states named here."""
        for hit in self._hits(mention):
            for entry in hit.entries if hit.end - hit.start >= mention.end - mention.start else ():
                actor = self._actor(entry)
                if actor is not None:
                    yield Candidate(actor, f"{self.text[hit.start : hit.end]!r} is listed for it too")
            body = hit.entries[0]
            if hit.how == "body" and isinstance(body, Body) and body.state is None:
                yield from self._bodies(body, {actor.state for actor in mention.actors})

    def _bodies(self, body: Body, chosen: set[str | None]) -> Iterator[Candidate]:
        """The same body of the other states that the document names."""
        named = dict.fromkeys(actor.state for mention in self.found for actor in mention.actors if actor.state)
        for state in named:
            if state not in chosen and state in self.knowledge.states:
                name = f"{self.knowledge.adjective(state)} {body.name}"
                actor = Actor("body", name, state, None, self.knowledge.code(state, body.sector))
                yield Candidate(actor, f"{state} is named here, but neither beside the words nor as home of the report")

    def _actor(self, entry: object) -> Actor | None:
        """The record of a party or a state's own body or outlet."""
        match entry:
            case State():
                return Actor("state", entry.name, entry.id, None, self.knowledge.code(entry.id))
            case Organisation():
                kind: ActorKind = "group" if entry.kind == "group" else "organisation"
                return Actor(kind, entry.name, entry.id, None, entry.code)
            case Body() if entry.state:
                return Actor("body", entry.name, entry.state, None, self.knowledge.code(entry.state, entry.sector))
            case Outlet():
                return Actor("body", entry.name, entry.state, None, self.knowledge.code(entry.state, "MED"))
            case _:
                return None

    # ---- weak names --------------------------------------------------------------------------------------------------
    def left_alone(self) -> Iterator[Mention]:
        """The weak names of the story that no mention covers, each with the party that it would mean."""
        for block in self.document.blocks:
            if block.kind not in _STORY:
                continue
            for hit in self.knowledge.rules.lexicon.find(self.text, block.start, block.end):
                covered = any(m.start < hit.end and hit.start < m.end for m in self.found)
                if hit.how == "weak" and not covered:
                    meant = [actor for entry in hit.entries if (actor := self._actor(entry)) is not None]
                    why = "a weak name: nothing else here names it, and the report does not stand there"
                    candidates = tuple(Candidate(actor, why) for actor in meant)
                    yield Mention(hit.start, hit.end, "place", (), "a weak name without company", candidates)

    # ---- places ------------------------------------------------------------------------------------------------------
    def _words(self, mention: Mention) -> str:
        return self.text[mention.start : mention.end]

    def _hits(self, mention: Mention) -> tuple[Hit, ...]:
        """The lexicon's entries in the words of a mention; "the South" is looked for with its article."""
        article = re.search(r"\b[Tt]he $", self.text[max(0, mention.start - 4) : mention.start])
        start = article.start() + max(0, mention.start - 4) if article else mention.start
        return self.knowledge.rules.lexicon.find(self.text, start, mention.end)


def _who(actor: Actor) -> tuple[str, str | None]:
    """What makes two actors the same: their label, letters alone, and their state."""
    return folded(actor.label), actor.state


def _distance(holder: Holder, day: date) -> int:
    """Days between a term and a day; none inside it."""
    if in_term(holder, day):
        return 0
    if day < holder.since:
        return (holder.since - day).days
    return (day - (holder.until or day)).days
