"""Text -> blocks: lines are cut into pieces by the patterns of the codebook, and their order says what the rest is.

1. Lines: one line is one paragraph; where lines are hard-wrapped, a paragraph runs to a blank or an indented line.
2. Pieces: credits are taken off the end of a line, datelines off its beginning, related links out of its middle; a
   line may be furniture as a whole. What no pattern claims has no kind yet.
3. Order: what stands before the story, between its paragraphs and behind its end gives the rest its kind.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from readout.codebook import Compiled
from readout.codebook.furniture import Furniture, Rule
from readout.records import Block, BlockKind, Declared, Span
from readout.structure.letterhead import letterhead
from readout.text import plain, trimmed

_LINE = re.compile(r"[^\n]+")
_WRAPPED_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n|[ \t]{2,}|\t)[^\n]+)*")
# How far into a text its head may reach, in lines, when a dateline or the hour of a transcript stands there.
_HEAD_LINES = 10
# A headline of another story may carry its mark: "(LEAD) ...", "(News Focus) ...".
_MARKED = re.compile(r"\([A-Z0-9][\w ]{2,24}\) \S")
# A turn of a transcript ("Q  Thank you", "MS. ROE: Well") and a numbered item of a list are no titles.
_TURN = re.compile(r"Q\b|[^\W\d_a-z](?:[^\W\d_a-z]|[.'\- ]){2,40}:")
_NUMBERED = re.compile(r"\d+[.)] ")
_INNER_STOP = re.compile(r"[^\W\d_]{3}[.!?]['\"]? [A-Z]")
# No headline is longer.
_TITLE = 300
# A line as long as this is no scrap, even in a script without spaces between its words.
_UNSPACED = 60
# No line of furniture is longer, but for a caption.
_LONG = 900
# Capitals as short as these are an abbreviation of the text, unless the table of outlets has them.
_SHORT_NAME = 5
_STOPS = ".!:;,…—–-。！？"
_CLOSERS = "\"')]*”’"


# Before the story's first words, near them, or behind.
_Place = Literal["head", "lead", "body"]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a line; `kind` is None until the order of the pieces tells it."""

    kind: BlockKind | None
    start: int
    end: int
    rule: str
    line: int

    def told(self, kind: BlockKind, rule: str) -> "_Piece":
        return _Piece(kind, self.start, self.end, rule, self.line)


def blocks(flat: str, rules: Compiled, declared: Declared) -> tuple[Block, ...]:
    """The blocks of a plain text in order; what is neither furniture nor headline is a paragraph."""
    index = rules.furniture
    pieces: list[_Piece] = []
    before_story = True
    for number, span in enumerate(_lines(flat)):
        place: _Place = "body" if number >= _HEAD_LINES else "head" if before_story else "lead"
        head = letterhead(span.of(flat), rules) if place == "head" else None
        if head:
            pieces.append(_Piece("byline", span.start, span.end, head.rule, number))
            continue
        found = list(_pieces(flat, span, index, number, place))
        pieces.extend(found)
        before_story = before_story and not any(_begins_story(flat, piece) for piece in found)
    told = _told_by_order(flat, _places_before_hour(flat, pieces, index), declared, rules)
    told = _without_closing_credit(flat, told, declared, rules)
    return tuple(Block(piece.kind or "paragraph", piece.start, piece.end, piece.rule) for piece in told)


# ---- 1. lines --------------------------------------------------------------------------------------------------------
def _lines(flat: str) -> Iterator[Span]:
    """The lines of a text, or its paragraphs where the lines are hard-wrapped; a lone dash is a list's mark only."""
    pattern = _WRAPPED_PARAGRAPH if _is_wrapped(flat) else _LINE
    for match in pattern.finditer(flat):
        span = trimmed(flat, Span(*match.span()))
        if span and span.of(flat) not in {"-", "*", "•", "–", "—"}:
            yield span


def _is_wrapped(flat: str) -> bool:
    """Whether lines end where the page ended: most of one length, few of them at the end of a sentence."""
    lengths = [(len(line), line.rstrip()[-1:]) for line in flat.split("\n") if line.strip()]
    if len(lengths) < 6:
        return False
    middling = sum(40 <= length <= 90 for length, _ in lengths)
    stopped = sum(last in ".!?\"'" for _, last in lengths)
    return middling > 0.6 * len(lengths) and stopped < 0.45 * len(lengths)


# ---- 2. pieces -------------------------------------------------------------------------------------------------------
def _pieces(flat: str, span: Span, index: Furniture, number: int, place: _Place) -> Iterator[_Piece]:
    """The pieces of one line: credits off its end, a pattern for the whole, the head's off its beginning."""
    rest, credits_, caption = _without_tail(flat, span, index.tail, number)
    line = rest.of(flat)
    whole = index.whole(line) if 0 < len(line) <= _LONG else None
    if caption and rest:
        yield _Piece("caption", rest.start, rest.end, caption.id, number)
    elif whole and rest:
        yield _Piece(whole.kind, rest.start, rest.end, whole.id, number)
    elif rest:
        if place != "body":
            rest, opening = _without_head(flat, rest, index.head, number, shared=place == "lead")
            yield from opening
        yield from _split_inside(flat, rest, index.inside, number)
    yield from credits_


