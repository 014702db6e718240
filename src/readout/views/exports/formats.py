"""A reading in the formats of others: tables, event data sets, linked data, a dossier; see `docs/exports.md`.

Every export counts copies once unless it is asked for each telling, says both numbers, and what it had to leave out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain

from readout.records import Reading
from readout.store.streaming import EVERYTHING, Chosen
from readout.views.exports.codes import Codes
from readout.views.exports.dossier import dossier
from readout.views.exports.findings import Held
from readout.views.exports.ftm import ftm
from readout.views.exports.gdelt import gdelt_events, gdelt_mentions
from readout.views.exports.icews import icews
from readout.views.exports.linked import schema_org, web_annotation
from readout.views.exports.made import Made, guarded, separated
from readout.views.exports.own import TABLES
from readout.views.exports.parquet import parquet
from readout.views.exports.pieces import Pieces, Whole
from readout.views.exports.plover import plover
from readout.views.exports.polecat import polecat

_MARK = "\ufeff"  # tells a spreadsheet that the file is UTF-8


@dataclass(frozen=True, slots=True)
class Asked:
    """What an export is of: each telling or each thing once, for a spreadsheet or not, a contact or what is chosen."""

    raw: bool = False
    spreadsheet: bool = False
    contact: str | None = None
    chosen: Chosen = EVERYTHING


@dataclass(frozen=True, slots=True)
class Export:
    """A format: what it holds, and what makes it of what is held."""

    about: str
    make: Callable[[Held, Codes, Asked], Made]


def export(name: str, held: Reading | Pieces, codes: Codes, asked: Asked = Asked()) -> Made:
    """A reading, or a store that is read through (`Stream`), in one of the `FORMATS`.

    Its lines are made as they are asked for; what was counted and left out is known when the last one has come.
    """
    pieces = Whole(held) if isinstance(held, Reading) else held
    # A dossier is laid out by contacts that are joined; a raw one would tell the same call once a copy.
    raw = asked.raw and not name.startswith("dossier")
    return FORMATS[name].make(Held(pieces, raw=raw, chosen=asked.chosen), codes, asked)


# ---- the formats -----------------------------------------------------------------------------------------------------
def _table(what: str, mark: str, held: Held, codes: Codes, asked: Asked) -> Made:
    """One of our tables with a header, its columns separated by a mark."""
    table = TABLES[what](held, codes)
    rows = table.count.each(guarded(table.rows) if asked.spreadsheet else table.rows)
    lines = separated(chain([table.header], rows), mark)
    return Made(chain([_MARK] if asked.spreadsheet else [], lines), table.count)


def _parquet(what: str, held: Held, codes: Codes, _: Asked) -> Made:
    table = TABLES[what](held, codes)
    return Made(parquet(table), table.count)


def _plain(make: Callable[[Held, Codes], Made], held: Held, codes: Codes, _: Asked) -> Made:
    return make(held, codes)


def _dossier(held: Held, codes: Codes, asked: Asked, *, page: bool) -> Made:
    return dossier(held, codes, contact=asked.contact, page=page)


_ABOUT = {
    "events": "events, a row each", "contacts": "contacts, a row each", "parties": "parties of contacts, a row each",
    "statements": "statements, a row each", "moves": "moves of long-lived matters, a row each",
}  # fmt: skip
FORMATS: Mapping[str, Export] = {
    **{f"{what}-csv": Export(f"{about}; commas", partial(_table, what, ",")) for what, about in _ABOUT.items()},
    **{f"{what}-tsv": Export(f"{about}; tabs", partial(_table, what, "\t")) for what, about in _ABOUT.items()},
    **{f"{what}-parquet": Export(f"{about}; Parquet", partial(_parquet, what)) for what, about in _ABOUT.items()},
    "polecat": Export("events that happened in POLECAT's 40 columns", partial(_plain, polecat)),
    "icews": Export("events that happened in ICEWS's 20 columns", partial(_plain, icews)),
    "gdelt-events": Export("events that happened in GDELT 2's 61 columns, no header", partial(_plain, gdelt_events)),
    "gdelt-mentions": Export("their tellings in GDELT 2's 16 columns, no header", partial(_plain, gdelt_mentions)),
    "plover": Export("events as PLOVER JSON lines", partial(_plain, plover)),
    "web-annotation": Export("all findings as W3C Web Annotations, JSON-LD", partial(_plain, web_annotation)),
    "schema-org": Export("reports, statements, contacts for schema.org, JSON-LD", partial(_plain, schema_org)),
    "ftm": Export("documents, actors, contacts, events as FollowTheMoney JSON lines", partial(_plain, ftm)),
    "dossier-md": Export("a contact, or all of some parties, to read; Markdown", partial(_dossier, page=False)),
    "dossier-html": Export("a contact, or all of some parties, to read; HTML", partial(_dossier, page=True)),
}
