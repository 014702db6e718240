"""A document as it is compared with others: its paragraphs, in sentences of folded words that know their places.

The stage, in order: take the paragraphs of the story and nothing else; fold the house style, which the codebook lists;
split into sentences and words; note which words stand inside quotation marks. A folded word holds the place of its
original, so that whatever is found in folded text can be shown in the text as it stands.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from readout.codebook.compiled import Compiled
from readout.codebook.entries import Pattern
from readout.errors import BadCodebook
from readout.records import Document, Span
from readout.text import OffsetMap, letters, plain, rewrite, sentences, words

# A word as `text.words` finds it, without the marks.
_ALNUM = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’\-](?:(?:[^\W\d_]\.){2,}|[^\W_]+))*")
RUN = 5  # words in a run, the unit in which texts are held against each other
_DOUBLE = re.compile(r'"([^"]*)(?:"|\Z)')
# A single quotation mark opens before a word and closes after one; fewer than three words are scare quotes or elisions.
_SINGLE = re.compile(r"(?<!\w)'(?=\w)((?:[^'\s]|(?<=\w)'(?=\w))+(?:\s+(?:[^'\s]|(?<=\w)'(?=\w))+){2,})'(?!\w)")


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """House-style expressions with what they become, and one expression that finds any of them where a word begins."""

    finder: re.Pattern[str]
    parts: tuple[tuple[re.Pattern[str], str], ...]

    @classmethod
    def of(cls, rules: Compiled) -> "HouseStyle":
        """The house style of the codebook."""
        return cls.built(_part(pattern, rules) for pattern in rules.codebook.patterns_of("house-style"))

    @classmethod
    def built(cls, parts: Iterable[tuple[re.Pattern[str], str]]) -> "HouseStyle":
        """The style of these expressions and replacements, in their order.

        >>> HouseStyle.built([(re.compile("U[.]S[.]"), "US")]).fold("the U.S. envoy")[0]
        'the US envoy'
        """
        known = tuple(parts)
        # The parts may use the same group names, so the finder knows none.
        options = (re.sub(r"\(\?P<\w+>", "(?:", f"(?{_flag(part)}:{part.pattern})") for part, _ in known)
        return cls(re.compile(rf"(?<!\w)(?=\w)(?:{'|'.join(options) or '(?!)'})"), known)

    def fold(self, text: str) -> tuple[str, OffsetMap]:
        """The text as every house would write it, and the map that leads back."""
        return rewrite(text, self.finder, self._replacement)

    def flat(self, text: str) -> "Flat":
        """A paragraph as it is compared."""
        original = plain(text)
        folded, places = self.fold(original)
        return Flat(original, folded, places, quotations(folded), folded == original)

    def flagged(self, text: str) -> "Flagged":
        """The words of a paragraph, and a letter for each: `q` where it is quoted, else a point."""
        return _flagged(self.flat(text))

    def pieces(self, text: str) -> "Pieces":
        """The sentences of a paragraph."""
        flat = self.flat(text)
        return flat, tuple(_pieces(flat))

    def _replacement(self, found: re.Match[str]) -> str:
        matches = ((part.match(found.string, found.start()), new) for part, new in self.parts)
        return next((match.expand(new) for match, new in matches if match), found.group())


@dataclass(frozen=True, slots=True)
class Flat:
    """A folded paragraph, the map that leads back, what it has in quotation marks, and whether nothing was folded."""

    original: str
    text: str
    places: OffsetMap
    quoted: tuple[Span, ...]
    untouched: bool


class Style(Protocol):
    """What folds a paragraph: a house style, or one that remembers."""

    def flagged(self, text: str) -> "Flagged":
        """The words of a paragraph, and a letter for each: `q` where it is quoted, else a point."""

    def pieces(self, text: str) -> "Pieces":
        """The sentences of a paragraph."""


class Remembered:
    """A house style that keeps the paragraphs it folded last: those of a copy are mostly those of its source."""

    def __init__(self, style: HouseStyle, paragraphs: int) -> None:
        flat = lru_cache(paragraphs)(style.flat)
        self._flagged = lru_cache(paragraphs)(lambda text: _flagged(flat(text)))
        self._pieces = lru_cache(paragraphs)(lambda text: tuple(_pieces(flat(text))))
        self._flat = flat

    def flagged(self, text: str) -> "Flagged":
        """The words of a paragraph, and a letter for each: `q` where it is quoted, else a point."""
        return self._flagged(text)

    def pieces(self, text: str) -> "Pieces":
        """The sentences of a paragraph."""
        return self._flat(text), self._pieces(text)


def _part(pattern: Pattern, rules: Compiled) -> tuple[re.Pattern[str], str]:
    if pattern.replace is None:
        raise BadCodebook(pattern.at, f"the pattern {pattern.id!r} has no replacement", "add replace = ...")
    return rules.patterns[pattern.id], pattern.replace


def _flag(part: re.Pattern[str]) -> str:
    return "i" if part.flags & re.IGNORECASE else "-i"


# ---- folded documents ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Token:
    """A folded word, its place in the original, and whether it stands inside quotation marks."""

    word: str
    place: Span
    quoted: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a paragraph: its folded words, those that are names, its places folded and as written."""

    words: tuple[str, ...]
    names: frozenset[str]
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
        return frozenset(name for sentence in self.sentences for name in sentence.piece.names)


