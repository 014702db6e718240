"""Noun phrases: who heads them and who owns them, where they begin and end, and under which preposition they stand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from readout.language.clause import Role
from readout.language.tokens import OCCASIONS, OPENERS, PRONOUNS, TIMES, Token
from readout.language.verbs import Group
from readout.records import Mention, Span

_YEAR = re.compile(r"(?:19|20)\d\d")
_STOPS = frozenset({"punct", "sub", "rel", "verb", "be", "have", "do", "modal", "to"})


@dataclass(slots=True)
class Sentence:
    """The tokens and verb groups of one sentence while its clauses are put together.

    `iffy` holds where one of its words may open a condition or a question; most sentences have none.
    """

    tokens: list[Token]
    groups: list[Group]
    iffy: bool

    def role(self, places: Iterable[int]) -> Role | None:
        """The noun phrase of the tokens at these places, its heads and owners; None if it names nothing."""
        tokens = self.tokens
        inside = [token for i in places if (token := tokens[i]).tag not in {"adv", "neg"}]
        while inside and inside[-1].tag in {"and", "punct"}:
            inside.pop()
        while inside and inside[0].tag in {"and", "punct"}:
            inside.pop(0)
        if not inside:
            return None
        heads, owners, nouns, under = _heads(inside)
        if owners:
            heads, owners, nouns = _named(heads, owners, nouns, inside)
        head = nouns[-1] if nouns else inside[0].low if inside[0].tag == "pron" else ""
        if not heads and not head and not owners:
            return None
        return Role(Span(inside[0].start, inside[-1].end), tuple(heads), tuple(owners), head, tuple(under))


_Parts = tuple[list[Mention], list[Mention], list[str]]


def _named(heads: list[Mention], owners: list[Mention], nouns: list[str], inside: list[Token]) -> _Parts:
    """The parts of a phrase once words for several that name nobody by themselves have become its plain head.

    "The presidents of Serbia and Croatia" are those of its of-phrase, whoever was named together before.
    """
    loose = [mention for mention in heads if mention.form == "joint" or not mention.actors]
    if not loose:
        return heads, owners, nouns
    words = [token.low.split()[-1] for token in inside if token.mention in loose]
    return [mention for mention in heads if mention not in loose], owners, [*words, *nouns]


# What a thing is only about does not own it: "fears over Oslo's shipyards".
_ABOUT = frozenset("over about against regarding concerning amid despite".split())


def _heads(inside: list[Token]) -> tuple[list[Mention], list[Mention], list[str], list[tuple[str, Mention]]]:
    """Of a phrase: the mentions that head it, those that own it, its plain nouns, the mentions under prepositions."""
    heads: list[Mention] = []
    owners: list[Mention] = []
    nouns: list[str] = []
    deeper: list[tuple[str, Mention]] = []
    under = ""
    for k, token in enumerate(inside):
        tag = token.tag
        if tag == "prep":
            under = token.low
        elif tag in {"w", "verb?"}:  # never a mention
            if not under:
                nouns.append(token.low)
        elif tag == "punct" and token.low == ",":
            under = ""
        elif token.mention is not None:
            if _owns(inside, k) and under not in _ABOUT:
                owners.append(token.mention)
            elif not under:
                heads.append(token.mention)
            elif under == "of":  # "thousands of Kenyans", "the ministers of Belgium and Rwanda"
                owners.append(token.mention)
            else:
                deeper.append((under, token.mention))
    return heads, owners, nouns, deeper


def _owns(inside: list[Token], k: int) -> bool:
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
    return after in _MODIFIED.get(mention.form, ())


# What may follow a mention that only modifies it, by its form.
_MODIFIED = {
    "adjective": frozenset({"w", "verb?", "M"}),
    "name": frozenset({"w", "verb?"}),
    "place": frozenset({"w", "verb?"}),
}


def phrases(parsed: Sentence, first: int, end: int) -> list[tuple[str, Role]]:
    """The object (under "") and the prepositional phrases between two token indices, in order."""
    tokens = parsed.tokens
    found: list[tuple[str, Role]] = []
    preposition, begin = "", first
    for i in range(first, end):
        token = tokens[i]
        tag = token.tag
        stop = tag in _BREAKS or (tag == "punct" and token.low in {";", ":", '"'})
        # "Received today at the palace | the foreign minister"
        late = not stop and tag == "det" and preposition in _PLACES and i > begin and _begins_anew(tokens, i)
        if stop or late:
            _add(found, preposition, parsed, begin, i)
            preposition = "" if late else token.low if tag in {"prep", "to"} else "~"
            begin = i if late else i + 1
    _add(found, preposition, parsed, begin, end)
    kept = [pair for pair in found if pair[0] != "~"]
    return _completed(kept) if len(kept) > 1 else kept


_BREAKS = frozenset({"prep", "to", "verb", "sub", "rel"})


def _add(found: list[tuple[str, Role]], preposition: str, parsed: Sentence, begin: int, end: int) -> None:
    """One more phrase under its preposition, if the tokens between two indices name something."""
    role = parsed.role(range(begin, end)) if begin < end else None
    if role and not (preposition == "with" and nested(found)):
        found.append((preposition, role))


_PLACES = frozenset({"at", "in", "on"})


def _begins_anew(tokens: list[Token], i: int) -> bool:
    """Whether a noun phrase begins right behind another one: its article, with a name soon behind it."""
    if tokens[i].tag != "det" or tokens[i - 1].tag not in {"M", "w"}:
        return False
    return any(token.tag == "M" for token in tokens[i + 1 : i + 3])


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


def phrase_before(parsed: Sentence, last: int) -> Role | None:
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
        if token.tag in _STOPS and not (token.tag == "to" and i > 0 and tokens[i - 1].tag in {"w", "M", "verb?"}):
            break
        if token.low in OPENERS or (token.tag == "and" and not _joins_nouns(tokens, i)):
            break
        kept.append(i)
        if token.tag == "pron":
            break
        i -= 1
    return parsed.role(_behind_a_front(tokens, kept[::-1]))


def _behind_a_front(tokens: list[Token], places: list[int]) -> list[int]:
    """A phrase without the time or place that opens it: "in the coming months Oslo's envoy", "in Lima she"."""
    if not places or tokens[places[0]].tag != "prep":
        return places
    if tokens[places[-1]].low in PRONOUNS:
        return places[-1:]
    for n, (i, following) in enumerate(pairwise(places), 1):
        timed = tokens[i].low in TIMES or _YEAR.fullmatch(tokens[i].low)
        if timed and tokens[following].tag in {"M", "det"}:
            return places[n:]
    return places


def _joins_nouns(tokens: list[Token], i: int) -> bool:
    """Whether the "and" at `i` stands in a list of names and not between two clauses."""
    before = [token.tag if token.low != "," else "," for token in tokens[max(0, i - 4) : i]]
    return bool(before) and (before[-1] not in {"verb", "punct", ","} or before == ["M", ",", "M", ","])


def _insertion(tokens: list[Token], comma: int, last: int) -> int | None:
    """The place left of an insertion that ends in this comma, or left of a comma in a list; None for any other."""
    if comma == last:  # ", who came from Oslo," or ", the foreign minister," right before the verb
        # A mention that holds its own apposition is whole: "the minister, Mara Lind,".
        if comma and tokens[comma - 1].tag == "M" and "," in tokens[comma - 1].low:
            return comma - 1
        for i in range(comma - 1, max(-1, comma - 40), -1):
            dated = tokens[i + 1].low.isdigit() and tokens[i - 1].low.isdigit()  # "March 17, 2021"
            if tokens[i].low == "," and i > 0 and tokens[i - 1].tag in {"M", "w"} and not dated:
                return i - 1
        return None
    if comma == 0 or tokens[comma - 1].tag != "M":
        return None
    listed = tokens[comma + 1].tag in {"M", "and", "det", "w"} and any(t.tag == "and" for t in tokens[comma + 1 : last])
    pair = comma + 1 == last and tokens[last].tag == "M" and (comma < 2 or tokens[comma - 2].tag != "to")
    return comma - 1 if listed or (pair and not _ends_an_address(tokens, comma)) else None


def _ends_an_address(tokens: list[Token], comma: int) -> bool:
    """Whether a comma is the second of "in Warsaw, Poland, the president": what follows is no third place."""
    if comma < 4 or tokens[comma - 2].low != "," or tokens[comma - 3].tag != "M":
        return False
    return tokens[comma - 4].tag in {"prep", "to"}


def nested(found: list[tuple[str, Role]]) -> bool:
    """Whether a with-phrase belongs to the noun before it: "consultations on ways of trade with Oslo"."""
    if not found:
        return False
    preposition, role = found[-1]
    plain_noun = not role.mentions and not role.possessors and role.head not in OCCASIONS and not role.head.isdigit()
    return plain_noun and preposition in {"on", "for", "of", "about", "over", "regarding", "toward", "towards"}
