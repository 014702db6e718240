"""Words of documents as pages show them: with their sentence, their verb, and the address where they stand."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readout.records import Cell, Document, Evidence, Span
from readout.text import sentences
from readout.views import wording
from readout.views.web import address
from readout.views.web.marked import visible

LONGEST = 900  # characters of a sentence that a page shows before and after the words


@dataclass(frozen=True, slots=True)
class Words:
    """A quote in three pieces, what leads into it, its address and the name of the document that it stands in."""

    lead: str
    before: str
    strong: str
    after: str
    href: str
    source: str

    @property
    def whole(self) -> str:
        """The quote as one string."""
        return self.before + self.strong + self.after


def cell(found: Cell, called: Mapping[str, str]) -> Words:
    """The words of a cell, its verb strong; before them who acts where the words do not say it."""
    words = visible(found.evidence.quote)
    at = words.casefold().find(found.verb.casefold()) if found.verb else -1
    lead = wording.lead(found)
    if at < 0:
        return Words(f"{found.verb} … " if found.verb else lead, words, "", "", *_source(found.evidence, called))
    end = at + len(found.verb)
    return Words(lead, words[:at], words[at:end], words[end:], *_source(found.evidence, called))


def plain(evidence: Evidence, called: Mapping[str, str]) -> Words:
    """The words alone."""
    return Words("", visible(evidence.quote), "", "", *_source(evidence, called))


def in_sentence(evidence: Evidence, document: Document | None, called: Mapping[str, str]) -> Words:
    """The words strong, with the rest of their sentence around them."""
    if document is None:
        return Words("", "", visible(evidence.quote), "", *_source(evidence, called))
    span = around(document, evidence.span)
    text = document.text
    before = text[max(span.start, evidence.start - LONGEST) : evidence.start]
    after = text[evidence.end : min(span.end, evidence.end + LONGEST)]
    return Words("", visible(before), visible(evidence.quote), visible(after), *_source(evidence, called))


def around(document: Document, place: Span) -> Span:
    """The sentences that a place touches, inside its blocks."""
    homes = [block.span for block in document.blocks if block.span.meets(place)] or [Span(0, len(document.text))]
    near = [
        span
        for home in homes
        for span in sentences(document.text, max(home.start, place.start - 4 * LONGEST), home.end)
        if span.meets(place)
    ]
    return Span(min([place.start, *(s.start for s in near)]), max([place.end, *(s.end for s in near)]))


def called(documents: Iterable[Document]) -> dict[str, str]:
    """A short name for each document: its file; of one that has no file of its own, where it comes from and its day."""
    held = tuple(documents)
    names = wording.names(held)
    origins = {d.id: d.office or d.outlet or d.agency or d.id for d in held if names[d.id] == d.id}
    dated = {d.id: f"{origins[d.id]}, {wording.day(d.published)}" for d in held if d.id in origins}
    titles = {d.id: wording.short(d.title or d.id, 48) for d in held if d.id in origins}
    for some in (origins, dated, titles):
        shared = Counter(some.values())
        names |= {id_: name for id_, name in some.items() if shared[name] == 1 and names[id_] == id_}
    return names


def each_once(quotes: Iterable[Evidence], called: Mapping[str, str]) -> tuple[Words, ...]:
    """Quotes, those that say the same once."""
    return tuple(plain(evidence, called) for evidence in wording.distinct(quotes))


def _source(evidence: Evidence, called: Mapping[str, str]) -> tuple[str, str]:
    return address.place(evidence), called.get(evidence.document, evidence.document)
