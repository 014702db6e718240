"""How far a contact got, and when it was or is to be: from tense, mood, and the words around a noun."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from readout.extract.contacts.parties import SAYS
from readout.extract.contacts.words import ContactRules
from readout.extract.dates import Dated
from readout.extract.standing import is_since, when_of
from readout.extract.story import Line, Story
from readout.language import Clause
from readout.records import Status, When, unknown_when
from readout.structure.calendar import stretch

REMOTE = frozenset({"call", "video"})
# What stands before a noun tells its status by itself.
_BEFORE_NOUN: tuple[Status, ...] = ("planned", "proposed", "ongoing")
# So does what leads up to the noun.
_LEAD_REACH = 80  # characters
_LEADING_UP: tuple[tuple[Status, re.Pattern[str]], ...] = (
    (
        "planned",
        re.compile(
            r"\b(?:ahead of|on the eve of|(?:in )?preparations? for|(?:plans?|expectations?|agenda) for"
            r"|look(?:s|ed|ing)? forward to)\s+$",
            re.IGNORECASE,
        ),
    ),
    ("ongoing", re.compile(r"\b(?:progress|status|course|state)\s+(?:in|of)\s+$", re.IGNORECASE)),
    (
        "planned",
        re.compile(
            r"\b(?:en route|on (?:his|her|their|the) way|head(?:s|ed|ing)|bound|travell?ing|flying)"
            r" (?:back )?(?:to|for) [\w ,'-]{2,40}? for\s+(?:a |an )?$"
        ),
    ),
    (
        "proposed",
        re.compile(
            r"\b(?:possibility|prospect|idea|call|proposal|opportunit|chance|hope|need|window|room|condition|basis|push|demand"
            r"|wish|desire|request|appeal|plea|bid|offer)(?:y|ies|s)?\W?\s+(?:of|for)\s+(?:\w+ ){0,2}$"
            r"|\b(?:path|pathway|road|route|openness|open|receptive|amenable|ready|prepared) (?:to|for|towards?)"
            r"\s+(?:\w+ ){0,2}$"
            r"|\b(?:clear|pav|open|smooth)(?:s|e|es|ed|ing)? (?:the|a) (?:way|path|door)"
            r" (?:to|for|towards?)\s+(?:\w+ ){0,2}$",
            re.IGNORECASE,
        ),
    ),
)
# So does what stands behind it: "talks with Lima scheduled for May".
_SET_BEHIND = re.compile(
    r"(?:\s+(?:with|between|among|of|on|in|at)\s[^.,;:()]{2,60}?)?,? (?:that (?:is|are) )?"
    r"(?:scheduled|planned|slated|expected|set|due)"
    r" (?:for|in|on|next|later|to (?:start|begin|open|resume|take place|be held))\b"
)
# A gerund behind one of these is still to come: "committed to resuming talks", "before opening talks".
_TO_TAKE_UP = re.compile(r"\b(?:to|towards?|for|about|before|without)\s+(?:\w+ly )?$")
# What may be is not yet: "talks are possible".
_MAY_BE = frozenset({"possible", "impossible", "likely", "unlikely", "necessary", "needed", "desirable"})
# Nobody did: "no envoy has ever met".
_NOBODY = re.compile(r"\b(?:[Nn]o|[Nn]either|[Nn]obody|[Nn]one of)\s")
_WHETHER = re.compile(r"\bwhether\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
# On a journey things are done too: "said so on her visit to Lima".
_ON = re.compile(r"\bon\s+$")
# With "be" it tells what a party is doing: "was in talks".
_ENGAGED = re.compile(r"\b(?:am|is|are|was|were|been|be)\s+(?:now |still |already )?in\s+$", re.IGNORECASE)
# What is done at a contact, or after it, shows that it was held.
_AT = re.compile(r"\b(?:at|during|in|after|following|since|from)\s+$", re.IGNORECASE)
# A noun with one of these points back to a contact that is known: "the talks", "during their call".
BACK = re.compile(r"\b(?:the|their|his|her|its|this|that|these|both)\b")
# Words of a noun phrase that are no part of a name ("new talks", not "New Zealand talks").
_PLAIN = re.compile(r"(?<![\w-])[a-z]+(?![\w-])")
_ONCE = re.compile(r"\b(?:when|until|till|once|before|if|unless)\s+$", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:when|until|till|before)\s+$", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:if|unless)\s+$", re.IGNORECASE)
_WORD = re.compile(r"[\w']+")
# How many characters behind a noun the day may stand that it is set for.
_SET_REACH = 60
_OWNS = re.compile(r"['’]s?\s")
_DURING = re.compile(r"\b(?:during|at)\s+$", re.IGNORECASE)
_WEEK = timedelta(days=7)
_LATELY = re.compile(r"\b(?:recently|lately|previously)\b", re.IGNORECASE)
# Nouns under which a verb of contact is only asked for: "an invitation to meet".
_WISHED = re.compile(
    r"\b(?:invitation|expectation|offer|proposal|desire|wish|willingness|readiness|request|opportunity|chance|idea)s?"
    r"\s+(?:to|of)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a contact is told and in which words.

    `lead` holds for the first one of a document's prose, `aside` for the wider occasion that another one is part of;
    `trip` is the time of the journey announced last before it.
    """

    mode: str
    line: Line
    story: Story
    rules: ContactRules
    lead: bool
    trip: When
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a contact got, and whether the words say so or it is only taken as held."""

    status: Status
    said: bool


def standing_of(clause: Clause, around: Clause | None, when: When, place: Place) -> Standing:
    """How far the contact got, from the clause that tells it or that its noun stands in, and from its day."""
    told = _told(clause, around, place)
    published = place.story.document.published.start
    if when.start is not None and when.end is not None and published is not None:
        if when.start > published:
            settled = told.status in {"held", "ongoing"} or _when_due(clause, place)
            return Standing("planned" if settled else told.status, said=True)
        old = told.status == "planned" and _stands_aside(clause, when, place)
        if when.end <= published and (told.status == "ongoing" or old):
            return Standing("held", said=True)
    if told.status == "ongoing" and place.line.kind == "headline":  # "X meets Y" there is news of what was done
        return Standing("held", told.said)
    return told


def _when_due(clause: Clause, place: Place) -> bool:
    """Whether a clause in the present only says when: "on Sunday, when he meets Torres"."""
    return clause.tense == "present" and not clause.conditional and _led_by(_WHEN, clause, place)


def _led_by(words: re.Pattern[str], clause: Clause, place: Place) -> bool:
    """Whether one of some words stands right before a clause."""
    return words.search(place.story.document.text[max(0, clause.whole.start - 12) : clause.whole.start]) is not None


def _stands_aside(clause: Clause, when: When, place: Place) -> bool:
    """Whether a noun has a day of its own beside what is to come: "as at the summit in May, Lind should object"."""
    leading = _AT.search(place.story.document.text, max(0, clause.group.start - 20), clause.group.start)
    return clause.form == "nominal" and leading is not None and not _is_weekday(when)


def _is_weekday(when: When) -> bool:
    """Whether a day was told by no more than its weekday, and taken for one gone by."""
    return any(reason.startswith("the most recent") for reason in when.reasons)


def _told(clause: Clause, around: Clause | None, place: Place) -> Standing:
    """The status in the words alone. A noun that nothing rules and no word before it places is taken as held."""
    text, rules = place.story.document.text, place.rules
    if clause.form != "nominal":
        return Standing(_verbal_status(clause, place, nominal=False), said=True)
    before = clause.subject.head if clause.subject else ""
    placed = _placed(clause, place)
    at_it = _told_of_it(clause, around, placed, place) if around is not None else None
    if at_it is not None:
        return at_it
    ruled: Status = "held" if around is None else _verbal_status(around, place, nominal=True)
    if around is not None and takes(around, clause, rules):
        if _denied(around, place.line.clauses):
            return Standing("refused", said=True)
        if _if(around, text):  # "if they hold talks"
            ruled = "proposed"
    if placed is not None and ruled not in {"cancelled", "refused"}:  # "agreed on further talks" settles them
        return Standing("planned" if ruled == "planned" else placed, said=True)
    light = around is not None and rules.says("takes-part", around.lemma) and not BACK.match(before)
    return Standing(ruled, said=ruled != "held" or light)


def _told_of_it(clause: Clause, around: Clause, placed: Status | None, place: Place) -> Standing | None:
    """The status of a noun that its clause only tells more of: what is done at it, or what it might be."""
    text, rules = place.story.document.text, place.rules
    before = max(0, clause.group.start - 20)
    leading = _AT.search(text, before, clause.group.start)
    if around.lemma == "be" and _ENGAGED.search(text, before, clause.group.start):
        return Standing(_verbal_status(around, place, nominal=False), said=True)
    if around.tense == "past" and leading:
        return Standing(placed or "held", said=True)
    if leading and not rules.says("takes-part", around.lemma) and (_might(around) or around.tense == "future"):
        return Standing(placed or "planned", said=True)  # what "should be decided at the summit" leaves it standing
    on_it = place.mode == "visit" and _ON.search(text, before, clause.group.start)
    if on_it and around.form == "participle" and not takes(around, clause, rules):
        return Standing(placed or "held", said=True)
    judged = _only_judged(clause, around, rules)
    return Standing(placed or "held", said=placed is not None) if judged else None


def _placed(clause: Clause, place: Place) -> Status | None:
    """The status that the words before a noun tell: "upcoming talks", "ahead of talks"."""
    words = _PLAIN.findall(clause.group.of(place.story.document.text))
    for status in _BEFORE_NOUN:
        if place.rules.says(f"{status}-noun", *words):
            return status
    for status, leading in _LEADING_UP:
        if leading.search(place.story.document.text, max(0, clause.group.start - _LEAD_REACH), clause.group.start):
            return status
    return "planned" if _SET_BEHIND.match(place.story.document.text, clause.verb.end) else None


def _verbal_status(clause: Clause, place: Place, *, nominal: bool) -> Status:
    """The status that a verb gives to itself, or to the noun that it stands over (`nominal`)."""
    rules, text = place.rules, place.story.document.text
    if nominal and rules.tells("cancels", clause, text):
        return "planned" if _might(clause) else "cancelled"
    if rules.tells("refuses", clause, text):
        return "proposed" if clause.negated else "refused"  # who does not rule it out leaves it open
    if not nominal and _denied(clause, place.line.clauses):
        return "refused"
    putting = "proposes" if clause.form != "finite" else "puts"
    if rules.says("proposes", clause.governor) or (nominal and rules.tells(putting, clause, text)):
        return "proposed"
    if _wished(clause, place) or (nominal and clause.modal == "must") or (not nominal and _once(clause, place)):
        return "proposed"
    if _ahead(clause, place.line.clauses, rules) or (nominal and rules.says("arranges", clause.lemma)):
        return "planned"
    might = any(_might(one) for one in (clause, *_above(clause, place.line.clauses)))
    if might or _taken_up(clause, place) or (nominal and _may_be(clause)):
        return "proposed"
    return "ongoing" if _goes_on(clause, rules, nominal=nominal) else "held"


def _denied(clause: Clause, clauses: Sequence[Clause]) -> bool:
    """Whether a verb is negated, by itself or by what it is the infinitive of: "is not expected to attend"."""
    return clause.negated or any(above.negated for above in _above(clause, clauses))


def _taken_up(clause: Clause, place: Place) -> bool:
    """Whether a gerund only names what is still to be taken up: "is committed to resuming talks"."""
    if clause.form != "participle" or not place.rules.says("proceeds", clause.lemma):
        return False
    above = None if clause.governed_by is None else place.line.clauses[clause.governed_by]
    leading = _TO_TAKE_UP.search(place.story.document.text, max(0, clause.group.start - 20), clause.group.start)
    return leading is not None and (above is None or above.tense != "past")


def is_never(clause: Clause, around: Clause | None, place: Place) -> bool:
    """Whether no contact is told but that there was none, or only asked if: "have not met since May"."""
    text, verb = place.story.document.text, clause
    if clause.form == "nominal":
        whether = _WHETHER.search(text, max(0, clause.group.start - _LEAD_REACH), clause.group.start)
        if whether is not None and _placed(clause, place) is None:  # "whether the planned summit helps"
            return True
        if around is None or not takes(around, clause, place.rules):
            return False
        verb = around
    start = verb.subject.span.start if verb.subject is not None else verb.group.start
    nobody = _NOBODY.search(text, max(place.line.span.start, start - 10), verb.group.start)
    return verb.asked or (verb.perfect and verb.negated) or nobody is not None


def takes(around: Clause, noun: Clause, rules: ContactRules) -> bool:
    """Whether a verb of taking part has a noun as object or subject: "held talks", not "held power before talks"."""
    roles = (around.object, around.subject)
    return rules.says("takes-part", around.lemma) and any(role and role.span.covers(noun.verb) for role in roles)


def _may_be(around: Clause) -> bool:
    """Whether a clause says no more of its subject than that it is possible: "talks are possible"."""
    return around.lemma == "be" and around.object is not None and around.object.head in _MAY_BE


def _only_judged(noun: Clause, around: Clause, rules: ContactRules) -> bool:
    """Whether a noun is the subject of what it might be or do, not of its own course: "the call could be costly"."""
    subject = around.subject is not None and around.subject.span.covers(noun.verb)
    judged = around.object is not None if around.lemma == "be" else not rules.says("proceeds", around.lemma)
    return subject and _might(around) and judged and not _may_be(around)


def _goes_on(clause: Clause, rules: ContactRules, *, nominal: bool) -> bool:
    """Whether a verb tells what is under way: "are meeting", "talks have been stalled", "said they were in talks"."""
    if not nominal and clause.lemma == "be" and clause.tense == "past":
        return not clause.perfect
    still = not clause.perfect or (nominal and clause.lemma == "be")
    progressive = clause.tense == "present" and still and clause.form == "finite"
    return progressive and (not nominal or rules.says("goes-on", clause.lemma))


def _wished(clause: Clause, place: Place) -> bool:
    """Whether an infinitive or participle stands under a noun of wish: "an invitation to meet"."""
    if clause.form not in {"infinitive", "participle"}:
        return False
    return (
        _WISHED.search(place.story.document.text, max(0, clause.group.start - 30), clause.group.start + 3) is not None
    )


def _once(clause: Clause, place: Place) -> bool:
    """Whether a clause in the present tense tells of what may come: "when he meets Lima's envoy"."""
    if clause.tense != "present" or clause.perfect or clause.form != "finite":
        return False
    return clause.conditional or _led_by(_ONCE, clause, place)


def _if(clause: Clause, text: str) -> bool:
    return clause.conditional or _CONDITION.search(text, max(0, clause.whole.start - 8), clause.whole.start) is not None


def _ahead(clause: Clause, clauses: Sequence[Clause], rules: ContactRules) -> bool:
    """Whether a clause is still to come: by its tense, its plan, or what it is the purpose of ("will go to meet")."""
    to_be = clause.governor == "be" and clause.form != "infinitive"  # "was working", not "was to work"
    if clause.tense == "future" or (rules.says("plans", clause.governor) and not to_be):
        return True
    return any(above.tense == "future" for above in _above(clause, clauses))


def _might(clause: Clause) -> bool:
    return clause.modal in {"can", "could", "may", "might", "would", "should"}


def _above(clause: Clause, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clause whose infinitive this is: "will go to Lima to meet"."""
    return (clauses[clause.governed_by],) if clause.governed_by is not None and clause.form == "infinitive" else ()


