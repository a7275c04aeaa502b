"""Every address with the number of something in it, asked by everybody whom it is no business of.

The addresses come from the URLconf, so one that is added later is asked as well.
"""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from chatbot.testing import new_visitor, token_of
from chatsite.ground.tokens import issue

pytestmark = pytest.mark.django_db

OURS = ["chatbot", "dashboard"]
METHODS = ["get", "post", "put", "patch", "delete"]
# What any of them may want to be told, so that none refuses for the want of it.
BODY = {
    "client_message_id": "a",
    "email": "mallory@example.com",
    "is_note": True,
    "is_typing": True,
    "labels": [],
    "message": "Mine!",
    "operator_id": None,
    "priority": "urgent",
    "score": 1,
    "seq": 1,
    "status": "closed",
}
# Whoever has the link may look.
OPEN = {"chatbot:media"}


def addresses():
    """`{"chatbot:history": ["conversation_id"], ...}`"""
    found = {}
    for resolver in get_resolver().url_patterns:
        if getattr(resolver, "app_name", None) in OURS:
            found |= dict(_below(resolver.url_patterns, resolver.app_name))
    return found


def _below(patterns, app, numbers=()):
    for pattern in patterns:
        named = [*numbers, *pattern.pattern.converters]
        if not isinstance(pattern, URLPattern):
            yield from _below(pattern.url_patterns, app, named)
        elif named:
            yield f"{app}:{pattern.name}", named


ADDRESSES = {name: numbers for name, numbers in addresses().items() if name not in OPEN}


@pytest.fixture
def foreign(say, vera, support, bob):
    """What belongs to others, by the names that addresses have for it."""
    message = say(vera, "Where is my parcel?").json()["message"]
    token, _ = issue(user=bob, name="a program")
    return {
        "conversation_id": support.pk,
        "message_id": message["id"],
        "token_id": token.pk,
    }


@pytest.fixture
def browsers(site, otto, alice):
    """Nobody, another visitor of the same site, a member, an operator of another site."""
    stranger = token_of(new_visitor(site, "Stranger"))
    found = {name: Client(raise_request_exception=False) for name in ("nobody", "alice", "otto")}
    found["alice"].force_login(alice)
    found["otto"].force_login(otto)
    return found | {"stranger": Client(headers={"Authorization": f"Bearer {stranger}"})}


@pytest.fixture(autouse=True)
def _nobody_is_asked_to_slow_down(settings):
    settings.RATE_LIMITS = False


def everything():
    """All that chat and the outbox remember."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            if table.startswith(("chatbot_", "realtime_outbox", "ground_")):
                cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
                yield table, cursor.fetchall()


def ask(browser, method, url):
    body = {} if method == "get" else {"data": BODY, "content_type": "application/json"}
    return getattr(browser, method)(url, **body)


def leads_to_the_door(answer):
    return answer.status_code == 302 and answer.url.startswith("/accounts/login/")


def test_there_are_such_addresses():
    assert {"chatbot:history", "dashboard:chatbot-reply", "dashboard:chatbot-assign"} <= {
        *ADDRESSES
    }


@pytest.mark.parametrize("name", ADDRESSES)
def test_what_is_foreign_does_not_exist(foreign, browsers, name):
    url = reverse(name, kwargs={number: foreign[number] for number in ADDRESSES[name]})
    missing = reverse(name, kwargs={number: foreign[number] + 10_000 for number in ADDRESSES[name]})
    before = dict(everything())

    for who, browser in browsers.items():
        for method in METHODS:
            answer, empty = ask(browser, method, url), ask(browser, method, missing)
            case = f"{who}: {method} {url} is answered {answer.status_code}"
            assert answer.status_code in {401, 404, 405} or leads_to_the_door(answer), case
            assert answer.status_code == empty.status_code, case
            assert leads_to_the_door(answer) or answer.content == empty.content, case

    assert dict(everything()) == before


@pytest.mark.parametrize("name", ADDRESSES)
def test_an_operator_who_was_let_go_sees_nothing_any_more(foreign, olga, site, name):
    # Attack: a tab that is still open, with a session that is still good.
    browser = Client()
    browser.force_login(olga)
    site.operators.remove(User.objects.get(pk=olga.pk))
    url = reverse(name, kwargs={number: foreign[number] for number in ADDRESSES[name]})

    codes = {ask(browser, method, url).status_code for method in METHODS}

    assert codes <= {401, 404, 405}
