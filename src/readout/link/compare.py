"""The accounts of one contact side by side.

In order: which documents speak for which party; the cells of each account; the rows, by topic first and by shared words
where no topic is known; how each row's cells relate; then what one side imputes to the other, the next steps, the tone
and the phrases that both sides use.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from readout.codebook.compiled import Compiled
from readout.extract.statements.details import tone_pattern, toned
from readout.link.accounts import accounts_of
from readout.link.cells import BOTH, CellReader, Draft, Sides
from readout.link.content import content_pairs, content_words
from readout.link.relations import act_class, difference, relate
from readout.records import (
    Account,
    Cell,
    Comparison,
    Contact,
    Document,
    Evidence,
    Extraction,
    Family,
    Row,
    Span,
)
from readout.text import plain, sentences, words

# What goes on as before, what is not done and what something "will be" are no steps.
_FUTURE = re.compile(
    r"\b(?:(?<!that )(?<!which )(?:will|would|shall)(?! (?:not|continue|remain|become|spare|be [a-z]+(?<!ed|ld)) )|"
    r"are to|is to|to be held|agreed to|pledged|intends? to|plans? to|planned|upcoming|"
    r"next (?:week|month|year|package|round|step)s?|in the (?:coming|next) (?:days|weeks|months|year)|"
    r"starting (?:early |late )?next|preparations? for|looks? forward|further efforts|efforts to continue|"
    r"agreement to (?:continue|launch|hold))\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|should|unless|in case)\b", re.IGNORECASE)
# Beside these a word of tone tells how strong a commitment is.
_COMMITTED = ("response", "support", "commitments?")
_MAX_REMARKS = 2  # cells of one document's remarks in one row
_STRONG = 2  # words of a phrase that place a remark beyond doubt
_SHARED = 3  # content words that make a phrase worth naming, or two clauses one subject
_AGAIN = 0.75  # share of content words that make two cells of one party the same thing said again
_LABEL = 8
_TALKED = 2  # the rung of "discussed": up to it an act of both is talk without a stance
# "Discussed the importance of" is more than talk: both are said to hold it for important.
_STANCE = re.compile(
    r"\b(?:the (?:importance|need|necessity|urgency) (?:of|for|to)|preparations? for|plans? (?:for|to))\b"
)
_GRATEFUL = frozenset({"thank", "praise"})
_GRANTED = re.compile(
    r"\b(?:support(?: of [\w.’' ]{2,40}?)? for|"
    r"(?:readiness|willingness|commitment|intention|promise|pledge|decision) to)\s"
)
_BORNE_OUT = 2  # content words that two sides' cells of one topic share where one bears out the other


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a comparison is made from: the contact, its documents and what was read in them."""

    contact: Contact
    documents: Mapping[str, Document]
    extractions: Mapping[str, Extraction]
    sides: Sides


def compare(
    contact: Contact,
    documents: Sequence[Document],
    extractions: Sequence[Extraction],
    families: Sequence[Family],
    rules: Compiled,
) -> Comparison:
    """Each party's own account of the contact, topic by topic."""
    held = {document.id: document for document in documents if document.id in contact.documents}
    read = {extraction.document: extraction for extraction in extractions if extraction.document in held}
    members = {org.id: frozenset(org.members) for org in rules.codebook.organisations}
    scene = _Scene(contact, held, read, Sides(frozenset(contact.states), contact.parties, members))
    reader = CellReader.of(rules)
    accounts: list[Account] = []
    drafts: list[Draft] = []
    for id_ in contact.documents:
        if id_ in read:
            for account, regions in accounts_of(contact, scene.sides, held[id_], read[id_]):
                found = [draft for region in regions for draft in reader.drafts(region, scene.sides)]
                accounts += [account] if found or account.kind != "news-account" else []
                drafts += found
    rows = tuple(_row(group, name, contact, accounts) for name, group in _rows(_apart(drafts), reader))
    cells = [cell for row in rows for cell in row.cells]
    remarks = {account.document for account in accounts if account.kind == "own-remarks"}
    return Comparison(
        contact=contact.id,
        accounts=tuple(accounts),
        rows=tuple(sorted(rows, key=lambda row: _order(row, contact))),
        imputed=_imputed(rows, scene.sides.states),
        next_steps=_next_steps([cell for cell in cells if cell.document not in remarks]),
        tone=_tone(scene, cells, rules),
        shared_phrases=_shared_phrases(cells, {m: family.id for family in families for m in family.documents}),
    )


