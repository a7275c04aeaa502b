"""Who a visitor is: proven by the site's server, and by nothing that anybody types."""

import re

import pytest

from chatbot.models import Conversation, Visitor
from chatbot.testing import heard_on, new_visitor, token_of
from realtime.actors import mark_of
from realtime.testing.endings import ended


@pytest.fixture
def init(client, site):
    def post(token="", **body):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return client.post(
            "/api/chatbot/init",
            {"site": "shop", **body},
            content_type="application/json",
            headers=headers,
        )

    return post


def lives_on(token, client):
    headers = {"Authorization": f"Bearer {token}"}
    return client.get("/api/chatbot/conversations", headers=headers).status_code == 200


def test_a_visitor_is_who_the_site_says(init, proven):
    answer = init(identity=proven("42", name="Vera V.", email="vera@example.com"))

    assert answer.status_code == 201
    identity = {"id": "42", "name": "Vera V.", "email": "vera@example.com"}
    assert answer.json()["visitor"]["identity"] == identity
    assert str(Visitor.objects.get()) == "Vera V."


def test_the_example_in_the_documents_proves_it(init, site, vera, settings):
    document = (settings.BASE_DIR / "docs/widget.md").read_text()
    (example,) = re.findall(r"```python\n(.+?)```", document, re.S)
    told = {"identity_secret": site.identity_secret, "user": vera}

    exec(example, told)

    answer = init(identity={"id": vera.pk, "hash": told["hash"]})
    assert answer.json()["visitor"]["identity"]["id"] == str(vera.pk)


@pytest.mark.parametrize(
    "tampered",
    [
        {"hash": "0" * 64},
        {"hash": ""},
        {"hash": "ü" * 64},
        {"id": "43"},
        {"id": " 42"},
    ],
)
def test_a_wrong_hash_proves_nobody_and_stores_nothing(init, proven, tampered):
    # Attack: Mallory claims to be the visitor 43, with a hash made for somebody else or for nobody.
    init(identity=proven("43"))

    answer = init(identity=proven("42") | tampered)

    assert answer.status_code == 422
    assert "identity.hash" in answer.json()["errors"]
    assert Visitor.objects.count() == 1


def test_another_sites_secret_proves_nobody_here(init, proven, site, other_site):
    # Attack: the owner of one site vouches for visitors of another.
    other_site.identity_secret, site.identity_secret = site.identity_secret, "another"
    other_site.save()
    site.save()

    own = {"id": "42", "hash": proven("42")["hash"]}
    site.identity_secret = other_site.identity_secret

    assert init(identity=proven("42")).status_code == 422
    assert init(identity=own).status_code == 201


def test_a_known_visitor_goes_on_in_another_browser(init, proven, say, client):
    first = init(identity=proven("42")).json()
    headers = {"Authorization": f"Bearer {first['token']}"}
    client.post("/api/chatbot/message", {"message": "Hello?"}, headers=headers)

    second = init(identity=proven("42")).json()

    assert second["visitor"]["id"] == first["visitor"]["id"]
    assert second["token"] != first["token"]
    assert [message["message"] for message in second["messages"]] == ["Hello?"]
    assert lives_on(first["token"], client)


def test_on_the_next_page_nothing_is_new(init, proven):
    token = init(identity=proven("42", name="Vera")).json()["token"]

    answer = init(token, identity=proven("42"))

    assert answer.status_code == 200
    assert answer.json()["token"] == token
    assert answer.json()["visitor"]["identity"]["name"] == "Vera"


def test_a_stranger_who_turns_out_to_be_somebody_new_keeps_the_conversation(
    init, proven, say, vera
):
    said = say(vera, "Hello?").json()

    answer = init(token_of(vera), identity=proven("42")).json()

    assert answer["visitor"]["id"] == vera.pk
    assert answer["conversation"]["id"] == said["conversation"]["id"]


@pytest.mark.parametrize("is_known", [True, False])
def test_whoever_knew_the_strangers_token_does_not_read_on(init, proven, vera, client, is_known):
    # Attack: Mallory opens the chat on a shared computer, notes the token and leaves; Vera logs
    # in to the shop there, and Mallory reads at home what she and the operators say.
    mallorys = token_of(vera)
    if is_known:
        init(identity=proven("42"))

    token = init(mallorys, identity=proven("42")).json()["token"]

    assert token != mallorys
    assert not lives_on(mallorys, client)
    assert lives_on(token, client)


def test_the_sockets_of_the_token_that_ended_are_closed(init, proven, vera):
    token, browser = token_of(vera), vera.tokens.get()

    init(token, identity=proven("42"))

    assert ended() == {(f"visitor:{vera.pk}", mark_of(browser.digest))}


