"""Compressed files and web archives -> what is in them, one record at a time.

gzip, bzip2 and zstd become a stream that is read like any file; damage in it is an `OSError` that says so. ZIP and tar
give their files one after the other, each such a stream. A WARC gives a source for each page, text, release or feed
that was fetched with success; everything else in it is counted.
"""

import bz2
import gzip
import io
import re
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from typing import TYPE_CHECKING, BinaryIO, Protocol, Self, cast

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
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError)
_TAR_BLOCK = 512
_LARGEST_HEADER = 1 << 20
_GZIP = b"\x1f\x8b\x08"
_RECORD = re.compile(rb"WARC/\d\.\d+\r?\n[A-Za-z\-]{2,40}:")
# An archive that breaks more often than this is no archive.
_MOST_BREAKS = 50
# How much is looked through at a time, and how much of a packed record shows what it is.
_WINDOW = 1 << 20
_OPENING = 4096
_CUT = "a record that is cut off"
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


# ---- files in a file -------------------------------------------------------------------------------------------------
def zipped(handle: BufferedReader, where: str) -> Iterator[tuple[str, BufferedReader] | Drop]:
    """Name and bytes of each file in a ZIP, in its order; those that are hidden or made by the packer left out."""
    if not handle.seekable():
        yield texts.drop(where, "ZIP cannot be read from a pipe or inside another file", "unpack it first")
        return
    try:
        with zipfile.ZipFile(handle) as archive:
            for entry in archive.infolist():
                if entry.filename.endswith("/") or _is_hidden(entry.filename):
                    continue
                try:
                    with archive.open(entry) as inner:
                        yield entry.filename, _buffered(inner, "ZIP", _ZIP_FAULTS)
                except _ZIP_FAULTS as error:
                    hint = "the other files were read; unpack it first"
                    yield texts.drop(f"{where}!{entry.filename}", f"cannot be unpacked: {error}", hint)
    except _ZIP_FAULTS as error:
        yield texts.drop(where, f"not a ZIP file that can be read: {error}", "fetch the file again")


def tarred(handle: BufferedReader, where: str) -> Iterator[tuple[str, BufferedReader] | Drop]:
    """Name and bytes of each file in a tar, read once from its beginning to its end; links lead nowhere."""
    number = 0
    stream = _Tail(handle)
    try:
        with tarfile.open(fileobj=cast("BinaryIO", stream), mode="r|", tarinfo=_Header) as archive:
            for entry in archive:
                number += 1
                inner = archive.extractfile(entry) if entry.isreg() and not _is_hidden(entry.name) else None
                if inner is not None:
                    yield entry.name, _buffered(inner, "tar", (tarfile.TarError,))
        fault = None if bytes(_TAR_BLOCK) in stream.tail else "it is cut off"
    except (tarfile.TarError, EOFError, ValueError) as error:
        fault = str(error)
    if fault:
        hint = "what came before the damage was read; fetch the file again"
        yield texts.drop(where, f"damaged tar after file {number}: {fault}", hint)


class _Tail:
    """A stream of which the last bytes are kept: a whole tar ends with empty blocks."""

    def __init__(self, handle: BinaryIO) -> None:
        self._handle = handle
        self.tail = b""

    def read(self, size: int = -1) -> bytes:
        data = self._handle.read(size)
        self.tail = (self.tail + data)[-max(size, 2 * _TAR_BLOCK) :]
        return data


