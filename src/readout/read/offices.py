"""Releases in PDF and Word -> a source of their text, a paragraph a line.

PDF keeps lines, not paragraphs: lines are joined where they run on, page numbers taken out. Word keeps paragraphs; its
letterhead stands first, what was struck out is left out. Days that these files give for themselves are days of writing
or printing, so they are kept apart from the day of publication.
"""

import io
import logging
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from readout.read import texts
from readout.records import Declared, Drop, Source

_MOST_PAGES = 500
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-–—]\s*)?(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?(?:\s*[-–—])?\s*", re.IGNORECASE
)
_ENDS = re.compile(r"[.!?:;][\"'”’»)\]]*\s*\Z|[#*_]\s*\Z")
_LIST_ITEM = re.compile(r"\s*(?:[•●▪–—*]\s|\d{1,2}[.)]\s|\(?[a-z][.)]\s)")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


# ---- PDF -------------------------------------------------------------------------------------------------------------
def pdf(data: bytes, where: str, declared: Declared = texts.NOTHING) -> Source | Drop:
    """The text of a PDF."""
    try:
        # Imported here because it is optional and only this format needs it.
        from pypdf import PdfReader  # noqa: PLC0415
    except ImportError:
        return texts.missing(where, "PDF")
    # It warns of each flaw of each file on the terminal; what matters comes as a drop.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return texts.drop(where, "a PDF that is locked with a password", "save it without the password")
        if len(reader.pages) > _MOST_PAGES:
            return texts.drop(where, f"a PDF of more than {_MOST_PAGES} pages", "save the pages that matter")
        pages = [page.extract_text() for page in reader.pages]
        said = reader.metadata
        dates = tuple((name[1:], str(said[name])) for name in ("/CreationDate", "/ModDate") if said and said.get(name))
    except Exception as error:  # noqa: BLE001 - damage in a PDF makes this library raise anything
        reason = f"a PDF that cannot be read: {type(error).__name__}: {str(error)[:120]}"
        return texts.drop(where, reason, "open it and save it again, or save its text as .txt")
    return _source(_joined(pages), where, declared, dates)


def _joined(pages: list[str]) -> str:
    """The paragraphs of all pages: page numbers off, lines that run on joined."""
    lines = [line for page in pages for line in _body_lines(page)]
    width = _usual_width(lines)
    paragraphs: list[str] = []
    fresh = True
    for line, (before, _) in zip(lines, pairwise(["", *lines]), strict=False):
        fresh = fresh or _begins(before, line, width)
        if not line.strip():
            fresh = True
        elif fresh or not paragraphs:
            paragraphs.append(line.strip())
            fresh = False
        else:
            paragraphs[-1] = _continued(paragraphs[-1], line.strip())
    return "\n\n".join(paragraphs)


def _body_lines(page: str) -> list[str]:
    """The lines of a page without the number at its head or foot."""
    lines = page.replace("\0", " ").splitlines()
    for at in (0, -1):
        while lines and (not lines[at].strip() or _PAGE_NUMBER.fullmatch(lines[at])):
            lines.pop(at)
    return lines


