"""How names and titles are written: cut into parts, folded to their letters, led back from other alphabets.

Two spellings are one name if they fold alike; those of other alphabets share their consonants. Which part of a name is
the family's goes by the order of names in a state.
"""

import re
import unicodedata

from readout.codebook.entries import Holder

# A given name of two syllables, as Koreans write it: "Ban Ki-moon", whatever organisation he heads.
_GIVEN_LAST = re.compile(r"[A-Z][a-z]+-[a-z]+")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+")
_WORD = re.compile(r"[^\W_]+")
_SMALL_WORDS = frozenset(("the", "of", "for", "to", "and", "a", "an", "s"))
# Letters that are no other letter with a mark.
_LETTERS = str.maketrans({"\u0131": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "ß": "ss", "ə": "a", "ð": "d"})
_SUFFIX = frozenset(("jr", "sr", "ii", "iii", "iv"))
_LONGEST = len("iii.")
# The ordinal of a monarch, who has one other name.
_ORDINAL = re.compile(r"[IVX]+")
_REGNAL = 2
# How names in other alphabets differ in English: by vowels, doubled letters, the Arabic article, and these.
_ARABIC = re.compile(r"^(?:al|el|ul|ad|as|ar|ash|at|an)-")
_VOWELS = str.maketrans(dict.fromkeys("aeiouyjw"))
_TWICE = re.compile(r"(.)\1+")
_ALIKE = (
    ("shch", "s"), ("tch", "c"), ("tsch", "c"), ("kh", "k"), ("gh", "k"), ("q", "k"), ("g", "k"), ("ck", "k"),
    ("x", "ks"), ("zh", "z"), ("sch", "s"), ("sh", "s"), ("ts", "s"), ("tz", "s"), ("ph", "f"),
    ("v", "f"), ("c", "k"), ("h", ""),
)  # fmt: skip
# So many consonants are hardly two people's by chance.
_BONES = 5
_SEVERAL = 2


def cleaned(words: str) -> tuple[str, ...]:
    """The parts of a name without middle initials and "Jr."; capitals of a headline or transcript become a name's.

    >>> cleaned("Joseph R. Biden, Jr.")
    ('Joseph', 'Biden')
    """
    if " " not in words:
        return (words.title() if words.isupper() and len(words) > 2 else words,)
    parts = [part.strip(",") for part in words.split()] if "," in words else words.split()
    if len(parts) == _REGNAL and _ORDINAL.fullmatch(parts[1]):  # "Abdullah II" is not "Abdullah"
        return (parts[0].title() if parts[0].isupper() else parts[0], parts[1])
    parts = [part for part in parts if len(part) > _LONGEST or part.strip(".").lower() not in _SUFFIX] or parts
    if "." in words and (len(parts) > 2 or (len(parts) == 2 and not _INITIAL.fullmatch(parts[0]))):
        parts = [part for part in parts if not _INITIAL.fullmatch(part)] or parts
    if words.isupper():
        parts = [part.title() if len(part) > 2 else part for part in parts]
    return tuple(parts)


def family_of(name: str, state: str | None, family_first: frozenset[str]) -> str:
    """The family name, by the order of names in the person's state."""
    parts = cleaned(name) or (name,)
    if len(parts) == _REGNAL and _ORDINAL.fullmatch(parts[1]):
        return parts[0]
    first = state in family_first or _GIVEN_LAST.fullmatch(parts[-1]) is not None
    return parts[0] if first and len(parts) > 1 else parts[-1]


def surnames(holder: Holder, family_first: frozenset[str]) -> frozenset[str]:
    """The family names of a holder in all spellings of the table, in lower case and without marks.

    Royals who are told apart by "of Wales" have none.
    """
    names = (name for name in (holder.name, *holder.names) if " of " not in name)
    return frozenset(unmarked(family_of(name, holder.state, family_first)) for name in names)


def folded(name: str) -> str:
    """The letters of a name, so that "Kim Jong-un" and "Kim Jong Un" are one.

    >>> folded("Kim Jong-un")
    'kimjongun'
    """
    low = unmarked(name).replace(" ", "")
    # Most names have nothing else that is no letter, and then none is asked for by itself.
    return low if low.isalnum() else "".join(filter(str.isalnum, low))


def unmarked(name: str) -> str:
    """A name in lower case without the marks on its letters.

    >>> unmarked("Erdoğan")
    'erdogan'
    """
    low = name.lower()
    if low.isascii():
        return low
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", low.translate(_LETTERS)) if not unicodedata.combining(letter)
    )


def sounded(name: str) -> str:
    """The consonants of a name of two words or more, as transliterations share them; nothing for a shorter one.

    >>> sounded("Moammar Khadafy") == sounded("Muammar Gaddafi")
    True
    """
    parts = [_ARABIC.sub("", unmarked(part).replace("'", "")) for part in cleaned(name)]
    if len(parts) < _SEVERAL:
        return ""
    # All parts at once, on a line each: nothing that is replaced reaches over the end of one.
    bones = _single(_sibilant("\n".join(parts)).translate(_VOWELS)).split("\n")
    bones = [part[:1] + bone if part[:1] in "aeiouy" else bone for part, bone in zip(parts, bones, strict=True)]
    told = sum(map(len, bones))
    return " ".join(bones) if told >= _BONES and all(bones) else ""


def _single(bones: str) -> str:
    """Consonants of which none stands twice in a row."""
    return _TWICE.sub(r"\1", bones) if _TWICE.search(bones) else bones


def _sibilant(part: str) -> str:
    """A part of a name with one letter for what is transliterated by several."""
    for many, one in _ALIKE:
        part = part.replace(many, one)
    return part


def words_of(title: str) -> frozenset[str]:
    """The words that matter of a title.

    >>> sorted(words_of("the Minister of Foreign Affairs"))
    ['affairs', 'foreign', 'minister']
    """
    return frozenset(_WORD.findall(title.lower())) - _SMALL_WORDS


def head_noun(title: str) -> str:
    """The noun of a title, in lower case.

    >>> head_noun("Deputy Minister of Justice")
    'minister'
    """
    return re.split(r" (?:of|for|to) ", title)[0].split()[-1].lower()
