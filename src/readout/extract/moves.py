"""What moves the long-lived matters between parties: a hotline, a truce, a treaty, sanctions, an exercise, a detainee.

For each sentence of the story, in this order:

1. matters   noun phrases that name a matter, with the parties that stand in or beside them
2. moves     what is done to it: a verb with the matter as object or subject, a noun over it ("the restoration of the
             hotline"), or a word beside it ("suspended talks", "talks are on hold")
3. status    whether that came to pass, is planned, hoped for, denied or only possible
4. once      the same move told again in a document is the same move, kept at its first place
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from readout.codebook.compiled import Compiled
from readout.codebook.expressions import Expression
from readout.extract.claims import actors_of
from readout.extract.spoken import teller_of
from readout.extract.standing import REAL, when_of
from readout.extract.story import Line, Story
from readout.language import Clause, Role
from readout.records import Actor, Mention, Move, Span, Status, When, content_id, unknown_when
from readout.text import plain

_HOPED = re.compile(
    r"\b(?:hopes?|hoping|calls?|calling|possib\w+|prospects?|push\w*|efforts?|bid|need|wish|proposals?|appeals?|demands?)"
    r"\s+(?:of|for|to|on|toward|towards)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_PLANNED = ("planned", "upcoming", "scheduled", "forthcoming", "imminent", "coming", "next")
_PLANNED_BEFORE = re.compile(rf"\b(?:{'|'.join(_PLANNED)})\b", re.IGNORECASE)
_WISHES = frozenset(
    (
        "hope want wish urge call ask seek propose suggest demand request offer consider discuss push encourage raise "
        "explore advocate support back envisage favor favour"
    ).split()
)
_PLANS = frozenset(
    (
        "plan agree expect schedule intend vow pledge promise prepare decide due set ready scheduled expected planned "
        "threaten"
    ).split()
)
# What a clause stands under when its words are denied: "denied that it would leave".
_DENIED = re.compile(r"\b(?:den(?:y|ies|ied|ying)|dismiss\w*|rul(?:e|es|ed|ing) out)\b[^.;]{0,40}$")
_REFUSES = frozenset("refuse decline reject deny fail".split())
_TWO = 2
# By these a party does not want what is offered: "rejected a truce".
_TURNS_DOWN = frozenset({"reject", "refuse", "decline", "spurn"})
_STANDS_FOR = frozenset({"it", "they"})
_BLAMES = frozenset({"accuse", "blame", "denounce", "condemn", "suspect"})
_HOPES = re.compile(r"\s+(?:also |still )?(?:hope|call|appeal|push|press|wait)s?\s+for\b")
_BOTH = re.compile(r"\bbetween (?:the two|both|their)\b", re.IGNORECASE)
# What stands behind a verb as if it were its object and tells only when.
_WHEN = frozenset("late early today yesterday monday tuesday wednesday thursday friday saturday sunday again".split())
# "A round of talks" is about the talks.
_OF_MANY = re.compile(
    r"(?:[\w-]+\s+){0,4}(?:rounds?|series|packages?|sets?|batch|raft|waves?|groups?|couple|number)"
    r" of\s+(?:[\w-]+\s+){0,2}",
    re.IGNORECASE,
)
_UNDER = re.compile(r"\b(?:of|in|on|for|with|from|at|by|over|about|between|under|after|against)\s", re.IGNORECASE)
# Verbs that bring what they name into the state that the next word tells: "kept the line open", "let a sailor go".
_MAKING = frozenset({"keep", "leave", "declare", "put", "set", "let", "hold", "consider", "call", "render"})
_NOT_YET = re.compile(r"\byet to\s+(?:\w+ly\s+)?$")
_WHO = re.compile(r",?\s*(?:that|which)\s+$")
_REACH = 200  # characters: no noun for a matter is longer
_PART_WAY = frozenset({"could", "may", "might", "would", "should"})
_STANDS = frozenset({"be", "remain", "stay", "lie", "stand", "become"})
# Prepositions behind a matter's noun that name a party of it.
_PARTY = ("between", "among", "with", "against", "on", "to", "from")


@dataclass(frozen=True, slots=True)
class MoveRules:
    """The words of matters and their moves, compiled: which noun names which matter, which word moves it where."""

    nouns: Expression
    kinds: Mapping[str, str]
    verbs: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
    over: Mapping[str, tuple[Expression, Expression]]
    words: Mapping[str, Expression]
    states: Mapping[tuple[str, str], str]
    heads: frozenset[str]
    triggers: frozenset[str]
    moving: Mapping[str, tuple[str, ...]]
    doing: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, rules: Compiled) -> "MoveRules":
        """The index over matters.toml; longer nouns come first."""
        matters, moves = rules.codebook.matters, rules.codebook.moves
        kinds = {noun: matter.id for matter in matters for noun in matter.nouns}
        verbs: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for move in moves:
            for verb in move.verbs:
                head, _, particle = verb.partition(" ")
                verbs.setdefault((move.matter, head), []).append((particle, move.state))
        states = {(move.matter, word): move.state for move in moves for word in (*move.nouns, *move.words)}
        return cls(
            nouns=any_of(kinds),
            kinds=kinds,
            verbs={key: tuple(sorted(ways, key=lambda way: -len(way[0]))) for key, ways in verbs.items()},
            over={m.id: _over(w for move in moves if move.matter == m.id for w in move.nouns) for m in matters},
            words={m.id: any_of(w for move in moves if move.matter == m.id for w in move.words) for m in matters},
            states=states,
            heads=frozenset(noun.split()[-1] for noun in kinds),
            # Nouns of one word that every report uses ("citizen", "border") do not make a sentence worth parsing.
            triggers=frozenset(noun.split()[-1] for m in matters if not m.common for noun in m.nouns),
            # One of these stands in every sentence that moves a matter of the kind.
            moving={m.id: tuple(sorted(set(_moving(m.id, rules)))) for m in matters},
            # "Lifting" in "considers lifting its sanctions", which is read as a part of the noun phrase.
            doing={
                (move.matter, form): move.state
                for move in moves
                for verb in move.verbs
                for form in rules.verbs.forms(verb)
                if form.endswith("ing")
            },
        )


def _moving(kind: str, rules: Compiled) -> Iterator[str]:
    """The nouns, words and forms of verbs that may move a matter of this kind, what tells a plan and what refuses."""
    yield from _PLANNED
    lemmas = {"rule", *_TURNS_DOWN}
    for move in (move for move in rules.codebook.moves if move.matter == kind):
        yield from (*move.nouns, *move.words)
        lemmas |= {verb.removeprefix("not ").split()[0] for verb in move.verbs}
    for lemma in lemmas:
        yield from (lemma, *rules.verbs.forms(lemma))


def any_of(listed: Iterable[str]) -> Expression:
    """One of these words or phrases, the longest first; nothing where none is listed."""
    words = sorted(listed, key=lambda word: (-len(word), word))
    return Expression(rf"\b(?:{'|'.join(map(re.escape, words)) or '(?!)'})\b", re.IGNORECASE)


def _over(listed: Iterable[str]) -> tuple[Expression, Expression]:
    """The expressions for one of these nouns over a matter: before its own noun and behind it."""
    noun = any_of(listed).pattern
    return (
        Expression(rf"({noun})\s+(?:of|in|to|from)\s+$", re.IGNORECASE),
        Expression(rf"(?:'s)?\s+({noun})", re.IGNORECASE),
    )


# ---- 1. matters ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Named:
    """A noun phrase that names a matter: its kind, the words of the noun, the phrase and its parties."""

    kind: str
    noun: Span
    clause: Clause
    parties: tuple[Mention, ...]


def _named(line: Line, text: str, index: MoveRules) -> Iterator[_Named]:
    """The matters that a sentence names; the longest noun that ends with a phrase's head decides the kind."""
    for clause in line.clauses:
        if clause.form != "nominal" or clause.lemma not in index.heads:
            continue
        ending = (
            m
            for m in index.nouns.finditer(text, max(clause.group.start, clause.verb.end - _REACH), clause.verb.end)
            if m.end() == clause.verb.end
        )
        noun = next(ending, None)
        if noun is not None:
            beside = (mention for role in clause.oblique(*_PARTY) for mention in role.mentions or role.possessors)
            own = clause.subject.mentions if clause.subject else ()
            yield _Named(index.kinds[noun[0].lower()], Span(*noun.span()), clause, (*own, *beside))


