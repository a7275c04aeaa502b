"""Hosted Pusher in earnest: another server of ours stands in for it, and pusher-js listens."""

import pytest
from playwright.sync_api import expect

from chatbot.models import Conversation, Site
from chatbot.origins import origins_of_all_sites
from chatbot.services import send_message
from realtime import outbox, reading
from realtime.actors import wire_id
from realtime.broadcasters import Telling, broadcasters
from realtime.hosted import calls, comparison, members
from realtime.models import LastSeen
from realtime.presence import who_is_on
from realtime.testing import drain_here
from tests.clients.conftest import manage
from tests.cluster.processes import COUNTING
from tests.running import wait_for

HALL = "presence-chat"
EVENTS = ["member_added", "member_removed", "channel_occupied", "channel_vacated"]
HOOK = """
from realtime.models import Webhook
Webhook.objects.create(app_id={app_id!r}, url={url!r}, events={events!r}, channel_prefix={prefix!r})
"""
# What the workers of that server do every second.
TURN = """
from realtime import tasks, webhooks
tasks.read_changes()
webhooks.courier.deliver()
"""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def chosen(settings, server):
    settings.REALTIME = settings.REALTIME | {
        "BROADCASTERS": ["pusher"],
        "PUSHER": {
            "APP_ID": COUNTING.id,
            "KEY": COUNTING.key,
            "SECRET": COUNTING.secret,
            "CLUSTER": "",
            "ENCRYPTED": False,
            "HOST": "127.0.0.1",
            "PORT": server.port,
            "SCHEME": "",
        },
    }


def as_somebody(user):
    return {"id": wire_id(user), "user_info": {}}


def test_events_arrive_there_whole_and_in_order(start, room):
    channel = f"private-{room}"
    client = start("pusher-js", app=COUNTING)
    client.subscribe(channel)
    told = [Telling("Said", [channel], {"n": n, "message": "x" * 6000 + "😀"}) for n in range(25)]

    broadcasters()["pusher"].send(told)

    assert [client.hears("Said", channel)["n"] for _ in range(25)] == list(range(25))


def test_the_socket_that_said_it_is_spared(start, room):
    channel = f"private-{room}"
    client, other = start("pusher-js", app=COUNTING), start("pusher-js", app=COUNTING)
    for each in (client, other):
        each.subscribe(channel)

    for n, spared in [(1, client.socket_id), (2, "")]:
        telling = Telling("Said", [channel], {"n": n}, except_socket=spared)
        broadcasters()["pusher"].send([telling])

    assert client.hears("Said", channel) == {"n": 2}
    assert other.hears("Said", channel) == {"n": 1}


def test_whoever_loses_a_right_is_closed_there(start, alice, bob, monkeypatch):
    monkeypatch.setattr("realtime.outbox.recording.wake_workers", lambda: None)
    clients = [start("pusher-js", as_somebody(user), COUNTING) for user in (alice, bob)]
    for client in clients:
        client.order("signin")
        client.hears("signed_in")

    outbox.disconnect(alice)
    outbox.drain_all("pusher")

    assert clients[0].hears("error")["code"] == 4009
    assert {"event": "state", "data": "disconnected"} not in clients[1].heard


def test_the_widget_listens_there_and_hears_the_operator(
    browser, live_server, site, olga, monkeypatch
):
    monkeypatch.setattr("realtime.outbox.recording.wake_workers", drain_here)
    Site.objects.filter(pk=site.pk).update(public_key="demo", allowed_origins=[live_server.url])
    origins_of_all_sites.cache_clear()
    page = browser.new_page()
    page.goto(f"{live_server.url}/chatbot-test.html")
    page.evaluate("ChatbotWidget.send('Hello')")
    expect(page.locator("#subscription")).not_to_have_text("none")

    send_message(
        conversation_id=Conversation.objects.get().pk,
        sender=olga,
        client_message_id="from-olga",
        body="Good morning",
    )

    expect(page.locator("#count")).to_have_text("2")
    expect(page.locator("#provider")).to_have_text("pusher")
    assert page.evaluate("ChatbotWidget.state.messages[1].message") == "Good morning"
    page.close()


def test_who_is_there_is_known_here(start, alice, live_server, environment):
    members.renew(0)
    url = f"{live_server.url}/broadcasting/webhooks/pusher"
    hook = HOOK.format(app_id=COUNTING.id, url=url, events=EVENTS, prefix=HALL)
    manage(environment, "shell", "-c", hook + TURN)
    client = start("pusher-js", as_somebody(alice), COUNTING)
    client.subscribe(HALL)

    manage(environment, "shell", "-c", TURN)
    reading.read()

    assert who_is_on(HALL) == {wire_id(alice): {"name": "alice"}}
    assert LastSeen.objects.get(user=alice).channels == [HALL]


def test_who_is_there_is_found_when_nobody_told(start, alice):
    client = start("pusher-js", as_somebody(alice), COUNTING)
    client.subscribe(HALL)
    wait_for(lambda: HALL in calls.occupied() and wire_id(alice) in calls.users_on(HALL), 5)

    comparison.follow()

    assert who_is_on(HALL)[wire_id(alice)] == {"name": "alice"}
