"""Whether words that replace each other change a fact: another number, day or person, or the contrary of what is said.

A difference is looked at in its sentences, because what only changed its place there is no other fact. Opposites are
data (`copies/opposites.toml`), names of states and their adjectives are one name, and a negation turns one back.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from readout.codebook.entries import Codebook
from readout.codebook.expressions import Expression
from readout.codebook.faults import expression
from readout.codebook.hints import Hints

_NEGATIONS = frozenset("not no never neither nor cannot without".split())
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_MONTHS = frozenset("january february march april may june july august september october november december".split())
_ENDING = 4  # letters that make an adjective of a name
_SHORT = 3  # words: a longer difference with a negation in it is another wording


@dataclass(frozen=True, slots=True)
class Side:
    """Words of one text that other words replace, all words of their sentence, and the names of their text."""

    words: Sequence[str]
    sentence: frozenset[str]
    names: Container[str]

    def alone(self, value: Callable[[str], str | None], other: "Side") -> set[str]:
        """Values of a kind that the other sentence lacks: what only changed its place there is no other fact."""
        values = _values(value, self.words)
        return values - _values(value, other.sentence) if values else values


def _values(value: Callable[[str], str | None], words: Iterable[str]) -> set[str]:
    return {known for word in words if (known := value(word)) is not None}


@dataclass(frozen=True, slots=True)
class Facts:
    """What makes a difference of fact: which words are opposites, which names mean one state, which are titles."""

    titles: frozenset[str]
    states: Mapping[str, str]
    opposites: tuple[Expression, ...]
    hints: Hints

    @classmethod
    def of(cls, codebook: Codebook) -> "Facts":
        """Titles are the honorifics and the words of the offices; names of states and their adjectives are one word."""
        titles = [title for office in codebook.offices for title in office.titles] + list(codebook.honorifics)
        known = {
            name.lower(): state.id
            for state in codebook.states
            for name in (*state.people, *state.adjectives, *state.weak, *state.names, state.name)
            if " " not in name and len(name) > 2  # "us" is seldom a state
        }
        opposites = tuple(expression(pattern) for pattern in codebook.patterns_of("opposite"))
        words = frozenset(word.strip(".").lower() for title in titles for word in title.split())
        return cls.of_words(words, known, opposites)

    @classmethod
    def of_words(cls, titles: frozenset[str], states: Mapping[str, str], opposites: tuple[Expression, ...]) -> "Facts":
        """The same of words that are ready."""
        return cls(titles, states, opposites, Hints.of_expressions(opposites))

    def __reduce__(self) -> tuple[Callable[..., "Facts"], tuple[object, ...]]:
        """Another process is sent the words, and makes the hints itself."""
        return Facts.of_words, (self.titles, self.states, self.opposites)

    def differ(self, a: Side, b: Side) -> bool:
        """Whether words that replace each other name another number, day or person, or turn what is said."""
        if any(a.alone(kind, b) and b.alone(kind, a) for kind in (_number, _weekday, _month)):
            return True
        turned = _negations(a.words) % 2 != _negations(b.words) % 2
        if self._opposed(a, b):
            return not turned  # "refused" for "did not accept" says the same
        return (turned and max(len(a.words), len(b.words)) <= _SHORT) or self._other_name(a, b)

    def _opposed(self, a: Side, b: Side) -> bool:
        """Whether the one has a word and the other its opposite, which neither sentence has besides."""
        ours, theirs = " ".join(a.words), " ".join(b.words)
        for number in sorted(self.hints.found_in(ours) & self.hints.found_in(theirs)):
            pattern = self.opposites[number]
            sides = _groups(pattern, ours), _groups(pattern, theirs)
            if all(len(side) == 1 for side in sides) and sides[0] != sides[1]:
                # Both sentences have both words: only their order differs.
                whole = (" ".join(sorted(side.sentence)) for side in (a, b))
                return not all(len(_groups(pattern, text)) == 2 for text in whole)
        return False

    def _other_name(self, a: Side, b: Side) -> bool:
        """Whether a name stands where another name stood; a name for a description is a rewording."""
        if not (self._all_names(a) and self._all_names(b)):
            return False
        ours, theirs = a.alone(self._name, b), b.alone(self._name, a)
        return bool(ours and theirs) and not any(_one_name(x, y) for x in ours for y in theirs)

    def _all_names(self, side: Side) -> bool:
        """Whether the words are names and nothing else; a state is one also where it begins a sentence."""
        return bool(side.words) and all(word in side.names or word in self.states for word in side.words)

    def _name(self, word: str) -> str | None:
        """What a word names: the state for its name and adjective, the word for others; None for titles and days."""
        bare = word.removesuffix("'s").removesuffix("’s")
        if bare in self.states:
            return self.states[bare]
        return None if bare in self.titles or bare in _WEEKDAYS or bare in _MONTHS else bare


def _groups(pattern: Expression, text: str) -> frozenset[str]:
    return frozenset(found.lastgroup for found in pattern.finditer(text) if found.lastgroup)


def _one_name(one: str, other: str) -> bool:
    """Whether two words are forms of one name: "Ukraine" and "Ukrainian", "Duartes" and "Duarte"."""
    if one.isupper() or other.isupper():
        return False
    shorter, longer = sorted((one, other), key=len)
    stem = shorter.rstrip("aeyo")
    return len(stem) > 2 and longer.startswith(stem) and len(longer) - len(stem) <= _ENDING


def same_numbers(a: Side, b: Side) -> bool:
    """Whether the words differ only in how their numbers are written: "twenty" and "20", "third" and "3rd"."""
    return [_number(word) or word for word in a.words] == [_number(word) or word for word in b.words]


# ---- kinds of words --------------------------------------------------------------------------------------------------
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_VALUES = {
    **{word: str(number) for number, word in enumerate(_UNITS)},
    **{word: str(10 * number) for number, word in enumerate(_TENS, 2)},
    **{f"{ten}-{unit}": str(10 * t + u) for t, ten in enumerate(_TENS, 2) for u, unit in enumerate(_UNITS[:10]) if u},
    **{word: f"{number}." for number, word in enumerate(_ORDINALS, 1)},
    **{word: word for word in "hundred thousand million billion trillion dozen half quarter twice".split()},
    **{f"{word}s": word for word in "hundred thousand million billion trillion dozen".split()},
}
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")


def _number(word: str) -> str | None:
    """The number that a word is, in figures; "40-year-old" is one too."""
    if word.isalpha():
        return _VALUES.get(word)
    if word in _VALUES:
        return _VALUES[word]
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal:
        return f"{ordinal[1]}."
    return word if any(character.isdigit() for character in word) else None


def _weekday(word: str) -> str | None:
    return word if word in _WEEKDAYS else None


def _month(word: str) -> str | None:
    return word if word in _MONTHS else None


def _negations(words: Iterable[str]) -> int:
    return sum(word in _NEGATIONS or word.endswith(("n't", "n’t")) for word in words)
