"""Publishing by Pusher's HTTP API on connections that are kept alive: cost, speed, nothing lost."""

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from itertools import cycle, islice

from bench.figures import MICRO, MILLI, losses, p50, p99
from bench.options import add_number, add_options, add_pace
from bench.rounds import alternate
from bench.scene import scene
from bench.servers import Server
from bench.stage import Stage
from bench.table import Row, show, show_unsaturated
from chatsite.supervisor import Trouble

COLUMNS = {
    "cpu": "CPU µs|/publish",
    "answered_p50": "answer|p50 ms",
    "answered_p99": "answer|p99 ms",
    "p50": "socket|p50 ms",
    "p99": "socket|p99 ms",
    "flood": "flood|publishes/s",
    "flood_cpu": "CPU µs|/publish",
    "server_busy": "server|%",
    "lost": "|lost",
    "disordered": "out of|order",
    "closed": "|closed",
}
AIM = 500


def add_arguments(parser: ArgumentParser) -> None:
    add_options(parser, servers="ours", sockets=4)
    add_number(parser, "publishers", 2, "each has a connection and a topic of its own")
    add_pace(parser, 100.0, flood_seconds=2.0)


def main(options: Namespace) -> None:
    results = alternate(options, turn)
    show(results, COLUMNS)
    show_unsaturated(results)
    print(f"  The aim is at most {AIM} µs of CPU a publish.")


def by_http(server: Server) -> Server:
    if server.api is None:
        raise Trouble(f"{server.name} has no HTTP API.")
    return replace(server, publisher=server.api)


def turn(here: Stage, server: Server, options: Namespace) -> Row:
    topics = [f"bench-{number}" for number in range(options.publishers)]
    with scene(here, by_http(server), options.clients, speakers=options.publishers) as played:
        played.join(repeated(topics, options.sockets))
        played.warm_up(topics)
        paced = played.tell(repeated(topics, int(options.rate * options.seconds)), options.rate)
        flood = played.flood(lambda count: repeated(topics, count), options.flood_seconds)
    return {
        "cpu": MICRO * paced.server_seconds / paced.events,
        "answered_p50": MILLI * p50(paced.said.durations),
        "answered_p99": MILLI * p99(paced.said.durations),
        "p50": MILLI * p50(paced.heard.latencies),
        "p99": MILLI * p99(paced.heard.latencies),
        "flood": flood.events / flood.seconds,
        "flood_cpu": MICRO * flood.server_seconds / flood.events,
        "server_busy": 100 * flood.server_seconds / flood.seconds,
        **losses(paced, flood),
    }


def repeated(topics: list[str], count: int) -> list[str]:
    """In turn, as many as are wanted."""
    return list(islice(cycle(topics), count))
