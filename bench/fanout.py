"""One event of about 250 bytes to many sockets: at a steady rate, then as fast as it goes."""

from argparse import ArgumentParser, Namespace

from bench.figures import flooded, losses, steady
from bench.options import add_options, add_pace
from bench.rounds import alternate
from bench.scene import scene
from bench.servers import Server
from bench.stage import Stage
from bench.table import Row, show, show_ratios, show_unsaturated
from bench.usage import usage_of

TOPIC = "bench"
COLUMNS = {
    "cpu": "CPU µs|/delivery",
    "client": "client µs|/delivery",
    "redis": "Redis µs|/event",
    "p50": "p50|ms",
    "p99": "p99|ms",
    "flood": "flood|deliveries/s",
    "server_busy": "server|%",
    "client_busy": "client|%",
    "lost": "|lost",
    "disordered": "out of|order",
    "closed": "|closed",
    "kilobytes": "KB|/socket",
}
AIMS = {"floor": 1.5, "socketio": 0.85, "textbook": 0.05}


def add_arguments(parser: ArgumentParser) -> None:
    add_options(parser, servers="floor,ours,plain,socketio,textbook", sockets=1000)
    add_pace(parser, 20.0)


def main(options: Namespace) -> None:
    results = alternate(options, turn)
    show(results, COLUMNS)
    show_unsaturated(results)
    show_ratios(results, "cpu", AIMS)


def turn(here: Stage, server: Server, options: Namespace) -> Row:
    rate = min(options.rate, server.most_deliveries / options.sockets)
    with scene(here, server, options.clients) as played:
        empty = usage_of(server.pid)
        played.join([TOPIC] * options.sockets)
        played.warm_up([TOPIC])
        full = usage_of(server.pid)
        paced = played.tell([TOPIC] * int(rate * options.seconds), rate)
        flood = played.flood(lambda count: [TOPIC] * count, options.flood_seconds)
    kilobytes = (full.rss_bytes - empty.rss_bytes) / 1024 / options.sockets
    return {"kilobytes": kilobytes} | steady(paced) | flooded(flood) | losses(paced, flood)
