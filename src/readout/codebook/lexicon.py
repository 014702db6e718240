"""All names of the codebook, found in one pass over a text: leftmost-longest, whole words, written as the entry writes.

The pass runs over the lower-cased text and reports every name wherever it stands; what is no whole word or lacks the
entry's capitals ("us" for "US") is put aside, and of what overlaps the leftmost and longest stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from readout.codebook.entries import Body, Codebook, Holder, Office, Organisation, Outlet, State
from readout.text import plain

How = Literal[
    "name", "holder", "body", "outlet", "title", "adjective", "people", "capital", "weak", "city",
]  # fmt: skip
Named = State | Organisation | Body | Office | Holder | Outlet
# Where one name means things of several kinds, the first kind of this list is what a text means by it.
_ORDER: tuple[How, ...] = (
    "name", "holder", "body", "title", "adjective", "people", "capital", "outlet", "weak", "city",
)  # fmt: skip


class Hit(NamedTuple):
    """A name of the lexicon in a text: where it stands, what kind of name it is and which entries bear it."""

    start: int
    end: int
    how: How
    entries: tuple[Named, ...]


class _Name(NamedTuple):
    """One spelling with what it means; spellings that differ in case alone ("Us", "US") are different names."""

    spelling: str
    how: How
    entries: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The names of a codebook, ready to be found."""

    automaton: AhoCorasick
    names: tuple[tuple[_Name, ...], ...]

    @classmethod
    def of(cls, codebook: Codebook) -> "Lexicon":
        """The lexicon of all actors, titles and outlets of a codebook."""
        meanings: dict[str, dict[How, list[Named]]] = {}
        for spelling, how, entry in _spellings(codebook):
            meanings.setdefault(plain(spelling), {}).setdefault(how, []).append(entry)
        by_folded: dict[str, list[_Name]] = {}
        for spelling, kinds in meanings.items():
            how = min(kinds, key=_ORDER.index) if len(kinds) > 1 else next(iter(kinds))
            by_folded.setdefault(lower(spelling), []).append(_Name(spelling, how, _each_once(kinds[how])))
        names = tuple(_strictest_first(group) for group in by_folded.values())
        return cls(AhoCorasick(list(by_folded), MatchKind.Standard, store_patterns=False), names)

    def find(self, text: str, start: int = 0, end: int | None = None, folded: str | None = None) -> tuple[Hit, ...]:
        """The names in `text[start:end]`, in order; the text should be plain (`text.plain`).

        Whoever has that stretch `folded` already, in lower case (`lower`) and with spaces for line ends, hands it over.
        """
        if folded is None:
            folded = lower(text[start:end]).replace("\n", " ")
        found: list[tuple[int, int, int, int]] = []
        for number, first, last in self.automaton.find_matches_as_indexes(folded, overlapping=True):
            if (first and folded[first - 1].isalnum() and folded[first].isalnum()) or (
                last < len(folded) and folded[last].isalnum() and folded[last - 1].isalnum()
            ):
                continue
            article = 4 if folded.startswith("the ", first) else 0
            found.append((start + first + article, -last, -article, number))
        # "The South Korean side": what follows the article counts, so that the longer name wins over "the South".
        found.sort()
        hits: list[Hit] = []
        free = start
        for content, minus_last, minus_article, number in found:
            if content < free:
                continue
            first, last = content + minus_article, start - minus_last
            words = text[first:last]
            for name in self.names[number]:
                if words == name.spelling or _written_as(words, name.spelling):
                    hits.append(Hit(first, last, name.how, name.entries))
                    free = last
                    break
        return tuple(hits)


def lower(text: str) -> str:
    """Lower case, one character for one, so that places stay: a letter whose lower case is longer stays as it is.

    >>> lower("ANKARA, İzmir")
    'ankara, İzmir'
    """
    folded = text.lower()
    if len(folded) == len(text):
        return folded
    return "".join(character.lower() if len(character.lower()) == 1 else character for character in text)


def _written_as(words: str, spelling: str) -> bool:
    """Whether every capital of the entry is one in the text; more capitals are a matter of headlines and style."""
    return all(there.isupper() for there, here in zip(words, spelling, strict=True) if here.isupper())


def _each_once(entries: list[Named]) -> tuple[Named, ...]:
    """The entries, each once; of one alone nothing is compared, since all its fields would be."""
    return tuple(dict.fromkeys(entries)) if len(entries) > 1 else tuple(entries)


def _strictest_first(group: list[_Name]) -> tuple[_Name, ...]:
    """Spellings that differ in case alone: that with most capitals is the strictest, so it is tried first."""
    return tuple(sorted(group, key=_capitals, reverse=True)) if len(group) > 1 else tuple(group)


def _capitals(name: _Name) -> int:
    return sum(character.isupper() for character in name.spelling)


def _spellings(codebook: Codebook) -> Iterator[tuple[str, How, Named]]:
    """Every spelling of every entry, with its kind. The site of an office is named as the office is, and left out."""
    for state in codebook.states:
        yield from _each(state, "name", *_names(state))
        yield from _each(state, "weak", *state.weak)
        yield from _each(state, "adjective", *state.adjectives)
        yield from _each(state, "people", *state.people)
        yield from _each(state, "capital", *state.capital)
        yield from _each(state, "city", *state.cities)
    for organisation in codebook.organisations:
        yield from _each(organisation, "name", *_names(organisation))
        yield from _each(organisation, "weak", *organisation.weak)
        yield from _each(organisation, "adjective", *organisation.adjectives)
    for body in codebook.bodies:
        yield from _each(body, "body", *body.names)
    for office in codebook.offices:
        yield from _each(office, "title", *office.titles)
    for holder in codebook.holders:
        yield from _each(holder, "holder", holder.name, *holder.names)
    for outlet in (outlet for outlet in codebook.outlets if outlet.issuer is None):
        yield from _each(outlet, "outlet", outlet.name, *outlet.names)


def _names(party: State | Organisation) -> tuple[str, ...]:
    """The names that mean a party anywhere: its own name is one, unless it is listed as weak ("Georgia")."""
    return party.names if party.name in party.weak else (party.name, *party.names)


def _each(entry: Named, how: How, *spellings: str) -> Iterator[tuple[str, How, Named]]:
    for spelling in spellings:
        yield spelling, how, entry
