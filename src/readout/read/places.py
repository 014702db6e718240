"""A place in a text -> the place in its file: bytes of a text file, characters of the markup of a page.

1. A text was decoded and its line ends made one; both lead back exactly, so a stretch has its bytes (`in_bytes`).
2. A page's main text is its markup without tags, comments and scripts, entities decoded, spaced anew. Without any space
   the two are the same letters in the same order, so a stretch of the one is found in the other (`in_page`).
"""

import codecs
import html
import re
from dataclasses import dataclass

from readout.records import Source, Span
from readout.text import OffsetMap, rewrite

_LINE_END = re.compile(r"\r\n?")
# Decoders that take a mark off the beginning, by that mark: what its bytes are encoded in behind it.
_MARKS = {
    ("utf-8-sig", codecs.BOM_UTF8): "utf-8",
    ("utf-16", codecs.BOM_UTF16_LE): "utf-16-le",
    ("utf-16", codecs.BOM_UTF16_BE): "utf-16-be",
    ("utf-32", codecs.BOM_UTF32_LE): "utf-32-le",
    ("utf-32", codecs.BOM_UTF32_BE): "utf-32-be",
}
_ENTITY = re.compile(r"&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
# Spaces, and what is no more than one when a page is shown: controls, soft hyphens, characters without width.
_SPACE = r"[\s\x00-\x1f\u00ad\u200b-\u200f\u2060\ufeff]+"
_SPACES = re.compile(_SPACE)
_TAG = r"""</?[a-zA-Z!?](?:"[^"]{0,20000}"|'[^']{0,20000}'|[^<>"'])*>|</?[a-zA-Z!?][^<>]*>"""
# What is never closed swallows the rest of the page, in a browser too; a head ends at the latest where the body begins.
_UNSHOWN = (
    r"<!--.*?(?:-->|\Z)|<(?P<unshown>script|style|template)\b.*?(?:</(?P=unshown)\s*>|\Z)"
    r"|<head\b.*?(?:</head\s*>|(?=<body\b)|\Z)"
)
_NO_LETTERS = re.compile(f"{_UNSHOWN}|{_TAG}|{_ENTITY.pattern}|{_SPACE}", re.IGNORECASE | re.DOTALL)
# Of letters that stand in a page several times, as in a teaser and in the story, so many around them are compared.
_AROUND = 200
# A list's item has its mark from the reader of the page.
_ITEM = "-"


# ---- text ------------------------------------------------------------------------------------------------------------
def in_bytes(data: bytes, source: Source, span: Span) -> tuple[int, int] | None:
    r"""The first byte of `source.text[span.start:span.end]` in its file's bytes `data`, and the byte after its last.

    None where the text was not read off bytes letter for letter (mail, tables, pages, offices: `encoding` is None or
    the form is no text), or where these bytes are not those that it was read from.

    >>> source = Source("a.txt", "text", "Zürich:\nThey met.", encoding="utf-8")
    >>> in_bytes("Zürich:\r\nThey met.".encode(), source, Span(8, 12))
    (10, 14)
    """
    if source.encoding is None or source.form != "text":
        return None
    mark, encoding = _without_mark(data, source.encoding)
    try:
        words = data[len(mark) :].decode(encoding)
        _, back = rewrite(words, _LINE_END, lambda _: "\n")
        place = back.back(Span(source.offset + span.start, source.offset + span.end))
        first = len(mark) + len(words[: place.start].encode(encoding))
        last = first + len(place.of(words).encode(encoding))
        found = data[first:last].decode(encoding)
    except UnicodeError:
        return None
    return (first, last) if _LINE_END.sub("\n", found) == span.of(source.text) else None


def _without_mark(data: bytes, encoding: str) -> tuple[bytes, str]:
    """The byte order mark that the decoder takes off, empty if none, and the encoding of what follows."""
    for (name, mark), bare in _MARKS.items():
        if encoding == name and data.startswith(mark):
            return mark, bare
    return b"", encoding


# ---- pages -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Shown:
    """The letters that a page shows, without any space, and the map to its markup; made once for many places."""

    markup: str
    letters: str
    back: OffsetMap

    @classmethod
    def of(cls, markup: str) -> "Shown":
        """Read off a page's markup.

        >>> Shown.of("<p>Envoys <b>met</b> &amp; left.<!-- so --></p>").letters
        'Envoysmet&left.'
        """
        letters, back = rewrite(markup, _NO_LETTERS, _shown)
        return cls(markup, letters, back)

    def place(self, text: str, span: Span) -> Span | None:
        """Where the characters of `text[span.start:span.end]`, a stretch of the page's main text, stand in the markup.

        None where the page does not show them in one piece: the story is only in its JSON-LD, or the reader of the
        page put the stretch together, left something out of it, or wrote it anew.
        """
        words = _letters(span.of(text))
        before = _letters(text[max(0, span.start - _AROUND) : span.start])
        after = _letters(text[span.end : span.end + _AROUND])
        for wanted in (words, words.removeprefix(_ITEM)):
            at = self._find(wanted, before, after) if wanted else None
            if at is not None:
                return self._in_markup(Span(at, at + len(wanted)))
        return None

    def _find(self, wanted: str, before: str, after: str) -> int | None:
        """Where the letters stand; of several places the one whose surroundings are most like the text's."""
        best, most = None, -1
        at = self.letters.find(wanted)
        while at >= 0:
            behind = self.letters[at + len(wanted) : at + len(wanted) + _AROUND]
            ahead = self.letters[max(0, at - _AROUND) : at]
            like = _common(ahead[::-1], before[::-1]) + _common(behind, after)
            if like > most:
                best, most = at, like
            at = self.letters.find(wanted, at + 1)
        return best

    def _in_markup(self, place: Span) -> Span:
        """The stretch of markup from its first letter to its last, without the tags and spaces around it."""
        start = self.back.back(Span(place.start, place.start)).start
        last = self.back.back(Span(place.end - 1, place.end - 1)).start
        entity = _ENTITY.match(self.markup, last)
        return Span(start, entity.end() if entity else last + 1)


def in_page(markup: str, text: str, span: Span) -> Span | None:
    """Where a stretch of a page's main text stands in the page's markup; None as `Shown.place` tells.

    >>> markup = "<p>The <i>two</i> envoys met&nbsp;again.</p>"
    >>> in_page(markup, "The two envoys met again.", Span(8, 21)).of(markup)
    'envoys met&nbsp;ag'
    """
    return Shown.of(markup).place(text, span)


def _shown(match: re.Match[str]) -> str:
    """What a stretch of markup shows: nothing, unless it is an entity."""
    words = match.group()
    return _SPACES.sub("", html.unescape(words)) if words[0] == "&" else ""


def _letters(words: str) -> str:
    return _SPACES.sub("", words)


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common from their beginning on."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
