"""Many at once: widgets repeat what got no answer, and people have several tabs open."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_prometheus.middleware import Metrics

from chatbot.models import Conversation, Message, Visitor
from chatbot.services import assign, change_status, reply, set_priority
from chatbot.testing import heard_on, token_of

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 50


@pytest.fixture(autouse=True)
def _nobody_is_asked_to_slow_down(settings):
    settings.RATE_LIMITS = False


@pytest.fixture
def at_once():
    """Calls it with each number from as many threads, and returns the answers."""

    def run(call):
        def alone(number):
            try:
                return call(number)
            finally:
                connections.close_all()

        Metrics.get_instance()  # made by the first request, and not by several at once
        with ThreadPoolExecutor(MANY) as pool:
            return list(pool.map(alone, range(MANY)))

    return run


def test_the_same_message_many_times_is_one_message(at_once, say, vera, support, sent):
    answers = at_once(lambda _: say(vera, "Hello?", client_message_id="a"))

    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200] * (MANY - 1) + [201]
    assert len({answer.json()["message"]["id"] for answer in answers}) == 1
    told = heard_on(f"private-chat.conversation.{support.pk}", sent)
    assert len(told) == Message.objects.count() == 1


def test_different_messages_are_numbered_without_holes(at_once, say, vera, support, sent):
    answers = at_once(lambda number: say(vera, f"{number}", client_message_id=f"{number}"))

    seqs = sorted(answer.json()["message"]["seq"] for answer in answers)
    assert seqs == list(range(1, MANY + 1))
    support.refresh_from_db()
    told = heard_on(f"private-chat.conversation.{support.pk}", sent)
    assert [payload["seq"] for _, payload in told] == list(range(1, MANY + 1))
    assert support.last_seq == MANY


def test_many_tabs_read_on_and_never_back(at_once, as_visitor, vera, olga, support, sent):
    for number in range(1, MANY + 1):
        text = f"{number}"
        reply(conversation_id=support.pk, operator=olga, client_message_id=text, body=text)
    url = reverse("chatbot:read", args=[support.pk])

    answers = at_once(lambda number: as_visitor(vera).post(url, {"seq": number + 1}))

    assert {answer.status_code for answer in answers} == {200}
    told = [payload["read_up_to"] for _, name, payload in sent if name == "MessageRead"]
    assert told == sorted(set(told))
    assert told[-1] == support.participants.get(visitor=vera).read_up_to == MANY


def test_the_same_person_reads_and_writes_at_once(at_once, as_visitor, say, vera, olga, support):
    reply(conversation_id=support.pk, operator=olga, client_message_id="a", body="Hello!")
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


def test_first_words_and_endings_at_once_do_not_wait_for_each_other(at_once, say, vera, olga):
    def talk_or_end(number):
        if number % 3:
            return say(vera, f"{number}", client_message_id=f"{number}").status_code
        for conversation in vera.conversations.not_closed():
            change_status(conversation_id=conversation.pk, actor=olga, status="closed")
        return 201

    codes = at_once(talk_or_end)

    assert set(codes) == {201}
    said = Message.objects.filter(sender_type="visitor").values_list("body", flat=True)
    assert sorted(said, key=int) == [f"{number}" for number in range(MANY) if number % 3]


def test_whoever_waited_is_told_whose_work_it_is_by_now(at_once, olga, support, sent):
    def assign_or_raise(number):
        if number % 2:
            to = olga.pk if number % 4 == 1 else None
            return assign(conversation_id=support.pk, operator=olga, assignee_id=to)
        priority = "urgent" if number % 4 else "low"
        return set_priority(conversation_id=support.pk, operator=olga, priority=priority)

    answers = at_once(assign_or_raise)

    shown = [(each.assignee_id, each.assignee and each.assignee.pk) for each in answers]
    assert [by_id for by_id, _ in shown] == [by_row for _, by_row in shown]


def test_people_who_share_computers_and_log_in_at_once_do_not_wait_for_each_other(
    at_once, client, proven
):
    def init(number, token=None):
        body = {"site": "shop", "identity": proven("even" if number % 2 else "odd")}
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return Client().post("/api/chatbot/init", body, "application/json", headers=headers)

    browsers = [init(number).json()["token"] for number in range(MANY)]

    answers = at_once(lambda number: init(number + 1, browsers[number]))

    assert {answer.status_code for answer in answers} == {201}
    assert Visitor.objects.count() == 2


def test_many_browsers_that_prove_the_same_at_once_are_one_visitor(at_once, client, proven):
    body = {"site": "shop", "identity": proven("42")}

    answers = at_once(
        lambda _: Client().post("/api/chatbot/init", body, content_type="application/json")
    )

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["token"] for answer in answers}) == MANY
    assert Visitor.objects.get().tokens.count() == MANY


@pytest.mark.parametrize("is_known", [False, True])
def test_a_visitor_who_logs_in_while_talking_loses_nothing(at_once, say, vera, proven, is_known):
    # In one tab the token ends that the others still talk with.
    if is_known:
        site, now = vera.site, timezone.now()
        Visitor.objects.create(site=site, identity_id="42", identified_at=now)
    body = {"site": "shop", "identity": proven("42")}
    token = {"Authorization": f"Bearer {token_of(vera)}"}

    def talk_or_log_in(number):
        if number != MANY // 2:
            return say(vera, "Hello?")
        return Client().post(
            "/api/chatbot/init", body, content_type="application/json", headers=token
        )

    answers = at_once(talk_or_log_in)

    assert {answer.status_code for answer in answers} <= {201, 401}
    said = [answer.json() for answer in answers if answer.status_code == 201]
    stored = {answer["message"]["id"] for answer in said if "message" in answer}
    visitor = Visitor.objects.get()
    kept = Message.objects.filter(author__visitor=visitor).values_list("pk", flat=True)
    assert set(kept) == stored
