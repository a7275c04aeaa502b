import json

import pytest

from realtime.signing import is_user_signed


@pytest.fixture
def sign_in(client):
    def ask(user, socket_id="1.1"):
        client.force_login(user)
        return client.post("/broadcasting/user-auth", {"socket_id": socket_id})

    return ask


def test_a_user_gets_a_signature_for_who_they_are(sign_in, alice, settings):
    alice.first_name, alice.last_name = "Alice", "Ames"
    alice.save()

    answer = sign_in(alice).json()

    ours = settings.REALTIME
    data = answer["user_data"]
    assert json.loads(data) == {
        "id": str(alice.pk),
        "user_info": {"name": "Alice Ames"},
        "watchlist": [],
    }
    assert is_user_signed(answer["auth"], ours["KEY"], ours["SECRET"], "1.1", data)


def test_a_visitor_signs_in_as_a_visitor(as_visitor, vera):
    answer = as_visitor(vera).post("/broadcasting/user-auth", {"socket_id": "1.1"})

    told = json.loads(answer.json()["user_data"])
    assert (told["id"], told["user_info"]) == (f"visitor-{vera.pk}", {"name": "Vera"})


def test_nobody_is_nobody(client):
    assert client.post("/broadcasting/user-auth", {"socket_id": "1.1"}).status_code == 401


@pytest.mark.parametrize("socket_id", ["1.1::user::{}", "1.1:", "", "x", "1.1\n"])
def test_a_crafted_socket_id_signs_nobody_in(sign_in, alice, socket_id):
    # Attack: a socket id that brings user data of its own into what is signed.
    assert sign_in(alice, socket_id).status_code == 422


def test_an_unknown_app_is_told_so(client, alice):
    client.force_login(alice)

    answer = client.post("/broadcasting/user-auth?app=guessed", {"socket_id": "1.1"})

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_app")
