"""What a marked sentence offers to a linear model, each thing by a name that a person can read.

- `rule:...`, `claim:...`, `denied:...`   what the rules of the codebook say of it, and how the two stand to the clause
- `word:...`                              words that rules of a type are triggered by, wherever they stand
- `S...`, `T...`, `ST...`                 the verbs whose subject, object or phrase source and target are, and the types
                                          that rules tie to these verbs ("S subject is ACCUSE")
- `S says...`                             what the source says of the target: "S says T must withdraw"
- `in:`, `mid:`, `pre:`, `post:`          words and short phrases: anywhere, between the two, before and behind them
- `part:`                                 four letters in a row, which words of one stem share

Words are lemmas; source and target are S and T, other names N, numbers #.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from readout.codebook.verbs import VerbForms
from readout.extract.claims import Claim, EventRules, Trigger, denied, stands
from readout.language import Clause, Role
from readout.records import Span
from readout.text import plain

_TOKEN = re.compile(r"\d[\d.,]*|[^\W\d_]+(?:[-'][^\W\d_]+)*|[^\w\s]")
_ENDING = re.compile(r"'s$|'$")
_KEPT_MARKS = frozenset({",", ":", ";", '"'})
_NEAR = 6  # words before the first and behind the last of the two that count by place
_PART = 4  # letters of a piece of a word
UNDONE = "undone"  # how an act stands that a noun names behind a verb like "lift" or "decline"
_MANY = 3  # a verb that rules of more types name says nothing of the type
_SAYS = frozenset(
    (
        "say tell insist stress state argue declare add believe maintain emphasize emphasise reiterate claim note hope "
        "think suggest announce warn"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without its marks, the places of source and target, its clauses, and which of them rules claim."""

    text: str
    source: Span
    target: Span | None
    clauses: tuple[Clause, ...]
    claims: tuple[tuple[str, Claim], ...]


@dataclass(frozen=True, slots=True)
class _Word:
    low: str
    lemma: str
    start: int
    end: int


def features(marked: Marked, index: EventRules, verbs: VerbForms) -> dict[str, float]:
    """Each feature of a sentence with its size: what rules and roles say counts alike, single words less."""
    told = sorted({*_of_rules(marked), *_of_roles(marked), *_of_classes(marked, index), *_of_speech(marked)})
    tokens = _words(marked, verbs)
    hinted = sorted(set(_of_triggers(marked, tokens, index)))
    phrases, parts = sorted(set(_of_phrases(tokens))), sorted(set(_of_letters(tokens)))
    sizes = 2.0 / max(1, len(phrases)) ** 0.5, 1.5 / max(1, len(parts)) ** 0.5
    words = dict.fromkeys(phrases, sizes[0]) | dict.fromkeys(parts, sizes[1])
    return {"always": 0.5} | dict.fromkeys(told, 0.35) | dict.fromkeys(hinted, 0.35) | words


# ---- what the rules say ----------------------------------------------------------------------------------------------
def _of_rules(marked: Marked) -> Iterator[str]:
    for place, claim in marked.claims:
        kind, rule = type_of(claim), claim.rule
        if denied(claim) or place == UNDONE:
            yield f"denied:{kind}:{place}"
            continue
        yield f"claim:{kind}:{place}"
        yield f"rule:{rule.id}"
        if rule.mode:
            yield f"mode:{kind}/{rule.mode}"


def type_of(claim: Claim) -> str:
    """The type of a claimed clause; told in the future, or as an aim, it may be another."""
    future = claim.clause.tense == "future" or claim.clause.form == "infinitive"
    return claim.rule.future if future and claim.rule.future != "same" else claim.rule.type


# ---- who stands where ------------------------------------------------------------------------------------------------
def _of_roles(marked: Marked) -> Iterator[str]:
    for clause in marked.clauses:
        acts, suffers = place_in(clause, marked.source), place_in(clause, marked.target) if marked.target else None
        mood = _mood(clause)
        if acts:
            yield f"S {acts} {clause.lemma}"
            yield f"S {acts} {mood}"
            yield f"S {acts} {clause.lemma} {mood}"
            if clause.governor:
                yield f"S {clause.governor} > {clause.lemma}"
            if clause.object and clause.object.head:
                yield f"S {acts} {clause.lemma} {clause.object.head}"
        if suffers:
            yield f"T {suffers} {clause.lemma}"
            yield f"T {suffers}"
            yield f"T {suffers} {mood}"
        if acts and suffers:
            yield f"ST {acts} {clause.lemma} {suffers}"
            yield f"ST {acts} {suffers} {mood}"


def _of_classes(marked: Marked, index: EventRules) -> Iterator[str]:
    """The types that rules tie to the verbs of source and target, and to what the source does, has or makes."""
    for clause in marked.clauses:
        acts = place_in(clause, marked.source)
        suffers = place_in(clause, marked.target) if marked.target else None
        for kind in _types(index.by_noun if clause.form == "nominal" else index.by_verb, clause.lemma):
            if acts:
                yield f"S {acts} is {kind}"
            if suffers:
                yield f"T {suffers} is {kind}"
            if acts and suffers:
                yield f"ST {acts} {suffers} is {kind}"
        if acts and clause.object and clause.object.head:
            for kind in _types(index.by_noun, clause.object.head):
                yield f"S {acts} {'not ' if clause.negated else ''}{clause.lemma} a {kind}"


def _types(listed: Mapping[str, tuple[Trigger, ...]], word: str) -> list[str]:
    """The types whose rules name a word, whatever their conditions; none where they are too many."""
    found = sorted({trigger.rule.type for trigger in listed.get(word, ())})
    return found if len(found) <= _MANY else []


