"""What a site does not keep for ever: messages, files, and where visitors came from."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from chatbot.models import Attachment, Message, Note, SiteWebhook, SiteWebhookDelivery, Visitor
from chatbot.services import add_note, retention
from chatbot.tasks import delete_files, forget_what_is_old
from chatbot.testing import heard_on
from chatbot.uploads.storing import media
from chatbot.webhooks import sites_with_webhooks

pytestmark = pytest.mark.django_db


@pytest.fixture
def keep(site):
    def days(**kept):
        for what, number in kept.items():
            setattr(site, f"{what}_kept_days", number)
        site.save()

    return days


def made(rows, *, days_ago):
    rows.update(created_at=timezone.now() - timedelta(days=days_ago))


def attach(message, name="a.pdf"):
    stored = media().save(name, ContentFile(b"..."))
    more = {"kind": "file", "state": "ready", "name": name, "size": 3, "file": stored}
    Attachment.objects.create(message=message, **more)
    message.file_count = 1
    message.save(update_fields=["file_count"])


def test_of_old_messages_only_their_places_stay(keep, say, history, vera, support):
    for text in ("One", "Two", "Three"):
        say(vera, text)
    made(Message.objects.filter(seq__lte=2), days_ago=31)
    keep(messages=30)

    forget_what_is_old()

    answer = history(vera, support.pk, after=3).json()
    assert [(each["seq"], each["changed_seq"]) for each in answer["messages"]] == [(1, 4), (2, 5)]
    assert {(each["message"], each["deleted"]) for each in answer["messages"]} == {("", True)}
    assert answer["last_seq"] == 5
    assert Message.objects.get(seq=3).body == "Three"


@pytest.mark.django_db(transaction=True)
def test_whoever_shows_them_hears_of_the_last_and_reads_on(keep, say, history, vera, support, sent):
    for text in ("One", "Two", "Three"):
        say(vera, text)
    made(Message.objects.all(), days_ago=31)
    keep(messages=30)
    sent.clear()

    forget_what_is_old()

    shown = history(vera, support.pk).json()["messages"][-1]
    told = heard_on(f"private-chat.conversation.{support.pk}", sent)
    assert told == [("ChatMessageUpdated", shown)]
    assert shown["changed_seq"] == 6


def test_a_second_time_nothing_changes(keep, say, vera, support):
    say(vera, "One")
    made(Message.objects.all(), days_ago=31)
    keep(messages=30)
    forget_what_is_old()

    forget_what_is_old()

    support.refresh_from_db()
    assert support.last_seq == 2


def test_what_is_much_is_forgotten_piece_by_piece(keep, say, vera, support, monkeypatch):
    for number in range(5):
        say(vera, f"{number}")
    made(Message.objects.all(), days_ago=31)
    keep(messages=30)
    monkeypatch.setattr(retention, "AT_ONCE", 2)

    step = retention.forget_expired()
    next(step)
    assert Message.objects.filter(deleted_at=None).count() == 3

    forget_what_is_old()
    assert not Message.objects.filter(deleted_at=None).exists()
    support.refresh_from_db()
    assert support.last_seq == Message.objects.count() * 2


def test_what_else_tells_of_it_goes_as_well(keep, say, as_visitor, vera, olga, support):
    sites_with_webhooks.cache_clear()
    events = SiteWebhook.Event.values
    SiteWebhook.objects.create(site=support.site, url="https://b.example", events=events)
    say(vera, "One")
    add_note(conversation_id=support.pk, operator=olga, body="Rude.", client_message_id="n")
    rating = {"score": 1, "comment": "Rude."}
    as_visitor(vera).post(reverse("chatbot:rating", args=[support.pk]), rating)
    support.refresh_from_db()
    support.last_message_at = timezone.now() - timedelta(days=31)
    support.save()
    for model in (Message, Note, SiteWebhookDelivery):
        made(model.objects.all(), days_ago=31)
    keep(messages=30)

    forget_what_is_old()

    support.refresh_from_db()
    assert (support.rating, support.rating_comment) == (1, "")
    assert not Note.objects.exists()
    assert not SiteWebhookDelivery.objects.filter(body__contains="One").exists()


def test_old_files_go_and_the_words_beside_them_stay(
    keep, say, history, vera, support, media_folder
):
    say(vera, "My invoice")
    attach(Message.objects.get())
    made(Message.objects.all(), days_ago=8)
    keep(files=7)

    forget_what_is_old()
    delete_files()

    (shown,) = history(vera, support.pk, after=1).json()["messages"]
    assert (shown["message"], shown["attachments"]) == ("My invoice", [])
    assert [*media_folder.iterdir()] == []


def test_a_message_of_files_alone_is_gone_with_them(
    keep, say, history, vera, support, media_folder
):
    say(vera, "...")
    message = Message.objects.get()
    attach(message)
    Message.objects.update(body="")
    made(Message.objects.all(), days_ago=8)
    keep(files=7)

    forget_what_is_old()

    (shown,) = history(vera, support.pk, after=1).json()["messages"]
    assert (shown["deleted"], shown["attachments"]) == (True, [])


def test_addresses_are_kept_shortened_and_then_not_at_all(keep, client):
    url, body = reverse("chatbot:init"), {"site": "shop"}
    client.post(url, body, content_type="application/json", REMOTE_ADDR="203.0.113.77")
    assert Visitor.objects.get().ip == "203.0.113.0"
    Visitor.objects.update(last_seen_at=timezone.now() - timedelta(days=8))
    keep(addresses=7)

    forget_what_is_old()

    assert Visitor.objects.get().ip is None


def test_other_sites_keep_what_they_like(keep, say, other_site, stranger, vera, support):
    other_site.messages_kept_days = 1
    other_site.save()
    say(vera, "One")
    made(Message.objects.all(), days_ago=1000)
    keep(messages=1001)

    forget_what_is_old()

    assert Message.objects.get().body == "One"
