"""Inputs that break a law, looked for by chance that learns: `python benchmarks/fuzz.py TARGET [--minutes 6]`.

The targets and their laws are those of `tests/fuzzed.py`. Each finding is made as small as it gets and kept under
`tests/data/fuzz/TARGET/`, one for each place of the code and kind of fault; the search goes on. What a search has
learned is kept in `--corpus` and used by the next one. Needs atheris (the group `fuzz`).
"""

import argparse
import random
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests"))

WATCHED = {
    "read": ["readout.read"],
    "structure": ["readout.structure", "readout.text"],
    "extract": ["readout.extract", "readout.language", "readout.text"],
    "codec": ["readout.codec"],
    "codebook": ["readout.codebook"],
}
# Known before anything of Readout is imported: only what a target goes through is watched, which is slow.
TARGET = next((word for word in sys.argv[1:] if word in WATCHED), "")
with atheris.instrument_imports(include=WATCHED.get(TARGET, ["readout"])):
    import formats
    import fuzzed
    from readout import codec
    from readout.codebook.loading import BUILT_IN
    from readout.errors import ReadoutError
    from readout.pipeline import read_paths

LONGEST = 4096  # bytes of an input
SLOWEST = 1.5  # seconds of the process for one input; being watched makes the code some three times as slow
PATIENCE = 20.0  # seconds for making a finding smaller
# What a letter, a digit or a line end is, is not the same for all parts of a program.
STRANGE = (
    *("\u2028", "\u2029", "\x85", "\x1c", "\x0b", "\x0c", "\r", "\ufeff", "\u200b", "\u200d", "\u00ad", "\u202e"),
    *("\u0130", "ß", "ﬁ", "ŉ", "ǆ", "e\u0301", "\ufffd", "\U0001f54a", "\U00010400", "²", "٣", "１", "Ⅷ", "½", "〇"),
    *("“", "”", "‘", "’", "«", "»", "„", '"', "'", "--", "–", "…", "(", ")", "[", "]", "<", ">", "&#x0;", "&nbsp;"),
    *("السعودية", "中国外交部", "東京", "한국", "ΟΔΟΣ", "Й", "9" * 30, "0000-00-00", "31 February 2021", "May 0, 2021"),
    *("null", "NaN", "1e999", "-1", "true", "[", "{", "}", '"', ",", ":", "\\u", "\\ud800", "\\", "=", "[[", "]]", "#"),
)


def main() -> None:
    """Look for inputs that break a law of one target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=fuzzed.TARGETS)
    parser.add_argument("--minutes", type=float, default=6)
    parser.add_argument("--corpus", type=Path, default=Path.home() / ".cache" / "readout-fuzz")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    hunt = Hunt(options.target)
    corpus: Path = options.corpus / options.target
    corpus.mkdir(parents=True, exist_ok=True)
    for data in hunt.seeds:
        (corpus / blake2b(data, digest_size=8).hexdigest()).write_bytes(data)
    settings = ("-rss_limit_mb=6000", "-timeout=120", "-print_final_stats=1", "-verbosity=0", "-len_control=0")
    limits = (f"-max_total_time={options.minutes * 60:.0f}", f"-max_len={LONGEST}", f"-seed={options.seed}")
    command = [sys.argv[0], *settings, *limits, str(corpus)]
    atheris.Setup(command, hunt.tried, custom_mutator=hunt.changed)
    atheris.Fuzz()


class Hunt:
    """One search: its target, what it begins with, and what it found."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._target = fuzzed.TARGETS[name]
        self.seeds = [bytes([self._target.places.index(place)]) + data for place, data in seeds(name, self._target)]
        self._words = _words(self.seeds)
        self._known: set[str] = set()
        # The first input of a search pays for what is made once.
        self._target.check(b"Norway met France.", self._target.places[0])

    def tried(self, data: bytes) -> None:
        """Try one input; keep it if it breaks a law in a way not seen in this search."""
        fault = self._fault(data)
        if fault is None or fault in self._known:
            return
        self._known.add(fault)
        small = smaller(data, lambda part: self._fault(part) == fault)
        place, content = self._as_file(small)
        kept = fuzzed.KEPT / self._name / blake2b(fault.encode(), digest_size=4).hexdigest() / place
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(content)
        print(f"FOUND {fault}\n      {kept}: {content[:200]!r}", file=sys.stderr, flush=True)

    def changed(self, data: bytes, most: int, seed: int) -> bytes:
        """Another input made of one: by bits as the library does it, or by words of the seeds."""
        rng = random.Random(seed)  # noqa: S311 - chance, no secret
        if len(data) < 2 or rng.random() < 0.3:
            return bytes(atheris.Mutate(data, most))
        head, body = data[:1], data[1:]
        if rng.random() < 0.05 and self._name in {"structure", "read"}:
            head = bytes([rng.randrange(len(self._target.places))])
        pieces = re.findall(rb"\w+|\s+|[^\w\s]+", body)
        for _ in range(rng.randrange(1, 6)):
            pieces = self._edited(pieces or [b"a"], rng)
        return (head + b"".join(pieces))[:most]

    def _edited(self, pieces: list[bytes], rng: random.Random) -> list[bytes]:
        at = rng.randrange(len(pieces))
        end = min(len(pieces), at + rng.choice((1, 1, 2, 3, 8, 30)))
        way = rng.randrange(7)
        if way == 0:
            return pieces[:at] + pieces[end:]
        if way == 1:
            return pieces[:end] + pieces[at:end] * rng.choice((1, 1, 2, 20)) + pieces[end:]
        if way == 2:
            other = rng.randrange(len(pieces))
            return pieces[:other] + pieces[at:end] + pieces[other:]
        if way == 3:
            return [*pieces[:at], rng.choice(STRANGE).encode(), *pieces[at + rng.randrange(2) :]]
        if way == 4:
            source = rng.choice(self.seeds)[1:]
            start = rng.randrange(len(source) + 1)
            return [*pieces[:at], source[start : start + rng.choice((20, 80, 400))], *pieces[end:]]
        return [*pieces[:at], rng.choice(self._words), *pieces[at + rng.randrange(2) :]]

    def _as_file(self, data: bytes) -> tuple[str, bytes]:
        """The first byte says which file an input is, the others are its content."""
        places = self._target.places
        return places[data[0] % len(places)] if data else places[0], data[1:]

    def _fault(self, data: bytes) -> str | None:
        """The kind of fault and where in the code it showed, None where all laws hold."""
        place, content = self._as_file(data)
        begin = time.process_time()
        try:
            self._target.check(content, place)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - whatever comes out is what is looked for
            return _named(error)
        return "slow" if time.process_time() - begin > SLOWEST else None


