"""The order of the pieces tells what no pattern claimed.

1. The head: what stands before the story's first words is headline, standfirst, outlet or place.
2. The story: subheads, lists of other stories and pull quotes among its paragraphs, and what follows its end.
3. Behind the story: notes on authors, where only furniture follows.
4. Captions: a line that a caption repeats is one as well.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice

from readout.codebook import Compiled
from readout.codebook.entries import Organisation, State
from readout.codebook.furniture import Furniture, bare
from readout.records import Declared
from readout.structure.pieces import Piece
from readout.structure.shapes import (
    CLOSERS,
    STOPS,
    TITLE,
    is_entry,
    is_label,
    is_listed,
    is_numbered,
    is_prose,
    is_turn,
    like_summary,
    like_title,
    unstopped,
)
from readout.text import plain

# How far into a text its head may reach, in lines, when a dateline or the hour of a transcript stands there.
HEAD_LINES = 10
# No line of furniture is longer, but for a caption.
LONG = 900
# The rule of a line that is a link, and those of lines whose kind their order told.
_LINK = "related-link"
_UNSURE = frozenset(("", "order:headline-among-paragraphs", "order:after-the-end", "order:related-among-paragraphs"))
# A pull quote repeats at least so many characters of the story, and not from farther away than so many.
_REPEATED = 40
_NEAR = 20_000
# The name of a state as the subject of a sentence: so far it may stand, and so its verb follows.
_SUBJECT = 80
_DOES = re.compile(r" (?:[a-z]+ly )?(?:[a-z]+s|has [a-z]+)\b")
# A title in capitals may as well be another story's; above the story it is its own.
_CAPITALS = "related-capitals"
# The rules of headings whose short lines go with them, how long such a line is, and what it may look like.
_HEADINGS = frozenset(("contact-heading", "byline-signature-heading"))
_CARD = 100
_LINES = frozenset(("paragraph", "headline", "related"))
# A line that a caption repeats has at least so many characters.
_CAPTIONED = 30
# From so many lines without a stop on, what closes a text is a list of other stories.
_LIST = 3
# What may stand between the titles of a list: its days, authors, links and advertisements.
_LABELS = frozenset(("dateline", "byline", "related", "promo"))
# So far a row of title-like lines is looked at.
_ROW = 10
# More prose than this behind an end mark, and it was none.
_GOES_ON = 4
# More lines than these above a story are no headline with its summary, but a list of other stories.
_SUMMARY = 7


def told_by_order(flat: str, pieces: list[Piece], declared: Declared, rules: Compiled) -> list[Piece]:
    """Kinds for the pieces that no pattern claimed."""
    pieces = _places_before_hour(flat, pieces, rules.furniture)
    first = _behind_summary(flat, pieces, _story_start(flat, pieces))
    title = plain(declared.title or "").strip()
    if first < len(pieces) and (
        (title and pieces[first].of(flat) == title)
        or _names_office(flat, pieces[first], rules)
        or _is_standfirst(flat, pieces[first:], rules)
    ):
        first += 1
    told = [*_told_in_head(flat, pieces[:first], declared, rules), *_told_in_story(flat, pieces[first:], rules)]
    told = _told_under_headings(flat, _told_behind_story(flat, told, rules.furniture))
    return _told_by_captions(flat, told)


def begins_story(flat: str, piece: Piece) -> bool:
    """Whether a piece that no pattern claimed is prose."""
    return piece.kind is None and is_prose(piece.of(flat))


# ---- the head --------------------------------------------------------------------------------------------------------
def _places_before_hour(flat: str, pieces: list[Piece], index: Furniture) -> list[Piece]:
    """Lines before the hour that opens a transcript name its place, though one may look like a title or a name."""
    hour = next((piece for piece in pieces[:HEAD_LINES] if piece.rule in index.hours), None)
    if hour is None:
        return pieces
    return [
        piece.told("dateline", "order:before-the-hour")
        if piece.start < hour.start
        and (not piece.rule or piece.rule in index.doubtful)
        and like_title(bare(piece.of(flat)), 10)
        else piece
        for piece in pieces
    ]


def _story_start(flat: str, pieces: list[Piece]) -> int:
    """The first piece of the story: behind the dateline that shares its line, else the first prose."""
    for at, piece in enumerate(pieces[:-1]):
        if piece.line > HEAD_LINES:
            break
        follower = pieces[at + 1]
        if piece.kind == "dateline" and follower.kind is None and follower.line == piece.line:
            return at + 1
    start = next((at for at, piece in enumerate(pieces) if begins_story(flat, piece)), len(pieces))
    summary = start + 1 < len(pieces) and pieces[start].line < HEAD_LINES and like_summary(pieces[start].of(flat))
    return start + 1 if summary and begins_story(flat, pieces[start + 1]) else start


def _behind_summary(flat: str, pieces: list[Piece], first: int) -> int:
    """The story's first piece, behind the bullets of a summary that stand before it; as given if there are none."""
    at, bullets = first, 0
    while at < len(pieces) and (pieces[at].kind or is_listed(pieces[at].of(flat))):
        bullets += pieces[at].kind is None
        at += 1
    return at if bullets > 1 and any(begins_story(flat, piece) for piece in pieces[at:]) else first


