"""What a family tells, counted once, and the day that one of its members can lend another.

The stage, in order: before extraction, a document without a day gets that of the copy it hangs with most closely, if
the weekdays they name agree; after extraction, statements and events that several members of a family tell in the same
words become one, with all its places and the members that lack it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from readout.link.fold import plain_words
from readout.records import (
    Actor,
    Document,
    Edge,
    Event,
    Evidence,
    Extraction,
    Family,
    Statement,
    Told,
    When,
    unknown_when,
)

_SAME = 0.8  # share of words that two tellings have in common
_NEGATIONS = frozenset("not no never neither nor cannot without".split())
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS)})\b")
_LEAD = 2  # paragraphs in which a report names its day


# ---- one record for many tellings ------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Telling:
    """A statement or event of one document, with what decides whether another document tells the same.

    `what` must be equal; `states` may be unknown on one side; `people` must have somebody in common.
    """

    record: str
    kind: Literal["statement", "event"]
    place: Evidence
    words: Counter[str]
    what: tuple[str | None, ...]
    states: frozenset[str]
    people: frozenset[str]

    def like(self, other: "_Telling") -> float:
        """The share of words that both have, nought where they cannot be the same."""
        if (self.kind, self.what) != (other.kind, other.what):
            return 0.0
        if any(ours and theirs and not ours & theirs for ours, theirs in self._parties(other)):
            return 0.0
        common = (self.words & other.words).total()
        return 2 * common / max(1, self.words.total() + other.words.total())

    def _parties(self, other: "_Telling") -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
        return ((self.states, other.states), (self.people, other.people))


def tell(families: Iterable[Family], extractions: Iterable[Extraction]) -> tuple[Told, ...]:
    """The statements and events of each family, each once, with every place where a member tells it."""
    found = {extraction.document: tuple(_tellings(extraction)) for extraction in extractions}
    return tuple(told for family in families for told in _told(family, found))


def _told(family: Family, found: Mapping[str, tuple[_Telling, ...]]) -> Iterator[Told]:
    """The tellings of a family's members, joined where they are the same; a member adds at most one place to each."""
    joined: list[list[_Telling]] = []
    for document in family.documents:
        tellings = found.get(document, ())
        homes = _homes(tellings, joined)
        for number, telling in enumerate(tellings):
            if number in homes:
                joined[homes[number]].append(telling)
            else:
                joined.append([telling])
    for same in joined:
        places = tuple(telling.place for telling in same)
        here = {place.document for place in places}
        missing = tuple(document for document in family.documents if document not in here)
        yield Told(family.id, same[0].record, same[0].kind, places, missing)


def _homes(tellings: tuple[_Telling, ...], joined: list[list[_Telling]]) -> dict[int, int]:
    """Which of a document's tellings belongs to which known one, the most alike first and each at most once."""
    likeness = [
        (-telling.like(known[0]), number, home)
        for number, telling in enumerate(tellings)
        for home, known in enumerate(joined)
    ]
    homes: dict[int, int] = {}
    for unlike, number, home in sorted(likeness):
        if -unlike >= _SAME and number not in homes and home not in homes.values():
            homes[number] = home
    return homes


def _tellings(extraction: Extraction) -> Iterator[_Telling]:
    yield from (_of_statement(statement) for statement in extraction.statements)
    yield from (_of_event(event) for event in extraction.events)


def _of_statement(statement: Statement) -> _Telling:
    """A statement is the same by its words, its numbers, its yes or no, and its speaker."""
    words = plain_words(statement.content.quote)
    return _Telling(
        record=statement.id,
        kind="statement",
        place=statement.content,
        words=Counter(words),
        what=_facts(words),
        states=_states(statement.speakers),
        people=_people(statement.speakers),
    )


