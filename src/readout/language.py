"""Clauses: who does what to whom, with whom, in which tense and mood, by rules alone.

A sentence is read in four steps:

1. tokens      words and punctuation, each known mention one token, tagged by closed word lists and verb forms
2. verbs       which words that could be verbs are verbs here, each with its auxiliaries: a verb group
3. clauses     one a verb group: its subject, object and prepositional phrases; what it shares with a governing verb
4. nominals    the same roles around a noun that names an act: "Oslo's warning to Minsk", "talks between A and B"

The words for mentions come from `extract.actors`; a mention counts as one noun phrase whatever words it is made of.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal, Protocol

from readout.codebook.compiled import Compiled
from readout.records import Mention, Span
from readout.text import plain, words

ClauseForm = Literal["finite", "infinitive", "participle", "nominal"]
Tense = Literal["past", "present", "future", "none"]


@dataclass(frozen=True, slots=True)
class Role:
    """A noun phrase in a role: the mentions that head it, those that own it ("Oslo's envoy"), and its head word.

    `inside` holds what stands under prepositions within the phrase: "a summit with Oslo" has ("with", Oslo).
    """

    span: Span
    mentions: tuple[Mention, ...] = ()
    possessors: tuple[Mention, ...] = ()
    head: str = ""
    inside: tuple[tuple[str, Mention], ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One verb, or one noun that names an act, with its roles.

    `verb` is the bare verb, `group` all its auxiliaries too; `tail` is what follows up to the next finite clause,
    `whole` runs from the subject to the end of the tail. `governor` is the lemma of the verb or adjective that this
    infinitive or participle depends on ("refused" in "refused to meet"), `governed_by` that clause's place in the list.
    """

    lemma: str
    form: ClauseForm
    verb: Span
    group: Span
    tail: Span
    whole: Span
    tense: Tense
    passive: bool = False
    negated: bool = False
    perfect: bool = False
    modal: str | None = None
    conditional: bool = False
    subject: Role | None = None
    object: Role | None = None
    obliques: tuple[tuple[str, Role], ...] = ()
    governor: str | None = None
    governed_by: int | None = None
    inverted: bool = False

    def oblique(self, *prepositions: str) -> tuple[Role, ...]:
        """The phrases under these prepositions, in order."""
        return tuple(role for preposition, role in self.obliques if preposition in prepositions)


class Language(Protocol):
    """A backend that finds clauses. `Rules` is the one that is always there."""

    name: str

    def clauses(
        self, text: str, sentence: Span, mentions: Sequence[Mention], nouns: frozenset[str] = frozenset()
    ) -> tuple[Clause, ...]:
        """The clauses of one sentence in order of their verbs, then the noun phrases whose head is one of `nouns`."""
        ...


# ---- 1. tokens -------------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class _Token:
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
_PRON = frozenset("i you he she it we they him them us me who".split())
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
        ("pron", _PRON), ("sub", _SUB), ("prep", _PREP), ("det", _DET), ("adv", _ADV), ("to", frozenset({"to"})),
    ))
    for word in sorted(word_list)
}  # fmt: skip
# What joins two names to one modifier: "the Norway-Chile pact".
_JOINERS = frozenset({"-", "–", "/"})
_MONTHS = frozenset({"March", "May"})
# Plain nouns under a preposition after which "with" still belongs to the verb: "met on the sidelines with".
_OCCASIONS = frozenset(
    (
        "sidelines margins fringes phone telephone line video link visit summit monday tuesday wednesday thursday "
        "friday saturday sunday week month day morning afternoon evening night today yesterday capital city office palace "
        "ministry time hour"
    ).split()
)
# Prepositions that open a clause of their own when a verb follows: "after it launched a missile".
_OPENERS = frozenset("after before since until".split())
# Verbs whose base form is as often a noun: "support", "their visit", "phone talks".
_ALSO_NOUNS = frozenset(
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
        "challenge approach appeal influence invite honor harm halt guard grant guarantee grip guide manoeuvre maneuver"
    ).split()
)
# Nouns and adjectives that take an infinitive as a verb would: "is scheduled to", "a plan to", "ready to".
_PROSPECTIVE = frozenset(
    "due set ready scheduled expected planned slated supposed likely poised able willing unwilling unable".split()
)