def _without_tail(
    flat: str, span: Span, rules: tuple[Rule, ...], number: int
) -> tuple[Span, list[_Piece], Rule | None]:
    """The line without the credits at its end, those credits, and the rule that makes the line a caption, if any."""
    found: list[_Piece] = []
    caption: Rule | None = None
    while span:
        near = max(span.start, span.end - _LONG)
        line = flat[near : span.end]
        hit = next(((rule, match) for rule in rules if (match := rule.regex.search(line))), None)
        if hit is None:
            break
        rule, match = hit
        found.insert(0, _Piece(rule.kind, near + match.start(), span.end, rule.id, number))
        caption = rule if "photo" in rule.regex.groupindex else caption
        span = trimmed(flat, Span(span.start, near + match.start()))
    return span, found, caption


def _without_head(
    flat: str, span: Span, rules: tuple[Rule, ...], number: int, *, shared: bool
) -> tuple[Span, list[_Piece]]:
    """The line without its dateline or byline, and those. `shared`: only a dateline with prose in its own line."""
    found: list[_Piece] = []
    for rule in rules:
        match = rule.regex.match(flat[span.start : span.end])
        if not match or not match.end() or (shared and (rule.kind != "dateline" or match.end() == len(span))):
            continue
        place = trimmed(flat, Span(span.start, span.start + match.end()))
        found.append(_Piece(rule.kind, place.start, place.end, rule.id, number))
        span = trimmed(flat, Span(span.start + match.end(), span.end))
        if not span or rule.kind == "dateline":
            break
    return span, found


def _split_inside(flat: str, span: Span, rules: tuple[Rule, ...], number: int) -> Iterator[_Piece]:
    """The pieces between and around what stands inside a line."""
    line = span.of(flat)
    hits = sorted(
        (match.start(), match.end(), rule.id, rule.kind) for rule in rules for match in rule.regex.finditer(line)
    )
    at = span.start
    for start, end, rule_id, kind in hits:
        if span.start + start < at:
            continue
        before = trimmed(flat, Span(at, span.start + start))
        if before:
            yield _Piece(None, before.start, before.end, "", number)
        place = trimmed(flat, Span(span.start + start, span.start + end))
        yield _Piece(kind, place.start, place.end, rule_id, number)
        at = span.start + end
    rest = trimmed(flat, Span(at, span.end))
    if rest:
        yield _Piece(None, rest.start, rest.end, "", number)


# ---- 3. order --------------------------------------------------------------------------------------------------------
def _like_title(line: str, most: int = 16) -> bool:
    """Whether a line could be a headline: not long, no full stop, no list mark and no speaker's name before it."""
    bare = line.rstrip(_CLOSERS)
    if len(line) > _TITLE or not bare or bare[-1] in _STOPS or _INNER_STOP.search(line):
        return False
    if line[0] in "*-•([" and not _MARKED.match(line):
        return False
    if (bare[-1] == "?" and line[0] in "\"'") or _TURN.match(line):
        return False
    return not line[0].islower() and len(line.split()) <= most


def _is_prose(line: str) -> bool:
    """Whether a line tells the story: a turn of a transcript, a sentence with its stop, or too long for a title."""
    long = len(line.split()) > 3 or len(line) > _UNSPACED
    return not _like_title(line, 25) and (long or _TURN.match(line) is not None)


def _begins_story(flat: str, piece: _Piece) -> bool:
    return piece.kind is None and _is_prose(_words_of(flat, piece))


def _places_before_hour(flat: str, pieces: list[_Piece], index: Furniture) -> list[_Piece]:
    """Lines before the hour that opens a transcript name its place, though one may look like a title or a name."""
    hour = next((piece for piece in pieces[:_HEAD_LINES] if piece.rule in index.hours), None)
    if hour is None:
        return pieces
    return [
        piece.told("dateline", "order:before-the-hour")
        if piece.start < hour.start
        and (not piece.rule or piece.rule in index.doubtful)
        and _like_title(_words_of(flat, piece), 10)
        else piece
        for piece in pieces
    ]


def _told_by_order(flat: str, pieces: list[_Piece], declared: Declared, rules: Compiled) -> list[_Piece]:
    """Kinds for the pieces that no pattern claimed."""
    first = _story_start(flat, pieces)
    title = plain(declared.title or "").strip()
    if first < len(pieces) and title and _words_of(flat, pieces[first]) == title:
        first += 1
    head = [_told_in_head(flat, piece, declared, rules) for piece in pieces[:first]]
    return [*head, *_told_in_story(flat, pieces[first:])]


