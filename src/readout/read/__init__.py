"""Paths -> sources: what is readable becomes a `Source`, whatever is not becomes a `Drop` with a way out.

1. A folder is walked in order of names as it is read, hidden files left out; "-" is standard input.
2. What a file is, its first bytes say, else its name; what is compressed is unpacked while it is read (archives).
3. Each family of formats has its reader: texts and pages (texts), JSON, CSV and Parquet (tables) with the names of
   their fields (fields), web archives (archives), feeds, agencies' XML (wires), mail, and PDF, Word and OpenDocument
   (offices). ZIP and tar are read like folders.
4. From a text or a page of a file, every place leads back to its bytes or its markup (places).

One report is in memory at a time, however large its archive. Formats beyond texts, pages, JSON, CSV, mail, Word,
OpenDocument, ZIP, tar and agencies' XML need `readout[formats]` or `readout[parquet]`.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BufferedReader
from pathlib import Path
from typing import cast

from readout.read import archives, feeds, mail, offices, tables, texts, wires
from readout.read.fields import FIELDS, Fields, mapping
from readout.records import Drop, Source

__all__ = ["FIELDS", "mapping", "sources"]

_STDIN = "standard input"
_KINDS = {
    ".txt": "text", ".html": "page", ".htm": "page", ".xhtml": "page",
    ".jsonl": "json", ".ndjson": "json", ".json": "json", ".csv": "csv", ".tsv": "csv", ".tab": "csv",
    ".parquet": "parquet", ".warc": "warc", ".wet": "warc", ".rss": "feed", ".atom": "feed", ".rdf": "feed",
    ".xml": "xml", ".eml": "mail", ".mbox": "mailbox", ".pdf": "pdf", ".docx": "docx",
    ".odt": "odt", ".zip": "zip", ".tar": "tar", ".tgz": "gzip",
    ".gz": "gzip", ".bz2": "bzip2", ".zst": "zstd", ".zstd": "zstd",
}  # fmt: skip
_COMPRESSED = {"gzip": b"\x1f\x8b", "bzip2": b"BZh", "zstd": b"\x28\xb5\x2f\xfd"}
_NOT_READ = {
    ".doc": "old Word", ".rtf": "RTF", ".xz": "xz",
    ".7z": "7-Zip", ".xlsx": "Excel", ".xls": "Excel", ".epub": "EPUB", ".arc": "ARC", ".wat": "WAT",
}  # fmt: skip
_PACKED = frozenset((".xz", ".7z"))
_MAGIC = (
    (b"%PDF-", "pdf"), (b"PAR1", "parquet"), (b"WARC/", "warc"), (b"From ", "mailbox"),
    *((magic, kind) for kind, magic in _COMPRESSED.items()),
)  # fmt: skip
# What a file in ZIP format is, by its name; without one it is most likely a release in Word.
_ZIPPED = {".docx": "docx", "": "docx", ".odt": "odt", ".zip": "zip"}
_MAIL = re.compile(rb"\A(?:Return-Path|Received|Delivered-To|MIME-Version|Message-ID|DKIM-Signature):", re.IGNORECASE)
# A compressed file in a compressed file in a compressed file is a trap.
_MOST_LAYERS = 2


def sources(paths: Iterable[str | Path], *, fields: Mapping[str, str] | None = None) -> Iterator[Source | Drop]:
    """The sources under these paths, in order; everything that cannot be read comes as a Drop in its place.

    `fields` says where tables and JSON keep a field, as in `{"text": "body"}`; by default the usual names are tried
    (`mapping`). Raises `BadSource` for a field that there is not.
    """
    chosen = Fields.of(fields)
    for path in paths:
        if str(path) == "-":
            stream = cast("BufferedReader", BufferedReader(sys.stdin.buffer))
            yield from _from_stream(stream, _STDIN, "", chosen)
            # Otherwise the stream would close standard input when it goes.
            stream.detach()
        else:
            for found in files([path]):
                yield from [found] if isinstance(found, Drop) else _from_file(found, chosen)


# ---- paths -----------------------------------------------------------------------------------------------------------
def files(paths: Iterable[str | Path]) -> Iterator[Path | Drop]:
    """The files that paths and folders hold, in order of their names, a folder at a time; what holds none is a drop."""
    for path in paths:
        if re.match(r"https?://", str(path)):
            yield texts.drop(str(path), "an address, not a file", "save the page and give its file")
        elif not Path(path).exists():
            yield texts.drop(str(path), "no such file or folder", "check the spelling and the working directory")
        elif Path(path).is_dir():
            yield from _in_folder(Path(path))
        else:
            yield Path(path)


def _in_folder(folder: Path) -> Iterator[Path | Drop]:
    found = False
    for file in _walk(folder):
        found = True
        yield file
    if not found:
        hint = "hidden files are not read; name a file or another folder"
        yield texts.drop(str(folder), "no readable file in this folder", hint)


def _walk(folder: Path) -> Iterator[Path | Drop]:
    """The files below a folder in order of their names, without hidden ones, a folder at a time."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted((entry for entry in listing if not entry.name.startswith(".")), key=lambda e: e.name)
    except OSError as error:
        yield texts.drop(str(folder), f"cannot be opened: {error.strerror or error}", "check the folder's permissions")
        return
    for entry in entries:
        # A link to a folder may lead back up; only what really lies here is walked.
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        elif entry.is_file():
            yield Path(entry.path)


