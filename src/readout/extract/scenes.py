"""Where an act takes place: what a sentence names as a place under "in", "at" and "to", and whose country that is."""

import re
from collections.abc import Collection

from readout.extract.claims import filled_by
from readout.extract.story import Story
from readout.language import Clause
from readout.records import Document, Mention, Span

_BEFORE = 40  # characters before a name in which the words stand that say that something is there
_IN = re.compile(
    r"\b(?:(?:in|at)|(?:visit\w*|trip|travel\w*|journey\w*|came|come|coming|went|go|goes|going|f[lo][ey]w?|flying|return\w*|invit\w+|"
    r"welcomed|delegation|mission)(?:\s+\w+)?\s+to)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_LEADS_IN = re.compile(r"\b((?:in|at|to)\s+)(?:the\s+)?", re.IGNORECASE)
# What follows a name that is no place here: "in the U.S. election", "in Oslo's view".
_OWNS = re.compile(r"['’]s?\b")
_QUALIFIES = re.compile(r"\s+(?!and|or|but|on|in|at|with|to|for|from|by|as|after|before|wh|that)[a-z]")
_INSIDE = re.compile(r"\b(?:in|at) $")


def place_of(clause: Clause, document: Document) -> str | None:
    """The place named under "in" or "at", in the document's words."""
    places = (mention.span for mention in filled_by(clause.oblique("in", "at")) if mention.form == "place")
    return next((span.of(document.text) for span in places), None)


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


def is_scene(mention: Mention, text: str) -> bool:
    """Whether a city is where something is done: "sanctions announced in Oslo"."""
    return mention.form == "place" and _INSIDE.search(text, max(0, mention.start - 5), mention.start) is not None


def qualifies_a_thing(mention: Mention, text: str) -> bool:
    """Whether a place only tells of which place something is: "the Gaza blockade"."""
    return mention.form == "place" and _QUALIFIES.match(text, mention.end) is not None
