"""Which sentences may tell an act at all, and their clauses: a look at the words comes before any parse.

A sentence passes if some rule could hold of it: a word of the rule stands there with the words that must stand beside
it, one of the words that the rule needs, and as many parties as the rule takes. What passes may still tell nothing;
what does not pass tells no event, no contact and no move.

Most sentences that name a party name only one. What such a sentence may tell is what `events`, `contacts` and `moves`
ask of one party alone (`Lone`); what they ask for less must be asked for less here.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from readout.codebook.verbs import VerbForms
from readout.extract.claims import EventRules, Trigger
from readout.extract.contacts import ContactRules
from readout.extract.events import speaks_for_a_state
from readout.extract.moves import MoveRules
from readout.extract.story import Line
from readout.extract.times import may_tell
from readout.language import Language
from readout.records import BlockKind, Document, Mention, Span, Statement
from readout.text import plain, sentences

_BLOCKS: tuple[BlockKind, ...] = ("headline", "paragraph", "caption")
_WORD = re.compile(r"[a-z]+")
# Auxiliaries may be written as an ending ("he's"): their rules are tried whatever words a sentence has.
_AUXILIARIES = ("be", "have")
# So far beside a trigger the words may stand that belong to it, in the sentence or beyond.
_BESIDE = 40
# Characters from which a sentence may be cut within a list.
_WHOLE = 600


def lines(
    document: Document,
    mentions: tuple[Mention, ...],
    said: Sequence[Statement],
    nouns: frozenset[str],
    language: Language,
    gate: "Gate",
) -> Iterator[Line]:
    """The sentences that name a known party and pass the gate, parsed; the others tell no act of a party."""
    at = 0
    flat = plain(document.text)
    company = _Company(document.issuer is not None, [s.content.span for s in said if s.kind != "indirect"])
    for block in document.blocks:
        if block.kind not in _BLOCKS:
            continue
        for sentence in sentences(document.text, block.start, block.end):
            while at < len(mentions) and mentions[at].end <= sentence.start:
                at += 1
            last = at
            while last < len(mentions) and mentions[last].start < sentence.end:
                last += 1
            named = mentions[at:last]
            if not any(actor.code for mention in named for actor in mention.actors):
                continue
            met = company.may_be_told(sentence, named)
            if gate.passes(flat, sentence, named, met=met):
                company.told = company.told or met
                yield Line(sentence, block.kind, language.clauses(document.text, sentence, named, nouns))


class _Company:
    """Whether the parties of a contact may be found for a sentence: two states in it, or one that stands elsewhere.

    Elsewhere stand the office that issues a release, the speaker in whose words the sentence stands, the parties of a
    contact told before, and the end of a list that a sentence does not end with.
    """

    def __init__(self, issued: bool, spoken: Sequence[Span]) -> None:  # noqa: FBT001
        self.told = issued
        self._spoken = spoken

    def may_be_told(self, sentence: Span, named: Sequence[Mention]) -> bool:
        states = {actor.state for mention in named for actor in mention.actors if actor.state or actor.code}
        if self.told or len(states) > 1:
            return True
        runs_on = len(sentence) >= _WHOLE or named[-1].end >= sentence.end
        return runs_on or any(span.meets(sentence) for span in self._spoken)


# ---- the gate -------------------------------------------------------------------------------------------------------
# What one party alone needs for an act to be told of it: nothing more, to speak for a state, a day or a that-clause
# beside its noun, company for a contact; "never" stands for what takes two.
Lone = Literal["any", "voice", "dated", "met", "never"]


class Way(NamedTuple):
    """What must be there for a word to tell an act: words on both sides, an expression, more than one party alone."""

    before: str = ""
    behind: str = ""
    needs: re.Pattern[str] | None = None
    lone: Lone = "any"


class Gate:
    """The words that may tell an act, each with the ways in which it does."""

    def __init__(self, verbs: VerbForms, events: EventRules, contacts: ContactRules, moves: MoveRules) -> None:
        self._triggers = events.triggers | contacts.triggers | moves.triggers
        ways: defaultdict[str, set[Way]] = defaultdict(set)
        for word, way in (
            *_of_events(verbs, events),
            *_of_contacts(verbs, contacts),
            *_of_moves(moves),
        ):
            ways[word].add(way)
        self._always = tuple(way for auxiliary in _AUXILIARIES for way in ways.get(auxiliary, ()))
        # What is written with a hyphen or a full stop is no word of its own here: its longest part stands for it.
        self._ways = _by_longest_part(ways)
        self._words = frozenset(self._ways)
        self._of_dated = frozenset(
            word for word, listed in self._ways.items() if any(way.lone == "dated" for way in listed)
        )
        # Of these nothing more than the word is asked for, by what one party alone needs.
        self._sure = {
            lone: frozenset(word for word, listed in self._ways.items() if Way(lone=lone) in listed)
            for lone in get_args(Lone)
        }

    def passes(self, flat: str, sentence: Span, mentions: Sequence[Mention], *, met: bool = True) -> bool:
        """Whether a sentence of a plain text with these mentions may tell an act; `met` if it may tell a contact."""
        words = frozenset(_WORD.findall(sentence.of(flat).lower()))
        if self._triggers.isdisjoint(words):
            return False
        held = _held(mentions, met=met)
        if not words.isdisjoint(self._of_dated) and "dated" not in held and _may_be_dated(flat, sentence):
            held = (*held, "dated")
        if not all(words.isdisjoint(self._sure[lone]) for lone in held):
            return True
        around = " ".join(flat[max(0, sentence.start - _BESIDE) : sentence.end + _BESIDE].lower().split())
        for ways in (self._always, *map(self._ways.__getitem__, self._words & words)):
            for before, behind, needs, lone in ways:
                if lone not in held or before not in around or behind not in around:
                    continue
                if needs is None or needs.search(flat, sentence.start, sentence.end):
                    return True
        return False


def _held(mentions: Sequence[Mention], *, met: bool) -> tuple[Lone, ...]:
    """What the parties of a sentence have of what acts ask for; two states or an organisation have all of it."""
    actors = [actor for mention in mentions for actor in mention.actors if actor.code]
    if len({actor.state for actor in actors}) > 1 or any(actor.kind == "organisation" for actor in actors):
        return get_args(Lone)
    held: list[Lone] = ["any"]
    if any(map(speaks_for_a_state, actors)):
        held.append("voice")
    if met:
        held.append("met")
    return tuple(held)


def _may_be_dated(flat: str, sentence: Span) -> bool:
    """Whether a day or a that-clause may stand in a sentence."""
    return " that " in flat[sentence.start : sentence.end + 1] or may_tell(flat, sentence.start, sentence.end)


def _by_longest_part(ways: Mapping[str, Iterable[Way]]) -> dict[str, tuple[Way, ...]]:
    """The ways by the longest run of plain letters of their words."""
    parts: defaultdict[str, set[Way]] = defaultdict(set)
    for word, listed in ways.items():
        parts[max(_WORD.findall(word), key=len)].update(listed)
    return {part: tuple(sorted(listed, key=_cost)) for part, listed in parts.items()}


def _cost(way: Way) -> tuple[bool, str, str, str, str]:
    """What is quick to tell comes first."""
    return way.needs is not None, way.before, way.behind, way.lone, way.needs.pattern if way.needs else ""


def _of_events(verbs: VerbForms, rules: EventRules) -> Iterator[tuple[str, Way]]:
    for lemma, triggers in rules.by_verb.items():
        for form in {lemma, *verbs.forms(lemma)}:
            yield from ((form, way) for way in _ways("" if lemma in _AUXILIARIES else form, triggers, rules, "voice"))
    for noun, triggers in rules.by_noun.items():
        yield from ((noun, way) for way in _ways(noun, triggers, rules, "dated"))


def _ways(word: str, triggers: Iterable[Trigger], rules: EventRules, alone: Lone) -> Iterator[Way]:
    """A mutual act takes two parties, and so does a journey; a protest is one whoever makes it."""
    for trigger in triggers:
        rule = trigger.rule
        mutual = rule.actor == "both" or (rule.type in rules.mutual and rule.recipient != "none")
        lone: Lone = "never" if mutual or rule.type == "CONSULT" else "any" if rule.type == "PROTEST" else alone
        for own, following in trigger.ways:
            words = " ".join(filter(None, (own, word, following))) if own or following else ""
            yield Way(words, "", rules.words.get(f"{rule.id}+"), lone)


def _of_contacts(verbs: VerbForms, rules: ContactRules) -> Iterator[tuple[str, Way]]:
    for lemma, listed in rules.verbs.items():
        for verb, _ in listed:
            core = verb.partition(" ")[2].removesuffix(" with").removesuffix(" to")
            yield from ((form, Way(behind=core, lone="met")) for form in {lemma, *verbs.forms(lemma)})
    for head, listed in rules.nouns.items():
        yield from ((head, Way(before=noun, lone="met")) for noun, _ in listed)


def _of_moves(rules: MoveRules) -> Iterator[tuple[str, Way]]:
    for noun, kind in rules.kinds.items():
        yield noun.split()[-1], Way(before=noun, needs=rules.moving[kind])
