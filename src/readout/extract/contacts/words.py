"""The words of contact: the verbs and nouns of the codebook, and the mode that a clause shows with them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readout.codebook.compiled import Compiled
from readout.codebook.expressions import Expression
from readout.extract.claims import word_pattern
from readout.language import Clause
from readout.records import Actor
from readout.text import plain

# Nouns of contact that are so only beside their parties: "a call for restraint" is none.
_AFTER_NOUN = re.compile(r"\s+(?:for|to\s+(?:end|stop|halt|action|arms))\b", re.IGNORECASE)
# The word right behind a noun, which it may only qualify: "a meeting room".
_BEHIND_NOUN = re.compile(r"[ -]([a-z]+)\b")
# How a particle begins that may stand further on in its clause.
_WAYS = ("by ", "on ", "over ", "via ", "face ", "through ", "way ", "down ", "virtually", "online")
# What follows somebody who is called by phone: no word for what the caller thinks of them, and no place to come to.
_NO_NAME = re.compile(
    r"\s*(?:$|[.;)]|,(?! (?:an?|the|his|her)\b)|\b(?:on (?!the carpet|it|that)|to (?!account|order|task)"
    r"|after|before|about|late|early|earlier|last|this|yesterday|today|again|twice|during|from|and \w+ed"
    r"|and (?:told|said))\b)"
)
# "They speak with one voice": not with each other.
_AS_ONE = ("with one voice", "with a single voice", "in one voice")
# Meals are held for a guest: "hosted a working lunch for Lind".
MEALS = frozenset({"lunch", "luncheon", "dinner", "breakfast", "banquet", "reception"})
_ASKED_TO = re.compile(r"\b(?:(?:not )?to (?!discuss|talk|review|exchange|convey|bid|pay)\w+|for|that)\b")
# The senses of verbs that tell a contact only where two parties stand in their sentence.
_PAIRED = ("implies", "rings", "speaks")
_NEVER = re.compile(r"(?!)")
_NO_WORDS = frozenset[str]()


@dataclass(frozen=True, slots=True)
class ContactRules:
    """The words of contact: verbs by their first word, nouns by their last, each with the modes that they tell.

    `groups` are the members of those that are nothing else, `states` the bare states. `senses` are the words that tell
    how far a contact got and who takes part, by the id of their entry.
    """

    verbs: Mapping[str, tuple[tuple[str, str], ...]]
    nouns: Mapping[str, tuple[tuple[str, str], ...]]
    heads: frozenset[str]
    triggers: frozenset[str]
    members: Mapping[str, frozenset[str]]
    groups: Mapping[str, tuple[Actor, ...]]
    states: Mapping[str, Actor]
    senses: Mapping[str, frozenset[str]]
    people: Expression
    private: Expression
    relates: Expression
    regional: re.Pattern[str]

    @classmethod
    def of(cls, rules: Compiled) -> "ContactRules":
        """The index over the contacts of the codebook; longer phrases come first."""
        verbs: dict[str, list[tuple[str, str]]] = {}
        nouns: dict[str, list[tuple[str, str]]] = {}
        for entry in rules.codebook.contacts:
            for verb in entry.verbs:
                verbs.setdefault(verb.split()[0], []).append((verb, entry.mode))
            for noun in entry.nouns:
                nouns.setdefault(noun.split()[-1], []).append((noun, entry.mode))
        members = {entry.id: frozenset(entry.members) for entry in rules.codebook.organisations if entry.members}
        senses = {sense.id: frozenset(sense.words) for sense in rules.codebook.senses}
        paired = {word for sense in rules.codebook.senses if sense.id in _PAIRED for word in sense.words}
        forms = {form for verb in (*verbs, *paired) for form in (verb, *rules.verbs.forms(verb))}
        listed = rules.codebook.states
        states = {state.id: Actor("state", state.name, state.id, None, f"{state.id}:GOV") for state in listed}
        groups = {
            group: tuple(states[member] for member in sorted(members[group] & states.keys()))
            for group in sorted(senses.get("members-alone", frozenset()) & members.keys())
        }
        return cls(
            _longest_first(verbs), _longest_first(nouns), frozenset(nouns), frozenset(forms | set(nouns)), members,
            groups, states, senses, _stems(senses.get("people", ())), _stems(senses.get("private", ())),
            _stems(senses.get("relates", ())), _collectives(senses.get("regional", frozenset())),
        )  # fmt: skip

    def says(self, sense: str, *words: str | None) -> bool:
        """Whether one of these words has a sense; a codebook without the sense has no word for it."""
        return not self.senses.get(sense, _NO_WORDS).isdisjoint(words)

    @property
    def joint(self) -> frozenset[str]:
        """The verbs that tell a contact only where two parties stand in their sentence."""
        return frozenset().union(*(self.senses.get(sense, frozenset()) for sense in _PAIRED))

    def tells(self, sense: str, clause: Clause, text: str) -> bool:
        """Whether a clause's verb or governor has a sense, with its particle where it has one: "call off"."""
        words = self.senses.get(sense, frozenset())
        if clause.lemma in words or clause.governor in words:
            return True
        particles = {word.partition(" ")[2] for word in words if word.startswith(f"{clause.lemma} ")}
        return bool(particles) and not particles.isdisjoint(text[clause.verb.end : clause.tail.end].lower().split())

    def named_by(self, clause: Clause) -> tuple[tuple[str, str], ...]:
        """The phrases that the verb or noun of a clause belongs to, each with its mode; most clauses have none."""
        return (self.nouns if clause.form == "nominal" else self.verbs).get(clause.lemma, ())

    def mode(self, clause: Clause, text: str) -> str | None:
        """The mode that a clause's verb or noun tells, all its words present."""
        listed = self.named_by(clause)
        if not listed:
            return None
        if clause.form == "nominal":
            behind = _BEHIND_NOUN.match(text, clause.verb.end)
            only = behind is not None and self.says("qualified", behind[1])
            if only or (clause.lemma not in MEALS and _AFTER_NOUN.match(text, clause.verb.end)):
                return None
            before = " ".join(plain(text[max(0, clause.verb.start - 40) : clause.verb.end]).lower().split())
            return _first(mode for noun, mode in listed if _ends(before, noun))
        if self.says("rings", clause.lemma) and not _is_rung(clause, text):
            listed = tuple((verb, mode) for verb, mode in listed if verb != clause.lemma)
        if clause.lemma == "call" and not _is_called_on(clause, text):
            listed = tuple((verb, mode) for verb, mode in listed if verb != "call on")
        after = " ".join(plain(text[clause.verb.end : clause.tail.end]).lower().split())
        if after.startswith(_AS_ONE) or self._means_none(clause):
            return None
        if self._stand_together(after):
            listed = tuple((verb, mode) for verb, mode in listed if not verb.endswith(" with"))
        named = clause.object is not None and clause.object.head in self.heads  # "convened a call": the noun tells it
        verbs = ((verb, mode) for verb, mode in listed if not (named and verb == clause.lemma))
        return _first(mode for verb, mode in verbs if _follows(verb, after, clause))

    def _means_none(self, clause: Clause) -> bool:
        """Whether what stands behind a verb makes another act of it: "met a deadline", "went to war"."""
        if clause.lemma == "meet" and clause.object is not None and self.says("fulfilled", clause.object.head):
            return True
        return clause.lemma == "go" and any(self.says("no-journey", role.head) for role in clause.oblique("to"))

    def _stand_together(self, after: str) -> bool:
        """Whether a "with" belongs to an appearance: "spoke at a news conference with Torres"."""
        at = after.find(" with ")
        return at > 0 and self.says("appears", after[:at].rpartition(" ")[2])