# ---- rows ------------------------------------------------------------------------------------------------------------
def _apart(drafts: Sequence[Draft]) -> list[Draft]:
    """Each stretch of a document once."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for draft in drafts:
        key = (draft.cell.document, draft.cell.evidence.start, draft.cell.evidence.end)
        if key not in seen:
            seen.add(key)
            kept.append(draft)
    return kept


def _rows(drafts: Sequence[Draft], reader: CellReader) -> list[tuple[str, list[Draft]]]:
    """Drafts laid into rows: by topic, by kindred topics, then by shared words."""
    makers = [draft for draft in drafts if draft.makes_row]
    sides: defaultdict[str, set[str]] = defaultdict(set)
    for draft in makers or drafts:
        for topic, _ in draft.topics:
            sides[topic].add(draft.cell.party)
    by_topic: defaultdict[str, list[Draft]] = defaultdict(list)
    loose: list[Draft] = []
    for draft in makers:
        chosen = _chosen(draft, sides)
        (by_topic[chosen] if chosen else loose).append(draft)
    _join_kin(by_topic, reader.topics.kin)
    named = [(reader.topics.names[topic], group) for topic, group in sorted(by_topic.items())]
    named += _by_words(loose, [group for _, group in named])
    _add_remarks([draft for draft in drafts if not draft.makes_row], by_topic)
    return named


def _chosen(draft: Draft, sides: Mapping[str, set[str]]) -> str | None:
    """The topic a draft stands under: the weightiest, but one that the other side raises too counts for more."""
    ranked = sorted(draft.topics, key=lambda item: (-(item[1] + (len(sides[item[0]]) > 1)), item[0]))
    return ranked[0][0] if ranked else None


def _parties(group: Sequence[Draft]) -> set[str]:
    return {draft.cell.party for draft in group}


def _join_kin(by_topic: dict[str, list[Draft]], kin: frozenset[tuple[str, str]]) -> None:
    """Lays together the rows of kindred topics that one side alone has, each the other."""
    for first, second in sorted(kin):
        here, there = by_topic.get(first), by_topic.get(second)
        if here and there and len(_parties(here)) == len(_parties(there)) == 1 and _parties(here) != _parties(there):
            here += by_topic.pop(second)


def _by_words(loose: Sequence[Draft], groups: Sequence[list[Draft]]) -> list[tuple[str, list[Draft]]]:
    """Rows for drafts without a topic: beside their own side's same words, or another side's that share most, or alone.

    One's own words count first: a party says the same in its release and through a report.
    """
    own: list[tuple[str, list[Draft]]] = []
    for draft in loose:
        candidates = [*groups, *(group for _, group in own)]
        again = next((group for group in candidates if any(_repeats(draft, other) for other in group)), None)
        best = again or max(candidates, key=lambda group: _common(draft, group), default=None)
        if best is not None and (again or _common(draft, best) >= _SHARED):
            best.append(draft)
        else:
            own.append((_label(draft), [draft]))
    return own


def _common(draft: Draft, group: Sequence[Draft]) -> int:
    """How many content words a draft shares with another side's in the group; side by side, two count as three."""
    return max((_likeness(draft, other) for other in group if other.cell.party != draft.cell.party), default=0)


