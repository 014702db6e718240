"""Which words that could be verbs are verbs here, each with its auxiliaries: a verb group."""

import re
from dataclasses import dataclass

from readout.language.clause import ClauseForm, Tense
from readout.language.tokens import ALSO_NOUNS, BEGINS, OPENERS, PRONOUNS, TELLS, Token


@dataclass(slots=True)
class Group:
    """A verb group: token indices `first..last` (the verb is `last`) and what its auxiliaries say."""

    first: int
    last: int
    lemma: str
    form: ClauseForm
    tense: Tense
    passive: bool
    negated: bool
    perfect: bool
    modal: str | None


def before_index(tokens: list[Token], i: int) -> int:
    """The index of the nearest token before `i` that is neither adverb nor negation; -1 at the start."""
    i -= 1
    while i >= 0 and tokens[i].tag in {"adv", "neg"}:
        i -= 1
    return i


def _is_verb(tokens: list[Token], i: int) -> bool:
    """Whether the word that could be a verb is one here."""
    forms = tokens[i].word.forms
    p = before_index(tokens, i)
    tag = tokens[p].tag if p >= 0 else "start"
    if tag == "M" and tokens[p].low in PRONOUNS and tokens[p].low != "us":  # "the US strike"
        tag = "pron"
    if tag == "to":
        return "base" in forms
    if tag in {"modal", "do"}:
        return "base" in forms
    if tag == "be":
        return not _AFTER_BE.isdisjoint(forms)
    if tag == "have":
        return "participle" in forms
    if tag in {"det", "poss", "prep"}:
        if tokens[i].low in _GUESTS and tokens[p].low in _BESIDE:  # "held talks with visiting President Torres"
            return False
        return tag == "prep" and "ing" in forms and tokens[p].low not in _OF_THINGS
    if tag in {"pron", "rel"}:
        return True
    return _is_bare_verb(tokens, i, forms, tag)


_AFTER_BE = frozenset({"ing", "participle"})
_OF_THINGS = frozenset({"of", "within", "beyond"})  # "within shooting range"
_GUESTS = frozenset({"visiting", "outgoing", "incoming"})
_BESIDE = frozenset({"with", "to", "from", "between"})


def _is_bare_verb(tokens: list[Token], i: int, forms: frozenset[str], tag: str) -> bool:
    """The same for a word with no auxiliary before it: after a noun, a mention, a conjunction or at the start."""
    following = tokens[i + 1].tag if i + 1 < len(tokens) else "end"
    if _is_noun_here(tokens, i, forms, tag):
        return False
    lemmas = tokens[i].word.lemmas
    noun_like = not ALSO_NOUNS.isdisjoint(lemmas)
    if tag == "verb" and "base" not in forms:  # "began shelling", but "make continued efforts"
        return "ing" in forms and not BEGINS.isdisjoint(tokens[i - 1].word.lemmas)
    if "base" not in forms and not _PAST.isdisjoint(forms):
        # ", detained sailors" but ", said officials"
        return tag != "punct" or following not in {"w", "verb?"} or not TELLS.isdisjoint(lemmas)
    if "ing" in forms:
        return tag in {"punct", "start", "and", "sub"} or (tag in {"M", "w"} and following in {"M", "det", "to", "sub"})
    opens = following in {"M", "det", "to", "pron", "rel"} or (following == "sub" and tokens[i + 1].low != "as")
    if tag in {"verb?", "w"} and _has_verb(tokens, i):  # "provided emergency funds to"
        return False
    if tag in {"M", "verb?", "w"}:
        return opens or not noun_like or _calls_on(tokens, i, forms)
    if tag == "and":  # "helps Lima and opposes the raid", but "arms and supplies to"
        sure = following == "det" or not noun_like
        return opens and ("base" in forms or (sure and tokens[i - 1].low == "and"))
    return "s" in forms and (following in {"M", "det"} or (opens and not noun_like))


_PAST = frozenset({"past", "participle"})
_NOT_BARE = frozenset({"past", "participle", "ing"})
# Verbs that are as often nouns, with the prepositions that make verbs of them behind a name: "Oslo calls on Lima to".
_PARTICLES = {
    "call": {"on", "upon", "for"},
    "appeal": {"to"},
    "push": {"for"},
    "press": {"for"},
    "stand": {"by", "with"},
}


def _calls_on(tokens: list[Token], i: int, forms: frozenset[str]) -> bool:
    """Whether a word behind a name is the verb of its preposition: "Oslo calls on Lima"."""
    if i + 1 >= len(tokens) or not (tokens[i - 1].mention or tokens[i - 1].tag == "pron") or not forms & {"s", "base"}:
        return False
    return any(tokens[i + 1].low in _PARTICLES.get(lemma, ()) for lemma in tokens[i].word.lemmas)


