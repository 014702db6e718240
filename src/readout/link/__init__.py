"""What holds between documents: copies told once, contacts over all tellings, accounts side by side."""

from readout.link.compare import compare
from readout.link.contacts import contacts, outlined
from readout.link.copies import families
from readout.link.judged import judgements_of
from readout.link.learned import learned
from readout.link.matters import matters
from readout.link.since import since
from readout.link.stories import stories
from readout.link.told import lend_dates, tell

__all__ = [
    "compare",
    "contacts",
    "families",
    "judgements_of",
    "learned",
    "lend_dates",
    "matters",
    "outlined",
    "since",
    "stories",
    "tell",
]
