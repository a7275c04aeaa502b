"""The workers' way back to a Redis that was away."""

from typing import Any

from celery.app.amqp import AMQP
from kombu.connection import Connection

# Celery looks again after 2, 4, 6 and at last each 30 s, which no setting changes; by then
# people would have waited longer for what happened during the outage than we promise.
PAUSES = {"interval_start": 1, "interval_step": 1, "interval_max": 1}


class SteadyConnection(Connection):
    def ensure_connection(self, *args: Any, **kwargs: Any) -> Any:
        return super().ensure_connection(  # type: ignore[no-untyped-call]  # kombu has no types
            *args, **PAUSES | kwargs
        )


class SteadyAMQP(AMQP):
    Connection = SteadyConnection
