"""Words and punctuation, each known mention one token, tagged by closed word lists and verb forms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from readout.codebook.compiled import Compiled
from readout.records import Mention, Span
from readout.text import WORD, plain


@dataclass(slots=True)
class Token:
    """A word, a mark, or a whole mention, with its tag and what it may be as a verb form."""

    start: int
    end: int
    low: str
    tag: str
    reads: tuple[tuple[str, str], ...] = ()
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


def tokenise(text: str, sentence: Span, mentions: Sequence[Mention], rules: Compiled) -> list[Token]:
    """Tagged tokens of the sentence; a mention is one token, a possessive ending another."""
    flat = plain(text[sentence.start : sentence.end])
    tokens: list[Token] = []
    at = sentence.start
    for mention in sorted(mentions, key=lambda m: m.start):
        if mention.start < at or mention.end > sentence.end or _is_grammar(mention, text):
            continue
        tokens += _plain_tokens(flat, sentence.start, at, mention.start, rules)
        tokens.append(Token(mention.start, mention.end, text[mention.start : mention.end].lower(), "M", (), mention))
        at = mention.end
    tokens += _plain_tokens(flat, sentence.start, at, sentence.end, rules)
    tokens = [
        t for t, after in zip_longest(tokens, tokens[1:]) if t.low != "." or after is None or after.tag == "punct"
    ]
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.low in _JOINERS and before.mention and after.mention and before.end == token.start == after.start - 1:
            token.tag = "join"
    for aside in _DATE_ASIDE.finditer(flat):
        first, last = aside.span(aside.lastgroup or 0)
        span = Span(sentence.start + first, sentence.start + last)
        for token in tokens:
            if span.start <= token.start and token.end <= span.end:
                token.tag = "adv"
    return tokens


_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:\w+day,? )?(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}})(?:,? \d{{4}})?"
# A date that only says which day a word for a day means: "has today, 20 April 2022, held", "on Sunday (12 June)"; and a
# day between the parts of a verb: "will on Thursday host".
_DATE_ASIDE = re.compile(
    rf"(?:day|morning|afternoon|evening|night)(?P<date>, {_DATE},| \((?:{_DATE}|\w+day)\))"
    rf"|\b(?:will|has|have|had) (?P<within>on \w+day(?:, {_DATE},)?) "
)


def _is_grammar(mention: Mention, text: str) -> bool:
    """Whether a capital at the start of a sentence has made a name of a grammatical word ("Having agreed")."""
    unknown = all(actor.kind == "unknown" and actor.state is None for actor in mention.actors)
    return unknown and mention.form == "name" and text[mention.start : mention.end].lower() in _TAGS


def _plain_tokens(flat: str, base: int, start: int, end: int, rules: Compiled) -> list[Token]:
    """Tokens between two mentions, with possessive endings and "n't" split off."""
    found: list[Token] = []
    rest = flat[start - base : end - base]
    lead = 2 if rest.startswith("'s") and not rest[2:3].isalnum() else 1 if rest.startswith("'") else 0
    if lead and start > base:
        found.append(Token(start, start + lead, rest[:lead], "poss"))
        start += lead
    for match in WORD.finditer(flat, start - base, end - base):
        raw, first = match.group(), match.start()
        ending = _ENDING.search(raw) if "'" in raw else None
        if ending is None:
            found.append(_tagged(first, raw, base, rules))
            continue
        cut = ending.start()
        found.append(_tagged(first, raw[:cut], base, rules))
        tag = "neg" if ending.group().lower() == "n't" else "be" if raw[:cut].lower() in _CONTRACTED else "poss"
        found.append(Token(first + cut + base, match.end() + base, raw[cut:].lower(), tag))
    return found


# Words that own nothing: their ending is a verb, "it's leaving".
_CONTRACTED = frozenset("it he she that there who what here".split())
# What is split off a word: a possessive ending or a contracted "not".
_ENDING = re.compile(r"(?<!^[Ll]et)(?<=.)'s$|(?<=[^\W\d_]s)'$|(?<=.)n't$", re.IGNORECASE)


def _tagged(start: int, raw: str, base: int, rules: Compiled) -> Token:
    """A word as a token; a capitalised word inside the sentence is no verb."""
    lower = raw.lower()
    low = raw if raw in _MONTHS else lower
    reads = rules.verbs.by_form.get(lower, ())
    tag = _TAGS.get(low)
    if tag is None:
        first = raw[0]
        if not first.isalnum():
            tag = "punct"
        elif reads and not (start > 0 and first.isupper()):
            tag = "verb?"
        else:
            tag = "adv" if lower.endswith("ly") and len(low) > 4 else "w"
    start += base
    return Token(start, start + len(raw), low, tag, reads)
