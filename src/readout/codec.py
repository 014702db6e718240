"""Records to JSONL and back: one record a line, each with the record's name and the version of the schema.

The shape of a line follows the record's own fields; a `Span` and a date keep their names and ISO form. Fields that a
later version added may be missing in an older line, and then have their default.
"""

import dataclasses
import json
import types
import typing
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from readout import records
from readout.errors import BadRecord

SCHEMA = 1

type_hints = cache(typing.get_type_hints)


def encode(record: object) -> str:
    """One record as one line of JSON.

    >>> encode(records.Span(3, 9))
    '{"readout": "Span", "schema": 1, "start": 3, "end": 9}'
    """
    return json.dumps({"readout": type(record).__name__, "schema": SCHEMA, **_plain_fields(record)}, ensure_ascii=False)


def _plain_fields(record: object) -> dict[str, object]:
    return {f.name: _plain(getattr(record, f.name)) for f in dataclasses.fields(typing.cast("typing.Any", record))}


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value):
        return _plain_fields(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def decode(line: str, where: str = "line") -> object:
    """The record of one line. Raises `BadRecord` that names the place and the fault."""
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadRecord(where, f"not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise BadRecord(where, "not an object", "one record a line")
    if fields.get("schema") != SCHEMA:
        raise BadRecord(where, f"schema {fields.get('schema')!r}", f"this version reads schema {SCHEMA}")
    kind = getattr(records, str(fields.get("readout")), None)
    if not (isinstance(kind, type) and dataclasses.is_dataclass(kind)):
        raise BadRecord(where, f"unknown record {fields.get('readout')!r}")
    return _build(kind, {k: v for k, v in fields.items() if k not in {"readout", "schema"}}, where)


def _build(kind: type, fields: dict[str, object], where: str) -> object:
    hints = type_hints(kind)
    unknown = sorted(set(fields) - set(hints))
    if unknown:
        raise BadRecord(where, f"{kind.__name__} has no field {', '.join(unknown)}")
    try:
        return kind(
            **{name: _revive(hints[name], value, f"{where}, {kind.__name__}.{name}") for name, value in fields.items()}
        )
    except TypeError as error:
        raise BadRecord(where, f"{kind.__name__}: {error}") from error


def _revive(hint: typing.Any, value: object, where: str) -> object:  # noqa: ANN401 - a type expression
    """The value that `hint` asks for, of what JSON gave."""
    origin, options = typing.get_origin(hint), typing.get_args(hint)
    if origin in {types.UnionType, typing.Union}:
        if value is None:
            return None
        return _revive(next(option for option in options if option is not type(None)), value, where)
    if origin is typing.Literal:
        if value not in options:
            raise BadRecord(where, f"{value!r} is none of {', '.join(map(repr, options))}")
        return value
    if origin is tuple:
        if not isinstance(value, list):
            raise BadRecord(where, f"expected a list, found {value!r}")
        return tuple(_revive(options[0], part, where) for part in value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if not isinstance(value, dict):
            raise BadRecord(where, f"expected an object, found {value!r}")
        return _build(hint, value, where)
    return _scalar(hint, value, where)


def _scalar(hint: type, value: object, where: str) -> object:
    if hint is date and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise BadRecord(where, f"not a date: {value!r}") from error
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise BadRecord(where, f"expected {hint.__name__}, found {value!r}")
    return value


def dump(items: Iterable[object]) -> Iterator[str]:
    """Lines for many records, each with its line end."""
    for item in items:
        yield encode(item) + "\n"


def load(lines: Iterable[str], where: str) -> Iterator[object]:
    """The records of many lines, blank lines skipped; a fault names `where:line`."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield decode(line, f"{where}:{number}")
