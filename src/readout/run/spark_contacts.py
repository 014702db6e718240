"""Contacts on Spark: what can touch one another comes together, and the linker of `readout.link` links each group.

In order: every telling leaves the pairs of its parties with the days around it; what shares a pair in the same days
hangs together, and so do copies and what analysts have judged; a title belongs to the groups of which it names two
parties in their days, or in a release one. Only then what linking needs of the documents of a group moves to it, which
is their heads and contacts, and `readout.link.contacts` makes its contacts, as it makes those of all documents at once.

No group needs another: what lies across its border, the linker would refuse. The price is that a pair that meets all
the time hangs together through the years.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations, groupby
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from readout import codec
from readout.codebook.compiled import Compiled
from readout.link import contacts as linked
from readout.link import outlined
from readout.link.persons import surnames
from readout.link.titles import Title
from readout.pipeline import open_rules
from readout.records import Contact, Document, Extraction, Family, Judgement
from readout.run.lines import Order
from readout.run.spark import document_of, groups_of

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import DataFrame

_FAR = 5  # days around those of a telling in which others are compared with it, or a title may tell of it
_ALWAYS = (0, 10**7)
_OFFICE = "an office"


class Touch(NamedTuple):
    """By what a document can be joined with others, in which days (as ordinals).

    Documents meet under one `key` in common days. A `name` is one of a party of the state `of`; a `title` has a word
    that may be such a name, `of` an office or of nobody.
    """

    kind: Literal["meets", "name", "title"]
    key: str
    first: int
    last: int
    of: str
    id: str


# ---- what a document leaves ------------------------------------------------------------------------------------------
def touches(document: Document, extraction: Extraction, rules: Compiled) -> Iterator[Touch]:
    """All by which a document can be joined with others when contacts are linked."""
    for contact in extraction.contacts:
        if contact.tellings and contact.states:
            yield from _of_contact(contact, document)
    day = document.published.start
    if document.title and day:
        title = Title.of(document.title, document.issuer, rules)
        office = _OFFICE if title.official else ""
        for key in sorted(title.words | title.bodies):
            yield Touch("title", key, day.toordinal(), day.toordinal(), office, document.id)


def _of_contact(contact: Contact, document: Document) -> Iterator[Touch]:
    first, last = _days_around(contact, document)
    yield Touch("meets", document.id, *_ALWAYS, "", document.id)
    for low, high in combinations(contact.states, 2):
        yield Touch("meets", f"{low} {high}", first, last, "", document.id)
    if len(contact.states) == 1:
        # Contacts of one party join none, but those of one day have ids apart, and those of one trip its day.
        own = [(day.toordinal(), day.toordinal()) for day in (contact.when.start,) if day]
        own += [(day.toordinal() - 1, day.toordinal()) for day in contact.when.candidates]
        yield from (Touch("meets", contact.states[0], *days, "", document.id) for days in own)
    if (first, last) != _ALWAYS:
        names = {(name, party.state) for party in contact.parties for name in surnames(party.name or "")}
        names |= {(state, state) for state in contact.states}
        for name, state in sorted((name, state) for name, state in names if state):
            yield Touch("name", name, first, last, state, document.id)


def _days_around(contact: Contact, document: Document) -> tuple[int, int]:
    """The days in which others may tell of a contact too, as ordinals; without a day and a day of publication, all."""
    when = contact.when
    days = [when.start] if when.start and when.grain == "day" else []
    if not days:
        if document.published.start is None:
            return _ALWAYS
        times = (document.published, when)
        days = [day for time in times for day in (time.start, time.end, *time.candidates) if day]
    return min(days).toordinal() - _FAR, max(days).toordinal() + _FAR


# ---- groups ----------------------------------------------------------------------------------------------------------
def contacts(frame: "DataFrame", homes: "DataFrame", order: Order, judgements: Iterable[Judgement] = ()) -> "DataFrame":
    """The contacts of recorded documents (columns `id`, `document`, `extraction`): one record a row, column `contact`.

    `homes` are their families, as `families` makes them. The contacts are those that `readout.link.contacts` makes of
    all the documents at once. Keys, days and ids are shuffled to find what can touch; then the heads of the documents
    of contacts, and of those whose titles may tell of them, move to their group, if their ids fit into an executor's
    memory.
    """
    from pyspark.sql import functions as f  # noqa: PLC0415 - Spark is an extra

    said = tuple(judgements)
    held = frame.select("id", "document", "extraction").where("extraction is not null").dropDuplicates(["id"])
    left = held.mapInArrow(partial(_touched, order=order), _TOUCH).persist()
    members = homes.mapInArrow(_members, "id string, family string").persist()
    meets = left.where("kind = 'meets'").select("key", "first", "last", "id")
    tellers = meets.select("id").distinct()
    ever = (f.lit(_ALWAYS[0]).alias("first"), f.lit(_ALWAYS[1]).alias("last"), "id")
    kin = members.join(tellers, "id", "left_semi").select(f.concat(f.lit("copies "), "family").alias("key"), *ever)
    ways = _beside(meets.unionAll(kin)).unionAll(_judged(frame, said))
    groups = (
        tellers.join(groups_of(ways), "id", "left").select("id", f.coalesce("group", "id").alias("group")).persist()
    )
    titled = _titled(left, groups)
    whole = groups_of(titled.unionAll(groups.toDF("one", "other"))).join(members, "id")
    grouped = held.join(f.broadcast(whole), "id").mapInArrow(_outlined, _OUTLINE)
    placed = grouped.repartition("group").sortWithinPartitions("group", "id")
    return placed.mapInArrow(partial(_linked, order=order, judgements=said), "contact string")


_TOUCH = "kind string, key string, first int, last int, of string, id string"


def _beside(rows: "DataFrame") -> "DataFrame":
    """The pairs of ids that make a chain of all that meet: under one key, in the order of days, each with the last."""
    from pyspark.sql import Window  # noqa: PLC0415 - Spark is an extra
    from pyspark.sql import functions as f  # noqa: PLC0415

    along = Window.partitionBy("key").orderBy("first", "last", "id")
    before = f.max("last").over(along.rowsBetween(Window.unboundedPreceding, -1))
    chained = rows.withColumn("before", before).withColumn("one", f.lag("id").over(along))
    return chained.where("first <= before and one <> id").select("one", f.col("id").alias("other")).distinct()


def _judged(frame: "DataFrame", judgements: Sequence[Judgement]) -> "DataFrame":
    """The pairs of documents of whose tellings analysts have spoken."""
    rows = [(said.first.document, said.second.document) for said in judgements]
    return frame.sparkSession.createDataFrame(rows, "one string, other string")


def _titled(left: "DataFrame", groups: "DataFrame") -> "DataFrame":
    """Documents with the groups of which their titles name two parties in their days, or in a release one."""
    from pyspark.sql import functions as f  # noqa: PLC0415 - Spark is an extra

    titles = left.where("kind = 'title'").select("key", f.col("first").alias("day"), "of", "id")
    names = left.where("kind = 'name'").join(groups, "id")
    days = f.explode(f.sequence("first", "last")).alias("day")
    names = names.select("key", days, f.col("of").alias("state"), "group").distinct()
    counted = (
        titles.join(names, ["key", "day"]).groupBy("id", "of", "group").agg(f.countDistinct("state").alias("named"))
    )
    fitting = counted.where((f.col("named") > 1) | (f.col("of") == _OFFICE))
    return fitting.select(f.col("id").alias("one"), f.col("group").alias("other"))


# ---- tasks -----------------------------------------------------------------------------------------------------------
def _touched(batches: Iterator["RecordBatch"], order: Order) -> Iterator["RecordBatch"]:
    """What the documents of a task leave."""
    import pyarrow as pa  # noqa: PLC0415 - only where Spark runs a task

    rules = open_rules(order.codebook)
    number, string = pa.int32(), pa.string()
    types = (string, string, number, number, string, string)
    schema = pa.schema(list(zip(Touch._fields, types, strict=True)))
    for batch in batches:
        made = [touch for row in batch.to_pylist() for touch in touches(document_of(row), extraction_of(row), rules)]
        yield pa.RecordBatch.from_pylist([touch._asdict() for touch in made], schema)


def _members(batches: Iterator["RecordBatch"]) -> Iterator["RecordBatch"]:
    """The documents of families, each with its family."""
    import pyarrow as pa  # noqa: PLC0415 - only where Spark runs a task

    schema = pa.schema([("id", pa.string()), ("family", pa.string())])
    for batch in batches:
        found = [codec.decode(line, "family") for line in batch.column("family").to_pylist()]
        rows = [{"id": id_, "family": one.id} for one in found if isinstance(one, Family) for id_ in one.documents]
        yield pa.RecordBatch.from_pylist(rows, schema)


_OUTLINE = "id string, `group` string, family string, document string, extraction string"


def _outlined(batches: Iterator["RecordBatch"]) -> Iterator["RecordBatch"]:
    """The rows of documents with no more of them than linking needs."""
    import pyarrow as pa  # noqa: PLC0415 - only where Spark runs a task

    kept = ("id", "group", "family")
    schema = pa.schema([(name, pa.string()) for name in (*kept, "document", "extraction")])
    for batch in batches:
        made = []
        for row in batch.to_pylist():
            document, extraction = map(codec.encode, outlined(document_of(row), extraction_of(row)))
            made.append({**{name: row[name] for name in kept}, "document": document, "extraction": extraction})
        yield pa.RecordBatch.from_pylist(made, schema)


def _linked(batches: Iterator["RecordBatch"], order: Order, judgements: Sequence[Judgement]) -> Iterator["RecordBatch"]:
    """The contacts of each group of rows that lie side by side."""
    import pyarrow as pa  # noqa: PLC0415 - only where Spark runs a task

    rules = open_rules(order.codebook)
    rows = (row for batch in batches for row in batch.to_pylist())
    for _, group in groupby(rows, key=lambda row: row["group"]):
        held = list(group)
        homes = [Family(row["family"], (row["id"],)) for row in held]
        found = linked(list(map(document_of, held)), list(map(extraction_of, held)), homes, rules, judgements)
        yield pa.RecordBatch.from_pydict({"contact": pa.array(map(codec.encode, found), pa.string())})


def extraction_of(row: Mapping[str, Any]) -> Extraction:
    """The extraction of a row."""
    extraction = codec.decode(row["extraction"], row["id"])
    assert isinstance(extraction, Extraction)
    return extraction
