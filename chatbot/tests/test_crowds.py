"""Many at once: widgets repeat what got no answer, and people have several tabs open."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from chatbot.models import Conversation, Message

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


def test_many_first_messages_open_one_conversation(at_once, say, vera, sent):
    answers = at_once(lambda number: say(vera, f"{number}"))

    assert {answer.status_code for answer in answers} == {201}
    assert Conversation.objects.count() == 1
    assert Message.objects.count() == MANY
