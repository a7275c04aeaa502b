"""Webhooks of ours in the hands of Pusher's SDKs: real calls, with a signature that they check."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.clients.conftest import ANA, BEA, manage
from tests.clients.sdks import InNode, InPython
from tests.cluster.processes import MAIN

ALL = ["channel_occupied", "member_added", "client_event", "cache_miss"]
# What the workers do every second; the other tests' changes are read away first.
TURN = """
from realtime import tasks, webhooks
from realtime.models import Webhook
Webhook.objects.create(app_id={app_id!r}, url={url!r}, events={events!r}, channel_prefix={prefix!r})
tasks.read_changes()
webhooks.courier.deliver()
"""


@pytest.fixture
def receiver():
    """Somebody's server; answers what it has been told so far."""
    told = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told.append((dict(self.headers), body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            """Nothing that anybody would want to read."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/hooks", told
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("make", [InPython, InNode])
def test_what_happens_on_channels_is_told_and_signed(
    make, server, environment, receiver, start, room, request
):
    url, told = receiver
    ana, bea = start("pusher-js", ANA), start("pusher-js", BEA)
    channel = f"presence-cache-{room}"
    for each in (ana, bea):
        each.subscribe(channel)
    ana.order("trigger", channel=channel, event="client-greeted", data={"n": 1})
    bea.hears("client-greeted", channel)

    turn = TURN.format(app_id=MAIN.id, url=url, events=ALL, prefix=channel)
    manage(environment, "shell", "-c", turn)

    sdk = make(server.port, MAIN)
    request.addfinalizer(sdk.close)
    [(headers, body)] = told
    events = sdk.webhook(headers, body)
    assert sorted(event["name"] for event in events) == sorted([*ALL, "member_added", "cache_miss"])
    assert {event["channel"] for event in events} == {channel}
    assert [event["user_id"] for event in events if event["name"] == "member_added"] == ["1", "2"]
    [sent] = [event for event in events if event["name"] == "client_event"]
    assert (sent["event"], sent["user_id"]) == ("client-greeted", "1")
    assert sent["socket_id"] == ana.socket_id
    assert sdk.webhook(headers, body.replace("greeted", "forged")) is None
