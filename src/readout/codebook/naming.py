"""Words that tell what a name is: beside which a state's name is part of another one, and lists of who people are."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readout.codebook.entries import Codebook

_LOOK_BACK = 24
# Before a language stand the word that tells it and other languages: "speaks Arabic, French and".
_LANGUAGES = r"(?<!\w)(?:{}) (?:(?:are|were|is|include|includes) )?(?:[A-Z]\w+(?:,? and |, ))*\Z"
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Naming:
    """The lists of `actors/words.toml`, ready to match; a list that the codebook has not matches nothing."""

    things: re.Pattern[str]
    namesakes: re.Pattern[str]
    regions: re.Pattern[str]
    language: re.Pattern[str]
    field: re.Pattern[str]
    being: re.Pattern[str]
    regime: re.Pattern[str]
    american: frozenset[str]
    empty: frozenset[str]
    meeting_places: frozenset[str]
    given: frozenset[str]
    two_families: frozenset[str]
    families: frozenset[str]
    peers: Mapping[str, tuple[str, ...]]
    realms: Mapping[str, frozenset[str]]
    royal: frozenset[str]

    @classmethod
    def of(cls, codebook: Codebook) -> "Naming":
        """The lists of a codebook."""
        words = {entry.id: entry.words for entry in codebook.name_words}
        after = [word for entry in codebook.name_words if entry.side == "after" for word in entry.words]
        before = [
            word
            for entry in codebook.name_words
            if entry.side == "before" and entry.id != "regions"
            for word in entry.words
        ]
        fields, beings = _any(words.get("fields", ())), _any(words.get("beings", ()))
        ends = _any(words.get("being-ends", ()))
        return cls(
            things=_pattern(after, r"[ -](?:{})(?!\w)"),
            namesakes=_pattern(before, r"(?<![\w-])(?:{}) (?:the )?['\"]?\Z"),
            regions=_pattern(words.get("regions", ()), r"(?<!\w)(?:{})[ -]?\Z"),
            language=_pattern(words.get("languages", ()), _LANGUAGES),
            field=re.compile(rf"(?:'s?)? (?:{fields} ){{1,3}}") if fields else _NEVER,
            being=re.compile(rf"(?:\w+{ends}|{beings})s?\Z") if beings else _NEVER,
            regime=_pattern(words.get("regimes", ()), r"\b(?:{}) \Z"),
            american=frozenset(words.get("american-states", ())),
            empty=frozenset(words.get("empty-it", ())),
            meeting_places=frozenset(words.get("meeting-places", ())),
            given=frozenset((*codebook.women, *codebook.men)),
            two_families=frozenset(words.get("two-families", ())),
            families=frozenset(words.get("families", ())),
            peers={
                office: entry.words
                for entry in codebook.name_words
                if entry.id.startswith("peers-")
                for office in entry.words
            },
            royal=frozenset(words.get("royal", ())),
            realms={
                name: frozenset(words[f"realms-{name}"])
                for name in ("kingdom", "emirate", "sultanate")
                if f"realms-{name}" in words
            },
        )

    def borrowed(self, text: str, start: int, end: int) -> bool:
        """Whether the state's name at this place is part of another name, by the words beside it."""
        return (
            self.things.match(text, end) is not None
            or self.namesakes.search(text, max(0, start - _LOOK_BACK), start) is not None
        )

    def continental(self, text: str, start: int) -> bool:
        """Whether the adjective at this place belongs to a continent: "Latin American"."""
        return self.regions.search(text, max(0, start - _LOOK_BACK), start) is not None


def _any(words: Iterable[str]) -> str:
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return f"(?:{listed})" if listed else ""


def _pattern(words: Iterable[str], shape: str) -> re.Pattern[str]:
    listed = _any(words)
    return re.compile(shape.replace("{}", listed)) if listed else _NEVER
