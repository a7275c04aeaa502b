"""The servers that are measured, ours and others, all from outside: an address and a dialect."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from urllib.parse import urlsplit

import django
from django.test import override_settings

from bench.dialects import BARE, SOCKET_IO, Dialect, pusher
from bench.publishers import Publisher
from bench.publishers.from_django import FromDjango
from bench.publishers.group_send import GroupSend
from bench.publishers.http_api import HttpApi
from bench.publishers.lines import Lines
from bench.reports import Address
from bench.stage import APP_ID, KEY, ROOT, SECRET, Stage, environment
from chatsite.embedded import HOST, free_port
from chatsite.management.commands.up import programs
from chatsite.supervisor import Trouble

RIVALS = ROOT / "bench" / "rivals"


@dataclass(frozen=True)
class Server:
    name: str
    address: Address
    dialect: Dialect
    publisher: Publisher
    pid: int = 0  # nobody's: its CPU and memory are not known
    most_deliveries: float = inf  # a second; beyond that only its queue would be measured
    most_events: float = inf  # the same, with one listener for each
    api: HttpApi | None = None


def ours(stage: Stage) -> Server:
    """The web server exactly as `make run` starts it."""
    django.setup()
    port = free_port()
    with environment({"PORT": str(port)}), override_settings(PORT=port):
        program = next(each for each in programs() if each.name == "web")
        return our_server("ours", stage, port, *program.command)


def plain(stage: Stage) -> Server:
    """Ours again, by the command that everybody knows."""
    port = free_port()
    command = ["-m", "daphne", "-b", HOST, "-p", str(port), "chatsite.asgi:application"]
    return our_server("plain", stage, port, sys.executable, *command)


def pair(stage: Stage) -> Server:
    """Two processes of ours that share the sockets."""
    port = free_port()
    return our_server("pair", stage, port, sys.executable, "-m", "bench.pair", str(port))


def our_server(name: str, stage: Stage, port: int, *command: str) -> Server:
    pid = stage.start(name, port, *command)
    api = HttpApi(f"http://{HOST}:{port}", APP_ID, KEY, SECRET)
    return Server(name, (HOST, port), pusher(KEY), FromDjango(), pid, api=api)


def textbook(stage: Stage) -> Server:
    port = free_port()
    words = ["-m", "daphne", "-v", "0", "-b", HOST, "-p", str(port)]
    command = [sys.executable, *words, "bench.rivals.textbook:application"]
    pid = stage.start("textbook", port, *command)
    publisher = GroupSend(stage.redis_url)
    return Server(
        "textbook", (HOST, port), BARE, publisher, pid, most_deliveries=3000, most_events=300
    )


def socketio(stage: Stage) -> Server:
    node = shutil.which("node")
    if not node or not (ROOT / "node_modules" / "socket.io").exists():
        raise Trouble("It needs Node and the packages that `npm ci` installs.")
    port, door = free_port(), free_port()
    command = [node, str(RIVALS / "socketio.mjs"), str(port), str(door)]
    pid = stage.start("socketio", port, *command)
    return Server("socketio", (HOST, port), SOCKET_IO, Lines(door), pid)


def floor(stage: Stage) -> Server:
    port, door = free_port(), free_port()
    pid = stage.start("floor", port, *floor_program(stage), str(port), str(door))
    return Server("floor", (HOST, port), BARE, Lines(door, is_framed=True), pid)


def floor_program(stage: Stage) -> list[str]:
    compiler, program = shutil.which("cc"), stage.folder / "floor"
    if not compiler:
        print("  There is no C compiler: the floor is the same loop in Python.")
        return [sys.executable, str(RIVALS / "floor.py")]
    subprocess.run([compiler, "-O2", "-o", program, RIVALS / "floor.c"], check=True)
    return [str(program)]


def other(told: str) -> Server:
    """Any Pusher server, from `name,url,app id,key,secret` and perhaps its process' id."""
    name, url, app_id, key, secret, *rest = told.split(",")
    address = urlsplit(url)
    if address.scheme != "http" or not address.hostname:
        raise Trouble(f"{url} is not an address such as http://127.0.0.1:8080.")
    api = HttpApi(url, app_id, key, secret)
    pid = int(rest[0]) if rest else 0
    where = (address.hostname, address.port or 80)
    return Server(name, where, pusher(key), api, pid, api=api)


KNOWN: dict[str, Callable[[Stage], Server]] = {
    each.__name__: each for each in (ours, plain, pair, socketio, textbook, floor)
}


def start(stage: Stage, names: list[str], others: list[str]) -> list[Server]:
    """Those that can be had here; what is missing is said and left out."""
    started = [other(told) for told in others]
    for name in names:
        try:
            started.append(KNOWN[name](stage))
        except Trouble as trouble:
            print(f"  Without {name}: {trouble}")
    if not started:
        raise Trouble("No server is left to measure.")
    return started