def test_somebody_known_brings_along_what_was_said_as_a_stranger(init, proven, say, vera, site):
    known = init(identity=proven("42")).json()["visitor"]["id"]
    said = say(vera, "Hello?").json()
    old = Conversation(site=site, visitor=vera)
    old.turn("closed")
    old.save()

    answer = init(token_of(vera), identity=proven("42")).json()

    assert answer["visitor"]["id"] == known
    assert answer["conversation"]["id"] == said["conversation"]["id"]
    assert answer["messages"][0]["sender_id"] == known
    assert set(Visitor.objects.get().conversations.all()) == {
        old,
        Conversation.objects.get(pk=answer["conversation"]["id"]),
    }


def test_operators_are_told_who_the_stranger_turned_out_to_be(
    init, proven, say, vera, site, sent, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        init(identity=proven("42"))
        say(vera, "Hello?")
        init(token_of(vera), identity=proven("42", name="Vera from the shop"))

    _, row = heard_on(f"presence-inbox.{site.pk}", sent)[-1]
    assert row["visitor"]["identity"]["name"] == "Vera from the shop"


def test_of_two_open_conversations_the_known_one_goes_on(init, proven, say, vera, client):
    # Else operators would answer in one that nobody has a token for.
    first = init(identity=proven("42")).json()
    headers = {"Authorization": f"Bearer {first['token']}"}
    known = client.post("/api/chatbot/message", {"message": "Hello?"}, headers=headers).json()
    strange = say(vera, "Anybody?").json()["conversation"]["id"]

    answer = init(token_of(vera), identity=proven("42")).json()

    assert answer["conversation"]["id"] == known["conversation"]["id"]
    moved = Conversation.objects.get(pk=strange)
    assert (moved.status, moved.visitor_id) == ("closed", first["visitor"]["id"])
    assert moved.messages.get(seq=1).body == "Anybody?"
    assert moved.messages.get(seq=2).sender_type == "system"


def test_what_a_stranger_was_shown_and_typed_is_not_lost(init, proven, vera):
    init(token_of(vera), page_url="https://shop.example/shoes", name="Vera", email="v@example.com")
    known = init(identity=proven("42")).json()["visitor"]

    init(token_of(vera), identity=proven("42"))

    visitor = Visitor.objects.get()
    assert (visitor.pk, visitor.name, visitor.email) == (known["id"], "Vera", "v@example.com")
    assert visitor.page_views.get().url == "https://shop.example/shoes"


def test_who_logs_in_after_somebody_else_sees_nothing_of_theirs(init, proven, client):
    # Attack: Bob logs in where Alice has just logged out.
    alice = init(identity=proven("alice")).json()
    headers = {"Authorization": f"Bearer {alice['token']}"}
    client.post("/api/chatbot/message", {"message": "My number is 123."}, headers=headers)

    bob = init(alice["token"], identity=proven("bob")).json()

    assert bob["visitor"]["id"] != alice["visitor"]["id"]
    assert (bob["conversation"], bob["messages"]) == (None, [])
    assert not lives_on(alice["token"], client)
    assert Visitor.objects.get(identity_id="alice").conversations.count() == 1


@pytest.mark.parametrize("typed", [{"name": "Vera"}, {"email": "vera@example.com"}])
def test_what_is_typed_makes_nobody_somebody_else(init, proven, typed):
    # Attack: Mallory types the name and the address of a customer, and reads what they wrote.
    vera = init(identity=proven("42", name="Vera", email="vera@example.com"), **typed).json()

    mallory = init(**typed).json()

    assert mallory["visitor"]["id"] != vera["visitor"]["id"]
    assert mallory["visitor"]["identity"] is None
    assert Visitor.objects.count() == 2


def test_an_identity_is_one_sites(init, proven, other_site, client):
    new_visitor(other_site, "Vera")
    Visitor.objects.update(identity_id="42", identified_at="2026-01-01T00:00Z")

    answer = init(identity=proven("42")).json()

    assert Visitor.objects.get(pk=answer["visitor"]["id"]).site.public_key == "shop"
    assert Visitor.objects.count() == 2


@pytest.mark.parametrize(
    "attributes",
    [
        [],
        {"deep": {"er": 1}},
        {"list": [1]},
        {"long": "x" * 201},
        {"x" * 41: 1},
        {"": 1},
        {"n\0l": 1},
        {"nul": "\0"},
        {"huge": 10**400},
        {str(n): n for n in range(31)},
    ],
)
def test_attributes_are_few_and_short(init, attributes):
    answer = init(attributes=attributes)

    assert answer.status_code == 422
    assert not Visitor.objects.exists()


def test_the_latest_attributes_count(init, proven):
    token = init(attributes={"plan": "free", "cart": 3}).json()["token"]

    init(token, attributes={"plan": "pro", "is_trial": False, "since": 2.5, "boss": None})
    init(token)

    kept = {"plan": "pro", "is_trial": False, "since": 2.5, "boss": None}
    assert Visitor.objects.get().attributes == kept


def test_no_answer_tells_the_sites_secret(init, proven, client, site):
    answers = [init(identity=proven("42")), init(), client.get("/api/chatbot/config")]

    assert not any(site.identity_secret in answer.content.decode() for answer in answers)
