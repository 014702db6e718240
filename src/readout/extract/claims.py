"""Which clauses a rule of the codebook claims, and who fills the roles that the rule names.

1. trigger   a clause whose verb, or a noun phrase whose head, is named by a rule of the codebook
2. rule      of the rules that name it, the one whose conditions hold and that says most about the clause
3. roles     actors and recipients from subject, object and prepositional phrases, as the rule names them
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from readout.codebook.compiled import Compiled
from readout.codebook.entries import EventRule
from readout.codebook.expressions import Expression
from readout.codebook.hints import Hints
from readout.language import Clause, Role
from readout.records import Actor, Mention

# Governing verbs and adjectives under which an act has not happened yet.
PLANS = frozenset(
    (
        "plan plans agree expect schedule intend vow pledge promise prepare aim decide commit threaten due set ready "
        "scheduled expected planned slated poised announce decision offer go begin will"
    ).split()
)
_DENIES = frozenset("refuse decline fail deny reject refrain avoid".split())
MIGHT = frozenset("could may might would should must can 'd".split())


# The actor of an act that lies in what somebody says: "Oslo must leave, said Lima" is a request of Lima's.
SPEAKER = "speaker"
# Acts whose object has not happened, whatever it is: "called for talks", "cancelled the visit".
# Deeds, and acts that take what they speak of for done.
DEEDS = frozenset("AID ASSAULT COERCE MOBILIZE RETREAT SANCTION".split())
_ABOUT_FACTS = frozenset({"ACCUSE", "CONSULT", "SUPPORT"})
_ABOUT_OTHERS = frozenset({"REQUEST", "REJECT", "THREATEN"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A rule as one word calls it: what must stand right before and behind that word, one pair for each way.

    The ways that say most come first; `bare` holds where the word calls the rule by itself in every way. `needs` and
    `bars` are the places of the rule's words among those of all rules.
    """

    rule: EventRule
    ways: tuple[tuple[str, str], ...]
    bare: bool = False
    needs: int | None = None
    bars: int | None = None


@dataclass(frozen=True, slots=True)
class EventRules:
    """The event rules by the words that trigger them: the first word of a verb, or the head of a noun.

    `words` are what rules need or bar; `hints` tells which of them are worth a search. `mutual` are the types that take
    two parties to happen. A noun before what `qualified` finds tells no act; verbs of `laid_at` name a doer under "on".
    Without `pairs` a rule for "both" holds of one named party.
    """

    by_verb: Mapping[str, tuple[Trigger, ...]]
    by_noun: Mapping[str, tuple[Trigger, ...]]
    words: tuple[Expression, ...]
    hints: Hints
    nouns: frozenset[str]
    triggers: frozenset[str]
    mutual: frozenset[str]
    qualified: re.Pattern[str]
    laid_at: frozenset[str]
    pairs: bool = True

    @classmethod
    def of(cls, rules: Compiled, *, spoken: bool = False) -> "EventRules":
        """The index over all event files of the codebook; of the rules for what is said where `spoken`."""
        by_verb: defaultdict[str, dict[str, Trigger]] = defaultdict(dict)
        by_noun: defaultdict[str, dict[str, Trigger]] = defaultdict(dict)
        words: dict[str, tuple[str, ...]] = {}
        listed_rules = (rule for kind in rules.codebook.events for rule in kind.rules)
        for rule in (rule for rule in listed_rules if (rule.actor == SPEAKER) == spoken):
            for verb in rule.verbs:
                lemma, _, particle = verb.partition(" ")
                _enter(by_verb[lemma], rule, ("", particle))
            for noun in rule.nouns:
                head, way = _noun_parts(noun)
                _enter(by_noun[head], rule, way)
            for key, listed in ((rule.id + "+", rule.needs), (rule.id + "-", rule.bars)):
                if listed:
                    words[key] = tuple(listed)
        forms = {form for lemma in by_verb for form in rules.verbs.forms(lemma)}
        # "be" is in every other sentence: of "be grateful to" the word behind it calls the rule.
        forms |= {way[1].split()[0] for trigger in by_verb["be"].values() for way in trigger.ways if way[1]}
        mutual = frozenset(kind.id for kind in rules.codebook.events if kind.recipient_required)
        places = {key: place for place, key in enumerate(words)}
        return cls(
            _frozen(by_verb, places), _frozen(by_noun, places), tuple(map(word_pattern, words.values())),
            Hints.of_words(words.values()), frozenset(by_noun), frozenset(forms | set(by_noun)), mutual,
            rules.naming.shapes.qualified, rules.naming.lists.laid_at,
        )  # fmt: skip


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


