"""A web page -> its main text and what it says of itself: title, day, authors, address, site.

1. The page is parsed once; a page too large for one article is refused (tree).
2. JSON-LD, meta tags and time stamps give title, days, authors, outlet and address, each with its origin (said).
3. The tree without its scripts gives the main text: what was passed over comes back, what stands there twice and the
   lists of links around the story go; where the page shows too little, JSON-LD may hold the story whole (story).
4. Where the page declares no day, a time stamp near the heading or a search of its markup gives a likely one.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date, timedelta

from readout.records import Basis, Declared, Drop, Source, When
from readout.structure.calendar import stretch


@dataclass(frozen=True, slots=True)
class Page:
    """A page's main text as a source of its own, with what the page declares.

    `published` is the day that the page declares; `likely` one that only stands in the right place, basis "inferred".
    """

    source: Source
    published: When | None = None
    likely: When | None = None


def no_article(where: str, reason: str = "no article in this page") -> Drop:
    """The drop of a page that holds links, forms or a film, and no text of its own."""
    return Drop("structure", where, reason, "save the article's own page, or its text as a .txt file")


def article(source: Source, today: date) -> Page | Drop:
    """The page's main text, with the declared fields that are missing filled in from the page; a Drop without one."""
    # Imported here because lxml and trafilatura take longer to load than all the rest, and only web pages need them.
    from readout.structure.page import said, story, tree  # noqa: PLC0415

    root = tree.parsed(source.text)
    if root is None:
        return no_article(source.where)
    if tree.too_large(root):
        return no_article(source.where, "a page too large for one article")
    given = source.declared
    page = said.by(root, given.url)
    published = None if given.published else _first(page.days, "metadata", today)
    text = story.main_text(root, page.titles, page.body)
    if not text:
        return no_article(source.where, "markup nested too deep" if tree.too_deep(root) else "no article in this page")
    declared = dataclasses.replace(
        given,
        title=given.title or page.title,
        authors=given.authors or page.authors,
        url=given.url or page.url,
        outlet=given.outlet or page.outlet,
    )
    found = dataclasses.replace(source, text=text, declared=_with_origins(declared, given, page.days))
    if published or given.published:
        return Page(found, published)
    return Page(found, None, _first(page.stamps or story.searched_day(root, today), "inferred", today))


def _with_origins(declared: Declared, given: Declared, days: tuple[tuple[date, str], ...]) -> Declared:
    """The declared fields with the origin of those that the page filled in, and with the days that it declares."""
    filled = ("title", "authors", "url", "outlet")
    fresh = tuple((name, "the page") for name in filled if getattr(declared, name) and not getattr(given, name))
    told = tuple((origin, day.isoformat()) for day, origin in days)
    return dataclasses.replace(declared, origins=given.origins + fresh, dates=given.dates + told)


def _first(days: tuple[tuple[date, str], ...], basis: Basis, today: date) -> When | None:
    """The first of the days that is not yet to come, with its origin as reason and the other candidates behind it.

    >>> days = (date(2031, 1, 1), "a meta tag"), (date(2024, 5, 6), "a time stamp")
    >>> _first(days, "metadata", date(2024, 6, 1)).reasons
    ('a time stamp', 'passed over, a day to come: a meta tag')
    """
    # Tomorrow is possible: it is already today further east.
    possible = [(day, origin) for day, origin in days if day <= today + timedelta(days=1)]
    if not possible:
        return None
    chosen, origin = possible[0]
    agree = [f"likewise {other}" for day, other in possible[1:] if day == chosen]
    differ = [f"passed over, {day.isoformat()}: {other}" for day, other in possible[1:] if day != chosen]
    to_come = [f"passed over, a day to come: {other}" for day, other in days if (day, other) not in possible]
    return stretch(chosen, "day", basis, origin, *agree, *differ, *to_come)
