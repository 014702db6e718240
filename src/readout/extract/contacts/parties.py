"""Who took part in a contact: the parties around its verb or noun."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, takewhile
from operator import attrgetter

from readout.extract.claims import actors_of
from readout.extract.company import GUESSES
from readout.extract.contacts.words import MEALS, ContactRules
from readout.extract.story import Line, Story
from readout.language import Clause, Role
from readout.records import Actor, Mention, Span

_TWO = 2
# Verbs that only report what a clause under them tells.
SAYS = frozenset({"say", "note", "tell", "add", "report", "announce", "confirm"})
# A noun under these is what a clause is about, not the occasion that it tells of: "objected to talks".
_ABOUT = re.compile(r"\b(?:to|for|about|on|regarding|from)\s+$", re.IGNORECASE)
# Who speaks is one of the parties: "in consultation with our allies".
_OUR = re.compile(r"\b[Oo]ur\b")
# Whom a noun is aimed at by its modifier is no party: "the counter-Hamas meeting".
_AGAINST = re.compile(r"\b(?:anti|counter|post|pre)-$", re.IGNORECASE)
# Behind these stands what a noun's phrases tell of other things.
_ASIDE = frozenset("since after before following during despite amid until".split())
# "At the initiative of the Lima side" tells whose idea it was.
_PROMPTS = frozenset({"initiative", "invitation", "request", "behest", "behalf", "suggestion"})
# Under these prepositions a verb of contact has the other party; a message also comes from somebody.
_WAYS = {"visit": ("to", "in", "by", "through"), "letter": ("with", "to", "by", "from")}
# Nobody is met "to" a meeting: "talks with Lima, which look to Lind for help".
_WITH = dict.fromkeys(("meeting", "summit", "talks", "video"), ("with",))
# "Called on Lind", "paid a courtesy call on Lind".
_CALLS = frozenset({"call", "pay"})
# With these verbs a noun under another preposition is no occasion of the subject: "were among foes of the talks".
_BARE_WAYS = {"be": ("in", "on", "at", "for"), "have": ("at", "during", "after", "following")}
_ENVOY = re.compile(r"\b(?:ambassador|charg|consul|attach|envoy|embassy|secretary)", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]{3,60})\)\s+(?:[a-z]+\s+)?$")
_BEFORE = 90
# So many characters before a noun the words that join it to another one begin.
_NEAR = 48
_AND_HIS = re.compile(r",? and (?:his|her) (?:[\w-]+ ){0,3}$")
_POSSESSIVE = re.compile(r"['’]s?\s+\w")
# A sentence or clause ends: what stands behind it has an owner of its own.
_STOPS = re.compile(r"[.;:\n]")
_OWNERS = 4
_RULES = re.compile(
    r"(?:['’]s?|\b(?:the|an?|his|her|its|their|our))\s+(?:[\w-]+\s+)?(?P<noun>[a-z]+)\s+(?P<not>not\s+)?to\s+$"
)
# The senses of which some words are nouns over an infinitive.
_NOUN_SENSES = ("refuses", "proposes", "plans")
_PRESS = ":MED"
# Whoever speaks behind one of these was there: "Lind said after talks with Lima's envoy".
_WHEN = re.compile(r"\b(?:after|at|before|during|following|in|on)\s+(?:[\w-]+\s+){0,4}$", re.IGNORECASE)
_SIDES = re.compile(r"(?:[a-z]+ ){0,2}(?:sides|countries|nations|governments|capitals)", re.IGNORECASE)
_WELCOME = re.compile(r"\b(?:hospitality|hosting|welcom(?:e|ing)|reception|receiving)\b")
# Where a report says "here" it means the place of its dateline.
_HERE = re.compile(r"\s+(?:back )?here\b")
# Organisations of which every state is a member, whatever their entry lists.
_OF_ALL = frozenset({"UN"})


@dataclass(frozen=True, slots=True)
class Teller:
    """Who says "I" in a document: the speaker of the statement that it stands in, else the office that issues it.

    `here` is the country of its dateline; `alone` holds for a text of one voice, which is no transcript, and `pair` are
    the two who speak in a transcript of people from two states.
    """

    story: Story
    issuer: tuple[Actor, ...]
    rules: ContactRules
    here: tuple[Mention, ...] = ()
    alone: bool = False
    pair: tuple[Actor, ...] = ()

    @classmethod
    def of(cls, story: Story, rules: ContactRules) -> "Teller":
        """The teller of one document."""
        document = story.document
        office = (Actor("body", document.office, document.issuer, document.office, f"{document.issuer}:GOV"),)
        lines = [block.of(document.text).casefold() for block in document.spans("dateline")]
        named = story.mentions if lines else ()
        places = (m for m in named if m.form in {"place", "name"} and m.actors and m.actors[0].kind == "state")
        here = (m for m in places if any(line.startswith(m.span.of(document.text).casefold()) for line in lines))
        first = tuple(islice(here, 1))
        voice, alone = office if document.issuer else (), not document.turns
        speakers = tuple(speakers_of(story))
        two = len(speakers) == _TWO == len({speaker.state for speaker in speakers})
        return cls(story, voice, rules, first, alone, speakers if two else ())

    @property
    def text(self) -> str:
        """The text in which the places lie."""
        return self.story.document.text

    def at(self, span: Span) -> tuple[Actor, ...]:
        """Who speaks at this place."""
        near = (one for one in self.story.spoken.near(span) if one.kind != "indirect")
        return next((one.speakers for one in near if one.content.span.covers(span)), self.issuer)

    def me(self, span: Span) -> tuple[Mention, ...]:
        """Who speaks, as if these words named them."""
        speakers = self.at(span)
        return (Mention(span.start, span.end, "pronoun", speakers, "who speaks here"),) if speakers else ()

    def us(self, clause: Clause) -> tuple[Mention, ...]:
        """Both who speak in a transcript of two: "we met in Lima", says one to the other."""
        span = clause.subject.span if clause.subject is not None else clause.verb
        did = clause.tense == "past" and clause.modal is None and not clause.negated
        if not did or not self.pair or span.of(self.text).lower() != "we":
            return ()
        spoken = any(turn.words.covers(span) for turn in self.story.document.turns)
        return (Mention(span.start, span.end, "pronoun", self.pair, "both who speak here"),) if spoken else ()

    def people(self, role: Role | None) -> tuple[Mention, ...]:
        """Who heads a phrase; where a plain noun for people heads it, whoever owns them; for "I" whoever speaks."""
        if role is None:
            return ()
        if role.mentions:
            return role.mentions
        if role.head in {"i", "we"} and (me := self.me(role.span)):
            return me
        return role.possessors if self.rules.people.match(role.head) else ()

    def people_of(self, clause: Clause, role: Role) -> tuple[Mention, ...]:
        """Who heads a phrase of a clause, or whose people a plain noun means by its own "of": "envoys of Lima"."""
        if (named := self.people(role)) or role.mentions or role.possessors or not self.rules.people.match(role.head):
            return named
        behind = (owner for (_, one), (prep, owner) in pairwise(clause.obliques) if one == role and prep == "of")
        return next((owner.mentions or owner.possessors for owner in behind), ())


def speakers_of(story: Story) -> Iterator[Actor]:
    """The people who speak in the turns of a transcript, questions left out, each once."""
    turns = [turn.words for turn in story.document.turns if turn.kind == "speech"]
    seen: set[Actor] = set()
    for statement in story.statements if turns else ():
        for speaker in statement.speakers:
            content = statement.content
            at = bisect_right(turns, content.start, key=attrgetter("end"))
            spoken = at < len(turns) and turns[at].start < content.end
            if spoken and speaker.kind == "person" and speaker.state and speaker not in seen:
                seen.add(speaker)
                yield speaker


def parties_of(clause: Clause, around: Clause | None, mode: str, teller: Teller) -> tuple[Mention, ...]:
    """The mentions of those who took part; beside an organisation's own gathering its members in the same clause."""
    if clause.form != "nominal":
        return _verbal_parties(clause, mode, teller)
    mentions = _nominal_parties(clause, around, mode, teller)
    if len({actor.state for actor in actors_of(mentions)}) == 1 and _OUR.search(clause.whole.of(teller.text)):
        mentions = (*mentions, *teller.me(clause.group))
    if mode == "talks" and len({actor.state for actor in actors_of(mentions)}) == 1:
        mentions = (*mentions, *_issuing(clause, around, teller))
    return (*_present(around, mentions, teller.rules), *mentions) if around else mentions