Flagged = tuple[tuple[str, ...], str]
Pieces = tuple[Flat, tuple[Piece, ...]]


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
    parts = [style.flagged(span.of(document.text)) for span in document.spans("paragraph")]
    return [word for found, _ in parts for word in found], "".join([flags for _, flags in parts])


def _flagged(flat: Flat) -> "Flagged":
    """The words of a paragraph, and a letter for each."""
    found: list[str] = []
    flags, place = "", 0
    for quote in sorted(flat.quoted):
        outside, inside = letters(flat.text[place : quote.start]), letters(flat.text[quote.start : quote.end])
        found += outside + inside
        flags += "." * len(outside) + "q" * len(inside)
        place = quote.end
    rest = letters(flat.text[place:])
    return tuple(found + rest), flags + "." * len(rest)


def fold_words(text: str, span: Span, style: Style) -> tuple[str, ...]:
    """The folded words of one stretch, for blocks that are compared whole."""
    return tuple(word for piece in style.pieces(span.of(text))[1] for word in piece.words)


def _pieces(flat: Flat) -> Iterator[Piece]:
    """The sentences of one paragraph that have words."""
    for sentence in sentences(flat.text):
        found = tuple(letters(sentence.of(flat.text)))
        if found:
            yield Piece(found, _names(flat, sentence), sentence, _back(flat.places, sentence, 0))


def _names(flat: Flat, sentence: Span) -> frozenset[str]:
    """The words of a sentence that are written with a capital, but for its first."""
    if flat.untouched:
        return frozenset(word.lower() for word in _ALNUM.findall(sentence.of(flat.text))[1:] if word[0].isupper())
    tokens = tuple(_tokens(flat, sentence, 0))[1:]
    return frozenset(token.word for token in tokens if flat.original[token.place.start].isupper())


def _tokens(flat: Flat, sentence: Span, offset: int) -> Iterator[Token]:
    """The words of a sentence with their places in a text in which the paragraph begins at `offset`."""
    for word in words(flat.text, sentence.start, sentence.end):
        written = flat.text[word.start : word.end]
        if written[0].isalnum():  # all else is a mark of one character
            place = Span(word.start + offset, word.end + offset) if flat.untouched else None
            quoted = bool(flat.quoted) and any(q.start <= word.start and word.end <= q.end for q in flat.quoted)
            yield Token(written.lower(), place or _back(flat.places, word, offset), quoted)


def _back(places: OffsetMap, span: Span, offset: int) -> Span:
    original = places.back(span)
    return Span(original.start + offset, original.end + offset)


def quotations(text: str) -> tuple[Span, ...]:
    """The stretches of a paragraph inside quotation marks; one that is never closed runs to its end.

    >>> [span.of('He said "no" and left.') for span in quotations('He said "no" and left.')]
    ['no']
    """
    straight = plain(text)
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
