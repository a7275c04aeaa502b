"""What we sign is what Pusher's own SDK signs, and it means one thing only."""

import base64
import json
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pusher import Pusher
from pusher.http import Request

from realtime import signing
from realtime.signing import NoMasterKey

KEY, SECRET = "key", "secret"
MASTER_KEY = base64.b64encode(bytes(range(32))).decode()
CHANNEL_CHARACTERS = string.ascii_letters + string.digits + "_-=@,.;"

digits = st.text("0123456789", min_size=1, max_size=20)
socket_ids = st.builds("{}.{}".format, digits, digits)
channels = st.text(CHANNEL_CHARACTERS, min_size=1, max_size=164)


@pytest.fixture
def sdk():
    return Pusher("1", KEY, SECRET, host="localhost", encryption_master_key_base64=MASTER_KEY)


@pytest.mark.parametrize("member", [None, {"user_id": "5", "user_info": {"name": "Åse: ☃"}}])
def test_a_subscription_is_signed_as_the_sdk_signs_it(sdk, member):
    theirs = sdk.authenticate("presence-x", "1.2", member)

    data = theirs.get("channel_data")
    assert theirs["auth"] == f"{KEY}:{signing.sign_subscription(SECRET, '1.2', 'presence-x', data)}"
    assert signing.is_signed(theirs["auth"], KEY, SECRET, "1.2", "presence-x", data)


def test_a_user_is_signed_as_the_sdk_signs_it(sdk):
    theirs = sdk.authenticate_user("1.2", {"id": "5", "user_info": {"name": "Alice"}})

    assert signing.is_user_signed(theirs["auth"], KEY, SECRET, "1.2", theirs["user_data"])
    assert not signing.is_user_signed(theirs["auth"], KEY, SECRET, "1.3", theirs["user_data"])


@pytest.mark.parametrize("channel", ["private-encrypted-x", "private-encrypted-cache-x"])
def test_the_secret_of_an_encrypted_channel_is_the_one_of_the_sdk(sdk, channel):
    theirs = sdk.authenticate(channel, "1.2")["shared_secret"]

    assert signing.shared_secret(MASTER_KEY, channel) == theirs.decode()


@pytest.mark.parametrize("key", ["", "short", "!" * 44, base64.b64encode(b"x" * 31).decode(), "å"])
def test_without_a_whole_master_key_there_is_no_secret(key):
    with pytest.raises(NoMasterKey):
        signing.shared_secret(key, "private-encrypted-x")


def test_a_call_of_the_sdk_is_understood_and_one_that_was_changed_is_not(sdk):
    call = Request(sdk._pusher_client, "POST", "/apps/1/events", {"name": "e", "data": "é&=%"})
    parameters = {name: str(value) for name, value in call.query_params.items()}

    assert signing.is_request_signed(SECRET, "POST", call.path, parameters)
    for changed in (
        parameters | {"body_md5": "0" * 32},
        parameters | {"auth_signature": ""},
        parameters | {"info": "user_count"},
        # Attack: a parameter that was overheard, spelled so that we would not know it.
        {name.upper(): value for name, value in parameters.items()},
    ):
        assert not signing.is_request_signed(SECRET, "POST", call.path, changed)
    assert not signing.is_request_signed(SECRET, "GET", call.path, parameters)
    assert not signing.is_request_signed(SECRET, "POST", "/apps/2/events", parameters)


def test_a_webhook_is_signed_as_the_sdk_wants_it(sdk):
    body = json.dumps({"time_ms": int(time.time() * 1000), "events": []})

    assert sdk.validate_webhook(KEY, signing.sign_body(SECRET, body.encode()), body)


@pytest.mark.parametrize("verify", [signing.is_signed, signing.is_user_signed])
def test_without_a_secret_nothing_is_signed(verify):
    # Attack: on an app that is half configured, everybody knows the empty secret.
    for made in (signing.sign_subscription("", "1.2", "x"), signing.sign_user("", "1.2", "x")):
        assert not verify(f"{KEY}:{made}", KEY, "", "1.2", "x")


def test_a_half_character_is_not_the_one_that_stands_for_it():
    # Attack: text that cannot be encoded breaks the check, or is replaced by what was signed.
    signed = f"{KEY}:{signing.sign_subscription(SECRET, '1.2', 'presence-x', '?')}"

    assert not signing.is_signed(signed, KEY, SECRET, "1.2", "presence-x", "\ud800")
    assert not signing.is_signed("\ud800", KEY, SECRET, "1.2", "presence-x", "?")


@given(socket_ids, channels)
def test_what_is_signed_reads_back_as_exactly_what_was_asked_for(socket_id, channel):
    # Attack: parts whose border can be moved, so that one signature fits two requests.
    signed = f"{KEY}:{signing.sign_subscription(SECRET, socket_id, channel)}"

    first, _, rest = f"{socket_id}:{channel}".partition(":")
    assert (first, rest) == (socket_id, channel)
    assert signing.is_signed(signed, KEY, SECRET, first, rest)


@given(socket_ids, channels, socket_ids, channels, st.none() | st.text(max_size=20))
def test_no_two_requests_share_a_signature(socket_id, channel, other_id, other, data):
    mine = signing.sign_subscription(SECRET, socket_id, channel)
    theirs = signing.sign_subscription(SECRET, other_id, other, data)

    assert (mine == theirs) == ((socket_id, channel, None) == (other_id, other, data))


@given(socket_ids, channels, st.text(max_size=40))
def test_no_channel_can_be_read_as_a_user(socket_id, channel, user_data):
    # Attack: a channel's signature shown for `pusher:signin`, or the other way round.
    of_channel = signing.sign_subscription(SECRET, socket_id, channel, user_data)

    assert of_channel != signing.sign_user(SECRET, socket_id, user_data)