def _tokens(text: str, sentence: Span, mentions: Sequence[Mention], rules: Compiled) -> list[_Token]:
    """Tagged tokens of the sentence; a mention is one token, a possessive ending another."""
    flat = plain(text[sentence.start : sentence.end])
    tokens: list[_Token] = []
    at = sentence.start
    for mention in sorted(mentions, key=lambda m: m.start):
        if mention.start < at or mention.end > sentence.end or _is_grammar(mention, text):
            continue
        tokens += _plain_tokens(flat, sentence.start, at, mention.start, rules)
        tokens.append(_Token(mention.start, mention.end, text[mention.start : mention.end].lower(), "M", (), mention))
        at = mention.end
    tokens += _plain_tokens(flat, sentence.start, at, sentence.end, rules)
    tokens = [t for t, after in zip_longest(tokens, tokens[1:]) if t.low != "." or after is None or after.tag == "punct"]
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.low in _JOINERS and before.mention and after.mention and before.end == token.start == after.start - 1:
            token.tag = "join"
    return tokens


def _is_grammar(mention: Mention, text: str) -> bool:
    """Whether a capital at the start of a sentence has made a name of a grammatical word ("Having agreed")."""
    unknown = all(actor.kind == "unknown" and actor.state is None for actor in mention.actors)
    return unknown and mention.form == "name" and text[mention.start : mention.end].lower() in _TAGS


def _plain_tokens(flat: str, base: int, start: int, end: int, rules: Compiled) -> list[_Token]:
    """Tokens between two mentions, with possessive endings and "n't" split off."""
    found: list[_Token] = []
    rest = flat[start - base : end - base]
    lead = 2 if rest.startswith("'s") and not rest[2:3].isalnum() else 1 if rest.startswith("'") else 0
    if lead and start > base:
        found.append(_Token(start, start + lead, rest[:lead], "poss"))
        start += lead
    for span in words(flat, start - base, end - base):
        low = span.of(flat).lower()
        for suffix, tag in (("'s", "poss"), ("n't", "neg"), ("s'", "poss")):
            if low.endswith(suffix) and len(low) > len(suffix) and low != "let's":
                cut = span.end - (1 if suffix == "s'" else len(suffix))
                found.append(_tagged(Span(span.start, cut), flat, base, rules))
                found.append(_Token(cut + base, span.end + base, flat[cut : span.end].lower(), tag))
                break
        else:
            found.append(_tagged(span, flat, base, rules))
    return found


def _tagged(span: Span, flat: str, base: int, rules: Compiled) -> _Token:
    raw = span.of(flat)
    low = raw if raw in _MONTHS else raw.lower()
    reads = rules.verbs.read(low)
    tag = _TAGS.get(low, "")
    if not tag:
        if not raw[0].isalnum():
            tag = "punct"
        elif reads and not (raw[0].isupper() and span.start > 0):
            tag = "verb?"
        else:
            tag = "adv" if low.endswith("ly") and len(low) > 4 else "w"
    return _Token(span.start + base, span.end + base, low, tag, reads)


# ---- 2. verbs --------------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class _Group:
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


def _before(tokens: list[_Token], i: int) -> int:
    """The index of the nearest token before `i` that is neither adverb nor negation; -1 at the start."""
    i -= 1
    while i >= 0 and tokens[i].tag in {"adv", "neg"}:
        i -= 1
    return i


def _is_verb(tokens: list[_Token], i: int) -> bool:
    """Whether the word that could be a verb is one here."""
    forms = {form for _, form in tokens[i].reads}
    p = _before(tokens, i)
    tag = tokens[p].tag if p >= 0 else "start"
    if tag == "M" and tokens[p].low in _PRON:
        tag = "pron"
    if tag == "to":
        return "base" in forms
    if tag in {"modal", "do"}:
        return "base" in forms
    if tag == "be":
        return bool(forms & {"ing", "participle"})
    if tag == "have":
        return "participle" in forms
    if tag in {"det", "poss", "prep"}:
        return tag == "prep" and "ing" in forms and tokens[p].low != "of"
    if tag in {"pron", "rel"}:
        return True
    return _is_bare_verb(tokens, i, forms, tag)