def _nominal_parties(clause: Clause, around: Clause | None, mode: str, teller: Teller) -> tuple[Mention, ...]:
    """Whoever owns the noun or stands under its prepositions; else the subject of the clause that it stands in."""
    if among := under(clause, "between", "among", each=True) or _met_at(clause, around):
        return among
    if around is not None and (callers := _callers(clause, around, teller.rules)):
        return (*_speaking(around, clause, teller), *callers)
    if his := _his(clause, teller):
        return (*his, *under(clause, "with", "to"))
    owners = clause.subject.mentions if clause.subject else ()
    own = [*(m for m in owners if not _AGAINST.search(teller.text, max(0, m.start - 8), m.start)), *_of(clause)]
    own = own or [*_in_brackets(clause, teller)]
    others = under(clause, *_WITH.get(mode, ("with", "to"))) or (under(clause, "by") if own else ())
    if clause.lemma in MEALS and around is not None and teller.rules.says("receives", around.lemma):
        others = others or under(clause, "for") or under(around, "for")
    if mode == "visit" and others and not own:  # "Friday's visit to Oslo by Torres"
        own = [*under(clause, "by")]
    taking = around is not None and teller.rules.says("takes-part", around.lemma)
    light = around is not None and taking and _holds(around, clause)
    if around is None or (own and not others and not light):
        return (*own, *others)
    planned = teller.rules.says("plans", around.lemma) and around.lemma != "be"  # "is to" plans infinitives alone
    if (
        not own
        and not others
        and not light
        and not planned
        and _ABOUT.search(teller.text, max(0, clause.whole.start - 20), clause.whole.start)
    ):
        return ()
    if not light and own and len({actor.state for actor in actors_of((*own, *others))}) > 1:
        return (*own, *others)
    holders = under(around, "by") if light and around.passive else ()  # "talks were held by Oslo and Lima"
    subject = (*_speaking(around, clause, teller), *holders)
    alone = len({actor.state for actor in actors_of((*subject, *own, *others))}) < 2
    return (*subject, *own, *others, *(under(around, "with", "to") if alone and (light or not taking) else ()))


