"""An archive in shards: each input file is one, with an output that is whole or not there: a run may end at any time.

In order: the inputs are walked for files in order of their names; the lines of a file are written beside their final
name and take it, in one step, when they are whole; what was counted stands in a file of its own beside them. A later
run does only the files without a whole output that was made of the same file in the same way.
"""

import itertools
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TextIO

from readout import codec
from readout.codebook import fingerprint
from readout.errors import ReadoutError
from readout.link.processes import WorkerEnded, as_ready, attend, processes
from readout.read import files, sources
from readout.records import Done, Drop, Source, content_id
from readout.run.lines import Line, Order, Worker, dealt, serve
from readout.run.relevance import STAGE

_LEFT_OUT = f"{STAGE}: "


@dataclass(frozen=True, slots=True)
class Shard:
    """One input file and the place of its lines; `key` changes with the file and with what reading depends on."""

    path: Path
    size: int
    key: str
    lines: Path

    @property
    def counts(self) -> Path:
        """Where its counts stand."""
        return self.lines.with_suffix(".counts.json")


def shards_of(paths: Iterable[str | Path], out: Path, order: Order) -> tuple[list[Shard], list[Drop]]:
    """The shards of files and folders, in order of their names, and what is no file."""
    found: list[Shard] = []
    drops: list[Drop] = []
    way = (
        fingerprint(order.codebook), order.language, order.today.isoformat(), order.write.__qualname__,
        order.gate, *itertools.chain(*order.fields),
    )  # fmt: skip
    for path in files(paths):
        if isinstance(path, Drop):
            drops.append(path)
            continue
        about = path.stat()
        key = content_id("shard", path.as_posix(), about.st_size, about.st_mtime_ns, *way)
        found.append(Shard(path, about.st_size, key, out / f"{path.name}.{key.removeprefix('shard-')}.jsonl"))
    return found, drops


def run(shards: Sequence[Shard], order: Order, *, workers: int = 1) -> Iterator[tuple[Shard, Done]]:
    """Do the shards that are not done, as they get ready; the done ones come first, with what was counted then.

    The lines of a shard are the same whatever the number of workers. With fewer shards than workers the documents
    of a shard are shared out instead. Raises `ReadoutError` where a process ends before its work is done.
    """
    waiting = []
    for shard in shards:
        held = _held(shard)
        if held is None:
            waiting.append(shard)
        else:
            yield shard, held
    if not waiting:
        return
    if workers <= 1:
        worker = Worker(order)
        for shard in waiting:
            yield shard, _written(shard, map(worker.line, _sources(shard, order)))
    elif len(waiting) < workers:
        with processes(workers, order, serve) as pipes:
            for shard in waiting:
                yield shard, _written(shard, dealt(_sources(shard, order), pipes))
    else:
        with processes(workers, order, serve_shards) as pipes:
            yield from _shared_out(waiting, pipes)


def summed(done: Iterable[Done]) -> Done:
    """The counts of many shards added up."""
    total = Counter[str]()
    reasons = Counter[str]()
    for one in done:
        total.update(sources=one.sources, documents=one.documents, characters=one.characters, bytes=one.bytes)
        reasons.update(dict(one.drops))
    return Done(
        total["sources"], total["documents"], total["characters"], total["bytes"], tuple(sorted(reasons.items()))
    )


def left_out(done: Done) -> tuple[tuple[str, int], ...]:
    """Why sources were not read that are no part of what is looked for, and how many each time."""
    return tuple((reason.removeprefix(_LEFT_OUT), n) for reason, n in done.drops if reason.startswith(_LEFT_OUT))


def dropped(done: Done) -> tuple[tuple[str, int], ...]:
    """Why sources could not be used, and how many each time."""
    return tuple((reason, n) for reason, n in done.drops if not reason.startswith(_LEFT_OUT))


def _sources(shard: Shard, order: Order) -> Iterator[Source | Drop]:
    return sources([shard.path], fields=dict(order.fields) or None)


# ---- one shard -------------------------------------------------------------------------------------------------------
def _held(shard: Shard) -> Done | None:
    """The counts of a shard that is done; None where its lines are not whole."""
    if not shard.lines.exists() or not shard.counts.exists():
        return None
    kept = codec.decode(shard.counts.read_text(encoding="utf-8"), str(shard.counts))
    return kept if isinstance(kept, Done) else None


def _written(shard: Shard, lines: Iterable[Line]) -> Done:
    """The lines of a shard and what was counted, each whole under its name or not at all, and on the disk."""
    made = documents = 0
    reasons: Counter[str] = Counter()
    unfinished = shard.lines.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8", newline="\n") as out:
        for line, drop in lines:
            made += 1
            documents += drop is None
            if drop is not None:
                reasons[f"{drop.stage}: {drop.reason}"] += 1
            out.write(line + "\n")
        characters = out.tell()
        _kept(out)
    done = Done(made, documents, characters, shard.size, tuple(sorted(reasons.items())))
    beside = shard.counts.with_suffix(".unfinished")
    with beside.open("w", encoding="utf-8") as out:
        out.write(codec.encode(done))
        _kept(out)
    beside.replace(shard.counts)
    # The lines take their name last: where they are, the counts are too. Should only one name outlast a power cut, the
    # shard is done again.
    unfinished.replace(shard.lines)
    _names_kept(shard.lines.parent)
    return done


def _kept(out: TextIO) -> None:
    """Put what was written on the disk."""
    out.flush()
    os.fsync(out.fileno())


def _names_kept(folder: Path) -> None:
    """Put the names in a folder on the disk, where the system lets one open a folder."""
    if hasattr(os, "O_DIRECTORY"):
        place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(place)
        finally:
            os.close(place)


# ---- several processes -----------------------------------------------------------------------------------------------
def _shared_out(shards: Sequence[Shard], pipes: Sequence[Connection]) -> Iterator[tuple[Shard, Done]]:
    """Each process does one shard after the other; they come back as they get ready."""
    try:
        for number, done in as_ready(shards, pipes):
            yield shards[number], done
    except WorkerEnded as ended:
        hint = "run again: what is done is kept; out of memory? fewer --workers"
        raise ReadoutError(str(shards[ended.number].path), f"its process {ended.problem}", hint) from ended


def serve_shards(pipe: Connection, order: Order) -> None:
    """Do shards until the other side hangs up."""
    worker = Worker(order)
    attend(pipe, lambda shard: _written(shard, map(worker.line, _sources(shard, order))))
