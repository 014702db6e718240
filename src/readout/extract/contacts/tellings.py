"""Tellings of contacts: each clause that tells of one, with parties, status, day and place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from readout.extract.claims import actors_of
from readout.extract.company import continued, included
from readout.extract.contacts.occasions import in_series, is_aside, is_rule, occasions, reaching, ruling, up_to
from readout.extract.contacts.parties import (
    SAYS,
    Teller,
    as_sent,
    as_states,
    gathered,
    is_another,
    locals_of,
    of_the_teller,
    owned,
    parties_of,
    sides,
    thanked_hosts,
    told_by,
    under,
    unnamed,
)
from readout.extract.contacts.status import (
    BACK,
    Place,
    coming,
    is_never,
    on_trip,
    standing_of,
    takes,
    to_come,
    undated,
    when_told,
)
from readout.extract.contacts.words import ContactRules
from readout.extract.scenes import place_of
from readout.extract.standing import when_of
from readout.extract.story import Line, Story, evidence_over
from readout.language import Clause, Role
from readout.records import Actor, Contact, Mention, Span, content_id, unknown_when
from readout.text import plain

# The rule of a contact whose parties only stand beside it.
BESIDE = "contact.beside"
_TWO = 2
# So many tellings back the contact may stand that a noun points to; a text of more is a list.
_BACK_TO = 200
# So many characters before a noun its adjective stands.
_NEAR = 24
# Kinds of contact that an organisation holds for its members.
_GATHERINGS = frozenset({"meeting", "summit", "talks"})
# By these a noun tells the way of a contact that is told already: "held a meeting via videoconference".
_VIA = re.compile(r"\b(?:via|by|through|over|in the format of)\s+(?:an? |the )?$", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:to|about|on|regarding)\s+$", re.IGNORECASE)
_AND_WILL = re.compile(r"\b(?:and|but)\s+(?:then |later |\w+ly )?$")
_FOR = re.compile(r"\bfor\s+(?:an? |the |their )?$", re.IGNORECASE)
# A noun that somebody is named by for the first time: what was told before is none of it.
_NEW = re.compile(r"\b(?:an?|another|no|some|other|several|many)\b")
# A mark and the article behind which a noun calls what was just told by another name.
_MARK = re.compile(r"(?:[,–—-]|--)\s*$")
_NAMES = re.compile(r"(?:an?|their|the (?:first|second|third|fourth|fifth|last|latest))\b")
_SPEAKS = frozenset({"speak", "talk"})
_PHONE = re.compile(r"\b(?:(?:tele)?phoned?|calls?|called|telephonic|line|hotline)\b", re.IGNORECASE)
_AT_IT = re.compile(r"\b(?:at|during) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_AT_SEAT = re.compile(r"\b(?:at|within)\s+(?:the )?$")
_ROUND = re.compile(r"\b(\w+) (?:(?:second|third|fourth|fifth|\w+th) )?(?:round|session) of (?:[\w-]+ ){0,2}$")
_ROUND_REACH = 60
_UNDER_WAY = re.compile(
    r"\s*(?:(?:now|also|still|currently) )?(?:under ?way|deadlocked|stalled|over|suspended|on hold|due|set|to)\b"
)


@dataclass(frozen=True, slots=True)
class Telling:
    """A contact as one clause tells it; `firm` where its status is said, `back` where a noun points to a known one.

    `aside` holds for the wider occasion that another is part of, `clause` is the word that tells it, `last` the place
    where it is told last. `manner` holds where a noun tells only the way of another: "met via videoconference", `anew`
    where it follows one that is over, `loose` where two only spoke, by phone or face to face,
    `of` is the word of the telling that it only calls by another name, `another` holds where a noun counts one more
    occasion beside those of its sentence.
    """

    contact: Contact
    firm: bool
    back: bool
    sentence: Span
    manner: bool = False
    clause: Span | None = None
    aside: bool = False
    last: int = 0
    anew: bool = False
    loose: bool = False
    of: Span | None = None
    another: bool = False


def tellings(story: Story, rules: ContactRules) -> Iterator[Telling]:
    """Every clause of the story that tells of a contact between two parties, in order of place."""
    teller = Teller.of(story, rules)
    lead, trip = True, unknown_when("no journey is told")
    known: list[Telling] = []
    for line in story.lines:
        for clause, above, mode in _telling_clauses(line, teller):
            place = Place(mode, line, story, rules, lead, trip, is_aside(clause, teller.text))
            held = above is not None and takes(above, clause, rules)
            if is_never(clause, above, place) or (above is not None and held and is_rule(above, teller.text)):
                continue
            for mentions in occasions(clause, parties_of(clause, above, mode, teller), teller):
                if _attended(clause, above, place, known):
                    continue
                telling = (
                    _apposed(clause, place, known)
                    or _telling(clause, above, mentions, place)
                    or _again(clause, above, mentions, place, known)
                    or _paired(clause, above, mentions, place, known)
                )
                if telling is not None:
                    telling = _with_those_there(telling, clause, place, known)
                    lead = lead and line.kind == "headline"
                    trip = telling.contact.when if _is_journey(telling.contact) else trip
                    known.append(telling)
                    yield telling
        resumed = _resumed(line, known, story, rules)
        known += resumed
        yield from resumed


def _telling_clauses(line: Line, teller: Teller) -> Iterator[tuple[Clause, Clause | None, str]]:
    """The clauses of a sentence that may tell of a contact, each with the clause that rules its noun and its mode."""
    rules, text = teller.rules, teller.text
    named = [clause for clause in line.clauses if rules.named_by(clause) and not clause.asked]
    if not named:
        return
    verbal = tuple(owned(clause, teller) for clause in line.clauses if clause.form != "nominal")
    heads = [clause.verb.start for clause in line.clauses if clause.form == "nominal" and rules.mode(clause, text)]
    for whole in named:
        behind = min((head for head in heads if head > whole.verb.end), default=None)
        clause = up_to(reaching(owned(whole, teller), line.clauses, text, rules), behind, text)
        mode = rules.mode(clause, text)
        if mode is not None and not is_rule(clause, text) and not (mode == "other" and in_series(clause, text)):
            yield clause, _without_others(ruling(clause, verbal, teller), clause, behind), mode


def _without_others(around: Clause | None, clause: Clause, head: int | None) -> Clause | None:
    """The clause over a noun without the phrases that stand behind the next noun of contact: they are that one's."""
    if around is None or clause.form != "nominal" or head is None:
        return around
    return around._replace(obliques=tuple((prep, role) for prep, role in around.obliques if role.span.start < head))


