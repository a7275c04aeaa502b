import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import ContentFile
from django.db import connection, connections
from django.test import AsyncClient
from django.urls import reverse

from chatbot.models import Attachment, Conversation, DiscardedFile, Message, SiteWebhook, Visitor
from chatbot.services import add_note, send_message
from chatbot.tasks import delete_files
from chatbot.testing import token_of
from chatbot.uploads.storing import media
from chatbot.webhooks import sites_with_webhooks
from chatsite.ground.models import AuditLog
from realtime.models import OutboxEvent, Webhook, WebhookDelivery
from realtime.testing.endings import listen, told_the_sockets

pytestmark = pytest.mark.django_db

WORD = "xyzzy"


@pytest.fixture
def erase(as_visitor):
    def delete(visitor):
        return as_visitor(visitor).delete(reverse("chatbot:visitor"))

    return delete


@pytest.fixture
def traces(as_visitor, say, vera, olga, support, media_folder):
    """Vera's word, in every place there is for it."""
    sites_with_webhooks.cache_clear()
    events = SiteWebhook.Event.values
    SiteWebhook.objects.create(site=support.site, url="https://b.example", events=events)
    Visitor.objects.filter(pk=vera.pk).update(
        name=WORD, email=f"{WORD}@example.com", attributes={"plan": WORD}, referrer=WORD
    )
    browser, message_id = as_visitor(vera), say(vera, WORD).json()["message"]["id"]
    browser.post(reverse("chatbot:visit"), {"page_url": f"https://shop.example/{WORD}"})
    told = {"conversation_id": support.pk, "operator": olga, "client_message_id": "n"}
    add_note(body=f"She said {WORD}.", **told)
    send_message(conversation_id=support.pk, sender=olga, client_message_id="a", body=WORD)
    browser.post(reverse("chatbot:rating", args=[support.pk]), {"score": 1, "comment": WORD})
    email = {"email": f"{WORD}@example.com"}
    browser.post(reverse("chatbot:transcript", args=[support.pk]), email)
    browser.post(reverse("chatbot:close", args=[support.pk]))
    _attach(message_id)
    _overhear(f"private-chat.conversation.{support.pk}")


def _attach(message_id):
    names = {name: media().save(name, ContentFile(b"...")) for name in ("a.png", "a.webp")}
    Attachment.objects.create(
        message_id=message_id,
        kind="image",
        name=f"{WORD}.png",
        size=3,
        file=names["a.png"],
        thumbnail=names["a.webp"],
    )


def _overhear(channel):
    """The log of an app's webhook, told of what her socket sent."""
    webhook = Webhook.objects.create(app_id="a", url="https://a.example", events=["client_event"])
    said = {"name": "client_event", "channel": channel, "data": WORD}
    WebhookDelivery.objects.create(webhook=webhook, events=json.dumps([said]))


def tables_with(word):
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT 1 FROM "{table}" t WHERE t::text ILIKE %s', [f"%{word}%"])
            if cursor.fetchone():
                yield table


def test_nothing_of_a_visitor_is_left(erase, traces, vera, media_folder):
    assert len([*tables_with(WORD)]) >= 9

    answer = erase(vera)
    delete_files()

    assert answer.json() == {"success": True}
    assert [*tables_with(WORD)] == []
    assert [*media_folder.iterdir()] == []
    assert not Visitor.objects.exists()
    assert not Conversation.objects.exists()


def test_that_somebody_was_erased_is_written_down(erase, traces, vera):
    erase(vera)

    row = AuditLog.objects.get(action="visitor.erased")
    assert (row.actor_name, row.target_label) == ("system", f"Visitor {vera.pk}")
    assert row.details == {"site": "shop", "conversations": 1}
    assert row.ip is None


def test_what_others_said_stays(erase, say, vera, stranger, support):
    say(vera, "Mine")
    say(stranger, "Theirs")

    erase(vera)

    assert [message.body for message in Message.objects.all()] == ["Theirs"]
    waiting = {row.payload.get("message") for row in OutboxEvent.objects.all()}
    assert "Theirs" in waiting
    assert "Mine" not in waiting


def test_the_token_opens_nothing_any_more(erase, say, as_visitor, vera):
    erase(vera)

    assert say(vera, "Hello?").status_code == 401
    assert erase(vera).status_code == 401
    init = as_visitor(vera).post(reverse("chatbot:init"), {"site": "shop"}).json()
    assert init["visitor"]["id"] != vera.pk
    assert init["token"] != token_of(vera)


def test_who_never_agreed_may_be_erased(erase, site, vera):
    # They came before the site asked: refusing must not be what keeps their data here.
    site.asks_consent = True
    site.save()

    assert erase(vera).status_code == 200
    assert not Visitor.objects.exists()


def test_strangers_erase_nobody(client, vera):
    assert client.delete(reverse("chatbot:visitor")).status_code == 401
    assert Visitor.objects.exists()


def test_a_storage_that_is_away_is_asked_again(
    erase, traces, vera, media_folder, monkeypatch, caplog
):
    def refuse(*_):
        raise OSError("The bucket refuses.")

    erase(vera)
    with monkeypatch.context() as away:
        away.setattr("django.core.files.storage.FileSystemStorage.delete", refuse)
        delete_files()
    assert len([*media_folder.iterdir()]) == DiscardedFile.objects.count() == 2

    delete_files()

    assert [*media_folder.iterdir()] == []
    assert not DiscardedFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_erased_while_they_are_talking(erase, say, vera, support, settings):
    # Attack: somebody who is erased is made again by what they had on its way.
    settings.RATE_LIMITS = False

    def either(number):
        try:
            return erase(vera) if number == 12 else say(vera, f"{number}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = [*pool.map(either, range(24))]

    assert {answer.status_code for answer in answers} <= {200, 201, 401, 404, 503}
    assert not Visitor.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
async def test_whoever_is_erased_hears_no_more(vera, support):
    # Attack: a stolen token's socket, which listens on after its owner had all erased.
    browser = AsyncClient(AUTHORIZATION=f"Bearer {token_of(vera)}")
    socket = await listen(browser, f"private-chat.conversation.{support.pk}")

    await browser.delete(reverse("chatbot:visitor"))
    await told_the_sockets()

    assert (await socket.closed())[0] == 4200