def when_told(clause: Clause, around: Clause | None, place: Place) -> When:
    """The contact's day as its clause says it, or the verb that only holds its noun or tells what was done at it."""
    story, sentence = place.story, place.line.span
    if _LATELY.search(clause.whole.of(story.document.text)):
        return unknown_when("only that it was lately is told")
    beside = list(story.dated.within(sentence))
    dated = [d for d in beside if not is_since(clause, d, story.document.text)]
    when = when_of(clause, sentence, dated, story.document)
    if around is not None and (place.aside or _light(around, place)) and (when.start is None or around.tense == "past"):
        when = when_of(around, sentence, dated, story.document)
    if around is not None and when.start is None and _during(clause, around, place):
        when = when_of(around, sentence, dated, story.document)
    if when.start is None and clause.form == "nominal":
        when = _set_for(clause, beside, place) or _shared(clause, beside, place) or when
    if when.start is None and place.line.kind == "caption":  # a picture's own day is that of what it shows
        when = next((d.when for d in beside if d.when.grain == "day"), when)
    return when


def _during(clause: Clause, around: Clause, place: Place) -> bool:
    """Whether a noun is the occasion at which its clause's act was done: "said on Monday during a visit to Lima"."""
    if clause.form != "nominal" or around.tense != "past":
        return False
    return _DURING.search(place.story.document.text, max(0, clause.group.start - 12), clause.group.start) is not None


