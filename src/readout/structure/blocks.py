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
# A line as long as this was not wrapped.
_UNWRAPPED = 150
# A line as long as this is no scrap, even in a script without spaces between its words.
_UNSPACED = 60
# No teaser of another story is longer.
_TEASER = 450
# The rule of a line that is a link, and those of lines whose kind their order told.
_LINK = "related-link"
_UNSURE = frozenset(("", "order:headline-among-paragraphs", "order:after-the-end", "order:related-among-paragraphs"))
# What says at the end of a line that it is a caption is no longer.
_SHORT = 180
# No line of furniture is longer, but for a caption.
_LONG = 900
# Capitals as short as these are an abbreviation of the text, unless the table of outlets has them.
_SHORT_NAME = 5
# A first line of a caption's sentence and a title behind it.
_CAPTION_AND_TITLE = re.compile(
    r"(?=.{30,300}$)[^\W\d_a-z](?:\S+ ){5,40}(?:\S*[^\W\d_A-Z]{2}|\S*[^\W\d_]{4})(?<!\bGov)(?<!\bSen)(?<!\bRep)"
    r"(?<!\bGen)\.\s+(?P<title>[^\W_a-z][^.!?:]{12,120}[^\W_])"
)
# A subhead with a colon: words with capitals, and between them at least one without.
_LABEL = re.compile(
    r"(?!(?:To|And|But|Or|So) )(?=[^\n]* [a-z]{1,5} )[^\W\d_a-z][\w.'\-]*"
    r"(?: (?:[^\W_a-z][\w.'\-]*|of|on|for|the|in|to|and|with|from|about|by|a|an|at|under)){2,9}:"
)
# A quotation within its line, or a question that leads on from the line before, is the story's.
_QUOTED = re.compile(r'"[^"]*"|.*[:,] "[^"]*[?!.,]["\']')
_LEADS_ON = re.compile(r"(?:So|And|But|Or|Then|Why not)\b.*\?")
_MARKS = '*-•([–—>"'
# An entry of a list: a day, or the name of a state, and what belongs to it.
_ENTRY = re.compile(r"[^\W\d_]{3,9}\.? \d{1,2}(?:, \d{4})?\s*[-–—:]|[^\n:]{2,30}: ")
_LISTED = re.compile(r"(?:[*•\-–—>] +|[•–—>])(?=[^*\s])")
# A pull quote repeats at least so many characters of the story, and not from farther away than so many.
_REPEATED = 40
_NEAR = 20_000
# From so many lines without a stop on, what closes a text is a list of other stories.
_LIST = 3
# So far a row of title-like lines is looked at.
_ROW = 10
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
    told = _told_behind_story(flat, told, index)
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
    if len(lengths) < 6 or sum(length for length, _ in lengths if length > _UNWRAPPED) > 0.2 * len(flat):
        return False
    middling = sum(40 <= length <= 90 for length, _ in lengths)
    stopped = sum(last in ".!?\"'" for _, last in lengths)
    return middling > 0.6 * len(lengths) and stopped < 0.45 * len(lengths)


# ---- 2. pieces -------------------------------------------------------------------------------------------------------
def _pieces(flat: str, span: Span, index: Furniture, number: int, place: _Place) -> Iterator[_Piece]:
    """The pieces of one line: credits off its end, a pattern for the whole, the head's off its beginning."""
    rest, credits_, claim = _without_tail(flat, span, index, number)
    line = rest.of(flat)
    whole = index.whole(line) if 0 < len(line) <= _LONG else None
    if whole and rest:
        yield _Piece(whole.kind, rest.start, rest.end, whole.id, number)
    elif claim and rest:
        yield _Piece("caption" if claim in index.tail else claim.kind, rest.start, rest.end, claim.id, number)
    elif rest and number == 0 and (glued := _CAPTION_AND_TITLE.fullmatch(line)):
        cut = rest.start + glued.start("title")
        yield _Piece("caption", rest.start, trimmed(flat, Span(rest.start, cut)).end, "order:glued-to-title", number)
        yield _Piece("headline", cut, rest.end, "order:glued-to-caption", number)
    elif rest:
        if place != "body":
            rest, opening = _without_head(flat, rest, index.head, number, shared=place == "lead")
            yield from opening
        yield from _split_inside(flat, rest, index.inside, number)
    yield from credits_


