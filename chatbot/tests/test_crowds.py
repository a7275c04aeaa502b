"""Many at once: widgets repeat what got no answer, and people have several tabs open."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.urls import reverse

from chatbot.models import Conversation, Message
from chatbot.services import reply

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 20


@pytest.fixture
def at_once():
    """Calls it with each number from as many threads, and returns the answers."""

    def run(call):
        def alone(number):
            try:
                return call(number)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(MANY) as pool:
            return list(pool.map(alone, range(MANY)))

    return run


def test_the_same_message_many_times_is_one_message(at_once, say, vera, support, sent):
    answers = at_once(lambda _: say(vera, "Hello?", client_message_id="a"))

    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200] * (MANY - 1) + [201]
    assert len({answer.json()["message"]["id"] for answer in answers}) == 1
    assert len(sent) == Message.objects.count() == 1


def test_different_messages_are_numbered_without_holes(at_once, say, vera, support, sent):
    answers = at_once(lambda number: say(vera, f"{number}", client_message_id=f"{number}"))

    seqs = sorted(answer.json()["message"]["seq"] for answer in answers)
    assert seqs == list(range(1, MANY + 1))
    support.refresh_from_db()
    assert support.last_seq == len(sent) == MANY


def test_many_tabs_read_on_and_never_back(at_once, as_visitor, vera, olga, support, sent):
    for number in range(1, MANY + 1):
        text = f"{number}"
        reply(conversation=support, operator=olga, client_message_id=text, body=text)
    url = reverse("chatbot:read", args=[support.pk])

    answers = at_once(lambda number: as_visitor(vera).post(url, {"seq": number + 1}))

    assert {answer.status_code for answer in answers} == {200}
    told = [payload["read_up_to"] for _, name, payload in sent if name == "MessageRead"]
    assert told == sorted(set(told))
    assert told[-1] == support.participants.get(visitor=vera).read_up_to == MANY


def test_the_same_person_reads_and_writes_at_once(at_once, as_visitor, say, vera, olga, support):
    reply(conversation=support, operator=olga, client_message_id="a", body="Hello!")
    url = reverse("chatbot:read", args=[support.pk])

    def read_or_write(number):
        return say(vera, "Hello?") if number % 2 else as_visitor(vera).post(url, {"seq": number})

    answers = at_once(read_or_write)

    assert {answer.status_code for answer in answers} == {200, 201}
    assert support.participants.get(visitor=vera).read_up_to == MANY // 2 + 1


def test_many_first_messages_open_one_conversation(at_once, say, vera, sent):
    answers = at_once(lambda number: say(vera, f"{number}"))

    assert {answer.status_code for answer in answers} == {201}
    assert Conversation.objects.count() == 1
    assert Message.objects.count() == MANY
