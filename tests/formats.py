"""Files in each format, made of invented reports: what the tests of reading are made on."""

import bz2
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

WORDS = (
    "The foreign ministers of Aldova and Brenia met in the border town of Korvat on Tuesday. "
    "They agreed to reopen two crossings before the winter, the Aldovan ministry said in a statement. "
    "Brenia's envoy called the talks frank and said that a second round would follow in Selm within a month."
)
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>Ministers meet in Korvat</title>'
    '<link rel="canonical" href="https://news.example/korvat?a=1&amp;b=2"></head><body><article>'
    f"<h1>Ministers meet in Korvat</h1><p>{WORDS}</p><p>{WORDS}</p></article></body></html>"
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def warc_record(
    url: str,
    body: bytes,
    *,
    kind: str = "response",
    media: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    extra: str = "",
) -> bytes:
    """One record of a web archive: an answer of a server, or the content alone."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{extra}\r\n".encode() if kind == "response" else b""
    content = "application/http; msgtype=response" if kind == "response" else media
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-08-07T01:02:03Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{sum(url.encode()):012d}>\r\n"
        f"Content-Type: {content}\r\nContent-Length: {len(http) + len(body)}\r\n\r\n"
    )
    return head.encode() + http + body + b"\r\n\r\n"


def warc_gz(records: Iterable[bytes]) -> bytes:
    """A web archive with each record compressed on its own, as crawlers write it."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def pdf(pages: Iterable[Iterable[str]]) -> bytes:
    """A PDF of these lines, twelve points apart, a page for each list."""
    streams = [
        b"BT /F1 10 Tf 12 TL 50 800 Td "
        + b" ".join(b"(" + line.encode("latin-1").replace(b"(", b"\\(").replace(b")", b"\\)") + b") '" for line in page)
        + b" ET"
        for page in pages
    ]
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for at, stream in enumerate(streams):
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * at} 0 R"
        objects.append(f"{page} /Resources << /Font << /F1 3 0 R >> >> >>".encode())
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    objects.append(b"<< /CreationDate (D:20210807010203Z) >>")
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def docx(paragraphs: Iterable[str], *, header: str = "", raw: str = "") -> bytes:
    """A Word document of these paragraphs; `raw` is put behind them as it is."""

    def part(root: str, lines: Iterable[str], more: str = "") -> str:
        body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
        return f'<?xml version="1.0"?><w:{root} xmlns:w="{_WORD}">{body}{more}</w:{root}>'

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", part("document", paragraphs, raw))
        if header:
            archive.writestr("word/header1.xml", part("hdr", [header]))
        core = '<cp:p xmlns:dcterms="t"><dcterms:created xsi:type="W3">2021-08-07T01:02:03Z</dcterms:created></cp:p>'
        archive.writestr("docProps/core.xml", core)
    return out.getvalue()


def rss(items: Iterable[str]) -> bytes:
    """A feed of these items, each its own markup."""
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Korvat Courier</title>'
    return f"{head}<language>en-gb</language>{''.join(items)}</channel></rss>".encode()


def item(title: str, body: str, day: str = "Tue, 03 Aug 2021 09:30:00 +0200") -> str:
    """One item of a feed, its body escaped."""
    return (
        f"<item><title>{escape(title)}</title><link>https://courier.example/{len(title)}</link>"
        f"<pubDate>{day}</pubDate><description>{escape(body)}</description></item>"
    )


def mail(body: bytes, *, head: str = "", media: str = "text/plain; charset=utf-8") -> bytes:
    """One message of a press list."""
    return (
        "From: =?utf-8?q?Minist=C3=A8re_de_Brenia?= <press@brenia.example>\r\n"
        "Date: Tue, 03 Aug 2021 09:30:00 +0200\r\nSubject: Readout of the\r\n meeting in Korvat\r\n"
        f"MIME-Version: 1.0\r\n{head}Content-Type: {media}\r\n\r\n"
    ).encode() + body


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: Mapping[str, bytes]) -> bytes:
    """A tar of these files, behind a link that leads out of it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def _parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"text": [WORDS] * 20, "published_date": ["2021-08-03"] * 20}), out)
    return out.getvalue()


def whole() -> dict[str, bytes]:
    """One sound file of each format."""
    rows = [{"id": str(number), "text": WORDS, "date": "2021-08-03"} for number in range(5)]
    lines = "\n".join(map(json.dumps, rows)).encode()
    records = [warc_record(f"https://news.example/{number}", PAGE.encode()) for number in range(4)]
    return {
        "a.txt": (WORDS + "\nMinister Öberg – “so”.\n").encode(),
        "b.txt": WORDS.encode("utf-16"),
        "a.html": PAGE.encode(),
        "a.jsonl": lines,
        "a.json": json.dumps(rows, indent=1).encode(),
        "a.csv": ("id,text,date\n" + f'1,"{WORDS} ""so""",2021-08-03\n' * 5).encode(),
        "a.parquet": _parquet(),
        "a.warc": b"".join(records),
        "a.warc.gz": warc_gz(records),
        "a.jsonl.gz": gzip.compress(lines, mtime=0),
        "a.csv.bz2": bz2.compress(b"id,text\n1,One.\n" * 50),
        "a.txt.zst": zstandard.ZstdCompressor().compress((WORDS * 20).encode()),
        "a.rss": rss([item("T", f"<p>{WORDS}</p>")] * 4),
        "a.eml": mail(WORDS.encode(), head="X-List: press\r\n"),
        "b.eml": mail(
            f"--x\r\nContent-Type: text/html\r\n\r\n<p>{WORDS}</p>\r\n--x--\r\n".encode(),
            media="multipart/mixed; boundary=x",
        ),
        "a.mbox": b"\n".join(b"From press Tue\n" + mail(WORDS.encode()) for _ in range(4)),
        "a.pdf": pdf([[WORDS[:80], WORDS[80:160]], [WORDS[160:240]]]),
        "a.docx": docx([WORDS] * 5, header="Ministry of Brenia"),
        "a.zip": zipped({"a.txt": WORDS.encode(), "b.html": PAGE.encode()}),
        "a.tar": tarred({"a.txt": WORDS.encode(), "b.html": PAGE.encode()}),
        "a.xml": f"<nitf><body><body.content><p>{WORDS}</p></body.content></body></nitf>".encode(),
    }
