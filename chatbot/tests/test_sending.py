import json
from datetime import timedelta

import pytest

from chatbot.models import Conversation, Message
from chatbot.services import change_status
from chatbot.testing import heard_on

MESSAGE_FIELDS = (
    "id conversation_id seq changed_seq client_message_id sender_type sender_id sender_name "
    "sender_avatar message attachments actions is_read deleted created_at timestamp edited_at"
)
CONVERSATION_FIELDS = (
    "id kind status channel last_seq read_up_to operator started_at last_message_at rating"
)
GOOD = {"message": "Hello?", "client_message_id": "first"}
MALFORMED = {
    "no message": {"client_message_id": "first"},
    "an empty message": GOOD | {"message": ""},
    "only spaces": GOOD | {"message": "  \n "},
    "too long a message": GOOD | {"message": "x" * 5001},
    "no text": GOOD | {"message": {"text": "Hello?"}},
    "a NUL": GOOD | {"message": "Hel\0lo"},
    "half a character": GOOD | {"message": "Hello \ud83d"},
    "an empty id": GOOD | {"client_message_id": ""},
    "too long an id": GOOD | {"client_message_id": "x" * 65},
    "an id with a space": GOOD | {"client_message_id": "a b"},
    "an id in other letters": GOOD | {"client_message_id": "één"},
    "a conversation that is no number": GOOD | {"conversation_id": "mine"},
    "a conversation beyond numbers": GOOD | {"conversation_id": 10**30},
    "a list": [GOOD],
}


def test_a_visitors_message_reaches_the_channel_as_rest_answers_it(
    say, vera, support, sent, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = say(vera, "Hello?")

    assert answer.status_code == 201
    channel = f"private-chat.conversation.{support.pk}"
    told = heard_on(channel, sent)
    assert told == [("ChatMessageReceived", answer.json()["message"])]


def test_a_message_has_the_promised_shape(say, vera):
    answer = say(vera, "Hello?", client_message_id="first").json()

    message, conversation = answer["message"], answer["conversation"]
    assert list(message) == MESSAGE_FIELDS.split()
    assert list(conversation) == CONVERSATION_FIELDS.split()
    assert (message["seq"], message["changed_seq"], conversation["last_seq"]) == (1, 1, 1)
    assert (message["sender_type"], message["sender_id"]) == ("visitor", vera.pk)
    assert (message["sender_name"], message["message"]) == ("Vera", "Hello?")
    assert conversation["channel"] == f"private-chat.conversation.{conversation['id']}"
    assert conversation["read_up_to"] == {"visitor": 1, "operators": 0}


def test_the_first_message_opens_a_conversation_and_the_next_goes_on_in_it(say, vera):
    first, second = (say(vera, text).json()["conversation"] for text in ("Hello?", "Anyone?"))

    assert first["id"] == second["id"]
    assert second["last_seq"] == 2


def test_repeating_a_post_sends_nothing_twice(say, vera, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first, second = (say(vera, "Hello?", client_message_id="a") for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    channel = first.json()["conversation"]["channel"]
    assert len(heard_on(channel, sent)) == Message.objects.count() == 1


def test_what_comes_again_after_the_end_is_where_it_was(say, vera, olga):
    # Its answer was lost, and by now the conversation is closed; later another one is open.
    first = say(vera, "Hello?", client_message_id="a").json()["message"]
    end = {"conversation_id": first["conversation_id"], "status": "closed"}
    change_status(actor=olga, **end)

    repeats = [say(vera, "Hello?", client_message_id="a")]
    say(vera, "Something else.")
    repeats.append(say(vera, "Hello?", client_message_id="a"))

    assert [repeat.status_code for repeat in repeats] == [200, 200]
    assert {repeat.json()["message"]["id"] for repeat in repeats} == {first["id"]}
    assert Message.objects.filter(body="Hello?").count() == 1
    assert Conversation.objects.count() == 2


def test_an_id_is_not_used_for_another_text(say, vera):
    say(vera, "Hello?", client_message_id="a")

    answer = say(vera, "Good bye.", client_message_id="a")

    assert answer.status_code == 409
    assert answer.json()["code"] == "client_message_id_reused"


def test_two_visitors_may_choose_the_same_id(say, vera, stranger):
    answers = [say(visitor, "Hello?", client_message_id="a") for visitor in (vera, stranger)]

    assert [answer.status_code for answer in answers] == [201, 201]


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_messages_are_refused(as_visitor, vera, body):
    # Written out, as half a character can only be sent as an escape.
    written = json.dumps(body)
    answer = as_visitor(vera).generic("POST", "/api/chatbot/message", written, "application/json")

    assert answer.status_code == 422
    assert answer.json().keys() == {"success", "code", "message", "errors"}
    assert not Conversation.objects.exists()


def test_nobody_writes_into_somebody_elses_conversation(say, stranger, support):
    missing = say(stranger, "Hello?", conversation_id=support.pk + 1000)
    foreign = say(stranger, "Hello?", conversation_id=support.pk)

    assert foreign.status_code == missing.status_code == 404
    assert foreign.json() == missing.json()
    assert not Message.objects.exists()


def test_what_was_closed_long_ago_takes_no_message(say, vera, support):
    support.turn("closed")
    support.closed_at -= timedelta(days=8)
    support.save()

    assert say(vera, "Hello?", conversation_id=support.pk).json()["code"] == "conversation_closed"
    assert say(vera, "Hello?").json()["conversation"]["id"] != support.pk


def test_only_visitors_write_here(client, alice):
    client.force_login(alice)  # a cookie is no token

    answer = client.post("/api/chatbot/message", GOOD, content_type="application/json")

    assert answer.status_code == 401
