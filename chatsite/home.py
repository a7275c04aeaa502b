"""The folder of one `make run`: its lock, and what it chose once and keeps.

Settings read the file `env` in it, so every other command finds the same servers.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

from chatsite.embedded import free_port, is_free
from chatsite.supervisor import Trouble

STOPPING_SECONDS = 20.0


@contextmanager
def alone_in(home: Path) -> Iterator[int]:
    """One SmartLink a folder; yields the lock, for the guard to hold until all has stopped."""
    home.mkdir(parents=True, exist_ok=True)
    lock = os.open(home / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    deadline = time.monotonic() + STOPPING_SECONDS
    try:
        while not _lock(lock):
            if time.monotonic() > deadline:
                raise Trouble(
                    f"SmartLink is already running from {home}. Stop it first, or start another "
                    "beside it: PORT=8001 SMARTLINK_HOME=.run-2 make run"
                )
            time.sleep(0.1)
        yield lock
    finally:
        os.close(lock)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Memory:
    """What was chosen at the first start and holds ever after: secrets, ports, passwords."""

    def __init__(self, home: Path) -> None:
        self.path = home / "env"
        self.values: dict[str, str] = {}
        if self.path.exists():
            reader: Any = type("Reader", (environ.Env,), {"ENVIRON": self.values})
            reader.read_env(self.path)

    def keep(self, name: str, value: str) -> str:
        """The remembered value, else this one from now on."""
        return self.values.setdefault(name, value)

    def server(self, name: str) -> tuple[int, str]:
        """Port and password of an embedded server; a port taken by somebody else is exchanged."""
        known = urlsplit(self.values.get(name, ""))
        port = known.port if known.port and is_free(known.port) else free_port()
        return port, known.password or secrets.token_hex(16)

    def save(self) -> None:
        """Whole or not at all, for its owner's eyes only."""
        half = self.path.with_suffix(".half")
        half.touch(mode=0o600)
        half.write_text("".join(f"{name}={value}\n" for name, value in self.values.items()))
        half.rename(self.path)