def _of_event(event: Event) -> _Telling:
    """An event is the same by its type, status and parties, told in the same words."""
    words = plain_words(event.evidence.quote)
    parties = (*sorted(_states(event.actors)), None, *sorted(_states(event.recipients)))
    return _Telling(
        record=event.id,
        kind="event",
        place=event.evidence,
        words=Counter(words),
        what=(event.type, event.mode, event.status, *parties, *_facts(words)),
        states=frozenset(),
        people=frozenset(),
    )


def _facts(words: Iterable[str]) -> tuple[str, ...]:
    """Numbers and negations: where they differ, nothing is the same, however many words are."""
    known = [word for word in words if word in _NEGATIONS or word[0].isdigit() or word.endswith(("n't", "n’t"))]
    return tuple(sorted(known))


def _states(actors: Iterable[Actor]) -> frozenset[str]:
    return frozenset(actor.state for actor in actors if actor.state)


def _people(actors: Iterable[Actor]) -> frozenset[str]:
    """The words of the names of those actors that are persons; "Ned Price" and "Price" share one."""
    return frozenset(word for actor in actors if actor.kind == "person" for word in plain_words(actor.name or ""))


# ---- days ------------------------------------------------------------------------------------------------------------
def lend_dates(documents: Iterable[Document], families: Iterable[Family]) -> tuple[Document, ...]:
    """The documents in their order; one without a day has that of the copy it hangs with most closely, and why."""
    given = tuple(documents)
    held = {document.id: document for document in given}
    for family in families:
        edges = [edge for edge in family.edges if edge.kind != "shared-source"]
        # A day goes on from copy to copy, the closest edges first, until nobody else can have one.
        while lent := _next_lent(edges, held):
            held[lent.id] = lent
    return tuple(held[document.id] for document in given)


def _next_lent(edges: Iterable[Edge], held: Mapping[str, Document]) -> Document | None:
    """The next document that gets a day; None where there is none."""
    for edge in sorted(edges, key=_distance):
        for reader, lender in ((edge.before, edge.after), (edge.after, edge.before)):
            if held[reader].published.start is None and held[lender].published.start is not None:
                dated = replace(held[reader], published=_lent(held[reader], held[lender], edge))
                if dated.published != held[reader].published:
                    return dated
    return None


def _distance(edge: Edge) -> tuple[bool, int, str, str]:
    """How far apart two copies are: plain copies first, then by the characters that differ."""
    changed = sum(max(len(edit.before or ()), len(edit.after or ())) for edit in edge.edits)
    return edge.kind != "copy", changed, edge.before, edge.after


def _lent(document: Document, lender: Document, edge: Edge) -> When:
    """The lender's day, or an unknown one with that candidate where the leads name different weekdays."""
    theirs = lender.published
    same = "same text as" if edge.kind == "copy" else "an edited version of the same text as"
    reason = f"{same} {lender.id}, dated {theirs.iso or theirs.start}"
    ours_says, theirs_says = _weekday(document), _weekday(lender)
    if ours_says and theirs_says and ours_says != theirs_says and theirs.start:
        against = f"its lead says {ours_says}, that of {lender.id} {theirs_says}, so the day may be another"
        reasons = tuple(dict.fromkeys((*document.published.reasons, reason, against)))
        return unknown_when(*reasons, candidates=tuple(sorted({*document.published.candidates, theirs.start})))
    return replace(theirs, basis="sibling", reasons=(reason, *_agreement(ours_says, theirs)), candidates=())


def _agreement(weekday: str | None, day: When) -> Iterator[str]:
    """How the weekday of a lead lies to a day, in words."""
    if weekday and day.start and day.grain == "day":
        falls = day.start.weekday()
        passed = (falls - _WEEKDAYS.index(weekday)) % 7
        later = f", {passed} day{'s' if passed > 1 else ''} later" if passed else ""
        yield f"its lead says {weekday}, and {day.start} is a {_WEEKDAYS[falls]}{later}"


def _weekday(document: Document) -> str | None:
    """The first weekday that the lead names."""
    for span in document.spans("paragraph")[:_LEAD]:
        found = _WEEKDAY.search(document.text, span.start, span.end)
        if found:
            return found.group()
    return None
