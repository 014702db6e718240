"""PLOVER events: which clauses tell of an act between parties, and of which type, status and roles.

For each sentence of the story, in this order:

1. claims    the clauses that a rule of the codebook claims, and their roles (`extract.claims`)
2. standing  happened, planned, proposed, hypothetical, background, and the day (`extract.standing`)
3. once      the same act told again is the same event, kept at its first mention

The roles are filled by resolved mentions only: an act without a known party is no event between parties.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from readout.codebook.entries import EventRule
from readout.extract.claims import Claim, EventRules, actors_of, claims, filled_by, roles
from readout.extract.spoken import said, speaks_for_a_state, teller_of
from readout.extract.standing import status_of, when_of
from readout.extract.story import Story, evidence_over
from readout.language import Clause
from readout.records import Actor, Document, Event, Mention, Span, content_id

# Acts that as often as not are aimed at nobody: who else stands in the clause is no recipient.
_ALONE = frozenset({"CONSULT", "MOBILIZE", "PROTEST", "RETREAT", "CONCEDE"})
# Acts of words, which private people do to each other at home.
_VERBAL = frozenset("ACCUSE AGREE CONCEDE CONSULT COOPERATE REJECT REQUEST RETREAT SANCTION SUPPORT THREATEN".split())
_ORDERLY = (":GOV", ":MIL", ":COP", ":BUS", ":LEG", ":JUD", ":SPY")  # sectors that do not take to the streets
# What one party says that it will do, which as often as not concerns nobody abroad.
_WORDS = frozenset({"AGREE", "CONCEDE", "RETREAT", "SANCTION", "THREATEN"})
_FEW = 4  # fewer names than this do not show whose story it is
_ABROAD = 9  # how often a story must name other states' speakers to be one of several states
# Acts that one story may tell several of, by their days.
_MANY = frozenset({"ASSAULT", "MOBILIZE"})
# Acts that a release tells in several sentences and that are one.
_ONCE = frozenset({"CONSULT", "SUPPORT"})
# Acts against somebody, who may be named outside their clause.
_HOSTILE = frozenset({"ACCUSE", "THREATEN", "COERCE", "ASSAULT", "SANCTION"})
# Words that are meant for somebody, whether they name him or not.
_TO_SOMEBODY = frozenset({"CONCEDE", "THREATEN"})
_BEFORE = 40  # characters before a name in which the words stand that say that something is there
_FARTHEST = 300  # so many mentions or events back what a clause points to may have been told
_NEAR = 400  # so far before a sentence stands who its words are meant for
# Deeds that are done to somebody, by whatever noun they are told.
_DONE_TO = frozenset({"AID", "ASSAULT", "COERCE"})
_SEVERAL = 2  # more parties than this make a meeting multilateral
_ASIDE = re.compile(r"\b(?:sidelines|margins|fringes|outcomes?|eve|ahead) of\s+(?:the\s+)?$", re.IGNORECASE)
_IN = re.compile(
    r"\b(?:(?:in|at)|(?:visit\w*|trip|travel\w*|journey\w*|came|come|coming|went|go|goes|going|f[lo][ey]w?|flying|return\w*|invit\w+|"
    r"welcomed|delegation|mission)(?:\s+\w+)?\s+to)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_LEADS_IN = re.compile(r"\b((?:in|at|to)\s+)(?:the\s+)?", re.IGNORECASE)
# What follows a name that is no place here: "in the U.S. election", "in Oslo's view".
_OWNS = re.compile(r"['’]s?\b")
_QUALIFIES = re.compile(r"\s+(?!and|or|but|on|in|at|with|to|for|from|by|as|after|before|wh|that)[a-z]")
# Heads whose acts are not those of the state that they belong to: "Lima's banks", "a Danish singer".
_PRIVATE = frozenset(
    (
        "company companies firm firms bank banks maker makers carmaker carmakers automaker automakers manufacturer "
        "manufacturers producer producers carrier airline airlines retailer retailers lender lenders insurer insurers "
        "investor investors shareholder shareholders bondholders creditors trader traders market markets stock stocks "
        "share shares bourse exchange economy business businesses rival rivals competitor competitors unit subsidiary "
        "division industry factory factories plant plants brand brands chain startup giant supplier suppliers "
        "executive executives customer customers consumer consumers buyer buyers shopper shoppers tourist tourists "
        "fan fans team teams squad side club clubs player players league board boards band singer singers actor actors "
        "director film films movie movies studio studios label publisher publishers magazine "
        "website websites network networks exporter exporters importer importers farmer farmers analyst analysts "
        "economist economists debt bond bonds dollar currency parents husband wife son daughter brother "
        "sister mother father couple friend friends artist artists writer author designer chef coach striker driver"
    ).split()
)
# The plain words right behind a name.
_AFTER = re.compile(r"(?:['’]s)?(?:[ -][a-z]+){1,3}")
# Deeds that one party does by itself: its noun with its owner tells them.
_OWN_DEEDS = frozenset({"MOBILIZE"})
_GIVEN = re.compile(r"(?: \w+)? (?:provided|extended|given|delivered|sent|offered|pledged|flowing|going) (?:to|for) ")
# Rules of states and what they have laid down, whom nothing is done to: "in breach of U.N. sanctions".
_LAID_DOWN = re.compile(
    r"\.?(?:\s+[A-Z]\w+){0,2}\s+(?:sanctions?|resolutions?|embargo\w*|treat(?:y|ies)|conventions?|charter)\b"
)
# Deeds that words of blame point back to, and the types of events that they are.
_A_DEED = frozenset(
    "test tests launch launches attack attacks strike strikes raid raids bombing shelling move moves action actions "
    "invasion assault killing killings arrest arrests detention seizure decision annexation drill drills".split()
)
_DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION"})
_FORCE = frozenset({"ASSAULT", "COERCE"})
# What stands before the name of who holds somebody.
_HELD = re.compile(r"\b(?:held|detained|jailed|imprisoned|interned|kept)(?: \w+)? (?:in|by) (?:the )?$")
# What stands before the name of whom a measure weighs on: "the sanctions imposed last year on".
_LAID_ON = re.compile(r"\b(?:imposed|placed|slapped|levied)(?: \w+){0,3} (?:on|upon|against) (?:the )?$")
# An organisation as the place where something is done: "support for talks at NATO".
_WITHIN = re.compile(r"\b(?:at|from|through|via|within|wanted by|sought by) (?:the )?$")
# Whom a deed was done to, when it is condemned: "condemned the aggression against Oslo".
_DEED_ON = re.compile(
    r"\b(?:aggression|attacks?|war|invasion|assaults?|strikes?|raids?|bombings?|crimes|coup|violence|bombardment|shelling)"
    r" (?:against|on|upon) (?:the )?$"
)
_LAYS = re.compile(r"\b(?:blam|pinn?|fault)\w*\b")  # "blamed the raid on Oslo"
_BLAMES = re.compile(
    r"\b(?:condemn|denounc|deplor|decr(?:y|ied)|criticis|criticiz|oppos|reject|protest|mourn|regret|lament|discuss|debat"
    r"|investigat|prob(?:e|ing)|warn|fear|demand|lift|respon|retaliat|reveng|aveng)\w*\b"
)
_SPEECH_TO = re.compile(r"\b(?:speech|speeches|address|remarks|testimony|sermon|lecture) (?:to|at|before) (?:the )?$")
_INSIDE = re.compile(r"\b(?:in|at) $")
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


def events(story: Story, index: EventRules, spoken: EventRules) -> tuple[Event, ...]:
    """The events that one document tells, in order of place, each once."""
    found: dict[tuple[object, ...], Event] = {}
    known = _Known(story, found)
    headlined: set[int] = set()  # where a headline tells an event: what the report says itself is clearer
    for line in story.lines:
        if line.kind == "caption":
            continue
        for claim in claims(story.dated.flat, line.clauses, index, facts=True):
            event = _event(claim, known, line.span, index)
            if event is None:
                continue
            key = _key(event, claim, story)
            if key not in found or (line.kind != "headline" and found[key].evidence.start in headlined):
                found[key] = event
            if line.kind == "headline":
                headlined.add(event.evidence.start)
    told = tuple(found.values())
    return (*told, *said(story, spoken, told))


@dataclass(frozen=True, slots=True)
class _Known:
    """A story while its events are read: those told so far, and how many of its names are heard abroad."""

    story: Story
    told: dict[tuple[object, ...], Event]
    abroad: dict[frozenset[str | None], bool] = field(default_factory=dict)

    def last(self) -> Iterator[Event]:
        """The events told before, the nearest first."""
        return islice(reversed(self.told.values()), _FARTHEST)


def _key(event: Event, claim: Claim, story: Story) -> tuple[object, ...]:
    """What two tellings of one event have in common.

    However often parties are said to have talked, it is one contact unless modes tell them apart.
    """
    mode = None if event.type == "CONSULT" else event.mode
    own = event.evidence.start if story.document.issuer and claim.clause.form != "nominal" else None
    if event.type in _ONCE:
        own = None
    day = event.when.iso if event.status == "background" or event.type in _MANY else None
    return (event.type, mode, _states(event.actors), _states(event.recipients), own, day)


def _states(actors: Iterable[Actor]) -> tuple[str, ...]:
    return tuple(sorted({actor.code or "" for actor in actors}))


def _event(claim: Claim, known: _Known, sentence: Span, index: EventRules) -> Event | None:
    """The event of one claimed clause; None where no party is known or the act is said not to be.

    What was told before it says whose "the launch" is that somebody condemns.
    """
    story, clause, rule = known.story, claim.clause, claim.rule
    document = story.document
    who, whom = roles(claim)
    whom = _without_asides(rule.type, whom, document.text)
    who = who if actors_of(who) else _deed(claim, whom, sentence, story) or _keeper(claim, sentence, story)
    if rule.type == "ACCUSE" and _is_parted(claim):
        whom = _without_asides(rule.type, _others(who, clause.tail, story), document.text) or whom
    if rule.type == "AID" and clause.form == "nominal" and not actors_of(whom):
        given = _GIVEN.match(document.text, clause.verb.end, sentence.end)
        whom = _others(who, Span(given.end(), min(given.end() + 40, sentence.end)), story) if given else ()
    whom = whom if actors_of(whom) and not _binds_its_own(claim, who, whom) else _before(claim, who, story)
    doers = () if actors_of(whom) else _doers(claim, who, known)
    whom = whom if doers or actors_of(whom) else _beyond(claim, who, sentence, story)
    who = tuple(mention for mention in who if not _is_private_owner(mention, claim, document.text))
    actors = actors_of(who) or _partners(claim, known)
    codes = {actor.code for actor in actors}
    recipients = doers or tuple(a for a in actors_of(whom) if a.code not in codes and not _only_hears(a, rule.type))
    recipients = _but_own(actors, recipients)
    if not actors or not _between_parties(claim, actors, recipients, sentence, known):
        return None
    if not recipients and rule.type in _TO_SOMEBODY:
        whom = _counterpart(claim, who, sentence, story)
        recipients = actors_of(whom)
    if _is_private(rule.type, who, recipients if who else actors):
        return None
    if rule.type in index.mutual and not _takes_two(rule, actors, recipients):
        return None
    when = when_of(clause, sentence, story.dated.within(sentence), document)
    status = status_of(claim, when, document)
    if status is None:
        return None
    kind = rule.future if status == "planned" and rule.future != "same" else rule.type
    if kind == "AGREE" and rule.type not in {"AGREE", "CONSULT"} and clause.form != "nominal":
        status = "happened"  # what is promised ("will send rice") is still to come, the promise is not
    mode, host = _meeting(claim, sentence, actors, story)
    if host is not None:
        actors, recipients = _guests(actors, host)
    inside = (mention.span for mention in (*who, *whom) if sentence.covers(mention.span))
    evidence = evidence_over(document, (clause.whole, *inside), rule.id)
    return Event(
        content_id("event", document.id, kind, evidence.start, evidence.end), document.id, kind,
        mode if kind == rule.type else None, status, actors, recipients, when, evidence,
        place=place_of(clause, document), teller=teller_of(story, clause.verb),
    )  # fmt: skip


def _but_own(actors: Sequence[Actor], recipients: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Those whom an act is done to without the actors' own state, where others are named too: "the two Koreas"."""
    own = {actor.state for actor in actors}
    others = tuple(actor for actor in recipients if actor.state not in own)
    return others or recipients


