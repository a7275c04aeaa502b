"""What was read: the author learns it from a cursor that only grows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chatbot.models import Participant
from chatbot.serializers.inputs import new_id
from chatbot.services import mark_read, reply
from chatbot.testing import heard_on

pytestmark = pytest.mark.django_db(transaction=True)

MALFORMED = [{}, {"seq": None}, {"seq": "all"}, {"seq": -1}, {"seq": 10**30}, {"seq": [1]}, [1]]
AROUND = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.fixture
def reads(as_visitor, support):
    """What the widget tells when the visitor has seen the message with this number."""

    def post(visitor, seq, **headers):
        url = reverse("chatbot:read", args=[support.pk])
        return as_visitor(visitor).post(url, {"seq": seq}, headers=headers)

    return post


@pytest.fixture
def answers(support, olga):
    def send(*texts):
        for text in texts:
            reply(conversation_id=support.pk, operator=olga, client_message_id=new_id(), body=text)

    return send


def receipts(sent):
    found = [payload for _, name, payload in sent if name == "MessageRead"]
    return [(each["reader_type"], each["read_up_to"]) for each in found]


def test_what_was_read_is_answered_shown_and_told(reads, answers, vera, support, history, sent):
    answers("Hello!", "Are you there?")
    sent.clear()

    answer = reads(vera, 1)

    assert (answer.status_code, answer.json()) == (200, {"success": True, "read_up_to": 1})
    shown = history(vera, support.pk).json()
    assert [message["is_read"] for message in shown["messages"]] == [True, False]
    notice = {
        "conversation_id": support.pk,
        "reader_type": "visitor",
        "reader_id": vera.pk,
        "read_up_to": 1,
    }
    assert heard_on(f"private-chat.conversation.{support.pk}", sent) == [("MessageRead", notice)]


def test_nothing_is_unread_again(reads, answers, vera, sent):
    answers("Hello!", "Are you there?")
    reads(vera, 2)

    answer = reads(vera, 1)

    assert answer.json()["read_up_to"] == 2
    assert receipts(sent) == [("visitor", 2)]


def test_nobody_has_read_what_is_not_yet_written(reads, answers, vera, support, history, sent):
    # Else the next answer would count as read before anybody has seen it.
    answers("Hello!")

    assert reads(vera, 2**63 - 1).json()["read_up_to"] == 1

    answers("Are you there?")
    shown = history(vera, support.pk).json()
    assert [message["is_read"] for message in shown["messages"]] == [True, False]


def test_saying_it_again_tells_nothing_again(reads, answers, vera, sent):
    answers("Hello!")

    for _ in range(3):
        assert reads(vera, 1).json()["read_up_to"] == 1

    assert receipts(sent) == [("visitor", 1)]


def test_ones_own_words_are_no_news_to_read(say, reads, vera, sent):
    say(vera, "Hello?")
    say(vera, "Anyone?")

    assert reads(vera, 2).json()["read_up_to"] == 2

    assert receipts(sent) == []


def test_whoever_answers_has_read_what_came_before(say, answers, vera, sent):
    say(vera, "Hello?")
    answers("Hello!")
    say(vera, "Is it open?")

    channel = f"private-chat.conversation.{vera.conversations.get().pk}"
    assert [name for name, _ in heard_on(channel, sent)] == [
        "ChatMessageReceived",
        "MessageRead",
        "ConversationUpdated",  # there is somebody's face to see
        "ChatMessageReceived",
        "MessageRead",
        "ChatMessageReceived",
    ]
    assert receipts(sent) == [("admin", 2), ("visitor", 3)]


def test_the_second_of_two_answers_reads_nothing_more(say, answers, vera, sent):
    say(vera, "Hello?")

    answers("Hello!", "How are you?")

    assert receipts(sent) == [("admin", 2)]


def test_what_came_between_two_of_ones_own_is_read_with_the_second(say, answers, vera, sent):
    say(vera, "Hello?")
    answers("Hello!")
    say(vera, "Is it open?")
    sent.clear()

    answers("Yes!")

    assert receipts(sent) == [("admin", 4)]


def test_whoever_moves_the_cursor_tells(answers, vera, support, sent):
    answers("Hello!")
    reader = support.participants.create(visitor=vera)

    Participant.objects.get(pk=reader.pk).save()
    assert receipts(sent) == []

    reader.read_up_to = 1
    reader.save(update_fields=["visitor"])
    assert receipts(sent) == []

    reader.save()
    assert receipts(sent) == [("visitor", 1)]


def test_what_was_read_is_something_new_to_whoever_polls(reads, answers, vera, support, history):
    answers("Hello!")
    etag = history(vera, support.pk, after=1)["ETag"]

    reads(vera, 1)

    answer = history(vera, support.pk, after=1, etag=etag)
    assert answer.status_code == 200
    assert answer.json()["conversation"]["read_up_to"] == {"visitor": 1, "operators": 1}


def test_of_several_operators_the_one_counts_who_has_read_furthest(
    say, vera, support, olga, site, django_user_model, history
):
    anna = django_user_model.objects.create_user("anna", is_staff=True)
    site.operators.add(anna)
    for text in ("Hello?", "Anyone?"):
        say(vera, text)

    mark_read(conversation_id=support.pk, reader=olga, seq=2)
    mark_read(conversation_id=support.pk, reader=anna, seq=1)

    assert history(vera, support.pk).json()["conversation"]["read_up_to"]["operators"] == 2


def test_where_nothing_was_said_there_is_nothing_to_read(reads, vera, sent):
    assert reads(vera, 0).json()["read_up_to"] == reads(vera, 5).json()["read_up_to"] == 0
    assert receipts(sent) == []


def test_nobody_reads_in_somebody_elses_name(reads, as_visitor, answers, stranger, support, sent):
    # Mallory would tell Olga that Vera has read it, and learn which conversations there are.
    answers("Hello!")
    missing = as_visitor(stranger).post(
        reverse("chatbot:read", args=[support.pk + 1000]), {"seq": 1}
    )
    foreign = reads(stranger, 1)

    assert foreign.status_code == missing.status_code == 404
    assert foreign.json() == missing.json()
    assert receipts(sent) == []
    assert not support.participants.filter(visitor__isnull=False).exists()


@pytest.mark.parametrize("body", MALFORMED, ids=str)
def test_what_is_no_number_is_refused(as_visitor, answers, vera, support, body, sent):
    answers("Hello!")

    answer = as_visitor(vera).post(reverse("chatbot:read", args=[support.pk]), body)

    assert answer.status_code == 422
    assert receipts(sent) == []


def test_only_visitors_read_here(client, olga, support):
    client.force_login(olga)  # a cookie is no token

    assert client.post(reverse("chatbot:read", args=[support.pk]), {"seq": 1}).status_code == 401


def test_another_sites_page_may_not_tell(reads, vera, answers, sent):
    answers("Hello!")

    answer = reads(vera, 1, Origin="https://evil.example")

    assert (answer.status_code, answer.json()["code"]) == (403, "origin_not_allowed")
    assert receipts(sent) == []


def test_reading_costs_few_queries(reads, answers, vera):
    answers("Hello!", "Are you there?")
    reads(vera, 1)

    with CaptureQueriesContext(connection) as asked:
        reads(vera, 2)

    queries = [each["sql"] for each in asked if not each["sql"].startswith(AROUND)]
    assert len(queries) <= 6
