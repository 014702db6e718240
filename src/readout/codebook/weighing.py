"""Marked sentences with the relation they tell, and the weights that `readout codebook train` makes of them.

The sentences stand in `events/examples/*.jsonl`, one object a line, and as the marked examples of the event files; the
weights in `events/model.jsonl`: a first line that says of what they were made, then one feature a line, sorted, with
its weight for every type that it speaks for or against. `NO_RELATION` is the type of sentences that tell none.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from readout.codebook.entries import Codebook, Example
from readout.codebook.loading import BUILT_IN, rows_of
from readout.errors import BadCodebook

NO_RELATION = "NONE"
_TAG = re.compile(r"</?[st]>")


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence of one's own with `<s>source</s>` and `<t>target</t>`, and what the source does to the target."""

    text: str
    type: str | None
    at: str
    mode: str | None = None
    status: str | None = None
    contexts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature says for or against each type; `made_of` is the fingerprint of the sentences behind it."""

    types: tuple[str, ...]
    made_of: str
    of: Mapping[str, tuple[float, ...]]


# ---- sentences -------------------------------------------------------------------------------------------------------
def marked_sentences(codebook: Codebook, folder: Path | None = None) -> tuple[MarkedSentence, ...]:
    """All sentences to learn from: those of the JSONL files, then the marked examples of the event files, each once."""
    written = [row for path in _files(folder) for row in rows_of(path, MarkedSentence)]
    for row in written:
        _check(row, codebook)
    beside = (made for kind in codebook.events for e in kind.examples if (made := _of_example(e, kind.id)) is not None)
    return tuple({row.text: row for row in (*written, *beside)}.values())


def _files(folder: Path | None) -> list[Path]:
    return sorted(((folder or BUILT_IN) / "events" / "examples").glob("*.jsonl"))


def _check(row: MarkedSentence, codebook: Codebook) -> None:
    """Refuse a sentence without its source, or of a type or mode that no event file describes."""
    modes = {kind.id: {mode for mode, _ in kind.modes} for kind in codebook.events}
    if not {"<s>", "</s>"} <= set(_TAG.findall(row.text)):
        raise BadCodebook(row.at, "no <s> ... </s> in the sentence", "mark who acts, and whom it concerns with <t>")
    if row.type is not None and row.type not in modes:
        raise BadCodebook(row.at, f"unknown type {row.type!r}", f"known are {', '.join(sorted(modes))}")
    if row.mode is not None and row.mode not in modes.get(row.type or "", set()):
        raise BadCodebook(row.at, f"{row.type} has no mode {row.mode!r}", "see [modes] in its file")


def _of_example(example: Example, kind: str) -> MarkedSentence | None:
    """An example of an event file as a marked sentence: its first actor and its recipient, or its second actor."""
    actors = [mark for mark in example.marks if mark[0] == "actor"]
    others = [mark for mark in example.marks if mark[0] == "recipient"] or actors[1:]
    if example.near_miss or not actors or not others:
        return None
    pieces, at = [], 0
    for tag, (_, start, end) in sorted([("s", actors[0]), ("t", others[0])], key=lambda pair: pair[1][1]):
        pieces += [example.text[at:start], f"<{tag}>", example.text[start:end], f"</{tag}>"]
        at = end
    text = "".join([*pieces, example.text[at:]])
    return MarkedSentence(text, example.expect or kind, example.at, example.mode, example.status)


def fingerprint(sentences: Iterable[MarkedSentence]) -> str:
    """The same for the same sentences and types in the same order, whatever else the files say."""
    told = "\n".join(f"{row.type or NO_RELATION}\t{row.text}" for row in sentences)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


# ---- weights ---------------------------------------------------------------------------------------------------------
def model_file(folder: Path | None = None) -> Path:
    """Where the weights of a codebook are kept."""
    return (folder or BUILT_IN) / "events" / "model.jsonl"


def load_weights(folder: Path | None = None) -> Weights | None:
    """The weights of a codebook; None where none have been trained. Raises `BadCodebook` for a damaged file."""
    path = model_file(folder)
    if not path.is_file():
        return None
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    try:
        said = json.loads(head)
        types, made_of = tuple(said["types"]), said["made_of"]
        rows = json.loads(f"[{','.join(lines)}]")
        of = {row["feature"]: tuple(row["weights"].get(kind, 0.0) for kind in types) for row in rows}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        at = f"{path}:1"
        raise BadCodebook(at, f"not the weights of a model: {error!r}", "readout codebook train") from error
    return Weights(types, made_of, of)


def weight_lines(weights: Weights) -> Iterator[str]:
    """The lines of the file that keeps weights, readable and in order of the features."""
    yield json.dumps({"made_of": weights.made_of, "types": list(weights.types)}) + "\n"
    for feature in sorted(weights.of):
        kept = {kind: value for kind, value in zip(weights.types, weights.of[feature], strict=True) if value}
        yield json.dumps({"feature": feature, "weights": kept}, ensure_ascii=False) + "\n"
