"""Reading each format: the words, the address, the day and the outlet come out, and what each was called there."""

import bz2
import gzip
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import brotli
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

import formats
from formats import PAGE, WORDS
from readout.errors import BadSource
from readout.read import mapping, sources
from readout.records import Drop, Source


def read(path: Path, **fields: str) -> list[Source | Drop]:
    return list(sources([path], fields=fields or None))


def one(path: Path, **fields: str) -> Source:
    (found,) = read(path, **fields)
    assert isinstance(found, Source), found
    return found


def good(path: Path, **fields: str) -> list[Source]:
    return [found for found in read(path, **fields) if isinstance(found, Source)]


def bad(path: Path, **fields: str) -> list[str]:
    return [found.reason for found in read(path, **fields) if isinstance(found, Drop)]


def written(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


# ---- names of fields -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (  # news-please
            {
                "maintext": WORDS, "date_publish": "2021-08-03 09:30:00", "date_modify": "2021-08-04 10:00:00",
                "date_download": "2021-08-07 01:02:03", "source_domain": "courier.example", "title": "T",
                "url": "https://courier.example/1", "authors": ["A. Lind"], "language": "en",
            },
            {
                "published": "2021-08-03 09:30:00", "outlet": "courier.example", "retrieved": "2021-08-07 01:02:03",
                "authors": ("A. Lind",), "language": "en", "title": "T", "url": "https://courier.example/1",
                "dates": (("date_publish", "2021-08-03 09:30:00"), ("date_modify", "2021-08-04 10:00:00")),
            },
        ),
        (  # Fundus
            {
                "title": "T", "body": {"summary": [], "sections": [{"headline": [], "paragraphs": [WORDS]}]},
                "publishing_date": "2021-08-03 09:30:00+02:00", "authors": ["A. Lind", "B. Orr"],
                "html": {"requested_url": "https://c.example/1", "responded_url": "https://c.example/one"},
            },
            {
                "published": "2021-08-03 09:30:00+02:00", "url": "https://c.example/1",
                "authors": ("A. Lind", "B. Orr"), "canonical": "https://c.example/one",
            },
        ),
        (  # Media Cloud, with text
            {
                "stories_id": 77, "publish_date": "2021-08-03", "title": "T", "url": "u", "media_name": "Courier",
                "indexed_date": "2021-08-05", "text": WORDS,
            },
            {"id": "77", "published": "2021-08-03", "outlet": "Courier", "retrieved": "2021-08-05"},
        ),
        (  # CC-News tables
            {
                "requested_url": "u1", "responded_url": "u2", "plain_text": WORDS, "published_date": "2021-08-03",
                "publisher": "courier.example", "author": "A. Lind",
            },
            {"url": "u1", "canonical": "u2", "published": "2021-08-03", "outlet": "courier.example"},
        ),
        (  # a service's answer, in camel case
            {"webTitle": "T", "webPublicationDate": "2021-08-03T07:30:00Z", "fields": {"bodyText": WORDS},
             "webUrl": "u"},
            {"title": "T", "published": "2021-08-03T07:30:00Z", "url": "u"},
        ),
        (  # pandas counts milliseconds and writes lists as strings
            {"content": WORDS, "publication": "Courier", "date": 1627975800000, "author": "['A. Lind', 'B. Orr']"},
            {"published": "2021-08-03T07:30:00+00:00", "outlet": "Courier", "authors": ("A. Lind", "B. Orr")},
        ),
        ({"text": WORDS, "source": {"id": None, "name": "Courier"}, "date": "202108030930"}, {"outlet": "Courier"}),
    ],
)  # fmt: skip
def test_names_of_known_tools_are_understood(
    tmp_path: Path, record: dict[str, object], expected: dict[str, object]
) -> None:
    found = one(written(tmp_path / "a.jsonl", json.dumps(record)))
    assert found.text == WORDS
    assert {name: getattr(found.declared, name) for name in expected} == expected
    assert {name for name, _ in found.declared.origins} >= set(expected) - {"dates"}


def test_origins_say_what_a_field_was_called(tmp_path: Path) -> None:
    line = json.dumps({"maintext": WORDS, "date_publish": "2021-08-03", "id": 4})
    assert one(written(tmp_path / "a.jsonl", line)).declared.origins == (("id", "id"), ("published", "date_publish"))


