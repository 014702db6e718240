"""Pages for a browser: `readout serve STORE` shows what a store holds, from this machine and without a network.

app        which address shows what          pages/      what each page shows, as plain records
guard      who may ask, and how much         templates/  how it is laid out
marked     findings drawn into a text        static/     style sheets, one small script, the mark
"""

import os
import signal
import socket
import sys
import threading
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

import typer

from readout.errors import ReadoutError
from readout.pipeline import open_rules
from readout.store import Store
from readout.views.asking import STORE

HERE = "127.0.0.1"
PORT = 8040
_MOST = 4  # processes, if nobody says how many


def serve(
    store: Annotated[Path, typer.Argument(metavar="STORE", help="The SQLite file that results are kept in.")] = STORE,
    host: Annotated[str, typer.Option("--host", help="Where to listen; by default for this machine alone.")] = HERE,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = PORT,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="A name under which the server is reached; again."),
    ] = None,
    codebook: Annotated[
        Path | None, typer.Option("--codebook", metavar="FOLDER", help="The codebook that the store was read with.")
    ] = None,
    processes: Annotated[
        int | None, typer.Option("--processes", min=1, max=64, help="How many make pages; as many as have room.")
    ] = None,
) -> None:
    """Show a store in the browser: contacts side by side, documents with their findings, search, timelines."""
    try:
        # An extra that most do without; our own modules need it when they are loaded.
        import uvicorn  # noqa: PLC0415

        from readout.views.web.app import application  # noqa: PLC0415
    except ImportError as error:
        problem = f"needs {error.name}, which is not installed"
        where = "readout serve"
        raise ReadoutError(where, problem, "pip install 'readout[web]'") from error
    Store.open(store, create=False).close()  # one of an older schema is brought up; one that is none is refused here
    pages = application(store, open_rules(codebook), names=names_of(host, tuple(name or ())))
    listening = _bound(host, port)
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"http://{shown}:{listening.getsockname()[1]}/  (stop with Ctrl-C)", err=True)
    if not is_loopback(host):
        typer.echo(WARNING, err=True)
    config = uvicorn.Config(pages, log_level="warning", server_header=False, h11_max_incomplete_event_size=16_384)
    _multiply(processes or _room())
    uvicorn.Server(config).run(sockets=[listening])


WARNING = (
    "WARNING: everybody who can reach this machine can read every document of the store and can judge its contacts. "
    "There are no passwords and no encryption: put a proxy that has both before it."
)


def _room() -> int:
    """How many processes make pages if nobody says: one for each processor that is ours, up to four."""
    return min(_MOST, len(os.sched_getaffinity(0))) if sys.platform == "linux" else 1


def _multiply(processes: int) -> None:
    """Go on as so many processes that listen together, for one makes a page at a time; all end with the first."""
    if processes < 2 or not hasattr(os, "fork"):
        return
    ended, alive = os.pipe()  # its other end is closed when the first process ends, in whatever way
    for _ in range(processes - 1):
        if os.fork() == 0:
            os.close(alive)
            threading.Thread(target=_end_with, args=(ended,), daemon=True).start()
            return
    os.close(ended)


def _end_with(ended: int) -> None:
    os.read(ended, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def is_loopback(host: str) -> bool:
    """Whether only this machine can ask there.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def names_of(host: str, more: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The names that the server answers to: those of this machine for itself, and what it was told.

    >>> names_of("127.0.0.1")
    ('localhost', '127.0.0.1', '::1')
    """
    own = () if is_loopback(host) else (host, socket.gethostname(), socket.getfqdn())
    return tuple(dict.fromkeys(("localhost", "127.0.0.1", "::1", *own, *more)))


def _bound(host: str, port: int) -> socket.socket:
    """A socket that listens there: who asks before the pages are ready waits for them, and is not turned away.

    Raises `ReadoutError` where that cannot be.
    """
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, protocol)
        if sys.platform != "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(where)
        made.listen()
    except OSError as error:
        hint, place = "give another --port, or --port 0 for a free one", f"{host}:{port}"
        raise ReadoutError(place, error.strerror or "cannot listen there", hint) from error
    return made