def _met_at(clause: Clause, around: Clause | None) -> tuple[Mention, ...]:
    """Between whom a noun of contact is said to have taken place: "a call took place between Lind and Torres"."""
    if around is None or around.subject is None or not around.subject.span.covers(clause.verb):
        return ()
    return under(around, "between", "among", each=True)


def _callers(clause: Clause, around: Clause, rules: ContactRules) -> tuple[Mention, ...]:
    """From whom a contact comes that somebody gets: "received a phone call from Lind"."""
    gets = rules.says("gets", around.lemma) and around.object is not None and around.object.head == clause.lemma
    return (under(clause, "from") or under(around, "from")) if gets else ()


def _his(clause: Clause, teller: Teller) -> tuple[Mention, ...]:
    """Whose a noun is behind "and his": that person's whose the first noun is, "Lind's visit to Lima and his talks"."""
    text = teller.text
    joined = _and_his(clause, text)
    if joined is None:
        return ()
    near = teller.story.mentions_before(joined.start(), _OWNERS)
    people = (m for m in near if m.actors and all(actor.kind == "person" for actor in m.actors))
    owner = next((m for m in people if _POSSESSIVE.match(text, m.end)), None)
    apart = owner is None or _STOPS.search(text, owner.end, joined.start())
    return () if owner is None or apart else (owner,)


def owned(clause: Clause, teller: Teller) -> Clause:
    """A verb that a noun rules over is its owner's, and as far as the noun says: "praised Lind's readiness to meet"."""
    start = clause.group.start
    near = Span(max(0, start - _NEAR), clause.verb.start)
    ruled = _RULES.search(teller.text, near.start, near.end) if clause.form == "infinitive" else None
    if ruled is None or not any(teller.rules.says(sense, ruled["noun"]) for sense in _NOUN_SENSES):
        return clause
    clause = clause._replace(governor=ruled["noun"], negated=clause.negated or ruled["not"] is not None)
    owner = next((m for m in teller.story.mentions_before(ruled.start(), 1) if m.end == ruled.start()), None)
    subject = clause.subject._replace(mentions=(owner,)) if owner is not None and clause.subject else clause.subject
    return clause._replace(subject=subject)


def _and_his(clause: Clause, text: str) -> re.Match[str] | None:
    return _AND_HIS.search(text, max(0, clause.verb.start - _NEAR), clause.verb.start)


def is_another(clause: Clause, text: str) -> bool:
    """Whether a noun tells of one more occasion beside that before it: "his visit to Lima and his talks with Lind"."""
    return clause.form == "nominal" and _and_his(clause, text) is not None


def _speaking(around: Clause, noun: Clause, teller: Teller) -> tuple[Mention, ...]:
    """The subject over a noun; of who only tells of it no more than the state: "Lind said talks with Lima go on"."""
    subject = teller.people(around.subject)
    start = noun.group.start
    together = len({actor.state for actor in actors_of(subject)}) > 1
    if around.lemma not in SAYS or together or _WHEN.search(teller.text, max(0, start - _NEAR), start):
        return subject
    return tuple(_states_of(mention, teller.rules) for mention in subject)


