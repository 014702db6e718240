"""All records of Readout, in the order in which the pipeline makes them.

Records are frozen; what belongs together is compared by value. Spans are half-open counts of characters of the
document's own text, and an `Evidence` always satisfies `quote == document.text[start:end]`. Whatever is not known is
`None` (or an empty tuple) and a reason stands beside it where the reader would ask for one.
"""

import dataclasses
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Basis = Literal["stated", "metadata", "relative", "inferred", "sibling", "unknown"]
Grain = Literal["day", "week", "month", "quarter", "season", "year", "decade", "span", "unknown"]
BlockKind = Literal[
    "headline", "dateline", "byline", "paragraph", "caption", "credit", "contact", "related", "promo",
    "end-mark", "note",
]  # fmt: skip
TurnKind = Literal["speech", "question", "moderator", "aside"]
Status = Literal[
    "happened", "planned", "proposed", "denied", "hypothetical", "background",
    "held", "ongoing", "cancelled", "refused",
]  # fmt: skip
ActorKind = Literal["person", "body", "state", "organisation", "group", "people", "unknown"]
StatementKind = Literal["direct", "mixed", "indirect"]
EdgeKind = Literal["copy", "edited", "shared-source"]
EditKind = Literal["house-style", "reworded", "moved", "added", "dropped", "changed-fact"]
AccountKind = Literal["own-release", "own-remarks", "news-account"]
Relation = Literal["both", "differ", "only-one"]


def content_id(prefix: str, *parts: object) -> str:
    """An id made of what the record says, so that a second run gives the same one.

    >>> content_id("event", "doc-1", 17, 42)
    'event-5175dc0939bc'
    """
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()
    return f"{prefix}-{digest[:12]}"


# ---- text and its places ---------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of characters: `Span(0, 5)` is the first five."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        _set_start(self, start)
        _set_end(self, end)

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


