"""What chat tells is what its API answers, and each channel is open to whom it should be."""

import pytest
from django.contrib.auth.models import User

from chatbot.events import ChatMessageReceived
from chatbot.models import Message
from realtime.testing import check_listeners, check_payload


@pytest.mark.django_db(transaction=True)
def test_a_message_is_told_as_the_api_answers_it(vera, support, say, history, sent):
    said = say(vera, "Where is my parcel?", conversation_id=support.pk).json()["message"]

    event = ChatMessageReceived(Message.objects.with_authors().get(pk=said["id"]))

    (shown,) = history(vera, support.pk).json()["messages"]
    check_payload(event, f"private-chat.conversation.{support.pk}", shown)
    assert event.head(f"private-chat.conversation.{support.pk}") == {"seq": 1}


@pytest.mark.django_db
def test_each_channel_is_open_to_whom_it_should_be(
    support, vera, stranger, olga, other_site, alice, mallory
):
    boss = User.objects.create_superuser("boss")
    otto = other_site.operators.get()
    members = {"olga": olga, "otto": otto, "alice": alice, "mallory": mallory, "boss": boss}
    cast = members | {"vera": vera, "stranger": stranger}

    check_listeners(
        "chatbot.channels",
        {
            f"private-chat.conversation.{support.pk}": {"vera", "olga", "boss"},
            "private-chat.conversation.0": set(),
            "presence-chat": set(members),
        },
        cast,
    )
