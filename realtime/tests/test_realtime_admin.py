"""Realtime in the operators' pages."""

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from chatsite.ground.models import AuditLog
from realtime.models import LastSeen, OutboxEvent, Webhook, WebhookDelivery

pytestmark = pytest.mark.django_db
FORM = {
    "app_id": "smartlink",
    "url": "https://hooks.example/path?key=s3cret",
    "events": ["channel_occupied", "member_added"],
    "channel_prefix": "presence-",
    "is_active": "on",
}


@pytest.fixture
def boss(client):
    client.force_login(User.objects.create_superuser("boss", "boss@example.com"))
    return client


@pytest.fixture
def webhook():
    return Webhook.objects.create(app_id="smartlink", url=FORM["url"], events=["cache_miss"])


@pytest.fixture
def failed(webhook):
    return WebhookDelivery.objects.create(webhook=webhook, events="[]", status="failed")


def permit(user, *names):
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))


def test_a_webhook_is_made_and_that_is_an_entry(boss):
    answer = boss.post("/admin/realtime/webhook/add/", FORM)

    webhook = Webhook.objects.get()
    entry = AuditLog.objects.get()
    assert answer.status_code == 302
    assert (webhook.app_id, webhook.events) == ("smartlink", FORM["events"])
    assert entry.action == "webhook.added"
    # People put secrets into addresses.
    assert "s3cret" not in f"{entry.target_label} {entry.details}"


def test_changing_and_deleting_are_entries_too(boss, webhook, failed):
    boss.post(f"/admin/realtime/webhook/{webhook.pk}/change/", FORM)
    boss.post(f"/admin/realtime/webhook/{webhook.pk}/delete/", {"post": "yes"})

    actions = AuditLog.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["webhook.changed", "webhook.deleted"]
    assert not WebhookDelivery.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("url", "http://hooks.example/", "must begin with https://"),
        ("url", "https://127.0.0.1/", "leads into a private network"),
        ("url", "https://[::1]/", "leads into a private network"),
        ("url", "https://169.254.169.254/latest/", "leads into a private network"),
        ("url", "https://localhost/", "leads into a private network"),
        ("url", "https://olga:secret@hooks.example/", "must not contain a user name"),
        ("url", "javascript:alert(1)", "Enter a valid URL"),
        ("url", "https://[::1", "Enter a valid URL"),
        ("events", [], "This field is required"),
        ("events", ["made_up"], "not one of the available choices"),
        ("app_id", "guessed", "not one of the available choices"),
    ],
)
def test_what_cannot_work_is_said_at_once(boss, field, value, sentence):
    answer = boss.post("/admin/realtime/webhook/add/", FORM | {field: value})

    assert sentence in answer.content.decode()
    assert not Webhook.objects.exists()


def test_a_delivery_is_sent_again_and_that_is_an_entry(boss, failed):
    chosen = {"action": "send_again", "_selected_action": [failed.pk]}

    boss.post("/admin/realtime/webhookdelivery/", chosen)

    again = WebhookDelivery.objects.latest("pk")
    entry = AuditLog.objects.get()
    assert (again.status, again.events) == ("waiting", failed.events)
    assert (entry.action, entry.target_id) == ("webhookdelivery.sent_again", str(failed.pk))
    assert entry.details == {"new_delivery": again.pk}


def test_who_may_only_look_sends_nothing_again(client, olga, failed):
    # Attack: an operator with the right to look posts the action by hand.
    permit(olga, "view_webhookdelivery", "view_webhook")
    client.force_login(olga)
    chosen = {"action": "send_again", "_selected_action": [failed.pk]}

    client.post("/admin/realtime/webhookdelivery/", chosen)
    refused = client.post("/admin/realtime/webhook/add/", FORM)

    assert WebhookDelivery.objects.count() == 1
    assert refused.status_code == 403


def test_with_the_right_to_change_webhooks_an_operator_may(client, olga, failed):
    permit(olga, "view_webhookdelivery", "view_webhook", "change_webhook", "add_webhook")
    client.force_login(olga)
    chosen = {"action": "send_again", "_selected_action": [failed.pk]}

    client.post("/admin/realtime/webhookdelivery/", chosen)
    client.post("/admin/realtime/webhook/add/", FORM)

    assert WebhookDelivery.objects.count() == 2
    assert Webhook.objects.count() == 2


@pytest.mark.parametrize("name", ["outboxevent", "lastseen", "webhookdelivery"])
def test_what_is_only_read_can_be_opened_and_not_touched(boss, failed, alice, name):
    LastSeen.objects.create(user=alice, last_seen=timezone.now())
    OutboxEvent.objects.create(
        broadcaster="reverb", name="Happened", channels=["private-x"], payload={}
    )
    pages = {"outboxevent": OutboxEvent, "lastseen": LastSeen, "webhookdelivery": WebhookDelivery}
    row = pages[name].objects.get()

    shown = boss.get(f"/admin/realtime/{name}/")
    changed = boss.post(f"/admin/realtime/{name}/{row.pk}/change/", {"name": "x"})

    assert shown.status_code == 200
    assert boss.get(f"/admin/realtime/{name}/{row.pk}/change/").status_code == 200
    assert changed.status_code == 403
    assert boss.post(f"/admin/realtime/{name}/add/", {}).status_code == 403


def test_what_a_stranger_answered_is_text(boss, failed):
    # Attack: a receiver that answers with a script, for the operator who reads the log.
    WebhookDelivery.objects.update(error="<script>alert(1)</script>")

    page = boss.get("/admin/realtime/webhookdelivery/").content

    assert b"&lt;script&gt;alert(1)" in page
    assert b"<script>alert(1)" not in page


def test_a_user_who_was_seen_can_be_deleted(boss, alice):
    LastSeen.objects.create(user=alice, last_seen=timezone.now())

    boss.post(f"/admin/auth/user/{alice.pk}/delete/", {"post": "yes"})

    assert not LastSeen.objects.exists()
