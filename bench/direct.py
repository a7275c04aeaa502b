"""Many small conversations: each socket has a topic of its own, and an event goes to one."""

import random
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from bench.figures import MICRO, flooded, losses, steady
from bench.options import add_options, add_pace
from bench.rounds import alternate
from bench.scene import scene
from bench.servers import Server
from bench.stage import Stage
from bench.table import Row, show, show_ratios, show_unsaturated

COLUMNS = {
    "cpu": "CPU µs|/event",
    "client": "client µs|/event",
    "redis": "Redis µs|/event",
    "p50": "p50|ms",
    "p99": "p99|ms",
    "flood": "flood|events/s",
    "flood_cpu": "CPU µs|/event",
    "server_busy": "server|%",
    "client_busy": "client|%",
    "lost": "|lost",
    "disordered": "out of|order",
    "closed": "|closed",
}
AIMS = {"socketio": None, "textbook": None}
MOST_CPU = 60


def add_arguments(parser: ArgumentParser) -> None:
    add_options(parser, servers="ours,socketio,textbook", sockets=1000)
    add_pace(parser, 2000.0)


def main(options: Namespace) -> None:
    results = alternate(options, turn)
    show(results, COLUMNS)
    show_unsaturated(results)
    show_ratios(results, "cpu", AIMS)
    print(f"  The aim is at most {MOST_CPU} µs of CPU an event.")


def turn(here: Stage, server: Server, options: Namespace) -> Row:
    rate = min(options.rate, server.most_events)
    topics = [f"bench-{number:05}" for number in range(options.sockets)]
    with scene(here, server, options.clients) as played:
        played.join(topics)
        played.warm_up(topics)
        paced = played.tell(some(topics, int(rate * options.seconds)), rate)
        flood = played.flood(lambda count: some(topics, count), options.flood_seconds)
    flood_cpu = MICRO * flood.server_seconds / flood.events
    return steady(paced) | flooded(flood) | losses(paced, flood) | {"flood_cpu": flood_cpu}


def some(topics: Sequence[str], count: int) -> list[str]:
    """The same ones for every server."""
    return random.Random(count).choices(topics, k=count)
