"""What a sentence is about, in the terms of PLOVER: military, health, legal ... whatever the type of its event."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from readout.codebook.compiled import Compiled
from readout.codebook.expressions import Expression
from readout.codebook.hints import Hints
from readout.extract.claims import word_pattern
from readout.extract.story import Story
from readout.records import Event, Span
from readout.text import plain


@dataclass(frozen=True, slots=True)
class ContextRules:
    """The contexts of the codebook as expressions: the phrases that speak of each, and those that only seem to.

    `hints` tells which of the entries are worth a look.
    """

    entries: tuple[tuple[str, Expression, Expression | None], ...]
    hints: Hints

    @classmethod
    def of(cls, rules: Compiled) -> "ContextRules":
        """The expressions of all contexts, in the order of the file."""
        return cls(
            tuple(
                (context.id, word_pattern(context.phrases), word_pattern(context.bars) if context.bars else None)
                for context in rules.codebook.contexts
            ),
            Hints.of_words(context.phrases for context in rules.codebook.contexts),
        )


def in_context(done: Iterable[Event], story: Story, rules: ContextRules) -> tuple[Event, ...]:
    """Events with the contexts of their sentences."""
    told = [(event, _sentence(event, story)) for event in done]
    known = {words: contexts(words, rules) for words in dict.fromkeys(words for _, words in told)}
    return tuple(replace(event, contexts=known[words]) for event, words in told)


def _sentence(event: Event, story: Story) -> str:
    """The words of the sentence that an event stands in; its evidence where that is no sentence of the story."""
    start = event.evidence.start
    line = story.line_at(Span(start, start + 1))
    span = line.span if line else event.evidence.span
    return story.document.text[span.start : max(span.end, event.evidence.end)]


def contexts(words: str, rules: ContextRules) -> tuple[str, ...]:
    """The contexts of some words, in the order of the codebook.

    A phrase that stands inside one of the bars does not count: "tear gas" is no natural resource.
    """
    flat = plain(words)
    likely = (rules.entries[number] for number in sorted(rules.hints.found_in(flat)))
    return tuple(name for name, phrases, bars in likely if _speaks(flat, phrases, bars))


def _speaks(words: str, phrases: Expression, bars: Expression | None) -> bool:
    found = [match.span() for match in phrases.finditer(words)]
    barred = [match.span() for match in bars.finditer(words)] if bars and found else []
    return any(not any(left <= start and end <= right for left, right in barred) for start, end in found)