def _set_for(clause: Clause, beside: Sequence[Dated], place: Place) -> When | None:
    """The time that a noun is said to be set for: "talks due to begin in Oslo next month"."""
    text = place.story.document.text
    for dated in beside:
        if clause.verb.end <= dated.start < clause.verb.end + _SET_REACH:
            words = _WORD.findall(text[clause.verb.end : dated.start])
            if place.rules.says("sets-day", *words) and all(
                word[0].isupper() or place.rules.says("sets-day", word) for word in words
            ):
                return dated.when
    return None


def _shared(clause: Clause, beside: Sequence[Dated], place: Place) -> When | None:
    """The time that owns a list of which a noun is a later part: "last month's summit in Lima and visit to Oslo"."""
    text, verbs = place.story.document.text, [c.verb.start for c in place.line.clauses if c.form != "nominal"]
    owning = (d for d in beside if d.end < clause.group.start and _OWNS.match(text, d.end))
    listed = [d for d in owning if not any(d.end < verb < clause.verb.start for verb in verbs)]
    return listed[-1].when if listed else None


def _light(around: Clause, place: Place) -> bool:
    return place.rules.says("takes-part", around.lemma)


def undated(when: When, clause: Clause, around: Clause | None, place: Place) -> When:
    """A day for what a release tells without one: its lead is that day's call, anything else held is of that month."""
    published = place.story.document.published
    verbal = clause.form != "nominal" or (around is not None and (place.aside or _light(around, place)))
    if when.start is not None or not verbal or not place.story.document.issuer or published.start is None:
        return when
    if place.mode in REMOTE and place.lead:
        return replace(published, basis="inferred", reasons=("releases on a call go out on its day",))
    return _month_of(published.start, f"the release of {published.start.isoformat()} gives no day")


