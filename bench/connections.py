"""How fast sockets connect and subscribe, what each weighs, and whether all stay to the end."""

from argparse import ArgumentParser, Namespace

from bench.figures import losses
from bench.options import add_number, add_options
from bench.rounds import alternate
from bench.scene import scene
from bench.servers import Server
from bench.stage import Stage
from bench.table import Row, show, show_ratios
from bench.usage import usage_of

TOPIC = "bench"
COLUMNS = {
    "connects": "connects|/s",
    "cpu": "CPU µs|/connect",
    "kilobytes": "KB|/socket",
    "idle": "CPU %|while held",
    "closed": "|closed",
    "lost": "deaf|at the end",
}
AIMS = {"socketio": None, "textbook": None}


def add_arguments(parser: ArgumentParser) -> None:
    add_options(parser, servers="ours,plain,socketio,textbook", sockets=1000)
    add_number(parser, "at-once", 32, "so many connect at the same time")
    add_number(parser, "hold", 4.0, "seconds for which all are held, idle")


def main(options: Namespace) -> None:
    results = alternate(options, turn)
    show(results, COLUMNS)
    show_ratios(results, "kilobytes", AIMS)
    print("  The aim is at least 800 connects/s, at most 40 KB a socket, none closed.")


def turn(here: Stage, server: Server, options: Namespace) -> Row:
    count = options.sockets
    with scene(here, server, options.clients) as played:
        played.join([TOPIC], options.at_once)  # the first one costs what is loaded only once
        played.leave()
        empty = usage_of(server.pid)
        opened = played.join([TOPIC] * count, options.at_once)
        full = usage_of(server.pid)
        closed = played.crowd.hold(options.hold)
        held = usage_of(server.pid)
        last = played.tell([TOPIC], rate=1)
    idle = (held.cpu_seconds - full.cpu_seconds) / options.hold
    return losses(last) | {
        "connects": count / opened.seconds,
        "cpu": 1e6 * (full.cpu_seconds - empty.cpu_seconds) / count,
        "kilobytes": (full.rss_bytes - empty.rss_bytes) / 1024 / count,
        "idle": 100 * idle,
        "closed": max(closed, last.heard.closed),
    }