def _is_private(kind: str, who: Sequence[Mention], recipients: Sequence[Actor]) -> bool:
    """Whether words pass among companies, newspapers and private people only, or an office is said to demonstrate."""
    if kind == "PROTEST":  # "Polish farmers" may
        return not any(mention.form in {"adjective", "place"} for mention in who) and all(
            (actor.code or "").endswith(_ORDERLY) for actor in actors_of(who)
        )
    return kind in _VERBAL and not any(speaks_for_a_state(actor) for actor in (*actors_of(who), *recipients))


def _takes_two(rule: EventRule, actors: Collection[Actor], recipients: Collection[Actor]) -> bool:
    """Whether an act that takes two has them: somebody whom it is done to, or for a mutual act several states."""
    if rule.recipient == "none":
        return rule.actor != "both" or len({actor.state for actor in actors}) > 1
    return bool(recipients) and len({actor.state for actor in (*actors, *recipients)}) > 1


def _beyond(claim: Claim, who: Sequence[Mention], sentence: Span, story: Story) -> tuple[Mention, ...]:
    """The recipients of an act whose object names nobody: the first other parties further on in its clause.

    Where the clause names none, a hostile act is done to those whom its sentence names: "After Oslo's test, Lima
    condemned the launch".
    """
    clause, rule = claim.clause, claim.rule
    if rule.type == "RETREAT" and not clause.passive:
        text = story.document.text
        borne = (m for m in story.mentions_within(clause.tail) if actors_of([m]))
        return tuple(m for m in borne if _LAID_ON.search(text, clause.tail.start, m.start))[:1]
    if rule.recipient == "none" or rule.type in _ALONE or clause.form == "nominal":
        return ()
    own = clause.whole if clause.passive else clause.tail
    aside = _SPEAKS_ON.search(story.document.text, own.start, own.end)
    found = _others(who, Span(own.start, aside.start()) if aside else own, story)
    hostile = rule.type in _HOSTILE or (rule.type == "REJECT" and rule.mode == "meet")
    hostile = hostile and rule.mode != "crowd-control"  # which is done at home
    # "The hostages held by Hamas" are not those who speak of them.
    if hostile and not (clause.passive and clause.form == "participle" and clause.subject is not None):
        found = found or _others(who, sentence, story)
    text = story.document.text
    found = _without_asides(rule.type, found, text)
    if rule.type not in _FORCE or _names_no_victim(clause, text):
        found = tuple(mention for mention in found if not _only_tells(mention, clause.verb, story))
    return tuple(mention for mention in found if not _is_scene(mention, text)) if clause.passive else found


