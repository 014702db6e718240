"""That a text without sense or end costs as its length does.

The shapes are those of `benchmarks/hostile.py`, which tells times. Here calls of functions are counted, which are the
same on every machine.
"""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

import hostile
import own
from readout.codebook import Compiled
from readout.records import Document, Source
from readout.structure import structure

LENGTH = 8_000
SHAPES = {f"{form}: {name}": (form, name) for form, name, _ in hostile.shapes(100)}
# Each went with the square of its length for a reason of its own; those of which a text takes long are slow.
ONCE = ("text: Georgia ", "text: ABC ", "text: he said ", "text: other titles")
LONG = ("text: Norway met France. ", "text: Norway meets France:\n", "text: other meetings", "text: other pictures")
# Four times the length is four times the work, and something for what is made once.
STEEPEST = 6.0


@pytest.fixture(scope="module")
def way(rules: Compiled) -> Callable[[str, str], None]:
    """The way from text to records."""
    extractor = own.extractor()

    def through(form: str, text: str) -> None:
        whole = f"<html><head><title>Oslo</title></head><body>{hostile.LEAD}{text}</body></html>"
        source = Source("made", "html", whole) if form == "html" else Source("made", "text", hostile.LEAD + text)
        made = structure(source, rules, today=hostile.TODAY)
        if isinstance(made, Document):
            extractor.extract(made)

    return through


def _made(form: str, name: str, length: int) -> str:
    text: str = next(made for of, other, made in hostile.shapes(length) if (of, other) == (form, name))
    return text


def _calls(way: Callable[[str, str], None], form: str, text: str) -> int:
    """How many calls of functions a text takes; each step of a generator is one."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        way(form, text)
    finally:
        sys.setprofile(before)
    return count


def _growth(way: Callable[[str, str], None], shape: str) -> float:
    """How many times the work of a quarter of a shape the whole takes, over what a text of nothing else takes."""
    form, name = SHAPES[shape]
    nothing = _calls(way, form, "")
    whole = _calls(way, form, _made(form, name, LENGTH)) - nothing
    return whole / max(1000, _calls(way, form, _made(form, name, LENGTH // 4)) - nothing)


@pytest.mark.parametrize("shape", [*ONCE, *(pytest.param(shape, marks=pytest.mark.slow) for shape in LONG)])
def test_what_went_with_the_square_goes_with_the_length(shape: str, way: Callable[[str, str], None]) -> None:
    assert _growth(way, shape) < STEEPEST
