"""The test kit for every app: a Pusher client, what left for the browsers, and the laws."""

from realtime.testing.laws import check_listeners, check_payload
from realtime.testing.road import drain_here, sent
from realtime.testing.sockets import TestSocket, until

__all__ = ["TestSocket", "check_listeners", "check_payload", "drain_here", "sent", "until"]
