"""Records to JSONL and back: one record a line, each with the record's name and the version of the schema.

The shape of a line follows the record's own fields; a `Span` and a date keep their names and ISO form. Fields that a
later version added may be missing in an older line, and then have their default.
"""

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache

from readout import records
from readout.errors import BadRecord

SCHEMA = 1

type_hints = cache(typing.get_type_hints)
_Reader = Callable[[object], typing.Any]  # the value that a field wants, of what JSON gave


def _names(kind: type) -> tuple[str, ...] | None:
    """The names of a record's fields; None for what is no record."""
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else None


_field_names: Callable[[type], tuple[str, ...] | None] = cache(_names)


def encode(record: object) -> str:
    """One record as one line of JSON.

    >>> encode(records.Span(3, 9))
    '{"readout": "Span", "schema": 1, "start": 3, "end": 9}'
    """
    return json.dumps({"readout": type(record).__name__, "schema": SCHEMA, **_plain_fields(record)}, ensure_ascii=False)


def _plain_fields(record: object) -> dict[str, object]:
    return {name: _plain(getattr(record, name)) for name in _field_names(type(record)) or ()}


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if _field_names(type(value)) is None else _plain_fields(value)


def decode(line: str, where: str = "line") -> object:
    """The record of one line. Raises `BadRecord` that names the place and the fault."""
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadRecord(where, f"not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise BadRecord(where, "not an object", "one record a line")
    if "\\u" in line:
        _refuse_halves(fields, where)
    if fields.get("schema") != SCHEMA:
        raise BadRecord(where, f"schema {fields.get('schema')!r}", f"this version reads schema {SCHEMA}")
    kind = getattr(records, str(fields.get("readout")), None)
    if not (isinstance(kind, type) and dataclasses.is_dataclass(kind)):
        raise BadRecord(where, f"unknown record {fields.get('readout')!r}")
    del fields["readout"], fields["schema"]
    try:
        return _reader(kind)(fields)
    except _FaultError as fault:
        raise BadRecord(", ".join([where, *fault.path]), fault.problem) from fault


def _refuse_halves(fields: dict[str, object], where: str) -> None:
    """JSON may name half of a surrogate pair, which is no character and can be written nowhere."""
    try:
        json.dumps(fields, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        hint = "was a string cut within a character?"
        raise BadRecord(where, f"half of a surrogate pair: {error.object[error.start]!r}", hint) from error


class _FaultError(Exception):
    """What is wrong with a value, and the fields on the way to it."""

    def __init__(self, value: object, problem: str) -> None:
        super().__init__(value, problem)
        self.problem = problem
        self.path: list[str] = []


@cache
def _reader(hint: typing.Any) -> _Reader:  # noqa: ANN401 - a type expression
    """What makes the value that `hint` asks for; made once for each hint."""
    origin, options = typing.get_origin(hint), typing.get_args(hint)
    if origin in {types.UnionType, typing.Union}:
        return _optional(_reader(next(option for option in options if option is not type(None))))
    if origin is typing.Literal:
        return _one_of(options)
    if origin is tuple:
        return _several(_reader(options[0]))
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _record(hint)
    return _day if hint is date else _scalar(hint)


def _optional(inner: _Reader) -> _Reader:
    return lambda value: None if value is None else inner(value)


def _one_of(options: tuple[object, ...]) -> _Reader:
    known = frozenset(options)

    def read(value: object) -> object:
        if isinstance(value, str | int) and value in known:
            return value
        raise _FaultError(value, f"{value!r} is none of {', '.join(map(repr, options))}")

    return read


def _several(inner: _Reader) -> _Reader:
    def read(value: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise _FaultError(value, f"expected a list, found {value!r}")
        return tuple(map(inner, value))

    return read


def _record(kind: type) -> _Reader:
    readers = {name: _reader(hint) for name, hint in type_hints(kind).items()}

    def read(value: object) -> object:
        try:
            return kind(**{name: readers[name](given) for name, given in value.items()})  # type: ignore[attr-defined]
        except (AttributeError, KeyError, TypeError, _FaultError):
            return _examined(kind, readers, value)  # a line with a fault is read once more, to name the fault

    return read


def _examined(kind: type, readers: dict[str, _Reader], value: object) -> object:
    """A record field by field. Raises `_FaultError` with the way to the first fault."""
    if not isinstance(value, dict):
        raise _FaultError(value, f"expected an object, found {value!r}")
    unknown = sorted(value.keys() - readers.keys())
    if unknown:
        raise _FaultError(value, f"{kind.__name__} has no field {', '.join(unknown)}")
    made: dict[str, object] = {}
    for name, given in value.items():
        try:
            made[name] = readers[name](given)
        except _FaultError as fault:
            fault.path.insert(0, f"{kind.__name__}.{name}")
            raise
    try:
        return kind(**made)
    except TypeError as error:
        raise _FaultError(value, f"{kind.__name__}: {error}") from error


def _day(value: object) -> date:
    if not isinstance(value, str):
        raise _FaultError(value, f"expected date, found {value!r}")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise _FaultError(value, f"not a date: {value!r}") from error


def _scalar(hint: type) -> _Reader:
    def read(value: object) -> object:
        if type(value) is hint:
            return value
        raise _FaultError(value, f"expected {hint.__name__}, found {value!r}")

    return read


def dump(items: Iterable[object]) -> Iterator[str]:
    """Lines for many records, each with its line end."""
    for item in items:
        yield encode(item) + "\n"


def load(lines: Iterable[str], where: str) -> Iterator[object]:
    """The records of many lines, blank lines skipped; a fault names `where:line`."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield decode(line, f"{where}:{number}")