# ---- 2. moves --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Moved:
    """One move of a matter: the state it comes to, the words that say so, and the clause that tells its time."""

    matter: _Named
    state: str
    words: Span
    clause: Clause
    agents: tuple[Mention, ...] = ()
    said: Status | None = None


def _moved(matter: _Named, line: Line, text: str, index: MoveRules) -> _Moved | None:
    """What the sentence says becomes of a matter; the nearest words to its noun come first."""
    return (
        _by_noun(matter, line, text, index)
        or _by_word(matter, line, text, index)
        or _by_making(matter, line, text, index)
        or _not_done(matter, line, text, index)
        or _by_verb(matter, line, text, index)
        or _by_doing(matter, line, text, index)
    )


def _by_verb(matter: _Named, line: Line, text: str, index: MoveRules) -> _Moved | None:
    """A verb that has the matter as its object, as the subject it is done to, or as what comes to an end by itself."""
    # What is told of "a sailor jailed in May" is the finite verb's: "was freed".
    for clause in sorted(line.clauses, key=lambda clause: clause.form == "participle"):
        if clause.form == "nominal":
            continue
        after = " ".join(plain(text[clause.verb.end : clause.verb.end + 24]).lower().split())
        for particle, state in index.verbs.get((matter.kind, clause.lemma), ()):
            if not after.startswith(particle) or (particle and after[len(particle) :][:1].isalnum()):
                continue
            role = _role_of(matter, clause, particle, text)
            if role is not None:
                return _Moved(matter, state, clause.verb, clause, _agents(clause, role))
        if (said := _turned_down(clause, after)) and _role_of(matter, clause, "", text) is clause.object is not None:
            first = _first_state(matter.kind, index)
            return _Moved(matter, first, clause.verb, clause, _people(clause.subject), said) if first else None
    return None


