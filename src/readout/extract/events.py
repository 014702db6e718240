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
# What stands between the names of one list.
_LISTED = re.compile(r"\s*(?:,|and|or|,\s*and)\s+(?:the\s+)?", re.IGNORECASE)
# Verbs that may govern an act that did happen: "began to withdraw", "continued to shell".
_REAL = frozenset("begin start continue help go move proceed manage".split())


@dataclass(frozen=True, slots=True)
class Trigger:
    """A rule as one word calls it: what must stand right before and behind that word, one pair for each way."""

    rule: EventRule
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EventRules:
    """The event rules by the words that trigger them: the first word of a verb, or the head of a noun.

    `mutual` are the types that take two parties to happen.
    """

    by_verb: Mapping[str, tuple[Trigger, ...]]
    by_noun: Mapping[str, tuple[Trigger, ...]]
    words: Mapping[str, re.Pattern[str]]
    nouns: frozenset[str]
    triggers: frozenset[str]
    mutual: frozenset[str]

    @classmethod
    def of(cls, rules: Compiled) -> "EventRules":
        """The index over all event files of the codebook."""
        by_verb: defaultdict[str, dict[str, Trigger]] = defaultdict(dict)
        by_noun: defaultdict[str, dict[str, Trigger]] = defaultdict(dict)
        words: dict[str, re.Pattern[str]] = {}
        for rule in (rule for kind in rules.codebook.events for rule in kind.rules):
            for verb in rule.verbs:
                lemma, _, particle = verb.partition(" ")
                _enter(by_verb[lemma], rule, ("", particle))
            for noun in rule.nouns:
                head, way = _noun_parts(noun)
                _enter(by_noun[head], rule, way)
            for key, listed in ((rule.id + "+", rule.needs), (rule.id + "-", rule.bars)):
                if listed:
                    words[key] = word_pattern(listed)
        forms = {form for lemma in by_verb for form in rules.verbs.forms(lemma)}
        mutual = frozenset(kind.id for kind in rules.codebook.events if kind.recipient_required)
        return cls(
            _frozen(by_verb), _frozen(by_noun), words, frozenset(by_noun), frozenset(forms | set(by_noun)), mutual
        )


def _enter(table: dict[str, Trigger], rule: EventRule, way: tuple[str, str]) -> None:
    known = table.get(rule.id)
    table[rule.id] = Trigger(rule, (*known.ways, way) if known else (way,))


def _noun_parts(noun: str) -> tuple[str, tuple[str, str]]:
    """The word that a listed noun is found by, and its words before that and the preposition after it.

    >>> _noun_parts("joint military exercise"), _noun_parts("call with")
    (('exercise', ('joint military', '')), ('call', ('', 'with')))
    """
    match = re.search(r" (to|on|for|with|of|against|by|from|between|in)$", noun)
    *before, head = (noun[: match.start()] if match else noun).split()
    return head, (" ".join(before), match[1] if match else "")


def _frozen(table: Mapping[str, Mapping[str, Trigger]]) -> dict[str, tuple[Trigger, ...]]:
    return {key: tuple(entries.values()) for key, entries in table.items()}


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
        triggers = (index.by_noun if clause.form == "nominal" else index.by_verb).get(clause.lemma)
        claim = _claim(clause, triggers, text, index) if triggers else None
        if claim is None or any(_swallows(earlier, claim) for earlier in taken):
            continue
        if actors_of(roles(claim)[0]):
            taken.append(claim)
        yield claim


def _claim(clause: Clause, triggers: Iterable[Trigger], text: str, index: EventRules) -> Claim | None:
    """The clause with the rule that says most about it: by declared weight, then words of its own, then conditions."""
    before = " ".join(plain(text[max(0, clause.verb.start - 40) : clause.verb.start]).lower().split())
    after = " ".join(plain(text[clause.verb.end : clause.verb.end + 40]).lower().split())
    around = plain((clause.whole if clause.form == "nominal" or clause.passive else clause.tail).of(text))
    rated: list[tuple[tuple[int, int, int, str], EventRule]] = []
    for trigger in triggers:
        own = max((_own_words(way) for way in trigger.ways if _stands(way, before, after)), default=None)
        rule = trigger.rule
        if own is not None and _fits(rule, clause, around, index):
            rated.append(((rule.weight, own, 2 * bool(rule.needs) + bool(rule.if_), rule.id), rule))
    return Claim(clause, max(rated, key=lambda pair: pair[0])[1]) if rated else None


def _own_words(way: tuple[str, str]) -> int:
    return 1 + len(way[0].split()) + len(way[1].split())


def _stands(way: tuple[str, str], before: str, after: str) -> bool:
    """Whether the words of a trigger stand right before and behind it, as whole words."""
    own, following = way
    if own and not (before.endswith(own) and not before.removesuffix(own)[-1:].isalnum()):
        return False
    return after.startswith(following) and not (following and after[len(following) :][:1].isalnum())


def _swallows(outer: Claim, inner: Claim) -> bool:
    """Whether an act is only what another act is about: "urged X to release", "demanded an apology".

    That parties were in contact is told whatever else the clause says.
    """
    if inner.rule.type == "CONSULT" or inner.clause.form not in {"nominal", "infinitive"}:
        return False
    return outer.clause.form != "nominal" and outer.clause.tail.covers(inner.clause.verb)


def _fits(rule: EventRule, clause: Clause, around: str, index: EventRules) -> bool:
    """Whether all conditions of a rule hold for a clause with these words around its trigger."""
    needs, bars = index.words.get(rule.id + "+"), index.words.get(rule.id + "-")
    if (needs and not needs.search(around)) or (bars and bars.search(around)):
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
    if rule.recipient == "object" and not actors_of(recipients):
        particles = [verb.split()[-1] for verb in rule.verbs if verb.startswith(f"{clause.lemma} ")]
        ways = (*particles, *_OBJECT_WAYS)
        recipients = next((found for way in ways if actors_of(found := _filled(clause, way))), recipients)
    taken = {mention.span for mention in actors}
    return actors, tuple(mention for mention in recipients if mention.span not in taken)


# Where the object of an act stands if it is no plain object: "sanctions on Oslo", "lashed out at Oslo".
_OBJECT_WAYS = ("against", "on", "upon", "of", "to", "at", "from", "for", "into")


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
    """Who heads a phrase; where nobody known heads it ("Oslo's troops", "the captain of a Danish ship"), its owners."""
    if role is None:
        return ()
    return role.mentions if actors_of(role.mentions) or not role.possessors else role.possessors


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
