"""Text and blocks -> turns: who has the word, by the shape and the rhythm of the lines that open each turn.

1. Heads: the codebook's patterns find whatever could open a turn ("QUESTION:", "Q", "MR. LIND:", "Mara Lind:", a name
   on a line of its own) in the story's lines.
2. Choice: heads of officials and askers are sure. Others must talk with each other: several voices, one that returns,
   one that asks. Lists with labels and prose with a colon do not. A text that only quotes an exchange is none.
3. Turns: each runs to the next head, over all paragraphs between; who asks and who only leads is told by words or by
   what the voice does.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, get_args

from readout.codebook import Compiled
from readout.codebook.expressions import Expression
from readout.records import Block, Span, Turn, TurnKind
from readout.text import trimmed

_Form = Literal["letter", "asker", "capitals", "name", "alone"]
_FORMS: tuple[_Form, ...] = get_args(_Form)
# The forms whose patterns end with a colon, in the line in which they begin.
_WITH_COLON: frozenset[_Form] = frozenset(("asker", "capitals", "name"))
_WRITTEN = re.compile(r"\S")
# Within a line a head stands behind the end of a sentence.
_BEHIND_STOP = re.compile(r"[.?!)\"] ")
# Few heads make a transcript only where they open the story; many may stand behind an introduction.
_MANY = 6
_INTRODUCTION = 0.25
_LONG_INTRODUCTION = 0.5
# Fewer heads than this are no conversation of people whom nothing shows to be officials.
_TALK = 4
# So many of the turns are of voices that have the word again; those who only ask may have it once.
_RETURNING = 0.4
# A speech of one official is so many paragraphs long at least; above it stand no more than place, hour and title.
_SPEECH = 3
_PLACE = 200
# Where so much of a text stands behind the last of few heads, it is the story and not the turn.
_TAIL = 0.6
# Words that end a turn as prose does.
_STOPS = ".?!…:-–—"
_CLOSERS = "\"')]*_ "
_SHORT_LINE = 60
_LABELLED = re.compile(r"[^\W\d_a-z](?:[^\W\d_a-z]|[.' \-]){1,40}:|(?:[^\W\d_a-z][\w.'\-]+ ){1,3}[^\W\d_a-z][\w.'\-]+:")


@dataclass(frozen=True, slots=True)
class _Head:
    """What may open a turn: the words for the speaker, where the turn's own words begin, and what its words say."""

    form: _Form
    span: Span
    begin: int
    words: int
    voice: str
    asks: bool
    titled: bool
    label: bool


def turns(flat: str, blocks: Sequence[Block], rules: Compiled) -> tuple[Turn, ...]:
    """The turns of a transcript in order; none where the text is no transcript.

    `flat` is the plain text (`text.plain`) that the blocks are of.
    """
    story = _Story.of(flat, blocks)
    if not story.starts:
        return ()
    found = _heads(flat, story, rules)
    labels = sum(head.label for head in found)
    heads = [head for head in found if not head.label]
    if not heads or 3 * labels > len(heads):
        return ()
    for chosen in _choices(flat, heads, rules):
        if chosen and _carries(story, chosen):
            return _turned(flat, story, chosen, rules)
    return ()


def with_turns(flat: str, blocks: Sequence[Block], found: Sequence[Turn]) -> tuple[Block, ...]:
    """The blocks of a transcript: what opens a turn or is all of it is the story's, though it looks like a headline."""
    if not found:
        return tuple(blocks)
    heads = [turn.head.start for turn in found]
    begins = {turn.words.start for turn in found}
    return tuple(
        replace(block, kind="paragraph", rule="order:turn")
        if _is_unsure(flat, block) and (_opens(block, heads) or (block.start < heads[-1] and block.start in begins))
        else block
        for block in blocks
    )


def _opens(block: Block, heads: Sequence[int]) -> bool:
    """Whether a head stands in the block."""
    at = bisect_left(heads, block.start)
    return at < len(heads) and heads[at] < block.end


