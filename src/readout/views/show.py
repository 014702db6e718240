"""One record drawn out: a document with its blocks and statements, a finding in its sentence, a contact in full."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from readout.records import (
    Actor,
    ActorKind,
    Block,
    Comparison,
    Contact,
    Document,
    Edit,
    Event,
    Evidence,
    Extraction,
    Family,
    Mention,
    Reading,
    Span,
    Statement,
)
from readout.text import sentences
from readout.views import wording
from readout.views.digest import contact_section

_KINDS: Mapping[ActorKind, str] = {
    "person": "bold cyan", "body": "bold magenta", "state": "bold green", "organisation": "bold yellow",
    "group": "bold yellow", "people": "green", "unknown": "bold",
}  # fmt: skip
Record = Document | Statement | Event | Contact | Family


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a record is shown against: the documents it stands in, their extractions and the comparison, if any."""

    documents: Mapping[str, Document]
    extractions: Mapping[str, Extraction]
    comparison: Comparison | None = None

    @classmethod
    def of(cls, reading: Reading) -> "Surroundings":
        """The documents and extractions of a reading, by id."""
        return cls({d.id: d for d in reading.documents}, {e.document: e for e in reading.extractions})

    @property
    def called(self) -> dict[str, str]:
        """Short names of the documents."""
        return wording.names(self.documents.values())


def show_record(record: Record, around: Surroundings, console: Console) -> None:
    """Print a record with what surrounds it."""
    for part in _parts(record, around, console.width):
        console.print(part)


def show_mentions(document: Document, mentions: Iterable[Mention], console: Console) -> None:
    """Print the text with every mention marked, then each with its actors, why they are meant, whom else it fits."""
    found = tuple(mentions)
    text = Text(document.text)
    for mention in found:
        text.stylize(_KINDS[mention.actors[0].kind] if mention.actors else "dim underline", mention.start, mention.end)
    console.print(text)
    console.print()
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(ratio=2)
    table.add_column(ratio=5)
    for mention in found:
        table.add_row(Text(document.text[mention.start : mention.end], style="bold"), _meant(mention))
    console.print(table)


def _meant(mention: Mention) -> Text:
    """Whom a mention means and why; below, whom else its words could have meant, and what speaks against it."""
    whom = "; ".join(_actor(actor) for actor in mention.actors) or "nobody"
    lines = [Text.assemble((whom, "cyan"), f" · {mention.reason}")]
    lines += [Text(f"not {_actor(other.actor)}: {other.reason}", style="dim") for other in mention.candidates]
    return Text("\n").join(lines)


def _actor(actor: Actor) -> str:
    """A name with office and code, as far as they are known."""
    facts = ", ".join(fact for fact in (actor.office, actor.code or actor.state) if fact and fact != actor.label)
    return f"{actor.label} ({facts})" if facts else actor.label


def _parts(record: Record, around: Surroundings, width: int) -> Iterable[RenderableType]:
    match record:
        case Document():
            return _document(record, around.extractions.get(record.id))
        case Statement():
            return _statement(record, around)
        case Event():
            return _event(record, around)
        case Contact():
            return _contact(record, around, width)
        case Family():
            return _family(record, around)


# ---- a document ------------------------------------------------------------------------------------------------------
def _document(document: Document, extraction: Extraction | None) -> Iterable[RenderableType]:
    """Origin and day, then the text block by block with what was found drawn in, then the findings."""
    yield Text(document.title or document.id, style="bold")
    yield _facts([
        ("id", document.id), ("from", document.where), ("url", document.url), ("outlet", document.outlet),
        ("agency", document.agency), ("by", ", ".join(document.authors)), ("issued by", document.office),
        ("day", f"{wording.day(document.published)}, {wording.basis(document.published)}"),
    ])  # fmt: skip
    yield Text()
    drawn = _drawn(document, extraction)
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=1)
    for block in document.blocks or (Block("paragraph", 0, len(document.text)),):
        table.add_row(block.kind, drawn[block.start : block.end])
    yield table
    if extraction:
        yield Text()
        yield _findings(extraction)


def _drawn(document: Document, extraction: Extraction | None) -> Text:
    """The text with statements, their cues and speakers, and the words of events marked."""
    text = Text(document.text)
    for statement in extraction.statements if extraction else ():
        text.stylize("green", statement.content.start, statement.content.end)
        for part, style in ((statement.cue, "bold"), (statement.mention, "cyan")):
            if part:
                text.stylize(style, part.start, part.end)
    for event in extraction.events if extraction else ():
        text.stylize("underline", event.evidence.start, event.evidence.end)
    return text


def _findings(extraction: Extraction) -> Table:
    """Each contact, event and statement on a line of its own, with its id."""
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(ratio=1)
    for contact in extraction.contacts:
        facts = f"{contact.mode} {contact.status} · {wording.days(contact)} · {wording.parties(contact)}"
        table.add_row("contact", facts)
    for event in extraction.events:
        table.add_row(
            event.id, Text.assemble((wording.kind(event), "bold"), f" {wording.dyad(event)} · {event.status}")
        )
    for statement in extraction.statements:
        who = Text.assemble((_said(statement), "cyan"), f" “{wording.short(statement.content.quote, 100)}”")
        table.add_row(statement.id, who)
    return table