def _is_bare_verb(tokens: list[_Token], i: int, forms: set[str], tag: str) -> bool:
    """The same for a word with no auxiliary before it: after a noun, a mention, a conjunction or at the start."""
    following = tokens[i + 1].tag if i + 1 < len(tokens) else "end"
    if tag == "start" and following in {"w", "verb?"} and not forms & {"base", "ing"}:  # "Combined landings were"
        return False
    if not forms & {"past", "participle", "ing"} and tag in {"w", "verb?", "M"} and not _agrees(tokens, i, forms):
        return False
    lemmas = {lemma for lemma, _ in tokens[i].reads}
    noun_like = bool(lemmas & _ALSO_NOUNS)
    if tag == "verb" and "base" not in forms:  # "make continued efforts"
        return False
    if forms & {"past", "participle"} and "base" not in forms:
        return True
    if "ing" in forms:
        return tag in {"punct", "start", "and", "sub"} or (tag in {"M", "w"} and following in {"M", "det", "to", "sub"})
    opens = following in {"M", "det", "to", "pron", "rel"} or (following == "sub" and tokens[i + 1].low != "as")
    if tag in {"verb?", "w"} and _has_verb(tokens, i):  # "provided emergency funds to"
        return False
    if tag in {"M", "verb?", "w"}:
        return opens or not noun_like
    if tag == "and":
        return opens and "base" in forms
    return "s" in forms and (following in {"M", "det"} or (opens and not noun_like))


def _agrees(tokens: list[_Token], i: int, forms: set[str]) -> bool:
    """Whether something before a bare present form may be its subject: no adjective, and for a base form a plural.

    So "spring" in "recognised the state in late spring" is a noun.
    """
    before = tokens[_before(tokens, i)]
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


def _has_verb(tokens: list[_Token], i: int) -> bool:
    """Whether the stretch before token `i`, back to the last break, has its verb already."""
    for token in reversed(tokens[:i]):
        if token.tag == "verb":
            return True
        if token.tag in {"punct", "sub", "rel", "and", "M", "pron"}:
            return False
    return False


def _groups(tokens: list[_Token]) -> list[_Group]:
    """All verb groups of the sentence, in order; the words they are made of are tagged as verbs."""
    groups: list[_Group] = []
    for i, token in enumerate(tokens):
        copula = token.tag in {"be", "have"} and _is_copula(tokens, i)
        if copula or (token.tag == "verb?" and _is_verb(tokens, i)):
            groups.append(_group(tokens, i))
            token.tag = "verb"
    for group, later in zip_longest(groups, groups[1:]):
        if _is_reduced(tokens, group, later):
            group.form, group.tense = "participle", "none"
            tokens[group.last].tag = "part"
    return groups


def _is_reduced(tokens: list[_Token], group: _Group, later: _Group | None) -> bool:
    """Whether a bare past form is a participle after its noun: "a ship seized by Tehran", "talks held there ended"."""
    i = group.last
    if group.first != i or "participle" not in {form for _, form in tokens[i].reads} or not i:
        return False
    if tokens[i - 1].tag not in {"M", "w", "verb?"} or i + 1 >= len(tokens) or tokens[i + 1].tag != "prep":
        return False
    if tokens[i + 1].low == "by":
        return True
    between = tokens[i + 1 : later.first] if later and later.form == "finite" else []
    return (
        bool(between)
        and not any(t.tag in {"punct", "sub", "rel"} or t.low in _OPENERS for t in between)
        and (between[-1].tag != "and")
    )


def _is_copula(tokens: list[_Token], i: int) -> bool:
    """Whether a form of be or have is the main verb: no participle or -ing follows in its group."""
    j = i + 1
    while j < len(tokens) and tokens[j].tag in {"adv", "neg"}:
        j += 1
    if j >= len(tokens) or tokens[j].tag in {"be", "have"}:
        return j >= len(tokens)
    return not (tokens[j].tag == "verb?" and {form for _, form in tokens[j].reads} & {"ing", "participle"})


def _group(tokens: list[_Token], last: int) -> _Group:
    """The verb group that ends in the verb at `last`, read from its auxiliaries."""
    first = last
    while first > 0 and tokens[first - 1].tag in {"be", "have", "do", "modal", "to", "adv", "neg"}:
        first -= 1
        if tokens[first].tag == "to":
            break
    while tokens[first].tag == "adv" and first < last:
        first += 1
    auxiliaries = tokens[first:last]
    tags = {token.tag for token in auxiliaries}
    lemma, form = _reading(tokens[last], tags)
    modal = next((token.low for token in auxiliaries if token.tag == "modal"), None)
    negated = "neg" in tags
    future = modal in {"will", "shall", "'ll"}
    past = any(token.low in {"was", "were", "had", "did"} for token in auxiliaries) or (form == "past" and not tags)
    kind: ClauseForm = "infinitive" if "to" in tags else "finite"
    bare = not tags & {"be", "have", "modal", "do"}
    if kind == "finite" and ((form in {"ing", "participle"} and bare) or tokens[first].low in {"having", "being"}):
        kind = "participle"
    tense: Tense = "future" if future else "past" if past else "present"
    return _Group(
        first, last, lemma, kind, "none" if kind != "finite" else tense,
        passive="be" in tags and form == "participle", negated=negated, perfect="have" in tags, modal=modal,
    )  # fmt: skip


