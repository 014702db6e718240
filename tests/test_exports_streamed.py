"""Exports of a store that is read through: the bytes of the whole reading, in portions of any size; what is chosen."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from commands import run
from readout.codebook import Compiled
from readout.pipeline import read_paths, related, structured
from readout.records import Reading, Source
from readout.store import Store, streaming
from readout.store.streaming import EVERYTHING, Chosen, Stream
from readout.views.exports import FORMATS, Asked, Codes, export, parquet
from test_store_growth import reports

EXAMPLES = Path(__file__).parent.parent / "examples/reports"
CHOICES = (
    EVERYTHING, Chosen(("NOR",)), Chosen(("NOR", "CHL")), Chosen(since="2021-03-05"), Chosen(until="2021-03"),
    Chosen(("CHL",), "2021-03-04", "2021-03-10"), Chosen(("XXX",)),
)  # fmt: skip


@pytest.fixture(scope="module")
def codes(rules: Compiled) -> Codes:
    return Codes.of(rules.codebook)


@pytest.fixture(scope="module")
def store(rules: Compiled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the examples and of invented reports with copies, which came in two portions."""
    path = tmp_path_factory.mktemp("streamed") / "kept.db"
    with Store.open(path) as kept:
        kept.add(related(structured(reports(), rules)[0], rules), rules)
        kept.add(read_paths([EXAMPLES], today=date(2026, 11, 1)), rules)
    return path


@pytest.fixture(scope="module")
def reading(store: Path) -> Reading:
    with Store.open(store) as kept:
        return kept.reading()


@pytest.fixture
def stream(store: Path) -> Iterator[Stream]:
    with Stream.open(store) as held:
        yield held


def written(name: str, held: Reading | Stream, codes: Codes, asked: Asked) -> tuple[bytes, object]:
    """The bytes of an export and what was counted."""
    made = export(name, held, codes, asked)
    return b"".join(line.encode() if isinstance(line, str) else line for line in made.lines), made.count


def asked_of(name: str, chosen: Chosen, *, raw: bool = False) -> Asked | None:
    """What is asked of a format; None where it would be refused."""
    if name.startswith("dossier"):
        return Asked(chosen=chosen) if chosen.parties and not raw else None
    return Asked(raw=raw, chosen=chosen)


@pytest.mark.parametrize("choices", [CHOICES[::5], pytest.param(CHOICES, marks=pytest.mark.slow)], ids=["few", "all"])
@pytest.mark.parametrize("raw", [False, True])
@pytest.mark.parametrize("name", FORMATS)
def test_a_stream_gives_the_bytes_of_the_whole_reading(
    name: str,
    raw: bool,  # noqa: FBT001
    choices: Sequence[Chosen],
    reading: Reading,
    stream: Stream,
    codes: Codes,
) -> None:
    for chosen in choices:
        asked = asked_of(name, chosen, raw=raw)
        if asked is not None:
            assert written(name, stream, codes, asked) == written(name, reading, codes, asked)


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("name", [name for name in FORMATS if not name.endswith("-tsv")])
def test_portions_of_any_size_give_the_same_bytes(
    name: str, size: int, reading: Reading, stream: Stream, codes: Codes, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asked_of(name, Chosen(("NOR",)) if name.startswith("dossier") else EVERYTHING)
    assert asked is not None
    whole = written(name, reading, codes, asked)
    monkeypatch.setattr(streaming, "PORTION", size)
    monkeypatch.setattr(streaming, "_MOST", size)
    assert written(name, stream, codes, asked) == whole


def test_parquet_in_many_groups_has_the_same_rows(
    reading: Reading, codes: Codes, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(parquet, "GROUP", 4)
    monkeypatch.setattr(parquet, "_STEP", 2)
    data, _ = written("statements-parquet", reading, codes, Asked())
    file = reader.ParquetFile(io.BytesIO(data))
    text = written("statements-csv", reading, codes, Asked())[0].decode()
    assert file.num_row_groups > 1
    assert file.read().column("id").to_pylist() == [row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))]


