"""Markup -> a tree: parsed once for all readers, within bounds that keep a page from taking minutes."""

import re
from collections.abc import Iterator
from typing import Protocol

from lxml import etree, html

# A page of news has one to three thousand elements; what has more than this is an archive, a log or an attack.
ELEMENTS = 20_000
# The parser leaves out what is nested deeper.
_DEEP = 254
# Characters that no markup may hold; the parser would end the page at a NUL.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class Element(Protocol):
    """An element of a page, as far as it is read; lxml itself tells no types."""

    tag: str
    text: str | None

    def get(self, name: str) -> str | None:
        """An attribute's value."""

    def iter(self, *tags: str) -> Iterator["Element"]:
        """The element and all within it, or those of some tags, in the page's order."""

    def iterancestors(self) -> Iterator["Element"]:
        """The elements around it, the nearest first."""

    def itertext(self) -> Iterator[str]:
        """The words within it, piece by piece."""

    def getparent(self) -> "Element | None":
        """The element directly around it."""

    def xpath(self, path: str) -> object:
        """What a path finds."""


def parsed(markup: str) -> Element | None:
    """The tree of a page, or None if there is no markup in it. What is nested too deep is left out.

    >>> words_of(parsed("<p>Envoys met<br> on Monday."))
    'Envoys met on Monday.'
    """
    # Bytes, since characters with an encoding declaration are refused; the parser is new each time: it keeps state.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        root: Element = html.document_fromstring(_FORBIDDEN.sub(" ", markup).encode("utf-8"), parser=parser)
    except etree.ParserError:
        return None
    return root


def too_large(root: Element) -> bool:
    """Whether a tree has more elements than one article can have."""
    return root.xpath(f"count(//*) > {ELEMENTS}") is True


def too_deep(root: Element) -> bool:
    """Whether a tree goes so deep that the parser has left out some of it."""
    return any(len(list(element.iterancestors())) >= _DEEP for element in root.iter())


def words_of(element: Element) -> str:
    """The words of an element and all within it, with single spaces."""
    return spaced("".join(element.itertext()))


def spaced(words: str) -> str:
    """Words with single spaces between them and none around."""
    return " ".join(words.split())


def key(words: str) -> str:
    """What two printings of the same words have in common: letters and digits, in one case.

    >>> key("Envoys’ talks — resumed") == key("Envoys' talks - Resumed")
    True
    """
    return "".join(filter(str.isalnum, words.casefold()))