def _usual_width(lines: list[str]) -> int:
    """How long a full line is: nine in ten are no longer."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _begins(before: str, line: str, width: int) -> bool:
    """Whether a line begins a paragraph: the one before is short or closes a sentence early, or this one is an item."""
    length = len(before.rstrip())
    return bool(
        _LIST_ITEM.match(line)
        or length < 0.6 * width
        or (_ENDS.search(before) and length < 0.85 * width)
        or (before.isupper() and not line.isupper())
    )


def _continued(paragraph: str, line: str) -> str:
    """A paragraph with its next line.

    >>> _continued("The two sides reaf-", "firmed the treaty."), _continued("a long-", "Term plan")
    ('The two sides reaffirmed the treaty.', 'a long-Term plan')
    """
    if re.search(r"[a-z]-\Z", paragraph) and line[:1].islower():
        return paragraph[:-1] + line
    return paragraph + line if paragraph.endswith("-") else f"{paragraph} {line}"


# ---- Word ------------------------------------------------------------------------------------------------------------
def docx(data: bytes, where: str, declared: Declared = texts.NOTHING) -> Source | Drop:
    """The text of a Word document."""
    # Imported here because it is large and only this format needs it.
    from lxml import etree  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
            if "word/document.xml" not in names:
                return texts.drop(where, "not a Word document: it has no text part", "save its text as .txt")
            heads = sorted(name for name in names if re.fullmatch(r"word/header\d*\.xml", name))[:3]
            parts = [list(_paragraphs(_part(archive, name))) for name in (*heads, "word/document.xml")]
            dates = _dates(_part(archive, "docProps/core.xml")) if "docProps/core.xml" in names else ()
    except _TooLarge as error:
        return texts.drop(where, f"{error} unpacks to more than any report", "save its text as .txt")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, etree.XMLSyntaxError, RuntimeError) as error:
        reason = f"a Word document that cannot be read: {str(error)[:120]}"
        return texts.drop(where, reason, "open it and save it again, or save its text as .txt")
    except (NotImplementedError, ValueError, OverflowError) as error:
        reason = f"a Word document that cannot be unpacked: {str(error)[:120]}"
        return texts.drop(where, reason, "open it and save it again, or save its text as .txt")
    letterhead = dict.fromkeys(line for head in parts[:-1] for line in head if not _PAGE_NUMBER.fullmatch(line))
    words = "\n\n".join([*letterhead, *parts[-1]])
    return _source(words, where, declared, dates)


class _TooLarge(Exception):
    """A part of an archive that unpacks to more than any report."""


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One file of an archive; no more of it is unpacked than a report may have."""
    with archive.open(name) as handle:
        data = handle.read(texts.LIMIT + 1)
    if len(data) > texts.LIMIT:
        raise _TooLarge(name)
    return data


def _paragraphs(data: bytes) -> Iterator[str]:
    """The paragraphs of a part, in the order in which they end; struck-out words and doubles of drawings left out."""
    # Imported here because it is large and only this format needs it.
    from lxml import etree  # noqa: PLC0415

    stack: list[list[str]] = []
    skipped = 0
    watched = ("start", "end")
    for event, element in etree.iterparse(
        io.BytesIO(data), events=watched, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    ):
        if element.tag in (f"{_WORD}del", _FALLBACK):
            skipped += 1 if event == "start" else -1
        elif event == "start" and element.tag == f"{_WORD}p":
            stack.append([])
        elif event == "end" and stack:
            if element.tag == f"{_WORD}p":
                words = re.sub(r"[ \t]+", " ", "".join(stack.pop())).strip()
                if words:
                    yield words
                element.clear()
            elif not skipped:
                stack[-1].append(_run(element.tag, element.text))


def _run(tag: object, words: str | None) -> str:
    """What an element of a run adds to its paragraph."""
    if tag == f"{_WORD}t":
        return words or ""
    if tag in (f"{_WORD}tab", f"{_WORD}cr"):
        return " "
    return {f"{_WORD}br": "\n", f"{_WORD}noBreakHyphen": "-"}.get(str(tag), "")


def _dates(core: bytes) -> tuple[tuple[str, str], ...]:
    """When a document says that it was made and changed."""
    found = re.finditer(rb"<dcterms:(created|modified)\b[^<>]*>([^<>]{4,40})<", core)
    return tuple((match.group(1).decode(), match.group(2).decode("utf-8", "replace")) for match in found)


def _source(words: str, where: str, declared: Declared, dates: tuple[tuple[str, str], ...]) -> Source | Drop:
    """The text as a source, or a drop if there is none."""
    if not words.strip():
        return texts.drop(where, "a document without text", "if it was scanned, run OCR on it; else give its text")
    if len(words) > texts.LIMIT:
        return texts.too_large(where)
    clean = re.sub("[\ud800-\udfff\0]", "\ufffd", words)
    return Source(where, "text", clean + "\n", replace(declared, dates=declared.dates + dates))
