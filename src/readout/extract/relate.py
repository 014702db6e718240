"""The PLOVER type of what a marked source does to a marked target, in one sentence: one step of event coding.

1. rules       every clause that a rule of the codebook claims, rated by how source and target stand in it
2. features    what the rules say, whose verbs source and target belong to, and the words around them
3. weights     the trained weights of the features and the word of the best rule decide; without weights the rule does
4. roots       on demand the type is written as label sets call it that go back to CAMEO (`roots`)

Every decision names the rule behind it or the features that weighed most.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from readout.codebook.compiled import Compiled
from readout.codebook.verbs import VerbForms
from readout.codebook.weighing import NO_RELATION, MarkedSentence, Weights, fingerprint, load_weights
from readout.errors import BadSource
from readout.extract.claims import Claim, EventRules, claims, denied, roles
from readout.extract.features import UNDONE, Marked, features, type_of
from readout.extract.linear import Verdict, judge, train
from readout.extract.roots import Case, compiled_cases, root_of
from readout.language import Clause, Language, Rules
from readout.records import Actor, Mention, Span
from readout.text import plain

_SOURCE = Actor("unknown", "source", "SOURCE", None, "SOURCE:UNK")
_TARGET = Actor("unknown", "target", "TARGET", None, "TARGET:UNK")
_NOWHERE = Span(0, 0)  # where a source stands that the sentence does not name: it meets nothing
_RATINGS = ("elsewhere", "between", "source acts", "both")
# Verbs that undo what their object names: who lifts a ban bans nobody, who declines a request makes none.
_UNDOES = frozenset(
    (
        "lift end cancel revoke suspend drop reject decline refuse deny dismiss quash withdraw scrap abandon postpone "
        "leave quit ease relax remove overturn annul concede yield bow resist rebuff ignore halt stop waive rescind "
        "repeal reverse veto block skip lose defy oppose avoid prevent avert free"
    ).split()
)
# What a rule's word counts beside the weights, by how closely its clause joins the two. Chosen among multiples of
# these values on the even half of PLV's training file, where four fifths of them lose a point or less, and half as much
# again gains nothing. Our own plain news, left out of the training, would have half of them (.83 against .82).
_TRUST = {"elsewhere": 0.5, "between": 1.0, "source acts": 1.5, "both": 1.5}


@dataclass(frozen=True, slots=True)
class Relation:
    """A PLOVER type and the rule that read it; no type where nothing speaks for one; and the reason why."""

    type: str | None
    rule: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class RelationRules:
    """What is needed to tell relations: the event rules, a language, verb forms, and weights and roots where known."""

    index: EventRules
    language: Language
    verbs: VerbForms
    weights: Weights | None = None
    cases: tuple[Case, ...] = ()

    @classmethod
    def of(cls, rules: Compiled, folder: Path | None = None, *, weighed: bool = True) -> "RelationRules":
        """The rules of a codebook; `folder` is where it was loaded from, for its weights."""
        index = replace(EventRules.of(rules), pairs=False)
        weights = load_weights(folder) if weighed else None
        return cls(index, Rules(rules), rules.verbs, weights, compiled_cases(rules, folder))


def relate(text: str, rules: RelationRules, *, source: str = "", target: str = "", older: bool = False) -> Relation:
    """The relation between `<s>source</s>` and `<t>target</t>`; where a mark is missing, its words are looked up.

    A party that is nowhere in the sentence leaves the decision to the other. `older` gives the root of CAMEO's
    tradition instead of the type. Raises `BadSource` where neither is there.
    """
    marked = parsed(text, rules, source=source, target=target)
    found = _related(marked, rules)
    if not older:
        return found
    root, why = root_of(marked, found.type or NO_RELATION, rules.cases)
    return replace(
        found, type=None if root == NO_RELATION else root, reason=f"{found.reason}; {why}" if why else found.reason
    )


def _related(marked: Marked, rules: RelationRules) -> Relation:
    """The type of a marked sentence by weights and rules; by the best rule alone where there are no weights for it."""
    missing = "" if marked.target else "; the target is not in the sentence"
    missing = "; the source is not in the sentence" if marked.source == _NOWHERE else missing
    best, weights = _best(marked), rules.weights
    ruled = Relation(None, None, "no rule claims a clause of this sentence")
    if best is not None:
        ruled = Relation(type_of(best[1]), best[1].rule.id, best[0] + missing)
    if weights is None or not {ruled.type} <= {None, *weights.types}:  # or a type that came after the training
        return ruled
    leaning = {ruled.type: _TRUST[best[0]]} if best and ruled.type else None
    return _decided(judge(weights, features(marked, rules.index, rules.verbs), leaning), best, missing)


def _best(marked: Marked) -> tuple[str, Claim] | None:
    """The claim that joins source and target most closely, with how it does so."""
    open_ = [(place, claim) for place, claim in marked.claims if not denied(claim) and place != UNDONE]
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
    """The sentence without its marks, its clauses, and the claims on them. Raises `BadSource` without either party."""
    text, places = _unmarked(marked)
    acting, other = _place(text, places, "s", source), _place(text, places, "t", target)
    if acting is None and other is None:
        problem = "no <s> ... </s>, and the words of the source are not there either"
        raise BadSource(text[:40], problem, "<s>source</s> ... <t>target</t>")
    pairs = [(span, actor) for span, actor in ((acting, _SOURCE), (other, _TARGET)) if span]
    mentions = [Mention(span.start, span.end, "name", (actor,), "marked") for span, actor in pairs]
    mentions.sort(key=lambda mention: mention.start)
    acting = acting or _NOWHERE
    clauses = rules.language.clauses(text, Span(0, len(text)), mentions, rules.index.nouns)
    claimed = tuple(
        (UNDONE if _undone(claim, clauses) else _rating(claim, acting, other), claim)
        for claim in claims(plain(text), clauses, rules.index)
    )
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


def _undone(claim: Claim, clauses: Iterable[Clause]) -> bool:
    """Whether an act that a noun names stands behind a verb that undoes it."""
    noun = claim.clause.verb
    if claim.clause.form != "nominal":
        return False
    over = [clause for clause in clauses if clause.form != "nominal" and clause.tail.covers(noun)]
    nearest = max(over, key=lambda clause: clause.verb.start, default=None)
    return nearest is not None and nearest.verb.end <= noun.start and nearest.lemma in _UNDOES


def _rating(claim: Claim, source: Span, target: Span | None) -> str:
    """How closely a claimed clause joins the two: both in its roles, the source alone, or only its place."""
    who, whom = roles(claim)
    acts = any(mention.span.meets(source) for mention in who)
    if not source and target:
        return "source acts" if any(mention.span.meets(target) for mention in whom) else "elsewhere"
    if target is None:
        return "source acts" if acts else "elsewhere"
    if acts:
        suffers = any(mention.span.meets(target) for mention in (*who, *whom))
        return "both" if suffers else "source acts"
    first, last = sorted((source, target))
    return "between" if first.end <= claim.clause.verb.start <= last.start else "elsewhere"
