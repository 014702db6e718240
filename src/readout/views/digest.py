"""The digest: what a reading found, for the terminal of somebody who has ten minutes.

From top to bottom: what was read; each contact with the accounts of its parties side by side; contacts of which only
one account is held; other events; copies; dates that had to be inferred; what could not be used.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from readout.records import (
    Account,
    Cell,
    Comparison,
    Contact,
    Document,
    Event,
    Evidence,
    Reading,
    Row,
    Since,
    Span,
    Statement,
)
from readout.views import wording

MOST = 15  # lines of a list before the rest is only counted
CELL = 170  # characters of a cell; `readout compare` shows all of it
QUOTE = 110
TOPIC, COLUMN = 20, 38  # the least widths of a table's columns
_RELATION = {"both": "green", "differ": "yellow", "only-one": "dim"}
_STATUS = {"happened": "", "held": "", "background": "dim", "denied": "red", "refused": "red", "cancelled": "red"}


def digest(reading: Reading, *, width: int = 100, color: bool = False) -> str:
    """The digest of a reading as a string, of a certain width and without colour unless asked for.

    >>> print(digest(Reading()).strip())
    Nothing was read.
    """
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=color, no_color=not color, highlight=False, legacy_windows=False
    )
    show(reading, console)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def show(reading: Reading, console: Console) -> None:
    """Print the digest of a reading."""
    for part in parts(reading, console.width):
        console.print(part)


def parts(reading: Reading, width: int) -> Iterable[RenderableType]:
    """The sections of the digest that have something to say."""
    yield _summary(reading)
    called = wording.names(reading.documents)
    compared = {comparison.contact: comparison for comparison in reading.comparisons}
    latest = sorted(reading.contacts, key=_latest_first)
    for contact in latest:
        if contact.id in compared:
            yield Text()
            yield from contact_section(contact, compared[contact.id], called, width)
    yield from _section("Contacts with one account", _single_lines([c for c in latest if c.id not in compared]))
    yield from _section("Changed since the contact before", _since_lines(reading))
    yield from _section("State of play", _matter_lines(reading))
    yield from _section("Other events", _event_lines(reading))
    yield from _section("Stories told by several", _story_lines(reading, called))
    yield from _section("Copies", _copy_lines(reading, called))
    yield from _section("Days that had to be inferred", _date_lines(reading.documents, called))
    yield from _section("Not used", _drop_lines(reading))


def _latest_first(contact: Contact) -> tuple[int, str]:
    """Latest day first, unknown days last."""
    start = contact.when.start
    return (-start.toordinal() if start else -date.min.toordinal(), contact.id)


def _summary(reading: Reading) -> Text:
    """One line: how much was read, folded, found and dropped."""
    if not reading.documents and not reading.drops:
        return Text("Nothing was read.")
    copies = sum(len(family.documents) - 1 for family in reading.families)
    counts = [
        wording.plural(len(reading.documents), "document"),
        wording.plural(len(reading.families), "family", "families")
        + (f" ({wording.plural(copies, 'copy', 'copies')} folded)" if copies else ""),
        wording.plural(len(reading.contacts), "contact"),
        wording.plural(len(reading.comparisons), "comparison"),
    ]
    line = Text(" · ".join(counts), style="bold")
    if reading.drops:
        line.append(f" · {len(reading.drops)} not used", style="bold red")
    return line


def _section(title: str, lines: Sequence[RenderableType]) -> Iterable[RenderableType]:
    """A heading and its lines; nothing at all where there are none."""
    if lines:
        yield Text()
        yield Text(title, style="bold")
        yield from (Padding(line, (0, 0, 0, 2)) for line in lines)


# ---- one contact -----------------------------------------------------------------------------------------------------
def contact_section(
    contact: Contact, comparison: Comparison, called: dict[str, str], width: int, *, whole: bool = False
) -> Iterable[RenderableType]:
    """A contact's header, the accounts side by side, and what they add to each other; `whole`: nothing is cut."""
    yield Rule(_header(contact), align="left", characters="─", style="dim")
    yield Text(wording.parties(contact), style="bold cyan")
    told = ", ".join(called.get(id_, id_) for id_ in contact.documents)
    yield Text.assemble(("told by ", "dim"), told, (f"   {contact.id}", "dim"))
    sides = tuple(dict.fromkeys(account.party for account in comparison.accounts))
    if comparison.rows:
        # Side by side, each account needs the width of a newspaper column; otherwise one below the other.
        beside = width >= TOPIC + COLUMN * len(sides)
        yield _beside(comparison, sides, whole=whole) if beside else _below(comparison, sides, whole=whole)
    notes = _notes(comparison, called)
    if notes:
        yield Padding(_grid(notes), (1, 0, 0, 1))


