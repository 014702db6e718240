"""Words in small letters that name somebody: pronouns, people of bodies, words for several, forms of address."""

import re
from collections.abc import Iterator

from readout.codebook.compiled import Compiled
from readout.extract.actors.chunks import UPPER, Chunk, is_whole

# "The Office of", "the Council on", "the Party School" name more than the body that was named before.
_LONGER = re.compile(rf" (?:of|for|on) | {UPPER}")
_POSSESSIVE = frozenset(("his", "her", "its", "their"))
_FOLLOWING = re.compile(r" ([^\W\d_]+)")
_AFTER_NAME = re.compile(rf"\b{UPPER}\w+ $")


def ordinary_words(plain: str, start: int, folded: str, rules: Compiled) -> Iterator[Chunk]:
    """Pronouns, people of bodies, words for several; `folded` is the lower-cased sentence that begins at `start`."""
    taken: list[tuple[int, int]] = []
    naming = rules.naming
    words = naming.ordinary
    for letter, first, last in naming.plurals.found_in(folded):
        if is_whole(folded, first, last) and not any(left < last and first < right for left, right in taken):
            taken.append((first, last))
            yield Chunk(start + first, start + last, letter, plain[start + first : start + last])
    for number, first, last in words.finder.find_matches_as_indexes(folded):
        if is_whole(folded, first, last) and not any(left <= first < right for left, right in taken):
            letter = words.letters[words.words[number]]
            if letter == "U" and _LONGER.match(plain, start + last) and folded.startswith("the ", first):
                continue
            if (
                letter == "Q"
                and folded[first:last] in naming.lists.deputies
                and _titled(plain, start + first, start + last, rules)
            ):
                continue
            if letter == "U" and first + 4 < last and folded.startswith("'s ", last):
                first, letter = folded.rindex(" ", first, last) + 1, "V"  # noqa: PLW2901 - "the group's" owns what follows
            if letter != "V" or folded[first:last] in _POSSESSIVE or folded.startswith("'s ", last):
                yield Chunk(start + first, start + last, letter, plain[start + first : start + last])


def _titled(plain: str, start: int, end: int, rules: Compiled) -> bool:
    """Whether "deputy" goes on as another title ("deputy security chief"), and no verb or small word follows it."""
    following = _FOLLOWING.match(plain, end)
    word = following[1] if following else ""
    if word and word[0].isupper():  # "the deputy Mara Lind", not "Deputy Economy Minister"
        return plain[start].isupper()
    verb = any(form in {"past", "s"} for _, form in rules.verbs.read(word))
    return bool(word) and not verb and word not in rules.naming.lists.sentence_words


def addresses(plain: str, honorific: re.Match[str]) -> bool:
    """Whether a word is a form of address: whole, and no middle initial ("John M. Smith")."""
    start = honorific.start()
    initial = len(honorific.group().rstrip(".")) == 1
    return not plain[start - 1 : start].isalnum() and not (
        initial and _AFTER_NAME.search(plain, max(0, start - 20), start)
    )
