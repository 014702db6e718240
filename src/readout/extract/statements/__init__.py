"""Statements: who says what, in which words, through what, and who relays it.

In order: the story's paragraphs are cut into sentences in which no quotation is torn; each sentence gives frames (a
cue, its subject, its content: `frames`); a frame becomes a statement with its speakers (`speakers`), relays and channel
(`channels`), addressees, tone and hedge (`details`); quotations that stand alone go on with the last speaker, and a
speech of several paragraphs waits for the attribution at its end. At last a channel once named is carried to what the
same voice says elsewhere (`voices`). A transcript is read turn by turn instead (`transcripts`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from readout.codebook.compiled import Compiled
from readout.codebook.expressions import Expression
from readout.codebook.hints import Hints
from readout.codebook.topics import Topics
from readout.extract.statements.channels import UNSPECIFIED, ChannelRules, Found
from readout.extract.statements.cues import CueIndex
from readout.extract.statements.details import addressees, reserve, tone_pattern, tones
from readout.extract.statements.frames import frames, introduction
from readout.extract.statements.quotations import Quotation, covered, quotations
from readout.extract.statements.sentence import Frame, Sentence, Unit
from readout.extract.statements.speakers import SpeakerWords, speakers
from readout.extract.statements.subjects import Line, Subject
from readout.extract.statements.transcripts import transcript
from readout.extract.statements.voices import OCCASIONS, Occasion, carried, may_tell
from readout.records import Actor, Document, Evidence, Mention, Relay, Span, Statement, StatementKind, content_id
from readout.text import plain, sentences

SHORTEST = 3  # characters of a content
# Every cue may have all that follows for its content; no sentence that somebody wrote has more of them.
_MOST_CUES = 30
LEAD = 3  # sentences of a release that may name the occasion it reports
# Where the speaker is a spokesperson or not named, that is the channel and not the outlet spoken to.
_YIELDING = frozenset({"interview", "news-report"})
_HOLDING = frozenset({"spokesperson", "anonymous", "state-media"})
# A release that begins with one of these reports nothing else; before a press conference was a meeting.
_REPORTED = frozenset({"interview", "speech", "broadcast"})
_OWN_WORDS = frozenset({"interview", "press-conference"})


@dataclass(frozen=True, slots=True)
class StatementRules:
    """The codebook as this stage uses it, built once."""

    cues: CueIndex
    channels: ChannelRules
    tone: Expression | None
    tone_hints: Hints
    topics: Topics
    speakers: SpeakerWords = field(default_factory=SpeakerWords)

    @classmethod
    def of(cls, rules: Compiled) -> "StatementRules":
        """The indexes of cues, channels and topics, and the words of tone and for speakers."""
        women, men = frozenset(rules.codebook.women), frozenset(rules.codebook.men)
        known = SpeakerWords(women, men, rules.naming.lists.texts, rules.naming.lists.media)
        tone = rules.codebook.tone
        hints = Hints.of_words([tone])
        return cls(CueIndex.of(rules), ChannelRules.of(rules), tone_pattern(tone), hints, rules.topics, known)


@dataclass(slots=True)
class _Reading:
    """What is known while a document is read from top to bottom."""

    document: Document
    flat: str
    plain: str
    rules: StatementRules
    issuer: Actor | None
    own_channel: Found
    said: list[Statement] = field(default_factory=list)
    spoke: list[tuple[Actor, ...]] = field(default_factory=list)
    occasions: list[Occasion] = field(default_factory=list)
    waiting: list[tuple[Unit, Quotation]] = field(default_factory=list)
    running: Quotation | None = None
    introduced: Frame | None = None
    groups: int = 0


def statements(
    document: Document, mentions: tuple[Mention, ...], rules: Compiled | StatementRules
) -> tuple[Statement, ...]:
    """The statements of a document's story, in order of place; for many documents build `StatementRules` once."""
    rules = StatementRules.of(rules) if isinstance(rules, Compiled) else rules
    flat = plain(document.text)
    paragraphs = document.spans("paragraph")
    if any(turn.speaker for turn in document.turns):
        spoken = transcript(document, mentions, rules.channels)
        return tuple(_with_topics(statement, document, rules.topics) for statement in spoken)
    quoted = tuple(quotations(document.text, flat, paragraph) for paragraph in paragraphs)
    dark = covered(flat, (quotation for found in quoted for quotation in found))
    issuer = _issuer(document)
    own = _own_channel(document, dark, rules.channels) if issuer else Found(UNSPECIFIED)
    reading = _Reading(document, dark, flat, rules, issuer, own)
    before: Unit | None = None
    at = 0
    for unit in _units(dark, paragraphs, quoted):
        while at < len(mentions) and mentions[at].end <= unit.start:
            at += 1
        last = at
        while last < len(mentions) and mentions[last].start < unit.end:
            last += 1
        same = before if before and before.paragraph == unit.paragraph else None
        _read(reading, unit, same, mentions[at:last])
        before = unit
    _unattributed(reading)
    said = carried(reading.said, reading.occasions)
    return tuple(_with_topics(statement, document, rules.topics) for statement in said)


