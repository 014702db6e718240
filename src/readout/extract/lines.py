"""Which sentences may tell an act at all, and their clauses: a look at the words comes before any parse.

A sentence passes if some rule could hold of it: a word of the rule stands there with the words that must stand beside
it, one of the words that the rule needs, and as many parties as the rule takes. What passes may still tell nothing;
what does not pass tells no event, no contact and no move.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from readout.codebook.hints import Hints
from readout.codebook.verbs import VerbForms
from readout.extract.claims import EventRules, Trigger, word_pattern
from readout.extract.contacts import ContactRules
from readout.extract.moves import MoveRules, any_of
from readout.extract.story import Line
from readout.language import Language
from readout.records import BlockKind, Document, Mention, Span
from readout.text import plain, sentences

_BLOCKS: tuple[BlockKind, ...] = ("headline", "paragraph", "caption")
_WORD = re.compile(r"[a-z]+")
# Auxiliaries may be written as an ending ("he's"): their rules are tried whatever words a sentence has.
_AUXILIARIES = ("be", "have")
# So far beside a trigger the words may stand that belong to it, in the sentence or beyond.
_BESIDE = 40


def lines(
    document: Document,
    mentions: tuple[Mention, ...],
    language: Language,
    gate: "Gate",
    nouns: frozenset[str],
) -> Iterator[Line]:
    """The sentences that name a known party and pass the gate, parsed; the others tell no act of a party."""
    at = 0
    flat = plain(document.text)
    for block in document.blocks:
        if block.kind not in _BLOCKS:
            continue
        for sentence in sentences(document.text, block.start, block.end):
            while at < len(mentions) and mentions[at].end <= sentence.start:
                at += 1
            last = at
            while last < len(mentions) and mentions[last].start < sentence.end:
                last += 1
            known = any(actor.code for mention in mentions[at:last] for actor in mention.actors)
            if known and gate.passes(flat, sentence, mentions[at:last]):
                clauses = language.clauses(document.text, sentence, mentions[at:last], nouns)
                yield Line(sentence, block.kind, clauses)


# ---- the gate -------------------------------------------------------------------------------------------------------
class Way(NamedTuple):
    """What must be there for a word to tell an act: words on both sides, one of several, parties of several states."""

    before: str = ""
    behind: str = ""
    needs: str = ""  # the words of which one must stand in the sentence, with bars between them
    pair: bool = False


class Gate:
    """The words that may tell an act, each with the ways in which it does."""

    def __init__(
        self, verbs: VerbForms, events: tuple[EventRules, ...], contacts: ContactRules, moves: MoveRules
    ) -> None:
        self._triggers = contacts.triggers.union(moves.triggers, *(rules.triggers for rules in events))
        ways: defaultdict[str, set[Way]] = defaultdict(set)
        for word, way in (
            *(pair for rules in events for pair in _of_events(verbs, rules)),
            *_of_contacts(verbs, contacts),
            *_of_moves(moves),
        ):
            ways[word].add(way)
        self._always = tuple(way for auxiliary in _AUXILIARIES for way in ways.get(auxiliary, ()))
        # What is written with a hyphen or a full stop is no word of its own here: its longest part stands for it.
        self._ways = _by_longest_part(ways)
        self._words = frozenset(self._ways)
        needs = sorted({way.needs for listed in self._ways.values() for way in listed if way.needs})
        self._needed = tuple(needs)
        # What moves a matter may be a part of a word with hyphens: "long-stalled talks".
        moving = {"|".join(words): any_of(words) for words in moves.moving.values()}
        self._needs = {needed: moving.get(needed) or word_pattern(needed.split("|")) for needed in needs}
        self._hints = Hints.of_words(needed.split("|") for needed in needs)
        # Nothing more than the word is asked for, or than the word and a pair.
        self._sure = frozenset(word for word, listed in self._ways.items() if Way() in listed)
        self._sure_of_pair = self._sure.union(word for word, listed in self._ways.items() if Way(pair=True) in listed)

    def passes(self, flat: str, sentence: Span, mentions: Sequence[Mention]) -> bool:
        """Whether a sentence of a plain text with these mentions may tell an act."""
        words = frozenset(_WORD.findall(sentence.of(flat).lower()))
        if self._triggers.isdisjoint(words):
            return False
        actors = [actor for mention in mentions for actor in mention.actors if actor.code]
        enough = len({actor.state for actor in actors}) > 1 or any(actor.kind == "organisation" for actor in actors)
        if not words.isdisjoint(self._sure_of_pair if enough else self._sure):
            return True
        around = " ".join(flat[max(0, sentence.start - _BESIDE) : sentence.end + _BESIDE].lower().split())
        likely = {"", *map(self._needed.__getitem__, self._hints.found_in(sentence.of(flat)))}
        for ways in (self._always, *map(self._ways.__getitem__, self._words & words)):
            for before, behind, needs, pair in ways:
                if needs not in likely or (pair and not enough) or before not in around or behind not in around:
                    continue
                if not needs or self._needs[needs].search(flat, sentence.start, sentence.end):
                    return True
        return False


def _by_longest_part(ways: Mapping[str, Iterable[Way]]) -> dict[str, tuple[Way, ...]]:
    """The ways by the longest run of plain letters of their words."""
    parts: defaultdict[str, set[Way]] = defaultdict(set)
    for word, listed in ways.items():
        parts[max(_WORD.findall(word), key=len)].update(listed)
    return {part: tuple(sorted(listed, key=_cost)) for part, listed in parts.items()}


def _cost(way: Way) -> tuple[bool, str, str, bool, str]:
    """What is quick to tell comes first."""
    return bool(way.needs), way.before, way.behind, way.pair, way.needs


def _of_events(verbs: VerbForms, rules: EventRules) -> Iterator[tuple[str, Way]]:
    for lemma, triggers in rules.by_verb.items():
        for way in _ways(triggers, rules):
            yield from ((form, way) for form in {lemma, *verbs.forms(lemma)})
    for noun, triggers in rules.by_noun.items():
        yield from ((noun, way) for way in _ways(triggers, rules))


def _ways(triggers: Iterable[Trigger], rules: EventRules) -> Iterator[Way]:
    """A mutual act takes two parties; of the others it is enough that one is known."""
    for trigger in triggers:
        rule = trigger.rule
        pair = rule.actor == "both" or (rule.type in rules.mutual and rule.recipient != "none")
        for own, following in trigger.ways:
            yield Way(own, following, "|".join(rule.needs), pair)


def _of_moves(rules: MoveRules) -> Iterator[tuple[str, Way]]:
    """A noun for a matter, where a word stands that may move it."""
    for noun, kind in rules.kinds.items():
        *before, head = noun.split()
        yield head, Way(before=" ".join(before), needs="|".join(rules.moving[kind]))


def _of_contacts(verbs: VerbForms, rules: ContactRules) -> Iterator[tuple[str, Way]]:
    yield from ((form, Way(pair=True)) for lemma in rules.joint for form in {lemma, *verbs.forms(lemma)})
    for lemma, listed in rules.verbs.items():
        for verb, _ in listed:
            if verb in rules.joint:
                continue
            core = verb.partition(" ")[2].removesuffix(" with").removesuffix(" to")
            yield from ((form, Way(behind=core)) for form in {lemma, *verbs.forms(lemma)})
    for head, listed in rules.nouns.items():
        yield from ((head, Way(before=noun)) for noun, _ in listed)
