"""PLOVER events: which clauses tell of an act between parties, and of which type, status and roles.

For each sentence of the story, in this order:

1. claims    the clauses that a rule of the codebook claims, and their roles (`extract.claims`)
2. standing  happened, planned, proposed, hypothetical, background, and the day (`extract.standing`)
3. once      the same act told again is the same event, kept at its first mention

The roles are filled by resolved mentions only: an act without a known party is no event between parties.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from readout.codebook.entries import EventRule
from readout.extract.claims import Claim, EventRules, actors_of, claims, filled_by, roles
from readout.extract.standing import status_of, when_of
from readout.extract.story import Story, evidence_over
from readout.language import Clause
from readout.records import Actor, Document, Event, Mention, Span, Statement, content_id

# Acts that as often as not are aimed at nobody: who else stands in the clause is no recipient.
_ALONE = frozenset({"CONSULT", "MOBILIZE", "PROTEST", "RETREAT", "CONCEDE"})
# Codes of organisations of states and groups across states, and sectors whose acts are a state's or a war party's.
_BODIES = frozenset({"IGO", "IMG"})
_SECTORS = frozenset({"LEG", "MIL", "REB", "COP", "SPY", "PRM", "UAF"})
# What one party says that it will do, which as often as not concerns nobody abroad.
_WORDS = frozenset({"AGREE", "THREATEN", "CONCEDE"})
_FEW = 4  # fewer names than this do not show whose story it is
_ABROAD = 6  # how often a story must name other states' speakers to be one of several states
# Acts that one story may tell several of, by their days.
_MANY = frozenset({"ASSAULT", "MOBILIZE"})
# Acts against somebody, who may be named outside their clause.
_HOSTILE = frozenset({"ACCUSE", "THREATEN", "COERCE", "ASSAULT", "SANCTION"})
_SEVERAL = 2  # more parties than this make a meeting multilateral
_ASIDE = re.compile(r"\b(?:sidelines|margins|fringes|outcomes?|eve|ahead) of\s+(?:the\s+)?$", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|at|to)\s+(?:the\s+)?$", re.IGNORECASE)
# What follows a name that is no place here: "in the U.S. election", "in Oslo's view".
_OWNS = re.compile(r"['’]s?\b")
_QUALIFIES = re.compile(r"\s+(?!and|or|but|on|in|at|with|to|for|from|by|as|after|before|wh|that)[a-z]")
# What stands between the names of one list.
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
                day = event.when.iso if event.status == "background" or event.type in _MANY else None
                key = (event.type, mode, _states(event.actors), _states(event.recipients), own, day)
                found.setdefault(key, event)
    return tuple(found.values())


def _states(actors: Iterable[Actor]) -> tuple[str, ...]:
    return tuple(sorted({actor.code or "" for actor in actors}))


def _event(claim: Claim, story: Story, sentence: Span, index: EventRules) -> Event | None:
    """The event of one claimed clause; None where no party is known or the act is said not to be."""
    document, clause, rule = story.document, claim.clause, claim.rule
    who, whom = roles(claim)
    whom = whom if actors_of(whom) else _beyond(claim, who, sentence, story)
    actors = actors_of(who)
    recipients = tuple(a for a in actors_of(whom) if a not in set(actors) and not _only_hears(a, rule.type))
    if not actors or not _between_parties(claim, actors, recipients, sentence, story):
        return None
    if rule.type in index.mutual and not _takes_two(rule, actors, recipients):
        return None
    when = when_of(clause, sentence, story.dated.within(sentence), document)
    status = status_of(claim, when, document)
    if status is None:
        return None
    kind = rule.future if status == "planned" and rule.future != "same" else rule.type
    if kind == "AGREE" and rule.type not in {"AGREE", "CONSULT"} and clause.form != "nominal":
        status = "happened"  # what is promised ("will send rice") is still to come, the promise is not
    mode, host = _meeting(claim, sentence, actors, story)
    if host is not None:
        actors, recipients = _guests(actors, host)
    inside = (mention.span for mention in (*who, *whom) if sentence.covers(mention.span))
    evidence = evidence_over(document, (clause.whole, *inside), rule.id)
    return Event(
        content_id("event", document.id, kind, evidence.start, evidence.end), document.id, kind,
        mode if kind == rule.type else None, status, actors, recipients, when, evidence,
        place=place_of(clause, document), teller=teller_of(story.statements, clause.verb),
    )  # fmt: skip


def _takes_two(rule: EventRule, actors: Collection[Actor], recipients: Collection[Actor]) -> bool:
    """Whether an act that takes two has them: somebody whom it is done to, or for a mutual act several states."""
    if rule.recipient == "none":
        return rule.actor != "both" or len({actor.state for actor in actors}) > 1
    return bool(recipients) and len({actor.state for actor in (*actors, *recipients)}) > 1


def _beyond(claim: Claim, who: Sequence[Mention], sentence: Span, story: Story) -> tuple[Mention, ...]:
    """The recipients of an act whose object names nobody: the first other parties further on in its clause.

    Where the clause names none, a hostile act is done to those whom its sentence names: "After Oslo's test, Lima
    condemned the launch".
    """
    clause, rule = claim.clause, claim.rule
    if rule.recipient == "none" or rule.type in _ALONE or clause.form == "nominal":
        return ()
    reach = clause.whole if clause.passive else clause.tail
    return _others(who, reach, story) or (_others(who, sentence, story) if rule.type in _HOSTILE else ())


def _others(who: Sequence[Mention], reach: Span, story: Story) -> tuple[Mention, ...]:
    """The first parties within a stretch that are of other states, with those listed beside them."""
    own = {actor.state for actor in actors_of(who)}
    found: list[Mention] = []
    for mention in story.mentions_within(reach):
        if mention.form in {"pronoun", "joint"}:
            continue
        if found and not _LISTED.fullmatch(story.document.text, found[-1].end, mention.start):
            break
        if any(actor.code and actor.state not in own and not actor.code.endswith(":MED") for actor in mention.actors):
            found.append(mention)
    return tuple(found)


def _guests(actors: Sequence[Actor], host: str) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The parties of a meeting apart: the guests, and the host if there is one."""
    return tuple(a for a in actors if a.state != host), tuple(a for a in actors if a.state == host)


