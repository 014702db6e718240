"""Which words of a sentence belong to a contact, and how many occasions they tell of.

A noun's phrases end at the next noun of contact; the clause that it stands in is the one whose verb it depends on;
under a plural noun, or where phrases are told apart, each party is an occasion of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from readout.extract.claims import actors_of
from readout.extract.contacts.parties import SAYS, Teller, is_of_another, under
from readout.extract.contacts.words import ContactRules
from readout.language import Clause, Role
from readout.records import Mention, Span

_TWO = 2
# What is done at one of these stands apart from it: "as part of the council's meeting, Torres met Lind".
_ASIDE = re.compile(
    r"\b(?:as part of|(?:with)?in the framework of|on the (?:sidelines|margins) of|included?s?|including)"
    r"\s+(?:an? |the )?$",
    re.IGNORECASE,
)
# Who is kept out of a meeting does not meet: "barred Lima from their talks".
_SHUT_OUT = re.compile(
    r"\b(?:kick|thr[eo]w|expel|exclud|bann?|barr?|oust|eject)\w*\b[^.;,]{0,40}\b(?:out of|from)\s+"
    r"(?:(?:the|its|their|an?) )?"
    r"(?:\w+ )?$"
)
_BESIDE_IT = re.compile(
    r"\b(?:on|at) the (?:sidelines|margins|fringes|edges) of\s+(?:an? |the |this |that )?(?:\w+-)?$", re.IGNORECASE
)
# What stands under these belongs to the occasion behind them.
_SIDELINES = frozenset({"sidelines", "margins", "fringes", "sideline"})
_AS_WELL = re.compile(r"\b(?:as well as|and also|and,? (?:then |later )?separately,?)\s+with\s+$", re.IGNORECASE)
_ANOTHER = re.compile(
    r"\b(?:after|before|following|since|amid|ahead of|despite|(?:over|about|and)\s+(?:his|her|their|its|an?|the))\s+"
    r"(?:[\w'’-]+\s+){0,2}$"
)
_NOUN_REACH = 48
_SEPARATELY = re.compile(r",? and,? (?:then |later )?separately,? (?:with )?(?:the )?")
_TOGETHER = re.compile(r"\b(?:together|jointly|(?:tri|quadri|multi)lateral\w*|joint|at once|summit)\b", re.IGNORECASE)
_MEANWHILE = re.compile(r"\b(?:during|after|before|following|since|amid)\s+$", re.IGNORECASE)
_FRONT = re.compile(r"\b(?:In|At|During|After|Following|Before|On|Over)\s+$")
_RELATED = re.compile(r",|\b(?:that|which|who)\b", re.IGNORECASE)
_THAT = re.compile(r"\s+(?:that|which)\b", re.IGNORECASE)
_LISTED = 200  # characters: no organisation's name and the "and" behind it are longer
_AND = re.compile(r"\s+and\s+(?:the )?")
# What is done as a rule is no occasion: "they talk all the time".
_OFTEN = "all the time|regularly|often|frequently|routinely"
_RULE = re.compile(rf"\b(?:{_OFTEN}|every (?:day|week|month|year)|always|usually|daily|weekly|monthly|annually)\b")
# So is what was done several times: "they have met twice".
_TIMES = re.compile(rf"\b(?:twice|\w+ times|repeatedly|previously|{_OFTEN})\b")
# A "point of contact" is somebody.
_POINT_OF = re.compile(r"\bpoints? of\s+$", re.IGNORECASE)
_SINCE = re.compile(r"\s+(?:since|in (?:\w+ )?(?:days|weeks|months|years))\b")
# Talks of this kind are no occasion: "the outcome of any talks".
_ANY = re.compile(r"\b(?:any|such|whatever)\b")


def up_to(clause: Clause, head: int | None, text: str) -> Clause:
    """A noun's phrases up to the next noun of contact or the next thing that is told beside it.

    Those behind it belong to that: "his trip and a call with Lima", "the summit in Oslo, and his commitment to Lima".
    """
    if clause.form != "nominal":
        return _up_to_another(clause, head, text)
    own: list[tuple[str, Role]] = []
    for prep, role in clause.obliques:
        aside = not own and ", and " in text[clause.verb.end : role.span.start]
        if aside or (head is not None and role.span.start >= head):
            break
        if role.head in _SIDELINES or (clause.lemma in _SIDELINES and prep == "of"):
            break
        own.append((prep, role))
        if role.head and ", and " in role.span.of(text):
            break
    return clause._replace(obliques=tuple(own))


def _up_to_another(clause: Clause, head: int | None, text: str) -> Clause:
    """A verb's phrases up to a noun that tells another occasion: "met Lind after a call with Torres"."""
    if head is None or not _ANOTHER.search(text, max(clause.verb.end, head - _NOUN_REACH), head):
        return clause
    return clause._replace(obliques=tuple((prep, role) for prep, role in clause.obliques if role.span.start < head))


