"""The PLOVER type of what a marked source does to a marked target, in one sentence: one step of event coding.

1. rules       every clause that a rule of the codebook claims, rated by how source and target stand in it
2. features    what the rules say, whose verbs source and target belong to, and the words around them
3. weights     the trained weights of the features and the word of the best rule decide; without weights the rule does

Every decision names the rule behind it or the features that weighed most.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from readout.codebook.compiled import Compiled
from readout.codebook.verbs import VerbForms
from readout.codebook.weighing import NO_RELATION, MarkedSentence, Weights, fingerprint, load_weights
from readout.errors import BadSource
from readout.extract.claims import Claim, EventRules, claims, denied, roles
from readout.extract.features import Marked, features, type_of
from readout.extract.linear import Verdict, judge, train
from readout.language import Language, Rules
from readout.records import Actor, Mention, Span

_SOURCE = Actor("unknown", "source", "SOURCE", None, "SOURCE:UNK")
_TARGET = Actor("unknown", "target", "TARGET", None, "TARGET:UNK")
_RATINGS = ("elsewhere", "between", "source acts", "both")
# What a rule's word counts beside the weights, by how closely its clause joins the two. Chosen among multiples of
# these values on the even half of PLV's training file, where half of them loses two points and more of them gains
# nothing. Our own plain news, left out of the training, would have half of them (.83 against .82).
_TRUST = {"elsewhere": 0.5, "between": 1.0, "source acts": 1.5, "both": 1.5}


@dataclass(frozen=True, slots=True)
class Relation:
    """A PLOVER type and the rule that read it; no type where nothing speaks for one; and the reason why."""

    type: str | None
    rule: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class RelationRules:
    """What is needed to tell relations: the event rules, a language, verb forms, and weights where there are some."""

    index: EventRules
    language: Language
    verbs: VerbForms
    weights: Weights | None = None

    @classmethod
    def of(cls, rules: Compiled, folder: Path | None = None, *, weighed: bool = True) -> "RelationRules":
        """The rules of a codebook; `folder` is where it was loaded from, for its weights."""
        index = replace(EventRules.of(rules), pairs=False)
        return cls(index, Rules(rules), rules.verbs, load_weights(folder) if weighed else None)


def relate(text: str, rules: RelationRules, *, source: str = "", target: str = "") -> Relation:
    """The relation between `<s>source</s>` and `<t>target</t>`; where a mark is missing, its words are looked up.

    A target that is nowhere in the sentence leaves the decision to the source. Raises `BadSource` without a source.
    """
    marked = parsed(text, rules, source=source, target=target)
    missing = "" if marked.target else "; the target is not in the sentence"
    best = _best(marked)
    if rules.weights is None:
        if best is None:
            return Relation(None, None, "no rule claims a clause of this sentence")
        return Relation(type_of(best[1]), best[1].rule.id, best[0] + missing)
    if best is not None and type_of(best[1]) not in rules.weights.types:  # a type that came after the training
        return Relation(type_of(best[1]), best[1].rule.id, best[0] + missing)
    leaning = {type_of(best[1]): _TRUST[best[0]]} if best else None
    verdict = judge(rules.weights, features(marked, rules.index, rules.verbs), leaning)
    return _decided(verdict, best, missing)


def _best(marked: Marked) -> tuple[str, Claim] | None:
    """The claim that joins source and target most closely, with how it does so."""
    open_ = [(place, claim) for place, claim in marked.claims if not denied(claim)]
    key = lambda pair: (_RATINGS.index(pair[0]), pair[1].rule.weight, -pair[1].clause.verb.start)  # noqa: E731
    return max(open_, key=key, default=None)


def _decided(verdict: Verdict, best: tuple[str, Claim] | None, missing: str) -> Relation:
    """What the weights say; the rule is named where it says the same."""
    kind = None if verdict.type == NO_RELATION else verdict.type
    agrees = best is not None and type_of(best[1]) == kind
    rule = best[1].rule.id if best and agrees else None
    words = "; ".join(verdict.features)
    return Relation(kind, rule, f"{best[0]}: {words}{missing}" if best and agrees else f"{words}{missing}")


def trained(sentences: tuple[MarkedSentence, ...], rules: RelationRules) -> Weights:
    """The weights learned from marked sentences."""
    rows = [(features(parsed(row.text, rules), rules.index, rules.verbs), row.type or NO_RELATION) for row in sentences]
    return train(rows, fingerprint(sentences))


# ---- a marked sentence -----------------------------------------------------------------------------------------------
def parsed(marked: str, rules: RelationRules, *, source: str = "", target: str = "") -> Marked:
    """The sentence without its marks, its clauses, and the claims on them. Raises `BadSource` without a source."""
    text, places = _unmarked(marked)
    acting, other = _place(text, places, "s", source), _place(text, places, "t", target)
    if acting is None:
        problem = "no <s> ... </s>, and the words of the source are not there either"
        raise BadSource(text[:40], problem, "<s>source</s> ... <t>target</t>")
    pairs = [(acting, _SOURCE), *([(other, _TARGET)] if other else [])]
    mentions = [Mention(span.start, span.end, "name", (actor,), "marked") for span, actor in pairs]
    mentions.sort(key=lambda mention: mention.start)
    clauses = rules.language.clauses(text, Span(0, len(text)), mentions, rules.index.nouns)
    claimed = tuple((_rating(claim, acting, other), claim) for claim in claims(text, clauses, rules.index))
    return Marked(text, acting, other, clauses, claimed)


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
            spans.setdefault(mark.group(2), Span(opened.get(mark.group(2), length), length))
        else:
            opened[mark.group(2)] = length
    return "".join(pieces), spans


def _pieces(marked: str) -> Iterator[str]:
    yield from (piece for piece in re.split(r"(</?[st]>)", marked) if piece)


def _rating(claim: Claim, source: Span, target: Span | None) -> str:
    """How closely a claimed clause joins the two: both in its roles, the source alone, or only its place."""
    who, whom = roles(claim)
    acts = any(mention.span.meets(source) for mention in who)
    if target is None:
        return "source acts" if acts else "elsewhere"
    if acts:
        suffers = any(mention.span.meets(target) for mention in (*who, *whom))
        return "both" if suffers else "source acts"
    first, last = sorted((source, target))
    return "between" if first.end <= claim.clause.verb.start <= last.start else "elsewhere"