# ---- the story's lines -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Story:
    """The blocks in which turns may stand: paragraphs, and lines that only their order made something else."""

    flat: str
    blocks: tuple[Block, ...]
    starts: tuple[int, ...]
    length: int
    last: int

    @classmethod
    def of(cls, flat: str, blocks: Sequence[Block]) -> "_Story":
        mine = tuple(block for block in blocks if block.kind == "paragraph" or _is_unsure(flat, block))
        last = max((block.end for block in mine if block.kind == "paragraph"), default=0)
        length = sum(block.end - block.start for block in mine)
        return cls(flat, mine, tuple(block.start for block in mine), length, last)

    def holds(self, at: int) -> bool:
        """Whether a place lies in one of the blocks."""
        number = bisect_left(self.starts, at + 1) - 1
        return number >= 0 and at < self.blocks[number].end

    def end_before(self, limit: int) -> int:
        """The last end of a block's words before a place."""
        number = bisect_left(self.starts, limit) - 1
        return min(self.blocks[number].end, limit) if number >= 0 else 0

    def length_before(self, limit: int) -> int:
        """How many characters of the blocks stand before a place."""
        return sum(min(block.end, limit) - block.start for block in self.blocks if block.start < limit)

    def length_of_blocks_with(self, heads: "Sequence[_Head]") -> int:
        """How many characters the blocks have in which a head stands."""
        numbers = {bisect_left(self.starts, head.span.start + 1) - 1 for head in heads}
        return sum(len(self.blocks[number].span) for number in numbers)


def _is_unsure(flat: str, block: Block) -> bool:
    """Whether the shape or order of lines made a block what it is, not its words; "MR. LIND: So" is no link."""
    shaped = block.rule.startswith(("order:", "headline-emphasis", "byline-names"))
    return shaped or (block.kind == "related" and _LABELLED.match(flat, block.start) is not None)


# ---- 1. heads --------------------------------------------------------------------------------------------------------
def _heads(flat: str, story: _Story, rules: Compiled) -> list[_Head]:
    """Everything in the story that could open a turn, in order; where two patterns meet, the surer form."""
    found: dict[int, _Head] = {}
    forms = [form for form in _FORMS if form != "alone" or _lines_return(flat)]
    begins, with_colon = list(_begins(flat)), list(_with_colon(flat))
    matches = (
        (form, match)
        for form in forms
        for pattern in rules.of_kind.get(f"turn-{form}", ())
        for match in _found(rules.patterns[pattern.id], flat, with_colon if form in _WITH_COLON else begins)
    )
    for form, match in matches:
        head = _head(match, form, rules)
        if story.holds(head.span.start):
            found.setdefault(head.span.start, head)
    return [found[at] for at in sorted(found)]


def _begins(flat: str) -> Iterator[tuple[int, int]]:
    """Where lines begin, with the end of the text."""
    start = 0
    while start < len(flat):
        yield start, len(flat)
        start = flat.find("\n", start) + 1 or len(flat)


def _with_colon(flat: str) -> Iterator[tuple[int, int]]:
    """Where a head may stand in lines that have a colon, with the first of the words that it must be read up to."""
    colon = flat.find(":")
    while colon >= 0:
        start, end = flat.rfind("\n", 0, colon) + 1, flat.find("\n", colon)
        # Behind a head there must be words, which may begin lines further down.
        words = _WRITTEN.search(flat, end) if end >= 0 else None
        stop, last = words.end() if words else len(flat), flat.rfind(":", colon, end if end >= 0 else len(flat))
        yield start, stop
        for behind in _BEHIND_STOP.finditer(flat, start, last):
            yield behind.end(), stop
        colon = flat.find(":", end) if end >= 0 else -1