def _states_of(mention: Mention, rules: ContactRules) -> Mention:
    """Words for officials as words for their states."""
    actors = tuple(
        rules.states.get(actor.state or "", actor) if (actor.code or "").endswith(":GOV") else actor
        for actor in mention.actors
    )
    return replace(mention, actors=actors)


def _holds(around: Clause, noun: Clause) -> bool:
    """Whether a verb of taking part stands over a noun itself: "had talks", not "had no part in the talks"."""
    way = next((prep for prep, role in around.obliques if role.span.covers(noun.verb)), None)
    return way is None or way in _BARE_WAYS.get(around.lemma, (way,))


def _issuing(clause: Clause, around: Clause | None, teller: Teller) -> Iterator[Mention]:
    """Whose office issues a release that names the other side alone: "talks with the Lima side are under way"."""
    course = around is not None and around.subject is not None and around.subject.span.covers(clause.verb)
    others = under(clause, "with") or (under(around, "with") if around is not None and course else ())
    states = {actor.state for actor in actors_of(others)}
    if len(states) == 1 and teller.alone and states.isdisjoint(actor.state for actor in teller.issuer):
        yield replace(others[0], actors=teller.issuer)


def _in_brackets(clause: Clause, teller: Teller) -> Iterator[Mention]:
    """Whose a noun is by the brackets before it: "a trilateral (Kenya-Oslo-Lima) meeting"."""
    before = _BRACKETS.search(teller.text, max(0, clause.verb.start - _BEFORE), clause.verb.start)
    if before is not None:
        inside = Span(before.start(1), before.end(1))
        yield from teller.story.mentions_within(inside)


def _of(clause: Clause) -> tuple[Mention, ...]:
    """Whose a noun is by an "of" behind it: not so in "the visit to Oslo since the invasion of Kenya"."""
    own = takewhile(lambda phrase: phrase[0] not in _ASIDE and phrase[1].head not in _PROMPTS, clause.obliques)
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


def gathered(parties: Sequence[Actor], beside: Sequence[Mention], rules: ContactRules) -> tuple[Actor, ...]:
    """The people of member states whom a sentence names beside an organisation's own gathering: they are there."""
    hosts = {party.state for party in parties}
    host = hosts.pop() or "" if len(hosts) == 1 else ""
    members = rules.members.get(host, frozenset())
    people = (actor for actor in actors_of(beside) if actor.kind == "person")
    return tuple(a for a in people if a.state != host and (a.state in members or (host in _OF_ALL and a.state)))


def _verbal_parties(clause: Clause, mode: str, teller: Teller) -> tuple[Mention, ...]:
    """Subject, object and with-phrases of a verb of contact."""
    ways: tuple[str, ...] = _WAYS.get(mode, ("with", "to", "by", "alongside"))
    if clause.form == "finite" and not clause.passive and mode not in _WAYS:  # "met Lind ahead of a visit by Torres"
        ways = tuple(way for way in ways if way != "by")
    if mode != "letter" and teller.rules.says("receives", clause.lemma) and not clause.passive:
        guests = teller.people(clause.object)
        manned = any(actor.kind == "person" for actor in actors_of(guests))
        return (*teller.people(clause.subject), *guests) if manned else ()
    if mode == "meeting" and clause.lemma in _CALLS:
        ways = ("on",)
    met = (mention for role in clause.oblique(*ways) for mention in teller.people_of(clause, role))
    others = (*teller.people(clause.object), *met)
    if mode == "visit" and not others and _HERE.match(teller.text, clause.verb.end):
        others = teller.here
    if mode == "visit" and not others:  # who goes nowhere visits nobody
        return ()
    if clause.subject is None and clause.form == "finite":  # "Met today with Lima's envoy", as people post
        return (*teller.me(clause.group), *others)
    if mode == "meeting" and not others and (us := teller.us(clause)):
        return us
    return (*teller.people(clause.subject), *others)


def under(clause: Clause, *prepositions: str, each: bool = False) -> tuple[Mention, ...]:
    """Who stands under these prepositions behind a verb or noun; with `each` also who owns a part of the phrase."""
    roles = clause.oblique(*prepositions)
    if each:
        return tuple(mention for role in roles for mention in (*role.possessors, *role.mentions))
    return tuple(mention for role in roles for mention in role.mentions or role.possessors)


def unnamed(clause: Clause, text: str, rules: ContactRules) -> tuple[Actor, ...]:
    """The leaders or neighbours of whom a clause of contact tells no more than the region: "met with Gulf leaders"."""
    verbal = clause.form != "nominal"
    beside = [clause.object if verbal else None, *clause.oblique("with")]
    roles = [role for role in beside if role and not (role.mentions or role.possessors)]
    roles += clause.oblique("between", "among")
    found = (rules.regional.search(text, role.span.start, role.span.end) for role in roles)
    return tuple(Actor("group", match.group(), None) for match in found if match)


