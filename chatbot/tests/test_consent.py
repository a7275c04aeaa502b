"""Where a site asks for consent, nothing of a visitor is stored before it is given."""

import pytest

from chatbot.models import PageView, Visitor, VisitorToken
from chatbot.testing import token_of


@pytest.fixture
def asking(site):
    site.asks_consent = True
    site.texts = {"en": {"consent": "May we keep what you write?"}}
    site.save()
    return site


@pytest.fixture
def init(client):
    def post(token="", **body):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = {"site": "shop", "page_url": "https://shop.example/", **body}
        return client.post(
            "/api/chatbot/init", body, content_type="application/json", headers=headers
        )

    return post


@pytest.mark.parametrize("given", [{}, {"consent": False}])
def test_before_it_is_given_nothing_is_stored_and_nobody_known(init, asking, given):
    answer = init(name="Vera", **given)

    assert answer.status_code == 200
    nobody = {"token": None, "visitor": None, "conversation": None, "messages": []}
    assert {name: answer.json()[name] for name in nobody} == nobody
    assert answer.json()["site"]["consent"] == {
        "is_asked": True,
        "text": "May we keep what you write?",
    }
    assert not Visitor.objects.exists()
    assert not PageView.objects.exists()


def test_once_it_is_given_the_visitor_comes_in(init, asking):
    answer = init(name="Vera", consent=True)

    assert answer.status_code == 201
    assert answer.json()["visitor"]["name"] == "Vera"
    assert Visitor.objects.get().consent_at is not None


def test_it_is_asked_once(init, asking):
    token = init(consent=True).json()["token"]
    given_at = Visitor.objects.get().consent_at

    answer = init(token)

    assert answer.json()["token"] == token
    assert Visitor.objects.get().consent_at == given_at


def test_without_it_a_token_from_earlier_days_opens_nothing(as_visitor, vera, asking):
    # They came before the site began to ask.
    for path, body in {
        "message": {"message": "Hello?"},
        "visit": {"page_url": "https://shop.example/"},
        "health": {"transport": "polling", "lag_ms": []},
    }.items():
        answer = as_visitor(vera).post(f"/api/chatbot/{path}", body)

        assert answer.status_code == 401
        assert answer.json()["code"] == "consent_needed"
    assert not vera.conversations.exists()


def test_without_it_a_visitor_of_earlier_days_is_left_as_they_were(init, vera, asking):
    answer = init(token_of(vera), name="Vera V.")

    assert answer.json()["token"] is None
    assert Visitor.objects.get().name == "Vera"


def test_who_came_before_goes_on_once_they_agree(init, as_visitor, vera, asking):
    answer = init(token_of(vera), consent=True)

    assert (answer.status_code, answer.json()["token"]) == (200, token_of(vera))
    assert as_visitor(vera).get("/api/chatbot/conversations").status_code == 200


def test_a_known_visitor_is_not_asked_again_in_another_browser(init, asking, proven):
    first = init(consent=True, identity=proven("42")).json()

    second = init(identity=proven("42")).json()

    assert second["visitor"] == first["visitor"]
    assert second["token"]


def test_what_a_stranger_agreed_to_holds_when_they_turn_out_to_be_known(
    init, asking, proven, site, vera
):
    known = site.visitors.create(identity_id="42", identified_at="2026-01-01T00:00Z")
    stranger = init(token_of(vera), consent=True).json()["token"]

    answer = init(stranger, identity=proven("42"))

    assert answer.json()["visitor"]["id"] == known.pk


def test_what_one_has_agreed_to_the_next_has_not(init, asking, proven):
    # Bob logs in where Alice was: it was she who agreed.
    alice = init(consent=True, identity=proven("alice")).json()["token"]

    answer = init(alice, identity=proven("bob"))

    assert answer.json()["token"] is None
    assert VisitorToken.objects.count() == 1
    assert not Visitor.objects.filter(identity_id="bob").exists()


def test_a_site_that_does_not_ask_needs_no_answer(init, site):
    answer = init()

    assert answer.json()["token"]
    assert answer.json()["site"]["consent"]["is_asked"] is False