def _reading(token: _Token, auxiliaries: set[str]) -> tuple[str, str]:
    """The lemma and form that the auxiliaries call for."""
    if token.tag in {"be", "have"}:
        return token.tag, "past" if token.low in {"was", "were", "had"} else "s"
    wanted: tuple[str, ...] = (
        ("base",) if auxiliaries & {"to", "modal", "do"} else ("past", "s", "base", "ing", "participle")
    )
    if auxiliaries & {"be", "have"}:
        wanted = ("participle", "ing", "base")
    for form in wanted:
        for lemma, has in token.reads:
            if has == form:
                return lemma, form
    return token.reads[0]


# ---- 3. clauses ------------------------------------------------------------------------------------------------------
_STOPS = frozenset({"punct", "sub", "rel", "verb", "be", "have", "do", "modal", "to"})


@dataclass(slots=True)
class _Sentence:
    """The tokens and verb groups of one sentence while its clauses are put together."""

    tokens: list[_Token]
    groups: list[_Group]

    def role(self, places: Iterable[int]) -> Role | None:
        """The noun phrase of the tokens at these places, its heads and owners; None if it names nothing."""
        inside = [t for t in map(self.tokens.__getitem__, places) if t.tag not in {"adv", "neg"}]
        while inside and inside[-1].tag in {"and", "punct"}:
            inside.pop()
        while inside and inside[0].tag in {"and", "punct"}:
            inside.pop(0)
        if not inside:
            return None
        heads, owners, nouns, under = _heads(inside)
        heads, owners, nouns = _named(heads, owners, nouns, inside)
        head = nouns[-1] if nouns else inside[0].low if inside[0].tag == "pron" else ""
        if not heads and not head and not owners:
            return None
        return Role(Span(inside[0].start, inside[-1].end), tuple(heads), tuple(owners), head, tuple(under))


_Parts = tuple[list[Mention], list[Mention], list[str]]


def _named(heads: list[Mention], owners: list[Mention], nouns: list[str], inside: list[_Token]) -> _Parts:
    """The parts of a phrase once words for several that name nobody by themselves have become its plain head.

    "The presidents of Serbia and Croatia" are those of its of-phrase, whoever was named together before.
    """
    loose = [mention for mention in heads if mention.form == "joint" or not mention.actors]
    if not loose or not owners:
        return heads, owners, nouns
    words = [token.low.split()[-1] for token in inside if token.mention in loose]
    return [mention for mention in heads if mention not in loose], owners, [*words, *nouns]


def _heads(inside: list[_Token]) -> tuple[list[Mention], list[Mention], list[str], list[tuple[str, Mention]]]:
    """Of a phrase: the mentions that head it, those that own it, its plain nouns, and the mentions under prepositions."""
    heads: list[Mention] = []
    owners: list[Mention] = []
    nouns: list[str] = []
    deeper: list[tuple[str, Mention]] = []
    under = ""
    for k, token in enumerate(inside):
        if token.tag == "prep":
            under = token.low
        elif token.tag == "punct" and token.low == ",":
            under = ""
        elif token.mention is not None:
            if _owns(inside, k):
                owners.append(token.mention)
            elif not under:
                heads.append(token.mention)
            elif under == "of":  # "thousands of Kenyans", "the ministers of Belgium and Rwanda"
                owners.append(token.mention)
            else:
                deeper.append((under, token.mention))
        elif token.tag in {"w", "verb?"} and not under:
            nouns.append(token.low)
    return heads, owners, nouns, deeper


