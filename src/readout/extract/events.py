"""PLOVER events: which clauses tell of an act between parties, and of which type, status and roles.

For each sentence of the story, in this order:

1. trigger   a clause whose verb, or a noun phrase whose head, is named by a rule of the codebook
2. rule      of the rules that name it, the one whose conditions hold and that says most about the clause
3. roles     actors and recipients from subject, object and prepositional phrases, as the rule names them
4. status    happened, planned, proposed, hypothetical, background: from tense, mood and the governing verb
5. once      the same act told again is the same event, kept at its first mention

The roles are filled by resolved mentions only: an act without a known party is no event between parties.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from readout.codebook.compiled import Compiled
from readout.codebook.entries import EventRule
from readout.extract.dates import Dated
from readout.extract.story import Story
from readout.language import Clause, Role
from readout.records import Actor, Document, Event, Mention, Span, Statement, Status, When, content_id, unknown_when
from readout.text import plain

# Governing verbs and adjectives under which an act has not happened yet.
_PLANS = frozenset(
    (
        "plan plans agree expect schedule intend vow pledge promise prepare aim decide commit threaten due set ready "
        "scheduled expected planned slated poised announce decision offer go begin will"
    ).split()
)
_PROPOSES = frozenset(
    "propose suggest offer call urge ask want seek hope demand request invite consider discuss".split()
)
_DENIES = frozenset("refuse decline fail deny reject".split())
_MIGHT = frozenset("could may might would should must can 'd".split())
# Acts that as often as not are aimed at nobody: who else stands in the clause is no recipient.
_ALONE = frozenset({"CONSULT", "MOBILIZE", "PROTEST", "RETREAT", "CONCEDE"})
# Verbs that may govern an act that did happen: "began to withdraw", "continued to shell".
_REAL = frozenset("begin start continue help go move proceed manage".split())


@dataclass(frozen=True, slots=True)
class EventRules:
    """The event rules by the words that trigger them: the first word of a verb, or a noun."""

    by_verb: Mapping[str, tuple[EventRule, ...]]
    by_noun: Mapping[str, tuple[EventRule, ...]]
    words: Mapping[str, re.Pattern[str]]
    nouns: frozenset[str]
    triggers: frozenset[str]
    mutual: frozenset[str]

    @classmethod
    def of(cls, rules: Compiled) -> "EventRules":
        """The index over all event files of the codebook."""
        by_verb: defaultdict[str, list[EventRule]] = defaultdict(list)
        by_noun: defaultdict[str, list[EventRule]] = defaultdict(list)
        words: dict[str, re.Pattern[str]] = {}
        triggers: set[str] = set()
        for rule in (rule for kind in rules.codebook.events for rule in kind.rules):
            for verb in rule.verbs:
                by_verb[verb.split()[0]].append(rule)
                triggers.update(rules.verbs.forms(verb.split()[0]))
            for noun in rule.nouns:
                by_noun[_noun_head(noun)].append(rule)
                triggers.add(_noun_head(noun))
            for key, listed in ((rule.id + "+", rule.needs), (rule.id + "-", rule.bars)):
                if listed:
                    words[key] = word_pattern(listed)
        mutual = frozenset(kind.id for kind in rules.codebook.events if kind.recipient_required)
        return cls(_frozen(by_verb), _frozen(by_noun), words, frozenset(by_noun), frozenset(triggers), mutual)


def _noun_head(noun: str) -> str:
    """The word that a listed noun is found by: its last, or the one before the preposition that it ends in."""
    *_, last = noun.removesuffix(_trailing(noun)).split()
    return last


def _trailing(noun: str) -> str:
    """The preposition that a listed noun ends in ("call with"), with its space; empty for most."""
    match = re.search(r" (?:to|on|for|with|of|against|by|from|between|in)$", noun)
    return match.group() if match else ""


def _frozen(table: Mapping[str, list[EventRule]]) -> dict[str, tuple[EventRule, ...]]:
    return {key: tuple(dict.fromkeys(entries)) for key, entries in table.items()}


def word_pattern(listed: Iterable[str]) -> re.Pattern[str]:
    """One expression for a list of words and phrases in which `*` ends a stem.

    >>> bool(word_pattern(["sanction*", "travel ban"]).search("new Sanctions"))
    True
    """
    parts = (re.escape(word).replace(r"\*", r"[\w-]*").replace(r"\ ", r"\s+") for word in sorted(listed, key=len)[::-1])
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause and the rule that claims it."""

    clause: Clause
    rule: EventRule


