import json
import time

import pytest
import redis
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from chatsite.ground.models import AuditLog
from chatsite.ground.tokens import issue
from realtime import applications
from realtime.layer import group_of, layer, redis_clients, wire_name
from realtime.server import keys
from realtime.signing import is_signed

PAGE, STATUS = "/admin/realtime/", "/admin/realtime/status"
AUTH, PUBLISH = "/admin/realtime/auth", "/admin/realtime/publish"
OTHER = {"id": "other", "key": "other-key", "secret": "other-secret"}
LISTEN = {"app": "smartlink", "socket_id": "1.1", "channel_name": "private-chat.1.2"}
EVENT = {"app": "smartlink", "channel": "news", "event": "Happened", "data": '{"n": 1}'}


def grant(user, *names):
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def watcher(olga):
    """Operates, and may see how realtime is."""
    return grant(olga, "view_console")


@pytest.fixture
def debugger(olga):
    return grant(olga, "view_console", "use_console")


@pytest.fixture
def other_app(settings):
    settings.REALTIME = {**settings.REALTIME, "APPS": [OTHER]}
    return applications.by_id("other")


@pytest.fixture
def no_redis(monkeypatch, settings):
    client = redis.Redis(port=1, **settings.REDIS_TIMEOUT)
    monkeypatch.setattr("realtime.census.redis_clients", lambda: [client])
    monkeypatch.setattr("realtime.sockets.redis_clients", lambda: [client])
    monkeypatch.setattr("realtime.layer.redis_clients", lambda: [client])


@pytest.fixture
def post(client):
    def post(user, address, **told):
        client.force_login(user)
        return client.post(address, told, content_type="application/json")

    return post


@pytest.fixture
def heard():
    """What goes to one channel."""
    listening = redis_clients()[0].pubsub()

    def hear(app_id, channel):
        listening.subscribe(wire_name(group_of(app_id, channel)))
        assert listening.get_message(timeout=2)["type"] == "subscribe"
        return lambda: layer().deserialize(listening.get_message(timeout=2)["data"])

    yield hear
    listening.close()


def socket_process(**channels):
    client, now = redis_clients()[0], int(time.time())
    client.zadd(keys.PROCESSES, {"p": now + 60})
    client.hset(keys.process("p"), mapping={"started_at": now - 10, "sockets": 3, "events": 50})
    for channel, count in channels.items():
        client.hset(keys.channels("p"), keys.place("smartlink", channel), count)


def test_strangers_are_asked_to_sign_in(client, db):
    assert client.get(PAGE).url == f"/accounts/login/?next={PAGE}"
    assert client.get(STATUS).status_code == 401
    assert client.post(AUTH, LISTEN).status_code == 401
    assert client.post(PUBLISH, EVENT).status_code == 401


def test_to_members_it_does_not_exist_whatever_rights_they_were_given(client, post, mallory):
    # Attack: a member asks the console for a signature that /broadcasting/auth would refuse.
    mallory = grant(mallory, "view_console", "use_console")
    client.force_login(mallory)

    assert client.get(PAGE).status_code == 404
    assert client.get(STATUS).status_code == 404
    assert post(mallory, AUTH, **LISTEN).status_code == 404
    assert post(mallory, PUBLISH, **EVENT).status_code == 404
    assert not AuditLog.objects.exists()


def test_operators_need_the_right(client, post, olga):
    client.force_login(olga)

    assert client.get(PAGE).status_code == 403
    assert client.get(STATUS).json()["code"] == "no_permission"
    assert post(olga, AUTH, **LISTEN).json()["code"] == "no_permission"
    assert post(olga, PUBLISH, **EVENT).json()["code"] == "no_permission"


def test_who_may_see_may_not_listen_or_publish(client, post, watcher):
    client.force_login(watcher)
    page = client.get(PAGE)

    assert page.status_code == client.get(STATUS).status_code == 200
    assert page.context["props"]["console"] is None
    assert post(watcher, AUTH, **LISTEN).status_code == 403
    assert post(watcher, PUBLISH, **EVENT).status_code == 403