def _found(pattern: Expression, flat: str, places: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """The matches of a pattern for heads that begin at one of the places, none within another."""
    free = 0
    for place, stop in places:
        match = pattern.match(flat, place, stop) if place >= free else None
        if match:
            yield match
            free = match.end()


def _lines_return(flat: str) -> bool:
    """Whether two short lines stand in the text more than once, as the names of two who talk would."""
    lines = Counter(line.strip() for line in flat.split("\n") if 0 < len(line) <= _SHORT_LINE)
    return sum(count > 1 for line, count in lines.items() if line) > 1


def _head(match: re.Match[str], form: _Form, rules: Compiled) -> _Head:
    groups = match.re.groupindex
    group = next((name for name in ("question", "answer") if name in groups and match[name]), "speaker")
    place = Span(*match.span(group if group in groups else 0))
    words = match.string[place.start : place.end]
    voice = words.partition(",")[0].split()[-1].strip("*_.").upper() if group == "speaker" else group
    return _Head(
        form=form,
        span=place,
        begin=match.start(),
        words=match.end(),
        voice=voice,
        asks=group == "question",
        titled=group == "speaker" and (_says(words, "turn-title", rules) or _says(words, "turn-moderator", rules)),
        label=group == "speaker" and _says(words, "turn-label", rules),
    )


def _says(words: str, kind: str, rules: Compiled) -> bool:
    return any(rules.patterns[pattern.id].search(words) for pattern in rules.of_kind.get(kind, ()))


# ---- 2. choice -------------------------------------------------------------------------------------------------------
def _choices(flat: str, heads: list[_Head], rules: Compiled) -> Sequence[list[_Head]]:
    """The sets of heads that may be a transcript's, the surest first."""
    marked = [head for head in heads if head.form != "alone"]
    capitals = [head for head in marked if head.form != "name"]
    return (
        _sure(marked),
        _talking(flat, capitals),
        _talking(flat, _named(flat, marked, rules)),
        _talking(flat, [head for head in heads if head.form == "letter"]),
        _talking(flat, [head for head in heads if head.form == "alone"], strict=True),
        _speech(heads),
    )


def _sure(heads: list[_Head]) -> list[_Head]:
    """Officials in capitals and askers, at least two, with everybody who speaks again or has an office."""
    sure = [head for head in heads if head.form == "asker" or (head.form == "capitals" and head.titled)]
    letters = [head for head in heads if head.form == "letter" and head.asks]
    named = [head for head in sure if not head.asks] or [head for head in heads if head.form == "name"]
    if not named or len(sure) + len(letters) < 2:
        return []
    voices = Counter(head.voice for head in heads)
    known = {head.voice for head in sure}
    return [
        head
        for head in heads
        if head.form in {"letter", "asker", "capitals"} or head.voice in known or head.titled or voices[head.voice] > 1
    ]


def _named(flat: str, heads: list[_Head], rules: Compiled) -> list[_Head]:
    """Names that return, that are an outlet's, or that ask: one who has the word once must ask."""
    voices = Counter(head.voice for head in heads)
    return [
        head
        for head, end in _until_next(flat, heads)
        if voices[head.voice] > 1
        or head.form != "name"
        or head.titled
        or rules.outlets.named(head.span.of(flat))
        or _asks(flat, head.words, end)
    ]


def _until_next(flat: str, heads: list[_Head]) -> Iterator[tuple[_Head, int]]:
    """Each head with the place where the next one begins, or the text's end."""
    yield from zip(heads, [*(head.begin for head in heads[1:]), len(flat)][: len(heads)], strict=True)


def _asks(flat: str, start: int, end: int) -> bool:
    """Whether words end with a question."""
    return flat[max(start, end - 300) : end].rstrip(_CLOSERS + "\n").endswith("?")


def _talking(flat: str, heads: list[_Head], *, strict: bool = False) -> list[_Head]:
    """The heads, if they are of people who talk: two voices, one of them again, questions, and sentences said.

    `strict`: no voice twice in a row, and each again, as where nothing but the rhythm shows that a line is a name.
    """
    voices = Counter(head.voice for head in heads)
    again = sum(count for count in voices.values() if count > 1)
    if len(heads) < _TALK or len(voices) < 2 or again < _RETURNING * len(heads):
        return []
    if strict and (min(voices.values()) < 2 or any(one.voice == other.voice for one, other in pairwise(heads))):
        return []
    asked = sum(_asks(flat, head.words, stop) for head, stop in _until_next(flat, heads))
    said = sum(
        flat[head.words : stop].rstrip(_CLOSERS + "\n")[-1:] in _STOPS for head, stop in _until_next(flat, heads)
    )
    return heads if 0 < asked < len(heads) and 4 * said >= 3 * len(heads) else []


def _speech(heads: list[_Head]) -> list[_Head]:
    """The one head of a speech: an official's, in capitals."""
    officials = [head for head in heads if head.form == "capitals" and head.titled]
    return officials if len(officials) == 1 else []


def _carries(story: _Story, heads: list[_Head]) -> bool:
    """Whether the turns are the text: they begin it, or are many and most of it, and no story follows a few."""
    before = story.length_before(heads[0].begin) / story.length
    if len(heads) == 1:
        return story.length_before(heads[0].begin) <= _PLACE and len(story.starts) >= _SPEECH
    inline = [head for head in heads if story.flat[head.begin - 1 : head.begin].strip("\n")]
    if 2 * len(inline) > len(heads) and 2 * story.length_of_blocks_with(heads) < story.length:
        return False
    if len(heads) >= _MANY:
        return before <= _LONG_INTRODUCTION
    if before > _INTRODUCTION:
        return False
    behind = 1 - story.length_before(heads[-1].begin) / story.length
    return before == 0 or behind <= _TAIL


# ---- 3. turns --------------------------------------------------------------------------------------------------------
def _turned(flat: str, story: _Story, heads: list[_Head], rules: Compiled) -> tuple[Turn, ...]:
    """The turns that these heads open."""
    made = [_turn(flat, story, head, stop, rules) for head, stop in _until_next(flat, heads)]
    askers = _askers(flat, heads, [turn.words for turn in made], rules)
    return tuple(
        Turn("question", turn.head, turn.words, turn.speaker, turn.asides)
        if turn.kind == "speech" and head.voice in askers
        else turn
        for head, turn in zip(heads, made, strict=True)
        if len(turn.words)
    )


def _turn(flat: str, story: _Story, head: _Head, stop: int, rules: Compiled) -> Turn:
    """One turn; its words begin behind the asides that open it, if anything else is said in it."""
    end = max(head.words, story.end_before(stop) if stop < len(flat) else story.last)
    whole = trimmed(flat, Span(head.words, end))
    asides = tuple(
        Span(*match.span())
        for pattern in rules.of_kind.get("turn-aside", ())
        for match in rules.patterns[pattern.id].finditer(flat, whole.start, whole.end)
    )
    start = whole.start
    for aside in asides:
        if flat[start : aside.start].strip(" \n*_"):
            break
        start = aside.end
    words = trimmed(flat, Span(start, whole.end))
    named = head.span.of(flat) if head.voice not in {"question", "answer"} else None
    kind: TurnKind = "question" if head.asks else "speech"
    if named and _says(named, "turn-moderator", rules):
        kind = "moderator"
    if not flat[words.start : words.end].strip(" \n*_.") and asides:
        return Turn("aside", head.span, whole, named, asides)
    return Turn(kind, head.span, words, named, asides)


def _askers(flat: str, heads: list[_Head], said: list[Span], rules: Compiled) -> frozenset[str]:
    """The named voices that ask: most of their turns end with a question while another's do not; and outlets."""
    turns_of: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    outlets: set[str] = set()
    for head, words in zip(heads, said, strict=True):
        turns_of[head.voice] += 1
        asked[head.voice] += _asks(flat, words.start, words.end)
        if rules.outlets.named(head.span.of(flat)):
            outlets.add(head.voice)
    shares = {voice: asked[voice] / count for voice, count in turns_of.items()}
    asking = {voice for voice, share in shares.items() if share > 0.5}
    return frozenset(asking | outlets) if len(asking | outlets) < len(shares) else frozenset()
