"""Who did what a clause claims, and to whom it was done: named in its roles, or elsewhere where it names nobody.

To whom: the other party further on or in the sentence (`_beyond`), whoever words are meant for (`counterpart`), the
owner of a thing that was told before (`_owner_before`). Who: whoever did what is blamed (`_doers`), the party beside a
deed told by its noun (`_doer_of`), whoever held somebody (`_keeper`), those who talked before (`_partners`).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from readout.extract.asides import (
    FORCE,
    is_private_owner,
    is_setting,
    only_blames,
    only_hears,
    only_tells,
    qualifies,
    without_asides,
)
from readout.extract.claims import Claim, actors_of, roles
from readout.extract.scenes import is_scene, qualifies_a_thing
from readout.extract.spoken import speaks_for_a_state
from readout.extract.story import Story
from readout.language import Clause
from readout.records import Actor, Event, Mention, Span

# Acts that as often as not are aimed at nobody: who else stands in the clause is no recipient.
_ALONE = frozenset({"CONSULT", "MOBILIZE", "PROTEST", "RETREAT", "CONCEDE"})
# Acts against somebody, who may be named outside their clause.
_HOSTILE = frozenset({"ACCUSE", "THREATEN", "COERCE", "ASSAULT", "SANCTION"})
_FARTHEST = 300  # so many mentions back what a clause points to may have been told
_NEAR = 400  # so far before a sentence stands who its words are meant for
# Deeds that are done to somebody, by whatever noun they are told.
_DONE_TO = frozenset({"AID", "ASSAULT", "COERCE"})
# Deeds that words of blame point back to, and the types of events that they are.
_A_DEED = frozenset(
    "test tests launch launches attack attacks strike strikes raid raids bombing shelling move moves action actions "
    "invasion assault killing killings arrest arrests detention seizure decision annexation drill drills".split()
)
_DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION"})
# What stands before the name of who holds somebody.
_HELD = re.compile(r"\b(?:held|detained|jailed|imprisoned|interned|kept)(?: \w+)? (?:in|by) (?:the )?$")
# What stands before the name of whom a measure weighs on: "the sanctions imposed last year on".
_LAID_ON = re.compile(r"\b(?:imposed|placed|slapped|levied)(?: \w+){0,3} (?:on|upon|against) (?:the )?$")
# What somebody says beside his act is no part of it: "defended the raid, telling Oslo that".
_SPEAKS_ON = re.compile(r", (?:\w+ly )?(?:not|add|say|tell|argu|claim|stress|insist|cit|point|recall|explain)ing\b")
_AT_HOME = re.compile(
    r"\b(?:its|his|her|their) own (?:[a-z]+ )?(?:people|citizens|population|civilians|public|nation)\b"
)
# What stands between whose a thing is and the clause about it: "a Danish-flagged tanker (that) it had seized".
_THING = re.compile(r"(?:['’]s|-\w+ed)?(?: [\w-]+){1,3} (?:that |which )?")
_POINTS = re.compile(r"(?:the|that|this|these|those)\b", re.IGNORECASE)
_LONG = 4  # shorter heads name no thing
# What stands between whose a thing is and its name: "a Kenyan", "Oslo's two", "Danish-flagged".
_OWNED = re.compile(r"(?:['’]s|-\w+ed)?(?: [\w-]+){0,3} ")
# What stands between the names of one list.
_LISTED = re.compile(r"\s*(?:,|and|or|,\s*and)\s+(?:the\s+)?", re.IGNORECASE)
_GIVEN = re.compile(r"(?: \w+)? (?:provided|extended|given|delivered|sent|offered|pledged|flowing|going) (?:to|for) ")


class Filled(NamedTuple):
    """The roles of an act: the mentions in them, and the actors that these mean."""

    who: tuple[Mention, ...]
    whom: tuple[Mention, ...]
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]


def filled(claim: Claim, told: Callable[[], Iterable[Event]], sentence: Span, story: Story) -> Filled:
    """Who did what a clause claims, and to whom, named there or elsewhere; `told` gives the events before."""
    text, clause, rule = story.document.text, claim.clause, claim.rule
    who, whom = roles(claim)
    whom = without_asides(rule.type, whom, text)
    who = who if actors_of(who) else _doer_of(claim, whom, sentence, story) or _keeper(claim, sentence, story)
    if rule.type == "ACCUSE" and _is_parted(claim):
        whom = without_asides(rule.type, _others(who, clause.tail, story), text) or whom
    if rule.type == "AID" and clause.form == "nominal" and not actors_of(whom):
        given = _GIVEN.match(text, clause.verb.end, sentence.end)
        whom = _others(who, Span(given.end(), min(given.end() + 40, sentence.end)), story) if given else ()
    whom = whom if actors_of(whom) and not _binds_its_own(claim, who, whom) else _owner_before(claim, who, story)
    blamed = () if actors_of(whom) else _doers(claim, who, told(), text)
    whom = whom if blamed or actors_of(whom) else _beyond(claim, who, sentence, story)
    who = tuple(mention for mention in who if not is_private_owner(mention, claim, text))
    actors = actors_of(who) or _partners(claim, told(), story)
    codes = {actor.code for actor in actors}
    recipients = blamed or tuple(a for a in actors_of(whom) if a.code not in codes and not only_hears(a, rule.type))
    return Filled(who, whom, actors, _but_own(actors, recipients))


def _but_own(actors: Sequence[Actor], recipients: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Those whom an act is done to without the actors' own state, where others are named too: "the two Koreas"."""
    own = {actor.state for actor in actors}
    others = tuple(actor for actor in recipients if actor.state not in own)
    return others or recipients


