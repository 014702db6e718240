"""Stories: documents of different families that tell of the same events, from independent texts.

The stage, in order: a document is known by the content words of its title and lead; two documents of different
families belong together where at most two days lie between them and they share a contact, or an event and some words,
or enough words alone; what hangs together is one story, and each link says why. Whether two documents belong together
is seen in these two alone, so that a story comes out the same whatever else is held.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from readout.link.content import content_words
from readout.records import Contact, Document, Extraction, Family, Story, content_id

DAYS = 2  # between two reports of one story
_LEAD = 600  # characters of prose that say what a report is about
_ALIKE = 0.13  # shared words in the words of both
_WITH_EVENT = 0.08  # the same for two that tell of one event

Signature = tuple[str, tuple[str, ...], tuple[str, ...]]  # the type of an event, who and to whom


@dataclass(frozen=True, slots=True)
class Subject:
    """What a document is about, as far as it tells which other documents tell its story."""

    document: str
    family: str
    day: date
    iso: str
    official: bool
    words: frozenset[str]
    events: frozenset[Signature] = frozenset()
    contacts: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple[str, str]:
        """Where it stands in a story."""
        return self.iso, self.document


def stories(
    documents: Sequence[Document],
    extractions: Iterable[Extraction],
    families: Iterable[Family],
    contacts: Iterable[Contact],
) -> tuple[Story, ...]:
    """Every story that at least two families tell, its documents in order of day."""
    homes = {document: family.id for family in families for document in family.documents}
    events = {extraction.document: signatures(extraction) for extraction in extractions}
    met: defaultdict[str, set[str]] = defaultdict(set)
    for contact in contacts:
        for document in contact.documents:
            met[document].add(contact.id)
    return joined([
        Subject(
            d.id, homes.get(d.id, d.id), d.published.start, d.published.iso or "", d.issuer is not None, about(d),
            events.get(d.id, frozenset()), frozenset(met[d.id]),
        )
        for d in documents
        if d.published.start is not None
    ])  # fmt: skip


def joined(subjects: Iterable[Subject]) -> tuple[Story, ...]:
    """The stories of some documents that have a day."""
    held = {subject.document: subject for subject in subjects}
    links: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for one, other in _near(held):
        why = linked(held[one], held[other])
        if why:
            links[one][other] = links[other][one] = why
    order = {id_: subject.order for id_, subject in held.items()}
    return tuple(_story(group, links, order) for group in _groups(links, order))


def _near(held: Mapping[str, Subject]) -> Iterator[tuple[str, str]]:
    """Pairs within the window that share a contact or a word, each once."""
    by_day: defaultdict[int, list[str]] = defaultdict(list)
    for id_ in sorted(held):
        by_day[held[id_].day.toordinal()].append(id_)
    for day in sorted(by_day):
        holding: defaultdict[str, list[str]] = defaultdict(list)
        for id_ in (id_ for near in range(day - DAYS, day + 1) for id_ in by_day.get(near, ())):
            for key in held[id_].words | held[id_].contacts:
                holding[key].append(id_)
        for one in by_day[day]:
            beside = {other for key in held[one].words | held[one].contacts for other in holding[key]}
            today = {other for other in beside if held[other].day == held[one].day and other >= one}
            yield from ((other, one) for other in sorted(beside - today))


def linked(one: Subject, other: Subject) -> str | None:
    """Why two documents tell one story, in words; None where nothing says so."""
    if one.family == other.family or abs((one.day - other.day).days) > DAYS:
        return None
    if one.contacts & other.contacts:
        return "both tell of one contact"
    if one.official and other.official and (one.contacts or other.contacts):
        return None  # releases are alike in their formulas; what they are about is the contact
    alike = likeness(one.words, other.words)
    if alike < _WITH_EVENT:
        return None
    event = min(one.events & other.events, default=None)
    if event is not None:
        return f"both tell of one {event[0]} of {', '.join(event[1])} to {', '.join(event[2])}"
    if alike < _ALIKE:
        return None
    shared = sorted(one.words & other.words, key=lambda word: (-len(word), word))
    return f"titles and leads share {', '.join(shared[:5])} ..."


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How many of the words of two documents both have."""
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0


def may_be_linked(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two documents have words enough for one story, if they tell of one event."""
    return likeness(one, other) >= _WITH_EVENT


def about(document: Document) -> frozenset[str]:
    """The content words of a document's title and of the beginning of its prose."""
    prose = " ".join(span.of(document.text) for span in document.spans("paragraph"))
    return content_words(f"{document.title or ''} {prose[:_LEAD]}")


def signatures(extraction: Extraction) -> frozenset[Signature]:
    """The events between known parties that a document tells as its news: type, who and to whom."""
    return frozenset(
        (event.type, actors, recipients)
        for event in extraction.events
        if event.status in NEWS
        and (actors := tuple(sorted({actor.state for actor in event.actors if actor.state})))
        and (recipients := tuple(sorted({actor.state for actor in event.recipients if actor.state})))
    )


NEWS = ("happened", "planned")


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
