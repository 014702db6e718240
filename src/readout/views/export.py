"""Readings for other programs: stand-off annotations, documents, families and comparisons as JSON objects.

Each string of a text stands beside its offsets (`text`, `text_start`, `text_end`), counted in the characters of the
document's own text. The shapes are the public contract; keys are added, never renamed.
"""

import dataclasses
import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from readout.records import (
    Account,
    Actor,
    Block,
    Cell,
    Comparison,
    Contact,
    Declared,
    Document,
    Drop,
    Edge,
    Event,
    Evidence,
    Extraction,
    Family,
    Move,
    Row,
    Since,
    Span,
    Statement,
    Turn,
    When,
)
from readout.views import wording

Json = dict[str, object]
STARTS = 60  # characters of a block that are enough to know it by
_WEEK = 7  # days; a shorter span is told by its first day


# ---- one document ----------------------------------------------------------------------------------------------------
def document_json(document: Document) -> Json:
    """A document with its blocks, as `readout structure` writes it."""
    return {
        "id": document.id, "url": document.url, "outlet": document.outlet, "agency": document.agency,
        "authors": list(document.authors), "title": document.title, "published": document.published.iso,
        "published_basis": document.published.basis, "published_reasons": list(document.published.reasons),
        "published_candidates": [day.isoformat() for day in document.published.candidates],
        "issuer": document.issuer, "office": document.office, "group": document.group, "where": document.where,
        "version": document.version, "declared": _declared(document.declared), "text": document.text,
        "blocks": [
            {"kind": block.kind, "start": block.start, "end": block.end, "rule": block.rule}
            for block in document.blocks
        ],
        "turns": [_turn(turn) for turn in document.turns],
    }  # fmt: skip


def _turn(turn: Turn) -> Json:
    """A turn of a transcript; `start` and `end` are of its words, those of the speaker None where nobody is named."""
    named = turn.speaker is not None
    return {
        "kind": turn.kind, "start": turn.words.start, "end": turn.words.end,
        "head_start": turn.head.start, "head_end": turn.head.end, "speaker": turn.speaker,
        "speaker_start": turn.head.start if named else None, "speaker_end": turn.head.end if named else None,
        "asides": [{"start": aside.start, "end": aside.end} for aside in turn.asides],
    }  # fmt: skip


def _declared(declared: Declared) -> Json:
    """What came with the source, and what each field was called there."""
    fields = {field.name: getattr(declared, field.name) for field in dataclasses.fields(declared)}
    listed = {
        "authors": list(declared.authors),
        "dates": [{"name": name, "value": value} for name, value in declared.dates],
        "origins": [{"field": name, "origin": origin} for name, origin in declared.origins],
    }
    return fields | listed


def annotation(document: Document, extraction: Extraction) -> Json:
    """What one document yields, as `readout annotate` writes it."""
    furniture = [block for block in document.blocks if block.kind != "paragraph"]
    return {
        "id": document.id,
        "published": document.published.iso,
        "published_basis": document.published.basis,
        "furniture": [_block(block, document.text) for block in furniture],
        "contacts": [_contact(contact) for contact in extraction.contacts],
        "statements": [_statement(statement) for statement in extraction.statements],
        "events": [_event(event) for event in extraction.events],
        "moves": [_move(move) for move in extraction.moves],
        "made_by": extraction.made_by,
    }


def annotation_line(outcome: tuple[Document, Extraction] | Drop, id_: str | None) -> str:
    """The annotation of a document on one line, or in its place why there is none."""
    found = {"id": id_, "dropped": drop_json(outcome)} if isinstance(outcome, Drop) else annotation(*outcome)
    return json.dumps(found, ensure_ascii=False)


def drop_json(drop: Drop) -> Json:
    """What could not be used, and why."""
    return {"stage": drop.stage, "where": drop.where, "reason": drop.reason, "hint": drop.hint}