def _header(contact: Contact) -> Text:
    """Mode, status, day and place of a contact."""
    rest = [wording.days(contact), *([contact.place] if contact.place else [])]
    return Text.assemble(
        (contact.mode.upper(), "bold"), " ", (contact.status, _STATUS.get(contact.status, "yellow")),
        (" · " + " · ".join(rest), ""),
    )  # fmt: skip


def _beside(comparison: Comparison, sides: tuple[str, ...], *, whole: bool) -> Table:
    """Topics down, parties across."""
    table = Table(box=box.SIMPLE_HEAD, expand=True, padding=(0, 1), pad_edge=True, header_style="", show_edge=False)
    table.add_column(Text("topic", style="dim"), ratio=2, min_width=20)
    for side in sides:
        table.add_column(_side(side, comparison.accounts), ratio=5)
    for number, row in enumerate(comparison.rows):
        if number:
            table.add_row()
        cells = (_cells(row, side, comparison.accounts, whole=whole) for side in sides)
        table.add_row(_topic(row, whole=whole), *cells)
    return table


def _below(comparison: Comparison, sides: tuple[str, ...], *, whole: bool) -> Table:
    """Each topic with its accounts one below the other, for narrow windows and many parties."""
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(ratio=1)
    for side in sides:
        table.add_row(Text(side, style="bold"), _sources(side, comparison.accounts))
    for row in comparison.rows:
        table.add_row("", "")
        table.add_row("", _topic(row, whole=whole, between="  "))
        given = {cell.party for cell in row.cells}
        for side in (side for side in sides if side in given):
            table.add_row(side, _cells(row, side, comparison.accounts, whole=whole))
        for side in (side for side in sides if side not in given):
            words = f"{side}: {wording.absent(side, comparison.accounts)}"
            table.add_row("", Text(words, style="dim italic"))
    return table


def _side(side: str, accounts: tuple[Account, ...]) -> Text:
    """The head of a party's column: its state and where its words come from."""
    return Text.assemble((side, "bold cyan"), "\n", _sources(side, accounts))


def _sources(side: str, accounts: tuple[Account, ...]) -> Text:
    """Where a party's words come from."""
    found = tuple(dict.fromkeys(wording.account(account) for account in accounts if account.party == side))
    more = f"; {len(found) - 2} more" if len(found) > 2 else ""
    return Text("; ".join(found[:2]) + more, style="dim")


def _topic(row: Row, *, whole: bool, between: str = "\n") -> Text:
    """The name of a topic, how the sides relate and, in the whole view, why we say so."""
    reason = f"\n{row.reason}" if whole and row.reason and row.relation != "only-one" else ""
    return Text.assemble(
        (row.topic, "bold"), between, (wording.relation(row), _RELATION[row.relation]), (reason, "dim")
    )


def _cells(row: Row, side: str, accounts: Iterable[Account], *, whole: bool) -> Text:
    """A party's words on one topic: each once, however many copies carry them."""
    cells: dict[str, Cell] = {}
    for cell in row.cells:
        if cell.party == side:
            cells.setdefault(wording.folded(cell.evidence.quote), cell)
    if not cells:
        return Text(wording.absent(side, accounts), style="dim italic")
    shown = tuple(cells.values())[: None if whole else 2]
    bullet = "– " if len(cells) > 1 else ""
    lines = [Text.assemble(bullet, cell_text(cell, len(cell.evidence.quote) if whole else CELL)) for cell in shown]
    if len(cells) > len(shown):
        lines.append(Text(f"and {len(cells) - len(shown)} more", style="dim"))
    return Text("\n").join(lines)


def cell_text(cell: Cell, most: int) -> Text:
    """The words of a cell, the verb in bold, before them who acts where the words do not say it."""
    words = Text(wording.short(cell.evidence.quote, most))
    at = words.plain.casefold().find(cell.verb.casefold()) if cell.verb else 0
    if at < 0:
        return Text.assemble((cell.verb, "bold"), " … ", words)
    words.stylize("bold", at, at + len(cell.verb))
    return Text.assemble((wording.lead(cell), "dim"), words)