def _is_scene(mention: Mention, text: str) -> bool:
    """Whether a city is where something is done: "sanctions announced in Oslo"."""
    return mention.form == "place" and _INSIDE.search(text, max(0, mention.start - 5), mention.start) is not None


def _names_no_victim(clause: Clause, text: str) -> bool:
    """Whether a clause is about a deed itself or one's own people: who tells of it did not suffer it then."""
    thing = clause.subject if clause.passive else clause.object
    deed = thing is not None and thing.head.lower() in _A_DEED
    return deed or _AT_HOME.search(text, clause.verb.end, clause.tail.end) is not None


def _counterpart(claim: Claim, who: Sequence[Mention], sentence: Span, story: Story) -> tuple[Mention, ...]:
    """Whom words of one party are meant for that name nobody: who else speaks for a state right before, or beside."""
    own = {actor.state for actor in actors_of(who)}
    if claim.rule.recipient == "none" or claim.rule.actor == "both" or len(own) != 1:
        return ()  # several who threaten mean each other
    for reach in (sentence, Span(max(0, sentence.start - _NEAR), sentence.start)):
        for mention in reversed(story.mentions_within(reach)):
            if mention.form == "joint" or _qualifies_a_thing(mention, story.document.text):
                continue
            if any(speaks_for_a_state(a) and a.state not in own for a in mention.actors):
                return (mention,)
    return ()


