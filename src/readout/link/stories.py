"""Stories: documents of different families that tell of the same events, from independent texts.

The stage, in order: a document is known by the content words of its title and lead, rare words counting for more; two
documents of different families belong together where at most two days lie between them and they share a contact, or an
event and some words, or enough words alone; what hangs together is one story, and each link says why.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from readout.link.content import content_words
from readout.records import Contact, Document, Extraction, Family, Story, content_id

DAYS = 2  # between two reports of one story
_LEAD = 600  # characters of prose that say what a report is about
_ALIKE = 0.10  # weight of shared words in the words of both
_WITH_EVENT = 0.06  # the same for two that tell of one event
_COMMON = 200  # documents of one window; a word that more of them have tells no story

_Signature = tuple[str, tuple[str, ...], tuple[str, ...]]


def stories(
    documents: Sequence[Document],
    extractions: Iterable[Extraction],
    families: Iterable[Family],
    contacts: Iterable[Contact],
    new: Container[str] | None = None,
) -> tuple[Story, ...]:
    """Every story that at least two families tell, its documents in order of day; with `new`, only links to these."""
    homes = {document: family.id for family in families for document in family.documents}
    view = _View(documents, extractions, contacts)
    links: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for one, other in view.candidates(new):
        why = None if homes.get(one) == homes.get(other) else view.why(one, other)
        if why:
            links[one][other] = links[other][one] = why
    order = {document.id: (document.published.iso or "", document.id) for document in documents}
    return tuple(_story(group, links, order) for group in _groups(links, order))


class _View:
    """What the documents have in common: days, words of title and lead with their weight, events and contacts."""

    def __init__(
        self, documents: Sequence[Document], extractions: Iterable[Extraction], contacts: Iterable[Contact]
    ) -> None:
        self.days = {d.id: d.published.start.toordinal() for d in documents if d.published.start is not None}
        self.words = {document.id: _about(document) for document in documents if document.id in self.days}
        self.official = {document.id for document in documents if document.issuer}
        self.held = Counter(word for words in self.words.values() for word in words)
        self.events = {extraction.document: _signatures(extraction) for extraction in extractions}
        self.met: defaultdict[str, set[str]] = defaultdict(set)
        for contact in contacts:
            for document in contact.documents:
                self.met[document].add(contact.id)

    def candidates(self, new: Container[str] | None = None) -> Iterator[tuple[str, str]]:
        """Pairs within the window that share a contact or a word that is not everywhere, each once, in order.

        With `new`, only pairs that have one of these.
        """
        by_key: defaultdict[str, list[str]] = defaultdict(list)
        for document in sorted(self.words):
            for key in (*sorted(self.words[document]), *sorted(self.met[document])):
                by_key[key].append(document)
        seen: set[tuple[str, str]] = set()
        for sharing in by_key.values():
            for pair in _pairs(sharing, new) if len(sharing) <= _COMMON else ():
                if abs(self.days[pair[0]] - self.days[pair[1]]) <= DAYS:
                    seen.add(pair)
        yield from sorted(seen)

    def why(self, one: str, other: str) -> str | None:
        """Why two documents tell one story, in words; None where nothing says so."""
        if self.met[one] & self.met[other]:
            return "both tell of one contact"
        if {one, other} <= self.official and (self.met[one] or self.met[other]):
            return None  # releases are alike in their formulas; what they are about is the contact
        alike = self._alike(one, other)
        event = next(iter(sorted(self.events.get(one, frozenset()) & self.events.get(other, frozenset()))), None)
        if event is not None and alike >= _WITH_EVENT:
            return f"both tell of one {event[0]} of {', '.join(event[1])} to {', '.join(event[2])}"
        shared = sorted(self.words[one] & self.words[other], key=lambda word: (-self._weight(word), word))
        return f"titles and leads share {', '.join(shared[:5])} ..." if alike >= _ALIKE else None

    def _weight(self, word: str) -> float:
        return math.log(len(self.words) / self.held[word] + 1)

    def _alike(self, one: str, other: str) -> float:
        common = sum(self._weight(word) for word in sorted(self.words[one] & self.words[other]))
        both = sum(self._weight(word) for word in sorted(self.words[one] | self.words[other]))
        return common / both if both else 0.0


def _pairs(ids: Sequence[str], new: Container[str] | None) -> Iterator[tuple[str, str]]:
    """All pairs of ids in their order, or those with a new one."""
    if new is None:
        yield from combinations(ids, 2)
        return
    for at, id_ in enumerate(ids):
        if id_ in new:
            yield from ((other, id_) for other in ids[:at] if other not in new)
            yield from ((id_, other) for other in ids[at + 1 :])


def _about(document: Document) -> frozenset[str]:
    """The content words of a document's title and of the beginning of its prose."""
    prose = " ".join(span.of(document.text) for span in document.spans("paragraph"))
    return content_words(f"{document.title or ''} {prose[:_LEAD]}")


def _signatures(extraction: Extraction) -> frozenset[_Signature]:
    """The events between known parties that a document tells as its news: type, who and to whom."""
    return frozenset(
        (event.type, actors, recipients)
        for event in extraction.events
        if event.status in {"happened", "planned"}
        and (actors := tuple(sorted({actor.state for actor in event.actors if actor.state})))
        and (recipients := tuple(sorted({actor.state for actor in event.recipients if actor.state})))
    )


def _groups(links: Mapping[str, Mapping[str, str]], order: Mapping[str, tuple[str, str]]) -> Iterator[list[str]]:
    """What hangs together by links, each group once, in order of day."""
    seen: set[str] = set()
    for start in sorted(links, key=lambda id_: order[id_]):
        group, waiting = [], [start]
        while waiting:
            id_ = waiting.pop()
            if id_ not in seen:
                seen.add(id_)
                group.append(id_)
                waiting += links[id_]
        if group:
            yield sorted(group, key=lambda id_: order[id_])


def _story(group: Sequence[str], links: Mapping[str, Mapping[str, str]], order: Mapping[str, tuple[str, str]]) -> Story:
    """A story of these documents; every document but the first has the reason of its first link to an earlier one."""
    why = []
    for id_ in group[1:]:
        other = min(links[id_], key=lambda linked: order[linked])
        why.append(f"{id_} and {other}: {links[id_][other]}")
    return Story(content_id("story", *group), tuple(group), tuple(why))
