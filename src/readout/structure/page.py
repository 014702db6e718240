"""A web page -> its main text and what it declares: title, day, authors, address, site."""

import dataclasses
from typing import Any

from readout.records import Drop, Source


def no_article(where: str) -> Drop:
    """The drop of a page that holds links, forms or a film, and no text of its own."""
    return Drop(
        "structure", where, "no article in this page", "save the article's own page, or its text as a .txt file"
    )


def article(source: Source) -> Source | Drop:
    """The page's main text as a source of its own, with declared fields filled in; a Drop if it has no article."""
    # Imported here because it takes longer to load than everything else together, and only web pages need it.
    from trafilatura import bare_extraction  # noqa: PLC0415

    found = bare_extraction(source.text, url=source.declared.url, with_metadata=True, include_comments=False)
    page: dict[str, Any] = found if isinstance(found, dict) else found.as_dict() if found else {}
    text = (page.get("text") or "").strip()
    if not text:
        return no_article(source.where)
    given = source.declared
    declared = dataclasses.replace(
        given,
        title=given.title or page.get("title"),
        published=given.published or page.get("date"),
        authors=given.authors or tuple(name.strip() for name in (page.get("author") or "").split(";") if name.strip()),
        url=given.url or page.get("url"),
        outlet=given.outlet or page.get("sitename"),
    )
    return dataclasses.replace(source, text=text, declared=declared)
