"""What publishing adds to a request, while Redis is well, dead, or silent."""

import signal
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection

from bench.events import NO_STAMP, text_of
from bench.figures import MILLI, p50, p99
from bench.publishers.committed import Committed
from bench.roads import celery, draining
from bench.speakers import wait_for
from bench.stage import Stage
from bench.table import Results, Row, show
from bench.worker import Worker

TOPIC = "bench"
WARM = 50
COLUMNS = {
    "more_p50": "more|p50 ms",
    "more_p99": "more|p99 ms",
    "silent_p50": "without|p50 ms",
    "told_p50": "with|p50 ms",
    "silent_p99": "without|p99 ms",
    "told_p99": "with|p99 ms",
    "told_worst": "with|worst ms",
}


class Requester:
    """In its process: the same transaction in turn without an event and with one."""

    def __init__(self, _: Connection) -> None:
        self.silent = Committed("silent").open()
        self.told = Committed("outbox").open()

    def ask(self, count: int, rate: float) -> tuple[list[float], list[float]]:
        seconds: tuple[list[float], list[float]] = ([], [])
        started_at = time.monotonic()
        for nth in range(2 * count):
            wait_for(started_at + nth / rate / 2)
            begun = time.monotonic()
            (self.silent, self.told)[nth % 2]([(TOPIC, text_of(nth, NO_STAMP))])
            seconds[nth % 2].append(time.monotonic() - begun)
        return seconds


def measure(here: Stage, options: Namespace) -> None:
    results = Results()
    with closing(Worker(Requester)) as requester, draining(celery()):
        requester.call("ask", WARM, options.rate)
        for _ in range(options.rounds):
            for name, state in STATES.items():
                with state(here):
                    count = int(options.rate * options.seconds)
                    results.add(name, row(*requester.call("ask", count, options.rate)))
                requester.call("ask", WARM, options.rate)
    show(results, COLUMNS, "a request, Redis")
    print("  The aim is at most 2 ms more, and none waits above 250 ms for Redis.", flush=True)


@contextmanager
def well(_: Stage) -> Iterator[None]:
    yield


@contextmanager
def dead(here: Stage) -> Iterator[None]:
    here.valkey.process.kill()
    here.valkey.process.wait()
    yield
    here.valkey.start()


@contextmanager
def mute(here: Stage) -> Iterator[None]:
    here.valkey.process.send_signal(signal.SIGSTOP)
    yield
    here.valkey.process.send_signal(signal.SIGCONT)


STATES = {each.__name__: each for each in (well, dead, mute)}


def row(silent: list[float], told: list[float]) -> Row:
    found = {
        "silent_p50": MILLI * p50(silent),
        "silent_p99": MILLI * p99(silent),
        "told_p50": MILLI * p50(told),
        "told_p99": MILLI * p99(told),
        "told_worst": MILLI * max(told),
    }
    for which in ("p50", "p99"):
        found[f"more_{which}"] = found[f"told_{which}"] - found[f"silent_{which}"]
    return found
