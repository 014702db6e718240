"""Tellings of contacts: each clause that tells of one, with parties, status, day and place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readout.extract.claims import actors_of
from readout.extract.company import included
from readout.extract.contacts.parties import Teller, parties_of, sides, under
from readout.extract.contacts.status import BACK, Place, on_trip, standing_of, undated, when_told
from readout.extract.contacts.words import ContactRules
from readout.extract.events import place_of
from readout.extract.story import Story
from readout.language import Clause
from readout.records import Contact, Mention, Span, content_id, unknown_when
from readout.text import plain

_MEANWHILE = re.compile(r"\b(?:during|after|before|following|since|amid)\s+$", re.IGNORECASE)
_THAT = re.compile(r"\s+(?:that|which)\b", re.IGNORECASE)
# Talks of this kind are no occasion: "the outcome of any talks".
_ANY = re.compile(r"\b(?:any|such|whatever)\b")


@dataclass(frozen=True, slots=True)
class Telling:
    """A contact as one clause tells it; `firm` where its status is said, `back` where a noun points to a known one."""

    contact: Contact
    firm: bool
    back: bool
    sentence: Span


def tellings(story: Story, rules: ContactRules) -> Iterator[Telling]:
    """Every clause of the story that tells of a contact between two parties, in order of place."""
    teller = Teller.of(story, rules)
    lead, trip = True, unknown_when("no journey is told")
    for line in story.lines:
        verbal = tuple(clause for clause in line.clauses if clause.form != "nominal")
        for clause in line.clauses:
            mode = rules.mode(clause, teller.text)
            if mode is None or (clause.form == "nominal" and clause.subject and _ANY.search(clause.subject.head)):
                continue
            around = _around(clause, verbal, teller)
            for mentions in _occasions(clause, parties_of(clause, around, mode, teller), rules):
                telling = _telling(clause, around, mentions, Place(mode, line, story, rules, lead, trip))
                if telling is not None:
                    lead = lead and line.kind == "headline"
                    trip = telling.contact.when if _is_journey(telling.contact) else trip
                    yield telling


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
    return before[-1] if before else holding[0] if holding else None


def _telling(clause: Clause, around: Clause | None, mentions: tuple[Mention, ...], place: Place) -> Telling | None:
    """The contact told by one clause or noun; None without parties of two states."""
    mode, line, document = place.mode, place.line, place.story.document
    text = plain(document.text)
    people = (person for mention in mentions for person in included(text, place.story.mentions, mention))
    parties = sides((*mentions, *people), mode)
    if len({party.state for party in parties}) < 2:
        return None
    when = when_told(clause, around, place)
    standing = standing_of(clause, around, when, place)
    when = undated(when, clause, around, place) if standing.status in {"held", "ongoing"} else when
    when = on_trip(when, clause, place) if standing.status == "planned" else when
    spans = [clause.whole, *(m.span for m in mentions if line.span.covers(m.span))]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    while end > start and document.text[end - 1] in " ,;.\n":
        end -= 1
    evidence = document.quote(start, end, f"contact.{mode}")
    contact = Contact(
        content_id("contact", document.id, mode, start, end), mode, standing.status, when, parties, (evidence,),
        place=place_of(clause, document) or (place_of(around, document) if around else None),
    )  # fmt: skip
    back = clause.form == "nominal" and bool(BACK.match(clause.group.of(document.text).lower()))
    return Telling(contact, standing.said, back, line.span)
