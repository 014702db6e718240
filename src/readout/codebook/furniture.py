"""The patterns that tell the blocks of a text, sorted by the place where they may stand, ready to match."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, cast, get_args

from readout.codebook.entries import Codebook, Pattern
from readout.codebook.hints import Hints
from readout.records import BlockKind

# Marks of emphasis, of a heading or of a list around a line.
EMPHASIS = "*_#"
_KINDS = frozenset(get_args(BlockKind))
_PLACES = ("head", "line", "tail", "any", "end", "between", "above")


class Rule(NamedTuple):
    """One pattern, ready to match: its id, the kind of block that it tells, its expression."""

    id: str
    kind: BlockKind
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Rules for one place, and the letters that tell which of them are worth a try."""

    rules: tuple[Rule, ...]
    hints: Hints

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> "Shelf":
        """The rules in this order."""
        kept = tuple(rules)
        return cls(kept, Hints.of_expressions(rule.regex for rule in kept))

    def likely(self, words: str) -> Iterator[Rule]:
        """The rules that may fit these words, in order."""
        return (self.rules[number] for number in sorted(self.hints.found_in(words)))


@dataclass(frozen=True, slots=True)
class Furniture:
    """The rules that tell blocks, by the place where they may stand.

    `hours` are the rules that tell an hour of the day, `doubtful` those whose lines may as well tell where a speech was
    made. `end` are rules for whole lines that hold only behind the story's last paragraph, `between` for those among
    its paragraphs or behind them, `above` for a sentence before the story's own first. `claims` are rules for the end
    of a line that say what the whole line is.
    """

    head: tuple[Rule, ...]
    line: Shelf
    claims: Shelf
    tail: Shelf
    inside: Shelf
    end: tuple[Rule, ...]
    between: tuple[Rule, ...]
    above: tuple[Rule, ...]
    letterheads: tuple[Pattern, ...]
    hours: frozenset[str]
    doubtful: frozenset[str]

    @classmethod
    def of(cls, codebook: Codebook, patterns: Mapping[str, re.Pattern[str]]) -> "Furniture":
        """The codebook's block patterns, in the order of its files."""
        places: dict[str, list[Rule]] = {place: [] for place in _PLACES}
        for pattern in codebook.patterns_of(*_KINDS):
            places[pattern.place].append(Rule(pattern.id, cast("BlockKind", pattern.kind), patterns[pattern.id]))
        letterheads = codebook.patterns_of("letterhead")
        names = [rule.id for rule in places["head"] if rule.kind == "byline"]
        emphasised = [rule.id for rule in places["line"] if rule.kind == "headline"]
        return cls(
            head=tuple(places["head"]),
            line=Shelf.of(places["line"]),
            claims=Shelf.of(rule for rule in places["tail"] if "whole" in rule.regex.groupindex),
            tail=Shelf.of(rule for rule in places["tail"] if "whole" not in rule.regex.groupindex),
            inside=Shelf.of(places["any"]),
            end=tuple(places["end"]),
            between=tuple(places["between"]),
            above=tuple(places["above"]),
            letterheads=letterheads,
            hours=frozenset(rule.id for rules in places.values() for rule in rules if "clock" in rule.regex.groupindex),
            doubtful=frozenset((*names, *emphasised, *(pattern.id for pattern in letterheads))),
        )

    def whole(self, line: str) -> Rule | None:
        """The first rule that tells a line as a whole; an emphasised line is a headline if nothing else."""
        told = self._whole(line)
        if line[0] not in EMPHASIS or (told and told.kind != "headline"):
            return told
        inner = self._whole(bare(line))
        return inner if inner and (told is None or inner.kind != "related") else told

    def _whole(self, line: str) -> Rule | None:
        return next((rule for rule in self.line.likely(line) if rule.regex.match(line)), None)

    def behind_story(self, line: str) -> Rule | None:
        """The first rule that tells a line as a whole, given that no paragraph of the story follows."""
        return next((rule for rule in self.end if rule.regex.match(line) or rule.regex.match(bare(line))), None)

    def between_paragraphs(self, line: str) -> Rule | None:
        """The first rule that tells a line as a whole, given that paragraphs of the story stand before it."""
        return next((rule for rule in self.between if rule.regex.match(line)), None)

    def above_story(self, line: str) -> bool:
        """Whether a sentence, given that the story follows, stands above it."""
        return any(rule.regex.match(line) for rule in self.above)


def bare(line: str) -> str:
    """A line without the marks of emphasis and of lists around it.

    >>> bare("_**Book a ferry!**_")
    'Book a ferry!'
    """
    return line.strip(EMPHASIS + " ")
