"""What pages are told where hosted Pusher is chosen."""

import pytest

from realtime.tests import pushers

SIGNED = "http://testserver/broadcasting"


@pytest.fixture
def told(client, db):
    return lambda: client.get("/api/chatbot/config").json()


@pytest.fixture
def sockets_allowed(client, db):
    def sockets_allowed():
        policy = client.get("/health/live")["Content-Security-Policy"]
        rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
        return rules["connect-src"].split()

    return sockets_allowed


def test_pusher_comes_first_and_asks_for_its_own_signatures(told, settings):
    pushers.choose(settings, 0, ["reverb", "pusher"], ENCRYPTED=True, HOST="")

    answer = told()

    assert answer["realtimeProvider"] == "pusher"
    assert answer["reverb"]["enabled"] is True
    assert answer["pusher"] == {
        "enabled": True,
        "key": "pusher-key",
        "cluster": "eu",
        "encrypted": True,
        "authEndpoint": f"{SIGNED}/auth?app=pusher-key",
        "userAuthEndpoint": f"{SIGNED}/user-auth?app=pusher-key",
        "host": None,
        "port": None,
        "scheme": None,
    }


def test_nothing_that_is_told_is_a_secret(client, db, settings):
    pushers.choose(settings, broadcasters=["reverb", "pusher"])

    told = client.get("/api/chatbot/config").content.decode()

    assert pushers.APP["SECRET"] not in told
    assert settings.REALTIME["SECRET"] not in told


@pytest.mark.parametrize(
    ("scheme", "port", "found"),
    [
        ("https", 0, ("pusher.test", 443, "https")),
        ("http", 6001, ("pusher.test", 6001, "http")),
        ("", 0, ("pusher.test", 80, "http")),
    ],
)
def test_a_compatible_server_is_told_with_its_address(told, settings, scheme, port, found):
    pushers.choose(settings, port, HOST="pusher.test", SCHEME=scheme)

    hosted = told()["pusher"]

    assert (hosted["host"], hosted["port"], hosted["scheme"]) == found
    assert hosted["encrypted"] is (found[2] == "https")


@pytest.mark.parametrize(
    ("broadcasters", "more", "provider"),
    [
        (["reverb"], {}, "reverb"),
        (["pusher"], {}, "pusher"),
        (["pusher"], {"SECRET": ""}, "polling"),
        (["pusher", "reverb"], {"KEY": ""}, "reverb"),
        (["log"], {}, "polling"),
        (["null"], {}, "polling"),
    ],
)
def test_only_what_is_chosen_and_complete_is_offered(told, settings, broadcasters, more, provider):
    pushers.choose(settings, broadcasters=broadcasters, **more)

    answer = told()

    assert answer["realtimeProvider"] == provider
    assert answer["pusher"]["enabled"] is (provider == "pusher")
    assert answer["reverb"]["enabled"] is ("reverb" in broadcasters)


def test_our_pages_may_open_sockets_at_pushers_cluster(sockets_allowed, settings):
    pushers.choose(settings, 0, ENCRYPTED=True, HOST="")

    assert sockets_allowed() == ["'self'", "ws://testserver", "wss://ws-eu.pusher.com"]


def test_our_pages_may_open_sockets_at_a_compatible_server(sockets_allowed, settings):
    pushers.choose(settings, 6001, HOST="pusher.test")

    assert "ws://pusher.test:6001" in sockets_allowed()


def test_where_pusher_is_not_chosen_no_page_may_call_it(sockets_allowed, settings):
    pushers.choose(settings, broadcasters=["reverb"])

    assert sockets_allowed() == ["'self'", "ws://testserver"]
