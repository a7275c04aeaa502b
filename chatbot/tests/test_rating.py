import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

WRONG = {
    "no score": {},
    "nought": {"score": 0},
    "six": {"score": 6},
    "words": {"score": "good"},
    "a long comment": {"score": 5, "comment": "a" * 1001},
    "a NUL": {"score": 5, "comment": "\0"},
}


@pytest.fixture
def rate(as_visitor):
    def post(visitor, conversation, **told):
        url = reverse("chatbot:rating", args=[conversation.pk])
        return as_visitor(visitor).post(url, told)

    return post


def test_a_visitor_says_how_it_was(rate, vera, support):
    answer = rate(vera, support, score=4, comment="Quick, <b>friendly</b>.")

    assert answer.status_code == 200
    assert answer.json()["conversation"]["rating"] == 4
    support.refresh_from_db()
    assert (support.rating, support.rating_comment) == (4, "Quick, <b>friendly</b>.")


def test_said_again_the_last_word_counts(rate, vera, support):
    rate(vera, support, score=2, comment="Slow.")
    rate(vera, support, score=5)

    support.refresh_from_db()
    assert (support.rating, support.rating_comment) == (5, "")


@pytest.mark.django_db(transaction=True)
def test_a_rating_is_told_to_both_sides(rate, vera, support, sent):
    answer = rate(vera, support, score=3, comment="So so.")

    told = {channel: payload for channel, _, payload in sent}
    assert told[f"private-chat.conversation.{support.pk}"] == answer.json()["conversation"]
    row = told[f"presence-inbox.{support.site_id}"]
    assert (row["rating"], row["rating_comment"]) == (3, "So so.")


@pytest.mark.django_db(transaction=True)
def test_repeating_a_rating_tells_nothing(rate, vera, support, sent):
    rate(vera, support, score=3)
    sent.clear()

    rate(vera, support, score=3)

    assert sent == []


@pytest.mark.parametrize("told", WRONG.values(), ids=WRONG.keys())
def test_no_other_rating_is_taken(rate, vera, support, told):
    assert rate(vera, support, **told).status_code == 422

    support.refresh_from_db()
    assert support.rating is None


def test_nobody_else_may_rate(rate, stranger, support):
    assert rate(stranger, support, score=1).status_code == 404

    support.refresh_from_db()
    assert support.rating is None