def _named(error: BaseException) -> str:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/readout/" in frame.filename]
    last = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
    what = str(error)[:80] if isinstance(error, fuzzed.BrokenLawError | ReadoutError) else ""
    what = re.sub(r"[^a-z ]+.*", "", what)
    return f"{type(error).__name__} {what} {Path(last.filename).name}:{last.name}:{last.line}"


def smaller(data: bytes, still: Callable[[bytes], bool]) -> bytes:
    """The input without all that can go, its first byte kept, as long as the fault is `still` there."""
    end = time.monotonic() + PATIENCE
    size = max(1, (len(data) - 1) // 2)
    while size:
        at = 1
        while at < len(data) and time.monotonic() < end:
            part = data[:at] + data[at + size :]
            if still(part):
                data = part
            else:
                at += size
        size //= 2
    return data


# ---- what a search begins with ---------------------------------------------------------------------------------------
def seeds(name: str, target: fuzzed.Target) -> Iterator[tuple[str, bytes]]:
    """The name of a file and its content: the examples, the codebook's own, and files of each format."""
    examples = sorted((ROOT / "examples/reports").iterdir())
    if name == "read":
        yield from ((f"a{place[1:]}", data[: LONGEST - 1]) for place, data in formats.whole().items())
    elif name == "codec":
        yield from (("a.jsonl", line.encode()[: LONGEST - 1]) for line in _lines(examples))
    elif name == "codebook":
        yield from ((place, _beginning(BUILT_IN / place)) for place in target.places)
    else:
        named = [(f"a{path.suffix}", path.read_bytes()[: LONGEST - 1]) for path in examples]
        named += [("a.html", formats.PAGE.encode()), *(("a.txt", text.encode()) for text in _told())]
        yield from (pair for pair in named if pair[0] in target.places)


def _told() -> Iterator[str]:
    """A text of the examples of each event type."""
    for path in sorted((BUILT_IN / "events").glob("*.toml")):
        told = re.findall(r'^text = "(.*)"', path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        yield re.sub(r"\[\w+: ([^\]]+)\]", r"\1", "\n".join(told[:12]))


def _lines(paths: list[Path]) -> Iterator[str]:
    """A line for each record of the examples that is not too long."""
    reading = read_paths(paths)
    for group in (reading.documents, reading.families, reading.told, reading.contacts, reading.comparisons):
        yield from map(codec.encode, group)
    for extraction in reading.extractions:
        for records in (extraction.mentions, extraction.statements, extraction.events, extraction.contacts):
            yield from map(codec.encode, records[:6])


def _beginning(path: Path) -> bytes:
    """The first entries of a file of the codebook, whole ones."""
    text = path.read_text(encoding="utf-8")
    end = text.rfind("\n[[" if path.suffix == ".toml" else "\n", 0, LONGEST // 2)
    return text[: end + 1 if end > 0 else LONGEST // 2].encode()


def _words(seeds: list[bytes]) -> list[bytes]:
    return sorted({word for data in seeds for word in re.findall(rb"[^\s]+", data[1:]) if len(word) < 40})


if __name__ == "__main__":
    main()