def _from_file(path: Path, fields: Fields) -> Iterator[Source | Drop]:
    try:
        with path.open("rb") as handle:
            yield from _from_stream(handle, str(path), path.name, fields)
    except OSError as error:
        yield texts.drop(str(path), f"cannot be opened: {error.strerror or error}", "check the file's permissions")


# ---- one stream ------------------------------------------------------------------------------------------------------
def _from_stream(
    handle: BufferedReader, where: str, name: str, fields: Fields, layers: int = 0
) -> Iterator[Source | Drop]:
    """The sources of a stream of bytes, by what it begins with and what it is called."""
    try:
        suffix = Path(name).suffix.lower()
        kind = _kind(handle.peek(4096), suffix)
        if kind in _COMPRESSED and not _is_packed_warc(name):
            yield from _unpacked(handle, where, name, fields, (kind, layers))
        elif kind in _BOXES:
            yield from _unboxed(_BOXES[kind](handle, where), where, fields, layers)
        elif kind in _TABLES:
            yield from _TABLES[kind](handle, where, fields)
        elif kind == "unknown":
            hint = "unpack it first" if suffix in _PACKED else "save its text as .txt, .html or .jsonl"
            yield texts.drop(where, f"{_NOT_READ.get(suffix, 'ZIP or old Office')} files are not read", hint)
        else:
            yield from _STREAMS["warc" if kind in _COMPRESSED else kind](handle, where)
    except OSError as error:
        yield texts.drop(where, f"damaged: {error}", "what came before the damage was read; fetch the file again")


def _kind(head: bytes, suffix: str) -> str:
    """What a stream holds: by its first bytes where these are plain, else by its name, else text, JSON or a feed."""
    for magic, kind in _MAGIC:
        if head.startswith(magic) and not (kind == "mailbox" and suffix in {".txt", ".md"}):
            return kind
    if suffix in _NOT_READ:
        return "unknown"
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _ZIPPED.get(suffix, "unknown") if head.startswith(b"PK") else "unknown"
    if head[257:262] == b"ustar":
        return "tar"
    return _named(head, suffix)


def _named(head: bytes, suffix: str) -> str:
    """What a stream holds by its name; one without a telling name by the look of its text."""
    kind = _KINDS.get(suffix)
    if kind in {None, "xml", "text"} and feeds.root_of(head) in wires.ROOTS:
        return "wire"
    if kind == "xml" or (kind in {None, "text", "page"} and feeds.is_feed(head)):
        return "page" if feeds.root_of(head) in {b"html", b"HTML"} else "feed"
    if kind:
        return kind
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare.startswith(b"{\\rtf"):
        return "unknown"
    if bare.startswith((b'{"', b"{\n", b"{ ", b"{\r", b'[{"', b"[\n", b"[ {", b"{}")):
        return "json"
    return "mail" if _MAIL.match(bare) else "text"


def _is_packed_warc(name: str) -> bool:
    """Whether a file is a web archive whose records are compressed one by one, which its own reader unpacks faster."""
    return bool(re.search(r"\.(?:warc|wet)(?:\.wet)?\.gz$", name.lower()))


