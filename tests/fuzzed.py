"""What holds for whatever comes in: five ways into Readout, each with the laws that no input breaks.

`benchmarks/fuzz.py` looks for inputs that break them; `test_fuzz.py` tries again all that ever did.
"""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import own
from readout import codec
from readout.codebook import compile_codebook, load
from readout.errors import BadCodebook, BadRecord
from readout.read import sources
from readout.records import Document, Drop, Extraction, Source, evidence_of
from readout.structure import structure

TODAY = date(2026, 1, 1)
KEPT = Path(__file__).parent / "data" / "fuzz"


@dataclass(frozen=True, slots=True)
class Target:
    """A way in: the names that an input may have as a file, and what is done with it; a broken law is an exception."""

    places: tuple[str, ...]
    check: Callable[[bytes, str], None]


class BrokenLawError(AssertionError):
    """What was made of an input is not what it must be."""


def law(holds: object, what: str) -> None:
    """Say what is broken."""
    if not holds:
        raise BrokenLawError(what)


# ---- the five ways in ------------------------------------------------------------------------------------------------
def read(data: bytes, place: str) -> None:
    """A file becomes sources and drops that say what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / place
        path.write_bytes(data)
        found = list(sources([path]))
    law(found, f"neither a source nor a drop of {place.rpartition('.')[2]}")
    for thing in found:
        if isinstance(thing, Drop):
            law(thing.reason and thing.hint and place in thing.where, f"a drop that does not help: {thing}")
        else:
            law(thing.text.strip(), "a source without text")
            thing.text.encode()


def structured(data: bytes, place: str) -> Document | None:
    """A text or page becomes a document whose blocks lie in its text, in order."""
    page = place.endswith(".html")
    text = data.decode("utf-8", "replace").replace("\0", " " if page else "\0")
    made = structure(Source(place, "html" if page else "text", text), own.rules(), today=TODAY)
    if isinstance(made, Drop):
        law(made.reason and made.hint, f"a drop that does not help: {made}")
        return None
    law(page or made.text == text, "another text")
    made.text.encode()
    ends = [0, *(block.end for block in made.blocks)]
    orderly = all(end <= block.start < block.end for end, block in zip(ends, made.blocks, strict=False))
    law(orderly and ends[-1] <= len(made.text), "blocks out of order")
    law(all(quote.quote == made.text[quote.start : quote.end] for quote in evidence_of(made)), "a quote is no quote")
    comes_back(made)
    return made


def structure_of(data: bytes, place: str) -> None:
    """The same, its document not looked at."""
    structured(data, place)


def extract(data: bytes, place: str) -> None:
    """What is read in a text leads back to it, letter for letter."""
    made = structured(data, place)
    if made is None:
        return
    found = own.extractor().extract(made)
    for quote in evidence_of(found):
        law(quote.quote and quote.quote == made.text[quote.start : quote.end], f"a quote is no quote: {quote}")
    law_of_mentions(found, len(made.text))
    comes_back(found)


def law_of_mentions(found: Extraction, length: int) -> None:
    """Mentions lie in the text, in order, none within another."""
    ends = [0, *(mention.end for mention in found.mentions)]
    orderly = all(end <= m.start < m.end for end, m in zip(ends, found.mentions, strict=False))
    law(orderly and ends[-1] <= length, "mentions out of order")


def comes_back(record: object) -> None:
    """A record is the same when it comes back from its line."""
    line = codec.encode(record)
    law("\n" not in line, "two lines for a record")
    line.encode()
    law(codec.encode(codec.decode(line)) == line, "a record that comes back as another")


def decode(data: bytes, _place: str) -> None:
    """A line is a record that comes back, or a bad record."""
    for record in _decoded(data.decode("utf-8", "replace").split("\n")):
        comes_back(record)


def _decoded(lines: list[str]) -> Iterator[object]:
    try:
        yield from codec.load(lines, "lines")
    except BadRecord:
        return


def codebook(data: bytes, place: str) -> None:
    """A file of a codebook is loaded and compiled, or a bad codebook with its place."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        try:
            compile_codebook(load(Path(folder)))
        except BadCodebook as error:
            law(f"{place}:" in error.where, f"a fault without its place: {error}")


_FILES = (
    *("a.txt a.html a.json a.jsonl a.csv a.tsv a.rss a.xml a.eml a.mbox a.warc a.warc.gz a.jsonl.gz a.txt.zst".split()),
    *("a.csv.bz2 a.parquet a.pdf a.docx a.odt a.zip a.tar a".split()),
)
_BOOK = (
    *("actors/states.jsonl actors/organisations.jsonl actors/bodies.jsonl actors/offices.jsonl".split()),
    *("actors/holders.jsonl actors/outlets.jsonl actors/names.toml actors/metonyms.toml actors/words.toml".split()),
    *("events/agree.toml events/contexts.toml contacts/contacts.toml contacts/senses.toml language/verbs.toml".split()),
    *("matters/matters.toml matters/moves.toml compare/topics.toml statements/cues.toml statements/tone.toml".split()),
    *("statements/channels.toml structure/datelines.toml structure/dates.toml structure/transcripts.toml".split()),
    *("copies/house_style.toml copies/own_voice.toml codebook.toml".split()),
)
TARGETS = {
    "read": Target(_FILES, read),
    "structure": Target(("a.txt", "a.html"), structure_of),
    "extract": Target(("a.txt",), extract),
    "codec": Target(("a.jsonl",), decode),
    "codebook": Target(_BOOK, codebook),
}
