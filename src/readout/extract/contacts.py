"""Contacts as one document tells them: which parties communicated, how, when, and whether it came to pass.

For each sentence of the story and its captions, in this order:

1. words      a verb of contact ("met", "spoke by phone with") or a noun for one ("phone talks", "summit")
2. parties    from the roles around it; a noun without parties of its own takes those of the clause that it stands in
3. status     held, planned, ongoing, proposed, cancelled, refused: from tense, mood and the verb around a noun
4. tellings   one for each occasion: "calls with Oslo and Lima" tells of two
5. once       two tellings of one contact in one document are one contact, with the first place as evidence

Only a contact between two different states, organisations or armed groups counts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from readout.codebook.compiled import Compiled
from readout.extract.events import actors_of, is_old, place_of, teller_of, when_of
from readout.extract.story import Line, Story
from readout.language import Clause, Role
from readout.records import Actor, Contact, Document, Event, Mention, Span, Statement, Status, When, content_id
from readout.text import plain

_REMOTE = frozenset({"call", "video"})
_CANCELS = frozenset("cancel postpone scrap suspend abandon call delay".split())
_REFUSES = frozenset("refuse decline reject rule snub".split())
_PROPOSES = frozenset("propose suggest offer invite ask request seek urge want demand hope discuss consider".split())
# Of these the finite verb suffices: "urged talks", "proposed a summit"; "discussed the summit" tells of one held.
_PUTS = frozenset("propose suggest offer request seek urge want demand encourage".split())
_PLANS = frozenset(
    "plan agree expect schedule intend due set ready scheduled expected planned slated prepare arrange will be".split()
)
_ARRANGES = frozenset("plan schedule set arrange prepare organise organize announce".split())
_RUNS = frozenset("begin start open continue resume hold conduct attend be".split())
# What stands before a noun tells its status by itself.
_BEFORE_NOUN: tuple[tuple[Status, re.Pattern[str]], ...] = (
    ("planned", re.compile(r"\b(?:planned|upcoming|next|forthcoming|scheduled|future)\b")),
    ("proposed", re.compile(r"\b(?:proposed|possible|potential|further|new|additional)\b")),
    ("ongoing", re.compile(r"\b(?:ongoing|continuing|current|continued)\b")),
)
# So does what leads up to the noun.
_LEADING_UP: tuple[tuple[Status, re.Pattern[str]], ...] = (
    ("planned", re.compile(r"\b(?:ahead of|on the eve of|in preparation for|preparations for)\s+$", re.IGNORECASE)),
    ("ongoing", re.compile(r"\b(?:progress|status|course|state)\s+(?:in|of)\s+$", re.IGNORECASE)),
    ("proposed", re.compile(r"\b(?:possibility|prospect|idea|call|proposal)s?\s+(?:of|for)\s+$", re.IGNORECASE)),
)
# What is done at a contact, or after it, shows that it was held.
_AT = re.compile(r"\b(?:at|during|in|after|following|since|from)\s+$", re.IGNORECASE)
_MEANWHILE = re.compile(r"\b(?:during|after|before|following|since|amid)\s+$", re.IGNORECASE)
_THAT = re.compile(r"\s+(?:that|which)\b", re.IGNORECASE)
# A noun with one of these points back to a contact that is known: "the talks", "during their call".
_BACK = re.compile(r"\b(?:the|their|his|her|its|this|that|these|both)\b")
# Verbs of which the guest is the object, and has to be a person.
_RECEIVES = frozenset("welcome host receive".split())
# A noun under these is what a clause is about, not the occasion that it tells of: "objected to talks".
_ABOUT = re.compile(r"\b(?:to|for|about|on|regarding)\s+$", re.IGNORECASE)
# Kinds of contact in person that one occasion does not go by at the same time, unless a noun points back to it.
_NAMED_KINDS = frozenset({"meeting", "summit", "visit"})
_SEVERAL = frozenset("meetings calls conversations visits".split())
# Nouns of contact that are so only beside their parties: "a call for restraint" is none.
_AFTER_NOUN = re.compile(r"\s+(?:for|to\s+(?:end|stop|halt|action|arms))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ContactRules:
    """The words of contact: verbs by their first word, nouns by their last, each with the modes that they tell."""

    verbs: Mapping[str, tuple[tuple[str, str], ...]]
    nouns: Mapping[str, tuple[tuple[str, str], ...]]
    heads: frozenset[str]
    triggers: frozenset[str]

    @classmethod
    def of(cls, rules: Compiled) -> "ContactRules":
        """The index over contacts.toml; longer phrases come first."""
        verbs: dict[str, list[tuple[str, str]]] = {}
        nouns: dict[str, list[tuple[str, str]]] = {}
        for entry in rules.codebook.contacts:
            for verb in entry.verbs:
                verbs.setdefault(verb.split()[0], []).append((verb, entry.mode))
            for noun in entry.nouns:
                nouns.setdefault(noun.split()[-1], []).append((noun, entry.mode))
        forms = {form for verb in verbs for form in rules.verbs.forms(verb)}
        return cls(_longest_first(verbs), _longest_first(nouns), frozenset(nouns), frozenset(forms | set(nouns)))


def _longest_first(table: Mapping[str, list[tuple[str, str]]]) -> dict[str, tuple[tuple[str, str], ...]]:
    return {key: tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair))) for key, pairs in table.items()}


# ---- 1. words --------------------------------------------------------------------------------------------------------
def _mode(clause: Clause, text: str, index: ContactRules) -> str | None:
    """The mode that a clause's verb or noun tells, all its words present."""
    if clause.form == "nominal":
        before = " ".join(plain(text[max(0, clause.verb.start - 40) : clause.verb.end]).lower().split())
        for noun, mode in index.nouns.get(clause.lemma, ()):
            if re.search(rf"\b{re.escape(noun)}$", before):
                return mode
        return None
    after = " ".join(plain(text[clause.verb.end : clause.tail.end]).lower().split())
    for verb, mode in index.verbs.get(clause.lemma, ()):
        particle = verb.partition(" ")[2]
        if not particle or re.match(rf"{re.escape(particle)}\b", after) or _apart(particle, after, clause):
            return mode
    return None


