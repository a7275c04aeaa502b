"""Conversations that end, begin again, and wake."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from chatbot.models import Conversation
from chatbot.services import change_status
from chatbot.tasks import wake_snoozed

pytestmark = pytest.mark.django_db

Status = Conversation.Status


@pytest.fixture
def close(as_visitor):
    def post(visitor, conversation):
        return as_visitor(visitor).post(reverse("chatbot:close", args=[conversation.pk]))

    return post


def lines_of(conversation):
    return [*conversation.messages.filter(sender_type="system").values_list("body", flat=True)]


def closed_for(conversation, **long):
    conversation.refresh_from_db()
    conversation.closed_at = timezone.now() - timedelta(**long)
    conversation.save()


def snoozed(conversation, operator, **ago):
    later = timezone.now() + timedelta(hours=1)
    change_status(
        conversation_id=conversation.pk, actor=operator, status=Status.SNOOZED, until=later
    )
    conversation.refresh_from_db()
    conversation.snoozed_until = timezone.now() - timedelta(**ago)
    conversation.save()


def test_a_visitor_closes_the_conversation(close, say, vera, support):
    say(vera, "Thanks, that was all.")

    answer = close(vera, support)

    assert answer.status_code == 200
    assert answer.json()["conversation"]["status"] == "closed"
    assert lines_of(support) == ["The visitor closed the conversation."]
    support.refresh_from_db()
    assert support.waiting_since is None


@pytest.fixture
def begin(as_visitor):
    """What init answers to a page that is loaded again."""

    def post(visitor):
        url = reverse("chatbot:init")
        return as_visitor(visitor).post(url, {"site": visitor.site.public_key}).json()

    return post


def test_who_comes_back_soon_sees_how_it_ended(close, begin, say, vera, support):
    said = say(vera, "Thanks, that was all.").json()["message"]
    close(vera, support)

    welcome = begin(vera)

    assert welcome["conversation"]["id"] == support.pk
    assert welcome["conversation"]["status"] == "closed"
    assert welcome["messages"][0] == said


def test_who_comes_back_later_begins_anew(close, begin, vera, support):
    close(vera, support)
    closed_for(support, days=1, minutes=1)

    assert begin(vera)["conversation"] is None


def test_what_goes_on_comes_before_what_has_just_ended(close, begin, say, vera, support):
    close(vera, support)
    newer = say(vera, "One more thing.").json()["conversation"]

    assert begin(vera)["conversation"]["id"] == newer["id"]


@pytest.mark.django_db(transaction=True)
def test_both_sides_are_told_that_it_is_closed(close, vera, support, sent):
    answer = close(vera, support)

    told = [payload for where, name, payload in sent if name == "ConversationUpdated"]
    public = f"private-chat.conversation.{support.pk}"
    assert (public, "ConversationUpdated", answer.json()["conversation"]) in sent
    assert {payload["status"] for payload in told[-2:]} == {"closed"}


def test_closing_twice_says_so_once(close, vera, support):
    close(vera, support)

    assert close(vera, support).status_code == 200
    assert len(lines_of(support)) == 1


def test_nobody_else_may_close_it(close, stranger, support):
    assert close(stranger, support).status_code == 404

    support.refresh_from_db()
    assert support.status == Status.OPEN


def test_who_writes_within_a_week_opens_it_again(close, say, vera, support):
    close(vera, support)
    closed_for(support, days=6, hours=23)

    answer = say(vera, "One more thing.", conversation_id=support.pk)

    assert answer.status_code == 201
    assert answer.json()["conversation"]["status"] == "open"
    assert lines_of(support)[-1] == "The conversation was opened again."
    assert answer.json()["message"]["seq"] == 3


def test_after_a_week_it_stays_closed(close, say, vera, support):
    close(vera, support)
    closed_for(support, days=7, minutes=1)

    answer = say(vera, "One more thing.", conversation_id=support.pk)

    assert (answer.status_code, answer.json()["code"]) == (409, "conversation_closed")
    assert support.messages.count() == 1


def test_who_names_none_begins_another(close, say, vera, support):
    close(vera, support)

    answer = say(vera, "Something else.")

    assert answer.status_code == 201
    assert answer.json()["conversation"]["id"] != support.pk
    assert answer.json()["message"]["seq"] == 1


def test_of_two_tabs_the_one_that_is_behind_is_told(close, say, vera, support):
    # The first tab goes on in a new conversation; the second still shows the closed one.
    close(vera, support)
    say(vera, "Something else.")

    answer = say(vera, "And this?", conversation_id=support.pk)

    assert (answer.status_code, answer.json()["code"]) == (409, "conversation_closed")
    support.refresh_from_db()
    assert support.status == Status.CLOSED


def test_a_repeated_message_does_not_open_it_again(close, say, vera, support):
    say(vera, "Thanks!", client_message_id="a")
    close(vera, support)

    repeated = say(vera, "Thanks!", conversation_id=support.pk, client_message_id="a")

    assert repeated.status_code == 200
    assert repeated.json()["conversation"]["status"] == "closed"


def test_what_is_snoozed_wakes_when_its_time_has_come(olga, support):
    snoozed(support, olga, seconds=1)

    wake_snoozed()
    wake_snoozed()

    support.refresh_from_db()
    assert (support.status, support.snoozed_until) == (Status.OPEN, None)
    assert support.notes.last().body == "The time of snoozing is over."
    assert support.staff_seq == support.notes.count() == 2


def test_what_is_snoozed_for_longer_sleeps_on(olga, support):
    snoozed(support, olga, seconds=-60)

    wake_snoozed()

    support.refresh_from_db()
    assert support.status == Status.SNOOZED


def test_what_is_snoozed_wakes_when_the_visitor_writes(olga, say, vera, support):
    snoozed(support, olga, seconds=-60)

    answer = say(vera, "Are you there?")

    assert answer.json()["conversation"]["status"] == "open"
    support.refresh_from_db()
    assert support.snoozed_until is None
