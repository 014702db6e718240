"""Which stretches of which documents speak for which party of a contact.

In order: an official text speaks for its issuer; a transcript for whoever has the turn; a passage on the contact in a
text on other things only for itself; a report for those whose words it relays.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from readout.link.cells import Region, Sides
from readout.link.persons import surnames
from readout.link.telling import HEAD
from readout.link.titles import persons_named
from readout.records import Account, Actor, Contact, Document, Extraction, Span, Statement

_FIRST_PERSON = re.compile(r"\bI(?:['’](?:m|ve|d|ll))?\b")
_OFTEN = 1 / 800  # an "I" in so many characters makes a text somebody's remarks
# Cues that only say that something was said: the content alone is the party's words.
_PLAIN_ACTS = frozenset({"say", "answer", "announce", "report", "write"})

# Sectors whose words are their state's: its government, forces, services; and those of armed groups.
_SPEAKING = frozenset({"GOV", "MIL", "SPY", "REB", "UAF"})

Spoken = tuple[Account, tuple[Region, ...]]


def accounts_of(contact: Contact, sides: Sides, document: Document, extraction: Extraction) -> Iterator[Spoken]:
    """The accounts that one document gives of a contact, each with the regions that hold it."""
    if document.issuer is None:
        yield from _relayed(contact, sides, document, extraction)
    elif _leads(contact, document) and not is_remarks(document):
        account = Account(document.issuer, document.id, "own-release", document.office, full=True)
        yield account, tuple(_release(document, document.issuer, extraction))
    else:
        yield from _remarks(contact, document, document.issuer, extraction)


def is_remarks(document: Document) -> bool:
    """Whether a party's own text is a transcript or a speech, not a report of its office."""
    text = document.text
    return len(document.turns) > 1 or len(_FIRST_PERSON.findall(text)) > max(3, len(text) * _OFTEN)


def _leads(contact: Contact, document: Document) -> bool:
    """Whether the document is about the contact, not only a passage of it."""
    paragraphs = document.spans("paragraph")
    first = min(evidence.start for evidence in contact.tellings if evidence.document == document.id)
    return not paragraphs or first < paragraphs[0].start + HEAD


# ---- official texts --------------------------------------------------------------------------------------------------
def _release(document: Document, issuer: str, extraction: Extraction) -> Iterator[Region]:
    """A release speaks for its issuer throughout; its direct quotations are read with their own speaker and verb."""
    quoted = [statement for statement in extraction.statements if statement.kind == "direct" and statement.cue]
    for statement in quoted:
        yield _of_statement(document, extraction, issuer, statement)
    for paragraph in document.spans("paragraph"):
        for span in _without(paragraph, [statement.content.span for statement in quoted]):
            yield Region(document, span, extraction.mentions, issuer, own=True)


def _without(whole: Span, holes: Sequence[Span]) -> Iterator[Span]:
    at = whole.start
    for hole in sorted(holes):
        if whole.meets(hole):
            if hole.start > at:
                yield Span(at, hole.start)
            at = max(at, hole.end)
    if at < whole.end:
        yield Span(at, whole.end)


def _remarks(contact: Contact, document: Document, issuer: str, extraction: Extraction) -> Iterator[Spoken]:
    """Each party's turns in a transcript or speech; of a text on other things only the paragraphs on the contact.

    Where persons of both sides stand in the title and both speak, the text is on their contact throughout; where one
    side alone answers questions on it, what tells of the contact is taken, and not what else is asked.
    """
    said = tuple(_turns(contact, document, issuer))
    titled = len(persons_named(document.title or "", contact)) > 1
    whole = (titled and len({party for party, _ in said}) > 1) or _leads(contact, document)
    tellings = [evidence.span for evidence in contact.tellings if evidence.document == document.id]
    turns: defaultdict[str, list[Region]] = defaultdict(list)
    for party, span in said:
        beside = whole or any(span.meets(telling) for telling in tellings)
        if beside or titled:
            turns[party].append(Region(document, span, extraction.mentions, party, own=False, telling=not beside))
    for party in sorted(turns):
        office = document.office if party == issuer else None
        yield Account(party, document.id, "own-remarks", office, full=False), tuple(turns[party])