def _qualifies_a_thing(mention: Mention, text: str) -> bool:
    """Whether a place only tells of which place something is: "the Gaza blockade"."""
    return mention.form == "place" and _QUALIFIES.match(text, mention.end) is not None


def _is_parted(claim: Claim) -> bool:
    """Whether other words stand between a verb and its object: "condemned in strong terms Oslo's war on Lima"."""
    clause, rule = claim.clause, claim.rule
    return rule.recipient == "object" and clause.object is None and not clause.passive and clause.form != "nominal"


def _binds_its_own(claim: Claim, who: Sequence[Mention], whom: Sequence[Mention]) -> bool:
    """Whether a measure is laid on one's own people, who shall not deal with another: "bars Danish firms from"."""
    own = {actor.state for actor in actors_of(who)}
    return claim.rule.type == "COERCE" and claim.rule.mode == "restrict" and own >= {a.state for a in actors_of(whom)}


def _partners(claim: Claim, known: _Known) -> tuple[Actor, ...]:
    """Who came to terms where it is only said that terms were reached: the parties of the talks told right before.

    In a release they may have been told anywhere before: it is about them.
    """
    if claim.rule.actor != "none" or claim.rule.type != "AGREE":
        return ()
    since = 0 if known.story.document.issuer else claim.clause.verb.start - _NEAR
    near = (e for e in known.last() if e.type in {"CONSULT", "AGREE"} and e.evidence.end > since)
    talks = ((*e.actors, *e.recipients) for e in near)
    return next((parties for parties in talks if len({actor.state for actor in parties}) > 1), ())