def _unpacked(
    handle: BufferedReader, where: str, name: str, fields: Fields, layer: tuple[str, int]
) -> Iterator[Source | Drop]:
    """The sources of what a compressed stream holds, named without its last suffix."""
    kind, layers = layer
    if not handle.peek(4).startswith(_COMPRESSED[kind]):
        yield texts.drop(where, f"not {kind}: it does not begin as such files do", "fetch the file again")
        return
    if layers >= _MOST_LAYERS:
        yield texts.drop(where, "compressed more than twice", "unpack it first")
        return
    inner = archives.unpacked(handle, kind, where)
    if isinstance(inner, Drop):
        yield inner
        return
    bare = re.sub(r"(?i)\.tgz$", ".tar.gz", name)
    bare = bare[: -len(Path(bare).suffix)] if _KINDS.get(Path(bare).suffix.lower()) in _COMPRESSED else name
    yield from _from_stream(inner, where, bare, fields, layers + 1)


def _unboxed(
    files: Iterator[tuple[str, BufferedReader] | Drop], where: str, fields: Fields, layers: int
) -> Iterator[Source | Drop]:
    """The sources of each file in a ZIP or tar, one at a time."""
    found = False
    for file in files:
        found = True
        if isinstance(file, Drop):
            yield file
        elif layers >= _MOST_LAYERS:
            yield texts.drop(where, "packed more than twice", "unpack it first")
            return
        else:
            yield from _from_stream(file[1], f"{where}!{file[0]}", Path(file[0]).name, fields, layers + 1)
    if not found:
        yield texts.drop(where, "no readable file in it", "hidden files are not read")


# ---- readers of whole files ------------------------------------------------------------------------------------------
def _text(handle: BufferedReader, where: str) -> Iterator[Source | Drop]:
    data = texts.whole(handle, where)
    yield from [data] if isinstance(data, Drop) else texts.texts(data, where)


def _page(handle: BufferedReader, where: str) -> Iterator[Source | Drop]:
    data = texts.whole(handle, where)
    yield data if isinstance(data, Drop) else texts.text(data, where, page=True)


def _feed(handle: BufferedReader, where: str) -> Iterator[Source | Drop]:
    data = texts.whole(handle, where)
    yield from [data] if isinstance(data, Drop) else feeds.entries(data, where)


def _wire(handle: BufferedReader, where: str) -> Iterator[Source | Drop]:
    data = texts.whole(handle, where)
    yield from [data] if isinstance(data, Drop) else wires.items(data, where)


def _message(handle: BufferedReader, where: str) -> Iterator[Source | Drop]:
    data = texts.whole(handle, where)
    yield from [data] if isinstance(data, Drop) else mail.message(data, where)


def _pdf(handle: BufferedReader, where: str) -> Iterator[Source | Drop]:
    data = texts.whole(handle, where)
    yield data if isinstance(data, Drop) else offices.pdf(data, where)


def _odt(handle: BufferedReader, where: str) -> Iterator[Source | Drop]:
    data = texts.whole(handle, where)
    yield data if isinstance(data, Drop) else offices.odt(data, where)


def _docx(handle: BufferedReader, where: str) -> Iterator[Source | Drop]:
    data = texts.whole(handle, where)
    yield data if isinstance(data, Drop) else offices.docx(data, where)


_TABLES: Mapping[str, Callable[[BufferedReader, str, Fields], Iterator[Source | Drop]]] = {
    "json": tables.json_records,
    "csv": tables.csv_records,
    "parquet": tables.parquet_records,
}
_BOXES: Mapping[str, Callable[[BufferedReader, str], Iterator[tuple[str, BufferedReader] | Drop]]] = {
    "zip": archives.zipped,
    "tar": archives.tarred,
}
_STREAMS: Mapping[str, Callable[[BufferedReader, str], Iterator[Source | Drop]]] = {
    "text": _text, "page": _page, "feed": _feed, "mail": _message, "mailbox": mail.mailbox, "pdf": _pdf, "docx": _docx,
    "odt": _odt, "wire": _wire, "warc": archives.warc,
}  # fmt: skip
