"""Text -> blocks: lines are cut into pieces by the patterns of the codebook, and their order says what the rest is.

1. Lines: one line is one paragraph; where lines are hard-wrapped, a paragraph runs to a blank or an indented line.
2. Pieces: credits are taken off the end of a line, datelines off its beginning, related links out of its middle; a
   line may be furniture as a whole. What no pattern claims has no kind yet.
3. Order: what stands before the story, between its paragraphs and behind its end gives the rest its kind (order).
4. The parenthesis that closes the last paragraph is a credit where it names an agency.
"""

import re
from collections.abc import Iterator, Sequence

from readout.codebook import Compiled
from readout.codebook.entries import Organisation
from readout.codebook.furniture import Furniture, Rule, claims, told_whole
from readout.codebook.lexicon import Hit
from readout.records import Block, Declared, Span
from readout.structure.letterhead import letterheads
from readout.structure.order import HEAD_LINES, LONG, begins_story, told_by_order
from readout.structure.pieces import Piece, Place
from readout.structure.shapes import STOPS
from readout.text import trimmed

_LINE = re.compile(r"[^\n]+")
_WRAPPED_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n|[ \t]{2,}|\t)[^\n]+)*")
# Without its tags, a line without a word is the mark of a list, a rule or dots; "###" and "___" may mark the end.
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|<!--[^<>\n]{0,200}-->")
_WORDS = re.compile(r"[\w#(]")
# A line of tags and marks alone is no longer.
_MARKS = 300
# A line as long as this was not wrapped.
_UNWRAPPED = 150
# What says at the end of a line that it is a caption is no longer.
_SHORT = 180
# Capitals as short as these are an abbreviation of the text, unless the table of outlets has them.
_SHORT_NAME = 5
# A first line of a caption's sentence and a title behind it.
_CAPTION_AND_TITLE = re.compile(
    r"(?=.{30,300}$)[^\W\d_a-z](?:\S+ ){5,40}(?:\S*[^\W\d_A-Z]{2}|\S*[^\W\d_]{4})(?<!\bGov)(?<!\bSen)(?<!\bRep)"
    r"(?<!\bGen)\.\s+(?P<title>[^\W_a-z][^.!?:]{12,120}[^\W_])"
)


def blocks(flat: str, rules: Compiled, declared: Declared) -> tuple[Block, ...]:
    """The blocks of a plain text in order; what is neither furniture nor headline is a paragraph."""
    index = rules.furniture
    pieces: list[Piece] = []
    before_story = True
    lines = list(_lines(flat))
    heads = letterheads([span.of(flat) for span in lines[:HEAD_LINES]], rules)
    for number, span in enumerate(lines):
        place: Place = "body" if number >= HEAD_LINES else "head" if before_story else "lead"
        head = heads.get(number) if place == "head" else None
        if head:
            pieces.append(Piece("byline", span.start, span.end, head.rule, number))
            continue
        found = list(_pieces(flat, span, index, number, place))
        pieces.extend(found)
        before_story = before_story and not any(begins_story(flat, piece) for piece in found)
    told = told_by_order(flat, pieces, declared, rules)
    told = _without_closing_credit(flat, told, declared, rules)
    return tuple(Block(piece.kind or "paragraph", piece.start, piece.end, piece.rule) for piece in told)


# ---- 1. lines --------------------------------------------------------------------------------------------------------
def _lines(flat: str) -> Iterator[Span]:
    """The lines of a text, or its paragraphs where the lines are hard-wrapped; a line without words is none."""
    pattern = _WRAPPED_PARAGRAPH if _is_wrapped(flat) else _LINE
    for match in pattern.finditer(flat):
        span = trimmed(flat, Span(*match.span()))
        if span and not _is_wordless(span.of(flat)):
            yield span


def _is_wordless(line: str) -> bool:
    """Whether a line has nothing but tags and marks."""
    return len(line) <= _MARKS and not _WORDS.search(_TAG.sub("", line))


def _is_wrapped(flat: str) -> bool:
    """Whether lines end where the page ended: most of one length, few of them at the end of a sentence."""
    lengths = [(len(line), line.rstrip()[-1:]) for line in flat.split("\n") if line.strip()]
    if len(lengths) < 6 or sum(length for length, _ in lengths if length > _UNWRAPPED) > 0.2 * len(flat):
        return False
    middling = sum(40 <= length <= 90 for length, _ in lengths)
    stopped = sum(last in ".!?\"'" for _, last in lengths)
    return middling > 0.6 * len(lengths) and stopped < 0.45 * len(lengths)


