"""Where a document comes from: outlet, agency, authors, and the issuing office of an official release."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from readout.codebook import Compiled
from readout.codebook.entries import Outlet
from readout.codebook.furniture import bare
from readout.codebook.outlets import Outlets
from readout.records import Block, Declared
from readout.structure.letterhead import Letterhead, letterhead
from readout.text import plain

_JOIN = re.compile(r"\s*(?:,\s*and|,|;|\band\b)\s+")
_SPACES = re.compile(r"\s+")
_HOST_BEHIND = re.compile(r"\s*\([^()]*\)$")
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
    if publisher is None and head is None:
        publisher = _by_office(fields, rules.codebook.outlets)
    issuer, office = _issued_by(publisher, head)
    return Origin(
        outlet=declared.outlet or (publisher.name if publisher else office),
        agency=agency,
        authors=declared.authors or _authors(fields),
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
    for block in blocks:
        if block.kind == "paragraph":
            break
        words = flat[block.start : block.end]
        known = rules.outlets.named(words) if block.kind == "byline" else None
        if known:
            return Letterhead(block.rule, words, known.issuer) if known.issuer else None
        found = letterhead(words, rules) if block.kind == "byline" else None
        if found:
            return found
    return None


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


def _authors(fields: list[tuple[Block, dict[str, str]]]) -> tuple[str, ...]:
    """The names of the bylines, each once."""
    names = (
        _SPACES.sub(" ", name).strip()
        for block, groups in fields
        if block.kind == "byline"
        for name in _JOIN.split(groups.get("names", ""))
    )
    return tuple(dict.fromkeys(name for name in names if name))


def _by_office(fields: list[tuple[Block, dict[str, str]]], outlets: Iterable[Outlet]) -> Outlet | None:
    """The issuing outlet whose office a byline or a note of release names."""
    named = {groups[key].casefold() for _, groups in fields for key in ("office", "spokesman") if key in groups}
    return next(
        (outlet for outlet in outlets if outlet.issuer and outlet.office and outlet.office.casefold() in named), None
    )