class _Header(tarfile.TarInfo):
    """The header of a file in a tar; one that says of itself that it is huge is a trap, since it is read at once."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        made = super().frombuf(buf, encoding, errors)
        if not made.isreg() and made.size > _LARGEST_HEADER:
            reason = "a header larger than any"
            raise tarfile.ReadError(reason)
        return made


def _is_hidden(name: str) -> bool:
    """Whether a file or a folder above it is hidden, as on disk."""
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/") if part not in {".", ".."})


# ---- web archives ----------------------------------------------------------------------------------------------------
class _Forward:
    """A stream that only goes forward and knows how far it is: all that the reader of archives needs of a pipe.

    `at` is the place in the file where it begins, `ahead` what was read of it already.
    """

    def __init__(self, handle: BinaryIO, at: int = 0, ahead: bytes = b"") -> None:
        self._handle = handle
        self._at = at
        self._ahead = ahead

    def read(self, size: int = -1) -> bytes:
        data, self._ahead = (self._ahead, b"") if size < 0 else (self._ahead[:size], self._ahead[size:])
        data = data or self._handle.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at

    def rest(self) -> bytes:
        """What was read already and not given out."""
        return self._ahead

    def seek(self, offset: int, whence: int = 0) -> int:
        reason = f"cannot go to {offset} ({whence}) in this stream"
        raise io.UnsupportedOperation(reason)

    def close(self) -> None:
        """Left to whoever opened the stream."""


@dataclass(slots=True)
class _Walk:
    """How far an archive was read: records so far, where the last one begins, whether its end is in doubt."""

    number: int = 0
    last: int = 0
    doubtful: bool = False
    others: Counter[str] = field(default_factory=Counter)


def warc(handle: BufferedReader, where: str) -> Iterator[Source | Drop]:
    """The pages of a web archive, each with its address and the time of its retrieval.

    Behind damage reading goes on at the next record that begins as one does; what was passed over is said.
    """
    try:
        # Imported here because it is optional and only this format needs it.
        import fastwarc.warc  # noqa: F401, PLC0415
    except ImportError:
        yield texts.missing(where, "WARC")
        return
    walk = _Walk()
    packed = handle.peek(2)[:2] == _GZIP[:2]
    stream: _Forward | None = _Forward(handle)
    told = begun = -1
    for _ in range(_MOST_BREAKS):
        if stream is None:
            break
        fault = yield from _records(stream, where, walk)
        if fault is None and not walk.doubtful:
            break
        # What could not be read does not begin sooner than the last record, nor where it was tried already.
        begun = max(begun, walk.last) + 1
        stream = _next_record(handle, stream, begun, packed=packed)
        begun = stream.tell() if stream else begun
        if fault and (told < walk.number or stream is None):
            told = walk.number
            hint = "reading went on at the next whole record" if stream else "nothing after it was read"
            yield texts.drop(where, f"damaged after record {walk.number}: {fault}", f"{hint}; fetch the archive again")
    if walk.others:
        counts = ", ".join(f"{reason} {count}" for reason, count in walk.others.most_common())
        yield texts.drop(where, f"records that are no reports: {counts}", "nothing to do: they are counted here only")
    elif not walk.number:
        yield texts.drop(where, "a web archive without pages", "only what was fetched is read, no requests or indexes")


def _records(stream: _Forward, where: str, walk: _Walk) -> Generator[Source | Drop, None, str | None]:
    """The sources of the records from here on; at last why no more can be read, None at the archive's end."""
    # Imported here because it is optional; `warc` has made sure of it.
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    walk.doubtful = False
    try:
        for entry in ArchiveIterator(stream, record_types=wanted):
            walk.number, walk.last = walk.number + 1, entry.stream_pos
            reason = _passed_over(entry)
            if reason:
                walk.others[reason] += 1
            found = () if reason else tuple(_payload(entry, f"{where}#{walk.number}"))
            # A wrong length swallows the records behind it.
            walk.doubtful = any(isinstance(one, Drop) and one.reason in _END_IN_DOUBT for one in found)
            yield from found
            if walk.doubtful:
                return None
    except OSError as error:
        return str(error)
    except BaseException as error:
        # The library's own alarm is no `Exception`, and no name to import either; anything else goes on its way.
        if type(error).__name__ != "PanicException":
            raise
        return "a record that its reader cannot take"
    return None


def _next_record(handle: BufferedReader, stream: _Forward, begin: int, *, packed: bool) -> _Forward | None:
    """The archive from the next place on where a record begins, not before `begin` where the file can go back."""
    if handle.seekable():
        handle.seek(begin)
        at, window = begin, b""
    else:
        at, window = stream.tell(), stream.rest()
    while fresh := handle.read(_WINDOW):
        window += fresh
        found = _begins(window, packed=packed)
        if found is not None:
            return _Forward(handle, at + found, window[found:])
        at, window = at + max(0, len(window) - _OPENING), window[-_OPENING:]
    found = _begins(window, packed=packed)
    return None if found is None else _Forward(handle, at + found, window[found:])


def _begins(window: bytes, *, packed: bool) -> int | None:
    """Where in these bytes a record begins, if one does."""
    if not packed:
        match = _RECORD.search(window)
        return match.start() if match else None
    at = window.find(_GZIP)
    while at >= 0:
        try:
            if zlib.decompressobj(31).decompress(window[at : at + _OPENING], 16).startswith(b"WARC/"):
                return at
        except zlib.error:
            pass
        at = window.find(_GZIP, at + 1)
    return None


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


# Drops of records behind whose beginning others may stand that their wrong length has swallowed.
_END_IN_DOUBT = frozenset((_CUT, texts.too_large("").reason))


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
        yield texts.drop(place, _CUT, "records behind it may be lost; fetch the archive again")
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
        elif kind in {"br", "zstd"}:
            found = _brotli(body) if kind == "br" else _zstd(body)
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


def _zstd(body: bytes) -> bytes | str:
    """Data of zstd unpacked; as it is, where that was done already."""
    # Imported here because it is optional and only archives need it.
    import zstandard  # noqa: PLC0415

    if not body.startswith(b"\x28\xb5\x2f\xfd"):
        return body
    try:
        return zstandard.ZstdDecompressor().stream_reader(body, read_across_frames=True).read(texts.LIMIT + 1)
    except zstandard.ZstdError as error:
        return f"content that cannot be unpacked: {error}"