def _notes(comparison: Comparison, called: dict[str, str]) -> list[tuple[Text, Text]]:
    """Tone, next steps, shared phrases and what one side imputes to the other."""
    notes: list[tuple[Text, Text]] = []
    if comparison.tone:
        notes.append((Text("tone", style="dim"), _quotes(comparison.tone, called, ", ")))
    if comparison.next_steps:
        notes.append((Text("next steps", style="dim"), _quotes(comparison.next_steps, called, "\n")))
    if comparison.shared_phrases:
        shared = ", ".join(f"“{phrase}”" for phrase in comparison.shared_phrases)
        notes.append((Text("same words", style="dim"), Text(shared)))
    if comparison.imputed:
        label = Text.assemble(("imputed", "yellow"), ("\nnot confirmed", "dim"))
        notes.append((label, _quotes(comparison.imputed, called, "\n")))
    return notes


def _quotes(quotes: tuple[Evidence, ...], called: dict[str, str], between: str) -> Text:
    """Quotes, each once and with the document that has it."""
    return Text(between).join(
        Text.assemble(
            f"“{wording.short(quote.quote, QUOTE)}”", (f" {called.get(quote.document, quote.document)}", "dim")
        )
        for quote in wording.distinct(quotes)
    )


def _grid(rows: Iterable[tuple[Text, Text]]) -> Table:
    """Labels on the left, what they stand for on the right."""
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for label, words in rows:
        table.add_row(label, words)
    return table


# ---- the other sections ----------------------------------------------------------------------------------------------
def _single_lines(contacts: list[Contact]) -> list[RenderableType]:
    """Contacts that cannot be compared: a line of facts and the words that tell of them."""
    lines: list[RenderableType] = [
        Group(
            Text.assemble(_header(contact), (" · ", "dim"), (wording.parties(contact), "cyan")),
            Text.assemble(*_told_in(contact), (f" {contact.id}", "dim")),
        )
        for contact in contacts[:MOST]
    ]
    return lines + _rest(len(contacts))


def _told_in(contact: Contact) -> tuple[Text, ...]:
    return tuple(Text(f"“{wording.short(telling.quote, QUOTE)}”", style="italic") for telling in contact.tellings[:1])


def _event_lines(reading: Reading) -> list[RenderableType]:
    """Events, copies told once, without those that are one of the contacts shown above."""
    first = {told.record for told in reading.told if told.kind == "event"}
    cells = _places(cell.evidence for c in reading.comparisons for row in c.rows for cell in row.cells)
    tellings = _places(telling for contact in reading.contacts for telling in contact.tellings)
    events = [
        event
        for extraction in reading.extractions
        for event in extraction.events
        if (event.id in first or not reading.told) and not _is_shown(event, cells, tellings)
    ]
    tellers = {s.id: _teller(s) for extraction in reading.extractions for s in extraction.statements}
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for event in events[:MOST]:
        table.add_row(Text(wording.kind(event), style="bold"), _event(event, tellers))
    return [table, *_rest(len(events))] if events else []


def _since_lines(reading: Reading) -> list[RenderableType]:
    """What a party's account changes against its own account of the contact before with the same counterpart."""
    when = {contact.id: wording.day(contact.when) for contact in reading.contacts}
    states = {contact.id: contact.states for contact in reading.contacts}
    rows = [
        (
            Text.assemble((wording.about(changed, states.get(changed.contact, ())), "cyan")),
            Text.assemble(
                f"{when.get(changed.contact, changed.contact)} against {when.get(changed.earlier, changed.earlier)}\n",
                _changes(changed),
            ),
        )
        for changed in reading.since
        if changed.changes
    ]
    return [_grid(rows[:MOST]), *_rest(len(rows))] if rows else []


def _changes(changed: Since) -> Text:
    """The topics by what became of them, each kind on its own line: "newly raised: sanctions; energy"."""
    return Text("\n").join(Text.assemble((f"{label}: ", "bold"), topics) for label, topics in wording.changed(changed))


