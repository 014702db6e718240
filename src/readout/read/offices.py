"""Releases in PDF, Word and OpenDocument -> a source of their text, a paragraph a line.

PDF keeps lines, not paragraphs: lines are joined where they run on, page numbers and the lines that each page repeats
taken out. Word keeps paragraphs; its letterhead stands first, its notes last; what was struck out, moved away or hidden
is left out. Days that these files give for themselves are days of writing or printing, so they are kept apart from the
day of publication.
"""

import io
import logging
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

from readout.read import texts
from readout.records import Declared, Drop, Source

_MOST_PAGES = 500
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-–—]\s*)?(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?(?:\s*[-–—])?\s*", re.IGNORECASE
)
_ENDS = re.compile(r"[.!?:;][\"'”’»)\]]*\s*\Z|[#*_]\s*\Z")
_LIST_ITEM = re.compile(r"\s*(?:[•●▪–—*]\s|\d{1,2}[.)]\s|\d{1,2}(?:\.\d{1,2})+\.?\s+(?=[A-Z])|\(?[a-z][.)]\s)")
# A document of so few pages shows no habit; so many lines at the head or foot of a page may be one.
_FEW_PAGES = 3
_MARGIN = 3
_LIGATURES = MappingProxyType({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What was struck out or moved away, and the second form of a drawing; what hides a run, and what ends that.
_SKIPPED = frozenset((f"{_WORD}del", f"{_WORD}moveFrom", _FALLBACK))
_RUNS = frozenset((f"{_WORD}vanish", f"{_WORD}r", f"{_WORD}pPr"))
_OPEN_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STAMP = re.compile(rb"<(?:dcterms|meta|dc):(created|modified|creation-date|date)\b[^<>]*>([^<>]{4,40})<")
# Parts of an OpenDocument that are not its text: struck-out words and comments.
_UNREAD = frozenset((f"{_OPEN_TEXT}tracked-changes", "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation"))


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
    bodies = [_body_lines(page) for page in pages]
    repeated = _repeated(bodies)
    lines = [line for number, body in enumerate(bodies) for line in _without_margins(body, repeated, number)]
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
    """The lines of a page without the number at its head or foot, ligatures written out."""
    lines = _LIGATURE.sub(lambda match: _LIGATURES[match.group()], page.replace("\0", " ")).splitlines()
    for at in (0, -1):
        while lines and (not lines[at].strip() or _PAGE_NUMBER.fullmatch(lines[at])):
            lines.pop(at)
    return lines


def _repeated(pages: list[list[str]]) -> frozenset[str]:
    """The lines, but for their numbers, that stand at the head or foot of most pages."""
    if len(pages) < _FEW_PAGES:
        return frozenset()
    margins = Counter(
        line for page in pages for line in {_numberless(line) for line in (*page[:_MARGIN], *page[-_MARGIN:])}
    )
    return frozenset(line for line, count in margins.items() if line and count >= max(3, len(pages) / 3))


def _without_margins(page: list[str], repeated: frozenset[str], number: int) -> Iterator[str]:
    """The lines of a page without those that pages repeat at head and foot; the first head is a letterhead."""
    last = len(page) - _MARGIN
    for at, line in enumerate(page):
        margin = (at < _MARGIN and number > 0) or at >= last
        if not (margin and _numberless(line) in repeated):
            yield line


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "", line).strip().casefold()


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


# ---- Word and OpenDocument -------------------------------------------------------------------------------------------
def docx(data: bytes, where: str, declared: Declared = texts.NOTHING) -> Source | Drop:
    """The text of a Word document."""
    return _zipped(data, where, declared, "a Word document", _word_lines)


def odt(data: bytes, where: str, declared: Declared = texts.NOTHING) -> Source | Drop:
    """The text of an OpenDocument."""
    return _zipped(data, where, declared, "an OpenDocument", _open_lines)


def _zipped(
    data: bytes, where: str, declared: Declared, what: str, lines: Callable[[zipfile.ZipFile], Iterable[str] | None]
) -> Source | Drop:
    """The source of a document that is a ZIP of XML, or why it is none."""
    # Imported here because it is large and only this format needs it.
    from lxml import etree  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            words = lines(archive)
            if words is None:
                return texts.drop(where, f"not {what}: it has no text part", "save its text as .txt")
            dates = _dates(archive)
            return _source("\n\n".join(words), where, declared, dates)
    except _TooLarge as error:
        return texts.drop(where, f"{error} unpacks to more than any report", "save its text as .txt")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, etree.XMLSyntaxError, RuntimeError) as error:
        reason = f"{what} that cannot be read: {str(error)[:120]}"
        return texts.drop(where, reason, "open it and save it again, or save its text as .txt")
    except (NotImplementedError, ValueError, OverflowError) as error:
        reason = f"{what} that cannot be unpacked: {str(error)[:120]}"
        return texts.drop(where, reason, "open it and save it again, or save its text as .txt")


