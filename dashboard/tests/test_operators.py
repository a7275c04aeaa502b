import json

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.urls import reverse

from chatsite.ground.models import AuditLog
from tests.e2e.pages import OPERATORS


@pytest.fixture
def chief(db):
    return User.objects.create_superuser("chief", "chief@example.com", "correct horse")


def test_a_stranger_is_sent_to_the_one_sign_in_page(client, db):
    answer = client.get("/admin/auth/user/", follow=True)

    assert answer.redirect_chain[-1][0] == "/accounts/login/?next=/admin/auth/user/"


def test_a_member_is_not_let_in(client, alice):
    client.force_login(alice)

    assert client.get("/admin/", follow=True).status_code == 403


def test_the_admins_own_sign_in_takes_no_password(client, olga):
    # A second door would know neither the second step nor the lock.
    answer = client.post("/admin/login/", {"username": "olga", "password": "correct horse"})

    assert answer.url.startswith("/accounts/login/")
    assert client.get("/admin/").status_code == 302


def test_an_operator_sees_how_everything_is(client, olga):
    client.force_login(olga)

    page = client.get("/admin/")

    assert page.status_code == 200
    assert 'data-island="health"' in page.content.decode()
    assert page.context["health"]["url"] == reverse("ground:ready")
    assert json.dumps(page.context["health"]["report"])


def test_navigation_shows_only_what_opens(client, olga, chief):
    client.force_login(olga)
    assert "/admin/auth/user/" not in client.get("/admin/").content.decode()

    client.force_login(chief)
    assert "/admin/auth/user/" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("page", OPERATORS)
def test_every_page_of_the_navigation_opens(client, chief, page):
    client.force_login(chief)

    assert client.get(page).status_code == 200


def test_changing_a_user_is_written_down(client, chief, alice):
    client.force_login(chief)
    url = reverse("admin:auth_user_change", args=[alice.pk])
    form = {"username": "alice", "first_name": "Alice", "is_active": "on"}

    assert client.post(url, form).status_code == 302

    entry = AuditLog.objects.get(action="user.changed")
    assert (entry.actor_name, entry.target_id) == ("chief", str(alice.pk))


def test_second_steps_cannot_be_edited_around_their_owner(client, chief):
    client.force_login(chief)

    assert client.get("/admin/mfa/authenticator/").status_code == 404


def test_operators_without_a_second_step_must_set_one_up(client, olga, settings):
    settings.REQUIRE_STAFF_MFA = True
    client.force_login(olga)

    assert client.get("/admin/").url == reverse("mfa_activate_totp")


def test_operators_with_a_second_step_come_in(client, olga, settings):
    settings.REQUIRE_STAFF_MFA = True
    Authenticator.objects.create(user=olga, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(olga)

    assert client.get("/admin/").status_code == 200
