"""The processes that publish, so that what publishing costs counts as nobody's."""

import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from bench.events import NO_STAMP, Plan, text_of
from bench.publishers import Publisher
from bench.worker import Worker

TOGETHER = 50


@dataclass
class Said:
    started_at: float
    seconds: float = 0.0
    durations: list[float] = field(default_factory=list)
    preparations: list[float] = field(default_factory=list)  # from due until committed


class Speaker:
    """In its process."""

    def __init__(self, _: Connection) -> None:
        pass

    def open(self, publisher: Publisher) -> None:
        self.publish = publisher.open()

    def pace(self, plan: Plan, rate: float, delay: float, lot: int) -> Said:
        said = Said(time.monotonic() + delay)
        for nth in range(0, len(plan), lot):
            stamp = wait_for(said.started_at + nth / rate)
            begun = time.monotonic()
            some = plan[nth : nth + lot]
            committed_at = self.publish([(topic, text_of(number, stamp)) for topic, number in some])
            said.durations.append(time.monotonic() - begun)
            said.preparations.append((committed_at or stamp) - stamp)
        said.seconds = time.monotonic() - said.started_at
        return said

    def flood(self, plan: Plan) -> Said:
        said = Said(time.monotonic())
        for at in range(0, len(plan), TOGETHER):
            some = plan[at : at + TOGETHER]
            self.publish([(topic, text_of(number, NO_STAMP)) for topic, number in some])
        said.seconds = time.monotonic() - said.started_at
        return said


def wait_for(due_at: float) -> float:
    """An event's stamp is when it was due: what a late publisher keeps waiting has waited."""
    if (early := due_at - time.monotonic()) > 0:
        time.sleep(early)
    return due_at


class Speakers:
    """A topic has one speaker only, so that its events have an order."""

    def __init__(self, count: int) -> None:
        self.workers = [Worker(Speaker) for _ in range(count)]

    def open(self, publisher: Publisher) -> None:
        for worker in self.workers:
            worker.call("open", publisher)

    def say(self, plan: Plan, rate: float, lot: int = 1) -> Said:
        """At this rate altogether, so many at a time; or without a rate, and then unstamped."""
        topics = {topic: nth for nth, topic in enumerate(dict.fromkeys(topic for topic, _ in plan))}
        for nth, worker in enumerate(self.workers):
            share = [event for event in plan if topics[event[0]] % len(self.workers) == nth]
            if rate:
                worker.ask("pace", share, rate * len(share) / len(plan), nth / rate, lot)
            else:
                worker.ask("flood", share)
        said: list[Said] = [worker.result() for worker in self.workers]
        started_at = min(each.started_at for each in said)
        ended_at = max(each.started_at + each.seconds for each in said)
        durations = [seconds for each in said for seconds in each.durations]
        preparations = [seconds for each in said for seconds in each.preparations]
        return Said(started_at, ended_at - started_at, durations, preparations)

    def close(self) -> None:
        for worker in self.workers:
            worker.close()
