"""One real web process, and everybody's clients on it."""

import os
import secrets
import subprocess
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
import pytest

from tests.browser import browsing, chromium
from tests.clients.clients import (
    InPage,
    Program,
    browser_options,
    in_node,
    in_python,
    python_sdk,
)
from tests.cluster.processes import ENVIRONMENT, MAIN, Process, valkey
from tests.running import PASSWORD

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in this thread
CHROMIUM = chromium()  # looked for once, before a loop runs
JS = Path(__file__).parent / "js"
ANA = {"id": "1", "user_info": {"name": "Ana"}}
BEA = {"id": "2", "user_info": {"name": "Bea"}}


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    """A Valkey of its own, as the test run empties the other one before each test, and a
    database in which the demo people live."""
    with (
        valkey(tmp_path_factory.mktemp("valkey")) as found,
        database(f"clients_{secrets.token_hex(4)}") as database_url,
    ):
        environment = {
            "REDIS_URL": found.url,
            "DATABASE_URL": database_url,
            "DEMO_PASSWORD": PASSWORD,
            "OUTGOING_ALLOW_INSECURE": "on",
        }
        manage(environment, "migrate", "--verbosity=0")
        manage(environment, "demo")
        yield environment


@pytest.fixture(scope="session")
def server(environment, tmp_path_factory):
    process = Process("web", tmp_path_factory.mktemp("web"), **environment)
    yield process.wait_until_up()
    process.stop()
    assert "Traceback" not in process.said()


@contextmanager
def database(name):
    """One more on the server that this run has started."""
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield url.rpartition("/")[0] + "/" + name
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def manage(environment, *words):
    command = [sys.executable, "manage.py", *words]
    subprocess.run(command, env=os.environ | ENVIRONMENT | environment, check=True)


@pytest.fixture(scope="session")
def browser():
    with browsing(CHROMIUM) as browser:
        yield browser


@cache
def bundle():
    """The libraries as pages get them."""
    esbuild = "node_modules/.bin/esbuild"
    done = subprocess.run(
        [esbuild, str(JS / "page.mjs"), "--bundle", "--format=iife", "--log-level=error"],
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout


@pytest.fixture(scope="session")
def start_forever(server, request):
    """A client of the named library that stays to the end of the run."""
    programs = []

    def start(library, user=ANA, app=MAIN, **options):
        client = make(request, server, library, user, app, **options)
        if isinstance(client, Program):  # the browser closes its pages itself
            programs.append(client)
        return client.connected()

    yield start
    for program in programs:
        program.close()


@pytest.fixture
def start(server, request):
    """A client of the named library, for this test."""

    def start(library, user=ANA, app=MAIN, *, is_welcome=True, **options):
        client = make(request, server, library, user, app, **options)
        request.addfinalizer(client.close)
        return client.connected() if is_welcome else client

    return start


def make(request, server, library, user, app, **options):
    match library:
        case "pysher" | "asyncpusher":
            return in_python(library, server.port, user, app)
        case "pusher-js":
            return in_node("pusher", server.port, user, app, **options)
        case "echo":
            return in_node("echo", server.port, user, app, **options)
    name = library.removesuffix("-in-chromium").removesuffix("-js")
    page = request.getfixturevalue("browser").new_page()
    told = browser_options(server.port, app) | options
    return InPage(page, f"{server.url}/up", bundle(), name, told, user)


@pytest.fixture(scope="session")
def sdk(server):
    return python_sdk(server.port)


@pytest.fixture
def room(request):
    """A name that no other test uses."""
    return f"room-{abs(hash(request.node.nodeid)) % 10**8}"
