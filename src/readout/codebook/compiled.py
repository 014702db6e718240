"""A codebook made ready to match: lexicon, verbs, expressions, outlets and topics, built once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from readout.codebook.entries import Codebook, Pattern
from readout.codebook.expressions import Expression
from readout.codebook.faults import misfits, taken_apart
from readout.codebook.furniture import BLOCKS, Furniture
from readout.codebook.hints import Shape
from readout.codebook.lexicon import Lexicon
from readout.codebook.loading import read
from readout.codebook.metonyms import Metonyms
from readout.codebook.naming import Naming
from readout.codebook.outlets import Outlets
from readout.codebook.topics import Topics
from readout.codebook.verbs import VerbForms


@dataclass(frozen=True, slots=True)
class Compiled:
    """The codebook and everything that is built from it; `patterns` are by the id of their entry.

    `of_kind` holds the entries of each kind of pattern in the order of the files.
    """

    codebook: Codebook
    lexicon: Lexicon
    verbs: VerbForms
    patterns: Mapping[str, Expression]
    of_kind: Mapping[str, tuple[Pattern, ...]]
    outlets: Outlets
    furniture: Furniture
    topics: Topics
    metonyms: Metonyms
    naming: Naming


def open_codebook(folder: Path | None = None) -> Compiled:
    """The codebook of a folder, or the one that comes with Readout, read, checked and compiled.

    Raises `BadCodebook` with file and line. Each expression is taken apart once, to check it and to compile the rest.
    """
    codebook = read(folder)
    for fault in misfits(codebook):
        raise fault
    return compile_codebook(codebook)


def compile_codebook(codebook: Codebook) -> Compiled:
    """Lexicon, verb forms, expressions, outlets and topics of a codebook."""
    patterns: dict[str, Expression] = {}
    shapes: dict[str, Shape] = {}
    for pattern in codebook.patterns:
        patterns[pattern.id], tree = taken_apart(pattern)
        if pattern.kind in BLOCKS:
            shapes[pattern.id] = Shape.of(tree)
    return Compiled(
        codebook=codebook,
        lexicon=Lexicon.of(codebook),
        verbs=VerbForms.of(codebook),
        patterns=patterns,
        of_kind={kind: codebook.patterns_of(kind) for kind in {pattern.kind for pattern in codebook.patterns}},
        outlets=Outlets.of(codebook),
        furniture=Furniture.of(codebook, patterns, shapes),
        topics=Topics.of(codebook.topics),
        metonyms=Metonyms.of(codebook.metonyms),
        naming=Naming.of(codebook),
    )
