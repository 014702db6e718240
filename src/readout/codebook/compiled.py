"""A codebook made ready to match: lexicon, verbs, expressions, outlets and topics, built once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from readout.codebook.entries import Codebook, Pattern
from readout.codebook.faults import expression
from readout.codebook.furniture import Furniture
from readout.codebook.lexicon import Lexicon
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
    patterns: Mapping[str, re.Pattern[str]]
    of_kind: Mapping[str, tuple[Pattern, ...]]
    outlets: Outlets
    furniture: Furniture
    topics: Topics
    metonyms: Metonyms
    naming: Naming


def compile_codebook(codebook: Codebook) -> Compiled:
    """Lexicon, verb forms, expressions, outlets and topics of a codebook."""
    patterns = {pattern.id: expression(pattern) for pattern in codebook.patterns}
    return Compiled(
        codebook=codebook,
        lexicon=Lexicon.of(codebook),
        verbs=VerbForms.of(codebook),
        patterns=patterns,
        of_kind={kind: codebook.patterns_of(kind) for kind in {pattern.kind for pattern in codebook.patterns}},
        outlets=Outlets.of(codebook),
        furniture=Furniture.of(codebook, patterns),
        topics=Topics.of(codebook.topics),
        metonyms=Metonyms.of(codebook.metonyms),
        naming=Naming.of(codebook),
    )
