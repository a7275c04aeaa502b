"""Web processes as in production, and a Valkey for them that may be killed."""

import base64
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass

import redis

from chatsite import embedded
from chatsite.supervisor import Supervisor
from tests.running import DIRECTLY

DAPHNE = ["daphne", "-v", "0", "-b", "127.0.0.1"]


@dataclass(frozen=True)
class App:
    id: str
    key: str
    secret: str


MASTER_KEY = base64.b64encode(b"thirty-two bytes, not one less!!").decode()
MAIN = App("1001", "main-key", "main-secret")
COUNTING = App("1002", "counting-key", "counting-secret")
QUIET = App("1003", "quiet-key", "quiet-secret")
RESTLESS = App("1004", "restless-key", "restless-secret")  # asks often whether anybody is there
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "chatsite.settings",
    "REVERB_APP_ID": MAIN.id,
    "REVERB_APP_KEY": MAIN.key,
    "REVERB_APP_SECRET": MAIN.secret,
    "REVERB_APP_ENCRYPTION_MASTER_KEY": MASTER_KEY,
    "REVERB_APPS": json.dumps(
        [
            vars(COUNTING) | {"subscription_count": True},
            vars(QUIET) | {"client_events": False},
            vars(RESTLESS) | {"activity_timeout": 2, "ping_interval": 2},
        ]
    ),
    # All clients of these tests come from one address.
    "SMARTLINK_RATE_LIMITS": "off",
}


class Process:
    """One web process; what it says on its standard error is kept."""

    def __init__(self, name, folder, application="chatsite.asgi:application", **environment):
        self.name = name
        self.port = embedded.free_port()
        self.errors = folder / f"{name}.log"
        with self.errors.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *DAPHNE, "-p", str(self.port), application],
                env=os.environ | ENVIRONMENT | {"SMARTLINK_HOME": str(folder)} | environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def address(self, app=MAIN):
        return f"ws://127.0.0.1:{self.port}/app/{app.key}?protocol=7&client=tests&version=1"

    def wait_until_up(self):
        deadline = time.monotonic() + 30
        while not self.is_up():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)
        return self

    def is_up(self):
        try:
            with DIRECTLY.open(urllib.request.Request(f"{self.url}/up"), timeout=5) as answer:
                return json.load(answer) == {"health": "OK"}
        except OSError:
            return False

    def said(self):
        return self.errors.read_text()

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        """At once: how a process says good-bye is a test's own matter."""
        self.process.kill()
        self.process.wait()


@dataclass
class Valkey:
    url: str
    child: object

    def kill(self):
        self.child.process.kill()
        self.child.process.wait()

    def start(self):
        """Started again, it knows nothing."""
        self.child.start()
        client = redis.Redis.from_url(self.url)
        deadline = time.monotonic() + 10
        while not answers(client):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        client.close()

    def pause(self):
        self.child.process.send_signal(signal.SIGSTOP)

    def resume(self):
        self.child.process.send_signal(signal.SIGCONT)


def answers(client):
    try:
        return client.ping()
    except redis.RedisError:
        return False


@contextmanager
def valkey(folder):
    place = embedded.Place(folder, {})
    server = embedded.Valkey(place, embedded.free_port(), "test", is_forgetful=True)
    server.prepare()
    with Supervisor(lambda *_: None).running() as supervisor:
        supervisor.start(server.program())
        supervisor.wait_until(server.answers, "valkey")
        found = Valkey(server.url, supervisor.children[0])
        try:
            yield found
        finally:
            found.resume() if found.child.is_alive() else None
