"""Statements: who says what, in which words, through what, and who relays it.

In order: the story's paragraphs are cut into sentences in which no quotation is torn; each sentence gives frames (a
cue, its subject, its content: `frames`); a frame becomes a statement with its speakers (`speakers`), relays and channel
(`channels`); quotations that stand alone go on with the last speaker. A transcript is read turn by turn instead.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from readout.codebook.compiled import Compiled
from readout.extract.channels import UNSPECIFIED, ChannelRules, Found
from readout.extract.cues import CueIndex
from readout.extract.frames import frames
from readout.extract.quotations import Quotation, covered, quotations
from readout.extract.sentence import Frame, Sentence, Unit
from readout.extract.speakers import speakers, unnamed
from readout.extract.subjects import Line, Subject
from readout.records import Actor, Document, Evidence, Mention, Relay, Span, Statement, StatementKind, content_id
from readout.text import plain, sentences, trimmed

_TURN = re.compile(
    r"^(?:(?P<name>[A-ZÀ-Þ][A-ZÀ-Þ .,'()\-]{2,60}?|[A-Z]\w+(?: [A-Z]\w+){1,3})\s*:|(?P<question>Q)(?::|\s))\s+(?=\S)",
    re.MULTILINE,
)
_ASIDE = re.compile(r"(?:\((?:As|In|Through)[^)\n]{0,40}\)\s*)+")
TURNS = 6
# A spokesperson is the channel only where no other is named; an occasion that a release reports is its channel.
_WEAK = frozenset({UNSPECIFIED, "spokesperson"})
_OWN_WORDS = frozenset({"interview", "press-conference"})
_OCCASIONS = frozenset({"joint-statement", "press-conference", "briefing", "interview", "speech", "broadcast"})


@dataclass(frozen=True, slots=True)
class StatementRules:
    """The codebook as this stage uses it, built once."""

    cues: CueIndex
    channels: ChannelRules

    @classmethod
    def of(cls, rules: Compiled) -> "StatementRules":
        """The indexes of cues and channels."""
        return cls(CueIndex.of(rules), ChannelRules.of(rules))


@dataclass(slots=True)
class _Reading:
    """What is known while a document is read from top to bottom."""

    document: Document
    flat: str
    rules: StatementRules
    issuer: Actor | None
    own_channel: Found
    said: list[Statement] = field(default_factory=list)
    spoke: list[tuple[Actor, ...]] = field(default_factory=list)
    groups: int = 0


def statements(
    document: Document, mentions: tuple[Mention, ...], rules: Compiled | StatementRules
) -> tuple[Statement, ...]:
    """The statements of a document's story, in order of place; for many documents build `StatementRules` once."""
    rules = StatementRules.of(rules) if isinstance(rules, Compiled) else rules
    flat = plain(document.text)
    paragraphs = document.spans("paragraph")
    turns = _turns(flat, paragraphs)
    if turns:
        return tuple(_transcript(document, mentions, turns, rules))
    quoted = tuple(quotations(document.text, flat, paragraph) for paragraph in paragraphs)
    dark = covered(flat, (quotation for found in quoted for quotation in found))
    reading = _Reading(document, dark, rules, _issuer(document), _own_channel(document, dark, rules.channels))
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
    return _carried(reading.said)


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
    hits = reading.rules.cues.find(reading.flat, tokens, release=release) if tokens else []
    line = Line.of(reading.flat, tokens, mentions) if hits else Line(reading.flat, (), ())
    found = frames(Sentence(reading.flat, unit, line, tuple(hits), before, release)) if hits else ()
    for frame in found:
        _add(reading, unit, frame)
    if not found and unit.whole_quote:
        _goes_on(reading, unit, unit.whole_quote)


