"""The address of every page, in one place: what a link says is what a route understands."""

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from readout.records import Evidence
from readout.views.web.marked import anchor_of


def of(kind: str, id_: str) -> str:
    """The page of one record.

    >>> of("document", "a/b c")
    '/document/a%2Fb%20c'
    """
    return f"/{kind}/{quote(id_, safe='')}"


def place(evidence: Evidence) -> str:
    """The page of a document at the words of a piece of evidence.

    >>> place(Evidence("doc-1", 12, 80, "", ""))
    '/document/doc-1#s-12-80'
    """
    return f"{of('document', evidence.document)}#{anchor_of(evidence.start, evidence.end)}"


def words(document: str, start: int, end: int) -> str:
    """The page of a document at a place that is no finding of ours: the page is told to mark it."""
    return f"{of('document', document)}?at={start}-{end}#{anchor_of(start, end)}"


def dyad(one: str, other: str) -> str:
    """The page of two parties, the same for either order.

    >>> dyad("NOR", "KAZ")
    '/dyad/KAZ/NOR'
    """
    first, second = sorted((one, other))
    return f"/dyad/{quote(first, safe='')}/{quote(second, safe='')}"


def asked(path: str, items: Iterable[tuple[str, str | None]]) -> str:
    """A page with what is asked of it; what is empty is left out, so that one view has one address.

    >>> asked("/contacts", [("state", "NOR"), ("mode", ""), ("since", None)])
    '/contacts?state=NOR'
    """
    given = [(name, value) for name, value in items if value]
    return path + ("?" + urlencode(given) if given else "")


def web(url: str | None) -> str | None:
    """An address out of a document, if it leads to the web: no other scheme gets a link."""
    safe = (
        url is not None and url.startswith(("https://", "http://")) and not any(c.isspace() or c in '<>"' for c in url)
    )
    return url if safe else None
