"""A pytest plugin: a throwaway Postgres and Valkey of our own for this run, gone after it.

Loaded by `-p` before pytest-django reads the settings. Servers named in the environment are
left alone: tests empty what they use. Workers of xdist inherit ours.
"""

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from chatsite import embedded
from chatsite.supervisor import Supervisor

_open = ExitStack()


def start_servers() -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="smartlink-test-"))
    folder.chmod(0o755)  # root's servers run as somebody else, who must get in
    _open.callback(shutil.rmtree, folder, ignore_errors=True)
    supervisor = _open.enter_context(Supervisor(lambda *_: None).running())
    place = embedded.place(folder)
    for name in sorted(embedded.SERVERS):
        server = embedded.SERVERS[name](place, embedded.free_port(), "test", is_forgetful=True)
        server.prepare()
        supervisor.start(server.program())
        supervisor.wait_until(server.answers, server.program().name)
        os.environ[name] = server.url


def give_each_worker_its_redis() -> None:
    """Workers run side by side: each has a Redis database of its own, as it has its Postgres."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    base, _, _ = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{base}/{int(worker) % 16}"


def pytest_unconfigure() -> None:
    _open.close()


os.environ |= {"REVERB_APP_KEY": "test-key", "REVERB_APP_SECRET": "test-secret"}
start_servers()
give_each_worker_its_redis()
