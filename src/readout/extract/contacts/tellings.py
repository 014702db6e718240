"""Tellings of contacts: each clause that tells of one, with parties, status, day and place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from readout.extract.claims import actors_of
from readout.extract.company import continued, included
from readout.extract.contacts.parties import Teller, locals_of, parties_of, sides, under
from readout.extract.contacts.status import BACK, Place, on_trip, standing_of, to_come, undated, when_told
from readout.extract.contacts.words import ContactRules
from readout.extract.events import place_of
from readout.extract.story import Story, evidence_over
from readout.language import Clause, Role
from readout.records import Actor, Contact, Mention, Span, content_id, unknown_when
from readout.text import plain

_MEANWHILE = re.compile(r"\b(?:during|after|before|following|since|amid)\s+$", re.IGNORECASE)
_FRONT = re.compile(r"\b(?:In|At|During|After|Following|Before|On|Over)\s+$")
_THAT = re.compile(r"\s+(?:that|which)\b", re.IGNORECASE)
# By these a noun tells the way of a contact that is told already: "held a meeting via videoconference".
_VIA = re.compile(r"\b(?:via|by|through|over|in the format of)\s+(?:an? |the )?$", re.IGNORECASE)
_FOR = re.compile(r"\bfor\s+(?:an? |the |their )?$", re.IGNORECASE)
# A noun that somebody is named by for the first time: what was told before is none of it.
_NEW = re.compile(r"\b(?:an?|another|no|some|other|several|many)\b")
_UNDER_WAY = re.compile(
    r"\s*(?:(?:now|also|still|currently) )?(?:under ?way|deadlocked|stalled|over|suspended|on hold|due|set|to)\b"
)
# What is done as a rule is no occasion: "they talk all the time".
_RULE = re.compile(
    r"\b(?:all the time|regularly|often|frequently|routinely|every (?:day|week|month|year)|always|usually)\b"
)
_SINCE = re.compile(r"\s+(?:since|in (?:\w+ )?(?:days|weeks|months|years))\b")
# Talks of this kind are no occasion: "the outcome of any talks".
_ANY = re.compile(r"\b(?:any|such|whatever)\b")


@dataclass(frozen=True, slots=True)
class Telling:
    """A contact as one clause tells it; `firm` where its status is said, `back` where a noun points to a known one.

    `manner` holds where a noun tells only the way of another: "met via videoconference".
    """

    contact: Contact
    firm: bool
    back: bool
    sentence: Span
    manner: bool = False


def tellings(story: Story, rules: ContactRules) -> Iterator[Telling]:
    """Every clause of the story that tells of a contact between two parties, in order of place."""
    teller = Teller.of(story, rules)
    lead, trip = True, unknown_when("no journey is told")
    known: list[Telling] = []
    for line in story.lines:
        verbal = tuple(clause for clause in line.clauses if clause.form != "nominal")
        heads = [
            clause.verb.start for clause in line.clauses if clause.form == "nominal" and rules.mode(clause, teller.text)
        ]
        for whole in line.clauses:
            clause = _up_to(whole, min((head for head in heads if head > whole.verb.end), default=None), teller.text)
            mode = rules.mode(clause, teller.text)
            if mode is None or _is_rule(clause, teller.text) or (mode == "other" and _in_series(clause, teller.text)):
                continue
            around = _around(clause, verbal, teller)
            place = Place(mode, line, story, rules, lead, trip)
            for mentions in _occasions(clause, parties_of(clause, around, mode, teller), rules):
                telling = _telling(clause, around, mentions, place) or _again(clause, around, mentions, place, known)
                if telling is not None:
                    lead = lead and line.kind == "headline"
                    trip = telling.contact.when if _is_journey(telling.contact) else trip
                    known.append(telling)
                    yield telling


def _up_to(clause: Clause, head: int | None, text: str) -> Clause:
    """A noun's phrases up to the next noun of contact or the next thing that is told beside it.

    Those behind it belong to that: "his trip and a call with Lima", "the summit in Oslo, and his commitment to Lima".
    """
    if clause.form != "nominal":
        return clause
    own: list[tuple[str, Role]] = []
    for prep, role in clause.obliques:
        aside = not own and ", and " in text[clause.verb.end : role.span.start]
        if aside or (head is not None and role.span.start >= head):
            break
        own.append((prep, role))
        if role.head and ", and " in role.span.of(text):
            break
    return replace(clause, obliques=tuple(own))


def _is_rule(clause: Clause, text: str) -> bool:
    """Whether no single occasion is meant: "any talks", "they talk all the time"."""
    if clause.form == "nominal":
        return clause.subject is not None and _ANY.search(clause.subject.head) is not None
    return clause.tense == "present" and _RULE.search(clause.tail.of(text)) is not None


def _in_series(clause: Clause, text: str) -> bool:
    """Whether a noun only counts an occasion that is told beside it: "met in Oslo, their first contact since March"."""
    return clause.form == "nominal" and _SINCE.match(text, clause.verb.end) is not None


def _is_journey(contact: Contact) -> bool:
    return contact.mode == "visit" and contact.status == "planned" and contact.when.start is not None


def _occasions(clause: Clause, mentions: tuple[Mention, ...], rules: ContactRules) -> tuple[tuple[Mention, ...], ...]:
    """The parties of each occasion: one with each that stands under "with" a plural noun; a tour is one occasion."""
    others = under(clause, "with") if rules.says("several", clause.lemma) else ()
    if len({actor.state for actor in actors_of(others)}) < 2:
        return (mentions,)
    common = tuple(mention for mention in mentions if mention not in others)
    return tuple((*common, other) for other in others)


def _around(clause: Clause, verbal: Sequence[Clause], teller: Teller) -> Clause | None:
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
    if holding:
        return before[-1] if before else holding[0]
    return _fronting(clause, verbal, teller.text)


def _fronting(clause: Clause, verbal: Sequence[Clause], text: str) -> Clause | None:
    """The main clause behind a phrase that opens the sentence: "In a call with Oslo's envoy, Torres urged ..."."""
    opens = _FRONT.search(text, max(0, clause.group.start - 16), clause.group.start)
    if not opens or any(c.verb.start < clause.verb.start for c in verbal):
        return None
    return next((c for c in verbal if c.form == "finite" and c.subject and c.subject.mentions), None)


def _telling(clause: Clause, around: Clause | None, mentions: tuple[Mention, ...], place: Place) -> Telling | None:
    """The contact told by one clause or noun; None without parties of two states."""
    text = plain(place.story.document.text)
    named = place.story.mentions
    people = [p for mention in mentions for p in (*included(text, named, mention), *continued(text, named, mention))]
    parties = sides((*mentions, *people), place.mode)
    parties = (*parties, *locals_of(clause, {party.state for party in parties}, place.line.span, named))
    if len({party.state for party in parties}) < 2:
        return None
    spans = [clause.whole, *(m.span for m in mentions if place.line.span.covers(m.span))]
    return _told(clause, around, parties, spans, place)


def _again(
    clause: Clause, around: Clause | None, mentions: tuple[Mention, ...], place: Place, known: Sequence[Telling]
) -> Telling | None:
    """A contact of the parties of the one told last, where a noun has a day or a course of its own.

    "The talks will resume on Friday", "during the 7 December call": parties that it names itself have to be among them.
    """
    if clause.form != "nominal" or place.mode in {"visit", "letter", "other"}:
        return None
    several, text = place.rules.says("several", clause.lemma), place.story.document.text
    if several or (clause.subject and _NEW.search(clause.subject.head)):
        return None
    last = _last(known, {actor.state for actor in actors_of(mentions)}, place.mode)
    if last is None:
        return None
    if around is not None and _proceeds(clause, around, place):
        return _told(clause, around, last.contact.parties, [clause.whole, around.whole], place)
    dated = when_told(clause, None, place).grain == "day" and BACK.match(clause.group.of(text).lower())
    return _told(clause, around, last.contact.parties, [clause.whole], place) if dated else None


def _last(known: Sequence[Telling], own: set[str | None], mode: str) -> Telling | None:
    """The contact told last of which these may be parties, one of the same mode before others."""
    meant = [telling for telling in reversed(known) if own <= set(telling.contact.states)]
    came = [telling for telling in meant if telling.contact.status not in {"refused", "cancelled"}]
    return next((telling for telling in came if telling.contact.mode == mode), came[0] if came else None)


def _proceeds(clause: Clause, around: Clause, place: Place) -> bool:
    """Whether a noun is the subject of a verb that tells its course: "the talks resumed", "talks are under way"."""
    if around.subject is None or around.subject.head != clause.lemma or not around.subject.span.covers(clause.verb):
        return False
    if around.lemma == "be":
        return _UNDER_WAY.match(place.story.document.text, around.verb.end) is not None
    return place.rules.says("proceeds", around.lemma)


def _told(
    clause: Clause, around: Clause | None, parties: tuple[Actor, ...], spans: Sequence[Span], place: Place
) -> Telling:
    """The contact of these parties that one clause or noun tells of, with its standing, day and place."""
    mode, line, document = place.mode, place.line, place.story.document
    when = when_told(clause, around, place)
    standing = standing_of(clause, around, when, place)
    when = undated(when, clause, around, place) if standing.status in {"held", "ongoing"} else when
    when = on_trip(when, clause, place) if standing.status == "planned" else when
    when = to_come(when, clause, place) if standing.status in {"planned", "proposed"} else when
    evidence = evidence_over(document, spans, f"contact.{mode}")
    id_ = content_id("contact", document.id, mode, evidence.start, evidence.end)
    contact = Contact(
        id_, mode, standing.status, when, parties, (evidence,),
        place=place_of(clause, document) or (place_of(around, document) if around else None),
    )  # fmt: skip
    nominal, before = clause.form == "nominal", document.text[max(0, clause.group.start - 20) : clause.group.start]
    back = nominal and bool(BACK.match(clause.group.of(document.text).lower()))
    ways = {"call": _VIA, "video": _VIA, "summit": _FOR}
    manner = nominal and mode in ways and ways[mode].search(before) is not None
    return Telling(contact, standing.said, back, line.span, manner)
