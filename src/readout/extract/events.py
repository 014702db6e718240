"""PLOVER events: which clauses tell of an act between parties, and of which type, status and roles.

For each sentence of the story, in this order:

1. claims    the clauses that a rule of the codebook claims, and their roles (`extract.claims`)
2. standing  happened, planned, proposed, hypothetical, background, and the day (`extract.standing`)
3. once      the same act told again is the same event, kept at its first mention

The roles are filled by resolved mentions only: an act without a known party is no event between parties.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from readout.extract.claims import Claim, EventRules, actors_of, claims, filled_by, roles
from readout.extract.standing import status_of, when_of
from readout.extract.story import Story
from readout.language import Clause
from readout.records import Actor, Document, Event, Mention, Span, Statement, When, content_id

# Acts that as often as not are aimed at nobody: who else stands in the clause is no recipient.
_ALONE = frozenset({"CONSULT", "MOBILIZE", "PROTEST", "RETREAT", "CONCEDE"})
# What stands between the names of one list.
_SEVERAL = 2  # more parties than this make a meeting multilateral
_ASIDE = re.compile(r"\b(?:sidelines|margins|fringes|outcomes?|eve|ahead) of\s+(?:the\s+)?$", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|at|to)\s+(?:the\s+)?$", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:,|and|or|,\s*and)\s+(?:the\s+)?", re.IGNORECASE)


def events(story: Story, index: EventRules) -> tuple[Event, ...]:
    """The events that one document tells, in order of place, each once."""
    found: dict[tuple[object, ...], Event] = {}
    for line in story.lines:
        if line.kind == "caption":
            continue
        for claim in claims(story.document.text, line.clauses, index):
            event = _event(claim, story, line.span, index)
            if event is not None:
                # However often parties are said to have talked, it is one contact unless modes tell them apart.
                mode = None if event.type == "CONSULT" else event.mode
                own = line.span.start if story.document.issuer and claim.clause.form != "nominal" else None
                if event.type == "CONSULT":
                    own = None
                day = event.when.iso if event.status == "background" else None
                key = (event.type, mode, _states(event.actors), _states(event.recipients), own, day)
                found.setdefault(key, event)
    return tuple(found.values())


def _states(actors: Iterable[Actor]) -> tuple[str, ...]:
    return tuple(sorted({actor.code or "" for actor in actors}))


def _event(claim: Claim, story: Story, sentence: Span, index: EventRules) -> Event | None:
    """The event of one claimed clause; None where no party is known or the act is said not to be."""
    document, clause, rule = story.document, claim.clause, claim.rule
    who, whom = roles(claim)
    whom = whom if actors_of(whom) else _beyond(claim, who, story)
    actors, recipients = actors_of(who), tuple(a for a in actors_of(whom) if a not in set(actors_of(who)))
    when = when_of(clause, sentence, story.dated, document)
    if not actors or not _between_parties(claim, actors, recipients, when, document.text):
        return None
    if (
        claim.rule.type in index.mutual
        and claim.rule.recipient != "none"
        and len({actor.state for actor in (*actors, *recipients)}) < 2
    ):
        return None
    status = status_of(claim, when, document)
    if status is None:
        return None
    kind = rule.future if status == "planned" and rule.future != "same" else rule.type
    mode, host = _meeting(claim, sentence, actors, story)
    if host is not None:
        actors, recipients = _guests(actors, host)
    spans = [mention.span for mention in (*who, *whom)]
    start = min([clause.whole.start, *(s.start for s in spans if sentence.covers(s))])
    end = max([clause.whole.end, *(s.end for s in spans if sentence.covers(s))])
    while end > start and document.text[end - 1] in " ,;.\n":
        end -= 1
    evidence = document.quote(start, end, rule.id)
    return Event(
        content_id("event", document.id, kind, start, end), document.id, kind,
        mode if kind == rule.type else None, status, actors, recipients, when, evidence,
        place=place_of(clause, document), teller=teller_of(story.statements, clause.verb),
    )  # fmt: skip


def _beyond(claim: Claim, who: Sequence[Mention], story: Story) -> tuple[Mention, ...]:
    """The recipients of an act whose object names nobody: the first other parties further on in its clause."""
    clause, rule = claim.clause, claim.rule
    if rule.recipient == "none" or rule.type in _ALONE or clause.form == "nominal":
        return ()
    own = {actor.state for actor in actors_of(who)}
    reach = clause.whole if clause.passive else clause.tail
    found: list[Mention] = []
    for mention in story.mentions:
        if not reach.covers(mention.span) or mention.form in {"pronoun", "joint"}:
            continue
        if found and not _LISTED.fullmatch(story.document.text, found[-1].end, mention.start):
            break
        if any(actor.code and actor.state not in own for actor in mention.actors):
            found.append(mention)
    return tuple(found)


def _guests(actors: Sequence[Actor], host: str) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The parties of a meeting apart: the guests, and the host if there is one."""
    return tuple(a for a in actors if a.state != host), tuple(a for a in actors if a.state == host)


