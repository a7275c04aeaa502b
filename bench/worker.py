"""An object in a process of its own, called through a pipe. It ends when its caller does."""

import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from chatsite.supervisor import Trouble

SPAWN = get_context("spawn")  # the supervisor's threads forbid forking


class Worker:
    def __init__(self, make: Callable[[Connection], Any]) -> None:
        self.pipe, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=serve, args=(make, theirs), daemon=True)
        self.process.start()
        theirs.close()

    def ask(self, method: str, *arguments: Any) -> None:
        """Call the method; the result is fetched later, once."""
        self.pipe.send((method, arguments))

    def result(self) -> Any:
        try:
            result = self.pipe.recv()
        except (EOFError, OSError):
            raise Trouble("A process of the measurement broke down; it has said why.") from None
        if isinstance(result, Trouble):
            raise result
        return result

    def call(self, method: str, *arguments: Any) -> Any:
        self.ask(method, *arguments)
        return self.result()

    def close(self) -> None:
        self.pipe.close()
        self.process.join(3)
        self.process.kill()


def serve(make: Callable[[Connection], Any], pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the caller's business
    served = make(pipe)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            method, arguments = pipe.recv()
            pipe.send(result_of(getattr(served, method), arguments))


def result_of(method: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    try:
        return method(*arguments)
    except Trouble as trouble:
        return trouble