def _is_standfirst(flat: str, pieces: list[Piece], rules: Compiled) -> bool:
    """Whether the first of the pieces, though a sentence, stands above the story; a state speaks for itself."""
    words = pieces[0].of(flat)
    if pieces[0].kind is not None or not rules.furniture.above_story(words):
        return False
    speaks = any(
        hit.start == 0
        and _DOES.match(words, hit.end)
        and any(isinstance(entry, State | Organisation) for entry in hit.entries)
        for hit in rules.lexicon.find(words[:_SUBJECT])
    )
    return not speaks and any(begins_story(flat, each) for each in pieces[1:])


def _names_office(flat: str, piece: Piece, rules: Compiled) -> bool:
    """Whether a long line without a stop is a title that begins with whose text it is."""
    words = piece.of(flat)
    return (
        piece.kind is None
        and unstopped(words)
        and any(rules.patterns[pattern.id].match(words) for pattern in rules.of_kind.get("letterhead-title", ()))
    )


def _told_in_head(flat: str, pieces: list[Piece], declared: Declared, rules: Compiled) -> Iterator[Piece]:
    """Before the story stand the outlet's name, the place, headline and standfirst; more is a list."""
    title = plain(declared.title or "").strip()
    many = sum(piece.kind is None for piece in pieces) > _SUMMARY
    for piece in pieces:
        words = piece.of(flat)
        if piece.rule == _CAPITALS and not many:
            yield piece.told("headline", "order:capitals-before-the-story")
        elif piece.kind:
            yield piece
        elif _names_outlet(words, declared, rules):
            yield piece.told("byline", "order:outlet-name")
        elif _names_place(words, rules):
            yield piece.told("dateline", "order:place-alone")
        elif many and words != title:
            yield piece.told("related", "order:list-before-the-story")
        else:
            yield piece.told("headline", "order:before-the-story")


def _names_place(words: str, rules: Compiled) -> bool:
    """Whether the words are a city and nothing else: a dateline on its own line."""
    if not (words.isupper() or words.istitle()) or len(words) > 40:
        return False
    hits = rules.lexicon.find(words.title()) or rules.lexicon.find(words)
    return len(hits) == 1 and len(words) == hits[0].end - hits[0].start and hits[0].how in {"capital", "city", "seat"}


def _names_outlet(words: str, declared: Declared, rules: Compiled) -> bool:
    """Whether the words are the name of the document's own or of a known outlet."""
    name = words.casefold()
    return len(name) <= 40 and (name == (declared.outlet or "").casefold() or name in rules.outlets.folded)


