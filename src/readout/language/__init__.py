"""Clauses: who does what to whom, with whom, in which tense and mood.

The backend of rules reads a sentence in four steps:

1. tokens      words and punctuation, each known mention one token, tagged by closed word lists and verb forms
2. verbs       which words that could be verbs are verbs here, each with its auxiliaries: a verb group
3. rules       one clause a verb group: its subject, object and prepositional phrases (`phrases`), and what it shares
4. nominals    the same roles around a noun that names an act: "Oslo's warning to Minsk", "talks between A and B"

With `--language spacy:NAME` the clauses are read off the parse of an installed pipeline instead (`parsed`).

The words for mentions come from `extract.actors`; a mention counts as one noun phrase whatever words it is made of.
"""

from readout.language.clause import Clause, Language, Role
from readout.language.parsed import backend
from readout.language.rules import Rules

__all__ = ["Clause", "Language", "Role", "Rules", "backend"]
