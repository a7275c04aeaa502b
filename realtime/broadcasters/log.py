"""To the log, for whoever wants to see what is told while developing."""

from collections.abc import Sequence

import structlog

from realtime.broadcasters.base import Broadcaster, Telling
from realtime.events import JSON

log = structlog.get_logger(__name__)


class Log(Broadcaster):
    def send(self, tellings: Sequence[Telling]) -> None:
        for telling in tellings:
            # The names of its parts, never the words: logs are read by more people than chats.
            log.info(
                "event_told",
                event_name=telling.name,
                channels=telling.channels,
                fields=sorted(telling.payload),
            )

    def end_rights(self, told: JSON) -> None:
        log.info("rights_ended", actor=told["actor"])
