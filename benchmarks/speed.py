"""How fast a plain `annotate` is, how long the import takes, how large an installation is.

    python benchmarks/speed.py [DOCS.jsonl[.gz]] [--count 2000]

Rates are given beside a yardstick of the same run: a word regex over the same texts. Machines differ, ratios less.
"""

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from evaluate import shared

IMPORT = "import time; t = time.perf_counter(); import readout; print(time.perf_counter() - t)"
SIZE = """
import importlib.metadata as m, pathlib, re
seen, todo = set(), ['readout']
while todo:
    name = todo.pop()
    if name in seen: continue
    seen.add(name)
    try: wanted = m.requires(name) or []
    except m.PackageNotFoundError: seen.discard(name); continue
    todo += [re.split('[^A-Za-z0-9._-]', w)[0].lower() for w in wanted if 'extra ==' not in w]
size = lambda n: sum(pathlib.Path(f.locate()).stat().st_size for f in m.files(n) or [] if f.locate().exists())
sizes = {n: size(n) for n in seen}
print(len(sizes), sum(sizes.values()) / 1e6)
"""


def timed(work: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def sample(path: Path, count: int) -> list[str]:
    """The first lines of a JSONL file, packed or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as handle:
        return [line for line, _ in zip(handle, range(count), strict=False)]


def annotate(lines: list[str], folder: Path) -> float:
    """Seconds of one `readout annotate` process over the lines."""
    source = folder / "docs.jsonl"
    source.write_text("".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "readout", "annotate", str(source)]
    return timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))


def main() -> int:
    """Print rates, import time and size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docs", nargs="?", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    options = parser.parse_args()
    data = shared()
    path = options.docs or (data / "data/corpus/bulk-sample.jsonl.gz" if data else None)
    if path is None:
        print("no documents: name a JSONL file", file=sys.stderr)
        return 1
    lines = sample(path, options.count)
    texts = [json.loads(line)["text"] for line in lines]
    words = re.compile(r"\w+")
    yardstick = len(texts) / timed(lambda: [words.findall(text) for text in texts])
    with tempfile.TemporaryDirectory() as folder:
        start_up = annotate(lines[:1], Path(folder))
        rate = len(lines) / (annotate(lines, Path(folder)) - start_up)
    seconds = sorted(float(subprocess.check_output([sys.executable, "-c", IMPORT])) for _ in range(5))[2]
    packages, total = subprocess.check_output([sys.executable, "-c", SIZE], text=True).split()
    print(f"annotate, one process    {rate:8.0f} documents/s   ({len(lines)} documents)")
    print(f"start-up                 {start_up:8.2f} s             (one document)")
    print(f"word regex, same texts   {yardstick:8.0f} documents/s   ratio {rate / yardstick:.4f}")
    print(f"import readout           {seconds:8.3f} s             (median of 5)")
    print(f"installed                {float(total):8.1f} MB            ({packages} packages)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
