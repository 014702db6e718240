"""What the tests of the web pages share: a client without a network, and what a page is made of."""

import warnings
from dataclasses import dataclass, field
from html.parser import HTMLParser

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of httpx, which the client goes on to use
    from starlette.testclient import TestClient

__all__ = ["Made", "TestClient", "made_of"]


@dataclass
class Made:
    """The elements of a page, its links, the names that can be linked to, and its text."""

    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    text: str = ""

    def values(self, name: str) -> list[str]:
        """All values of an attribute."""
        return [value for _, key, value in self.attributes if key == name]

    @property
    def links(self) -> list[str]:
        """Where the links lead."""
        return [value for tag, key, value in self.attributes if key == "href" and tag == "a"]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.made = Made()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.made.tags.append(tag)
        self.made.attributes += [(tag, key, value or "") for key, value in attrs]

    def handle_data(self, data: str) -> None:
        self.made.text += data


def made_of(page: str) -> Made:
    """What a page is made of, as a browser would read it."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.made