def _repeats(one: Draft, other: Draft) -> bool:
    """Whether one party says the same thing again: most content words of the shorter cell stand in the longer one."""
    common = len(one.words & other.words)
    shorter = min(len(one.words), len(other.words))
    return one.cell.party == other.cell.party and common >= max(2, _AGAIN * shorter)


def _likeness(one: Draft, other: Draft) -> int:
    pairs = content_pairs(one.cell.evidence.quote) & content_pairs(other.cell.evidence.quote)
    return len(one.words & other.words) + bool(pairs)


def _label(draft: Draft) -> str:
    """The first words of a cell's content, after its verb, without small words at their ends."""
    evidence, verb = draft.cell.evidence.quote, draft.cell.verb
    place = evidence.find(verb)
    rest = evidence[place + len(verb) :] if place >= 0 else evidence
    return " ".join(_bare(rest.split()[:_LABEL])).strip(" ,;:.\"'“”’") or verb


def _add_remarks(remarks: Sequence[Draft], by_topic: Mapping[str, list[Draft]]) -> None:
    """Adds what a party's remarks say on a topic that has a row already, its weightiest cells only.

    What has a verb of the ladder comes first; a mere "is" or "have" stands in only where there is nothing better.
    """
    ranked = sorted(
        remarks, key=lambda d: (d.cell.act == "act", -(d.topics[0][1] if d.topics else 0), d.cell.evidence.start)
    )
    added: Counter[tuple[str, str]] = Counter()
    for draft in ranked:
        topic = next((topic for topic, weight in draft.topics if topic in by_topic and weight >= _STRONG), None)
        key = (topic or "", draft.cell.document)
        most = _MAX_REMARKS if draft.cell.act != "act" else 1
        if topic and added[key] < most:
            added[key] += 1
            by_topic[topic].append(draft)


def _row(group: Sequence[Draft], name: str, contact: Contact, accounts: Sequence[Account]) -> Row:
    cells = tuple(sorted((draft.cell for draft in group), key=lambda cell: _place(cell, contact)))
    full = frozenset(account.party for account in accounts if account.full)
    heard = sorted({account.party for account in accounts})
    relation, reason = relate(cells, heard if len(heard) > 1 else contact.states, full)
    return Row(name, cells, relation, reason)


def _place(cell: Cell, contact: Contact) -> tuple[int, int, str]:
    ids = contact.documents
    return ids.index(cell.document), cell.evidence.start, cell.party


def _order(row: Row, contact: Contact) -> tuple[int, tuple[int, int, str]]:
    """What both raise first, then what differs, then what one side alone has; inside that by first place."""
    rank = {"both": 0, "differ": 1, "only-one": 2}[row.relation]
    return rank, _place(row.cells[0], contact)


# ---- what one side says of the other, what is to come, how it was --------------------------------------------------
def _imputed(rows: Sequence[Row], states: frozenset[str]) -> tuple[Evidence, ...]:
    """Acts of the other side, or of both, that no cell of the other side's texts in that row bears out.

    A state that took no part imputes nothing: all that it tells is hearsay.
    """
    found = []
    for row in rows:
        for cell in (cell for cell in row.cells if cell.party in states):
            others = [other for other in row.cells if other.party != cell.party]
            if _speaks_for_other(cell) and not any(_bears_out(other, cell) for other in others):
                found.append(replace(cell.evidence, rule="imputed"))
    return tuple(found)


def _speaks_for_other(cell: Cell) -> bool:
    """Whether a cell tells of the other side's act, or of a stance of both; that both talked of a thing is none.

    Thanks for what the other side supports or has promised tell of it as well.
    """
    if cell.agent == BOTH:
        stance = act_class(cell) != "talk" or (cell.strength or 0) > _TALKED
        return stance or bool(_STANCE.search(cell.evidence.quote))
    return cell.agent != cell.party or (cell.act in _GRATEFUL and bool(_GRANTED.search(cell.evidence.quote)))


