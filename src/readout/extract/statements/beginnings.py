"""Where the content of a cue begins: after it, past addressees, days and channels, or before it.

"She told reporters on Monday that C", "he said in a letter: C", "they agreed to C"; or "C, she said".
"""

import re

from readout.extract.statements.cues import Hit
from readout.extract.statements.sentence import Sentence
from readout.records import Span

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_WHEN = re.compile(
    rf"""\s+(?:(?:(?:on|late|early|earlier|later|last|this|next)\s+)*{_DAY}(?:\s+(?:morning|afternoon|evening|night))?
    |(?:earlier\s+|later\s+)?(?:last|this)\s+(?:week|month|year|morning|afternoon|evening|weekend|spring|summer|fall)
    |[a-z]+ly(?=\s(?:that|he|she|it|they|the|a|an)\s)|today|yesterday|earlier|later|afterwards?|again|separately|repeatedly|publicly|as\s+well|at\s+the\s+time|previously
    |(?:on|in|by)\s+{_MONTH}(?:\s+\d{{1,2}})?(?:,?\s+\d{{4}})?|{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|in\s+\d{{4}}|(?:two|three|\d+)\s+\w+\s+ago)(?=[\s,.;:"]|$)""",
    re.VERBOSE,
)
_ADDRESSEE = re.compile(
    r"\s+(?:(?:a|an|the|his|her|its|their|some|state|local|visiting)\s+)?(?:[\w'-]+\s+){0,3}?"
    r"(?:reporters|journalists|lawmakers|legislators|him|her|them|us|me|it|parliament|Congress|supporters|officials|"
    r"[\w'-]+)(?=\s|[,.:;]|$)"
)
_TO_SOMEBODY = re.compile(
    r"\s+to\s+(?:reporters|journalists|the (?:press|media)|him|her|them|us|[A-Z][\w.]*(?: [A-Z][\w.]*){0,3})"
    r"(?=[\s,.:]|$)"
)
_MEDIUM = re.compile(
    r"\s+(?:in|at|during|on|via|through|by|after|before|following|from|when)\s+[^,;:\"]{2,90}?(?=,?\s+that\s|\s*:\s|,?\s*\"|,?\s*:$)"
)
_OF_SOMEBODY = re.compile(r"\s+(?:of|about)\s+[^,;:\"]{2,60}?(?=,?\s*:?\s*\")")
_IN_MEDIUM = re.compile(
    r"\s+(?:in|at|on|during|via)\s+(?:(?:an?|the|its|his|her|their)\s+)?(?:[\w'-]+\s+){0,3}"
    r"(?:statement|tweet|interview|speech|letter|briefing|message|release|post|conference|note|website|Twitter|address)"
)
_ASIDE = re.compile(r",\s[^,\"]{2,70},(?=\s+that\s)")
THAT = re.compile(r",?\s+that\b,?\s+")
_QUOTE = re.compile(r"[,:]?\s*(?=\"|'')")
_COLON = re.compile(r"\s*:\s+(?=\S)")
END = re.compile(r"\s*(?:[.;!?)\]]|,|--|—|–|$|\()")
PREPOSITION = re.compile(
    r"\s+(?:in|on|at|by|with|of|to|for|from|as|about|into|against|over|before|after|during|when|while|via|through|upon|"
    r"alongside|following|ahead|between|among|under|without|because|if)\b"
)
_PHRASE_THAT = re.compile(r"\s++[^,;:.]{2,90}?\s++that\s+")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|should|may|might|must|do|does|did|he|she|they|it|we|"
    r"who|which|not|to)\b"
)
_REST_OF_AS = re.compile(r"\s(?:in|on|at|during|to|last|this)\s[^,;:.\"]{2,60},\s+(?=\w)")
_PARTICIPLE = re.compile(r"\s+\w+ing\b")
# "X, she said, C": what begins like a clause of the reporter's own is no second part.
_SECOND = re.compile(
    r",\s+(?!(?:who|whom|whose|which|where|when|while|as|after|before|since|though|although|even|with|without|despite|then|"
    r"according|a|an|and|or|so|but(?! also| rather)|\w+ing|\w+ed by)\b)(?=\w[^.?!]{8,})"
)
# "He wrote two books" is no speech: after other verbs than these, words without "that" must hold a verb or a pronoun.
_PLAIN = frozenset({"say", "tell"})
CLAUSAL = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|should|may|might|must|do|does|did|not|he|she|they|it|"
    r"we|there|\w+ed|\w+n't)\b|'s\b|\""
)
_WORD = re.compile(r"\s+([a-z]+)(?=\s)")
_QUESTIONS = frozenset("if whether when why how what who where which".split())
# What a source asks for is how it is told, and not what it says.
_UNNAMED = re.compile(r"\s+(?:anonymity\b|(?:to remain anonymous|not to be (?:named|identified|quoted))\b)")
_AMOUNT = re.compile(r"\s+(?:at (?:least|most)|(?:about|over|under|between|around) \d|in addition)")


