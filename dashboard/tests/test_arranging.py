"""Whose work a conversation is, how it stands, what it is called, how urgent it is."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from chatbot.models import Label, Note
from chatbot.testing import heard_on

pytestmark = pytest.mark.django_db

WRONG = {
    "assign nobody said whom": ("assign", {}),
    "assign a stranger": ("assign", {"operator_id": 10**9}),
    "assign words": ("assign", {"operator_id": "me"}),
    "status unknown": ("status", {"status": "lost"}),
    "status until yesterday": ("status", {"status": "snoozed", "until": "2020-01-01T00:00:00Z"}),
    "status until without snoozing": ("status", {"status": "open", "until": "2999-01-01T00:00Z"}),
    "labels of nobody": ("labels", {"labels": ["Unheard-of"]}),
    "labels as words": ("labels", {"labels": "Urgent"}),
    "labels too many": ("labels", {"labels": ["Urgent"] * 21}),
    "priority unknown": ("priority", {"priority": "panic"}),
}


@pytest.fixture
def arrange(as_olga, support):
    def post(verb, **told):
        url = f"/admin/chatbot/{support.pk}/{verb}"
        return as_olga.post(url, told, content_type="application/json")

    return post


@pytest.fixture
def shown(as_olga, support):
    """What the operators' page reads."""

    def get():
        return as_olga.get(f"/admin/chatbot/{support.pk}/messages").json()

    return get


@pytest.fixture
def anna(site):
    anna = User.objects.create_user("anna", is_staff=True)
    site.operators.add(anna)
    return anna


def lines_of(conversation):
    return [*conversation.notes.values_list("kind", "body")]


def test_a_conversation_is_made_somebodys_work(arrange, shown, anna, support):
    answer = arrange("assign", operator_id=anna.pk)

    assert answer.status_code == 200
    assert answer.json()["conversation"]["assignee"]["id"] == anna.pk
    assert answer.json()["conversation"] == shown()["conversation"]
    assert lines_of(support) == [("assignment", "olga assigned this to anna.")]


def test_and_nobodys_again(arrange, anna, support):
    arrange("assign", operator_id=anna.pk)

    answer = arrange("assign", operator_id=None)

    assert answer.json()["conversation"]["assignee"] is None


@pytest.mark.parametrize("name", ["otto", "alice"])
def test_nobody_is_given_work_who_does_not_answer_here(request, arrange, support, name):
    # Attack: an assignment that hands the conversation to another site's operator.
    other = request.getfixturevalue(name)

    assert arrange("assign", operator_id=other.pk).status_code == 422
    assert lines_of(support) == []


def test_labels_are_exactly_those(arrange, shown, site, support):
    Label.objects.bulk_create(Label(site=site, name=name) for name in ("Refund", "Urgent", "VIP"))
    arrange("labels", labels=["Urgent", "VIP"])

    answer = arrange("labels", labels=["Refund", "Urgent", "Refund"])

    assert answer.json()["conversation"]["labels"] == ["Refund", "Urgent"]
    assert answer.json()["conversation"] == shown()["conversation"]
    assert lines_of(support)[-1] == ("labels", "olga set the labels: Refund, Urgent.")


def test_labels_of_another_site_are_none_of_ours(arrange, otto, support):
    Label.objects.create(site=otto.operated_sites.get(), name="Theirs")

    assert arrange("labels", labels=["Theirs"]).status_code == 422


def test_it_is_said_how_urgent_it_is(arrange, shown, support):
    answer = arrange("priority", priority="urgent")

    assert answer.json()["conversation"]["priority"] == "urgent"
    assert answer.json()["conversation"] == shown()["conversation"]
    assert lines_of(support) == [("priority", "olga set the priority to urgent.")]


def test_a_conversation_is_laid_aside_for_a_while(arrange, support):
    until = (timezone.now() + timedelta(hours=3)).isoformat()

    answer = arrange("status", status="snoozed", until=until)

    assert answer.json()["conversation"]["status"] == "snoozed"
    assert answer.json()["conversation"]["snoozed_until"]
    assert lines_of(support) == [("status", "olga set this to snoozed.")]
    assert not support.messages.exists()


def test_closing_and_opening_again_is_seen_by_the_visitor(arrange, support, vera, as_visitor):
    arrange("status", status="closed")
    arrange("status", status="open")

    answer = as_visitor(vera).get(f"/api/chatbot/conversation/{support.pk}").json()

    assert answer["conversation"]["status"] == "open"
    assert [message["message"] for message in answer["messages"]] == [
        "olga closed the conversation.",
        "The conversation was opened again.",
    ]


@pytest.mark.parametrize(
    ("verb", "told"),
    [
        ("assign", {"operator_id": None}),
        ("status", {"status": "pending"}),
        ("labels", {"labels": []}),
        ("priority", {"priority": "high"}),
    ],
)
def test_saying_the_same_again_changes_nothing(arrange, support, verb, told):
    first = arrange(verb, **told).json()

    assert arrange(verb, **told).json() == first
    assert Note.objects.count() <= 1


@pytest.mark.parametrize(("verb", "told"), WRONG.values(), ids=WRONG.keys())
def test_what_makes_no_sense_is_refused(arrange, support, verb, told):
    answer = arrange(verb, **told)

    assert (answer.status_code, answer.json()["success"]) == (422, False)
    support.refresh_from_db()
    assert (support.status, support.labels, support.staff_seq) == ("open", [], 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("verb", "told"), [("priority", {"priority": "high"}), ("status", {"status": "pending"})]
)
def test_each_audience_is_told_what_it_may_read(
    arrange, shown, as_visitor, vera, support, sent, verb, told
):
    answer = arrange(verb, **told)

    staff = shown()["conversation"]
    assert answer.json()["conversation"] == staff
    for channel in (f"inbox.{support.site_id}", f"chat.conversation.{support.pk}"):
        assert ("ConversationUpdated", staff) in heard_on(f"presence-{channel}", sent)
    public = heard_on(f"private-chat.conversation.{support.pk}", sent)
    history = as_visitor(vera).get(f"/api/chatbot/conversation/{support.pk}").json()
    is_public = verb == "status"
    assert public == ([("ConversationUpdated", history["conversation"])] if is_public else [])


def test_another_site_may_not_make_an_operator_arrange(olga, support, client):
    # A form on a stranger's page, sent by the operator's own browser with its cookie.
    browser = type(client)(enforce_csrf_checks=True)
    browser.force_login(olga)

    for verb in ("assign", "status", "labels", "priority"):
        answer = browser.post(f"/admin/chatbot/{support.pk}/{verb}", {"status": "closed"})
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
