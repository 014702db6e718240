"""Who took part in a contact: the parties around its verb or noun."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from readout.extract.claims import actors_of
from readout.extract.contacts.words import ContactRules
from readout.extract.story import Story
from readout.language import Clause, Role
from readout.records import Actor, Mention, Span, Statement

# A noun under these is what a clause is about, not the occasion that it tells of: "objected to talks".
_ABOUT = re.compile(r"\b(?:to|for|about|on|regarding)\s+$", re.IGNORECASE)
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

    def people(self, role: Role | None) -> tuple[Mention, ...]:
        """Who heads a phrase; where a plain noun for people heads it, whoever owns them; for "I" whoever speaks."""
        if role is None:
            return ()
        if role.mentions:
            return role.mentions
        if role.head in {"i", "we"} and (me := self.at(role.span)):
            return (Mention(role.span.start, role.span.end, "pronoun", me, "who speaks here"),)
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
    own = [*(clause.subject.mentions if clause.subject else ()), *under(clause, "of")]
    others = under(clause, "with", "to") or (under(clause, "by") if own else ())
    light = around is not None and teller.rules.says("takes-part", around.lemma)
    if around is None or (own and not others and not light):
        return (*own, *others)
    planned = teller.rules.says("plans", around.lemma)
    if not own and not others and not light and not planned and _ABOUT.search(teller.text, 0, clause.whole.start):
        return ()
    subject = teller.people(around.subject)
    alone = len({actor.state for actor in actors_of((*subject, *own, *others))}) < 2
    return (*subject, *own, *others, *(under(around, "with", "to") if alone else ()))


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
    return (*teller.people(clause.subject), *(mention for role in beside for mention in teller.people(role)))


def under(clause: Clause, *prepositions: str) -> tuple[Mention, ...]:
    """Who stands under these prepositions behind a verb or noun."""
    return tuple(mention for role in clause.oblique(*prepositions) for mention in role.mentions or role.possessors)


def sides(mentions: Iterable[Mention], mode: str) -> tuple[Actor, ...]:
    """The actors of the parties; a bare state beside its own person or body is not another party.

    A place is a party of a visit only: its host.
    """
    actors = actors_of(mention for mention in mentions if mention.form != "place" or mode == "visit")
    manned = {actor.state for actor in actors if actor.kind != "state"}
    return tuple(actor for actor in actors if actor.kind != "state" or actor.state not in manned)
