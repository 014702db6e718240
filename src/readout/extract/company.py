"""Who else took part in a contact: lists behind a party's people, and sentences on who was there.

"Lima's officials, including Foreign Minister Ana Torres and ..." names people of a party where the contact is told.
"The Chilean side included ...", "Lind was joined by ..." and "Torres, who attended the meeting" do so elsewhere, for
the contact told last before them. Only people of a state that takes part are added; somebody of whom no word tells the
state belongs to the side that the same words name: "the Chilean side was led by Energy Minister Ana Torres". Whom the
report calls a state's chief negotiator is at its talks, where nobody else is named for it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from readout.extract.standing import is_old
from readout.extract.story import Story
from readout.records import Actor, Contact, Mention, Span
from readout.text import plain, sentences

_INCLUDING = re.compile(
    r",? (?:including|among them|led by|headed by|represented by|notably|accompanied by|joined by|flanked by)"
    r" (?:the )?(?:[a-z-]+ ){0,3}$",
    re.IGNORECASE,
)
_SEMICOLON = re.compile(r"; (?:and )?(?:the )?(?:[a-z-]+ ){0,2}")
_NEXT = re.compile(r"[,;]?(?: and| as well as)? (?:the |its |his |her |[A-Z]\w+'s )?(?:[a-z-]+ ){0,4}$|[,;] ?$")
_LISTS = re.compile(
    r"\b(?:side|delegation|team|party|group|officials|participants)(?: \w+){0,3} (?:included?s?|comprised|consisted of"
    r"|was(?: also)? (?:led|headed|represented)(?: also)? by)\b"
    r"|\b(?:was|were|be|is|are)(?: also)? (?:joined|accompanied)\b[^.;]{0,60}?\bby\b"
    r"|\b(?:joined|accompanied) by\b|\b[Aa]lso (?:present|attending|there)(?: at[^.;]{0,40})? (?:was|were)\b"
    r"|\b(?:[Hh]eading|[Ll]eading) (?:the|its|their|his|her) (?:\w+ ){0,2}(?:side|delegation|team) (?:was|were|is)\b"
    r"|\b(?:meeting|talks|summit|session|discussions) (?:was|were) (?:also )?attended by\b"
)
# Others of whom no name is told may stand beside somebody: "Torres and several aides also attended the talks".
_ATTENDS = re.compile(
    r",? who (?:also )?(?:attended|joined|took part in|participated in|was present at|sat in on|was in)"
    r" [^.;]{0,60}?\b(?:meeting|talks|summit|call|session|discussions|dialogue)\b"
    r"|(?:,? (?:and|as well as|along with|together with)(?: [\w'’-]+){1,14}?)? (?:also |both |all )?"
    r"(?:attended|participated in|took part in|was present at|were present at)"
    r" [^.;]{0,40}?\b(?:meeting|talks|summit|call|session|discussions|dialogue)\b"
)
_LEADS = re.compile(
    r"(?:,? who)? (?:also )?(?:led|leads|will lead|heads|headed|will head) (?:the|its|their|his|her|an?|[A-Z]\w+'s)"
    r" [^.;,]{0,40}?\b(?:side|delegation|team)\b"
)
_AHEAD = re.compile(
    r"\b(?:will|would|(?:is|are) (?:due |set |expected )?to)(?: also)? (?:be )?"
    r"(?:lead|led|head|headed|include|joined|accompanied)\b"
)
_OF_A_SIDE = re.compile(r"\b(?:side|delegation|team|party|group|officials|joined|accompanied)\b")
_NEGOTIATES = re.compile(
    r"\b(?:chief|top|lead|main) (?:\w+ )?negotiator\b"
    r"|\b(?:head|leader|chief) of (?:the |its )?(?:[\w'’-]+ ){0,3}(?:delegation|negotiating team)\b",
    re.IGNORECASE,
)
_DELEGATION = re.compile(r"\b(?:delegation|side|team)$", re.IGNORECASE)
_AT_THE_TABLE = frozenset({"talks", "meeting", "video"})
# Nothing told the state of a person but where they stand, or an office that some one state has.
GUESSES = ("the document is that state's own", "a guest of the release", "named beside")
_BY_OFFICE = "is an office of one state"
# Behind another party and an "and": whose people a list names is not told by the nearer of the two.
_AND = re.compile(r",? and (?:the )?")
# So many contacts back those may be that somebody is told to have joined.
_FARTHEST = 200
_HINTS = ("included", "includes", "joined", "accompanied", "attended", "present", "took part", "participated", "was in",
          "led ", "lead ", "headed ", "eading ", "consisted", "comprised", "sat in", "heads ")  # fmt: skip


def included(text: str, mentions: Sequence[Mention], party: Mention) -> tuple[Mention, ...]:
    """The people whom a list right behind a party's words names: "officials, including ..."."""
    at = bisect_left(mentions, party.end, key=attrgetter("start"))
    if at == len(mentions) or not _INCLUDING.fullmatch(text, party.end, mentions[at].start):
        return ()
    side = _state_of(party) if not _one_of_two(text, mentions, party) else None
    return tuple(_of_side(mention, side) for mention in _listed(text, mentions, at))


