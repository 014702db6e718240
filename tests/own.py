"""Readout's own codebook and what is made of it, each made once for all tests: nothing of it changes by being used."""

from functools import cache

from readout.check import check_codebook
from readout.codebook import Codebook, Compiled, compile_codebook, load
from readout.extract import Extractor
from readout.extract.actors import Knowledge
from readout.extract.statements import StatementRules
from readout.language import Rules


@cache
def book() -> Codebook:
    """The codebook as it is loaded."""
    return load()


@cache
def rules() -> Compiled:
    """The compiled codebook."""
    return compile_codebook(book())


@cache
def extractor() -> Extractor:
    """The way from a document to its records."""
    return Extractor(rules(), Rules(rules()))


@cache
def knowledge() -> Knowledge:
    """Who is named by which words."""
    return Knowledge.of(rules())


@cache
def statement_rules() -> StatementRules:
    """What finds statements."""
    return StatementRules.of(rules())


@cache
def complaints() -> tuple[str, ...]:
    """What the check of the codebook says of it."""
    return check_codebook()
