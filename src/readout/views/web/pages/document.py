"""One document: its text block by block with the findings drawn in, each beside its paragraph and in a list below."""

from collections.abc import Iterable
from dataclasses import dataclass

from readout.records import Document, Event, Evidence, Extraction, Family, Span, Statement
from readout.views import wording
from readout.views.export import Json, annotation, document_json
from readout.views.web import address, marked
from readout.views.web.desk import Desk
from readout.views.web.marked import Line
from readout.views.web.page import Names, Table
from readout.views.web.pages.rows import shown, title

WINDOW = 120_000  # characters of a text on one page
STORIES = 12  # other reports of the same events
KINDS = (
    ("contact", "Contacts", "sentences that tell of a meeting or call"),
    ("statement", "Statements", "what somebody says"),
    ("cue", "Cues", "the verb that hands the words over"),
    ("event", "Events", "who does what to whom"),
    ("actor", "Actors", "people, offices, states and bodies"),
)
_HEADER = ("kind", "id", "who", "what", "status", "when", "quote", "start", "end", "rule")


@dataclass(frozen=True, slots=True)
class Note:
    """A finding beside its paragraph: who, what, and the place that it leads to."""

    kind: str
    who: str
    what: str
    href: str
    id: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block as it is drawn, with the findings that begin in it."""

    line: Line
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """The view of one document."""

    document: Document
    extraction: Extraction | None
    title: str
    facts: tuple[tuple[str, str, str], ...]
    paragraphs: tuple[Paragraph, ...]
    legend: tuple[tuple[str, str, str, int], ...]
    contacts: tuple[tuple[str, str], ...]
    family: tuple[str, int] | None
    siblings: tuple[tuple[str, str], ...]
    stories: tuple[tuple[str, str, str], ...]
    earlier: str | None
    later: str | None
    length: int
    template: str = "document.html"

    def table(self) -> Table:
        """One row for each contact, statement and event."""
        return Table(_HEADER, tuple(_rows(self.extraction)) if self.extraction else ())

    def data(self) -> Json:
        """The document as `readout structure` writes it, and under "annotation" as `readout annotate` does."""
        found = annotation(self.document, self.extraction) if self.extraction else None
        return {**document_json(self.document), "annotation": found}


def page(desk: Desk, id_: str, at: Span | None = None, start: int | None = None) -> DocumentPage | None:
    """The view of the document with this id; `at` is a place to be marked, `start` where the text goes on."""
    document = desk.held.document(id_)
    if document is None:
        return None
    extraction = desk.held.extraction(document.id)
    contacts = desk.held.contacts_of(document.id)
    comparisons = [found for contact in contacts if (found := desk.held.comparison(contact.id))]
    family = desk.held.family_of(document.id)
    begin = start if start is not None else (at.start // WINDOW * WINDOW if at else 0)
    window = Span(min(begin, len(document.text)), min(begin + WINDOW, len(document.text)))
    marks = marked.marks_of(extraction)
    more = [*([at] if at else []), *(e.span for c in contacts for e in c.tellings if e.document == document.id)]
    places = marked.places_of(document, extraction, comparisons, more)
    lines = marked.lines(document, marks, places, window)
    notes = tuple(_notes(extraction)) if extraction else ()
    counts = {kind: sum(mark.kind == kind for mark in marks) for kind, _, _ in KINDS}
    here = address.of("document", document.id)
    return DocumentPage(
        document=document,
        extraction=extraction,
        title=document.title or wording.names([document])[document.id],
        facts=tuple(_facts(document, desk.names)),
        paragraphs=tuple(Paragraph(line, _beside(line, notes)) for line in lines),
        legend=tuple((kind, label, words, counts[kind]) for kind, label, words in KINDS if counts[kind]),
        contacts=tuple(
            (f"{c.mode}, {c.status}, {wording.days(c)}: {' – '.join(desk.names.state(s) for s in c.states)}",
             address.of("contact", c.id)) for c in contacts
        ),
        family=(address.of("family", family.id), len(family.documents)) if _has_copies(family) and family else None,
        siblings=tuple(_siblings(family, document, desk)) if family else (),
        stories=tuple(_stories(document, desk)),
        earlier=f"{here}?from={max(0, window.start - WINDOW)}" if window.start else None,
        later=f"{here}?from={window.end}" if window.end < len(document.text) else None,
        length=len(document.text),
    )  # fmt: skip


def _has_copies(family: Family | None) -> bool:
    return family is not None and len(family.documents) > 1


def _siblings(family: Family, document: Document, desk: Desk) -> Iterable[tuple[str, str]]:
    """How the document hangs together with others of its family, in words."""
    edges = [edge for edge in family.edges if document.id in {edge.before, edge.after}][:10]
    ids = dict.fromkeys(id_ for edge in edges for id_ in (edge.before, edge.after))
    held = desk.held.documents_with(*ids) if ids else ()
    called = wording.names(held)
    for edge in edges:
        after, what = wording.copying(edge, called, held)
        other = edge.before if edge.after == document.id else edge.after
        yield f"{after}: {what}", address.of("document", other)


def _stories(document: Document, desk: Desk) -> Iterable[tuple[str, str, str]]:
    """Reports of the same events from independent texts: title, address, outlet and day."""
    told = desk.held.stories_of(document.id)
    ids = [id_ for id_ in dict.fromkeys(id_ for story in told for id_ in story.documents) if id_ != document.id]
    for head in desk.held.heads(*ids[:STORIES]).values():
        yield (
            title(head),
            address.of("document", head.document),
            " · ".join(filter(None, (shown(head.day), head.outlet))),
        )


def _facts(document: Document, names: Names) -> Iterable[tuple[str, str, str]]:
    """Label, words and address of what is known of a document's origin."""
    day = wording.day(document.published)
    yield "day", f"{day}, {wording.basis(document.published)}", ""
    issuer = ", ".join(filter(None, (document.office, names.state(document.issuer) if document.issuer else "")))
    rows = (
        ("issued by", issuer, address.of("actor", document.issuer) if document.issuer else ""),
        ("outlet", document.outlet, ""),
        ("agency", document.agency, ""),
        ("by", ", ".join(document.authors), ""),
        ("version", document.version, ""),
        ("address", document.url, address.web(document.url) or ""),
        ("file", document.where, ""),
        ("id", document.id, ""),
    )
    yield from ((label, marked.visible(words), href) for label, words, href in rows if words)