def _with_topics(statement: Statement, document: Document, topics: Topics) -> Statement:
    """The statement with the words that name a topic of the codebook in it."""
    hits = topics.find(document.text, statement.content.start, statement.content.end)
    named = tuple(document.quote(hit.span.start, hit.span.end, f"topic {hit.topic}") for hit in hits)
    return replace(statement, topics=named) if named else statement


def _issuer(document: Document) -> Actor | None:
    """The office that issues an official release."""
    if document.issuer is None:
        return None
    return Actor("body", document.office or document.outlet, document.issuer, document.office)


def _units(dark: str, paragraphs: Sequence[Span], quoted: Sequence[tuple[Quotation, ...]]) -> Iterator[Unit]:
    """The sentences of the paragraphs; covered text hides the full stops inside quotations."""
    for number, (paragraph, found) in enumerate(zip(paragraphs, quoted, strict=True)):
        at = 0
        for span in sentences(dark, paragraph.start, paragraph.end):
            first = at
            while at < len(found) and found[at].start < span.end:
                at += 1
            yield Unit(span.start, span.end, number, found[first:at])


# ---- one sentence ----------------------------------------------------------------------------------------------------
def _read(reading: _Reading, unit: Unit, before: Unit | None, mentions: Sequence[Mention]) -> None:
    """Adds the statements of one sentence."""
    release = reading.issuer is not None
    tokens = reading.rules.cues.tokens(reading.flat, Span(unit.start, unit.end))
    hits = reading.rules.cues.find(reading.flat, tokens, release=release)[:_MOST_CUES] if tokens else []
    line = Line.of(reading.flat, tokens, mentions) if hits else None
    sentence = Sentence(reading.flat, unit, line, tuple(hits), before, release) if line else None
    found = frames(sentence) if sentence else ()
    speech = _speech(reading, unit, found)
    at = len(reading.said)
    for frame in found:
        statement = _stated(reading, unit, frame)
        if sentence and statement:
            _add(reading, unit, frame, _detailed(reading, sentence, frame, statement, mentions))
    _attributed(reading, at, speech)
    introduced, reading.introduced = reading.introduced, introduction(sentence) if sentence and not found else None
    if not found and not (introduced and _answers(reading, unit, introduced)):
        _without_cue(reading, unit, before, mentions)
    reading.running = next((quote for quote in unit.quotes if not quote.closed), None)


def _without_cue(reading: _Reading, unit: Unit, before: Unit | None, mentions: Sequence[Mention]) -> None:
    """Adds what a sentence without any cue says: it goes on with a quotation, or tells only an occasion."""
    if not unit.quotes:
        _occasion(reading, unit, mentions)
    elif unit.whole_quote:
        _alone(reading, unit, unit.whole_quote, opens=before is None)
    elif before and unit.quotes[0].start == unit.start:
        _ends_in_prose(reading, unit)


def _answers(reading: _Reading, unit: Unit, introduced: Frame) -> bool:
    """Adds the quotation that the paragraph before has introduced: "Lind said:"."""
    quote = unit.quotes[0] if unit.quotes and unit.quotes[0].start == unit.start else None
    frame = replace(introduced, content=quote.inner) if quote else None
    statement = _stated(reading, unit, frame) if frame else None
    if frame is None or statement is None:
        return False
    _add(reading, unit, frame, statement)
    return True


