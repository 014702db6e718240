"""A document as it is compared with others: its paragraphs, in sentences of folded words that know their places.

The stage, in order: take the paragraphs of the story and nothing else, as one text; fold the house style, which the
codebook lists; take the words, and note which stand inside quotation marks. Only paragraphs that differ from those of a
copy are split into sentences, and only a word that differs is asked where it stands in the text as it was written.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, product

from readout.codebook.begins import Beginnings
from readout.codebook.compiled import Compiled
from readout.codebook.entries import Pattern
from readout.errors import BadCodebook
from readout.records import Document, Span
from readout.text import OffsetMap, letters, plain, replaced, sentences, words

# A word as `text.words` finds it, without the marks.
_ALNUM = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’\-](?:(?:[^\W\d_]\.){2,}|[^\W_]+))*")
# What `\w+` finds, many times as fast: all that is no letter, digit or underscore becomes a space.
_ODD = re.compile(r"[^\w\x00-\x7f]")
_NO_WORD = bytes(byte if byte > 127 or byte == ord("_") or chr(byte).isalnum() else 32 for byte in range(256))
RUN = 5  # words in a run, the unit in which texts are held against each other
_BREAK = "\x01"  # between paragraphs: it is no space, no part of a word, and no expression reaches across it
_DOUBLE = re.compile(rf'"([^"{_BREAK}]*)(?:"|\Z|(?={_BREAK}))')
# A single quotation mark opens before a word and closes after one; fewer than three words are scare quotes or elisions.
_IN_SINGLE = rf"(?:[^'\s{_BREAK}]|(?<=\w)'(?=\w))+"
_SINGLE = re.compile(rf"'(?<!\w')(?=\w)({_IN_SINGLE}(?:\s+{_IN_SINGLE}){{2,}})'(?!\w)")


class HouseStyle:
    """House-style expressions with what they become, each tried only at words where it may begin."""

    def __init__(self, parts: Iterable["Part"]) -> None:
        self._parts = tuple((pattern, new, tuple(_GROUP.split(new))) for pattern, new in parts)
        self._beginnings = Beginnings(pattern for pattern, *_ in self._parts)

    def __reduce__(self) -> tuple[type["HouseStyle"], tuple[tuple["Part", ...]]]:
        """Another process is sent the expressions, and finds out itself where they may begin."""
        return HouseStyle, (tuple((pattern, new) for pattern, new, _ in self._parts),)

    @classmethod
    def of(cls, rules: Compiled) -> "HouseStyle":
        """The house style of the codebook."""
        return cls(_part(pattern, rules) for pattern in rules.codebook.patterns_of("house-style"))

    def fold(self, text: str) -> tuple[str, OffsetMap]:
        """The text as every house would write it, and the map that leads back.

        >>> HouseStyle([(re.compile("U[.]S[.]"), "US")]).fold("the U.S. envoy")[0]
        'the US envoy'
        """
        bare = f" {_bare(text, _NO_WORD)} "
        return replaced(text, self._replacements(text, bare, filter(self._beginnings.__getitem__, bare.split())))

    def _replacements(self, text: str, bare: str, hot: Iterable[str]) -> Iterator[tuple[Span, str]]:
        """Where an expression fits at the beginning of a word, and what it becomes; the first that fits is taken.

        `bare` is the text between two spaces, with nothing but words and spaces.
        """
        last = start = 0
        for word in hot:
            start = bare.index(f" {word} ", start)
            if start >= last:
                for pattern, new, pieces in map(self._parts.__getitem__, self._beginnings[word]):
                    match = pattern.match(text, start)
                    if match:
                        last = match.end()
                        yield Span(start, last), _filled(match, new, pieces)
                        break
            start += len(word)

    def words(self, text: str) -> list[str]:
        """The folded words of one stretch, for blocks that are compared whole."""
        return _letters(self.fold(plain(text))[0])


Part = tuple[re.Pattern[str], str]
_GROUP = re.compile(r"\\g<(\w+)>")


def _bare(text: str, kept: bytes) -> str:
    """The text with a space for each character that is no letter, no digit and not kept by a table of ASCII."""
    unmarked = without_marks(text)
    return (unmarked if unmarked.isascii() else _ODD.sub(" ", unmarked)).encode().translate(kept).decode()


def without_marks(text: str) -> str:
    """The text with spaces for the commonest marks beyond ASCII; most texts have no others, and are ASCII then."""
    if not text.isascii():
        for mark in "’“”—–‘…\xa0":
            text = text.replace(mark, " ")
    return text


def _filled(match: re.Match[str], new: str, pieces: Sequence[str]) -> str:
    """A replacement with its groups; `match.expand` reads the replacement anew each time."""
    if len(pieces) == 1:
        return match.expand(new) if "\\" in new else new
    if any("\\" in literal for literal in pieces[::2]):
        return match.expand(new)
    return "".join([match[piece] or "" if number % 2 else piece for number, piece in enumerate(pieces)])


def _part(pattern: Pattern, rules: Compiled) -> Part:
    if pattern.replace is None:
        raise BadCodebook(pattern.at, f"the pattern {pattern.id!r} has no replacement", "add replace = ...")
    return rules.patterns[pattern.id].compiled, pattern.replace


# ---- folded documents ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a paragraph that is not split: where it stands in the folded text.

    `key` is what equal ones share: the words of a sentence, the text of a whole paragraph, which is seldom spelt out.
    """

    key: tuple[str, ...] | str
    text: "Folded"
    inner: Span
    paragraph: int

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words."""
        return tuple(_letters(self.inner.of(self.text.text))) if isinstance(self.key, str) else self.key

    @property
    def written(self) -> list[tuple[int, int, str]]:
        """Where each word begins and ends in the folded text, and the word as the document writes it."""
        matches = _ALNUM.finditer(self.text.text, self.inner.start, self.inner.end)
        found = [(*match.span(), match[0]) for match in matches]
        folded = self.text.folded_in(self.inner)
        for number, (start, end, _) in enumerate(found if folded else ()):
            if any(start < last and first <= end for first, last in folded):
                original = self.text.place(Span(start, end), self.paragraph)
                found[number] = start, end, plain(original.of(self.text.document.text))
        return found

    @property
    def place(self) -> Span:
        """Where it stands in the document."""
        return self.text.place(self.inner, self.paragraph)


@dataclass(frozen=True, slots=True)
class Folded:
    """The paragraphs of a document as one text, plain and folded, with what leads from the one to the other.

    `paragraphs` are the plain ones, `begins` where each begins in the document, `starts` where in `text`.
    """

    document: Document
    paragraphs: tuple[str, ...]
    begins: tuple[int, ...]
    text: str
    starts: tuple[int, ...]
    joined: tuple[int, ...]
    places: OffsetMap

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all paragraphs."""
        return tuple(sentence for number in range(len(self.paragraphs)) for sentence in self.split(number))

    def split(self, number: int) -> Iterator[Sentence]:
        """The sentences of a paragraph that have words."""
        start = self.starts[number]
        text = self.text[start : self.starts[number + 1] - 1]
        for sentence in sentences(text):
            words = tuple(_letters(sentence.of(text)))
            if words:
                yield Sentence(words, self, Span(sentence.start + start, sentence.end + start), number)

    def whole(self, number: int) -> Iterator[Sentence]:
        """A paragraph as if it were one sentence, if it has words."""
        paragraph = self.paragraphs[number]
        if _ALNUM.search(paragraph):
            yield Sentence(paragraph, self, Span(self.starts[number], self.starts[number + 1] - 1), number)

    def place(self, inner: Span, number: int) -> Span:
        """Where a stretch of the folded text, of the paragraph of this number, stands in the document."""
        original = self.places.back(inner)
        shift = self.begins[number] - self.joined[number]
        return Span(original.start + shift, original.end + shift)

    def folded_in(self, inner: Span) -> list[tuple[int, int]]:
        """Where house style was folded in or at a stretch of the folded text."""
        # The map has the two ends of each replacement, behind the start of the text.
        ends = self.places.rewritten
        first = bisect_left(ends, inner.start, 1)
        last = bisect_right(ends, inner.end, first)
        touched = ends[first - (first % 2 == 0) : last + (last % 2 == 0)]
        return [*zip(touched[::2], touched[1::2], strict=True)]

    def may_name(self, word: str) -> bool:
        """Whether a word stands anywhere with a capital or for another, so that it may be one of `names`."""
        small = self.text.lower()
        if len(small) != len(self.text):
            return True
        start = small.find(word)
        while start >= 0 and not self.text[start].isupper():
            start = small.find(word, start + 1)
        return start >= 0 or any(small.startswith(word, new) for new in self.places.rewritten[1::2])

    @property
    def names(self) -> frozenset[str]:
        """The words that have a capital where no sentence begins, and those that stand for such a word."""
        inner = (span.of(part) for part in self.text.split(_BREAK) for span in sentences(part))
        written = [word for part in inner for word in _ALNUM.findall(part)[1:]]
        # Where a word of the house style stands, the text has other letters: "united-states" for "U.S.".
        stretches = zip(self.places.original[1::2], self.places.rewritten[1::2], strict=True)
        joined = _BREAK.join(self.paragraphs)
        folded = [_ALNUM.match(self.text, new) for old, new in stretches if joined[old].isupper()]
        named = [word[0] for word in folded if word and word[0][0].isalpha()]
        return frozenset(map(str.lower, (*named, *(word for word in written if word[0].isupper()))))

    def words(self) -> tuple[list[str], str]:
        """All folded words, and a letter for each: `q` where it is quoted, else a point."""
        found: list[str] = []
        flags, place = "", 0
        for quote in sorted(_quotations(self.text)):
            outside, inside = _letters(self.text[place : quote.start]), _letters(quote.of(self.text))
            found += outside
            found += inside
            flags += "." * len(outside) + "q" * len(inside)
            place = quote.end
        rest = _letters(self.text[place:])
        return found + rest, flags + "." * len(rest)