def _beside(line: Line, notes: tuple[tuple[Span, Note], ...]) -> tuple[Note, ...]:
    return tuple(note for place, note in notes if line.start <= place.start < line.end)


def _notes(extraction: Extraction) -> Iterable[tuple[Span, Note]]:
    """Each finding with its place, in order of place."""
    found: list[tuple[Span, Note]] = [
        (t.span, Note("contact", wording.parties(c), f"{c.mode}, {c.status}, {wording.days(c)}", _here(t), c.id))
        for c in extraction.contacts
        for t in c.tellings[:1]
    ]
    found += [(s.content.span, _of_statement(s)) for s in extraction.statements]
    found += [(e.evidence.span, _of_event(e)) for e in extraction.events]
    return sorted(found, key=lambda pair: (pair[0], pair[1].kind, pair[1].id))


def _here(evidence: Evidence) -> str:
    return f"#{marked.anchor_of(evidence.start, evidence.end)}"


def _of_statement(s: Statement) -> Note:
    via = f" via {' > '.join(relay.actor.label for relay in s.chain)}" if s.chain else ""
    channel = "" if s.channel == "unspecified" else f", {s.channel.replace('-', ' ')}"
    cue = s.cue.quote if s.cue else s.act
    return Note("statement", s.speaker or "nobody named", f"{cue}{via}{channel}", _here(s.content), s.id)


def _of_event(e: Event) -> Note:
    what = " · ".join(filter(None, (wording.kind(e), e.status, _day(e))))
    return Note("event", wording.dyad(e), what, _here(e.evidence), e.id)


def _day(event: Event) -> str:
    return wording.day(event.when) if event.when.start else ""


def _rows(extraction: Extraction) -> Iterable[tuple[str | int | float | None, ...]]:
    """The findings as rows of the table."""
    for c in extraction.contacts:
        for t in c.tellings:
            yield ("contact", c.id, wording.parties(c), c.mode, c.status, c.when.iso, t.quote, t.start, t.end, t.rule)
    for s in extraction.statements:
        place = s.content
        yield ("statement", s.id, s.speaker, s.act, s.kind, None, place.quote, place.start, place.end, place.rule)
    for e in extraction.events:
        place = e.evidence
        yield (
            "event", e.id, wording.dyad(e), wording.kind(e), e.status, e.when.iso, place.quote, place.start, place.end,
            place.rule,
        )  # fmt: skip
