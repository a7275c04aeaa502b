"""Who is believed by the HTTP API, and which tricks do not work."""

import time

import pytest
import time_machine

from realtime.server.http.calls import CLOCK_SECONDS
from realtime.tests.callers import Caller, as_bytes, send

EVENT = {"name": "Happened", "channel": "news", "data": "{}"}
OTHER = {"id": "77", "key": "other-key", "secret": "other-secret"}
PATH = "/apps/smartlink/events"


@pytest.fixture
def apps(settings):
    def choose(**options):
        settings.REALTIME = {**settings.REALTIME, "APPS": [OTHER | options]}

    choose()
    return choose


async def test_the_apps_own_signature_is_believed(caller):
    assert (await caller.publish(channel="news")).json() == {}


@pytest.mark.parametrize(
    ("overdone", "reason"),
    [
        ({"auth_key": "other-key"}, "auth_key"),
        ({"auth_version": "2.0"}, "auth_version"),
        ({"auth_version": ""}, "auth_version"),
        ({"auth_timestamp": "yesterday"}, "auth_timestamp"),
        ({"auth_timestamp": ""}, "auth_timestamp"),
        ({"auth_timestamp": "-1"}, "auth_timestamp"),
        ({"auth_timestamp": "1e9"}, "auth_timestamp"),
        ({"auth_timestamp": "²"}, "auth_timestamp"),
        ({"auth_timestamp": "9" * 5000}, "auth_timestamp"),
        ({"body_md5": "0" * 32}, "body_md5"),
        ({"body_md5": ""}, "body_md5"),
        ({"body_md5": "é"}, "body_md5"),
    ],
)
async def test_what_is_signed_must_be_right_too(caller, overdone, reason):
    answer = await caller.post("events", EVENT, **overdone)

    assert answer.status == 401
    assert reason in answer.error


async def test_nobody_is_believed_without_a_signature(caller):
    signed = caller.signed("POST", PATH, as_bytes(EVENT))
    unsigned = b"&".join(part for part in signed.split(b"&") if b"auth_signature" not in part)

    for query in (b"", unsigned, unsigned + b"&auth_signature=", unsigned + b"&auth_signature"):
        assert (await send("POST", PATH, query, (as_bytes(EVENT),))).status == 401


async def test_a_secret_of_another_app_signs_nothing_here(apps):
    stranger = Caller(secret=OTHER["secret"])

    assert (await stranger.publish(channel="news")).status == 401


async def test_an_apps_key_and_secret_do_not_open_another_app(apps):
    # Attack: my own good signature, for a path of somebody else's app.
    mallory = Caller("smartlink", OTHER["key"], OTHER["secret"])

    assert (await mallory.publish(channel="news")).status == 401


async def test_an_app_without_a_secret_believes_nobody(apps):
    # Attack: where a secret was forgotten, everybody could sign with the empty one.
    apps(secret="")
    guesser = Caller("77", "other-key")
    guesser.secret = ""

    assert (await guesser.publish(channel="news")).status == 401


async def test_an_unknown_app_is_not_found(caller):
    assert (await Caller("nobody").publish(channel="news")).status == 404
    assert (await Caller(app_id="%00").get("channels")).status == 404


async def test_a_disabled_app_is_told_so_once_it_has_proved_who_it_is(apps):
    apps(enabled=False)

    assert (await Caller("77", "other-key", "other-secret").get("channels")).status == 403
    assert (await Caller("77", "other-key", "guessed").get("channels")).status == 401


async def test_a_replayed_call_is_refused_once_it_is_old(caller):
    # Attack: a call that was overheard, sent again later.
    query = caller.signed("POST", PATH, as_bytes(EVENT))

    with time_machine.travel(time.time() + CLOCK_SECONDS + 2):
        late = await send("POST", PATH, query, (as_bytes(EVENT),))

    assert late.status == 401
    assert "auth_timestamp" in late.error


async def test_a_clock_that_runs_ahead_is_told_what_time_it_is(caller):
    now = int(time.time())

    answer = await caller.get("channels", auth_timestamp=str(now + CLOCK_SECONDS + 5))

    assert answer.status == 401
    told = int(answer.error.removesuffix(".").split()[-1])
    assert now <= told <= now + 5


