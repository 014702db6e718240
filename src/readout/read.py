"""Paths -> sources: what is readable becomes a `Source`, whatever is not becomes a `Drop` with a way out.

1. A folder is walked in order of names, hidden files left out; "-" is standard input.
2. A file's bytes are decoded: by their byte order mark, as UTF-8, or as Windows-1252 where that is plausible.
3. JSONL gives a source a line, a web page a source of form "html", anything else a source of form "text".
"""

import codecs
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from readout.records import Declared, Drop, Source

# No report is longer; what is, is an archive or a table.
LIMIT = 20 * 1024 * 1024
_STDIN = "standard input"
_JSONL = frozenset((".jsonl", ".ndjson"))
_HTML = frozenset((".html", ".htm", ".xhtml"))
_NOT_YET = {
    ".pdf": "PDF", ".docx": "Word", ".doc": "Word", ".odt": "OpenDocument", ".rtf": "RTF", ".warc": "WARC",
    ".gz": "gzip", ".zip": "ZIP", ".xz": "xz", ".bz2": "bzip2", ".parquet": "Parquet", ".xlsx": "Excel",
    ".csv": "CSV", ".tsv": "TSV", ".eml": "mail", ".mbox": "mail", ".epub": "EPUB",
}  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w\-]{3,20})", re.IGNORECASE)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
# What Windows-1252 text holds beyond ASCII: letters, typographic quotes and dashes, a few signs.
_WESTERN = re.compile(r"[^\W\d_]|[‘’“”„‚–—…•€£§©®°«»\u00a0½¼²³¿¡·]")


def sources(paths: Iterable[str | Path]) -> Iterator[Source | Drop]:
    """The sources under these paths, in order; everything that cannot be read comes as a Drop in its place."""
    for path in paths:
        if str(path) == "-":
            yield from _from_stream(sys.stdin.buffer)
        elif re.match(r"https?://", str(path)):
            yield _drop(str(path), "an address, not a file", "save the page and give its file")
        else:
            yield from _from_path(Path(path))


def _drop(where: str, reason: str, hint: str) -> Drop:
    return Drop("read", where, reason, hint)


# ---- paths -----------------------------------------------------------------------------------------------------------
def _from_path(path: Path) -> Iterator[Source | Drop]:
    if path.is_dir():
        files = sorted(_visible(path))
        if not files:
            yield _drop(
                str(path), "no readable file in this folder", "hidden files are not read; name a file or another folder"
            )
        for file in files:
            yield from _from_file(file)
    elif not path.exists():
        yield _drop(str(path), "no such file or folder", "check the spelling and the working directory")
    else:
        yield from _from_file(path)


def _visible(folder: Path) -> Iterator[Path]:
    """The files below a folder, without hidden ones and those in hidden folders."""
    for path in folder.rglob("*"):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _from_file(path: Path) -> Iterator[Source | Drop]:
    """The sources of one file, by its name and its bytes."""
    where, suffix = str(path), path.suffix.lower()
    if suffix in _NOT_YET:
        hint = (
            "unpack it first"
            if _NOT_YET[suffix] in {"gzip", "ZIP", "xz", "bzip2"}
            else "save its text as .txt, .html or .jsonl"
        )
        yield _drop(where, f"{_NOT_YET[suffix]} files are not read yet", hint)
        return
    try:
        with path.open("rb") as handle:
            if suffix in _JSONL:
                yield from _records(handle, where)
            else:
                yield _whole(handle.read(LIMIT + 1), where, html=suffix in _HTML)
    except OSError as error:
        yield _drop(where, f"cannot be opened: {error.strerror or error}", "check the file's permissions")


def _from_stream(stream: BinaryIO) -> Iterator[Source | Drop]:
    """Standard input: JSONL if its first character opens an object, else one text or page."""
    first = stream.readline(LIMIT + 1)
    while first and not first.strip():
        first = stream.readline(LIMIT + 1)
    if first.lstrip().removeprefix(codecs.BOM_UTF8).startswith(b"{"):
        yield from _records(_Chained(first, stream), _STDIN)
    else:
        yield _whole(first + stream.read(max(0, LIMIT + 1 - len(first))), _STDIN, html=False)


