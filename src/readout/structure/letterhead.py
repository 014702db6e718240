"""The letterhead of an official release: the office that issues it, and the state that the office is named after.

The codebook's `letterhead` patterns tell the shape ("Ministry of ... of PARTY", "PARTY Foreign Ministry"); what stands
for the party must be the name or adjective of a state, an organisation or a body and nothing else, but for words like
"Republic of". An office and its state, or its capital, may stand on two lines; a title may name the office too.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from readout.codebook import Compiled
from readout.codebook.entries import Body, Organisation, State

# The formal style of a state's name, where the codebook lists the short name alone.
_FORMAL = re.compile(
    r"(?:(?:Royal|The|the|His Majesty's|Her Majesty's|Islamic|Federal|Federative|Democratic|Socialist|Oriental|United"
    r"|Bolivarian|Arab|People's|Popular|Plurinational|Co-operative|Hellenic|Grand|Holy)\s+)*"
    r"(?:(?:Republic|Kingdom|State|States|Sultanate|Principality|Federation|Union|Commonwealth|Duchy|Emirate)\s+of\s+"
    r"(?:the\s+)?)?"
)
_STYLE_BEHIND = re.compile(r" (?:Republic|Kingdom|Confederation|Federation)$")
_GOVERNMENT = re.compile(r"(?:The )?(?:Federal |Royal )?Government of (?:the )?")
# Capitals as short as these may be an abbreviation.
_SHORT = 4
_SMALL = frozenset(("of", "the", "and", "for", "to", "in"))
# No line of a letterhead is longer.
_LINE = 120
# The rule of a line that says "Press release", which may stand above a letterhead.
_RELEASE = "dateline-for-release"
# A letterhead on two lines is made of the first of a text.
_TOP = 3


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The rule that knew it, the office as printed, and the state or organisation that it belongs to."""

    rule: str
    office: str
    issuer: str


def letterhead(line: str, rules: Compiled) -> Letterhead | None:
    """The letterhead that a plain line is, if it is one."""
    words = calm(line.strip("*# "))
    if not 5 < len(words) < _LINE:
        return None
    for pattern in rules.furniture.letterheads:
        match = rules.patterns[pattern.id].fullmatch(words)
        issuer = _issuer(match["party"], rules) if match else None
        if issuer:
            return Letterhead(pattern.id, words, issuer)
    return None


def letterheads(lines: Sequence[str], rules: Compiled) -> Mapping[int, Letterhead]:
    """The letterheads among the first lines of a text, each under the number of its line.

    At the very top an office and its state may have a line each, in either order; both lines then tell the office.
    Where the hour stands in the head, a speech was made, and an office above its city is the place.
    """
    found = {number: head for number, line in enumerate(lines) if (head := letterhead(line, rules))}
    if any(rules.patterns[hour].match(line) for hour in sorted(rules.furniture.hours) for line in lines):
        return found
    for number, (first, second) in enumerate(pairwise(lines[:_TOP])):
        if number and 0 not in found and not rules.patterns[_RELEASE].match(lines[0]):
            break
        if max(len(first), len(second)) > _LINE:
            continue
        head = _on_two_lines(calm(first.strip("*# ")), calm(second.strip("*# ")), rules)
        if head:
            return {**found, number: head, number + 1: head}
    return found


def _on_two_lines(first: str, second: str, rules: Compiled) -> Letterhead | None:
    """The office of one line with the state of the other."""
    for office, party in ((first, second), (second, first)):
        state = _GOVERNMENT.sub("", party)
        whole = not _GOVERNMENT.match(party) and letterhead(office, rules)
        if whole or _GOVERNMENT.match(office) or _issuer(state, rules) is None:
            continue
        head = letterhead(f"{office}, {state}", rules)
        if head:
            return head
    return None


def titled(title: str, rules: Compiled) -> Letterhead | None:
    """The office that a title says the text is of: "Statement by the Ministry of Foreign Affairs of Norway on cod"."""
    for pattern in rules.of_kind.get("letterhead-title", ()):
        match = rules.patterns[pattern.id].match(title)
        for stop in rules.patterns["letterhead-title-stop"].finditer(title, match.end()) if match else ():
            words = title[match.end() : stop.start()] if match else ""
            head = letterhead(words, rules) or _known_office(words, rules)
            if head:
                return Letterhead(pattern.id, head.office, head.issuer)
    return _organisation("letterhead-chair", title, rules)


def voiced(lead: str, rules: Compiled) -> Letterhead | None:
    """The organisation whose members speak in the first words of a text: "We, the G7 Foreign Ministers, ..."."""
    return _organisation("letterhead-we", lead, rules)


def _organisation(kind: str, words: str, rules: Compiled) -> Letterhead | None:
    """The organisation that a pattern of this kind finds at the beginning; a state alone does not speak so."""
    for pattern in rules.of_kind.get(kind, ()):
        match = rules.patterns[pattern.id].match(words)
        issuer = _issuer(match["party"], rules) if match else None
        known = next((each for each in rules.codebook.organisations if each.id == issuer), None)
        if known:
            return Letterhead(pattern.id, known.id, known.id)
    return None


def _known_office(words: str, rules: Compiled) -> Letterhead | None:
    """An office that the table of outlets has as an issuer's, by just these words."""
    name = words.casefold()
    for outlet in rules.codebook.outlets:
        if outlet.issuer and outlet.office and outlet.office.casefold() == name:
            return Letterhead("letterhead-title", outlet.office, outlet.issuer)
    return None


def calm(line: str) -> str:
    """A line in capitals as it would stand in a sentence; any other line as it is.

    >>> calm("MINISTRY OF FOREIGN AFFAIRS"), calm("Ministry of Fish")
    ('Ministry of Foreign Affairs', 'Ministry of Fish')
    """
    if not line.isupper() or " " not in line:
        return line.title() if line.isupper() and line.isalpha() and len(line) > _SHORT else line
    words = (word.lower() if word.lower() in _SMALL else word.capitalize() for word in line.split(" "))
    joined = " ".join(words)
    return joined[0].upper() + joined[1:]


def _issuer(party: str, rules: Compiled) -> str | None:
    """The one state or organisation that the party's words name, from their first to their last."""
    hits = rules.lexicon.find(party)
    if not hits or hits[-1].end != len(party):
        party = _STYLE_BEHIND.sub("", party)
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
