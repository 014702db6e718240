"""The PLOVER type of what a marked source does to a marked target, in one sentence: one step of event coding."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from readout.errors import BadSource
from readout.extract.events import Claim, EventRules, claims, denied, roles
from readout.language import Language
from readout.records import Actor, Mention, Span

_SOURCE = Actor("unknown", "source", "SOURCE", None, "SOURCE:UNK")
_TARGET = Actor("unknown", "target", "TARGET", None, "TARGET:UNK")


@dataclass(frozen=True, slots=True)
class Relation:
    """A PLOVER type and the rule that read it; no type where no rule speaks, and the reason why."""

    type: str | None
    rule: str | None
    reason: str


def relate(marked: str, index: EventRules, language: Language, *, source: str = "", target: str = "") -> Relation:
    """The relation between `<s>source</s>` and `<t>target</t>`; where a mark is missing, its words are looked up.

    A target that is nowhere in the sentence leaves the decision to the source. Raises `BadSource` without a source.
    """
    text, places = _unmarked(marked)
    acting = _place(text, places, "s", source)
    if acting is None:
        problem = "no <s> ... </s>, and the words of the source are not there either"
        raise BadSource(text[:40], problem, "<s>source</s> ... <t>target</t>")
    return _related(text, acting, _place(text, places, "t", target), index, language)


def _related(text: str, source: Span, target: Span | None, index: EventRules, language: Language) -> Relation:
    marked = [(source, _SOURCE)] if target is None else sorted([(source, _SOURCE), (target, _TARGET)], key=_start)
    mentions = tuple(Mention(span.start, span.end, "name", (actor,), "marked") for span, actor in marked)
    sentence = Span(0, len(text))
    clauses = language.clauses(text, sentence, mentions, index.nouns)
    rated = [(_rating(claim, source, target), claim) for claim in claims(text, clauses, index) if not denied(claim)]
    if not rated:
        return Relation(None, None, "no rule claims a clause of this sentence")
    best, claim = max(rated, key=lambda pair: (pair[0], pair[1].rule.weight, -pair[1].clause.verb.start))
    kind = claim.rule.type
    if claim.rule.future != "same" and (claim.clause.tense == "future" or claim.clause.form == "infinitive"):
        kind = claim.rule.future
    reason = ("elsewhere in the sentence", "between them", "source acts", "both")[best]
    return Relation(kind, claim.rule.id, reason if target else f"{reason}; the target is not in the sentence")


def _start(pair: tuple[Span, Actor]) -> int:
    return pair[0].start


def _place(text: str, places: dict[str, Span], mark: str, words: str) -> Span | None:
    """Where the source or target stands: its mark, else the first place of its words, else None."""
    at = text.find(words) if words else -1
    return places.get(mark) or (Span(at, at + len(words)) if at >= 0 else None)


def _unmarked(marked: str) -> tuple[str, dict[str, Span]]:
    """The sentence without its marks, and the places that they enclosed."""
    pieces: list[str] = []
    opened: dict[str, int] = {}
    spans: dict[str, Span] = {}
    length = 0
    for piece in _pieces(marked):
        mark = re.fullmatch(r"<(/?)([st])>", piece)
        if mark is None:
            pieces.append(piece)
            length += len(piece)
        elif mark.group(1):
            spans[mark.group(2)] = Span(opened.get(mark.group(2), length), length)
        else:
            opened[mark.group(2)] = length
    return "".join(pieces), spans


def _pieces(marked: str) -> Iterator[str]:
    yield from (piece for piece in re.split(r"(</?[st]>)", marked) if piece)


def _rating(claim: Claim, source: Span, target: Span | None) -> int:
    """How closely a claimed clause joins the two: both in its roles, the source alone, or only its place."""
    who, whom = roles(claim)
    acts = any(mention.span.meets(source) for mention in who)
    if target is None:
        return 2 if acts else 0
    suffers = any(mention.span.meets(target) for mention in (*who, *whom))
    if acts and suffers:
        return 3
    if acts:
        return 2
    first, last = sorted((source, target))
    return int(first.end <= claim.clause.verb.start <= last.start)
