"""Many members at once, and one who tries again and again."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.urls import reverse

from chatbot.models import Conversation, Message, Participant

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 20


@pytest.fixture(autouse=True)
def _nobody_is_asked_to_slow_down(settings):
    settings.RATE_LIMITS = False


def at_once(number, call):
    """Calls it with each number, many of them at the same time, and returns the answers."""

    def alone(each):
        try:
            return call(each)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(alone, range(number)))


def statuses(answers):
    return sorted(answer.status_code for answer in answers)


def test_two_who_begin_at_once_have_one_conversation(as_program, alice, bob):
    programs = [(as_program(alice), bob), (as_program(bob), alice)]

    def begin(number):
        program, other = programs[number % 2]
        told = {"recipient_id": other.pk, "message": f"{number}"}
        return program.post(reverse("chatbot:talk-private"), told)

    answers = at_once(20, begin)

    assert statuses(answers) == [201] * 20
    assert Conversation.objects.count() == 1
    assert Participant.objects.count() == 2
    seqs = sorted(answer.json()["message"]["seq"] for answer in answers)
    assert seqs == list(range(1, 21))


def test_one_message_fifty_times_is_one_message(as_program, sent, alice):
    program, url = as_program(alice), reverse("chatbot:talk-messages")
    told = {"message": "Hello!", "client_message_id": "a"}

    answers = at_once(50, lambda _: program.post(url, told))

    assert statuses(answers) == [200] * 49 + [201]
    assert Message.objects.count() == len(sent) == 1


def test_the_general_room_is_made_once(as_program, alice, bob):
    programs, url = [as_program(alice), as_program(bob)], reverse("chatbot:talk-messages")

    answers = at_once(20, lambda n: programs[n % 2].post(url, {"message": f"{n}"}))

    assert statuses(answers) == [201] * 20
    assert Conversation.objects.get().last_seq == 20


def test_edits_and_words_at_once_leave_no_hole_in_the_log(as_program, talk, sent, alice, kitchen):
    own = [talk(alice, f"{number}", kitchen).json()["message"] for number in range(10)]
    program, url = as_program(alice), reverse("chatbot:talk-messages")

    def mend_or_say(number):
        if number % 2:
            one = reverse("chatbot:talk-message", args=[own[number // 2]["id"]])
            return program.patch(one, {"message": "mended"})
        return program.post(url, {"message": "more", "conversation_id": kitchen.pk})

    answers = at_once(20, mend_or_say)

    assert statuses(answers) == [200] * 10 + [201] * 10
    told = [payload["changed_seq"] for _, name, payload in sent if name.startswith("Message")]
    assert sorted(told) == list(range(1, 31))
