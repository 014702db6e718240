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
# What follows a capital letter in one piece of a name; "Ma. Lourdes Santos" is a Maria.
_REST = (
    rf"(?:\.(?:{UPPER}\.)*|(?<=M)a\.(?= {UPPER})"
    rf"|{_LETTER}*(?:'(?!s\b){_LETTER}+|-{_LETTER}+|(?<=\bO)' (?={UPPER}){_LETTER}+)*)"
)
_PARTICLES = "al el bin ibn bint van von der den de da dos del della di du la le ter abu ul y".split()
_PARTICLE = rf"(?:(?:{'|'.join(_PARTICLES)})[ \n-])"
# From its first capital on, and that as one of a set of letters, so that a search goes to the next one at once.
_RUN = re.compile(
    rf"[A-Z\x80-\U0010ffff](?<={UPPER})(?<![\w'].){_REST}(?:[ \n]{_PARTICLE}*{UPPER}{_REST})*(?:, (?:Jr|Sr)\b\.?)?"
)
_PARTICLE_BEFORE = re.compile(rf"(?<![\w']){_PARTICLE}\Z")
_LONGEST_PARTICLE = max(map(len, _PARTICLES)) + 1
_PARTICLE_ENDS = frozenset(particle[-2:] for particle in _PARTICLES)
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


def in_between(plain: str, start: int, end: int, found: list[Chunk], naming: Naming) -> list[Chunk]:
    """The honorifics and ordinary words of a stretch without names of the lexicon, and its capitalised names."""
    words = plain[start:end]
    if words.isascii() and words == words.lower():  # no capitals, no names
        return found
    names: list[Chunk] = []
    floor = start
    for run in _RUN.finditer(plain, start, end):
        begin, floor = _with_particles(plain, floor, run.start()), run.end()
        for first, last in _names_of(plain, begin, floor, naming):
            if not found:
                names.extend(named(plain, first, last, naming))
                continue
            # "Pacific Air Forces" is a name, "Forces" alone are people of a body.
            found = [
                other for other in found if not (other.letter == "R" and first < other.start and other.end <= last)
            ]
            taken = [(other.start, other.end) for other in found if other.start < last and first < other.end]
            for left, right in _apart(first, last, taken, plain) if taken else ((first, last),):
                names.extend(named(plain, left, right, naming))
    return sorted((*found, *names), key=place) if names and found else (names or found)


def _with_particles(plain: str, floor: int, start: int) -> int:
    """Where a name begins whose first capital stands at `start`: "de la Torre" with its small words.

    >>> _with_particles("with de la Torre", 0, 11)
    5
    """
    while plain[start - 3 : start - 1] in _PARTICLE_ENDS or plain[start - 2 : start - 1] in _PARTICLE_ENDS:
        found = _PARTICLE_BEFORE.search(plain, max(floor, start - _LONGEST_PARTICLE), start)
        if found is None:
            break
        start = found.start()
    return start


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
    if plain.startswith(" party", last) and _PARTY.match(plain, last):  # "the ruling Unity party"
        yield Chunk(first, last + len(" party"), "I", plain[first : last + len(" party")])
        return
    if " " not in words:
        yield Chunk(first, last, "N", words)
        return
    parts = words.split(" ")
    at = [i for i, part in enumerate(parts) if part.strip(".,").lower() in naming.lists.institutions]
    called = parts[0].lower() in naming.lists.family_things or parts[0] in naming.given  # "Park Jin", "Christian Lind"
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
    if run.isalpha():  # one word, as four of five are
        if not _cuts(plain, start, run, naming, beside=False):
            yield start, end
        return
    words = run.split()
    # Most have no such word, no "I'm" and no acronym.
    whole = "'" not in run and not any(map(str.isupper, words[:-2]))
    if whole and naming.lists.sentence_words.isdisjoint([word.strip(".,").lower() for word in words]):
        yield start, end
        return
    behind = len(words)
    for word in _WRITTEN.finditer(run):
        behind -= 1
        left, right = start + word.start(), start + word.end()
        if (behind > 1 and _is_acronym(word.group(), run)) or _cuts(
            plain, left, word.group(), naming, beside=first is not None or behind > 0
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
    return addressed or (naming.shapes.may.match(plain, at) is not None and _IN_MONTH.search(plain, before, at) is None)


def _is_acronym(word: str, run: str) -> bool:
    """Whether a word is all capitals in a run that is not, as "CEO" is before a name."""
    return word.isupper() and len(word.strip(".,")) > 2 and word.strip(".,").isalpha() and not run.isupper()


def _cuts(plain: str, at: int, word: str, naming: Naming, *, beside: bool) -> bool:
    """Whether a capitalised word is no part of a name: "The", "Monday"; `beside` stand other words of one."""
    bare = word.strip(".,").lower()
    if bare not in naming.lists.sentence_words and not ("'" in bare and _CONTRACTED.match(bare)):
        return False
    if bare in _MONTHS and (beside or _is_may(plain, at, naming)):
        return False
    return not (word == "He" and stands_inside(plain, at))
