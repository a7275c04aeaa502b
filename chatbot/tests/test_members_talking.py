"""What members say to everybody, in rooms and in twos, and what they mend of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from chatbot.models import Conversation, Message
from chatbot.services.mending import MENDED_WITHIN

pytestmark = pytest.mark.django_db

XSS = "<img src=x onerror=alert(1)>"
TOO_LONG = "x" * 5001
MALFORMED = [
    {},
    {"message": ""},
    {"message": "   "},
    {"message": None},
    {"message": ["a"]},
    {"message": "\0"},
    {"message": TOO_LONG},
    {"message": "a", "client_message_id": "no spaces"},
    {"message": "a", "client_message_id": ""},
    {"message": "a", "conversation_id": "kitchen"},
    {"message": "a", "conversation_id": 0},
    {"message": "a", "conversation_id": 10**30},
    [True],
]


@pytest.fixture
def mend(as_member):
    def patch(member, message, text):
        url = reverse("chatbot:talk-message", args=[message["id"]])
        return as_member(member).patch(url, {"message": text})

    return patch


@pytest.fixture
def take_back(as_member):
    def delete(member, message):
        return as_member(member).delete(reverse("chatbot:talk-message", args=[message["id"]]))

    return delete


def mentioned(answer):
    return Message.objects.get(pk=answer.json()["message"]["id"]).mentions


def grow_old(message, age):
    Message.objects.filter(pk=message["id"]).update(created_at=timezone.now() - age)


def test_what_is_said_to_everybody_is_in_the_general_room(talk, read_talk, alice, bob):
    answer = talk(alice, "Hello everybody!")

    message = answer.json()["message"]
    assert (answer.status_code, message["sender_type"]) == (201, "member")
    assert (message["sender_id"], message["sender_name"]) == (alice.pk, "alice")
    shown = read_talk(bob).json()
    assert (shown["messages"], shown["conversation"]["is_general"]) == ([message], True)


def test_what_is_said_in_a_room_is_there_alone(talk, read_talk, alice, bob, kitchen):
    message = talk(alice, "Tea?", kitchen).json()["message"]

    assert read_talk(bob, kitchen).json()["messages"] == [message]
    assert read_talk(bob).json()["messages"] == []


def test_two_have_one_conversation_whoever_begins(whisper, alice, bob, mallory):
    first = whisper(alice, bob, "Psst!").json()["message"]
    answer = whisper(bob, alice, "Yes?").json()["message"]
    other = whisper(mallory, bob, "Psst!").json()["message"]

    assert (answer["conversation_id"], answer["seq"]) == (first["conversation_id"], 2)
    assert other["conversation_id"] != first["conversation_id"]


@pytest.mark.parametrize("body", MALFORMED, ids=lambda body: str(body)[:40])
def test_what_is_malformed_is_refused(as_member, alice, body):
    answer = as_member(alice).post(reverse("chatbot:talk-messages"), body)

    assert (answer.status_code, answer.json()["success"]) == (422, False)
    assert not Message.objects.exists()


def test_nobody_whispers_to_themselves_or_to_nobody(whisper, alice, bob):
    assert whisper(alice, alice, "Hm.").status_code == 422

    bob.is_active = False
    bob.save()
    gone = whisper(alice, bob, "Hello?")
    bob.delete()
    bob.pk = 10**9
    missing = whisper(alice, bob, "Hello?")
    assert gone.status_code == missing.status_code == 404
    assert gone.json() == missing.json()
    assert not Conversation.objects.exists()


def test_a_repeat_says_nothing_twice(talk, whisper, alice, bob, sent):
    said = [talk(alice, "Hello!", client_message_id="a") for _ in range(2)]
    whispered = [whisper(alice, bob, "Hello!", client_message_id="a") for _ in range(2)]

    for first, again in (said, whispered):
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
    assert Message.objects.count() == 2


def test_an_id_is_not_used_for_other_words(talk, alice):
    talk(alice, "Hello!", client_message_id="a")

    answer = talk(alice, "Bye!", client_message_id="a")

    assert (answer.status_code, answer.json()["code"]) == (409, "client_message_id_reused")


def test_two_members_may_choose_the_same_id(talk, alice, bob):
    assert talk(alice, "Hello!", client_message_id="a").status_code == 201
    assert talk(bob, "Hello!", client_message_id="a").status_code == 201


def test_text_is_text(talk, read_talk, mend, alice, bob):
    # Attack: Mallory's words become a script in the pages of everybody else.
    message = talk(alice, XSS).json()["message"]

    mend(alice, message, XSS * 2)

    (shown,) = read_talk(bob).json()["messages"]
    assert (message["message"], shown["message"]) == (XSS, XSS * 2)


def test_members_who_are_called_are_mentioned(talk, mend, alice, bob, kitchen):
    answer = talk(alice, "@bob, where are the cups, @bob? Not you@alice.", kitchen)

    assert mentioned(answer) == [bob.pk]

    mend(alice, answer.json()["message"], "Found them. @alice is blind.")
    assert mentioned(answer) == [alice.pk]


def test_somebody_who_is_not_there_is_not_mentioned(talk, whisper, alice, bob, mallory, kitchen):
    # Attack: Alice would call people to what they may not read.
    mallory_left = kitchen.participants.create(user=mallory)
    mallory_left.left_at = timezone.now()
    mallory_left.save()

    assert mentioned(talk(alice, "@mallory @nobody", kitchen)) == []
    assert mentioned(whisper(alice, bob, "@mallory")) == []
    assert mentioned(talk(alice, "@mallory")) == [mallory.pk]


def test_words_are_mended_in_their_place(talk, mend, read_talk, alice, bob):
    message = talk(alice, "Helo!").json()["message"]
    talk(bob, "Hi Alice!")

    answer = mend(alice, message, "Hello!")

    mended = answer.json()["message"]
    assert (answer.status_code, mended["message"], mended["seq"]) == (200, "Hello!", 1)
    assert mended["changed_seq"] == 3
    assert mended["edited_at"] is not None
    assert read_talk(bob, after=2).json()["messages"] == [mended]


def test_mending_to_the_same_words_changes_nothing(talk, mend, alice):
    message = talk(alice, "Hello!").json()["message"]

    assert mend(alice, message, "Hello!").json()["message"] == message


def test_of_what_is_taken_back_its_place_stays(talk, take_back, read_talk, alice, bob):
    message = talk(alice, "I quit.").json()["message"]
    talk(bob, "What?")

    answer = take_back(alice, message)

    (left,) = read_talk(bob, after=2).json()["messages"]
    assert (answer.status_code, answer.json()["message"]) == (200, left)
    assert (left["id"], left["seq"], left["changed_seq"]) == (message["id"], 1, 3)
    assert (left["deleted"], left["message"], left["attachments"]) == (True, "", [])
    assert "I quit." not in read_talk(bob).content.decode()


def test_what_is_repeated_after_it_was_changed_is_as_it_is_by_now(talk, mend, take_back, alice):
    said = talk(alice, "Helo!", client_message_id="a").json()["message"]

    mend(alice, said, "Hello!")
    mended = talk(alice, "Helo!", client_message_id="a")
    take_back(alice, said)
    taken_back = talk(alice, "Helo!", client_message_id="a")

    assert (mended.status_code, mended.json()["message"]["message"]) == (200, "Hello!")
    assert (taken_back.status_code, taken_back.json()["message"]["deleted"]) == (200, True)


def test_what_was_taken_back_is_past_mending(talk, mend, take_back, alice):
    message = talk(alice, "I quit.").json()["message"]
    take_back(alice, message)

    assert mend(alice, message, "I do not.").status_code == 404
    assert take_back(alice, message).status_code == 404


def test_what_was_said_long_ago_stays_as_it_is(talk, mend, take_back, read_talk, alice):
    message = talk(alice, "Hello!").json()["message"]
    grow_old(message, MENDED_WITHIN - timedelta(minutes=1))
    message = mend(alice, message, "Hello.").json()["message"]

    grow_old(message, MENDED_WITHIN)

    for answer in (mend(alice, message, "Bye!"), take_back(alice, message)):
        assert (answer.status_code, answer.json()["code"]) == (409, "too_late")
    (shown,) = read_talk(alice).json()["messages"]
    assert (shown["message"], shown["deleted"]) == ("Hello.", False)


def test_another_ones_words_are_not_changed(talk, mend, take_back, read_talk, alice, bob):
    # Attack: Mallory would put words into the mouths of others.
    message = talk(alice, "Hello!").json()["message"]

    answers = [mend(bob, message, "Bye!"), take_back(bob, message)]

    assert {answer.status_code for answer in answers} == {403}
    assert read_talk(bob).json()["messages"] == [message]


def test_who_is_not_there_can_do_nothing(
    talk, whisper, mend, take_back, read_talk, mark, alice, bob, mallory, kitchen
):
    # Attack: Mallory counts up numbers, to learn what there is and to meddle with it.
    said = [talk(alice, "Tea?", kitchen), whisper(alice, bob, "Psst!")]
    messages = [answer.json()["message"] for answer in said]
    absent = Conversation(pk=10**9)

    for message in messages:
        there = Conversation(pk=message["conversation_id"])
        missing = message | {"id": 10**9}
        for foreign, nothing in (
            (talk(mallory, "Hi!", there), talk(mallory, "Hi!", absent)),
            (read_talk(mallory, there), read_talk(mallory, absent)),
            (mend(mallory, message, "Hi!"), mend(mallory, missing, "Hi!")),
            (take_back(mallory, message), take_back(mallory, missing)),
            (mark(mallory, message), mark(mallory, missing)),
        ):
            assert foreign.status_code == nothing.status_code == 404
            assert foreign.json() == nothing.json()
        assert read_talk(alice, there).json()["messages"] == [message]


def test_support_is_no_room(talk, read_talk, mark, say, olga, vera, support):
    # Attack: an operator's message would go past the inbox, as a member's.
    message = say(vera, "Hello?").json()["message"]

    assert talk(olga, "Hello!", support).status_code == 404
    assert read_talk(olga, support).status_code == 404
    assert mark(olga, message).status_code == 404


@pytest.mark.parametrize("number", [0, 10**18, 10**30])
def test_numbers_that_nothing_can_have_are_not_found(as_member, alice, number):
    one = reverse("chatbot:talk-message", args=[number])

    assert as_member(alice).patch(one, {"message": "a"}).status_code == 404
    assert as_member(alice).delete(one).status_code == 404
    assert as_member(alice).post(reverse("chatbot:talk-read", args=[number])).status_code == 404


def test_whoever_says_too_much_is_asked_to_slow_down(talk, read_talk, settings, alice, bob):
    settings.LIMITS = settings.LIMITS | {"members_messages": {"burst": 2, "per_minute": 1}}
    for _ in range(2):
        talk(alice, "Spam!")

    answer = talk(alice, "Spam!")

    assert (answer.status_code, answer.json()["code"]) == (429, "throttled")
    assert int(answer["Retry-After"]) > 0
    assert read_talk(alice).status_code == 200
    assert talk(bob, "Ham!").status_code == 201


def test_saying_something_costs_few_queries(
    talk, whisper, mark, as_program, alice, bob, kitchen, statements_of
):
    for answer in [talk(alice, "1"), talk(alice, "1", kitchen), whisper(alice, bob, "1")]:
        mark(bob, answer.json()["message"])
    program = as_program(bob)
    messages, private = reverse("chatbot:talk-messages"), reverse("chatbot:talk-private")

    for url, where in (
        (messages, {}),
        (messages, {"conversation_id": kitchen.pk}),
        (private, {"recipient_id": alice.pk}),
    ):
        told = {"message": "2", **where}
        answer, statements = statements_of(lambda url=url, told=told: program.post(url, told))
        assert answer.status_code == 201
        assert len(statements) <= 7, "\n".join(each[:150] for each in statements)
