"""The roads from a commit to a socket, each with whoever empties the outbox on it."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bench.publishers.committed import Committed
from bench.scene import Scene, scene
from bench.servers import Server
from bench.stage import ROOT, Stage
from chatsite.management.commands.up import programs
from chatsite.supervisor import Program, Supervisor

WARM = 50  # events, so that nothing is done for the first time later
WARM_RATE = 25.0


@dataclass(frozen=True)
class Road:
    name: str  # of the function in `bench.commits`
    drains: Sequence[Program] = ()


def direct() -> Road:
    return Road("direct")


def celery() -> Road:
    """The workers exactly as `make run` starts them, the timetable included."""
    return Road("outbox", [each for each in programs() if each.name in {"broadcasts", "default"}])


def bare() -> Road:
    command = [sys.executable, "-m", "bench.drainer"]
    return Road("bare", [Program("drainer", command, folder=ROOT)])


ROADS = {each.__name__: each for each in (direct, celery, bare)}


@contextmanager
def travelled(here: Stage, server: Server, road: Road, speakers: int = 1) -> Iterator[Scene]:
    """A scene in which events take this road; the costs are those of whoever drains."""
    with draining(road) as pid:
        told = replace(server, publisher=Committed(road.name), pid=pid)
        with scene(here, told, clients=1, speakers=speakers) as played:
            yield played


@contextmanager
def draining(road: Road) -> Iterator[int]:
    with Supervisor(lambda *_: None).running() as supervisor:
        supervisor.start(*road.drains)
        yield supervisor.children[0].process.pid if supervisor.children else 0


def warm(played: Scene, topics: Sequence[str]) -> None:
    played.tell([*topics, *[topics[0]] * WARM], WARM_RATE)
