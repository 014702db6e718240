"""Which sentences may tell an act at all, and their clauses: a look at the words comes before any parse.

A sentence passes if some rule could hold of it: a word of the rule stands there with the words that must stand beside
it, one of the words that the rule needs, and as many parties as the rule takes; where it takes two, one may be told by
a thing of its own ("the tanker", before that "a Kenyan tanker"). What passes may still tell nothing; what does not pass
tells no event, no contact and no move, but for two kinds of acts whose other party stands elsewhere: what is demanded
in a sentence of a quotation that does not name its speaker, and what is done to a thing told before, if the word for it
counts only beside certain others.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from readout.codebook.hints import Hints
from readout.codebook.verbs import VerbForms
from readout.extract.claims import EventRules, Trigger, word_pattern
from readout.extract.contacts import ContactRules
from readout.extract.moves import MoveRules, any_of
from readout.extract.story import Line
from readout.language import Language
from readout.records import Actor, BlockKind, Document, Mention, Span
from readout.text import plain, sentences, small_letters

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
    told = Told(flat, mentions)
    for block in document.blocks:
        if block.kind not in _BLOCKS:
            continue
        for sentence in sentences(document.text, block.start, block.end):
            while at < len(mentions) and mentions[at].end <= sentence.start:
                at += 1
            last = at
            while last < len(mentions) and mentions[last].start < sentence.end:
                last += 1
            if last == at:
                continue
            here = mentions[at:last]
            known = [actor for mention in here for actor in mention.actors if actor.code]
            if known and gate.passes(sentence, known, told):
                clauses = language.clauses(document.text, sentence, here, nouns)
                yield Line(sentence, block.kind, clauses)


# ---- what was told before -------------------------------------------------------------------------------------------
class Told:
    """The things of parties in a document ("a Kenyan tanker"), by which "the tanker" further on is somebody's."""

    def __init__(self, flat: str, mentions: tuple[Mention, ...]) -> None:
        self.flat = flat
        self._mentions = mentions
        self._things: dict[str, list[Mention]] | None = None

    def points_back(self, start: int, words: Sequence[str], own: frozenset[str | None]) -> bool:
        """Whether a sentence of these words speaks of a thing that was told before it as that of another party."""
        owned = self._owned()
        for number, word in enumerate(words):
            if word not in owned or _POINTS.isdisjoint(words[max(0, number - _WORDS) : number]):
                continue
            for mention in owned[word]:
                if mention.end > start:
                    break
                if any(actor.code and actor.state not in own for actor in mention.actors):
                    return True
        return False

    def _owned(self) -> dict[str, list[Mention]]:
        """The words right behind names, each with the names; they are looked for when they are first asked for."""
        if self._things is None:
            self._things = {}
            for mention in self._mentions:
                known = any(actor.code for actor in mention.actors)
                behind = _BEHIND_NAME.match(self.flat, mention.end) if known else None
                for word in behind[0].lower().split() if behind else ():
                    if len(word) >= _LONG:
                        self._things.setdefault(word, []).append(mention)
        return self._things


_LONG = 4  # letters: shorter words name no thing
_WORDS = 4  # so many words a thing has at most, with what stands before its name
_BEHIND_NAME = re.compile(rf"(?:'s|-\w+ed)?(?: [\w-]+){{1,{_WORDS}}}")
_POINTS = frozenset("the that this these those".split())


