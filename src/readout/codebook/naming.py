"""Words that tell what a name is: beside which a state's name is part of another one, and lists of who people are."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from readout.codebook.entries import Codebook

_LOOK_BACK = 24
# Before a language stand the word that tells it and other languages: "speaks Arabic, French and".
_LANGUAGES = r"(?<!\w)(?:{}) (?:(?:are|were|is|include|includes) )?(?:[A-Z]\w+(?:,? and |, ))*\Z"
_NEVER = re.compile(r"(?!)")
# What stands behind "number two" as its verb and is no word before "countries".
_NO_VERB = r"(?!(?:said|says|say|told|was|were|are|is|has|had|have|will|would) )"


@dataclass(frozen=True, slots=True)
class Plurals:
    """Words for several: "both sides" (J), and offices in the plural (L), each with the shape that finds it.

    A shape begins with one of a few words, so it is tried where one of these stands (`starts`) and nowhere else;
    `begun` are the shapes that each of them may begin.
    """

    shapes: tuple[tuple[str, re.Pattern[str]], ...]
    offices: re.Pattern[str]
    starts: AhoCorasick
    begun: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, words: Mapping[str, tuple[str, ...]]) -> "Plurals":
        """The shapes for the lists of a codebook, and the words that each begins with."""
        members, told = words.get("members", ()), words.get("members-told", ())
        posts, whole = words.get("plural-posts", ()), words.get("plural-offices", ())
        fields = words.get("portfolios", ())
        some, those, post, office, field = (_any(listed) or "(?!)" for listed in (members, told, posts, whole, fields))
        offices = rf"(?:(?:{field} and )?{field} {post}|{office})\b"
        numbers, pairs = ("two", "three", "four", "five", "six"), ("two", "three", "four", "five", "pair", "duo")
        shapes = (
            (
                "J",
                rf"\b(?:{'|'.join(numbers)}|both) (?:of (?:the|them) )?(?:{_NO_VERB}[\w-]+ )?{some}\b",
                (f"{number} " for number in (*numbers, "both")),
            ),
            (
                "J",
                rf"\bthe (?:(?:{'|'.join(pairs)})\b(?!-)|(?:(?:foreign|prime|defen[cs]e) )?{those}\b)",
                (f"the {word}" for word in (*pairs, "foreign", "prime", "defence", "defense", *told)),
            ),
            ("J", rf"\ball (?:three|four|five|six)\b(?: {some}\b)?", (f"all {number}" for number in numbers[1:])),
            ("J", r"(?:\A|(?<=[,;] ))both(?= [a-z]+ed\b)", ("both ",)),
            ("L", rf"\b{offices}", (*fields, *whole)),
        )
        starts: dict[str, list[int]] = {}
        for number, (_, _, words_before) in enumerate(shapes):
            for start in words_before:
                starts.setdefault(start, []).append(number)
        return cls(
            tuple((letter, re.compile(shape)) for letter, shape, _ in shapes),
            re.compile(offices),
            AhoCorasick(list(starts), MatchKind.Standard),
            tuple(map(tuple, starts.values())),
        )

    def found_in(self, folded: str) -> Iterator[tuple[str, int, int]]:
        """Letter and place of the words for several in a sentence in lower case, shape by shape."""
        tried = {
            (number, first)
            for start, first, _ in self.starts.find_matches_as_indexes(folded, overlapping=True)
            for number in self.begun[start]
        }
        shape, free = -1, 0
        for number, first in sorted(tried):
            free = free if number == shape else 0
            shape = number
            letter, pattern = self.shapes[number]
            match = pattern.match(folded, first) if first >= free else None
            if match is not None:
                free = match.end()
                yield letter, first, free


@dataclass(frozen=True, slots=True)
class Modifiers:
    """Words such as "former" and "acting" before an office, ready to be cut out.

    `ends` are their last two letters, `begins` the first two of them and of the words that may stand before them.
    """

    words: tuple[str, ...]
    ends: frozenset[str]
    begins: frozenset[str]
    hints: AhoCorasick
    inside: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]

    @classmethod
    def of(cls, words: tuple[str, ...], suffixes: tuple[str, ...]) -> "Modifiers":
        """The shapes for a list of modifiers, and for what stands behind an office ("minister-designate")."""
        listed = _any(words) or "(?!)"
        return cls(
            words,
            frozenset(word[-2:].lower() for word in words),
            frozenset(word[:2].lower() for word in (*words, *_BEFORE_MODIFIERS)),
            AhoCorasick(list(words), MatchKind.LeftmostFirst),
            re.compile(rf"\b(?:{listed}\b[ -]?)+", re.IGNORECASE),
            re.compile(rf"(?:\b{listed}[ -])+$", re.IGNORECASE),
            re.compile(rf"[ -]{_any(suffixes) or '(?!)'}\b"),
        )

    def found_in(self, text: str) -> bool:
        """Whether one of them stands in a text that is in lower case."""
        return bool(self.words) and bool(self.hints.find_matches_as_indexes(text))


@dataclass(frozen=True, slots=True)
class Ordinary:
    """Words of a sentence that mean somebody by what was told before, each with the letter of its kind."""

    letters: Mapping[str, str]
    words: tuple[str, ...]
    finder: AhoCorasick

    @classmethod
    def of(cls, words: Mapping[str, tuple[str, ...]]) -> "Ordinary":
        """Pronouns, words for groups and bodies named before, and the people of bodies."""
        groups, people = words.get("groups", ()), words.get("people", ())
        alone = (group for group in groups if " " not in group)
        named = (f"the {noun}" for noun in (*words.get("short-bodies", ()), *groups, *_REALMS))
        letters = {
            **dict.fromkeys(("he", "she", "they", "it", "we"), "U"),
            **dict.fromkeys(("his", "her", "its", "their", "country", "nation", *alone), "V"),
            **dict.fromkeys(named, "U"),
            **dict.fromkeys((word for id_ in _BESIDE for word in words.get(id_, ())), "Q"),
            **dict.fromkeys(people, "R"),
        }
        listed = tuple(letters)
        finder = AhoCorasick(list(listed), MatchKind.LeftmostLongest, implementation=Implementation.DFA)
        return cls(letters, listed, finder)


# The lists of words for who has an office like somebody's, had it before or after them, or is under them.
_BESIDE = ("counterparts", "neighbours", "deputies")
# What stands between two names before "former": "Mara Lind, Oslo's envoy to the former".
_BEFORE_MODIFIERS = ("of", "for", "to", "at", "on", "in", "from", "and")
# What stands between "it" and the words that show that it means nothing: "it would very likely be up to".
_AFTER_IT = (
    r" (?:will|would|could|may|might|must|should|can|has|had)"
    r"(?: (?:not|all|also|always|[a-z]+ly|very|[a-z]+ times?)){0,2} (?:{})\b"
)
# The sectors that people of a state are of, by what they are called.
_SECTORS = ("MIL", "LEG", "JUD", "REB", "COP", "SPY", "CVL")
# What a state may be called by, once it was named.
_REALMS = ("kingdom", "emirate", "sultanate", "country")


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of `actors/words.toml` that are asked whether a word stands in them, by their ids there."""

    private_ends: frozenset[str]
    private_bodies: frozenset[str]
    trades: frozenset[str]
    of_the_state: frozenset[str]
    american_states: frozenset[str]
    empty_it: frozenset[str]
    factions: frozenset[str]
    renowned: frozenset[str]
    local_offices: frozenset[str]
    vague_titles: frozenset[str]
    meeting_places: frozenset[str]
    two_families: frozenset[str]
    families: frozenset[str]
    royal: frozenset[str]
    ranks: frozenset[str]
    leads: frozenset[str]
    short_bodies: frozenset[str]
    neighbours: frozenset[str]
    deputies: frozenset[str]
    sounded: frozenset[str]
    shared_bodies: frozenset[str]
    public_bodies: frozenset[str]
    party_bodies: frozenset[str]
    sentence_words: frozenset[str]
    institutions: frozenset[str]
    family_things: frozenset[str]
    portfolio_ends: frozenset[str]
    posts: frozenset[str]
    after_titles: frozenset[str]
    done_to: frozenset[str]
    of_the_place: frozenset[str]
    texts: frozenset[str]
    media: frozenset[str]
    laid_at: frozenset[str]

    @classmethod
    def of(cls, words: Mapping[str, tuple[str, ...]]) -> "Lists":
        """The lists of a codebook; one that it has not is empty."""
        return cls(**{listed.name: frozenset(words.get(_id(listed.name), ())) for listed in fields(cls)})