def _not_done(matter: _Named, line: Line, text: str, index: MoveRules) -> _Moved | None:
    """What is left undone and moves a matter by that: "did not answer the hotline"."""
    for clause in line.clauses:
        if clause.negated or clause.governor in _REFUSES:
            for verb, state in index.verbs.get((matter.kind, "not"), ()):
                role = _role_of(matter, clause, "on", text) if verb == clause.lemma else None
                if role is not None:
                    return _Moved(matter, state, clause.verb, clause, _agents(clause, role), "happened")
    return None


def _agents(clause: Clause, role: Role) -> tuple[Mention, ...]:
    """Who moves a matter that has this role in a clause, and towards whom."""
    agent = clause.subject if role is not clause.subject else None
    by = clause.oblique("by") if clause.passive else ()
    return (*_people(agent), *(m for other in by for m in _people(other)), *_beside(clause))


def _turned_down(clause: Clause, after: str) -> Status | None:
    """What a refusal makes of the matter it names: "rejected a truce", "has not ruled out talks"."""
    if clause.lemma == "rule" and after.startswith("out"):
        return "hypothetical" if clause.negated else "denied"
    return "denied" if clause.lemma in _TURNS_DOWN else None


def _role_of(matter: _Named, clause: Clause, particle: str, text: str) -> Role | None:
    """The role of a clause that the matter's noun heads: what the verb is done to, or does."""
    # "The truce took effect", "the talks collapsed late on Friday", "the talks broke up without result".
    behind = clause.object.span.of(text).lower() if clause.object else ""
    alone = clause.passive or clause.object is None or clause.object.head in {particle, *_WHEN}
    alone = alone or (particle != "" and behind.startswith(f"{particle} "))
    roles = [clause.object, clause.subject if alone else None]
    roles += [role for preposition, role in clause.obliques if particle.endswith(preposition)]
    return next((role for role in roles if role is not None and _heads(matter, role, text)), None)


