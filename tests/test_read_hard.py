"""Reading what real files are like: damage in the middle, mail as programs write it, releases as offices make them."""

import gzip
import tarfile
import zlib
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
import zstandard

import formats
from formats import PAGE, WORDS, tarred, zipped
from readout.read import sources
from readout.records import Drop, Source


def read(path: Path, data: bytes | str) -> tuple[list[Source], list[str]]:
    """The sources of a file, and why other things in it were dropped."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    found = list(sources([path]))
    return [f for f in found if isinstance(f, Source)], [f.reason for f in found if isinstance(f, Drop)]


# ---- web archives that are damaged -----------------------------------------------------------------------------------
RECORDS = [formats.warc_record(f"https://news.example/{number}", PAGE.encode()) for number in range(5)]
LIAR = RECORDS[1].replace(b"Content-Length: ", b"Content-Length: 9")
PACKED = [gzip.compress(record, mtime=0) for record in RECORDS]
BROKEN = PACKED[1][:60] + b"\xff" * 30 + PACKED[1][90:]
DAMAGED = {
    "a length that swallows what follows": ("a.warc", b"".join([RECORDS[0], LIAR, *RECORDS[2:]]), "0234", "cut off"),
    "the same, record by record": ("a.warc.gz", formats.warc_gz([RECORDS[0], LIAR, *RECORDS[2:]]), "0234", "cut off"),
    "lines between records": ("a.warc", RECORDS[0] + b"not a record\r\n" + b"".join(RECORDS[1:]), "01234", "record 1"),
    "a record that does not unpack": ("a.warc.gz", b"".join([PACKED[0], BROKEN, *PACKED[2:]]), "0234", "record 1"),
    "damage at the end": ("a.warc", b"".join(RECORDS[:3])[:-300], "01", "cut off"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_reading_goes_on_behind_damage(tmp_path: Path, name: str) -> None:
    """What is whole behind the damage is read; one drop says where the damage was."""
    file, data, whole, reason = DAMAGED[name]
    good, bad = read(tmp_path / file, data)
    assert "".join((found.declared.url or "")[-1] for found in good) == whole
    assert len(bad) == 1
    assert reason in bad[0]


def test_a_payload_in_zstd(tmp_path: Path) -> None:
    packed = zstandard.ZstdCompressor().compress(PAGE.encode())
    record = formats.warc_record("https://news.example/1", packed, extra="Content-Encoding: zstd\r\n")
    (found,), _ = read(tmp_path / "a.warc", record)
    assert found.text == PAGE


# ---- ZIP and tar -----------------------------------------------------------------------------------------------------
FILES = {
    "a/one.txt": WORDS.encode(),
    "a/.hidden.txt": b"x",
    "__MACOSX/one.txt": b"x",
    "b.html": PAGE.encode(),
    "c.docx": formats.docx([WORDS]),
    "d.jsonl": b'{"text": "They met."}\n{"text": "They left."}\n',
}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped(FILES)),
        ("a.tar", tarred(FILES)),
        ("a.tar.gz", gzip.compress(tarred(FILES))),
        ("a.tgz", gzip.compress(tarred(FILES))),
    ],
)
def test_files_in_a_file_are_read_like_a_folder(tmp_path: Path, name: str, data: bytes) -> None:
    """Each by its own format, under its name inside; hidden files and links are left out."""
    good, bad = read(tmp_path / name, data)
    inside = [found.where.partition("!")[2] for found in good]
    assert inside == ["a/one.txt", "b.html", "c.docx", "d.jsonl:1", "d.jsonl:2"]
    assert bad == []


def _huge_header() -> bytes:
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 5 * 10**9
    return header.tobuf(tarfile.PAX_FORMAT) + bytes(10_000)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("cut.zip", zipped(FILES)[:900], "not a ZIP file"),
        ("nested.zip", zipped({"a.zip": zipped(FILES)}), "inside another file"),
        ("empty.zip", zipped({}), "no readable file"),
        ("bad.zip", zipped(FILES).replace(zlib.compress(WORDS.encode())[40:60], bytes(20)), ""),
        ("cut.tar", tarred(FILES)[:2000], "cut off"),
        ("cut.tar.gz", gzip.compress(tarred(FILES))[:500], "cut off"),
        ("huge.tar", _huge_header(), "larger than any"),
        ("empty.tar", tarred({}), "no readable file"),
    ],
)
def test_damaged_files_of_files(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    _, bad = read(tmp_path / name, data)
    assert any(reason in why for why in bad) or not reason


# ---- mail as programs write it ---------------------------------------------------------------------------------------
def release(subject: str = "Readout of the call") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = (
        "Press Aldova <p@aldova.example>",
        subject,
        "Tue, 3 Aug 2021 09:30:00 +0200",
    )
    return mail


def _pointer() -> bytes:
    mail = release()
    mail.set_content("Your program does not show pages. See https://aldova.example/1")
    mail.add_alternative(f'<span style="display:none">Preview</span><p>{WORDS}</p><p>They left.</p>', subtype="html")
    return mail.as_bytes()


def _flowed() -> bytes:
    mail = MIMEText("The ministers met in Korvat \non Tuesday.\n\nThey \nleft.\n", _charset="utf-8")
    mail.set_param("format", "flowed")
    mail["From"] = "p@aldova.example"
    return mail.as_bytes()


def _pieces() -> bytes:
    mail = MIMEMultipart("mixed")
    mail["From"] = "p@aldova.example"
    picture = MIMEBase("image", "png")
    picture.set_payload(b"x")
    for part in (MIMEText("The ministers met."), picture, MIMEText("They left."), MIMEText("_" * 47 + "\nlist footer")):
        mail.attach(part)
    return mail.as_bytes()


def _mislabelled() -> bytes:
    words = "The ministers met in Zürich – “a frank talk” – and left."
    return formats.mail(words.encode("cp1252"), media="text/plain; charset=utf-8")


def _latin() -> bytes:
    return formats.mail("A “frank” talk".encode("cp1252"), media="text/plain; charset=iso-8859-1")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (_pointer(), f"{WORDS}\n\nThey left."),
        (_flowed(), "The ministers met in Korvat on Tuesday.\n\nThey left."),
        (_pieces(), "The ministers met.\nThey left."),
        (_mislabelled(), "The ministers met in Zürich – “a frank talk” – and left."),
        (_latin(), "A “frank” talk"),
    ],
    ids=["a pointer to the page", "flowed", "text around a picture", "called UTF-8 and is not", "called Latin-1"],
)
def test_the_words_of_a_mail(tmp_path: Path, data: bytes, words: str) -> None:
    (found,), _ = read(tmp_path / "a.eml", data)
    assert found.text.strip() == words


def test_a_forwarded_release_has_the_day_of_its_own(tmp_path: Path) -> None:
    mail = release("Fwd: Readout of the call")
    mail.set_content(
        "See below.\n\n---------- Forwarded message ---------\nFrom: Press Brenia <p@brenia.example>\n"
        f"Date: Sun, 1 Aug 2021 at 10:00\nSubject: Readout of the call\nTo: <list@aldova.example>\n\n\n{WORDS}\n"
    )
    (found,), _ = read(tmp_path / "a.eml", mail.as_bytes())
    assert found.text.strip() == WORDS
    assert found.declared.published == "Sun, 1 Aug 2021 at 10:00"
    assert (found.declared.outlet, found.declared.title) == ("Press Brenia", "Readout of the call")
    assert ("Date", "Tue, 03 Aug 2021 09:30:00 +0200") in found.declared.dates


def test_messages_in_a_digest_are_sources_of_their_own(tmp_path: Path) -> None:
    digest = MIMEMultipart("digest")
    digest["From"], digest["Subject"] = "list@aldova.example", "Digest 7"
    for number in (1, 2):
        inner = release(f"Release {number}")
        inner.set_content(f"{WORDS} It is number {number}.")
        digest.attach(MIMEMessage(inner))
    good, bad = read(tmp_path / "a.eml", digest.as_bytes())
    assert [found.declared.title for found in good] == ["Release 1", "Release 2"]
    assert [found.where[-2:] for found in good] == ["#1", "#2"]
    assert bad == []


def test_attached_releases_by_their_names(tmp_path: Path) -> None:
    """A server calls them bytes; a text that is attached is a release, too."""
    mail = release()
    mail.set_content("Two releases.")
    mail.add_attachment(formats.pdf([[WORDS]]), maintype="application", subtype="octet-stream", filename="one.PDF")
    mail.add_attachment(WORDS, filename="two.txt")
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="logo.png")
    good, bad = read(tmp_path / "a.eml", mail.as_bytes())
    assert [found.where.rpartition("#")[2] for found in good[1:]] == ["1 one.PDF", "2 two.txt"]
    assert all(found.text.startswith(WORDS[:80]) for found in good[1:])
    assert bad == []


# ---- releases as offices lay them out --------------------------------------------------------------------------------
def test_running_heads_of_a_pdf_are_no_text(tmp_path: Path) -> None:
    """What each page repeats at head and foot goes, but for the letterhead; hyphens at line ends go, too."""
    places = ["Korvat", "Selm", "Brod", "Lunt"]
    body = [
        (f"The ministers met in {place} and reaf-", f"firmed the treaty that they signed in {place}")
        for place in places
    ]
    pages = [["Ministry of Brenia", *lines, f"Release {number} of Brenia"] for number, lines in enumerate(body)]
    (found,), _ = read(tmp_path / "a.pdf", formats.pdf(pages))
    assert found.text.count("Ministry of Brenia") == 1
    assert "Release" not in found.text
    assert found.text.count("and reaffirmed the treaty") == 4


def test_what_a_reader_of_word_does_not_see_is_no_text(tmp_path: Path) -> None:
    raw = (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Aldova</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>Two </w:t></w:r>"
        "<w:moveFrom><w:r><w:t>moved away</w:t></w:r></w:moveFrom><w:r><w:t>ships</w:t></w:r></w:p>"
    )
    (found,), _ = read(tmp_path / "a.docx", formats.docx([WORDS], raw=raw))
    assert found.text.split("\n\n")[1:] == ["Aldova", "Two ships\n"]


def test_open_document(tmp_path: Path) -> None:
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    content = (
        f"<office:document-content {names}><office:body><office:text><text:tracked-changes><text:p>gone</text:p>"
        "</text:tracked-changes><text:h>Readout</text:h><text:p>They<text:s/>met<text:span> in Korvat</text:span>."
        "<office:annotation><text:p>says who?</text:p></office:annotation> They left.</text:p></office:text>"
        "</office:body></office:document-content>"
    )
    meta = "<meta:creation-date>2021-08-06T01:00:00</meta:creation-date>"
    (found,), _ = read(tmp_path / "a.odt", zipped({"content.xml": content.encode(), "meta.xml": meta.encode()}))
    assert found.text == "Readout\n\nThey met in Korvat. They left.\n"
    assert found.declared.dates == (("creation-date", "2021-08-06T01:00:00"),)
    _, bad = read(tmp_path / "b.odt", zipped({"x": b""}))
    assert bad == ["not an OpenDocument: it has no text part"]


# ---- tables ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", f'\ufeff"id";"text"\r\n"1";"{WORDS}\r\n""So"", he said; all left."\r\n'),
        ("b.csv", f'sep=;\r\nid;text\r\n1;"{WORDS}\r\n""So"", he said; all left."\r\n'),
    ],
)
def test_tables_as_spreadsheets_write_them(tmp_path: Path, name: str, data: str) -> None:
    (found,), _ = read(tmp_path / name, data)
    assert found.text == f'{WORDS}\r\n"So", he said; all left.'


# ---- the XML of agencies ---------------------------------------------------------------------------------------------
NITF = (
    '<nitf><head><title>Short</title><docdata><date.issue norm="20210803T093000Z"/></docdata></head><body><body.head>'
    "<hedline><hl1>Ministers meet</hl1></hedline><byline>By Ann Lind</byline><distributor>Nordwire</distributor>"
    "<dateline><location>KORVAT</location>, Aug. 3</dateline></body.head>"
    f"<body.content><p>{WORDS}</p><p>They left &amp; flew home.</p></body.content></body></nitf>"
)
NEWSML = (
    '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>'
    '<newsItem guid="urn:1"><itemMeta><versionCreated>2021-08-03T09:30:00Z</versionCreated><provider literal="NW"/>'
    "</itemMeta><contentMeta><headline>Ministers meet</headline><by>Ann Lind</by></contentMeta><contentSet><inlineXML>"
    f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>{WORDS}</p></body></html>'
    '</inlineXML></contentSet></newsItem><newsItem guid="urn:2"><contentSet><remoteContent href="a.jpg"/></contentSet>'
    "</newsItem></itemSet></newsMessage>"
)


def test_nitf(tmp_path: Path) -> None:
    (found,), bad = read(tmp_path / "a.xml", NITF)
    assert found.text == f"KORVAT, Aug. 3\n\n{WORDS}\n\nThey left & flew home.\n"
    assert (found.declared.title, found.declared.outlet) == ("Ministers meet", "Nordwire")
    assert (found.declared.authors, found.declared.published) == (("By Ann Lind",), "20210803T093000Z")
    assert bad == []


def test_newsml(tmp_path: Path) -> None:
    (found,), bad = read(tmp_path / "a.xml", NEWSML)
    assert found.text == f"{WORDS}\n"
    assert (found.declared.id, found.declared.outlet) == ("urn:1", "NW")
    assert (found.declared.title, found.declared.published) == ("Ministers meet", "2021-08-03T09:30:00Z")
    assert bad == ["an item without text"]
    assert read(tmp_path / "b.xml", NEWSML[:300])[1][0].startswith("XML that cannot be read")
