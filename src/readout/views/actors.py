"""Who holds which office: the terms of the codebook's table, and those that texts introduce, laid out for review.

What texts introduce is never read with until a person has looked at it: `exported` writes it in the form of
`holders.jsonl`, with the evidence in the note, for a codebook of one's own. Such a term reaches only as far as it was
seen: from the day of the first report that says so to that of the last.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rich.table import Table
from rich.text import Text

from readout.codebook import Codebook
from readout.codebook.entries import Office
from readout.link.persons import fold
from readout.records import Learned
from readout.views import wording


@dataclass(frozen=True, slots=True)
class Term:
    """One person in one office of a state: as the table has it, or as `learned` from texts.

    `office` is the id of the office's entry, None where no entry bears the title that the texts give.
    """

    state: str
    office: str | None
    title: str
    name: str
    since: date | None
    until: date | None
    learned: Learned | None = None


def terms(codebook: Codebook, found: Iterable[Learned]) -> tuple[Term, ...]:
    """The terms of the table, and those of `found` that it does not hold, by state, office and first day."""
    titles = {office.id: office.name for office in codebook.offices}
    held = [Term(h.state, h.office, titles[h.office], h.name, h.since, h.until) for h in codebook.holders]
    known = {(h.state, titles[h.office], _letters(name)) for h in codebook.holders for name in (h.name, *h.names)}
    seen = [
        Term(h.state, _office_id(h, codebook.offices), h.office, h.name, h.first, h.last, h)
        for h in found
        if (h.state, h.office, _letters(h.name)) not in known
    ]
    return tuple(sorted(held + seen, key=lambda term: (term.state, term.title, term.since or date.max, term.name)))


def of(every: Iterable[Term], state: str | None, office: str | None) -> tuple[Term, ...]:
    """The terms of one state, of one office (its id, or its title in any case), or both."""
    wanted = (office or "").lower()
    return tuple(
        term
        for term in every
        if state in {None, term.state} and (not wanted or wanted in {term.office, term.title.lower()})
    )


def drawn(some: Iterable[Term]) -> Table:
    """The terms as a table; of the learned ones how often they were seen, and in which words."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("state", "office", "name", "from", "to", "known by"):
        table.add_column(name, overflow="fold")
    for term in some:
        days = [day.isoformat() if day else "" for day in (term.since, term.until)]
        table.add_row(term.state, term.title, term.name, *days, _source(term))
    return table


def _source(term: Term) -> Text:
    if term.learned is None:
        return Text("table", style="dim")
    times = wording.plural(term.learned.families, "text")
    return Text(f"{times}: “{term.learned.evidence[0].quote}”", style="green")


def as_json(term: Term) -> dict[str, object]:
    """One term for programs; of a learned one with its evidence."""
    line: dict[str, object] = {
        "state": term.state, "office": term.office, "title": term.title, "name": term.name,
        "since": term.since.isoformat() if term.since else None,
        "until": term.until.isoformat() if term.until else None, "learned": term.learned is not None,
    }  # fmt: skip
    if term.learned is not None:
        line |= {"documents": term.learned.documents, "families": term.learned.families, "evidence": [
            {"document": e.document, "start": e.start, "end": e.end, "quote": e.quote} for e in term.learned.evidence
        ]}  # fmt: skip
    return line


def exported(some: Iterable[Term]) -> Iterator[str]:
    """The learned terms as lines of `holders.jsonl`; those without a day or without an office's entry are left out."""
    for term in some:
        if term.learned is None or not may_be_exported(term):
            continue
        assert term.since is not None
        assert term.until is not None
        places = "; ".join(f"{evidence.document}: {evidence.quote}" for evidence in term.learned.evidence[:3])
        note = f"learned from {wording.plural(term.learned.families, 'text')} ({places}); held at least in these days"
        line = {
            "office": term.office, "state": term.state, "name": term.name,
            "since": term.since.isoformat(), "until": term.until.isoformat(), "note": note,
        }  # fmt: skip
        yield json.dumps(line, ensure_ascii=False) + "\n"


def may_be_exported(term: Term) -> bool:
    """Whether a learned term can stand in a table: its office has an entry, and a report of it a day."""
    return term.learned is not None and term.office is not None and term.since is not None


def _office_id(found: Learned, offices: Iterable[Office]) -> str | None:
    """The entry of an office by its name; one that is of another state alone does not fit."""
    return next((o.id for o in offices if o.name == found.office and o.state in {None, found.state}), None)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, fold(name)))