def _resumed(line: Line, known: Sequence[Telling], story: Story, rules: ContactRules) -> list[Telling]:
    """A further round of the talks that a sentence told of: "talks ended on Monday but will resume on Friday"."""
    if not known or known[-1].sentence != line.span:  # the talks stand in the same sentence
        return []
    text = story.document.text
    ahead = (c for c in line.clauses if c.tense == "future" and _is_course(c, rules))
    clause = next(
        (c for c in ahead if _AND_WILL.search(text, max(line.span.start, c.group.start - 24), c.group.start)), None
    )
    told = _told_in(line.span, known) if clause is not None else ()
    last = next((one for one in told if one.contact.status in {"held", "ongoing"}), None)
    if clause is None or last is None or last.clause is None or last.clause.start > clause.verb.start:
        return []
    when = when_of(clause, line.span, story.dated.within(line.span), story.document)
    place = Span(clause.group.start, clause.whole.end)
    evidence = evidence_over(story.document, [place], last.contact.tellings[0].rule)
    id_ = content_id("contact", story.document.id, last.contact.mode, evidence.start, evidence.end)
    contact = replace(last.contact, id=id_, status="planned", when=when, tellings=(evidence,))
    return [replace(last, contact=contact, firm=True, clause=clause.verb)]


def _told_in(sentence: Span, known: Sequence[Telling]) -> Iterator[Telling]:
    """What the sentence that is being read told so far, the last first: it stands at the end of what is known."""
    return takewhile(lambda one: one.sentence == sentence, reversed(known))


