"""A document as it is compared with others: its paragraphs, in sentences of folded words that know their places.

The stage, in order: take the paragraphs of the story and nothing else; fold the house style, which the codebook lists;
split into sentences and words; note which words stand inside quotation marks. A folded word holds the place of its
original, so that whatever is found in folded text can be shown in the text as it stands.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, islice
from typing import Protocol

from readout.codebook.begins import Beginnings
from readout.codebook.compiled import Compiled
from readout.codebook.entries import Pattern
from readout.errors import BadCodebook
from readout.records import Document, Span
from readout.text import OffsetMap, letters, plain, replaced, sentences, words

# A word as `text.words` finds it, without the marks.
_ALNUM = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’\-](?:(?:[^\W\d_]\.){2,}|[^\W_]+))*")
_WORD = re.compile(r"\w+")
RUN = 5  # words in a run, the unit in which texts are held against each other
_DOUBLE = re.compile(r'"([^"]*)(?:"|\Z)')
# A single quotation mark opens before a word and closes after one; fewer than three words are scare quotes or elisions.
_SINGLE = re.compile(r"(?<!\w)'(?=\w)((?:[^'\s]|(?<=\w)'(?=\w))+(?:\s+(?:[^'\s]|(?<=\w)'(?=\w))+){2,})'(?!\w)")


class HouseStyle:
    """House-style expressions with what they become, each tried only at words where it may begin."""

    def __init__(self, parts: Iterable["Part"]) -> None:
        self._parts = tuple(parts)
        self._beginnings = Beginnings(pattern for pattern, _ in self._parts)

    @classmethod
    def of(cls, rules: Compiled) -> "HouseStyle":
        """The house style of the codebook."""
        return cls(_part(pattern, rules) for pattern in rules.codebook.patterns_of("house-style"))

    def fold(self, text: str) -> tuple[str, OffsetMap]:
        """The text as every house would write it, and the map that leads back.

        >>> HouseStyle([(re.compile("U[.]S[.]"), "US")]).fold("the U.S. envoy")[0]
        'the US envoy'
        """
        numbers = [*map(self._beginnings.__getitem__, _WORD.findall(text))]
        return replaced(text, self._replacements(text, numbers) if any(numbers) else ())

    def _replacements(self, text: str, numbers: Sequence[tuple[int, ...]]) -> Iterator[tuple[Span, str]]:
        """Where an expression fits at the beginning of a word, and what it becomes; the first that fits is taken."""
        last = 0
        for word, at_word in zip(compress(_WORD.finditer(text), numbers), filter(None, numbers), strict=True):
            start = word.start()
            if start < last:
                continue
            for pattern, new in map(self._parts.__getitem__, at_word):
                match = pattern.match(text, start)
                if match:
                    last = match.end()
                    yield Span(start, last), match.expand(new) if "\\" in new else new
                    break

    def paragraph(self, text: str) -> "Flat":
        """A paragraph as it is compared."""
        original = plain(text)
        folded, places = self.fold(original)
        quoted = quotations(folded)
        return Flat(original, folded, places, quoted, *_flagged(folded, quoted))

    def pieces(self, text: str) -> "Pieces":
        """The sentences of a paragraph."""
        flat = self.paragraph(text)
        return flat, tuple(_pieces(flat))


Part = tuple[re.Pattern[str], str]


@dataclass(frozen=True, slots=True)
class Flat:
    """A folded paragraph: the map that leads back, what it has in quotation marks, its words and a letter for each.

    The letter of a word is `q` where it is quoted, else a point.
    """

    original: str
    text: str
    places: OffsetMap
    quoted: tuple[Span, ...]
    words: tuple[str, ...]
    flags: str

    @property
    def untouched(self) -> bool:
        """Whether nothing was folded."""
        return self.text == self.original


class Style(Protocol):
    """What folds a paragraph: a house style, or one that remembers."""

    def paragraph(self, text: str) -> Flat:
        """A paragraph as it is compared."""

    def pieces(self, text: str) -> "Pieces":
        """The sentences of a paragraph."""


class Remembered:
    """A house style that keeps the paragraphs it folded last: those of a copy are mostly those of its source."""

    def __init__(self, style: HouseStyle, paragraphs: int) -> None:
        self._flat = lru_cache(paragraphs)(style.paragraph)
        self._pieces = lru_cache(paragraphs)(lambda text: tuple(_pieces(self._flat(text))))

    def paragraph(self, text: str) -> Flat:
        """A paragraph as it is compared."""
        return self._flat(text)

    def pieces(self, text: str) -> "Pieces":
        """The sentences of a paragraph."""
        return self._flat(text), self._pieces(text)


def _part(pattern: Pattern, rules: Compiled) -> Part:
    if pattern.replace is None:
        raise BadCodebook(pattern.at, f"the pattern {pattern.id!r} has no replacement", "add replace = ...")
    return rules.patterns[pattern.id], pattern.replace


# ---- folded documents ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Token:
    """A folded word, its place in the original, and whether it stands inside quotation marks."""

    word: str
    place: Span
    quoted: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a paragraph: its folded words, its places folded and as written."""

    words: tuple[str, ...]
    inner: Span
    place: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of folded words, its place in the original, and the number of its paragraph."""

    piece: Piece
    flat: Flat
    place: Span
    paragraph: int

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words alone."""
        return self.piece.words

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The folded words with their places, which only a sentence that differs is asked for."""
        return tuple(_tokens(self.flat, self.piece.inner, self.place.start - self.piece.place.start))


@dataclass(frozen=True, slots=True)
class Folded:
    """The paragraphs of a document as sentences of folded words."""

    document: Document
    sentences: tuple[Sentence, ...]

    @property
    def names(self) -> frozenset[str]:
        """The words that have a capital where no sentence begins."""
        return frozenset(name for sentence in self.sentences for name in _names(sentence.flat, sentence.piece.inner))


Pieces = tuple[Flat, tuple[Piece, ...]]


class Names(Container[str]):
    """The words that either of two texts has with a capital where no sentence begins, looked for when first asked."""

    __slots__ = ("_found", "_texts")

    def __init__(self, *texts: Folded) -> None:
        self._texts = texts
        self._found: frozenset[str] | None = None

    def __contains__(self, word: object) -> bool:
        if self._found is None:
            self._found = frozenset[str]().union(*(text.names for text in self._texts))
        return word in self._found


def fold(document: Document, style: Style) -> Folded:
    """The document's paragraphs, folded; captions, credits, datelines and furniture stay out."""
    found: list[Sentence] = []
    for number, span in enumerate(document.spans("paragraph")):
        flat, pieces = style.pieces(span.of(document.text))
        found += (
            Sentence(piece, flat, Span(piece.place.start + span.start, piece.place.end + span.start), number)
            for piece in pieces
        )
    return Folded(document, tuple(found))