def host_of(states: Collection[str | None], sentence: Span, story: Story) -> str | None:
    """The one of these states in whose country something is: that of a place which the sentence names under "in"."""
    if len(set(states)) == 1:
        return None
    hosts = set(states) & places_of(sentence, story)
    return hosts.pop() if len(hosts) == 1 else None


def places_of(sentence: Span, story: Story) -> set[str | None]:
    """The states of the places that a sentence names under "in", "at" or "to"."""
    text = story.document.text
    places = (m for m in story.mentions_within(sentence) if m.form in {"place", "name"})
    return {a.state for m in places if _is_where(m, text) for a in m.actors}


def _is_where(mention: Mention, text: str) -> bool:
    """Whether a name says where something is, and does not own or qualify what follows it."""
    before = text[max(0, mention.start - 8) : mention.start]
    if not before.rstrip().lower().endswith(("in", "at", "to", "the")):  # few names do, and this is quick to see
        return False
    under = _IN.search(text, max(0, mention.start - 8), mention.start)
    if under is None or _OWNS.match(text, mention.end):
        return False
    return "the" not in under[0].lower().split() or not _QUALIFIES.match(text, mention.end)


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
    claim: Claim, actors: tuple[Actor, ...], recipients: tuple[Actor, ...], sentence: Span, story: Story
) -> bool:
    """Whether the roles make an event between parties: two of them where the act needs two, and not one state alone.

    A noun with one party ("Oslo's sanctions") names a standing matter unless a day or a that-clause makes it an act.
    """
    text, states = story.document.text, {actor.state for actor in (*actors, *recipients)}
    if len(states) > 1:
        return True
    if claim.rule.actor == "both":
        aside = _ASIDE.search(text, max(0, claim.clause.whole.start - 20), claim.clause.whole.start)
        return not aside and claim.clause.form == "nominal" and any(actor.kind == "organisation" for actor in actors)
    if recipients:
        return False
    if claim.rule.type == "CONSULT":  # a journey to nobody known
        return False
    if claim.clause.form != "nominal":
        return claim.rule.type == "PROTEST" or (
            any(speaks_for_a_state(actor) for actor in actors) and _is_heard_abroad(claim.rule.type, states, story)
        )
    when = when_of(claim.clause, sentence, story.dated.within(sentence), story.document)
    return when.start is not None or text.startswith(" that ", claim.clause.verb.end)


def _only_hears(actor: Actor, kind: str) -> bool:
    """Whether somebody is only told of an act: "told Reuters that" is no request to Reuters."""
    return kind in {"REQUEST", "THREATEN", "CONSULT"} and (actor.code or "").endswith(":MED")


def _is_heard_abroad(kind: str, own: Collection[str | None], story: Story) -> bool:
    """Whether a promise or threat to nobody stands in a story of several states: else it is made at home."""
    if kind not in _WORDS:
        return True
    named = [m for m in story.mentions if m.form in {"title", "nominal", "name"}]
    told = [{a.state for a in m.actors if speaks_for_a_state(a)} for m in named]
    others = sum(1 for states in told if states - set(own))
    return len(named) < _FEW or others >= _ABROAD


def speaks_for_a_state(actor: Actor) -> bool:
    """Whether what an actor does alone is its state's doing: a government, its forces, an office, a group under arms.

    A company, a party, a newspaper or a private person that promises, warns or gives way does so at home.
    """
    body, _, sector = (actor.code or "").partition(":")
    if body in _BODIES or sector in _SECTORS:
        return True
    return sector == "GOV" and (actor.kind != "person" or actor.office is not None)


def place_of(clause: Clause, document: Document) -> str | None:
    """The place named under "in" or "at", in the document's words."""
    places = (mention.span for mention in filled_by(clause.oblique("in", "at")) if mention.form == "place")
    return next((span.of(document.text) for span in places), None)


def teller_of(statements: Iterable[Statement], verb: Span) -> str | None:
    """The statement in whose content the verb stands, or whose own cue it is while somebody relays it."""
    for statement in statements:
        content = statement.content
        if (content.start <= verb.start and verb.end <= content.end) or (
            statement.chain and statement.cue and statement.cue.span.meets(verb)
        ):
            return statement.id
    return None