def _of_speech(marked: Marked) -> Iterator[str]:
    """What the source says: whom it says it of, with which modal or tense, and which verb."""
    finite = [clause for clause in marked.clauses if clause.form == "finite"]
    for clause in finite:
        if clause.lemma not in _SAYS or place_in(clause, marked.source) != "subject":
            continue
        yield "S says"
        told = _told(clause, finite, marked.source)
        if told is not None:
            who, mood = _spoken_of(told, marked), told.modal or told.tense
            yield f"S says {who} {mood}"
            yield f"S says {who} {told.lemma}"
            yield f"S says {who} {mood} {told.lemma}"
            if told.negated:
                yield f"S says {who} {mood} not"


def _told(saying: Clause, finite: Sequence[Clause], source: Span) -> Clause | None:
    """The clause that is said: the next one behind the saying, else the last that stands before the speaker."""
    behind = [clause for clause in finite if clause.verb.start > saying.verb.end]
    before = [clause for clause in finite if clause.verb.start < source.start]
    return behind[0] if behind else before[-1] if before else None


def _spoken_of(told: Clause, marked: Marked) -> str:
    """T, S, or "it" for anybody else, by the subject of what is said."""
    subject = told.subject
    if marked.target and subject and (_holds(subject, marked.target) or subject.span.meets(marked.target)):
        return "T"
    return "S" if _holds(subject, marked.source) else "it"


def _mood(clause: Clause) -> str:
    parts = [clause.form, clause.tense, clause.modal or ""]
    return "/".join([*parts, "not" if clause.negated else "", "if" if clause.conditional else ""])


def place_in(clause: Clause, span: Span) -> str | None:
    """The role of a place in a clause, as if it were active: subject, object or a preposition."""
    if _holds(clause.subject, span):
        return "object" if clause.passive else "subject"
    if _holds(clause.object, span):
        return "object"
    found = next((preposition for preposition, role in clause.obliques if _holds(role, span)), None)
    return "subject" if found == "by" and clause.passive else found


def _holds(role: Role | None, span: Span) -> bool:
    if role is None:
        return False
    return any(mention.span.meets(span) for mention in (*role.mentions, *role.possessors))


# ---- words -----------------------------------------------------------------------------------------------------------
def _words(marked: Marked, verbs: VerbForms) -> list[_Word]:
    """The words of the sentence by their lemmas; source and target are one word each, other names are N."""
    found: list[_Word] = []
    taken = [(marked.source, "S"), *([(marked.target, "T")] if marked.target else [])]
    for match in _TOKEN.finditer(plain(marked.text)):
        span = Span(match.start(), match.end())
        mark = next((name for place, name in taken if place.meets(span)), None)
        lemma = mark or _lemma(match.group(), bool(found), verbs)
        if lemma and not (lemma in {"S", "T", "N"} and found and found[-1].lemma == lemma):
            found.append(_Word(match.group().lower(), lemma, span.start, span.end))
    return found


def _lemma(word: str, inside: bool, verbs: VerbForms) -> str:  # noqa: FBT001 - whether a capital means a name
    """The word as it is counted: a lemma, N for a name, # for a number, nothing for most marks."""
    if word[0].isdigit():
        return "#"
    if not word[0].isalpha():
        return word if word in _KEPT_MARKS else ""
    if word[0].isupper() and inside:
        return "N"
    low = _ENDING.sub("", word.lower())
    reads = verbs.read(low)
    if reads:
        return reads[0][0]
    return low[:-1] if len(low) > 4 and low.endswith("s") and not low.endswith("ss") else low


def _of_phrases(tokens: Sequence[_Word]) -> Iterator[str]:
    lemmas = [word.lemma for word in tokens]
    first, last = _ends(tokens)
    for lemma in lemmas:
        yield f"in: {lemma}"
    for pair in pairwise(lemmas):
        yield f"in: {' '.join(pair)}"
    between = lemmas[first : last + 1]
    for width in (1, 2, 3):
        for at in range(len(between) - width + 1):
            yield f"mid: {' '.join(between[at : at + width])}"
    for lemma in lemmas[max(0, first - _NEAR) : first]:
        yield f"pre: {lemma}"
    behind = lemmas[last : last + 1 + _NEAR]
    for lemma in behind[1:]:
        yield f"post: {lemma}"
    for pair in pairwise(behind):
        yield f"post: {' '.join(pair)}"


def _of_letters(tokens: Sequence[_Word]) -> Iterator[str]:
    """The pieces of the longer words."""
    for word in tokens:
        if word.lemma.isalpha():
            yield from (f"part: {word.lemma[at : at + _PART]}" for at in range(len(word.lemma) - _PART + 1))


def _ends(tokens: Sequence[_Word]) -> tuple[int, int]:
    """The places of the first and the last of source and target among the words."""
    at = [n for n, word in enumerate(tokens) if word.lemma in {"S", "T"}]
    return (at[0], at[-1]) if at else (0, 0)


def _of_triggers(marked: Marked, tokens: Sequence[_Word], index: EventRules) -> Iterator[str]:
    """The types that some rule ties to a word of the sentence, whether or not the rule's conditions hold."""
    first, last = _ends(tokens)
    for n, word in enumerate(tokens):
        where = "before" if n < first else "between" if n <= last else "behind"
        listed: tuple[Trigger, ...] = (*index.by_verb.get(word.lemma, ()), *index.by_noun.get(word.low, ()))
        if not listed:
            continue
        before = " ".join(marked.text[max(0, word.start - 40) : word.start].lower().split())
        after = " ".join(marked.text[word.end : word.end + 40].lower().split())
        for kind in sorted({t.rule.type for t in listed if any(stands(way, before, after) for way in t.ways)}):
            yield f"word:{kind}:{where}"
            yield f"word:{kind}"