# ---- 1. and 2. triggers and rules ------------------------------------------------------------------------------------
def claims(text: str, clauses: Iterable[Clause], index: EventRules) -> Iterator[Claim]:
    """The clauses that a rule claims, each with its best rule; what a claimed act is only about is left out."""
    taken: list[Claim] = []
    for clause in clauses:
        table = index.by_noun if clause.form == "nominal" else index.by_verb
        fitting = [rule for rule in table.get(clause.lemma, ()) if _fits(rule, clause, text, index)]
        if not fitting:
            continue
        claim = Claim(clause, max(fitting, key=lambda rule: _weight(rule, clause, text)))
        if any(_swallows(earlier, claim) for earlier in taken):
            continue
        if actors_of(roles(claim)[0]):
            taken.append(claim)
        yield claim


def _swallows(outer: Claim, inner: Claim) -> bool:
    """Whether an act is only what another act is about: "urged X to release", "demanded an apology".

    That parties were in contact is told whatever else the clause says.
    """
    if inner.rule.type == "CONSULT" or inner.clause.form not in {"nominal", "infinitive"}:
        return False
    return outer.clause.form != "nominal" and outer.clause.tail.covers(inner.clause.verb)


def _weight(rule: EventRule, clause: Clause, text: str) -> tuple[int, int, int, str]:
    """How much a rule says of a clause: its declared weight, then conditions, then particle words; ids break ties."""
    particle = max((len(verb.split()) for verb in _verbs_here(rule, clause, text)), default=1)
    return rule.weight, particle, 2 * bool(rule.needs) + bool(rule.if_), rule.id


def _verbs_here(rule: EventRule, clause: Clause, text: str) -> list[str]:
    """The rule's verbs or nouns that stand in this clause with all their words."""
    if clause.form == "nominal":
        before = plain(text[max(0, clause.verb.start - 40) : clause.verb.end]).lower()
        after = plain(text[clause.verb.end : clause.verb.end + 10]).lower()
        return [noun for noun in rule.nouns if _noun_head(noun) == clause.lemma and _stands(noun, before, after)]
    after = " ".join(plain(text[clause.verb.end : clause.verb.end + 40]).lower().split())
    fitting = []
    for verb in rule.verbs:
        lemma, _, particle = verb.partition(" ")
        if lemma == clause.lemma and (not particle or re.match(rf"{re.escape(particle)}\b", after)):
            fitting.append(verb)
    return fitting


def _stands(noun: str, before: str, after: str) -> bool:
    """Whether all words of a listed noun are there: its own before the end of the head, its preposition after."""
    own, following = noun.removesuffix(_trailing(noun)), _trailing(noun)
    return before.endswith(own) and not before.removesuffix(own)[-1:].isalnum() and after.startswith(following)


def _fits(rule: EventRule, clause: Clause, text: str, index: EventRules) -> bool:
    """Whether all conditions of a rule hold for a clause."""
    if not _verbs_here(rule, clause, text):
        return False
    around = clause.whole if clause.form == "nominal" or clause.passive else clause.tail
    words = plain(around.of(text))
    needs, bars = index.words.get(rule.id + "+"), index.words.get(rule.id + "-")
    if (needs and not needs.search(words)) or (bars and bars.search(words)):
        return False
    if rule.actor == "both" and sum(len(mention.actors) for mention in _both(clause)) < 2:
        return False
    return all(_holds(condition, clause) for condition in rule.if_)


def denied(claim: Claim) -> bool:
    """Whether the clause says that the act is not done, and the rule is not about just that."""
    negated = claim.clause.negated or (claim.clause.form == "infinitive" and claim.clause.governor in _DENIES)
    return negated and "negated" not in claim.rule.if_


def _holds(condition: str, clause: Clause) -> bool:
    future = clause.tense == "future" or clause.governor in _PLANS
    return {
        "future": future,
        "past": not future and clause.modal is None,
        "negated": clause.negated or clause.governor in _DENIES,
        "positive": not clause.negated and clause.governor not in _DENIES,
        "passive": clause.passive,
        "active": not clause.passive,
        "conditional": clause.conditional or clause.modal in _MIGHT,
    }[condition]


# ---- 3. roles --------------------------------------------------------------------------------------------------------
def roles(claim: Claim) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """The mentions that fill actor and recipient, as the rule names their roles."""
    clause, rule = claim.clause, claim.rule
    if rule.actor == "both":
        return _both(clause), ()
    actors = _filled(clause, rule.actor)
    recipients = _filled(clause, rule.recipient)
    if rule.recipient == "object" and not recipients:
        recipients = next((found for way in _OBJECT_WAYS if (found := _filled(clause, way))), ())
    taken = {mention.span for mention in actors}
    return actors, tuple(mention for mention in recipients if mention.span not in taken)


