"""The roles around a noun that names an act: "Oslo's warning to Minsk", "talks between A and B"."""

from collections.abc import Sequence

from readout.language.clause import Clause, Role
from readout.language.phrases import Sentence, phrases
from readout.language.tokens import Token
from readout.records import Mention, Span

_FARTHEST = 60  # words behind a noun: a list of all who came is no longer
_THEIRS = frozenset({"their", "his", "her", "its"})


def nominal(parsed: Sentence, i: int, verbal: Sequence[Clause]) -> Clause:
    """The noun at token `i` as a clause: its owner or adjective is the subject, what follows its phrases."""
    tokens = parsed.tokens
    end = _nominal_end(tokens, i)
    start = _noun_start(tokens, i)
    before = tokens[start:i]
    owners = tuple(t.mention for t in before if t.mention is not None)
    modifiers = " ".join(t.low for t in before if t.tag in {"w", "verb?", "det"})
    if not owners and any(t.low in _THEIRS for t in before):
        owners = _antecedents(verbal, tokens[i].start, several=any(t.low == "their" for t in before))
    subject = Role(Span(tokens[start].start, tokens[i].end), owners, (), modifiers) if owners or modifiers else None
    own_end = next((k for k in range(i + 1, end) if tokens[k].tag == "sub"), end)
    following = tuple((prep, role) for prep, role in phrases(parsed, i + 1, own_end) if prep)
    tail_end = tokens[end - 1].end
    return Clause(
        tokens[i].low, "nominal", Span(tokens[i].start, tokens[i].end), Span(tokens[start].start, tokens[i].end),
        Span(tokens[i].end, tail_end), Span(tokens[start].start, tail_end), "none",
        negated=any(t.tag == "neg" or t.low == "no" for t in tokens[max(0, start - 1) : i]),
        subject=subject, obliques=following,
    )  # fmt: skip


def _nominal_end(tokens: list[Token], i: int) -> int:
    """Where the phrase of a noun ends: at the next verb or strong stop; a that-clause of its own belongs to it."""
    end, farthest = i + 1, min(len(tokens), i + _FARTHEST)
    while end < farthest and tokens[end].tag not in {"verb", "part", "be", "have", "do", "modal", "sub", "rel"}:
        if tokens[end].low in {";", ":", '"'}:
            break
        end += 1
    if end < len(tokens) and tokens[end].low == "that":
        return next((k for k in range(end + 1, len(tokens)) if tokens[k].low in {";", ":", ","}), len(tokens))
    return _before_next_subject(tokens, i, end)


def _before_next_subject(tokens: list[Token], i: int, end: int) -> int:
    """The end without the subject of the verb there: "the war on Lima | , and the two ministers concurred"."""
    if end >= len(tokens) or tokens[end].tag not in {"verb", "be", "have", "do", "modal"}:
        return end
    first = end
    while first > i + 1 and _within_phrase(tokens, first - 1):
        first -= 1
    comma = first - 2
    joined = first < end and comma > i and tokens[first - 1].tag == "and" and tokens[comma].low == ","
    listed = any(token.low == "," for token in tokens[i + 1 : max(comma, i + 1)])
    return comma if joined and not listed else end


def _within_phrase(tokens: list[Token], i: int) -> bool:
    """Whether a token goes on with the noun phrase before it: no comma, no preposition but "of"."""
    if tokens[i].tag == "and":
        return tokens[i - 1].low != ","
    return tokens[i].low == "of" or tokens[i].tag in {"M", "w", "det", "poss", "adv", "verb?"}


def _antecedents(verbal: Sequence[Clause], place: int, *, several: bool) -> tuple[Mention, ...]:
    """Whom "their" or "his" before a noun means: the last role named before it, for "their" one of several parties."""
    for clause in reversed([c for c in verbal if c.verb.start < place]):
        for role in (clause.object, clause.subject):
            if role is None or not role.mentions or role.span.start >= place:
                continue
            parties = (*role.mentions, *role.possessors) if several else role.mentions
            if not several or sum(len(mention.actors) for mention in parties) > 1:
                return parties
    return ()


def _noun_start(tokens: list[Token], i: int) -> int:
    """The first token of the noun phrase whose head is at `i`."""
    start = i
    while start > 0 and tokens[start - 1].tag in {"M", "poss", "det", "w", "verb?", "adv", "join"}:
        start -= 1
    return _across(tokens, start)


_JOINS = frozenset({",", "and", "or"})
_ADJECTIVES = 6  # so many words may stand in a row before a noun


def _across(tokens: list[Token], start: int) -> int:
    """The start of a phrase beyond its row of adjectives: "Oslo's unjust, cruel and long war"; else as it was."""
    owner = start
    while owner > 0 and (tokens[owner - 1].low in _JOINS or tokens[owner - 1].tag in {"w", "adv", "verb?"}):
        owner -= 1
    owned = owner > 1 and tokens[owner - 1].tag == "poss" and tokens[owner - 2].mention is not None
    joined = start > 0 and tokens[start - 1].low in _JOINS
    return owner - 2 if owned and joined and start - owner <= _ADJECTIVES else start
