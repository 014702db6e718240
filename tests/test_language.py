"""Clauses of own sentences: who is subject, object, party; voice, tense, negation, governing verb."""

import re

import pytest

import own
from readout.language import Clause, Role
from readout.records import Actor, Mention, Span

LANGUAGE = own.extractor().language


def marked(sentence: str) -> tuple[str, tuple[Mention, ...]]:
    """The text of a sentence whose mentions stand in brackets ("[~Kenyan]" is an adjective), and the mentions."""
    text, mentions = "", []
    for piece in re.split(r"(\[[^\]]*\])", sentence):
        if piece.startswith("["):
            name = piece[1:-1].removeprefix("~")
            form = "adjective" if piece.startswith("[~") else "name"
            actor = Actor("person", name, None)
            mentions.append(Mention(len(text), len(text) + len(name), form, (actor,), "marked"))  # type: ignore[arg-type]
            text += name
        else:
            text += piece
    return text, tuple(mentions)


def clause(sentence: str, lemma: str) -> tuple[str, Clause]:
    """The text and its clause of that verb."""
    text, mentions = marked(sentence)
    found = [c for c in LANGUAGE.clauses(text, Span(0, len(text)), mentions) if c.lemma == lemma]
    assert found, f"no clause of {lemma!r} in {text!r}"
    return text, found[0]


def names(text: str, role: Role | None) -> list[str]:
    """The words of the mentions that head a role."""
    return [mention.span.of(text) for mention in (role.mentions if role else ())]


SUBJECTS = [
    ("[Lima] signed the treaty.", "sign", ["Lima"]),
    ("[Lima] and [Quito] signed the treaty.", "sign", ["Lima", "Quito"]),
    ("[Lima], [Quito], and [La Paz] signed the treaty.", "sign", ["Lima", "Quito", "La Paz"]),
    ("[Mwangi], who visited [Lusaka] in May, signed the treaty.", "sign", ["Mwangi"]),
    ("[Mwangi], the foreign minister, signed the treaty.", "sign", ["Mwangi"]),
    ("[Mwangi], who visited [Lusaka] in May, signed the treaty.", "visit", ["Mwangi"]),
    ("[Lima] condemned the raid and recalled its envoy.", "recall", ["Lima"]),
    ("[Lima] refused to meet [the envoy].", "meet", ["Lima"]),
    ("[Lima] urged [Quito] to withdraw its troops.", "withdraw", ["Quito"]),
    ("After talks with [Quito], [Lima] signed the treaty.", "sign", ["Lima"]),
    ("[Lima] said [Quito] signed the treaty.", "sign", ["Quito"]),
    ('"We are ready," said [Mwangi].', "say", ["Mwangi"]),
    ("In [Lima] [she] signed the treaty.", "sign", ["she"]),
    ("In recent weeks [Mwangi] signed the treaty.", "sign", ["Mwangi"]),
    ("[Mwangi] has today, 20 April 2022, signed the treaty.", "sign", ["Mwangi"]),
    ("[Mwangi], this afternoon (Tuesday, 10 May 2022), signed the treaty.", "sign", ["Mwangi"]),
    ("We, the envoys of [Lima] and [Quito], signed the treaty.", "sign", []),
    ("At a meeting in [Lima], [Peru], [Mwangi] signed the treaty.", "sign", ["Mwangi"]),
    ("[Mwangi] who met [Lind] signed the treaty.", "sign", ["Mwangi"]),
    ("The aide who said [Lind] signed the treaty left.", "sign", ["Lind"]),
    ("[Mwangi] read the inquiry into the guard who left.", "leave", []),
    ("[Lima] is committed to signing it.", "commit", ["Lima"]),
    ("[Lima] thanked those who had come, and signed the treaty.", "sign", ["Lima"]),
    ("In a paper released by [Lima], [Quito] is praised.", "release", []),
]


@pytest.mark.parametrize(("sentence", "lemma", "expected"), SUBJECTS)
def test_subject(sentence: str, lemma: str, expected: list[str]) -> None:
    """A verb's subject, through insertions, coordination, control and inversion."""
    text, found = clause(sentence, lemma)

    assert expected == names(text, found.subject)


OBJECTS = [
    ("[Lima] condemned [Quito] over the raid.", "condemn", ["Quito"]),
    ("[Lima] condemned [Quito] and [La Paz].", "condemn", ["Quito", "La Paz"]),
    ("[Lima] will host [the envoy] next week.", "host", ["the envoy"]),
]


@pytest.mark.parametrize(("sentence", "lemma", "expected"), OBJECTS)
def test_object(sentence: str, lemma: str, expected: list[str]) -> None:
    """The noun phrase right after a verb is its object."""
    text, found = clause(sentence, lemma)

    assert expected == names(text, found.object)


FLAGS = [
    ("[Lima] was condemned by [Quito].", "condemn", {"passive"}),
    ("A ship seized by [Lima] sank.", "seize", {"passive"}),
    ("[Lima] did not sign the treaty.", "sign", {"negated"}),
    ("[Lima] had signed the treaty.", "sign", {"perfect"}),
    ("If [Lima] signs the treaty, [Quito] will follow.", "sign", {"conditional"}),
    ("[Lima] signed the treaty.", "sign", set()),
]


@pytest.mark.parametrize(("sentence", "lemma", "expected"), FLAGS)
def test_flags(sentence: str, lemma: str, expected: set[str]) -> None:
    """Voice, negation, aspect and condition."""
    _, found = clause(sentence, lemma)

    assert expected == {name for name in ("passive", "negated", "perfect", "conditional") if getattr(found, name)}


@pytest.mark.parametrize(
    ("sentence", "lemma", "tense", "governor"),
    [
        ("[Lima] will sign the treaty.", "sign", "future", None),
        ("[Lima] signed the treaty.", "sign", "past", None),
        ("[Lima] agreed to sign the treaty.", "sign", "none", "agree"),
        ("[Lima] is scheduled to sign the treaty.", "sign", "none", "schedule"),
        ("[Lima] refused to sign the treaty.", "sign", "none", "refuse"),
    ],
)
def test_time(sentence: str, lemma: str, tense: str, governor: str | None) -> None:
    """Tense of a finite verb, and the verb that an infinitive depends on."""
    _, found = clause(sentence, lemma)

    assert (tense, governor) == (found.tense, found.governor)


NOMINALS = [
    ("[Lima]'s warning to [Quito] was blunt.", "warning", ["Lima"], {"to": ["Quito"]}),
    ("Talks between [Lima] and [Quito] broke down.", "talks", [], {"between": ["Lima", "Quito"]}),
    ("[~Peruvian] talks with [Quito] broke down.", "talks", ["Peruvian"], {"with": ["Quito"]}),
]


@pytest.mark.parametrize(("sentence", "noun", "subject", "obliques"), NOMINALS)
def test_nominal(sentence: str, noun: str, subject: list[str], obliques: dict[str, list[str]]) -> None:
    """Roles around a noun that names an act."""
    text, mentions = marked(sentence)

    found = LANGUAGE.clauses(text, Span(0, len(text)), mentions, frozenset({noun}))[-1]

    assert subject == names(text, found.subject)
    assert obliques == {prep: names(text, role) for prep, role in found.obliques}
