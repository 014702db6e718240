"""What holds between documents: copies told once, contacts over all tellings, accounts side by side."""

from readout.link.compare import compare
from readout.link.contacts import contacts
from readout.link.copies import families
from readout.link.told import lend_dates, tell

__all__ = ["compare", "contacts", "families", "lend_dates", "tell"]
