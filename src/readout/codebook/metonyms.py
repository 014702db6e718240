"""When a weak name means its party: what the codebook declares to be company enough for it, and what speaks against."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readout.codebook.entries import Metonym


@dataclass(frozen=True, slots=True)
class Metonyms:
    """By party and name: the words that are company enough, and those that say that something else is meant."""

    words: Mapping[tuple[str, str], re.Pattern[str]]
    bars: Mapping[tuple[str, str], re.Pattern[str]]

    @classmethod
    def of(cls, rules: Iterable[Metonym]) -> "Metonyms":
        """The declared contexts of weak names.

        >>> known = Metonyms.of([Metonym("t:1", "", ("Georgia",), "GEO", ("Tbilisi",), ("Atlanta",))])
        >>> [known.means("Georgia", "GEO", text) for text in ("In Tbilisi, Georgia", "In Atlanta, Georgia", "Georgia")]
        [True, False, None]
        """
        words: dict[tuple[str, str], list[str]] = {}
        bars: dict[tuple[str, str], list[str]] = {}
        for rule in rules:
            for name in rule.names:
                words.setdefault((rule.party, name.lower()), []).extend(rule.words)
                bars.setdefault((rule.party, name.lower()), []).extend(rule.bars)
        return cls(_any_of(words), _any_of(bars))

    def means(self, name: str, party: str, text: str) -> bool | None:
        """Whether a name means a party in a text, by what stands there; None where nothing declared does."""
        key = (party, name.lower())
        if key in self.bars and self.bars[key].search(text):
            return False
        return True if key in self.words and self.words[key].search(text) else None


def _any_of(phrases: Mapping[tuple[str, str], list[str]]) -> dict[tuple[str, str], re.Pattern[str]]:
    return {
        key: re.compile("|".join(rf"\b{re.escape(phrase)}\b" for phrase in listed))
        for key, listed in phrases.items()
        if listed
    }
