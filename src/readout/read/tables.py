"""Tables -> sources: a line of JSONL, an object of a JSON array, a row of CSV, TSV or Parquet, each on its own.

A bad row is dropped by its number and the others go through; no more than one row is held at a time. The names of the
columns are the business of `fields`.
"""

import codecs
import csv
import io
import itertools
import json
import re
from collections.abc import Iterator
from io import BufferedReader

from readout.read import texts
from readout.read.fields import FIELDS, Fields, record, squeezed, textless
from readout.records import Drop, Source

_OBJECTS = "write one object a line, or an array of objects"
# How much of an endless line is passed over in search of its end.
_PATIENCE = 8
# What services call the list of articles in their answer.
_LISTS = ("articles", "stories", "results", "docs", "documents", "data", "items", "posts", "news", "response")


# ---- JSON ------------------------------------------------------------------------------------------------------------
def json_records(handle: BufferedReader, where: str, fields: Fields) -> Iterator[Source | Drop]:
    """The sources of JSON in any of its layouts: a line each, an array, or one object over many lines."""
    head = handle.peek(1)[:4096]
    if head.startswith(codecs.BOM_UTF8):
        handle.read(len(codecs.BOM_UTF8))
        head = head[len(codecs.BOM_UTF8) :]
    if _is_array(head) or _runs_on(head):
        yield from _values(handle, where, fields)
    else:
        yield from _lines(handle, where, fields)


def _is_array(head: bytes) -> bool:
    return head.lstrip()[:1] == b"["


def _runs_on(head: bytes) -> bool:
    r"""Whether an object opens on the first line and does not close there.

    >>> _runs_on(b'{\n  "text": "Hello."\n}'), _runs_on(b'{"text": "One."}\n{"text": "Two."}')
    (True, False)
    """
    line, end, rest = head.lstrip().partition(b"\n")
    return (
        bool(end)
        and bool(re.fullmatch(rb"\{\s*(?:\"[^\"]*\"\s*:.*,)?\s*", line))
        and not rest.lstrip().startswith(b"{")
    )


def _lines(handle: BufferedReader, where: str, fields: Fields) -> Iterator[Source | Drop]:
    """One source a line; a bad line is dropped by its number and the others go through."""
    number, found = 0, False
    while raw := handle.readline(texts.LIMIT + 1):
        number += 1
        place = f"{where}:{number}"
        found = found or bool(raw.strip())
        if len(raw) > texts.LIMIT:
            size = texts.LIMIT // 1024 // 1024
            yield texts.drop(place, f"a line larger than {size} MB", "one report a line; split longer ones")
            if not _passed(handle):
                yield texts.drop(where, f"line {number} has no end", "nothing after it was read; one report a line")
                return
        elif raw.strip():
            yield from _parsed(raw, place, fields)
    if not found:
        yield texts.drop(where, "empty", "one JSON object a line, each with its `text`")


def _passed(handle: BufferedReader) -> bool:
    """Pass over the rest of a line; False if it goes on for too long."""
    for _ in range(_PATIENCE):
        rest = handle.readline(texts.LIMIT)
        if not rest or rest.endswith(b"\n"):
            return True
    return False


def _parsed(raw: bytes, place: str, fields: Fields) -> Iterator[Source | Drop]:
    """The sources of one line of JSON."""
    try:
        value = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        yield texts.drop(place, f"not UTF-8 at byte {error.start}", "save the file again as UTF-8")
    except ValueError as error:
        yield texts.drop(place, f"not JSON: {error}", "one JSON object a line")
    except RecursionError:
        yield texts.drop(place, "not JSON that can be read: nested too deep", "one flat JSON object a line")
    else:
        yield from _objects(value, place, fields)


def _objects(value: object, place: str, fields: Fields) -> Iterator[Source | Drop]:
    """The source of an object, or those of the list of articles that a service has put into it."""
    if not isinstance(value, dict):
        reason = f"a JSON {type(value).__name__}, not an object"
        yield texts.drop(place, reason, 'write {"id": ..., "text": ...} on each line')
        return
    inside = None if any(name in value for name in FIELDS["text"]) else _list_in(value)
    if inside is None:
        yield record(value, place, fields)
        return
    for number, part in enumerate(inside, 1):
        yield record(part, f"{place}#{number}", fields)


