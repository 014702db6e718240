"""A document as it is compared with others: its paragraphs, in sentences of folded words that know their places.

The stage, in order: take the paragraphs of the story and nothing else, as one text; fold the house style, which the
codebook lists; take the words, and note which stand inside quotation marks. Only paragraphs that differ from those of a
copy are split into sentences, and only a word that differs is asked where it stands in the text as it was written.
"""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress

from readout.codebook.begins import Beginnings
from readout.codebook.compiled import Compiled
from readout.codebook.entries import Pattern
from readout.errors import BadCodebook
from readout.records import Document, Span
from readout.text import OffsetMap, letters, plain, replaced, sentences, words

# A word as `text.words` finds it, without the marks.
_ALNUM = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’\-](?:(?:[^\W\d_]\.){2,}|[^\W_]+))*")
_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"\w").match
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

    @classmethod
    def of(cls, rules: Compiled) -> "HouseStyle":
        """The house style of the codebook."""
        return cls(_part(pattern, rules) for pattern in rules.codebook.patterns_of("house-style"))

    def fold(self, text: str) -> tuple[str, OffsetMap]:
        """The text as every house would write it, and the map that leads back.

        >>> HouseStyle([(re.compile("U[.]S[.]"), "US")]).fold("the U.S. envoy")[0]
        'the US envoy'
        """
        words = _WORD.findall(text)
        numbers = [*map(self._beginnings.__getitem__, words)]
        return replaced(text, self._replacements(text, words, numbers) if any(numbers) else ())

    def _replacements(
        self, text: str, words: Sequence[str], numbers: Sequence[tuple[int, ...]]
    ) -> Iterator[tuple[Span, str]]:
        """Where an expression fits at the beginning of a word, and what it becomes; the first that fits is taken."""
        last = start = 0
        for word, at_word in zip(compress(words, numbers), filter(None, numbers), strict=True):
            start = _place(text, word, start)
            if start < last:
                start += len(word)
                continue
            for pattern, new, pieces in map(self._parts.__getitem__, at_word):
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


def _place(text: str, word: str, start: int) -> int:
    """Where a word of a text stands next, which is quicker than to look at all words between."""
    while True:
        start = text.index(word, start)
        before, after = text[start - 1 : start] if start else "", text[start + len(word) : start + len(word) + 1]
        if not (_LETTER(before) or _LETTER(after)):
            return start
        start += 1


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
    return rules.patterns[pattern.id], pattern.replace


# ---- folded documents ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a paragraph that is not split, with its places folded and as written.

    `key` is what equal ones share: the words of a sentence, the text of a whole paragraph, which is seldom spelt out.
    """

    key: tuple[str, ...] | str
    text: "Folded"
    inner: Span
    place: Span
    paragraph: int

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words."""
        return tuple(_letters(self.inner.of(self.text.text))) if isinstance(self.key, str) else self.key

    @property
    def within(self) -> Iterator[Span]:
        """The place of each word in the folded text."""
        return (Span(*word.span()) for word in _ALNUM.finditer(self.text.text, self.inner.start, self.inner.end))


@dataclass(frozen=True, slots=True)
class Folded:
    """The paragraphs of a document as one text, plain and folded, with what leads from the one to the other.

    `paragraphs` are the plain ones, `spans` their places in the document, `starts` where each begins in `text`.
    """

    document: Document
    paragraphs: tuple[str, ...]
    spans: tuple[Span, ...]
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
                inner = Span(sentence.start + start, sentence.end + start)
                yield Sentence(words, self, inner, self.place(inner, number), number)

    def whole(self, number: int) -> Iterator[Sentence]:
        """A paragraph as if it were one sentence, if it has words."""
        paragraph = self.paragraphs[number]
        if _ALNUM.search(paragraph):
            inner = Span(self.starts[number], self.starts[number + 1] - 1)
            yield Sentence(paragraph, self, inner, self.spans[number], number)

    def place(self, inner: Span, number: int) -> Span:
        """Where a stretch of the folded text, of the paragraph of this number, stands in the document."""
        original = self.places.back(inner)
        shift = self.spans[number].start - self.joined[number]
        return Span(original.start + shift, original.end + shift)

    @property
    def names(self) -> frozenset[str]:
        """The words that have a capital where no sentence begins, and those that stand for such a word."""
        inner = (sentence.inner for sentence in self.sentences)
        written = [word for span in inner for word in _ALNUM.findall(self.text, span.start, span.end)[1:]]
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


def fold(document: Document, style: HouseStyle) -> Folded:
    """The document's paragraphs, folded; captions, credits, datelines and furniture stay out."""
    spans = tuple([block.span for block in document.blocks if block.kind == "paragraph"])
    text = document.text.replace(_BREAK, " ")
    joined = plain(_BREAK.join([text[span.start : span.end] for span in spans]))
    folded, places = style.fold(joined)
    paragraphs = tuple(joined.split(_BREAK))
    return Folded(
        document=document,
        paragraphs=paragraphs if spans else (),
        spans=spans,
        text=folded,
        starts=_starts(folded.split(_BREAK)),
        joined=_starts(paragraphs),
        places=places,
    )


def _starts(paragraphs: Sequence[str]) -> tuple[int, ...]:
    """Where each paragraph begins, and where one behind the last would."""
    return tuple(accumulate([len(paragraph) + 1 for paragraph in paragraphs], initial=0))


def _letters(text: str) -> list[str]:
    """The words as `letters` has them, in half the time: small letters take the places of capitals."""
    if "İ" in text:  # the one capital that is two characters when it is small
        return letters(text)
    return _ALNUM.findall(text.lower())


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
