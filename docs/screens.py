"""The pictures of the web pages in `docs/screens`, made of the reports in `examples/reports/` and of nothing else.

    uv run python docs/screens.py

A headless Chromium looks at `readout serve`. A picture of a page has few colours: each is written with a
palette of 256 of them, a third of the size that the browser gives it.
"""

import struct
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from readout.pipeline import open_rules, read_paths
from readout.store import Store

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
TODAY = date(2024, 5, 1)
Pixel = tuple[int, int, int]


def main() -> None:
    """Make all six."""
    rules = open_rules()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "readout.db"
        with chdir(HERE.parent):
            reading = read_paths(["examples/reports"], today=TODAY)
        with Store.open(path) as kept:
            kept.put(reading, rules)
        call = next(contact for contact in reading.contacts if contact.mode == "call")
        family = next(family for family in reading.families if len(family.documents) > 1)
        cell = next(c for found in reading.comparisons if found.contact == call.id for c in found.rows[0].cells)
        place = f"/document/{cell.document}#s-{cell.evidence.start}-{cell.evidence.end}"
        with served(path) as address, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for name, where, width, height, scheme in (
                ("front", "/", 1280, 900, "light"), ("contact", f"/contact/{call.id}", 1280, 900, "light"),
                ("document", place, 1280, 820, "light"), ("family", f"/family/{family.id}", 1280, 900, "light"),
                ("dyad", "/dyad/KAZ/NOR", 1280, 900, "dark"), ("telephone", f"/contact/{call.id}", 375, 812, "light"),
            ):  # fmt: skip
                picture = taken(browser, address + where, (width, height), scheme)
                small = with_palette(picture)
                (HERE / "screens" / f"{name}.png").write_bytes(min(small, picture, key=len))
            browser.close()


@contextmanager
def served(store: Path) -> Iterator[str]:
    """`readout serve` over a store, and its address."""
    command = [sys.executable, "-m", "readout", "serve", str(store), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own command
        try:
            assert server.stderr is not None
            yield server.stderr.readline().split("/ ")[0]
        finally:
            server.terminate()


def taken(browser: Browser, address: str, size: tuple[int, int], scheme: str) -> bytes:
    """What stands in the window, as the browser's PNG."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    picture = page.screenshot()
    context.close()
    return picture


# ---- smaller ---------------------------------------------------------------------------------------------------------
def with_palette(picture: bytes) -> bytes:
    """A PNG of three bytes a pixel as one of a byte a pixel, each colour that is rare as its nearest frequent one."""
    width, height, rows = _rows(picture)
    counts = Counter(pixel for row in rows for pixel in row)
    palette = [pixel for pixel, _ in counts.most_common(256)]
    number = {pixel: index for index, pixel in enumerate(palette)}
    for pixel in counts:
        if pixel not in number:
            number[pixel] = min(range(len(palette)), key=lambda index: _far(palette[index], pixel))
    data = b"".join(b"\0" + bytes(number[pixel] for pixel in row) for row in rows)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(bytes(pixel) for pixel in palette)),
        (b"IDAT", zlib.compress(data, 9)), (b"IEND", b""),
    )  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def _far(one: Pixel, other: Pixel) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _rows(picture: bytes) -> tuple[int, int, list[list[Pixel]]]:
    """The pixels of a PNG of three or four bytes a pixel, without interlacing; what shines through is left out."""
    at, body = 8, b""
    width = height = deep = 0
    while at < len(picture):
        length, kind = struct.unpack(">I4s", picture[at : at + 8])
        data = picture[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, _, colour = struct.unpack(">IIBB", data[:10])
            deep = {2: 3, 6: 4}[colour]
        body += data if kind == b"IDAT" else b""
        at += length + 12
    raw, rows, above = zlib.decompress(body), [], bytearray(width * deep)
    for start in range(0, len(raw), width * deep + 1):
        above = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + width * deep]), above, deep)
        rows.append([(above[i], above[i + 1], above[i + 2]) for i in range(0, width * deep, deep)])
    return width, height, rows


def _unfiltered(kind: int, row: bytearray, above: bytearray, deep: int) -> bytearray:
    """A row of a PNG as it was before it was filtered."""
    for i, value in enumerate(row):
        left, corner = (row[i - deep], above[i - deep]) if i >= deep else (0, 0)
        up = above[i]
        base = left + up - corner
        nearest = min((abs(base - left), 0, left), (abs(base - up), 1, up), (abs(base - corner), 2, corner))[2]
        row[i] = (value + (0, left, up, (left + up) // 2, nearest)[kind]) & 255
    return row


if __name__ == "__main__":
    main()
