"""The way to Pusher's HTTP API: kept open, never waited for long, clear about whose fault it is.

The SDK signs and calls through it. Threads may share it.
"""

import json
from typing import Any

from pusher.http import Request
from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import HTTPError

from realtime.hosted import troubles

TIMEOUT = Timeout(connect=2.0, read=3.0)
KEPT_OPEN = 4
REASON_LENGTH = 200
TAKEN = {200, 202}
# What was sent cannot be taken, now or later.
BLAMED_ON_US = {400, 413, 422}
# No event is at fault in these, and sent again it may go through.
TROUBLES = {
    401: "Pusher refuses our credentials.",
    403: "Pusher has switched our app off.",
    404: "Pusher knows no such app.",
    429: "Pusher asks us to slow down.",
}


class Absent(Exception):
    """Pusher does not answer, or not us; says so in a sentence."""


class Refused(Exception):
    """Pusher understands us well and will not take this; says why, in its own words."""


class Line:
    """A backend of the SDK."""

    def __init__(self, client: object) -> None:
        self.pool = PoolManager(maxsize=KEPT_OPEN, timeout=TIMEOUT, retries=False)

    def send_request(self, request: Request) -> Any:
        try:
            told = understood(self._ask(request))
        except Absent as reason:
            troubles.note(str(reason))
            raise
        troubles.end()
        return told

    def _ask(self, request: Request) -> BaseHTTPResponse:
        try:
            return self.pool.request(
                request.method,
                request.url,
                body=request.body or None,
                headers=request.headers,
                redirect=False,
            )
        except HTTPError as error:
            raise Absent("Pusher does not answer.") from error


def understood(answer: BaseHTTPResponse) -> Any:
    if answer.status in BLAMED_ON_US:
        raise Refused(answer.data[:REASON_LENGTH].decode(errors="replace"))
    if answer.status not in TAKEN:
        raise Absent(TROUBLES.get(answer.status, f"Pusher answers with {answer.status}."))
    try:
        return json.loads(answer.data)
    except ValueError:
        raise Absent("Pusher answers in a way that nobody understands.") from None