def _without_tail(flat: str, span: Span, index: Furniture, number: int) -> tuple[Span, list[_Piece], Rule | None]:
    """The line without the credits at its end, those credits, and the rule that says what the line is, if any."""
    found: list[_Piece] = []
    claim: Rule | None = None
    while span:
        short = len(span) <= _LONG and flat[span.end - 1] not in _STOPS
        claimed = _first(index.claims, flat[max(span.start, span.end - _SHORT) : span.end]) if short else None
        if claimed:
            return span, found, claimed[0]
        near = max(span.start, span.end - _LONG)
        hit = _first(index.tail, flat[near : span.end])
        if hit is None:
            break
        rule, match = hit
        found.insert(0, _Piece(rule.kind, near + match.start(), span.end, rule.id, number))
        claim = rule if "photo" in rule.regex.groupindex else claim
        span = trimmed(flat, Span(span.start, near + match.start()))
    return span, found, claim


def _first(rules: tuple[Rule, ...], words: str) -> tuple[Rule, re.Match[str]] | None:
    """The first rule that is found in the words, and what it found."""
    for rule in rules:
        match = rule.regex.search(words)
        if match:
            return rule, match
    return None


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
    if line[0] in _MARKS and line[0] != '"' and not _MARKED.match(line):
        return False
    if (bare[-1] == "?" and line[0] in "\"'") or _TURN.match(line):
        return False
    if _QUOTED.fullmatch(line) or _LEADS_ON.fullmatch(line):
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
    first = _behind_summary(flat, pieces, _story_start(flat, pieces))
    title = plain(declared.title or "").strip()
    if first < len(pieces) and title and _words_of(flat, pieces[first]) == title:
        first += 1
    head = [_told_in_head(flat, piece, declared, rules) for piece in pieces[:first]]
    return [*head, *_told_in_story(flat, pieces[first:])]


def _told_in_head(flat: str, piece: _Piece, declared: Declared, rules: Compiled) -> _Piece:
    """Before the story stand the outlet's name, the place, headline and standfirst."""
    if piece.kind:
        return piece
    words = _words_of(flat, piece)
    if _names_outlet(words, declared, rules):
        return piece.told("byline", "order:outlet-name")
    if _names_place(words, rules):
        return piece.told("dateline", "order:place-alone")
    return piece.told("headline", "order:before-the-story")


def _names_place(words: str, rules: Compiled) -> bool:
    """Whether the words are a city in capitals and nothing else: a dateline on its own line."""
    if not words.isupper() or len(words) > 40:
        return False
    hits = rules.lexicon.find(words.title()) or rules.lexicon.find(words)
    return len(hits) == 1 and len(words) == hits[0].end - hits[0].start and hits[0].how in {"capital", "city", "seat"}


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


def _behind_summary(flat: str, pieces: list[_Piece], first: int) -> int:
    """The story's first piece, behind the bullets of a summary that stand before it; as given if there are none."""
    at, bullets = first, 0
    while at < len(pieces) and (pieces[at].kind or _LISTED.match(_words_of(flat, pieces[at]))):
        bullets += pieces[at].kind is None
        at += 1
    return at if bullets > 1 and any(_begins_story(flat, piece) for piece in pieces[at:]) else first


def _told_in_story(flat: str, pieces: list[_Piece]) -> Iterator[_Piece]:
    """From the story's first piece on: subheads, lists of other stories, and what follows the end mark."""
    ended = listing = items = False
    talk = sum(_TURN.match(_words_of(flat, piece)) is not None for piece in pieces) > 1
    closing = _closing_list(flat, pieces)
    for at, piece in enumerate(pieces):
        words = _words_of(flat, piece)
        if piece.kind:
            ended = ended or (piece.kind == "end-mark" and not _story_goes_on(flat, pieces[at:]))
            listing = piece.kind == "related" and words[-1] in ":.>"
            yield piece
        elif at >= closing:
            yield piece.told("related", "order:list-at-the-end")
        elif not _like_title(words, 25 if ended or listing else 16) or (talk and words.endswith("?")):
            listing, items = False, words.endswith(":")
            yield piece.told("note", "order:after-the-end") if ended else _told_as_prose(flat, piece)
        elif ended:
            yield piece.told("related", "order:after-the-end")
        elif items or _goes_on(flat, pieces, at):
            yield piece.told("paragraph", "order:listed")
        else:
            yield _told_among_paragraphs(flat, pieces, at, listing=listing)


def _told_as_prose(flat: str, piece: _Piece) -> _Piece:
    """A line with a stop is the story's, but for a pull quote and for a subhead with a colon."""
    words = _words_of(flat, piece)
    if words.endswith(":") and _LABEL.fullmatch(words):
        return piece.told("headline", "order:subhead-with-colon")
    if _is_repeated(flat, piece):
        return piece.told("headline", "order:pull-quote")
    return piece.told("paragraph", "")