def _said(statement: Statement) -> str:
    """Speaker and cue."""
    cue = statement.cue.quote if statement.cue else statement.act
    return f"{statement.speaker or 'nobody named'} {cue}"


# ---- findings --------------------------------------------------------------------------------------------------------
def _statement(statement: Statement, around: Surroundings) -> Iterable[RenderableType]:
    """Who says it through what, and the words in their sentence."""
    yield Text(_said(statement), style="bold")
    yield _facts([
        ("id", statement.id), ("document", around.called.get(statement.document, statement.document)),
        ("state", statement.speaker_state), ("relayed by", " > ".join(r.actor.label for r in statement.chain)),
        ("channel", statement.channel), ("kind", statement.kind), ("act", statement.act),
        ("rule", statement.content.rule),
    ])  # fmt: skip
    yield Text()
    yield _in_sentence(statement.content, around)


def _event(event: Event, around: Surroundings) -> Iterable[RenderableType]:
    """Type, actors and day, who tells it, and the words in their sentence."""
    yield Text.assemble((wording.kind(event), "bold"), f" {wording.dyad(event)}")
    extraction = around.extractions.get(event.document)
    tellers = [s for s in (extraction.statements if extraction else ()) if s.id == event.teller]
    yield _facts([
        ("id", event.id), ("document", around.called.get(event.document, event.document)), ("status", event.status),
        ("day", f"{wording.day(event.when)}, {wording.basis(event.when)}"), ("place", event.place),
        ("actors", "; ".join(wording.party(actor) for actor in event.actors)),
        ("recipients", "; ".join(wording.party(actor) for actor in event.recipients)),
        ("told by", "; ".join(_said(teller) for teller in tellers)), ("rule", event.evidence.rule),
    ])  # fmt: skip
    yield Text()
    yield _in_sentence(event.evidence, around)


def _contact(contact: Contact, around: Surroundings, width: int) -> Iterable[RenderableType]:
    """The accounts in full, and every sentence that tells of it."""
    laid = around.comparison or Comparison(contact.id, (), ())
    yield from contact_section(contact, laid, around.called, width, whole=True)
    yield Text()
    for telling in contact.tellings:
        yield Text(around.called.get(telling.document, telling.document), style="dim")
        yield Padding(_in_sentence(telling, around), (0, 0, 0, 2))
    for reason in contact.reasons:
        yield Text(wording.renamed(reason, around.called), style="dim")


def _in_sentence(evidence: Evidence, around: Surroundings) -> Text:
    """The sentences around the evidence, its words between angle brackets and in colour."""
    document = around.documents.get(evidence.document)
    if document is None:
        return Text(f"⟨{evidence.quote}⟩")
    homes = [block.span for block in document.blocks if block.span.meets(evidence.span)] or [
        Span(0, len(document.text))
    ]
    every = [span for home in homes for span in sentences(document.text, home.start, home.end)]
    near = [span for span in every if span.meets(evidence.span)]
    start = min([evidence.start, *(span.start for span in near)])
    end = max([evidence.end, *(span.end for span in near)])
    text = document.text
    return Text.assemble(
        text[start : evidence.start], ("⟨" + text[evidence.start : evidence.end] + "⟩", "bold green"),
        text[evidence.end : end],
    )  # fmt: skip


# ---- a family --------------------------------------------------------------------------------------------------------
def _family(family: Family, around: Surroundings) -> Iterable[RenderableType]:
    """The members, how they hang together, why, and each edit in words."""
    called = around.called
    yield Text(f"{family.id}: {wording.plural(len(family.documents), 'document')}", style="bold")
    yield Text(", ".join(called.get(id_, id_) for id_ in family.documents))
    for edge in family.edges:
        yield Text()
        yield Text(" ".join(wording.copying(edge, called, around.documents.values())))
        for why in edge.why:
            yield Padding(Text(wording.renamed(why, called), style="dim"), (0, 0, 0, 2))
        before, after = around.documents.get(edge.before), around.documents.get(edge.after)
        if before and after:
            yield _facts((edit.kind, _edit(edit, before.text, after.text)) for edit in edge.edits)


def _edit(edit: Edit, before: str, after: str) -> str:
    """The words that went, and the words that came."""
    old = f"“{wording.short(edit.before.of(before), 200)}”" if edit.before else ""
    new = f"“{wording.short(edit.after.of(after), 200)}”" if edit.after else ""
    return " → ".join(side for side in (old, new) if side)


def _facts(rows: Iterable[tuple[str, str | None]]) -> Table:
    """Names and values, without those that are not known."""
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=1)
    for name, value in rows:
        if value:
            table.add_row(name, Text(value))
    return table
