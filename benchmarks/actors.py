"""Who is named, on the table of own sentences: `python benchmarks/actors.py [--json]`.

Each expectation of `tests/cases/actors.toml` gives words of a sentence and what is to be known of their actor. It is
right if the mention that covers the head of these words has exactly one actor and this actor has every field that is
given; where `several` are expected, the mention's actors, or those of the mentions that make up a list, are just these.
A name counts in any spelling that the table of holders knows. Words that are no actor must not be read as one, and
`never` names states (or codes) that nothing read there may have.

Prints the share right by topic and every failure of the open part. Of the part that is held back
(`actors-held.toml`) it prints the figure alone, so that no rule is written for it.
"""

import argparse
import json
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

from readout.codebook import Compiled, compile_codebook, load
from readout.extract.actors import Knowledge, mentions
from readout.records import Actor, Block, Document, Mention, Span, content_id
from readout.structure.calendar import stretch

TABLES = Path(__file__).resolve().parents[1] / "tests" / "cases"
OPEN, HELD = TABLES / "actors.toml", TABLES / "actors-held.toml"
TRAP = "trap"


@dataclass(frozen=True, slots=True)
class Expected:
    """What is to be known of one actor; a field that is None is not judged."""

    name: str | None = None
    state: str | None = None
    office: str | None = None
    sector: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """Words of a sentence, and the actors that they mean: one, several or none."""

    words: str
    actors: tuple[Expected, ...]
    at: int = 1
    never: frozenset[str] = frozenset()

    def place(self, text: str) -> Span:
        """Where the words stand."""
        found = list(re.finditer(rf"(?<!\w){re.escape(self.words)}(?!\w)", text))[self.at - 1]
        return Span(found.start(), found.end())

    def head(self, text: str) -> int:
        """Where the word begins that the others belong to: the last one before "of", "for", "to" or "in"."""
        before = re.split(r",? (?:of|for|to|in) ", self.words, maxsplit=1)[0]
        return self.place(text).start + before.rfind(" ") + 1


@dataclass(frozen=True, slots=True)
class Case:
    """A report of one to three sentences, its day, dateline and outlet, and whom its words mean."""

    topic: str
    date: date
    text: str
    expect: tuple[Expectation, ...]
    dateline: str | None = None
    outlet: str | None = None

    @property
    def document(self) -> Document:
        """The report as the stage before would hand it on."""
        opening = f"{self.dateline} -- " if self.dateline else ""
        text = opening + self.text
        blocks = [Block("dateline", 0, len(opening) - 1, "table")] if opening else []
        blocks.append(Block("paragraph", len(opening), len(text), "table"))
        day = stretch(self.date, "day", "metadata")
        return Document(content_id("case", text), text, tuple(blocks), day, outlet=self.outlet)


@dataclass(frozen=True, slots=True)
class Names:
    """Which spellings mean the same person, and how an office may be called."""

    persons: Mapping[str, frozenset[str]]
    offices: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, rules: Compiled) -> "Names":
        """From the tables of holders and offices."""
        persons: dict[str, set[str]] = {}
        for holder in rules.codebook.holders:
            for name in (holder.name, *holder.names):
                persons.setdefault(folded(name), set()).add(folded(holder.name))
        offices = {
            entry.id: frozenset(folded(title) for title in (entry.name, *entry.titles))
            for entry in rules.codebook.offices
        }
        return cls({name: frozenset(whole) for name, whole in persons.items()}, offices)

    def same(self, one: str, other: str) -> bool:
        """Whether two spellings name one person, body or state."""
        first, second = folded(one), folded(other)
        known = self.persons.get(first, frozenset()) & self.persons.get(second, frozenset())
        return first == second or bool(known)

    def fits(self, actor: Actor, expected: Expected) -> bool:
        """Whether an actor has every field that is given."""
        sector = actor.code.rsplit(":", 1)[-1] if actor.code else None
        return (
            (expected.name is None or (actor.name is not None and self.same(actor.name, expected.name)))
            and expected.state in {None, actor.state}
            and (expected.office is None or folded(actor.office or "") in self.offices[expected.office])
            and expected.sector in {None, sector}
            and expected.kind in {None, actor.kind}
        )

    def all_fit(self, actors: tuple[Actor, ...], expected: tuple[Expected, ...]) -> bool:
        """Whether actors and expectations pair off, in whatever order."""
        return len(actors) == len(expected) and any(
            all(map(self.fits, actors, order)) for order in permutations(expected)
        )


def folded(name: str) -> str:
    """A name without accents, hyphens and case: "Kim Jong-un" and "Kim Jong Un" are one."""
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[-‐‑.]", " ", letters).casefold().split())


