"""Words and punctuation, each known mention one token, tagged by closed word lists and verb forms."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from operator import attrgetter
from typing import NamedTuple

from readout.codebook.compiled import Compiled
from readout.records import Mention, Span
from readout.text import WORD, plain


class Part(NamedTuple):
    """What a written word, or a part of it, may be: its length, its tag, and its reads as a verb form.

    `opening` is the tag of the word that opens its sentence, where a capital tells nothing; `forms` and `lemmas` are
    those of the reads, `ending` is what is split off the word.
    """

    length: int
    low: str
    tag: str
    opening: str
    reads: tuple[tuple[str, str], ...] = ()
    forms: frozenset[str] = frozenset()
    lemmas: frozenset[str] = frozenset()
    ending: "Part | None" = None


_NO_WORD = Part(0, "", "", "")


@dataclass(slots=True)
class Token:
    """A word, a mark, or a whole mention, with its tag and what it may be as a verb form."""

    start: int
    end: int
    low: str
    tag: str
    word: Part = _NO_WORD
    mention: Mention | None = None


_BE = frozenset("am is are was were be been being 's 're".split())
_HAVE = frozenset("have has had having 've".split())
_DO = frozenset("do does did".split())
_MODAL = frozenset("will would shall should can could may might must 'll 'd cannot".split())
_NEG = frozenset("not n't never no neither nor hardly without".split())
_PREP = frozenset(
    (
        "of in on at by for with from about against between among over under into through during before after since "
        "until toward towards via upon within across behind beyond despite amid around near off onto per regarding "
        "concerning including following"
    ).split()
)
_DET = frozenset(
    (
        "the a an this these those its his her their our my your any some each every all both no another several many "
        "more most other such two three four five six seven first second third new joint last next recent"
    ).split()
)
_SUB = frozenset("that if unless whether because although though while when whereas where how why what as than".split())
_REL = frozenset("who whom whose which".split())
PRONOUNS = frozenset("i you he she it we they him them us me who".split())
_AND = frozenset("and or but as_well_as".split())
_ADV = frozenset(
    (
        "also again still already yet now then further furthermore later earlier today yesterday tomorrow tonight soon "
        "once twice ever just only even jointly recently previously meanwhile however therefore together too currently "
        "officially formally repeatedly publicly immediately strongly sharply reportedly allegedly virtually briefly "
        "separately directly once instead rather very so far long ago"
    ).split()
)
# The first list that has the word wins.
_TAGS = {
    word: tag
    for tag, word_list in reversed((
        ("be", _BE), ("have", _HAVE), ("do", _DO), ("modal", _MODAL), ("neg", _NEG), ("and", _AND), ("rel", _REL),
        ("pron", PRONOUNS), ("sub", _SUB), ("prep", _PREP), ("det", _DET), ("adv", _ADV), ("to", frozenset({"to"})),
    ))
    for word in sorted(word_list)
}  # fmt: skip
# What joins two names to one modifier: "the Norway-Chile pact".
_JOINERS = frozenset({"-", "–", "/"})
_MONTHS = frozenset({"March", "May"})
# What names a time of itself: the days of the week, the months, the parts of a day.
_TIMES = frozenset(
    (
        "monday tuesday wednesday thursday friday saturday sunday week month day morning afternoon evening night "
        "january february march april may june july august september october november december"
    ).split()
)
# Plain nouns under a preposition after which "with" still belongs to the verb: "met on the sidelines with".
OCCASIONS = _TIMES.union(
    "sidelines margins fringes phone telephone line video link visit summit today yesterday".split(),
    "capital city office palace ministry time hour".split(),
)
# Nouns that end a phrase of time at the front of a clause: "in recent weeks Oslo's envoy met".
TIMES = _TIMES.union(
    "days weeks weekend months year years decade decades hours spring summer autumn winter".split(),
)
# Prepositions that open a clause of their own when a verb follows: "after it launched a missile".
OPENERS = frozenset("after before since until".split())
# Verbs whose base form is as often a noun: "support", "their visit", "phone talks".
ALSO_NOUNS = frozenset(
    (
        "visit call talk support attack strike plan protest sanction aid help release order demand request report vote "
        "trade fight ban block need offer host pledge promise vow praise concern charge claim dispute deal return "
        "arrest raid bomb shell test launch fire drill exercise force control move push pressure cut end start rise "
        "fall hope fear use aim address answer meet market finance contact address issue address work study state "
        "statement question exchange respect account address cause change cost group hold increase interest lead limit "
        "link list look mark march matter mention name note number object offer open opening part place play point "
        "position post present press process program progress project rate reach record result review risk rule run "
        "search seat set share show side sign speech stand step stop supply target tour transfer treat turn view war "
        "warning welcome withdrawal wish focus effort delay debate damage crash cover conflict condition conduct "
        "hand back station file jail probe water register repair phone telephone rescue train stage broker boycott "
        "challenge approach appeal influence invite honor harm halt guard grant guarantee grip guide "
        "manoeuvre maneuver brand"
    ).split()
)
# Nouns and adjectives that take an infinitive as a verb would: "is scheduled to", "a plan to", "ready to".
PROSPECTIVE = frozenset(
    "due set ready scheduled expected planned slated supposed likely poised able willing unwilling unable".split()
)


# Verbs whose -ing form tells the act itself: "began shelling", "kept sending".
BEGINS = frozenset("begin start continue keep resume".split())
# Verbs that only pass on what their clause says.
TELLS = frozenset(
    "say tell announce agree pledge vow promise confirm add report state declare note reaffirm reiterate stress "
    "emphasize emphasise underline insist warn claim argue explain acknowledge predict".split()
)


class Words:
    """What each written word may be, worked out once: most words of a text have been met before.

    The table is begun anew when it is full, so that it stays small however many names are met.
    """

    def __init__(self, rules: Compiled) -> None:
        self._reads = rules.verbs.by_form
        self.known: dict[str, Part] = {}

    def part(self, raw: str) -> Part:
        """A word with its possessive ending or "n't" split off."""
        known = self.known.get(raw)
        if known is None:
            if len(self.known) >= _MOST_WORDS:
                self.known.clear()
            ending = _ENDING.search(raw) if "'" in raw else None
            known = self.known[raw] = self._split(raw, ending.start()) if ending else self._tagged(raw)
        return known

    def _split(self, raw: str, cut: int) -> Part:
        """A word that ends where its possessive ending or "n't" begins."""
        word, low = self._tagged(raw[:cut]), raw[cut:].lower()
        tag = "neg" if low == "n't" else "be" if word.low in _CONTRACTED else "poss"
        return word._replace(ending=Part(len(low), low, tag, tag))

    def _tagged(self, raw: str) -> Part:
        """A word with its tags; a capitalised word inside the sentence is no verb."""
        lower = raw.lower()
        low = raw if raw in _MONTHS else lower
        reads = self._reads.get(lower)
        tag = opening = _TAGS.get(low)
        if tag is None:
            plain_tag = "adv" if lower.endswith("ly") and len(low) > 4 else "w"
            opening = "punct" if not raw[0].isalnum() else "verb?" if reads else plain_tag
            tag = plain_tag if opening == "verb?" and raw[0].isupper() else opening
        if not reads:
            return Part(len(raw), low, tag, opening or tag)
        forms, lemmas = frozenset(form for _, form in reads), frozenset(lemma for lemma, _ in reads)
        return Part(len(raw), low, tag, opening or tag, reads, forms, lemmas)


_MOST_WORDS = 16384  # as many as some hundred reports have


def tokenise(text: str, sentence: Span, mentions: Sequence[Mention], words: Words) -> list[Token]:
    """Tagged tokens of the sentence; a mention is one token, a possessive ending another."""
    base = at = sentence.start
    flat = plain(text[base : sentence.end])
    tokens: list[Token] = []
    for mention in sorted(mentions, key=_START):
        start, end = mention.start, mention.end
        if start < at or end > sentence.end or _is_grammar(mention, text):
            continue
        if start == at + 1 and at > base and flat[at - base] in _JOINERS:  # one mark between two mentions
            tokens.append(Token(at, start, flat[at - base], "join"))
        elif start > at:
            tokens += _plain_tokens(flat, base, at, start, words)
        tokens.append(Token(start, end, text[start:end].lower(), "M", mention=mention))
        at = end
    tokens += _plain_tokens(flat, base, at, sentence.end, words)
    if "." in flat[:-1]:
        tokens = _without_stops(tokens)
    if any(word in flat for word in _DAYTIMES):
        _set_aside(tokens, flat, base)
    return tokens


_START = attrgetter("start")


def _without_stops(tokens: list[Token]) -> list[Token]:
    """The tokens without full stops of abbreviations: those that end nothing."""
    return [t for t, after in zip_longest(tokens, tokens[1:]) if t.low != "." or after is None or after.tag == "punct"]


_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:\w+day,? )?(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}})(?:,? \d{{4}})?"
# A date that only says which day a word for a day means: "has today, 20 April 2022, held", "on Sunday (12 June)"; and a
# day between the parts of a verb: "will on Thursday host".
_DAYTIMES = ("day", "morning", "afternoon", "evening", "night")
_DATE_ASIDE = re.compile(
    rf"(?:{'|'.join(_DAYTIMES)})(?P<date>, {_DATE},| \((?:{_DATE}|\w+day)\))"
    rf"|\b(?:will|has|have|had) (?P<within>on \w+day(?:, {_DATE},)?) "
)


def _set_aside(tokens: list[Token], flat: str, base: int) -> None:
    """The words of such dates become adverbs; `base` is the place of the sentence, `flat` its plain words."""
    for aside in _DATE_ASIDE.finditer(flat):
        first, last = aside.span(aside.lastgroup or 0)
        span = Span(base + first, base + last)
        for token in tokens:
            if span.start <= token.start and token.end <= span.end:
                token.tag = "adv"


def _is_grammar(mention: Mention, text: str) -> bool:
    """Whether a capital at the start of a sentence has made a name of a grammatical word ("Having agreed")."""
    if mention.form != "name" or text[mention.start : mention.end].lower() not in _TAGS:
        return False
    return all(actor.kind == "unknown" and actor.state is None for actor in mention.actors)


def _plain_tokens(flat: str, base: int, start: int, end: int, words: Words) -> list[Token]:
    """Tokens between two mentions, with possessive endings and "n't" split off."""
    found: list[Token] = []
    if flat.startswith("'", start - base) and start > base:
        rest = flat[start - base : end - base]
        lead = 2 if rest.startswith("'s") and not rest[2:3].isalnum() else 1
        found.append(Token(start, start + lead, rest[:lead], "poss"))
        start += lead
    known, at = words.known, start  # looked up without a call, since this is done for every word
    for chunk in flat[start - base : end - base].split(" "):
        part = known.get(chunk)
        if part is not None and part.ending is None:  # most are a word that was met before, and need no expression
            found.append(Token(at, at + part.length, part.low, part.tag, part))
        elif chunk:
            found += _taken_apart(chunk, at, words)
        at += len(chunk) + 1
    if found and found[0].start == base:
        found[0].tag = found[0].word.opening
    return found


def _taken_apart(chunk: str, at: int, words: Words) -> Iterator[Token]:
    """The words and marks of what stands between two spaces and begins at this place."""
    for match in WORD.finditer(chunk):
        part, first = words.part(match[0]), at + match.start()
        last = first + part.length
        yield Token(first, last, part.low, part.tag, part)
        if (ending := part.ending) is not None:
            yield Token(last, last + ending.length, ending.low, ending.tag, ending)


# Words that own nothing: their ending is a verb, "it's leaving".
_CONTRACTED = frozenset("it he she that there who what here".split())
# What is split off a word: a possessive ending or a contracted "not".
_ENDING = re.compile(r"(?<!^[Ll]et)(?<=.)'s$|(?<=[^\W\d_]s)'$|(?<=.)n't$", re.IGNORECASE)
