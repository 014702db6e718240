"""What a language backend gives: clauses with their roles, and the protocol that every backend keeps."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

from readout.records import Mention, Span

ClauseForm = Literal["finite", "infinitive", "participle", "nominal"]
Tense = Literal["past", "present", "future", "none"]


class Role(NamedTuple):
    """A noun phrase in a role: the mentions that head it, those that own it ("Oslo's envoy"), and its head word.

    `inside` holds what stands under prepositions within the phrase: "a summit with Oslo" has ("with", Oslo).
    """

    span: Span
    mentions: tuple[Mention, ...] = ()
    possessors: tuple[Mention, ...] = ()
    head: str = ""
    inside: tuple[tuple[str, Mention], ...] = ()


class Clause(NamedTuple):
    """One verb, or one noun that names an act, with its roles.

    `verb` is the bare verb, `group` all its auxiliaries too; `tail` is what follows up to the next finite clause,
    `whole` runs from the subject to the end of the tail. `governor` is the lemma of the verb or adjective that this
    infinitive or participle depends on ("refused" in "refused to meet"), `governed_by` that clause's place in the list.
    """

    lemma: str
    form: ClauseForm
    verb: Span
    group: Span
    tail: Span
    whole: Span
    tense: Tense
    passive: bool = False
    negated: bool = False
    perfect: bool = False
    modal: str | None = None
    conditional: bool = False
    asked: bool = False
    subject: Role | None = None
    object: Role | None = None
    obliques: tuple[tuple[str, Role], ...] = ()
    governor: str | None = None
    governed_by: int | None = None
    inverted: bool = False

    def oblique(self, *prepositions: str) -> tuple[Role, ...]:
        """The phrases under these prepositions, in order."""
        return tuple(role for preposition, role in self.obliques if preposition in prepositions)


class Language(Protocol):
    """A backend that finds clauses. `Rules` is the one that is always there."""

    name: str

    def clauses(
        self, text: str, sentence: Span, mentions: Sequence[Mention], nouns: frozenset[str] = frozenset()
    ) -> tuple[Clause, ...]:
        """The clauses of one sentence in order of their verbs, then the noun phrases whose head is one of `nouns`."""
        ...
