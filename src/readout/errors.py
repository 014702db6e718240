"""The errors of Readout: one small tree, every message with a place and a way out.

ReadoutError
├── BadSource      a file or stream that cannot be read as what it claims to be
├── BadCodebook    a rule or list that is wrong; stops the program at load
├── BadRecord      a JSONL line that is not one of our records
└── StoreError     the database cannot be opened, written or understood
"""


class ReadoutError(Exception):
    """Anything Readout raises on purpose: where it is, what is wrong, how to get out.

    >>> str(BadSource("notes.jsonl:3", "not JSON", "one object a line, please"))
    'notes.jsonl:3: not JSON (one object a line, please)'
    """

    def __init__(self, where: str, problem: str, hint: str = "") -> None:
        self.where = where
        self.problem = problem
        self.hint = hint
        super().__init__(f"{where}: {problem}" + (f" ({hint})" if hint else ""))


class BadSource(ReadoutError):
    """A file, page or stream that cannot be read; `where` is its path, with a line where there is one."""


class BadCodebook(ReadoutError):
    """A codebook entry that is wrong; `where` is `file:line`."""


class BadRecord(ReadoutError):
    """A line that cannot be decoded into a record; `where` is `file:line`."""


class StoreError(ReadoutError):
    """A database that cannot be opened, written or understood; `where` is its path."""