def _before(claim: Claim, who: Sequence[Mention], story: Story) -> tuple[Mention, ...]:
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


def _doers(claim: Claim, who: Sequence[Mention], known: _Known) -> tuple[Actor, ...]:
    """Whose deed words of blame only point back to: "condemned the launch", told before as what Oslo launched."""
    clause = claim.clause
    thing = clause.subject if clause.passive else clause.object
    if claim.rule.type != "ACCUSE" or thing is None or clause.form == "nominal" or thing.head.lower() not in _A_DEED:
        return ()
    if not _POINTS.match(thing.span.of(known.story.document.text)):
        return ()
    own = {actor.state for actor in actors_of(who)}
    done = (e for e in known.last() if e.type in _DEEDS and e.evidence.end <= clause.whole.start)
    return next((e.actors for e in done if own.isdisjoint(a.state for a in e.actors)), ())


def _qualifies(mention: Mention, story: Story) -> bool:
    """Whether a name only tells of which land something is: "an Indian manufacturer", "the Canadian border"."""
    text = story.document.text
    if mention.form == "adjective":
        return True
    return mention.form in {"place", "name"} and _private_after(mention, text, len(text))


def _is_private_owner(mention: Mention, claim: Claim, text: str) -> bool:
    """Whether an actor is only the land of somebody private: "trading of some big Italian banks"."""
    if mention.form not in {"adjective", "place", "name"} or claim.rule.actor == "both" or claim.rule.type == "PROTEST":
        return False
    verb = claim.clause.group.start
    return _private_after(mention, text, verb if mention.end <= verb else len(text))


def _private_after(mention: Mention, text: str, end: int) -> bool:
    """Whether words right behind a name say that it is of somebody private: "Lima's largest bank"."""
    following = _AFTER.match(text, mention.end, end)
    return following is not None and not _PRIVATE.isdisjoint(following[0].lower().split())


def _deed(claim: Claim, whom: Sequence[Mention], sentence: Span, story: Story) -> tuple[Mention, ...]:
    """Who did a deed that a noun tells with its victim only ("voted for sanctions on Lima"): the party named before."""
    if claim.clause.form != "nominal" or claim.rule.type not in _DONE_TO or not actors_of(whom):
        return ()
    return _nearest(whom, claim.clause, sentence, story)


def _keeper(claim: Claim, sentence: Span, story: Story) -> tuple[Mention, ...]:
    """Who let somebody go, where only is said who held him: "two sailors held in Oslo have been released"."""
    clause, rule = claim.clause, claim.rule
    if rule.type != "RETREAT" or rule.mode != "release" or not clause.passive or clause.form == "nominal":
        return ()
    text = story.document.text
    named = story.mentions_within(Span(sentence.start, clause.group.start))
    return next(((m,) for m in named if actors_of([m]) and _HELD.search(text, sentence.start, m.start)), ())


