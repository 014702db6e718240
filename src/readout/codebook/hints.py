"""Which of many word lists or expressions may be found in a text: one pass over it, before any of them is tried."""

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

# The standard library's own reader of expressions; it has no public one.
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from readout.codebook.expressions import Expression

# How an expression is built, as the standard library reads it.
Parsed = Any

_BREAK = re.compile(r"[*\s]+")
# Fewer letters than these stand in every text, but these marks in few.
_SHORTEST = 3
_RARE = frozenset('/|[](){}<>@©*#_+=—–•·"“”')


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
        return cls.of_letters([max(_BREAK.split(word.lower()), key=len) for word in words] for words in listed)

    @classmethod
    def of_expressions(cls, patterns: Iterable[re.Pattern[str] | Expression]) -> "Hints":
        """The hints of expressions.

        >>> hints = Hints.of_expressions(map(re.compile, ("an? (?:[Ii]nterview|talk)", "news", "[a-z]")))
        >>> sorted(hints.found_in("A Talk."))
        [0, 2]
        """
        return cls.of_letters(needed(pattern) for pattern in patterns)

    @classmethod
    def of_letters(cls, listed: Iterable[Iterable[str]]) -> "Hints":
        """The hints of things that need one of some stretches of letters each; of those without any none is sure."""
        holders: dict[str, set[int]] = {}
        always: set[int] = set()
        for number, letters in enumerate(map(tuple, listed)):
            for stretch in letters:
                holders.setdefault(stretch, set()).add(number)
            if not letters:
                always.add(number)
        # The fastest kind; of so few letters it is small.
        kind = Implementation.DFA
        automaton = AhoCorasick(list(holders), MatchKind.Standard, store_patterns=False, implementation=kind)
        return cls(automaton, tuple(map(frozenset, holders.values())), frozenset(always))

    def found_in(self, text: str) -> set[int]:
        """The numbers of what may stand in a text."""
        matches = self.automaton.find_matches_as_indexes(text.lower(), overlapping=True)
        found = set(self.always)
        found.update(*[self.holders[stretch] for stretch in {match[0] for match in matches}])
        return found


def needed(pattern: re.Pattern[str] | Expression) -> frozenset[str]:
    r"""Stretches of letters of which one stands, in small or capital letters, wherever the expression fits.

    A mark that few texts have is as good as letters. Empty where none is sure. What stands behind the match counts too,
    what stands before it does not.

    >>> sorted(needed(re.compile(r"\b(?:press|news) (?:brief|confer)ings?")))
    [' brief', ' confer']
    """
    return _needed(parsed(pattern.pattern, pattern.flags & ~re.DEBUG))


def parsed(expression: str, flags: int = 0) -> Parsed:
    """How an expression is built. Raises `re.error` where it is none."""
    return _parser.parse(expression, flags)


def _needed(tree: Parsed) -> frozenset[str]:
    """The surest stretches of a parsed expression: those of which the shortest has most letters."""
    found: list[frozenset[str]] = []
    run = ""
    parts = tree.data  # a list, which is quicker to walk than what the reader wraps around it
    for at, (kind, given) in enumerate((*parts, (None, None))):
        letter = _letter(kind, given)
        if not letter and run:
            firsts = _firsts(parts[at:])
            found.append(frozenset((run,) if "" in firsts else (run + first for first in firsts)))
        run = run + letter if letter else ""
        if not letter:
            found.append(_inside(kind, given))
    sure = [stretches for stretches in found if stretches and all(map(_is_telling, stretches))]
    return max(sure, key=lambda stretches: min(map(_letters, stretches)), default=frozenset())


def _letters(stretch: str) -> tuple[int, int]:
    """How much a stretch tells: its letters above all, since spaces stand everywhere."""
    return len(stretch) - stretch.count(" "), len(stretch)


def _firsts(parts: Sequence[tuple[Any, Any]]) -> frozenset[str]:
    """Letters with which parts of an expression may begin, of which some stand there: "on (?:the )?(?:TV|air)"."""
    run = "".join(takewhile(bool, (_letter(*part) for part in parts)))
    if run or not parts:
        return frozenset((run,))
    kind, given = parts[0]
    if kind is _constants.BRANCH:
        return frozenset[str]().union(*(_firsts(choice.data) for choice in given[1]))
    if kind is _constants.SUBPATTERN:
        return _firsts(given[-1].data)
    optional = kind in {_constants.MAX_REPEAT, _constants.MIN_REPEAT} and given[0] == 0
    return _firsts(given[-1].data) | _firsts(parts[1:]) if optional else frozenset(("",))


def _is_telling(stretch: str) -> bool:
    """Whether so few texts have a stretch that it is worth looking for."""
    return len(stretch) >= _SHORTEST or not _RARE.isdisjoint(stretch)


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
    if kind is _constants.IN and all(one is _constants.LITERAL for one, _ in given):
        return frozenset(chr(code).lower() for _, code in given)
    if kind is _constants.BRANCH:
        choices = [_needed(choice) for choice in given[1]]
        return frozenset[str]().union(*choices) if all(choices) else frozenset()
    if kind in {_constants.SUBPATTERN, _constants.ATOMIC_GROUP}:
        return _needed(given[-1] if kind is _constants.SUBPATTERN else given)
    repeated = kind in {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT} and given[0] > 0
    ahead = kind is _constants.ASSERT and given[0] > 0
    return _needed(given[-1]) if repeated or ahead else frozenset()


class Shape(NamedTuple):
    r"""What texts that an expression fits have: the letters that are `needed`, and so many characters at most.

    `groups` are the names of its groups.

    For `longest` an expression must fit from the first character on; what the text ends with counts, and what the
    expression asks of all of it before anything else.

    >>> Shape.of(parsed(r"^\d{9,18}$")).longest, Shape.of(parsed("^(?=.{5,80}$)By .*")).longest
    (19, 81)
    >>> Shape.of(parsed("By .*$")).longest == Shape.of(parsed("By .")).longest > 1_000_000
    True
    """

    needed: frozenset[str]
    longest: int
    groups: frozenset[str]

    @classmethod
    def of(cls, tree: Parsed) -> "Shape":
        """All three, of how the expression is built."""
        widths = [_up_to_end(tree)]
        for kind, given in tree:
            if kind is _constants.ASSERT and given[0] > 0:
                widths.append(_up_to_end(given[1]))
            elif kind is not _constants.AT:
                break
        return cls(_needed(tree), min(widths), frozenset(tree.state.groupdict))


def _up_to_end(tree: Parsed) -> int:
    """The most characters of what ends where the text does, or before the break of line that ends it."""
    at_end = len(tree) > 0 and tree[len(tree) - 1] == (_constants.AT, _constants.AT_END)
    bounded = at_end and not tree.state.flags & re.MULTILINE
    return min(int(tree.getwidth()[1]) + 1, sys.maxsize) if bounded else sys.maxsize