class _Chained:
    """A line that was read already, and the rest of its stream."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first = first
        self._rest = rest

    def readline(self, size: int) -> bytes:
        first, self._first = self._first, b""
        return first or self._rest.readline(size)


# ---- one text --------------------------------------------------------------------------------------------------------
def _whole(data: bytes, where: str, *, html: bool) -> Source | Drop:
    """One file's bytes as one source: a page if its name or its markup says so."""
    if len(data) > LIMIT:
        return _drop(
            where,
            f"larger than {LIMIT // 1024 // 1024} MB",
            "split it, one report a file, or write JSONL, one report a line",
        )
    text = _decoded(data, html=html)
    if isinstance(text, str) and not text.strip():
        return _drop(where, "empty", "nothing to read here; remove it from the list")
    if not isinstance(text, str):
        return _drop(where, *text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Source(where, "html" if html or _MARKUP.match(text) else "text", text)


def _decoded(data: bytes, *, html: bool) -> str | tuple[str, str]:
    """The characters of some bytes, or the reason why they are none and the way out."""
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), None) or _unmarked_utf16(data)
    if encoding is None and b"\0" in data:
        return "binary, not text", "give the text itself, as .txt, .html or .jsonl"
    declared = _CHARSET.search(data[:4096]) if html or data.lstrip()[:1] == b"<" else None
    for name in (encoding, None if encoding else "utf-8", declared.group(1).decode() if declared else None):
        try:
            if name:
                return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    western = None if encoding else _western(data)
    return western or ("broken encoding: neither UTF-8 nor another that fits", "save it again as UTF-8")


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark, if every other byte is mostly zero and the rest never is."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if even == 0 and odd > 0.3 * len(data):
        return "utf-16-le"
    return "utf-16-be" if odd == 0 and even > 0.3 * len(data) else None


def _western(data: bytes) -> str | None:
    """The bytes as Windows-1252, if that reads like text: few bytes beyond ASCII, no UTF-8 pairs, all of them usual.

    >>> _western("Präsident – “so”".encode("cp1252"))
    'Präsident – “so”'
    """
    high = sum(byte > 127 for byte in data)
    if high > 0.3 * len(data) or 4 * len(_MULTIBYTE.findall(data)) > high:
        return None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    usual = sum(1 for char in text if ord(char) > 127 and _WESTERN.match(char))
    return text if usual >= 0.9 * high else None


# ---- JSONL -----------------------------------------------------------------------------------------------------------
def _records(handle: "BinaryIO | _Chained", where: str) -> Iterator[Source | Drop]:
    """One source a line; a bad line is dropped by its number and the others go through."""
    number = 0
    found = False
    while raw := handle.readline(LIMIT + 1):
        number += 1
        place = f"{where}:{number}"
        if len(raw) > LIMIT:
            found = True
            yield _drop(place, f"a line larger than {LIMIT // 1024 // 1024} MB", "one report a line; split longer ones")
            while raw and not raw.endswith(b"\n"):
                raw = handle.readline(LIMIT + 1)
        elif raw.strip():
            found = True
            yield _record(raw.removeprefix(codecs.BOM_UTF8), place)
    if not found:
        yield _drop(where, "empty", "one JSON object a line, each with its `text`")


def _record(raw: bytes, place: str) -> Source | Drop:
    """The source of one line: the fields id, text, title, source or outlet, url, published or date, authors, group."""
    try:
        fields = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _drop(place, f"not UTF-8 at byte {error.start}", "save the file again as UTF-8")
    except ValueError as error:
        return _drop(place, f"not JSON: {error}", "one JSON object a line")
    except RecursionError:
        return _drop(place, "not JSON that can be read: nested too deep", "one flat JSON object a line")
    if not isinstance(fields, dict):
        return _drop(
            place, f"a JSON {type(fields).__name__}, not an object", 'write {"id": ..., "text": ...} on each line'
        )
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        return _drop(place, "no text in this record", "put the report's words in the field `text`")
    # A lone surrogate is no character and could not be written out again.
    if re.search("[\ud800-\udfff]", text):
        return _drop(place, "half of a surrogate pair in the text", "write characters beyond the first plane whole")
    return Source(place, "record", text, _declared(fields))


def _declared(fields: dict[str, object]) -> Declared:
    """What a record declares of itself; a number is taken as its digits, an empty string as nothing."""

    def first(*names: str) -> str | None:
        for name in names:
            value = fields.get(name)
            if isinstance(value, dict):  # a document that Readout wrote: its day has a basis and reasons beside it
                value = value.get("start")
            if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
                return str(value)
        return None

    authors = fields.get("authors") or fields.get("author") or ()
    listed = [authors] if isinstance(authors, str) else authors if isinstance(authors, list) else []
    return Declared(
        id=first("id"),
        url=first("url"),
        outlet=first("source", "outlet"),
        title=first("title"),
        published=first("published", "date"),
        authors=tuple(author for author in listed if isinstance(author, str) and author.strip()),
        group=first("group"),
    )
