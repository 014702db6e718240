"""Acts that lie in what somebody says: "Oslo must leave, Lima said" is a request, "Oslo broke its word" an accusation.

Rules with `actor = "speaker"` hold of clauses within a statement whose speaker speaks for a state, or of an official
release's own words. Who the clause speaks of is the recipient; nobody accuses himself.
"""

from collections.abc import Iterable, Iterator, Sequence

from readout.extract.claims import Claim, EventRules, actors_of, claims, denied, obligations, roles
from readout.extract.standing import when_of
from readout.extract.story import Line, Story, evidence_over
from readout.language import Clause
from readout.records import Actor, Event, Span, Statement, content_id

# Codes of organisations of states and groups across states, and sectors whose acts are a state's or a war party's.
_BODIES = frozenset({"IGO", "IMG"})
_SECTORS = frozenset({"LEG", "MIL", "REB", "COP", "SPY", "PRM", "UAF"})


def said(story: Story, index: EventRules, told: Sequence[Event]) -> Iterator[Event]:
    """The events that statements make, each type once between the same parties, and none that the document tells."""
    known = {(event.type, _states(event.actors), _states(event.recipients)) for event in told}
    for line in story.lines:
        if line.kind == "caption" or not _holds_words(line.span, story):
            continue
        for claim in _claimed(line, story, index):
            event = _event(claim, line, story)
            key = (event.type, _states(event.actors), _states(event.recipients)) if event else None
            if event is not None and key is not None and key not in known:
                known.add(key)
                yield event


def _holds_words(sentence: Span, story: Story) -> bool:
    """Whether words of somebody stand in a sentence: what nobody says there makes no event."""
    start, end = sentence.start, sentence.end
    return any(s.content.start < end and start < s.content.end for s in story.spoken.near(sentence))


def _claimed(line: Line, story: Story, index: EventRules) -> Iterator[Claim]:
    text = story.dated.flat
    yield from claims(text, line.clauses, index)
    yield from obligations(text, line.clauses, index)


def _event(claim: Claim, line: Line, story: Story) -> Event | None:
    """The event of one clause of speech; None where nobody speaks for a state, or of nobody else."""
    document, clause, rule = story.document, claim.clause, claim.rule
    if clause.conditional or (clause.passive and "passive" not in rule.if_) or denied(claim):
        return None
    statement = _statement(story, clause)
    speakers = _speakers(statement, story)
    own = {actor.state for actor in speakers}
    whom = roles(claim)[1]
    recipients = tuple(a for a in actors_of(whom) if a.state not in own)
    if not speakers or not recipients or len(recipients) != len(actors_of(whom)):
        return None
    evidence = evidence_over(document, (clause.whole, *(m.span for m in whom if line.span.covers(m.span))), rule.id)
    when = when_of(clause, line.span, story.dated.within(line.span), document)
    return Event(
        content_id("event", document.id, rule.type, evidence.start, evidence.end), document.id, rule.type, rule.mode,
        "happened", speakers, recipients, when, evidence, teller=statement.id if statement else None,
    )  # fmt: skip


def _statement(story: Story, clause: Clause) -> Statement | None:
    """The statement in whose content a clause stands."""
    return next((s for s in story.spoken.near(clause.verb) if s.content.span.covers(clause.verb)), None)


def _speakers(statement: Statement | None, story: Story) -> tuple[Actor, ...]:
    """Who speaks for a state in a statement."""
    if statement is None:
        return ()
    named = statement.speakers
    if statement.mention is not None and not any(actor.code for actor in named):
        named = actors_of(story.mentions_within(statement.mention.span))
    return tuple(actor for actor in named if speaks_for_a_state(actor))


def _states(actors: Iterable[Actor]) -> tuple[str, ...]:
    return tuple(sorted({actor.state or "" for actor in actors}))


def speaks_for_a_state(actor: Actor) -> bool:
    """Whether what an actor does alone is its state's doing: a government, its forces, an office, a group under arms.

    A company, a party, a newspaper or a private person that promises, warns or gives way does so at home.
    """
    body, _, sector = (actor.code or "").partition(":")
    if body in _BODIES or sector in _SECTORS:
        return True
    return sector == "GOV" and (actor.kind != "person" or actor.office is not None)


def teller_of(story: Story, verb: Span) -> str | None:
    """The statement in whose content the verb stands, or whose own cue it is while somebody relays it."""
    for statement in story.spoken.near(verb):
        content = statement.content
        if (content.start <= verb.start and verb.end <= content.end) or (
            statement.chain and statement.cue and statement.cue.span.meets(verb)
        ):
            return statement.id
    return None
