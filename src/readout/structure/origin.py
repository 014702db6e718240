"""Where a document comes from: outlet, agency, authors, and the issuing office of an official release."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from urllib.parse import urlsplit

from readout.codebook import Compiled
from readout.codebook.entries import Body, Organisation, Outlet, State
from readout.codebook.furniture import bare
from readout.codebook.outlets import Outlets
from readout.records import Block, Declared
from readout.structure.letterhead import Letterhead, letterhead, letterheads, titled, voiced
from readout.text import plain

_JOIN = re.compile(r"\s*(?:,\s*and|,|;|\band\b)\s+")
_SPACES = re.compile(r"\s+")
_HOST_BEHIND = re.compile(r"\s*\([^()]*\)$")
# Second-level domains that states keep for their offices, and the names of foreign ministries' hosts.
_OFFICIAL = frozenset(("gov", "gob", "go", "govt", "gouv", "gub", "gc"))
_MINISTRIES = frozenset(("mfa", "mofa", "minrex", "cancilleria"))
# So many lines below a text may name its office and its day.
_FOOT = 5
# The look-ahead of a dateline needs the words behind it, the look-behind of a credit those before.
_REACH = 300


@dataclass(frozen=True, slots=True)
class Origin:
    """Who published, delivered, wrote and issued a text."""

    outlet: str | None
    agency: str | None
    authors: tuple[str, ...]
    issuer: str | None
    office: str | None


def origin(declared: Declared, flat: str, blocks: tuple[Block, ...], rules: Compiled) -> Origin:
    """The origin of a plain text as declared, or as its blocks and its address tell."""
    fields = [(block, _fields(flat, block, rules)) for block in blocks]
    publisher = rules.outlets.named(declared.outlet) or rules.outlets.at(declared.url)
    agency = _agency(fields, rules.outlets)
    head = _letterhead(declared, flat, blocks, rules) if publisher is None and agency is None else None
    if publisher is None and head is None and agency is None:
        head = _by_domain(declared.url, rules)
    if publisher is None and head is None:
        publisher = _by_office(fields, rules.codebook.outlets)
    issuer, office = _issued_by(publisher, head)
    return Origin(
        outlet=declared.outlet or (publisher.name if publisher else office),
        agency=agency,
        authors=declared.authors or _authors(fields, rules),
        issuer=issuer,
        office=office,
    )


def _issued_by(publisher: Outlet | None, head: Letterhead | None) -> tuple[str | None, str | None]:
    """The state and the office of a release: its known publisher's, else its letterhead's; none of news."""
    if publisher and publisher.issuer:
        return publisher.issuer, publisher.office or publisher.name
    return (head.issuer, head.office) if head and publisher is None else (None, None)


def _letterhead(declared: Declared, flat: str, blocks: tuple[Block, ...], rules: Compiled) -> Letterhead | None:
    """The office that a text declares as its outlet, or that stands at its head where no outlet is declared."""
    if declared.outlet:
        return letterhead(plain(_HOST_BEHIND.sub("", declared.outlet)), rules)
    above = list(takewhile(lambda block: block.kind != "paragraph", blocks))
    lines = [(block, flat[block.start : block.end]) for block in above if block.kind == "byline"]
    heads = letterheads([words for _, words in lines], rules)
    for number, (block, words) in enumerate(lines):
        known = rules.outlets.named(words)
        if known and number not in heads:
            return Letterhead(block.rule, known.office or words, known.issuer) if known.issuer else None
        if number in heads:
            return heads[number]
    titles = (plain(declared.title or ""), *(flat[block.start : block.end] for block in above))
    lead = next((flat[block.start : block.start + _REACH] for block in blocks if block.kind == "paragraph"), "")
    told = next((head for title in titles if (head := titled(title, rules))), None) or voiced(lead, rules)
    return told or _at_foot(flat, blocks, rules)


def _at_foot(flat: str, blocks: tuple[Block, ...], rules: Compiled) -> Letterhead | None:
    """The office that stands below a text, with a day, as it would above one; without a day it may be a link."""
    last = max((at for at, block in enumerate(blocks) if block.kind == "paragraph"), default=len(blocks))
    foot = blocks[last + 1 : last + 1 + _FOOT]
    if not any(block.kind == "dateline" for block in foot):
        return None
    heads = letterheads([flat[block.start : block.end] for block in foot], rules)
    return heads[min(heads)] if heads else None


def _by_domain(url: str | None, rules: Compiled) -> Letterhead | None:
    """The state under whose official domain an address lies: "mfa.gov.xx" is a ministry's, "mfa.xx" too."""
    try:
        labels = (urlsplit(url).hostname or "").split(".") if url else []
    except ValueError:
        return None
    ministry = not _MINISTRIES.isdisjoint(labels[:-1])
    if len(labels) < 2 or not (ministry or not _OFFICIAL.isdisjoint(labels[-3:-1])):
        return None
    land = "GB" if labels[-1] == "uk" else labels[-1].upper()
    state = next((state for state in rules.codebook.states if state.iso2 == land), None)
    if state is None:
        return None
    office = "Ministry of Foreign Affairs" if ministry else "Government"
    return Letterhead("address:official-domain", f"{office} of {state.name}", state.id)