def flagged_words(document: Document, style: Style) -> tuple[list[str], str]:
    """The folded words of a document's paragraphs, and a letter for each: `q` where it is quoted, else a point.

    The same words as those of `fold`, without their places, at a third of the cost: most pairs need no more.
    """
    parts = [style.paragraph(span.of(document.text)) for span in document.spans("paragraph")]
    return [word for part in parts for word in part.words], "".join([part.flags for part in parts])


def _flagged(text: str, quoted: tuple[Span, ...]) -> tuple[tuple[str, ...], str]:
    """The words of a folded paragraph, and a letter for each."""
    found: list[str] = []
    flags, place = "", 0
    for quote in sorted(quoted):
        outside, inside = _letters(text[place : quote.start]), _letters(text[quote.start : quote.end])
        found += outside + inside
        flags += "." * len(outside) + "q" * len(inside)
        place = quote.end
    rest = _letters(text[place:])
    return tuple(found + rest), flags + "." * len(rest)


def _letters(text: str) -> list[str]:
    """The words as `letters` has them, in half the time where small letters take the places of capitals."""
    return _ALNUM.findall(text.lower()) if text.isascii() else letters(text)


def fold_words(text: str, span: Span, style: Style) -> tuple[str, ...]:
    """The folded words of one stretch, for blocks that are compared whole."""
    return tuple(word for piece in style.pieces(span.of(text))[1] for word in piece.words)


def _pieces(flat: Flat) -> Iterator[Piece]:
    """The sentences of one paragraph that have words."""
    parts = tuple(sentences(flat.text))
    for sentence in parts:
        found = flat.words if len(parts) == 1 else tuple(_letters(sentence.of(flat.text)))
        if found:
            yield Piece(found, sentence, _back(flat.places, sentence, 0))


def _names(flat: Flat, sentence: Span) -> Iterator[str]:
    """The words of a sentence that are written with a capital, but for its first."""
    if flat.untouched:
        yield from (word.lower() for word in _ALNUM.findall(sentence.of(flat.text))[1:] if word[0].isupper())
        return
    found = _ALNUM.finditer(flat.text, sentence.start, sentence.end)
    for word in islice(found, 1, None):
        # What a replacement begins with is not what was written there.
        if flat.original[flat.places.back(Span(*word.span())).start].isupper():
            yield word.group().lower()


def _tokens(flat: Flat, sentence: Span, offset: int) -> Iterator[Token]:
    """The words of a sentence with their places in a text in which the paragraph begins at `offset`."""
    untouched, quoted = flat.untouched, flat.quoted
    for word in _ALNUM.finditer(flat.text, sentence.start, sentence.end):
        start, end = word.span()
        place = Span(start + offset, end + offset) if untouched else _back(flat.places, Span(start, end), offset)
        in_quotes = bool(quoted) and any(quote.start <= start and end <= quote.end for quote in quoted)
        yield Token(word.group().lower(), place, in_quotes)


def _back(places: OffsetMap, span: Span, offset: int) -> Span:
    original = places.back(span)
    return Span(original.start + offset, original.end + offset)


def quotations(text: str) -> tuple[Span, ...]:
    """The stretches of a paragraph inside quotation marks; one that is never closed runs to its end.

    >>> [span.of('He said "no" and left.') for span in quotations('He said "no" and left.')]
    ['no']
    """
    straight = plain(text)
    if '"' not in straight and "'" not in straight:
        return ()
    doubles = tuple(Span(*match.span(1)) for match in _DOUBLE.finditer(straight))
    singles = (Span(*match.span(1)) for match in _SINGLE.finditer(straight))
    return doubles + tuple(span for span in singles if not any(double.meets(span) for double in doubles))


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text for counting: lower case, no punctuation, initials without their stops.

    >>> plain_words("The U.S. and N. Korea agreed.")
    ('the', 'us', 'and', 'n', 'korea', 'agreed')
    """
    straight = plain(text)
    folded = (word.of(straight).lower().replace(".", "") for word in words(straight))
    return tuple(word for word in folded if word and word[0].isalnum())