def _add(reading: _Reading, unit: Unit, frame: Frame) -> None:
    """Adds the statement of a frame, in two parts where the attribution splits the quotation."""
    span, kind = _content(unit, frame.content)
    if span.end - span.start < 3:
        return
    if reading.said and reading.said[-1].content.span == span:
        # The quotation stood alone in the sentence before; here is its attribution.
        reading.said.pop()
    document, hit = reading.document, frame.hit
    who = _speakers(reading, frame.subject)
    relays = tuple((_speakers(reading, relay.subject), relay.subject) for relay in frame.relays)
    chain = tuple(Relay(actors[0], _evidence(reading, subject, "relay")) for actors, subject in relays if actors)
    channel = _channel(reading, unit, frame, who, span)
    statement = Statement(
        id=content_id("statement", document.id, span.start, span.end, hit.span.start),
        document=document.id,
        kind=kind,
        content=document.quote(span.start, span.end, f"{'before' if frame.tail else 'after'} {hit.cue.lemma}"),
        cue=document.quote(hit.span.start, hit.span.end, hit.cue.lemma),
        mention=_evidence(reading, frame.subject, "subject"),
        speakers=who,
        chain=chain or _issued(reading, who),
        channel=channel.channel,
        channel_evidence=_channel_evidence(reading, channel),
        act=hit.cue.act,
        strength=hit.cue.strength,
    )
    reading.said.append(statement)
    # "It added" after "X agreed ..., the ministry said" is the ministry; "he added" is X.
    reading.spoke.extend(actors for actors, _ in (*relays, (who, None)) if actors)
    if frame.more is not None:
        _part(reading, statement, frame.more)


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


def _speakers(reading: _Reading, subject: Subject | None) -> tuple[Actor, ...]:
    return speakers(subject, reading.flat, reading.document.text, reading.spoke) if subject else ()


# ---- quotations that stand alone -------------------------------------------------------------------------------------
def _goes_on(reading: _Reading, unit: Unit, quote: Quotation) -> None:
    """A sentence that is a quotation and nothing else goes on with the statement before it, if that is near."""
    last = reading.said[-1] if reading.said else None
    if last is None or len(quote.inner) < 12:
        return
    gap = reading.flat[last.content.end : unit.start]
    near = len(gap) < 300 and gap.count("\n\n") <= 1
    if not near:
        return
    if last.kind == "direct" and last.cue is not None and "\n" not in gap:
        _part(reading, last, quote.inner)
    else:
        span = quote.inner
        content = reading.document.quote(span.start, span.end, "quotation alone")
        name = content_id("statement", reading.document.id, span.start, span.end)
        alone = replace(
            last, id=name, kind="direct", content=content, cue=None, mention=None, group=None, act="say", strength=0
        )
        reading.said.append(alone)


def _part(reading: _Reading, first: Statement, span: Span) -> None:
    """One more part of a split quotation, in the same group."""
    if first.group is None:
        reading.groups += 1
        at = max(i for i, other in enumerate(reading.said) if other is first)
        first = replace(first, group=reading.groups)
        reading.said[at] = first
    content = reading.document.quote(span.start, span.end, "split quotation")
    name = content_id("statement", reading.document.id, span.start, span.end)
    reading.said.append(replace(first, id=name, content=content, kind="direct"))


# ---- channels --------------------------------------------------------------------------------------------------------
def _channel(reading: _Reading, unit: Unit, frame: Frame, who: tuple[Actor, ...], content: Span) -> Found:
    """The channel that the frame sentence, its relay or its speaker names; in a release its own."""
    flat, rules = reading.flat, reading.rules.channels
    around = (Span(unit.start, content.start), Span(max(content.end, unit.start), unit.end))
    found = rules.in_frame(flat, tuple(stretch for stretch in around if stretch.start < stretch.end))
    if found:
        return found
    if reading.issuer is not None:
        return reading.own_channel
    subject = frame.relays[0].subject if frame.relays else frame.subject
    names = tuple(actor.office or "" for actor in who) if not frame.relays else ()
    return rules.of_speaker(flat, subject.span if subject else None, names) or Found(UNSPECIFIED)


def _channel_evidence(reading: _Reading, found: Found) -> Evidence | None:
    if found.span is None:
        return None
    return reading.document.quote(found.span.start, found.span.end, found.rule)


