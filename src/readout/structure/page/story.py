"""The main text of a page: what trafilatura finds, completed and cleaned by what the tree itself shows."""

import logging
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from htmldate import find_date
from lxml import etree
from trafilatura import bare_extraction
from trafilatura.settings import Document

from readout.structure.page.tree import Element, key, words_of
from readout.structure.published import declared_day

# A page without an article is a Drop of ours, with its reason; trafilatura's own remark on it would go to the terminal.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

_SCRIPTS = ("script", "style")
# What is as long as this is a paragraph of prose; nothing shorter counts as repeated.
_PROSE = 60
_STOPS = (".", "!", "?", ".”", "?”", "!”", '."', '?"', "。")
# With more paragraphs than this a page is an archive of long texts; nothing in it is looked for again.
_MANY = 2000
# How many lines of the head may stand before the repeated title.
_HEAD = 6
# A label before a link, "Read more: ..."; and how many words make a link a headline rather than a name or an address.
_LABEL = re.compile(r"[^:|]{2,40}[:|]\s+(?=\S)")
_HEADLINE_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph of the page: its words, their key, how it is made, and the share of its letters in links."""

    words: str
    key: str
    make: tuple[str, ...]
    linked: float


def searched_day(root: Element, today: date) -> tuple[tuple[date, str], ...]:
    """The day that htmldate finds in markup and words of a page without scripts; nothing where it finds none."""
    found = find_date(root, extensive_search=False, original_date=True, max_date=today.isoformat())
    day = declared_day(found) if found else None
    return ((day, f"htmldate finds {found} in the page's markup"),) if day else ()


def main_text(root: Element, titles: tuple[str, ...], body: str | None) -> str:
    """The story's lines; empty if there is none. The tree loses its scripts.

    `body` is the text that JSON-LD repeats; it is taken where the page itself shows less than half of it.
    """
    etree.strip_elements(root, *_SCRIPTS, with_tail=False)
    found = bare_extraction(root, fast=True, favor_recall=True, include_comments=False)
    text = found.text if isinstance(found, Document) else None
    lines = [line.strip() for line in (text or "").split("\n")]
    lines = _completed([line for line in lines if line], root)
    lines = _without_title(lines, titles)
    shown = "\n".join(_without_links(_once(lines), root))
    return body if body and len(shown) < len(body) / 2 else shown


# ---- what was passed over --------------------------------------------------------------------------------------------
def _completed(lines: list[str], root: Element) -> list[str]:
    """The lines with the paragraphs between and behind them that are made as they are."""
    paragraphs = [_paragraph(element) for element in root.iter("p")]
    if len(paragraphs) > _MANY:
        return lines
    whole, ends = _joined(lines)
    makes: Counter[tuple[str, ...]] = Counter()
    missing: list[tuple[int, _Paragraph]] = []
    last = 0
    for paragraph in paragraphs:
        at = _place(paragraph.key, whole)
        if at is not None:
            makes[paragraph.make] += len(paragraph.words) >= _PROSE
            last = max(last, at)
        elif last and _is_prose(paragraph):
            missing.append((bisect_right(ends, last), paragraph))
    behind: dict[int, list[str]] = {}
    for place, paragraph in missing:
        if makes[paragraph.make] >= 3:
            behind.setdefault(place, []).append(paragraph.words)
    return [line for place, own in enumerate(lines) for line in (own, *behind.get(place, ()))]


def _is_prose(paragraph: _Paragraph) -> bool:
    """Whether a paragraph is a sentence of a story rather than a button, a label or a link."""
    words = paragraph.words
    return paragraph.linked < 0.4 and (len(words) >= _PROSE or (len(words) >= 20 and words.endswith(_STOPS)))


def _joined(lines: list[str]) -> tuple[str, list[int]]:
    """All lines as one key, and where in it each of them ends."""
    keys = [key(line) for line in lines]
    return "".join(keys), list(accumulate(map(len, keys)))


def _place(words: str, whole: str) -> int | None:
    """Where a paragraph's beginning or end stands in the text; None if neither does."""
    if not words:
        return None
    at = max(whole.find(words[:40]), whole.find(words[-40:]))
    return at if at >= 0 else None


def _paragraph(element: Element) -> _Paragraph:
    words = words_of(element)
    linked = sum(len(words_of(link)) for link in element.iter("a"))
    return _Paragraph(words, key(words), _make(element), linked / max(1, len(words)))


def _make(element: Element) -> tuple[str, ...]:
    """Tags and classes of a paragraph and of the three elements around it."""
    steps = [element, *list(element.iterancestors())[:3]]
    return tuple(f"{step.tag}.{step.get('class') or ''}" for step in steps)


# ---- what stands there twice -----------------------------------------------------------------------------------------
def _without_title(lines: list[str], titles: tuple[str, ...]) -> list[str]:
    """The lines without the title at their head and the scraps before it."""
    keys = {key(title) for title in titles}
    for place, line in enumerate(lines[:_HEAD]):
        if key(line) in keys:
            return lines[place + 1 :]
        if len(line) >= _PROSE:
            break
    return lines


def _once(lines: list[str]) -> list[str]:
    """The lines, each paragraph once: some pages print their story twice."""
    seen: set[str] = set()
    kept = []
    for line in lines:
        same = key(line) if len(line) >= _PROSE else ""
        if same not in seen:
            kept.append(line)
        if same:
            seen.add(same)
    return kept


def _without_links(lines: list[str], root: Element) -> list[str]:
    """The lines without headlines of other stories: what is nothing but a link, where no story has such lines.

    That is in a list, behind a label ("Read more: ..."), in a row before the first paragraph, and behind the last.
    """
    links = {key(words_of(link)) for link in root.iter("a")}
    prose = [place for place, line in enumerate(lines) if len(line) >= _PROSE and key(line) not in links]
    first, last = (prose[0], prose[-1]) if prose else (0, len(lines))
    ahead = sum(key(line) in links for line in lines[:first])
    return [
        line
        for place, line in enumerate(lines)
        if not (
            (_is_listed(line) and _links_headline(line, links))
            or _is_labelled(line, links)
            or (place < first and ahead > 1 and key(line) in links)
            or (place > last and key(line) in links)
        )
    ]


def _is_listed(line: str) -> bool:
    return line.startswith("- ")


def _links_headline(words: str, links: set[str]) -> bool:
    """Whether words are those of a link and long enough for a headline."""
    return len(words.split()) > _HEADLINE_WORDS and key(words) in links


def _is_labelled(line: str, links: set[str]) -> bool:
    """Whether a line is a short label and a headline that is a link: "Related: ..."."""
    label = _LABEL.match(line)
    return label is not None and _links_headline(line[label.end() :], links)
