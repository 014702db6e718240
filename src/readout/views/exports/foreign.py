"""What the formats of other data sets have in common: events that happened, between one source and one target."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from readout.records import Actor, Document, Event, When
from readout.views.exports.findings import Finding, Held

Dyad = tuple[Actor | None, Actor | None]
LeftOut = tuple[tuple[int, str], ...]


def happened(held: Held, *, raw: bool | None = None) -> tuple[tuple[Finding[Event], ...], LeftOut]:
    """The events that happened, and how many of each other status these formats have no column for."""
    every = held.events(raw=raw)
    others = Counter(finding.record.status for finding in every if finding.record.status != "happened")
    left_out = tuple((others[status], f"{status}: the format has no column for it") for status in sorted(others))
    return tuple(finding for finding in every if finding.record.status == "happened"), left_out


def dyads(event: Event) -> tuple[Dyad, ...]:
    """Each actor with each recipient; where all are actors, each pair of parties once; somebody alone by himself.

    Several actors of one party ("the two ministers") count as the first of them.

    >>> from readout.records import Evidence, unknown_when
    >>> parties = tuple(Actor("state", code, code) for code in ("NOR", "KAZ", "FIN"))
    >>> words = Evidence("doc-1", 0, 3, "met", "consult.meet")
    >>> met = Event("event-1", "doc-1", "CONSULT", None, "happened", parties, (), unknown_when(), words)
    >>> [(one.state, other.state) for one, other in dyads(met) if one and other]
    [('NOR', 'KAZ'), ('NOR', 'FIN'), ('KAZ', 'FIN')]
    """
    sources, targets = _parties(event.actors), _parties(event.recipients)
    if targets:
        return tuple((source, target) for source in sources or (None,) for target in targets)
    if len(sources) > 1:
        return tuple((one, other) for n, one in enumerate(sources) for other in sources[n + 1 :])
    return ((sources[0], None),) if sources else ((None, None),)


def _parties(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """The first actor of each state or organisation."""
    first: dict[str, Actor] = {}
    for actor in actors:
        first.setdefault(actor.state or actor.label, actor)
    return tuple(first.values())


def the_day(when: When) -> date | None:
    """The day of a time that is a single day; None for anything coarser, which is never padded."""
    return when.start if when.grain == "day" else None


def time_of(event: Event, held: Held) -> When:
    """The time of an event that happened; where the text tells none that of its report, as these data sets have it.

    A time that the text does tell, however coarse, is kept.
    """
    document = held.documents.get(event.document)
    return document.published if event.when.start is None and document is not None else event.when


def dated(found: Iterable[Finding[Event]], held: Held) -> tuple[int, int]:
    """How many events have no single day all the same, and how many the time of their report."""
    events = [finding.record for finding in found]
    times = [time_of(event, held) for event in events]
    by_report = sum(event.when != time for event, time in zip(events, times, strict=True) if time.start is not None)
    return sum(the_day(time) is None for time in times), by_report


def publisher(document: Document | None) -> str:
    """Who brought a report: its outlet, its agency or the office that issued it."""
    return (document.outlet or document.agency or document.office or "") if document else ""


def row_id(event: Event, number: int, of: int) -> str:
    """The id of a row: the event's, with a number where the event has several rows."""
    return event.id if of == 1 else f"{event.id}-{number}"
