"""Who calls our HTTP API, and who is called by our webhooks."""

import pytest

from realtime.tests import pushers
from realtime.tests.callers import Caller
from realtime.tests.receivers import hook

OTHER = {"id": "77", "key": "other-key", "secret": "other-secret", "subscription_count": True}


@pytest.fixture
def caller():
    return Caller()


@pytest.fixture
def other(settings):
    """An app that counts its subscriptions."""
    settings.REALTIME = {**settings.REALTIME, "APPS": [OTHER]}
    return Caller("77", "other-key", "other-secret")


@pytest.fixture
def told(receiver):
    """A webhook of our own app that wants everything."""
    return hook(receiver)


@pytest.fixture
def pusher(settings):
    """The Pusher that events go to, and nowhere else."""
    with pushers.answering(pushers.Pusher()) as pusher:
        pushers.choose(settings, pusher.port)
        yield pusher
