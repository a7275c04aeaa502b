"""How a widget begins: who am I, what was said, where is it live."""

import pytest

from chatbot.models import Visitor
from chatbot.testing import new_visitor, token_of

WRONG = {
    "no site": {},
    "an unknown site": {"site": "nowhere"},
    "a site with a NUL": {"site": "sh\0op"},
    "a site that is no text": {"site": {"key": "shop"}},
    "too long a name": {"site": "shop", "name": "x" * 101},
    "a name with a NUL": {"site": "shop", "name": "V\0"},
    "no address": {"site": "shop", "email": "vera"},
}


@pytest.fixture
def init(client):
    def post(token="", **body):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return client.post(
            "/api/chatbot/init", body, content_type="application/json", headers=headers
        )

    return post


def test_a_new_visitor_is_given_a_token_that_opens_the_api(init, site, client):
    answer = init(site="shop", name="Nora", email="nora@example.com")

    assert answer.status_code == 201
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["visitor"]["name"] == "Nora"
    assert (answer.json()["conversation"], answer.json()["messages"]) == (None, [])
    assert answer.json()["realtime"]["pollingInterval"]
    token = answer.json()["token"]
    listed = client.get("/api/chatbot/conversations", headers={"Authorization": f"Bearer {token}"})
    assert listed.status_code == 200


def test_the_database_does_not_know_the_token(init, site):
    token = init(site="shop").json()["token"]

    assert token.startswith("slv_")
    assert token not in str(Visitor.objects.values().get())


def test_a_returning_visitor_goes_on(init, say, vera):
    said = say(vera, "Hello?").json()

    answer = init(token_of(vera), site="shop")

    assert answer.status_code == 200
    assert answer.json()["token"] == token_of(vera)
    assert answer.json()["conversation"] == said["conversation"]
    assert answer.json()["messages"] == [said["message"]]


def test_a_returning_visitor_keeps_what_was_told_before(init, vera):
    answer = init(token_of(vera), site="shop", email="vera@example.com")

    assert answer.json()["visitor"] == {
        "id": vera.pk,
        "name": "Vera",
        "email": "vera@example.com",
    }


def test_an_unknown_token_begins_anew(init, site):
    # Refused for ever, a widget whose visitor was erased would never work again.
    answer = init("slv_unknown", site="shop")

    assert answer.status_code == 201
    assert answer.json()["token"] != "slv_unknown"


def test_a_token_of_another_site_begins_anew(init, site, other_site):
    # Else one site would hear what its visitor said on another.
    visitor = new_visitor(other_site, "Vera")

    answer = init(token_of(visitor), site="shop")

    assert answer.status_code == 201
    assert answer.json()["visitor"]["id"] != visitor.pk


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG.keys())
def test_malformed_beginnings_are_refused(init, site, body):
    answer = init(**body)

    assert answer.status_code == 422
    assert not answer.json()["success"]
    assert not Visitor.objects.exists()


def test_an_unknown_site_is_called_so(init, site):
    assert init(site="nowhere").json()["errors"]["site"][0].startswith("The site key is unknown")


def test_an_unknown_token_opens_nothing_else(client, db):
    headers = {"Authorization": "Bearer slv_unknown"}

    assert client.get("/api/chatbot/conversations", headers=headers).status_code == 401
    assert client.get("/api/chatbot/conversations").status_code == 401


def test_everybody_may_ask_where_sockets_are(client, db, settings):
    answer = client.get("/api/chatbot/config")

    assert answer.json()["realtimeProvider"] in {"reverb", "polling"}
    assert settings.REALTIME["SECRET"] not in answer.content.decode()