def _one_of_two(text: str, mentions: Sequence[Mention], party: Mention) -> bool:
    """Whether a party is the last of several: "officials of Kenya and Oslo, among them ..."."""
    before = bisect_left(mentions, party.start, key=attrgetter("start")) - 1
    return before >= 0 and _AND.fullmatch(text, mentions[before].end, party.start) is not None


def _state_of(mention: Mention) -> str | None:
    """The one state of those whom words name."""
    states = {actor.state for actor in mention.actors}
    return states.pop() if len(states) == 1 else None


def _of_side(mention: Mention, state: str | None) -> Mention:
    """Somebody told as one of a side: of its state, where nothing but a guess tells another one."""
    if state is None or _state_of(mention) == state:
        return mention
    guessed = mention.reason.startswith(GUESSES) or mention.reason.endswith(_BY_OFFICE)
    actors = tuple(
        replace(actor, state=state, code=f"{state}:GOV") if actor.state is None or guessed else actor
        for actor in mention.actors
    )
    return replace(mention, actors=actors)


def continued(text: str, mentions: Sequence[Mention], party: Mention) -> tuple[Mention, ...]:
    """The people of a list in semicolons that a party opens: "Torres, adviser to ...; Lind, head of ...; and Berg"."""
    at = bisect_left(mentions, party.end, key=attrgetter("start"))
    if not _persons(party) or at == len(mentions) or not _SEMICOLON.fullmatch(text, party.end, mentions[at].start):
        return ()
    return tuple(_listed(text, mentions, at))


def _listed(text: str, mentions: Sequence[Mention], at: int) -> Iterator[Mention]:
    """The people of a list that begins with mention `at`."""
    while at < len(mentions):
        mention = mentions[at]
        if _persons(mention):
            yield mention
        elif mention.form not in {"place", "adjective", "title", "nominal", "name"}:
            return
        at += 1
        if at < len(mentions) and not _NEXT.fullmatch(text, mention.end, mentions[at].start):
            gap = text[mention.end : mentions[at].start]
            if not (gap in {" in ", "'s ", " "} and len(gap) < 5):
                return


def companions(story: Story, told: Sequence[tuple[Contact, int]]) -> tuple[Contact, ...]:
    """The contacts with those who are told to have been there; each is given with the last place that tells of it."""
    joined = [contact for contact, _ in told]
    last = [place for _, place in told]
    if not told:
        return ()
    text = plain(story.document.text)
    for block in story.document.spans("paragraph"):
        if not any(hint in text[block.start : block.end] for hint in _HINTS):
            continue
        for sentence in sentences(text, block.start, block.end):
            people = tuple(_people(text, story.mentions, sentence))
            ahead = _AHEAD.search(text, sentence.start, sentence.end) is not None
            at = _contact_before(joined, last, sentence, ahead=ahead) if people else None
            if at is not None:
                joined[at] = _with(joined[at], people)
    return tuple(joined)


def negotiators(story: Story, told: Sequence[Contact]) -> tuple[Contact, ...]:
    """The contacts with the one person whom the report calls a state's negotiator or the head of its delegation.

    They are at the talks of their state where nobody is named for it: a state, its officials, its delegation.
    """
    text = story.document.text
    named = (m for m in story.mentions if m.form == "name" and _persons(m) and _NEGOTIATES.search(m.span.of(text)))
    heads: dict[str, set[Actor]] = {}
    for mention in named if any(contact.mode in _AT_THE_TABLE for contact in told) else ():
        heads.setdefault(_state_of(mention) or "", set()).update(mention.actors)
    alone = {state: people for state, people in heads.items() if state and len(people) == 1}
    return tuple(_headed(contact, alone, story) for contact in told) if alone else tuple(told)


def _headed(contact: Contact, heads: Mapping[str, Iterable[Actor]], story: Story) -> Contact:
    """A contact of today with the heads of those sides of which nobody is named."""
    open_ = contact.mode in _AT_THE_TABLE and contact.status in {"held", "ongoing", "planned"}
    if not open_ or is_old(contact.when, story.document):
        return contact
    manned = {party.state for party in contact.parties if not _is_nameless(party)}
    people = [person for state in contact.states if state not in manned for person in heads.get(state, ())]
    led = {person.state for person in people}
    return replace(contact, parties=(*(p for p in contact.parties if p.state not in led), *people)) if led else contact


