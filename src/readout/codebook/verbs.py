"""English verb forms: from a list of lemmas and the irregular ones to every inflected form and back.

No lemmatiser is needed: the verbs that matter are listed, and each has four or five forms.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from readout.codebook.entries import Codebook

Form = Literal["base", "s", "ing", "past", "participle"]

_VOWEL = "aeiou"
# Final syllables that are not stressed, so that the consonant stays single: "offered", "visited", "opened".
_UNSTRESSED = re.compile(r"(?:er|en|on|it|or|el|op|et|al|an|in|ow|ay|ey|oy|aw)$")
_STRESSED = frozenset(
    (
        "confer defer infer prefer refer transfer deter occur permit admit commit recommit submit omit emit remit "
        "begin forget regret abet beset upset reset offset quit acquit equip quip"
    ).split()
)
# British spelling doubles a final l whatever the stress: both spellings are read.
_DOUBLES_L = re.compile(r"[aeiou]l$")


@dataclass(frozen=True, slots=True)
class VerbForms:
    """The inflected forms of every verb that the codebook knows."""

    by_form: Mapping[str, tuple[tuple[str, str], ...]]
    by_lemma: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, codebook: Codebook) -> "VerbForms":
        """The forms of all verbs named anywhere in the codebook."""
        named = [
            *codebook.plain_verbs,
            *(base for base, _, _ in codebook.irregular_verbs),
            *(cue.lemma for cue in codebook.cues),
            *(verb for kind in codebook.events for rule in kind.rules for verb in rule.verbs),
            *(verb for contact in codebook.contacts for verb in contact.verbs),
            *(verb for move in codebook.moves for verb in move.verbs),
        ]
        irregular = {base: (past, participle) for base, past, participle in codebook.irregular_verbs}
        return cls.from_lemmas((name.split()[0].lower() for name in named if name), irregular)

    @classmethod
    def from_lemmas(cls, lemmas: Iterable[str], irregular: Mapping[str, tuple[str, str]]) -> "VerbForms":
        """The forms of these lemmas; `irregular` gives past and participle, "/" between spellings.

        >>> verbs = VerbForms.from_lemmas(["agree", "meet"], {"meet": ("met", "met")})
        >>> verbs.read("agreed"), verbs.read("met")
        ((('agree', 'past'), ('agree', 'participle')), (('meet', 'past'), ('meet', 'participle')))
        """
        by_form: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        by_lemma: dict[str, tuple[str, ...]] = {}
        for lemma in sorted(set(lemmas)):
            pairs = list(dict.fromkeys(_inflect(lemma, irregular.get(lemma))))
            by_lemma[lemma] = tuple(dict.fromkeys(word for word, _ in pairs))
            for word, form in pairs:
                by_form[word].append((lemma, form))
        return cls({word: tuple(pairs) for word, pairs in by_form.items()}, by_lemma)

    def read(self, word: str) -> tuple[tuple[str, str], ...]:
        """The (lemma, form) pairs that a word may be; empty for what is no known verb form."""
        return self.by_form.get(word.lower(), ())

    def forms(self, lemma: str) -> tuple[str, ...]:
        """Every form of a lemma, its base first; empty for a verb that is not listed."""
        return self.by_lemma.get(lemma, ())


def inflected(verb: str) -> tuple[str, str]:
    """The regular past and participle of a verb, with the words that follow it.

    >>> inflected("notify of")
    ('notified of', 'notified of')
    """
    lemma, space, rest = verb.partition(" ")
    forms = {form: word for word, form in _inflect(lemma, None)}
    return f"{forms['past']}{space}{rest}", f"{forms['participle']}{space}{rest}"


def _inflect(lemma: str, irregular: tuple[str, str] | None) -> Iterable[tuple[str, str]]:
    yield lemma, "base"
    yield _third_person(lemma), "s"
    stems = _stems(lemma)
    for stem in stems:
        yield _ing(stem, lemma), "ing"
    if irregular:
        for form, words in zip(("past", "participle"), irregular, strict=True):
            for word in words.split("/"):
                yield word, form
        return
    for form in ("past", "participle"):
        for stem in stems:
            yield _past(stem, lemma), form


def _third_person(lemma: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh|o)$", lemma):
        return lemma + "es"
    return lemma[:-1] + "ies" if re.search(r"[^aeiou]y$", lemma) else lemma + "s"


def _stems(lemma: str) -> tuple[str, ...]:
    """The stem before -ed and -ing, with its final consonant doubled where English does so."""
    if lemma.endswith("ic"):
        return (lemma + "k",)
    if _DOUBLES_L.search(lemma) and len(lemma) > 4 and lemma[-3] not in _VOWEL:
        return lemma, lemma + "l"
    closes = len(lemma) > 2 and lemma[-1] not in _VOWEL + "wxy" and lemma[-2] in _VOWEL and lemma[-3] not in _VOWEL
    short = len(re.findall("[aeiouy]+", lemma)) == 1
    if lemma in _STRESSED:
        return (lemma + lemma[-1],)
    if closes and (short or not _UNSTRESSED.search(lemma)):
        return (lemma + lemma[-1],) if short else (lemma, lemma + lemma[-1])
    return (lemma,)


def _ing(stem: str, lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not re.search(r"(?:ee|oe|ye)$", lemma) and lemma != "be":
        return lemma[:-1] + "ing"
    return stem + "ing"


def _past(stem: str, lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    return lemma[:-1] + "ied" if re.search(r"[^aeiou]y$", lemma) else stem + "ed"
