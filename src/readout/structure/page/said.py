"""What a page says of itself in JSON-LD, meta tags, time stamps and headings; every day with the place that names it.

The article's own JSON-LD goes first, then meta tags, then the JSON-LD of the page, then marked time stamps.
"""

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html import unescape
from operator import itemgetter
from typing import Any
from urllib.parse import urljoin, urlsplit

from readout.structure.page.tree import Element, key, spaced, words_of
from readout.structure.published import declared_day

_Node = dict[str, Any]

# Names under which sites give the day of publication in a meta tag, the most careful first.
_DAY_TAGS = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "citation_publication_date", "dc.date.issued",
    "dcterms.issued", "dcterms.date", "dc.date", "dc.date.created", "dcterms.created", "date.available", "date.created",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "published", "pub_date",
    "publication_date", "originalpublicationdate", "article.published", "article.created", "datecreated", "date",
)  # fmt: skip
_AUTHOR_TAGS = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl", "cxenseparse:author",
)  # fmt: skip
_SITE_TAGS = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher")
# Parts of an article's node that tell of other articles, of pictures and films.
_OTHERS = frozenset((
    "itemListElement", "liveBlogUpdate", "citation", "comment", "video", "image", "associatedMedia", "hasPart",
    "mentions", "isBasedOn", "relatedLink", "review", "potentialAction", "breadcrumb", "primaryImageOfPage",
))  # fmt: skip
_ARTICLE = re.compile(r"(?:Article|Posting|Report|OpinionPiece|CreativeWork)$")
_PAGE = re.compile(r"(?:WebPage|ItemPage)$")
# Where JSON-LD is broken, these fields can still be told by their quotes.
_BROKEN_FIELD = re.compile(r'"(headline|datePublished)"\s*:\s*"((?:[^"\\]|\\.){4,300})"')
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&lt;/?[a-zA-Z]")
_NODES = 5000
_SITE_BEHIND = re.compile(r"^(?P<title>.{8,}?)\s*(?:[|–—•·»:：]|\s-|-\s)\s*(?P<site>[^|–—•·»]{2,60})$", re.DOTALL)
_BY = re.compile(r"^(?:by|von|par|por|di|door)\s+(?=\S)", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*(?:[;,&|]|\band\b)\s*")
_BYLINE = re.compile(r"\b(?:byline|author)(?:[-_]*name)?s?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says of itself, the best first; `titles` are all it gives.

    `days` are declared as the day of publication, each with its origin; `stamps` stand where that day usually stands.
    """

    title: str | None
    titles: tuple[str, ...]
    days: tuple[tuple[date, str], ...]
    stamps: tuple[tuple[date, str], ...]
    authors: tuple[str, ...]
    outlet: str | None
    url: str | None
    body: str | None


@dataclass(slots=True)
class _Marks:
    """The elements of a page that tell of it, collected in one walk.

    A time stamp has a rank: 0 marked as the day of publication, 1 below the heading, 2 above it, where menus stand.
    """

    tags: dict[str, list[str]] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    stamps: list[tuple[str, int]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    window: str = ""
    canonical: str | None = None
    base: str | None = None


def by(root: Element, given_url: str | None) -> Said:
    """What a page says of itself; `given_url` is where it was found, for addresses without a host."""
    marks = _marks(root)
    nodes = tuple(_nodes(marks.scripts))
    own = _article_node(nodes)
    url = _address(marks, own, given_url)
    sites = _sites(marks, nodes, given_url or url)
    headline = _text(own.get("headline"))
    return Said(
        title=_title(marks, headline, sites),
        titles=tuple(filter(None, (headline, *marks.tags.get("og:title", ()), *marks.headings[:2], marks.window))),
        days=tuple(dict.fromkeys(_days(marks, nodes, own))),
        stamps=_stamped_day(marks),
        authors=_authors(marks, own, sites),
        outlet=sites[0] if sites and not _is_host(sites[0]) else None,
        url=url,
        body=_body(own),
    )


# ---- collecting ------------------------------------------------------------------------------------------------------
def _marks(root: Element) -> _Marks:
    """One walk over the tree for everything that tells of the page."""
    marks = _Marks()
    for element in root.iter("meta", "link", "script", "time", "h1", "title", "base", "a", "span"):
        _COLLECT[element.tag](marks, element)
    return marks


def _collect_meta(marks: _Marks, element: Element) -> None:
    name = element.get("property") or element.get("name") or element.get("itemprop")
    words = spaced(unescape(element.get("content") or ""))
    if name and words:
        marks.tags.setdefault(name.strip().lower(), []).append(words)


def _collect_link(marks: _Marks, element: Element) -> None:
    address = (element.get("href") or "").strip()
    if address and (element.get("rel") or "").lower() == "canonical":
        marks.canonical = marks.canonical or address


def _collect_script(marks: _Marks, element: Element) -> None:
    if "ld+json" in (element.get("type") or "").lower() and element.text:
        marks.scripts.append(element.text)


def _collect_time(marks: _Marks, element: Element) -> None:
    stamp = (element.get("datetime") or "").strip()
    if stamp:
        named = (element.get("itemprop") or "").lower() == "datepublished" or element.get("pubdate") is not None
        marks.stamps.append((stamp, 0 if named else 1 if marks.headings else 2))


def _collect_heading(marks: _Marks, element: Element) -> None:
    words = words_of(element)
    if words:
        marks.headings.append(words)


def _collect_window(marks: _Marks, element: Element) -> None:
    # A drawing has a title of its own.
    marks.window = marks.window or (words_of(element) if _in_head(element) else "")


def _in_head(element: Element) -> bool:
    around = element.getparent()
    return around is not None and around.tag == "head"


def _collect_base(marks: _Marks, element: Element) -> None:
    marks.base = marks.base or element.get("href")


def _collect_name(marks: _Marks, element: Element) -> None:
    marked = f"{element.get('rel') or ''} {element.get('itemprop') or ''} {element.get('class') or ''}"
    if not marks.names and _BYLINE.search(marked) and 4 <= len(words := words_of(element)) <= 60:
        marks.names.append(words)


_COLLECT = {
    "meta": _collect_meta, "link": _collect_link, "script": _collect_script, "time": _collect_time,
    "h1": _collect_heading, "title": _collect_window, "base": _collect_base, "a": _collect_name, "span": _collect_name,
}  # fmt: skip


# ---- JSON-LD ---------------------------------------------------------------------------------------------------------
def _nodes(scripts: list[str]) -> Iterator[_Node]:
    """The nodes of all JSON-LD of a page, outer ones first; of broken JSON-LD what its quotes tell."""
    queue: deque[Any] = deque()
    for script in scripts:
        try:
            queue.append(json.loads(script.strip().rstrip(";"), strict=False))
        except (ValueError, RecursionError):
            found = _BROKEN_FIELD.findall(script)
            queue.append({"@type": "Article", **dict(reversed(found))} if found else {})
    for _ in range(_NODES):
        if not queue:
            return
        thing = queue.popleft()
        if isinstance(thing, list):
            queue.extend(thing)
        elif isinstance(thing, dict):
            yield thing
            queue.extend(part for name, part in thing.items() if name not in _OTHERS and not isinstance(part, str))


def _article_node(nodes: tuple[_Node, ...]) -> _Node:
    """The node of the article itself: the first with a headline, else with a day, else any; empty if there is none."""
    articles = [node for node in nodes if _is(node, _ARTICLE)]
    with_headline = (node for node in articles if _text(node.get("headline")))
    with_day = (node for node in articles if _text(node.get("datePublished")))
    return next(with_headline, None) or next(with_day, None) or next(iter(articles), {})


def _is(node: _Node, kind: re.Pattern[str]) -> bool:
    types = node.get("@type")
    return any(isinstance(name, str) and kind.search(name) for name in (types if isinstance(types, list) else [types]))


def _body(own: _Node) -> str | None:
    """The article's words in its JSON-LD, a paragraph a line; None where there are none or markup stands among them."""
    words = own.get("articleBody")
    if not isinstance(words, str) or _MARKUP.search(words):
        return None
    return "\n".join(filter(None, map(spaced, unescape(words).split("\n")))) or None


def _text(value: object) -> str | None:
    """A field as words, entities resolved; None for an empty one and for anything but words."""
    if isinstance(value, list):
        value = value[0] if value else None
    return spaced(unescape(value)) or None if isinstance(value, str) else None


# ---- title -----------------------------------------------------------------------------------------------------------
def _title(marks: _Marks, headline: str | None, sites: tuple[str, ...]) -> str | None:
    """The title that the editors gave for sharing, if it is one; else the headline, a heading, the window's title.

    A title for sharing with the site's name behind it was put together by the site's software, often for search
    engines; it counts only where it agrees with the headline.
    """
    told = tuple(filter(None, (headline, *marks.headings)))
    shared = next((title for title in marks.tags.get("og:title", ()) if key(title) not in map(key, sites)), None)
    if shared:
        bare = _without_site(shared, told, sites)
        if bare == shared or key(bare) in map(key, told):
            return bare
    if headline:
        return _without_site(headline, tuple(marks.headings), sites)
    window = _without_site(marks.window, told, sites)
    agreed = next((heading for heading in marks.headings if key(heading) in key(window)), None)
    return agreed or (_without_site(shared, told, sites) if shared else None) or window or next(iter(told), None)


def _without_site(title: str, told: tuple[str, ...], sites: tuple[str, ...]) -> str:
    """A title without the site's name behind it, as a heading tells it or as the name itself is known."""
    for other in told:
        rest = title.removeprefix(other)
        if len(other) >= 12 and rest != title and re.match(r"\s*[|–—•·»:：-]\s*\S", rest):
            return other
    match = _SITE_BEHIND.match(title)
    if match and any(_same_site(match["site"], site) for site in sites):
        return match["title"].strip()
    return title


def _same_site(words: str, site: str) -> bool:
    """Whether words name a site: "The Fjord Post Online" and "Fjord Post", or its host "fjordpost".

    >>> _same_site("The Fjord Post Online", "Fjord Post"), _same_site("Envoys leave", "Fjord Post")
    (True, False)
    """
    one, other = key(words), key(site)
    return min(len(one), len(other)) >= 3 and (one in other or other in one)


# ---- day -------------------------------------------------------------------------------------------------------------
def _days(marks: _Marks, nodes: tuple[_Node, ...], own: _Node) -> Iterator[tuple[date, str]]:
    """The days that a page names as its own, each with the place that names it, best first."""
    for words, origin in _named_days(marks, nodes, own):
        day = _day(words)
        if day:
            yield day, f"{origin} says {words[:40]}"


def _named_days(marks: _Marks, nodes: tuple[_Node, ...], own: _Node) -> Iterator[tuple[str, str]]:
    for name in ("datePublished", "dateCreated", "uploadDate"):
        words = _text(own.get(name))
        if words:
            yield words, f"{name} of the page's JSON-LD"
    for tag in _DAY_TAGS:
        for words in marks.tags.get(tag, ())[:1]:
            yield words, f"{tag} of the page's meta tags"
    for node in nodes:
        words = _text(node.get("datePublished")) if _is(node, _PAGE) else None
        if words:
            yield words, "datePublished of the web page in JSON-LD"
    for stamp, rank in marks.stamps:
        if rank == 0:
            yield stamp, "the time stamp marked as publication"


def _stamped_day(marks: _Marks) -> tuple[tuple[date, str], ...]:
    """The day of the first time stamp below the heading, else of the first above it."""
    if not marks.stamps:
        return ()
    stamp, rank = min(marks.stamps, key=itemgetter(1))
    day = _day(stamp)
    place = "below" if rank < 2 else "above"
    return ((day, f"the first time stamp {place} the heading says {stamp[:40]}"),) if day else ()


def _day(words: str) -> date | None:
    """The calendar day of a declared time as written there; seconds since 1970 count in UTC.

    >>> _day("1762590240000"), _day("2025-11-08T23:30:00-05:00")
    (datetime.date(2025, 11, 8), datetime.date(2025, 11, 8))
    """
    if words.isascii() and words.isdigit() and len(words) in {10, 13}:
        seconds = int(words) // (1000 if len(words) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC).date()
    return declared_day(words)


# ---- authors, site, address ------------------------------------------------------------------------------------------
def _authors(marks: _Marks, own: _Node, sites: tuple[str, ...]) -> tuple[str, ...]:
    """The authors' names of the JSON-LD, else of a meta tag, else of what is marked as byline; each once.

    A field that names only the site itself, or an abbreviation of its software, waits for one that names people.
    """
    declared = own.get("author") or own.get("creator")
    listed = declared if isinstance(declared, list) else [declared]
    named = (_text(one.get("name")) if isinstance(one, dict) else _text(one) for one in listed)
    tagged = (words for tag in _AUTHOR_TAGS for words in marks.tags.get(tag, ()))
    fields = [_each_name(words) for words in (filter(None, named), tagged, marks.names)]
    people = [names for names in fields if any(" " in name and not _names_site(name, sites) for name in names)]
    return next((names for names in (*people, *fields) if names), ())


def _each_name(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in words for name in _names(one)))


def _names_site(name: str, sites: tuple[str, ...]) -> bool:
    return any(_same_site(name, site) for site in sites)


def _names(words: str) -> Iterator[str]:
    """The names in an author's field: "By A. Roe and B. Doe" has two, an address none."""
    bare = _BY.sub("", spaced(words))
    if not bare or len(bare) > 120 or "://" in bare or bare.startswith(("@", "www.")):
        return
    parts = [part for part in _BETWEEN_NAMES.split(bare) if part]
    yield from parts if all(2 <= len(part.split()) <= 4 for part in parts) else [bare]


def _sites(marks: _Marks, nodes: tuple[_Node, ...], url: str | None) -> tuple[str, ...]:
    """The names of the site, its own first: of meta tags, of the publisher in JSON-LD, its host last."""
    publishers = (node["publisher"] for node in nodes if node.get("publisher"))
    named = (_text(one.get("name")) if isinstance(one, dict) else _text(one) for one in publishers)
    tagged = (words for tag in _SITE_TAGS for words in marks.tags.get(tag, ()))
    host = (urlsplit(url).hostname or "") if url else ""
    return tuple(dict.fromkeys(name for name in (*tagged, *named, *_labels(host)) if name and "://" not in name))


def _labels(host: str) -> tuple[str, ...]:
    """The label of a host that names its owner: "www.fjordpost.co.uk" -> "fjordpost.co.uk" without its ending."""
    labels = [label for label in host.lower().split(".") if label not in {"www", "m", "edition", "en", "news"}]
    return (f"{max(labels[:-1], key=len)}.",) if len(labels) > 1 else ()


def _is_host(site: str) -> bool:
    return site.endswith(".")


def _address(marks: _Marks, own: _Node, given_url: str | None) -> str | None:
    """The canonical address, whole: of the link, of the meta tags, of the JSON-LD."""
    base = given_url or marks.base or next(iter(marks.tags.get("og:url", ())), "")
    main = own.get("mainEntityOfPage")
    entity = main.get("@id") if isinstance(main, dict) else main
    for address in (marks.canonical, *marks.tags.get("og:url", ()), _text(own.get("url")), _text(entity)):
        whole = _joined(base, address) if address else None
        if whole:
            return whole
    return None


def _joined(base: str, address: str) -> str | None:
    """A whole web address, or None if the two make none."""
    try:
        whole = urljoin(base, address)
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if parts.scheme in {"http", "https"} and parts.netloc else None
