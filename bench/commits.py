"""What a request does, in small: a row is written, and its event told, in one transaction.

The three roads of an event differ in who is told after the commit, and in nothing else.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from bench.drainer import wake_drainer
from bench.events import find
from chatsite.ground import audit
from realtime.events import JSON, Event
from realtime.outbox import publish, recording

Events = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Told(Event):
    topic: str
    text: str

    def channels(self) -> list[str]:
        return [self.topic]

    def payload(self, channel: str) -> JSON:
        return {"text": self.text}

    def head(self, channel: str) -> JSON | None:
        found = find(self.text.encode())
        return {"seq": found[0]} if found else None


class ToldAtOnce(Told):
    durable = False


def direct(events: Events) -> float:
    """The writing process tells Redis itself; what it cannot tell is lost."""
    return commit(events, ToldAtOnce)


def outbox(events: Events) -> float:
    """The product's road: a worker of Celery is woken."""
    return commit(events, Told)


def bare(events: Events) -> float:
    """The same outbox, and a process that does nothing but wait for a word in Redis."""
    vars(recording)["wake_workers"] = wake_drainer
    return commit(events, Told)


def silent(events: Events) -> float:
    """The rows alone, to compare with."""
    return commit(events, None)


def commit(events: Events, kind: Callable[[str, str], Event] | None) -> float:
    """When it was committed."""
    committed_at = []
    with transaction.atomic():
        transaction.on_commit(lambda: committed_at.append(time.monotonic()))
        for topic, text in events:
            audit.record(actor=None, action="bench.told", target=None)
            if kind:
                publish(kind(topic, text))
    return committed_at[0]