_FEW = 30


class Names(Container[str]):
    """The words that either of two texts has with a capital where no sentence begins, looked for when first asked."""

    __slots__ = ("_asked", "_found", "_texts")

    def __init__(self, *texts: Folded) -> None:
        self._texts = texts
        self._asked = 0
        self._found: frozenset[str] | None = None

    def __contains__(self, word: object) -> bool:
        if self._found is None:
            self._asked += 1
            # Most words are no names and need no list of all, unless many of them are asked for.
            if self._asked <= _FEW and not any(text.may_name(str(word)) for text in self._texts):
                return False
            self._found = frozenset[str]().union(*(text.names for text in self._texts))
        return word in self._found


def fold(document: Document, style: HouseStyle) -> Folded:
    """The document's paragraphs, folded; captions, credits, datelines and furniture stay out."""
    written = paragraphs(document)
    folded, places = style.fold(_BREAK.join(written))
    return Folded(
        document=document,
        paragraphs=written,
        begins=tuple([block.start for block in document.blocks if block.kind == "paragraph"]),
        text=folded,
        starts=_starts(folded.split(_BREAK)),
        joined=_starts(written),
        places=places,
    )


def paragraphs(document: Document) -> tuple[str, ...]:
    """The paragraphs of a document, plain; as long as they are there."""
    text = document.text.replace(_BREAK, " ")
    told = [text[block.start : block.end] for block in document.blocks if block.kind == "paragraph"]
    return tuple(plain(_BREAK.join(told)).split(_BREAK)) if told else ()


