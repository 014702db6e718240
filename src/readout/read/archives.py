"""Compressed files and web archives -> what is in them, one record at a time.

gzip, bzip2 and zstd become a stream that is read like any file; damage in it is an `OSError` that says so. A WARC gives
a source for each page, text, release or feed that was fetched with success; everything else in it is counted.
"""

import bz2
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from io import BufferedReader
from typing import TYPE_CHECKING, BinaryIO, Protocol

from readout.read import feeds, offices, texts
from readout.records import Declared, Drop, Source

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_PAGES = frozenset(("text/html", "application/xhtml+xml"))
_FEEDS = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "text/xml", "application/xml")
)
_PDF = "application/pdf"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_READ = _PAGES | _FEEDS | {"text/plain", _PDF, _WORD}


# ---- compressed streams ----------------------------------------------------------------------------------------------
class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Unpacked(io.RawIOBase):
    """A decompressed stream of which every fault is an `OSError` in plain words."""

    def __init__(self, inner: _Readable, what: str, faults: tuple[type[Exception], ...]) -> None:
        self._inner = inner
        self._what = what
        self._faults = faults

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview", /) -> int:  # type: ignore[override]
        try:
            data = self._inner.read(len(buffer))
        except EOFError as error:
            reason = f"the {self._what} data is cut off"
            raise OSError(reason) from error
        except self._faults as error:
            reason = f"not {self._what} data that can be unpacked: {error}"
            raise OSError(reason) from error
        buffer[: len(data)] = data
        return len(data)


def unpacked(handle: BinaryIO, kind: str, where: str) -> BufferedReader | Drop:
    """What a compressed stream holds, read as it is asked for."""
    if kind == "gzip":
        return _buffered(gzip.GzipFile(fileobj=handle, mode="rb"), kind, (OSError, zlib.error))
    if kind == "bzip2":
        return _buffered(bz2.BZ2File(handle, "rb"), kind, (OSError, ValueError))
    try:
        # Imported here because it is optional and only this format needs it.
        import zstandard  # noqa: PLC0415
    except ImportError:
        return texts.missing(where, "zstd")
    end = zstandard.ZstdCompressor().compress(_END)
    reader = zstandard.ZstdDecompressor().stream_reader(_Followed(handle, end), read_across_frames=True)  # type: ignore[arg-type]
    return _buffered(_UpToEnd(reader), kind, (zstandard.ZstdError,))


def _buffered(inner: _Readable, what: str, faults: tuple[type[Exception], ...]) -> BufferedReader:
    return io.BufferedReader(_Unpacked(inner, what, faults), 1 << 16)


# zstandard ends a stream that is cut off as if it were whole. So a frame of our own is put behind the last one: where
# it does not come out again, the frame before it was not whole.
_END = bytes(64)


class _Followed:
    """A stream with some bytes behind its end."""

    def __init__(self, handle: BinaryIO, end: bytes) -> None:
        self._handle = handle
        self._end = end

    def read(self, size: int = -1) -> bytes:
        data = self._handle.read(size)
        if not data:
            data, self._end = self._end, b""
        return data


class _UpToEnd:
    """A decompressed stream without the mark that was put behind its end. Raises `EOFError` where it is missing."""

    def __init__(self, inner: _Readable) -> None:
        self._inner = inner
        self._held = b""

    def read(self, size: int, /) -> bytes:
        while True:
            fresh = self._inner.read(size)
            held = self._held + fresh
            if not fresh:
                self._held = b""
                if held not in (_END, b""):
                    raise EOFError
                return b""
            self._held = held[-len(_END) :]
            if len(held) > len(_END):
                return held[: -len(_END)]


# ---- web archives ----------------------------------------------------------------------------------------------------
class _Forward:
    """A stream that only goes forward and knows how far it is: all that the reader of archives needs of a pipe."""

    def __init__(self, handle: BinaryIO) -> None:
        self._handle = handle
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        data = self._handle.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        reason = f"cannot go to {offset} ({whence}) in this stream"
        raise io.UnsupportedOperation(reason)

    def close(self) -> None:
        """Left to whoever opened the stream."""


def warc(handle: BinaryIO, where: str) -> Iterator[Source | Drop]:
    """The pages of a web archive, each with its address and the time of its retrieval."""
    try:
        # Imported here because it is optional and only this format needs it.
        from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415
    except ImportError:
        yield texts.missing(where, "WARC")
        return
    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    others: Counter[str] = Counter()
    number = 0
    try:
        for number, entry in enumerate(ArchiveIterator(_Forward(handle), record_types=wanted), 1):
            reason = _passed_over(entry)
            if reason:
                others[reason] += 1
            else:
                yield from _payload(entry, f"{where}#{number}")
    except OSError as error:
        hint = "nothing after it was read; fetch the archive again"
        yield texts.drop(where, f"damaged after record {number}: {error}", hint)
    except BaseException as error:
        # The library's own alarm is no `Exception`, and no name to import either; anything else goes on its way.
        if type(error).__name__ != "PanicException":
            raise
        yield texts.drop(where, f"damaged after record {number}", "nothing after it was read; fetch the archive again")
    if others:
        counts = ", ".join(f"{reason} {count}" for reason, count in others.most_common())
        yield texts.drop(where, f"records that are no reports: {counts}", "nothing to do: they are counted here only")
    elif not number:
        yield texts.drop(where, "a web archive without pages", "only what was fetched is read, no requests or indexes")


