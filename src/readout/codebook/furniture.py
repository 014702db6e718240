"""The patterns that tell the blocks of a text, sorted by the place where they may stand, ready to match."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple, cast, get_args

from readout.codebook.entries import Codebook, Pattern
from readout.codebook.expressions import Expression
from readout.codebook.hints import Hints, Shape
from readout.records import BlockKind

# Marks of emphasis, of a heading or of a list around a line.
EMPHASIS = "*_#"
BLOCKS = frozenset(get_args(BlockKind))
_PLACES = ("head", "line", "tail", "any", "end", "between", "above")


class Rule(NamedTuple):
    """One pattern, ready to match: its id, the kind of block that it tells, its expression and the `Shape` of that."""

    id: str
    kind: BlockKind
    regex: Expression
    needed: frozenset[str]
    longest: int
    groups: frozenset[str]

    def match(self, line: str) -> re.Match[str] | None:
        """How it fits a line from its beginning; most rules are for shorter ones."""
        return self.regex.match(line) if len(line) <= self.longest else None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The rules for one place within a line: their numbers among all such rules."""

    numbers: frozenset[int]
    every: tuple[Rule, ...]

    def among(self, found: set[int]) -> list[Rule]:
        """Those of its rules that are among the found numbers, in order."""
        return [self.every[number] for number in sorted(found & self.numbers)]


@dataclass(frozen=True, slots=True)
class Furniture:
    """The rules that tell blocks, by the place where they may stand.

    `hours` are the rules that tell an hour of the day, `doubtful` those whose lines may as well tell where a speech was
    made. `end` are rules for whole lines that hold only behind the story's last paragraph, `between` for those among
    its paragraphs or behind them, `above` for a sentence before the story's own first. `claims` are rules for the end
    of a line that say what the whole line is. One look (`seen`) tells for all places within a line which of their rules
    are worth a try: most lines of a text have letters of hardly any.
    """

    head: Shelf
    line: Shelf
    claims: Shelf
    tail: Shelf
    inside: Shelf
    hints: Hints
    end: tuple[Rule, ...]
    between: tuple[Rule, ...]
    above: tuple[Rule, ...]
    letterheads: tuple[Pattern, ...]
    hours: frozenset[str]
    doubtful: frozenset[str]

    @classmethod
    def of(cls, codebook: Codebook, patterns: Mapping[str, Expression], shapes: Mapping[str, Shape]) -> "Furniture":
        """The codebook's block patterns, in the order of its files; their expressions and shapes are by their ids."""
        places: dict[str, list[Rule]] = {place: [] for place in _PLACES}
        for pattern in codebook.patterns_of(*BLOCKS):
            kind, regex = cast("BlockKind", pattern.kind), patterns[pattern.id]
            places[pattern.place].append(Rule(pattern.id, kind, regex, *shapes[pattern.id]))
        letterheads = codebook.patterns_of("letterhead")
        names = [rule.id for rule in places["head"] if rule.kind == "byline"]
        emphasised = [rule.id for rule in places["line"] if rule.kind == "headline"]
        shelves = (
            places["head"],
            places["line"],
            [rule for rule in places["tail"] if claims(rule)],
            [rule for rule in places["tail"] if not claims(rule)],
            places["any"],
        )
        every = tuple(chain.from_iterable(shelves))
        numbers = iter(range(len(every)))
        head, line, ends, tail, inside = (Shelf(frozenset(islice(numbers, len(rules))), every) for rules in shelves)
        return cls(
            head=head,
            line=line,
            claims=ends,
            tail=tail,
            inside=inside,
            hints=Hints.of_letters(rule.needed for rule in every),
            end=tuple(places["end"]),
            between=tuple(places["between"]),
            above=tuple(places["above"]),
            letterheads=letterheads,
            hours=frozenset(rule.id for rules in places.values() for rule in rules if "clock" in rule.groups),
            doubtful=frozenset((*names, *emphasised, *(pattern.id for pattern in letterheads))),
        )

    def seen(self, line: str) -> set[int]:
        """The numbers of the rules that may fit a line or a part of it."""
        return self.hints.found_in(line)

    def behind_story(self, line: str) -> Rule | None:
        """The first rule that tells a line as a whole, given that no paragraph of the story follows."""
        inner = bare(line)
        return next((rule for rule in self.end if rule.regex.match(line) or rule.regex.match(inner)), None)

    def between_paragraphs(self, line: str) -> Rule | None:
        """The first rule that tells a line as a whole, given that paragraphs of the story stand before it."""
        return _first(line, self.between)

    def above_story(self, line: str) -> bool:
        """Whether a sentence, given that the story follows, stands above it."""
        return _first(line, self.above) is not None


def claims(rule: Rule) -> bool:
    """Whether a rule for the end of a line says what the whole line is."""
    return "whole" in rule.groups


def told_whole(line: str, rules: Sequence[Rule]) -> Rule | None:
    """The first rule that tells a line as a whole; an emphasised line is a headline if nothing else."""
    told = _first(line, rules)
    if line[0] not in EMPHASIS or (told and told.kind != "headline"):
        return told
    inner = _first(bare(line), rules)
    return inner if inner and (told is None or inner.kind != "related") else told


def _first(line: str, rules: Iterable[Rule]) -> Rule | None:
    """The first of the rules that fits a line."""
    return next((rule for rule in rules if rule.match(line)), None)


def bare(line: str) -> str:
    """A line without the marks of emphasis and of lists around it.

    >>> bare("_**Book a ferry!**_")
    'Book a ferry!'
    """
    return line.strip(EMPHASIS + " ")