_SHAPE = "shape"  # under which a field keeps it


@dataclass(frozen=True, slots=True)
class Shapes:
    """The lists of `actors/words.toml` that are looked for in a shape, by their ids; {} in it is one of their words."""

    accords: re.Pattern[str] = field(metadata={_SHAPE: r" (?:{})\b"})
    kin: re.Pattern[str] = field(metadata={_SHAPE: r"\b(?:his|her) (?:\w+ )?(?:{}),? \Z"})
    regions: re.Pattern[str] = field(metadata={_SHAPE: r"(?<!\w)(?:{})[ -]?\Z"})
    languages: re.Pattern[str] = field(metadata={_SHAPE: _LANGUAGES})
    family_ends: re.Pattern[str] = field(metadata={_SHAPE: r"(?<=\w)(?:{})\Z"})
    regimes: re.Pattern[str] = field(metadata={_SHAPE: r"\b(?:{}) \Z"})
    american_abbreviations: re.Pattern[str] = field(metadata={_SHAPE: r", (?:{})(?!\w)"})
    empty_it_further: re.Pattern[str] = field(metadata={_SHAPE: _AFTER_IT})
    local: re.Pattern[str] = field(metadata={_SHAPE: r"\b(?:{}) \Z"})
    stances: re.Pattern[str] = field(metadata={_SHAPE: r"(?i)(?:{}) to\b"})
    qualifiers: re.Pattern[str] = field(metadata={_SHAPE: r"(?i:{}) (?=[A-Z])"})
    seated: re.Pattern[str] = field(metadata={_SHAPE: r"(?i)\b(?:{})\Z"})
    may: re.Pattern[str] = field(metadata={_SHAPE: r"May(?='s\b| (?:{})\b)"})
    other_bodies: re.Pattern[str] = field(metadata={_SHAPE: r" (?:{})\b"})
    before_banks: re.Pattern[str] = field(metadata={_SHAPE: r"\b(?:{}) $"})
    persons: re.Pattern[str] = field(metadata={_SHAPE: r"(?i)\b(?:{})"})
    either: re.Pattern[str] = field(metadata={_SHAPE: r"(?i)\b(?:{})"})
    qualified: re.Pattern[str] = field(metadata={_SHAPE: r"(?:{})\b"})

    @classmethod
    def of(cls, words: Mapping[str, tuple[str, ...]]) -> "Shapes":
        """The shapes for the lists of a codebook; that of a list that it has not matches nothing."""
        return cls(**{one.name: _pattern(words.get(_id(one.name), ()), one.metadata[_SHAPE]) for one in fields(cls)})


