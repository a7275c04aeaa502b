"""What members are told is what their API answers, on their channels and on no others."""

import pytest
from django.urls import reverse
from django.utils import timezone

from chatbot.events import (
    ConversationUpdated,
    MessageRead,
    MessageSent,
    MessageUpdated,
    PrivateMessageSent,
    UserTyping,
)
from chatbot.models import Conversation, Message
from chatbot.typists import start_typing
from realtime.channels import authorize
from realtime.testing import check_payload

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def general(db):
    return Conversation.objects.general()


@pytest.fixture
def direct(whisper, alice, bob):
    """Alice's and Bob's, in which she has already said something."""
    message = whisper(alice, bob, "Psst!").json()["message"]
    return Conversation.objects.get(pk=message["conversation_id"])


def stored(answer):
    return Message.objects.for_display().get(pk=answer.json()["message"]["id"])


def newest(answer):
    return answer.json()["messages"][-1]


def channels(sent, name):
    return [channel for channel, told, _ in sent if told == name]


def test_what_is_said_is_told_as_the_api_answers_it(
    talk, whisper, read_talk, alice, bob, general, kitchen, direct
):
    pair = f"private-chat.{alice.pk}.{bob.pk}"
    for event, said, where, channel in (
        (MessageSent, talk(alice, "Hello!"), general, "presence-chat"),
        (MessageSent, talk(alice, "Tea?", kitchen), kitchen, f"presence-chat.room.{kitchen.pk}"),
        (PrivateMessageSent, whisper(alice, bob, "Psst!"), direct, pair),
    ):
        told = event(stored(said))
        check_payload(told, channel, newest(read_talk(bob, where)))
        assert told.head(channel) == {"seq": newest(read_talk(bob, where))["changed_seq"]}


def test_what_is_mended_is_told_as_the_api_answers_it(
    talk, as_member, read_talk, alice, bob, kitchen
):
    said = talk(alice, "Tee?", kitchen)
    url = reverse("chatbot:talk-message", args=[said.json()["message"]["id"]])
    for change in (
        lambda: as_member(alice).patch(url, {"message": "Tea?"}),
        lambda: as_member(alice).delete(url),
    ):
        answer = change()
        shown = newest(read_talk(bob, kitchen))
        check_payload(MessageUpdated(stored(said)), f"presence-chat.room.{kitchen.pk}", shown)
        assert answer.json()["message"] == shown


def test_what_was_read_is_told_as_the_api_answers_it(talk, mark, read_talk, alice, bob, kitchen):
    mark(bob, talk(alice, "Tea?", kitchen).json()["message"])

    event = MessageRead(kitchen.participants.get(user=bob), bob, frozenset([alice.pk]))

    told = event.payload(f"private-user.{alice.pk}")
    shown = read_talk(alice, kitchen).json()["conversation"]
    assert told.pop("read_up_to") == shown["read_up_to"][str(bob.pk)]
    assert told == {"conversation_id": shown["id"], "reader_type": "member", "reader_id": bob.pk}


def test_who_types_is_told_as_the_api_answers_it(read_talk, alice, bob, kitchen):
    start_typing(kitchen, bob)

    told = UserTyping(kitchen, bob, is_typing=True).payload(f"presence-chat.room.{kitchen.pk}")

    (shown,) = read_talk(alice, kitchen).json()["typing"]
    more = {"conversation_id": kitchen.pk, "is_typing": True, "expires_in": 6}
    assert told == shown | more


def test_what_a_conversation_is_by_now_is_told_as_the_api_answers_it(
    talk, read_talk, alice, bob, kitchen, direct
):
    talk(alice, "Tea?", kitchen)
    pair = f"private-chat.{alice.pk}.{bob.pk}"
    for where, channel in ((kitchen, f"presence-chat.room.{kitchen.pk}"), (direct, pair)):
        event = ConversationUpdated(Conversation.objects.get(pk=where.pk), is_public=True)
        check_payload(event, channel, read_talk(bob, where).json()["conversation"])


def test_each_word_is_told_on_one_channel(talk, whisper, as_member, sent, alice, bob, kitchen):
    talk(alice, "Hello!")
    message = talk(alice, "Tea?", kitchen).json()["message"]
    as_member(alice).delete(reverse("chatbot:talk-message", args=[message["id"]]))
    whisper(bob, alice, "Psst!")

    assert channels(sent, "MessageSent") == ["presence-chat", f"presence-chat.room.{kitchen.pk}"]
    assert channels(sent, "MessageUpdated") == [f"presence-chat.room.{kitchen.pk}"]
    assert channels(sent, "PrivateMessageSent") == [f"private-chat.{alice.pk}.{bob.pk}"]


def test_by_setting_everybody_overhears_the_general_room_and_nothing_else(
    talk, whisper, sent, settings, monkeypatch, alice, bob, kitchen
):
    # Attack: Mallory, who is nobody, listens to the public channel.
    monkeypatch.setitem(settings.REALTIME, "PUBLIC_CHAT", True)

    talk(alice, "Hello!")
    talk(alice, "Tea?", kitchen)
    whisper(alice, bob, "Psst!")

    overheard = [payload["message"] for channel, _, payload in sent if channel == "chat"]
    assert overheard == ["Hello!"]


def test_a_channel_is_open_to_those_who_are_there_by_now(
    alice, bob, mallory, olga, vera, kitchen, direct
):
    # Attack: Mallory asks for every channel that has a name like one of his own.
    cast = {"alice": alice, "bob": bob, "mallory": mallory, "olga": olga, "vera": vera}
    gone = kitchen.participants.create(user=mallory)
    gone.left_at = timezone.now()
    gone.save()

    def listeners(channel):
        return {name for name, actor in cast.items() if authorize(actor, channel)}

    assert listeners(f"presence-chat.room.{kitchen.pk}") == {"alice", "bob"}
    assert listeners(f"presence-chat.room.{direct.pk}") == set()
    assert listeners(f"private-chat.{alice.pk}.{bob.pk}") == {"alice", "bob"}
    assert listeners(f"private-chat.{bob.pk}.{alice.pk}") == set()
    assert listeners(f"private-chat.{bob.pk}.{bob.pk}") == set()
    assert listeners(f"private-chat.conversation.{kitchen.pk}") == set()
    assert listeners(f"private-user.{alice.pk}") == {"alice"}
    assert listeners("presence-chat") == {"alice", "bob", "mallory", "olga"}
