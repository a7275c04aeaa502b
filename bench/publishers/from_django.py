"""Ours, as our broadcaster tells it: the ready frame, through the layer's synchronous client."""

from collections.abc import Sequence
from dataclasses import dataclass

import django

from bench.events import frame_of
from bench.publishers import Publish
from realtime.applications import own
from realtime.layer import group_of, layer, redis_of, send_to_group, wire_name


@dataclass(frozen=True)
class FromDjango:
    def open(self) -> Publish:
        django.setup()
        return publish


def publish(events: Sequence[tuple[str, str]]) -> None:
    messages = [message(topic, text) for topic, text in events]
    if len(messages) == 1:
        send_to_group(*messages[0])
    else:
        publish_together(messages)


def message(topic: str, text: str) -> tuple[str, dict[str, str]]:
    return group_of(own().id, topic), {"type": "event", "frame": frame_of(topic, text)}


def publish_together(messages: list[tuple[str, dict[str, str]]]) -> None:
    """What `send_to_group` does to each, in one round trip: here all groups are on one host."""
    pipeline = redis_of(messages[0][0]).pipeline(transaction=False)
    for group, told in messages:
        pipeline.publish(wire_name(group), layer().serialize(told))
    pipeline.execute()
