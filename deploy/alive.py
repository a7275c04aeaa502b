"""Is this container alive? `python -m deploy.alive [queue]` answers Docker with its exit code.

Without a queue it asks this container's web server. With one it asks whether
that queue's worker has done anything lately: one that is deaf is not alive.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException

import redis

TIMEOUT_SECONDS = 3


def web_answers() -> bool:
    # Django answers to the site's own names only.
    name = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    server = HTTPConnection("127.0.0.1", int(os.environ["PORT"]), timeout=TIMEOUT_SECONDS)
    try:
        server.request("GET", "/health/live", headers={"Host": name})
        return server.getresponse().status == 200
    except (OSError, HTTPException):
        return False


def worker_works(queue: str) -> bool:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    from chatsite.ground import heartbeat  # noqa: PLC0415 - the web server's answer needs no Django

    try:
        seconds = heartbeat.seconds_since(queue)
    except redis.RedisError:
        return True  # Redis is away, which says nothing about the worker
    return seconds is not None and seconds <= heartbeat.LATE_SECONDS


if __name__ == "__main__":
    queues = sys.argv[1:]
    sys.exit(not (all(map(worker_works, queues)) if queues else web_answers()))
