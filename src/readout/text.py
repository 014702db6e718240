"""Characters and their places: folding that keeps offsets, sentences, words, maps between versions of a text."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from string import ascii_lowercase

from readout.records import Span

# One character for one character, so that every offset holds in both.
_PLAIN = {
    "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ", "\u200a": " ", "\u3000": " ", "\t": " ", "\r": " ",
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u02bc": "'", "`": "'", "\u00b4": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-",
}  # fmt: skip


def plain(text: str) -> str:
    """The text with one kind of space, quotation mark and hyphen; every character keeps its place.

    >>> print(plain("“Kyiv’s”"))
    "Kyiv's"
    """
    if text.isascii():  # most stretches are, and of all these only three are ASCII
        return text.replace("\t", " ").replace("\r", " ").replace("`", "'")
    # Many times as fast as `str.translate` or an expression, since few of these stand in a text, and in most none.
    for odd, even in _PLAIN.items():
        text = text.replace(odd, even)
    return text


# ---- words and sentences ---------------------------------------------------------------------------------------------
_INITIALED = r"[^\W\d_]\.(?:[^\W\d_]\.)+"
# A letter with its full stop, or a hyphen, is asked for before the group that may repeat: most words have neither, and
# it is the repetition of a group that costs.
_JOINED = rf"['’\-](?:{_INITIALED}|[^\W_]+)"
WORD = re.compile(rf"{_INITIALED}|[^\W_]+(?:{_JOINED}(?:{_JOINED})*|)|\S")


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Word and punctuation tokens of `text[start:end]`; "U.S.", "Eui-yong" and "Chile-U.S." are one token each.

    >>> [span.of("The U.S. agreed.") for span in words("The U.S. agreed.")]
    ['The', 'U.S.', 'agreed', '.']
    """
    for match in WORD.finditer(text, start, len(text) if end is None else end):
        yield Span(*match.span())


def letters(text: str) -> list[str]:
    """The word tokens of a text alone, in lower case and without marks.

    >>> letters("The U.S. agreed.")
    ['the', 'u.s.', 'agreed']
    """
    return [word.lower() for word in WORD.findall(text) if word[0].isalnum()]


# Bytes of Latin-1 with all but small letters as spaces.
_SMALL = bytes(byte if chr(byte) in ascii_lowercase else ord(" ") for byte in range(256))


def small_letters(text: str) -> list[str]:
    """The runs of small letters from a to z: split off in one go, many times as fast as by an expression.

    >>> small_letters("The U.S. agreed.")
    ['he', 'agreed']
    """
    return text.encode("latin-1", "replace").translate(_SMALL).decode("ascii").split()


# A full stop after one of these ends no sentence. Months and titles as news styles shorten them.
_SHORT = frozenset(
    (
        "mr mrs ms dr prof st gen lt col maj capt cmdr adm sgt rep reps sen sens gov govs gens amb rev hon pres jr sr "
        "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun "
        "vs no nos art inc corp co ltd bros fig al ca approx dept est mt ft "
        "md mohd smt engr cpl pvt pfc spc brig cmde cdre cdr comdr atty supt insp cllr messrs mme mlle msgr"
    ).split()
)
_SHORT_ENDS = frozenset(word[-2:] for word in (*_SHORT, "ma"))
_LONGEST_SHORT = max(map(len, _SHORT))
_LETTERS = re.compile(r"[^\W\d_]+")
_LAST_LETTERS = re.compile(r"[^\W\d_]+$")
# A run of marks is tried from its first mark alone, so that a page of dots costs one look at each.
_STOPS = (".", "!", "?", "\u2026", "\n")
_END = re.compile(
    r"""[.!?\u2026\n](?:(?<=\n)\s*\n|(?<=[^\n])(?<![.!?\u2026]{2})([.!?\u2026]*+)(["')\]\u201d\u2019]*)(\s+)"""
    r"""(?=["'(\[\u201c\u2018]?[^\W_a-z]))"""
)
_INITIALS = re.compile(r"(?:^|[\s(\"“-])((?:[^\W\d_]\.)+)$")
# "Ma." for Maria, behind a title in small letters: "spokeswoman Ma. Lourdes Santos"; Jack Ma may end a sentence.
_MARIA = re.compile(r"(?:^|\s)[a-z]+,? Ma$")
# So many words make a sentence, the longest of charters included; a text without full stops is cut into such pieces.
_PIECE = re.compile(r"\S++(?:\s++\S++){0,299}+")
_SHORTER = 600  # characters: no sentence up to this has more words
# Words that begin a sentence and seldom a name, so that "U.S. The" is an end and "U.S. Secretary" is none.
_STARTERS = frozenset(
    "the he she it they we i you this that these those but and in on at as for if when while a an his her".split()
)


