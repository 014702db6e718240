"""Listings of a store as flat rows: for a spreadsheet and for the terminal, and as records for programs."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from rich.table import Table
from rich.text import Text

from readout import codec
from readout.records import Actor, Contact, Event, Move
from readout.store.asked import ContactRow, EventRow, Hit, Moment, Month, StatementRow
from readout.views import wording
from readout.views.exports.made import guarded, separated

Row = ContactRow | StatementRow | EventRow | Moment | Month | Hit
_SHOWN = 160  # characters of a quotation in the terminal


# Columns that share what room is left in a terminal, and in which proportion.
_WIDE = {"parties": 3, "who": 3, "actors": 3, "recipients": 3, "speaker": 2, "title": 3, "topics": 4, "words": 5}

CONTACTS = ("id", "day", "mode", "status", "parties", "place", "accounts", "documents", "topics")
STATEMENTS = ("id", "day", "speaker", "state", "act", "channel", "kind", "document", "words")
EVENTS = (
    "id", "day", "type", "mode", "status", "actors", "recipients", "place", "document", "counted", "words"
)  # fmt: skip
TIMELINE = ("day", "kind", "what", "status", "who", "document", "id", "words")
COUNTS = ("month", "quad", "type", "folded", "raw")
HITS = ("document", "day", "outlet", "title", "words")


def cells(row: Row) -> tuple[str, ...]:
    """A row as plain words, in the order of its columns."""
    match row:
        case ContactRow(contact, accounts, topics):
            return (
                contact.id, contact.when.iso or "", contact.mode, contact.status, _who(contact.parties),
                contact.place or "", str(accounts), "; ".join(contact.documents), "; ".join(topics),
            )  # fmt: skip
        case StatementRow(statement, head, _):
            return (
                statement.id, head.day or "", statement.speaker or "", statement.speaker_state or "", statement.act,
                statement.channel, statement.kind, statement.document, statement.content.quote,
            )  # fmt: skip
        case EventRow(event, _, lead):
            return (
                event.id, event.when.iso or "", event.type, event.mode or "", event.status, _who(event.actors),
                _who(event.recipients), event.place or "", event.document, "counts" if lead else "copy",
                event.evidence.quote,
            )  # fmt: skip
        case Moment():
            return _moment(row)
        case Month(month, kind, quad, folded, raw):
            return month, str(quad or ""), kind, str(folded), str(raw)
        case Hit(head, _, words):
            return head.document, head.day or "", head.outlet or head.agency or "", head.title or "", words


def _moment(row: Moment) -> tuple[str, ...]:
    record = row.record
    match record:
        case Contact():
            what, who, quote = record.mode, _who(record.parties), record.tellings[0]
        case Event():
            what = f"{record.type} {record.mode or ''}".strip()
            who, quote = f"{_who(record.actors)} > {_who(record.recipients)}", record.evidence
        case Move():
            what, who, quote = f"{record.name} {record.state}", _who(record.parties), record.evidence
    return record.when.iso or row.first, row.kind, what, record.status, who, quote.document, record.id, quote.quote


def _who(actors: Iterable[Actor]) -> str:
    return "; ".join(wording.party(actor) for actor in actors)


# ---- shapes ----------------------------------------------------------------------------------------------------------
def as_table(rows: Sequence[Row], columns: tuple[str, ...]) -> Table:
    """Rows for the terminal; names and words of the texts take what room is left."""
    shown = [name for name in columns if name not in {"id", "counted"} or columns is CONTACTS]
    table = Table(box=None, pad_edge=False, header_style="bold", expand=not _WIDE.keys().isdisjoint(shown))
    for name in shown:
        wide = _WIDE.get(name)
        table.add_column(
            name, ratio=wide, no_wrap=not wide, justify="right" if name in {"folded", "raw", "accounts"} else "left"
        )
    for row in rows:
        by_name = dict(zip(columns, cells(row), strict=True))
        if "documents" in by_name:
            by_name["documents"] = str(len(by_name["documents"].split("; ")))
        table.add_row(*(Text(_short(" ".join(by_name[name].split()))) for name in shown))
    return table


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…"


def csv_line(values: Sequence[str]) -> str:
    """A line of CSV; a cell that a spreadsheet would reckon with stands behind an apostrophe."""
    return "".join(separated(guarded([values]), ","))


def json_line(row: Row) -> str:
    """A record as its own line of JSON, counts and hits as objects of their fields."""
    match row:
        case ContactRow(record) | StatementRow(record) | EventRow(record) | Moment(record=record):
            return codec.encode(record) + "\n"
        case _:
            return json.dumps(asdict(row), ensure_ascii=False) + "\n"
