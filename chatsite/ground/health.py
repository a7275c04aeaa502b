"""Is everything well? Each app may add a part; the module is found by its name, `health`.

Only a vital part makes this process unable to answer. Anything else that is
away degrades the service and leaves this process in the load balancer.
"""

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import redis
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection

from chatsite.ground import heartbeat

Check = Callable[[], str]

draining = threading.Event()


class Unwell(Exception):
    """What is wrong with a part, in a sentence."""


@dataclass(frozen=True)
class Part:
    name: str
    state: str  # ok, degraded, down
    detail: str


@dataclass(frozen=True)
class Report:
    status: str  # ready, degraded, unavailable
    parts: list[Part]

    def as_json(self) -> dict[str, Any]:
        return {"status": self.status, "parts": [asdict(part) for part in self.parts]}


_checks: dict[str, tuple[Check, bool]] = {}


def part(name: str, *, is_vital: bool = False) -> Callable[[Check], Check]:
    """Decorate a function that answers how the part is, or raises `Unwell`."""

    def register(check: Check) -> Check:
        _checks[name] = (check, is_vital)
        return check

    return register


def report() -> Report:
    parts = [_examine(name, check, is_vital) for name, (check, is_vital) in _checks.items()]
    states = {found.state for found in parts}
    status = "unavailable" if "down" in states else "degraded" if "degraded" in states else "ready"
    return Report(status, parts)


def _examine(name: str, check: Check, is_vital: bool) -> Part:
    try:
        return Part(name, "ok", check())
    except Unwell as reason:
        return Part(name, "down" if is_vital else "degraded", str(reason))


@part("process", is_vital=True)
def process() -> str:
    if draining.is_set():
        raise Unwell("This process is stopping and takes no new work.")
    return "This process answers."


@part("database", is_vital=True)
def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        raise Unwell("Postgres does not answer.") from None
    return "Postgres answers."


@part("redis")
def redis_answers() -> str:
    try:
        redis.Redis.from_url(settings.REDIS_URL, **settings.REDIS_TIMEOUT).ping()
    except redis.RedisError:
        raise Unwell("Redis does not answer: live updates wait, pages poll.") from None
    return "Redis answers."


@part("timetable")
def timetable() -> str:
    return _beats(heartbeat.TIMETABLE, "The timetable")


@part("worker broadcasts")
def broadcasts() -> str:
    return _beats("broadcasts", "The worker for broadcasts")


@part("worker default")
def default() -> str:
    return _beats("default", "The worker for everything else")


def _beats(name: str, whose: str) -> str:
    try:
        seconds = heartbeat.seconds_since(name)
    except redis.RedisError:
        raise Unwell(f"{whose} cannot be seen while Redis is away.") from None
    if seconds is None:
        raise Unwell(f"{whose} has not been seen yet.")
    if seconds > heartbeat.LATE_SECONDS:
        raise Unwell(f"{whose} has done nothing for {seconds:.0f} s. Restart it.")
    return f"{whose} worked {seconds:.0f} s ago."
