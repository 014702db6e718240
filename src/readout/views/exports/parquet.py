"""Our tables as Parquet, for R, DuckDB and pandas: typed columns, unknown values null."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from readout.errors import ReadoutError
from readout.views.exports.own import Table

if TYPE_CHECKING:
    import pyarrow as pa

GROUP = 20_000  # rows of a row group, which lie in memory together
_STEP = 500  # rows that are packed at a time


def parquet(table: Table) -> Iterator[bytes]:
    """A table as the bytes of a Parquet file, a group of rows at a time.

    Raises `ReadoutError` where the library is not installed.
    """
    try:
        # Heavy, and an extra that most do without.
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        where = f"{table.count.what}-parquet"
        raise ReadoutError(where, "needs pyarrow, which is not installed", "pip install 'readout[parquet]'") from error
    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in table.columns])

    def written() -> Iterator[bytes]:
        sink = _Sink()
        with pq.ParquetWriter(sink, schema) as writer:
            steps = _packed(table.count.each(table.rows), schema)
            group = list(islice(steps, GROUP // _STEP)) or [schema.empty_table()]
            while group:
                writer.write_table(pa.concat_tables(group).combine_chunks())
                yield sink.taken()
                group = list(islice(steps, GROUP // _STEP))
        yield sink.taken()

    return written()


def _packed(rows: Iterable[tuple[object, ...]], schema: "pa.Schema") -> Iterator["pa.Table"]:
    """Rows as columns, some at a time; what is empty is null."""
    left = iter(rows)
    while some := list(islice(left, _STEP)):
        columns = ([None if cell == "" else cell for cell in column] for column in zip(*some, strict=True))
        yield schema.empty_table().from_pydict(dict(zip(schema.names, columns, strict=True)), schema=schema)


class _Sink:
    """What Parquet is written into, as it wants a file: it hands on what has come since it was last asked."""

    closed = False

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._at = 0

    def tell(self) -> int:
        return self._at

    def write(self, data: bytes | memoryview) -> int:
        part = bytes(data)
        self._parts.append(part)
        self._at += len(part)
        return len(part)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        data = b"".join(self._parts)
        self._parts.clear()
        return data
