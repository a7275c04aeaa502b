"""What one worker carries: a steady load, as much as it can, and what has been left waiting."""

import time
from argparse import Namespace
from dataclasses import replace

from bench.figures import MICRO, MILLI, losses, p50, p99
from bench.publish import repeated
from bench.publishers.committed import Committed
from bench.roads import celery, draining, travelled, warm
from bench.scene import scene
from bench.servers import Server
from bench.stage import Stage
from bench.table import Results, Row, show

TOPICS = [f"bench-{number:02}" for number in range(20)]
WRITERS = 2
LOT = 5  # events of a transaction; with one in each the writers would need both cores
FLOOD_SECONDS = 3.0
LOAD = {
    "written": "written|/s",
    "p50": "since due|p50 ms",
    "p99": "since due|p99 ms",
    "busy": "worker|%",
    "lost": "|lost",
    "disordered": "out of|order",
    "most": "at most|/s",
    "most_cpu": "worker µs|/event",
}
BACKLOG = {
    "seconds": "start to|empty, s",
    "lost": "|lost",
    "disordered": "out of|order",
}


def measure(here: Stage, server: Server, options: Namespace) -> None:
    load, backlog = Results(), Results()
    for _ in range(options.rounds):
        load.add("celery", carried(here, server, options))
        backlog.add(f"{options.waiting} events", caught_up(here, server, options.waiting))
    show(load, LOAD, "one worker")
    print(f"  The aim is {options.load:g}/s, none lost, none out of order.\n")
    show(backlog, BACKLOG, "left waiting")
    print("  The aim is at most 10 s.\n", flush=True)


def carried(here: Stage, server: Server, options: Namespace) -> Row:
    """In the flood 50 events are committed together, since no writer is faster than the worker."""
    count = int(options.load * options.seconds)
    with travelled(here, server, celery(), speakers=WRITERS) as played:
        played.join(TOPICS)
        warm(played, TOPICS)
        steady = played.tell(repeated(TOPICS, count), options.load, LOT)
        flood = played.flood(lambda wanted: repeated(TOPICS, wanted), FLOOD_SECONDS)
    return losses(steady, flood) | {
        "written": steady.events / steady.said.seconds,
        "p50": MILLI * p50(steady.heard.latencies),
        "p99": MILLI * p99(steady.heard.latencies),
        "busy": 100 * steady.server_seconds / steady.seconds,
        "most": flood.events / flood.seconds,
        "most_cpu": MICRO * flood.server_seconds / flood.events,
    }


def caught_up(here: Stage, server: Server, count: int) -> Row:
    """From the start of the worker's process, which takes its part, to the last delivery."""
    told = replace(server, publisher=Committed("outbox"))
    with scene(here, told, clients=1, speakers=WRITERS) as played:
        played.join(TOPICS)
        plan = played.plan(repeated(TOPICS, count))
        played.speakers.say(plan, rate=0)
        played.crowd.start_listening(plan)
        begun = time.monotonic()
        with draining(celery()):
            heard = played.crowd.heard()
    return {
        "seconds": heard.finished_at - begun,
        "lost": heard.missing,
        "disordered": heard.disordered,
    }