def _is_noun_here(tokens: list[Token], i: int, forms: frozenset[str], tag: str) -> bool:
    """Whether the words beside a possible verb make it a noun or its modifier."""
    following = tokens[i + 1].tag if i + 1 < len(tokens) else "end"
    if tag == "start" and following in {"w", "verb?"} and not forms & {"base", "ing"}:  # "Combined landings were"
        return True
    if following in {"be", "modal", "have", "do"} and _NOT_BARE.isdisjoint(forms):  # "judges are named"
        return True
    if tokens[i].low == "meeting" and following in {"sub", "rel"}:  # "the meeting that he will hold"
        return True
    if "ing" in forms and tag == "sub" and _is_finite(tokens, i + 1):  # "as fighting went on"
        return True
    return tag in {"w", "verb?", "M"} and _NOT_BARE.isdisjoint(forms) and not _agrees(tokens, i, forms)


def _is_finite(tokens: list[Token], i: int) -> bool:
    """Whether the word at `i` can only be a finite verb: "has", "went"."""
    if i >= len(tokens):
        return False
    return tokens[i].tag in {"modal", "have"} or (tokens[i].tag == "verb?" and tokens[i].word.forms == {"past"})


def _agrees(tokens: list[Token], i: int, forms: frozenset[str]) -> bool:
    """Whether something before a bare present form may be its subject: no adjective, and for a base form a plural.

    So "spring" in "recognised the state in late spring" is a noun.
    """
    before = tokens[before_index(tokens, i)]
    if before.mention is not None:
        return before.mention.form != "adjective"
    if "s" in forms:
        return True
    for token in reversed(tokens[:i]):
        if token.tag in {"punct", "sub", "rel", "verb", "poss"} or (token.tag == "prep" and token.low != "of"):
            return False
        if token.mention is not None or token.tag == "and" or token.low in _PLURALS or _PLURAL.search(token.low):
            return True
    return False


_PLURALS = frozenset("people police men women children troops forces they we you i both all others".split())
_PLURAL = re.compile(r"[^su\W]s$")


def _has_verb(tokens: list[Token], i: int) -> bool:
    """Whether the stretch before token `i`, back to the last break, has its verb already."""
    for token in reversed(tokens[:i]):
        if token.tag == "verb":
            return True
        if token.tag in {"punct", "sub", "rel", "and", "M", "pron"}:
            return False
    return False


def verb_groups(tokens: list[Token]) -> list[Group]:
    """All verb groups of the sentence, in order; the words they are made of are tagged as verbs."""
    groups: list[Group] = []
    for i, token in enumerate(tokens):
        tag = token.tag
        if (tag == "verb?" and _is_verb(tokens, i)) or (tag in {"be", "have"} and _is_copula(tokens, i)):
            groups.append(_group(tokens, i))
            token.tag = "verb"
    for earlier, group, later in zip([None, *groups], groups, [*groups[1:], None], strict=False):
        if _is_reduced(tokens, group, later) or _is_second(tokens, earlier, group):
            group.form, group.tense = "participle", "none"
            tokens[group.last].tag = "part"
    return groups


# Verbs that go with "by" themselves: "stood by Oslo" is no passive.
_WITH_BY = frozenset("stand abide pass drop come go stop".split())


def _is_reduced(tokens: list[Token], group: Group, later: Group | None) -> bool:
    """Whether a bare past form is a participle after its noun: "a ship seized by Tehran", "talks held there ended"."""
    i = group.last
    if not i or group.first != i or not _goes_on(tokens, i) or "participle" not in tokens[i].word.forms:
        return False
    if tokens[i - 1].tag not in {"M", "w", "verb?"}:
        return False
    if tokens[i + 1].low == "by":
        return group.lemma not in _WITH_BY
    between = tokens[i + 1 : later.first] if later and later.form == "finite" else []
    return (
        bool(between)
        and not any(t.tag in {"punct", "sub", "rel"} or t.low in OPENERS for t in between)
        and (between[-1].tag != "and")
    )


def _is_second(tokens: list[Token], earlier: Group | None, group: Group) -> bool:
    """Whether a bare past form follows a finite verb with nothing between that could begin a clause of its own.

    It is a participle then: "investigates Lima over traces found at a site"; not so after verbs of speech, which take
    a clause without "that".
    """
    i = group.last
    if earlier is None or earlier.form != "finite" or earlier.lemma in TELLS:
        return False
    if group.first != i or group.form != "finite" or not (_goes_on(tokens, i) or _goes_to(tokens, i)):
        return False
    if not tokens[i].word.forms >= _PAST:
        return False
    between = tokens[earlier.last + 1 : i]
    opens = any(t.tag in {"punct", "sub", "rel", "pron"} or t.low in OPENERS for t in between)
    return bool(between) and not opens and _is_one_thing(between)


