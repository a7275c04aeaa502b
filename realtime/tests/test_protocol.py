import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.server import protocol
from realtime.server.protocol import CHANNEL_NAME, ProtocolError, encode, encode_event, parse


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ('{"event":"pusher:ping"}', None),
        ('{"event":"pusher:ping","data":""}', {}),
        ('{"event":"pusher:subscribe","data":{"channel":"x"}}', {"channel": "x"}),
        ('{"event":"pusher:subscribe","data":"{\\"channel\\":\\"x\\"}"}', {"channel": "x"}),
        ('{"event":"client-x","channel":"private-x","data":"{\\"n\\":1}"}', '{"n":1}'),
    ],
)
def test_real_clients_send_data_in_different_ways(text, data):
    assert parse(text).data == data


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "null", "7", '"x"', "[]", "{}", '{"event":1}', '{"event":""}', '{"event":null}',
        json.dumps({"event": "x" * 201}),
        '{"event":"x","event":"y"}',  # means one thing here and another there
        '{"event":"x","data":1e999}', '{"event":"x","data":NaN}', '{"event":"x","data":-Infinity}',
        '{"event":"x","data":' + "[" * 40 + "]" * 40 + "}",
        "[" * 100_000,
        '{"event":"x","data":' + "9" * 5000 + "}",
        '{"event":"pusher:subscribe","data":"{"}',
        '{"event":"pusher:subscribe","data":"{\\"a\\":1,\\"a\\":2}"}',
    ],
)  # fmt: skip
def test_what_is_no_frame_is_refused_in_plain_words(text):
    with pytest.raises(ProtocolError) as refused:
        parse(text)

    assert refused.value.code == 4300


@given(st.text())
def test_any_text_is_a_frame_or_an_error(text):
    try:
        frame = parse(text)
    except ProtocolError:
        return
    assert isinstance(frame.event, str)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.text(max_size=200), json_values, st.text(max_size=164))
def test_what_is_encoded_can_be_read(event, data, channel):
    frame = json.loads(encode(event, data, channel))

    assert frame["event"] == event
    assert json.loads(frame["data"]) == ({} if data is None else data)
    assert frame.get("channel", "") == channel


@given(st.text())
def test_data_that_is_text_already_arrives_as_it_is(data):
    frame = json.loads(encode_event("x", data, "c", user_id='"5"'))

    assert (frame["data"], frame["user_id"]) == (data, "5")


@pytest.mark.parametrize(
    ("name", "is_guarded", "is_presence", "is_encrypted", "is_cache"),
    [
        ("x", False, False, False, False),
        ("privateer", False, False, False, False),
        ("presence", False, False, False, False),
        ("cache-x", False, False, False, True),
        ("cached", False, False, False, False),
        ("private-x", True, False, False, False),
        ("private-cache-x", True, False, False, True),
        ("private-encrypted-x", True, False, True, False),
        ("private-encrypted-cache-x", True, False, True, True),
        ("private-x-cache-y", True, False, False, False),
        ("presence-x", True, True, False, False),
        ("presence-cache-x", True, True, False, True),
    ],
)
def test_a_name_says_what_a_channel_is(name, is_guarded, is_presence, is_encrypted, is_cache):
    assert protocol.is_guarded(name) is is_guarded
    assert protocol.is_presence(name) is is_presence
    assert protocol.is_encrypted(name) is is_encrypted
    assert protocol.is_cache(name) is is_cache


@pytest.mark.parametrize(
    "name", ["", "a b", "a:b", "#server-to-user-1", "é", "x\n", "x" * 165, "a/b", "a'b", "a\x00"]
)
def test_what_is_no_name_is_refused(name):
    assert not CHANNEL_NAME.match(name)


def test_a_roster_is_json_whatever_the_ids_are():
    told = json.loads(protocol.roster({'"a\\"b"': '{"n":1}', "7": "null"}))["presence"]

    assert told == {"count": 2, "ids": ['a"b', 7], "hash": {'a"b': {"n": 1}, "7": None}}