def _heads(matter: _Named, role: Role, text: str) -> bool:
    """Whether the matter is what a role is about, not something that stands under a preposition inside it.

    A clause between a noun and its verb hides it: "the sanctions that Chile imposed in May were lifted".
    """
    if not role.span.covers(matter.noun):
        return matter.noun.end < role.span.start and bool(_WHO.fullmatch(text, matter.noun.end, role.span.start))
    before = text[role.span.start : matter.noun.start]
    near = matter.clause.group.start <= role.span.start + 1 or bool(_OF_MANY.fullmatch(before))
    return near or ("-" in before and not _UNDER.search(before))


def _by_doing(matter: _Named, line: Line, text: str, index: MoveRules) -> _Moved | None:
    """A gerund before the matter's noun and under another verb: "considers lifting its sanctions"."""
    words = re.compile(r"\w+ing\b").match(text, matter.clause.group.start)
    state = index.doing.get((matter.kind, words[0].lower())) if words else None
    over = _clause_over(line, Span(*words.span())) if words else None
    if words is None or state is None or over is None:
        return None
    return _Moved(matter, state, Span(*words.span()), over, _people(over.subject))


def _beside(clause: Clause) -> tuple[Mention, ...]:
    return tuple(m for role in clause.oblique("with", "against", "on", "between") for m in _people(role))


def _people(role: Role | None) -> tuple[Mention, ...]:
    return (role.mentions or role.possessors) if role else ()


def _by_noun(matter: _Named, line: Line, text: str, index: MoveRules) -> _Moved | None:
    """A noun over the matter: "the restoration of the hotline", "a ceasefire extension"."""
    flat = plain(text[max(line.span.start, matter.clause.group.start - 40) : matter.clause.group.start])
    leading, following = index.over[matter.kind]
    before, after = leading.search(flat), following.match(text, matter.noun.end)
    if before is not None:
        start = matter.clause.group.start - len(flat) + before.start(1)
        words, place = Span(start, start + len(before[1])), start
    elif after is not None:
        words, place = Span(*after.span(1)), matter.clause.group.start
    else:
        return None
    over = _clause_over(line, words)
    hoped = _HOPED.search(text, max(line.span.start, place - 50), place)
    state = index.states[matter.kind, words.of(text).lower()]
    return _Moved(matter, state, words, over or matter.clause, (), "proposed" if hoped else _ruled(over, words))


def _clause_over(line: Line, words: Span) -> Clause | None:
    """The verb whose clause holds these words, the nearest one."""
    holding = [c for c in line.clauses if c.form != "nominal" and c.whole.covers(words)]
    return min(holding, key=lambda c: len(c.whole), default=None)


def _ruled(over: Clause | None, words: Span) -> Status | None:
    """What the verb over a noun of moving makes of it: "agreed on the resumption" plans it; as a subject it is told."""
    if over is None or (over.subject is not None and over.subject.span.covers(words)):
        return "happened"
    return None


