"""What left for the browsers, without workers and sockets in between."""

from collections.abc import Sequence

import pytest

from realtime import outbox
from realtime.broadcasters import Telling, broadcasters, outlets
from realtime.broadcasters.own import OwnServer
from realtime.events import JSON


class Recorder(OwnServer):
    """In the place of our own server; sockets whose rights end are closed all the same."""

    def __init__(self) -> None:
        self.frames: list[tuple[str, str, JSON]] = []

    def send(self, tellings: Sequence[Telling]) -> None:
        for told in tellings:
            self.frames.extend((channel, told.name, told.payload) for channel in told.channels)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, JSON]]:
    """What left for the browsers, drained at commit: (channel, event name, payload)."""
    recorder = Recorder()
    monkeypatch.setitem(broadcasters(), "reverb", recorder)
    monkeypatch.setattr("realtime.outbox.recording.wake_workers", drain_here)
    return recorder.frames


def drain_here() -> None:
    """What the workers do when they are woken."""
    for name in outlets():
        outbox.drain_all(name)