# ---- after the cue ---------------------------------------------------------------------------------------------------
def content_start(sentence: Sentence, hit: Hit) -> tuple[str, int]:
    """("content", its first character) where it follows the cue; ("tail", where the words after the cue stop) else."""
    flat, end = sentence.flat, sentence.unit.end
    addressed = _past_addressee(sentence, hit)
    at = _past(flat, addressed, end, (_WHEN,) if "to" in hit.cue.takes else (_WHEN, _TO_SOMEBODY, _WHEN))
    if not _takes_here(flat, at, hit):
        medium = _past(flat, at, end, (_MEDIUM, _OF_SOMEBODY, _IN_MEDIUM, _WHEN, _ASIDE))
        if medium > at and _PARTICIPLE.match(flat, medium):
            return "tail", medium
        at = medium
    # "Called that \"a joke\"": the word is the thing that is called so.
    opens = (_QUOTE, _COLON) if "quoted" in hit.cue.takes and "that" not in hit.cue.takes else (THAT, _QUOTE, _COLON)
    later = _late_that(flat, at, end, hit) or _after_as(sentence, at)
    if later:
        return "content", later
    for pattern in opens:
        match = pattern.match(flat, at, end)
        if match and (pattern is not _COLON or match.end() < end):
            return "content", match.end()
    return _bare(sentence, hit, at)


def _late_that(flat: str, at: int, end: int, hit: Hit) -> int | None:
    """Where the content begins after words that only tell to whom or where: "told the host on Friday that C"."""
    if "that" not in hit.cue.takes or flat.find("that", at, end) < 0 or THAT.match(flat, at, end):
        return None
    match = _PHRASE_THAT.match(flat, at, end)
    phrase = match is not None and ("person" in hit.cue.takes or PREPOSITION.match(flat, at, end))
    return match.end() if match and phrase and not _FINITE.search(match.group()) else None


def _after_as(sentence: Sentence, at: int) -> int | None:
    """Where the content of "As X noted in an essay, C" begins."""
    flat = sentence.flat
    match = _REST_OF_AS.match(flat, at, sentence.unit.end)
    return match.end() if match and flat.startswith(("As ", "But as ", "And as "), sentence.unit.start) else None


def _past(flat: str, at: int, end: int, patterns: tuple[re.Pattern[str], ...]) -> int:
    """Where the text goes on after whatever of these stands here, in this order."""
    for pattern in patterns:
        match = pattern.match(flat, at, end)
        at = match.end() if match else at
    return at


def _takes_here(flat: str, at: int, hit: Hit) -> bool:
    """Whether the word here is a preposition that the cue itself asks for."""
    word = _WORD.match(flat, at)
    return word is not None and word.group(1) in hit.cue.takes


