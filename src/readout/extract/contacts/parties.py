"""Who took part in a contact: the parties around its verb or noun."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from readout.extract.claims import actors_of
from readout.extract.contacts.words import ContactRules
from readout.extract.story import Story
from readout.language import Clause, Role
from readout.records import Actor, Mention, Span, Statement

# A noun under these is what a clause is about, not the occasion that it tells of: "objected to talks".
_ABOUT = re.compile(r"\b(?:to|for|about|on|regarding)\s+$", re.IGNORECASE)
# Whom a noun is aimed at by its modifier is no party: "the counter-Hamas meeting".
_AGAINST = re.compile(r"\b(?:anti|counter|post|pre)-$", re.IGNORECASE)
# Behind these stands what a noun's phrases tell of other things.
_ASIDE = frozenset("since after before following during despite amid until".split())
# Organisations of which every state is a member, whatever their entry lists.
_OF_ALL = frozenset({"UN"})


@dataclass(frozen=True, slots=True)
class Teller:
    """Who says "I" in a document: the speaker of the statement that it stands in, else the office that issues it."""

    text: str
    statements: tuple[Statement, ...]
    issuer: tuple[Actor, ...]
    rules: ContactRules

    @classmethod
    def of(cls, story: Story, rules: ContactRules) -> "Teller":
        """The teller of one document."""
        document = story.document
        office = (Actor("body", document.office, document.issuer, document.office, f"{document.issuer}:GOV"),)
        return cls(document.text, story.statements, office if document.issuer else (), rules)

    def at(self, span: Span) -> tuple[Actor, ...]:
        """Who speaks at this place."""
        speakers = (s.speakers for s in self.statements if s.kind != "indirect" and s.content.span.covers(span))
        return next(speakers, self.issuer)

    def me(self, span: Span) -> tuple[Mention, ...]:
        """Who speaks, as if these words named them."""
        speakers = self.at(span)
        return (Mention(span.start, span.end, "pronoun", speakers, "who speaks here"),) if speakers else ()

    def people(self, role: Role | None) -> tuple[Mention, ...]:
        """Who heads a phrase; where a plain noun for people heads it, whoever owns them; for "I" whoever speaks."""
        if role is None:
            return ()
        if role.mentions:
            return role.mentions
        if role.head in {"i", "we"} and (me := self.me(role.span)):
            return me
        return role.possessors if self.rules.people.match(role.head) else ()


def parties_of(clause: Clause, around: Clause | None, mode: str, teller: Teller) -> tuple[Mention, ...]:
    """The mentions of those who took part; beside an organisation's own gathering its members in the same clause."""
    if clause.form != "nominal":
        return _verbal_parties(clause, mode, teller)
    mentions = _nominal_parties(clause, around, teller)
    return (*_present(around, mentions, teller.rules), *mentions) if around else mentions


def _nominal_parties(clause: Clause, around: Clause | None, teller: Teller) -> tuple[Mention, ...]:
    """Whoever owns the noun or stands under its prepositions; else the subject of the clause that it stands in."""
    if among := under(clause, "between", "among"):
        return among
    owners = clause.subject.mentions if clause.subject else ()
    own = [*(m for m in owners if not _AGAINST.search(teller.text, max(0, m.start - 8), m.start)), *_of(clause)]
    others = under(clause, "with", "to") or (under(clause, "by") if own else ())
    light = around is not None and teller.rules.says("takes-part", around.lemma)
    if around is None or (own and not others and not light):
        return (*own, *others)
    planned = teller.rules.says("plans", around.lemma)
    if not own and not others and not light and not planned and _ABOUT.search(teller.text, 0, clause.whole.start):
        return ()
    if not light and own and len({actor.state for actor in actors_of((*own, *others))}) > 1:
        return (*own, *others)
    subject = teller.people(around.subject)
    alone = len({actor.state for actor in actors_of((*subject, *own, *others))}) < 2
    return (*subject, *own, *others, *(under(around, "with", "to") if alone else ()))


def _of(clause: Clause) -> tuple[Mention, ...]:
    """Whose a noun is by an "of" behind it: not so in "the visit to Oslo since the invasion of Kenya"."""
    own = takewhile(lambda phrase: phrase[0] not in _ASIDE, clause.obliques)
    return tuple(m for prep, role in own if prep == "of" for m in role.mentions or role.possessors)


def _present(around: Clause, mentions: tuple[Mention, ...], rules: ContactRules) -> Iterator[Mention]:
    """The members of an organisation that a clause names beside the organisation's own gathering.

    "They discussed the outcome of the NATO summit": those of "they" whose states are in it took part.
    """
    hosts = {actor.state for actor in actors_of(mentions)}
    host = hosts.pop() or "" if len(hosts) == 1 else ""
    members = rules.members.get(host, frozenset())
    for role in (around.subject, around.object):
        for mention in role.mentions if role is not None else ():
            inside = tuple(a for a in mention.actors if a.state in members or (host in _OF_ALL and a.kind == "person"))
            if inside and mention not in mentions:
                yield replace(mention, actors=inside)


def _verbal_parties(clause: Clause, mode: str, teller: Teller) -> tuple[Mention, ...]:
    """Subject, object and with-phrases of a verb of contact."""
    ways = ("to", "in", "by", "through") if mode == "visit" else ("with", "to", "by", "alongside")
    if teller.rules.says("receives", clause.lemma) and not clause.passive:
        guests = teller.people(clause.object)
        manned = any(actor.kind == "person" for actor in actors_of(guests))
        return (*teller.people(clause.subject), *guests) if manned else ()
    beside = (clause.object, *clause.oblique(*ways))
    others = tuple(mention for role in beside for mention in teller.people(role))
    if mode == "visit" and not others:  # who goes nowhere visits nobody
        return ()
    if clause.subject is None and clause.form == "finite":  # "Met today with Lima's envoy", as people post
        return (*teller.me(clause.group), *others)
    return (*teller.people(clause.subject), *others)


def under(clause: Clause, *prepositions: str) -> tuple[Mention, ...]:
    """Who stands under these prepositions behind a verb or noun."""
    return tuple(mention for role in clause.oblique(*prepositions) for mention in role.mentions or role.possessors)


def locals_of(clause: Clause, own: set[str | None], sentence: Span, mentions: Sequence[Mention]) -> tuple[Actor, ...]:
    """Whom one state's people meet in another one, where the text names no state for them: those of that country.

    "In Lima, Lind met Mayor Rosa Quispe": a person beside the verb, and one place abroad in the sentence.
    """
    if clause.form == "nominal" or len(own) != 1:
        return ()
    beside = (clause.object, *clause.oblique("with"))
    met = [a for role in beside for m in (role.mentions if role else ()) for a in m.actors if _is_stateless(a)]
    abroad = {a.state for m in mentions if m.form == "place" and sentence.covers(m.span) for a in m.actors} - own
    if not met or len(abroad) != 1:
        return ()
    state = abroad.pop()
    return tuple(replace(actor, state=state, code=f"{state}:GOV") for actor in met)


def _is_stateless(actor: Actor) -> bool:
    return actor.kind == "person" and actor.state is None and actor.name is not None and actor.office is not None


def sides(mentions: Iterable[Mention], mode: str) -> tuple[Actor, ...]:
    """The actors of the parties; a bare state beside its own person or body is not another party.

    A place is a party of a visit only: its host.
    """
    actors = actors_of(mention for mention in mentions if mention.form != "place" or mode == "visit")
    manned = {actor.state for actor in actors if actor.kind != "state"}
    return tuple(actor for actor in actors if actor.kind != "state" or actor.state not in manned)
