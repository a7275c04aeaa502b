"""Laws that hold for the events and channels of every app, for their tests to call."""

import json
from collections.abc import Mapping
from typing import Any

from realtime.channels import authorize, declared_in
from realtime.events import JSON, Event

Cast = Mapping[str, Any]  # the actors of a test, by their names


def check_payload(event: Event, channel: str, answer: JSON) -> None:
    """What an event carries is what REST answers of the same thing to the same audience."""
    assert channel in event.channels(), f"{event.name} is not told on {channel}."
    told = json.loads(json.dumps(event.payload(channel)))
    assert told == answer, f"{event.name} tells {channel} something else than REST does."


def check_listeners(module: str, allowed: Mapping[str, set[str]], cast: Cast) -> None:
    """Exactly these of the cast may listen, and the table names each channel of the module."""
    for channel, names in allowed.items():
        found = {name for name, actor in cast.items() if authorize(actor, channel)}
        assert found == names, f"{channel} is open to {sorted(found)}."
    forgotten = [
        declared.pattern
        for declared in declared_in(module)
        if not any(declared.match(channel) is not None for channel in allowed)
    ]
    assert not forgotten, f"Nobody has said who may listen to {forgotten}."