def _list_in(value: dict[str, object], depth: int = 0) -> list[dict[str, object]] | None:
    """The list of objects in an answer such as `{"status": "ok", "articles": [...]}`."""
    for name in _LISTS:
        inner = value.get(name)
        if isinstance(inner, list) and inner and all(isinstance(part, dict) for part in inner):
            return inner
        if isinstance(inner, dict) and depth < 2 and (found := _list_in(inner, depth + 1)):
            return found
    return None


def _values(handle: BufferedReader, where: str, fields: Fields) -> Iterator[Source | Drop]:
    """The objects of a JSON array, or of a file of objects over many lines, one at a time."""
    stream = _JsonStream(handle)
    for number in itertools.count(1):
        place = f"{where}#{number}"
        try:
            value = stream.next()
        except UnicodeDecodeError:
            yield texts.drop(place, "not UTF-8", "save the file again as UTF-8; nothing after it was read")
            return
        except ValueError as error:
            yield texts.drop(place, f"not JSON: {error}", f"{_OBJECTS}; nothing after it was read")
            return
        except RecursionError:
            yield texts.drop(place, "not JSON that can be read: nested too deep", _OBJECTS)
            return
        if value is _END:
            if number == 1:
                yield texts.drop(where, "empty", _OBJECTS)
            return
        yield from _objects(value, place, fields)


_END = object()


class _JsonStream:
    """JSON values one after the other, with or without an array around them, from a file of any size."""

    def __init__(self, handle: BufferedReader) -> None:
        self._handle = handle
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._buffer = ""
        self._at = 0
        self._ended = False
        self._open = False
        self._decode = json.JSONDecoder().raw_decode

    def next(self) -> object:
        """The next value, or `_END`. Raises `ValueError` where there is none."""
        while True:
            self._skip()
            if self._at < len(self._buffer):
                break
            if not self._more(1 << 16):
                if self._open:
                    reason = "the array is cut off"
                    raise ValueError(reason)
                return _END
        if self._open and self._buffer[self._at] == "]":
            return _END
        return self._whole()

    def _skip(self) -> None:
        """Past blanks, commas and the bracket that opens the array."""
        match = re.compile(r"[\s,]*").match(self._buffer, self._at)
        self._at = match.end() if match else self._at
        if not self._open and self._buffer.startswith("[", self._at):
            self._open = True
            self._at += 1
            self._skip()

    def _whole(self) -> object:
        """The value that begins here, reading on, twice as far each time, until all of it is there."""
        step = 1 << 16
        while True:
            try:
                value, end = self._decode(self._buffer, self._at)
            except ValueError:
                if len(self._buffer) - self._at > texts.LIMIT:
                    reason = f"no object ends within {texts.LIMIT // 1024 // 1024} MB"
                    raise ValueError(reason) from None
                if not self._more(step):
                    raise
                step *= 2
            else:
                self._at = end
                return value

    def _more(self, size: int) -> bool:
        """Read on; False at the end of the file."""
        if self._ended:
            return False
        raw = self._handle.read(size)
        self._ended = not raw
        self._buffer = self._buffer[self._at :] + self._decoder.decode(raw, final=self._ended)
        self._at = 0
        return not self._ended


# ---- CSV and TSV -----------------------------------------------------------------------------------------------------
def csv_records(handle: BufferedReader, where: str, fields: Fields) -> Iterator[Source | Drop]:
    """One source a row, under the names of the first row; the sign between fields is seen there."""
    encoding = _table_encoding(handle.peek(1))
    stream = io.TextIOWrapper(handle, encoding, errors="surrogateescape", newline="")
    try:
        yield from _csv_rows(_text_lines(stream), where, fields)
    except (csv.Error, UnicodeError) as error:
        # Of the first line; faults behind it are told with their place.
        yield texts.drop(where, f"not a table: {error}", "is it whole, and in UTF-8? nothing of it was read")
    # Otherwise the stream would close what it reads when it goes.
    stream.detach()


