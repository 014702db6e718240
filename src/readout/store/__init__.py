"""The store: one SQLite file that holds readings, grows as reports come in, and answers questions about them.

`Store` (`keeping`) writes; `Queries` (`queries`) reads without being able to write. In order of import: `files` opens
the file, `schema` has its tables, `writing` makes rows of records, `listing`, `search`, `timeline`, `counts` and
`lookup` answer what `asked` can be asked, `streaming` reads all of it through for exports, `migrating` brings older
files up.
"""

from readout.store.asked import (
    ContactFilter,
    DocumentFilter,
    EventFilter,
    Listing,
    StatementFilter,
)
from readout.store.files import PATIENCE
from readout.store.growing import Added
from readout.store.holding import Found
from readout.store.keeping import Store
from readout.store.queries import Queries
from readout.store.schema import MARK, SCHEMA

__all__ = [
    "MARK", "PATIENCE", "SCHEMA", "Added", "ContactFilter", "DocumentFilter", "EventFilter", "Found", "Listing",
    "Queries", "StatementFilter", "Store",
]  # fmt: skip
