"""Which paths and methods there are, and what every answer looks like."""

import pytest

from realtime.tests.callers import Caller, send


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/up", "GET, HEAD"),
        ("/apps/smartlink/events", "POST"),
        ("/apps/smartlink/batch_events", "POST"),
        ("/apps/smartlink/channels", "GET"),
        ("/apps/smartlink/channels/news", "GET"),
        ("/apps/smartlink/channels/news/users", "GET"),
        ("/apps/smartlink/users/5/terminate_connections", "POST"),
        ("/users/5/terminate_connections", "POST"),
        ("/apps/smartlink/connections", "GET"),
    ],
)
@pytest.mark.parametrize(
    "method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "x"]
)
async def test_every_path_says_which_methods_it_knows(path, allowed, method):
    if method in allowed:
        return

    answer = await send(method, path)

    assert (answer.status, answer.headers["allow"]) == (405, allowed)
    assert method == "HEAD" or answer.error


@pytest.mark.parametrize(
    "path",
    [
        "/apps",
        "/apps/",
        "/apps/smartlink",
        "/apps/smartlink/",
        "/apps/smartlink/events/",
        "/apps/smartlink/events/x",
        "/apps/smartlink/*",
        "/apps/smartlink/channels/x/*",
        "/apps/smartlink/channels/x/users/5",
        "/apps/smartlink/users/5",
        "/users/5",
        "/users",
        "/upper",
        "/",
        "*",
        "",
    ],
)
async def test_there_is_nothing_elsewhere(path):
    answer = await send("GET", path)

    assert answer.status == 404
    assert answer.error


async def test_an_empty_name_of_an_app_is_none(caller):
    query = caller.signed("GET", "/apps//channels")

    assert (await send("GET", "/apps//channels", query)).status == 404


async def test_a_server_that_tells_only_the_unescaped_path_will_do(caller):
    path = "/apps/smartlink/users/Zo%C3%AB/terminate_connections"

    assert (await send("POST", path, caller.signed("POST", path), raw_path=None)).status == 200


async def test_balancers_see_that_the_process_is_up():
    assert (await send("GET", "/up")).json() == {"health": "OK"}
    head = await send("HEAD", "/up")
    assert (head.status, head.body) == (200, b"")


async def test_answers_are_json_that_nobody_keeps(caller):
    for answer in (await caller.get("channels"), await Caller("nobody").get("channels")):
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["cache-control"] == "no-store"
        assert int(answer.headers["content-length"]) == len(answer.body)
