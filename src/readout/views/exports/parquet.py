"""Our tables as Parquet, for R, DuckDB and pandas: typed columns, unknown values null."""

from io import BytesIO

from readout.errors import ReadoutError
from readout.views.exports.own import Table


def parquet(table: Table) -> bytes:
    """A table as the bytes of a Parquet file. Raises `ReadoutError` where the library is not installed."""
    try:
        # Heavy, and an extra that most do without.
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        where = f"{table.what}-parquet"
        raise ReadoutError(where, "needs pyarrow, which is not installed", "pip install 'readout[parquet]'") from error
    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in table.columns])
    columns = {
        name: [None if row[number] == "" else row[number] for row in table.rows]
        for number, name in enumerate(table.header)
    }
    file = BytesIO()
    pq.write_table(pa.table(columns, schema=schema), file)
    return file.getvalue()