def _longest_first(table: Mapping[str, list[tuple[str, str]]]) -> dict[str, tuple[tuple[str, str], ...]]:
    return {key: tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair))) for key, pairs in table.items()}


def _stems(words: Iterable[str]) -> Expression:
    listed = sorted(words)
    return word_pattern(listed) if listed else Expression("(?!)")


def _collectives(regions: frozenset[str]) -> re.Pattern[str]:
    """Words for people of no one state: a region and up to two more words before their noun."""
    if not regions:
        return _NEVER
    listed = "|".join(re.escape(region) for region in sorted(regions, key=lambda region: (-len(region), region)))
    return re.compile(
        rf"\b(?:{listed}) (?:[a-z]+ ){{0,2}}?(?:allies|counterparts|countries|envoys|governments|heads of state|leaders"
        r"|ministers|nations|neighbou?rs|officials|partners|presidents|states)\b"
    )


def _first(modes: Iterable[str]) -> str | None:
    return next(iter(modes), None)


def _ends(words: str, noun: str) -> bool:
    return words.endswith(noun) and not words.removesuffix(noun)[-1:].isalnum()


def _follows(verb: str, after: str, clause: Clause) -> bool:
    """Whether the particle of a verb stands behind it, at once or apart."""
    particle = verb.partition(" ")[2]
    return not particle or _opens(after, particle) or _apart(particle, after, clause)


def _is_rung(clause: Clause, text: str) -> bool:
    """Whether the object of "called" is a person who is phoned: not in "called Torres a friend"."""
    if clause.object is None or not clause.object.mentions:
        return False
    people = all(actor.kind == "person" for mention in clause.object.mentions for actor in mention.actors)
    return people and _NO_NAME.match(text, clause.object.mentions[-1].end) is not None


def _is_called_on(clause: Clause, text: str) -> bool:
    """Whether somebody is visited: "called on Torres on Monday", not "called on Torres to leave"."""
    people = [mention for role in clause.oblique("on") for mention in role.mentions]
    named = any(actor.kind == "person" for mention in people for actor in mention.actors)
    return named and _ASKED_TO.search(text, clause.verb.end, clause.tail.end) is None


def _opens(words: str, first: str) -> bool:
    """Whether words begin with these, whole."""
    if not words.startswith(first):  # so do most
        return False
    behind = words[len(first) : len(first) + 1]
    return not (behind.isalnum() or behind == "_")


def _apart(particle: str, after: str, clause: Clause) -> bool:
    """Whether a particle stands behind an adverb or another phrase: "spoke on Friday by phone", "met today with"."""
    if particle == "with":
        return any(role.mentions or role.possessors for role in clause.oblique(particle))
    core = particle.removesuffix(" with").removesuffix(" to")
    # Few words hold the particle at all, so the expression is tried on few.
    return core.startswith(_WAYS) and core in after and re.search(rf"\b{re.escape(core)}\b", after) is not None