def _is_parted(claim: Claim) -> bool:
    """Whether other words stand between a verb and its object: "condemned in strong terms Oslo's war on Lima"."""
    clause, rule = claim.clause, claim.rule
    return rule.recipient == "object" and clause.object is None and not clause.passive and clause.form != "nominal"


def _beyond(claim: Claim, who: Sequence[Mention], sentence: Span, story: Story) -> tuple[Mention, ...]:
    """The recipients of an act whose object names nobody: the first other parties further on in its clause.

    Where the clause names none, a hostile act is done to those whom its sentence names: "After Oslo's test, Lima
    condemned the launch".
    """
    text, clause, rule = story.document.text, claim.clause, claim.rule
    if rule.type == "RETREAT" and not clause.passive:
        borne = (m for m in story.mentions_within(clause.tail) if actors_of([m]))
        return tuple(m for m in borne if _LAID_ON.search(text, clause.tail.start, m.start))[:1]
    if rule.recipient == "none" or rule.type in _ALONE or clause.form == "nominal":
        return ()
    own = clause.whole if clause.passive else clause.tail
    aside = _SPEAKS_ON.search(text, own.start, own.end)
    found = _others(who, Span(own.start, aside.start()) if aside else own, story)
    hostile = rule.type in _HOSTILE or (rule.type == "REJECT" and rule.mode == "meet")
    hostile = hostile and rule.mode != "crowd-control"  # which is done at home
    # "The hostages held by Hamas" are not those who speak of them.
    if hostile and not (clause.passive and clause.form == "participle" and clause.subject is not None):
        found = found or _others(who, sentence, story)
    found = without_asides(rule.type, found, text)
    if rule.type not in FORCE or _names_no_victim(clause, text):
        found = tuple(mention for mention in found if not only_tells(mention, clause.verb, story))
    return tuple(mention for mention in found if not is_scene(mention, text)) if clause.passive else found


def _names_no_victim(clause: Clause, text: str) -> bool:
    """Whether a clause is about a deed itself or one's own people: who tells of it did not suffer it then."""
    thing = clause.subject if clause.passive else clause.object
    deed = thing is not None and thing.head.lower() in _A_DEED
    return deed or _AT_HOME.search(text, clause.verb.end, clause.tail.end) is not None


def counterpart(claim: Claim, who: Sequence[Mention], sentence: Span, story: Story) -> tuple[Mention, ...]:
    """Whom words of one party are meant for that name nobody: who else speaks for a state right before, or beside."""
    own = {actor.state for actor in actors_of(who)}
    if claim.rule.recipient == "none" or claim.rule.actor == "both" or len(own) != 1:
        return ()  # several who threaten mean each other
    for reach in (sentence, Span(max(0, sentence.start - _NEAR), sentence.start)):
        for mention in reversed(story.mentions_within(reach)):
            if mention.form == "joint" or qualifies_a_thing(mention, story.document.text):
                continue
            if any(speaks_for_a_state(a) and a.state not in own for a in mention.actors):
                return (mention,)
    return ()


def _partners(claim: Claim, told: Iterable[Event], story: Story) -> tuple[Actor, ...]:
    """Who came to terms where it is only said that terms were reached: the parties of the talks told right before.

    In a release they may have been told anywhere before: it is about them.
    """
    if claim.rule.actor != "none" or claim.rule.type != "AGREE":
        return ()
    since = 0 if story.document.issuer else claim.clause.verb.start - _NEAR
    near = (e for e in told if e.type in {"CONSULT", "AGREE"} and e.evidence.end > since)
    talks = ((*e.actors, *e.recipients) for e in near)
    return next((parties for parties in talks if len({actor.state for actor in parties}) > 1), ())


