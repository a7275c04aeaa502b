"""Where servers are measured: a folder, a Valkey and ports of their own; all ends with us."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import redis

from chatsite import embedded
from chatsite.supervisor import Program, Supervisor

ROOT = Path(__file__).resolve().parents[1]
APP_ID, KEY, SECRET = "bench", "bench-key", "bench-secret"


class Stage:
    def __init__(self, folder: Path, supervisor: Supervisor, redis_url: str) -> None:
        self.folder = folder
        self.supervisor = supervisor
        self.valkey = supervisor.children[0]
        self.redis_url = redis_url
        self.redis = redis.Redis.from_url(redis_url)

    def start(self, name: str, port: int, *command: str) -> int:
        """Returns the process' id once somebody answers at the port."""
        self.supervisor.start(Program(name, command, folder=ROOT))
        self.supervisor.wait_until(lambda: answers(port), name)
        return self.supervisor.children[-1].process.pid

    def redis_seconds(self) -> float:
        """Of CPU that Redis has used so far."""
        told: Any = self.redis.info("cpu")
        return float(told["used_cpu_user"]) + float(told["used_cpu_sys"])


@contextmanager
def stage() -> Iterator[Stage]:
    """No Postgres: the socket process has no database, and would fail here if it asked for one."""
    with tempfile.TemporaryDirectory(prefix="smartlink-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # root's Valkey runs as somebody else, who must get in
        with Supervisor(lambda *_: None).running() as supervisor:
            url = start_valkey(supervisor, folder)
            with environment(settings(folder, url)):
                yield Stage(folder, supervisor, url)


def start_valkey(supervisor: Supervisor, folder: Path) -> str:
    port = embedded.free_port()
    valkey = embedded.Valkey(embedded.place(folder), port, "bench", is_forgetful=True)
    valkey.prepare()
    supervisor.start(valkey.program())
    supervisor.wait_until(valkey.answers, valkey.program().name)
    return valkey.url


@contextmanager
def database(here: Stage) -> Iterator[None]:
    """A Postgres with our tables, which keeps what it is given, as that of `make run` does."""
    postgres = embedded.Postgres(embedded.place(here.folder), embedded.free_port(), "bench")
    postgres.prepare()
    here.supervisor.start(postgres.program())
    here.supervisor.wait_until(postgres.answers, postgres.program().name)
    (here.folder / "home").mkdir()
    with environment({"DATABASE_URL": postgres.url}):
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(migrate, cwd=ROOT, check=True)
        yield


def settings(folder: Path, redis_url: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "chatsite.settings",
        "SMARTLINK_HOME": str(folder / "home"),
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "REDIS_URL": redis_url,
        "REVERB_APP_ID": APP_ID,
        "REVERB_APP_KEY": KEY,
        "REVERB_APP_SECRET": SECRET,
        "REVERB_MAX_SOCKETS": "10000",
    }


@contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """For the processes that we start; afterwards it is again as it was."""
    before = os.environ.copy()
    os.environ |= values
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
        return True
    return False
