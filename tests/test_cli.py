import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from commands import run
from readout import cli
from readout.records import Reading
from readout.store import Store

if TYPE_CHECKING:
    from readout.codebook.compiled import Compiled

STORY = (
    "LIMA, May 4 (Nordwire) -- Peruvian President Rosa Quispe met Japanese Prime Minister Kenji Mori in Lima "
    "on Tuesday, the presidential office said.\n"
    '"The two leaders agreed to build a new port," the office said in a statement.\n'
)
PAIR = (
    "<s>Peru</s> agreed with <t>Japan</t> to build a port.",
    "<s>Peru</s> condemned <t>Japan</t> over the port.",
)


@pytest.fixture
def kept(tmp_path: Path, reading: Reading) -> Path:
    """A store that holds the reading made by hand."""
    path = tmp_path / "kept.db"
    with Store.open(path) as store:
        store.put(reading, cast("Compiled", None))
    return path


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


# ---- for people ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("wire", ["Nordwire", "dateline", "OSLO, March 3", "paragraph", "inferred", "Liv Dahl warned"]),
        ("contact-aa", ["CALL held", "salmon licences", "⟨Foreign Minister Liv Dahl spoke by phone"]),
        ("family-1", ["edited copy of wire.txt", "added", "The Chilean foreign ministry"]),
    ],
)
def test_show_draws_out_a_record(kept: Path, prefix: str, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", prefix, "--store", kept) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert [word for word in words if word not in out] == []


def test_show_marks_the_words_in_their_sentence(
    kept: Path, reading: Reading, capsys: pytest.CaptureFixture[str]
) -> None:
    for finding in (reading.extractions[1].statements[1], reading.extractions[0].events[1]):
        assert run("show", finding.id, "--store", kept) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "urged ⟨Norway to lower its tariffs⟩." in out
    assert "relayed by Chilean Foreign Ministry" in out
    assert "told by Liv Dahl warned" in out


def test_compare_as_markdown(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", "contact-aa", "--store", kept, "--markdown") == 0
    assert "| topic | NOR | CHL |" in capsys.readouterr().out


def test_compare_wants_a_contact(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", "wire", "--store", kept) == cli.FAILED
    assert "wire-1 is not a contact" in capsys.readouterr().err


def test_a_missing_store_is_one_line_and_no_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "x", "--store", tmp_path / "none.db") == cli.FAILED
    error = capsys.readouterr().err
    assert len(error.splitlines()) == 1
    assert "readout read" in error


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("readout ")
    assert run("--help") == 0
    assert "annotate" in capsys.readouterr().out


def test_wrong_use_is_status_2() -> None:
    assert run("read") == cli.FAILED
    assert run("reed", "x") == cli.FAILED


# ---- from end to end -------------------------------------------------------------------------------------------------
def test_read_then_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story, store = tmp_path / "story.txt", tmp_path / "new.db"
    story.write_text(STORY, encoding="utf-8")
    assert run("read", story, "--store", store, "--today", "2021-06-01") == 0
    first = capsys.readouterr().out
    assert "1 document" in first
    assert run("read", story, "--store", store, "--today", "2021-06-01") == 0
    assert capsys.readouterr().out == first
    with Store.open(store) as opened:
        (document,) = opened.documents()
    assert run("show", document.id[:9], "--store", store) == 0
    assert "Rosa Quispe" in capsys.readouterr().out


def test_read_says_what_it_could_not_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # short names, which a table does not break
    (tmp_path / "good.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    assert run("read", ".", "--store", tmp_path.parent / f"{tmp_path.name}.db") == cli.SOME_DROPPED
    assert "empty.txt" in capsys.readouterr().out
    assert run("read", tmp_path / "empty.txt", "--store", tmp_path / "new.db") == cli.FAILED
    assert "empty.txt" in capsys.readouterr().err
    assert not (tmp_path / "new.db").exists()


def test_read_as_json_gives_records(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = tmp_path / "story.txt"
    story.write_text(STORY, encoding="utf-8")
    assert run("read", story, "--json", "--store", tmp_path / "new.db") == 0
    kinds = [record["readout"] for record in lines(capsys.readouterr().out)]
    assert kinds[:2] == ["Document", "Extraction"]


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Forty documents, one of them without text."""
    path = tmp_path / "docs.jsonl"
    records: list[dict[str, object]] = [
        {"id": f"d{n}", "text": "" if n == 17 else STORY, "published": "2021-05-04", "group": f"g{n // 20}"}
        for n in range(40)
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.mark.slow
def test_annotate_gives_a_line_for_a_line_whatever_the_workers(
    documents: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("annotate", documents, "--today", "2021-06-01") == cli.SOME_DROPPED
    alone = capsys.readouterr()
    found = lines(alone.out)
    assert len(found) == 40
    assert "dropped" in found[17]
    assert [line["id"] for line in found[:3]] == ["d0", "d1", "d2"]
    assert "docs.jsonl:18" in alone.err
    assert run("annotate", documents, "--today", "2021-06-01", "--workers", 2) == cli.SOME_DROPPED
    assert capsys.readouterr().out == alone.out


def test_structure_copies_and_compare_write_jsonl(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("structure", documents, "--today", "2021-06-01") == cli.SOME_DROPPED
    blocks = lines(capsys.readouterr().out)[0]["blocks"]
    assert isinstance(blocks, list)
    assert "dateline" in [block["kind"] for block in blocks]
    assert run("copies", documents, "--today", "2021-06-01") == cli.SOME_DROPPED
    families = lines(capsys.readouterr().out)
    assert [len(cast("list[str]", family["documents"])) for family in families] == [39]
    assert run("compare", documents, "--today", "2021-06-01") == cli.SOME_DROPPED
    assert [line["group"] for line in lines(capsys.readouterr().out)] == ["g0", "g1"]


def test_relate_writes_a_root_for_each_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, out = tmp_path / "in.tsv", tmp_path / "out.tsv"
    rows = [f"u{number}\t{marked}" for number, marked in enumerate((*PAIR, "nobody is marked"))]
    table.write_text("\n".join(["uid\tmarked_sentence", *rows]) + "\n", encoding="utf-8")
    assert run("relate", table, out) == cli.SOME_DROPPED
    assert "u2" in capsys.readouterr().err
    written = [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row[0] for row in written] == ["uid", "u0", "u1", "u2"]
    assert written[3][1] == cli.NO_TYPE
    assert run("relate", tmp_path / "none.tsv", out) == cli.FAILED
    table.write_text("a\tb\n1\t2\n", encoding="utf-8")
    assert run("relate", table, out) == cli.FAILED


# ---- the process -----------------------------------------------------------------------------------------------------
def python(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload, no-any-return]


def test_importing_readout_is_cheap() -> None:
    code = (
        "import sys, readout\n"
        "heavy = {'trafilatura', 'rich', 'typer', 'sqlite3', 'readout.pipeline'} & set(sys.modules)\n"
        "assert not heavy, heavy; assert callable(readout.read_paths); assert 'digest' in readout.__all__"
    )
    assert python("-c", code).stderr == ""


def test_reading_text_never_loads_the_page_extractor() -> None:
    code = "import sys, readout.cli; assert 'trafilatura' not in sys.modules"
    assert python("-c", code).stderr == ""


def test_a_closed_pipe_is_no_traceback(documents: Path) -> None:
    command = f"{sys.executable} -m readout annotate {documents} | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert done.stdout.startswith('{"id": "d0"')
    assert "Traceback" not in done.stderr


def test_documents_come_from_standard_input_in_any_locale() -> None:
    record = json.dumps({"id": "é", "text": STORY + "Café.\n"}, ensure_ascii=False)
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = python("-m", "readout", "annotate", "-", input=record, env=environment, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["id"] == "é"


# ---- watching and completion -----------------------------------------------------------------------------------------
@pytest.mark.slow
def test_a_watch_reads_what_is_dropped_in_until_it_is_stopped(tmp_path: Path) -> None:
    folder, store = tmp_path / "in", tmp_path / "kept.db"
    folder.mkdir()
    command: list[str | Path] = [sys.executable, "-m", "readout", "read", folder, "--watch", "--json", "--store", store]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert "watching" in program.stderr.readline()
        (folder / "one.txt").write_text(STORY, encoding="utf-8")
        assert '"readout": "Document"' in program.stdout.readline()
        program.send_signal(signal.SIGINT)
        said = program.communicate(timeout=60)[1]
    assert program.returncode == 0, said
    assert "stopped; what was read is kept" in said
    assert "Traceback" not in said
    with Store.open(store, create=False) as kept:
        assert len(kept.documents()) == 1


SHELLS = ["bash", *(pytest.param(shell, marks=pytest.mark.slow) for shell in ("zsh", "fish"))]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_completes_commands(shell: str) -> None:
    asked = {"_TYPER_COMPLETE_ARGS": "readout exp", "COMP_WORDS": "readout exp", "COMP_CWORD": "1"}
    environment = {**os.environ, **asked, "_READOUT_COMPLETE": f"complete_{shell}"}
    if shell == "fish":
        environment["_TYPER_COMPLETE_FISH_ACTION"] = "get-args"
    done = python("-m", "readout", env=environment)
    assert "export" in done.stdout, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_a_shell_is_shown(shell: str) -> None:
    done = python("-m", "readout", env={**os.environ, "_READOUT_COMPLETE": f"source_{shell}"})
    assert "readout" in done.stdout, done.stderr
    assert "_READOUT_COMPLETE" in done.stdout
