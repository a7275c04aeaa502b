"""Who comes to the general room and goes, as its listeners hear it."""

import pytest
from django.utils import timezone

from realtime import applications
from realtime.changes import member_added, member_removed
from realtime.channels import authorize

BOB = {"user_id": "2", "user_info": {"name": "bob"}}


def tell(signal, channel, app=None):
    app = app or applications.own()
    signal.send(sender=None, app=app, channel=channel, at=timezone.now(), **BOB)


@pytest.mark.django_db(transaction=True)
def test_comings_and_goings_are_told_in_the_room(sent):
    tell(member_added, "presence-chat")
    tell(member_removed, "presence-chat")

    assert sent == [
        ("presence-chat", "UserJoined", BOB),
        ("presence-chat", "UserLeft", BOB),
    ]


@pytest.mark.django_db(transaction=True)
def test_what_happens_on_other_channels_and_in_other_apps_is_not(sent, settings):
    other = {"id": "2", "key": "k", "secret": "s"}
    settings.REALTIME = {**settings.REALTIME, "APPS": [other]}

    tell(member_added, "presence-chat", applications.by_id("2"))
    tell(member_added, "presence-elsewhere")

    assert sent == []


def test_members_may_be_in_the_room_and_visitors_may_not(alice, vera):
    assert authorize(alice, "presence-chat") == {"name": "alice"}
    assert authorize(vera, "presence-chat") is None