def test_without_the_second_step_nobody_listens(client, post, debugger, settings):
    settings.REQUIRE_STAFF_MFA = True
    client.force_login(debugger)

    assert client.get(PAGE).url == reverse("mfa_activate_totp")
    assert client.get(STATUS).json()["code"] == "second_step_missing"
    assert post(debugger, AUTH, **LISTEN).json()["code"] == "second_step_missing"
    assert post(debugger, PUBLISH, **EVENT).json()["code"] == "second_step_missing"


def test_a_token_opens_no_console(client, debugger):
    # Attack: somebody finds an operator's token in a file, and listens to people with it.
    _, secret = issue(user=debugger, name="nightly")
    bearer = {"headers": {"Authorization": f"Bearer {secret}"}}

    assert client.post(AUTH, LISTEN, **bearer).json()["code"] == "token_refused"
    assert client.post(PUBLISH, EVENT, **bearer).json()["code"] == "token_refused"


@pytest.mark.parametrize(("address", "told"), [(AUTH, LISTEN), (PUBLISH, EVENT)])
def test_another_site_cannot_use_it_through_an_operators_browser(debugger, address, told):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(debugger)

    answer = browser.post(address, told)

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


def test_the_page_shows_how_everything_is(client, watcher):
    socket_process(news=2, **{"presence-lobby": 1})
    client.force_login(watcher)

    page = client.get(PAGE)

    shown = page.content.decode()
    assert page.context["title"] == "Realtime"
    assert "presence-lobby" in shown
    assert page.context["props"]["status"]["totals"]["sockets"] == 3
    assert "smartlink_csrf" in page.cookies


def test_channels_are_filtered_and_sorted_and_stay_so_when_the_page_is_loaded_anew(client, watcher):
    socket_process(news=2, weather=5, wind=1)
    client.force_login(watcher)

    for answer in (
        client.get(STATUS, {"prefix": "w", "sort": "name"}).json(),
        client.get(PAGE, {"prefix": "w", "sort": "name"}).context["found"],
    ):
        names = [each["name"] for each in answer["channels"]["listed"]]
        assert names == ["weather", "wind"]
    assert client.get(STATUS, {"sort": "colour"}).status_code == 422
    assert client.get(PAGE, {"sort": "colour"}).status_code == 200


def test_nothing_that_it_tells_is_secret(client, debugger, other_app):
    client.force_login(debugger)

    for answer in (client.get(PAGE), client.get(STATUS)):
        assert "test-secret" not in answer.content.decode()
        assert "other-secret" not in answer.content.decode()


def test_without_redis_page_and_status_say_so(client, watcher, no_redis):
    client.force_login(watcher)

    page, answer = client.get(PAGE), client.get(STATUS)

    assert page.status_code == answer.status_code == 200
    assert "Redis does not answer" in page.content.decode()
    assert answer.json()["is_redis_away"] is True


def test_without_redis_nothing_is_signed_or_published_or_written_down(post, debugger, no_redis):
    assert post(debugger, AUTH, **LISTEN).status_code == 503
    assert post(debugger, PUBLISH, **EVENT).status_code == 503
    assert not AuditLog.objects.exists()


def test_any_channel_of_any_app_is_signed_with_that_apps_secret(post, debugger, other_app):
    for app in applications.all_applications():
        told = {**LISTEN, "app": app.id}

        answer = post(debugger, AUTH, **told).json()

        assert answer.keys() == {"auth"}
        assert is_signed(answer["auth"], app.key, app.secret, "1.1", LISTEN["channel_name"])


def test_on_presence_channels_the_console_is_hidden(post, debugger):
    told = {**LISTEN, "channel_name": "presence-chat"}

    answer = post(debugger, AUTH, **told).json()

    data = answer["channel_data"]
    assert json.loads(data) == {"user_id": f"console-{debugger.pk}", "hidden": True}
    ours = applications.own()
    assert is_signed(answer["auth"], ours.key, ours.secret, "1.1", "presence-chat", data)


def test_encrypted_channels_are_signed_without_their_key(post, debugger):
    told = {**LISTEN, "channel_name": "private-encrypted-vault"}

    assert post(debugger, AUTH, **told).json().keys() == {"auth"}