def _owns(inside: list[_Token], k: int) -> bool:
    """Whether the mention at `k` only modifies what follows: "Oslo's envoy", "Kenyan troops", "Norway-Chile pact"."""
    mention = inside[k].mention
    after = inside[k + 1].tag if k + 1 < len(inside) else "end"
    if after == "join":
        return _owns(inside, k + 2)
    if after == "poss" or mention is None:
        return True
    following = inside[k + 2].mention if k + 2 < len(inside) else None
    if after == "and" and mention.form == "adjective" and following and following.form == "adjective":
        return _owns(inside, k + 2)
    followed = {"adjective": {"w", "verb?", "M"}, "name": {"w", "verb?"}, "place": {"w", "verb?"}}
    return after in followed.get(mention.form, set())


class Rules:
    """The backend of hand-written grammar: fast, always there, and the same on every machine."""

    name = "rules"

    def __init__(self, rules: Compiled) -> None:
        self._rules = rules

    def clauses(
        self, text: str, sentence: Span, mentions: Sequence[Mention], nouns: frozenset[str] = frozenset()
    ) -> tuple[Clause, ...]:
        """The clauses of one sentence in order of their verbs, then the noun phrases whose head is one of `nouns`."""
        tokens = _tokens(text, sentence, mentions, self._rules)
        parsed = _Sentence(tokens, _groups(tokens))
        found: list[Clause] = []
        for n in range(len(parsed.groups)):
            found.append(_clause(parsed, n, found))
        verbal = _fronted(found)
        verbs = {group.last for group in parsed.groups}
        heads = (i for i, token in enumerate(tokens) if token.low in nouns and i not in verbs and not token.mention)
        return (*verbal, *(_nominal(parsed, i, verbal) for i in heads))


def _clause(parsed: _Sentence, n: int, found: list[Clause]) -> Clause:
    """The clause of the n-th verb group; `found` holds those before it, whose subjects it may share."""
    tokens, group = parsed.tokens, parsed.groups[n]
    end = _tail_end(parsed, n)
    next_verb = parsed.groups[n + 1].first if n + 1 < len(parsed.groups) else end
    following = _phrases(parsed, group.last + 1, min(end, next_verb))
    subject, start, governed_by = _subject(parsed, n, found)
    inverted = False
    obj = following[0][1] if following and following[0][0] == "" else None
    obliques = tuple((prep, role) for prep, role in following if prep)
    if subject is None and group.form == "finite" and obj is not None and _opens(tokens, group.first):
        subject, obj, inverted = obj, None, True
    governor = _governor(parsed, group, found, governed_by)
    _inherit(group, found, governed_by)
    tail_end = tokens[end - 1].end if end > group.last + 1 else tokens[group.last].end
    left = subject.span.start if subject and subject.span.start < tokens[group.first].start else start
    return Clause(
        group.lemma, group.form, Span(tokens[group.last].start, tokens[group.last].end),
        Span(tokens[group.first].start, tokens[group.last].end), Span(tokens[group.last].end, tail_end),
        Span(left, tail_end), group.tense, passive=group.passive or _reduced_passive(parsed, group, following),
        negated=group.negated, perfect=group.perfect, modal=group.modal,
        conditional=_conditional(tokens, group, left), subject=subject, object=obj, obliques=obliques,
        governor=governor, governed_by=governed_by, inverted=inverted,
    )  # fmt: skip


_TELLS = frozenset("say tell announce agree pledge vow promise confirm add report state declare note".split())


def _inherit(group: _Group, found: list[Clause], governed_by: int | None) -> None:
    """What the verb group of a clause takes from the clauses before it.

    A bare second verb after "and" shares the auxiliary of the first: "will meet Oslo's envoy and hold talks"; "would"
    in what was said stands for "will".
    """
    told = any(clause.lemma in _TELLS and clause.tense == "past" for clause in found)
    if group.modal == "would" and told:
        group.tense, group.modal = "future", "will"
    if governed_by is None or group.form != "finite" or group.first != group.last or group.tense != "present":
        return
    first = found[governed_by]
    if first.modal is not None:
        group.tense, group.modal = first.tense, first.modal


def _fronted(found: list[Clause]) -> tuple[Clause, ...]:
    """A participle that opens the sentence has the subject of the main clause after it: "Bowing to Lima, Quito ..."."""
    if not found or found[0].form != "participle" or (found[0].subject and found[0].subject.mentions):
        return tuple(found)
    main = next((clause for clause in found if clause.form == "finite" and clause.subject and clause.subject.mentions), None)
    if main is None:
        return tuple(found)
    return (replace(found[0], subject=main.subject), *found[1:])


