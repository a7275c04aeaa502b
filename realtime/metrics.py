"""What /metrics tells of realtime: what this process counts, and what all of them have waiting.

Scraped process by process. One that never held a socket counts zeros.
"""

from collections.abc import Iterator

from django.db import Error as DatabaseError
from prometheus_client.core import REGISTRY, CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from realtime import outbox
from realtime.census import COUNTED
from realtime.outbox import Backlog
from realtime.server import hub
from realtime.server.metrics import counters
from realtime.status import deliveries_left

PREFIX = "smartlink_realtime"
HELP = {
    "connects": "Sockets that were let in by this process.",
    "events": "Events that this process heard for its sockets.",
    "deliveries": "Events written to sockets, one for each socket.",
    "frames_in": "Messages that came in over sockets.",
    "bytes_out": "Bytes of the events that were written to sockets.",
    "evictions": "Sockets cut off because their clients read too slowly.",
    "refusals": "Sockets turned away at the door.",
    "pruned": "Sockets closed because they were silent, too old or never signed in.",
    "stalls": "Times that something held up this process, and all its sockets with it.",
    "limits_hit": "Requests over a socket that were refused because of a limit.",
}


class Realtime(Collector):
    def collect(self) -> Iterator[Metric]:
        for name in COUNTED:
            # A counter without words is shown all the same.
            words = HELP.get(name, "Counted by this process.")
            yield CounterMetricFamily(f"{PREFIX}_{name}", words, value=getattr(counters, name))
        yield from self._here()
        yield from self._waiting()

    def describe(self) -> list[Metric]:
        return []  # without it, registering would ask the database at import

    def _here(self) -> Iterator[Metric]:
        hubs = hub.hubs()
        sockets = sum(len(each.sockets) for each in hubs)
        channels = sum(len(each.counts.listening) for each in hubs)
        yield gauge("sockets", "Open sockets of this process.", sockets)
        yield gauge("channels", "Channels that sockets of this process listen to.", channels)

    def _waiting(self) -> Iterator[Metric]:
        """The same in every process; left out while Postgres is away."""
        try:
            backlogs, deliveries = outbox.backlogs(), deliveries_left()
        except DatabaseError:
            return
        yield from _outbox(backlogs)
        words = "Deliveries to webhooks that wait, or were given up in the last days."
        by_status = GaugeMetricFamily(f"{PREFIX}_webhook_deliveries", words, labels=["status"])
        for status, count in deliveries.items():
            by_status.add_metric([status], count)
        yield by_status


def _outbox(backlogs: list[Backlog]) -> Iterator[Metric]:
    told = {
        "age_seconds": "How long the oldest event has been waiting in the outbox.",
        "waiting": "Events waiting in the outbox.",
        "parked": "Events that were given up because they failed too often.",
    }
    for name, words in told.items():
        metric = GaugeMetricFamily(f"{PREFIX}_outbox_{name}", words, labels=["broadcaster"])
        for backlog in backlogs:
            metric.add_metric([backlog.broadcaster], getattr(backlog, name))
        yield metric


def gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{PREFIX}_{name}", words, value=value)


REGISTRY.register(Realtime())
