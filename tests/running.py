"""A SmartLink as `make run` starts it, in a folder and on a port of its own."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

from chatsite.embedded import free_port

PASSWORD = "a password for the tests"
OURS = {"DATABASE_URL", "REDIS_URL"}  # the tests' own servers are not for it: it brings its own
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
MARKS = {
    "postgres": "/postgres ",
    "valkey": "valkey-server",
    "web": "-m daphne",
    "broadcasts": "-n broadcasts@",
    "default": "-n default@",
}


@dataclass
class Answer:
    status: int
    headers: Message
    body: bytes


class Running:
    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.port = int(environment.get("PORT") or free_port())
        self.lines: list[str] = []
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        settings = {
            "PORT": str(self.port),
            "SMARTLINK_HOME": str(home),
            "DEMO_PASSWORD": PASSWORD,
        }
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            env=inherited | settings | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def _listen(self) -> None:
        with self.process:
            for line in self.process.stdout or ():
                self.lines.append(line.rstrip())

    def said(self) -> str:
        return "\n".join(self.lines)

    def wait_until_up(self) -> "Running":
        wait_for(lambda: self.is_up() or self.process.poll() is not None, 90)
        assert self.process.poll() is None, self.said()
        return self

    def is_up(self) -> bool:
        return "SmartLink is running" in self.said()

    def wait_until_ready(self) -> None:
        """Every part has reported, the workers included."""
        wait_for(lambda: self.health()["status"] == "ready", 60)

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        request = urllib.request.Request(self.url + path, headers=headers or {})
        try:
            with DIRECTLY.open(request, timeout=15) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as answer:
            return Answer(answer.code, answer.headers, answer.read())

    def health(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self.get("/health/ready").body))
        except OSError:
            return {"status": "unreachable", "parts": []}

    def part(self, name: str) -> str:
        return next((p["state"] for p in self.health()["parts"] if p["name"] == name), "unknown")

    def processes(self) -> dict[str, int]:
        """Process ids of what it started, by name, as the process table tells."""
        children = re.findall(rf"^\s*(\d+)\s+{self.process.pid}\s+(.+)$", process_table(), re.M)
        found = ((name_of(command), int(pid)) for pid, command in children)
        return {name: pid for name, pid in found if name}

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGINT)
        self.process.wait(30)


@contextmanager
def fresh(**environment: str) -> Iterator[Running]:
    """One that knows nobody yet, for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        running = Running(Path(folder) / "home", **environment).wait_until_up()
        try:
            running.wait_until_ready()
            yield running
        finally:
            running.stop()


def process_table() -> str:
    listed = ["ps", "-ww", "-eo", "pid,ppid,args"]
    return subprocess.run(listed, capture_output=True, text=True, check=True).stdout


def name_of(command: str) -> str:
    return next((name for name, mark in MARKS.items() if mark in command), "")


def let_servers_in(folder: Path) -> Path:
    """Root's servers run as somebody else, whom pytest's private folders would keep out."""
    for private in (folder, folder.parent, folder.parent.parent):
        private.chmod(0o755)
    return folder


def wait_for(holds: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.1)


def is_alive(pid: int) -> bool:
    """Running, and not merely waiting to be buried."""
    table = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return bool(table.stdout.strip()) and not table.stdout.startswith("Z")
