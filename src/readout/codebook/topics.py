"""What a stretch of text speaks of: the topics of the codebook, found in one pass over its words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from readout.codebook.entries import Topic
from readout.codebook.lexicon import lower
from readout.records import Span
from readout.text import plain

# Parts of hyphenated words stand alone, so that "build-up" and "build up" are one phrase.
_TOKEN = re.compile(r"[^\W_]+")
# What stands between words of ASCII, as spaces.
_BETWEEN = {code: " " for code in range(128) if not chr(code).isalnum()}
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
    """The words of a phrase; `number` is its place among all phrases, `second` its second word if that is fixed."""

    tokens: tuple[str, ...]
    topic: str
    number: int
    first: str
    second: str | None

    @property
    def weight(self) -> int:
        """How many words are fixed."""
        return sum(word != "*" for word in self.tokens)


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a codebook, ready to be found.

    `by_word` groups the phrases by their first word, `by_key` those that begin with a stem by the beginning of that.
    """

    names: Mapping[str, str]
    kin: frozenset[tuple[str, str]]
    by_word: Mapping[str, tuple[_Phrase, ...]]
    by_key: Mapping[str, tuple[_Phrase, ...]]

    @classmethod
    def of(cls, topics: Iterable[Topic]) -> "Topics":
        """The index of these topics.

        >>> index = Topics.of([Topic("food", "food security", ("grain export*",), "t:1")])
        >>> [hit.topic for hit in index.find("They spoke of grain-exports and fish.")]
        ['food']
        """
        by_word: defaultdict[str, list[_Phrase]] = defaultdict(list)
        by_key: defaultdict[str, list[_Phrase]] = defaultdict(list)
        names: dict[str, str] = {}
        kin: set[tuple[str, str]] = set()
        numbers = count()
        for topic in topics:
            names[topic.id] = topic.name
            kin.update(pair for other in topic.same_as for pair in ((topic.id, other), (other, topic.id)))
            for words in topic.phrases:
                tokens = tuple(re.findall(r"[^\W_]+\*?|\*", plain(words).lower()))
                first = tokens[0].rstrip("*")
                second = tokens[1] if len(tokens) > 1 and "*" not in tokens[1] else None
                group = by_word[first] if tokens[0] == first else by_key[first[:_KEY]]
                group.append(_Phrase(tokens, topic.id, next(numbers), first, second))
        return cls(
            names,
            frozenset(kin),
            {word: tuple(phrases) for word, phrases in by_word.items()},
            {key: tuple(phrases) for key, phrases in by_key.items()},
        )

    def find(self, text: str, start: int = 0, end: int | None = None) -> tuple[TopicHit, ...]:
        """The hits in `text[start:end]`, in order; a hit inside a longer one is left out."""
        stop = len(text) if end is None else end
        low = lower(text[start:stop])
        words = low.translate(_BETWEEN).split() if low.isascii() else _TOKEN.findall(low)
        found: list[tuple[int, int, int, _Phrase]] = []
        for i, phrase in self._likely(words):
            last = _match(phrase.tokens, words[i : i + len(phrase.tokens) + _GAP])
            if last is not None:
                found.append((i, phrase.number, i + last, phrase))
        found.sort()
        # Most stretches speak of nothing, so the places of their words are not asked for.
        places = [token.span() for token in _TOKEN.finditer(text, start, stop)] if found else []
        hits = [TopicHit(Span(places[i][0], places[last][1]), p.topic, p.weight) for i, _, last, p in found]
        if len(hits) < _SEVERAL:
            return tuple(hits)
        return tuple(
            hit
            for hit in hits
            if not any(other.span.covers(hit.span) and len(other.span) > len(hit.span) for other in hits)
        )

    def _likely(self, words: list[str]) -> Iterator[tuple[int, _Phrase]]:
        """The phrases whose first words stand here, each with the place of its first one."""
        for i, word in enumerate(words):
            for phrase in self.by_word.get(word, ()):
                # Of phrases that begin with "nuclear" hardly any goes on as the text does.
                if phrase.second is None or phrase.second in words[i + 1 : i + 2]:
                    yield i, phrase
            for phrase in self.by_key.get(word[:_KEY], ()):
                if word.startswith(phrase.first):
                    yield i, phrase


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
