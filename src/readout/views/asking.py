"""The commands that ask a store: contacts, statements, events, a timeline, words, counts; as a table, JSON or CSV.

A table shows a page and says how many there are and how to go on; JSON and CSV give all rows, unless `--limit` is set.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Generic, TypeVar

import typer
from rich.console import Console

from readout.errors import BadSource
from readout.store.asked import (
    ContactFilter,
    ContactRow,
    DocumentFilter,
    EventFilter,
    EventRow,
    Facets,
    Hit,
    Listing,
    Moment,
    Month,
    StatementFilter,
    StatementRow,
)
from readout.store.queries import Queries
from readout.views import listed
from readout.views.listed import as_table, cells, csv_line, json_line

PAGE = 50
_MOST = 1000  # rows that are asked for at a time
_PIPED = 160  # columns where no terminal says how many there are

Kind = TypeVar("Kind", ContactRow, StatementRow, EventRow, Moment, Hit)

StoreFile = Annotated[Path, typer.Option("--store", metavar="FILE", help="The SQLite file that results are kept in.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DAY", help="From this day, month or year on.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DAY", help="Up to this day, month or year.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="At most so many rows.")]
After = Annotated[str | None, typer.Option("--after", metavar="TOKEN", help="Go on where a page ended.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSONL, all rows.")]
Csv = Annotated[bool, typer.Option("--csv", help="Write CSV, all rows.")]
Folded = Annotated[bool, typer.Option("--folded/--raw", help="Copies count once, or every telling.")]
STORE = Path("readout.db")


@dataclass(frozen=True, slots=True)
class _Shape:
    """How rows are asked for: as a table or for programs, how many, from where on."""

    as_json: bool
    as_csv: bool
    limit: int | None
    after: str | None

    @classmethod
    def of(cls, limit: int | None, after: str | None, *, as_json: bool, as_csv: bool) -> "_Shape":
        if as_json and as_csv:
            where = "--json --csv"
            raise BadSource(where, "are two shapes at once", "one of them, please")
        return cls(as_json, as_csv, limit, after)


@dataclass(frozen=True, slots=True)
class _Question(Generic[Kind]):
    """What gives a page of rows, and their columns."""

    page: Callable[[int, str | None], Listing[Kind]]
    columns: tuple[str, ...]

    def answer(self, shape: _Shape) -> None:
        """Write the rows, and on standard error how many of how many."""
        if not (shape.as_json or shape.as_csv):
            listing = self.page(shape.limit or PAGE, shape.after)
            _console().print(as_table(listing.rows, self.columns))
            _account(len(listing.rows), listing)
            return
        if shape.as_csv:
            sys.stdout.write(csv_line(self.columns))
        written = 0
        for listing in self._pages(shape):
            for row in listing.rows:
                sys.stdout.write(csv_line(cells(row)) if shape.as_csv else json_line(row))
            written += len(listing.rows)
            if listing.next is not None and written == shape.limit:
                _account(written, listing)

    def _pages(self, shape: _Shape) -> Iterator[Listing[Kind]]:
        left, after = shape.limit, shape.after
        while left is None or left > 0:
            listing = self.page(min(_MOST, left or _MOST), after)
            yield listing
            left = None if left is None else left - len(listing.rows)
            after = listing.next
            if after is None:
                return


def _account(shown: int, listing: Listing[Kind]) -> None:
    """How many rows were shown of how many, and how to see the others."""
    total = f"{listing.total:,}" if listing.exact else f"at least {listing.total:,}"
    more = f"; the next ones: --after '{listing.next}'" if listing.next else ""
    typer.echo(f"{shown} of {total}{more}", err=True)


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PIPED)


# ---- the commands ----------------------------------------------------------------------------------------------------
def contacts(  # noqa: PLR0913, PLR0917 - the options of a command
    parties: Annotated[
        list[str] | None, typer.Argument(metavar="[KOR]...", help="In which all of these took part.")
    ] = None,
    store: StoreFile = STORE,
    since: Since = None,
    until: Until = None,
    mode: Annotated[
        str | None, typer.Option("--mode", help="call, meeting, visit, summit, video, talks, letter.")
    ] = None,
    status: Annotated[str | None, typer.Option("--status", help="held, planned, cancelled ...")] = None,
    topic: Annotated[str | None, typer.Option("--topic", help="A topic of its comparison.")] = None,
    words: Annotated[str | None, typer.Option("--words", help="Words that one of its documents holds.")] = None,
    limit: Limit = None,
    after: After = None,
    as_json: Json = False,  # noqa: FBT002
    as_csv: Csv = False,  # noqa: FBT002
) -> None:
    """List contacts by parties, days, mode, status, topic or words; the newest first."""
    asked = ContactFilter(tuple(parties or ()), since, until, mode, status, topic, words)
    shape = _Shape.of(limit, after, as_json=as_json, as_csv=as_csv)
    with Queries.open(store) as held:
        _Question(lambda n, at: held.contacts(asked, limit=n, after=at), listed.CONTACTS).answer(shape)


def statements(  # noqa: PLR0913, PLR0917 - the options of a command
    store: StoreFile = STORE,
    speaker: Annotated[str | None, typer.Option("--speaker", help="A name, as it stands in the listing.")] = None,
    state: Annotated[str | None, typer.Option("--state", metavar="KOR", help="The speaker's state.")] = None,
    act: Annotated[str | None, typer.Option("--act", help="say, urge, warn, agree ...")] = None,
    channel: Annotated[str | None, typer.Option("--channel", help="briefing, press-release, interview ...")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="direct, indirect or mixed.")] = None,
    words: Annotated[str | None, typer.Option("--words", help="Words that are said.")] = None,
    since: Since = None,
    until: Until = None,
    folded: Folded = False,  # noqa: FBT002
    limit: Limit = None,
    after: After = None,
    as_json: Json = False,  # noqa: FBT002
    as_csv: Csv = False,  # noqa: FBT002
) -> None:
    """List statements by speaker, state, act, channel, kind or words; those of the newest reports first."""
    asked = StatementFilter(speaker, state, act, channel, kind, words, since, until, folded)
    shape = _Shape.of(limit, after, as_json=as_json, as_csv=as_csv)
    with Queries.open(store) as held:
        _Question(lambda n, at: held.statements(asked, limit=n, after=at), listed.STATEMENTS).answer(shape)


def events(  # noqa: PLR0913, PLR0917 - the options of a command
    store: StoreFile = STORE,
    type_: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="AGREE, CONSULT, THREATEN ...")] = None,
    mode: Annotated[str | None, typer.Option("--mode", help="A mode of the type.")] = None,
    actor: Annotated[str | None, typer.Option("--actor", metavar="KOR", help="Who does it.")] = None,
    recipient: Annotated[str | None, typer.Option("--recipient", metavar="KOR", help="To whom.")] = None,
    between: Annotated[
        list[str] | None, typer.Option("--between", metavar="KOR", help="Of two parties, whoever acts; twice.")
    ] = None,
    status: Annotated[str | None, typer.Option("--status", help="happened, planned, denied ...")] = None,
    quad: Annotated[int | None, typer.Option("--quad", min=1, max=4, help="1, 2 cooperation; 3, 4 conflict.")] = None,
    since: Since = None,
    until: Until = None,
    folded: Folded = False,  # noqa: FBT002
    limit: Limit = None,
    after: After = None,
    as_json: Json = False,  # noqa: FBT002
    as_csv: Csv = False,  # noqa: FBT002
) -> None:
    """List events by type, mode, parties, status or quad class; the newest first."""
    dyad = _dyad(between)
    asked = EventFilter(type_, mode, actor, recipient, dyad, status, since, until, quad, folded)
    shape = _Shape.of(limit, after, as_json=as_json, as_csv=as_csv)
    with Queries.open(store) as held:
        _Question(lambda n, at: held.events(asked, limit=n, after=at), listed.EVENTS).answer(shape)


def _dyad(between: list[str] | None) -> tuple[str, str] | None:
    match between:
        case None | []:
            return None
        case [one, other]:
            return one, other
        case _:
            where = "--between"
            raise BadSource(where, "wants two parties", "--between KOR --between USA")


def timeline(  # noqa: PLR0913, PLR0917 - the options of a command
    one: Annotated[str, typer.Argument(metavar="KOR")],
    other: Annotated[str, typer.Argument(metavar="USA")],
    store: StoreFile = STORE,
    since: Since = None,
    until: Until = None,
    folded: Folded = True,  # noqa: FBT002
    limit: Limit = None,
    after: After = None,
    as_json: Json = False,  # noqa: FBT002
    as_csv: Csv = False,  # noqa: FBT002
) -> None:
    """Show what lies between two parties, the oldest first: contacts, events, moves of their matters."""
    shape = _Shape.of(limit, after, as_json=as_json, as_csv=as_csv)
    with Queries.open(store) as held:
        _Question(
            lambda n, at: held.timeline(one, other, since=since, until=until, folded=folded, limit=n, after=at),
            listed.TIMELINE,
        ).answer(shape)


def search(  # noqa: PLR0913, PLR0917 - the options of a command
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help='All of them; "quoted words" as a phrase.')],
    store: StoreFile = STORE,
    outlet: Annotated[str | None, typer.Option("--outlet", help="Of one outlet.")] = None,
    agency: Annotated[str | None, typer.Option("--agency", help="Of one agency.")] = None,
    year: Annotated[str | None, typer.Option("--year", help="Of one year.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="report, release or transcript.")] = None,
    folded: Folded = False,  # noqa: FBT002
    limit: Limit = None,
    after: After = None,
    as_json: Json = False,  # noqa: FBT002
    as_csv: Csv = False,  # noqa: FBT002
) -> None:
    """Find documents by their words, the best first; a table says too what all of them divide into."""
    asked = DocumentFilter(outlet=outlet, agency=agency, year=year, kind=kind, folded=folded)
    wanted = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    shape = _Shape.of(limit, after, as_json=as_json, as_csv=as_csv)
    with Queries.open(store) as held:
        found: list[Facets] = []

        def page(limit: int, at: str | None) -> Listing[Hit]:
            answer = held.search(wanted, asked, limit=limit, after=at)
            found.append(answer.facets)
            return answer.listing

        _Question(page, listed.HITS).answer(shape)
        if not (as_json or as_csv):
            _divided(found[0])


def _divided(facets: Facets) -> None:
    for name in ("outlet", "agency", "year", "kind"):
        found = getattr(facets, name)
        if found:
            _console().print(f"{name}: " + ", ".join(f"{facet.value} {facet.count}" for facet in found), style="dim")


def counts(  # noqa: PLR0913, PLR0917 - the options of a command
    one: Annotated[str, typer.Argument(metavar="KOR")],
    other: Annotated[str | None, typer.Argument(metavar="[USA]")] = None,
    store: StoreFile = STORE,
    since: Since = None,
    until: Until = None,
    status: Annotated[str, typer.Option("--status", help="Of which status; all counts every one.")] = "happened",
    as_json: Json = False,  # noqa: FBT002
    as_csv: Csv = False,  # noqa: FBT002
) -> None:
    """Count the events of a party, or of two, by month and type: copies folded beside every telling."""
    shape = _Shape.of(None, None, as_json=as_json, as_csv=as_csv)
    wanted = None if status == "all" else status
    with Queries.open(store) as held:
        months: tuple[Month, ...] = held.monthly(one, other, since=since, until=until, status=wanted)
    if shape.as_csv:
        sys.stdout.writelines([csv_line(listed.COUNTS), *(csv_line(cells(month)) for month in months)])
    elif shape.as_json:
        sys.stdout.writelines(json_line(month) for month in months)
    else:
        _console().print(as_table(months, listed.COUNTS))


COMMANDS = (contacts, statements, events, timeline, search, counts)
