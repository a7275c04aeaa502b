"""What an event must look like to be published, rule by rule."""

import pytest


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ({"name": ""}, 400),
        ({"name": "x" * 200}, 200),
        ({"name": "x" * 201}, 400),
        ({"name": None}, 400),
        ({"name": 7}, 400),
        ({"name": ["x"]}, 400),
        ({"name": "\ud800"}, 400),
        # Attack: a forged frame of the protocol, which browsers would believe.
        ({"name": "pusher:error"}, 400),
        ({"name": "pusher_internal:subscription_succeeded"}, 400),
        ({"name": "pusher"}, 200),
        ({"data": ""}, 200),
        ({"data": "x" * 10240}, 200),
        ({"data": "x" * 10241}, 413),
        ({"data": "é" * 5120}, 200),
        ({"data": "é" * 5121}, 413),
        ({"data": "\x01" * 10240}, 200),
        ({"data": None}, 400),
        ({"data": 7}, 400),
        ({"data": {"n": 1}}, 400),
        ({"data": "half a character: \udfff"}, 400),
        ({"channel": None}, 400),
        ({"channel": ""}, 400),
        ({"channel": ["a"]}, 400),
        ({"channel": 7}, 400),
        ({"channel": "a" * 164}, 200),
        ({"channel": "a" * 165}, 400),
        ({"channel": "a_-=@,.;Z9"}, 200),
        ({"channel": "private-x:y"}, 400),
        ({"channel": "with space"}, 400),
        ({"channel": "line\n"}, 400),
        ({"channel": "é"}, 400),
        ({"channel": "#server-to-user-5"}, 200),
        ({"channel": "#server-to-user-user:Zoë 5"}, 200),
        ({"channel": "#server-to-user-"}, 400),
        ({"channel": "#server-to-user-5\n"}, 400),
        ({"channel": "#server-to-user-\ud800"}, 400),
        ({"channel": "#server-to-user-" + "5" * 128}, 200),
        ({"channel": "#server-to-user-" + "5" * 129}, 400),
        # Attack: the server's own ways to its sockets, which no app may use.
        ({"channel": "#watchers-of-5"}, 400),
        ({"channel": "private-encrypted-x"}, 200),
        ({"channel": None, "channels": ["a"] * 100}, 200),
        ({"channel": None, "channels": [f"a{n}" for n in range(100)]}, 200),
        ({"channel": None, "channels": ["a"] * 101}, 400),
        ({"channel": None, "channels": []}, 400),
        ({"channel": None, "channels": "a"}, 400),
        ({"channel": None, "channels": {"a": 1}}, 400),
        ({"channel": None, "channels": ["a", None]}, 400),
        ({"channel": None, "channels": ["a", "b c"]}, 400),
        ({"channel": None, "channels": [["a"]]}, 400),
        ({"channel": "a", "channels": ["b"]}, 400),
        ({"channel": None, "channels": ["private-encrypted-x", "a"]}, 400),
        ({"channel": None, "channels": ["private-encrypted-x", "private-encrypted-y"]}, 400),
        ({"channel": None, "channels": ["private-encrypted-x"] * 2}, 200),
        ({"socket_id": "1.2"}, 200),
        ({"socket_id": None}, 200),
        # Attack: ids that are more than an id, wherever they end up.
        ({"socket_id": ""}, 400),
        ({"socket_id": "1.2\n"}, 400),
        ({"socket_id": "1.2:private-x"}, 400),
        ({"socket_id": "1"}, 400),
        ({"socket_id": "1.2.3"}, 400),
        ({"socket_id": "1." + "2" * 21}, 400),
        ({"socket_id": "١.٢"}, 400),
        ({"socket_id": 1.2}, 400),
        ({"socket_id": ["1.2"]}, 400),
        ({"info": None}, 200),
        ({"info": ""}, 200),
        ({"info": "user_count"}, 200),
        ({"info": "cache"}, 400),
        ({"info": "user_count,"}, 400),
        ({"info": ["user_count"]}, 400),
        ({"info": "subscription_count"}, 400),  # our own app has not asked for it
        ({"unknown": {"to": "us"}}, 200),
    ],
)
async def test_the_rules_of_an_event(caller, event, status):
    answer = await caller.publish(**{"channel": "a"} | event)

    assert answer.status == status
    assert status == 200 or answer.error


@pytest.mark.parametrize(
    ("batch", "status"),
    [
        ([{}], 400),
        ([], 400),
        (None, 400),
        ({"channel": "a"}, 400),
        ([None], 400),
        (["a"], 400),
        ([{"name": "N", "data": "1", "channel": "a"}] * 10, 200),
        ([{"name": "N", "data": "1", "channel": "a"}] * 11, 400),
        ([{"name": "N", "data": "1", "channels": ["a"]}], 400),
        ([{"name": "N", "data": "1", "channel": "a", "socket_id": "x"}], 400),
        ([{"name": "N", "data": "x" * 10241, "channel": "a"}], 413),
        ([{"name": "N", "data": "\x01" * 10240, "channel": "a"}] * 10, 200),
        ([{"name": "N", "data": "1", "channel": "a", "info": "everything"}], 400),
    ],
)
async def test_the_rules_of_a_batch(caller, batch, status):
    assert (await caller.post("batch_events", {"batch": batch})).status == status


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"7",
        b'"events"',
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"name": "\xff"}',
        b"\xef\xbb\xbf{}",
        '{"name": "x"}'.encode("utf-16"),
        # Attacks: JSON bombs, and texts that two parsers read in two ways.
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"channel": "a", "name": "x", "data": "", "more": NaN}',
        b'{"channel": "a", "name": "x", "data": "", "more": -Infinity}',
        b'{"channel": "a", "name": "x", "data": "", "more": ' + b"9" * 10_000 + b"}",
        b'{"channel": "a", "name": "x", "data": "", "data": "twice"}',
        b'{"channel": "a", "name": "x", "data": "", "more": {"a": 1, "a": 2}}',
        b'{"channel": "a", "name": "x", "data": "", "more": ' + b"[" * 40 + b"]" * 40 + b"}",
        b"name=x&channel=a&data=1",
    ],
)
async def test_a_body_that_is_no_event_is_refused_politely(caller, body):
    for place in ("events", "batch_events"):
        answer = await caller.post(place, body)

        assert answer.status == 400
        assert answer.error