def on_trip(when: When, clause: Clause, around: Clause | None, place: Place) -> When:
    """The month of a journey for what is to take place on it: "will travel to Lima on 5 May ... will meet"."""
    if when.start is not None or place.trip.start is None or place.mode == "other":
        return when
    if clause.form != "finite" and not (around is not None and around.form == "finite" and _light(around, place)):
        return when
    reason = f"on the journey of {place.trip.start.isoformat()}"
    if place.trip.grain == "week":
        return replace(place.trip, basis="inferred", reasons=(reason,))
    return _month_of(place.trip.start, reason)


def coming(when: When, clause: Clause, around: Clause | None, place: Place) -> When:
    """The coming weekday for what is told in the present: "are meeting on Friday", "holds talks on Friday"."""
    published = place.story.document.published.start
    goes = around is not None and takes(around, clause, place.rules) and place.rules.says("goes-on", around.lemma)
    verb = around if clause.form == "nominal" and around is not None and goes else clause
    present = verb.form == "finite" and verb.tense == "present" and not verb.perfect and verb.modal is None
    prose = place.line.kind == "paragraph"
    if not (present and prose and _is_weekday(when)) or published is None or when.end is None or when.start is None:
        return when
    return _week_later(when, published) if when.end <= published else when


def _week_later(when: When, published: date) -> When:
    day = when.start or published
    return stretch(day + _WEEK, "day", when.basis, f"the coming weekday, from {published.isoformat()}")