def _is_end(text: str, dot: int, after: int) -> bool:
    """Whether the full stop at `dot` ends its sentence, given that the next one would begin at `after`."""
    near = text[max(0, dot - 2) : dot]
    single = len(near) < len("A.") or not near[0].isalpha()  # no initial has a letter before its own
    if not single and near.lower() not in _SHORT_ENDS:  # true of most, so that they cost no expression
        return True
    initials = _INITIALS.search(text[max(0, dot - 30) : dot] + ".") if single and not near[-1:].isdecimal() else None
    if initials:
        following = _LETTERS.match(text[after : after + 20].lstrip("\"'“‘(["))
        starts_anew = following is not None and following.group().lower() in _STARTERS
        return len(initials.group(1)) > 2 and starts_anew
    last = text[max(0, dot - _LONGEST_SHORT - 1) : dot]
    if last.endswith("Ma") and _MARIA.search(text, max(0, dot - 40), dot):
        return False
    word = _LAST_LETTERS.search(last)
    return not (word and word.group().lower() in _SHORT)


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The sentences of `text[start:end]`, without the spaces between them.

    >>> [s.of("It met Aug. 6. The U.S. agreed.") for s in sentences("It met Aug. 6. The U.S. agreed.")]
    ['It met Aug. 6.', 'The U.S. agreed.']
    """
    for span in _between_ends(text, start, end):
        if span.end - span.start < _SHORTER:
            yield span
        else:
            yield from (Span(*piece.span()) for piece in _PIECE.finditer(text, span.start, span.end))


def _between_ends(text: str, start: int, end: int | None) -> Iterator[Span]:
    """What stands between two ends of sentences, however long."""
    stop = len(text) if end is None else end
    begin = free = start
    for at in places(text, _STOPS, start, stop):
        match = _END.match(text, at, stop) if at >= free else None
        if match is None:
            continue
        free, close = match.end(), match.end(2)
        if close < 0:  # an empty line
            close = at
        elif text[at] == "." and match.end(1) == at + 1 and not _is_end(text, at, free):
            continue
        span = trimmed(text, Span(begin, close))
        if span.start < span.end:
            yield span
        begin = free
    span = trimmed(text, Span(begin, stop))
    if span.start < span.end:
        yield span


def places(text: str, marks: Iterable[str], start: int, end: int) -> list[int]:
    """Where any of some marks stands in `text[start:end]`, in order: many times as fast as a set in an expression.

    >>> places("He left. Why?", "?.", 0, 13)
    [7, 12]
    """
    found: list[int] = []
    for mark in marks:
        at = text.find(mark, start, end)
        while at >= 0:
            found.append(at)
            at = text.find(mark, at + len(mark), end)
    return sorted(found)


def trimmed(text: str, span: Span, drop: str = " \n\t\r\u00a0") -> Span:
    """The span without the characters of `drop` at its two ends; empty if nothing else is left.

    >>> trimmed(" a, ", Span(0, 4), " ,")
    Span(start=1, end=2)
    """
    start, end = span.start, span.end
    while start < end and text[start] in drop:
        start += 1
    while end > start and text[end - 1] in drop:
        end -= 1
    return span if (start, end) == (span.start, span.end) else Span(start, end)


# ---- two versions of one text ----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Places in a rewritten text, and the places in the original that they came from.

    The two columns hold the ends of the stretches that were kept or replaced, in order.
    """

    original: tuple[int, ...]
    rewritten: tuple[int, ...]

    def back(self, span: Span) -> Span:
        """The stretch of the original that `span` of the rewritten text came from."""
        i = bisect_right(self.rewritten, span.start) - 1
        if i >= 0 and (i + 1 == len(self.rewritten) or (span.end < self.rewritten[i + 1] and self._kept(i))):
            shift = self.original[i] - self.rewritten[i]
            return Span(span.start + shift, span.end + shift)
        return Span(self._place(span.start, at_end=False), self._place(span.end, at_end=True))

    def _kept(self, i: int) -> bool:
        """Whether a stretch is as long as it was: what was replaced by as many characters may count as kept."""
        return self.original[i + 1] - self.original[i] == self.rewritten[i + 1] - self.rewritten[i]

    def _place(self, offset: int, *, at_end: bool) -> int:
        """The original offset; inside a replacement it is that replacement's outer edge."""
        i = bisect_right(self.rewritten, offset) - 1
        if i < 0:
            return 0
        if self.rewritten[i] == offset:
            return self.original[i]
        inside = offset - self.rewritten[i]
        if i + 1 >= len(self.original) or self._kept(i):
            return self.original[i] + inside
        return self.original[i + 1] if at_end else self.original[i]


def rewrite(text: str, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> tuple[str, OffsetMap]:
    """The text with each match of `pattern` replaced, and the map that leads back.

    >>> folded, places = rewrite("the U.S. said", re.compile("U[.]S[.]"), lambda _: "US")
    >>> folded, places.back(Span(4, 6))
    ('the US said', Span(start=4, end=8))
    """
    return replaced(text, ((Span(*match.span()), replace(match)) for match in pattern.finditer(text)))


def replaced(text: str, parts: Iterable[tuple[Span, str]]) -> tuple[str, OffsetMap]:
    """The text with other words at some places, which are given in order, and the map that leads back."""
    pieces: list[str] = []
    original, rewritten = [0], [0]
    last = length = 0
    for place, new in parts:
        length += place.start - last
        pieces += (text[last : place.start], new)
        original += (place.start, place.end)
        rewritten += (length, length + len(new))
        length += len(new)
        last = place.end
    pieces.append(text[last:])
    return "".join(pieces), OffsetMap(tuple(original), tuple(rewritten))
