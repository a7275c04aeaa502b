"""The inbox as its page fetches it: row by row, the newest first, and what one looks for."""

import pytest
from django.db import connection
from django.utils import timezone

from chatbot.models import Conversation, Label, Message, Visitor
from chatbot.models.search import MESSAGE_WORDS, VISITOR_WORDS, beginnings_of
from chatbot.services import assign, set_labels
from chatbot.testing import heard_on, new_visitor

pytestmark = pytest.mark.django_db

WRONG = {
    "status": "lost",
    "site": "shop",
    "assignee": "everybody",
    "label": "a" * 41,
    "q": "a" * 101,
    "cursor": "forged",
    "limit": "many",
}


@pytest.fixture(autouse=True)
def _nobody_is_asked_to_slow_down(settings):
    settings.RATE_LIMITS = False


@pytest.fixture
def inbox(as_olga):
    def get(**query):
        return as_olga.get("/admin/chatbot/conversations", query)

    return get


@pytest.fixture
def talks(site, say):
    """Of this many visitors, the last one spoke last."""

    def begin(number, first=0):
        for n in range(first, first + number):
            say(new_visitor(site, f"Nora-{n}"), f"This is question {n}.")
        return [*Conversation.objects.order_by("pk")]

    return begin


def names_in(answer):
    return [row["visitor"]["name"] for row in answer.json()["results"]]


def test_the_newest_come_first(inbox, talks, say):
    first, _, _ = talks(3)
    say(first.visitor, "And one more.")

    answer = inbox()

    assert answer.json()["success"] is True
    assert names_in(answer) == ["Nora-0", "Nora-2", "Nora-1"]
    assert answer.json()["results"][0]["latest"]["message"] == "And one more."


def test_where_nothing_was_said_there_is_nothing_to_show(inbox, support):
    assert inbox().json()["results"] == []


def test_each_page_goes_on_where_the_last_ended(inbox, talks):
    talks(5)
    # At the very same moment: their numbers decide.
    Conversation.objects.update(last_message_at=timezone.now())

    first = inbox(limit=2)
    second = inbox(limit=2, cursor=first.json()["next"])
    third = inbox(limit=2, cursor=second.json()["next"])

    found = [*names_in(first), *names_in(second), *names_in(third)]
    assert found == [f"Nora-{n}" for n in (4, 3, 2, 1, 0)]
    assert third.json()["next"] is None


def test_an_operator_sees_the_own_sites_alone(inbox, client, otto, talks):
    talks(1)
    client.force_login(otto)

    assert inbox().json()["results"] == []


def test_a_foreign_site_is_an_empty_one(inbox, otto, say):
    theirs = otto.operated_sites.get()
    say(new_visitor(theirs, "Theo"), "Hello?")

    assert inbox(site=theirs.pk).json()["results"] == []
    assert inbox(q="Theo").json()["results"] == []


def test_it_is_narrowed_by_what_conversations_are(inbox, olga, site, talks):
    first, second, third = talks(3)
    Label.objects.create(site=site, name="Refund")
    assign(conversation_id=first.pk, operator=olga, assignee_id=olga.pk)
    set_labels(conversation_id=second.pk, operator=olga, labels=["Refund"])
    Conversation.objects.filter(pk=third.pk).update(status="pending")

    assert names_in(inbox(assignee="me")) == ["Nora-0"]
    assert names_in(inbox(assignee=olga.pk)) == ["Nora-0"]
    assert names_in(inbox(assignee="none")) == ["Nora-2", "Nora-1"]
    assert names_in(inbox(label="Refund")) == ["Nora-1"]
    assert names_in(inbox(status="pending")) == ["Nora-2"]
    assert names_in(inbox(site=site.pk, status="open", assignee="none")) == ["Nora-1"]


@pytest.mark.parametrize(
    "words",
    ["zebra", "zeb", "ZEBRA str", "zora", "example", "zora@example.com", "ord-77", "77"],
)
def test_it_is_searched_by_beginnings_of_words(inbox, site, say, talks, words):
    talks(2)
    zora = new_visitor(site, "Zora")
    zora.email = "zora@shop.example.com"
    zora.save()
    say(zora, "A zebra strayed into order ord-77.")
    if words == "zora@example.com":
        zora.email = words
        zora.save()

    assert names_in(inbox(q=words)) == ["Zora"]


@pytest.mark.parametrize("words", ["ebra", "giraffe", "zebra giraffe", "' | ", "&!():*", "<->"])
def test_what_is_not_there_is_not_found(inbox, site, say, words):
    # Attack: the signs of the search language itself.
    say(new_visitor(site, "Zora"), "A zebra strayed.")

    answer = inbox(q=words)

    assert (answer.status_code, answer.json()["results"]) == (200, [])


def test_what_was_deleted_is_not_found(inbox, site, say, talks):
    (talk,) = talks(1)
    message = talk.messages.get()
    message.bury()
    message.conversation.save()
    message.save()

    assert inbox(q="question").json()["results"] == []


@pytest.mark.parametrize(("name", "value"), WRONG.items())
def test_what_makes_no_sense_is_refused(inbox, site, name, value):
    assert inbox(**{name: value}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_a_row_is_told_as_it_is_listed(inbox, say, vera, support, sent):
    say(vera, "Where is my parcel?")

    (row,) = inbox().json()["results"]

    told = heard_on(f"presence-inbox.{support.site_id}", sent)
    assert told[-1] == ("ConversationUpdated", row)


def test_fifty_rows_cost_what_one_does(inbox, talks, django_assert_num_queries):
    talks(1)
    inbox()  # the first request of a session is dearer
    session, user, rows = 1, 1, 1
    with django_assert_num_queries(session + user + rows):
        inbox()
    talks(50, first=1)

    with django_assert_num_queries(session + user + rows):
        answer = inbox(q="question", status="open")

    assert len(answer.json()["results"]) == 50


@pytest.mark.parametrize(
    ("model", "words", "index"),
    [(Message, MESSAGE_WORDS, "message_words"), (Visitor, VISITOR_WORDS, "visitor_words")],
)
def test_words_are_found_by_an_index(db, model, words, index):
    found = model.objects.annotate(words=words).filter(words=beginnings_of("question"))

    with connection.cursor() as cursor:
        # There are too few rows for it to be worth while; and only such an index makes a bitmap.
        for other in ("enable_seqscan", "enable_indexscan"):
            cursor.execute(f"SET LOCAL {other} = off")

    assert index in found.explain()


def test_members_find_no_inbox(client, alice):
    client.force_login(alice)

    assert client.get("/admin/chatbot/conversations").status_code == 404


def test_strangers_are_shown_nothing(client):
    assert client.get("/admin/chatbot/conversations").status_code == 401
