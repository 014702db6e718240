"""Channels: through what something was said, told by the words around it, by the speaker, or by what went before.

In order: the frame sentence's own words ("In a tweet, ..."), the words for the speaker ("a spokeswoman"), then the
channel in which the same speaker spoke just before.
"""

from dataclasses import dataclass

from readout.codebook.compiled import Compiled
from readout.codebook.expressions import Expression
from readout.codebook.hints import Hints
from readout.records import Span

UNSPECIFIED = "unspecified"
ANONYMOUS = "anonymous"
SHORTEST = 9  # characters that a phrase for a channel has at least


@dataclass(frozen=True, slots=True)
class Found:
    """A channel, the words that name it (none where it is carried over) and the pattern that read them."""

    channel: str
    span: Span | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ChannelRules:
    """The channel patterns of a codebook by the place in which they are looked for.

    `frame_hints` tells which of the `frame` are worth a try, `speaker_hints` which of the `speaker`.
    """

    frame: tuple[tuple[str, str, Expression], ...]
    frame_hints: Hints
    speaker: tuple[tuple[str, str, Expression], ...]
    speaker_hints: Hints
    title: tuple[tuple[str, str, Expression], ...]

    @classmethod
    def of(cls, rules: Compiled) -> "ChannelRules":
        """The patterns whose ids begin with "channel-", "speaker-" and "title-", in the order of the file."""

        def named(prefix: str) -> tuple[tuple[str, str, Expression], ...]:
            listed = (entry for entry in rules.codebook.patterns if entry.id.startswith(prefix))
            return tuple((entry.kind, entry.id, rules.patterns[entry.id]) for entry in listed)

        def hints(patterns: tuple[tuple[str, str, Expression], ...]) -> Hints:
            return Hints.of_expressions(pattern for _, _, pattern in patterns)

        frame, speaker = named("channel-"), named("speaker-")
        return cls(frame, hints(frame), speaker, hints(speaker), named("title-"))

    def in_frame(self, flat: str, stretches: tuple[Span, ...]) -> Found | None:
        """The channel that these stretches of text name."""
        for stretch in stretches:
            if stretch.end - stretch.start < SHORTEST:
                continue
            likely = self.frame_hints.found_in(stretch.of(flat))
            for kind, rule, pattern in map(self.frame.__getitem__, sorted(likely)):
                match = pattern.search(flat, stretch.start, stretch.end)
                if match:
                    return Found(kind, Span(*match.span()), rule)
        return None

    def of_speaker(self, flat: str, mention: Span | None, names: tuple[str, ...], *, known: bool) -> Found | None:
        """The channel that the words for the speaker, or the speaker's own name and office, imply.

        Who is `known` by name is not anonymous, even where the words are "an official".
        """
        words = mention.of(flat) if mention else ""
        likely = [self.speaker[number] for number in sorted(self.speaker_hints.found_in("\n".join((words, *names))))]
        if mention is not None:
            for kind, rule, pattern in likely:
                match = None if known and kind == ANONYMOUS else pattern.search(words)
                if match:
                    return Found(kind, Span(mention.start + match.start(), mention.start + match.end()), rule)
        for kind, rule, pattern in likely:
            if any(pattern.search(name) for name in names):
                return Found(kind, None, rule)
        return None

    def of_title(self, title: str | None) -> Found | None:
        """The channel that an official release names in its own title."""
        for kind, rule, pattern in self.title:
            if title and pattern.search(title):
                return Found(kind, None, rule)
        return None
