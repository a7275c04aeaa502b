from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dashboard.templatetags.people import browser

MOZILLA = "Mozilla/5.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            f"{MOZILLA} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (f"{MOZILLA} (Windows NT 10.0) {WEBKIT} Chrome/140.0 Safari/537.36", "Chrome on Windows"),
        (
            f"{MOZILLA} (Windows NT 10.0) {WEBKIT} Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        (
            f"{MOZILLA} (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "Unknown"),
    ],
)
def test_a_session_is_named_in_words(user_agent, words):
    assert browser(user_agent) == words


def test_when_a_device_was_last_seen_is_noted_once_a_minute(client, alice):
    client.force_login(alice)
    client.get("/app/")
    noted = UserSession.objects.get().last_seen_at

    with CaptureQueriesContext(connection) as asked:
        client.get("/app/")

    assert [each["sql"] for each in asked if "usersessions_usersession" in each["sql"]] == []
    assert [each["sql"] for each in asked if each["sql"].startswith("UPDATE")] == []
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        client.get("/app/")
    assert (UserSession.objects.get().last_seen_at - noted).total_seconds() > 60


def test_another_browser_with_the_same_session_is_noted_at_once(client, alice):
    client.force_login(alice)
    client.get("/app/", headers={"User-Agent": "Firefox"})

    client.get("/app/", headers={"User-Agent": "Somebody else's"})

    assert UserSession.objects.get().user_agent == "Somebody else's"
