"""Two tellings of one contact in one document are one contact, with the first place as evidence."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import takewhile

from readout.extract.company import companions, negotiators
from readout.extract.contacts.further import further
from readout.extract.contacts.implied import implied
from readout.extract.contacts.lead import on_the_day
from readout.extract.contacts.status import REMOTE
from readout.extract.contacts.tellings import BESIDE, Telling, tellings
from readout.extract.contacts.words import ContactRules
from readout.extract.story import Story
from readout.records import Actor, Contact, When

# Kinds of contact in person that one occasion does not go by at the same time, unless a noun points back to it.
_NAMED_KINDS = frozenset({"meeting", "summit", "visit"})
# What was so long before publication is no news.
_NEWS = timedelta(days=21)
# So many earlier contacts of the same states a telling may be one of.
_NEAREST = 60
# Two kinds that one sentence does not name for one occasion: "talks in preparation for a meeting".
_APART = (frozenset({"talks", "meeting"}), frozenset({"talks", "summit"}))


def contacts(story: Story, rules: ContactRules) -> tuple[Contact, ...]:
    """The contacts that one document tells of, in order of first place, each once."""
    found: list[Telling] = []
    between: dict[tuple[str, ...], list[int]] = {}  # the places in `found` of the contacts of the same states
    for one in further(story, rules, tuple(tellings(story, rules))):
        telling = _with_guests(one, found) if one.aside else one
        alike = between.setdefault(telling.contact.states, [])
        for i in alike[-_NEAREST:]:
            if _same(found[i], telling) and not _long_before(telling, found[i], story.document.published):
                found[i] = _joined(found[i], telling)
                break
        else:
            alike.append(len(found))
            found.append(telling)
    told = [(on_the_day(story, telling.contact), telling.last) for telling in found]
    last = dict(told)
    known = implied(story, [contact for contact, _ in told], rules)
    own = [(one, last.get(one, one.tellings[0].start)) for one in known if one.tellings[0].rule != BESIDE]
    beside = (contact for contact in known if contact.tellings[0].rule == BESIDE)
    manned = negotiators(story, (*companions(story, own), *beside))
    return tuple(sorted(manned, key=lambda contact: contact.tellings[0].start))


def _with_guests(wider: Telling, found: Sequence[Telling]) -> Telling:
    """A wider occasion with the people who met as part of it, where its own sentence names nobody but states."""
    # The sentences come in order.
    met = [one.contact for one in takewhile(lambda one: one.sentence == wider.sentence, reversed(found))][::-1]
    named = any(actor.kind == "person" for actor in wider.contact.parties)
    same = next((contact for contact in met if contact.states == wider.contact.states), None)
    if named or same is None:
        return wider
    return replace(wider, contact=replace(wider.contact, parties=same.parties))


def _same(earlier: Telling, later: Telling) -> bool:
    """Whether two tellings of one document are of one contact."""
    one, other = earlier.contact, later.contact
    if later.of is not None:
        return earlier.clause == later.of
    if _told_apart(earlier, later):
        return False
    if later.manner and earlier.sentence == later.sentence and one.states == other.states:
        return True
    alike = _same_class(one.mode, other.mode) or _in_person(earlier, later)
    if one.states != other.states or not alike or _clash(one.parties, other.parties) or not _meet(one.when, other.when):
        return False
    if one.mode != other.mode and _of_other_kind(earlier, later):
        return False
    if {one.mode, other.mode} <= _NAMED_KINDS and one.mode != other.mode and not later.back:
        near = earlier.sentence == later.sentence and "visit" in {one.mode, other.mode}
        return near or _one_summit(one, other)
    return not (earlier.firm and later.firm) or _standing(one) == _standing(other)


def _of_other_kind(earlier: Telling, later: Telling) -> bool:
    """Whether two modes tell of two occasions: what is under way is no meeting that was held, nor what is put forward.

    "After their meeting both said that they would go on if Lima joins the talks" tells of a meeting and of talks.
    """
    one, other = earlier.contact, later.contact
    stays = {contact.mode for contact in (one, other) if contact.status == "ongoing"} - {"visit"}
    if stays and {one.status, other.status} == {"held", "ongoing"}:
        return True
    if other.status == "proposed" and _standing(one) == "over":
        return True
    loosely = "other" in {one.mode, other.mode}
    named = earlier.sentence == later.sentence and {one.mode, other.mode} in _APART
    return not later.back and (loosely or named)


def _in_person(earlier: Telling, later: Telling) -> bool:
    """Whether somebody spoke with a guest face to face: "Lind came to Lima", "I spoke today with Lind"."""
    one, other = earlier.contact, later.contact
    people = {party.name for party in one.parties if party.kind == "person" and party.name}
    again = any(party.name in people for party in other.parties)
    visited = earlier.loose != later.loose and not {"letter", "other"} & {one.mode, other.mode}
    return visited and again and _standing(one) == _standing(other) == "over"


def _told_apart(earlier: Telling, later: Telling) -> bool:
    """Whether the words themselves tell of two: "met with Torres as well as with Lind", "as part of the talks, met"."""
    beside = BESIDE in {telling.contact.tellings[0].rule for telling in (earlier, later)}
    wider = later.aside and not later.manner and earlier.sentence == later.sentence
    if later.anew and _standing(earlier.contact) == "over":
        return True
    if later.another and earlier.sentence == later.sentence:
        return True
    return earlier.clause == later.clause or wider or (beside and earlier.contact.mode != later.contact.mode)


def _long_before(later: Telling, earlier: Telling, published: When) -> bool:
    """Whether a telling with an old day of its own follows news without one: an earlier contact of the same parties."""
    when, news = later.contact.when, earlier.contact.when.start is None
    if not news or later.back or when.end is None or published.start is None:
        return False
    return when.end < published.start - _NEWS


def _one_summit(one: Contact, other: Contact) -> bool:
    """Whether a summit to come is told once as a meeting or talks: two parties do not plan both at a time."""
    kinds = {one.mode, other.mode}
    return "summit" in kinds and bool(kinds & {"meeting", "talks"}) and _standing(one) == _standing(other) == "ahead"


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
    return "talks" in {one, other} or "other" in {one, other} or (one in REMOTE) == (other in REMOTE)


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
    met = {actor.state for actor in again.parties if actor.kind == "person" and actor in first.parties}
    new = (a for a in again.parties if a.kind == "person" and a not in first.parties)
    extra = tuple(a for a in new if a.state not in people or a.state in met)  # a fuller list of the same people counts
    manned = {actor.state for actor in extra}
    kept = tuple(a for a in first.parties if a.kind == "person" or a.state not in manned)
    finer = again.when if first.when.grain != "day" and again.when.grain in {"day", "month"} else first.when
    alike = first.mode == again.mode or "visit" not in {first.mode, again.mode}  # a guest's stay outlasts a meeting
    status = again.status if later.firm and not earlier.firm and alike else first.status
    if status != first.status and _standing(again) == "ahead":  # what is to come has not the day of its telling
        finer = again.when
    mode = _mode(earlier, later)
    place = first.place or again.place
    joined = replace(first, mode=mode, parties=(*kept, *extra), when=finer, status=status, place=place)
    return replace(earlier, contact=joined, firm=earlier.firm or later.firm, clause=later.clause, last=later.last)


def _mode(earlier: Telling, later: Telling) -> str:
    """The mode of two tellings of one contact: what one of them is the way of, or the fuller word of one sentence."""
    first, again = earlier.contact.mode, later.contact.mode
    if later.manner or later.of or (earlier.loose and not later.loose and again in _NAMED_KINDS):
        return again
    if _one_summit(earlier.contact, later.contact):
        return "summit"
    told = earlier.sentence == later.sentence or again == "talks"  # what a journey is for says more of it
    return again if first == "visit" and told else first
