"""Search: the documents that hold all the words, the found words marked, and what the hits divide into."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from readout.records import Span
from readout.store import DocumentFilter
from readout.store.queries import Facet as Counted
from readout.store.queries import Hit
from readout.views.export import Json
from readout.views.web import address
from readout.views.web.asked import WHOLE, Asked
from readout.views.web.desk import Desk
from readout.views.web.marked import visible
from readout.views.web.page import Table
from readout.views.web.pages.lists import Choice, Facet
from readout.views.web.pages.rows import shown, title

PAGE = 20
_COLUMNS = ("document", "day", "title", "outlet", "agency", "issuer", "kind", "copies", "start", "end", "words")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a found text; `href` leads to a found word in the document, and is empty for what lies between."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Result:
    """A document that holds the words."""

    title: str
    href: str
    facts: str
    parts: tuple[Part, ...]
    family: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The view of a search."""

    title: str
    words: str
    counted: str
    results: tuple[Result, ...]
    facets: tuple[Facet, ...]
    chosen: tuple[tuple[str, str], ...]
    first: str | None
    next: str | None
    next_json: str | None
    token: str | None
    hits: tuple[Hit, ...]
    total: int
    exact: bool
    template: str = "search.html"

    def table(self) -> Table:
        """One row for each document with the stretch of its text."""
        return Table(_COLUMNS, tuple(
            (
                hit.head.document, hit.head.day, hit.head.title, hit.head.outlet, hit.head.agency, hit.head.issuer,
                hit.head.kind, hit.head.copies, hit.snippet.start, hit.snippet.end, hit.words,
            )
            for hit in self.hits
        ))  # fmt: skip

    def data(self) -> Json:
        """The hits with the places of the found words, counted in characters of the documents' texts."""
        table = self.table()
        lines = [dict(zip(table.header, row, strict=True)) for row in table.rows]
        marks = [[[mark.start, mark.end] for mark in hit.marks] for hit in self.hits]
        return {
            "words": self.words, "total": self.total, "exact": self.exact, "next": self.next_json,
            "hits": [line | {"marks": places} for line, places in zip(lines, marks, strict=True)],
        }  # fmt: skip


def page(desk: Desk, asked: Asked) -> SearchPage:
    """The documents for the words of `q`, narrowed by outlet, agency, kind and year."""
    words = asked.one("q") or ""
    wanted = DocumentFilter(
        outlet=asked.one("outlet"), agency=asked.one("agency"), kind=asked.one("kind"), year=asked.one("year"),
        since=asked.day("since"), until=asked.day("until"), folded=asked.one("copies") == "once",
    )  # fmt: skip
    found = desk.held.search(words, wanted, limit=WHOLE if asked.whole else PAGE, after=asked.one("after"))
    listing = found.listing
    following = asked.after(listing.next) if listing.next else None
    number = f"{listing.total:,} {'document' if listing.total == 1 else 'documents'}"
    once = asked.one("copies") == "once"
    copies = Facet("Copies", (
        Choice("every text", asked.having("copies", None).address, None, not once),
        Choice("one of each family", asked.having("copies", "once").address, None, once),
    ))  # fmt: skip
    groups = (
        ("Kind", "kind", found.facets.kind), ("Year", "year", found.facets.year),
        ("Outlet", "outlet", found.facets.outlet), ("Agency", "agency", found.facets.agency),
    )  # fmt: skip
    facets = (*(_facet(title, name, values, asked) for title, name, values in groups), copies)
    return SearchPage(
        title=f"“{words}”" if words else "Search",
        words=words,
        counted=number if listing.exact else f"more than {number}",
        results=tuple(_result(hit) for hit in listing.rows),
        facets=tuple(facet for facet in facets if facet.choices) if words else (),
        chosen=tuple(
            (f"{name}: {value}", asked.without(name, value).address)
            for name, value in asked.pairs
            if name not in {"after", "q", "copies"}
        ),
        first=asked.having("after", None).address if asked.one("after") else None,
        next=following.address if following else None,
        next_json=following.json if following else None,
        token=listing.next,
        hits=listing.rows,
        total=listing.total,
        exact=listing.exact,
    )


def _facet(title: str, name: str, values: Iterable[Counted], asked: Asked) -> Facet:
    held = asked.one(name)
    return Facet(title, tuple(
        Choice(facet.value, asked.having(name, None if held == facet.value else facet.value).address, facet.count,
               held == facet.value)
        for facet in values
        if facet.value
    ))  # fmt: skip


def _result(hit: Hit) -> Result:
    head = hit.head
    facts = " · ".join(filter(None, (shown(head.day) or "day not known", head.outlet or head.agency, head.kind)))
    href = address.of("document", head.document)
    family = (address.of("family", head.family), head.copies) if head.copies > 1 and head.family else None
    return Result(title(head), href, facts, tuple(_parts(hit)), family)


def _parts(hit: Hit) -> Iterable[Part]:
    """The stretch cut at the found words; each of them leads to its own place."""
    at = hit.snippet.start
    if at:
        yield Part("… ", "")
    for mark in hit.marks:
        yield Part(visible(_of(hit, Span(at, mark.start))), "")
        yield Part(visible(_of(hit, mark)), address.words(hit.head.document, mark.start, mark.end))
        at = mark.end
    yield Part(visible(_of(hit, Span(at, hit.snippet.end))) + " …", "")


def _of(hit: Hit, span: Span) -> str:
    """Characters of the stretch, by their count in the text."""
    moved = replace(span, start=span.start - hit.snippet.start, end=span.end - hit.snippet.start)
    return moved.of(hit.words)