def _is_course(clause: Clause, rules: ContactRules) -> bool:
    """Whether a verb tells the course of talks and nothing else: "will resume", not "will hold a news conference"."""
    return rules.says("proceeds", clause.lemma) and (clause.object is None or clause.object.head == "place")


def _is_journey(contact: Contact) -> bool:
    return contact.mode == "visit" and contact.status == "planned" and contact.when.start is not None


def _telling(clause: Clause, around: Clause | None, mentions: tuple[Mention, ...], place: Place) -> Telling | None:
    """The contact told by one clause or noun; None without parties of two states."""
    parties = _who_met(clause, mentions, place)
    spans = [clause.whole, *(m.span for m in mentions if place.line.span.covers(m.span))]
    if len({party.state for party in parties}) == 1:
        parties = (*parties, *unnamed(clause, place.story.dated.flat, place.rules))
    if len({party.state for party in parties}) > 1:
        return telling_of(clause, around, parties, spans, place)
    if clause.form != "nominal" or place.mode not in _GATHERINGS:
        return None
    beside = place.story.mentions_within(place.line.span)
    tellers = [m for m in beside if told_by(m, place.line.clauses, place.rules) != m and not _names(m)]
    guests = gathered(parties, [m for m in beside if m not in tellers], place.rules)
    return _beside(telling_of(clause, around, (*parties, *guests), spans, place)) if guests else None


def _who_met(clause: Clause, mentions: tuple[Mention, ...], place: Place) -> tuple[Actor, ...]:
    """The parties that a clause names, with the people of their lists and with hosts whose state only a place tells."""
    text, named = place.story.dated.flat, place.story.mentions
    people = [p for mention in mentions for p in (*included(text, named, mention), *continued(text, named, mention))]
    told = tuple(as_sent(mention, place.story, place.rules) for mention in mentions)
    met = tuple(as_states(mention, text, place.rules) for mention in told)
    met = (*of_the_teller(clause, place.line.clauses, met), *people)
    parties = sides(met, place.mode, place.rules)
    if thanked := tuple(thanked_hosts(place.line, parties, text)):
        parties = sides((*met, *thanked), place.mode, place.rules)
    hosts = locals_of(clause, parties, place.line.span, place.story)
    return (*(party for party in parties if party.name not in {host.name for host in hosts}), *hosts)


def _names(mention: Mention) -> bool:
    return all(actor.name for actor in mention.actors)


def _apposed(clause: Clause, place: Place, known: Sequence[Telling]) -> Telling | None:
    """What a noun only calls by another name: "a meeting between Lind and Torres - an unprecedented summit"."""
    last = known[-1] if known and known[-1].sentence == place.line.span else None
    if clause.form != "nominal" or last is None or last.clause is None or last.clause.end > clause.group.start:
        return None
    text, told = place.story.document.text, last.contact.tellings[0]
    beside = clause.group.start <= told.end and _MARK.search(text, last.clause.end, clause.group.start) is not None
    if not beside or not _NAMES.match(text, clause.group.start):
        return None
    spans = [clause.verb]
    evidence = evidence_over(place.story.document, spans, f"contact.{place.mode}")
    contact = replace(last.contact, mode=place.mode, tellings=(evidence,))
    return replace(last, contact=contact, firm=False, clause=clause.verb, last=evidence.start, of=last.clause)


