"""GDELT 2: events in 61 columns and their mentions in 16, tabs, no header, one row a source and target.

What we do not know stays empty: coordinates, tone, the time of the database, and every part of a date that is coarser
than a day. Ids are the numbers of our own ids, so that a second export gives the same ones.
"""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from readout.records import Actor, Document, Event, Evidence, When, content_id
from readout.views.exports.codes import Cameo, Codes, sector_of
from readout.views.exports.findings import Finding, Held
from readout.views.exports.foreign import Dyad, dyads, publisher, row_id, the_day, time_of
from readout.views.exports.icews import coded
from readout.views.exports.made import Count, Made, Value, unquoted

_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip
EVENTS = (
    "GlobalEventID", "Day", "MonthYear", "Year", "FractionDate", *(f"Actor1{name}" for name in _ACTOR),
    *(f"Actor2{name}" for name in _ACTOR), "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
    "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in _GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip
MENTIONS = (
    "GlobalEventID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
_WEB, _CITATION = 1, 2  # GDELT's kinds of mention: a page with an address, and a source known by its name


def gdelt_events(held: Held, codes: Codes) -> Made:
    """The events that happened, as a GDELT 2 events file."""
    count = Count("events")
    rows = (
        tuple(_event(finding, code, pair, number, held, codes))
        for finding, code in coded(held, codes, count)
        for number, pair in _numbered(finding.record)
    )
    return Made(unquoted(count.each(rows)), count)


def gdelt_mentions(held: Held, codes: Codes) -> Made:
    """Every telling of the events that happened, as a GDELT 2 mentions file."""
    count = Count("events")
    rows = (
        tuple(_mention(finding.record, number, pair, place, held))
        for finding, _ in coded(held, codes, count)
        for number, pair in _numbered(finding.record)
        for place in finding.places
    )
    return Made(unquoted(count.each(rows)), count)


# ---- events ----------------------------------------------------------------------------------------------------------
def _event(finding: Finding[Event], code: Cameo, pair: Dyad, number: str, held: Held, codes: Codes) -> Iterator[Value]:
    event = finding.record
    document = held.document(event.document)
    yield global_id(number)
    yield from _days(time_of(event, held))
    for actor in pair:
        yield from _actor(actor, codes)
    yield from (_is_root(event, document), code.code, code.base, code.root, codes.cameo_quad(code), code.goldstein)
    yield from (len(finding.places), len(_sources(finding, held)), len(finding.documents), None)
    for actor in pair:
        yield from _geo(codes.country_name(actor) if actor and codes.country(actor) else None, country=True)
    yield from _geo(event.place, country=codes.place_state(event.place) is not None and not codes.city(event.place))
    yield from (None, document.url if document else None)


def global_id(number: str) -> int:
    """The number of an id of ours: its twelve hexadecimal digits, which fit into 48 bits.

    >>> global_id("event-00000000001f")
    31
    """
    digits = number.removeprefix("event-")
    whole = len(digits) == 12 and set(digits) <= set("0123456789abcdef")
    return int(digits if whole else content_id("row", number).removeprefix("row-"), 16)


def _numbered(event: Event) -> Iterator[tuple[str, Dyad]]:
    """The pairs of an event with the ids of their rows."""
    pairs = dyads(event)
    for number, pair in enumerate(pairs, 1):
        yield row_id(event, number, len(pairs)), pair


def _days(when: When) -> tuple[Value, Value, Value, Value]:
    """Day, month, year and year with fraction; what a coarse time does not tell stays empty."""
    day, known = the_day(when), (when.iso or "").replace("-", "")
    fraction = f"{day.year + _passed(day):.4f}" if day else None
    return (known if day else None, known[:6] if len(known) >= 6 else None, known[:4] or None, fraction)


def _passed(day: date) -> float:
    """The part of its year that is over on a day."""
    first, following = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return (day - first).days / (following - first).days


def _actor(actor: Actor | None, codes: Codes) -> tuple[Value, ...]:
    """The ten columns of an actor."""
    if actor is None:
        return (None,) * len(_ACTOR)
    country = codes.country(actor)
    sector = sector_of(actor)
    kind = sector if sector in {"IGO", "NGO"} else (found.cameo if (found := codes.sectors.get(sector)) else "")
    state = country.id if country else ""
    return (f"{state}{kind}", codes.full_name(actor).upper(), state, None, None, None, None, kind, None, None)


def _is_root(event: Event, document: Document | None) -> int:
    """1 for an event in the first paragraph of its report."""
    first = next(iter(document.spans("paragraph")), None) if document else None
    return int(first is not None and first.meets(event.evidence.span))


def _sources(finding: Finding[Event], held: Held) -> set[str]:
    """The outlets that tell it; a report of unknown outlet is one by itself."""
    return {publisher(held.document(id_)) or id_ for id_ in finding.documents}


def _geo(name: str | None, *, country: bool) -> tuple[Value, ...]:
    """The eight columns of a place: its name, and 1 for a country; 0 is GDELT's "not found", said of anything else."""
    return (int(bool(name) and country), name, *(None,) * (len(_GEO) - 2))


# ---- mentions --------------------------------------------------------------------------------------------------------
def _mention(event: Event, number: str, pair: Dyad, place: Evidence, held: Held) -> Iterator[Value]:
    document = held.document(place.document)
    url = document.url if document else None
    yield from (global_id(number), None, None, _WEB if url else _CITATION, _source(document))
    yield from (url or place.document, held.sentence(place)[0])
    for actor in pair:
        named = held.named(actor, place) if actor else None
        yield named[0].start if named else None
    yield from (place.start, 1, None, len(document.text) if document else None, None, None)
    day = document.published if document else event.when
    facts = (("event", event.id), ("document", place.document), ("start", place.start), ("end", place.end),
             ("published", day.iso or ""), ("published_basis", day.basis))  # fmt: skip
    yield ";".join(f"{name}={value}" for name, value in facts)


def _source(document: Document | None) -> str:
    """The host of a report's address, else who brought it."""
    try:
        host = urlsplit(document.url).hostname if document and document.url else None
    except ValueError:  # an address that is none: then its outlet names the source
        host = None
    return host or publisher(document)