def _opens(tokens: list[_Token], i: int) -> bool:
    """Whether nothing but a quotation mark or comma stands before token `i`: the place of an inverted verb."""
    return i > 0 and tokens[i - 1].tag == "punct"


def _tail_end(parsed: _Sentence, n: int) -> int:
    """The token index where the clause of group `n` ends: before the next finite clause, or at a strong stop."""
    tokens, group = parsed.tokens, parsed.groups[n]
    limit = len(tokens)
    reported = False
    for later in parsed.groups[n + 1 :]:
        if later.form == "finite":
            reduced = tokens[group.last].tag == "part"
            limit = later.first if reduced else _finite_start(tokens, later.first, group.last + 1)
            if reported or tokens[limit - 1].low != "that":  # a that-clause belongs to its verb, what follows does not
                break
            limit, reported = len(tokens), True
    for i in range(group.last + 1, limit):
        if tokens[i].low in {";", ":", "."} and tokens[i].tag == "punct" and i + 1 < limit:
            return i
    while limit > group.last + 1 and tokens[limit - 1].tag in {"punct", "and", "sub", "rel"}:
        limit -= 1
    return limit


def _finite_start(tokens: list[_Token], verb: int, floor: int) -> int:
    """Where the subject of a later finite verb begins, looking left no further than `floor`."""
    i = verb
    while i > floor and tokens[i - 1].tag not in {"sub", "rel", "punct", "and"}:
        i -= 1
        if tokens[i].low in _OPENERS:
            break
    return i


def _phrases(parsed: _Sentence, first: int, end: int) -> list[tuple[str, Role]]:
    """The object (under "") and the prepositional phrases between two token indices, in order."""
    tokens = parsed.tokens
    found: list[tuple[str, Role]] = []
    preposition, begin, i = "", first, first
    while i <= end:
        token = tokens[i] if i < end else None
        stop = token is None or token.tag in {"prep", "to", "verb", "sub", "rel"} or token.low in {";", ":", '"'}
        if stop:
            role = parsed.role(range(begin, i))
            if role and (preposition or begin == first) and not (preposition == "with" and _nested(found)):
                found.append((preposition, role))
            if token is None:
                break
            preposition = token.low if token.tag in {"prep", "to"} else "~"
            begin = i + 1
        i += 1
    return _completed([(prep, role) for prep, role in found if prep != "~"])


def _completed(found: list[tuple[str, Role]]) -> list[tuple[str, Role]]:
    """Phrases whose words for several are told by the of-phrase behind them: "with the leaders of Oslo and Lima"."""
    whole: list[tuple[str, Role]] = []
    for (prep, role), (following, named) in zip_longest(found, found[1:], fillvalue=("", None)):
        loose = role and role.mentions and all(m.form == "joint" or not m.actors for m in role.mentions)
        people = named and following == "of" and (named.mentions or named.possessors)
        if role and named and loose and people:
            span = Span(role.span.start, named.span.end)
            whole.append((prep, Role(span, people, named.possessors, role.head, role.inside)))
        elif role:
            whole.append((prep, role))
    return whole


def _subject(parsed: _Sentence, n: int, found: list[Clause]) -> tuple[Role | None, int, int | None]:
    """The subject of group `n`, where its clause starts, and the clause that governs it if it shares its subject."""
    tokens, group = parsed.tokens, parsed.groups[n]
    start = tokens[group.first].start
    if group.form == "infinitive":
        return _shared(found, n, start)
    left = group.first - 1
    while left >= 0 and tokens[left].tag == "adv":
        left -= 1
    if left > 0 and tokens[left].low == '"' and tokens[left - 1].tag in {"M", "w", "pron"}:  # Oslo "refused to talk"
        left -= 1
    if left < 0:
        return None, start, None
    if group.form == "participle":
        return _participle_subject(parsed, left, found, n, start)
    if tokens[left].tag == "and" and found:
        return _conjunct(parsed, left, found, n, start)
    if tokens[left].tag == "rel" or (tokens[left].low == "that" and left and tokens[left - 1].tag in {"M", "w"}):
        return _antecedent(parsed, left, start), start, None
    role = _phrase_before(parsed, left)
    return role, role.span.start if role else start, None