def test_a_field_can_be_chosen(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", json.dumps({"text": "A teaser.", "Body Text": WORDS, "stamp": "2021-08-03"}))
    found = one(path, text="body_text", published="stamp")
    assert (found.text, found.declared.published) == (WORDS, "2021-08-03")
    assert mapping(["text", "Body Text"], {"text": "body_text"}) == {"text": ("Body Text",)}
    assert "no field of the name chosen" in bad(path, text="nowhere")[0]
    with pytest.raises(BadSource, match="there is no field"):
        read(path, words="body")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"url": "u", "title": "T", "publish_date": "2021-08-03"}, "only url, title, publish_date"),
        ({"text": " ", "url": "u"}, "the field is empty"),
        ({"content": "The envoys met in … [+2310 chars]"}, "cut it off"),
        ({"text": "One\0two"}, "NUL"),
    ],
)
def test_records_without_a_usable_text(tmp_path: Path, record: dict[str, object], reason: str) -> None:
    assert reason in bad(written(tmp_path / "a.jsonl", json.dumps(record)))[0]


def test_markup_in_a_record_is_a_page(tmp_path: Path) -> None:
    lines = [{"html": PAGE, "url": "u"}, {"content": {"rendered": f"<p>{WORDS}</p>"}}]
    found = good(written(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines))))
    assert [source.form for source in found] == ["html", "html"]
    assert found[0].declared.url == "u"
    assert found[0].declared.canonical == "https://news.example/korvat?a=1&b=2"


# ---- JSON in its layouts ---------------------------------------------------------------------------------------------
ROWS = [{"id": str(number), "text": f"{WORDS} {number}"} for number in range(3)]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a"])
@pytest.mark.parametrize(
    "text",
    [
        "\n".join(map(json.dumps, ROWS)),
        json.dumps(ROWS),
        json.dumps(ROWS, indent=2),
        "".join(json.dumps(row, indent=1) for row in ROWS),
        json.dumps({"status": "ok", "articles": ROWS}),
        json.dumps({"response": {"status": "ok", "results": ROWS}}, indent=1),
        "\ufeff" + json.dumps(ROWS),
    ],
)
def test_layouts_of_json(tmp_path: Path, name: str, text: str) -> None:
    found = good(written(tmp_path / name, text))
    assert [source.declared.id for source in found] == ["0", "1", "2"]
    assert len({source.where for source in found}) == 3


def test_a_long_array_is_read_piece_by_piece(tmp_path: Path) -> None:
    rows = [{"text": f"{WORDS} {number} " * (4000 if number == 5 else 1)} for number in range(2000)]
    found = read(written(tmp_path / "a.json", json.dumps(rows)))
    assert [source.text for source in found if isinstance(source, Source)] == [row["text"] for row in rows]


def test_an_array_that_is_cut_off_gives_what_was_whole(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", json.dumps(ROWS)[:-30])
    assert len(good(path)) == 2
    assert "not JSON" in bad(path)[0]


# ---- CSV, TSV, Parquet -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("a.csv", 'id,text,date\n1,"Minister Öberg said ""no"",\nand left.",2021-08-03\n', "utf-8"),
        ("a.csv", 'id;text;date\r\n1;"Minister Öberg said ""no"",\nand left.";2021-08-03\r\n', "cp1252"),
        ("a.tsv", 'id\ttext\tdate\n1\t"Minister Öberg said ""no"",\nand left."\t2021-08-03\n', "utf-8-sig"),
        ("a.csv", 'id\ttext\tdate\n1\t"Minister Öberg said ""no"",\nand left."\t2021-08-03\n', "utf-16"),
    ],
)
def test_tables(tmp_path: Path, name: str, text: str, encoding: str) -> None:
    found = one(written(tmp_path / name, text.encode(encoding)))
    assert found.text == 'Minister Öberg said "no",\nand left.'
    assert (found.form, found.declared.id, found.declared.published) == ("record", "1", "2021-08-03")
    assert found.where.endswith(":2")


