"""Which sources of an archive are worth reading: a look at their words, before anything is made of them.

In order: a text or page that is not written in English; one that names no two different parties of the world by any
name of the codebook, be it a state, its people, its capital or another of its cities, an organisation, a body or the
holder of an office. Of a page the lines that may be prose are looked at, as what stands around an article names half
the world, and then the article that was found in it. What this loses is measured by `benchmarks/relevance.py`;
decision 11 says why it is no stricter.
"""

import re
from dataclasses import dataclass
from typing import Literal

from readout.codebook import Compiled
from readout.codebook.entries import Body, Holder, Office, Organisation, State
from readout.codebook.lexicon import Hit, Named
from readout.records import Document, Drop, Source
from readout.text import plain

# What a run reads: every source, or those that may tell of dealings between parties.
Gate = Literal["none", "relevant"]
# The stage of drops that are no fault of the source.
STAGE = "relevance"

_ENGLISH = tuple(f" {word} " for word in "the of and that with from said has were which their this".split())
# One of these words stands in 44 characters of news, and in 300 of a list of figures; other languages have hardly any.
_SELDOM = 500
_MANY = 20  # so many of them are a story in English, whatever stands beside it: another language, addresses, code
_SHORT = 300  # characters: in fewer there may be none of them
_CODE = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_CODE_END = re.compile(r"</(?:script|style)\b", re.IGNORECASE)
# Marks inside a line of words; any other ends the line.
_INLINE = re.compile(r"</?(?:a|abbr|b|cite|em|font|i|mark|q|small|span|strong|sub|sup|time|u)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_PROSE = 60  # characters: shorter lines are menus, labels and headings
_LITTLE = 600  # characters: a page with less prose may keep its article in its code
_HINT = "--gate none reads it all the same"


@dataclass(frozen=True, slots=True)
class Relevance:
    """The gate of an archive with the names that it looks for."""

    rules: Compiled

    def refusal(self, source: Source) -> Drop | None:
        """Why a source is not worth making a document of; None if it may be, and if it has no text at all."""
        if not source.text.strip():
            return None
        declared = source.declared
        head = (declared.title, declared.outlet)
        if source.form != "html":
            return self._refusal(source.text, head, declared.url, source.where)
        prose = _prose(source.text)
        return self._refusal(prose, head, declared.url, source.where) if len(prose) >= _LITTLE else None

    def refusal_of_page(self, page: Document) -> Drop | None:
        """Why the document of a page is not worth reading; None if it may be."""
        return self._refusal(page.text, (page.title, page.outlet), page.url, page.where or page.id)

    def _refusal(self, text: str, head: tuple[str | None, ...], url: str | None, where: str) -> Drop | None:
        if not is_english(text):
            return _not_english(where)
        words = "\n".join((*(line for line in head if line), text))
        publisher = self.rules.outlets.at(url)
        issuer = publisher.issuer if publisher else None
        if self.names_two(words, issuer):
            return None
        return Drop(STAGE, where, "names no two parties of the world", _HINT)

    def names_two(self, text: str, issuer: str | None = None) -> bool:
        """Whether a text names two parties of the world, or one besides the state that issues it.

        A name of several ("Korea") is another than theirs only if it means none of them.
        """
        seen = {frozenset((issuer,))} if issuer else set[frozenset[str]]()
        for hit in self.rules.lexicon.find(plain(text)):
            parties = parties_of(hit)
            if not parties or parties in seen:
                continue
            if any(map(parties.isdisjoint, seen)) or any(map(_is_joint, hit.entries)):
                return True
            seen.add(parties)
        return False


def is_english(text: str) -> bool:
    """Whether a text has the commonest words of English as often as English texts do, or is too short to tell.

    >>> is_english("Le ministre des affaires étrangères a rencontré son homologue à Oslo lundi. " * 9)
    False
    """
    if len(text) < _SHORT:
        return True
    low = text.lower()
    count = sum(map(low.count, _ENGLISH))
    return count >= _MANY or count * _SELDOM >= len(text)


def _prose(page: str) -> str:
    """The lines of a page that may be prose, those around its article too, without markup and code."""
    first, *others = _CODE.split(page)
    words = " ".join((first, *(_CODE_END.split(other, 1)[-1] for other in others)))
    lines = _TAG.sub("\n", _INLINE.sub("", words)).split("\n")
    return "\n".join(line for line in map(str.strip, lines) if len(line) >= _PROSE)


def _not_english(where: str) -> Drop:
    return Drop(STAGE, where, "not in English", _HINT)


def parties_of(hit: Hit) -> frozenset[str]:
    """The states and organisations that a name may mean; none for an outlet, an office or a body of any state."""
    return frozenset(party for entry in hit.entries if (party := _party(entry)))


def _party(entry: Named) -> str | None:
    if isinstance(entry, (State, Organisation)):
        return entry.id
    return entry.state if isinstance(entry, (Body, Office, Holder)) else None


def _is_joint(entry: Named) -> bool:
    """Whether a name stands for several parties together ("inter-Korean")."""
    return isinstance(entry, Organisation) and entry.kind == "joint"