def _word_lines(archive: zipfile.ZipFile) -> Iterable[str] | None:
    """Letterhead, paragraphs and notes of a Word document."""
    names = frozenset(archive.namelist())
    if "word/document.xml" not in names:
        return None
    heads = sorted(name for name in names if re.fullmatch(r"word/header\d*\.xml", name))[:3]
    letterhead = (line for name in heads for line in _paragraphs(_part(archive, name)))
    bodies = ("word/document.xml", *sorted(names & {"word/footnotes.xml", "word/endnotes.xml"}, reverse=True))
    words = (line for name in bodies for line in _paragraphs(_part(archive, name)))
    return [*dict.fromkeys(line for line in letterhead if not _PAGE_NUMBER.fullmatch(line)), *words]


def _open_lines(archive: zipfile.ZipFile) -> Iterable[str] | None:
    """The paragraphs and headings of an OpenDocument."""
    # Imported here because it is large and only this format needs it.
    from lxml import etree  # noqa: PLC0415

    if "content.xml" not in archive.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(_part(archive, "content.xml"), parser)
    for unread in list(root.iter(*_UNREAD)):
        etree.strip_elements(unread, "*", with_tail=False)
        unread.text = None
    for space in root.iter(f"{_OPEN_TEXT}s", f"{_OPEN_TEXT}tab", f"{_OPEN_TEXT}line-break"):
        space.text = " "
    lines = (" ".join("".join(part.itertext()).split()) for part in root.iter(f"{_OPEN_TEXT}p", f"{_OPEN_TEXT}h"))
    return [line for line in lines if line]


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
    """The paragraphs of a part, in the order in which they end, without what a reader does not see or sees twice."""
    # Imported here because it is large and only this format needs it.
    from lxml import etree  # noqa: PLC0415

    stack: list[list[str]] = []
    skipped, hidden = 0, False
    watched = ("start", "end")
    for event, element in etree.iterparse(
        io.BytesIO(data), events=watched, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    ):
        if element.tag in _SKIPPED:
            skipped += 1 if event == "start" else -1
        elif event == "start" and element.tag == f"{_WORD}p":
            stack.append([])
        elif event == "end" and element.tag in _RUNS:
            hidden = element.tag == f"{_WORD}vanish" and element.get(f"{_WORD}val") not in {"0", "false", "off"}
        elif event == "end" and stack:
            if element.tag == f"{_WORD}p":
                words = re.sub(r"[ \t]+", " ", "".join(stack.pop())).strip()
                if words:
                    yield words
                element.clear()
            elif not skipped and not hidden:
                stack[-1].append(_run(element.tag, element.text))


def _run(tag: object, words: str | None) -> str:
    """What an element of a run adds to its paragraph."""
    if tag == f"{_WORD}t":
        return words or ""
    if tag in (f"{_WORD}tab", f"{_WORD}cr"):
        return " "
    return {f"{_WORD}br": "\n", f"{_WORD}noBreakHyphen": "-"}.get(str(tag), "")


def _dates(archive: zipfile.ZipFile) -> tuple[tuple[str, str], ...]:
    """When a document says that it was made and changed."""
    names = {"docProps/core.xml", "meta.xml"} & frozenset(archive.namelist())
    core = b"".join(_part(archive, name) for name in sorted(names))
    found = _STAMP.finditer(core)
    return tuple((match.group(1).decode(), match.group(2).decode("utf-8", "replace")) for match in found)


def _source(words: str, where: str, declared: Declared, dates: tuple[tuple[str, str], ...]) -> Source | Drop:
    """The text as a source, or a drop if there is none."""
    if not words.strip():
        return texts.drop(where, "a document without text", "if it was scanned, run OCR on it; else give its text")
    if len(words) > texts.LIMIT:
        return texts.too_large(where)
    clean = re.sub("[\ud800-\udfff\0]", "\ufffd", words)
    return Source(where, "text", clean + "\n", replace(declared, dates=declared.dates + dates))