def test_a_bad_row_is_dropped_alone(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", b"id,text\n1,One.\n2,Two, or more.\n3,\xff\xfe\xc3\xa4\xe4\xbd.\n4,\n5,Five.\n")
    found = read(path)
    assert [type(item).__name__ for item in found] == ["Source", "Drop", "Drop", "Drop", "Source"]
    assert [item.where.rpartition(":")[2] for item in found] == ["2", "3", "4", "5", "6"]


def test_a_field_longer_than_csv_allows_by_default(tmp_path: Path) -> None:
    assert len(one(written(tmp_path / "a.csv", "text\n" + "word " * 60_000)).text) > 250_000


def test_media_clouds_list_of_addresses_says_so(tmp_path: Path) -> None:
    rows = (
        "id,indexed_date,language,media_name,media_url,publish_date,title,url\n" + 9 * "1,2021,en,C,c,2021-08-03,T,u\n"
    )
    (found,) = read(written(tmp_path / "a.csv", rows))
    assert isinstance(found, Drop)
    assert "no text" in found.reason
    assert "list of addresses" in found.hint


def test_parquet(tmp_path: Path) -> None:
    table = pa.table({"plain_text": [WORDS, None], "published_date": ["2021-08-03", "2021-08-04"], "score": [1.0, 2.0]})
    pq.write_table(table, tmp_path / "a.parquet")
    first, second = read(tmp_path / "a.parquet")
    assert isinstance(first, Source)
    assert (first.text, first.declared.published, first.where[-2:]) == (WORDS, "2021-08-03", ":1")
    assert isinstance(second, Drop)


# ---- archives --------------------------------------------------------------------------------------------------------
def test_web_archive(tmp_path: Path) -> None:
    records = [
        formats.warc_record("https://news.example/1", PAGE.encode(), extra="Content-Language: en-GB\r\n"),
        formats.warc_record(
            "https://news.example/2", "Прибыл посол.".encode("cp1251"), media="text/html; charset=cp1251"
        ),
        formats.warc_record("https://news.example/3", WORDS.encode(), kind="conversion", media="text/plain"),
        formats.warc_record("https://news.example/4", b"GIF89a", media="image/gif"),
        formats.warc_record("https://news.example/5", b"gone", status="404 Not Found"),
        formats.warc_record("https://news.example/6", formats.pdf([[WORDS[:80]]]), media="application/pdf"),
        formats.warc_record(
            "https://news.example/7", formats.rss([formats.item("T", WORDS)]), media="application/rss+xml"
        ),
    ]
    for name, data in (("a.warc", b"".join(records)), ("a.warc.gz", formats.warc_gz(records))):
        found = good(written(tmp_path / name, data))
        assert [source.form for source in found] == ["html", "html", "text", "text", "text"]
        declared = found[0].declared
        assert (declared.url, declared.retrieved) == ("https://news.example/1", "2021-08-07T01:02:03Z")
        assert (declared.canonical, declared.language) == ("https://news.example/korvat?a=1&b=2", "en-GB")
        assert ("retrieved", "WARC-Date") in declared.origins
        assert found[1].text == "Прибыл посол."
        assert found[4].declared.retrieved == "2021-08-07T01:02:03Z"
        assert bad(tmp_path / name) == ["records that are no reports: image/gif 1, status 404 1"]


@pytest.mark.parametrize(
    ("head", "pack"),
    [
        ("Content-Encoding: gzip", gzip.compress),
        ("Content-Encoding: br", brotli.compress),
        ("Transfer-Encoding: chunked", lambda body: b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)),
        ("Content-Encoding: gzip", bytes),  # decoded by the crawler, the header left behind
        ("Transfer-Encoding: chunked", bytes),
    ],
)
def test_payloads_as_servers_sent_them(tmp_path: Path, head: str, pack: Callable[[bytes], bytes]) -> None:
    record = formats.warc_record("https://news.example/1", pack(PAGE.encode()), extra=head + "\r\n")
    assert one(written(tmp_path / "a.warc", record)).text == PAGE


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [("gz", gzip.compress), ("bz2", bz2.compress), ("zst", lambda data: zstandard.ZstdCompressor().compress(data))],
)
def test_compressed_files(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    lines = "\n".join(json.dumps({"text": f"{WORDS} {number}"}) for number in range(3000)).encode()
    assert len(good(written(tmp_path / f"a.jsonl.{suffix}", pack(lines)))) == 3000
    assert len(good(written(tmp_path / f"b.jsonl.{suffix}", pack(lines[:9000]) + pack(lines[9000:])))) == 3000
    assert one(written(tmp_path / f"c.html.{suffix}", pack(PAGE.encode()))).form == "html"
    assert one(written(tmp_path / f"d.txt.{suffix}", pack(WORDS.encode()))).text == WORDS
    assert one(written(tmp_path / "e.html", pack(PAGE.encode()))).form == "html"  # saved as it was sent
    cut = written(tmp_path / f"f.jsonl.{suffix}", pack(lines)[:-60])
    assert "cut off" in bad(cut)[-1]


# ---- feeds, mail -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["a.xml", "a.rss", "a"])
def test_feed(tmp_path: Path, name: str) -> None:
    items = [formats.item("Ministers &amp; envoys", f"<p>{WORDS}</p><p>More.</p>"), formats.item("No words", "<img>")]
    source, drop = read(written(tmp_path / name, formats.rss(items)))
    assert isinstance(source, Source)
    assert source.text == f"{WORDS}\n\nMore.\n"
    assert source.declared.title == "Ministers & envoys"
    assert source.declared.published == "Tue, 03 Aug 2021 09:30:00 +0200"
    assert (source.declared.outlet, source.declared.language) == ("Korvat Courier", "en-gb")
    assert ("outlet", "feed title") in source.declared.origins
    assert isinstance(drop, Drop)
    assert "without text: 'No words'" in drop.reason


def test_atom(tmp_path: Path) -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Press</title><entry><title>T</title><id>x</id>'
        '<author><name>A. Lind</name></author><link href="https://c.example/1"/><updated>2021-08-04T00:00:00Z</updated>'
        f'<published>2021-08-03T09:30:00Z</published><content type="html">&lt;p&gt;{WORDS}&lt;/p&gt;</content></entry>'
        "</feed>"
    )
    found = one(written(tmp_path / "a.atom", feed))
    assert found.text == WORDS + "\n"
    assert (found.declared.url, found.declared.authors) == ("https://c.example/1", ("A. Lind",))
    assert found.declared.dates == (("published", "2021-08-03T09:30:00Z"), ("updated", "2021-08-04T00:00:00Z"))