# ---- 2. pieces -------------------------------------------------------------------------------------------------------
def _pieces(flat: str, span: Span, index: Furniture, number: int, place: Place) -> Iterator[Piece]:
    """The pieces of one line: credits off its end, a pattern for the whole, the head's off its beginning."""
    seen = index.seen(span.of(flat))
    rest, credits_, claim = _without_tail(flat, span, index, seen, number)
    line = rest.of(flat)
    whole = told_whole(line, index.line.among(seen)) if 0 < len(line) <= LONG else None
    if whole and rest:
        yield Piece(whole.kind, rest.start, rest.end, whole.id, number)
    elif claim and rest:
        yield Piece(claim.kind if claims(claim) else "caption", rest.start, rest.end, claim.id, number)
    elif rest and number == 0 and (glued := _CAPTION_AND_TITLE.fullmatch(line)):
        cut = rest.start + glued.start("title")
        yield Piece("caption", rest.start, trimmed(flat, Span(rest.start, cut)).end, "order:glued-to-title", number)
        yield Piece("headline", cut, rest.end, "order:glued-to-caption", number)
    elif rest:
        if place != "body":
            rest, opening = _without_head(flat, rest, index.head.among(seen), number, shared=place == "lead")
            yield from opening
        yield from _split_inside(flat, rest, index.inside.among(seen), number)
    yield from credits_


def _without_tail(
    flat: str, span: Span, index: Furniture, seen: set[int], number: int
) -> tuple[Span, list[Piece], Rule | None]:
    """The line without the credits at its end, those credits, and the rule that says what the line is, if any."""
    found: list[Piece] = []
    claim: Rule | None = None
    while span:
        short = len(span) <= LONG and flat[span.end - 1] not in STOPS
        words = flat[max(span.start, span.end - _SHORT) : span.end]
        claimed = _first(index.claims.among(seen), words) if short else None
        if claimed:
            return span, found, claimed[0]
        near = max(span.start, span.end - LONG)
        hit = _first(index.tail.among(seen), flat[near : span.end])
        if hit is None:
            break
        rule, match = hit
        found.insert(0, Piece(rule.kind, near + match.start(), span.end, rule.id, number))
        claim = rule if "photo" in rule.groups else claim
        span = trimmed(flat, Span(span.start, near + match.start()))
    return span, found, claim


def _first(rules: Sequence[Rule], words: str) -> tuple[Rule, re.Match[str]] | None:
    """The first rule that is found in the words, and what it found."""
    for rule in rules:
        match = rule.regex.search(words)
        if match:
            return rule, match
    return None


def _without_head(
    flat: str, span: Span, rules: Sequence[Rule], number: int, *, shared: bool
) -> tuple[Span, list[Piece]]:
    """The line without its dateline or byline, and those. `shared`: only a dateline with prose in its own line."""
    found: list[Piece] = []
    line = span.of(flat)
    for rule in rules:
        match = rule.match(line)
        if not match or not match.end() or (shared and (rule.kind != "dateline" or match.end() == len(span))):
            continue
        place = trimmed(flat, Span(span.start, span.start + match.end()))
        found.append(Piece(rule.kind, place.start, place.end, rule.id, number))
        span = trimmed(flat, Span(span.start + match.end(), span.end))
        line = span.of(flat)
        if not span or rule.kind == "dateline":
            break
    return span, found


def _split_inside(flat: str, span: Span, rules: Sequence[Rule], number: int) -> Iterator[Piece]:
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
            yield Piece(None, before.start, before.end, "", number)
        place = trimmed(flat, Span(span.start + start, span.start + end))
        yield Piece(kind, place.start, place.end, rule_id, number)
        at = span.start + end
    rest = trimmed(flat, Span(at, span.end))
    if rest:
        yield Piece(None, rest.start, rest.end, "", number)


def _without_closing_credit(flat: str, pieces: list[Piece], declared: Declared, rules: Compiled) -> list[Piece]:
    """The pieces with the last paragraph's closing parenthesis taken off, where a news report credits an agency."""
    last = max((at for at, piece in enumerate(pieces) if piece.kind == "paragraph"), default=None)
    publisher = rules.outlets.named(declared.outlet) or rules.outlets.at(declared.url)
    if last is None or (publisher and publisher.issuer):
        return pieces
    piece = pieces[last]
    if ")" not in flat[piece.end - len(").") : piece.end]:  # as in nearly all texts
        return pieces
    for pattern in rules.of_kind.get("closing-credit", ()):
        match = rules.patterns[pattern.id].search(flat, max(piece.start, piece.end - LONG), piece.end)
        if match and _credits(flat, match, rules):
            rest = trimmed(flat, Span(piece.start, match.start()))
            credit = Piece("credit", match.start(), piece.end, pattern.id, piece.line)
            story = [Piece("paragraph", rest.start, rest.end, piece.rule, piece.line)] if rest else []
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
    return not told_before and all(hit.how == "outlet" or _is_region(hit) for hit in rules.lexicon.find(name))


def _is_region(hit: Hit) -> bool:
    """Whether a name is that of several states, after which agencies are called too: "Baltic Wire"."""
    return any(isinstance(entry, Organisation) and entry.kind == "joint" for entry in hit.entries)