def _nearest(known: Sequence[Mention], clause: Clause, sentence: Span, story: Story) -> tuple[Mention, ...]:
    """The party of another state that stands nearest before a clause in its sentence, else the place where it was."""
    before = _others(known, Span(sentence.start, clause.whole.start), story, last=True)
    behind = () if before else _others(known, Span(clause.verb.end, sentence.end), story)
    found = before or tuple(mention for mention in behind if _is_scene(mention, story.document.text))
    aside = found and (_only_tells(found[0], clause.verb, story) or _only_blames(found[0], clause.verb, story))
    return () if aside else found


def _only_blames(mention: Mention, deed: Span, story: Story) -> bool:
    """Whether somebody beside a deed speaks of it as another's: "Lima condemned the raid on Quito"."""
    between = Span(min(mention.end, deed.end), max(mention.start, deed.start))
    return _BLAMES.search(story.document.text, between.start, between.end) is not None


def _only_tells(mention: Mention, deed: Span, story: Story) -> bool:
    """Whether somebody only speaks of a deed: "Adeyemi said sanctions on Lima hurt nobody"."""
    told = (s.mention for s in story.spoken.near(deed) if s.content.span.covers(deed))
    return any(teller is not None and teller.span.meets(mention.span) for teller in told)


def _others(who: Sequence[Mention], reach: Span, story: Story, *, last: bool = False) -> tuple[Mention, ...]:
    """The first parties within a stretch that are of other states, with those listed beside them; or the last one."""
    own = {actor.state for actor in actors_of(who)}
    found: list[Mention] = []
    within = story.mentions_within(reach)
    for mention in reversed(within) if last else within:
        if last and found:
            break
        if mention.form == "joint" or (mention.form == "pronoun" and not last) or _qualifies(mention, story):
            continue
        if any(a.kind == "organisation" for a in mention.actors) and _is_setting(mention, story.document.text):
            continue
        if found and not _LISTED.fullmatch(story.document.text, found[-1].end, mention.start):
            break
        if any(actor.code and actor.state not in own and not actor.code.endswith(":MED") for actor in mention.actors):
            found.append(mention)
    return tuple(found)


def _without_asides(kind: str, whom: Iterable[Mention], text: str) -> tuple[Mention, ...]:
    """Those in the place of who is acted upon who are more than spoken of."""
    return tuple(mention for mention in whom if not _is_aside(kind, mention, text))


def _is_aside(kind: str, mention: Mention, text: str) -> bool:
    """Whether a name in the place of who is acted upon is only spoken of: a broken law, an audience, a victim."""
    before = max(0, mention.start - _BEFORE)
    victim = (
        kind == "ACCUSE"
        and _DEED_ON.search(text, before, mention.start)
        and not _LAYS.search(text, before, mention.start)
    )
    return bool(victim) or _is_broken_law(kind, mention, text) or _is_audience(mention, text)


def _is_broken_law(kind: str, mention: Mention, text: str) -> bool:
    """Whether force only follows a breach of what an organisation laid down: "for breaching U.N. sanctions"."""
    named = any(actor.kind == "organisation" or (actor.code or "").startswith("IGO") for actor in mention.actors)
    return named and (kind in _FORCE or kind == "ACCUSE") and _LAID_DOWN.match(text, mention.end) is not None


def _is_audience(mention: Mention, text: str) -> bool:
    """Whether somebody only hears a speech: "warned in a speech to the U.N. that"."""
    return _SPEECH_TO.search(text, max(0, mention.start - _BEFORE), mention.start) is not None


def _is_setting(mention: Mention, text: str) -> bool:
    """Whether an organisation is only where something is done or what it has laid down is spoken of."""
    before = max(0, mention.start - 20)
    return bool(_LAID_DOWN.match(text, mention.end) or _WITHIN.search(text, before, mention.start))


