"""The file of a store: opened for writing or for reading, written all or not at all, faults said in our words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from readout.errors import StoreError

PATIENCE = 30.0  # seconds that a writer waits for another one
_MADE = "make one: readout read PATH... --store {path}"


class Opened:
    """A connection to a store that ends with a `with` statement, or where it is closed."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._connection = connection
        self.path = path

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def opened(path: str | Path, *, create: bool) -> sqlite3.Connection:
    """A connection that may write; a missing file is made if `create` allows it."""
    if not create and not Path(path).exists():
        raise StoreError(str(path), "there is no store", _MADE.format(path=path))
    with explained(str(path)):
        return sqlite3.connect(Path(path), timeout=PATIENCE, isolation_level=None)


def reading_only(path: str | Path) -> sqlite3.Connection:
    """A connection that cannot write, for one reader; any thread may use it, one at a time."""
    file = Path(path)
    if not file.exists():
        raise StoreError(str(path), "there is no store", _MADE.format(path=path))
    with explained(str(path)):
        connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE, isolation_level=None,
            check_same_thread=False,
        )  # fmt: skip
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA cache_size = -32000")
        connection.execute("PRAGMA mmap_size = 1073741824")
    return connection


def execute_all(connection: sqlite3.Connection, script: str) -> None:
    """The statements of a script one by one: SQLite's own way would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, with the right to write from the first line on."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk ends it by itself
            connection.execute("ROLLBACK")
        raise


@contextmanager
def explained(path: str) -> Iterator[None]:
    """SQLite's errors as ours, with the file and a way out."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(path, str(error), _way_out(str(error))) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(path, f"cannot be read as a store: {error}", "give another file: --store FILE") from error


def _way_out(error: str) -> str:
    if "locked" in error:
        return "another program writes to it; try again"
    if "full" in error:
        return "make room on the disk and read the same files again; what is held is whole"
    return "is its folder there, writable, and not full?"
