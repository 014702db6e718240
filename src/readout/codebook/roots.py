"""Where label sets that go back to CAMEO file an act under another root than PLOVER: `conventions/cameo.toml`.

The file is read and each case checked by itself; which case holds of a sentence is told by `extract.roots`.
"""

from dataclasses import dataclass
from pathlib import Path

from readout.codebook.entries import Codebook
from readout.codebook.loading import BUILT_IN, tables_of
from readout.codebook.weighing import NO_RELATION
from readout.errors import BadCodebook

# Two types of PLOVER that have one root in CAMEO.
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
_CONDITIONS = frozenset({"ahead", "done"})


@dataclass(frozen=True, slots=True)
class RootCase:
    """An act of one of `types` that bears the root `root`, where its words and its clause are as the case says."""

    root: str
    types: tuple[str, ...]
    why: str
    at: str
    words: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    if_: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()


def root_cases(codebook: Codebook, folder: Path | None = None) -> tuple[RootCase, ...]:
    """The cases of a codebook in the order of their file, none without one. Raises `BadCodebook` for a wrong one."""
    cases = tables_of((folder or BUILT_IN) / "conventions" / "cameo.toml", "case", RootCase)
    known = {kind.id for kind in codebook.events} | {NO_RELATION}
    for case in cases:
        _check(case, known)
    return cases


def _check(case: RootCase, known: set[str]) -> None:
    """Refuse a case of unknown types or conditions, and one that nothing shows to be right."""
    strange = sorted({*case.types, case.root}.difference(known, MERGED.values()))
    if strange:
        raise BadCodebook(case.at, f"unknown type {strange[0]!r}", f"known are {', '.join(sorted(known))}")
    if not set(case.if_) <= _CONDITIONS:
        raise BadCodebook(case.at, f"`if` is {list(case.if_)}", f"known are {', '.join(sorted(_CONDITIONS))}")
    if not case.examples or not all("<s>" in text for text in (*case.examples, *case.near_misses)):
        raise BadCodebook(case.at, "a case needs examples", "sentences with <s>source</s> and <t>target</t>, please")
