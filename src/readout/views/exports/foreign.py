"""What the formats of other data sets have in common: events that happened, between one source and one target."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from readout.records import Actor, Document, Event, When
from readout.views.exports.findings import Finding, Held
from readout.views.exports.made import Count

Dyad = tuple[Actor | None, Actor | None]


def happened(
    held: Held, count: Count, left_out: Callable[[Event], str | None] = lambda _: None
) -> Iterator[Finding[Event]]:
    """The events that happened; counted are also those whose days are not known, and what has to be left out.

    That is every other status, as these formats have no column for it, and what a format has other reasons for.
    """

    def reason(event: Event) -> str | None:
        if event.status != "happened":
            return f"{event.status}: the format has no column for it"
        return left_out(event)

    for finding in held.events(count, reason):
        when = time_of(finding.record, held)
        count.undated += the_day(when) is None
        count.by_report += when.start is not None and when != finding.record.when
        yield finding


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
    document = held.document(event.document)
    return document.published if event.when.start is None and document is not None else event.when


def publisher(document: Document | None) -> str:
    """Who brought a report: its outlet, its agency or the office that issued it."""
    return (document.outlet or document.agency or document.office or "") if document else ""


def row_id(event: Event, number: int, of: int) -> str:
    """The id of a row: the event's, with a number where the event has several rows."""
    return event.id if of == 1 else f"{event.id}-{number}"
