"""What is new in a report against everything held: its new stretches marked, for people and for programs."""

from collections.abc import Iterable, Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from readout.link.fresh import Fresh
from readout.records import Document, Evidence
from readout.views import wording

_QUOTE = 110


def drawn(found: Fresh, document: Document, held: Iterable[Document]) -> RenderableType:
    """How much is new and against what; then the paragraphs that have something new; then who says or does it."""
    called = wording.names((document, *held))
    parts: list[RenderableType] = [_head(found, called), Text()]
    if not found.near:
        parts.append(Text("Nothing held shares a passage with it: all of it is new.", "dim"))
        return Group(*parts)
    if not found.stretches and not found.changed:
        parts.append(Text("Everything in it stands in what is held.", "dim"))
        return Group(*parts)
    parts.append(_paragraphs(found, document))
    for ours, theirs in found.changed:
        words = Text.assemble(("≠ ", "yellow"), (ours.quote, "bold yellow"), "  was  ", (theirs.quote, "strike"))
        parts.append(words.append(f"  in {called.get(theirs.document, theirs.document)}", "dim"))
    parts += _findings(found)
    return Group(*parts)


def _head(found: Fresh, called: Mapping[str, str]) -> Text:
    """One line: the report, the share that is new, its copies or those near it."""
    head = Text.assemble((called[found.document], "bold"), f"  {found.share:.0%} new")
    if found.copies:
        return head.append(f" · the rest as in {_list(found.copies, called)}", "dim")
    return head.append(f" · shares passages with {_list(found.near, called)}" if found.near else "", "dim")


def _list(ids: tuple[str, ...], called: Mapping[str, str]) -> str:
    names = [called.get(id_, id_) for id_ in ids]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _paragraphs(found: Fresh, document: Document) -> Table:
    """The paragraphs with something new, the known dim; others are counted."""
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(no_wrap=True, style="green")
    table.add_column(ratio=1)
    text = Text(document.text, "dim")
    for evidence in found.stretches:
        text.stylize("not dim green", evidence.start, evidence.end)
    for ours, _ in found.changed:
        text.stylize("not dim bold yellow", ours.start, ours.end)
    places = [evidence.span for evidence in (*found.stretches, *(ours for ours, _ in found.changed))]
    skipped = 0
    for span in document.spans("paragraph"):
        if any(span.meets(place) for place in places):
            _skipped(table, skipped)
            table.add_row("+" if any(span.meets(e.span) for e in found.stretches) else "≠", text[span.start : span.end])
            skipped = 0
        else:
            skipped += 1
    _skipped(table, skipped)
    return table


def _skipped(table: Table, count: int) -> None:
    if count:
        table.add_row("", Text(f"… {wording.plural(count, 'paragraph')} held already", "dim italic"))


def _findings(found: Fresh) -> list[RenderableType]:
    """The statements and events that are new."""
    rows = [
        (s.speaker or "nobody named", s.cue.quote if s.cue else s.act, s.content.quote) for s in found.statements
    ] + [(wording.dyad(event), wording.kind(event), event.evidence.quote) for event in found.events]
    if not rows:
        return []
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(style="cyan", max_width=30)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(ratio=1)
    for who, what, words in rows:
        table.add_row(who, what, f"“{wording.short(words, _QUOTE)}”")
    counted = (
        f"{wording.plural(len(found.statements), 'new statement')}, {wording.plural(len(found.events), 'new event')}"
    )
    return [Text(), Text(counted, "bold"), Padding(table, (0, 0, 0, 2))]


def as_json(found: Fresh) -> dict[str, object]:
    """What is new for programs: places in the report's text, ids of statements and events."""
    return {
        "document": found.document, "share_new": round(found.share, 4), "copies": list(found.copies),
        "near": list(found.near), "stretches": [_place(evidence) for evidence in found.stretches],
        "changed": [{**_place(ours), "was": {"document": theirs.document, **_place(theirs)}}
                    for ours, theirs in found.changed],
        "statements": [{"id": s.id, "speaker": s.speaker, **_place(s.content)} for s in found.statements],
        "events": [{"id": event.id, "type": event.type, **_place(event.evidence)} for event in found.events],
    }  # fmt: skip


def _place(evidence: Evidence) -> dict[str, object]:
    return {"start": evidence.start, "end": evidence.end, "text": evidence.quote}
