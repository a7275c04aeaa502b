"""Who asks: nobody, a visitor, a member's program, an operator's page. And what there is."""

import pytest
from django.contrib.auth.models import Permission
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from chatbot import services
from chatbot.models import Label
from chatbot.testing import token_of
from chatbot.tests.samples import picture
from chatsite.ground.tokens import issue

CSRF = "c" * 32


@pytest.fixture(autouse=True)
def _no_limits(settings):
    """Whoever asks this much would soon be told nothing but to slow down."""
    settings.RATE_LIMITS = False


@pytest.fixture
def nobody():
    return {}


@pytest.fixture
def visitor(vera):
    return {"headers": {"Authorization": f"Bearer {token_of(vera)}"}}


@pytest.fixture
def member(alice):
    _, secret = issue(user=alice, name="a program")
    return {"headers": {"Authorization": f"Bearer {secret}"}}


@pytest.fixture
def operator(olga, site):
    console = Permission.objects.filter(codename__in=["view_console", "use_console"])
    olga.user_permissions.set(console)
    browser = Client()
    browser.force_login(olga)
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    return {"headers": {"X-CSRFToken": CSRF}, "cookies": cookies | {"smartlink_csrf": CSRF}}


@pytest.fixture
def support(support, vera, olga):
    """With something of everything that can be in a conversation."""
    what = {"conversation_id": support.pk}
    Label.objects.create(site=support.site, name="delivery")
    services.send_message(sender=vera, client_message_id="v-1", body="Is it in stock?", **what)
    services.reply(operator=olga, client_message_id="o-1", body="It is.", **what)
    services.add_note(operator=olga, client_message_id="n-1", body="A regular.", **what)
    services.set_labels(operator=olga, labels=["delivery"], **what)
    services.assign(operator=olga, assignee_id=olga.pk, **what)
    return support


@pytest.fixture
def talk(alice, bob):
    """Words of Alice to Bob, who has read them and answered."""
    said = {"client_message_id": "a-1", "body": "Lunch?"}
    message, _ = services.say_privately(member=alice, recipient_id=bob.pk, **said)
    what = {"conversation_id": message.conversation_id}
    services.mark_talk_read(member=bob, message_id=message.pk)
    services.say(member=bob, client_message_id="b-1", body="At one.", **what)
    services.say(member=bob, client_message_id="b-2", body="Who is hungry, @alice?")
    return message


@pytest.fixture
def there(support, talk, site, bob, olga):
    """What exists, under the names that paths and bodies have for it."""
    return {
        "app": "test-key",
        "channel_name": f"private-chat.conversation.{support.pk}",
        "conversation_id": support.pk,
        "labels": ["delivery"],
        "message_id": talk.pk,
        "operator_id": olga.pk,
        "recipient_id": bob.pk,
        "site": site.public_key,
        "socket_id": "1.1",
        "Members": {"conversation_id": talk.conversation_id},
    }


@pytest.fixture
def _one_connection():
    """A server gives its connection back after each request; here it is the test's."""
    signals = [request_started, request_finished]
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def names(site, support, talk, vera, alice, bob, olga):
    """What stands behind the names in the examples of docs/api."""
    token = token_of(vera)
    site.public_key = "demo"
    site.save()
    return {
        "VISITOR": token,
        "MEMBER": issue(user=alice, name="a program")[1],
        "OPERATOR": issue(user=olga, name="a program")[1],
        "CONVERSATION": support.pk,
        "MESSAGE": talk.pk,
        "BOB": bob.pk,
        "OLGA": olga.pk,
    }


@pytest.fixture
def folder(tmp_path):
    """The files that the examples send."""
    (tmp_path / "photo.png").write_bytes(picture())
    return tmp_path
