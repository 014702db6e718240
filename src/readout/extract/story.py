"""One document as the last steps of extraction see it: its sentences with mentions and clauses, statements, days."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from readout.extract.dates import Dated
from readout.language import Clause, Language
from readout.records import BlockKind, Document, Mention, Span, Statement
from readout.text import sentences

_WORD = re.compile(r"[a-z]+")
_BLOCKS: tuple[BlockKind, ...] = ("headline", "paragraph", "caption")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, the kind of its block, and its clauses: verbal ones first, then noun phrases."""

    span: Span
    kind: BlockKind
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What the earlier steps found in one document. Only sentences that name somebody and may tell an act are lines."""

    document: Document
    mentions: tuple[Mention, ...]
    lines: tuple[Line, ...]
    statements: tuple[Statement, ...]
    dated: tuple[Dated, ...]


def lines(
    document: Document,
    mentions: tuple[Mention, ...],
    language: Language,
    triggers: frozenset[str],
    nouns: frozenset[str],
) -> Iterator[Line]:
    """The sentences that name a known party and hold a trigger word, parsed; the others tell no act of a party."""
    at = 0
    for block in document.blocks:
        if block.kind not in _BLOCKS:
            continue
        for sentence in sentences(document.text, block.start, block.end):
            while at < len(mentions) and mentions[at].end <= sentence.start:
                at += 1
            last = at
            while last < len(mentions) and mentions[last].start < sentence.end:
                last += 1
            known = any(actor.code for mention in mentions[at:last] for actor in mention.actors)
            if known and not triggers.isdisjoint(_WORD.findall(sentence.of(document.text).lower())):
                clauses = language.clauses(document.text, sentence, mentions[at:last], nouns)
                yield Line(sentence, block.kind, clauses)
