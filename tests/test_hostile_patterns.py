"""No input hangs: every expression on text made to stop it, and the whole path on texts without sense or end.

Times are of the process and their bounds wide: what runs away takes minutes or years. An expression may look at a short
stretch from each of its places, which grows with the square; whatever grows faster shows on eight hundred characters.
How the whole path grows is measured by `benchmarks/hostile.py`.
"""

import ast
import gc
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

import own
import readout
from readout.codebook import Compiled, load
from readout.codebook.expressions import Expression
from readout.codec import decode
from readout.errors import BadCodebook, BadRecord
from readout.records import Document, Drop, Source
from readout.structure import structure

TODAY = date(2026, 1, 1)
HOSTILE = Path(__file__).parent / "cases" / "hostile"
# From lengths at which an expression of exponential growth is told in time to those at which one of the third power is.
LADDER = (24, 32, 40, 48, 128, 800)
# Seconds; all expressions together take some twenty.
MOST = 5.0
RUNS = (
    "a", "A", "1", " ", "\n", "\t", ".", '"', "'", "-", "(", "[", "<", "Aa", "aA", "a ", "A ", "Ab ", "ab Ab ", "Ab, ",
    "1 ", "A.", "U.S. ", " \n", "a-", "Aa-", "a'", '" ', '"a" ', "a: ", "Ab: ", "| ", "– ", "the of ", "el ", "former ",
    "said that ", "minister of ", "Foreign Minister ", "May 3, 2021 ", "http://a.b/", "@a.", "to the ", "A_", "S_S_",
    "A&",
)  # fmt: skip
LEADS = ("", "Ab ")


def _written_in_calls() -> Iterator[re.Pattern[str]]:
    """The expressions that stand in a call as they are: `re.search("[aeiou]y$", word)`."""
    for path in sorted(Path(readout.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args):
                continue
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield re.compile(first.value)


def _patterns(rules: Compiled) -> Iterator[re.Pattern[str]]:
    """Every expression of the code and of the codebook, each once."""
    yield from _written_in_calls()
    for module in pkgutil.walk_packages(readout.__path__, "readout."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    seen: set[int] = set()
    todo: list[object] = [rules.patterns, rules.furniture, own.extractor()]
    todo += [vars(module) for name, module in sorted(sys.modules.items()) if name.startswith("readout.")]
    while todo:
        thing = todo.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, re.Pattern) and isinstance(thing.pattern, str):
            yield thing
        elif isinstance(thing, Expression):
            yield thing.compiled
        elif isinstance(thing, dict):
            todo += thing.values()
        elif isinstance(thing, tuple | list):
            todo += thing
        elif type(thing).__module__.startswith("readout."):
            todo += gc.get_referents(thing)


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    """The time of the process for all matches of an expression in a text, and for one at its start."""
    begin = time.process_time()
    for _ in pattern.finditer(text):
        pass
    pattern.match(text)
    pattern.fullmatch(text)
    return time.process_time() - begin


@pytest.mark.slow
def test_expressions_do_not_run_away(rules: Compiled) -> None:
    texts = [(lead, run) for run in RUNS for lead in LEADS]
    slow: set[str] = set()
    patterns = {pattern.pattern: pattern for pattern in _patterns(rules)}
    for pattern in patterns.values():
        for lead, run in texts:
            for length in LADDER:
                if _seconds(pattern, lead + (run * length)[:length] + "\x01") > MOST:
                    slow.add(f"{pattern.pattern[:100]!r} at {length} characters of {lead + run!r}")
                    break
    assert len(patterns) > 1000
    assert not slow


def test_names_in_capitals_without_spaces_are_no_riddle(rules: Compiled) -> None:
    # (?:[A-Z]\w+ ?)+$ tries each way to part them.
    document = _document(f'PORT, May 3 (Nordwire) -- "We met," said {"Aa" * 40}, who came.', rules)
    assert _extracted(document) < 5


# ---- the whole path --------------------------------------------------------------------------------------------------
LEAD = "OSLO, May 3 (Nordwire) -- Norway met France. "


def _document(text: str, rules: Compiled, form: str = "text") -> Document | Drop:
    return structure(Source("made", "html" if form == "html" else "text", text), rules, today=TODAY)


def _extracted(document: Document | Drop) -> float:
    """The time of the process for what a document tells."""
    extractor = own.extractor()
    begin = time.process_time()
    if isinstance(document, Document):
        extractor.extract(document)
    return time.process_time() - begin


def _whole(unit: str, length: int, rules: Compiled) -> float:
    text = (unit * (length // len(unit) + 1))[:length]
    begin = time.process_time()
    document = _document(LEAD + text, rules)
    return time.process_time() - begin + _extracted(document)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["A ", ".", "US ", "he said ", "He told her that ", "France's ", " "])
def test_a_page_without_end_is_read_in_seconds(unit: str, rules: Compiled) -> None:
    # Without a longest length of sentences and of what is looked back on, most of these grow with the square.
    assert _whole(unit, 30_000, rules) < 30


def test_a_text_without_full_stops_is_read_to_its_end(rules: Compiled) -> None:
    document = _document(LEAD + "and so on " * 600 + "when Norway warned Chile of a ban", rules)
    assert isinstance(document, Document)
    found = own.extractor().extract(document)
    assert any(mention.end == document.text.index("Chile") + len("Chile") for mention in found.mentions)


@pytest.mark.parametrize("path", sorted(HOSTILE.glob("*.txt")), ids=lambda path: path.stem)
def test_what_once_failed_is_read(path: Path, rules: Compiled) -> None:
    text = path.read_text(encoding="utf-8")
    assert _extracted(_document(text, rules, "html" if text.startswith("<html") else "text")) < 10


def test_a_record_nested_without_end_is_a_bad_record() -> None:
    with pytest.raises(BadRecord, match="line 3: not JSON"):
        decode("[" * 100_000, "line 3")


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"id": ' * 100_000, b'{"id": "\xff"}'])
def test_a_table_that_is_none_is_named(content: bytes, tmp_path: Path) -> None:
    table = tmp_path / "actors" / "states.jsonl"
    table.parent.mkdir()
    table.write_bytes(content)
    with pytest.raises(BadCodebook, match=r"states\.jsonl:1"):
        load(tmp_path)
