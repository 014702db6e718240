"""Every input that broke a law when chance looked for one (`benchmarks/fuzz.py`) keeps it now."""

import time
from pathlib import Path

import pytest

import fuzzed
import own
from fuzzed import KEPT, TARGETS

LONGEST = 2.0  # seconds of the process
INPUTS = sorted(path for path in KEPT.rglob("*") if path.is_file())


@pytest.fixture(scope="module", autouse=True)
def made_before() -> None:
    """The extractor, made before any time is taken."""
    own.extractor()


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.relative_to(KEPT).as_posix())
def test_an_input_that_broke_a_law_keeps_it(path: Path) -> None:
    target, _, *place = path.relative_to(KEPT).parts
    begin = time.process_time()
    TARGETS[target].check(path.read_bytes(), "/".join(place))
    assert time.process_time() - begin < LONGEST


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"[", b"{}", b"a = ", "²\u2028".encode()]
)
def test_next_to_nothing(name: str, data: bytes) -> None:
    for place in TARGETS[name].places:
        TARGETS[name].check(data, place)


def test_a_broken_law_is_said() -> None:
    with pytest.raises(fuzzed.BrokenLawError, match="out of order"):
        fuzzed.law(0, "blocks out of order")
