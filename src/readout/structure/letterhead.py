"""The letterhead of an official release: the office that issues it, and the state that the office is named after.

The codebook's `letterhead` patterns tell the shape ("Ministry of ... of PARTY", "PARTY Foreign Ministry"); what stands
for the party must be the name or adjective of a state, an organisation or a body and nothing else, but for words like
"Republic of".
"""

import re
from dataclasses import dataclass

from readout.codebook import Compiled
from readout.codebook.entries import Body, Organisation, State

# The formal style of a state's name, where the codebook lists the short name alone.
_FORMAL = re.compile(
    r"(?:(?:Royal|The|the|His Majesty's|Her Majesty's|Islamic|Federal|Federative|Democratic|Socialist|Oriental|United"
    r"|Bolivarian|Arab|People's|Popular|Plurinational|Co-operative|Hellenic|Grand|Holy)\s+)*"
    r"(?:(?:Republic|Kingdom|State|States|Sultanate|Principality|Federation|Union|Commonwealth|Duchy|Emirate)\s+of\s+"
    r"(?:the\s+)?)?"
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The rule that knew it, the office as printed, and the state or organisation that it belongs to."""

    rule: str
    office: str
    issuer: str


def letterhead(line: str, rules: Compiled) -> Letterhead | None:
    """The letterhead that a plain line is, if it is one."""
    words = line.strip("*# ")
    if not 5 < len(words) < 120:
        return None
    for pattern in rules.furniture.letterheads:
        match = rules.patterns[pattern.id].fullmatch(words)
        issuer = _issuer(match["party"], rules) if match else None
        if issuer:
            return Letterhead(pattern.id, words, issuer)
    return None


def _issuer(party: str, rules: Compiled) -> str | None:
    """The one state or organisation that the party's words name, from their first to their last."""
    hits = rules.lexicon.find(party)
    if len(hits) != 1 or hits[0].end != len(party) or not _FORMAL.fullmatch(party[: hits[0].start]):
        return None
    parties = {_party_of(entry) for entry in hits[0].entries}
    return parties.pop() if len(parties) == 1 else None


def _party_of(entry: object) -> str | None:
    """The state or organisation that an entry is, or that a body belongs to; None for a person or an outlet."""
    if isinstance(entry, State | Organisation):
        return entry.id
    return entry.state if isinstance(entry, Body) else None
