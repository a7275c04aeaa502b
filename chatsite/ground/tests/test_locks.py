import threading
import time
from contextlib import closing

import pytest
from django.db import InternalError, connection, transaction

from chatsite.ground import locks

pytestmark = pytest.mark.django_db(transaction=True)


class Holder(threading.Thread):
    """Another process: it takes the lock, and keeps it for as long as it is told to."""

    def __init__(self):
        super().__init__(daemon=True)
        self.has_begun, self.may_end = threading.Event(), threading.Event()
        self.was_cut_off = False

    def run(self):
        with closing(connection):
            try:
                self.hold()
            except InternalError:
                self.was_cut_off = True

    @transaction.atomic
    def hold(self):
        locks.lock("work")
        self.has_begun.set()
        self.may_end.wait(10)
        locks.lock("more work")

    def __enter__(self):
        self.start()
        assert self.has_begun.wait(5)
        return self

    def __exit__(self, *_):
        self.may_end.set()
        self.join(10)


@transaction.atomic
def is_free(name="work"):
    return locks.try_lock(name)


def test_what_somebody_does_nobody_else_does_meanwhile():
    with Holder():
        assert not is_free()
        assert is_free("other work")

    assert is_free()


def test_who_stands_still_for_too_long_loses_the_lock(monkeypatch):
    monkeypatch.setattr(locks, "STANDING_STILL_SECONDS", 1)

    with Holder() as holder:
        end = time.monotonic() + 5
        while not is_free():
            assert time.monotonic() < end
            time.sleep(0.05)

    assert holder.was_cut_off


def test_the_bound_ends_with_the_transaction():
    is_free()

    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("0",)
