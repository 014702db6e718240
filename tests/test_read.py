"""Reading: every readable file becomes a source, everything else a drop that says where, why and what helps."""

import gzip
import io
import json
import re
from pathlib import Path

import pytest

from readout.read import sources, texts
from readout.records import Drop, Source


def one(path: Path | str) -> Source | Drop:
    (found,) = sources([path])
    return found


def dropped(path: Path | str) -> Drop:
    found = one(path)
    assert isinstance(found, Drop)
    assert found.stage == "read"
    assert found.reason
    assert found.hint
    return found


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


TEXT = "Präsident Lund – „ja“ – met Ms. Öberg.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_is_decoded(tmp_path: Path, encoding: str) -> None:
    found = one(written(tmp_path / "a.txt", TEXT.encode(encoding)))
    assert isinstance(found, Source)
    assert (found.form, found.text) == ("text", TEXT)


def test_line_ends_are_made_one(tmp_path: Path) -> None:
    found = one(written(tmp_path / "a.txt", b"One.\r\nTwo.\rThree."))
    assert isinstance(found, Source)
    assert found.text == "One.\nTwo.\nThree."


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("mark.txt", b"\xef\xbb\xbf", "empty"),
        ("binary.txt", b"\x89PNG\r\n\x00\x00\x01", "binary"),
        ("broken.txt", "Ein Gespräch über Öl. ".encode() * 4 + b"\xc3(\xe2\x82", "encoding"),
        ("cyrillic.txt", "Посол прибыл в город.".encode("cp1251"), "encoding"),
        ("cut.txt", "Gespräch".encode("utf-16")[:-1], "encoding"),
        ("report.pdf", b"%PDF-1.7", "PDF"),
        ("report.docx", b"PK", "Word"),
        ("report.doc", b"\xd0\xcf\x11\xe0", "old Word"),
        ("report.rtf", b"{\\rtf1 Hello}", "RTF"),
        ("reports.zip", b"PK\x03\x04", "ZIP"),
        ("crawl.warc", b"WARC/1.0", "WARC|damaged|web archive"),
        ("crawl.jsonl.gz", gzip.compress(b"{}", mtime=0), "no text"),
        ("crawl.jsonl.gz", b"{}", "not gzip"),
        (
            "page.gz",
            gzip.compress(gzip.compress(gzip.compress(b"Hello.", mtime=0), mtime=0), mtime=0),
            "more than twice",
        ),
    ],
)
def test_unreadable_files_are_dropped(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    found = dropped(written(tmp_path / name, data))
    assert re.search(reason, found.reason)
    assert found.where.startswith(str(tmp_path / name))


def test_missing_path_address_and_empty_folder(tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text("not read", encoding="utf-8")
    assert "no such file" in dropped(tmp_path / "nowhere.txt").reason
    assert "no readable file" in dropped(tmp_path).reason
    assert "address" in dropped("https://press.example/a.html").reason


def test_large_file_is_dropped_and_names_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "LIMIT", 10)
    assert "larger than" in dropped(written(tmp_path / "a.txt", b"eleven char")).reason


def test_folder_is_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/.secret/x.txt", "c.html", ".d.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("<html><p>Hello" if name.endswith("html") else "Hello.", encoding="utf-8")
    found = list(sources([tmp_path]))
    assert [Path(item.where).relative_to(tmp_path).as_posix() for item in found] == ["a/z.txt", "b.txt", "c.html"]
    assert [item.form for item in found if isinstance(item, Source)] == ["text", "text", "html"]


@pytest.mark.parametrize("head", ["<!DOCTYPE html><html>", "<html lang='en'>", "\n <!-- saved --> <html>"])
def test_markup_makes_a_page_whatever_the_name(tmp_path: Path, head: str) -> None:
    found = one(written(tmp_path / "page.txt", f"{head}<body><p>Hi</p></body></html>".encode()))
    assert isinstance(found, Source)
    assert found.form == "html"


def test_page_declares_its_encoding(tmp_path: Path) -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Посол прибыл.</body></html>'
    found = one(written(tmp_path / "page.html", page.encode("cp1251")))
    assert isinstance(found, Source)
    assert found.text == page


def test_records_keep_their_text_and_fields(tmp_path: Path) -> None:
    lines = [
        {
            "id": "a",
            "text": " Kept\r\nas is. ",
            "title": "T",
            "source": "Nordwire",
            "url": "u",
            "published": "2020-01-02",
        },
        {"id": 7, "text": "Two.", "outlet": "O", "date": "2020", "authors": ["A", "B"], "group": "g", "title": ""},
        {"text": "Three.", "author": "C", "published": None},
    ]
    path = written(tmp_path / "d.jsonl", "\n\n".join(map(json.dumps, lines)).encode())
    first, second, third = sources([path])
    assert isinstance(first, Source)
    assert isinstance(second, Source)
    assert isinstance(third, Source)
    assert (first.form, first.text, first.where) == ("record", " Kept\r\nas is. ", f"{path}:1")
    assert (first.declared.outlet, first.declared.published) == ("Nordwire", "2020-01-02")
    assert (second.declared.id, second.declared.outlet, second.declared.authors) == ("7", "O", ("A", "B"))
    assert (second.declared.title, second.declared.group, second.where) == (None, "g", f"{path}:3")
    assert (third.declared.authors, third.declared.published) == (("C",), None)


def test_bad_lines_are_dropped_by_number_and_the_others_go_through(tmp_path: Path) -> None:
    lines = [b'{"text": "Good."}', b"{oops", b"[1]", b'{"title": "no text"}', b'{"text": "\xff"}', b'{"text": "Good."}']
    found = list(sources([written(tmp_path / "d.jsonl", b"\n".join([*lines, b'{"text": "\\ud800"}']))]))
    assert [isinstance(item, Source) for item in found] == [True, False, False, False, False, True, False]
    assert [item.where.rsplit(":", 1)[1] for item in found] == ["1", "2", "3", "4", "5", "6", "7"]
    assert all(item.hint for item in found if isinstance(item, Drop))


def test_a_line_over_the_limit_is_dropped_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "LIMIT", 40)
    lines = [b'{"text": "Good."}', b'{"text": "' + b"x" * 200 + b'"}', b'{"text": "Also good."}']
    found = list(sources([written(tmp_path / "d.jsonl", b"\n".join(lines))]))
    assert [type(item).__name__ for item in found] == ["Source", "Drop", "Source"]
    assert found[1].where.endswith(":2")
    assert found[2].where.endswith(":3")


@pytest.mark.parametrize(
    ("data", "forms"),
    [
        (b'\n{"text": "One."}\n{"text": "Two."}\n', ["record", "record"]),
        (b"<html><body>Hi</body></html>", ["html"]),
        (b"The envoys met.\nThey left.", ["text"]),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, forms: list[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    found = list(sources(["-"]))
    assert [item.form for item in found if isinstance(item, Source)] == forms
    assert all(item.where.startswith("standard input") for item in found)