def host_of(states: Collection[str | None], sentence: Span, story: Story) -> str | None:
    """The one of these states in whose country something is: that of a place which the sentence names under "in"."""
    hosts = set(states) & places_of(sentence, story)
    return hosts.pop() if len(hosts) == 1 and len(set(states)) > 1 else None


def places_of(sentence: Span, story: Story) -> set[str | None]:
    """The states of the places that a sentence names under "in", "at" or "to"."""
    text = story.document.text
    places = (m for m in story.mentions if m.form in {"place", "name"} and sentence.covers(m.span))
    return {a.state for m in places if _IN.search(text, max(0, m.start - 8), m.start) for a in m.actors}


def _meeting(claim: Claim, sentence: Span, actors: Sequence[Actor], story: Story) -> tuple[str | None, str | None]:
    """The mode and the host of a meeting: a visit in the country of one of two parties, multilateral with three.

    An organisation that meets by itself is many parties too. What is no meeting has neither; where the rule says more,
    its mode stays.
    """
    rule, states = claim.rule, {actor.state for actor in actors}
    if rule.type != "CONSULT" or rule.actor != "both" or rule.mode is not None:
        return rule.mode, None
    if len(states) > _SEVERAL or len(states) == 1:
        return "multilateral", None
    host = host_of(states, sentence, story)
    return "visit" if host else None, host


def _between_parties(
    claim: Claim, actors: tuple[Actor, ...], recipients: tuple[Actor, ...], when: When, text: str
) -> bool:
    """Whether the roles make an event between parties: two of them where the act needs two, and not one state alone.

    A noun with one party ("Oslo's sanctions") names a standing matter unless a day or a that-clause makes it an act.
    """
    states = {actor.state for actor in (*actors, *recipients)}
    if len(states) > 1:
        return True
    if claim.rule.actor == "both":
        aside = _ASIDE.search(text, max(0, claim.clause.whole.start - 20), claim.clause.whole.start)
        return not aside and claim.clause.form == "nominal" and any(actor.kind == "organisation" for actor in actors)
    if recipients:
        return False
    if claim.clause.form != "nominal":
        return True
    return when.start is not None or text[claim.clause.verb.end :].startswith(" that ")


def place_of(clause: Clause, document: Document) -> str | None:
    """The place named under "in" or "at", in the document's words."""
    places = (mention.span for mention in filled_by(clause.oblique("in", "at")) if mention.form == "place")
    return next((span.of(document.text) for span in places), None)


def teller_of(statements: Iterable[Statement], verb: Span) -> str | None:
    """The statement in whose content the verb stands, or whose own cue it is while somebody relays it."""
    for statement in statements:
        if statement.content.span.covers(verb) or (
            statement.chain and statement.cue and statement.cue.span.meets(verb)
        ):
            return statement.id
    return None
