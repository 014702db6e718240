"""Whether an expression can match where a word begins: what most words of a text never do.

Whoever asks once for each word, and tries expressions only where the answer was yes, finds the same at a fraction of
the cost. The answer is yes where in doubt.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# The standard library's own reader of expressions; it has no public one.
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

Parsed = Iterable[tuple[Any, Any]]
Places = frozenset[int]

_ONE = frozenset((_constants.LITERAL, _constants.IN, _constants.RANGE, _constants.CATEGORY))
_REPEATS = frozenset((_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT))
_CONDITIONS = frozenset((_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT))
_IGNORES_CASE = re.compile(r"\(\?[a-z]*i")
_LETTERS = 3  # of a word, by which most expressions are ruled out


class Beginnings(dict[str, tuple[int, ...]]):
    r"""The numbers of the expressions that may match at a word, which is all of `\w+` there; each is looked at once.

    >>> known = Beginnings(map(re.compile, (r"U\.S\.", "[a-z]{3,}ise")))
    >>> [known[word] for word in ("U", "Us", "realise", "wise", "realism")]
    [(0,), (), (1,), (), ()]
    """

    def __init__(self, patterns: Iterable[re.Pattern[str]], kept: int = 100_000) -> None:
        super().__init__()
        self._trees = tuple(_Tree.of(number, pattern) for number, pattern in enumerate(patterns))
        self._kept = kept
        self._of_letters: dict[tuple[str, bool], tuple[_Tree, ...]] = {}

    def __missing__(self, word: str) -> tuple[int, ...]:
        if len(self) >= self._kept:
            self.clear()
        # One figure is like another to most expressions, and there are a thousand of three.
        letters = word[: 1 if word[0].isdigit() else _LETTERS]
        trees = self._beginning(letters, whole=letters == word and len(word) < _LETTERS)
        found = tuple(tree.number for tree in trees if not tree.inside or tree.pattern.match(word))
        self[word] = found
        return found

    def _beginning(self, letters: str, *, whole: bool) -> tuple["_Tree", ...]:
        """The expressions that may match at a word of these first letters, or of these alone."""
        found = self._of_letters.get((letters, whole))
        if found is None:
            known = self._beginning(letters[:-1], whole=False) if letters else self._trees
            # What stays inside the word is soon tried on all of it.
            sure = len(letters) > 1
            found = tuple(tree for tree in known if (sure and tree.inside) or tree.may_begin(letters, whole=whole))
            self._of_letters[letters, whole] = found
        return found


@dataclass(frozen=True, slots=True, eq=False)
class _Tree:
    """An expression as it is parsed; `inside` where it looks at nothing behind the word but that it ends."""

    number: int
    pattern: re.Pattern[str]
    parsed: tuple[tuple[Any, Any], ...]
    any_case: bool
    inside: bool

    @classmethod
    def of(cls, number: int, pattern: re.Pattern[str]) -> "_Tree":
        parsed = _in_tuples(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
        any_case = bool(pattern.flags & re.IGNORECASE) or _IGNORES_CASE.search(pattern.pattern) is not None
        return cls(number, pattern, parsed, any_case, _inside(parsed))

    def may_begin(self, letters: str, *, whole: bool) -> bool:
        """Whether it may match at a word that has these first letters, or no others."""
        return bool(_ends(self.parsed, _Start(letters, whole, self.any_case), frozenset({0})))


def _in_tuples(parsed: Any) -> Any:  # noqa: ANN401
    """What the reader of expressions gives, in tuples: its own sequences are many times as slow to go through."""
    if isinstance(parsed, (_parser.SubPattern, list, tuple)):
        return tuple([_in_tuples(part) for part in parsed])
    return parsed


def _inside(parsed: Parsed) -> bool:
    """Whether an expression takes characters of words alone and asks nothing of what stands behind them."""
    for operation, argument in parsed:
        if operation in _ONE:
            inside = not _fits_mark(operation, argument)
        elif operation is _constants.BRANCH:
            inside = all(map(_inside, argument[1]))
        elif operation in _REPEATS or operation is _constants.SUBPATTERN:
            inside = _inside(argument[-1])
        else:  # that no letter follows holds at the end of a word and of a text
            inside = operation is _constants.ASSERT_NOT and argument[0] > 0 and _inside(argument[1])
        if not inside:
            return False
    return True


# ---- a match followed through a word ---------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Start:
    """The first letters of a word. The place behind a whole word has a mark or nothing; any place further, anything."""

    letters: str
    whole: bool
    any_case: bool

    def fits(self, operation: Any, argument: Any, place: int) -> bool:  # noqa: ANN401
        """Whether the character at a place may be what is asked for."""
        if place < len(self.letters):
            return _fits(operation, argument, self.letters[place], any_case=self.any_case)
        return place > len(self.letters) or not self.whole or _fits_mark(operation, argument)


def _ends(parsed: Parsed, word: _Start, starts: Places) -> Places:
    """The places where a parsed expression may end if it begins at one of `starts`."""
    for operation, argument in parsed:
        starts = frozenset(_after(operation, argument, word, starts))
        if not starts:  # most expressions end at their first letter
            break
    return starts


def _after(operation: Any, argument: Any, word: _Start, starts: Places) -> Iterable[int]:  # noqa: ANN401
    """The places after one operation of an expression."""
    beyond = len(word.letters) + 1
    if operation in _ONE:
        return (min(place + 1, beyond) for place in starts if word.fits(operation, argument, place))
    if operation is _constants.BRANCH:
        return (end for branch in argument[1] for end in _ends(branch, word, starts))
    if operation is _constants.SUBPATTERN:
        return _ends(argument[-1], word, starts)
    if operation in _REPEATS:
        return _repeated(argument, word, starts)
    if operation in _CONDITIONS:
        return starts
    return (beyond,) if starts else ()


def _repeated(argument: tuple[int, int, Parsed], word: _Start, starts: Places) -> Places:
    """The places after so many turns of an expression; more turns than there are letters lead nowhere else."""
    least, most, parsed = argument
    found = starts if least == 0 else frozenset[int]()
    for turn in range(1, min(most, least + len(word.letters) + 2) + 1):
        starts = _ends(parsed, word, starts)
        if turn >= least:
            found |= starts
    return found


def _fits(operation: Any, argument: Any, character: str, *, any_case: bool) -> bool:  # noqa: ANN401
    """Whether a character of a word may be what is asked for."""
    if operation is _constants.IN:
        parts = (_fits(kind, value, character, any_case=any_case) for kind, value in argument)
        return argument[0][0] is _constants.NEGATE or any(parts)
    if operation is _constants.CATEGORY:
        return argument is not _constants.CATEGORY_SPACE and (
            argument is not _constants.CATEGORY_DIGIT or character.isdigit()
        )
    if not character.isascii():
        return True  # case is not one of two there
    low, high = argument if operation is _constants.RANGE else (argument, argument)
    forms = (character.lower(), character.upper()) if any_case else (character,)
    return any(low <= ord(form) <= high for form in forms) or (any_case and high > 127)


def _fits_mark(operation: Any, argument: Any) -> bool:  # noqa: ANN401
    """Whether what is asked for may be a character of no word."""
    if operation is _constants.IN:
        return any(part[0] is _constants.NEGATE or _fits_mark(*part) for part in argument)
    if operation is _constants.CATEGORY:
        return argument not in {_constants.CATEGORY_DIGIT, _constants.CATEGORY_WORD}
    low, high = argument if operation is _constants.RANGE else (argument, argument)
    return not all(chr(code).isalnum() or code == ord("_") for code in range(low, high + 1))