def _starts(paragraphs: Sequence[str]) -> tuple[int, ...]:
    """Where each paragraph begins, and where one behind the last would."""
    return tuple(accumulate([len(paragraph) + 1 for paragraph in paragraphs], initial=0))


# Between two letters these stand inside a word; two of them, or one at an end of a word, are marks like others.
_INNER = "'-"
_LOOSE = (*map("".join, product(_INNER, repeat=2)), *(f"{mark} " for mark in _INNER), *(f" {mark}" for mark in _INNER))
_IN_WORDS = bytes(byte if byte > 127 or chr(byte).isalnum() or chr(byte) in _INNER else 32 for byte in range(256))
_DOTTED = re.compile(r"\.[^\W\d_]\.")


def _letters(text: str) -> list[str]:
    """The words as `letters` has them of a plain text, in a third of the time: without an expression for most of it."""
    if "İ" in text:  # the one capital that is two characters when it is small
        return letters(text)
    found: list[str] = []
    last = 0
    for dotted in _DOTTED.finditer(text):  # initials are words with their stops; they stand between two spaces
        if dotted.start() >= last:
            start, end = text.rfind(" ", last, dotted.start()) + 1 or last, text.find(" ", dotted.end())
            end = end if end >= 0 else len(text)
            found += _undotted(text[last:start])
            found += map(str.lower, _ALNUM.findall(text[start:end]))  # word by word: a small sigma knows its end
            last = end
    return found + _undotted(text[last:]) if found else _undotted(text[last:])


def _undotted(text: str) -> list[str]:
    """The words of a text that has no initials."""
    bare = f" {_bare(text, _IN_WORDS).lower()} "
    for loose in _LOOSE:
        bare = bare.replace(loose, "  ")
    return bare.split()


def quotations(text: str) -> tuple[Span, ...]:
    """The stretches of a paragraph inside quotation marks; one that is never closed runs to its end.

    >>> [span.of('He said "no" and left.') for span in quotations('He said "no" and left.')]
    ['no']
    """
    return _quotations(plain(text))


def _quotations(straight: str) -> tuple[Span, ...]:
    """The same for a text that is plain already, of one paragraph or of many."""
    if '"' not in straight and "'" not in straight:
        return ()
    doubles = tuple([Span(*match.span(1)) for match in _DOUBLE.finditer(straight)])
    singles = [Span(*match.span(1)) for match in _SINGLE.finditer(straight)]
    starts = [double.start for double in doubles]
    before = (bisect_left(starts, single.end) for single in singles)
    # Doubles do not meet one another, so that only the last that begins before the end can meet a single.
    free = [single for single, n in zip(singles, before, strict=True) if not (n and doubles[n - 1].meets(single))]
    return (*doubles, *free)


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text for counting: lower case, no punctuation, initials without their stops.

    >>> plain_words("The U.S. and N. Korea agreed.")
    ('the', 'us', 'and', 'n', 'korea', 'agreed')
    """
    straight = plain(text)
    folded = (word.of(straight).lower().replace(".", "") for word in words(straight))
    return tuple(word for word in folded if word and word[0].isalnum())