def _turns(contact: Contact, document: Document, issuer: str) -> Iterator[tuple[str, Span]]:
    """Paragraphs with the party who speaks: the turn's speaker if a guest, else the issuer's side; not questions."""
    first = document.turns[0].span.start if document.turns else len(document.text)
    for paragraph in document.spans("paragraph"):
        if paragraph.end <= first:
            yield issuer, paragraph
        for turn in document.turns:
            if turn.kind == "speech" and turn.words.meets(paragraph):
                said = Span(max(turn.words.start, paragraph.start), min(turn.words.end, paragraph.end))
                yield _labelled(turn.speaker or "", contact) or issuer, said


def _labelled(label: str, contact: Contact) -> str | None:
    words = set(label.lower().split())
    named = (party.state for party in contact.parties if party.name and surnames(party.name) & words)
    return next(named, None)


# ---- reports ---------------------------------------------------------------------------------------------------------
def _relayed(contact: Contact, sides: Sides, document: Document, extraction: Extraction) -> Iterator[Spoken]:
    """What a report relays of each party; of a report on a later contact only what stands beside the mention."""
    spoken: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in extraction.statements:
        if not _speaks_of(contact, statement, document, extraction):
            continue
        teller = _teller(statement)
        if teller is not None and teller.state in sides.states and _speaks_for_it(teller):
            spoken[teller.state].append(statement)
    for party in sorted(spoken):
        regions = tuple(_outermost(document, extraction, party, spoken[party]))
        yield Account(party, document.id, "news-account", _office(spoken[party]), full=False), regions


def _teller(statement: Statement) -> Actor | None:
    """Whose word it is: the outermost relay's, else the speaker's, if all speakers are of one state."""
    if statement.chain:
        return statement.chain[0].actor
    return statement.speakers[0] if statement.speaker_state else None


def _speaks_for_it(actor: Actor) -> bool:
    """Whether somebody's word is that of a party: of its government or forces, or of the organisation itself."""
    scope, _, sector = (actor.code or "").partition(":")
    return sector in _SPEAKING or scope == "IGO" or actor.kind in {"state", "organisation"}


def _speaks_of(contact: Contact, statement: Statement, document: Document, extraction: Extraction) -> bool:
    """Whether a report's statement is on this contact and not on another one of the same parties told before it."""
    places = [evidence.span for evidence in contact.tellings if evidence.document == document.id]
    others = (told for told in extraction.contacts if told.states == contact.states)
    chief = min((told.tellings[0].span for told in others), default=None)
    if (chief is None or any(chief.meets(place) for place in places)) and _leads(contact, document):
        return True
    beside = (p for p in document.spans("paragraph") if any(p.meets(place) for place in places))
    return any(paragraph.covers(statement.content.span) for paragraph in beside)


def _outermost(
    document: Document, extraction: Extraction, party: str, statements: Sequence[Statement]
) -> Iterator[Region]:
    """The outermost stretches that a report gives as a party's words."""
    regions = [_of_statement(document, extraction, party, statement) for statement in statements]
    regions.sort(key=lambda region: (-len(region.span), region.span))
    kept: list[Region] = []
    for region in regions:
        if not any(region.span.meets(other.span) for other in kept):
            kept.append(region)
    yield from sorted(kept, key=lambda region: region.span)


def _of_statement(document: Document, extraction: Extraction, party: str, statement: Statement) -> Region:
    """The content of a statement, with its verb where that verb is more than "said"."""
    start = statement.content.start
    cue = statement.cue
    if cue and cue.start < start and statement.act not in _PLAIN_ACTS:
        start = min(cue.start, statement.mention.start if statement.mention else cue.start)
    span = Span(start, statement.content.end)
    verb = cue.quote if cue else None
    return Region(
        document, span, extraction.mentions, party,
        own=True, verb=verb, act=statement.act, strength=statement.strength,
    )  # fmt: skip


def _office(statements: Sequence[Statement]) -> str | None:
    """Through whom a report has a party's words most often."""
    labels = (s.chain[0].actor.label if s.chain else s.speaker for s in statements)
    counted = Counter(label for label in labels if label)
    return min(counted, key=lambda label: (-counted[label], label)) if counted else None
