"""Clauses from parses made by hand in the manner of spaCy, and what is said where spaCy is not there."""

import importlib.util
from dataclasses import dataclass, field

import pytest

from readout.codebook import Compiled
from readout.errors import BadSource
from readout.extract.claims import EventRules, claims, roles
from readout.language import Rules
from readout.language.parsed import Parsed, backend
from readout.records import Actor, Mention, Span


@dataclass
class Word:
    """A token as spaCy gives it."""

    i: int
    idx: int
    text: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    at: int
    words: list["Word"] = field(default_factory=list, repr=False)

    @property
    def head(self) -> "Word":
        """The token that this one depends on."""
        return self.words[self.at]


def parse(*rows: str) -> tuple[str, list[Word]]:
    """A sentence from rows of `text lemma pos tag relation head`, its words with spaces between."""
    words: list[Word] = []
    text = ""
    for i, row in enumerate(rows):
        form, lemma, pos, tag, dep, at = row.split()
        words.append(Word(i, len(text), form, lemma, pos, tag, dep, int(at), words))
        text += form + " "
    return text.strip(), words


def named(text: str, *names: str) -> list[Mention]:
    """A mention for each name, of a state of that name."""
    return [
        Mention(text.index(name), text.index(name) + len(name), "name", (Actor("state", name, name, None, name),), "")
        for name in names
    ]


CONDEMNED = parse(
    "Kenya Kenya PROPN NNP nsubjpass 2", "was be AUX VBD auxpass 2", "condemned condemn VERB VBN ROOT 2",
    "by by ADP IN agent 2", "Somalia Somalia PROPN NNP pobj 3", "on on ADP IN prep 2", "Monday Monday PROPN NNP pobj 5",
)  # fmt: skip
REFUSED = parse(
    "Kenya Kenya PROPN NNP nsubj 1", "refused refuse VERB VBD ROOT 1", "to to PART TO aux 3",
    "meet meet VERB VB xcomp 1", "Somalia Somalia PROPN NNP poss 6",
    "'s 's PART POS case 4", "envoy envoy NOUN NN dobj 3",
)  # fmt: skip
TALKS = parse(
    "Talks talk NOUN NNS nsubj 6", "between between ADP IN prep 0", "Kenya Kenya PROPN NNP pobj 1",
    "and and CCONJ CC cc 2", "Somalia Somalia PROPN NNP conj 2", "will will AUX MD aux 6", "end end VERB VB ROOT 6",
)  # fmt: skip


def told(made: tuple[str, list[Word]], rules: Compiled) -> list[tuple[str, list[str], list[str]]]:
    """The claims of the codebook on a parsed sentence: type, who acts, who is acted upon."""
    text, words = made
    index = EventRules.of(rules)
    found = Parsed("spacy:by-hand", lambda _: words).clauses(
        text, Span(0, len(text)), named(text, "Kenya", "Somalia"), index.nouns
    )
    return [
        (claim.rule.type, [m.span.of(text) for m in roles(claim)[0]], [m.span.of(text) for m in roles(claim)[1]])
        for claim in claims(text, found, index)
    ]


def test_the_passive_turns_the_roles(rules: Compiled) -> None:
    """Who stands under "by" acts."""
    assert [("ACCUSE", ["Somalia"], ["Kenya"])] == told(CONDEMNED, rules)


def test_an_infinitive_has_its_governor(rules: Compiled) -> None:
    """Refusing to meet is a refusal, and no meeting."""
    assert [("REJECT", ["Kenya"], [])] == told(REFUSED, rules)


def test_a_noun_has_roles(rules: Compiled) -> None:
    """Talks are between those whom the preposition joins."""
    assert ("CONSULT", ["Kenya", "Somalia"], []) in told(TALKS, rules)


def test_tense_and_form() -> None:
    """Helpers give tense and form."""
    text, words = REFUSED
    refused, meet = Parsed("spacy:by-hand", lambda _: words).clauses(text, Span(0, len(text)), [])

    assert ("refuse", "finite", "past") == (refused.lemma, refused.form, refused.tense)
    assert ("meet", "infinitive", "refuse", 0) == (meet.lemma, meet.form, meet.governor, meet.governed_by)


def test_the_name_chooses_the_backend(rules: Compiled) -> None:
    """Rules are always there; any other name is refused with what may be said instead."""
    assert isinstance(backend("rules", rules), Rules)
    with pytest.raises(BadSource, match="no such language backend"):
        backend("latin", rules)


@pytest.mark.skipif(importlib.util.find_spec("spacy") is not None, reason="spaCy is installed here")
def test_without_spacy_it_says_so(rules: Compiled) -> None:
    """Where spaCy is missing, the way out is named."""
    with pytest.raises(BadSource, match="spaCy is not installed"):
        backend("spacy:en_core_web_sm", rules)
