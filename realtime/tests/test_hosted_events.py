"""Events on their way to hosted Pusher."""

import json

import pytest

from chatsite.ground import health
from realtime import outbox
from realtime.broadcasters import Away, Refused, Telling, broadcasters
from realtime.events import Event
from realtime.hosted import line
from realtime.models import OutboxEvent
from realtime.testing import drain_here
from realtime.testing.road import Recorder
from realtime.tests import pushers


class Happened(Event):
    def __init__(self, n):
        self.n = n

    def channels(self):
        return ["private-a"]

    def payload(self, channel):
        return {"n": self.n}


@pytest.fixture
def both(settings, monkeypatch):
    """A Pusher that nobody answers for yet, and what our own server is told."""
    pusher, own = pushers.Pusher(), Recorder()
    pushers.choose(settings, pusher.port, ["reverb", "pusher"])
    monkeypatch.setitem(broadcasters(), "reverb", own)
    monkeypatch.setattr("realtime.outbox.recording.wake_workers", lambda: None)
    monkeypatch.setattr(line, "TIMEOUT", line.Timeout(connect=0.3, read=0.3))
    return pusher, own


def send(*tellings):
    broadcasters()["pusher"].send(tellings)


def said(n, *channels, **more):
    return Telling("Said", list(channels or ["private-a"]), {"n": n}, **more)


def state():
    return next(part for part in health.report().parts if part.name == "pusher")


def test_each_channel_is_told_in_the_order_of_the_events(pusher):
    send(said(1, "private-a", "private-b"), said(2))

    assert pusher.events() == [
        ("Said", "private-a", {"n": 1}),
        ("Said", "private-b", {"n": 1}),
        ("Said", "private-a", {"n": 2}),
    ]


def test_many_go_by_tens(pusher):
    send(*(said(n) for n in range(25)))

    assert [len(told["batch"]) for _, _, told in pusher.calls] == [10, 10, 5]
    assert [data["n"] for _, _, data in pusher.events()] == list(range(25))


def test_the_connection_is_kept(pusher):
    for n in range(3):
        send(said(n))

    assert pusher.connections == 1


def test_words_are_the_same_text_that_our_own_server_sends(pusher):
    send(Telling("Said", ["private-a"], {"message": "שלום", "n": 1}))

    [(_, _, told)] = pusher.calls
    assert told["batch"][0]["data"] == '{"message":"שלום","n":1}'


def test_an_emoji_in_a_long_message_is_no_trouble(pusher):
    # The SDK would measure the memory that it takes here: four bytes for each character.
    send(Telling("Said", ["private-a"], {"message": "x" * 5000 + "😀"}))

    assert len(pusher.events()) == 1


@pytest.mark.parametrize(("socket_id", "is_passed_on"), [("12.34", True), ("12.34\n", False)])
def test_the_socket_that_it_came_from_is_spared(pusher, socket_id, is_passed_on):
    send(said(1, except_socket=socket_id))

    [(_, _, told)] = pusher.calls
    assert ("socket_id" in told["batch"][0]) is is_passed_on


def test_whoever_loses_a_right_has_their_connections_ended(pusher):
    broadcasters()["pusher"].end_rights({"actor": "visitor:5", "user_id": "visitor-5"})

    [(method, path, _)] = pusher.calls
    assert (method, path) == ("POST", "/apps/4242/users/visitor-5/terminate_connections")


@pytest.mark.parametrize("code", [400, 413])
def test_what_pusher_will_not_take_is_held_against_the_event(pusher, code):
    pusher.codes = [code]

    with pytest.raises(Refused, match="as it was told to"):
        send(said(1))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (401, "Pusher refuses our credentials."),
        (403, "Pusher has switched our app off."),
        (404, "Pusher knows no such app."),
        (429, "Pusher asks us to slow down."),
        (500, "Pusher answers with 500."),
        (301, "Pusher answers with 301."),
    ],
)
@pytest.mark.django_db
def test_what_is_no_events_fault_is_an_outage_and_can_be_seen(pusher, code, words):
    pusher.codes = [code]

    with pytest.raises(Away, match=words):
        send(said(1))

    assert (state().state, state().detail) == ("degraded", words)


@pytest.mark.django_db
def test_once_pusher_takes_something_all_is_well(pusher):
    pusher.codes = [401]
    with pytest.raises(Away):
        send(said(1))

    send(said(1))

    assert state().state == "ok"


@pytest.mark.django_db
def test_settings_that_are_missing_park_nothing_and_can_be_seen(settings):
    pushers.choose(settings, SECRET="", APP_ID="smartlink")

    with pytest.raises(Away):
        send(said(1))

    assert state().detail == "PUSHER_APP_ID must be the app's number. PUSHER_APP_SECRET is missing."


@pytest.mark.django_db
def test_where_pusher_is_not_chosen_nothing_is_wrong():
    assert (state().state, state().detail) == ("ok", "Pusher is not chosen.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("trouble", ["closed", "silent", 500, 401])
def test_while_pusher_is_away_our_own_server_goes_on_and_later_everything_arrives(both, trouble):
    pusher, own = both
    for n in range(3):
        outbox.publish(Happened(n))

    if trouble == "closed":
        drain_here()
    else:
        pusher.codes = [None if trouble == "silent" else trouble]
        with pushers.answering(pusher):
            drain_here()
    in_the_outage = [payload["n"] for _, _, payload in own.frames]
    pusher.calls.clear()
    with pushers.answering(pusher):
        drain_here()

    assert in_the_outage == [0, 1, 2]
    assert [data["n"] for _, _, data in pusher.events()] == [0, 1, 2]
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_event_that_pusher_will_not_take_holds_up_no_other(both):
    pusher, _ = both
    pusher.refuses = json.dumps({"n": 1}, separators=(",", ":")).replace('"', '\\"')
    for n in range(3):
        outbox.publish(Happened(n))

    with pushers.answering(pusher):
        drain_here()

    [left] = OutboxEvent.objects.all()
    assert (left.payload, left.attempts, left.broadcaster) == ({"n": 1}, 1, "pusher")
    assert "Not this one." in left.error