# Six hundred spans are made for a page of news; by its slots one is made in two thirds of the time.
_set_start, _set_end = (Span.__dict__[name].__set__ for name in ("start", "end"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """The address of a finding: where it stands, in which words, and which rule read it there."""

    document: str
    start: int
    end: int
    quote: str
    rule: str

    @property
    def span(self) -> Span:
        """The place without the words."""
        return Span(self.start, self.end)


def evidence_of(record: object) -> Iterator[Evidence]:
    """Every piece of evidence inside a record, however deep.

    >>> from readout.records import Told
    >>> told = Told("family-1", "event-1", "event", (Evidence("doc-1", 3, 9, "warned", "threaten.warn"),))
    >>> [evidence.quote for evidence in evidence_of(told)]
    ['warned']
    """
    if isinstance(record, Evidence):
        yield record
    elif isinstance(record, tuple):
        for part in record:
            yield from evidence_of(part)
    elif dataclasses.is_dataclass(record):
        for part in dataclasses.fields(record):
            yield from evidence_of(getattr(record, part.name))


@dataclass(frozen=True, slots=True)
class Drop:
    """Something that could not be used: which stage refused it, where it is, why, and what would help."""

    stage: str
    where: str
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of time: first day, day after the last, how fine it is, and how we know.

    "Aug. 6" in a report of 2021 is `When(date(2021, 8, 6), date(2021, 8, 7), "day", "inferred", reasons)`;
    "2021" is the whole year, never its first day. An unknown time has no days, basis "unknown" and its reasons;
    `candidates` holds the first days that remain possible.
    """

    start: date | None
    end: date | None
    grain: Grain
    basis: Basis
    reasons: tuple[str, ...] = ()
    candidates: tuple[date, ...] = ()

    @property
    def iso(self) -> str | None:
        """`2021-08-06`, `2021-08` or `2021`: no finer than it is known; None for weeks and open spans."""
        if self.start is None:
            return None
        whole = self.start.isoformat()
        return {"day": whole, "month": whole[:7], "year": whole[:4]}.get(self.grain)


def unknown_when(*reasons: str, candidates: tuple[date, ...] = ()) -> When:
    """A time that is not known, and why."""
    return When(None, None, "unknown", "unknown", reasons, candidates)


# ---- read and structure ----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Declared:
    """What came with a source besides its text: each field as declared there, untouched.

    `origins` says what each field was called there, as in `("published", "publish_date")`; `dates` holds every declared
    time under its own name, also those that are no day of publication.
    """

    id: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    group: str | None = None
    canonical: str | None = None
    retrieved: str | None = None
    language: str | None = None
    dates: tuple[tuple[str, str], ...] = ()
    origins: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One report as it came: where from, in which form, its decoded characters and what was declared with it.

    `encoding` is what the bytes of a file were decoded with, None where the text was not read off them letter for
    letter (mail, tables, offices). `offset` is where in the decoded file the text begins: not 0 in a digest.
    """

    where: str
    form: Literal["text", "html", "record"]
    text: str
    declared: Declared = Declared()
    encoding: str | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A typed stretch of a document; `rule` says what told its kind."""

    kind: BlockKind
    start: int
    end: int
    rule: str = ""

    @property
    def span(self) -> Span:
        """The place of the block."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a transcript: the words that open it, and what is said in it.

    `head` covers "SECRETARY LIND" or "Q" without colon and marks; `speaker` is the head's words where they name
    somebody, None for "Q", "QUESTION", "A". `words` may run over several paragraphs and begins behind asides that open
    it, as in "(via interpreter)"; `asides` are all those in the turn, which nobody says. In a turn of kind "aside"
    nothing else stands.
    """

    kind: TurnKind
    head: Span
    words: Span
    speaker: str | None = None
    asides: tuple[Span, ...] = ()

    @property
    def span(self) -> Span:
        """The whole turn, from its head to its last word."""
        return Span(self.head.start, self.words.end)


@dataclass(frozen=True, slots=True)
class Document:
    """One report or statement: its text, blocks, origin and day.

    `issuer` is the state whose office issues it where the document is itself an official release (then
    `office` names that office); both are None for news. Blocks do not overlap and are in order of place. `version` is
    an agency's mark of a later or urgent version ("2nd LD", "UPDATE 2"); `declared` is all that came with the source.
    `turns` are those of a transcript or an interview, in order; a text that merely quotes one has none. `own` is what
    the text itself says of its day, where a copy has lent it a day or a doubt.
    """

    id: str
    text: str
    blocks: tuple[Block, ...]
    published: When
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    agency: str | None = None
    authors: tuple[str, ...] = ()
    issuer: str | None = None
    office: str | None = None
    group: str | None = None
    where: str = ""
    version: str | None = None
    declared: Declared = Declared()
    turns: tuple[Turn, ...] = ()
    own: When | None = None

    def quote(self, start: int, end: int, rule: str) -> Evidence:
        """Evidence for a finding at `start:end` of this document's text."""
        return Evidence(self.id, start, end, self.text[start:end], rule)

    def spans(self, *kinds: BlockKind) -> tuple[Span, ...]:
        """The places of the blocks of these kinds, in order."""
        return tuple(block.span for block in self.blocks if block.kind in kinds)


# ---- extract ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts or speaks: a person in an office, a body, a state, an organisation, an armed group.

    `state` is ISO 3166 alpha-3, or an organisation's or group's usual short name ("UN", "Hamas").
    `code` is the PLOVER code `STATE:SECTOR` ("KOR:GOV", "IGO:UN", "PSE:REB").
    """

    kind: ActorKind
    name: str | None
    state: str | None
    office: str | None = None
    code: str | None = None

    @property
    def label(self) -> str:
        """The shortest words that name it: a name, else its office, else its state."""
        return self.name or self.office or self.state or "unnamed"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody else whom the words of a mention could have named, and what speaks against it."""

    actor: Actor
    reason: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name somebody. More than one actor: words for several ("the two ministers").

    `form` tells what kind of words, `reason` why they mean these actors. No actors: named, but not known.
    `candidates` are looked for on demand (`readout.resolve`) and else empty.
    """

    start: int
    end: int
    form: Literal["name", "surname", "title", "place", "adjective", "pronoun", "nominal", "joint"]
    actors: tuple[Actor, ...]
    reason: str
    candidates: tuple[Candidate, ...] = ()

    @property
    def span(self) -> Span:
        """The place of the words."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Relay:
    """One link of a source chain: who passes the words on, and the words that say so."""

    actor: Actor
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Statement:
    """Attributed speech: who says what, in which words, through what, and who relays it.

    `chain` runs from the outermost relay inwards and is empty where the speaker is quoted directly.
    `group` joins the parts of a quotation that its attribution splits. `act` is the class of the cue
    ("say", "urge", "agree" ...), `strength` its rung on the ladder of diplomatic verbs (0 to 9), None off it.
    `addressees` are the words for those it is said to, `tone` the words that colour a contact ("candid"), `hedge` the
    word by which the reporter does not vouch for it ("reportedly"), `topics` the words that name a topic of the
    codebook, each with its id as rule.
    """

    id: str
    document: str
    kind: StatementKind
    content: Evidence
    cue: Evidence | None
    mention: Evidence | None
    speakers: tuple[Actor, ...]
    chain: tuple[Relay, ...] = ()
    channel: str = "unspecified"
    channel_evidence: Evidence | None = None
    act: str = "say"
    strength: int | None = None
    group: int | None = None
    addressees: tuple[Evidence, ...] = ()
    tone: tuple[Evidence, ...] = ()
    hedge: Evidence | None = None
    topics: tuple[Evidence, ...] = ()

    @property
    def speaker(self) -> str | None:
        """The speakers' names as one phrase; None where nobody is named."""
        return " and ".join(actor.label for actor in self.speakers) or None

    @property
    def speaker_state(self) -> str | None:
        """The one state or organisation all speakers belong to, else None."""
        states = {actor.state for actor in self.speakers}
        return states.pop() if len(states) == 1 else None


@dataclass(frozen=True, slots=True)
class Event:
    """A PLOVER event: type, mode, who does it to whom, when and where, whether it happened, and who tells of it.

    `teller` is the id of the statement that it stands in; None means that the reporter tells it.
    """

    id: str
    document: str
    type: str
    mode: str | None
    status: Status
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    when: When
    evidence: Evidence
    place: str | None = None
    contexts: tuple[str, ...] = ()
    teller: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One occasion on which parties communicated, in all the documents that tell of it.

    As extracted from one document it has that document's evidence alone; linking joins the tellings.
    `when` is the day at the place of the first telling, `also` the other days that other capitals give it.
    """

    id: str
    mode: str
    status: Status
    when: When
    parties: tuple[Actor, ...]
    tellings: tuple[Evidence, ...]
    place: str | None = None
    also: tuple[When, ...] = ()
    announced_by: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that tell of it, in order and without repetition."""
        return tuple(dict.fromkeys(telling.document for telling in self.tellings))

    @property
    def states(self) -> tuple[str, ...]:
        """The states and organisations that took part, sorted."""
        return tuple(sorted({party.state for party in self.parties if party.state}))


@dataclass(frozen=True, slots=True)
class Move:
    """What one document tells of a long-lived matter between parties: the state that it comes to, and when.

    `matter` and `state` are the codebook's ("channel", "severed"), `name` is the noun in the text. `status` tells
    whether that came to pass: "happened", "planned", "proposed" (hoped for or asked for), "hypothetical", "denied".
    `teller` is the id of its statement.
    """

    id: str
    document: str
    matter: str
    name: str
    state: str
    status: Status
    parties: tuple[Actor, ...]
    when: When
    evidence: Evidence
    teller: str | None = None

    @property
    def states(self) -> tuple[str, ...]:
        """The states and organisations whose matter it is, sorted."""
        return tuple(sorted({party.state for party in self.parties if party.state}))


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one document yields, and what made it (language backend, codebook version)."""

    document: str
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    contacts: tuple[Contact, ...]
    made_by: str
    moves: tuple[Move, ...] = ()


# ---- link ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Edit:
    """One difference between two texts: no `before` for what was added, no `after` for what was dropped."""

    kind: EditKind
    before: Span | None
    after: Span | None


@dataclass(frozen=True, slots=True)
class Edge:
    """How two documents of a family hang together. `why` holds the evidence, also for the direction where it is known.

    `before` and `after` are document ids; where the direction is unknown their order says nothing. `via_unseen`: a text
    that is neither of the two seems to lie between them, another version or what both are made of; `why` says which.
    """

    before: str
    after: str
    kind: EdgeKind
    direction: Literal["known", "unknown"]
    why: tuple[str, ...]
    edits: tuple[Edit, ...]
    via_unseen: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """Documents that derive from one text; a document of its own is a family of one."""

    id: str
    documents: tuple[str, ...]
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class Learned:
    """A person in an office of a state, as texts introduce them; which of them the codebook knows is told on asking.

    `first` and `last` are the days of the first and the last report that says so, None where no report has a day;
    `evidence` is the place of the introduction in the first document of each family.
    """

    id: str
    name: str
    office: str
    state: str
    code: str | None
    first: date | None
    last: date | None
    documents: int
    families: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Documents of different families that tell of the same events, from independent texts, and why they belong."""

    id: str
    documents: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a telling begins: its document and the first of its characters."""

    document: str
    start: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an analyst says of two tellings: that they are of one contact ("same"), or that they are not ("apart").

    `made` is the moment, as ISO 8601 in UTC. Judgements are added, never changed; the latest on a pair holds.
    """

    first: Place
    second: Place
    verdict: Literal["same", "apart"]
    why: str
    made: str


@dataclass(frozen=True, slots=True)
class Told:
    """One statement or event of a family, counted once, with every place where a member tells it.

    `record` is the id of the first place's statement or event; `missing_from` lists members that lack it.
    """

    family: str
    record: str
    kind: Literal["statement", "event"]
    places: tuple[Evidence, ...]
    missing_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """What one party says of a contact in one document. `full`: the party's own whole text is held."""

    party: str
    document: str
    kind: AccountKind
    office: str | None
    full: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One party's words on one topic: its verb, who acts in the sentence (a state or "both") and the evidence."""

    party: str
    document: str
    agent: str
    verb: str
    act: str
    strength: int | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Row:
    """One topic of a comparison, the parties' cells, how they relate and why we say so."""

    topic: str
    cells: tuple[Cell, ...]
    relation: Relation
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The accounts of one contact laid side by side, topic by topic.

    `imputed` holds what one side says the other said or agreed and the other's held texts do not confirm. `parties`
    are those of the contact, where a small group beside two of its members stands for all of them.
    """

    contact: str
    accounts: tuple[Account, ...]
    rows: tuple[Row, ...]
    imputed: tuple[Evidence, ...] = ()
    next_steps: tuple[Evidence, ...] = ()
    tone: tuple[Evidence, ...] = ()
    shared_phrases: tuple[str, ...] = ()
    parties: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """One long-lived matter between parties and all that moved it, in order of day; moves of unknown day come first."""

    id: str
    kind: str
    states: tuple[str, ...]
    moves: tuple[Move, ...]

    def standing(self, day: date) -> Move | None:
        """The last move that had happened by `day`: where the matter stands then; None where none is known."""
        past = (m for m in self.moves if m.status == "happened" and m.when.start is not None and m.when.start <= day)
        return max(past, key=lambda move: (move.when.start or date.min, move.when.end or date.min), default=None)


ChangeKind = Literal["raised", "dropped", "strengthened", "weakened", "reworded"]


@dataclass(frozen=True, slots=True)
class Change:
    """What is new on one topic in a party's account, against its own earlier one; `gained` and `lost` are its words."""

    topic: str
    kind: ChangeKind
    before: Cell | None
    after: Cell | None
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Since:
    """A party's account of a contact against its account of the contact before with the same counterpart.

    `full`: both whole texts are held, so that what is not in them was not said there.
    """

    contact: str
    earlier: str
    party: str
    full: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a shard of an archive, or of many; `characters` and `bytes` of its lines and of its input.

    `drops` counts the reasons why sources could not be used.
    """

    sources: int = 0
    documents: int = 0
    characters: int = 0
    bytes: int = 0
    drops: tuple[tuple[str, int], ...] = ()


# ---- the whole -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was made of a set of sources, and what could not be used."""

    documents: tuple[Document, ...] = ()
    extractions: tuple[Extraction, ...] = ()
    families: tuple[Family, ...] = ()
    told: tuple[Told, ...] = ()
    contacts: tuple[Contact, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    drops: tuple[Drop, ...] = field(default=())
    matters: tuple[Matter, ...] = ()
    since: tuple[Since, ...] = ()
    stories: tuple[Story, ...] = ()
    judgements: tuple[Judgement, ...] = ()
