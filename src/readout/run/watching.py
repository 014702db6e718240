"""Files that come or change while a program runs: looked for every few seconds, by the time and size of each.

A file is given out when it has kept its time and size from one look to the next, so that none is read half written; at
the first look, all of them.
"""

from collections.abc import Iterable
from pathlib import Path

from readout.read import files

_Stamp = tuple[int, int]  # the time of the last change, and the size


class Watch:
    """Looks at files and folders again and again."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = tuple(paths)
        self._done: dict[Path, _Stamp] = {}
        self._waiting: dict[Path, _Stamp] | None = None

    def look(self) -> tuple[Path, ...]:
        """The files that are new or have changed since they were last given out, in order."""
        now = dict(self._stamped())
        first = self._waiting is None
        changed = {path: stamp for path, stamp in now.items() if self._done.get(path) != stamp}
        ready = {path: stamp for path, stamp in changed.items() if first or (self._waiting or {}).get(path) == stamp}
        self._waiting = {path: stamp for path, stamp in changed.items() if path not in ready}
        self._done.update(ready)
        return tuple(sorted(ready))

    def _stamped(self) -> Iterable[tuple[Path, _Stamp]]:
        for path in files(path for path in self._paths if path.exists()):
            if isinstance(path, Path) and path.is_file():
                found = path.stat()
                yield path, (found.st_mtime_ns, found.st_size)
