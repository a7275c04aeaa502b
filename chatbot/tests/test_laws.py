"""What chat tells is what its API answers, and each channel is open to whom it should be."""

import pytest
from django.contrib.auth.models import User

from chatbot.events import ChatMessageReceived, MessageRead, UserTyping
from chatbot.models import Conversation, Message
from chatbot.services import mark_read
from chatbot.typists import start_typing
from realtime.testing import check_listeners, check_payload


@pytest.mark.django_db(transaction=True)
def test_a_message_is_told_as_the_api_answers_it(vera, support, say, history, sent):
    said = say(vera, "Where is my parcel?", conversation_id=support.pk).json()["message"]

    event = ChatMessageReceived(Message.objects.for_display().get(pk=said["id"]))

    (shown,) = history(vera, support.pk).json()["messages"]
    check_payload(event, f"private-chat.conversation.{support.pk}", shown)
    assert event.head(f"private-chat.conversation.{support.pk}") == {"seq": 1}


@pytest.mark.django_db
def test_what_was_read_is_told_as_the_api_answers_it(vera, olga, support, say, history):
    say(vera, "Where is my parcel?", conversation_id=support.pk)
    mark_read(conversation_id=support.pk, reader=olga)

    event = MessageRead(support.participants.get(user=olga), olga)

    told = event.payload(f"private-chat.conversation.{support.pk}")
    shown = history(vera, support.pk).json()["conversation"]
    assert told.pop("read_up_to") == shown["read_up_to"]["operators"]
    assert told == {"conversation_id": shown["id"], "reader_type": "admin", "reader_id": olga.pk}


@pytest.mark.django_db
def test_who_types_is_told_as_the_api_answers_it(vera, olga, support, history):
    start_typing(support, olga)

    event = UserTyping(support, olga, is_typing=True)

    told = event.payload(f"private-chat.conversation.{support.pk}")
    (shown,) = history(vera, support.pk).json()["typing"]
    more = {"conversation_id": support.pk, "is_typing": True, "expires_in": 6}
    assert told == shown | more


@pytest.mark.django_db
def test_each_channel_is_open_to_whom_it_should_be(
    support, vera, stranger, olga, other_site, alice, mallory
):
    boss = User.objects.create_superuser("boss")
    otto = other_site.operators.get()
    members = {"olga": olga, "otto": otto, "alice": alice, "mallory": mallory, "boss": boss}
    cast = members | {"vera": vera, "stranger": stranger}

    kitchen = Conversation.objects.create(kind="room", title="Kitchen")
    kitchen.participants.create(user=alice)
    operators, pair = {"olga", "boss"}, f"{alice.pk}.{mallory.pk}"
    check_listeners(
        "chatbot.channels",
        {
            f"private-chat.conversation.{support.pk}": {"vera"} | operators,
            f"private-chat.conversation.{kitchen.pk}": set(),
            "private-chat.conversation.0": set(),
            f"presence-chat.conversation.{support.pk}": operators,
            f"presence-chat.conversation.{kitchen.pk}": set(),
            f"presence-inbox.{support.site_id}": operators,
            f"presence-inbox.{other_site.pk}": {"otto", "boss"},
            "presence-chat": set(members),
            f"presence-chat.room.{kitchen.pk}": {"alice"},
            f"presence-chat.room.{support.pk}": set(),
            f"private-chat.{pair}": {"alice", "mallory"},
            f"private-chat.{mallory.pk}.{alice.pk}": set(),
        },
        cast,
    )