def _is_repeated(flat: str, piece: _Piece) -> bool:
    """Whether a sentence stands once more in the text, within a longer line: a pull quote."""
    words = _words_of(flat, piece)
    if not _REPEATED <= len(words) <= _TITLE or words[0] in "*([#_" or _TURN.match(words):
        return False
    words = words.rstrip(_STOPS + _CLOSERS)
    begin, end = max(0, piece.start - _NEAR), piece.end + _NEAR
    at = flat.find(words, begin, end)
    if at == piece.start:
        at = flat.find(words, at + len(words), end)
    if at < 0:
        return False
    longer = flat[max(begin, at - _TITLE) : at].rpartition("\n")[2] + flat[at : at + _TITLE].partition("\n")[0]
    return len(longer) > len(words) + _REPEATED


def _goes_on(flat: str, pieces: list[_Piece], at: int) -> bool:
    """Whether the next piece begins with a small letter: the line was broken."""
    return at + 1 < len(pieces) and pieces[at + 1].kind is None and _words_of(flat, pieces[at + 1])[0].islower()


# ---- the end of a text -----------------------------------------------------------------------------------------------
def _closing_list(flat: str, pieces: list[_Piece]) -> int:
    """Where a list of other stories begins that closes the text; behind the last piece if there is none."""
    start, count = len(pieces), 0
    for at in range(len(pieces) - 1, 0, -1):
        if pieces[at].kind is None:
            if not _unstopped(_words_of(flat, pieces[at])) and not (count and _between_links(pieces, at)):
                break
            start, count = at, count + 1
    if count < _LIST or not _may_close(flat, pieces[start - 1]):
        return len(pieces)
    lines = [_words_of(flat, piece) for piece in pieces[start:] if piece.kind is None]
    return len(pieces) if 2 * sum(_ENTRY.match(line) is not None for line in lines) > len(lines) else start


def _may_close(flat: str, piece: _Piece) -> bool:
    """Whether a story may end with this piece: furniture, or a line that ends with its stop."""
    return piece.kind is not None or _words_of(flat, piece).rstrip(_CLOSERS)[-1:] in {".", "!", "?", "…"}


def _unstopped(line: str) -> bool:
    """Whether a line could be another story's title or teaser: some words, no stop, no mark of a list or a turn."""
    closed = line.rstrip(_CLOSERS)
    if not closed or closed[-1] in _STOPS or len(line) > _TEASER or len(line.split()) < 5:
        return False
    return not (line[0].islower() or line[0] in _MARKS or _TURN.match(line) or _NUMBERED.match(line))


def _between_links(pieces: list[_Piece], at: int) -> bool:
    """Whether a line stands between links, or a line behind one."""
    behind = at + 1 < len(pieces) and pieces[at + 1].rule == _LINK
    return behind and any(piece.rule == _LINK for piece in pieces[max(0, at - 2) : at])


def _told_behind_story(flat: str, pieces: list[_Piece], index: Furniture) -> list[_Piece]:
    """Notes on authors, and footnotes, where only furniture follows."""
    told = list(pieces)
    for at in range(len(pieces) - 1, 0, -1):
        piece = pieces[at]
        words = _words_of(flat, piece)
        rule = index.behind_story(words) if len(words) <= _LONG and piece.rule in _UNSURE else None
        if rule:
            told[at] = piece.told(rule.kind, rule.id)
        elif piece.kind == "paragraph":
            break
    return told


# ---- lines between paragraphs ----------------------------------------------------------------------------------------
def _told_among_paragraphs(flat: str, pieces: list[_Piece], at: int, *, listing: bool) -> _Piece:
    """A title-like line between paragraphs: one of a list of links, an item of a numbered list, or a subhead."""
    row = _row(flat, pieces, at)
    if row and (_NUMBERED.match(row[0]) or 2 * sum(_ENTRY.match(line) is not None for line in row) > len(row)):
        return pieces[at].told("paragraph", "order:listed")
    if row or listing or (at and pieces[at - 1].rule == _LINK):
        return pieces[at].told("related", "order:related-among-paragraphs")
    return pieces[at].told("headline", "order:headline-among-paragraphs")


def _row(flat: str, pieces: list[_Piece], at: int) -> list[str]:
    """The lines of at least three title-like pieces in a row, this piece among them; else none: it is a subhead."""
    start = end = at
    while (
        start > max(0, at - _ROW) and pieces[start - 1].kind is None and _like_title(_words_of(flat, pieces[start - 1]))
    ):
        start -= 1
    last = min(len(pieces) - 1, at + _ROW)
    while end < last and pieces[end + 1].kind is None and _like_title(_words_of(flat, pieces[end + 1])):
        end += 1
    return [_words_of(flat, piece) for piece in pieces[start : end + 1]] if end - start >= _LIST - 1 else []


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
