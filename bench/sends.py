"""What people's messages cost by HTTP: many conversations, one hot conversation, and polling.

Everything as `make run` starts it, with the writers on the same machine.
"""

import http.client
import itertools
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles
from typing import Any

from bench.speakers import wait_for
from tests.running import Running, fresh

VISITORS = 20
RATE = 100  # messages a second
SECONDS = 60
WRITERS = 16
HOT_SECONDS = 10
POLLS = 300


def main() -> None:
    with fresh(SMARTLINK_RATE_LIMITS="off") as running:
        steady(running)
        hot(running)
        polling(running)


class Writer:
    """A visitor's widget, on a connection of its own."""

    def __init__(self, running: Running, token: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
        self.token = token or self.ask("POST", "init", {"site": "demo"})[1]["token"]

    def say(self, text: str) -> int:
        return self.ask("POST", "message", {"message": text, "client_message_id": text})[0]

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        token = getattr(self, "token", "")
        more = {"Authorization": f"Bearer {token}"} if token else {}
        known = {"Content-Type": "application/json"} | more | headers
        text = None if body is None else json.dumps(body)
        self.connection.request(method, f"/api/chatbot/{path}", text, known)
        answer = self.connection.getresponse()
        self.etag = answer.getheader("ETag") or ""
        told = answer.read()
        return answer.status, json.loads(told) if told else None


def steady(running: Running) -> None:
    writers = [Writer(running) for _ in range(VISITORS)]
    for writer in writers:
        writer.say("first")
    begun = time.monotonic()

    def write(number: int) -> list[tuple[int, float]]:
        told = []
        for nth in range(RATE * SECONDS // VISITORS):
            wait_for(begun + (nth + number / VISITORS) * VISITORS / RATE)
            told.append(timed(writers[number].say, f"{number}-{nth}"))
        return told

    with ThreadPoolExecutor(VISITORS) as pool:
        told = list(itertools.chain.from_iterable(pool.map(write, range(VISITORS))))
    times = [1000 * seconds for _, seconds in told]
    errors = sum(status != 201 for status, _ in told)
    print(
        f"  {RATE} messages a second for {SECONDS} s   p50 {median(times):5.1f} ms   "
        f"p95 {quantiles(times, n=20)[18]:5.1f} ms   p99 {quantiles(times, n=100)[98]:5.1f} ms   "
        f"{errors} errors"
    )


def hot(running: Running) -> None:
    first = Writer(running)
    _, sent = first.ask("POST", "message", {"message": "first"})
    end = time.monotonic() + HOT_SECONDS

    def write(number: int) -> int:
        writer, count = Writer(running, first.token), 0
        while time.monotonic() < end:
            count += writer.say(f"{number}-{count}") == 201
        return count

    with ThreadPoolExecutor(WRITERS) as pool:
        count = sum(pool.map(write, range(WRITERS))) + 1
    seqs = seqs_of(first, sent["conversation"]["id"])
    is_dense = seqs == list(range(1, count + 1))
    print(
        f"  one conversation, {WRITERS} writers   {count / HOT_SECONDS:5.0f} messages a second   "
        f"numbers {'dense' if is_dense else 'WITH HOLES'}"
    )


def seqs_of(writer: Writer, conversation_id: int) -> list[int]:
    seqs: list[int] = []
    has_more = True
    while has_more:
        after = seqs[-1] if seqs else 0
        path = f"conversation/{conversation_id}?after={after}&limit=100"
        _, page = writer.ask("GET", path)
        seqs += [message["seq"] for message in page["messages"]]
        has_more = page["has_more"]
    return seqs


def polling(running: Running) -> None:
    writer = Writer(running)
    _, sent = writer.ask("POST", "message", {"message": "first"})
    path = f"conversation/{sent['conversation']['id']}?after=1"
    writer.ask("GET", path)
    told = [timed(look, writer, path) for _ in range(POLLS)]
    assert {status for status, _ in told} == {304}
    probe = median(seconds for _, seconds in [timed(probed, writer) for _ in range(POLLS)])
    poll = median(seconds for _, seconds in told)
    ratio = f"{poll / probe:4.1f} x the probe"
    print(f"  a poll with nothing new   p50 {1000 * poll:5.2f} ms   {ratio}")


def look(writer: Writer, path: str) -> int:
    return writer.ask("GET", path, **{"If-None-Match": writer.etag})[0]


def probed(writer: Writer) -> int:
    writer.connection.request("GET", "/health/live")
    answer = writer.connection.getresponse()
    answer.read()
    return answer.status


def timed(act: Callable[..., int], *told: Any) -> tuple[int, float]:
    begun = time.perf_counter()
    status = act(*told)
    return status, time.perf_counter() - begun
