"""Which root of CAMEO's tradition a relation bears, by the cases of `conventions/cameo.toml`.

1. clause      the one that tells the relation: a rule's, or the one in which the source acts, best upon the target
2. case        the first that names the type and whose words and conditions hold; without one the type is the root
"""

from dataclasses import dataclass
from pathlib import Path

from readout.codebook.compiled import Compiled
from readout.codebook.expressions import Expression
from readout.codebook.roots import MERGED, RootCase, root_cases
from readout.extract.claims import PLANS, stands, word_pattern
from readout.extract.features import Marked, place_in, type_of
from readout.language import Clause
from readout.text import plain

# What is begun or decided has left the stage of promises.
_AHEAD = (PLANS | {"offer", "would"}) - {"begin", "decide", "decision", "go"}
_REPORTED = frozenset({"would", "'d"})


@dataclass(frozen=True, slots=True)
class Case:
    """A case with its lists as expressions."""

    told: RootCase
    words: Expression | None
    also: Expression | None
    bars: Expression | None


def compiled_cases(rules: Compiled, folder: Path | None = None) -> tuple[Case, ...]:
    """The cases of a codebook, ready to match."""
    return tuple(
        Case(case, *(word_pattern(listed) if listed else None for listed in (case.words, case.also, case.bars)))
        for case in root_cases(rules.codebook, folder)
    )


def root_of(marked: Marked, kind: str, cases: tuple[Case, ...]) -> tuple[str, str]:
    """The root of a relation that is of this type by PLOVER, and why it is another than the type."""
    clause = _telling(marked, kind)
    text = plain(marked.text)
    told = next((case.told for case in cases if _holds(case, kind, clause, text)), None)
    return (told.root, f"CAMEO {told.why}") if told else (MERGED.get(kind, kind), "")


def _holds(case: Case, kind: str, clause: Clause | None, text: str) -> bool:
    if kind not in case.told.types or (case.bars and case.bars.search(text)):
        return False
    if any(words and not words.search(text) for words in (case.words, case.also)):
        return False
    if case.told.verbs and not (clause and _is_verb(clause, case.told.verbs, text)):
        return False
    return not case.told.if_ or ("ahead" if clause and _ahead(clause) else "done") in case.told.if_


def _is_verb(clause: Clause, verbs: tuple[str, ...], text: str) -> bool:
    after = " ".join(text[clause.verb.end : clause.verb.end + 40].lower().split())
    parts = (verb.partition(" ") for verb in verbs)
    return any(clause.lemma == lemma and stands(("", particle), "", after) for lemma, _, particle in parts)


def _ahead(clause: Clause) -> bool:
    return clause.tense == "future" or clause.governor in _AHEAD or clause.modal in _REPORTED


def _telling(marked: Marked, kind: str) -> Clause | None:
    """The clause behind a decision: that of a rule of this type, else one of both, of the target, of the source."""
    claimed = [claim.clause for place, claim in marked.claims if type_of(claim) == kind and place != "elsewhere"]
    verbs = [clause for clause in marked.clauses if clause.form != "nominal"]
    acting = [clause for clause in verbs if place_in(clause, marked.source) == "subject"]
    upon = [clause for clause in verbs if marked.target and place_in(clause, marked.target) not in {None, "subject"}]
    both = [clause for clause in acting if clause in upon]
    return next(iter((*claimed, *both, *upon, *acting[::-1])), None)
