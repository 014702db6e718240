"""The day of a report's lead, for what its first sentences tell without a day of their own."""

from dataclasses import replace
from itertools import islice

from readout.extract.standing import formerly, is_old
from readout.extract.story import Story
from readout.records import Contact, When

# So many sentences of the prose are about the news itself.
_LEAD = 3
_ONE_DAY = frozenset({"call", "video", "meeting", "summit"})


def on_the_day(story: Story, contact: Contact) -> Contact:
    """A contact with the day that the first sentence names, where the lead tells that it was held and not when.

    "Torres on Saturday put off the tolls. During an hour's meeting with Oslo's envoy she agreed to ...": releases have
    their own rule, and what is told as earlier has none.
    """
    undated = contact.when.start is None and contact.status == "held" and contact.mode in _ONE_DAY
    if story.document.issuer or story.document.turns or not undated or formerly(contact.tellings[0].quote):
        return contact
    prose = tuple(islice((line.span for line in story.lines if line.kind == "paragraph"), _LEAD))
    if not any(span.meets(contact.tellings[0].span) for span in prose):
        return contact
    days = [d.when for d in story.dated.within(prose[0]) if _is_past(d.when, story)]
    if len({day.start for day in days}) != 1:
        return contact
    return replace(contact, when=replace(days[0], basis="inferred", reasons=("the day of the report's lead",)))


def _is_past(when: When, story: Story) -> bool:
    """Whether a day is that of the news: not to come, and not long ago."""
    published = story.document.published.start
    known = when.grain == "day" and when.start is not None and published is not None and when.start <= published
    return known and not is_old(when, story.document)
