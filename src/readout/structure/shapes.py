"""What the shape of one line says: a title, a sentence of the story, an entry of a list, a turn of a transcript."""

import re

# No headline is longer.
TITLE = 300
STOPS = ".!:;,…—–-。！？"
CLOSERS = "\"')]*”’"
# A line as long as this is no scrap, even in a script without spaces between its words.
_UNSPACED = 60
# No teaser of another story is longer.
_TEASER = 450
# A line above the story that has a stop within, but none at its end, is no longer.
_SUMMARY = 30
# A headline of another story may carry its mark: "(LEAD) ...", "(News Focus) ...".
_MARKED = re.compile(r"\([A-Z0-9][\w ]{2,24}\) \S")
# A turn of a transcript ("Q  Thank you", "MS. ROE: Well") and a numbered item of a list are no titles.
_TURN = re.compile(r"Q\b|[^\W\d_a-z](?:[^\W\d_a-z]|[.'\- ]){2,40}:")
_NUMBERED = re.compile(r"\d+[.)] ")
_INNER_STOP = re.compile(r"[^\W\d_]{3}[.!?]['\"]? [A-Z]")
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


def is_turn(line: str) -> bool:
    """Whether a line begins like a turn of a transcript: "Q  Thank you", "MS. ROE: Well"."""
    return _TURN.match(line) is not None


def is_entry(line: str) -> bool:
    """Whether a line is an entry of a list: "May 4 - a call", "Norway: Liv Dahl, envoy"."""
    return _ENTRY.match(line) is not None


def is_listed(line: str) -> bool:
    """Whether a line has the mark of a list before it."""
    return _LISTED.match(line) is not None


def is_numbered(line: str) -> bool:
    """Whether a line has a number before it."""
    return _NUMBERED.match(line) is not None


def is_label(line: str) -> bool:
    """Whether a line is a subhead with a colon: "Background on the Talks in Oslo:"."""
    return line.endswith(":") and _LABEL.fullmatch(line) is not None


def like_title(line: str, most: int = 16) -> bool:
    """Whether a line could be a headline: not long, no full stop, no list mark and no speaker's name before it.

    >>> like_title("Moose found in harbor"), like_title("A moose was found.")
    (True, False)
    """
    bare = line.rstrip(CLOSERS)
    if len(line) > TITLE or not bare or bare[-1] in STOPS or _INNER_STOP.search(line):
        return False
    if line[0] in _MARKS and line[0] != '"' and not _MARKED.match(line):
        return False
    if (bare[-1] == "?" and line[0] in "\"'") or is_turn(line):
        return False
    if (_QUOTED.fullmatch(line) and not line.isupper()) or _LEADS_ON.fullmatch(line):
        return False
    return not line[0].islower() and len(line.split()) <= most


def is_prose(line: str) -> bool:
    """Whether a line tells the story: a turn of a transcript, a sentence with its stop, or too long for a title."""
    long = len(line.split()) > 3 or len(line) > _UNSPACED
    return not like_title(line, 25) and (long or is_turn(line))


def like_summary(line: str) -> bool:
    """Whether a line could be one of a summary above the story: short, with a stop within but none at its end."""
    bare = line.rstrip(CLOSERS)
    short = len(line.split()) <= _SUMMARY and len(line) <= TITLE
    return short and bool(bare) and bare[-1] not in STOPS + "?" and not is_turn(line) and not line[0].islower()


def unstopped(line: str) -> bool:
    """Whether a line could be another story's title or teaser: some words, no stop, no mark of a list or a turn."""
    closed = line.rstrip(CLOSERS)
    if not closed or closed[-1] in STOPS or len(line) > _TEASER or len(line.split()) < 5:
        return False
    return not (line[0].islower() or line[0] in _MARKS or is_turn(line) or is_numbered(line))
