"""An archive in shards: the same lines for any number of processes, and a run that was killed goes on where it was."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from commands import run
from readout import cli
from readout.codebook import fingerprint
from readout.link.processes import processes
from readout.run import Order, shards

Work = Callable[[Connection, Order], None]
ROOT = Path(__file__).resolve().parents[1]
SENTENCES = (
    "Norway's foreign minister met with Kenya's president in Nairobi on Monday.",
    "Chile condemned Peru for closing the strait, the ministry said.",
    "The talks with Sweden will resume next week, Finland's prime minister said.",
    "Japan and the Philippines signed a defence agreement in Manila.",
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "later").mkdir(parents=True)
    for number in range(6):
        lines = [
            json.dumps({"id": f"d{number}-{n}", "published": "2024-05-07", "text": f"{sentence} No. {number}."})
            for n, sentence in enumerate(SENTENCES)
        ]
        place = folder / "later" if number > 3 else folder
        (place / f"part-{number}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def ran(*arguments: object) -> int:
    return run("run", *arguments)


def written(out: Path) -> list[str]:
    return sorted(line for path in out.glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines())


@pytest.mark.slow
def test_the_same_lines_for_any_number_of_processes(archive: Path, tmp_path: Path) -> None:
    assert ran(archive, "--out", tmp_path / "one", "--today", "2024-06-01") == 0
    assert ran(archive, "--out", tmp_path / "two", "--today", "2024-06-01", "--workers", 2) == 0
    assert written(tmp_path / "one") == written(tmp_path / "two")
    assert len(written(tmp_path / "one")) == 24


@pytest.mark.slow
def test_few_shards_are_shared_out_to_processes_that_begin_once(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []

    def counted(
        workers: int, order: Order, work: Callable[[Connection, Order], None]
    ) -> AbstractContextManager[list[Connection]]:
        begun.append(workers)
        return processes(workers, order, work)

    monkeypatch.setattr(shards, "processes", counted)
    few = (archive / "part-0.jsonl", archive / "part-1.jsonl")
    assert ran(*few, "--out", tmp_path / "one", "--today", "2024-06-01") == 0
    assert ran(*few, "--out", tmp_path / "three", "--today", "2024-06-01", "--workers", 3) == 0
    assert written(tmp_path / "one") == written(tmp_path / "three")
    assert len(written(tmp_path / "one")) == 8
    assert begun == [3]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="tells what a number of a file stands for")
def test_lines_counts_and_their_names_are_on_the_disk(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines and counts are put on the disk before they take their names, the names before the shard is told as done."""
    kept: list[str] = []

    def synced(number: int) -> None:
        kept.append(Path(f"/proc/self/fd/{number}").readlink().name.partition(".jsonl.")[2])

    monkeypatch.setattr("os.fsync", synced)
    out = tmp_path / "out"
    ran(archive / "part-0.jsonl", "--out", out, "--today", "2024-06-01")
    (key,) = (path.name.split(".")[2] for path in out.glob("*.jsonl"))
    assert kept == [f"{key}.unfinished", f"{key}.counts.unfinished", ""]


def test_what_is_done_is_not_done_again_unless_its_file_changed(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran(archive, "--out", out, "--today", "2024-06-01")
    made = {path: path.stat().st_mtime_ns for path in out.glob("*.jsonl")}
    ran(archive, "--out", out, "--today", "2024-06-01")
    assert {path: path.stat().st_mtime_ns for path in out.glob("*.jsonl")} == made
    with (archive / "part-0.jsonl").open("a", encoding="utf-8") as more:
        more.write(json.dumps({"id": "new", "text": SENTENCES[0]}) + "\n")
    ran(archive, "--out", out, "--today", "2024-06-01")
    assert len(set(out.glob("*.jsonl")) - set(made)) == 1


def test_a_shard_without_whole_lines_is_done_again(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran(archive, "--out", out, "--today", "2024-06-01")
    whole = written(out)
    first, second, *_ = sorted(out.glob("*.jsonl"))
    first.rename(first.with_suffix(".unfinished"))
    second.with_suffix(".counts.json").unlink()
    ran(archive, "--out", out, "--today", "2024-06-01")
    assert written(out) == whole
    assert list(out.glob("*.unfinished")) == []


def test_fields_keep_the_names_that_the_caller_gives(tmp_path: Path) -> None:
    """A name that is given for a field is read from every shard, and other names make other shards."""
    source = tmp_path / "in.jsonl"
    words = [SENTENCES[0], SENTENCES[1]]
    source.write_text(json.dumps({"id": "d", "said": words[0], "told": words[1]}) + "\n", encoding="utf-8")
    out = tmp_path / "out"
    for name in ("said", "told"):
        assert ran(source, "--out", out, "--today", "2024-06-01", "--field", f"text={name}") == 0
    first = {json.loads(line)["events"][0]["evidence"].split()[0] for line in written(out)}
    assert first == {"Norway's", "Chile"}


def test_a_field_that_there_is_not_is_said_before_anything_runs(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(archive, "--out", tmp_path / "out", "--field", "colour=red", "--workers", 2) == cli.FAILED
    assert "there is no field 'colour'" in capsys.readouterr().err


def test_another_word_in_the_codebook_makes_other_shards(tmp_path: Path) -> None:
    """The version of a codebook may stay as it was; what its files hold counts."""
    for content in ("a", "b"):
        folder = tmp_path / content
        folder.mkdir()
        (folder / "codebook.toml").write_text('version = "1"\n', encoding="utf-8")
        (folder / "words.toml").write_text(f'word = "{content}"\n', encoding="utf-8")
    assert fingerprint(tmp_path / "a") != fingerprint(tmp_path / "b")
    assert fingerprint(tmp_path / "a") == fingerprint(tmp_path / "a")


def test_what_cannot_be_used_is_counted_with_its_reason(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive / "bad.jsonl").write_text('{"id": "x"\n', encoding="utf-8")
    assert ran(archive, tmp_path / "nowhere", "--out", tmp_path / "out") == cli.SOME_DROPPED
    said = capsys.readouterr()
    assert "7 shards, 24 documents of 25 sources" in " ".join(said.out.split())
    assert "1 not used: read: " in said.err
    assert "no such file or folder" in said.err


def test_nothing_to_do_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert ran(tmp_path / "empty", "--out", tmp_path / "out") == cli.FAILED


@pytest.mark.slow
@pytest.mark.parametrize(("workers", "moments"), [(1, 8), (2, 3)])
def test_a_run_that_is_killed_goes_on_where_it_was(workers: int, moments: int) -> None:
    options = ["--workers", str(workers), "--moments", str(moments)]
    command = [sys.executable, str(ROOT / "benchmarks" / "killed.py"), *options]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    assert f"{moments} killed" in said
    assert "every output byte for byte the same" in said
