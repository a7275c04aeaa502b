"""A note is for operators. Here it looks for every way out to the visitor it is about."""

import pytest
from django.core import mail
from django.urls import reverse

from chatbot.models import SiteWebhook, SiteWebhookDelivery
from chatbot.tasks import send_transcripts
from chatbot.webhooks import sites_with_webhooks
from realtime.channels import authorize
from realtime.models import OutboxEvent

pytestmark = pytest.mark.django_db

WORD = "xyzzy"


@pytest.fixture(autouse=True)
def _calls_go_out(support):
    sites_with_webhooks.cache_clear()
    events = SiteWebhook.Event.values
    SiteWebhook.objects.create(site=support.site, url="https://b.example", events=events)


@pytest.fixture
def whisper(as_olga, support):
    """Olga writes a note, and arranges all that only operators see."""

    def post():
        url = f"/admin/chatbot/{support.pk}"
        note = {"message": WORD, "client_message_id": "n", "is_note": True}
        for verb, told in (("reply", note), ("priority", {"priority": "urgent"})):
            answer = as_olga.post(f"{url}/{verb}", told, content_type="application/json")
            assert answer.status_code in {200, 201}

    return post


@pytest.fixture
def looks(as_visitor, vera, support):
    """Everything that the visitor's widget may ask."""

    def look():
        browser, init = as_visitor(vera), {"site": "shop"}
        history = browser.get(reverse("chatbot:history", args=[support.pk]))
        return {
            "history": history.json(),
            "read on": browser.get(f"/api/chatbot/conversation/{support.pk}?after=0").json(),
            "etag": history.headers["ETag"],
            "conversations": browser.get(reverse("chatbot:conversations")).json(),
            "init": browser.post(reverse("chatbot:init"), init).json()["messages"],
            "export": browser.get(reverse("chatbot:export")).json()["conversations"],
        }

    return look


def test_to_the_visitor_nothing_at_all_has_happened(whisper, looks, say, vera, support):
    say(vera, "Where is my parcel?")
    before = looks()

    whisper()

    assert looks() == before


def test_no_channel_that_a_visitor_may_hear_is_told_of_it(whisper, vera, support):
    OutboxEvent.objects.all().delete()

    whisper()

    rows = OutboxEvent.objects.all()
    assert any(WORD in str(row.payload) for row in rows)
    heard = [row for row in rows for channel in row.channels if authorize(vera, channel)]
    assert heard == []


def test_no_call_to_the_sites_own_server_tells_of_it(whisper, support):
    whisper()

    assert not SiteWebhookDelivery.objects.exists()


def test_no_transcript_has_it(whisper, as_visitor, say, vera, support):
    say(vera, "Where is my parcel?")
    whisper()

    url = reverse("chatbot:transcript", args=[support.pk])
    as_visitor(vera).post(url, {"email": "vera@example.com"})
    send_transcripts()

    (sent,) = mail.outbox
    assert WORD not in sent.body + sent.alternatives[0].content


def test_nobody_sees_somebody_typing_it(as_olga, looks, support):
    # The composer is the same for both, and a note takes as long to write as an answer.
    before = looks()

    as_olga.post(
        f"/admin/chatbot/{support.pk}/typing",
        {"is_typing": True, "is_note": True},
        content_type="application/json",
    )

    assert looks() == before


def test_it_does_not_count_as_an_answer(whisper, say, vera, support):
    say(vera, "Where is my parcel?")
    support.refresh_from_db()
    waiting_since = support.waiting_since

    whisper()

    support.refresh_from_db()
    assert support.waiting_since == waiting_since
    assert (support.operator, support.last_seq) == (None, 1)
