"""The XML of news agencies, NITF and NewsML-G2 -> a source an item, with headline, byline, day and provider.

An item's words are the markup of its content, taken off like a page fragment's; its dateline stands above them.
"""

from collections.abc import Iterator
from typing import Any

from readout.read import texts
from readout.records import Declared, Drop, Source

ROOTS = frozenset((b"nitf", b"newsItem", b"newsMessage", b"packageItem"))


def items(data: bytes, where: str) -> Iterator[Source | Drop]:
    """One source for each item with words in it."""
    # Imported here because it is large and only this format needs it.
    from lxml import etree  # noqa: PLC0415

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield texts.drop(where, f"XML that cannot be read: {str(error)[:120]}", "fetch the file again")
        return
    found = list(root.iter("{*}newsItem")) or [root]
    for number, item in enumerate(found, 1):
        yield _item(item, where if len(found) == 1 else f"{where}#{number}")


def _item(item: Any, where: str) -> Source | Drop:  # noqa: ANN401 - lxml has no types
    """The source of one item; the fields of NewsML-G2 go before those of the NITF in it."""
    # Imported here because it is large and only this format needs it.
    from lxml import etree  # noqa: PLC0415

    holders = ("body.content", "body", "inlineXML", "inlineData")
    content = next((one for name in holders for one in item.iter(f"{{*}}{name}")), None)
    words = "" if content is None else texts.flat(etree.tostring(content, encoding="unicode", with_tail=False))
    if not words:
        return texts.drop(where, "an item without text", "pictures, packages and alerts hold none")
    dateline = _words(item, "dateline")
    people = tuple(name for name in (_words(one, None) for one in item.iter("{*}by", "{*}byline")) if name)
    stamps = (("versionCreated", None), ("firstCreated", None), ("date.issue", "norm"), ("date.release", "norm"))
    dates = tuple((name, day) for name, key in stamps if (day := _words(item, name, key)))
    declared = texts.declare(
        Declared(authors=people[:1], dates=dates),
        ("id", "guid", item.get("guid")),
        ("title", "headline", _words(item, "headline")),
        ("title", "hl1", _words(item, "hl1")),
        ("title", "title", _words(item, "title")),
        *(("published", name, day) for name, day in dates),
        ("outlet", "provider", _words(item, "provider") or _words(item, "provider", "literal")),
        ("outlet", "distributor", _words(item, "distributor")),
        ("language", "language", _words(item, "language", "tag")),
    )
    return Source(where, "text", (f"{dateline}\n\n" if dateline else "") + words.replace("\0", " ") + "\n", declared)


def _words(item: Any, name: str | None, key: str | None = None) -> str | None:  # noqa: ANN401 - lxml has no types
    """The words, or the attribute `key`, of the first element of this name that has any; None: the item's own."""
    for element in item.iter(f"{{*}}{name}") if name else (item,):
        found = element.get(key) if key else " ".join("".join(element.itertext()).split())
        if found:
            return str(found)
    return None