def _shared(found: list[Clause], n: int, start: int) -> tuple[Role | None, int, int | None]:
    """An infinitive's subject: the object of "urged X to", else the subject of what governs it."""
    if not found:
        return None, start, None
    above = found[-1]
    controls = above.object if above.object and above.object.mentions and not above.passive else above.subject
    return controls, start, n - 1


def _participle_subject(
    parsed: _Sentence, left: int, found: list[Clause], n: int, start: int
) -> tuple[Role | None, int, int | None]:
    """A participle's subject: the noun right before it ("talks held"), else that of the main clause."""
    if parsed.tokens[left].tag in {"M", "w", "verb?"}:
        role = _phrase_before(parsed, left)
        return role, role.span.start if role else start, None
    if found:
        main = next((k for k in range(n - 1, -1, -1) if found[k].form == "finite"), n - 1)
        return found[main].subject, start, main
    return None, start, None


def _conjunct(
    parsed: _Sentence, left: int, found: list[Clause], n: int, start: int
) -> tuple[Role | None, int, int | None]:
    """The subject of a second verb after "and": that of the verb before it."""
    first = parsed.groups[n].first
    before = next((k for k in range(n - 1, -1, -1) if found[k].form == "finite"), None)
    if before is None:
        return None, start, None
    shared = found[before]
    if shared.subject is None or first - left > 3:
        return None, start, None
    return shared.subject, start, before


def _antecedent(parsed: _Sentence, left: int, start: int) -> Role | None:
    """What a relative pronoun stands for: the phrase right before it."""
    end = left
    while end > 0 and parsed.tokens[end - 1].tag == "punct":
        end -= 1
    role = _phrase_before(parsed, end - 1)
    return role if role is not None and role.span.start < start else None


def _phrase_before(parsed: _Sentence, last: int) -> Role | None:
    """The noun phrase that ends at token `last`; insertions between commas are jumped."""
    tokens = parsed.tokens
    kept: list[int] = []
    i = last
    while i >= 0:
        token = tokens[i]
        if token.tag == "punct":
            i_before = _insertion(tokens, i, last) if token.low == "," else None
            if i_before is None:
                break
            if i_before == i - 1:  # the comma of a list is part of the phrase, an insertion with its commas is not
                kept.append(i)
            i = i_before
            continue
        if token.tag in _STOPS and not (token.tag == "to" and i > 0 and tokens[i - 1].tag in {"w", "M"}):
            break
        if token.low in _OPENERS or (token.tag == "and" and not _joins_nouns(tokens, i)):
            break
        kept.append(i)
        if token.tag == "pron":
            break
        i -= 1
    return parsed.role(reversed(kept))


def _joins_nouns(tokens: list[_Token], i: int) -> bool:
    """Whether the "and" at `i` stands in a list of names and not between two clauses."""
    before = [token.tag if token.low != "," else "," for token in tokens[max(0, i - 4) : i]]
    return bool(before) and (before[-1] not in {"verb", "punct", ","} or before == ["M", ",", "M", ","])


def _insertion(tokens: list[_Token], comma: int, last: int) -> int | None:
    """The place left of an insertion that ends in this comma, or left of a comma in a list; None for any other."""
    if comma == last:  # ", who came from Oslo," or ", the foreign minister," right before the verb
        for i in range(comma - 1, max(-1, comma - 40), -1):
            dated = tokens[i + 1].low.isdigit() and tokens[i - 1].low.isdigit()  # "March 17, 2021"
            if tokens[i].low == "," and i > 0 and tokens[i - 1].tag in {"M", "w"} and not dated:
                return i - 1
        return None
    if comma == 0 or tokens[comma - 1].tag != "M":
        return None
    listed = tokens[comma + 1].tag in {"M", "and", "det", "w"} and any(t.tag == "and" for t in tokens[comma + 1 : last])
    pair = comma + 1 == last and tokens[last].tag == "M" and (comma < 2 or tokens[comma - 2].tag != "to")
    return comma - 1 if listed or pair else None


def _governor(parsed: _Sentence, group: _Group, found: list[Clause], governed_by: int | None) -> str | None:
    """The word that an infinitive or participle depends on."""
    if group.form == "infinitive":
        before = parsed.tokens[group.first - 1] if group.first else None
        if before is not None and before.tag != "verb" and before.low in _PROSPECTIVE:
            return before.low
        if before is not None and before.tag in {"w", "verb?"} and before.low in {"plan", "plans", "decision", "offer"}:
            return before.low
        return found[-1].lemma if found else None
    if governed_by is None:
        return None
    if group.form == "finite":
        return found[governed_by].governor
    return found[governed_by].lemma


