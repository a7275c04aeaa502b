import pytest
from django.utils import timezone

from chatbot.models import Conversation
from chatbot.services import change_status, reply
from chatbot.testing import new_visitor

WRONG = [
    {"after": "yesterday"},
    {"after": -1},
    {"after": 10**30},
    {"before": 0},
    {"limit": 0},
    {"limit": 101},
    {"after": 1, "before": 2},
]


@pytest.fixture
def talk(say, vera, support):
    """Vera said it in five messages."""
    return [say(vera, f"{number}").json()["message"] for number in range(1, 6)]


def answer_of_olga(support, olga, text="Hello Vera!"):
    message, _ = reply(
        conversation_id=support.pk, operator=olga, client_message_id=text[:5], body=text
    )
    return message


def seqs(answer):
    return [message["seq"] for message in answer.json()["messages"]]


def test_history_tells_what_was_said(history, vera, support, talk):
    answer = history(vera, support.pk).json()

    assert answer["messages"] == talk
    assert list(answer) == [
        "success",
        "conversation",
        "messages",
        "last_seq",
        "has_more",
        "typing",
    ]
    assert (answer["last_seq"], answer["has_more"], answer["typing"]) == (5, False, [])


def test_history_goes_on_after_a_cursor(history, vera, support, talk):
    first = history(vera, support.pk, after=2, limit=2)
    rest = history(vera, support.pk, after=4, limit=2)

    assert (seqs(first), first.json()["has_more"]) == ([3, 4], True)
    assert (seqs(rest), rest.json()["has_more"]) == ([5], False)


def test_history_goes_back_before_a_message(history, vera, support, talk):
    newest = history(vera, support.pk, limit=2)
    older = history(vera, support.pk, before=4, limit=5)

    assert (seqs(newest), newest.json()["has_more"]) == ([4, 5], True)
    assert (seqs(older), older.json()["has_more"]) == ([1, 2, 3], False)


@pytest.mark.parametrize("query", WRONG, ids=str)
def test_a_malformed_query_is_refused(history, vera, support, query):
    assert history(vera, support.pk, **query).status_code == 422


def test_nothing_new_costs_no_more_than_two_queries(
    history, vera, support, talk, django_assert_num_queries
):
    etag = history(vera, support.pk, after=5)["ETag"]

    with django_assert_num_queries(2):
        answer = history(vera, support.pk, after=5, etag=etag)

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == etag


def test_an_answer_from_the_other_side_is_new(history, vera, support, talk, olga):
    etag = history(vera, support.pk, after=5)["ETag"]

    answer_of_olga(support, olga)

    answer = history(vera, support.pk, after=5, etag=etag)
    assert answer.status_code == 200
    assert (seqs(answer), answer.json()["messages"][0]["sender_type"]) == ([6], "admin")
    assert answer.json()["conversation"]["operator"]["id"] == olga.pk


def test_an_answer_shows_that_the_question_was_read(history, vera, support, talk, olga):
    assert not history(vera, support.pk).json()["messages"][0]["is_read"]

    answer_of_olga(support, olga)

    answer = history(vera, support.pk).json()
    assert [message["is_read"] for message in answer["messages"]] == [True] * 5 + [False]
    assert answer["conversation"]["read_up_to"] == {"visitor": 5, "operators": 6}


def test_the_number_of_queries_does_not_grow(
    history, vera, support, talk, olga, django_assert_max_num_queries
):
    answer_of_olga(support, olga)

    with django_assert_max_num_queries(3):
        history(vera, support.pk)


def test_another_visitor_sees_no_such_conversation(history, stranger, support):
    missing, foreign = (history(stranger, pk) for pk in (support.pk + 1000, support.pk))

    assert foreign.status_code == missing.status_code == 404
    assert foreign.json() == missing.json()
    assert history(stranger, 10**30).status_code == 404


def test_a_visitor_of_another_site_with_the_same_name_sees_nothing(history, other_site, support):
    assert history(new_visitor(other_site, "Vera"), support.pk).status_code == 404


def test_visitors_list_their_own_conversations_newest_first(as_visitor, vera, stranger, support):
    support.turn("closed")
    support.save()
    newer = Conversation.objects.create(site=vera.site, visitor=vera)
    Conversation.objects.create(site=stranger.site, visitor=stranger)

    answer = as_visitor(vera).get("/api/chatbot/conversations").json()

    assert [found["id"] for found in answer["results"]] == [newer.pk, support.pk]


def test_the_list_says_how_each_conversation_goes_on(as_visitor, say, vera, olga, support):
    long = "Where is my parcel? " * 20
    say(vera, long, conversation_id=support.pk)
    change_status(conversation_id=support.pk, actor=olga, status="closed")

    (found,) = as_visitor(vera).get("/api/chatbot/conversations").json()["results"]

    # That it was closed is nobody's word.
    last = {"seq": 1, "sender_type": "visitor", "message": long.strip()[:200], "file_count": 0}
    assert (found["status"], found["last_words"]) == ("closed", last)


def test_deleted_words_are_in_no_list(as_visitor, say, vera, support):
    say(vera, "Oh, never mind.", conversation_id=support.pk)
    support.messages.update(body="", deleted_at=timezone.now())

    (found,) = as_visitor(vera).get("/api/chatbot/conversations").json()["results"]

    assert found["last_words"] is None


def test_a_longer_list_costs_no_further_query(as_visitor, statements_of, vera, support):
    def queries():
        _, asked = statements_of(lambda: as_visitor(vera).get("/api/chatbot/conversations"))
        return len(asked)

    few = queries()
    support.turn("closed")
    support.save()
    Conversation.objects.create(site=vera.site, visitor=vera)

    assert queries() == few
