"""ICEWS: 20 columns, tabs, one row a source and target of an event that happened."""

from collections.abc import Iterator
from itertools import chain

from readout.records import Actor, Event
from readout.views.exports.codes import Cameo, Codes, sector_of
from readout.views.exports.findings import Finding, Held
from readout.views.exports.foreign import Dyad, dyads, happened, publisher, row_id, the_day, time_of
from readout.views.exports.made import Count, Made, Value, unquoted

COLUMNS = tuple(
    """Event ID|Event Date|Source Name|Source Sectors|Source Country|Event Text|CAMEO Code|Intensity|Target Name|
Target Sectors|Target Country|Story ID|Sentence Number|Publisher|City|District|Province|Country|Latitude|
Longitude""".replace("\n", "").split("|")
)
Coded = tuple[Finding[Event], Cameo]


def coded(held: Held, codes: Codes, count: Count) -> Iterator[Coded]:
    """The events that happened with their CAMEO codes; one without is left out and counted."""

    def uncoded(event: Event) -> str | None:
        return None if codes.cameo_of(event) else "no CAMEO code in exports/cameo.jsonl"

    for finding in happened(held, count, uncoded):
        code = codes.cameo_of(finding.record)
        if code is not None:
            yield finding, code


def icews(held: Held, codes: Codes) -> Made:
    """The events that happened, as an ICEWS file."""
    count = Count("events")
    rows = (row for finding, code in coded(held, codes, count) for row in _rows(finding.record, code, held, codes))
    return Made(unquoted(chain([COLUMNS], count.each(rows))), count)


def _rows(event: Event, code: Cameo, held: Held, codes: Codes) -> Iterator[tuple[Value, ...]]:
    pairs = dyads(event)
    for number, pair in enumerate(pairs, 1):
        yield (row_id(event, number, len(pairs)), *_row(event, code, pair, held, codes))


def _row(event: Event, code: Cameo, pair: Dyad, held: Held, codes: Codes) -> Iterator[Value]:
    day = the_day(time_of(event, held))
    state = codes.place_state(event.place)
    city = codes.city(event.place)
    yield day.isoformat() if day else None
    yield from _actor(pair[0], codes)
    yield from (code.text, code.code, code.goldstein)
    yield from _actor(pair[1], codes)
    yield from (event.document, held.sentence(event.evidence)[0], publisher(held.document(event.document)))
    yield from (city, None, None, state.name if state else None, None, None)


def _actor(actor: Actor | None, codes: Codes) -> tuple[str, str, str]:
    """Name, sectors and country of an actor."""
    if actor is None:
        return "", "", ""
    country = codes.country(actor)
    sector = codes.sectors.get(sector_of(actor))
    return codes.full_name(actor), sector.name if sector else "", country.name if country else ""
