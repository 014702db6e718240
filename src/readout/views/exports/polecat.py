"""POLECAT: 40 columns, tabs, one row an event that happened; written, and read as the weekly files come.

Several actors of one event stand in one cell, joined by "; ", in one order in all cells of the side.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from readout.errors import BadSource
from readout.records import Actor, Event, Evidence
from readout.views.exports.codes import Codes, sector_of
from readout.views.exports.findings import Finding, Held
from readout.views.exports.foreign import happened, publisher, the_day, time_of
from readout.views.exports.made import Count, Made, Value, unquoted

COLUMNS = tuple(
    """Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW|
Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|Recipient Country|
Recipient COW|Primary Recipient Sector|Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|
Placename|City|District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|
Publication Date|Story People|Story Organizations|Story Locations|Language|Version""".replace("\n", "").split("|")
)
# What some weekly files and loaders call a column of ours, and cells that others have besides.
_OTHER_NAMES = {"Event Intensity": "Intensity"}
_NOT_KNOWN = frozenset({"", "None", "nan", "NaN"})


# ---- writing ---------------------------------------------------------------------------------------------------------
def polecat(held: Held, codes: Codes) -> Made:
    """The events that happened, as a POLECAT file."""
    count = Count("events")
    together = groupby(happened(held, count), lambda finding: finding.record.document)
    rows = (row for document, found in together for row in _rows(document, found, held, codes))
    return Made(unquoted(chain([COLUMNS], count.each(rows))), count)


def _rows(document: str, found: Iterable[Finding[Event]], held: Held, codes: Codes) -> Iterator[tuple[Value, ...]]:
    """The events of one document, whose story is told once."""
    story = _story(document, held, codes)
    for finding in found:
        yield tuple(_row(finding, story, held, codes))


def _row(finding: Finding[Event], story: tuple[str, str, str], held: Held, codes: Codes) -> Iterator[Value]:
    event = finding.record
    document = held.document(event.document)
    day = the_day(time_of(event, held))
    quad = codes.quads.get(codes.quad_of(event) or 0)
    yield from (event.id, day.isoformat() if day else None, event.type, event.mode, codes.intensity_of(event))
    yield from (quad.name if quad else None, "; ".join(event.contexts))
    yield from _side(event.actors, event.evidence, held, codes)
    yield from _side(event.recipients, event.evidence, held, codes)
    yield from _where(event.place, codes)
    yield publisher(document)
    published = the_day(document.published) if document else None
    yield published.isoformat() if published else None
    yield from story
    yield document.declared.language if document else None
    yield f"readout {codes.version}"


def _side(actors: tuple[Actor, ...], place: Evidence, held: Held, codes: Codes) -> Iterator[Value]:
    """The eight columns of actor or recipient."""
    words = [named[1] if (named := held.named(actor, place)) else "" for actor in actors]
    countries = [codes.country(actor) for actor in actors]
    sectors = [sector_of(actor) for actor in actors]
    yield _joined(codes.full_name(actor) for actor in actors)
    yield _joined(country.id if country else "" for country in countries)
    yield _joined(codes.cow_of(actor) for actor in actors)
    yield next((sector for sector in sectors if sector), "")
    yield _joined(sectors)
    yield _joined(actor.office or "" for actor in actors)
    yield _joined(words)
    yield None


def _joined(parts: Iterable[str]) -> str:
    """Cells of several in one; nothing at all where none of them is known."""
    cells = [part.replace(";", ",") for part in parts]
    return "; ".join(cells) if any(cells) else ""


def _where(place: str | None, codes: Codes) -> Iterator[Value]:
    """The ten columns of place: a city or state that the codebook knows, without coordinates."""
    state = codes.place_state(place)
    yield from (place if state else None, codes.city(place), None, None, state.id if state else None)
    yield from (None, None, None, place, None)


def _story(id_: str, held: Held, codes: Codes) -> tuple[str, str, str]:
    """People, organisations and states that the document names, each once."""
    actors = [actor for mention in held.pieces.mentions(id_) for actor in mention.actors]
    people = dict.fromkeys(a.name for a in actors if a.kind == "person" and a.name)
    bodies = dict.fromkeys(codes.full_name(a) for a in actors if a.kind in {"body", "organisation", "group"})
    states = dict.fromkeys(codes.full_name(a) for a in actors if a.kind == "state")
    return _joined(people), _joined(bodies), _joined(states)


# ---- reading ---------------------------------------------------------------------------------------------------------
def read(lines: Iterable[str], where: str = "polecat") -> Iterator[dict[str, str | None]]:
    """The rows of a POLECAT file by our names of the columns; what is empty or "None" there is None.

    Cells of unknown columns ("Headline") are kept under their names. Some weekly files have a header with one cell
    more than their rows, or empty cells behind them: then the 40 known columns are taken in their order. Raises
    `BadSource` for a file that lacks columns, and for a row that has too few or too many cells.

    >>> header, row = chr(9).join(COLUMNS), chr(9).join(["e1", "2024-03-14", "AID", *[""] * 37])
    >>> [(event["Event ID"], event["Event Mode"]) for event in read([header + chr(9) + "Headline", row])]
    [('e1', None)]
    """
    rows = ((number, line.rstrip("\r\n").split("\t")) for number, line in enumerate(lines, 1))
    _, first = next(rows, (1, [""]))
    names = [name.removeprefix("\ufeff").strip() for name in first]
    header = _trimmed([_OTHER_NAMES.get(name, name) for name in names])
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        at = f"{where}:1"
        raise BadSource(at, f"has no column {', '.join(missing)}", "a POLECAT file with its header, please")
    for number, row in rows:
        if any(cell.strip() for cell in row):
            yield dict(_named(row, header, f"{where}:{number}"))


def _trimmed(cells: list[str]) -> list[str]:
    """Cells without the empty ones at the end."""
    last = max((n for n, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def _named(row: list[str], header: list[str], at: str) -> Iterator[tuple[str, str | None]]:
    """Cells with the names of their columns."""
    filled = len(_trimmed(row))
    known = [name for name in header if name in COLUMNS]
    # A row shorter than the header lacks the cells of columns that only the header has.
    names = header if len(row) >= len(header) else known
    if filled > len(names) or len(row) < len(known):
        raise BadSource(at, f"has {filled} cells for {len(names)} columns", "is a tab inside a cell?")
    for name, cell in zip(names, row, strict=False):
        yield name, None if cell.strip() in _NOT_KNOWN else cell