# ---- the story -------------------------------------------------------------------------------------------------------
def _told_in_story(flat: str, pieces: list[Piece], rules: Compiled) -> Iterator[Piece]:
    """From the story's first piece on: subheads, lists of other stories, and what follows the end mark."""
    ended = listing = items = False
    spoken = any(piece.rule in rules.furniture.hours for piece in pieces)
    talk = spoken or sum(is_turn(piece.of(flat)) for piece in pieces) > 1
    closing = _closing_list(flat, pieces)
    last = _last_prose(flat, pieces)
    titled = [piece.kind is None and like_title(piece.of(flat)) for piece in pieces]
    for at, piece in enumerate(pieces):
        words = piece.of(flat)
        between = None if piece.kind or talk else rules.furniture.between_paragraphs(words)
        if piece.kind:
            ended = ended or (piece.kind == "end-mark" and at > last)
            listing = piece.kind == "related" and words[-1] in ":.>"
            yield piece
        elif between:
            yield piece.told(between.kind, between.id)
        elif at >= closing:
            yield piece.told("related", "order:list-at-the-end")
        elif not like_title(words, 25 if ended or listing else 16) or (talk and words.endswith("?")):
            listing, items = False, words.endswith(":")
            yield piece.told("note", "order:after-the-end") if ended else _told_as_prose(flat, piece)
        elif ended:
            yield piece.told("related", "order:after-the-end")
        elif (items and not _asks(flat, pieces, at)) or _goes_on(flat, pieces, at):
            yield piece.told("paragraph", "order:listed")
        else:
            yield _told_among_paragraphs(flat, pieces, titled, at, listing=listing)


def _told_as_prose(flat: str, piece: Piece) -> Piece:
    """A line with a stop is the story's, but for a pull quote and for a subhead with a colon."""
    if is_label(piece.of(flat)):
        return piece.told("headline", "order:subhead-with-colon")
    if _is_repeated(flat, piece):
        return piece.told("headline", "order:pull-quote")
    return piece.told("paragraph", "")


def _is_repeated(flat: str, piece: Piece) -> bool:
    """Whether a sentence stands once more in the text, within a longer line: a pull quote."""
    words = piece.of(flat)
    if not _REPEATED <= len(words) <= TITLE or words[0] in "*([#_" or is_turn(words):
        return False
    words = words.rstrip(STOPS + CLOSERS)
    begin, end = max(0, piece.start - _NEAR), piece.end + _NEAR
    at = flat.find(words, begin, end)
    if at == piece.start:
        at = flat.find(words, at + len(words), end)
    if at < 0:
        return False
    longer = flat[max(begin, at - TITLE) : at].rpartition("\n")[2] + flat[at : at + TITLE].partition("\n")[0]
    return len(longer) > len(words) + _REPEATED


def _goes_on(flat: str, pieces: list[Piece], at: int) -> bool:
    """Whether the next piece begins with a small letter: the line was broken."""
    return at + 1 < len(pieces) and pieces[at + 1].kind is None and pieces[at + 1].of(flat)[0].islower()


def _asks(flat: str, pieces: list[Piece], at: int) -> bool:
    """Whether a piece is a question that the next one answers: a subhead, even behind a colon."""
    return pieces[at].of(flat).endswith("?") and at + 1 < len(pieces) and begins_story(flat, pieces[at + 1])


def _told_among_paragraphs(flat: str, pieces: list[Piece], titled: list[bool], at: int, *, listing: bool) -> Piece:
    """A title-like line between paragraphs: one of a list of links, an item of a numbered list, or a subhead."""
    row = _row(flat, pieces, titled, at)
    if row and (is_numbered(row[0]) or 2 * sum(map(is_entry, row)) > len(row)):
        return pieces[at].told("paragraph", "order:listed")
    if row or listing or (at and pieces[at - 1].rule == _LINK):
        return pieces[at].told("related", "order:related-among-paragraphs")
    return pieces[at].told("headline", "order:headline-among-paragraphs")


def _row(flat: str, pieces: list[Piece], titled: list[bool], at: int) -> list[str]:
    """At least three title-like lines with no story between them, this piece among them; else none: it is a subhead."""
    before = _titles(pieces, titled, reversed(range(max(0, at - _ROW), at)))
    behind = _titles(pieces, titled, range(at + 1, min(len(pieces), at + _ROW + 1)))
    row = [*reversed(before), at, *behind]
    return [pieces[place].of(flat) for place in row] if len(row) >= _LIST else []


