"""The recipe on a Spark cluster that is there already: documents where they lie, families by shuffles on keys.

In order: `recorded` makes the records of every row or file, in place, with the same `Worker` as a run on one machine;
`families` looks candidates up by their runs, which are numbers, joins them to groups by their ids, and only then
brings the texts of a group together, once. Frames are lazy: Spark does nothing until one of them is written.

Nothing of Spark is imported here but what a task needs; the extra is `readout[spark]`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import groupby, islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from readout import codec
from readout.codebook import Compiled
from readout.link.candidates import COMMON, NEAR, Anchors, Trace, trace
from readout.link.copies import verified
from readout.pipeline import open_rules, with_lent_days
from readout.read import sources
from readout.read.fields import Fields, record
from readout.records import Document, Drop, Family, Source
from readout.run.lines import Order, Outcome, Worker

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import DataFrame

_ROWS = 256  # outcomes that a task hands over at a time
_PATH = "path"


# ---- documents -------------------------------------------------------------------------------------------------------
def recorded(frame: "DataFrame", order: Order, *, columns: Iterable[str] = ("id", "line", "drop")) -> "DataFrame":
    """The records of each row of a frame: a table of reports, or a column `path` of files that every task can open.

    `columns` are chosen among `id`, `line` (as `order.write` has it), `document`, `extraction` and `drop` (records in
    JSON, null where there is none). A row that cannot be used has a `drop`, and nothing else is lost by it.

        frame = session.read.parquet("s3://archive/pages")          # id, text, title, url, published ...
        recorded(frame, Order(annotation_line, date(2026, 11, 22))).write.parquet("s3://archive/records")

    Raises `ValueError` for a column that there is not.
    """
    chosen = tuple(columns)
    unknown = sorted(set(chosen) - set(_COLUMNS))
    if unknown:
        message = f"no columns {', '.join(unknown)}; there are {', '.join(_COLUMNS)}"
        raise ValueError(message)
    schema = ", ".join(f"`{name}` string" for name in chosen)
    return frame.mapInArrow(partial(_recorded, order=order, columns=chosen), schema)


def _recorded(batches: Iterator["RecordBatch"], order: Order, columns: tuple[str, ...]) -> Iterator["RecordBatch"]:
    """One task: everything is compiled once, and no more than some hundred outcomes are in memory."""
    import pyarrow as pa  # noqa: PLC0415 - only where Spark runs a task

    worker = Worker(order)
    schema = pa.schema([(name, pa.string()) for name in columns])
    found = _sources(batches, order)
    while rows := [worker.outcome(source) for source in islice(found, _ROWS)]:
        cells = {name: [_COLUMNS[name](outcome, order) for outcome in rows] for name in columns}
        yield pa.RecordBatch.from_pydict(cells, schema)


def _sources(batches: Iterator["RecordBatch"], order: Order) -> Iterator[Source | Drop]:
    """What the rows of a task hold: files to be read, or reports."""
    named = dict(order.fields) or None
    fields = Fields.of(named)
    for batch in batches:
        for number, row in enumerate(batch.to_pylist()):
            if _PATH in row and len(row) == 1:
                yield from sources([row[_PATH]], fields=named)
            else:
                yield record(row, str(row.get("where") or row.get("id") or f"row {number}"), fields)


def _id(outcome: Outcome, _: Order) -> str | None:
    return outcome.id


def _line(outcome: Outcome, order: Order) -> str:
    return outcome.line(order)


def _document(outcome: Outcome, _: Order) -> str | None:
    return codec.encode(outcome.made[0]) if not isinstance(outcome.made, Drop) else None


def _extraction(outcome: Outcome, _: Order) -> str | None:
    return codec.encode(outcome.made[1]) if not isinstance(outcome.made, Drop) else None


def _drop(outcome: Outcome, _: Order) -> str | None:
    return codec.encode(outcome.made) if isinstance(outcome.made, Drop) else None


_COLUMNS: Mapping[str, Callable[[Outcome, Order], str | None]] = MappingProxyType(
    {"id": _id, "line": _line, "document": _document, "extraction": _extraction, "drop": _drop}
)


# ---- families --------------------------------------------------------------------------------------------------------
def families(frame: "DataFrame", order: Order) -> "DataFrame":
    """The families of recorded documents (columns `id` and `document`): one record in JSON a row, column `family`.

    They are those that `readout.link.families` makes of all the documents at once. Only runs, which are numbers, and
    ids are shuffled to find what belongs together; the texts of those that have a candidate move once, if the ids of
    these fit into an executor's memory (about 100 bytes each); all others stay where they are.
    """
    held = frame.select("id", "document").where("document is not null").dropDuplicates(["id"])
    return _placed(held).mapInArrow(partial(_folded, order=order), "family string")


def dated(frame: "DataFrame", order: Order) -> "DataFrame":
    """Recorded documents (columns `id`, `document`, `extraction`) with the days that copies lend, and their families.

    A document that is lent a day is read anew, as "Friday" needs it. Column `family` has a family beside its first
    document; they are those of `families`. The texts move as there.
    """
    held = frame.select("id", "document", "extraction").where("document is not null").dropDuplicates(["id"])
    schema = "id string, document string, extraction string, family string"
    return _placed(held).mapInArrow(partial(_dated, order=order), schema)


def _placed(held: "DataFrame") -> "DataFrame":
    """Documents with their `group` and those of it that they are `near`, a group side by side; most have none."""
    from pyspark.sql import functions as f  # noqa: PLC0415 - Spark is an extra

    pairs = _candidates(held.select("id", "document").mapInArrow(_traced, _TRACE).persist()).persist()
    groups = groups_of(pairs)
    near = pairs.groupBy(f.col("one").alias("id")).agg(f.collect_list("other").alias("near"))
    where = groups.join(near, "id", "left")
    placed = held.join(f.broadcast(where), "id", "left").persist()
    together = placed.where("`group` is not null").repartition("group").sortWithinPartitions("group", "id")
    return placed.where("`group` is null").unionByName(together)


_TRACE = "id string, runs array<bigint>, sampled int, whole boolean, `start` string, `end` string"


def _traced(batches: Iterator["RecordBatch"]) -> Iterator["RecordBatch"]:
    """The runs under which each document is looked up, and what else its trace keeps."""
    import pyarrow as pa  # noqa: PLC0415 - only where Spark runs a task

    anchors = Anchors()
    for batch in batches:
        made = [trace(document_of(row), anchors) for row in batch.to_pylist()]
        columns = {
            "id": [one.document for one in made],
            "runs": pa.array([one.runs for one in made], pa.list_(pa.int64())),
            "sampled": pa.array([one.sampled for one in made], pa.int32()),
            "whole": [one.whole for one in made],
            "start": pa.array([one.start and one.start.isoformat() for one in made], pa.string()),
            "end": pa.array([one.end and one.end.isoformat() for one in made], pa.string()),
        }
        yield pa.RecordBatch.from_pydict(columns)


def _candidates(traces: "DataFrame") -> "DataFrame":
    """The pairs worth comparing, `one` before `other`, by the law of `link.candidates`.

    Runs that few documents hold count between all of them, runs that many hold between neighbours in the order of ids.
    """
    from pyspark.sql import Window  # noqa: PLC0415 - Spark is an extra
    from pyspark.sql import functions as f  # noqa: PLC0415

    runs = traces.select("id", f.explode("runs").alias("run"))
    held = runs.withColumn("holders", f.count("*").over(Window.partitionBy("run"))).where("holders > 1")
    few = held.where(f.col("holders") <= COMMON).select("run", "id")
    rare = few.withColumnRenamed("id", "one").join(few.withColumnRenamed("id", "other"), "run").where("one < other")
    beside = Window.partitionBy("run").orderBy("id")
    later = f.array(*(f.lead("id", n).over(beside) for n in range(1, NEAR + 1)))
    many = held.where(f.col("holders") > COMMON).withColumn("later", later)
    many = many.select(f.col("id").alias("one"), f.explode("later").alias("other"))
    shared = rare.select("one", "other", f.lit(1).alias("rare"), f.lit(0).alias("common")).unionAll(
        many.where("other is not null").select("one", "other", f.lit(0), f.lit(1))
    )
    counted = shared.groupBy("one", "other").agg(f.sum("rare").alias("rare"), f.sum("common").alias("common"))
    sizes = traces.select(
        "id", f.struct(f.size("runs").alias("runs"), "sampled", "whole", "start", "end").alias("trace")
    )
    for side in ("one", "other"):
        known = sizes.select(f.col("id").alias(side), f.col("trace").alias(f"trace_{side}"))
        counted = counted.join(known, side)
    return counted.mapInArrow(_worth, "one string, other string")


def _worth(batches: Iterator["RecordBatch"]) -> Iterator["RecordBatch"]:
    """The pairs that share enough."""
    import pyarrow as pa  # noqa: PLC0415 - only where Spark runs a task

    for batch in batches:
        found = [
            (row["one"], row["other"])
            for row in batch.to_pylist()
            if _trace(row["trace_one"]).enough(_trace(row["trace_other"]), row["rare"], row["common"])
        ]
        one, other = ([pair[n] for pair in found] for n in (0, 1))
        string = pa.string()
        yield pa.RecordBatch.from_pydict({"one": pa.array(one, string), "other": pa.array(other, string)})


def _trace(row: Mapping[str, Any]) -> Trace:
    """A trace of which only the number of its runs is asked for."""
    start, end = (row[name] and date.fromisoformat(row[name]) for name in ("start", "end"))
    return Trace("", range(row["runs"]), row["sampled"], row["whole"], start, end)


def groups_of(pairs: "DataFrame") -> "DataFrame":
    """Each id that is in a pair with the least id that it hangs together with, as `group`.

    Labels run along the pairs until none changes; copies of one text hang together closely, so that a few rounds do.
    """
    from pyspark.sql import functions as f  # noqa: PLC0415 - Spark is an extra

    ways = pairs.unionAll(pairs.select(f.col("other").alias("one"), f.col("one").alias("other"))).persist()
    labels = ways.groupBy(f.col("one").alias("id")).agg(f.least(f.min("one"), f.min("other")).alias("group"))
    while True:
        labels = labels.localCheckpoint()
        told = labels.select(f.col("id").alias("other"), f.col("group").alias("told"))
        least = ways.join(told, "other").groupBy(f.col("one").alias("id")).agg(f.min("told").alias("told"))
        moved = labels.join(least, "id").select("id", "group", f.least("group", "told").alias("next")).localCheckpoint()
        if moved.where("`next` < `group`").isEmpty():
            return labels
        labels = moved.select("id", f.col("next").alias("group"))


def _folded(batches: Iterator["RecordBatch"], order: Order) -> Iterator["RecordBatch"]:
    """The families of each group of rows."""
    import pyarrow as pa  # noqa: PLC0415 - only where Spark runs a task

    rules = open_rules(order.codebook)
    for group in _grouped(batches):
        found = _verified(group, list(map(document_of, group)), rules)
        yield pa.RecordBatch.from_pydict({"family": [codec.encode(family) for family in found]})


def _dated(batches: Iterator["RecordBatch"], order: Order) -> Iterator["RecordBatch"]:
    """The rows of each group with the days that their families lend, and the families."""
    import pyarrow as pa  # noqa: PLC0415 - only where Spark runs a task

    worker = Worker(order)
    names = ("id", "document", "extraction", "family")
    schema = pa.schema([(name, pa.string()) for name in names])
    for group in _grouped(batches):
        own = tuple(map(document_of, group))
        found = _verified(group, own, worker.rules)
        homes = {family.documents[0]: codec.encode(family) for family in found}
        for row, early, late in zip(group, own, with_lent_days(own, found), strict=True):
            if late != early:
                made = worker.extracted(late)
                row["document"] = codec.encode(late)
                row["extraction"] = None if isinstance(made, Drop) else codec.encode(made)
            row["family"] = homes.get(late.id)
        yield pa.RecordBatch.from_pylist([{name: row[name] for name in names} for row in group], schema)


def _grouped(batches: Iterator["RecordBatch"]) -> Iterator[list[dict[str, Any]]]:
    """The rows of each group, which lie side by side; a row without a group is one of its own."""
    rows = (row for batch in batches for row in batch.to_pylist())
    for _, group in groupby(rows, key=lambda row: row["group"] or row["id"]):
        yield list(group)


def _verified(group: Iterable[Mapping[str, Any]], documents: Iterable[Document], rules: Compiled) -> tuple[Family, ...]:
    """The families of the documents of a group, whose rows say which pairs are worth comparing."""
    return verified(documents, ((row["id"], other) for row in group for other in row["near"] or ()), rules)


def document_of(row: Mapping[str, Any]) -> Document:
    """The document of a row."""
    document = codec.decode(row["document"], row["id"])
    assert isinstance(document, Document)
    return document
