"""Cues: the verbs and nouns of speech in a sentence, each in the form in which it stands.

In order: an index of all inflected forms of the codebook's cues, built once; the tokens of a sentence; the cues among
them, the longest first ("express support for" before "express"); then what is no act of speech is left out: denials
("did not say"), plans ("will announce"), participles of passives ("was criticized") and words that are nouns here.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from readout.codebook.compiled import Compiled
from readout.codebook.entries import Cue
from readout.records import Span
from readout.text import small_letters

Form = Literal["base", "s", "ing", "past", "participle", "noun", "according"]
TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['\-.][^\W_]+)*|--|[^\w\s]")
_SHORTEST = 3  # small letters of a word that may be a cue
_BEHIND = 40  # characters: no words behind that of a cue are longer
ACCORDING = Cue("according to", "say", "", 0, ("source",))

BE = frozenset("is are was were be been being am 's 're".split())
_HAVE = frozenset("has have had having".split())
_MODAL = frozenset("will would could should may might can must shall 'd 'll to won't wouldn't couldn't".split())
_NEGATION = frozenset(
    "not n't never nor neither without declined refused fails failed didn't doesn't don't hasn't haven't wasn't".split()
)
_DETERMINERS = frozenset(
    "a an the this that these those its his her their our my no any some each every of for in by with from on".split()
)
_TIME = frozenset(
    (
        "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun today yesterday tomorrow "
        "week month year morning afternoon evening night last this earlier late early later next past day days weeks "
        "months years recent ago"
    ).split()
)
_ADVERBS = frozenset(
    (
        "also then again first further once twice just even still already now meanwhile jointly both all instead "
        "separately repeatedly since have has had been being is are was were did does do however therefore thus so "
        "often always soon ever yet later earlier in turn too reportedly most more"
    ).split()
)
_POSSESSIVES = frozenset("its his her their our my the a an this any ' recent earlier new own public repeated".split())
_SEVERAL = frozenset("some many several others officials analysts experts critics sources people".split())
_THINGS = frozenset(
    "question answer state report note comment remark request offer highlight charge back call credit guarantee".split()
)
_REPORTS = frozenset({"report", "claim", "note"})
_ON = frozenset({"on", "of", "about", "from"})
# What stands behind a verb and hardly behind the first noun of a clause.
_BEHIND_VERBS = frozenset("to the a an their its his her no not more it them us been this that these those".split())
# Bare forms that are no nouns, and the verbs after which they are infinitives.
_PURE = frozenset("say tell argue insist describe write believe contend assert allege acknowledge explain warn".split())
_HELPERS = frozenset("do does did let lets make makes made help helps helped would will could should can may".split())
_PLURAL_SUBJECTS = frozenset("they we i you who both many some others that all people police".split())


class Token(NamedTuple):
    """A word or mark of a sentence; `low` is its lower case."""

    start: int
    end: int
    low: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue where it stands: `at` is its token, `left` the last token before its auxiliaries and adverbs."""

    cue: Cue
    form: Form
    span: Span
    at: int
    left: int
    passive: bool = False