@pytest.mark.parametrize("what", ["events", "contacts", "parties", "statements", "moves"])
@pytest.mark.parametrize("raw", [False, True])
def test_what_is_chosen_is_a_part_of_the_whole_in_its_order(
    what: str,
    raw: bool,  # noqa: FBT001
    stream: Stream,
    codes: Codes,
) -> None:
    def rows(chosen: Chosen) -> list[dict[str, str]]:
        text = written(f"{what}-csv", stream, codes, Asked(raw=raw, chosen=chosen))[0].decode()
        return list(csv.DictReader(io.StringIO(text, newline="")))

    every = rows(EVERYTHING)
    assert rows(Chosen(("XXX",))) == []
    for chosen in CHOICES[1:-1]:
        part = rows(chosen)
        left = iter(every)
        assert all(row in left for row in part)
        if what in {"events", "contacts"}:
            columns = ("actor_states", "recipient_states") if what == "events" else ("states",)
            states = [{state for name in columns for state in row[name].split("; ")} for row in every]
            first = [row["first_day"] or row["published"] for row in every]
            wanted = [
                set(chosen.parties) <= has and (chosen.since or "") <= day
                and (not chosen.until or "" < day[: len(chosen.until)] <= chosen.until)
                for has, day in zip(states, first, strict=True)
            ]  # fmt: skip
            assert part == [row for row, fits in zip(every, wanted, strict=True) if fits]


def test_statements_are_chosen_by_who_says_them_and_when(stream: Stream, codes: Codes) -> None:
    text = written("statements-csv", stream, codes, Asked(chosen=Chosen(("NOR", "CHL"), "2021-03-04")))[0].decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["speaker_state"] for row in rows} == {"NOR", "CHL"}
    assert all(row["published"] >= "2021-03-04" for row in rows)


def test_one_moment_of_the_store_is_exported(store: Path, rules: Compiled, codes: Codes, tmp_path: Path) -> None:
    path = tmp_path / "growing.db"
    path.write_bytes(store.read_bytes())
    with Stream.open(path) as stream:
        before = written("ftm", stream, codes, Asked())
        made = export("ftm", stream, codes)
        lines = iter(made.lines)
        first = next(lines)
        with Store.open(path) as kept:
            (source, *_) = reports()
            text = (
                source.text.replace("Chilean", "Peruvian").replace("Ana Ruiz", "Rosa Quispe").replace("salmon", "cod")
            )
            later = structured([Source("later.txt", "text", text)], rules)[0]
            assert kept.add(related(later, rules), rules).documents
        rest = b"".join(str(line).encode() for line in (first, *lines))
    assert (rest, made.count) == before


def test_the_command_reads_no_whole_store(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(_: Store) -> Reading:
        raise AssertionError

    monkeypatch.setattr(Store, "reading", refused)
    for name in FORMATS:
        out = tmp_path / name
        parties = ("--party", "NOR", "--party", "CHL", "--since", "2021-03") if name.startswith("dossier") else ()
        assert run("export", store, "--format", name, "--out", out, *parties) == 0
        assert out.stat().st_size
    assert "with every copy" in capsys.readouterr().err


def test_a_long_dossier_says_how_to_make_it_shorter(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("readout.views.exports.dossier.LONG", 1)
    assert run("export", store, "--format", "dossier-md", "--party", "NOR") == 0
    assert "--since and --until make it shorter" in capsys.readouterr().err


def test_what_has_no_day_is_counted_where_days_are_asked_for(
    rules: Compiled, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Norwegian Foreign Minister Liv Dahl warned Russia against a ban on trawlers, her ministry said.\n"
    path = tmp_path / "undated.db"
    with Store.open(path) as kept:
        kept.add(related(structured([Source("undated.txt", "text", text)], rules)[0], rules), rules)
    assert run("export", path, "--format", "events-csv", "--out", tmp_path / "all.csv") == 0
    every = capsys.readouterr().err
    assert run("export", path, "--format", "events-csv", "--since", "1990", "--out", tmp_path / "some.csv") == 0
    assert every.startswith("1 events")
    assert capsys.readouterr().err.splitlines() == [
        "0 events (0 with every copy)", "1 left out, no day is known of it or of its report, and days are asked for",
    ]  # fmt: skip
