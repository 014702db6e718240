"""Readout: sourced records of diplomacy, from reports and official statements.

    import readout

    reading = readout.read_paths(["wire.txt", "reprint.txt"])
    print(readout.digest(reading))
    with readout.Store.open("readout.db") as store:
        store.put(reading, readout.open_rules())
    for mention in readout.resolve(reading.documents[0]):
        print(mention.actors, mention.reason, mention.candidates)

The names below are loaded when they are first used, so that `import readout` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readout.pipeline import open_rules, read_paths, resolve
    from readout.store import Store
    from readout.views.digest import digest
    from readout.views.export import annotation

__version__ = "0.1.0"
__all__ = ["Store", "__version__", "annotation", "digest", "open_rules", "read_paths", "resolve"]

_HOMES = {
    "read_paths": "pipeline",
    "open_rules": "pipeline",
    "resolve": "pipeline",
    "Store": "store",
    "digest": "views.digest",
    "annotation": "views.export",
}


def __getattr__(name: str) -> object:
    """The public name, from the module it lives in."""
    if name not in _HOMES:
        message = f"module 'readout' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"readout.{_HOMES[name]}"), name)