def _is_nameless(party: Actor) -> bool:
    """Whether a party is no more than a state, its officials or its delegation."""
    return party.kind in {"state", "group"} or (party.kind == "body" and bool(_DELEGATION.search(party.label)))


def _people(text: str, mentions: Sequence[Mention], sentence: Span) -> Iterator[Actor]:
    """The people who are told in this sentence to have been there."""
    lists = _LISTS.search(text, sentence.start, sentence.end)
    if lists is not None:
        yield from _on_a_side(text, mentions, Span(lists.start(), lists.end()), sentence)
    at = bisect_left(mentions, sentence.start, key=attrgetter("start"))
    while at < len(mentions) and mentions[at].end <= sentence.end:
        mention = mentions[at]
        if _persons(mention) and mention.form in {"name", "surname"}:
            yield from _taking_part(text, mentions, at, sentence)
        at += 1


def _on_a_side(text: str, mentions: Sequence[Mention], words: Span, sentence: Span) -> Iterator[Actor]:
    """The people of a list behind words such as "the Chilean side included", each with their side's state."""
    at = bisect_left(mentions, words.end, key=attrgetter("start"))
    whose = _nobody_but_places(mentions, at) if _OF_A_SIDE.search(text, words.start, words.end) else len(mentions)
    for mention in _listed(text, mentions, at):
        place = bisect_left(mentions, mention.start, key=attrgetter("start"))
        if place > at and mentions[place - 1].form == "adjective":  # "led by Torres, the Peruvian one by Lind"
            whose = place - 1
        side = _side(mentions[whose], sentence) if 0 <= whose < len(mentions) else None
        if mention.end <= sentence.end:
            yield from _of_side(mention, side).actors


def _nobody_but_places(mentions: Sequence[Mention], at: int) -> int:
    """Who is named last before a place in the list of mentions; a place tells where they were and no more."""
    last = at - 1
    while last >= 0 and mentions[last].form == "place":
        last -= 1
    return last


def _side(whose: Mention, sentence: Span) -> str | None:
    """The state of whoever is named last before a list in its sentence."""
    return _state_of(whose) if whose.start >= sentence.start else None


def _taking_part(text: str, mentions: Sequence[Mention], at: int, sentence: Span) -> Iterator[Actor]:
    """A person whom a verb behind the name puts at the table, or at the head of a side."""
    mention = mentions[at]
    if _ATTENDS.match(text, mention.end, sentence.end):
        yield from mention.actors
    elif leads := _LEADS.match(text, mention.end, sentence.end):
        led = [m for m in mentions[at + 1 : at + 3] if m.start < leads.end() and m.form != "pronoun"]
        yield from _of_side(mention, _state_of(led[0]) if led else None).actors


def _contact_before(told: Sequence[Contact], last: Sequence[int], sentence: Span, *, ahead: bool) -> int | None:
    """The place of the contact that was told last before a sentence, or first in it.

    What was held comes before the rest, and so does what people are told to have taken part in before bare states.
    Who is to lead a side does so at a contact to come.
    """
    fitting = {"planned"} if ahead else {"held", "ongoing", "planned"}
    behind = bisect_left(told, sentence.end, key=_first_place)
    begin = max(0, behind - _FARTHEST)
    places = [
        (
            contact.status != "planned",
            any(party.kind == "person" for party in contact.parties),
            place if place < sentence.end else contact.tellings[0].start,
            number,
        )
        for number, (contact, place) in enumerate(zip(told[begin:behind], last[begin:behind], strict=True), begin)
        if contact.mode != "letter" and contact.status in fitting
    ]  # fmt: skip
    return max(places)[-1] if places else None


def _first_place(contact: Contact) -> int:
    return contact.tellings[0].start


def _with(contact: Contact, people: Sequence[Actor]) -> Contact:
    """The contact with these people of its states; a bare state of which people are named is no party beside them."""
    known = {party.name for party in contact.parties}
    added = tuple(dict.fromkeys(p for p in people if p.state in contact.states and p.name and p.name not in known))
    manned = {person.state for person in added}
    kept = tuple(party for party in contact.parties if party.kind != "state" or party.state not in manned)
    return replace(contact, parties=(*kept, *added)) if added else contact


def _persons(mention: Mention) -> bool:
    return bool(mention.actors) and all(actor.kind == "person" and actor.name for actor in mention.actors)