def _told_in_head(flat: str, piece: _Piece, declared: Declared, rules: Compiled) -> _Piece:
    """Before the story stand the outlet's name, and headline and standfirst."""
    if piece.kind:
        return piece
    if _names_outlet(_words_of(flat, piece), declared, rules):
        return piece.told("byline", "order:outlet-name")
    return piece.told("headline", "order:before-the-story")


def _names_outlet(words: str, declared: Declared, rules: Compiled) -> bool:
    """Whether the words are the name of the document's own or of a known outlet."""
    name = words.casefold()
    return len(name) <= 40 and (name == (declared.outlet or "").casefold() or name in rules.outlets.folded)


def _story_start(flat: str, pieces: list[_Piece]) -> int:
    """The first piece of the story: behind the dateline that shares its line, else the first prose."""
    for at, piece in enumerate(pieces[:-1]):
        if piece.line > _HEAD_LINES:
            break
        follower = pieces[at + 1]
        if piece.kind == "dateline" and follower.kind is None and follower.line == piece.line:
            return at + 1
    return next((at for at, piece in enumerate(pieces) if _begins_story(flat, piece)), len(pieces))


def _told_in_story(flat: str, pieces: list[_Piece]) -> Iterator[_Piece]:
    """From the story's first piece on: subheads, lists of other stories, and what follows the end mark."""
    ended = listing = False
    talk = sum(_TURN.match(_words_of(flat, piece)) is not None for piece in pieces) > 1
    for at, piece in enumerate(pieces):
        words = _words_of(flat, piece)
        if piece.kind:
            ended = ended or (piece.kind == "end-mark" and not _story_goes_on(flat, pieces[at:]))
            listing = piece.kind == "related" and words[-1] in ":.>"
            yield piece
        elif not _like_title(words, 25 if ended or listing else 16) or (talk and words.endswith("?")):
            listing = False
            yield piece.told("note", "order:after-the-end") if ended else piece.told("paragraph", "")
        elif ended:
            yield piece.told("related", "order:after-the-end")
        else:
            yield _told_among_paragraphs(flat, pieces, at, listing=listing)


def _told_among_paragraphs(flat: str, pieces: list[_Piece], at: int, *, listing: bool) -> _Piece:
    """A title-like line between paragraphs: one of a list of links, an item of a numbered list, or a subhead."""
    row = _in_row(flat, pieces, at)
    if row and _NUMBERED.match(_words_of(flat, pieces[at])):
        return pieces[at].told("paragraph", "order:numbered-list")
    if row or listing:
        return pieces[at].told("related", "order:related-among-paragraphs")
    return pieces[at].told("headline", "order:headline-among-paragraphs")


def _in_row(flat: str, pieces: list[_Piece], at: int) -> bool:
    """Whether the piece is one of at least three title-like pieces in a row: a list of links, not a subhead."""
    start = end = at
    while start > 0 and pieces[start - 1].kind is None and _like_title(_words_of(flat, pieces[start - 1])):
        start -= 1
    while end + 1 < len(pieces) and pieces[end + 1].kind is None and _like_title(_words_of(flat, pieces[end + 1])):
        end += 1
    return end - start >= 2


def _without_closing_credit(flat: str, pieces: list[_Piece], declared: Declared, rules: Compiled) -> list[_Piece]:
    """The pieces with the last paragraph's closing parenthesis taken off, where a news report credits an agency."""
    last = max((at for at, piece in enumerate(pieces) if piece.kind == "paragraph"), default=None)
    publisher = rules.outlets.named(declared.outlet) or rules.outlets.at(declared.url)
    if last is None or (publisher and publisher.issuer):
        return pieces
    piece = pieces[last]
    for pattern in rules.codebook.patterns_of("closing-credit"):
        match = rules.patterns[pattern.id].search(flat, max(piece.start, piece.end - _LONG), piece.end)
        if match and _credits(flat, match, rules):
            rest = trimmed(flat, Span(piece.start, match.start()))
            credit = _Piece("credit", match.start(), piece.end, pattern.id, piece.line)
            story = [_Piece("paragraph", rest.start, rest.end, piece.rule, piece.line)] if rest else []
            return [*pieces[:last], *story, credit, *pieces[last + 1 :]]
    return pieces


def _credits(flat: str, match: re.Match[str], rules: Compiled) -> bool:
    """Whether words in a closing parenthesis name an agency: one of the table, or a new name that is nobody else's."""
    name = match["agency"]
    if rules.outlets.named(name):
        return True
    if name.isupper() and len(name) <= _SHORT_NAME:
        return False
    told_before = re.search(rf"(?<!\()\b{re.escape(name)}\b", flat[: match.start()])
    return not told_before and all(hit.how == "outlet" for hit in rules.lexicon.find(name))


def _words_of(flat: str, piece: _Piece) -> str:
    return flat[piece.start : piece.end]


def _story_goes_on(flat: str, pieces: list[_Piece]) -> bool:
    """Whether so much prose follows that the mark was no end (a mark between two parts of one text)."""
    return sum(_begins_story(flat, piece) for piece in pieces) > 4