def _again(
    clause: Clause, around: Clause | None, mentions: tuple[Mention, ...], place: Place, known: Sequence[Telling]
) -> Telling | None:
    """A contact of the parties of the one told last, where a noun has a day or a course of its own.

    "The talks will resume on Friday", "during the 7 December call": parties that it names itself have to be among them.
    """
    if clause.form != "nominal" or place.mode in {"visit", "letter", "other"}:
        return None
    several, text = place.rules.says("several", clause.lemma), place.story.document.text
    strange = clause.oblique("with") != _named(clause, "with")  # "talks with the rebels" are not those told before
    if several or strange or (clause.subject and _NEW.search(clause.subject.head)):
        return None
    last = _last(known, {actor.state for actor in actors_of(mentions)}, place.mode)
    if last is None:
        return None
    if around is not None and _proceeds(clause, around, place):
        parties = (*last.contact.parties, *_venue(clause, place))
        return telling_of(clause, around, parties, [clause.whole, around.whole], place)
    if last.contact.mode == "summit" != place.mode:
        return None
    if _is_next(clause, place):
        return replace(telling_of(clause, around, last.contact.parties, [clause.whole], place), anew=True)
    dated = when_told(clause, None, place).grain == "day" and BACK.match(clause.group.of(text).lower())
    return telling_of(clause, around, last.contact.parties, [clause.whole], place) if dated else None


def _venue(clause: Clause, place: Place) -> Iterator[Actor]:
    """The organisations at whose seat talks are held: "negotiations will be held at the OSCE"."""
    text = plain(place.story.document.text)
    for mention in place.story.mentions_within(Span(clause.verb.end, place.line.span.end)):
        if _AT_SEAT.search(text, max(0, mention.start - 8), mention.start) and mention.form == "place":
            yield from (actor for actor in mention.actors if actor.kind == "organisation")


def _is_next(clause: Clause, place: Place) -> bool:
    """Whether a noun tells of more talks than those told of: "in later negotiations", "the next round of talks"."""
    text = place.story.document.text
    if place.mode == "talks" and (
        named := _ROUND.search(text, max(place.line.span.start, clause.verb.start - _ROUND_REACH), clause.verb.start)
    ):
        return place.rules.says("planned-noun", named.group(1).lower())
    before = text[max(place.line.span.start, clause.verb.start - _NEAR) : clause.verb.start].lower().split()
    back = BACK.match(clause.group.of(text).lower()) or BACK.fullmatch(" ".join(before[-2:-1]))
    return place.mode == "talks" and not back and place.rules.says("planned-noun", *before[-1:])


def _paired(
    clause: Clause, around: Clause | None, mentions: tuple[Mention, ...], place: Place, known: Sequence[Telling]
) -> Telling | None:
    """Talks of the only two governments that their sentence names: "Kenya enters talks to end a dispute with Oslo".

    Talks that a noun points back to are those told before; those "on" a party are about it.
    """
    if clause.form != "nominal" or place.mode not in {"talks", "call"}:
        return None
    text, own = place.story.document.text, {actor.state for actor in actors_of(mentions)}
    about = under(clause, "on", "over", "about") or _ABOUT.search(
        text, max(0, clause.group.start - 12), clause.group.start
    )
    if about or clause.oblique("between", "to") or clause.oblique("with") != _named(clause, "with"):
        return None
    called = clause.subject is not None and clause.subject.mentions
    if BACK.match(clause.group.of(text).lower()) or (place.mode == "call" and not called):
        return None
    beside = (m for m in place.story.mentions_within(place.line.span) if m.form not in {"place", "adjective"})
    named = [told_by(m, place.line.clauses, place.rules) for m in beside]
    official = tuple(actor for actor in actors_of(named) if actor.code and actor.code.endswith(":GOV"))
    parties = tuple(party for party in sides(named, place.mode, place.rules) if party in official)
    states = {party.state for party in parties}
    told = any(states == set(one.contact.states) for one in _told_in(place.line.span, known))
    if told or len(states) != _TWO or not own <= states:
        return None
    course = around if around is not None and _rules_over(clause, around) else None
    return _beside(replace(telling_of(clause, course, parties, [clause.whole], place), firm=True))


def _rules_over(clause: Clause, around: Clause) -> bool:
    """Whether a noun is the subject of a clause, or stands in one that only asks for it: "invited him for talks"."""
    subject = around.subject is not None and around.subject.span.covers(clause.verb)
    return subject or (around.verb.end <= clause.verb.start and around.lemma not in SAYS)