def reaching(clause: Clause, clauses: Sequence[Clause], text: str, rules: ContactRules) -> Clause:
    """A verb with the "with" that stands behind a participle of its own: "spoke about keeping peace with Torres"."""
    if clause.form == "nominal" or clause.oblique("with", "to") or clause.object:
        return clause
    far = tuple(
        ("with", role)
        for below in clauses
        if below.form == "participle" and below.governed_by is not None and clauses[below.governed_by] == clause
        for role in below.oblique("with")
        if (role.mentions or role.possessors) and not is_of_another(role, text, rules)
    )
    return clause._replace(obliques=(*clause.obliques, *far)) if far else clause


def is_rule(clause: Clause, text: str) -> bool:
    """Whether no occasion of its own is meant: "any talks", "on the sidelines of a summit", "they always talk".

    "A magnet for visiting envoys" tells none either: there the verb only says what envoys they are.
    """
    if clause.form == "participle" and clause.lemma == "visit" and clause.object is not None:
        return any(actor.kind == "group" for mention in clause.object.mentions for actor in mention.actors)
    if clause.form == "nominal":
        start = clause.group.start
        if _POINT_OF.search(text, max(0, start - 12), start):
            return True
        if _BESIDE_IT.search(text, max(0, start - 40), start) or _SHUT_OUT.search(text, max(0, start - 80), start):
            return True
        return clause.subject is not None and _ANY.search(clause.subject.head) is not None
    often = _TIMES if clause.perfect else _RULE
    return clause.tense == "present" and often.search(clause.tail.of(text)) is not None


def in_series(clause: Clause, text: str) -> bool:
    """Whether a noun only counts an occasion that is told beside it: "met in Oslo, their first contact since March"."""
    return clause.form == "nominal" and _SINCE.match(text, clause.verb.end) is not None


def is_aside(clause: Clause, text: str) -> bool:
    """Whether a noun names the wider occasion of what is told: "as part of the council's meeting, Torres met Lind"."""
    start = clause.group.start
    return clause.form == "nominal" and _ASIDE.search(text, max(0, start - 40), start) is not None


def occasions(clause: Clause, mentions: tuple[Mention, ...], teller: Teller) -> tuple[tuple[Mention, ...], ...]:
    """The parties of each occasion: one with each that stands under "with" a plural noun; a tour is one occasion.

    So it is where the phrases are told apart: "met with Torres as well as with Oslo's envoy".
    """
    if joined := _owners_apart(clause, teller):
        groups = joined
    elif len(roles := _told_apart(clause, teller)) > 1:
        groups = tuple(tuple(role.mentions or role.possessors) for role in roles)
    elif len(objects := _objects_apart(clause, teller)) > 1:
        groups = objects
    elif guests := _one_by_one(clause, teller):
        groups = tuple((guest,) for guest in guests)
    else:
        head = clause.object.head if clause.object else None  # "had calls with Lind and Torres"
        others = under(clause, "with") if teller.rules.says("several", clause.lemma, head) else ()
        each = {actor: replace(m, actors=(actor,)) for m in reversed(others) for actor in m.actors}
        groups = tuple((each[actor],) for actor in actors_of(others))
        people = all(actor.kind == "person" for (mention,) in groups for actor in mention.actors)
        if len({actor.state for actor in actors_of(others)}) < _TWO and not (people and len(groups) > 1):
            return (mentions,)
    apart = {mention.span for group in groups for mention in group}
    common = tuple(mention for mention in mentions if mention.span not in apart)
    return tuple((*common, *group) for group in groups)