def thanked_hosts(line: Line, parties: Sequence[Actor], text: str) -> Iterator[Mention]:
    """The people who are thanked for a welcome in a country of which no more than its name is told among the parties.

    "Torres thanked Lind for the hospitality shown to her delegation during its visit to Oslo": Lind received her.
    """
    bare = {party.state for party in parties if party.kind == "state"}
    for clause in line.clauses:
        if (
            clause.lemma == "thank"
            and clause.object is not None
            and _WELCOME.search(text, clause.verb.end, line.span.end)
        ):
            yield from (
                m for m in clause.object.mentions if any(a.kind == "person" and a.state in bare for a in m.actors)
            )


def locals_of(clause: Clause, parties: Sequence[Actor], sentence: Span, story: Story) -> tuple[Actor, ...]:
    """Whom one state's people meet in another one, where the text names no state for them: those of that country.

    "In Lima, Lind met Mayor Rosa Quispe": a person beside the verb, and one place abroad in the sentence.
    """
    if clause.form == "nominal":
        return ()
    beside = (clause.object, *clause.oblique("with"))
    met = [a for role in beside for m in (role.mentions if role else ()) for a in m.actors if _is_stateless(a, m)]
    own = {party.state for party in parties if party not in met}
    if len(own) != 1 or not met:
        return ()
    abroad = {a.state for m in story.mentions_within(sentence) if m.form == "place" for a in m.actors} - own
    if len(abroad) != 1:
        return ()
    state = abroad.pop()
    return tuple(replace(actor, state=state, code=f"{state}:GOV") for actor in met)


def _is_stateless(actor: Actor, mention: Mention) -> bool:
    """Whether no word tells the state of an official; an envoy abroad is one of those who issue the text."""
    if actor.kind != "person" or actor.name is None or actor.office is None:
        return False
    guessed = mention.reason.startswith(GUESSES) and not _ENVOY.search(actor.office)
    return actor.state is None or guessed


def of_the_teller(clause: Clause, clauses: Sequence[Clause], mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The parties, where a body or official of one state tells what an official without a state did: one of its own.

    "The Oslo palace said President Torres would meet the envoy of Lima."
    """
    before = (c for c in clauses if c.lemma in SAYS and c.subject is not None and c.verb.end <= clause.group.start)
    teller = next((c.subject for c in before if c.subject is not None and c.subject.mentions), None)
    states = {actor.state for actor in actors_of(teller.mentions)} if teller else set()
    subject = clause.subject.mentions if clause.subject is not None else ()
    if clause.form == "nominal" or len(states) != 1 or None in states:
        return mentions
    state = states.pop()
    return tuple(
        replace(m, actors=tuple(replace(actor, state=state, code=f"{state}:GOV") for actor in m.actors))
        if m in subject and all(actor.state is None and _is_stateless(actor, m) for actor in m.actors)
        else m
        for m in mentions
    )


def as_states(mention: Mention, text: str, rules: ContactRules) -> Mention:
    """Words for two sides or countries mean no more of them than their states, whoever was named before."""
    if mention.form != "joint" or not _SIDES.fullmatch(mention.span.of(text)):
        return mention
    return replace(mention, actors=tuple(rules.states.get(actor.state or "", actor) for actor in mention.actors))


def told_by(mention: Mention, clauses: Sequence[Clause], rules: ContactRules) -> Mention:
    """Somebody named in a sentence; of who only says what it tells, no more than the state counts."""
    tells = any(c.lemma in SAYS and c.subject is not None and mention in c.subject.mentions for c in clauses)
    return _states_of(mention, rules) if tells else mention


def sides(mentions: Iterable[Mention], mode: str, rules: ContactRules) -> tuple[Actor, ...]:
    """The actors of the parties; a bare state beside its own person or body is not another party.

    A place is a party of a visit only: its host. To speak to the press is no contact. A group that is no more than its
    members stands for them.
    """
    met = actors_of(mention for mention in mentions if mention.form != "place" or mode == "visit")
    named = (actor for actor in met if not (actor.code or "").endswith(_PRESS))
    actors = tuple(dict.fromkeys(one for actor in named for one in rules.groups.get(actor.state or "", (actor,))))
    manned = {actor.state for actor in actors if actor.kind != "state"}
    return tuple(actor for actor in actors if actor.kind != "state" or actor.state not in manned)