# Where the object of an act stands if it is no plain object: "sanctions on Oslo", "lashed out at Oslo".
_OBJECT_WAYS = ("against", "on", "upon", "of", "to", "at", "from", "with", "for", "into")


def _both(clause: Clause) -> tuple[Mention, ...]:
    """All parties of a mutual act: subject, object and those under "with" and "between"."""
    return _distinct(mention for role in ("subject", "object", "with", "between") for mention in _filled(clause, role))


def _filled(clause: Clause, role: str) -> tuple[Mention, ...]:
    """The mentions in one role; passive voice and noun phrases put subject and object elsewhere."""
    if role == "none":
        return ()
    if clause.form == "nominal":
        return _nominal_role(clause, role)
    if role in {"subject", "object"}:
        if clause.passive:
            found = clause.subject if role == "object" else None
            return _mentions(found) if found else _all(clause.oblique("by")) if role == "subject" else ()
        return _mentions(clause.subject if role == "subject" else clause.object)
    if role == "possessor":
        return clause.object.possessors if clause.object else ()
    fronted = clause.subject.inside if clause.passive and clause.subject else ()  # "a summit with Oslo was cancelled"
    return (*_all(clause.oblique(role)), *(mention for preposition, mention in fronted if preposition == role))


def _nominal_role(clause: Clause, role: str) -> tuple[Mention, ...]:
    """Roles around a noun: its owner or by-phrase acts, its of-, against- or on-phrase is acted upon."""
    if role in {"subject", "possessor"}:
        return _mentions(clause.subject) or _all(clause.oblique("by", "from"))
    if role == "object":
        return _all(clause.oblique("against", "on", "of", "to"))
    return _all(clause.oblique(role))


def _mentions(role: Role | None) -> tuple[Mention, ...]:
    """Who heads a phrase; where a plain noun heads it ("Oslo's troops"), whoever owns it."""
    return () if role is None else role.mentions or role.possessors


def _all(found: Iterable[Role]) -> tuple[Mention, ...]:
    return tuple(mention for role in found for mention in _mentions(role))