def _past_addressee(sentence: Sentence, hit: Hit) -> int:
    """Where the words go on after "told reporters", "warned the council", "informed her counterpart"."""
    flat, at, end = sentence.flat, hit.span.end, sentence.unit.end
    if "person" not in hit.cue.takes or THAT.match(flat, at, end) or _takes_here(flat, at, hit):
        return at
    line = sentence.line
    first = next((i for i, token in enumerate(line.tokens) if token.start >= at), len(line.tokens))
    for i in range(first, min(first + 4, len(line.tokens))):
        if line.mention_at[i]:
            return line.tokens[_joint_end(sentence, i)].end
        if line.tokens[i].low in {",", ".", ":", '"', "that"}:
            break
    match = _ADDRESSEE.match(flat, at, end)
    return match.end() if match and not flat.startswith((' "', ', "'), at) else at


def _joint_end(sentence: Sentence, i: int) -> int:
    """The last token of a mention and of those joined to it."""
    line = sentence.line
    last = line.last(i)
    while last + 2 < len(line.tokens) and line.tokens[last + 1].low == "and" and line.mention_at[last + 2]:
        last = line.last(last + 2)
    return last


def _bare(sentence: Sentence, hit: Hit, at: int) -> tuple[str, int]:
    """Content without "that": an act, a thing under the cue's own preposition, a thing, or a bare clause."""
    flat, end, takes = sentence.flat, sentence.unit.end, hit.cue.takes
    if END.match(flat, at, end) or _UNNAMED.match(flat, at, end):
        return "tail", at
    word = _WORD.match(flat, at, end)
    if "if" in takes and word and word.group(1) in _QUESTIONS:
        return "content", at + 1
    if "noun" in takes and word and PREPOSITION.match(flat, at, end):
        return "content", flat.index(" ", hit.span.start) + 1
    if word and word.group(1) in takes:
        return "content", at + 1 if word.group(1) == "to" else word.end() + 1
    if (PREPOSITION.match(flat, at, end) and not _AMOUNT.match(flat, at, end)) or (word and word.group(1) == "and"):
        return "tail", at
    if "quoted" in takes:
        return ("content", at + 1) if any(quote.start >= at for quote in sentence.unit.quotes) else ("none", at)
    clause = "that" in takes and (hit.cue.lemma in _PLAIN or CLAUSAL.search(flat, at, end))
    return ("content", at + 1) if clause or "np" in takes else ("tail", at)


# ---- before the cue --------------------------------------------------------------------------------------------------
def ahead(sentence: Sentence, stop: int, after: int | None = None) -> Span | None:
    """The content that ends right before `stop`; a word or two are one only if it goes on `after` the attribution."""
    flat, unit = sentence.flat, sentence.unit
    head = flat[unit.start : stop].rstrip()
    if not head:
        quote = sentence.before.whole_quote if sentence.before else None
        return quote.inner if quote else None
    if not head.endswith((",", '"', "''", "--", "—", "–", "-", "'", "?", "!")):
        return None
    short = not head.endswith(('"', "''", "'")) and head.count(" ") < 2
    if short and (after is None or goes_on(sentence, Span(unit.start, unit.start), after) is None):
        return None
    return Span(unit.start, unit.start + len(head))


def goes_on(sentence: Sentence, content: Span, after: int) -> Span | None:
    """The second part of a content that its attribution splits within one sentence."""
    flat, end = sentence.flat, sentence.unit.end
    for quote in sentence.unit.quotes:
        gap = flat[after : quote.start].rstrip()
        if quote.start >= after and quote.end >= end - 2 and len(gap) < 60 and gap.endswith((",", ":")):
            return quote.inner
    told = any(quote.start < content.end and content.start < quote.end for quote in sentence.unit.quotes)
    at = _past(flat, after, end, (_WHEN,))
    match = _SECOND.match(flat, at, end)
    if match is None or told:
        return None
    return Span(match.end(), end)
