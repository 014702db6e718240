"""PLOVER events: which clauses tell of an act between parties, and of which type, status and roles.

For each sentence of the story, in this order:

1. claims    the clauses that a rule of the codebook claims, and their roles (`extract.claims`)
2. unnamed   who is meant where the clause names nobody, without asides (`extract.unnamed`, `extract.asides`)
3. standing  happened, planned, proposed, hypothetical, background, and the day (`extract.standing`)
4. once      the same act told again is the same event, kept at its first mention

The roles are filled by resolved mentions only: an act without a known party is no event between parties.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from readout.codebook.entries import EventRule
from readout.extract.claims import Claim, EventRules, actors_of, claims
from readout.extract.scenes import host_of, place_of
from readout.extract.spoken import said, speaks_for_a_state, teller_of
from readout.extract.standing import status_of, when_of
from readout.extract.story import Story, evidence_over
from readout.extract.unnamed import counterpart, filled
from readout.records import Actor, Event, Mention, Span, content_id

# Acts of words, which private people do to each other at home.
_VERBAL = frozenset("ACCUSE AGREE CONCEDE CONSULT COOPERATE REJECT REQUEST RETREAT SANCTION SUPPORT THREATEN".split())
_ORDERLY = (":GOV", ":MIL", ":COP", ":BUS", ":LEG", ":JUD", ":SPY")  # sectors that do not take to the streets
# What one party says that it will do, which as often as not concerns nobody abroad.
_WORDS = frozenset({"AGREE", "CONCEDE", "RETREAT", "SANCTION", "THREATEN"})
_FEW = 4  # fewer names than this do not show whose story it is
_ABROAD = 9  # how often a story must name other states' speakers to be one of several states
# Acts that one story may tell several of, by their days.
_MANY = frozenset({"ASSAULT", "MOBILIZE"})
# Acts that a release tells in several sentences and that are one.
_ONCE = frozenset({"CONSULT", "SUPPORT"})
# Words that are meant for somebody, whether they name him or not.
_TO_SOMEBODY = frozenset({"CONCEDE", "THREATEN"})
_FARTHEST = 300  # so many events back what a clause points to may have been told
_SEVERAL = 2  # more parties than this make a meeting multilateral
_ASIDE = re.compile(r"\b(?:sidelines|margins|fringes|outcomes?|eve|ahead) of\s+(?:the\s+)?$", re.IGNORECASE)
# Deeds that one party does by itself: its noun with its owner tells them.
_OWN_DEEDS = frozenset({"MOBILIZE"})


def events(story: Story, index: EventRules, spoken: EventRules) -> tuple[Event, ...]:
    """The events that one document tells, in order of place, each once."""
    found: dict[tuple[object, ...], Event] = {}
    known = _Known(story, found)
    headlined: set[int] = set()  # where a headline tells an event: what the report says itself is clearer
    for line in story.lines:
        if line.kind == "caption":
            continue
        for claim in claims(story.dated.flat, line.clauses, index, facts=True):
            event = _event(claim, known, line.span, index)
            if event is None:
                continue
            key = _key(event, claim, story)
            if key not in found or (line.kind != "headline" and found[key].evidence.start in headlined):
                found[key] = event
            if line.kind == "headline":
                headlined.add(event.evidence.start)
    told = tuple(found.values())
    return (*told, *said(story, spoken, told))


@dataclass(frozen=True, slots=True)
class _Known:
    """A story while its events are read: those told so far, and how many of its names are heard abroad."""

    story: Story
    told: dict[tuple[object, ...], Event]
    abroad: dict[frozenset[str | None], bool] = field(default_factory=dict)

    def last(self) -> Iterator[Event]:
        """The events told before, the nearest first."""
        return islice(reversed(self.told.values()), _FARTHEST)


def _key(event: Event, claim: Claim, story: Story) -> tuple[object, ...]:
    """What two tellings of one event have in common.

    However often parties are said to have talked, it is one contact unless modes tell them apart.
    """
    mode = None if event.type == "CONSULT" else event.mode
    own = event.evidence.start if story.document.issuer and claim.clause.form != "nominal" else None
    if event.type in _ONCE:
        own = None
    day = event.when.iso if event.status == "background" or event.type in _MANY else None
    return (event.type, mode, _states(event.actors), _states(event.recipients), own, day)


def _states(actors: Iterable[Actor]) -> tuple[str, ...]:
    return tuple(sorted({actor.code or "" for actor in actors}))


def _event(claim: Claim, known: _Known, sentence: Span, index: EventRules) -> Event | None:
    """The event of one claimed clause; None where no party is known or the act is said not to be.

    What was told before it says whose "the launch" is that somebody condemns.
    """
    story, clause, rule = known.story, claim.clause, claim.rule
    document = story.document
    who, whom, actors, recipients = filled(claim, known.last, sentence, story)
    if not actors or not _between_parties(claim, actors, recipients, sentence, known):
        return None
    if not recipients and rule.type in _TO_SOMEBODY:
        whom = counterpart(claim, who, sentence, story)
        recipients = actors_of(whom)
    if _is_private(rule.type, who, recipients if who else actors):
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
        place=place_of(clause, document), teller=teller_of(story, clause.verb),
    )  # fmt: skip


def _is_private(kind: str, who: Sequence[Mention], recipients: Sequence[Actor]) -> bool:
    """Whether words pass among companies, newspapers and private people only, or an office is said to demonstrate."""
    if kind == "PROTEST":  # "Polish farmers" may
        return not any(mention.form in {"adjective", "place"} for mention in who) and all(
            (actor.code or "").endswith(_ORDERLY) for actor in actors_of(who)
        )
    return kind in _VERBAL and not any(speaks_for_a_state(actor) for actor in (*actors_of(who), *recipients))


def _takes_two(rule: EventRule, actors: Collection[Actor], recipients: Collection[Actor]) -> bool:
    """Whether an act that takes two has them: somebody whom it is done to, or for a mutual act several states."""
    if rule.recipient == "none":
        return rule.actor != "both" or len({actor.state for actor in actors}) > 1
    return bool(recipients) and len({actor.state for actor in (*actors, *recipients)}) > 1


def _guests(actors: Sequence[Actor], host: str) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The parties of a meeting apart: the guests, and the host if there is one."""
    return tuple(a for a in actors if a.state != host), tuple(a for a in actors if a.state == host)


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
    claim: Claim, actors: tuple[Actor, ...], recipients: tuple[Actor, ...], sentence: Span, known: _Known
) -> bool:
    """Whether the roles make an event between parties: two of them where the act needs two, and not one state alone.

    A noun with one party ("Oslo's sanctions") names a standing matter unless a day or a that-clause makes it an act.
    """
    text, states = known.story.document.text, {actor.state for actor in (*actors, *recipients)}
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
            any(speaks_for_a_state(actor) for actor in actors) and _is_heard_abroad(claim.rule.type, states, known)
        )
    if claim.rule.type in _OWN_DEEDS and claim.rule.recipient != "object":
        return any(speaks_for_a_state(actor) for actor in actors)
    if text.startswith(" that ", claim.clause.verb.end):
        return True
    return when_of(claim.clause, sentence, known.story.dated.within(sentence), known.story.document).start is not None


def _is_heard_abroad(kind: str, own: Collection[str | None], known: _Known) -> bool:
    """Whether a promise or threat to nobody stands in a story of several states: else it is made at home."""
    if kind not in _WORDS:
        return True
    states = frozenset(own)
    if states not in known.abroad:
        known.abroad[states] = _names_others(states, known.story)
    return known.abroad[states]


def _names_others(own: frozenset[str | None], story: Story) -> bool:
    """Whether a story names speakers of other states often, or is too short to show whose it is."""
    named = [m for m in story.mentions if m.form in {"title", "nominal", "name"}]
    told = [{a.state for a in m.actors if speaks_for_a_state(a)} for m in named]
    others = sum(1 for states in told if states - own)
    return len(named) < _FEW or others >= _ABROAD