def _frozen(table: Mapping[str, Mapping[str, Trigger]], places: Mapping[str, int]) -> dict[str, tuple[Trigger, ...]]:
    return {word: tuple(_ranked(entry, places) for entry in entries.values()) for word, entries in table.items()}


def _ranked(trigger: Trigger, places: Mapping[str, int]) -> Trigger:
    rule, ways = trigger.rule, tuple(sorted(trigger.ways, key=_own_words, reverse=True))
    bare = not any(own or following for own, following in ways)
    return Trigger(rule, ways, bare, places.get(rule.id + "+"), places.get(rule.id + "-"))


def word_pattern(listed: Iterable[str]) -> Expression:
    """One expression for a list of words and phrases in which `*` ends a stem.

    >>> bool(word_pattern(["sanction*", "travel ban"]).search("new Sanctions"))
    True
    """
    parts = (re.escape(word).replace(r"\*", r"[\w-]*").replace(r"\ ", r"\s+") for word in sorted(listed, key=len)[::-1])
    return Expression(rf"(?<![\w-])(?:{'|'.join(parts)})(?!\w|-[a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause and the rule that claims it."""

    clause: Clause
    rule: EventRule


# ---- 1. and 2. triggers and rules ------------------------------------------------------------------------------------
def claims(text: str, clauses: Iterable[Clause], index: EventRules, *, facts: bool = False) -> Iterator[Claim]:
    """The clauses that a rule claims, each with its best rule; what a claimed act is only about is left out.

    `text` is the plain one. With `facts` a deed is kept that another act speaks of as done: "condemned Oslo's raid on
    Lima" tells two.
    """
    taken: list[Claim] = []
    for clause in clauses:
        triggers = (index.by_noun if clause.form == "nominal" else index.by_verb).get(clause.lemma)
        claim = _claim(clause, triggers, text, index) if triggers else None
        if claim is None or any(
            _swallows(earlier, claim) and not (facts and _takes_for_done(earlier, claim, index)) for earlier in taken
        ):
            continue
        if actors_of(roles(claim)[0]):
            taken.append(claim)
        yield claim


def _claim(
    clause: Clause, triggers: Iterable[Trigger], text: str, index: EventRules, *, anywhere: bool = False
) -> Claim | None:
    """The clause with the rule that says most about it: by declared weight, then words of its own, then conditions."""
    nominal = clause.form == "nominal"
    beside = _beside(clause, text) if nominal else None  # made for the first trigger that asks for it
    if beside is not None and index.qualified.match(beside[1]):
        return None
    wide = nominal or clause.passive or anywhere
    around: str | None = None  # made for the first trigger that stands and asks for it: most do not
    likely: Collection[int] = ()
    rated: list[tuple[tuple[int, int, int, str], EventRule]] = []
    for trigger in triggers:
        own = 1
        if not trigger.bare:
            beside = beside or _beside(clause, text)
            own = next((_own_words(way) for way in trigger.ways if anywhere or stands(way, *beside)), 0)
            if not own:
                continue
        rule = trigger.rule
        if around is None and (rule.needs or rule.bars):
            around = _fronted(clause, text) + (clause.whole if wide else clause.tail).of(text)
            likely = index.hints.found_in(around)
        if _fits(trigger, clause, around or "", likely, index):
            rated.append(((rule.weight, own, 2 * bool(rule.needs) + bool(rule.if_), rule.id), rule))
    return Claim(clause, max(rated, key=lambda pair: pair[0])[1]) if rated else None


def _beside(clause: Clause, text: str) -> tuple[str, str]:
    """The words right before and right behind the word that may trigger a rule."""
    before, after = (
        text[max(0, clause.verb.start - 40) : clause.verb.start],
        text[clause.verb.end : clause.verb.end + 40],
    )
    return " ".join(before.lower().split()), " ".join(after.lower().split())


def obligations(text: str, clauses: Sequence[Clause], index: EventRules) -> Iterator[Claim]:
    """The clauses whose modal verb, or the "has to" before it, is the trigger of a rule; `text` is the plain one."""
    for clause in clauses:
        word = clause.modal or _has_to(text, clause, clauses)
        if word not in _OBLIGES:
            continue
        triggers = index.by_verb.get(word or "")
        claim = _claim(clause._replace(modal=None), triggers, text, index, anywhere=True) if triggers else None
        if claim is not None and clause.form in {"finite", "infinitive"}:
            yield claim


# Where the noun phrase cannot begin that a relative clause follows: "the sanctions (that) Oslo imposed".
_MARKS = re.compile(r"[.;:,?!\"“”()]")
_SHORTEST = 3


def _fronted(clause: Clause, text: str) -> str:
    """The words before a clause without object, which are about its object where the clause is a relative one."""
    if clause.object is not None or clause.passive or clause.form != "finite" or clause.subject is None:
        return ""
    before = _MARKS.split(text[max(0, clause.whole.start - 60) : clause.whole.start])[-1]
    return f"{before} " if len(before) >= _SHORTEST and not before[-1].isalpha() else ""


_OBLIGES = frozenset({"must", "should", "ought", "need", "have"})


def _has_to(text: str, clause: Clause, clauses: Sequence[Clause]) -> str | None:
    """The verb right before an infinitive: "needs to withdraw"; not so "is needed to grow"."""
    if clause.form != "infinitive" or clause.governed_by is None or clause.governed_by >= len(clauses):
        return None
    above = clauses[clause.governed_by]
    return above.lemma if not above.passive and not text[above.verb.end : clause.group.start].strip() else None


def _own_words(way: tuple[str, str]) -> int:
    own, following = way
    return 1 + bool(own) + own.count(" ") + bool(following) + following.count(" ")


def stands(way: tuple[str, str], before: str, after: str) -> bool:
    """Whether the words of a trigger stand right before and behind it, as whole words."""
    own, following = way
    if not own and not following:
        return True
    if own and not (before.endswith(own) and not before.removesuffix(own)[-1:].isalnum()):
        return False
    return after.startswith(following) and not (following and after[len(following) :][:1].isalnum())


def _swallows(outer: Claim, inner: Claim) -> bool:
    """Whether an act is only what another act is about: "urged X to release", "demanded an apology".

    That parties were in contact is told whatever else the clause says, unless it says that they should be.
    """
    if inner.rule.type == "CONSULT" and outer.rule.type not in _ABOUT_OTHERS:
        return False
    if inner.clause.form not in {"nominal", "infinitive"}:
        return False
    return outer.clause.form != "nominal" and outer.clause.tail.covers(inner.clause.verb)


def _takes_for_done(outer: Claim, inner: Claim, index: EventRules) -> bool:
    """Whether an act speaks of another as of a fact: who condemns a raid or gives thanks for aid says that it was.

    Who is blamed for a raid is not its victim, though his name stands behind both: "blamed the raid on Oslo".
    """
    if inner.clause.form != "nominal" or inner.rule.type not in DEEDS or outer.rule.type not in _ABOUT_FACTS:
        return False
    return outer.clause.lemma not in index.laid_at or not {*roles(outer)[1]} & {*roles(inner)[1]}


def _fits(trigger: Trigger, clause: Clause, around: str, likely: Collection[int], index: EventRules) -> bool:
    """Whether all conditions of a rule hold for a clause with these words around its trigger."""
    rule, needs, bars = trigger.rule, trigger.needs, trigger.bars
    if needs is not None and not (needs in likely and index.words[needs].search(around)):
        return False
    if bars is not None and bars in likely and index.words[bars].search(around):
        return False
    if rule.actor == "both" and index.pairs and not _are_several(_both(clause)):
        return False
    return all(_holds(condition, clause) for condition in rule.if_)


def denied(claim: Claim) -> bool:
    """Whether the clause says that the act is not done, and the rule is not about just that."""
    dependent = claim.clause.form in {"infinitive", "participle"}
    negated = claim.clause.negated or (dependent and claim.clause.governor in _DENIES)
    return negated and "negated" not in claim.rule.if_


def _holds(condition: str, clause: Clause) -> bool:
    match condition:
        case "future":
            return _is_future(clause)
        case "past":
            return not _is_future(clause) and clause.modal is None
        case "negated":
            return clause.negated or clause.governor in _DENIES
        case "positive":
            return not clause.negated and clause.governor not in _DENIES
        case "passive" | "active":
            return clause.passive == (condition == "passive")
        case "aimed":
            return _is_aimed(clause)
        case "object":
            return clause.passive or clause.object is not None
        case _:  # conditional
            return clause.conditional or clause.modal in MIGHT


def _is_future(clause: Clause) -> bool:
    return clause.tense == "future" or clause.governor in PLANS


def _are_several(mentions: Sequence[Mention]) -> bool:
    """Whether these are parties enough for a mutual act; an organisation of states may meet by itself."""
    actors = [actor for mention in mentions for actor in mention.actors]
    return len(actors) > 1 or any(actor.kind == "organisation" for actor in actors)


def _is_aimed(clause: Clause) -> bool:
    """Whether the clause names somebody whom the act is done to or with."""
    role = clause.subject if clause.passive else clause.object
    if role is not None and (role.mentions or role.possessors):
        return True
    return bool(actors_of(filled_by(clause.oblique("with", "to", "against", "of"))))


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
        own = _THREAT_WAYS if rule.type == "THREATEN" else _OBJECT_WAYS
        ways = (*particles, *(("by",) if _names_a_deed(clause) else ()), *own)
        there = _prepositions(clause)  # few of the ways
        recipients = next((m for way in ways if way in there and actors_of(m := _filled(clause, way))), recipients)
    taken = {mention.span for mention in actors}
    return actors, tuple(mention for mention in recipients if mention.span not in taken)


def _prepositions(clause: Clause) -> Collection[str]:
    """Under which prepositions somebody may stand in a clause, or in what it begins with if it is passive."""
    fronted = clause.subject.inside if clause.passive and clause.subject else ()
    return {preposition for preposition, _ in (*clause.obliques, *fronted)}


def _names_a_deed(clause: Clause) -> bool:
    """Whether an active clause is about somebody's deed: "condemned the raid by Oslo" is said of Oslo."""
    return not clause.passive and clause.form != "nominal" and clause.object is not None


# Where the object of an act stands if it is no plain object: "sanctions on Oslo", "lashed out at Oslo".
_OBJECT_WAYS = ("against", "on", "upon", "of", "to", "at", "from", "for", "into")
# Whom a threat is aimed at is no place that it comes from: "warned from the U.N. rostrum".
_THREAT_WAYS = tuple(way for way in _OBJECT_WAYS if way != "from")


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
            return _mentions(found) if found else filled_by(clause.oblique("by")) if role == "subject" else ()
        return _mentions(clause.subject if role == "subject" else clause.object)
    if role == "possessor":
        return clause.object.possessors if clause.object else ()
    if ", " in role:  # several prepositions
        return tuple(mention for one in role.split(", ") for mention in _filled(clause, one))
    fronted = clause.subject.inside if clause.passive and clause.subject else ()  # "a summit with Oslo was cancelled"
    if not fronted:
        return filled_by(clause.oblique(role))
    return (*filled_by(clause.oblique(role)), *(mention for preposition, mention in fronted if preposition == role))


_DONE_TO = frozenset({"against", "on", "of", "to"})
# What follows these after a noun is no longer its own: "sanctions after the holding of a drill by Oslo".
_ASIDES = frozenset("after before during since until following despite amid".split())


def _nominal_role(clause: Clause, role: str) -> tuple[Mention, ...]:
    """Roles around a noun: its owner or by-phrase acts, its of-, against- or on-phrase is acted upon."""
    if role in {"subject", "possessor"}:
        return _mentions(clause.subject) or filled_by(clause.oblique("by", "from"))
    if role == "object":
        own = takewhile(lambda phrase: phrase[0] not in _ASIDES, clause.obliques)
        return filled_by(role for preposition, role in own if preposition in _DONE_TO)
    return filled_by(clause.oblique(*role.split(", ")))


def _mentions(role: Role | None) -> tuple[Mention, ...]:
    """Who heads a phrase; where nobody known heads it ("Oslo's troops", "the captain of a Danish ship"), its owners."""
    if role is None:
        return ()
    return role.mentions if actors_of(role.mentions) or not role.possessors else role.possessors


def filled_by(found: Iterable[Role]) -> tuple[Mention, ...]:
    """The mentions of several phrases, in order."""
    return tuple(mention for role in found for mention in _mentions(role))


def _distinct(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple({mention.span: mention for mention in mentions}.values())


def actors_of(mentions: Iterable[Mention]) -> tuple[Actor, ...]:
    """The actors that mentions name, each once, those without a known state left out."""
    found = [actor for mention in mentions for actor in mention.actors if actor.code]
    return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)
