"""A document as it is compared with others: its paragraphs, in sentences of folded words that know their places.

The stage, in order: take the paragraphs of the story and nothing else; fold the house style, which the codebook lists;
split into sentences and words; note which words stand inside quotation marks. A folded word holds the place of its
original, so that whatever is found in folded text can be shown in the text as it stands.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readout.codebook.compiled import Compiled
from readout.codebook.entries import Pattern
from readout.errors import BadCodebook
from readout.records import Document, Span
from readout.text import OffsetMap, letters, plain, rewrite, sentences, words

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

    def _replacement(self, found: re.Match[str]) -> str:
        matches = ((part.match(found.string, found.start()), new) for part, new in self.parts)
        return next((match.expand(new) for match, new in matches if match), found.group())


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
class Sentence:
    """A sentence of folded words, its place in the original, and the number of its paragraph."""

    tokens: tuple[Token, ...]
    place: Span
    paragraph: int

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words alone."""
        return tuple(token.word for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Folded:
    """The paragraphs of a document as sentences of folded words."""

    document: Document
    sentences: tuple[Sentence, ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All folded words in order."""
        return tuple(token for sentence in self.sentences for token in sentence.tokens)


def fold(document: Document, style: HouseStyle) -> Folded:
    """The document's paragraphs, folded; captions, credits, datelines and furniture stay out."""
    found: list[Sentence] = []
    for number, span in enumerate(document.spans("paragraph")):
        found += _sentences(document.text, span, number, style)
    return Folded(document, tuple(found))


def flagged_words(document: Document, style: HouseStyle) -> Iterator[tuple[str, bool]]:
    """The folded words of a document's paragraphs, each with whether it stands inside quotation marks.

    The same words as those of `fold`, without their places, at a third of the cost: most pairs need no more.
    """
    for span in document.spans("paragraph"):
        folded = style.fold(plain(span.of(document.text)))[0]
        place = 0
        for quote in sorted(quotations(folded)):
            yield from ((word, False) for word in letters(folded[place : quote.start]))
            yield from ((word, True) for word in letters(folded[quote.start : quote.end]))
            place = quote.end
        yield from ((word, False) for word in letters(folded[place:]))


def fold_words(text: str, span: Span, style: HouseStyle) -> tuple[str, ...]:
    """The folded words of one stretch, for blocks that are compared whole."""
    return tuple(token.word for sentence in _sentences(text, span, 0, style) for token in sentence.tokens)


def _sentences(text: str, span: Span, number: int, style: HouseStyle) -> Iterator[Sentence]:
    """The sentences of one paragraph that have words."""
    original = plain(span.of(text))
    folded, places = style.fold(original)
    inside = quotations(folded)
    untouched = folded == original
    for sentence in sentences(folded):
        tokens = []
        for word in words(folded, sentence.start, sentence.end):
            written = word.of(folded)
            if written[0].isalnum():  # all else is a mark of one character
                place = Span(word.start + span.start, word.end + span.start) if untouched else None
                quoted = any(quote.start <= word.start and word.end <= quote.end for quote in inside)
                tokens.append(Token(written.lower(), place or _back(places, word, span.start), quoted))
        if tokens:
            yield Sentence(tuple(tokens), _back(places, sentence, span.start), number)


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
