"""When two names are one person: surnames and full names, spellings and accents."""

import re
import unicodedata

from readout.records import Actor
from readout.text import plain

_WORD = re.compile(r"[^\W\d_]+")
# Letters that no decomposition makes plain.
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "ß": "ss"})


def same_person(a: Actor, b: Actor) -> bool:
    """Whether two actors are the same person by name: a surname equals a full name of the same state.

    >>> same_person(Actor("person", "Ana Silva", "BRA"), Actor("person", "Silva", "BRA"))
    True
    """
    if not a.name or not b.name or a.kind != "person" or b.kind != "person":
        return False
    if a.state != b.state:
        return " " in a.name and fold(a.name) == fold(b.name)
    mine, other = ([word for word in fold(x.name or "").split() if len(word) > 1] for x in (a, b))
    if not mine or not other:
        return False
    short, full = sorted((mine, other), key=len)
    if len(short) == 1:
        return short[0] in full
    return short[-1] == full[-1] or short[0] == full[0] or set(short) <= set(full)


def fold(words: str) -> str:
    """Lower-case words without marks and accents, so that two spellings of a name are one.

    >>> fold("Çavuşoğlu, Mevlüt")
    'cavusoglu mevlut'
    """
    bare = plain(words).lower()
    if not bare.isascii():
        marked = unicodedata.normalize("NFKD", bare.translate(_LETTERS))
        bare = "".join(c for c in marked if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare))


def surnames(name: str) -> set[str]:
    """The words by which a person may be called alone: the first or last of a name, never one in the middle.

    >>> sorted(surnames("Chung Eui-yong"))
    ['chung', 'eui-yong']
    """
    words = plain(name).lower().replace(".", "").split()
    return {words[0], words[-1]} if words else set()