def cases(table: Path) -> tuple[Case, ...]:
    """The rows of a table."""
    rows = tomllib.loads(table.read_text(encoding="utf-8"))["cases"]
    return tuple(Case(**{**row, "expect": tuple(_expectation(**entry) for entry in row["expect"])}) for row in rows)


def _expectation(words: str, **fields: Any) -> Expectation:  # noqa: ANN401 - as the table has them
    at, never = fields.pop("at", 1), frozenset(fields.pop("never", ()))
    none = fields.pop("none", False)
    rows = fields.pop("several", [fields] if fields else [])
    if none == bool(rows or never):
        msg = f"{words!r}: either an actor or none"
        raise ValueError(msg)
    return Expectation(words, tuple(Expected(**row) for row in rows), at, never)


def right(document: Document, found: tuple[Mention, ...], expectation: Expectation, names: Names) -> bool:
    """Whether the mentions of a document are as this expectation has them."""
    span = expectation.place(document.text)
    over = [item for item in found if item.start < span.end and span.start < item.end]
    if not expectation.actors and not expectation.never:
        return not any(item.actors for item in over if span.start <= item.start and item.end <= span.end)
    if any({actor.state, actor.code} & expectation.never for item in over for actor in item.actors):
        return False
    return not expectation.actors or any(
        names.all_fit(actors, expectation.actors) for actors in _meant(document.text, over, expectation)
    )


def _meant(text: str, over: list[Mention], expectation: Expectation) -> Iterator[tuple[Actor, ...]]:
    """The actors of the mention with the head of the words; for several, also those of a list of one kind."""
    head = expectation.head(text)
    at_head = [item for item in over if item.start <= head < item.end]
    yield from (item.actors for item in at_head)
    together = tuple(actor for item in over for actor in item.actors)
    if at_head and len(expectation.actors) > 1 and len({actor.kind for actor in together}) == 1:
        yield together


@dataclass(frozen=True, slots=True)
class Judged:
    """One expectation, judged."""

    case: Case
    expectation: Expectation
    right: bool
    found: tuple[Mention, ...]

    def __str__(self) -> str:
        """What was expected, and what was read instead, with its reason."""
        wanted = " + ".join(_short(expected) for expected in self.expectation.actors) or "no actor"
        never = f", never {'/'.join(sorted(self.expectation.never))}" if self.expectation.never else ""
        span = self.expectation.place(self.case.document.text)
        read = [
            f"    {' + '.join(map(_short, item.actors)) or 'nobody'} ({item.reason})"
            for item in self.found
            if item.start < span.end and span.start < item.end
        ]
        head = f"[{self.case.topic}] {self.case.date} {self.case.document.text}"
        return "\n".join((head, f"  {self.expectation.words!r}: {wanted}{never}", *(read or ["    not found"])))


def _short(actor: Actor | Expected) -> str:
    sector = actor.sector if isinstance(actor, Expected) else actor.code
    return "/".join(part for part in (actor.kind, actor.name, actor.state, actor.office, sector) if part)


def judge(table: Path, rules: Compiled) -> tuple[Judged, ...]:
    """Every expectation of a table, judged."""
    names, knowledge = Names.of(rules), Knowledge.of(rules)
    judged: list[Judged] = []
    for case in cases(table):
        document = case.document
        found = mentions(document, knowledge)
        judged.extend(
            Judged(case, expectation, right(document, found, expectation, names), found) for expectation in case.expect
        )
    return tuple(judged)


def share(judged: Iterable[Judged]) -> float:
    """The share right, to three places."""
    verdicts = [item.right for item in judged]
    return round(sum(verdicts) / len(verdicts), 3)


def figures(opened: tuple[Judged, ...], held: tuple[Judged, ...]) -> dict[str, float]:
    """The figures that have floors."""
    return {
        "open": share(opened),
        "open traps": share(item for item in opened if item.case.topic.startswith(TRAP)),
        "held": share(held),
        "held traps": share(item for item in held if item.case.topic.startswith(TRAP)),
    }


def main() -> None:
    """Judge both parts and print what may be printed of each."""
    parser = argparse.ArgumentParser(description="Who is named, on the table of own sentences.")
    parser.add_argument("--json", action="store_true", help="the figures alone")
    rules = compile_codebook(load())
    plainly = parser.parse_args().json
    opened, held = judge(OPEN, rules), judge(HELD, rules)
    told = figures(opened, held)
    if plainly:
        print(json.dumps(told, indent=2))
        return
    total = Counter(item.case.topic for item in opened)
    good = Counter(item.case.topic for item in opened if item.right)
    for topic, number in total.items():
        print(f"{topic:<44}{good[topic]:>4} of {number:>3}{good[topic] / number:>8.3f}")
    print()
    for item in opened:
        if not item.right:
            print(item)
    print()
    for name, value in told.items():
        print(f"{name:<44}{value:>19.3f}")


if __name__ == "__main__":
    main()