def _goes_on(tokens: list[Token], i: int) -> bool:
    """Whether a preposition follows token `i`."""
    return i + 1 < len(tokens) and tokens[i + 1].tag == "prep"


def _goes_to(tokens: list[Token], i: int) -> bool:
    """Whether "to" follows token `i` with somebody, not with a verb: "provided to Lima"."""
    return i + 2 < len(tokens) and tokens[i + 1].tag == "to" and tokens[i + 2].tag in {"M", "det"}


def _is_one_thing(between: list[Token]) -> bool:
    """Whether an "and" only joins what qualifies a thing: "the military and economic aid" begins no clause."""
    last = max((k for k, token in enumerate(between) if token.tag == "and"), default=None)
    if last is None:
        return True
    joined = between[last + 1 :]
    return len(joined) > 1 and all(t.tag in {"w", "verb?"} for t in joined) and not _PLURAL.search(joined[-1].low)


def _is_copula(tokens: list[Token], i: int) -> bool:
    """Whether a form of be or have is the main verb: no participle or -ing follows in its group."""
    j = i + 1
    while j < len(tokens) and tokens[j].tag in {"adv", "neg"}:
        j += 1
    if j >= len(tokens) or tokens[j].tag in {"be", "have"}:
        return j >= len(tokens)
    return tokens[j].tag != "verb?" or _AFTER_BE.isdisjoint(tokens[j].word.forms)


def _group(tokens: list[Token], last: int) -> Group:
    """The verb group that ends in the verb at `last`, read from its auxiliaries."""
    first = last
    while first > 0 and tokens[first - 1].tag in _AUXILIARY:
        first -= 1
        if tokens[first].tag == "to":
            break
    while tokens[first].tag == "adv" and first < last:
        first += 1
    return _helped(tokens, first, last) if first < last else _alone(tokens, last)


_LINKING = frozenset({"be", "have"})
_FINITE = _LINKING | {"modal", "do"}
_OVER_BASE = frozenset({"to", "modal", "do"})
_AUXILIARY = _FINITE | {"to", "adv", "neg"}


def _alone(tokens: list[Token], i: int) -> Group:
    """The group of a verb without auxiliaries, as most are."""
    lemma, form = _reading(tokens[i], _NONE)
    if form in {"ing", "participle"} or tokens[i].low in {"having", "being"}:
        return Group(i, i, lemma, "participle", "none", passive=False, negated=False, perfect=False, modal=None)
    tense: Tense = "past" if form == "past" else "present"
    return Group(i, i, lemma, "finite", tense, passive=False, negated=False, perfect=False, modal=None)


_NONE = frozenset[str]()


def _helped(tokens: list[Token], first: int, last: int) -> Group:
    """The group of a verb with auxiliaries from `first` on."""
    auxiliaries = tokens[first:last]
    tags = frozenset(token.tag for token in auxiliaries)
    lemma, form = _reading(tokens[last], tags)
    modal = next((token.low for token in auxiliaries if token.tag == "modal"), None)
    future = modal in {"will", "shall", "'ll"}
    past = any(token.low in {"was", "were", "had", "did"} for token in auxiliaries)
    kind: ClauseForm = "infinitive" if "to" in tags else "finite"
    bare = tags.isdisjoint(_FINITE)
    if kind == "finite" and ((form in {"ing", "participle"} and bare) or tokens[first].low in {"having", "being"}):
        kind = "participle"
    tense: Tense = "future" if future else "past" if past else "present"
    return Group(
        first, last, lemma, kind, "none" if kind != "finite" else tense,
        passive="be" in tags and form == "participle", negated="neg" in tags, perfect="have" in tags, modal=modal,
    )  # fmt: skip


_WANTED = ("past", "s", "base", "ing", "participle")
_HELPED_BY_BE = ("participle", "ing", "base")


def _reading(token: Token, auxiliaries: frozenset[str]) -> tuple[str, str]:
    """The lemma and form that the auxiliaries call for."""
    if token.tag in {"be", "have"}:
        return token.tag, "past" if token.low in {"was", "were", "had"} else "s"
    reads = token.word.reads
    if len(reads) == 1:
        return reads[0]
    wanted: tuple[str, ...] = _WANTED
    if not auxiliaries.isdisjoint(_LINKING):
        wanted = _HELPED_BY_BE
    elif not auxiliaries.isdisjoint(_OVER_BASE):
        wanted = ("base",)
    for form in wanted:
        for lemma, has in reads:
            if has == form:
                return lemma, form
    return reads[0]
