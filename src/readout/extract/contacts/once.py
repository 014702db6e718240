"""Two tellings of one contact in one document are one contact, with the first place as evidence."""

from collections.abc import Sequence
from dataclasses import replace

from readout.extract.company import companions
from readout.extract.contacts.status import REMOTE
from readout.extract.contacts.tellings import Telling, tellings
from readout.extract.contacts.words import ContactRules
from readout.extract.story import Story
from readout.records import Actor, Contact, When

# Kinds of contact in person that one occasion does not go by at the same time, unless a noun points back to it.
_NAMED_KINDS = frozenset({"meeting", "summit", "visit"})


def contacts(story: Story, rules: ContactRules) -> tuple[Contact, ...]:
    """The contacts that one document tells of, in order of first place, each once."""
    found: list[Telling] = []
    for telling in tellings(story, rules):
        for i, earlier in enumerate(found):
            if _same(earlier, telling):
                found[i] = _joined(earlier, telling)
                break
        else:
            found.append(telling)
    return companions(story, tuple(telling.contact for telling in found))


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
    extra = tuple(a for a in again.parties if a not in first.parties and (a.kind == "person" and a.state not in people))
    manned = {actor.state for actor in extra}
    kept = tuple(a for a in first.parties if a.kind == "person" or a.state not in manned)
    finer = again.when if first.when.grain != "day" and again.when.grain in {"day", "month"} else first.when
    status = again.status if later.firm and not earlier.firm else first.status
    mode = again.mode if first.mode == "visit" and earlier.sentence == later.sentence else first.mode
    place = first.place or again.place
    joined = replace(first, mode=mode, parties=(*kept, *extra), when=finer, status=status, place=place)
    return replace(earlier, contact=joined, firm=earlier.firm or later.firm)