@dataclass(frozen=True, slots=True)
class CueIndex:
    """Every first word of a cue in every form, with what must follow it; and the nouns.

    `longer` has the words that are no cue by themselves, each with the phrases of which one must stand there;
    `long_enough` are all but the shortest.
    """

    verbs: Mapping[str, tuple[tuple[Cue, Form, str], ...]]
    nouns: Mapping[str, Cue]
    words: frozenset[str]
    long_enough: frozenset[str]
    longer: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, rules: Compiled) -> "CueIndex":
        """The index of a codebook's cues."""
        verbs: defaultdict[str, list[tuple[Cue, Form, str]]] = defaultdict(list)
        nouns: dict[str, Cue] = {}
        for cue in rules.codebook.cues:
            first, _, rest = cue.lemma.partition(" ")
            for word in rules.verbs.forms(first):
                forms = sorted({form for lemma, form in rules.verbs.read(word) if lemma == first})
                form = "past" if "past" in forms else forms[0]
                verbs[word].append((cue, form, rest))  # type: ignore[arg-type]
            for noun in cue.nouns:
                nouns[noun] = cue
                nouns[noun + "s"] = cue
        ordered = {word: tuple(sorted(found, key=lambda f: -len(f[2]))) for word, found in verbs.items()}
        # "Conceding" and "According" may begin a sentence; words are looked for in small letters.
        opening: defaultdict[str, tuple[tuple[Cue, Form, str], ...]] = defaultdict(tuple)
        for word, found in ordered.items():
            if any(form == "ing" for _, form, _ in found):
                opening[word[1:]] += found  # "Saying" and "Laying" have the same rest
        words = frozenset({*ordered, *nouns, *opening, "according", "ccording"})
        every = {word: (*ordered.get(word, ()), *opening.get(word, ())) for word in (*opening, *ordered)}
        longer = {
            word: tuple(f"{word} {rest}" for _, _, rest in found)
            for word, found in every.items()
            if word not in nouns and all(rest for _, _, rest in found)
        }
        long_enough = frozenset(word for word in words if len(word) >= _SHORTEST)
        return cls(ordered, nouns, words, long_enough, longer)

    def tokens(self, flat: str, sentence: Span) -> tuple[Token, ...]:
        """The tokens of a sentence; none where no word of it can be a cue."""
        words = flat[sentence.start : sentence.end]
        likely = self.long_enough.intersection(small_letters(words))
        if not likely or (
            likely <= self.longer.keys() and not self._goes_on(likely, flat[sentence.start : sentence.end + _BEHIND])
        ):
            return ()
        return _tokens(words, sentence.start)

    def _goes_on(self, words: Iterable[str], text: str) -> bool:
        """Whether behind one of these words stands what makes it a cue: "made clear", "set out"."""
        low = text.lower()
        return any(phrase in low for word in words for phrase in self.longer[word])

    def find(self, flat: str, tokens: Sequence[Token], *, release: bool) -> list[Hit]:
        """The cues of one sentence, in order."""
        hits: list[Hit] = []
        free = 0
        for at, (_, _, low) in enumerate(tokens):
            if low not in self.words or at < free:
                continue
            hit = self._noun(tokens, at) or self._verb(flat, tokens, at, release=release) or _according(tokens, at)
            if hit:
                hits.append(hit)
                while free < len(tokens) and tokens[free].start < hit.span.end:
                    free += 1
            free = max(free, at + 1)
        return hits

    def _verb(self, flat: str, tokens: Sequence[Token], at: int, *, release: bool) -> Hit | None:
        token = tokens[at]
        capital = flat[token.start].isupper()
        if capital and at:
            return None
        for cue, form, rest in self.verbs.get(token.low, ()):
            # "Conceding that C, X left" opens with a cue; "States ..." and "Call ..." do not.
            if (cue.readout and (not release or form == "ing")) or (capital and form != "ing"):
                continue
            end = token.end + len(rest) + 1
            if rest and not (flat[token.end : end].lower() == " " + rest and not flat[end : end + 1].isalnum()):
                continue
            left, skipped = _left(flat, tokens, at)
            if not _speaks(tokens, at, form, skipped, left) or (form == "s" and self._thing(flat, tokens, at, left)):
                return None
            passive = form in {"past", "participle"} and _HAVE.isdisjoint(skipped[:1]) and not BE.isdisjoint(skipped)
            return Hit(cue, form, Span(token.start, end if rest else token.end), at, left, passive)
        return None

    def _thing(self, flat: str, tokens: Sequence[Token], at: int, left: int) -> bool:
        """Whether "states" or "reports" is a plural noun here: no name stands before it, no clause after it."""
        singular = tokens[at].low[:-1]
        if singular not in self.nouns and singular not in _THINGS:
            return False
        following = tokens[at + 1].low if at + 1 < len(tokens) else ""
        if singular in _REPORTS and following in _ON:  # "news reports on the raid"
            return True
        if singular == "state" and following == "that" and _is_relative(tokens, at + 1):
            return True
        joined = following == "to" and tokens[left].low in {"and", "but"}
        if joined or following in {"that", '"', ":"} or tokens[left].low in _PLURAL_SUBJECTS | {"he", "she", "it", ","}:
            return False
        if singular == "state":  # "the ASEAN states"
            return True
        return left < 0 or (not flat[tokens[left].start].isupper() and tokens[max(0, left - 1)].low not in {"the", "a"})

    def _noun(self, tokens: Sequence[Token], at: int) -> Hit | None:
        """A noun of speech with its content after it: "Oslo's warning that ..."."""
        cue = self.nouns.get(tokens[at].low)
        if cue is None or at == 0 or at + 1 >= len(tokens) or tokens[at + 1].low != "that":
            return None
        before = tokens[at - 1].low
        if not (before.endswith(("'s", "s'")) or before in _POSSESSIVES or tokens[at].low not in self.verbs):
            return None
        return Hit(cue, "noun", Span(tokens[at].start, tokens[at].end), at, at - 1)


