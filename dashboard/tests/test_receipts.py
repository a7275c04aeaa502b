"""Operators read: the visitor is told so, by whoever may."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chatbot.testing import heard_on

pytestmark = pytest.mark.django_db(transaction=True)

MALFORMED = [{"seq": "all"}, {"seq": -1}, {"seq": 10**30}, {"seq": [1]}, [1]]
AROUND = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.fixture
def reads(support):
    def post(browser, body=None, pk=support.pk):
        url = f"/admin/chatbot/{pk}/mark-read"
        return browser.post(url, {} if body is None else body, content_type="application/json")

    return post


@pytest.fixture
def questions(say, vera, support):
    return [say(vera, text).json()["message"] for text in ("Hello?", "Is it open?")]


def receipts(sent):
    return [payload for _, name, payload in sent if name == "MessageRead"]


def queries(asked):
    return [each["sql"] for each in asked if not each["sql"].startswith(AROUND)]


def test_an_operator_has_read_all_there_is(
    as_olga, reads, questions, olga, support, as_visitor, vera, sent
):
    answer = reads(as_olga)

    assert (answer.status_code, answer.json()) == (200, {"success": True, "read_up_to": 2})
    notice = {
        "conversation_id": support.pk,
        "reader_type": "admin",
        "reader_id": olga.pk,
        "read_up_to": 2,
    }
    told = heard_on(f"private-chat.conversation.{support.pk}", sent)
    assert told[-1] == ("MessageRead", notice)
    shown = as_visitor(vera).get(f"/api/chatbot/conversation/{support.pk}").json()
    assert [message["is_read"] for message in shown["messages"]] == [True, True]


def test_an_operator_has_read_as_far_as_is_said(as_olga, reads, questions, sent):
    assert reads(as_olga, {"seq": 1}).json()["read_up_to"] == 1
    assert reads(as_olga, {"seq": None}).json()["read_up_to"] == 2
    assert reads(as_olga, {"seq": 1}).json()["read_up_to"] == 2
    assert reads(as_olga, {"seq": 99}).json()["read_up_to"] == 2

    assert [each["read_up_to"] for each in receipts(sent)] == [1, 2]


def test_an_operator_who_only_reads_answers_nobody(as_olga, reads, questions, support):
    reads(as_olga)

    support.refresh_from_db()
    assert support.operator is None


@pytest.mark.parametrize("name", ["otto", "alice"])
def test_to_everybody_else_the_conversation_does_not_exist(
    request, client, reads, questions, support, name, sent
):
    # Mallory would tell Vera that she is listened to, and learn which conversations there are.
    client.force_login(request.getfixturevalue(name))

    missing, foreign = reads(client, pk=support.pk + 1000), reads(client)

    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content
    assert receipts(sent) == []


def test_strangers_are_told_to_sign_in(client, reads):
    assert reads(client).status_code == 401


def test_another_site_may_not_make_an_operator_read(olga, support, questions, sent):
    # A form on a stranger's page, sent by the operator's own browser with its cookie.
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(olga)

    answer = browser.post(f"/admin/chatbot/{support.pk}/mark-read")

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    assert receipts(sent) == []


def test_an_operator_without_the_second_step_reads_nothing(
    as_olga, reads, questions, settings, sent
):
    settings.REQUIRE_STAFF_MFA = True

    assert reads(as_olga).json()["code"] == "second_step_missing"
    assert receipts(sent) == []


@pytest.mark.parametrize("body", MALFORMED, ids=str)
def test_what_is_no_number_is_refused(as_olga, reads, questions, body, sent):
    assert reads(as_olga, body).status_code == 422
    assert receipts(sent) == []


def test_it_costs_few_queries_besides_what_every_page_costs(as_olga, reads, questions):
    reads(as_olga, {"seq": 1})
    with CaptureQueriesContext(connection) as page:
        as_olga.get("/api/me")

    with CaptureQueriesContext(connection) as asked:
        reads(as_olga, {"seq": 2})

    assert len(queries(asked)) <= len(queries(page)) + 5
