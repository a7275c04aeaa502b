"""laravel-echo, with either of its broadcasters that speak this protocol."""

import pytest

from tests.clients.conftest import ANA, BEA


@pytest.fixture(scope="session", params=["reverb", "pusher"])
def broadcaster(request):
    return request.param


@pytest.fixture(scope="session", params=["echo", "echo-in-chromium"])
def ana(request, start_forever, broadcaster):
    return start_forever(request.param, ANA, broadcaster=broadcaster)


@pytest.fixture(scope="session")
def bea(start_forever, broadcaster):
    return start_forever("echo", BEA, broadcaster=broadcaster)


KINDS = {"channel": "", "private": "private-", "encryptedPrivate": "private-encrypted-"}


@pytest.mark.parametrize("kind", KINDS)
def test_an_event_is_heard_by_its_own_name(ana, sdk, room, kind):
    ana.order("listen", kind=kind, channel=room, event=".Greeted")
    ana.hears("subscribed", room)

    sdk.trigger(KINDS[kind] + room, "Greeted", {"n": 1})

    assert ana.hears(".Greeted", room) == {"n": 1}


def test_an_event_without_a_dot_is_one_of_the_namespace(ana, sdk, room):
    ana.order("listen", kind="channel", channel=room, event="Greeted")
    ana.hears("subscribed", room)

    sdk.trigger(room, "App\\Events\\Greeted", {"n": 1})

    assert ana.hears("Greeted", room) == {"n": 1}


def test_here_joining_and_leaving_tell_who_is_there(ana, bea, room):
    ana.order("join", channel=room)
    alone = ana.hears("here", room)

    bea.order("join", channel=room)
    together = bea.hears("here", room)
    came = ana.hears("joining", room)
    bea.order("leave", channel=room)

    assert alone == [{"name": "Ana"}]
    assert together == [{"name": "Ana"}, {"name": "Bea"}]
    assert came == ana.hears("leaving", room) == {"name": "Bea"}


@pytest.mark.parametrize("kind", ["private", "join"])
def test_a_whisper_reaches_the_others_only(ana, bea, room, kind):
    for each in (ana, bea):
        each.order("listen", kind=kind, channel=room, event=".Marked")
        each.hears("subscribed", room)
        each.order("listenForWhisper", kind=kind, channel=room, event="typing")

    ana.order("whisper", kind=kind, channel=room, event="typing", data={"n": 1})
    heard = bea.hears("typing", room)
    bea.order("whisper", kind=kind, channel=room, event="typing", data={"n": 2})

    assert heard == {"n": 1}
    assert ana.hears("typing", room) == {"n": 2}
    assert "typing" not in ana.events(room) + bea.events(room)


def test_with_socket_id_others_hear_what_one_has_caused(ana, bea, sdk, room):
    """What Laravel calls toOthers."""
    for each in (ana, bea):
        each.order("listen", kind="private", channel=room, event=".Greeted")
        each.hears("subscribed", room)

    sdk.trigger(f"private-{room}", "Greeted", {"n": 1}, socket_id=ana.socket_id)
    sdk.trigger(f"private-{room}", "Greeted", {"n": 2})

    assert [bea.hears(".Greeted", room) for _ in range(2)] == [{"n": 1}, {"n": 2}]
    assert ana.hears(".Greeted", room) == {"n": 2}