def _passed_over(entry: "WarcRecord") -> str | None:
    """Why a record cannot hold a report: its status or its type; None if it can."""
    status = entry.http_headers.status_code if entry.http_headers else None
    if status is not None and status not in (200, 203, 206):
        return f"status {status}"
    media = _media(entry)
    return None if media in _READ else (media or "of no type")[:60]


def _media(entry: "WarcRecord") -> str:
    """What a record holds, by its own headers, without parameters."""
    said = entry.http_headers.get("Content-Type") if entry.http_headers else entry.headers.get("Content-Type")
    kind = (said or "text/html").partition(";")[0].strip().lower()
    return "text/html" if kind == "application/http" else kind


def _payload(entry: "WarcRecord", place: str) -> Iterator[Source | Drop]:
    """The source of one record that may hold a report."""
    head = entry.http_headers
    url = entry.headers.get("WARC-Target-URI")
    place = f"{place} {url}" if url else place
    if entry.content_length > texts.LIMIT:
        yield texts.too_large(place)
        return
    expected = entry.content_length
    body = entry.reader.read(texts.LIMIT + 1)
    if len(body) < expected or (not expected and entry.headers.get("Content-Length") not in (None, "0") and not head):
        yield texts.drop(place, "a record that is cut off", "fetch the archive again")
        return
    content = _decoded(body, head.get("Transfer-Encoding") or "", head.get("Content-Encoding") or "") if head else body
    if isinstance(content, str):
        yield texts.drop(place, content, "fetch the page again")
        return
    declared = texts.declare(
        Declared(),
        ("url", "WARC-Target-URI", url and url.strip("<>")),
        ("retrieved", "WARC-Date", entry.headers.get("WARC-Date")),
        ("language", "WARC-Identified-Content-Language", entry.headers.get("WARC-Identified-Content-Language")),
        ("language", "Content-Language", head.get("Content-Language") if head else None),
    )
    yield from _media_sources(content, place, declared, entry)


def _media_sources(body: bytes, place: str, declared: Declared, entry: "WarcRecord") -> Iterator[Source | Drop]:
    """The sources of a payload, by its type."""
    media = _media(entry)
    if media == _PDF:
        yield offices.pdf(body, place, declared)
    elif media == _WORD:
        yield offices.docx(body, place, declared)
    elif media in _FEEDS:
        yield from feeds.entries(body, place, declared)
    else:
        charset = entry.http_charset if entry.http_headers else None
        yield texts.text(body, place, declared, page=media in _PAGES, charset=charset)


# ---- what a server did to the payload --------------------------------------------------------------------------------
def _decoded(body: bytes, transfer: str, content: str) -> bytes | str:
    """The payload as the browser would have seen it, or why it cannot be had.

    Archives keep these headers also where the payload was decoded already: what does not begin like encoded data is
    taken as it is.
    """
    if "chunked" in transfer.lower():
        body = _unchunked(body)
    for kind in reversed([part.strip().lower() for part in content.split(",")]):
        if kind in {"gzip", "x-gzip", "deflate"}:
            found = _inflated(body, kind)
        elif kind == "br":
            found = _brotli(body)
        else:
            found = body
        if isinstance(found, str):
            return found
        body = found
    return body if len(body) <= texts.LIMIT else "unpacks to more than any page"


def _unchunked(body: bytes) -> bytes:
    """The payload without the lengths between its chunks; as it is, if it has none."""
    parts: list[bytes] = []
    at = 0
    while True:
        line, end, _ = body[at : at + 64].partition(b"\r\n")
        try:
            size = int(line.partition(b";")[0], 16)
        except ValueError:
            size = -1
        if not end or size < 0 or at + len(line) + 2 + size > len(body):
            return b"".join(parts) if parts and at >= len(body) else body
        if not size:
            return b"".join(parts)
        start = at + len(line) + 2
        parts.append(body[start : start + size])
        at = start + size + 2


def _inflated(body: bytes, kind: str) -> bytes | str:
    """Data of gzip or deflate unpacked, up to what a page may have."""
    if kind != "deflate" and not body.startswith(b"\x1f\x8b"):
        return body
    wrapped = kind != "deflate" or body[:1] == b"\x78"
    unpacker = zlib.decompressobj(47 if wrapped else -15)
    try:
        found = unpacker.decompress(body, texts.LIMIT + 1)
    except zlib.error as error:
        return body if kind == "deflate" and body.lstrip()[:1] == b"<" else f"content that cannot be unpacked: {error}"
    return found if unpacker.eof or len(found) > texts.LIMIT else "packed content that is cut off"


def _brotli(body: bytes) -> bytes | str:
    """Brotli data unpacked; as it is, where that was done already."""
    # Imported here because only archives need it; it comes with fastwarc.
    import brotli  # noqa: PLC0415

    if body.lstrip()[:1] in {b"<", b"{"}:
        return body
    unpacker = brotli.Decompressor()
    try:
        found: bytes = unpacker.process(body, output_buffer_limit=texts.LIMIT + 1)
    except brotli.error as error:
        return f"content that cannot be unpacked: {error}"
    return found if unpacker.is_finished() or len(found) > texts.LIMIT else "packed content that is cut off"