def _distinct(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple({mention.span: mention for mention in mentions}.values())


def actors_of(mentions: Iterable[Mention]) -> tuple[Actor, ...]:
    """The actors that mentions name, each once, those without a known state left out."""
    return tuple(dict.fromkeys(actor for mention in mentions for actor in mention.actors if actor.code))


# ---- 4. status and time ----------------------------------------------------------------------------------------------
def status_of(claim: Claim, when: When, document: Document) -> Status | None:
    """Whether the act has happened, is planned, proposed or hypothetical; None for an act that is said not to be."""
    clause, rule = claim.clause, claim.rule
    if rule.status is not None:
        return rule.status  # type: ignore[return-value]  # the loader has checked it
    if clause.conditional:
        return "hypothetical"
    if denied(claim):
        return None
    if clause.form == "infinitive":
        return _governed_status(clause)
    if clause.tense == "future":
        return "planned"
    if clause.modal in _MIGHT:
        return "hypothetical"
    if clause.form == "nominal" and clause.subject and re.search(r"\b(planned|upcoming|next)\b", clause.subject.head):
        return "planned"
    return "background" if _is_past(claim, when, document) else "happened"


def _governed_status(clause: Clause) -> Status | None:
    """What the governing word says of an act; an infinitive of mere purpose ("efforts to help") tells none."""
    if clause.governor in _PROPOSES:
        return "proposed"
    if clause.governor in _REAL:
        return "happened"
    return "planned" if clause.governor in _PLANS else None


def _is_past(claim: Claim, when: When, document: Document) -> bool:
    """Whether the act lies before this story's own news.

    So it does with a day more than three before publication, in the pluperfect, and where a noun presupposes it ("after
    Oslo's warning"); a contact named by a noun is as often the news itself ("during their talks").
    """
    clause = claim.clause
    if when.end is not None and document.published.start is not None:
        return is_old(when, document)
    if document.issuer:
        return False
    presupposed = clause.form == "nominal" and claim.rule.type != "CONSULT"
    return presupposed or (clause.perfect and clause.tense == "past" and clause.form == "finite")


def is_old(when: When, document: Document) -> bool:
    """Whether a day lies more than three before publication; no day is not old."""
    published = document.published.start
    return when.end is not None and published is not None and (published - when.end).days > 3


def when_of(clause: Clause, sentence: Span, dated: Sequence[Dated], document: Document) -> When:
    """The time expression nearest to the verb inside the clause, else the only one of its sentence."""
    fitting = [d for d in dated if sentence.start <= d.start < sentence.end and _suits(d.when, clause, document)]
    inside = [d for d in fitting if clause.whole.start <= d.start and _reaches(clause, d, document.text)]
    if inside:
        return min(inside, key=lambda d: abs(d.start - clause.verb.end)).when
    if len(fitting) == 1 and clause.form != "nominal":
        return fitting[0].when
    return unknown_when(f"no time expression beside the verb in {document.id}")


def _suits(when: When, clause: Clause, document: Document) -> bool:
    """Whether a time may be that of a clause in this tense: what is told as past is not dated after publication."""
    published = document.published.start
    if published is None or when.start is None or clause.form != "finite" or clause.tense != "past":
        return True
    return when.start <= published


def _reaches(clause: Clause, dated: Dated, text: str) -> bool:
    """Whether a time expression lies in the clause, or right behind it with no comma between."""
    if dated.end <= clause.whole.end:
        return True
    return dated.end <= clause.whole.end + 30 and not re.search(r"[,;:]", text[clause.whole.end : dated.start])


# ---- 5. the stage ----------------------------------------------------------------------------------------------------
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
                key = (event.type, mode, _states(event.actors), _states(event.recipients), own)
                found.setdefault(key, event)
    return tuple(found.values())


def _states(actors: Iterable[Actor]) -> tuple[str, ...]:
    return tuple(sorted({actor.code or "" for actor in actors}))


def _event(claim: Claim, story: Story, sentence: Span, index: EventRules) -> Event | None:
    """The event of one claimed clause; None where no party is known or the act is said not to be."""
    document, clause, rule = story.document, claim.clause, claim.rule
    who, whom = roles(claim)
    whom = whom or _beyond(claim, who, story.mentions)
    actors, recipients = actors_of(who), tuple(a for a in actors_of(whom) if a not in set(actors_of(who)))
    when = when_of(clause, sentence, story.dated, document)
    if not actors or not _between_parties(claim, actors, recipients, when, document.text):
        return None
    if claim.rule.type in index.mutual and claim.rule.recipient != "none" and len({actor.state for actor in (*actors, *recipients)}) < 2:
        return None
    status = status_of(claim, when, document)
    if status is None:
        return None
    kind = rule.future if status == "planned" and rule.future != "same" else rule.type
    spans = [mention.span for mention in (*who, *whom)]
    start = min([clause.whole.start, *(s.start for s in spans if sentence.covers(s))])
    end = max([clause.whole.end, *(s.end for s in spans if sentence.covers(s))])
    while end > start and document.text[end - 1] in " ,;.\n":
        end -= 1
    evidence = document.quote(start, end, rule.id)
    return Event(
        content_id("event", document.id, kind, start, end), document.id, kind,
        rule.mode if kind == rule.type else None, status, actors, recipients, when, evidence,
        place=place_of(clause, document), teller=teller_of(story.statements, clause.verb),
    )  # fmt: skip


def _beyond(claim: Claim, who: Sequence[Mention], mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The recipient of an act whose object names nobody: the first other party further on in its clause."""
    clause, rule = claim.clause, claim.rule
    if rule.recipient == "none" or rule.type in _ALONE or clause.form == "nominal":
        return ()
    own = {actor.state for actor in actors_of(who)}
    reach = clause.whole if clause.passive else clause.tail
    for mention in mentions:
        others = [actor for actor in mention.actors if actor.code and actor.state not in own]
        if reach.covers(mention.span) and others and mention.form not in {"pronoun", "joint"}:
            return (mention,)
    return ()


def _between_parties(
    claim: Claim, actors: tuple[Actor, ...], recipients: tuple[Actor, ...], when: When, text: str
) -> bool:
    """Whether the roles make an event between parties: two of them where the act needs two, and not one state alone.

    A noun with one party ("Oslo's sanctions") names a standing matter unless a day or a that-clause makes it an act.
    """
    states = {actor.state for actor in (*actors, *recipients)}
    if len(states) > 1:
        return True
    if recipients or claim.rule.actor == "both":
        return False
    if claim.clause.form != "nominal":
        return True
    return when.start is not None or text[claim.clause.verb.end :].startswith(" that ")


def place_of(clause: Clause, document: Document) -> str | None:
    """The place named under "in" or "at", in the document's words."""
    places = (mention.span for mention in _all(clause.oblique("in", "at")) if mention.form == "place")
    return next((span.of(document.text) for span in places), None)


def teller_of(statements: Iterable[Statement], verb: Span) -> str | None:
    """The statement in whose content the verb stands, or whose own cue it is while somebody relays it."""
    for statement in statements:
        if statement.content.span.covers(verb) or (
            statement.chain and statement.cue and statement.cue.span.meets(verb)
        ):
            return statement.id
    return None