# ---- the gate -------------------------------------------------------------------------------------------------------
class Way(NamedTuple):
    """What must be there for a word to tell an act: words on both sides, one of several, and parties."""

    before: str = ""
    behind: str = ""
    needs: str = ""  # the words of which one must stand in the sentence, with bars between them
    pair: bool = False
    thing: bool = False  # one of the pair may be told by a thing that was named as its before


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
        self._of_several = _Words.of(ways)
        self._of_one = _Words.of({word: [way for way in listed if not way.pair] for word, listed in ways.items()})
        self._of_a_thing = frozenset(word for word, listed in ways.items() if Way(pair=True, thing=True) in listed)
        self._needed = tuple(sorted({way.needs for listed in ways.values() for way in listed if way.needs}))
        # What moves a matter may be a part of a word with hyphens: "long-stalled talks".
        moving = {"|".join(words): any_of(words) for words in moves.moving.values()}
        self._needs = {needed: moving.get(needed) or word_pattern(needed.split("|")) for needed in self._needed}
        self._hints = Hints.of_words(needed.split("|") for needed in self._needed)

    def passes(self, sentence: Span, actors: Sequence[Actor], told: Told) -> bool:
        """Whether a sentence that names these known actors may tell an act."""
        in_order = small_letters(sentence.of(told.flat).lower())
        words = frozenset(in_order)
        if self._triggers.isdisjoint(words):
            return False
        own = frozenset(actor.state for actor in actors)
        if len(own) > 1 or any(actor.kind == "organisation" for actor in actors):
            return self._stands(sentence, words, told.flat, self._of_several)
        if self._stands(sentence, words, told.flat, self._of_one):
            return True
        return not words.isdisjoint(self._of_a_thing) and told.points_back(sentence.start, in_order, own)

    def _stands(self, sentence: Span, words: frozenset[str], flat: str, listed: "_Words") -> bool:
        """Whether one of the listed words stands there with what must stand beside it."""
        if not words.isdisjoint(listed.sure):
            return True
        around = " ".join(flat[max(0, sentence.start - _BESIDE) : sentence.end + _BESIDE].lower().split())
        needed: set[str] = set()
        for ways in (listed.always, *map(listed.ways.__getitem__, listed.all & words)):
            for before, behind, needs in ways:
                if behind in around and before in around:
                    if not needs:
                        return True
                    needed.add(needs)
        if not needed:
            return False
        likely = needed.intersection(map(self._needed.__getitem__, self._hints.found_in(sentence.of(flat))))
        return any(self._needs[needs].search(flat, sentence.start, sentence.end) for needs in likely)


# Words before a word that may tell an act, words behind it, and those of which one must stand in the sentence.
_Asked = tuple[str, str, str]


class _Words(NamedTuple):
    """The words that may tell an act of certain parties: `sure` are those of which no more than the word is asked."""

    ways: Mapping[str, tuple[_Asked, ...]]
    all: frozenset[str]
    sure: frozenset[str]
    always: tuple[_Asked, ...]

    @classmethod
    def of(cls, ways: Mapping[str, Collection[Way]]) -> "_Words":
        """Those that have a way."""
        # What is written with a hyphen or a full stop is no word of its own here: its longest part stands for it.
        by_part = _by_longest_part({word: listed for word, listed in ways.items() if listed})
        sure = (word for word, listed in by_part.items() if _NOTHING in listed)
        always = _weakest({way[:3] for auxiliary in _AUXILIARIES for way in ways.get(auxiliary, ())})
        return cls(by_part, frozenset(by_part), frozenset(sure), always)


def _by_longest_part(ways: Mapping[str, Iterable[Way]]) -> dict[str, tuple[_Asked, ...]]:
    """What is asked of words, by the longest run of plain letters of each."""
    parts: defaultdict[str, set[_Asked]] = defaultdict(set)
    for word, listed in ways.items():
        parts[max(_WORD.findall(word), key=len)].update(way[:3] for way in listed)
    asked = {part: frozenset(listed) for part, listed in parts.items()}
    weakest = {listed: _weakest(listed) for listed in set(asked.values())}  # the forms of a verb have one between them
    return {part: weakest[listed] for part, listed in asked.items()}


_NOTHING: _Asked = ("", "", "")


def _weakest(listed: Collection[_Asked]) -> tuple[_Asked, ...]:
    """What is asked, without that which holds only where another one of it does: "ready to" beside "to"."""
    if _NOTHING in listed:
        return (_NOTHING,)
    return tuple(sorted(one for one in listed if not any(_asks_less(one, other) for other in listed if other != one)))


def _asks_less(one: _Asked, other: _Asked) -> bool:
    """Whether the second of two holds wherever the first one does."""
    return other[0] in one[0] and other[1] in one[1] and other[2] in {"", one[2]}


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
        thing = pair and rule.actor != "both" and rule.recipient == "object"
        for own, following in trigger.ways:
            yield Way(own, following, "|".join(rule.needs), pair, thing)


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
