"""What a sentence is about, in the terms of PLOVER: military, health, legal ... whatever the type of its event."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from readout.codebook.compiled import Compiled
from readout.extract.claims import word_pattern
from readout.extract.story import Story
from readout.records import Event
from readout.text import plain


@dataclass(frozen=True, slots=True)
class ContextRules:
    """The contexts of the codebook as expressions: the phrases that speak of each, and those that only seem to."""

    entries: tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]

    @classmethod
    def of(cls, rules: Compiled) -> "ContextRules":
        """The expressions of all contexts, in the order of the file."""
        return cls(
            tuple(
                (context.id, word_pattern(context.phrases), word_pattern(context.bars) if context.bars else None)
                for context in rules.codebook.contexts
            )
        )


def in_context(done: Iterable[Event], story: Story, rules: ContextRules) -> tuple[Event, ...]:
    """Events with the contexts of their sentences."""
    return tuple(replace(event, contexts=contexts(_sentence(event, story), rules)) for event in done)


def _sentence(event: Event, story: Story) -> str:
    """The words of the sentence that an event stands in; its evidence where that is no sentence of the story."""
    spans = (line.span for line in story.lines if line.span.start <= event.evidence.start < line.span.end)
    span = next(spans, event.evidence.span)
    return story.document.text[span.start : max(span.end, event.evidence.end)]


def contexts(words: str, rules: ContextRules) -> tuple[str, ...]:
    """The contexts of some words, in the order of the codebook.

    A phrase that stands inside one of the bars does not count: "tear gas" is no natural resource.
    """
    flat = plain(words)
    return tuple(name for name, phrases, bars in rules.entries if _speaks(flat, phrases, bars))


def _speaks(words: str, phrases: re.Pattern[str], bars: re.Pattern[str] | None) -> bool:
    barred = [match.span() for match in bars.finditer(words)] if bars else []
    return any(
        not any(start <= match.start() and match.end() <= end for start, end in barred)
        for match in phrases.finditer(words)
    )
