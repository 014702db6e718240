"""Capitalised names that the lexicon has not: where they begin and end, and whether a person's or an institution's.

Words that only begin a sentence, days and honorifics are cut off; behind the name of an institution a person's begins.
"""

import re
from collections.abc import Iterator

from readout.codebook.naming import Naming
from readout.extract.actors.chunks import UPPER, Chunk, place, stands_inside
from readout.extract.actors.gaps import LONGEST_GAP

_WRITTEN = re.compile(r"\S+")
_LETTER = r"[\w\u0300-\u036f]"
_WORD = rf"{UPPER}{_LETTER}*(?:'(?!s\b){_LETTER}+|-{_LETTER}+|(?<=\bO)' (?={UPPER}){_LETTER}+)*"
_PIECE = rf"(?:(?:{UPPER}\.)+|Ma\.(?= {UPPER})|{_WORD})"  # "Ma. Lourdes Santos" is a Maria
_PARTICLE = r"(?:(?:al|el|bin|ibn|bint|van|von|der|den|de|da|dos|del|della|di|du|la|le|ter|abu|ul|y)[ \n-])"
_RUN = re.compile(rf"(?<![\w'])(?:{_PARTICLE}(?=\w))*{_PIECE}(?:[ \n]{_PARTICLE}*{_PIECE})*(?:, (?:Jr|Sr)\b\.?)?")
# Months that are names too: beside another name they are part of it ("Theresa May", "Jan Hecker").
_MONTHS = frozenset(("jan", "may", "march", "april", "june", "august"))
_ADDRESSED = re.compile(r"\b(?:M(?:rs?|s)|Miss|Dame|Lady|Dr|Sir|Lord|Prime Minister|Premier|Secretary|Senator)\.? $")
# Before "May" as a month.
_IN_MONTH = re.compile(
    r"(?:\b(?:in|of|since|until|till|by|early|late|mid|last|next|this|from|to|through|before|after|for|each|every)[ -]"
    r"|\d )$",
    re.IGNORECASE,
)
# How many words a person's name behind an institution's has: "Security Committee Mara Lind".
_SHORTEST, _LONGEST = 2, 3
_CONTRACTED = re.compile(r"\w+'(?:m|re|ve|ll|d)\Z|\w*n't\Z", re.IGNORECASE)
_PARTY = re.compile(r" party\b(?! [a-z]*(?:man|woman|er|person)\b)")


def in_between(plain: str, start: int, end: int, found: list[Chunk], naming: Naming) -> Iterator[Chunk]:
    """The honorifics and ordinary words of a stretch without names of the lexicon, and its capitalised names."""
    words = plain[start:end]
    if words.isascii() and words == words.lower():  # no capitals, no names
        yield from found
        return
    names: list[Chunk] = []
    for run in _RUN.finditer(plain, start, end):
        for first, last in _names_of(plain, run.start(), run.end(), naming):
            # "Pacific Air Forces" is a name, "Forces" alone are people of a body.
            found = [
                other for other in found if not (other.letter == "R" and first < other.start and other.end <= last)
            ]
            taken = [(other.start, other.end) for other in found if other.start < last and first < other.end]
            for left, right in _apart(first, last, taken, plain) if taken else ((first, last),):
                names.extend(named(plain, left, right, naming))
    yield from sorted((*found, *names), key=place) if names and found else (names or found)


def _apart(first: int, last: int, taken: list[tuple[int, int]], plain: str) -> Iterator[tuple[int, int]]:
    """What is left of a capitalised run once the honorifics and ordinary words in it are cut off."""
    for left, right in taken:
        if right <= first or last <= left:
            continue
        if first < left - 1:
            yield first, left - 1
        first = right
        while first < last and not plain[first].isalnum():
            first += 1
    if first < last:
        yield first, last


def named(plain: str, first: int, last: int, naming: Naming) -> Iterator[Chunk]:
    """A capitalised name as a person's or an institution's; a person behind an institution is a name of its own."""
    words = plain[first:last].replace("\n", " ")
    if _PARTY.match(plain, last):  # "the ruling Unity party"
        yield Chunk(first, last + len(" party"), "I", plain[first : last + len(" party")])
        return
    if " " not in words:
        yield Chunk(first, last, "N", words)
        return
    parts = words.split(" ")
    at = [i for i, part in enumerate(parts) if part.strip(".,").lower() in naming.institutions]
    called = parts[0].lower() in naming.family_things or parts[0] in naming.given  # "Park Jin", "Christian Lind"
    if not at or (at == [0] and called):
        yield Chunk(first, last, "N", words)
        return
    behind = len(parts) - at[-1] - 1
    if at[-1] and _SHORTEST <= behind <= _LONGEST:
        cut = first + len(" ".join(parts[: at[-1] + 1]))
        yield Chunk(first, cut, "I", plain[first:cut].replace("\n", " "))
        yield Chunk(cut + 1, last, "N", plain[cut + 1 : last].replace("\n", " "))
    else:
        yield Chunk(first, last, "I", words)


def _names_of(plain: str, start: int, end: int, naming: Naming) -> Iterator[tuple[int, int]]:
    """The parts of a capitalised run that words such as "The" and "Monday" leave, and honorifics cut off."""
    first: int | None = None
    last = start
    run = plain[start:end]
    behind = len(plain[start:end].split())
    for word in _WRITTEN.finditer(run):
        behind -= 1
        left, right = start + word.start(), start + word.end()
        if not (word.group() == "He" and stands_inside(plain, left)) and _cuts(
            word.group(), run, naming, more=behind, begun=first is not None or _is_may(plain, left, naming)
        ):
            if first is not None:
                yield first, last
            first = None
        else:
            first = left if first is None else first
        last = right
    if first is not None:
        yield first, last


def _is_may(plain: str, at: int, naming: Naming) -> bool:
    """Whether "May" at a place is a person: addressed ("Mrs. May"), or with a word of speech behind it."""
    if not plain.startswith("May", at):
        return False
    before = max(0, at - LONGEST_GAP)
    addressed = _ADDRESSED.search(plain, before, at) is not None
    return addressed or (naming.may.match(plain, at) is not None and _IN_MONTH.search(plain, before, at) is None)


def _cuts(word: str, run: str, naming: Naming, *, more: int, begun: bool) -> bool:
    """Whether a capitalised word with `more` after it is no part of a name: "The", "Monday", "CEO" before a name."""
    bare = word.strip(".,").lower()
    acronym = len(bare) > 2 and bare.isalpha() and word.isupper() and not run.isupper()
    ordinary = bare in naming.openers or ("'" in bare and _CONTRACTED.match(bare) is not None)
    return (ordinary and not ((begun or more) and bare in _MONTHS)) or (acronym and more > 1)