def _block(block: Block, text: str) -> Json:
    starts = text[block.start : min(block.end, block.start + STARTS)]
    return {"kind": block.kind, "starts": starts, "start": block.start, "end": block.end}


def _statement(s: Statement) -> Json:
    return {
        "id": s.id, "kind": s.kind, **_quoted("text", s.content), **_quoted("cue", s.cue),
        **_quoted("mention", s.mention), "speaker": s.speaker, "speaker_state": s.speaker_state,
        "source": s.chain[0].actor.label if s.chain else None, "chain": [relay.actor.label for relay in s.chain],
        "channel": s.channel, **_quoted("channel_evidence", s.channel_evidence), **_quoted("hedge", s.hedge),
        "addressees": [_cited(e) for e in s.addressees], "tone": [_cited(e) for e in s.tone],
        "topics": [_cited(e) | {"topic": e.rule.removeprefix("topic ")} for e in s.topics],
        "act": s.act, "strength": s.strength, "group": s.group, "rule": s.content.rule,
    }  # fmt: skip


def _event(e: Event) -> Json:
    return {
        "id": e.id, "type": e.type, "mode": e.mode, "status": e.status, "actors": _codes(e.actors),
        "recipients": _codes(e.recipients), **_when("date", e.when), "place": e.place, "contexts": list(e.contexts),
        **_quoted("evidence", e.evidence), "teller": e.teller, "rule": e.evidence.rule,
    }  # fmt: skip


def _move(m: Move) -> Json:
    return {
        "id": m.id, "matter": m.matter, "name": m.name, "state": m.state, "status": m.status,
        "parties": _parties(m.parties), **_when("date", m.when), **_quoted("evidence", m.evidence), "teller": m.teller,
        "rule": m.evidence.rule,
    }  # fmt: skip


def _contact(c: Contact) -> Json:
    first = c.tellings[0] if c.tellings else None
    return {
        "id": c.id, "mode": c.mode, "status": c.status, **_when("date", c.when), "place": c.place,
        "parties": _parties(c.parties), **_quoted("evidence", first), "rule": first.rule if first else None,
    }  # fmt: skip


def _codes(actors: Iterable[Actor]) -> list[str]:
    """PLOVER codes, each once; a state alone where the sector is not known."""
    return list(dict.fromkeys(code for actor in actors if (code := actor.code or actor.state)))


def _parties(actors: Iterable[Actor]) -> list[Json]:
    return [{"name": actor.name, "state": actor.state, "office": actor.office} for actor in actors]


def _quoted(name: str, evidence: Evidence | None) -> Json:
    """A string of the text with its offsets, all null where there is none."""
    if evidence is None:
        return {name: None, f"{name}_start": None, f"{name}_end": None}
    return {name: evidence.quote, f"{name}_start": evidence.start, f"{name}_end": evidence.end}


def _began(when: When) -> str | None:
    """A time in ISO form: a few days by the first of them, longer stretches by the month or year that holds them.

    A week stays null: it is no day, and often two months.
    """
    if when.iso is not None or when.start is None or when.end is None or when.grain == "week":
        return when.iso
    first, last = when.start, when.end - timedelta(days=1)
    days = (last - first).days + 1
    if when.grain == "span" and days < _WEEK:
        return first.isoformat()
    if when.grain == "span" and days == _WEEK and when.basis == "relative":  # "the past week"
        return None
    if (first.year, first.month) == (last.year, last.month):
        return first.isoformat()[:7]
    return str(first.year) if first.year == last.year else None


def _when(name: str, when: When) -> Json:
    return {name: _began(when), f"{name}_basis": when.basis}


# ---- copies ----------------------------------------------------------------------------------------------------------
def family_json(family: Family) -> Json:
    """A family of copies, as `readout copies` writes it."""
    return {"family": family.id, "documents": list(family.documents), "edges": [_edge(edge) for edge in family.edges]}


