"""The recipe on Spark gives the records of a run on one machine; needs `uv run --group spark` and Java."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from readout import codec
from readout.link import contacts, families
from readout.pipeline import extracted, open_rules, structured, with_lent_days
from readout.read import sources
from readout.records import Contact, Drop, Place, Reading
from readout.records import Judgement as Said
from readout.run.lines import Order, Worker, lines_of
from readout.views.export import annotation_line

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java"),
    pytest.mark.filterwarnings("ignore"),  # Spark's own, of pandas and of sockets
]
pytest.importorskip("pyspark", reason="uv run --group spark poe spark")

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("READOUT_SHARED", ROOT.parent / "shared"))
ORDER = Order(annotation_line, date(2026, 11, 22))
COUNTRIES = "Norway Kazakhstan Chile Portugal Vietnam Ghana".split()
WORDS = """harbour grain treaty valley bridge winter council railway border station summit measure letter envoy island
reserve canal customs pilot museum charter forest signal tariff village convoy embassy archive quarry senate""".split()


def report(number: int) -> dict[str, str | None]:
    """One of two hundred reports: of three in a row two are copies of the first, and some are empty."""
    draw = random.Random(number // 3)
    one, other = draw.sample(COUNTRIES, 2)
    shared = " ".join(f"{one} and {other} spoke of the {' '.join(draw.choices(WORDS, k=7))}." for _ in range(10))
    own = f"An editor added that harbour {number * 7} would open."
    text = "" if number % 41 == 40 else f"{shared} {own if number % 3 else ''}"
    return {"id": f"report-{number:03}", "text": text, "title": f"{one} and {other}", "published": "2024-03-14"}


REPORTS = [report(number) for number in range(200)]


@pytest.fixture(scope="module")
def spark() -> Iterator["SparkSession"]:
    from pyspark.sql import SparkSession

    settings = {"spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    settings |= {"spark.sql.shuffle.partitions": "3", "spark.sql.execution.arrow.maxRecordsPerBatch": "64"}
    # Of so little data the time goes into code that Spark writes and compiles for each step.
    settings |= {"spark.sql.adaptive.enabled": "false", "spark.sql.codegen.wholeStage": "false"}
    settings |= {"spark.sql.codegen.factoryMode": "NO_CODEGEN"}
    builder = SparkSession.builder.master("local[2]").appName("readout")
    for name, value in settings.items():
        builder = builder.config(name, value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in REPORTS), encoding="utf-8")
    return path


def frame_of(session: "SparkSession") -> "DataFrame":
    names = list(REPORTS[0])
    rows = [tuple(row[name] for name in names) for row in reversed(REPORTS)]
    return session.createDataFrame(rows, ", ".join(f"{name} string" for name in names)).repartition(3)


def test_the_lines_are_those_of_a_run(spark: "SparkSession", lines: Path) -> None:
    from readout.run.spark import recorded

    wanted = list(lines_of(sources([lines]), ORDER))
    by_file = recorded(spark.createDataFrame([(str(lines),)], "path string"), ORDER).collect()
    assert sorted(row.line for row in by_file) == sorted(line for line, _ in wanted)
    by_row = recorded(frame_of(spark), ORDER).collect()
    kept = sorted(line for line, drop in wanted if drop is None)
    assert sorted(row.line for row in by_row if row.drop is None) == kept
    assert len(by_row) == len(REPORTS)
    with pytest.raises(ValueError, match="no columns words; there are id, line"):
        recorded(frame_of(spark), ORDER, columns=["id", "words"])


def test_the_gate_is_that_of_a_run(spark: "SparkSession") -> None:
    from readout.run.spark import recorded

    rows = [("met", "Norway met Kenya."), ("won", "The home side won the cup.")]
    gated = replace(ORDER, gate="relevant")
    made = recorded(spark.createDataFrame(rows, "id string, text string"), gated).collect()
    assert {row.id: json.loads(row.line).get("dropped", {}).get("stage") for row in made} == {
        "met": None, "won": "relevance",
    }  # fmt: skip


def test_the_families_are_those_of_all_at_once(spark: "SparkSession", lines: Path) -> None:
    from readout.run.spark import families as of_frame
    from readout.run.spark import recorded

    rules = open_rules()
    documents, _ = structured(sources([lines]), rules, today=ORDER.today)
    wanted = sorted(codec.encode(family) for family in families(documents, rules))
    made = of_frame(recorded(frame_of(spark), ORDER, columns=["id", "document"]), ORDER).collect()
    assert sorted(row.family for row in made) == wanted
    assert 60 < len(wanted) < 80 < len(documents)


@pytest.mark.parametrize(("place", "judged"), [("examples/reports", True), ("gold/records-docs.jsonl", False)])
def test_records_families_and_contacts_are_those_of_one_machine(
    spark: "SparkSession", place: str, *, judged: bool
) -> None:
    from readout.run.spark import dated, recorded
    from readout.run.spark_contacts import contacts as linked

    path = ROOT / place if place.startswith("examples") else SHARED / "data" / place
    if not path.exists():
        pytest.skip("no evaluation data here")
    rules, worker = open_rules(), Worker(ORDER)
    outcomes = [worker.outcome(source) for source in sources([path])]
    made = [outcome.made for outcome in outcomes if not isinstance(outcome.made, Drop)]
    own = tuple(document for document, _ in made)
    homes = families(own, rules)
    documents = with_lent_days(own, homes)
    known = Reading(own, tuple(extraction for _, extraction in made))
    extractions, _ = extracted(documents, rules, known=known)
    alone = contacts(documents, extractions, homes, rules)
    said = (judgement(*alone),) if judged else ()
    expected = contacts(documents, extractions, homes, rules, said)
    assert (set(expected) != set(alone)) == judged

    files = [(str(file),) for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    frame = recorded(spark.createDataFrame(files, "path string"), ORDER, columns=["id", "document", "extraction"])
    records = frame.repartition(3).persist()
    wanted = {(d.id, codec.encode(d), codec.encode(e)) for d, e in made}
    assert {(row.id, row.document, row.extraction) for row in records.collect()} == wanted
    late = dated(records, ORDER).persist()
    wanted = {(d.id, codec.encode(d), codec.encode(e)) for d, e in zip(documents, extractions, strict=True)}
    assert {(row.id, row.document, row.extraction) for row in late.collect()} == wanted
    kin = late.select("family").where("family is not null")
    assert sorted(row.family for row in kin.collect()) == sorted(map(codec.encode, homes))
    found = linked(late, kin, ORDER, said).collect()
    assert sorted(row.contact for row in found) == sorted(map(codec.encode, expected))


def judgement(*held: Contact) -> Said:
    """That two contacts that no document has in common are one."""
    one, other = next((a, b) for a in held for b in held if set(a.documents).isdisjoint(b.documents))
    first, second = (Place(c.tellings[0].document, c.tellings[0].start) for c in (one, other))
    return Said(first, second, "same", "one and the same", "2026-11-22T00:00:00+00:00")


def test_the_same_lines_of_many_documents(lines: Path) -> None:
    """`READOUT_SPARK_DOCUMENTS` says how many; those of the bulk sample where it is, else the reports over and over."""
    bulk = SHARED / "data" / "corpus" / "bulk-sample.jsonl.gz"
    count = os.environ.get("READOUT_SPARK_DOCUMENTS", "60")
    command = [sys.executable, str(ROOT / "benchmarks" / "spark.py"), str(bulk if bulk.exists() else lines)]
    said = subprocess.run([*command, "--documents", count], check=True, stdout=subprocess.PIPE, text=True).stdout
    assert f"the same lines: True, of {int(count):,} documents" in said