def to_come(when: When, clause: Clause, around: Clause | None, place: Place) -> When:
    """The day of what is to come: of a weekday the coming one, none that is gone by.

    A noun stands beside the day of its telling also on the day itself: "today's briefing previewed the call".
    """
    published = place.story.document.published
    if when.start is None or when.end is None or published.start is None or published.end is None:
        return when
    if when.end > published.end or (clause.form != "nominal" and when.end > published.start):
        return when
    if _is_weekday(when) and _looks_ahead(when, clause, around, place):
        return _week_later(when, published.start)
    return unknown_when("the day beside it is that of its telling")


def _looks_ahead(when: When, clause: Clause, around: Clause | None, place: Place) -> bool:
    """Whether the verb over a weekday is in the present or future, and does not only tell: "is set to meet ... on"."""
    clauses = place.line.clauses
    day = next((d.start for d in place.story.dated.within(place.line.span) if d.when == when), None)
    before = (c for c in reversed(clauses) if c.form != "nominal" and day is not None and c.verb.start < day)
    verb = next(before, around or clause)
    above = (verb, *_above(verb, clauses))
    last, rules = above[-1], place.rules
    ahead = rules.says("plans", last.lemma) or rules.says("proposes", last.lemma)
    settled = last.tense == "present" and (last.passive or last.lemma == "be" or ahead)
    return last.tense == "future" or (settled and not any(one.lemma in SAYS for one in above))


def _month_of(day: date, reason: str) -> When:
    return replace(stretch(day.replace(day=1), "month", "inferred", reason), candidates=(day,))