def _by_word(matter: _Named, line: Line, text: str, index: MoveRules) -> _Moved | None:
    """A word that tells the state itself, before the noun or behind "is" and "remains"."""
    words, group = index.words[matter.kind], matter.clause.group
    before = words.search(text, group.start, matter.noun.start)
    if before is not None:
        return _Moved(matter, index.states[matter.kind, before[0].lower()], Span(*before.span()), matter.clause)
    planned = _PLANNED_BEFORE.search(text, group.start, matter.noun.start)
    if planned is not None and (first := _first_state(matter.kind, index)):
        return _Moved(matter, first, Span(*planned.span()), matter.clause, (), "planned")
    for clause in line.clauses:
        if clause.lemma in _STANDS and clause.subject is not None and _heads(matter, clause.subject, text):
            behind = words.match(text, _past_spaces(text, clause.verb.end))
            if behind is not None:
                state = index.states[matter.kind, behind[0].lower()]
                return _Moved(matter, state, Span(*behind.span()), clause)
    return None


def _by_making(matter: _Named, line: Line, text: str, index: MoveRules) -> _Moved | None:
    """A verb that brings the matter into the state told right behind it: "kept their line open"."""
    behind = index.words[matter.kind].match(text, _past_spaces(text, matter.noun.end))
    if behind is None:
        return None
    state = index.states[matter.kind, behind[0].lower()]
    for clause in line.clauses:
        if clause.lemma in _MAKING and not text[clause.verb.end : matter.clause.group.start].strip():
            return _Moved(matter, state, clause.verb, clause, _people(clause.subject))
    return None


def _past_spaces(text: str, place: int) -> int:
    """The next word that is no adverb of time or degree."""
    skipped = re.compile(r"\s*(?:(?:still|now|again|largely|currently|already|completely)\s+)?").match(text, place)
    return skipped.end() if skipped else place


def _first_state(kind: str, index: MoveRules) -> str | None:
    """The state that a plan for a matter aims at: the first one that the codebook lists."""
    return next((state for (matter, _), state in index.states.items() if matter == kind), None)


# ---- 3. status -------------------------------------------------------------------------------------------------------
def _status(moved: _Moved, text: str) -> Status:
    """Whether the move came to pass, from what was said of it, else from tense, mood and the verb over its own."""
    clause = moved.clause
    if moved.said is not None:
        return moved.said
    if (
        clause.negated
        or clause.governor in _REFUSES
        or _NOT_YET.search(text, max(0, clause.verb.start - 40), clause.verb.start)
        or _DENIED.search(text, max(0, clause.whole.start - 60), clause.whole.start)
    ):
        return "denied"
    if clause.governor in _WISHES or (clause.lemma in _WISHES and moved.words != clause.verb):
        return "proposed"
    if clause.tense == "future" or clause.governor in _PLANS or (clause.lemma in _PLANS and moved.words != clause.verb):
        return "planned"
    open_ended = clause.form == "infinitive" and clause.governor not in REAL and moved.words == clause.verb
    return "hypothetical" if open_ended or clause.modal in _PART_WAY or clause.conditional else "happened"


# ---- 4. once ---------------------------------------------------------------------------------------------------------
def moves(story: Story, index: MoveRules) -> tuple[Move, ...]:
    """The moves of matters that one document tells of, each once, in order of place."""
    found: dict[tuple[str, str, Status, tuple[str, ...]], Move] = {}
    text = story.document.text
    for line in story.lines:
        for matter in _named(line, text, index):
            moved = _moved(matter, line, text, index)
            move = _move(moved, line, story) if moved else None
            if move is not None:
                found.setdefault((move.matter, move.state, move.status, move.states), move)
    return tuple(found.values())


def _move(moved: _Moved, line: Line, story: Story) -> Move | None:
    """The record of one move; None where no party is known."""
    document, matter = story.document, moved.matter
    known = (*matter.parties, *moved.agents, *_stood_for(moved, line))
    for more in (_around(moved, line), _elsewhere(moved, line, story)):
        if len(_parties(known)) < _TWO:
            known = (*known, *more)
    parties = _parties(known)
    if not parties:
        return None
    start = min(matter.clause.group.start, moved.words.start)
    evidence = document.quote(start, max(matter.noun.end, moved.words.end), f"{matter.kind}.{moved.state}")
    status = _status(moved, document.text)
    when = when_of(moved.clause, line.span, story.dated.within(line.span), document)
    if status in {"planned", "proposed"} and not _ahead(when, document.published):
        when = unknown_when("the day that is told is that of the plan")
    return Move(
        content_id("move", document.id, matter.kind, moved.state, start), document.id, matter.kind,
        _name_of(matter, document.text), moved.state,
        status, parties, when, evidence, teller_of(story, moved.words),
    )  # fmt: skip