def _id(name: str) -> str:
    """The id of a list by the name that it has here."""
    return name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Naming:
    """The lists of `actors/words.toml`, ready to match; a list that the codebook has not matches nothing."""

    lists: Lists
    shapes: Shapes
    things: re.Pattern[str]
    namesakes: re.Pattern[str]
    field: re.Pattern[str]
    being: re.Pattern[str]
    human: re.Pattern[str]
    unqualified: frozenset[str]
    given: frozenset[str]
    names: frozenset[str]
    houses: Mapping[str, str]
    peers: Mapping[str, tuple[str, ...]]
    realms: Mapping[str, frozenset[str]]
    people: Mapping[str, str]
    portfolios: frozenset[str]
    plurals: Plurals
    modifiers: Modifiers
    ordinary: Ordinary

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
        matters, beings = _any(words.get("fields", ())), _any(words.get("beings", ()))
        ends, humans = _any(words.get("being-ends", ())), _any(words.get("human-ends", ()))
        return cls(
            lists=Lists.of(words),
            shapes=Shapes.of(words),
            things=_pattern(after, r"[ -](?:{})(?!\w)(?! Street\b)"),
            namesakes=_pattern(before, r"(?<![\w-])(?:{}) (?:the )?['\"]?\Z"),
            field=re.compile(rf"(?:'s?)? (?:{matters} ){{1,3}}") if matters else _NEVER,
            being=re.compile(rf"(?:\w+{ends}|{beings})s?\Z") if beings else _NEVER,
            human=re.compile(rf"(?:\w+{humans}|{beings})s?\Z") if beings and humans else _NEVER,
            unqualified=frozenset((*words.get("attributes", ()), *_both(words.get("qualifiers", ())))),
            given=frozenset((*codebook.women, *codebook.men)),
            names=frozenset(state.name for state in codebook.states),
            houses={
                house: entry.id.removeprefix("houses-")
                for entry in codebook.name_words
                if entry.id.startswith("houses-")
                for house in entry.words
            },
            peers={
                office: entry.words
                for entry in codebook.name_words
                if entry.id.startswith("peers-")
                for office in entry.words
            },
            people={word: sector for sector in _SECTORS for word in words.get(f"people-{sector.lower()}", ())},
            portfolios=frozenset(
                (
                    *words.get("portfolio-ends", ()),
                    *words.get("portfolios", ()),
                    *words.get("fields", ()),
                    "international",
                )
            ),
            plurals=Plurals.of(words),
            modifiers=Modifiers.of(words.get("modifiers", ()), words.get("suffixes", ())),
            ordinary=Ordinary.of(words),
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

    def names_no_person(self, parts: tuple[str, ...]) -> bool:
        """Whether a capitalised name is that of an institution, a place or a thing: "Bordavian Shipping Corp."."""
        return any(
            (low := part.strip(".,").lower()) in self.lists.institutions
            and (i or (low not in self.lists.family_things and part not in self.given))
            for i, part in enumerate(parts)
        )

    def continental(self, text: str, start: int) -> bool:
        """Whether the adjective at this place belongs to a continent: "Latin American"."""
        return self.shapes.regions.search(text, max(0, start - _LOOK_BACK), start) is not None


def _both(words: Iterable[str]) -> Iterator[str]:
    """Each word with and without a capital."""
    for word in words:
        yield from (word, word.capitalize())


def _any(words: Iterable[str]) -> str:
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return f"(?:{listed})" if listed else ""


def _pattern(words: Iterable[str], shape: str) -> re.Pattern[str]:
    listed = _any(words)
    return re.compile(shape.replace("{}", listed)) if listed else _NEVER