def _guests(actors: Sequence[Actor], host: str) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The parties of a meeting apart: the guests, and the host if there is one."""
    return tuple(a for a in actors if a.state != host), tuple(a for a in actors if a.state == host)


def host_of(states: Collection[str | None], sentence: Span, story: Story) -> str | None:
    """The one of these states in whose country something is: that of a place which the sentence names under "in"."""
    if len(set(states)) == 1:
        return None
    hosts = set(states) & places_of(sentence, story)
    return hosts.pop() if len(hosts) == 1 else None


def places_of(sentence: Span, story: Story) -> set[str | None]:
    """The states of the places that a sentence names under "in", "at" or "to"."""
    text = story.document.text
    leads = _LEADS_IN.finditer(text, max(0, sentence.start - _BEFORE), sentence.end)
    # Where one of the words ends that all of `_IN` end with: few names stand there.
    begins = {end for lead in leads for end in (lead.end(), lead.end(1))}
    if not begins:
        return set()
    places = (m for m in story.mentions_within(sentence) if m.start in begins and m.form in {"place", "name"})
    return {a.state for m in places if _is_where(m, text) for a in m.actors}


def _is_where(mention: Mention, text: str) -> bool:
    """Whether a name says where something is, and does not own or qualify what follows it."""
    under = _IN.search(text, max(0, mention.start - _BEFORE), mention.start)
    if under is None or _OWNS.match(text, mention.end):
        return False
    return "the" not in under[0].lower().split() or not _QUALIFIES.match(text, mention.end)


def _meeting(claim: Claim, sentence: Span, actors: Sequence[Actor], story: Story) -> tuple[str | None, str | None]:
    """The mode and the host of a meeting: a visit in the country of one of two parties, multilateral with three.

    An organisation that meets by itself is many parties too. What is no meeting has neither; where the rule says more,
    its mode stays.
    """
    rule, states = claim.rule, {actor.state for actor in actors}
    if rule.type != "CONSULT" or rule.actor != "both" or rule.mode is not None:
        return rule.mode, None
    if len(states) > _SEVERAL or len(states) == 1:
        return "multilateral", None
    host = host_of(states, sentence, story)
    return "visit" if host else None, host


def _between_parties(
    claim: Claim, actors: tuple[Actor, ...], recipients: tuple[Actor, ...], sentence: Span, known: _Known
) -> bool:
    """Whether the roles make an event between parties: two of them where the act needs two, and not one state alone.

    A noun with one party ("Oslo's sanctions") names a standing matter unless a day or a that-clause makes it an act.
    """
    text, states = known.story.document.text, {actor.state for actor in (*actors, *recipients)}
    if len(states) > 1:
        return True
    if claim.rule.actor == "both":
        aside = _ASIDE.search(text, max(0, claim.clause.whole.start - 20), claim.clause.whole.start)
        return not aside and claim.clause.form == "nominal" and any(actor.kind == "organisation" for actor in actors)
    if recipients:
        return False
    if claim.rule.type == "CONSULT":  # a journey to nobody known
        return False
    if claim.clause.form != "nominal":
        return claim.rule.type == "PROTEST" or (
            any(speaks_for_a_state(actor) for actor in actors) and _is_heard_abroad(claim.rule.type, states, known)
        )
    if claim.rule.type in _OWN_DEEDS and claim.rule.recipient != "object":
        return any(speaks_for_a_state(actor) for actor in actors)
    if text.startswith(" that ", claim.clause.verb.end):
        return True
    return when_of(claim.clause, sentence, known.story.dated.within(sentence), known.story.document).start is not None


def _only_hears(actor: Actor, kind: str) -> bool:
    """Whether somebody is only told of an act: "told Reuters that" is no request to Reuters."""
    return kind in {"REQUEST", "THREATEN", "CONSULT"} and (actor.code or "").endswith(":MED")


def _is_heard_abroad(kind: str, own: Collection[str | None], known: _Known) -> bool:
    """Whether a promise or threat to nobody stands in a story of several states: else it is made at home."""
    if kind not in _WORDS:
        return True
    states = frozenset(own)
    if states not in known.abroad:
        known.abroad[states] = _names_others(states, known.story)
    return known.abroad[states]


def _names_others(own: frozenset[str | None], story: Story) -> bool:
    """Whether a story names speakers of other states often, or is too short to show whose it is."""
    named = [m for m in story.mentions if m.form in {"title", "nominal", "name"}]
    told = [{a.state for a in m.actors if speaks_for_a_state(a)} for m in named]
    others = sum(1 for states in told if states - own)
    return len(named) < _FEW or others >= _ABROAD


def place_of(clause: Clause, document: Document) -> str | None:
    """The place named under "in" or "at", in the document's words."""
    places = (mention.span for mention in filled_by(clause.oblique("in", "at")) if mention.form == "place")
    return next((span.of(document.text) for span in places), None)