def _stated(reading: _Reading, unit: Unit, frame: Frame) -> Statement | None:
    """The statement of a frame; none where hardly a word is left."""
    span, kind = _content(unit, frame.content)
    if span.end - span.start < SHORTEST:
        return None
    document, hit = reading.document, frame.hit
    who = _speakers(reading, frame.subject)
    relays = ((_speakers(reading, relay.subject), relay.subject) for relay in frame.relays)
    # Nobody relays their own words: "In his letter Lind said".
    others = ((actors[0], subject) for actors, subject in relays if actors and actors[0] not in who)
    own = reading.issuer is not None and frame.subject is not None and _says_we(reading, frame.subject)
    chain = tuple(Relay(actor, _evidence(reading, subject, "relay")) for actor, subject in others)
    channel = _channel(reading, unit, frame, who, span)
    if own and channel.channel == "press-release":  # a release that speaks for itself is a statement, no report
        channel = replace(channel, channel="statement")
    return Statement(
        id=content_id("statement", document.id, span.start, span.end, hit.span.start),
        document=document.id,
        kind=kind,
        content=document.quote(span.start, span.end, f"{'before' if frame.tail else 'after'} {hit.cue.lemma}"),
        cue=document.quote(hit.span.start, hit.span.end, hit.cue.lemma),
        mention=_evidence(reading, frame.subject, "subject"),
        speakers=who,
        chain=chain or (() if own else _issued(reading, who)),
        channel=channel.channel,
        channel_evidence=_channel_evidence(reading, channel),
        act=hit.cue.act,
        strength=hit.cue.strength,
    )


def _detailed(
    reading: _Reading, sentence: Sentence, frame: Frame, statement: Statement, mentions: Sequence[Mention]
) -> Statement:
    """The statement with its addressees, tone and hedge."""
    quote = reading.document.quote
    hedge = reserve(sentence, frame)
    told = addressees(sentence, frame, mentions)
    toned = _tones(reading, statement.content.span)
    if not (hedge or told or toned):
        return statement
    return replace(
        statement,
        addressees=tuple(quote(span.start, span.end, "addressee") for span in told),
        tone=tuple(quote(span.start, span.end, "tone") for span in toned),
        hedge=quote(hedge.start, hedge.end, "hedge") if hedge else None,
    )


def _tones(reading: _Reading, stretch: Span) -> tuple[Span, ...]:
    """The words of tone in a stretch of the text."""
    return tones(reading.plain, stretch, reading.rules.tone, reading.rules.tone_hints)


def _add(reading: _Reading, unit: Unit, frame: Frame, statement: Statement) -> None:
    """Adds a statement, in two parts where the attribution splits the quotation."""
    if reading.said and reading.said[-1].content.span == statement.content.span:
        # The quotation stood alone in the sentence before; here is its attribution.
        reading.said.pop()
    reading.said.append(statement)
    # "It added" after "X agreed ..., the ministry said" is the ministry; "he added" is X.
    relayed = (_speakers(reading, relay.subject) for relay in frame.relays)
    reading.spoke.extend(actors for actors in (*relayed, statement.speakers) if actors)
    if frame.more is not None:
        _part(reading, statement, *_content(unit, frame.more))


def _issued(reading: _Reading, who: tuple[Actor, ...]) -> tuple[Relay, ...]:
    """The issuing office relays what its release tells, except what its own people said in an interview."""
    own = bool(who) and {actor.state for actor in who} == {reading.document.issuer}
    if reading.issuer is None or reading.issuer in who or (own and reading.own_channel.channel in _OWN_WORDS):
        return ()
    return (Relay(reading.issuer, None),)


def _content(unit: Unit, span: Span) -> tuple[Span, StatementKind]:
    """The content with the right marks: without the outer ones if all of it is quoted, whole if a part is."""
    if span.end <= unit.start:
        return span, "direct"
    inside = [quote for quote in unit.quotes if quote.start < span.end and span.start < quote.end]
    if not inside:
        return span, "indirect"
    first = inside[0]
    if len(inside) == 1 and first.start <= span.start + 1 and span.end <= first.end and first.end <= span.end + 2:
        return first.inner, "direct"
    if len(inside) == 1 and first.inner.start <= span.start and span.end <= first.inner.end:
        return span, "direct"
    return span, "mixed"


