import json

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chatbot.models import Attachment, Message
from chatbot.services import send_message
from chatbot.testing import heard_on, new_visitor

WRONG = {
    "no message": {"client_message_id": "a"},
    "no id": {"message": "Hello!"},
    "a strange id": {"message": "Hello!", "client_message_id": "a b"},
    "a strange number": {"message": "Hello!", "client_message_id": "a", "last_seen_seq": "two"},
}


@pytest.fixture
def question(say, vera, support):
    return say(vera, "Is it <b>open</b>?").json()["message"]


@pytest.fixture
def reply(client, support):
    def post(text, **more):
        body = {"message": text, "client_message_id": "a", **more}
        url = f"/admin/chatbot/{support.pk}/reply"
        return client.post(url, body, content_type="application/json")

    return post


def urls(pk):
    return [f"/admin/chatbot/{pk}", f"/admin/chatbot/{pk}/messages", f"/admin/chatbot/{pk}/reply"]


def test_an_answer_reaches_the_channel_as_it_was_answered(
    client, olga, reply, support, question, sent, django_capture_on_commit_callbacks
):
    client.force_login(olga)

    with django_capture_on_commit_callbacks(execute=True):
        answer = reply("Yes!", last_seen_seq=1)

    assert answer.status_code == 201
    message = answer.json()["message"]
    channel = f"private-chat.conversation.{support.pk}"
    assert heard_on(channel, sent)[-1] == ("ChatMessageReceived", message)
    assert (message["sender_type"], message["sender_id"]) == ("admin", olga.pk)


def test_both_sides_read_the_same(client, olga, reply, as_visitor, vera, support, question):
    client.force_login(olga)
    reply("Yes!")

    operators = client.get(f"/admin/chatbot/{support.pk}/messages").json()
    visitors = as_visitor(vera).get(f"/api/chatbot/conversation/{support.pk}").json()

    for name in ("messages", "last_seq", "has_more", "typing"):
        assert operators[name] == visitors[name]
    assert operators["conversation"].items() > visitors["conversation"].items()


def test_repeating_an_answer_sends_nothing_twice(client, olga, reply, say, vera, question):
    client.force_login(olga)
    first = reply("Yes!", last_seen_seq=1)
    say(vera, "Hello?")

    second = reply("Yes!", last_seen_seq=1)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["message"]["id"] == second.json()["message"]["id"]


def test_an_answer_to_less_than_was_said_is_held_back(client, olga, reply, say, vera, question):
    client.force_login(olga)
    newer = say(vera, "Never mind.").json()["message"]

    answer = reply("Yes!", last_seen_seq=1)

    assert answer.status_code == 409
    assert answer.json()["code"] == "newer_messages"
    assert answer.json()["messages"] == [newer]
    assert Message.objects.count() == 2


def test_however_much_was_missed_one_page_of_it_is_told(
    client, olga, reply, vera, support, django_assert_max_num_queries
):
    for number in range(51):
        file = Attachment(kind="file", state="ready", name="a.pdf", size=1, file=f"{number}.pdf")
        told = {"sender": vera, "client_message_id": f"{number}", "body": "", "files": [file]}
        send_message(conversation_id=support.pk, **told)
    client.force_login(olga)

    with django_assert_max_num_queries(20):
        answer = reply("Yes!", last_seen_seq=0)

    assert [missed["seq"] for missed in answer.json()["messages"]] == list(range(2, 52))


def test_an_operator_may_insist(client, olga, reply, say, vera, question):
    client.force_login(olga)
    say(vera, "Never mind.")

    assert reply("Yes!", last_seen_seq=1, force=True).status_code == 201


def test_ones_own_words_hold_back_nothing(client, olga, reply, question):
    client.force_login(olga)
    reply("Yes!", last_seen_seq=1)

    again = reply("Until six.", client_message_id="b", last_seen_seq=1)

    assert again.status_code == 201


def test_a_colleagues_words_hold_it_back(client, olga, reply, support, site, question):
    anna = User.objects.create_user("anna", is_staff=True)
    site.operators.add(anna)
    send_message(conversation_id=support.pk, sender=anna, client_message_id="a", body="No.")
    client.force_login(olga)

    assert reply("Yes!", last_seen_seq=1).status_code == 409


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG.keys())
def test_malformed_answers_are_refused(client, olga, support, body):
    client.force_login(olga)

    answer = client.post(
        f"/admin/chatbot/{support.pk}/reply", body, content_type="application/json"
    )

    assert answer.status_code == 422
    assert not Message.objects.exists()