def _beside(telling: Telling) -> Telling:
    """A contact whose parties only stand beside it: its sentence tells of something else."""
    told = replace(telling.contact.tellings[0], rule=BESIDE)
    return replace(telling, contact=replace(telling.contact, tellings=(told,)))


def _with_those_there(telling: Telling, clause: Clause, place: Place, known: Sequence[Telling]) -> Telling:
    """An organisation's gathering with the members who met there: "his meeting with Lind at the G20 summit"."""
    text, start = plain(place.story.document.text), clause.group.start
    last = known[-1].contact if known and known[-1].sentence == place.line.span else None
    parties = telling.contact.parties
    hosts = {party.state for party in parties if party.kind != "person"}
    if clause.form != "nominal" or last is None or last.status != telling.contact.status or len(hosts) != 1:
        return telling
    members = place.rules.members.get(hosts.pop() or "", frozenset())
    met = tuple(party for party in last.parties if party.kind == "person" and party.state in members)
    own = {party.state for party in parties if party.kind == "person"}
    if not own <= {person.state for person in met} or not _AT_IT.search(text, max(0, start - _NEAR), start):
        return telling
    return replace(telling, contact=replace(telling.contact, parties=tuple(dict.fromkeys((*parties, *met)))))


def _attended(clause: Clause, around: Clause | None, place: Place, known: Sequence[Telling]) -> bool:
    """Whether a sentence only tells who else was at a meeting told before: "the meeting was attended by Torres"."""
    if clause.form != "nominal" or around is None or around.lemma != "attend" or not around.passive:
        return False
    back = BACK.match(clause.group.of(place.story.document.text).lower())
    told = {actor.state for actor in actors_of(under(around, "by"))}
    return back is not None and _last(known, told, place.mode) is not None


def _named(clause: Clause, *prepositions: str) -> tuple[Role, ...]:
    """The phrases under these prepositions that name somebody known."""
    return tuple(role for role in clause.oblique(*prepositions) if role.mentions or role.possessors)


def _last(known: Sequence[Telling], own: set[str | None], mode: str) -> Telling | None:
    """The contact told last of which these may be parties, one of the same mode before others."""
    meant = [one for one in islice(reversed(known), _BACK_TO) if own <= set(one.contact.states)]
    came = [telling for telling in meant if telling.contact.status not in {"refused", "cancelled"}]
    return next((telling for telling in came if telling.contact.mode == mode), came[0] if came else None)


def _proceeds(clause: Clause, around: Clause, place: Place) -> bool:
    """Whether a noun is the subject of a verb that tells its course: "the talks resumed", "talks are under way"."""
    if around.subject is None or around.subject.head != clause.lemma or not around.subject.span.covers(clause.verb):
        return False
    if around.lemma == "be":
        return _UNDER_WAY.match(place.story.document.text, around.verb.end) is not None
    return place.rules.says("proceeds", around.lemma)


def telling_of(
    clause: Clause, around: Clause | None, parties: tuple[Actor, ...], spans: Sequence[Span], place: Place
) -> Telling:
    """The contact of these parties that one clause or noun tells of, with its standing, day and place."""
    mode, line, document = place.mode, place.line, place.story.document
    when = coming(when_told(clause, around, place), clause, around, place)
    standing = standing_of(clause, around, when, place)
    when = undated(when, clause, around, place) if standing.status == "held" else when
    when = on_trip(when, clause, around, place) if standing.status == "planned" else when
    when = to_come(when, clause, around, place) if standing.status in {"planned", "proposed"} else when
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
    loose = mode == "call" and clause.lemma in _SPEAKS and not _PHONE.search(line.span.of(document.text))
    return Telling(
        contact, standing.said, back, line.span, manner, clause.verb, place.aside, evidence.start,
        loose=loose, another=is_another(clause, document.text),
    )  # fmt: skip