def _evidence(reading: _Reading, subject: Subject | None, rule: str) -> Evidence | None:
    return reading.document.quote(subject.span.start, subject.span.end, rule) if subject else None


def _says_we(reading: _Reading, subject: Subject) -> bool:
    """Whether a statement is told in the first person: in a release it speaks for itself, "we call on all sides"."""
    return subject.span.of(reading.flat).lower() == "we"


def _ourselves(reading: _Reading, issuer: Actor) -> tuple[Actor, ...]:
    """Who "we" are in a release: the state that it let speak before, alone or with others, else the issuing office."""
    of_state = (
        who for who in reversed(reading.spoke) if any(a.kind == "state" and a.state == issuer.state for a in who)
    )
    return next(of_state, (issuer,))


def _speakers(reading: _Reading, subject: Subject | None) -> tuple[Actor, ...]:
    if subject is not None and reading.issuer is not None and _says_we(reading, subject):
        return _ourselves(reading, reading.issuer)
    return (
        speakers(subject, reading.flat, reading.document.text, reading.spoke, reading.rules.speakers) if subject else ()
    )


# ---- speeches of several paragraphs ----------------------------------------------------------------------------------
def _alone(reading: _Reading, unit: Unit, quote: Quotation, *, opens: bool) -> None:
    """A quotation alone is a part of the speech left open before it, begins one that waits, or goes on as it can."""
    last = reading.said[-1] if reading.said else None
    running = reading.running
    if reading.waiting or (opens and not quote.closed and running is None):
        reading.waiting.append((unit, quote))
    elif running and last and last.kind != "indirect" and running.start <= last.content.start:
        _part(reading, last, quote.inner, "direct")
    else:
        _goes_on(reading, unit, quote)


def _speech(reading: _Reading, unit: Unit, found: Sequence[Frame]) -> tuple[tuple[Unit, Quotation], ...]:
    """The waiting paragraphs that the first attribution here is for; a speech that ends without one is let go."""
    if not reading.waiting:
        return ()
    opens = reading.running is not None and bool(unit.quotes) and unit.quotes[0].start == unit.start
    if not found and opens and unit.whole_quote:
        return ()
    inner = reading.waiting[-1][1].inner
    if found and found[0].tail and (opens or found[0].content == inner):
        waited = tuple(part for part in reading.waiting if part[1].inner != found[0].content)
        reading.waiting.clear()
        return waited
    _unattributed(reading)
    return ()


def _attributed(reading: _Reading, at: int, speech: Sequence[tuple[Unit, Quotation]]) -> None:
    """The paragraphs before an attribution are parts of the statement at place `at`, the first made from it."""
    for _, quote in speech:
        if at < len(reading.said) and reading.said[at].kind != "indirect":
            _part(reading, reading.said[at], quote.inner, "direct")
            at += 1


def _unattributed(reading: _Reading) -> None:
    """A speech that nobody is named for goes on with the last speaker, as one quotation alone does."""
    known = len(reading.said)
    for unit, quote in reading.waiting:
        if len(reading.said) > known:
            _part(reading, reading.said[-1], quote.inner, "direct")
        else:
            _goes_on(reading, unit, quote)
    reading.waiting.clear()


# ---- quotations that stand alone -------------------------------------------------------------------------------------
def _goes_on(reading: _Reading, unit: Unit, quote: Quotation) -> None:
    """A sentence that is a quotation and nothing else goes on with the statement before it, if that is near."""
    last = reading.said[-1] if reading.said else None
    if last is None:
        return
    gap = reading.flat[last.content.end : unit.start]
    near = len(gap) < 300 and gap.count("\n\n") <= 1
    if not near or (len(quote.inner) < 12 and "\n" in gap):
        return
    if last.kind == "direct" and last.cue is not None and "\n" not in gap:
        _part(reading, last, quote.inner, "direct")
    else:
        span = quote.inner
        content = reading.document.quote(span.start, span.end, "quotation alone")
        name = content_id("statement", reading.document.id, span.start, span.end)
        alone = replace(
            last, id=name, kind="direct", content=content, cue=None, mention=None, group=None, act="say", strength=0,
            addressees=(), tone=(), hedge=None,
        )  # fmt: skip
        reading.said.append(alone)


