"""Source -> document: blocks, origin and the day of publication.

1. A web page is reduced to its main text and what it declares (page).
2. The text is cut into blocks: furniture by patterns of the codebook, the rest by its order (blocks); of a transcript
   the turns are found (transcript).
3. Outlet, agency, authors and issuing office are read off the blocks and the declared fields (origin), the mark of a
   later version off the title (version).
4. The day of publication is declared, stamped or inferred with reasons (published), else a page's likely day.
"""

import dataclasses
from datetime import date
from itertools import takewhile

from readout.codebook import Compiled
from readout.records import Block, Document, Drop, Source, When, content_id
from readout.structure.blocks import blocks
from readout.structure.calendar import day_of
from readout.structure.origin import origin
from readout.structure.page import Page, article, no_article
from readout.structure.published import published
from readout.structure.transcript import turns, with_turns
from readout.structure.version import version
from readout.text import plain

__all__ = ["structure"]


def structure(source: Source, rules: Compiled, *, today: date) -> Document | Drop:
    """The document of a source; its text is the source's, letter for letter, but for a web page's main text."""
    page = article(source, today) if source.form == "html" else Page(source)
    if isinstance(page, Drop):
        return page
    found = page.source
    text, declared = found.text, found.declared
    if not text.strip():
        return Drop("structure", found.where, "no text", "give the report's own words in `text`")
    flat = plain(text)
    parts = blocks(flat, rules, declared)
    spoken = turns(flat, parts, rules)
    parts = with_turns(flat, parts, spoken)
    if source.form == "html" and not any(block.kind == "paragraph" for block in parts):
        return no_article(found.where)
    told = origin(declared, flat, parts, rules)
    when = published(declared, flat, parts, rules, today=today, release=told.issuer is not None)
    return Document(
        id=declared.id or content_id("doc", text),
        text=text,
        blocks=parts,
        published=page.published or _or_likely(when, page.likely),
        title=declared.title or _title(text, parts),
        url=declared.url,
        outlet=told.outlet,
        agency=told.agency,
        authors=told.authors,
        issuer=told.issuer,
        office=told.office,
        group=declared.group,
        where=found.where,
        version=version(declared, flat, parts, rules),
        declared=declared,
        turns=spoken,
    )


def _or_likely(when: When, likely: When | None) -> When:
    """The day that the text tells, else a page's likely day, unless it is far from the day that the dateline names."""
    if when.start or likely is None or likely.start is None:
        return when
    named = [day_of(likely.start.year, day.month, day.day) for day in when.candidates]
    if named and not any(day and abs((day - likely.start).days) <= 1 for day in named):
        return dataclasses.replace(when, reasons=(*when.reasons, *(f"passed over: {why}" for why in likely.reasons)))
    return dataclasses.replace(likely, reasons=(*likely.reasons, *when.reasons))


def _title(text: str, parts: tuple[Block, ...]) -> str | None:
    """The headline before the story's first paragraph; of several the first that stands behind a letterhead."""
    above = list(takewhile(lambda block: block.kind != "paragraph", parts))
    heads = [block.end for block in above if block.rule.startswith("letterhead")]
    found = [block for block in above if block.kind == "headline"]
    behind = [block for block in found if heads and block.start > heads[-1]]
    return next((text[block.start : block.end].strip("*# ") for block in (*behind, *found)), None)
