"""From a folder of TOML and JSONL files to a `Codebook`: read, build, check; anything wrong is said with file and line.

In order: the JSONL tables of who is who, the TOML rules of what is told, then what only the whole can show (`faults`).
"""

import dataclasses
import hashlib
import json
import re
import tomllib
import types
import typing
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cache
from pathlib import Path

from readout.codebook.entries import (
    Body,
    Codebook,
    ContactSense,
    ContactWord,
    Context,
    Cue,
    EventRule,
    EventType,
    Example,
    Holder,
    MatterMove,
    MatterWord,
    Metonym,
    NameWords,
    Office,
    Organisation,
    Outlet,
    Pattern,
    State,
    Topic,
)
from readout.codebook.faults import faults
from readout.codec import type_hints
from readout.errors import BadCodebook
from readout.records import content_id

BUILT_IN = Path(__file__).parent / "data"

Entry = typing.TypeVar("Entry")
Fields = Mapping[str, object]
_CONTEXTS = "contexts.toml"  # lies among the event files
_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}")
_MARK = re.compile(r"\[(?P<role>[a-z]+): (?P<words>[^\[\]]+)\]")


def load(folder: Path | None = None) -> Codebook:
    """The codebook of a folder, or the one that comes with Readout. Raises `BadCodebook` with file and line."""
    codebook = read(folder)
    for fault in faults(codebook):
        raise fault
    return codebook


def read(folder: Path | None = None) -> Codebook:
    """The entries of a folder, each right by itself; whether they fit together is not yet looked at."""
    home = BUILT_IN if folder is None else folder
    if not home.is_dir():
        raise BadCodebook(str(home), "no such folder", "a codebook is a folder of TOML and JSONL files")
    names, verbs = _toml(home / "actors/names.toml"), _toml(home / "language/verbs.toml")
    return Codebook(
        version=_version(home),
        states=_table(home / "actors/states.jsonl", State),
        organisations=_table(home / "actors/organisations.jsonl", Organisation),
        bodies=_table(home / "actors/bodies.jsonl", Body),
        offices=_table(home / "actors/offices.jsonl", Office),
        holders=tuple(_holders(home / "actors/holders.jsonl")),
        outlets=_table(home / "actors/outlets.jsonl", Outlet),
        patterns=tuple(_patterns(home)),
        cues=_array(home / "statements/cues.toml", "cue", Cue),
        events=tuple(_event(path) for path in sorted((home / "events").glob("*.toml")) if path.name != _CONTEXTS),
        contexts=_array(home / "events" / _CONTEXTS, "context", Context),
        contacts=_array(home / "contacts/contacts.toml", "contact", ContactWord),
        senses=_array(home / "contacts/senses.toml", "sense", ContactSense),
        matters=_array(home / "matters/matters.toml", "matter", MatterWord),
        moves=_array(home / "matters/moves.toml", "move", MatterMove),
        topics=_array(home / "compare/topics.toml", "topic", Topic),
        tone=_strings(_toml(home / "statements/tone.toml"), "tone", home / "statements/tone.toml"),
        honorifics=_strings(names, "honorifics", home / "actors/names.toml"),
        given_names_last=_strings(names, "given_names_last", home / "actors/names.toml"),
        given_names_alone=_strings(names, "given_names_alone", home / "actors/names.toml"),
        women=_strings(names, "women", home / "actors/names.toml"),
        men=_strings(names, "men", home / "actors/names.toml"),
        irregular_verbs=_triples(verbs, home / "language/verbs.toml"),
        plain_verbs=_strings(verbs, "plain", home / "language/verbs.toml"),
        metonyms=_array(home / "actors/metonyms.toml", "metonym", Metonym),
        name_words=_array(home / "actors/words.toml", "words", NameWords),
    )