def _reduced_passive(parsed: _Sentence, group: _Group, following: list[tuple[str, Role]]) -> bool:
    """A bare participle that is passive: "a ship seized by Tehran", "talks held in Oslo"."""
    if group.form != "participle":
        return False
    token = parsed.tokens[group.last]
    if all(form == "ing" for _, form in token.reads):
        return False
    return bool(following) and following[0][0] in {"by", "in", "on", "at", "from", "to", "with"}


def _conditional(tokens: list[_Token], group: _Group, left: int) -> bool:
    """Whether an "if" or "unless" opens the clause."""
    opening = [t for t in tokens[: group.first] if t.end <= left + 1 or t.start >= left]
    return any(t.low in {"if", "unless", "should"} and t.tag in {"sub", "modal"} for t in opening[-8:])


def _nested(found: list[tuple[str, Role]]) -> bool:
    """Whether a with-phrase belongs to the noun before it: "consultations on ways of trade with Oslo"."""
    if not found:
        return False
    preposition, role = found[-1]
    plain_noun = not role.mentions and not role.possessors and role.head not in _OCCASIONS
    return plain_noun and preposition in {"on", "for", "of", "about", "over", "regarding", "toward", "towards"}


# ---- 4. nominals -----------------------------------------------------------------------------------------------------
_THEIRS = frozenset({"their", "his", "her", "its"})


def _nominal(parsed: _Sentence, i: int, verbal: Sequence[Clause]) -> Clause:
    """The noun at token `i` as a clause: its owner or adjective is the subject, what follows its phrases."""
    tokens = parsed.tokens
    end = _nominal_end(tokens, i)
    start = _noun_start(tokens, i)
    before = tokens[start:i]
    owners = tuple(t.mention for t in before if t.mention is not None)
    modifiers = " ".join(t.low for t in before if t.tag in {"w", "verb?", "det"})
    if not owners and any(t.low in _THEIRS for t in before):
        owners = _antecedents(verbal, tokens[i].start, several=any(t.low == "their" for t in before))
    subject = Role(Span(tokens[start].start, tokens[i].end), owners, (), modifiers) if owners or modifiers else None
    own_end = next((k for k in range(i + 1, end) if tokens[k].tag == "sub"), end)
    phrases = tuple((prep, role) for prep, role in _phrases(parsed, i + 1, own_end) if prep)
    tail_end = tokens[end - 1].end
    return Clause(
        tokens[i].low, "nominal", Span(tokens[i].start, tokens[i].end), Span(tokens[start].start, tokens[i].end),
        Span(tokens[i].end, tail_end), Span(tokens[start].start, tail_end), "none",
        negated=any(t.tag == "neg" or t.low == "no" for t in tokens[max(0, start - 1) : i]),
        subject=subject, obliques=phrases,
    )  # fmt: skip


def _nominal_end(tokens: list[_Token], i: int) -> int:
    """Where the phrase of a noun ends: at the next verb or strong stop; a that-clause of its own belongs to it."""
    if i + 1 < len(tokens) and tokens[i + 1].low == "that":
        stops = (k for k in range(i + 2, len(tokens)) if tokens[k].low in {";", ":", ","})
        return next(stops, len(tokens))
    end = i + 1
    while end < len(tokens) and tokens[end].tag not in {"verb", "part", "be", "have", "do", "modal", "sub", "rel"}:
        if tokens[end].low in {";", ":", '"'}:
            break
        end += 1
    return end


def _antecedents(verbal: Sequence[Clause], place: int, *, several: bool) -> tuple[Mention, ...]:
    """Whom "their" or "his" before a noun means: the last role named before it, for "their" one of several parties."""
    for clause in reversed([c for c in verbal if c.verb.start < place]):
        for role in (clause.object, clause.subject):
            if role is None or not role.mentions or role.span.start >= place:
                continue
            parties = (*role.mentions, *role.possessors) if several else role.mentions
            if not several or sum(len(mention.actors) for mention in parties) > 1:
                return parties
    return ()


def _noun_start(tokens: list[_Token], i: int) -> int:
    """The first token of the noun phrase whose head is at `i`."""
    start = i
    while start > 0 and tokens[start - 1].tag in {"M", "poss", "det", "w", "verb?", "adv", "join"}:
        start -= 1
    return start