def _edge(edge: Edge) -> Json:
    return {
        "from": edge.before, "to": edge.after, "kind": edge.kind, "direction": edge.direction,
        "via_unseen": edge.via_unseen, "why": list(edge.why),
        "edits": [{"kind": e.kind, **_place("from", e.before), **_place("to", e.after)} for e in edge.edits],
    }  # fmt: skip


def _place(name: str, span: Span | None) -> Json:
    return {f"{name}_start": span.start if span else None, f"{name}_end": span.end if span else None}


# ---- comparisons -----------------------------------------------------------------------------------------------------
def comparison_json(
    group: str, contacts: Sequence[Contact], comparisons: Iterable[Comparison], documents: Iterable[Document]
) -> Json:
    """The contacts of one group of documents and the accounts of them, as `readout compare DOCS.jsonl` writes them."""
    held = {document.id for document in documents}
    by_contact = {comparison.contact: comparison for comparison in comparisons}
    pairs = {
        pair for contact in contacts for pair in itertools.combinations(sorted(held & _concerned(contact, contacts)), 2)
    }
    return {
        "group": group,
        "contacts": [_compared(contact, by_contact.get(contact.id)) for contact in contacts],
        "same_contact_pairs": [list(pair) for pair in sorted(pairs)],
    }


def _concerned(contact: Contact, contacts: Iterable[Contact]) -> set[str]:
    """The documents that are on a contact: not those that tell of one held first and of this as still to come."""
    documents = {*contact.documents, *contact.announced_by}
    if contact.status not in {"planned", "proposed"}:
        return documents
    first = {telling.document: telling.start for telling in reversed(contact.tellings)}
    passing = {
        telling.document
        for other in contacts
        if other.status == "held"
        for telling in other.tellings
        if telling.start < first.get(telling.document, 0)
    }
    return documents - passing


def _compared(contact: Contact, comparison: Comparison | None) -> Json:
    others = [also.iso for also in contact.also if also.iso]
    laid = comparison or Comparison(contact.id, (), ())
    facts: Json = {
        "id": contact.id, "mode": contact.mode, "status": contact.status, **_when("date", contact.when),
        "date_other": others[0] if others else None, "place": contact.place,
        "parties": _parties(laid.parties or contact.parties),
        "documents": [id_ for id_ in contact.documents if id_ not in contact.announced_by],
        "announced_by": list(contact.announced_by), "reasons": list(contact.reasons),
        "evidence": [_cited(telling) for telling in contact.tellings],
    }  # fmt: skip
    return facts | {
        "accounts": [_account(account) for account in laid.accounts],
        "topics": [_row(row) for row in laid.rows],
        "imputed": [_cited(evidence) for evidence in laid.imputed],
        "next_steps": [_cited(evidence) for evidence in laid.next_steps],
        "tone": [{"document": word.document, "word": word.quote} | _cited(word) for word in laid.tone],
        "shared_phrases": list(laid.shared_phrases),
    }


def _account(account: Account) -> Json:
    return {
        "party": account.party, "document": account.document, "kind": account.kind,
        "release_office": account.office, "full": account.full,
    }  # fmt: skip


def _row(row: Row) -> Json:
    return {
        "topic": row.topic, "by": [_cell(cell) for cell in row.cells], "relation": row.relation, "reason": row.reason,
    }  # fmt: skip


def _cell(cell: Cell) -> Json:
    return {
        "party": cell.party, "agent": cell.agent, "verb": cell.verb, "act": cell.act, "strength": cell.strength,
        **_cited(cell.evidence),
    }  # fmt: skip


def _cited(evidence: Evidence) -> Json:
    return {"document": evidence.document, **_quoted("evidence", evidence), "rule": evidence.rule}