def test_mail(tmp_path: Path) -> None:
    found = one(written(tmp_path / "a.eml", formats.mail(f"{WORDS}\r\n\r\n###\r\n".encode())))
    assert found.text == f"{WORDS}\n\n###\n"
    assert (found.declared.outlet, found.declared.title) == ("Ministère de Brenia", "Readout of the meeting in Korvat")
    assert found.declared.published == "Tue, 03 Aug 2021 09:30:00 +0200"


def test_mail_with_a_page_and_a_release(tmp_path: Path) -> None:
    release = formats.pdf([[WORDS[:80]]]).hex()
    parts = (
        f"--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>{WORDS}</p>\r\n"
        "--x\r\nContent-Type: image/png\r\n\r\nP\r\n"
        'Content-Disposition: attachment\r\n--x\r\nContent-Type: application/pdf; name="release.pdf"\r\n'
        f"Content-Transfer-Encoding: x-uuencode\r\n\r\n{release}\r\n--x--\r\n"
    )
    data = formats.mail(parts.encode(), media='multipart/mixed; boundary="x"')
    body, attachment = read(written(tmp_path / "a.eml", data))
    assert isinstance(body, Source)
    assert body.text == WORDS + "\n"
    assert attachment.where.endswith("a.eml#1 release.pdf")


def test_mailbox(tmp_path: Path) -> None:
    mails = [formats.mail(f"Number {number}.\n>From here on.\n".encode()) for number in range(3)]
    box = b"\n".join(b"From press Tue Aug  3 09:30:00 2021\n" + mail for mail in mails)
    for name, data in (("a.mbox", box), ("a", box), ("a.mbox.gz", gzip.compress(box))):
        found = good(written(tmp_path / name, data))
        assert [source.text.strip() for source in found] == [f"Number {n}.\nFrom here on." for n in range(3)]