def _matter_lines(reading: Reading) -> list[RenderableType]:
    """Where each matter stands, or what is planned or hoped for it, with the words that say so."""
    rows: list[tuple[Text, Text]] = []
    for matter in sorted(reading.matters, key=lambda matter: (len(matter.states) < 2, matter.states, matter.kind)):
        shown = matter.standing(date.max) or next((m for m in matter.moves if m.status != "hypothetical"), None)
        if shown is not None:
            since = f" · {wording.day(shown.when)}" if shown.when.start else ""
            words = f"\n“{wording.short(shown.evidence.quote, QUOTE)}”"
            stands = Text.assemble(shown.name, " · ", (wording.move(shown), "bold"), since, (words, "dim"))
            rows.append((Text(" — ".join(matter.states), style="cyan"), stands))
    return [_grid(rows[:MOST]), *_rest(len(rows))] if rows else []


def _places(found: Iterable[Evidence]) -> dict[str, list[Span]]:
    """The places of evidence, by document."""
    places: dict[str, list[Span]] = {}
    for evidence in found:
        places.setdefault(evidence.document, []).append(evidence.span)
    return places


def _is_shown(event: Event, cells: dict[str, list[Span]], tellings: dict[str, list[Span]]) -> bool:
    """Whether the event stands above already: as a cell of a comparison, or as the coming together of a contact."""
    places = cells.get(event.document, [])
    if event.type == "CONSULT":
        places = places + tellings.get(event.document, [])
    return any(place.meets(event.evidence.span) for place in places)


def _teller(statement: Statement) -> str | None:
    """Who passes a statement on: the outermost relay, else the speaker."""
    return statement.chain[0].actor.label if statement.chain else statement.speaker


def _event(event: Event, tellers: dict[str, str | None]) -> Text:
    """Who to whom, whether and when, the words, and who tells it."""
    teller = tellers.get(event.teller or "")
    facts = [event.status, *([wording.day(event.when)] if event.when.start else [])]
    facts += [f"says {teller}"] if teller else []
    return Text.assemble(
        (wording.dyad(event), "cyan"), (" · " + " · ".join(facts), _STATUS.get(event.status, "yellow")), "\n",
        (f"“{wording.short(event.evidence.quote, QUOTE)}”", "italic"), (f" {event.id}", "dim"),
    )  # fmt: skip


def _story_lines(reading: Reading, called: dict[str, str]) -> list[RenderableType]:
    """Documents of different families that tell of the same events: the first one's title and how many there are."""
    documents = {document.id: document for document in reading.documents}
    rows = [
        (
            Text(wording.plural(len(story.documents), "document"), style="cyan"),
            Text.assemble(
                wording.short(documents[story.documents[0]].title or called[story.documents[0]], QUOTE),
                ("\n" + ", ".join(called.get(id_, id_) for id_ in story.documents), "dim"),
            ),
        )
        for story in sorted(reading.stories, key=lambda story: (-len(story.documents), story.id))
    ]
    return [_grid(rows[:MOST]), *_rest(len(rows))] if rows else []


def _copy_lines(reading: Reading, called: dict[str, str]) -> list[RenderableType]:
    """Each copy, what it is a copy of and what was changed."""
    edges = [edge for family in reading.families for edge in family.edges]
    rows = [wording.copying(edge, called, reading.documents) for edge in edges[:MOST]]
    return [_grid((Text(who), Text(what)) for who, what in rows), *_rest(len(edges))] if edges else []


def _date_lines(documents: tuple[Document, ...], called: dict[str, str]) -> list[RenderableType]:
    """Documents whose day is not simply stated, with the reasons."""
    unsure = [d for d in documents if d.published.basis not in {"stated", "metadata"}]
    rows = [
        (
            Text(called[d.id]),
            Text.assemble(wording.day(d.published), " ", (wording.renamed(wording.basis(d.published), called), "dim")),
        )
        for d in unsure[:MOST]
    ]
    return [_grid(rows), *_rest(len(unsure))] if unsure else []


def _drop_lines(reading: Reading) -> list[RenderableType]:
    """What could not be used, why, and what would help."""
    rows = [
        (Text(drop.where, style="red"), Text.assemble(drop.reason, (f" ({drop.hint})" if drop.hint else "", "dim")))
        for drop in reading.drops[:MOST]
    ]
    return [_grid(rows), *_rest(len(reading.drops))] if rows else []


def _rest(count: int) -> list[RenderableType]:
    """How many more there are than a list shows."""
    return [Text(f"and {count - MOST} more; --json gives all {count}", style="dim")] if count > MOST else []
