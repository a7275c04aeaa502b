"""A drain process without Celery, only to compare with: it waits for a word in Redis."""

import django
import redis
from django.conf import settings
from django.utils.module_loading import import_string

from realtime.layer import redis_client

WORD = "bench:drain"
PATIENCE_SECONDS = 3


def wake_drainer() -> None:
    redis_client().lpush(WORD, 1)


def main() -> None:
    django.setup()
    broadcasters = import_string("realtime.broadcasters.broadcasters")
    drain_all = import_string("realtime.outbox.drain_all")
    line = redis.Redis.from_url(settings.REDIS_URL)
    while True:
        line.brpop([WORD], timeout=PATIENCE_SECONDS)
        line.delete(WORD)  # first: whoever commits from now on wakes us again
        for name in broadcasters():
            drain_all(name)


if __name__ == "__main__":
    main()
