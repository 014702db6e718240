"""What stands beside the words of a statement: to whom it is said, in what tone it speaks of a contact, how surely.

"Lind told reporters", "urged Nigeria to": the addressee; "candid talks", "the call was warm": the tone; "reportedly
said": the reporter's own reserve. Each is given by its place in the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from readout.codebook.expressions import Expression
from readout.codebook.hints import Hints
from readout.extract.statements.sentence import Frame, Sentence
from readout.records import Mention, Span

_PEOPLE = re.compile(
    r"\s+(?:to\s+)?(?P<who>(?:(?:a|an|the|his|her|its|their|state|local|visiting)\s+)?(?:[\w'-]+\s+){0,2}?"
    r"(?:reporters|journalists|lawmakers|legislators|supporters|delegates|audience|crowd|parliament|council|committee|"
    r"newspaper|broadcaster|agency|daily|media|press|him|her|them|us|me))(?=[\s,.:;\"]|$)"
)
_TO = re.compile(r"\s+(?:to\s+)?(?:the\s+|his\s+|her\s+|its\s+|their\s+)?$")
_ASKED = re.compile(r"(?:\s+(?:not\s+)?to\b|\s+(?:for|of|against|that|about|on)\b)")
_OPENING = re.compile(r"(?:the\s+|all\s+|both\s+)*$", re.IGNORECASE)
_ADDRESSING = frozenset("urge ask warn accuse thank praise call criticize inform assure invite threaten demand".split())
_RESERVES = frozenset("reportedly allegedly apparently seemingly purportedly supposedly".split())
# One of these must be there for a word of tone to be one: a cheap look before the expression.
_TALK = ("talk", "conversation", "dialog", "discuss", "consult", "exchange", "atmosphere", "tone", "meeting", "call",
         "manner", "negotiation", "spoke")  # fmt: skip
_TALKS = (
    r"(?:talks?|conversations?|dialogue|discussions?|consultations?|exchanges?|atmosphere|tone|meetings?|calls?|manner|"
    r"negotiations?)"
)


def addressees(sentence: Sentence, frame: Frame, mentions: Sequence[Mention]) -> tuple[Span, ...]:
    """To whom the words are said: named right after the cue, or as the first words of what is asked of somebody."""
    cue, content = frame.hit, frame.content
    if not frame.tail and cue.cue.act in _ADDRESSING:
        asked = _asked(sentence.flat, content, mentions)
        if asked:
            return (asked,)
    end = sentence.unit.end if frame.tail else content.start
    if frame.subject and frame.subject.span.start >= cue.span.end:
        return ()
    named = [m for m in mentions if cue.span.end <= m.start and m.end <= end]
    direct = "person" in cue.cue.takes
    for mention in named[:1]:
        gap = sentence.flat[cue.span.end : mention.start]
        if _TO.match(gap) and (direct or " to " in gap):
            return (Span(mention.start, mention.end),)
    match = _PEOPLE.match(sentence.flat, cue.span.end, end)
    told = match and (direct or " to " in sentence.flat[cue.span.end : match.start("who")])
    return (Span(*match.span("who")),) if match and told else ()


def _asked(flat: str, content: Span, mentions: Iterable[Mention]) -> Span | None:
    """Who is asked: "Nigeria to open the port", "Okoro for his help"."""
    first = next((m for m in mentions if content.start <= m.start < content.end), None)
    if first is None or not _OPENING.fullmatch(flat[content.start : first.start]):
        return None
    return Span(first.start, first.end) if _ASKED.match(flat, first.end, content.end) else None


def reserve(sentence: Sentence, frame: Frame) -> Span | None:
    """The word by which the reporter does not vouch that it was said: "reportedly"."""
    tokens = sentence.line.tokens[max(0, frame.hit.left) : frame.hit.at]
    return next((Span(token.start, token.end) for token in tokens if token.low in _RESERVES), None)


def tone_pattern(words: Iterable[str], *also: str) -> Expression | None:
    """The expression for words of tone beside a word for the contact, or beside one of the nouns given `also`.

    >>> text = "They spoke warmly; the call was warm, after candid and long talks in a warm room."
    >>> [span.of(text) for span in tones(text, Span(0, len(text)), tone_pattern(["candid", "long", "warm"]))]
    ['warmly', 'warm', 'candid', 'long']
    """
    tone = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    if not tone:
        return None
    talks = rf"(?:{'|'.join((_TALKS, *also))})"
    before = rf"(?P<before>{tone})\b(?=['\"]?(?:\W+\w+){{0,3}}?\W+{talks}\b)"
    after = rf"{_TALKS}\s+(?:was|were|is|are|had been|has been)\s+(?:\w+\s+){{0,2}}?(?P<after>{tone})"
    how = rf"(?:spoke|talked|discussed|exchanged|met)\s+(?:\w+\s+){{0,2}}?(?P<how>(?:{tone})ly)"
    return Expression(rf"\b(?:{before}|{after}\b|{how}\b)", re.IGNORECASE)


def tones(flat: str, stretch: Span, pattern: Expression | None, hints: Hints | None = None) -> tuple[Span, ...]:
    """The words of tone in a stretch of the text; `hints` are those of the words alone."""
    low = stretch.of(flat).lower()
    if pattern is None or not any(map(low.__contains__, _TALK)) or (hints and not hints.found_in(low)):
        return ()
    return tuple(toned(flat, stretch, pattern))


def toned(flat: str, stretch: Span, pattern: Expression) -> Iterator[Span]:
    """The same, also where no word for a talk stands."""
    for found in pattern.finditer(flat, stretch.start, stretch.end):
        yield Span(*found.span(found.lastgroup or 0))
