"""Whatever comes in, the HTTP API answers in JSON, and never with a fault of its own."""

import json
import string
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from realtime.tests.callers import Caller, send

METHODS = st.sampled_from(["GET", "POST", "HEAD", "OPTIONS", "DELETE"])
WORDS = st.sampled_from(
    ["apps", "smartlink", "events", "batch_events", "channels", "presence-x", "users", "5", "."]
) | st.sampled_from(["terminate_connections", "*", "%", "%2F", "%ff", "%00", "%0a", "%ed%a0%80"])
PATHS = st.lists(WORDS | st.text(string.printable, max_size=8), max_size=7).map("/".join)
QUERIES = st.lists(
    st.sampled_from(
        ["auth_key=test-key", "auth_timestamp=1", "auth_version=1.0", "info=user_count"]
    )
    | st.sampled_from(["auth_signature=0", "body_md5=0", "a", "=", "%", "&", "%ff=%ff", "é", "+"])
    | st.text(max_size=8),
    max_size=8,
).map("&".join)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.characters(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
NAMES = st.sampled_from(["a", "private-x", "presence-x", "private-encrypted-x", "cache-x", "#"])
EVENTS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.just("Happened") | ANYTHING,
        "data": st.just("{}") | ANYTHING,
        "channel": NAMES | ANYTHING,
        "channels": st.lists(NAMES | ANYTHING, max_size=4) | ANYTHING,
        "socket_id": st.just("1.2") | ANYTHING,
        "info": st.sampled_from(["user_count", "subscription_count"]) | ANYTHING,
    },
)
FUZZ = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def is_polite(answer, method="GET"):
    told = answer.json() if method != "HEAD" else {"error": "It has no body."}
    return 200 <= answer.status < 500 and (answer.status == 200 or isinstance(told["error"], str))


@FUZZ
@given(METHODS, PATHS, QUERIES, st.binary(max_size=50))
async def test_strangers_requests_of_any_shape(method, path, query, body):
    answer = await send(
        method, quote("/" + path, safe="/%"), query.encode("utf-8", "replace"), (body,)
    )

    assert is_polite(answer, method)
    assert answer.status != 200


@FUZZ
@given(st.sampled_from(["events", "batch_events"]), st.binary(max_size=200))
async def test_signed_bodies_of_any_bytes(place, body):
    assert is_polite(await Caller().post(place, body))


@FUZZ
@given(EVENTS | ANYTHING)
async def test_signed_events_of_any_shape(event):
    assert is_polite(await Caller().post("events", json.dumps(event).encode()))


@FUZZ
@given(st.lists(EVENTS | ANYTHING, max_size=12) | ANYTHING)
async def test_signed_batches_of_any_shape(batch):
    assert is_polite(await Caller().post("batch_events", json.dumps({"batch": batch}).encode()))


@FUZZ
@given(
    st.sampled_from(["channels/{}", "channels/presence-{}", "channels/presence-{}/users"]),
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(["user_count", "cache"]),
)
async def test_signed_questions_of_any_shape(place, name, info):
    assert is_polite(await Caller().get(place.format(name), info=info, filter_by_prefix=name))


@FUZZ
@given(st.text(st.characters(codec="utf-8"), max_size=140))
async def test_any_user_may_be_sent_away(user_id):
    assert is_polite(await Caller().post(f"users/{user_id}/terminate_connections"))


@FUZZ
@given(st.data())
async def test_one_changed_character_breaks_a_signature(data):
    # Attack: a signed call, changed somewhere.
    caller, path = Caller(), "/apps/smartlink/events"
    body = b'{"name":"Happened","channel":"private-x","data":"{}"}'
    query = caller.signed("POST", path, body)
    parts = {"query": query, "body": body, "path": path.encode()}
    part = data.draw(st.sampled_from(sorted(parts)))
    place = data.draw(st.integers(0, len(parts[part]) - 1))
    other = data.draw(st.sampled_from(b"0aZ&=%/ \n").filter(lambda c: c != parts[part][place]))
    parts[part] = parts[part][:place] + bytes([other]) + parts[part][place + 1 :]

    answer = await send("POST", parts["path"].decode(), parts["query"], (parts["body"],))

    assert 400 <= answer.status < 500