def _titles(pieces: list[Piece], titled: list[bool], places: Iterable[int]) -> list[int]:
    """Where title-like lines stand up to the first line of the story; between two of them a label may stand."""
    found: list[int] = []
    for place in places:
        if titled[place]:
            found.append(place)
        elif pieces[place].kind not in _LABELS:
            break
    return found


def _last_prose(flat: str, pieces: list[Piece]) -> int:
    """The last place behind which so much prose follows that a mark there is no end but parts two texts; or -1."""
    if not any(piece.kind == "end-mark" for piece in pieces):
        return -1
    prose = (at for at in range(len(pieces) - 1, -1, -1) if begins_story(flat, pieces[at]))
    return next(islice(prose, _GOES_ON, None), -1)


# ---- the end of a text -----------------------------------------------------------------------------------------------
def _closing_list(flat: str, pieces: list[Piece]) -> int:
    """Where a list of other stories begins that closes the text; behind the last piece if there is none."""
    start, count = len(pieces), 0
    for at in range(len(pieces) - 1, 0, -1):
        if pieces[at].kind is None:
            if not unstopped(pieces[at].of(flat)) and not (count and _between_links(pieces, at)):
                break
            start, count = at, count + 1
    if count < _LIST or not _may_close(flat, pieces[start - 1]):
        return len(pieces)
    lines = [piece.of(flat) for piece in pieces[start:] if piece.kind is None]
    return len(pieces) if 2 * sum(map(is_entry, lines)) > len(lines) else start


def _may_close(flat: str, piece: Piece) -> bool:
    """Whether a story may end with this piece: furniture, or a line that ends with its stop."""
    return piece.kind is not None or piece.of(flat).rstrip(CLOSERS)[-1:] in {".", "!", "?", "…"}


def _between_links(pieces: list[Piece], at: int) -> bool:
    """Whether a line stands between links, or a line behind one."""
    behind = at + 1 < len(pieces) and pieces[at + 1].rule == _LINK
    return behind and any(piece.rule == _LINK for piece in pieces[max(0, at - 2) : at])


def _told_behind_story(flat: str, pieces: list[Piece], index: Furniture) -> list[Piece]:
    """Notes on authors, and footnotes, where only furniture follows."""
    told = list(pieces)
    for at in range(len(pieces) - 1, 0, -1):
        piece = pieces[at]
        words = piece.of(flat)
        rule = index.behind_story(words) if len(words) <= LONG and piece.rule in _UNSURE else None
        if rule:
            told[at] = piece.told(rule.kind, rule.id)
        elif piece.kind == "paragraph":
            break
    return told


def _told_under_headings(flat: str, pieces: list[Piece]) -> list[Piece]:
    """The short lines under a heading of contacts, or of who signs, go with it."""
    told: list[Piece] = []
    under: Piece | None = None
    for piece in pieces:
        words = piece.of(flat)
        short = len(words) <= _CARD and words[-1] not in ".!?" and not is_turn(words)
        if piece.rule in _HEADINGS:
            under = piece
        elif under and under.kind and piece.kind in _LINES and short:
            told.append(piece.told(under.kind, under.rule))
            continue
        elif piece.kind in _LINES:
            under = None
        told.append(piece)
    return told


def _begins_one(words: str, listed: list[str]) -> bool:
    """Whether one of the lines of a sorted list begins with these words."""
    at = bisect_left(listed, words)
    return at < len(listed) and listed[at].startswith(words)


def _told_by_captions(flat: str, pieces: list[Piece]) -> list[Piece]:
    """A line that a caption repeats from its first word on is a caption: the picture stands twice, once credited."""
    captions = sorted({piece.of(flat) for piece in pieces if piece.kind == "caption"})
    return [
        piece.told("caption", "order:repeated-by-caption")
        if piece.kind in {"paragraph", "headline"}
        and len(words := piece.of(flat).rstrip(STOPS)) >= _CAPTIONED
        and _begins_one(words, captions)
        else piece
        for piece in pieces
    ]