def _ends_in_prose(reading: _Reading, unit: Unit) -> None:
    """A sentence that begins as a quotation and ends without marks goes on with the split quotation right before it."""
    last = reading.said[-1] if reading.said else None
    if last is None or last.kind != "direct" or last.mention is None:
        return
    gap = reading.flat[last.content.end : unit.start]
    if len(gap) < 150 and "\n" not in gap:
        _part(reading, last, *_content(unit, Span(unit.start, unit.end)))


def _part(reading: _Reading, first: Statement, span: Span, kind: StatementKind) -> None:
    """One more part of a content that its attribution splits, in the same group and in the order of the text."""
    at = next(i for i in range(len(reading.said) - 1, -1, -1) if reading.said[i] is first)
    if first.group is None:
        reading.groups += 1
        first = replace(first, group=reading.groups)
        reading.said[at] = first
    content = reading.document.quote(span.start, span.end, "split quotation")
    name = content_id("statement", reading.document.id, span.start, span.end)
    toned = _tones(reading, span)
    tone = tuple(reading.document.quote(found.start, found.end, "tone") for found in toned)
    place = at if span.end <= first.content.start else len(reading.said)
    reading.said.insert(place, replace(first, id=name, content=content, kind=kind, tone=tone))


# ---- channels --------------------------------------------------------------------------------------------------------
def _channel(reading: _Reading, unit: Unit, frame: Frame, who: tuple[Actor, ...], content: Span) -> Found:
    """The channel that the frame sentence, its relay or its speaker names; in a release its own."""
    flat, rules = reading.flat, reading.rules.channels
    around = (Span(unit.start, content.start), Span(max(content.end, unit.start), unit.end))
    found = rules.in_frame(flat, tuple(stretch for stretch in around if stretch.start < stretch.end))
    if found and found.channel not in _YIELDING:
        return found
    if reading.issuer is not None:
        return found or reading.own_channel
    subject = frame.relays[0].subject if frame.relays else frame.subject
    actors = _speakers(reading, subject) if frame.relays else who
    known = any(actor.kind == "person" and actor.name for actor in actors)
    names = tuple(name for actor in actors for name in _names(actor))
    spoken = rules.of_speaker(flat, subject.span if subject else None, names, known=known)
    # "A spokeswoman told Reuters", "an official told Reuters": who speaks says more than to whom.
    if found and (spoken is None or spoken.channel not in _HOLDING):
        return found
    return spoken or Found(UNSPECIFIED)


def _names(actor: Actor) -> tuple[str, ...]:
    """The names by which an actor may tell its channel: a person's office, a body's own name."""
    own = () if actor.kind == "person" else (actor.name or "",)
    return (actor.office or "", *own)


def _channel_evidence(reading: _Reading, found: Found) -> Evidence | None:
    if found.span is None:
        return None
    return reading.document.quote(found.span.start, found.span.end, found.rule)


def _occasion(reading: _Reading, unit: Unit, mentions: Sequence[Mention]) -> None:
    """Remembers a sentence that tells only where somebody spoke: "Mara Lind was speaking to reporters in Oslo."."""
    first = next((mention for mention in mentions if mention.form not in {"place", "adjective"}), None)
    if first is None or not may_tell(reading.flat[unit.start : unit.end]):
        return
    found = reading.rules.channels.in_frame(reading.flat, (Span(unit.start, unit.end),))
    if found is None or found.channel not in OCCASIONS:
        return
    who = _speakers(reading, Subject(first.span, (first,)))
    if any(actor.kind == "person" for actor in who):
        reading.occasions.append(Occasion(unit.start, who, found.channel, _channel_evidence(reading, found)))


def _own_channel(document: Document, flat: str, rules: ChannelRules) -> Found:
    """The channel of an official release: named by its title, or by a lead that tells of an interview or a speech."""
    story = document.spans("paragraph")[:1]
    lead = tuple(sentence for span in story for sentence in islice(sentences(flat, span.start, span.end), LEAD))
    titled = rules.of_title(document.title)
    found = titled or rules.in_frame(flat, lead)
    return found if found and (titled or found.channel in _REPORTED) else Found("press-release")