def comparison_markdown(
    contact: Contact,
    comparison: Comparison,
    called: Mapping[str, str],
    since: Iterable[tuple[Since, When | None]] = (),
) -> str:
    """The accounts of a contact as a Markdown table, every cell with its document.

    Below the topics stand, side by side, what each party's text adds: tone, next steps, what it imputes, and what it
    changes against the party's own account of the contact before, with that contact's day.
    """
    sides = tuple(dict.fromkeys(account.party for account in comparison.accounts))
    place = f", {contact.place}" if contact.place else ""
    head = f"**{contact.mode}**, {contact.status}, {wording.days(contact)}{place}: {wording.parties(contact)}"
    lines = [head, "", f"| topic | {' | '.join(sides)} |", f"|---|{'---|' * len(sides)}"]
    sources = (_markdown_sources(side, comparison.accounts, called) for side in sides)
    lines += [f"| **source** | {' | '.join(sources)} |"]
    for row in comparison.rows:
        cells = [
            _markdown_cell(row, side, called) or f"*{wording.absent(side, comparison.accounts)}*" for side in sides
        ]
        lines.append(f"| {_escaped(row.topic)} ({wording.relation(row)}) | {' | '.join(cells)} |")
    lines += _markdown_notes(comparison, sides, called)
    for changed, before in since:
        told = "<br>".join(f"{label}: {_escaped(topics)}" for label, topics in wording.changed(changed))
        day = f"the contact of {wording.day(before)}" if before else "the contact before"
        cells = [told if side == changed.party else "" for side in sides]
        lines += [f"| **changed since {day}** | {' | '.join(cells)} |"] if told else []
    return "\n".join(lines) + "\n"


def _markdown_sources(side: str, accounts: Iterable[Account], called: Mapping[str, str]) -> str:
    """Where a party's words come from, text by text."""
    mine = (account for account in accounts if account.party == side)
    told = (f"{wording.account(account)} ({called.get(account.document, account.document)})" for account in mine)
    return "<br>".join(_escaped(source) for source in dict.fromkeys(told))


def _markdown_cell(row: Row, side: str, called: Mapping[str, str]) -> str:
    """A party's words on a topic, each once; nothing where it has none."""
    first = {wording.folded(cell.evidence.quote): cell for cell in reversed(row.cells) if cell.party == side}
    words = [
        f"“{_escaped(cell.evidence.quote)}” ({'; '.join(filter(None, (wording.told_by(cell), _doc(cell, called))))})"
        for cell in reversed(first.values())
    ]
    return "<br>".join(words)


def _doc(found: Cell | Evidence, called: Mapping[str, str]) -> str:
    return called.get(found.document, found.document)


def _markdown_notes(comparison: Comparison, sides: Sequence[str], called: Mapping[str, str]) -> Iterable[str]:
    """Tone, next steps and imputed words in the column of the party whose text has them; then what both texts share."""
    homes = {account.document: account.party for account in comparison.accounts}
    homes |= {cell.document: cell.party for row in comparison.rows for cell in row.cells}
    exact = {(c.document, c.evidence.start): c.party for row in comparison.rows for c in row.cells}
    notes = (
        ("tone", comparison.tone), ("next steps", comparison.next_steps),
        ("imputed to the other side, not confirmed by it", comparison.imputed),
    )  # fmt: skip
    for label, found in notes:
        columns = {side: [] for side in sides}  # type: dict[str, list[str]]
        for evidence in wording.distinct(found):
            side = exact.get((evidence.document, evidence.start), homes.get(evidence.document, ""))
            columns.setdefault(side, []).append(f"“{_escaped(evidence.quote)}” ({_doc(evidence, called)})")
        if found:
            yield f"| **{label}** | {' | '.join('<br>'.join(columns[side]) for side in sides)} |"
    if comparison.shared_phrases:
        shared = ", ".join(f"“{_escaped(phrase)}”" for phrase in comparison.shared_phrases)
        yield f"| **same words**: {shared} |{' |' * len(sides)}"


def _escaped(words: str) -> str:
    """Words that break neither the table nor its lines."""
    return " ".join(words.split()).replace("|", "\\|")
