import pytest
from django.urls import reverse

WRONG = "not it"


def test_a_member_signs_in_by_name_and_lands_on_the_members_page(sign_in, verified, alice):
    verified(alice)

    answer = sign_in("alice")

    assert answer.status_code == 302
    assert answer.url == "/app/"


def test_a_member_signs_in_by_email(sign_in, verified, alice):
    verified(alice)

    assert sign_in("alice@example.com").url == "/app/"


def test_an_operator_lands_in_the_operators_home(sign_in, verified, olga):
    verified(olga)

    assert sign_in("olga").url == "/admin/"


def test_the_page_somebody_wanted_comes_first(sign_in, verified, olga):
    verified(olga)

    assert sign_in("olga", next="/app/tokens/").url == "/app/tokens/"


def test_nobody_is_sent_to_another_site_after_signing_in(sign_in, verified, alice):
    # A link with ?next=https://evil.example would make our own page hand people over.
    verified(alice)

    assert sign_in("alice", next="https://evil.example/").url == "/app/"


def test_an_address_that_is_not_confirmed_does_not_get_in(sign_in, client, alice):
    sign_in("alice")

    assert client.get("/app/").status_code == 302


@pytest.mark.django_db
def test_a_wrong_password_and_an_unknown_name_sound_the_same(sign_in, alice):
    known = sign_in("alice", WRONG).context["form"].non_field_errors()
    unknown = sign_in("nobody", WRONG).context["form"].non_field_errors()

    assert known == unknown == ["This name and password do not belong together. Please check both."]


def test_errors_are_tied_to_their_fields(client, db):
    page = client.post(reverse("account_login"), {"login": "alice"}).content.decode()

    assert 'id="id_password_error"' in page
    assert 'aria-describedby="id_password_helptext id_password_error"' in page
