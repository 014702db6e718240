"""From a folder of TOML and JSONL files to a `Codebook`: read, build, check; anything wrong is said with file and line.

In order: the JSONL tables of who is who, the TOML rules of what is told, then what only the whole can show (ids used
twice, references to nothing, terms of office that collide, expressions that do not compile).
"""

import dataclasses
import json
import re
import tomllib
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

from readout.codebook.entries import (
    Body,
    Codebook,
    ContactWord,
    Cue,
    EventRule,
    EventType,
    Example,
    Holder,
    Office,
    Organisation,
    Outlet,
    Pattern,
    State,
    Topic,
)
from readout.codec import type_hints
from readout.errors import BadCodebook

BUILT_IN = Path(__file__).parent / "data"

Entry = typing.TypeVar("Entry")
Fields = Mapping[str, object]
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
_MARK = re.compile(r"\[(?P<role>[a-z]+): (?P<words>[^\[\]]+)\]")


def load(folder: Path | None = None) -> Codebook:
    """The codebook of a folder, or the one that comes with Readout. Raises `BadCodebook` with file and line."""
    home = BUILT_IN if folder is None else folder
    if not home.is_dir():
        raise BadCodebook(str(home), "no such folder", "a codebook is a folder of TOML and JSONL files")
    names, verbs = _toml(home / "actors/names.toml"), _toml(home / "language/verbs.toml")
    codebook = Codebook(
        version=_version(home),
        states=_table(home / "actors/states.jsonl", State),
        organisations=_table(home / "actors/organisations.jsonl", Organisation),
        bodies=_table(home / "actors/bodies.jsonl", Body),
        offices=_table(home / "actors/offices.jsonl", Office),
        holders=_table(home / "actors/holders.jsonl", Holder),
        outlets=_table(home / "actors/outlets.jsonl", Outlet),
        patterns=tuple(_patterns(home)),
        cues=_array(home / "statements/cues.toml", "cue", Cue),
        events=tuple(_event(path) for path in sorted((home / "events").glob("*.toml"))),
        contacts=_array(home / "contacts/contacts.toml", "contact", ContactWord),
        topics=_array(home / "compare/topics.toml", "topic", Topic),
        tone=_strings(_toml(home / "statements/tone.toml"), "tone", home / "statements/tone.toml"),
        honorifics=_strings(names, "honorifics", home / "actors/names.toml"),
        given_names_last=_strings(names, "given_names_last", home / "actors/names.toml"),
        irregular_verbs=_triples(verbs, home / "language/verbs.toml"),
        plain_verbs=_strings(verbs, "plain", home / "language/verbs.toml"),
    )
    _check(codebook)
    return codebook


# ---- reading files ---------------------------------------------------------------------------------------------------
def _table(path: Path, kind: type[Entry]) -> tuple[Entry, ...]:
    """The entries of a JSONL table; a folder without the table has none."""
    if not path.is_file():
        return ()
    return tuple(_rows(path, kind))


def _rows(path: Path, kind: type[Entry]) -> Iterator[Entry]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        at = f"{path}:{number}"
        try:
            fields = json.loads(line)
        except ValueError as error:
            raise BadCodebook(at, f"not JSON: {error}", "one object a line") from error
        if not isinstance(fields, dict):
            raise BadCodebook(at, "not an object", "one object a line")
        yield _entry(kind, fields, at)


def _toml(path: Path) -> dict[str, object]:
    """What a TOML file says; nothing where there is no such file."""
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
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
    hints = type_hints(typing.cast("typing.Any", kind))
    known = {field.name: field for field in dataclasses.fields(typing.cast("typing.Any", kind)) if field.name != "at"}
    named = {("if_" if name == "if" and "if_" in known else name): value for name, value in fields.items()}
    _only(named, set(known), at)
    for name, field in known.items():
        if name not in named and field.default is dataclasses.MISSING:
            raise BadCodebook(at, f"{kind.__name__} needs `{name}`")
    values = {name: _value(hints[name], value, name, at) for name, value in named.items()}
    return typing.cast("Callable[..., Entry]", kind)(**values, at=at)


def _only(fields: Fields, known: set[str], at: str) -> None:
    unknown = sorted(set(fields) - known)
    if unknown:
        raise BadCodebook(at, f"unknown field {', '.join(unknown)}", f"known are {', '.join(sorted(known))}")


