"""What a stretch of text speaks of: the topics of the codebook, found in one pass over its words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readout.codebook.entries import Topic
from readout.codebook.lexicon import lower
from readout.records import Span
from readout.text import plain

# Parts of hyphenated words stand alone, so that "build-up" and "build up" are one phrase.
_TOKEN = re.compile(r"[^\W_]+")
_KEY = 3
_SEVERAL = 2
_GAP = 3  # words that a lone "*" inside a phrase may stand for, at most


@dataclass(frozen=True, slots=True)
class TopicHit:
    """Words that speak of a topic; `weight` is how many words of the phrase are fixed."""

    span: Span
    topic: str
    weight: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The words of a phrase; `first` is what its first word is, or begins with if that is a `stem`."""

    tokens: tuple[str, ...]
    topic: str
    first: str
    stem: bool

    @property
    def weight(self) -> int:
        """How many words are fixed."""
        return sum(word != "*" for word in self.tokens)


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a codebook, ready to be found; `by_key` groups the phrases by the beginning of their first word."""

    names: Mapping[str, str]
    kin: frozenset[tuple[str, str]]
    by_key: Mapping[str, tuple[_Phrase, ...]]

    @classmethod
    def of(cls, topics: Iterable[Topic]) -> "Topics":
        """The index of these topics.

        >>> index = Topics.of([Topic("food", "food security", ("grain export*",), "t:1")])
        >>> [hit.topic for hit in index.find("They spoke of grain-exports and fish.")]
        ['food']
        """
        by_key: defaultdict[str, list[_Phrase]] = defaultdict(list)
        names: dict[str, str] = {}
        kin: set[tuple[str, str]] = set()
        for topic in topics:
            names[topic.id] = topic.name
            kin.update(pair for other in topic.same_as for pair in ((topic.id, other), (other, topic.id)))
            for words in topic.phrases:
                tokens = tuple(re.findall(r"[^\W_]+\*?|\*", plain(words).lower()))
                first = tokens[0].rstrip("*")
                by_key[first[:_KEY]].append(_Phrase(tokens, topic.id, first, tokens[0] != first))
        return cls(names, frozenset(kin), {key: tuple(phrases) for key, phrases in by_key.items()})

    def find(self, text: str, start: int = 0, end: int | None = None) -> tuple[TopicHit, ...]:
        """The hits in `text[start:end]`, in order; a hit inside a longer one is left out."""
        stop = len(text) if end is None else end
        words = _TOKEN.findall(lower(text[start:stop]))
        found: list[tuple[int, int, _Phrase]] = []
        for i, word in enumerate(words):
            for phrase in self.by_key.get(word[:_KEY], ()):
                if not (word.startswith(phrase.first) if phrase.stem else word == phrase.first):
                    continue
                last = _match(phrase.tokens, words[i : i + len(phrase.tokens) + _GAP])
                if last is not None:
                    found.append((i, i + last, phrase))
        # Most stretches speak of nothing, so the places of their words are not asked for.
        places = [token.span() for token in _TOKEN.finditer(text, start, stop)] if found else []
        hits = [TopicHit(Span(places[i][0], places[last][1]), p.topic, p.weight) for i, last, p in found]
        if len(hits) < _SEVERAL:
            return tuple(hits)
        return tuple(
            hit
            for hit in hits
            if not any(other.span.covers(hit.span) and len(other.span) > len(hit.span) for other in hits)
        )


def _match(phrase: tuple[str, ...], words: list[str]) -> int | None:
    """The place of the last word if the phrase begins at the first of `words`."""
    if not phrase:
        return -1
    if not words:
        return None
    head, rest = phrase[0], phrase[1:]
    if head == "*":
        lengths: Iterable[int] = range(1, _GAP + 1)
    elif words[0] == head or (head.endswith("*") and words[0].startswith(head[:-1])):
        lengths = (1,)
    else:
        return None
    for length in lengths:
        if length <= len(words):
            last = _match(rest, words[length:])
            if last is not None:
                return last + length
    return None
