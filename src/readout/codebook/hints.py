"""Which of many word lists or expressions may be found in a text: one pass over it, before any of them is tried."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# The standard library's own reader of expressions; it has no public one.
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

_BREAK = re.compile(r"[*\s]+")
# Fewer letters than these stand in every text.
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Hints:
    """For each of many things to find the stretches of letters without which it stands nowhere.

    `always` are the numbers of those of which no such letters are known.
    """

    automaton: AhoCorasick
    holders: tuple[frozenset[int], ...]
    always: frozenset[int]

    @classmethod
    def of_words(cls, listed: Iterable[Iterable[str]]) -> "Hints":
        """The hints of lists of words; of a phrase its longest word counts, of a stem its letters.

        >>> sorted(Hints.of_words([["travel ban", "visa*"], ["fish"]]).found_in("New visas, no bans on travelling."))
        [0]
        """
        return cls._of([max(_BREAK.split(word.lower()), key=len) for word in words] for words in listed)

    @classmethod
    def of_expressions(cls, patterns: Iterable[re.Pattern[str]]) -> "Hints":
        """The hints of expressions.

        >>> hints = Hints.of_expressions(map(re.compile, ("an? (?:[Ii]nterview|talk)", "news", "[a-z]")))
        >>> sorted(hints.found_in("A Talk."))
        [0, 2]
        """
        return cls._of(needed(pattern) for pattern in patterns)

    @classmethod
    def _of(cls, listed: Iterable[Iterable[str]]) -> "Hints":
        holders: dict[str, set[int]] = {}
        always: set[int] = set()
        for number, letters in enumerate(map(tuple, listed)):
            for stretch in letters:
                holders.setdefault(stretch, set()).add(number)
            if not letters:
                always.add(number)
        automaton = AhoCorasick(list(holders), MatchKind.Standard, store_patterns=False)
        return cls(automaton, tuple(map(frozenset, holders.values())), frozenset(always))

    def found_in(self, text: str) -> set[int]:
        """The numbers of what may stand in a text."""
        found = set(self.always)
        for stretch in {match[0] for match in self.automaton.find_matches_as_indexes(text.lower(), overlapping=True)}:
            found |= self.holders[stretch]
        return found


def needed(pattern: re.Pattern[str]) -> frozenset[str]:
    r"""Stretches of letters of which one stands, in small or capital letters, wherever the expression fits.

    Empty where none is sure. What stands behind the match counts too, what stands before it does not.

    >>> sorted(needed(re.compile(r"\\\\b(?:press|news) (?:brief|confer)ings?")))
    ['brief', 'confer']
    """
    return _needed(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))


def _needed(parsed: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """The surest stretches of a parsed expression: those of which the shortest is longest."""
    found: list[frozenset[str]] = []
    run = ""
    for kind, given in (*parsed, (None, None)):
        letter = _letter(kind, given)
        if not letter and run:
            found.append(frozenset((run,)))
        run = run + letter if letter else ""
        if not letter:
            found.append(_inside(kind, given))
    sure = [stretches for stretches in found if stretches and min(map(len, stretches)) >= _SHORTEST]
    return max(sure, key=lambda stretches: min(map(len, stretches)), default=frozenset())


def _letter(kind: object, given: Any) -> str:  # noqa: ANN401 - what the reader gives differs by kind
    """The letter that a part of an expression is, whatever its case: "s" for `[Ss]`."""
    if kind is _constants.LITERAL:
        return chr(given).lower()
    if kind is _constants.IN and all(one is _constants.LITERAL for one, _ in given):
        letters = {chr(code).lower() for _, code in given}
        return letters.pop() if len(letters) == 1 else ""
    return ""


def _inside(kind: object, given: Any) -> frozenset[str]:  # noqa: ANN401 - as above
    """The surest stretches of a part that holds others: a group, a repetition, a choice, what must follow."""
    if kind is _constants.BRANCH:
        choices = [_needed(choice) for choice in given[1]]
        return frozenset[str]().union(*choices) if all(choices) else frozenset()
    if kind in {_constants.SUBPATTERN, _constants.ATOMIC_GROUP}:
        return _needed(given[-1] if kind is _constants.SUBPATTERN else given)
    repeated = kind in {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT} and given[0] > 0
    ahead = kind is _constants.ASSERT and given[0] > 0
    return _needed(given[-1]) if repeated or ahead else frozenset()