def test_the_listening_socket_has_an_owner_and_can_be_closed(post, debugger):
    post(debugger, AUTH, **LISTEN)

    owner = json.loads(redis_clients()[0].get(keys.socket("1.1")))
    assert owner["actor"] == f"user:{debugger.pk}"


def test_a_socket_of_somebody_else_is_not_signed_for(post, debugger, alice):
    redis_clients()[0].set(keys.socket("1.1"), json.dumps({"actor": f"user:{alice.pk}"}))

    assert post(debugger, AUTH, **LISTEN).json()["code"] == "foreign_socket"
    assert not AuditLog.objects.exists()


@pytest.mark.parametrize(
    "crafted",
    [
        # Attacks: a text that, once signed, means another socket, channel or person.
        {"socket_id": "1.1:private-x"},
        {"socket_id": "1.1\n"},
        {"channel_name": "private-x:{}"},
        {"channel_name": ":user:"},
        {"channel_name": "private-x\n"},
        {"channel_name": "#server-to-user-5"},
        {"channel_name": "private-" + "x" * 200},
        {"app": "nobody"},
        {"app": ""},
        {"app": "smartlink\x00"},
    ],
)
def test_crafted_names_are_not_signed(post, debugger, crafted):
    answer = post(debugger, AUTH, **{**LISTEN, **crafted})

    assert answer.status_code == 422
    assert answer.json()["errors"].keys() == crafted.keys()


def test_listening_is_written_down(post, debugger):
    post(debugger, AUTH, **LISTEN)

    entry = AuditLog.objects.get()
    assert (entry.action, entry.actor_name) == ("realtime.listened", "olga")
    assert entry.details == {"app": "smartlink", "channel": "private-chat.1.2"}


def test_a_test_event_goes_out_as_it_was_typed(post, debugger, other_app, heard):
    hear = heard("other", "news")

    answer = post(debugger, PUBLISH, **{**EVENT, "app": "other"})

    assert answer.status_code == 200
    frame = json.loads(hear()["frame"])
    assert frame == {"event": "Happened", "data": '{"n": 1}', "channel": "news"}


def test_publishing_is_written_down_without_what_was_said(post, debugger):
    post(debugger, PUBLISH, **EVENT)

    entry = AuditLog.objects.get()
    assert (entry.action, entry.actor_name) == ("realtime.published", "olga")
    assert entry.details == {"app": "smartlink", "channel": "news", "event": "Happened"}


def test_a_cache_channel_remembers_a_test_event(post, debugger):
    post(debugger, PUBLISH, **{**EVENT, "channel": "cache-news"})

    frame = json.loads(redis_clients()[0].get(keys.cache("smartlink", "cache-news")))
    assert (frame["event"], frame["data"]) == ("Happened", '{"n": 1}')


@pytest.mark.parametrize("data", ["", "5", "Hello, {world}", "[1, 2]"])
def test_text_may_be_anything(post, debugger, data):
    assert post(debugger, PUBLISH, **{**EVENT, "data": data, "is_json": False}).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("event", "pusher:subscribe", "the server's"),
        ("event", "pusher_internal:member_added", "the server's"),
        ("event", "", "blank"),
        ("event", "x" * 201, "200"),
        ("channel", "two words", "A-Z a-z 0-9"),
        ("channel", "private-encrypted-vault", "encrypted first"),
        ("data", "{n: 1}", "not JSON"),
        ("data", "[NaN]", "as JSON"),
        ("data", "[" * 5_000, "as JSON"),
        ("data", json.dumps("x" * 20_000), "10240"),
        ("app", "nobody", "no app"),
    ],
)
def test_what_cannot_be_published_is_said_in_plain_words(post, debugger, field, value, words):
    answer = post(debugger, PUBLISH, **{**EVENT, field: value})

    assert answer.status_code == 422
    assert words in answer.json()["errors"][field][0]
    assert not AuditLog.objects.exists()


def test_the_lists_of_the_admin_are_linked_as_far_as_they_open(client, watcher):
    client.force_login(watcher)
    assert client.get(PAGE).context["props"]["lists"] == {}

    client.force_login(User.objects.create_superuser("chief"))
    lists = client.get(PAGE).context["props"]["lists"]

    assert len(lists) == 4
    for address in lists.values():
        assert client.get(address).status_code == 200