def _apart(particle: str, after: str, clause: Clause) -> bool:
    """Whether a particle stands behind an adverb or another phrase: "spoke on Friday by phone", "met today with"."""
    if particle == "with":
        return bool(_under(clause, particle))
    core = particle.removesuffix(" with").removesuffix(" to")
    return " " in core and re.search(rf"\b{re.escape(core)}\b", after) is not None


# ---- 2. parties ------------------------------------------------------------------------------------------------------
# Plain nouns for people: whoever owns them is party ("met Oslo's delegation"), not so with things ("Oslo's offer").
_PEOPLE = re.compile(
    r"(?:delegat|envoy|minist|leader|official|counterpart|team|side|representative|negotiator|diplomat|president|premier"
    r"|chief|general|secretar|ambassador|lawmaker|head|member|executive|part(?:y|ies)$|talks|government|countr)\w*"
)
# Verbs that say of their subject no more than that it takes part: "held talks", "attended the summit".
_LIGHT = frozenset(
    (
        "hold have take attend join participate conduct begin start open finish conclude continue resume host chair "
        "lead visit arrive travel be exchange wrap end pay make"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Teller:
    """Who says "I" in a document: the speaker of the statement that it stands in, else the office that issues it."""

    text: str
    statements: tuple[Statement, ...]
    issuer: tuple[Actor, ...]

    @classmethod
    def of(cls, story: Story) -> "Teller":
        """The teller of one document."""
        document = story.document
        office = (Actor("body", document.office, document.issuer, document.office, f"{document.issuer}:GOV"),)
        return cls(document.text, story.statements, office if document.issuer else ())

    def at(self, span: Span) -> tuple[Actor, ...]:
        """Who speaks at this place."""
        speakers = (s.speakers for s in self.statements if s.kind != "indirect" and s.content.span.covers(span))
        return next(speakers, self.issuer)


def _parties(clause: Clause, around: Clause | None, mode: str, teller: Teller) -> tuple[Mention, ...]:
    """The mentions of those who took part."""
    if clause.form != "nominal":
        return _verbal_parties(clause, mode, teller)
    if among := _under(clause, "between", "among"):
        return among
    own = [*_owners(clause), *_under(clause, "of")]
    others = _under(clause, "with", "to") or (_under(clause, "by") if own else ())
    if around is None or (own and not others and around.lemma not in _LIGHT):
        return (*own, *others)
    if (
        not own
        and not others
        and around.lemma not in _LIGHT | _PLANS
        and _ABOUT.search(teller.text, 0, clause.whole.start)
    ):
        return ()
    subject = _people(around.subject, teller)
    alone = len({actor.state for actor in actors_of((*subject, *own, *others))}) < 2
    return (*subject, *own, *others, *(_under(around, "with", "to") if alone else ()))


def _verbal_parties(clause: Clause, mode: str, teller: Teller) -> tuple[Mention, ...]:
    """Subject, object and with-phrases of a verb of contact."""
    ways = ("to", "in", "by") if mode == "visit" else ("with", "to", "by", "alongside")
    if clause.lemma in _RECEIVES and not clause.passive:
        guests = _people(clause.object, teller)
        manned = any(actor.kind == "person" for actor in actors_of(guests))
        return (*_people(clause.subject, teller), *guests) if manned else ()
    beside = (clause.object, *clause.oblique(*ways))
    return (*_people(clause.subject, teller), *(mention for role in beside for mention in _people(role, teller)))


def _owners(clause: Clause) -> tuple[Mention, ...]:
    return clause.subject.mentions if clause.subject else ()


def _people(role: Role | None, teller: Teller) -> tuple[Mention, ...]:
    """Who heads a phrase; where a plain noun for people heads it, whoever owns them; for "I" whoever speaks."""
    if role is None:
        return ()
    if role.mentions:
        return role.mentions
    if role.head in {"i", "we"} and (me := teller.at(role.span)):
        return (Mention(role.span.start, role.span.end, "pronoun", me, "who speaks here"),)
    return role.possessors if _PEOPLE.match(role.head) else ()


def _under(clause: Clause, *prepositions: str) -> tuple[Mention, ...]:
    return tuple(mention for role in clause.oblique(*prepositions) for mention in role.mentions or role.possessors)


def _sides(mentions: Iterable[Mention], mode: str) -> tuple[Actor, ...]:
    """The actors of the parties; a bare state beside its own person or body is not another party.

    A place is a party of a visit only: its host.
    """
    actors = actors_of(mention for mention in mentions if mention.form != "place" or mode == "visit")
    manned = {actor.state for actor in actors if actor.kind != "state"}
    return tuple(actor for actor in actors if actor.kind != "state" or actor.state not in manned)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a contact is told and in which words; `lead` for the first one of a document's prose."""

    mode: str
    line: Line
    story: Story
    lead: bool


# ---- 3. status and time ----------------------------------------------------------------------------------------------
def _status(clause: Clause, around: Clause | None, when: When, line: Line, document: Document) -> tuple[Status, bool]:
    """How far the contact got, from the clause that tells it or that its noun stands in; and whether that is said."""
    status, said = _told_status(clause, around, document.text)
    if when.start is not None and when.end is not None and document.published.start is not None:
        if when.start > document.published.start:
            return ("planned" if status in {"held", "ongoing"} else status), True
        if when.end <= document.published.start and status in {"ongoing", "planned"}:
            return "held", True
    if status == "ongoing" and line.kind == "headline":  # "X meets Y" in a headline is news of what was done
        return "held", said
    return status, said


def _told_status(clause: Clause, around: Clause | None, text: str) -> tuple[Status, bool]:
    """The status in the words alone. A noun that nothing rules and no word before it places is taken as held."""
    if clause.form != "nominal":
        return _verbal_status(clause, nominal=False), True
    before = clause.subject.head if clause.subject else ""
    placed = _placed(clause, before, text)
    if (
        around is not None
        and around.tense == "past"
        and _AT.search(text, max(0, clause.group.start - 20), clause.group.start)
    ):
        return placed or "held", True
    ruled: Status = "held" if around is None else _verbal_status(around, nominal=True)
    if placed is not None and ruled not in {"cancelled", "refused"}:
        return placed, True
    return ruled, ruled != "held" or (around is not None and around.lemma in _LIGHT and not _BACK.match(before))


def _placed(clause: Clause, before: str, text: str) -> Status | None:
    """The status that the words before a noun tell: "upcoming talks", "ahead of talks"."""
    for status, words in _BEFORE_NOUN:
        if words.search(before):
            return status
    for status, words in _LEADING_UP:
        if words.search(text, max(0, clause.group.start - 30), clause.group.start):
            return status
    return None


def _verbal_status(clause: Clause, *, nominal: bool) -> Status:
    lemmas = {clause.lemma, clause.governor}
    if nominal and lemmas & _CANCELS:
        return "cancelled"
    if lemmas & _REFUSES or (clause.negated and not nominal):
        return "refused"
    putting = _PROPOSES if clause.form != "finite" else _PUTS
    if clause.governor in _PROPOSES or (nominal and clause.lemma in putting):
        return "proposed"
    if clause.tense == "future" or clause.governor in _PLANS or (nominal and clause.lemma in _ARRANGES):
        return "planned"
    if clause.modal in {"could", "may", "might", "would", "should"}:
        return "proposed"
    progressive = clause.tense == "present" and not clause.perfect and clause.form == "finite"
    return "ongoing" if progressive and (not nominal or clause.lemma in _RUNS) else "held"


def _when(clause: Clause, around: Clause | None, place: Place) -> When:
    """The contact's day as its clause says it, or the light verb over its noun; for a release see `_undated`."""
    story, sentence = place.story, place.line.span
    when = when_of(clause, sentence, story.dated, story.document)
    if around is not None and around.lemma in _LIGHT and (when.start is None or around.tense == "past"):
        when = when_of(around, sentence, story.dated, story.document)
    if when.start is None and place.line.kind == "caption":  # a picture's own day is that of what it shows
        own = (d.when for d in story.dated if sentence.start <= d.start < sentence.end and d.when.grain == "day")
        when = next(own, when)
    verbal = clause.form != "nominal" or (around is not None and around.lemma in _LIGHT)
    return when if when.start is not None or not verbal else _undated(when, place)


def _undated(when: When, place: Place) -> When:
    """A day for what a release tells without one: its lead is that day's call, anything else is of that month."""
    published = place.story.document.published
    if not place.story.document.issuer or published.start is None:
        return when
    if place.mode in _REMOTE and place.lead:
        return replace(published, basis="inferred", reasons=("releases on a call go out on its day",))
    first = published.start.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    reason = f"the release of {published.start.isoformat()} gives no day"
    return When(first, following, "month", "inferred", (reason,), (published.start,))


# ---- 4. tellings -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Telling:
    """A contact as one clause tells it; `firm` where its status is said, `back` where a noun points to a known one."""

    contact: Contact
    firm: bool
    back: bool
    sentence: Span


def _tellings(story: Story, index: ContactRules) -> Iterator[Telling]:
    teller = Teller.of(story)
    lead = True
    for line in story.lines:
        verbal = tuple(clause for clause in line.clauses if clause.form != "nominal")
        for clause in line.clauses:
            mode = _mode(clause, teller.text, index)
            if mode is None or (clause.form == "nominal" and _AFTER_NOUN.match(teller.text, clause.verb.end)):
                continue
            around = _around(clause, verbal, teller.text)
            for mentions in _occasions(clause, _parties(clause, around, mode, teller)):
                telling = _telling(clause, around, mentions, Place(mode, line, story, lead))
                if telling is not None:
                    lead = lead and line.kind == "headline"
                    yield telling


def _occasions(clause: Clause, mentions: tuple[Mention, ...]) -> tuple[tuple[Mention, ...], ...]:
    """The parties of each occasion: a noun in the plural tells of one with each that stands under "with"."""
    others = _under(clause, "with") if clause.lemma in _SEVERAL else ()
    if len({actor.state for actor in actors_of(others)}) < 2:
        return (mentions,)
    common = tuple(mention for mention in mentions if mention not in others)
    return tuple((*common, other) for other in others)


def _around(clause: Clause, verbal: Sequence[Clause], text: str) -> Clause | None:
    """The clause whose words include the noun: the last whose verb stands before it, else the one it is subject of.

    A relative clause of its own comes first: "the meeting that he will hold with Oslo's envoy".
    """
    if clause.form != "nominal":
        return None
    related = [c for c in verbal if c.verb.start > clause.verb.end and c.lemma in _LIGHT and c.subject]
    if related and _THAT.match(text, clause.verb.end):
        return related[0]
    holding = [c for c in verbal if c.whole.covers(clause.verb)]
    before = [c for c in holding if c.verb.end <= clause.verb.start]
    if _MEANWHILE.search(text, max(0, clause.group.start - 12), clause.group.start):
        # What was agreed during a call is to come, the call is not: the noun belongs to the main verb.
        before = [c for c in before if c.form == "finite"] or before
    return before[-1] if before else holding[0] if holding else None


def _telling(clause: Clause, around: Clause | None, mentions: tuple[Mention, ...], place: Place) -> Telling | None:
    """The contact told by one clause or noun; None without parties of two states."""
    mode, line, document = place.mode, place.line, place.story.document
    parties = _sides(mentions, mode)
    if len({party.state for party in parties}) < 2:
        return None
    when = _when(clause, around, place)
    status, firm = _status(clause, around, when, line, document)
    spans = [clause.whole, *(m.span for m in mentions if line.span.covers(m.span))]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    while end > start and document.text[end - 1] in " ,;.\n":
        end -= 1
    evidence = document.quote(start, end, f"contact.{mode}")
    contact = Contact(
        content_id("contact", document.id, mode, start, end), mode, status, when, parties, (evidence,),
        place=place_of(clause, document) or (place_of(around, document) if around else None),
    )  # fmt: skip
    back = clause.form == "nominal" and bool(_BACK.match(clause.group.of(document.text).lower()))
    return Telling(contact, firm, back, line.span)


# ---- 5. once ---------------------------------------------------------------------------------------------------------
def contacts(story: Story, index: ContactRules) -> tuple[Contact, ...]:
    """The contacts that one document tells of, in order of first place, each once."""
    found: list[Telling] = []
    for telling in _tellings(story, index):
        for i, earlier in enumerate(found):
            if _same(earlier, telling):
                found[i] = _joined(earlier, telling)
                break
        else:
            found.append(telling)
    return tuple(telling.contact for telling in found)


def _same(earlier: Telling, later: Telling) -> bool:
    """Whether two tellings of one document are of one contact."""
    one, other = earlier.contact, later.contact
    if one.states != other.states or not _same_class(one.mode, other.mode) or _clash(one.parties, other.parties):
        return False
    if not _meet(one.when, other.when):
        return False
    if {one.mode, other.mode} <= _NAMED_KINDS and one.mode != other.mode and not later.back:
        return earlier.sentence == later.sentence and "visit" in {one.mode, other.mode}
    return not (earlier.firm and later.firm) or _standing(one) == _standing(other)


def _meet(one: When, other: When) -> bool:
    """Whether two times may be the same; one that is not known may be any."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return True
    return one.start < other.end and other.start < one.end


def _standing(contact: Contact) -> str:
    """Whether a contact is over, still to come or off: one occasion is not both told as done and as planned."""
    return {"held": "over", "ongoing": "over", "planned": "ahead", "proposed": "ahead"}.get(contact.status, "off")


def _same_class(one: str, other: str) -> bool:
    """Whether two modes may name one occasion: "their talks" may be a call, a meeting is none."""
    return "talks" in {one, other} or "other" in {one, other} or (one in _REMOTE) == (other in _REMOTE)


def _clash(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    """Whether the two name different people for some state, with nobody in common."""
    for state in {actor.state for actor in one} & {actor.state for actor in other}:
        left = {actor.name for actor in one if actor.state == state and actor.kind == "person"}
        right = {actor.name for actor in other if actor.state == state and actor.kind == "person"}
        if left and right and not left & right:
            return True
    return False


def _joined(earlier: Telling, later: Telling) -> Telling:
    """The first telling with the parties, day, status and place that only the second one gives."""
    first, again = earlier.contact, later.contact
    people = {actor.state for actor in first.parties if actor.kind == "person"}
    extra = tuple(a for a in again.parties if a not in first.parties and (a.kind == "person" and a.state not in people))
    manned = {actor.state for actor in extra}
    kept = tuple(a for a in first.parties if a.kind == "person" or a.state not in manned)
    finer = again.when if first.when.grain != "day" and again.when.grain in {"day", "month"} else first.when
    status = again.status if later.firm and not earlier.firm else first.status
    mode = again.mode if first.mode == "visit" and earlier.sentence == later.sentence else first.mode
    place = first.place or again.place
    joined = replace(first, mode=mode, parties=(*kept, *extra), when=finer, status=status, place=place)
    return replace(earlier, contact=joined, firm=earlier.firm or later.firm)


# ---- 6. contacts as events -------------------------------------------------------------------------------------------
def consultations(story: Story, met: Iterable[Contact], done: Sequence[Event]) -> tuple[Event, ...]:
    """The events with those that the contacts make: what was held is CONSULT, what is planned is AGREE; each once."""
    added: list[Event] = []
    for contact in met:
        event = _consultation(contact, story)
        told = (other for other in (*done, *added) if event and _parties_of(other) == _parties_of(event))
        if event is not None and not any(other.evidence.span.meets(event.evidence.span) for other in told):
            added.append(event)
    return tuple(sorted((*done, *added), key=lambda event: event.evidence.start))


def _parties_of(event: Event) -> tuple[str, tuple[str, ...]]:
    return event.type, tuple(sorted({actor.state or "" for actor in (*event.actors, *event.recipients)}))


def _consultation(contact: Contact, story: Story) -> Event | None:
    """A contact as an event, guest and host apart where it is told in the country of one party."""
    kind = {"held": "CONSULT", "ongoing": "CONSULT", "planned": "AGREE"}.get(contact.status)
    told, document = contact.tellings[0], story.document
    if kind is None or (told.rule == "contact.letter" and kind == "AGREE"):
        return None
    host = _host(contact, story) if contact.mode not in _REMOTE else None
    recipients = tuple(party for party in contact.parties if party.state == host)
    actors = tuple(party for party in contact.parties if party not in recipients)
    mode = None if kind == "AGREE" else "phone" if contact.mode in _REMOTE else "visit" if recipients else None
    status: Status = "planned" if kind == "AGREE" else "happened"
    if kind == "CONSULT" and is_old(contact.when, document):
        status = "background"
    return Event(
        content_id("event", document.id, kind, told.start, told.end), document.id, kind, mode, status, actors,
        recipients, contact.when, replace(told, rule=f"consult.{told.rule}"), contact.place,
        teller=teller_of(story.statements, told.span),
    )  # fmt: skip


def _host(contact: Contact, story: Story) -> str | None:
    """The one party in whose country a contact is told to be: the state of the place named in its sentence."""
    told = contact.tellings[0].span
    places = {
        actor.state
        for mention in story.mentions if mention.form == "place" and told.covers(mention.span)
        for actor in mention.actors
    }  # fmt: skip
    hosts = {party.state for party in contact.parties} & places
    return hosts.pop() if len(hosts) == 1 else None
