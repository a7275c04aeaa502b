from django.contrib.auth.models import User
from django.urls import reverse

MIA = {
    "email": "mia@example.com",
    "username": "mia",
    "password1": "correct horse battery",
    "password2": "correct horse battery",
}


def test_a_new_member_is_asked_to_confirm_the_address(client, db, mailoutbox):
    answer = client.post(reverse("account_signup"), MIA)

    assert answer.url == reverse("account_email_verification_sent")
    assert User.objects.filter(username="mia").exists()
    assert mailoutbox[0].to == ["mia@example.com"]


def test_registration_can_be_closed(client, db, settings):
    settings.SIGNUP_OPEN = False

    answer = client.post(reverse("account_signup"), MIA)

    assert "Registration is closed" in answer.content.decode()
    assert not User.objects.exists()


def test_a_closed_registration_is_not_offered(client, db, settings):
    settings.SIGNUP_OPEN = False

    for page in ("/", reverse("account_login")):
        assert reverse("account_signup") not in client.get(page).content.decode()
