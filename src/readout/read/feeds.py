"""Saved RSS and Atom feeds -> a source an entry, with the address, day and author that the feed gives it."""

import io
import re
from collections.abc import Iterator
from typing import Any

from readout.read import texts
from readout.records import Declared, Drop, Source

# A feed of this size holds thousands of entries; its fallback for broken markup is slow beyond it.
_LARGEST = 5 * 1024 * 1024
_ROOT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<(?P<name>[\w:.-]+)",
    re.DOTALL,
)
_FEED_ROOTS = frozenset((b"rss", b"feed", b"rdf:RDF", b"atom:feed"))


def root_of(head: bytes) -> bytes | None:
    """The first element of an XML file; None where none comes early.

    >>> root_of(b'<?xml version="1.0"?><rss version="2.0">')
    b'rss'
    """
    match = _ROOT.match(head)
    return match.group("name") if match else None


def is_feed(head: bytes) -> bool:
    """Whether a file begins as a feed does."""
    return root_of(head) in _FEED_ROOTS


def entries(data: bytes, where: str, declared: Declared = texts.NOTHING) -> Iterator[Source | Drop]:
    """One source for each entry with words in it; `declared` says where and when the feed itself was fetched."""
    try:
        # Imported here because it is optional and only this format needs it.
        import feedparser  # noqa: PLC0415
    except ImportError:
        yield texts.missing(where, "RSS and Atom")
        return
    if not is_feed(data[:20_000]):
        root = (root_of(data[:20_000]) or b"nothing").decode("utf-8", "replace")[:40]
        yield texts.drop(where, f"XML that is no feed: it begins with {root}", "give pages, feeds, tables or texts")
        return
    if len(data) > _LARGEST:
        yield texts.drop(where, f"a feed larger than {_LARGEST // 1024 // 1024} MB", "split it")
        return
    try:
        feed: Any = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # noqa: BLE001 - broken markup makes this library raise anything
        yield texts.drop(where, f"not a feed that can be read: {type(error).__name__}: {error}", "save the feed again")
        return
    for number, entry in enumerate(feed.entries, 1):
        yield _entry(entry, feed.feed, f"{where}#{number}", declared)
    if not feed.entries:
        yield texts.drop(where, "a feed without entries", "save the feed again, or give the pages")
    elif feed.bozo and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
        fault = str(feed.bozo_exception)[:200]
        yield texts.drop(
            where, f"broken markup: {fault}", "its entries were read as far as they go; save the feed again"
        )


def _entry(entry: Any, feed: Any, place: str, outer: Declared) -> Source | Drop:  # noqa: ANN401 - feedparser has no types
    """The source of one entry: the longest of what it holds, with its markup taken off."""
    bodies = [part.get("value") or "" for part in entry.get("content", [])]
    body = max([*bodies, entry.get("summary") or ""], key=len)
    words = texts.flat(body) if texts.is_fragment(body) or "&" in body else body.strip()
    if not words:
        name = (entry.get("title") or entry.get("link") or "")[:80]
        return texts.drop(place, f"an entry without text: {name!r}", "save the entry's own page")
    people = [author.get("name") for author in entry.get("authors", [])] or [entry.get("author")]
    source = entry.get("source") or {}
    # Asked for "updated" where there is none, the library gives "published" and a warning.
    stamps = {name: entry[name] for name in ("published", "updated", "created") if name in entry.keys()}  # noqa: SIM118
    declared = texts.declare(
        Declared(
            authors=tuple(name for name in people if name),
            dates=tuple((name, value) for name, value in stamps.items() if value),
        ),
        ("url", "entry link", entry.get("link")),
        ("title", "entry title", texts.flat(entry.get("title") or "")),
        ("published", "entry published", stamps.get("published")),
        ("published", "entry updated", stamps.get("updated")),
        ("outlet", "entry source", source.get("title")),
        ("outlet", "feed title", feed.get("title")),
        ("language", "feed language", feed.get("language")),
        ("retrieved", "retrieval of the feed", outer.retrieved),
    )
    return Source(place, "text", words.replace("\0", " ") + "\n", declared)