def _owner_before(claim: Claim, who: Sequence[Mention], story: Story) -> tuple[Mention, ...]:
    """Whose a thing is that a clause only points back to: "the tanker", told before as "a Kenyan tanker"."""
    clause, text = claim.clause, story.document.text
    thing = clause.subject if clause.passive else clause.object
    if claim.rule.recipient == "object" and thing is None and clause.form == "finite" and clause.subject:
        return _fronted_owner(clause.group.start, who, story)
    if claim.rule.recipient != "object" or thing is None or clause.form == "nominal" or len(thing.head) < _LONG:
        return ()
    if not _POINTS.match(thing.span.of(text)):
        return ()
    own = {actor.state for actor in actors_of(who)}
    head = thing.head.lower()
    for mention in story.mentions_before(thing.span.start, _FARTHEST):
        behind = _OWNED.match(text, mention.end)
        # Few names own a thing of that name, so the expression for it is made for few.
        if behind is None or head not in text[mention.end : behind.end() + len(head)].lower():
            continue
        word = re.compile(rf"{_OWNED.pattern}{re.escape(head)}\b", re.IGNORECASE)
        if word.match(text, mention.end) and actors_of([mention]) and not own & {a.state for a in mention.actors}:
            return (mention,)
    return ()


def _fronted_owner(verb: int, who: Sequence[Mention], story: Story) -> tuple[Mention, ...]:
    """Whose the thing is that a relative clause with this verb speaks of: "a Danish-flagged tanker it had seized"."""
    own = {actor.state for actor in actors_of(who)}
    end = max((mention.start for mention in who if mention.end <= verb), default=verb)
    for mention in reversed(story.mentions_within(Span(max(0, end - 60), end))):
        if actors_of([mention]) and _THING.fullmatch(story.document.text, mention.end, end):
            return () if own & {actor.state for actor in mention.actors} else (mention,)
    return ()


def _doers(claim: Claim, who: Sequence[Mention], told: Iterable[Event], text: str) -> tuple[Actor, ...]:
    """Whose deed words of blame only point back to: "condemned the launch", told before as what Oslo launched."""
    clause = claim.clause
    thing = clause.subject if clause.passive else clause.object
    if claim.rule.type != "ACCUSE" or thing is None or clause.form == "nominal" or thing.head.lower() not in _A_DEED:
        return ()
    if not _POINTS.match(thing.span.of(text)):
        return ()
    own = {actor.state for actor in actors_of(who)}
    done = (e for e in told if e.type in _DEEDS and e.evidence.end <= clause.whole.start)
    return next((e.actors for e in done if own.isdisjoint(a.state for a in e.actors)), ())


def _doer_of(claim: Claim, whom: Sequence[Mention], sentence: Span, story: Story) -> tuple[Mention, ...]:
    """Who did a deed that a noun tells with its victim only ("voted for sanctions on Lima"): the party named before."""
    if claim.clause.form != "nominal" or claim.rule.type not in _DONE_TO or not actors_of(whom):
        return ()
    return _nearest(whom, claim.clause, sentence, story)


def _nearest(known: Sequence[Mention], clause: Clause, sentence: Span, story: Story) -> tuple[Mention, ...]:
    """The party of another state that stands nearest before a clause in its sentence, else the place where it was."""
    before = _others(known, Span(sentence.start, clause.whole.start), story, last=True)
    behind = () if before else _others(known, Span(clause.verb.end, sentence.end), story)
    found = before or tuple(mention for mention in behind if is_scene(mention, story.document.text))
    aside = found and (only_tells(found[0], clause.verb, story) or only_blames(found[0], clause.verb, story))
    return () if aside else found


def _keeper(claim: Claim, sentence: Span, story: Story) -> tuple[Mention, ...]:
    """Who let somebody go, where only is said who held him: "two sailors held in Oslo have been released"."""
    clause, rule = claim.clause, claim.rule
    if rule.type != "RETREAT" or rule.mode != "release" or not clause.passive or clause.form == "nominal":
        return ()
    text = story.document.text
    named = story.mentions_within(Span(sentence.start, clause.group.start))
    return next(((m,) for m in named if actors_of([m]) and _HELD.search(text, sentence.start, m.start)), ())


def _binds_its_own(claim: Claim, who: Sequence[Mention], whom: Sequence[Mention]) -> bool:
    """Whether a measure is laid on one's own people, who shall not deal with another: "bars Danish firms from"."""
    own = {actor.state for actor in actors_of(who)}
    return claim.rule.type == "COERCE" and claim.rule.mode == "restrict" and own >= {a.state for a in actors_of(whom)}


def _others(who: Sequence[Mention], reach: Span, story: Story, *, last: bool = False) -> tuple[Mention, ...]:
    """The first parties within a stretch that are of other states, with those listed beside them; or the last one."""
    own = {actor.state for actor in actors_of(who)}
    found: list[Mention] = []
    within = story.mentions_within(reach)
    for mention in reversed(within) if last else within:
        if last and found:
            break
        if mention.form == "joint" or (mention.form == "pronoun" and not last) or qualifies(mention, story):
            continue
        if any(a.kind == "organisation" for a in mention.actors) and is_setting(mention, story.document.text):
            continue
        if found and not _LISTED.fullmatch(story.document.text, found[-1].end, mention.start):
            break
        if any(actor.code and actor.state not in own and not actor.code.endswith(":MED") for actor in mention.actors):
            found.append(mention)
    return tuple(found)
