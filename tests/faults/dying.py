"""The broadcasts worker, which ends itself at one step of the first drain that has something.

`python -m celery -A tests.faults.dying worker ...`; DIES names the step. The steps are those
between which a crash leaves something different behind.
"""

import os
import signal
import threading

from celery.signals import task_postrun, worker_ready
from django.db import connections
from django.dispatch import receiver
from django.utils.module_loading import import_string

from chatsite.celery import app

__all__ = ["app"]
STEP = os.environ["DIES"]


def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)


@receiver(worker_ready)
def arm(**_):
    """Each step is a function of the road, with death before or after it."""
    STEPS[STEP]()


def before_the_lock():
    vars(draining())["try_lock"] = die


def before_sending():
    before(own_server(), "send")


def after_sending():
    after(own_server(), "send")


def standing_still():
    """With the lock, as on a machine that has lost its power: Postgres is told nothing."""
    after(own_server(), "send", lambda: os.kill(os.getpid(), signal.SIGSTOP))


def before_the_commit():
    """The rows are deleted, but nobody knows yet. Each thread has a connection of its own."""
    after(own_server(), "send", lambda: before(connections["default"], "commit"))


def after_the_commit():
    after(own_server(), "send", lambda: after(connections["default"], "commit"))


def before_the_receipt():
    """Celery acknowledges a task when it is done, and is killed before that."""
    after(own_server(), "send", die_after_the_task)


def die_after_the_task():
    """Of this thread: another one's may be done while this one still sends."""
    here = threading.get_ident()
    task_postrun.connect(lambda **_: here == threading.get_ident() and die(), weak=False)


def draining():
    return import_string("realtime.outbox.draining")


def own_server():
    return import_string("realtime.broadcasters.own.OwnServer")


def before(owner, name, then=die):
    setattr(owner, name, lambda *_, **__: then())


def after(owner, name, then=die):
    real = getattr(owner, name)

    def done(*args, **kwargs):
        result = real(*args, **kwargs)
        then()
        return result

    setattr(owner, name, done)


STEPS = {
    step.__name__: step
    for step in (
        before_the_lock,
        before_sending,
        after_sending,
        standing_still,
        before_the_commit,
        after_the_commit,
        before_the_receipt,
    )
}
