"""A thousand damaged inputs: each becomes a source or a named drop, in time and within memory.

They are made here, always the same: files of each format cut off, with bytes changed, taken out, doubled or filled with
NUL, and some that are meant to hurt. What can be read of them goes on to `structure`.
"""

import bz2
import gzip
import io
import json
import random
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import zstandard

import formats
from formats import PAGE, WORDS
from readout.codebook import Compiled
from readout.read import sources
from readout.records import Document, Drop, Source
from readout.structure import structure

TODAY = date(2026, 1, 1)
ROUNDS = 53  # variants of each whole file
LONGEST = 30.0  # seconds: no measure of speed (the slowest takes under 2), but a hang would pass it
MOST = 1024**3  # bytes of memory for all of them


def _damaged(data: bytes, number: int, rng: random.Random) -> bytes:
    """One of seven injuries, at a place of its own."""
    at, size = rng.randrange(len(data)), rng.randrange(1, 200)
    return (
        lambda: data[:at],
        lambda: data[:at] + rng.randbytes(size) + data[at + size :],
        lambda: data[:at] + data[at + size :],
        lambda: data[:at] + bytes(size) + data[at:],
        lambda: data[:at] + data[max(0, at - size) :],
        lambda: bytes(byte ^ (1 << rng.randrange(8)) if rng.random() < 0.01 else byte for byte in data),
        lambda: data[at:] + data[:at],
    )[number % 7]()


def _bomb(name: str, size: int) -> bytes:
    """A ZIP archive of one file of blanks that is far larger unpacked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, archive.open(name, "w") as inner:
        for _ in range(size >> 20):
            inner.write(b" " * (1 << 20))
    return out.getvalue()


def _quine_of_gzip() -> bytes:
    data = b"Hello."
    for _ in range(30):
        data = gzip.compress(data, mtime=0)
    return data


def _cruel() -> Iterator[tuple[str, bytes]]:
    """What is made to hurt, or might as well be."""
    yield from _pages()
    yield from _packed()
    yield from _tables()
    yield from _others()


def _pages() -> Iterator[tuple[str, bytes]]:
    """Pages and texts."""
    deep = 10_000
    for tag in ("div", "b", "table", "ul><li", "blockquote", "font", "p", "em", "svg", "object"):
        opened = "".join(f"<{part}>" for part in tag.split("><"))
        yield f"deep-{tag[:3]}.html", f"<html><body>{opened * deep}{PAGE[20:]}".encode()
    yield "comments.html", ("<html><body>" + "<!--" * deep + WORDS).encode()
    yield "attributes.html", ("<html><body><p " + " ".join(f"a{n}=1" for n in range(200_000)) + f">{WORDS}").encode()
    yield "quoted.html", ("<html><body><p " + " ".join(f'a{n}="1"' for n in range(100_000)) + f">{WORDS}").encode()
    yield "signs.html", b"<html><body>" + b"<" * 1_000_000
    yield "elements.html", ("<html><body>" + "<div>x</div>" * 100_000).encode()
    yield "entities.html", b"<html><body>" + b"&amp;" * 200_000
    yield "nul.html", b"<html><body>" + bytes(5000) + PAGE.encode()
    yield "charset.html", b"<html><meta charset=punycode><body>" + b"\xff-" * 50_000
    yield "line.txt", b"word " * 1_000_000
    yield "one-word.txt", b"w" * 5_000_000
    yield "line.html", b"<html><body><p>" + b"word " * 500_000


def _packed() -> Iterator[tuple[str, bytes]]:
    """Archives and compressed files."""
    zeros = bytes(1 << 20)
    inflate = gzip.compress(zeros * 200, 1, mtime=0)
    yield "line.jsonl", json.dumps({"text": "word " * 1_000_000}).encode()
    yield "endless.jsonl.gz", gzip.compress(b'{"text": "', mtime=0) + inflate
    yield "bomb.txt.gz", inflate
    yield "bomb.txt.zst", zstandard.ZstdCompressor().compress(zeros * 100)
    yield "bomb.warc.gz", inflate
    yield "bomb.csv.bz2", bz2.compress(b"a,b\n" + zeros * 30, 1)
    yield "bomb.docx", _bomb("word/document.xml", 300 << 20)
    yield "other.docx", _bomb("word/other.xml", 50 << 20)
    yield "nested.gz", _quine_of_gzip()
    yield "bomb.warc", formats.warc_record("u", inflate, extra="Content-Encoding: gzip\r\n")
    yield "liar.warc", formats.warc_record("u", b"x").replace(b"Content-Length: ", b"Content-Length: 9999999999")
    yield "below.warc", formats.warc_record("u", b"x").replace(b"Content-Length: ", b"Content-Length: -")
    yield "chunks.warc", formats.warc_record("u", b"ffffffffffffffff\r\nx", extra="Transfer-Encoding: chunked\r\n")
    yield "brotli.warc", formats.warc_record("u", b"\x00\xff" * 500, extra="Content-Encoding: br\r\n")


def _tables() -> Iterator[tuple[str, bytes]]:
    """JSON, CSV and Parquet."""
    yield "deep.json", b"[" * 200_000
    yield "deep.jsonl", b'{"a":' * 100_000
    yield "digits.jsonl", b'{"text": "Hello.", "id": ' + b"9" * 20_000 + b"}"
    yield "open.json", b'[{"text": "' + b"x" * 3_000_000
    yield "numbers.json", b"[" + b"1," * 20_000
    yield "tree.jsonl", ('{"body": ' + "[" * 200 + '"Hello."' + "]" * 200 + "}").encode()
    yield "quote.csv", b'id,text\n1,"' + b"never closed, " * 200_000
    yield "columns.csv", b"a," * 200_000 + b"\n" + b"1," * 200_000
    yield "short.csv", b"id,text\n" + b"1\n" * 5000
    yield "field.csv", b"id,text\n1," + b"x" * 22_000_000
    yield "page.parquet", b"PAR1" + bytes(1 << 20) + b"\xff\xff\xff\x7fPAR1"


def _others() -> Iterator[tuple[str, bytes]]:
    """Feeds, mail, PDF and Word."""
    deep = 10_000
    zeros = bytes(1 << 20)
    yield (
        "laughs.rss",
        (
            '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
            + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
            + "]><rss><channel><item><description>&i;</description></item></channel></rss>"
        ).encode(),
    )
    yield "deep.rss", b"<rss>" + b"<item>" * deep + WORDS.encode()
    yield "open.rss", b"<rss><channel>" + b"<item><description><![CDATA[" * 5000
    yield "not.xml", b'<?xml version="1.0"?><urlset><url><loc>u</loc></url></urlset>'
    yield "parts.eml", formats.mail(b"--x\r\n" * 50_000, media="multipart/mixed; boundary=x")
    nest = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(2000))
    yield "nested.eml", b"From: a\r\n" + nest.encode()
    yield "header.eml", b"From: " + b"=?utf-8?q?" * 20_000 + b"\r\n\r\nHello."
    yield "base64.eml", formats.mail(b"====" * 1000, head="Content-Transfer-Encoding: base64\r\n")
    yield "from.mbox", b"From \n\n" * 20_000
    yield "trailer.pdf", b"%PDF-1.7\n" + b"xref\n0 99999999\n" * 100 + b"startxref\n9\n%%EOF"
    yield "loop.pdf", formats.pdf([["x"]]).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    yield "length.pdf", formats.pdf([[WORDS[:90]]]).replace(b"/Length ", b"/Length 9999999")
    yield "zeros.pdf", b"%PDF-1.4" + zeros
    laughs = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    yield "deep.docx", formats.docx([], raw="<w:p>" * deep)
    yield "entity.docx", formats.docx([], raw=laughs)
    yield "head.docx", b"PK\x03\x04" + zeros


def _inputs() -> Iterator[tuple[str, bytes]]:
    yield from _cruel()
    rng = random.Random(20210806)
    for name, data in formats.whole().items():
        for number in range(ROUNDS):
            yield f"{number:02d}-{name}", _damaged(data, number, rng)


@pytest.fixture(scope="module")
def cruel() -> dict[str, bytes]:
    return dict(_cruel())


def _peak() -> int:
    """The most memory that this process has had at once, in bytes."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