def _fields(flat: str, block: Block, rules: Compiled) -> dict[str, str]:
    """The named groups of the pattern that told a block."""
    regex = rules.patterns.get(block.rule) if block.kind in {"dateline", "byline", "credit", "note"} else None
    if regex is None:
        return {}
    words = flat[block.start : block.end]
    match = (
        regex.search(words)
        or regex.search(bare(words))
        or regex.match(flat[block.start : block.start + _REACH])
        or regex.search(flat, block.start, block.end)
    )
    return {name: value for name, value in match.groupdict().items() if value} if match else {}


def _agency(fields: list[tuple[Block, dict[str, str]]], outlets: Outlets) -> str | None:
    """The agency of the dateline, else of a source line, else of the closing credit; a picture's credit is none."""
    captions = {block.end for block, _ in fields if block.kind == "caption"}
    for kinds in (("dateline", "byline"), ("credit",)):
        for block, groups in fields:
            of_picture = not captions.isdisjoint((block.start, block.start - 1))
            if block.kind in kinds and "agency" in groups and not of_picture:
                agency = _agency_name(groups["agency"].strip(), outlets)
                if agency:
                    return agency
    return None


def _agency_name(name: str, outlets: Outlets) -> str | None:
    """The shortest name of the agency, so that AP and Associated Press are one; None for an outlet that is none."""
    known = outlets.named(name)
    if known is None:
        return name
    names = [other for other in (known.name, *known.names) if "." not in other]
    return min(names, key=len, default=known.name) if known.kind == "agency" else None


def _authors(fields: list[tuple[Block, dict[str, str]]], rules: Compiled) -> tuple[str, ...]:
    """The names of the bylines, each once; that of an office or a place is no author's."""
    names = (
        _SPACES.sub(" ", name).strip()
        for block, groups in fields
        if block.kind == "byline"
        for name in _JOIN.split(groups.get("names", ""))
    )
    return tuple(dict.fromkeys(name for name in names if name and not _is_thing(name, rules)))


def _is_thing(name: str, rules: Compiled) -> bool:
    """Whether a name is an outlet's, or that of a state, a city or an organisation from its first word to its last."""
    hits = rules.lexicon.find(name)
    whole = [hit for hit in hits if hit.end - hit.start == len(name)]
    known = any(isinstance(entry, State | Organisation | Body) for hit in whole for entry in hit.entries)
    return known or rules.outlets.named(name) is not None


def _by_office(fields: list[tuple[Block, dict[str, str]]], outlets: Iterable[Outlet]) -> Outlet | None:
    """The issuing outlet whose office a byline or a note of release names."""
    named = {groups[key].casefold() for _, groups in fields for key in ("office", "spokesman") if key in groups}
    return next(
        (outlet for outlet in outlets if outlet.issuer and outlet.office and outlet.office.casefold() in named), None
    )