async def test_a_tampered_body_is_refused(caller):
    # Attack: somebody between changes what is published, and not the address.
    query = caller.signed("POST", PATH, as_bytes(EVENT))

    answer = await send("POST", PATH, query, (as_bytes(EVENT | {"channel": "private-x"}),))

    assert answer.status == 401


async def test_a_body_needs_its_signed_digest(caller):
    # Attack: a signature for an empty body, with a body added.
    query = caller.signed("POST", PATH)

    assert (await send("POST", PATH, query, (as_bytes(EVENT),))).status == 401


@pytest.mark.parametrize(
    "path", ["/apps/smartlink/batch_events", "/apps/smartlink/users/5/terminate_connections"]
)
async def test_a_signature_for_one_path_opens_no_other(caller, path):
    query = caller.signed("POST", PATH, as_bytes(EVENT))

    assert (await send("POST", path, query, (as_bytes(EVENT),))).status == 401


async def test_a_signature_to_read_does_not_write(caller):
    query = caller.signed("GET", PATH, as_bytes(EVENT))

    assert (await send("POST", PATH, query, (as_bytes(EVENT),))).status == 401


@pytest.mark.parametrize(
    "more",
    [
        b"&auth_key=other-key",
        b"&AUTH_KEY=other-key",
        b"&auth_timestamp=1",
        b"&auth%5Fversion=1.0",
        b"&body_md5=0",
        b"&auth_signature=0",
    ],
)
async def test_a_parameter_has_one_meaning(caller, more):
    # Attack: two values of a parameter; one part of a server checks the first, another obeys the
    # second.
    query = caller.signed("POST", PATH, as_bytes(EVENT))

    for polluted in (query + more, more[1:] + b"&" + query):
        answer = await send("POST", PATH, polluted, (as_bytes(EVENT),))
        assert answer.status == 400
        assert "twice" in answer.error


async def test_two_parameters_cannot_be_sent_as_one(caller):
    # Attack: as nothing is escaped in the signed text, `a=1&b=2` could be two parameters or one
    # with the value `1&b=2`; whoever overhears a call hides one of its parameters like this.
    path = "/apps/smartlink/channels"
    query = caller.signed("GET", path, told={"filter_by_prefix": "presence-", "info": "user_count"})

    as_value = query.replace(b"presence-&info=", b"presence-%26info%3D")
    as_name = query.replace(
        b"filter_by_prefix=presence-&info=", b"filter_by_prefix%3Dpresence-%26info="
    )

    assert (await send("GET", path, query)).status == 200
    assert (await send("GET", path, as_value)).status == 400
    assert (await send("GET", path, as_name)).status == 400


@pytest.mark.parametrize("border", ["\n", "\r", "\0", "\x7f"])
async def test_a_path_cannot_reach_into_the_query(caller, border):
    # Attack: a line break in the path moves the border between path and parameters in the signed
    # text.
    answer = await caller.get(f"channels/news{border}auth_key=test-key")

    assert answer.status == 400


async def test_an_escaped_slash_is_no_border_either(caller):
    # Attack: a call signed for the users of a channel, sent as a channel of that name.
    path = "/apps/smartlink/channels/presence-x/users"
    query = caller.signed("GET", path)

    assert (await send("GET", path.replace("/users", "%2Fusers"), query)).status == 400


async def test_a_path_may_be_signed_as_it_travels_or_as_it_was_before(caller):
    travelling = "/apps/smartlink/users/Zo%C3%AB/terminate_connections"
    plain = "/apps/smartlink/users/Zoë/terminate_connections"

    for signed in (travelling, plain):
        assert (await send("POST", travelling, caller.signed("POST", signed))).status == 200


async def test_what_is_escaped_twice_is_somebody_else(caller):
    # Attack: a call to end the connections of `A`, signed as `%41`, sent for the user named `%41`.
    query = caller.signed("POST", "/apps/smartlink/users/%41/terminate_connections")

    answer = await send("POST", "/apps/smartlink/users/%2541/terminate_connections", query)

    assert answer.status == 401


async def test_parameters_we_do_not_know_are_signed_like_all_others(caller):
    assert (await caller.get("channels", idempotency_key="7", Mixed="Case and space")).status == 200
    query = caller.signed("GET", "/apps/smartlink/channels")
    assert (await send("GET", "/apps/smartlink/channels", query + b"&more=1")).status == 401
