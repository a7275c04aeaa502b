"""All servers in turn, again and again: what the machine does meanwhile befalls each of them."""

from argparse import Namespace
from collections.abc import Callable

from bench.servers import Server, start
from bench.stage import Stage, stage
from bench.table import Results, Row
from chatsite.supervisor import Trouble

Turn = Callable[[Stage, Server, Namespace], Row]


def alternate(options: Namespace, turn: Turn) -> Results:
    results = Results()
    with stage() as here:
        servers = start(here, options.servers, options.other)
        for _ in range(options.rounds):
            for server in servers:
                try:
                    results.add(server.name, turn(here, server, options))
                except Trouble as trouble:
                    print(f"  {server.name}: {trouble}", flush=True)
    return results
