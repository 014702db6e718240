"""A run that is killed again and again ends with what one gives that is left alone: `python benchmarks/killed.py`.

    python benchmarks/killed.py [--moments 100] [--workers 1] [--seed 5]

An archive of invented reports is run once undisturbed; then runs of it are killed (SIGKILL, all their processes) at
moments drawn by chance from the time that the first took, each going on where the one before it ended. Whenever one
comes to its end, every file of its output must be byte for byte that of the first, and the next begins anew.

The command `readout run` begins in a copy of this process, which has read the codebook, and its workers are copies of
that one: so the moments fall into the work and few of them into getting ready.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from unittest.mock import patch

from readout import cli
from readout.codebook import Compiled
from readout.pipeline import open_rules

SENTENCES = (
    "Norway's foreign minister met with Kenya's president in Nairobi on Monday.",
    "Chile condemned Peru for closing the strait, the ministry said.",
    "The talks with Sweden will resume next week, Finland's prime minister said.",
    "Japan and the Philippines signed a defence agreement in Manila.",
    '"We will not pay," the minister told reporters in Oslo on Friday.',
)
SHARDS, DOCUMENTS, LENGTH = 10, 5, 8  # files, reports in each, sentences in each


def main() -> int:
    """Print what the moments met, and whether the output was always the same."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moments", type=int, default=100)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 - the same moments every time
    met = Counter[str]()
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        archive(home / "in", chance)
        rules = open_rules()
        began = time.perf_counter()
        ended(begun(home, "whole", options.workers, rules))
        length = time.perf_counter() - began
        whole = held(home / "whole")
        print(f"undisturbed: {length:.1f} s, {len(whole)} files, {sum(map(len, whole.values())):,} bytes", flush=True)
        while met["killed"] < options.moments or (home / "out").exists():
            moment = chance.uniform(0, length) if met["killed"] < options.moments else None
            if not disturbed(begun(home, "out", options.workers, rules), moment, home / "out", met):
                continue
            if held(home / "out") != whole:
                print(f"NOT THE SAME after {met['killed']} moments", file=sys.stderr)
                return 1
            print(f"the same after {met['killed']} moments", flush=True)
            shutil.rmtree(home / "out")
    print(", ".join(f"{count} {what}" for what, count in sorted(met.items(), key=lambda pair: pair[0] != "killed")))
    print("every output byte for byte the same")
    return 0


def archive(folder: Path, chance: random.Random) -> None:
    """Files of reports that nobody wrote."""
    folder.mkdir()
    for shard in range(SHARDS):
        texts = [" ".join(chance.choices(SENTENCES, k=LENGTH)) for _ in range(DOCUMENTS)]
        reports = [
            {"id": f"d{shard}-{number}", "published": "2024-05-07", "text": text} for number, text in enumerate(texts)
        ]
        rows = "".join(json.dumps(report) + "\n" for report in reports)
        (folder / f"part-{shard:02d}.jsonl").write_text(rows, encoding="utf-8")


def arguments(home: Path, out: str, workers: int) -> list[str]:
    """The run of the archive into a folder."""
    words = ["run", home / "in", "--out", home / out, "--today", "2024-06-01", "--gate", "none", "--workers", workers]
    return [str(word) for word in words]


class Copies:
    """Begins workers as copies of this process; each leaves the pipes of the others, as fresh processes would."""

    def __init__(self) -> None:
        self._fork = get_context("fork")
        self._ours: list[Connection] = []
        os.register_at_fork(after_in_child=self._left)

    def _left(self) -> None:
        for pipe in self._ours:
            pipe.close()

    def Pipe(self) -> tuple[Connection, Connection]:  # noqa: N802 - as a context of multiprocessing has it
        """The two ends of a new pipe."""
        ours, theirs = self._fork.Pipe()
        self._ours.append(ours)
        return ours, theirs

    def Process(self, **given: Any) -> BaseProcess:  # noqa: ANN401, N802 - as above
        """A process that has not begun yet."""
        return self._fork.Process(**given)


def begun(home: Path, out: str, workers: int, rules: Compiled) -> int:
    """Begin a run of the archive into a folder, in a copy of this process and a group of its own; which it is."""
    process = os.fork()
    if process:
        return process
    os.setpgid(0, 0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    status = 1
    try:
        # The codebook is not read again; all else is as it is in a program of its own.
        with (
            patch("readout.cli.load", lambda _: rules.codebook),
            patch("readout.run.lines.open_rules", lambda _: rules),
            patch("readout.link.processes.get_context", lambda _: Copies()),
        ):
            cli.main(arguments(home, out, workers))
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    finally:
        os._exit(status)


def held(out: Path) -> dict[str, bytes]:
    """Every file of an output."""
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def ended(process: int, moment: float | None = None) -> bool:
    """Wait for the end of a run, or for a moment; whether it has ended, and well."""
    last = time.perf_counter() + (moment or 0)
    while moment is not None and time.perf_counter() < last:
        if os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            moment = None
        time.sleep(0.002)
    if moment is not None:
        return False
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    if status:
        raise subprocess.CalledProcessError(status, "readout run")
    return True


def disturbed(process: int, moment: float | None, out: Path, met: Counter[str]) -> bool:
    """Kill a run at a moment if it is not at its end by then; whether it came to its end."""
    if ended(process, moment):
        met["came to their end"] += 1
        return True
    try:
        os.killpg(process, signal.SIGKILL)
    except ProcessLookupError:  # killed before it had a group of its own
        os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    names = [path.name for path in out.glob("*")]
    met["killed"] += 1
    met["of them with a file half written"] += any(name.endswith(".unfinished") for name in names)
    met["of them with some files whole"] += any(name.endswith(".jsonl") for name in names)
    return False


if __name__ == "__main__":
    sys.exit(main())