# ---- PDF and Word ----------------------------------------------------------------------------------------------------
def test_pdf_lines_become_paragraphs(tmp_path: Path) -> None:
    first = [
        "The ministers of Aldova and Brenia met in the border town of Kor-",
        "vat on Tuesday and agreed to reopen two",
    ]
    second = [
        "crossings before the winter. The talks will go on in Selm within the",
        "month, they said.",
        "Contact: Press Office",
    ]
    found = one(written(tmp_path / "a.pdf", formats.pdf([["PRESS RELEASE", *first, "1"], [*second, "Page 2 of 2"]])))
    assert found.text.split("\n\n") == [
        "PRESS RELEASE",
        (
            "The ministers of Aldova and Brenia met in the border town of Korvat on Tuesday and agreed to reopen two"
            " crossings before the winter. The talks will go on in Selm within the month, they said."
        ),
        "Contact: Press Office\n",
    ]
    assert found.declared.published is None
    assert found.declared.dates == (("CreationDate", "D:20210807010203Z"),)


def test_word(tmp_path: Path) -> None:
    struck = (
        "<w:p><w:del><w:r><w:delText>No</w:delText></w:r></w:del><w:r><w:t>Yes</w:t><w:tab/><w:t>so</w:t></w:r></w:p>"
    )
    data = formats.docx(["FOR IMMEDIATE RELEASE", WORDS], header="Ministry of Brenia", raw=struck)
    found = one(written(tmp_path / "a.docx", data))
    assert found.text.split("\n\n") == ["Ministry of Brenia", "FOR IMMEDIATE RELEASE", WORDS, "Yes so\n"]
    assert found.declared.dates == (("created", "2021-08-07T01:02:03Z"),)


# ---- texts -----------------------------------------------------------------------------------------------------------
def test_a_digest_is_cut_at_its_end_marks(tmp_path: Path) -> None:
    digest = "KORVAT - One met.\n==Kyodo\n---------- \nSELM - Two left.\n==Kyodo\n"
    assert [source.text for source in good(written(tmp_path / "a.txt", digest))] == [
        "KORVAT - One met.\n==Kyodo\n---------- \n",
        "SELM - Two left.\n==Kyodo\n",
    ]
    assert len(good(written(tmp_path / "b.txt", "One met.\n==Kyodo\n"))) == 1


def test_a_saved_page_says_where_it_is_from(tmp_path: Path) -> None:
    saved = "<!-- saved from url=(0026)https://news.example/korvat -->\n" + PAGE.replace("<!DOCTYPE html>", "")
    found = one(written(tmp_path / "a.html", saved))
    assert (found.declared.url, found.declared.language) == ("https://news.example/korvat", "en")
    assert ("canonical", "link rel=canonical") in found.declared.origins


def test_a_page_with_one_broken_character_is_read(tmp_path: Path) -> None:
    found = one(
        written(
            tmp_path / "a.html",
            PAGE.replace("<head>", "<head><meta charset=utf-8>").encode().replace(b"frank", b"fr\xc3nk"),
        )
    )
    assert "\ufffd" in found.text


# ---- without the libraries -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("library", "name", "data", "extra"),
    [
        ("fastwarc.warc", "a.warc", formats.warc_record("u", b"x"), "formats"),
        ("feedparser", "a.rss", formats.rss([]), "formats"),
        ("pypdf", "a.pdf", formats.pdf([["x"]]), "formats"),
        ("zstandard", "a.txt.zst", b"\x28\xb5\x2f\xfd", "formats"),
        ("pyarrow", "a.parquet", b"PAR1", "parquet"),
    ],
)
def test_a_missing_library_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, name: str, data: bytes, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    (found,) = read(written(tmp_path / name, data))
    assert isinstance(found, Drop)
    assert found.hint == f'pip install "readout[{extra}]"'


@pytest.mark.parametrize(
    "data",
    [
        formats.warc_gz([formats.warc_record("https://news.example/1", PAGE.encode())]),
        formats.warc_record("https://news.example/1", PAGE.encode()),
        gzip.compress(WORDS.encode()),
        formats.rss([formats.item("T", WORDS)]),
        formats.pdf([[WORDS[:80]]]),
        formats.docx([WORDS]),
        b"From a Tue\n" + formats.mail(WORDS.encode()),
        json.dumps(ROWS[:1], indent=1).encode(),
    ],
)
def test_standard_input_in_any_format(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    (found,) = sources(["-"])
    assert isinstance(found, Source), found
    assert "Aldova" in found.text
