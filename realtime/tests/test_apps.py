import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from realtime import applications
from realtime.applications import own
from realtime.server import admission, limits
from realtime.server.hub import hub
from realtime.testing import TestSocket

OTHER = {"id": "2", "key": "other-key", "secret": "other-secret"}


@pytest.fixture
def ours(settings):
    """Set options of our own app."""

    def change(**options):
        told = settings.REALTIME["OPTIONS"] | options
        settings.REALTIME = {**settings.REALTIME, "OPTIONS": told}

    return change


@pytest.fixture
def other(settings):
    settings.REALTIME = {**settings.REALTIME, "APPS": [OTHER]}
    return applications.by_id("2")


async def knock(path="", **headers):
    """What somebody is told at the door, and the code he is closed with."""
    stranger = TestSocket(path, **headers)
    await stranger.wire.connect()
    event, told = await stranger.read()
    code, reason = await stranger.closed()
    assert (event, told) == ("pusher:error", {"code": code, "message": reason})
    return code


async def test_channels_of_two_apps_never_meet(other):
    here, there = await TestSocket().open(), await TestSocket(app=other).open()
    for socket in (here, there):
        await socket.subscribe("private-x")

    await hub().publish(other, ["private-x"], "Happened", '{"n":1}')

    assert await there.read() == ("Happened", {"n": 1})
    assert await here.hears_nothing()


async def test_the_signature_of_one_app_opens_nothing_in_another(other):
    # Attack: an app of mine signs for the channel of yours.
    socket = await TestSocket().open()
    signed = socket.signed("private-x", secret=other.secret)

    for auth in (signed, signed.replace(own().key, other.key)):
        answer, _ = await socket.say("pusher:subscribe", {"channel": "private-x", "auth": auth})
        assert answer == "pusher:subscription_error"
        await socket.read()


async def test_users_of_two_apps_are_different_people(other):
    here, there = await TestSocket().open(), await TestSocket(app=other).open()
    for socket in (here, there):
        await socket.sign_in({"id": "5"})

    await hub().terminate(other, "5")

    assert (await there.closed())[0] == 4009
    assert await here.say("pusher:ping") == ("pusher:pong", {})


@pytest.mark.parametrize(
    ("query", "code"),
    [("", 4008), ("?protocol=", 4008), ("?protocol=x", 4006), ("?protocol=%C2%B2", 4006),
     ("?protocol=4", 4007), ("?protocol=8", 4007), ("?protocol=" + "7" * 5000, 4007)],
)  # fmt: skip
async def test_the_version_must_be_one_that_is_spoken(query, code):
    assert await knock(f"/app/{own().key}{query}") == code


async def test_older_clients_are_served():
    assert (await TestSocket(f"/app/{own().key}?protocol=6").open()).id


async def test_a_disabled_app_says_so(ours):
    ours(enabled=False)

    assert await knock() == 4003


async def test_an_app_may_insist_on_tls(ours, settings):
    ours(tls_only=True)
    # Attack: to say oneself what only our proxy may say.
    assert await knock(**{"x-forwarded-proto": "https"}) == 4000

    settings.TRUSTED_PROXIES = 1
    assert await knock(**{"x-forwarded-proto": "https, http"}) == 4000
    assert (await TestSocket(**{"x-forwarded-proto": "https"}).open()).id


async def test_pages_of_other_origins_are_turned_away(ours):
    ours(allowed_origins=["*.example.com", "https://shop.test"])

    for origin in (
        "https://evil.test",
        "http://shop.test",
        "https://example.com.evil",
        "null",
        "http://[",
    ):
        assert await knock(origin=origin) == 4009
    for origin in ("https://www.example.com", "https://shop.test"):
        assert (await TestSocket(origin=origin).open()).id


async def test_an_app_over_its_quota_lets_nobody_else_in(ours):
    ours(max_connections=1)
    first = await TestSocket().open()

    assert await knock() == 4004

    await first.close()
    assert (await TestSocket().open()).id


async def test_connections_elsewhere_count_as_well(ours):
    ours(max_connections=5)
    hub().elsewhere[own().id] = 5

    assert await knock() == 4004


async def test_a_full_server_sends_people_elsewhere(monkeypatch):
    monkeypatch.setattr(admission, "most_sockets", lambda: 1)
    first = await TestSocket().open()

    assert await knock() == 4100
    await first.close()


async def test_one_address_may_not_take_all_the_room(monkeypatch, settings):
    monkeypatch.setattr(limits, "SOCKETS_PER_ADDRESS", 1)
    settings.TRUSTED_PROXIES = 1
    first = await TestSocket(**{"x-forwarded-for": "1.2.3.4"}).open()

    # Attack: to look like somebody new each time.
    assert await knock(**{"x-forwarded-for": "9.9.9.9, 1.2.3.4"}) == 4100
    assert (await TestSocket(**{"x-forwarded-for": "1.2.3.5"}).open()).id
    await first.close()


async def test_a_socket_has_room_for_a_hundred_channels(monkeypatch):
    monkeypatch.setattr(limits, "CHANNELS_PER_SOCKET", 2)
    socket = await TestSocket().open()
    for name in ("private-a", "private-b", "private-a"):
        assert (await socket.subscribe(name))[0] == "pusher_internal:subscription_succeeded"

    answer, told = await socket.subscribe("private-c")

    assert (answer, told["type"]) == ("pusher:subscription_error", "LimitReached")


async def test_counts_are_told_to_those_who_listen_where_the_app_wants_it(ours):
    ours(subscription_count=True)
    first = await TestSocket().open()
    await first.subscribe("private-x")
    assert await first.read() == ("pusher_internal:subscription_count", {"subscription_count": 1})

    second = await TestSocket().open()
    await second.subscribe("private-x")

    assert await first.read() == ("pusher_internal:subscription_count", {"subscription_count": 2})
    await second.close()
    assert await first.read() == ("pusher_internal:subscription_count", {"subscription_count": 1})


@pytest.mark.parametrize(
    "apps",
    [[{"id": "2", "key": "k"}], [OTHER, OTHER], [OTHER | {"colour": "red"}],
     [OTHER | {"id": "smartlink"}]],
)  # fmt: skip
def test_apps_that_cannot_be_right_are_refused_with_a_reason(settings, apps):
    settings.REALTIME = {**settings.REALTIME, "APPS": apps}

    with pytest.raises(ImproperlyConfigured, match="REVERB_APPS"):
        applications.own()


def test_apps_come_from_json(settings):
    told = json.loads('[{"id": 7, "key": "k", "secret": "s", "allowed_origins": ["a.test"]}]')
    settings.REALTIME = {**settings.REALTIME, "APPS": told}

    app = applications.by_key("k")

    assert (app.id, app.allowed_origins, app.client_events) == ("7", ("a.test",), True)