def _own_channel(document: Document, flat: str, rules: ChannelRules) -> Found:
    """The channel of an official release: named by its title, or by a lead that tells of an interview or a speech."""
    lead = document.spans("paragraph")[:1]
    found = rules.of_title(document.title) or rules.in_frame(flat, lead)
    return found if found and found.channel in _OCCASIONS else Found("press-release")


def _carried(said: list[Statement]) -> tuple[Statement, ...]:
    """The statements with channels carried over from the same speaker's others: first forward, then back to a lead."""
    forward = _carry(said)
    return tuple(reversed(_carry(list(reversed(forward)))))


def _carry(said: list[Statement]) -> list[Statement]:
    """Each statement whose channel is not said takes that of the last one by the same voice."""
    latest: dict[object, Statement] = {}
    done: list[Statement] = []
    for statement in said:
        voice = _voice(statement)
        office = _office(statement)
        known = latest.get(voice) or latest.get(office)
        weak = statement.channel in _WEAK
        if not weak and voice:
            latest[voice] = statement
        if not weak and office and not statement.chain:
            latest[office] = statement
        done.append(_in_channel_of(statement, known) if weak and known else statement)
    return done


def _voice(statement: Statement) -> tuple[Actor, ...]:
    """Whose channel it is: the outermost relay's, else the speakers'."""
    return (statement.chain[0].actor,) if statement.chain else statement.speakers


def _in_channel_of(statement: Statement, other: Statement) -> Statement:
    return replace(statement, channel=other.channel, channel_evidence=other.channel_evidence)


def _office(statement: Statement) -> tuple[str, str] | None:
    """A state's ministries and their spokespersons share a voice: what one releases, the other does."""
    actor = statement.chain[0].actor if statement.chain else statement.speakers[0] if statement.speakers else None
    if actor is None or actor.state is None:
        return None
    speaks = actor.kind == "body" if statement.chain else "spokes" in (actor.office or "").lower()
    return ("office", actor.state) if speaks else None


# ---- transcripts -----------------------------------------------------------------------------------------------------
def _turns(flat: str, paragraphs: Sequence[Span]) -> tuple[tuple[Span, Span], ...]:
    """The turns of a transcript as (name, words); none where the document is no transcript."""
    if not paragraphs:
        return ()
    heads = [
        match
        for match in _TURN.finditer(flat, paragraphs[0].start)
        if any(p.start <= match.start() < p.end for p in paragraphs)
    ]
    capitals = [match for match in heads if match["name"] and match["name"].isupper()]
    if len(capitals) < 2 and len(heads) < 4:
        return ()
    end = paragraphs[-1].end
    stops = [match.start() for match in heads[1:]] + [end]
    return tuple(
        (Span(*head.span("name" if head["name"] else "question")), trimmed(flat, Span(head.end(), stop)))
        for head, stop in zip(heads, stops, strict=True)
    )


def _transcript(
    document: Document, mentions: tuple[Mention, ...], turns: Sequence[tuple[Span, Span]], rules: StatementRules
) -> Iterator[Statement]:
    """One direct statement a turn, for the first turns."""
    title = rules.channels.of_title(document.title)
    for name, words in turns[:TURNS]:
        aside = _ASIDE.match(document.text, words.start, words.end)
        span = trimmed(document.text, Span(aside.end() if aside else words.start, words.end))
        if not len(span):
            continue
        who = _named_turn(document, mentions, name)
        yield Statement(
            id=content_id("statement", document.id, span.start, span.end),
            document=document.id,
            kind="direct",
            content=document.quote(span.start, span.end, "turn"),
            cue=None,
            mention=document.quote(name.start, name.end, "turn"),
            speakers=(who,),
            channel="anonymous"
            if who.name and "official" in who.name.lower()
            else title.channel
            if title
            else "speech",
            act="say",
            strength=0,
        )


def _named_turn(document: Document, mentions: tuple[Mention, ...], name: Span) -> Actor:
    """The person of the document whose last name the turn gives in capitals."""
    words = name.of(document.text).split()
    for mention in mentions:
        for actor in mention.actors:
            if actor.kind == "person" and actor.name and plain(actor.name).upper().split()[-1] == words[-1].upper():
                return actor
    return unnamed(Subject(name), document.text)