def _one_by_one(clause: Clause, teller: Teller) -> tuple[Mention, ...]:
    """The people of three states or more whom somebody met: "was meeting with the presidents Torres, Lind and Omar".

    One meeting of all of them is called so ("a meeting with"), or they meet together.
    """
    if clause.form == "nominal" or teller.rules.mode(clause, teller.text) != "meeting":
        return ()
    guests = (*under(clause, "with"), *(clause.object.mentions if clause.object else ()))
    people = all(len(m.actors) == 1 and m.actors[0].kind == "person" and m.actors[0].state for m in guests)
    states = {actor.state for actor in actors_of(guests)}
    together = _TOGETHER.search(clause.whole.of(teller.text)) is not None
    return guests if people and len(guests) == len(states) > _TWO and not together else ()


def _owners_apart(clause: Clause, teller: Teller) -> tuple[tuple[Mention, ...], ...]:
    """The organisations that hold one gathering each: "the NATO and EU summits"."""
    own = [m for m in clause.subject.mentions if _is_host(m)] if clause.subject else []
    if not own or not teller.rules.says("several", clause.lemma):
        return ()
    before = teller.story.mentions_within(Span(max(0, own[0].start - _LISTED), own[0].start))
    other = [m for m in before if _is_host(m) and _AND.fullmatch(teller.text, m.end, own[0].start)]
    return tuple((m,) for m in (*other, own[0])) if other else ()


def _is_host(mention: Mention) -> bool:
    return bool(mention.actors) and all(actor.kind == "organisation" for actor in mention.actors)


def _told_apart(clause: Clause, teller: Teller) -> tuple[Role, ...]:
    """The phrases under "with" that "as well as" keeps apart."""
    roles = clause.oblique("with")
    between = [teller.text[one.span.end : two.span.start] for one, two in pairwise(roles)]
    if not between or not any(_AS_WELL.search(words) for words in between):
        return ()
    return tuple(role._replace(mentions=teller.people_of(clause, role)) for role in roles)


def _objects_apart(clause: Clause, teller: Teller) -> tuple[tuple[Mention, ...], ...]:
    """Those whom somebody met one after the other: "met Torres and, separately, Lind"."""
    met = clause.object.mentions if clause.object is not None else ()
    groups: list[tuple[Mention, ...]] = []
    for mention in met:
        if groups and not _SEPARATELY.fullmatch(teller.text, groups[-1][-1].end, mention.start):
            groups[-1] = (*groups[-1], mention)
        else:
            groups.append((mention,))
    return tuple(groups)


def ruling(clause: Clause, verbal: Sequence[Clause], teller: Teller) -> Clause | None:
    """The clause whose words include the noun: the last whose verb stands before it, else the one it is subject of.

    A relative clause of its own comes first: "the meeting that he will hold with Oslo's envoy".
    """
    if clause.form != "nominal":
        return None
    light = (c for c in verbal if c.verb.start > clause.verb.end and teller.rules.says("takes-part", c.lemma))
    related = next((c for c in light if c.subject), None)
    if related and _THAT.match(teller.text, clause.verb.end):
        return related
    holding = [c for c in verbal if c.whole.covers(clause.verb)]
    before = [c for c in holding if c.verb.end <= clause.verb.start]
    if _MEANWHILE.search(teller.text, max(0, clause.group.start - 12), clause.group.start):
        # What was agreed during a call is to come, the call is not: the noun belongs to the main verb.
        before = [c for c in before if c.form == "finite"] or before
    if before:  # "he said that talks have stalled"
        own = (c for c in verbal if c.subject and c.subject.head == clause.lemma and c.subject.span.covers(clause.verb))
        told, taken = before[-1].lemma in SAYS, before[-1].object
        if not told and taken is not None and taken.span.covers(clause.verb):  # "held talks and they agreed"
            return before[-1]
        return next((c for c in own if told or not _is_related(c, teller.text)), before[-1])
    if holding:
        return before[-1] if before else holding[0]
    return _fronting(clause, verbal, teller.text)


def _is_related(clause: Clause, text: str) -> bool:
    """Whether a clause only tells more of its subject: "discussed the summit, which was held in Oslo"."""
    between = text[clause.subject.span.end : clause.group.start] if clause.subject else ""
    return clause.form != "finite" or _RELATED.search(between) is not None


def _fronting(clause: Clause, verbal: Sequence[Clause], text: str) -> Clause | None:
    """The main clause behind a phrase that opens the sentence: "In a call with Oslo's envoy, Torres urged ..."."""
    opens = _FRONT.search(text, max(0, clause.group.start - 16), clause.group.start)
    if not opens or any(c.verb.start < clause.verb.start for c in verbal):
        return None
    return next((c for c in verbal if c.form == "finite" and c.subject and c.subject.mentions), None)