def test_another_site_may_not_make_an_operator_answer(olga, support):
    # A form on a stranger's page, sent by the operator's own browser with its cookie.
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(olga)

    answer = browser.post(
        f"/admin/chatbot/{support.pk}/reply", {"message": "Spam", "client_message_id": "a"}
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


@pytest.mark.parametrize("name", ["otto", "alice"])
def test_to_everybody_else_the_conversation_does_not_exist(request, client, support, name):
    client.force_login(request.getfixturevalue(name))

    for url in urls(support.pk):
        said = {"message": "Hello!", "client_message_id": "a"}
        answer = client.post(url, said) if url.endswith("reply") else client.get(url)
        assert answer.status_code == 404, url


def test_what_is_missing_looks_like_what_is_foreign(client, support, otto):
    client.force_login(otto)

    missing, foreign = (
        client.get(f"/admin/chatbot/{pk}/messages") for pk in (support.pk + 1000, support.pk)
    )

    assert missing.content == foreign.content


def test_strangers_are_asked_to_sign_in(client, support):
    page, messages, _ = urls(support.pk)

    assert client.get(page).url == f"/accounts/login/?next={page}"
    assert client.get("/admin/chatbot/").url.startswith("/accounts/login/")
    assert client.get(messages).status_code == 401


def test_an_operator_without_the_second_step_answers_nobody(
    client, olga, reply, question, settings
):
    # The pages send such operators away; the addresses behind them must, too.
    settings.REQUIRE_STAFF_MFA = True
    client.force_login(olga)

    assert reply("Yes!").json()["code"] == "second_step_missing"
    listening = {"socket_id": "1.1", "channel_name": "private-chat.conversation.1"}
    refused = client.post("/broadcasting/auth", listening)
    assert (refused.status_code, refused.json()["code"]) == (403, "second_step_missing")


def test_the_page_begins_with_what_was_said(client, olga, support, question):
    client.force_login(olga)

    page = client.get(f"/admin/chatbot/{support.pk}")

    props = page.context["props"]
    assert json.dumps(props)
    assert props["messages"] == [question]
    assert props["conversation"]["channel"] == f"private-chat.conversation.{support.pk}"
    assert props["urls"]["reply"] == f"/admin/chatbot/{support.pk}/reply"
    assert props["urls"]["typing"] == f"/admin/chatbot/{support.pk}/typing"
    assert props["urls"]["mark_read"] == f"/admin/chatbot/{support.pk}/mark-read"
    assert props["operator"] == {"id": olga.pk, "name": "olga"}
    assert props.keys() == {"conversation", "messages", "urls", "realtime", "operator"}
    assert "smartlink_csrf" in page.cookies


def test_the_page_shows_no_visitors_markup(client, olga, support, vera, question):
    vera.name = "<script>alert(1)</script>"
    vera.save()
    client.force_login(olga)

    for url in ("/admin/chatbot/", f"/admin/chatbot/{support.pk}"):
        page = client.get(url).content.decode()
        assert "<b>open" not in page
        assert "<script>alert" not in page


def test_the_inbox_lists_what_an_operator_may_see(client, olga, otto, support, question):
    client.force_login(olga)
    assert f'href="/admin/chatbot/{support.pk}"' in client.get("/admin/chatbot/").content.decode()

    client.force_login(otto)
    page = client.get("/admin/chatbot/").content.decode()
    assert f"/admin/chatbot/{support.pk}" not in page
    assert "No conversations yet" in page


def test_the_inbox_costs_the_same_however_full_it_is(client, olga, site, say, question):
    client.force_login(olga)
    client.get("/admin/chatbot/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/chatbot/")

    for name in "abc":
        say(new_visitor(site, name), "Hello?")

    with CaptureQueriesContext(connection) as many:
        client.get("/admin/chatbot/")
    assert len(many) == len(few)


def test_the_lists_of_the_admin_are_not_lost_behind_ours(client, support):
    chief = User.objects.create_superuser("chief", "chief@example.com")
    client.force_login(chief)
    inbox = client.get("/admin/chatbot/").content.decode()

    for model in ("site", "visitor", "conversation", "message"):
        assert f'href="/admin/chatbot/{model}/"' in inbox
        assert client.get(f"/admin/chatbot/{model}/").status_code == 200
    assert client.get(f"/admin/chatbot/conversation/{support.pk}/change/").status_code == 200
    assert client.get("/admin/chatbot/site/add/").status_code == 200
