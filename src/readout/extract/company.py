"""Who else took part in a contact: lists behind a party's people, and sentences on who was there.

"Lima's officials, including Foreign Minister Ana Torres and ..." names people of a party where the contact is told.
"The Chilean side included ...", "Lind was joined by ..." and "Torres, who attended the meeting" do so elsewhere, for
the contact told last before them. Only people of a state that takes part are added.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from readout.extract.story import Story
from readout.records import Actor, Contact, Mention, Span
from readout.text import plain, sentences

_INCLUDING = re.compile(
    r",? (?:including|among them|led by|headed by|represented by|notably) (?:the )?(?:[a-z-]+ ){0,3}$", re.IGNORECASE
)
_SEMICOLON = re.compile(r"; (?:and )?(?:the )?(?:[a-z-]+ ){0,2}")
_NEXT = re.compile(r"[,;]?(?: and| as well as)? (?:the |its |his |her |[A-Z]\w+'s )?(?:[a-z-]+ ){0,4}$|[,;] ?$")
_LISTS = re.compile(
    r"\b(?:side|delegation|team|party|group|officials|participants)(?: \w+){0,3} (?:included?s?|comprised|consisted of"
    r"|was (?:led|headed|represented) by)\b"
    r"|\b(?:was|were|be|is|are)(?: also)? (?:joined|accompanied)\b[^.;]{0,60}?\bby\b"
    r"|\b(?:joined|accompanied) by\b|\balso (?:present|attending|there)(?: at[^.;]{0,40})? (?:was|were)\b"
)
_ATTENDS = re.compile(
    r",? who (?:also )?(?:attended|joined|took part in|participated in|was present at|sat in on|was in)"
    r" [^.;]{0,60}?\b(?:meeting|talks|summit|call|session|discussions|dialogue)\b"
    r"|(?: \w+){0,6} (?:also )?(?:attended|participated in|took part in|was present at)"
    r" [^.;]{0,40}?\b(?:meeting|talks|summit|call|session|discussions|dialogue)\b"
)
# So many contacts back those may be that somebody is told to have joined.
_FARTHEST = 200
_HINTS = ("included", "includes", "joined", "accompanied", "attended", "present", "took part", "participated", "was in",
          "was led", "was headed", "consisted", "comprised", "sat in")  # fmt: skip


def included(text: str, mentions: Sequence[Mention], party: Mention) -> tuple[Mention, ...]:
    """The people whom a list right behind a party's words names: "officials, including ..."."""
    at = bisect_left(mentions, party.end, key=attrgetter("start"))
    if at == len(mentions) or not _INCLUDING.fullmatch(text, party.end, mentions[at].start):
        return ()
    return tuple(_listed(text, mentions, at))


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
            at = _contact_before(joined, last, sentence) if people else None
            if at is not None:
                joined[at] = _with(joined[at], people)
    return tuple(joined)


def _people(text: str, mentions: Sequence[Mention], sentence: Span) -> Iterator[Actor]:
    """The people who are told in this sentence to have been there."""
    first = bisect_left(mentions, sentence.start, key=attrgetter("start"))
    lists = _LISTS.search(text, sentence.start, sentence.end)
    if lists is not None:
        at = bisect_left(mentions, lists.end(), key=attrgetter("start"))
        for mention in _listed(text, mentions, at):
            if mention.end <= sentence.end:
                yield from mention.actors
    while first < len(mentions) and mentions[first].end <= sentence.end:
        mention = mentions[first]
        if (
            _persons(mention)
            and mention.form in {"name", "surname"}
            and _ATTENDS.match(text, mention.end, sentence.end)
        ):
            yield from mention.actors
        first += 1


def _contact_before(told: Sequence[Contact], last: Sequence[int], sentence: Span) -> int | None:
    """The place of the contact that was told last before a sentence, or first in it.

    What was held comes before the rest, and so does what people are told to have taken part in before bare states.
    """
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
        if contact.mode != "letter" and contact.status in {"held", "ongoing", "planned"}
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
