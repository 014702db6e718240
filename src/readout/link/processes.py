"""Several processes that do one message after the other, each a function of a module at the other end of a pipe.

In order: the processes are started with what all of their work depends on; a message goes to whichever is free; the
answers come back as they get ready, or in the order of the messages. A process that ends before its work is done ends
the whole, with a word.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from readout.errors import ReadoutError

Given = TypeVar("Given")


class WorkerEnded(ReadoutError):
    """A process that ended before it had answered the message of this number, most often for want of memory."""

    def __init__(self, number: int) -> None:
        super().__init__("worker process", "ended before its work was done", "out of memory? fewer --workers")
        self.number = number


@contextmanager
def processes(workers: int, given: Given, work: Callable[[Connection, Given], None]) -> Iterator[list[Connection]]:
    """The pipes to so many processes that do `work`, a function of a module; they end with the block."""
    # "spawn" starts clean processes on every system; "fork" would copy open files and threads of the caller.
    context = get_context("spawn")
    pipes: list[Connection] = []
    started = []
    for _ in range(workers):
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, given), daemon=True)
        process.start()
        theirs.close()
        pipes.append(ours)
        started.append(process)
    try:
        yield pipes
    finally:
        for pipe in pipes:
            pipe.close()
        for process in started:
            process.join()


def attend(pipe: Connection, answer: Callable[[Any], object]) -> None:
    """Answer messages until the other side hangs up: what a process does."""
    while True:
        try:
            message = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(answer(message))
        except BrokenPipeError:
            return


def in_turn(messages: Iterable[object], pipes: Sequence[Connection]) -> Iterator[Any]:
    """The answers to messages, in their order; one that is there before its turn waits for it."""
    early: dict[int, Any] = {}
    turn = 0
    for number, answer in as_ready(messages, pipes):
        early[number] = answer
        while turn in early:
            yield early.pop(turn)
            turn += 1


def as_ready(messages: Iterable[object], pipes: Sequence[Connection]) -> Iterator[tuple[int, Any]]:
    """The number of each message and its answer, as they get ready; each process has one message at a time.

    Raises `WorkerEnded`, which tells the number of the message, where a process ends before it has answered.
    """
    # A process is given its next message only after its last answer was taken, so no pipe is ever full on both sides.
    numbered = enumerate(messages)
    busy: dict[Connection, int] = {}
    for pipe in pipes:
        _give(pipe, numbered, busy)
    while busy:
        for ready in wait(list(busy)):
            assert isinstance(ready, Connection)
            number = busy.pop(ready)
            with _told(number):
                answer = ready.recv()
            _give(ready, numbered, busy)
            yield number, answer


def _give(pipe: Connection, numbered: Iterator[tuple[int, object]], busy: dict[Connection, int]) -> None:
    following = next(numbered, None)
    if following is not None:
        busy[pipe], message = following
        with _told(busy[pipe]):
            pipe.send(message)


@contextmanager
def _told(number: int) -> Iterator[None]:
    try:
        yield
    except (EOFError, BrokenPipeError, ConnectionResetError) as error:
        raise WorkerEnded(number) from error