def _tokens(words: str, at: int) -> tuple[Token, ...]:
    """The tokens of words that begin at a place of the text, as the expression takes them apart.

    Four of five words stand alone between spaces, or with one mark behind them: these need no expression. Tokens are
    made without sorting arguments, since this is done for half of all words.
    """
    found: list[Token] = []
    for chunk in words.split(" "):
        end = at + len(chunk)
        if chunk.isalnum():
            found.append(tuple.__new__(Token, (at, end, chunk.lower())))
        elif chunk[:-1].isalnum() and chunk[-1] in ",.":
            found.append(tuple.__new__(Token, (at, end - 1, chunk[:-1].lower())))
            found.append(tuple.__new__(Token, (end - 1, end, chunk[-1])))
        else:
            parts = TOKEN.finditer(chunk)
            found += [tuple.__new__(Token, (at + part.start(), at + part.end(), part[0].lower())) for part in parts]
        at = end + 1
    return tuple(found)


def _is_relative(tokens: Sequence[Token], that: int) -> bool:
    """Whether a verb follows "that", so that it stands for the noun before it: "states that want to join"."""
    verb, behind = ([token.low for token in tokens[that + 1 : that + 3]] + ["", ""])[:2]
    return verb in BE | _HAVE | _MODAL or (verb not in _DETERMINERS and behind in _BEHIND_VERBS)


def _according(tokens: Sequence[Token], at: int) -> Hit | None:
    if tokens[at].low != "according" or at + 2 >= len(tokens) or tokens[at + 1].low != "to":
        return None
    return Hit(ACCORDING, "according", Span(tokens[at].start, tokens[at + 1].end), at, at - 1)


def _left(flat: str, tokens: Sequence[Token], at: int) -> tuple[int, list[str]]:
    """The token that the subject ends with: back over auxiliaries, adverbs and days; and the words skipped."""
    skipped: list[str] = []
    i = at - 1
    while i >= 0:
        low = tokens[i].low
        timely = low in {"on", "in", "late", "early", "at"} and bool(skipped) and skipped[-1] in _TIME
        if i == 0 and low in {"all", "both", "most"}:
            break
        # Kelly, Will and May are names; only days have a capital and are no subject.
        named = flat[tokens[i].start].isupper() and not low.endswith("day")
        if named or not (timely or _adverb(low)):
            break
        skipped.append(low)
        i -= 1
    if "to" in skipped and i > 0 and tokens[i].low == "on" and tokens[i - 1].low in {"went", "goes", "go"}:
        return i - 2, [*skipped, "went"]
    return i, skipped


def _adverb(low: str) -> bool:
    """Whether the word may stand between a subject and its verb."""
    known = low in _ADVERBS or low in _TIME or low in _NEGATION or low in _MODAL
    return known or (low.endswith("ly") and len(low) > 4 and low not in {"reply", "family"})


def _speaks(tokens: Sequence[Token], at: int, form: Form, skipped: Sequence[str], left: int) -> bool:
    """Whether the word is a verb here, and one that tells of speech that took place."""
    words = set(skipped)
    before = tokens[at - 1].low if at else ""
    if words & _NEGATION or "having" in words:
        return False
    if before in _DETERMINERS and form != "ing":
        return form == "past" and before == "that"
    if form == "base":
        return _base_speaks(tokens, at, words, left)
    if words & _MODAL:
        return bool(words & _HAVE) and not words & {"would", "could", "should", "might", "to"}
    if form == "s":
        return not before.endswith("'s") and not before.endswith("s'")
    return True


def _base_speaks(tokens: Sequence[Token], at: int, words: set[str], left: int) -> bool:
    """A bare form: after a plural subject, or "went on to say"; never after "will" or "to"."""
    before = tokens[at - 1].low if at else ""
    if "to" in words:
        return "went" in words
    if words & _MODAL or left < 0 or before.endswith("'s"):
        return False
    near = {token.low for token in tokens[max(0, left - 4) : left]}
    if near & _SEVERAL or (tokens[at].low in _PURE and not near & _HELPERS and before not in _DETERMINERS):
        return True
    noun = tokens[left].low
    return noun in _PLURAL_SUBJECTS or (noun.endswith("s") and not noun.endswith(("ss", "'s"))) or noun == ","
