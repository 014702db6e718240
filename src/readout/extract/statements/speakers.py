"""Who the words beside a cue are: actors of mentions, the last speaker for a pronoun, unnamed people by their words.

`it added` and `he added` go on with the speaker of the statement before, where that fits (a body is "it", a person is
"he" or "she"), whatever else the pronoun might mean; "the official" is the last speaker called so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from readout.extract.statements.subjects import Subject
from readout.records import Actor, Mention, Span

_FARTHEST = 100  # so many speakers back somebody is still meant by "he" or "the official"
_PERSON = frozenset("he she i him her".split())
_HERS, _HIS = frozenset({"she", "her"}), frozenset({"he", "him"})
_BODY = frozenset({"it"})
_MANY = frozenset("they we both".split())
_HUMAN = re.compile(
    r"(?:[A-Z][\w'’-]+|(?i:official|spokes(?:man|woman|person)|source|diplomat|aide|advis[eo]r|minister|president|secretary|"
    r"ambassador|envoy|officer|leader|lawmaker|analyst|expert|man|woman|commander|general|chief|head|senator|professor|"
    r"director|researcher|resident|witness))$"
)
# Of others than these a place tells only where they are: "an industry source in Oslo".
_OFFICIAL = re.compile(
    r"official|spokes|minist|government|authorit|police|military|army|general|officer|commander|mayor|governor|lawmaker"
    r"|legislator|senator|prosecutor|judge|court|parliament|embassy|envoy|ambassador|troops|resident|citizen",
    re.IGNORECASE,
)
# Those "in" a capital who say something are of its government or people.
_SOME_IN = re.compile(r"(?:some|many|those|officials) in [A-Z]", re.IGNORECASE)
_SEVERAL = re.compile(r"(?:several|many|most|some|few|both|two|three|four|five)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an|some|this|that|these|those|its|his|her|their|our)(?! in )\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SpeakerWords:
    """The given names that only women and only men bear; what texts and media are called when they speak again."""

    women: frozenset[str] = frozenset()
    men: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()

    def bars(self, pronoun: str, actor: Actor) -> bool:
        """Whether "he" or "she" is not said of somebody of this name."""
        given = (actor.name or "").split(" ")[0]
        return given in (self.men if pronoun in _HERS else self.women if pronoun in _HIS else ())


def speakers(
    subject: Subject, flat: str, text: str, before: Sequence[tuple[Actor, ...]], known: SpeakerWords = SpeakerWords()
) -> tuple[Actor, ...]:
    """The actors that the words for the speaker name; `before` holds the speakers so far, the last one last."""
    words, before = subject.span.of(flat), before[-_FARTHEST:]
    low = words.lower()
    if low in _PERSON | _BODY | _MANY:
        named = _actors(subject.mentions)
        if low in _PERSON and named in before and not _last_fitting(low, before[-1:], known):
            return named
        return _last_fitting(low, before, known) or named
    named = _actors(subject.mentions)
    if len(named) == 1 and named[0].name is None and named[0].kind in {"person", "unknown"}:
        return _again(low, before, known) or (
            replace(unnamed(subject, text), state=named[0].state, office=named[0].office),
        )
    if named:
        return named
    again = _again(low, before, known)
    return again or (unnamed(subject, text),)


def _actors(mentions: Sequence[Mention]) -> tuple[Actor, ...]:
    return tuple(dict.fromkeys(actor for mention in mentions for actor in mention.actors))


def _last_fitting(pronoun: str, before: Sequence[tuple[Actor, ...]], known: SpeakerWords) -> tuple[Actor, ...]:
    """The speaker of the statement before, if the pronoun may stand for it; else of the one before that."""
    for actors in reversed(before[-3:]):
        if _fits(pronoun, actors) and not any(known.bars(pronoun, actor) for actor in actors):
            return actors
    return ()


def _fits(pronoun: str, actors: tuple[Actor, ...]) -> bool:
    if pronoun in _MANY:
        return len(actors) > 1 or (len(actors) == 1 and actors[0].kind in {"people", "group", "unknown"})
    if len(actors) != 1:
        return False
    name = actors[0].name or ""
    human = _HUMAN.search(name, name.rfind(" ") + 1) and not _SEVERAL.match(name)
    person = actors[0].kind == "person" or (actors[0].kind == "unknown" and bool(human))
    return person if pronoun in _PERSON else not person


def _again(low: str, before: Sequence[tuple[Actor, ...]], known: SpeakerWords) -> tuple[Actor, ...]:
    """An unnamed or little-known speaker named again by a part of the words: "the official", "Brilliant"."""
    words = _ARTICLE.sub("", low).split()
    if not words or len(words) > 2:
        return ()
    if words[-1] in known.texts:
        return before[-1] if before else ()
    for actors in reversed(before):
        if words[-1] in known.media and len(actors) == 1 and _is_medium(actors[0], known):
            return actors
        if len(actors) == 1 and actors[0].name and words[-1] == actors[0].name.lower().split()[-1]:
            return actors
    return ()


def _is_medium(actor: Actor, known: SpeakerWords) -> bool:
    """Whether an actor may be "the paper" later: a body, or one told only as "Lima's oldest newspaper"."""
    told = (actor.name or "").lower().split()[-1:]
    return actor.kind in {"body", "organisation"} or (actor.kind == "unknown" and not known.media.isdisjoint(told))


def unnamed(subject: Subject, text: str) -> Actor:
    """An actor made of the words themselves: "senior official", with the state that a name within gives."""
    words = " ".join(_ARTICLE.sub("", Span(subject.span.start, subject.span.end).of(text)).split())
    within = (*subject.mentions, *subject.inside)
    firm = [mention for mention in within if mention.form != "place"]
    # "The representatives of the Chilean embassy in Oslo" are Chile's.
    named = firm or (within if within and (_OFFICIAL.search(words) or _SOME_IN.match(words)) else ())
    inside = (actor.state for mention in named for actor in mention.actors)
    states = sorted({state for state in inside if state})
    return Actor("unknown", words or None, states[0] if len(states) == 1 else None)