@pytest.mark.slow
def test_damaged_inputs_are_sources_or_named_drops(tmp_path: Path, rules: Compiled) -> None:
    count = 0
    slow: list[tuple[str, float]] = []
    for name, data in _inputs():
        count += 1
        path = tmp_path / name
        path.write_bytes(data)
        start = time.perf_counter()
        found = list(sources([path]))
        assert found, name
        for thing in found:
            _check(thing, name)
            if isinstance(thing, Source):
                _check(structure(thing, rules, today=TODAY), name)
        took = time.perf_counter() - start
        if took > LONGEST:
            slow.append((name, took))
        path.unlink()
    assert count >= 1000
    assert not slow
    assert _peak() < MOST


def _check(thing: Source | Document | Drop, name: str) -> None:
    if isinstance(thing, Drop):
        assert thing.reason, name
        assert thing.hint, name
        assert name in thing.where
    else:
        assert thing.text.strip(), name
        thing.text.encode()  # no half of a surrogate pair


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("attributes.html", "thousands of attributes"),
        ("elements.html", "more than 30,000 elements"),
        ("endless.jsonl.gz", "has no end"),
        ("bomb.txt.gz", "larger than 20 MB"),
        ("bomb.txt.zst", "larger than 20 MB"),
        ("bomb.docx", "unpacks to more than any report"),
        ("nested.gz", "compressed more than twice"),
        ("bomb.warc", "unpacks to more than any page"),
        ("liar.warc", "larger than 20 MB"),
        ("deep.jsonl", "nested too deep"),
        ("quote.csv", "quotation mark that is not closed"),
        ("field.csv", "a line larger than 20 MB"),
        ("not.xml", "XML that is no feed"),
        ("loop.pdf", "PDF"),
    ],
)
def test_what_hurts_is_named(tmp_path: Path, cruel: dict[str, bytes], name: str, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(cruel[name])
    drops = [found for found in sources([path]) if isinstance(found, Drop)]
    assert any(reason in drop.reason for drop in drops), drops
