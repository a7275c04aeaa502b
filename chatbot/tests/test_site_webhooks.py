"""A site's own servers are told what happens there, and nothing that visitors may not see."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from chatbot import services, tasks, webhooks
from chatbot.models import Conversation, Label, SiteWebhook, SiteWebhookDelivery
from chatbot.testing import new_visitor
from chatbot.webhooks import sites_with_webhooks

pytestmark = pytest.mark.django_db(transaction=True)
Event, Status = SiteWebhook.Event, SiteWebhookDelivery.Status
PAGE = Path(__file__).parents[2] / "docs" / "webhooks.md"


@pytest.fixture
def hook(site):
    def make(receiver, **more):
        sites_with_webhooks.cache_clear()
        fields = {"site": site, "url": receiver.url, "events": Event.values} | more
        return SiteWebhook.objects.create(**fields)

    return make


@pytest.fixture
def told(hook, receiver):
    """A webhook of the site that wants everything."""
    return hook(receiver)


@pytest.fixture
def is_genuine():
    """What the page tells customers to check each call with."""
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.M | re.S)
    names = {}
    exec(code, names)
    return names["is_genuine"]


def test_the_page_names_all_that_is_told():
    named = re.findall(r"^\| `([\w.]+)` \|", PAGE.read_text(), re.M)

    assert sorted(named) == sorted([*Event.values, webhooks.TEST])


def kinds(receiver):
    return [call["type"] for call in receiver.told()]


def words(receiver):
    return [call["data"].get("message") for call in receiver.told()]


def test_a_conversation_and_its_messages_are_told_as_the_api_shows_them(say, vera, told, receiver):
    answer = say(vera, "Hello").json()

    tasks.deliver_webhooks()

    opened, created = receiver.told()
    assert (opened["type"], created["type"]) == (Event.CONVERSATION_OPENED, Event.MESSAGE_CREATED)
    assert opened["data"].keys() == answer["conversation"].keys()
    assert opened["data"]["id"] == answer["conversation"]["id"]
    assert created["data"] == answer["message"]
    assert created["site"] == "shop"
    assert set(created) == {"id", "type", "created_at", "site", "data"}


def test_status_rating_and_changes_are_told(support, vera, olga, say, told, receiver):
    say(vera, "Hello")
    (message,) = support.messages.filter(sender_type="visitor")
    services.rate(conversation_id=support.pk, visitor=vera, score=4)
    services.change_status(conversation_id=support.pk, actor=olga, status="closed")
    message.conversation.refresh_from_db()
    message.bury()
    message.conversation.save()
    message.save()

    tasks.deliver_webhooks()

    calls = {call["type"]: call["data"] for call in receiver.told()}
    assert calls[Event.CONVERSATION_RATED]["rating"] == 4
    assert calls[Event.STATUS_CHANGED]["status"] == "closed"
    assert (calls[Event.MESSAGE_UPDATED]["deleted"], calls[Event.MESSAGE_UPDATED]["message"]) == (
        True,
        "",
    )


def test_whoever_saves_it_is_told(support, told, receiver):
    support.turn("closed")
    support.save()  # in a shell, say

    tasks.deliver_webhooks()

    assert kinds(receiver) == [Event.STATUS_CHANGED]


def test_each_call_is_signed_as_the_page_says(say, vera, told, receiver, is_genuine):
    say(vera, "Grüße \N{WAVING HAND SIGN}")

    tasks.deliver_webhooks()

    headers, body = receiver.calls[-1]
    assert is_genuine(told.secret, headers, body)
    # Attacks: a guessed secret, other words under the same signature, an overheard call.
    assert not is_genuine("guessed", headers, body)
    assert not is_genuine(told.secret, headers, body.replace(b"shop", b"swap"))
    assert not is_genuine(told.secret, headers | {"SmartLink-Timestamp": "1"}, body)


def test_a_call_that_was_kept_is_refused_later(say, vera, told, receiver, is_genuine, time_machine):
    # Attack: somebody who overheard a call sends it again after ten minutes, unchanged.
    say(vera, "Hello")
    tasks.deliver_webhooks()
    headers, body = receiver.calls[-1]

    time_machine.move_to(timezone.now() + timedelta(minutes=10))

    assert not is_genuine(told.secret, headers, body)


def test_what_only_operators_see_never_leaves(support, site, olga, vera, say, told, receiver):
    # Attack: a customer's server, or whoever listens there, reads what operators write about
    # visitors for each other.
    Label.objects.create(site=site, name="fraud")
    about = {"conversation_id": support.pk, "operator": olga}

    services.add_note(**about, body="He is a liar", client_message_id="n1")
    services.assign(**about, assignee_id=olga.pk)
    services.set_labels(**about, labels=["fraud"])
    services.set_priority(**about, priority="urgent")
    say(vera, "Hello")
    tasks.deliver_webhooks()

    assert kinds(receiver) == [Event.MESSAGE_CREATED]
    (_, body) = receiver.calls[0]
    for secret in (b"liar", b"fraud", b"urgent", b"olga", b"staff_seq"):
        assert secret not in body


def test_what_was_rolled_back_is_not_told(support, told):
    with transaction.atomic():
        support.turn("closed")
        support.save()
        assert SiteWebhookDelivery.objects.exists()
        transaction.set_rollback(True)

    assert not SiteWebhookDelivery.objects.exists()


def test_a_webhook_hears_what_it_chose_of_its_own_site(say, vera, other_site, hook, receive):
    chosen, foreign, off = receive(), receive(), receive()
    hook(chosen, events=[Event.MESSAGE_CREATED])
    hook(foreign, site=other_site)
    hook(off, is_active=False)

    say(vera, "For the shop")
    say(new_visitor(other_site, "Walter"), "For the museum")
    tasks.deliver_webhooks()

    assert words(chosen) == ["For the shop"]
    assert "For the museum" in words(foreign)
    assert "For the shop" not in words(foreign)
    assert off.calls == []


def test_members_rooms_belong_to_no_site(told):
    Conversation.objects.general()

    assert not SiteWebhookDelivery.objects.exists()


def test_a_server_that_is_away_holds_up_no_other_and_misses_nothing(say, vera, hook, receive):
    dead, well = receive(), receive()
    dead.codes = [503]
    for each in (dead, well):
        hook(each, events=[Event.MESSAGE_CREATED])
    for text in ("one", "two", "three"):
        say(vera, text)

    tasks.deliver_webhooks()
    assert words(well) == ["one", "two", "three"]
    assert words(dead) == ["one"]

    SiteWebhook.objects.update(rests_until=None)
    SiteWebhookDelivery.objects.update(next_try_at=timezone.now())
    tasks.deliver_webhooks()

    assert words(dead) == ["one", "one", "two", "three"]


def test_it_is_tried_for_a_day_with_one_id_and_the_time_of_each_call(told, receiver, time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    receiver.codes = [500] * 9999
    webhooks.send_test(told)

    for _ in range(25 * 12):
        tasks.deliver_webhooks()
        time_machine.shift(timedelta(minutes=5))

    headers = [headers for headers, _ in receiver.calls]
    times = [int(each["SmartLink-Timestamp"]) for each in headers]
    assert len({each["SmartLink-Webhook-Id"] for each in headers}) == 1
    assert len(set(times)) == len(times) > 24
    assert 23 <= (times[-1] - times[0]) / 3600 <= 24
    assert SiteWebhookDelivery.objects.get().status == Status.FAILED


def test_what_is_refused_for_good_lets_the_others_pass(say, vera, told, receiver, time_machine):
    # A server that stumbles over one message must not stay without all the others for a day.
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    told.events = [Event.MESSAGE_CREATED]
    told.save()
    receiver.stumbles_over = b"poison"
    say(vera, "poison")
    say(vera, "harmless")

    for _ in range(180):
        tasks.deliver_webhooks()
        time_machine.shift(1)

    first = words(receiver).index("harmless")
    assert first >= 5  # in order for a minute: most servers come back
    (poison,) = SiteWebhookDelivery.objects.filter(status=Status.WAITING)
    assert poison.attempts == words(receiver).count("poison")
    assert words(receiver).count("harmless") == 1


def test_a_server_that_is_gone_for_days_is_spared_what_is_older_than_one(
    support, told, receiver, time_machine
):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    receiver.codes = [500] * 9999
    for _ in range(3):
        webhooks.send_test(told)
    tasks.deliver_webhooks()

    time_machine.shift(timedelta(days=1))
    webhooks.send_test(told)
    tasks.deliver_webhooks()

    statuses = SiteWebhookDelivery.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [Status.FAILED] * 3 + [Status.WAITING]
    assert len(receiver.calls) == 2


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/"])
def test_our_own_network_is_never_called(settings, say, vera, site, url):
    # Attack (SSRF): an operator has us knock at doors behind the firewall.
    settings.OUTGOING_ALLOW_INSECURE = False
    sites_with_webhooks.cache_clear()
    SiteWebhook.objects.create(site=site, url=url, events=[Event.MESSAGE_CREATED])
    say(vera, "Hello")

    tasks.deliver_webhooks()

    delivery = SiteWebhookDelivery.objects.get()
    assert (delivery.status, delivery.attempts, delivery.answer_code) == (Status.FAILED, 1, None)
    assert "private network" in delivery.error


def test_without_webhooks_news_costs_nothing(say, vera, site, django_assert_num_queries):
    sites_with_webhooks.cache_clear()
    say(vera, "Hello")
    conversation = Conversation.objects.get()
    conversation.turn("closed")

    with django_assert_num_queries(0):
        webhooks.conversation_saved(instance=conversation, created=False)


def test_what_is_erased_leaves_the_log_as_well(support, told):
    support.turn("closed")
    support.save()
    assert SiteWebhookDelivery.objects.exists()

    support.delete()

    assert not SiteWebhookDelivery.objects.exists()


def test_the_log_is_kept_for_a_week(told):
    for _ in range(2):
        webhooks.send_test(told)
    oldest = SiteWebhookDelivery.objects.first()
    SiteWebhookDelivery.objects.filter(pk=oldest.pk).update(
        created_at=timezone.now() - timedelta(days=7, seconds=1)
    )

    tasks.forget_old_deliveries()

    assert SiteWebhookDelivery.objects.count() == 1