def _value(hint: typing.Any, value: object, name: str, at: str) -> object:  # noqa: ANN401 - a type expression
    """The value in the type that the entry asks for: lists become tuples, ISO days become dates."""
    if typing.get_origin(hint) in {types.UnionType, typing.Union}:
        options = [option for option in typing.get_args(hint) if option is not types.NoneType]
        return None if value is None else _value(options[0], value, name, at)
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise BadCodebook(at, f"`{name}` is {value!r}", "a list, please")
        return tuple(_value(typing.get_args(hint)[0], part, name, at) for part in value)
    if hint is date and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise BadCodebook(at, f"`{name}` is {value!r}", "a day such as 2021-02-09, please") from error
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise BadCodebook(at, f"`{name}` is {value!r}", f"a {hint.__name__}, please")
    return value


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


# ---- checking the whole ----------------------------------------------------------------------------------------------
def _check(codebook: Codebook) -> None:
    for entries in (codebook.states, codebook.organisations, codebook.bodies, codebook.offices, codebook.outlets):
        _unique((entry.id, entry.at) for entry in entries)
    _unique((topic.id, topic.at) for topic in codebook.topics)
    _unique((cue.lemma, cue.at) for cue in codebook.cues)
    _unique((pattern.id, pattern.at) for pattern in codebook.patterns)
    _unique((event.id, event.at) for event in codebook.events)
    _unique((rule.id, rule.at) for event in codebook.events for rule in event.rules)
    _references(codebook)
    _terms(codebook.holders)
    for pattern in codebook.patterns:
        expression(pattern)


def _unique(ids: Iterable[tuple[str, str]]) -> None:
    seen: dict[str, str] = {}
    for name, at in ids:
        if name in seen:
            raise BadCodebook(at, f"{name!r} stands twice", f"first at {seen[name]}")
        seen[name] = at


def _references(codebook: Codebook) -> None:
    """Every state and office that an entry names must have its own entry; an organisation may stand for a state."""
    states = {state.id for state in codebook.states}
    parties = states | {organisation.id for organisation in codebook.organisations}
    offices = {office.id for office in codebook.offices}
    claims: list[tuple[str | None, set[str], str, str]] = []
    claims += [(body.state, parties, "state", body.at) for body in codebook.bodies]
    claims += [(office.state, parties, "state", office.at) for office in codebook.offices]
    claims += [(holder.state, parties, "state", holder.at) for holder in codebook.holders]
    claims += [(holder.office, offices, "office", holder.at) for holder in codebook.holders]
    claims += [(outlet.state, parties, "state", outlet.at) for outlet in codebook.outlets]
    claims += [(outlet.issuer, parties, "state", outlet.at) for outlet in codebook.outlets]
    for name, known, what, at in claims:
        if name is not None and name not in known:
            raise BadCodebook(at, f"unknown {what} {name!r}", f"add it to {what}s.jsonl or mend the spelling")


def _terms(holders: Iterable[Holder]) -> None:
    """A term ends after it began, and one person at a time holds an office of one state."""
    seats: dict[tuple[str, str], list[Holder]] = {}
    for holder in holders:
        if holder.until is not None and holder.until < holder.since:
            raise BadCodebook(holder.at, f"{holder.name} leaves on {holder.until}, before {holder.since}")
        seats.setdefault((holder.state, holder.office), []).append(holder)
    for terms in seats.values():
        ordered = sorted(terms, key=lambda holder: holder.since)
        for earlier, later in pairwise(ordered):
            if earlier.until is None or earlier.until > later.since:
                problem = f"the term of {later.name} begins on {later.since}, within that of {earlier.name}"
                raise BadCodebook(later.at, problem, f"see {earlier.at}")


def expression(pattern: Pattern) -> re.Pattern[str]:
    """The compiled regular expression of a pattern. Raises `BadCodebook` where it is none."""
    flags = re.NOFLAG
    for letter in pattern.flags:
        if letter not in _FLAGS:
            raise BadCodebook(pattern.at, f"unknown flag {letter!r}", f"known are {', '.join(sorted(_FLAGS))}")
        flags |= _FLAGS[letter]
    try:
        return re.compile(pattern.regex, flags)
    except re.error as error:
        raise BadCodebook(pattern.at, f"`{pattern.id}` does not compile: {error}") from error
