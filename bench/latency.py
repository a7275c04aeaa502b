"""From the commit to the socket, by three roads; what one worker carries; what a request waits."""

from argparse import ArgumentParser, Namespace

from bench import carrying, requesting
from bench.figures import MICRO, MILLI, losses, p50, p99
from bench.options import add_number
from bench.roads import ROADS, travelled, warm
from bench.scene import Told
from bench.servers import Server, ours
from bench.stage import Stage, database, stage
from bench.table import Results, Row, show

TOPIC = "bench"
COLUMNS = {
    "p50": "p50|ms",
    "p99": "p99|ms",
    "worst": "worst|ms",
    "cpu": "worker µs|/event",
    "redis": "Redis µs|/event",
    "lost": "|lost",
    "disordered": "out of|order",
}


def add_arguments(parser: ArgumentParser) -> None:
    add_number(parser, "rounds", 1, "everything is done so often, alternating; medians count")
    add_number(parser, "rate", 50.0, "events a second while paced")
    add_number(parser, "seconds", 5.0, "how long that lasts")
    add_number(parser, "load", 500.0, "events a second that one worker has to carry")
    add_number(parser, "waiting", 10_000, "events in the outbox when the worker starts")


def main(options: Namespace) -> None:
    with stage() as here, database(here):
        server = ours(here)
        compare(here, server, options)
        carrying.measure(here, server, options)
        requesting.measure(here, options)


def compare(here: Stage, server: Server, options: Namespace) -> None:
    results = Results()
    for _ in range(options.rounds):
        for name in ROADS:
            results.add(name, turn(here, server, name, options))
    show(results, COLUMNS, "from the commit")
    print("  The aim by `celery` is p50 at most 6 ms, p99 at most 20 ms.\n", flush=True)


def turn(here: Stage, server: Server, name: str, options: Namespace) -> Row:
    with travelled(here, server, ROADS[name]()) as played:
        played.join([TOPIC])
        warm(played, [TOPIC])
        told = played.tell([TOPIC] * int(options.rate * options.seconds), options.rate)
    times = from_commit(told)
    return losses(told) | {
        "p50": MILLI * p50(times),
        "p99": MILLI * p99(times),
        "worst": MILLI * max(times),
        "cpu": MICRO * told.server_seconds / told.events,
        "redis": MICRO * told.redis_seconds / told.events,
    }


def from_commit(told: Told) -> list[float]:
    """One socket has heard all of them in order; each was stamped when it was due."""
    pairs = zip(told.heard.latencies, told.said.preparations, strict=True)
    return [latency - preparation for latency, preparation in pairs]