# ---- reading files ---------------------------------------------------------------------------------------------------
def fingerprint(folder: Path | None = None) -> str:
    """An id of what the files of a codebook hold, so that what was read with other rules is known for that."""
    home = BUILT_IN if folder is None else folder
    files = sorted(path for path in home.rglob("*") if path.suffix in {".toml", ".jsonl"})
    held = (hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
    return content_id(
        "codebook", *(f"{path.relative_to(home).as_posix()} {sum_}" for path, sum_ in zip(files, held, strict=True))
    )


def _table(path: Path, kind: type[Entry]) -> tuple[Entry, ...]:
    """The entries of a JSONL table; a folder without the table has none."""
    if not path.is_file():
        return ()
    return tuple(rows_of(path, kind))


def _written(path: Path) -> str:
    """The characters of a file."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        at, hint = f"{path}:1", "save the file again as UTF-8"
        raise BadCodebook(at, f"not UTF-8 at byte {error.start}", hint) from error


def rows_of(path: Path, kind: type[Entry]) -> Iterator[Entry]:
    """The entries of a JSONL file, line by line; a fault names its line."""
    for number, line in enumerate(_written(path).splitlines(), 1):
        if not line.strip():
            continue
        at = f"{path}:{number}"
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadCodebook(at, f"not JSON: {error}", "one object a line") from error
        if not isinstance(fields, dict):
            raise BadCodebook(at, "not an object", "one object a line")
        yield _entry(kind, fields, at)


def _holders(path: Path) -> Iterator[Holder]:
    """The terms of office; where a day is known no finer than to the month or year, all the days that it can mean."""
    for holder in _table(path, Term):
        first, begun = _days(holder.since, "since", holder.at)
        ending, last = _days(holder.until, "until", holder.at) if holder.until else (None, None)
        yield Holder(
            office=holder.office,
            state=holder.state,
            name=holder.name,
            since=first,
            at=holder.at,
            until=last,
            names=holder.names,
            note=holder.note,
            begun=begun if begun != first else None,
            ending=ending if ending != last else None,
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Term:
    """A line of `holders.jsonl` as it is written."""

    office: str
    state: str
    name: str
    since: str
    at: str
    until: str | None = None
    names: tuple[str, ...] = ()
    note: str = ""


def _days(written: str, name: str, at: str) -> tuple[date, date]:
    """The first and the last day that "2012-05-07", "2012-05" or "2012" can mean.

    >>> _days("2012-02", "since", "")
    (datetime.date(2012, 2, 1), datetime.date(2012, 2, 29))
    """
    try:
        first = date.fromisoformat(written + "-01-01"[len(written) - 4 :] if _DAY.fullmatch(written) else "")
    except ValueError as error:
        hint = "a day such as 2021-02-09, please, or its month or year alone"
        raise BadCodebook(at, f"`{name}` is {written!r}", hint) from error
    month = 12 if len(written) == 4 else first.month
    day = monthrange(first.year, month)[1] if len(written) < 10 else first.day
    return first, date(first.year, month, day)


def _toml(path: Path) -> dict[str, object]:
    """What a TOML file says; nothing where there is no such file."""
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(_written(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        at = f"{path}:{line.group(1) if line else 1}"
        raise BadCodebook(at, f"not TOML: {error}") from error


def _tables(path: Path, content: Fields, name: str) -> Iterator[tuple[Fields, str]]:
    """The tables `[[name]]` of a TOML file, each with the line of its header."""
    tables = content.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        at = f"{path}:1"
        raise BadCodebook(at, f"`{name}` is not a list of tables", f"write [[{name}]] above each")
    header = re.compile(rf"\s*\[\[\s*{name}\s*\]\]")
    lines = [n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if header.match(line)]
    for position, table in enumerate(tables):
        yield table, f"{path}:{lines[position] if position < len(lines) else 1}"


def _array(path: Path, name: str, kind: type[Entry]) -> tuple[Entry, ...]:
    """The entries of a TOML file that holds `[[name]]` tables and nothing else."""
    content = _toml(path)
    _only(content, {name}, f"{path}:1")
    if not content:
        return ()
    return tuple(_entry(kind, fields, at) for fields, at in _tables(path, content, name))


def tables_of(path: Path, name: str, kind: type[Entry]) -> tuple[Entry, ...]:
    """The entries of a file of `[[name]]` tables beside those of the codebook; a folder without the file has none."""
    return _array(path, name, kind)


def _patterns(home: Path) -> Iterator[Pattern]:
    """All `[[pattern]]` tables: furniture and datelines, house style and copies, channels."""
    files = [*sorted((home / "structure").glob("*.toml")), *sorted((home / "copies").glob("*.toml"))]
    for path in [*files, home / "statements/channels.toml"]:
        yield from _array(path, "pattern", Pattern)


def _version(home: Path) -> str:
    path = home / "codebook.toml"
    version = _toml(path).get("version", "0")
    if not isinstance(version, str):
        at = f"{path}:{_line_of(path, 'version')}"
        raise BadCodebook(at, f"version {version!r} is not a string")
    return version


def _strings(content: Fields, name: str, path: Path) -> tuple[str, ...]:
    strings = content.get(name, [])
    if not isinstance(strings, list) or not all(isinstance(string, str) for string in strings):
        at = f"{path}:{_line_of(path, name)}"
        raise BadCodebook(at, f"`{name}` is not a list of strings")
    return tuple(strings)


def _triples(content: Fields, path: Path) -> tuple[tuple[str, str, str], ...]:
    """The irregular verbs: base, past, participle."""
    triples: list[tuple[str, str, str]] = []
    irregular = content.get("irregular", [])
    for forms in irregular if isinstance(irregular, list) else [irregular]:
        if not (isinstance(forms, list) and len(forms) == 3 and all(isinstance(form, str) for form in forms)):
            at = f"{path}:{_line_of(path, 'irregular')}"
            raise BadCodebook(at, f"{forms!r} is no irregular verb", '["take", "took", "taken"], please')
        triples.append((forms[0], forms[1], forms[2]))
    return tuple(triples)


def _line_of(path: Path, key: str) -> int:
    """The line on which a TOML key is set."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if re.match(rf"\s*{key}\s*=", line)), 1)


# ---- building entries ------------------------------------------------------------------------------------------------
def _entry(kind: type[Entry], fields: Fields, at: str) -> Entry:
    """One entry of the fields as they stand in the file; strict in names and types."""
    readers, needed = _shape(typing.cast("type", kind))
    if "if" in fields and "if_" in readers:
        fields = {("if_" if name == "if" else name): value for name, value in fields.items()}
    _only(fields, readers.keys(), at)
    if not needed.keys() <= fields.keys():
        missing = next(name for name in needed if name not in fields)
        raise BadCodebook(at, f"{kind.__name__} needs `{missing}`")
    values = {name: readers[name](value, name, at) for name, value in fields.items()}
    return typing.cast("Callable[..., Entry]", kind)(**values, at=at)


def _only(fields: Fields, known: AbstractSet[str], at: str) -> None:
    if not fields.keys() <= known:
        unknown = sorted(fields.keys() - known)
        raise BadCodebook(at, f"unknown field {', '.join(unknown)}", f"known are {', '.join(sorted(known))}")


# Makes a field's value of what the file has; takes also the field's name and place, for complaints.
_Reader = Callable[[object, str, str], object]


@cache
def _shape(kind: type) -> tuple[Mapping[str, _Reader], Mapping[str, _Reader]]:
    """For each field of an entry how it is read; and the same for those that must be there."""
    hints = type_hints(kind)
    fields = dataclasses.fields(typing.cast("typing.Any", kind))
    readers = {field.name: _reader(hints[field.name]) for field in fields if field.name != "at"}
    return readers, {f.name: readers[f.name] for f in fields if f.name in readers and f.default is dataclasses.MISSING}


def _reader(hint: typing.Any) -> _Reader:  # noqa: ANN401 - a type expression
    """How a value is read in the type that the entry asks for: lists become tuples, whole numbers floats."""
    if typing.get_origin(hint) in {types.UnionType, typing.Union}:
        inner = _reader(next(option for option in typing.get_args(hint) if option is not types.NoneType))
        return lambda value, name, at: None if value is None else inner(value, name, at)
    if typing.get_origin(hint) is tuple:
        return _tuple_of(typing.get_args(hint)[0])

    def scalar(value: object, name: str, at: str) -> object:
        if hint is float and type(value) is int:
            return float(value)
        if type(value) is not hint:
            raise BadCodebook(at, f"`{name}` is {value!r}", f"a {hint.__name__}, please")
        return value

    return scalar


def _tuple_of(hint: typing.Any) -> _Reader:  # noqa: ANN401 - a type expression
    """How a list is read; one of strings, of which there are most, without a call for each."""
    inner = _reader(hint)

    def parts(value: object, name: str, at: str) -> object:
        if not isinstance(value, list):
            raise BadCodebook(at, f"`{name}` is {value!r}", "a list, please")
        if hint is str and all(type(part) is str for part in value):
            if "" in value:
                raise BadCodebook(at, f"`{name}` has an empty string", "take it out: it would stand everywhere")
            return tuple(value)
        return tuple(inner(part, name, at) for part in value)

    return parts


def _event(path: Path) -> EventType:
    """The event type of one file, with its rules, examples and near misses."""
    content, at = _toml(path), f"{path}:1"
    plain = {key: value for key, value in content.items() if key not in {"rule", "example", "near_miss", "modes"}}
    modes = content.get("modes", {})
    if not isinstance(modes, dict) or not all(isinstance(score, int | float) for score in modes.values()):
        at = f"{path}:{_line_of(path, 'modes')}"
        raise BadCodebook(at, "`modes` is not a table of mode and score")
    named: Fields = {**plain, "modes": [], "rules": [], "examples": []}
    event = _entry(EventType, named, at)
    rules = tuple(
        _entry(EventRule, {**fields, "type": event.id}, line) for fields, line in _tables(path, content, "rule")
    )
    hits = [_example(fields, line) for fields, line in _tables(path, content, "example")]
    misses = [_near_miss(fields, line) for fields, line in _tables(path, content, "near_miss")]
    for example in hits:
        if example.rule is not None and example.rule not in {rule.id for rule in rules}:
            raise BadCodebook(example.at, f"no rule {example.rule!r} in this file")
    scores = tuple((str(mode), float(score)) for mode, score in modes.items())
    return dataclasses.replace(event, modes=scores, rules=rules, examples=(*hits, *misses))


def _example(fields: Fields, at: str) -> Example:
    _only(fields, {"text", "mode", "status", "rule", "expect"}, at)
    text, marks = unmarked(str(fields.get("text", "")))
    return dataclasses.replace(_entry(Example, {**fields, "text": text}, at), marks=marks)


def _near_miss(fields: Fields, at: str) -> Example:
    _only(fields, {"text", "is"}, at)
    text, marks = unmarked(str(fields.get("text", "")))
    expected = {"text": text, "expect": fields.get("is", "none"), "near_miss": True}
    return dataclasses.replace(_entry(Example, expected, at), marks=marks)


def unmarked(marked: str) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    """The plain text of an example, and (role, start, end) for each of its inline marks.

    >>> unmarked("[actor: Ruritania] condemned [recipient: Bordavia].")
    ('Ruritania condemned Bordavia.', (('actor', 0, 9), ('recipient', 20, 28)))
    """
    pieces: list[str] = []
    marks: list[tuple[str, int, int]] = []
    last = length = 0
    for match in _MARK.finditer(marked):
        before, words = marked[last : match.start()], match["words"]
        pieces += [before, words]
        length += len(before) + len(words)
        marks.append((match["role"], length - len(words), length))
        last = match.end()
    return "".join([*pieces, marked[last:]]), tuple(marks)