def _name_of(matter: _Named, text: str) -> str:
    """The words that name a matter: its noun with the one word before it that is neither a party nor a small word."""
    before = text[matter.clause.group.start : matter.noun.start]
    kind = re.search(r"(?<![\w.-])([a-z][\w-]+)\s+$", before)
    small = kind is None or kind[1] in {
        "the",
        "its",
        "their",
        "his",
        "her",
        "with",
        "between",
        "a",
        "an",
        "new",
        "this",
    }
    return text[matter.noun.start if small or kind is None else matter.noun.start - len(kind[0]) : matter.noun.end]


def _ahead(when: When, published: When) -> bool:
    return when.end is None or published.start is None or when.end > published.start


def _around(moved: _Moved, line: Line) -> Iterator[Mention]:
    """Who else has a part: subject and object of the verb over the move, and who holds a captive."""
    noun, clause = moved.matter.noun, moved.clause
    over = line.clauses[clause.governed_by] if clause.governed_by is not None else clause
    for role in (clause.subject, over.subject, over.object):
        if role is not None and not role.span.covers(noun):
            yield from role.mentions
    captive = moved.matter.kind == "detainee"  # "a journalist held in Lima"
    for other in line.clauses:
        if (other.form == "participle" or captive) and 0 < other.verb.start - noun.end <= _TWO:
            yield from (mention for role in other.oblique("in", "by") for mention in role.mentions)


def _before(clause: Clause, line: Line) -> list[Clause]:
    """The finite clauses of a sentence whose verbs stand before a clause."""
    return [c for c in line.clauses if c.form == "finite" and c.verb.end <= clause.group.start]


def _stood_for(moved: _Moved, line: Line) -> tuple[Mention, ...]:
    """Whom "it" stands for as the subject of a move: "Lima said it would return to the talks"."""
    subject = moved.clause.subject
    if subject is None or subject.head not in _STANDS_FOR or subject.mentions or subject.span.covers(moved.matter.noun):
        return ()
    told = (c.subject.mentions for c in reversed(_before(moved.clause, line)) if c.subject and c.subject.mentions)
    return next(told, ())


def _elsewhere(moved: _Moved, line: Line, story: Story) -> Iterator[Mention]:
    """A party that the words of a move leave out and its sentence names.

    Who accuses whom of it, who hopes for it, the other one of "the two armies", and where no party is known the only
    two that the sentence names.
    """
    text, clause, noun = story.document.text, moved.clause, moved.matter.noun
    before = _before(clause, line)
    if clause.form == "nominal":
        over = next((c for c in before if c.whole.covers(noun) and c.lemma in _BLAMES), None)
        for role in (over.object, over.subject) if over else ():
            yield from role.mentions if role else ()
    named = [m for m in story.mentions_within(line.span) if m.actors and m.form not in {"place", "adjective"}]
    if named and _HOPES.match(text, named[0].end):
        yield named[0]
    alone = not moved.matter.parties and not moved.agents
    if len(_parties(named)) == _TWO and (alone or _BOTH.search(text, noun.end, line.span.end)):
        yield from named


def _parties(mentions: Iterable[Mention]) -> tuple[Actor, ...]:
    """The parties, one for each state: whoever is named first for it."""
    first: dict[str | None, Actor] = {}
    for actor in actors_of(mentions):
        first.setdefault(actor.state, actor)
    return tuple(actor for state, actor in first.items() if state)
