"""Real servers in processes of their own, each with the application of `echo.py`."""

import json
import os
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

import pytest

from chatsite.embedded import free_port
from tests.running import DIRECTLY
from tests.sockets.client import Client, wait_for

APPLICATION = "tests.sockets.echo:application"
DAPHNE = ["daphne", "-v", "0", "-b", "127.0.0.1"]
# Clocks of Daphne's own that would strike while a test looks on.
DAPHNE += ["--ping-interval", "1", "--ping-timeout", "1", "--websocket_timeout", "1"]
UVICORN = ["uvicorn", "--log-level", "error", "--ws-max-size", "65536", "--lifespan", "off"]
UVICORN += ["--ws-per-message-deflate", "false"]


class Server:
    def __init__(self, name, command, errors, **environment):
        self.name = name
        self.port = free_port()
        self.errors = errors
        self.read_so_far = 0
        with errors.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command, "--port", str(self.port), APPLICATION],
                env=os.environ | {"DJANGO_SETTINGS_MODULE": "chatsite.settings"} | environment,
                stderr=output,
            )
        wait_for(self.is_up, 20)

    def is_up(self):
        assert self.process.poll() is None, self.said()
        try:
            return bool(self.figures())
        except OSError:
            return False

    def connect(self, path="/echo", **options):
        return Client(self.port, path, **options)

    def figures(self, path="/", **order):
        body = json.dumps(order).encode() if order else None
        with DIRECTLY.open(
            urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body), timeout=10
        ) as answer:
            return json.load(answer)

    def say(self, count, size, first=0):
        """To everybody on the hub."""
        return self.figures("/say", count=count, size=size, first=first)

    def said(self):
        """What it has logged since it was last asked."""
        text = self.errors.read_text()
        news, self.read_so_far = text[self.read_so_far :], len(text)
        return news


@contextmanager
def serving(name, command, folder, **environment):
    server = Server(name, command, folder / "errors", **environment)
    try:
        yield server
    finally:
        server.process.kill()
        server.process.wait()


@pytest.fixture(scope="session")
def daphne(tmp_path_factory):
    with serving("daphne", DAPHNE, tmp_path_factory.mktemp("daphne")) as server:
        yield server


@pytest.fixture(scope="session")
def stock(tmp_path_factory):
    """Daphne as it comes, with nothing of ours but the wires."""
    with serving("stock", DAPHNE[:5], tmp_path_factory.mktemp("stock"), STOCK="1") as server:
        yield server


@pytest.fixture(scope="session")
def uvicorn(tmp_path_factory):
    with serving("uvicorn", UVICORN, tmp_path_factory.mktemp("uvicorn")) as server:
        yield server


@pytest.fixture(params=["daphne", "uvicorn"])
def server(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["daphne", "stock", "uvicorn"])
def any_server(request):
    return request.getfixturevalue(request.param)