def _csv_rows(lines: Iterator[str], where: str, fields: Fields) -> Iterator[Source | Drop]:
    """One source a row, of the lines of a table."""
    first = next(lines, "")
    if not first.strip():
        yield texts.drop(where, "empty", "a first row of names, then one report a row")
        return
    # Spreadsheets write the sign between fields above everything else.
    told = re.fullmatch(r"\"?sep=(.)\"?\s*", first)
    first = next(lines, "") if told else first
    # The csv module keeps this for the whole process; a report is longer than its default of 128 KB.
    csv.field_size_limit(texts.LIMIT)
    sign = told.group(1) if told else _delimiter(first)
    taken = _Taken(itertools.chain([first], lines))
    rows = csv.reader(taken, delimiter=sign)
    try:
        names, found = next(rows), False
        refused = _unclosed(f"{where}:1") if taken.is_open(sign) else textless(names, where, fields)
        if refused:
            yield refused
            return
        taken.clear()
        for number, row in enumerate(rows, 2):
            if row:
                found = True
                place = f"{where}:{number}"
                yield _unclosed(place) if taken.is_open(sign) else _row(names, row, place, fields)
            taken.clear()
        if not found:
            yield texts.drop(where, "a row of names and no other", "one report a row")
    except csv.Error as error:
        reason = f"not a table from line {rows.line_num} on: {error}"
        yield texts.drop(where, reason, "is a quotation mark not closed? nothing after it was read")
    except UnicodeError as error:
        yield texts.drop(where, f"broken encoding: {error}", "save it again as UTF-8; nothing after it was read")


class _Taken:
    """The lines that the row in hand was made of, to see whether its quotation marks close."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._row: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._row.append(line)
        return line

    def clear(self) -> None:
        """Begin the next row."""
        self._row.clear()

    def is_open(self, sign: str) -> bool:
        """Whether a field of the row opens with a mark and not all marks have their counterpart."""
        marks = sum(line.count('"') for line in self._row)
        return marks % 2 == 1 and any(line.startswith('"') or f'{sign}"' in line for line in self._row)


def _unclosed(place: str) -> Drop:
    """A row that may have swallowed those after it."""
    return texts.drop(place, "a quotation mark that is not closed", "double those within a text and close each field")


def _row(names: list[str], row: list[str], place: str, fields: Fields) -> Source | Drop:
    """The source of one row. A row that is longer or shorter than its names has text in a wrong column."""
    if len(row) != len(names):
        reason = f"{len(row)} fields in this row, {len(names)} names in the first"
        return texts.drop(place, reason, "put texts in quotation marks and double those within")
    if any("\udc80" <= char <= "\udcff" for value in row if not value.isascii() for char in value):
        return texts.drop(place, "broken encoding: a byte that is not UTF-8", "save the file again as UTF-8")
    return record(dict(zip(names, row, strict=True)), place, fields)


def _text_lines(handle: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a table, none of them longer than a report may be."""
    while line := handle.readline(texts.LIMIT + 1):
        if len(line) > texts.LIMIT:
            size = texts.LIMIT // 1024 // 1024
            reason = f"a line larger than {size} MB"
            raise csv.Error(reason)
        yield line


def _table_encoding(head: bytes) -> str:
    """UTF-8, UTF-16 by its mark (as Excel writes it), or Windows-1252 where the beginning is that."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        # A character may be cut at the end of what is looked at.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252" if isinstance(texts.decoded(head), texts.Decoded) else "utf-8"
    return "utf-8-sig"


def _delimiter(first: str) -> str:
    r"""The sign between the names of the first row.

    >>> _delimiter('id;"title, short";text'), _delimiter("id\ttext\n")
    (';', '\t')
    """
    bare = re.sub(r'"[^"]*"', "", first)
    return max(",;\t|", key=lambda sign: (bare.count(sign), sign == ","))


# ---- Parquet ---------------------------------------------------------------------------------------------------------
def parquet_records(handle: BufferedReader, where: str, fields: Fields) -> Iterator[Source | Drop]:
    """One source a row of a Parquet file, read a few rows at a time and only in the columns that are used."""
    try:
        # Imported here because it is large, optional, and only this format needs it.
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        yield texts.missing(where, "Parquet", "parquet")
        return
    if not handle.seekable():
        yield texts.drop(where, "Parquet cannot be read from a pipe", "write it to a file first")
        return
    try:
        table = pq.ParquetFile(handle, pre_buffer=False)
        if refused := textless(table.schema_arrow.names, where, fields):
            yield refused
            return
        used = [name for name in table.schema_arrow.names if _is_used(name, fields)]
        number = 0
        for batch in table.iter_batches(batch_size=32, columns=used or None, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                yield record(row, f"{where}:{number}", fields)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        reason = str(error).partition("\n")[0][:200]
        yield texts.drop(where, f"not Parquet that can be read: {reason}", "write the table again")
        return
    if not number:
        yield texts.drop(where, "a table without rows", "one report a row")


def _is_used(name: str, fields: Fields) -> bool:
    """Whether a column, or an object in it, has a name that is looked for."""
    return any(
        known.partition(".")[0] == squeezed(name) for known in itertools.chain.from_iterable(fields.names.values())
    )