def _bears_out(other: Cell, cell: Cell) -> bool:
    """Whether the other side's words say the same: of one subject, and not of its own act alone against both's."""
    if cell.agent == BOTH and other.agent == other.party and difference(cell, other):
        return False
    return len(content_words(other.evidence.quote) & content_words(cell.evidence.quote)) >= _BORNE_OUT


def _next_steps(cells: Sequence[Cell]) -> tuple[Evidence, ...]:
    """Cells whose words look ahead; a threat on a condition is no step."""
    return tuple(
        replace(cell.evidence, rule="next-step")
        for cell in cells
        if _FUTURE.search(cell.evidence.quote) and not _CONDITION.search(cell.evidence.quote)
    )


def _tone(scene: _Scene, cells: Sequence[Cell], rules: Compiled) -> tuple[Evidence, ...]:
    """Words for the talk itself or for the strength of a commitment, in cells and in the sentences that tell of it."""
    pattern = tone_pattern(rules.codebook.tone, *_COMMITTED)
    if pattern is None:
        return ()
    found: set[tuple[str, int, int]] = set()
    for evidence in [*(cell.evidence for cell in cells), *scene.contact.tellings]:
        document = scene.documents.get(evidence.document)
        if document is not None:
            around = _sentence(document, evidence.span)
            found.update((document.id, span.start, span.end) for span in toned(plain(document.text), around, pattern))
    return tuple(scene.documents[id_].quote(start, end, "tone") for id_, start, end in sorted(found))


def _sentence(document: Document, span: Span) -> Span:
    """The sentence that a stretch begins in, up to the stretch's end."""
    paragraph = next((block for block in document.spans("paragraph") if block.covers(span)), span)
    within = (s for s in sentences(document.text, paragraph.start, paragraph.end) if s.start <= span.start < s.end)
    found = next(within, span)
    return Span(min(found.start, span.start), max(found.end, span.end))


def _shared_phrases(cells: Sequence[Cell], family_of: Mapping[str, str]) -> tuple[str, ...]:
    """The longest runs of words that two parties' cells have in common; a copy's words are its original's."""
    texts: dict[tuple[str, str, str], list[str]] = {}
    for cell in cells:
        quote = cell.evidence.quote
        key = (cell.party, family_of.get(cell.document, cell.document), " ".join(quote.lower().split()))
        texts.setdefault(key, [span.of(plain(quote)) for span in words(quote)])
    listed = sorted(texts.items())
    runs: set[tuple[str, ...]] = set()
    for n, ((party, _, _), first) in enumerate(listed):
        for (other, _, _), second in listed[n + 1 :]:
            if party != other:
                runs.update(_common_runs(first, second))
    phrases = sorted({" ".join(run) for run in runs}, key=lambda phrase: (-len(phrase), phrase))
    longest: list[str] = []
    for phrase in phrases:
        if not any(phrase.lower() in other.lower() for other in longest):
            longest.append(phrase)
    return tuple(longest)


def _common_runs(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The longest common runs of two word lists that carry enough content words."""
    low, other = [word.lower() for word in first], [word.lower() for word in second]
    previous = [0] * (len(other) + 1)
    for i, word in enumerate(low):
        current = [0] * (len(other) + 1)
        for j, match in enumerate(other):
            if word == match:
                current[j + 1] = previous[j] + 1
                ends = i + 1 == len(low) or j + 1 == len(other) or low[i + 1] != other[j + 1]
                run = _bare(first[i + 1 - current[j + 1] : i + 1])
                if ends and len(content_words(" ".join(run))) >= _SHARED:
                    yield run
        previous = current


def _bare(run: Sequence[str]) -> tuple[str, ...]:
    """The run without marks and small words at its ends."""
    inside = list(run)
    while inside and not content_words(inside[0]):
        inside.pop(0)
    while inside and not content_words(inside[-1]):
        inside.pop()
    return tuple(inside)
