"""A pytest plugin: a throwaway Postgres and Valkey of our own for this run, gone after it.

Loaded by `-p` before pytest-django reads the settings. Servers named in the environment are
left alone: tests empty what they use. Workers of xdist share the Postgres, where each has a
database of its own; each has a Valkey of its own, as what is published is heard in all of it.
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
    folder = Path(tempfile.mkdtemp(prefix="smartlink-test-"))
    folder.chmod(0o755)  # root's servers run as somebody else, who must get in
    _open.callback(shutil.rmtree, folder, ignore_errors=True)
    supervisor = _open.enter_context(Supervisor(lambda *_: None).running())
    place = embedded.place(folder)
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    for name in ["REDIS_URL"] if is_worker else sorted(embedded.SERVERS):
        server = embedded.SERVERS[name](place, embedded.free_port(), "test", is_forgetful=True)
        server.prepare()
        supervisor.start(server.program())
        supervisor.wait_until(server.answers, server.program().name)
        os.environ[name] = server.url


def pytest_unconfigure() -> None:
    _open.close()


os.environ |= {"REVERB_APP_KEY": "test-key", "REVERB_APP_SECRET": "test-secret"}
start_servers()
