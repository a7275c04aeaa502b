"""A SmartLink with a Valkey of its own, and what can be done to both."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress

import psycopg

from chatsite.home import Memory
from tests.running import OURS, Running, wait_for

WORKER = "worker --without-gossip --without-mingle -Q broadcasts -P threads -c 4"


class Breakable(Running):
    def __init__(self, home, valkey):
        self.valkey = valkey
        self.environment = {"REDIS_URL": valkey.url, "SMARTLINK_RATE_LIMITS": "off"}
        super().__init__(home, **self.environment)

    def kill(self, name):
        """And wait until the supervisor has started it again."""
        killed = self.processes()[name]
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: self.processes().get(name, killed) != killed, 20)

    @contextmanager
    def frozen(self, name):
        """It is alive to whoever looks, and does nothing."""
        process = self.processes()[name]
        os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(process, signal.SIGCONT)

    def beside(self, *words, output=None, **environment):
        """A program of ours that finds the same servers."""
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        told = {"SMARTLINK_HOME": str(self.home), **self.environment, **environment}
        return subprocess.Popen(
            [sys.executable, *words],
            env=inherited | told,
            stdout=output,
            stderr=output and subprocess.STDOUT,
        )

    @contextmanager
    def another_worker(self, name, app="chatsite", **environment):
        """Beside the one for broadcasts, until the block ends."""
        words = ["-m", "celery", "--quiet", "-A", app, *WORKER.split(), "-n", f"{name}@%h"]
        said = self.home / f"{name}.log"
        with said.open("w") as output:
            process = self.beside(*words, output=output, **environment)
        try:
            wait_for(lambda: "ready" in said.read_text(), 20)
            yield process
        finally:
            process.terminate()
            process.send_signal(signal.SIGCONT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()

    def status(self):
        """The exit code of `manage.py status`."""
        return self.beside("manage.py", "status").wait(30)

    def cut_connections(self):
        """Postgres ends all of them, whatever they are in the middle of."""
        self.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )

    def has_told_all(self):
        """Nothing waits in the outbox any more."""
        return self.ask("SELECT count(*) FROM realtime_outboxevent") == [(0,)]

    def ask(self, question):
        address = Memory(self.home).values["DATABASE_URL"]
        with psycopg.connect(address, autocommit=True) as connection:
            return connection.execute(question).fetchall()
