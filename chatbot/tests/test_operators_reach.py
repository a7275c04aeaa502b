"""Operators see and change what belongs to their own sites, and nobody reads what members say."""

import pytest
from django.contrib.auth.models import User

from chatbot import services
from chatbot.models import Attachment
from chatbot.testing import new_visitor
from chatbot.tests.operators_lists import (
    ACTIONS,
    CONVERSATIONS,
    FILES,
    LISTS,
    MESSAGES,
    NOTES,
    RIGHTS,
    listed,
    permit,
    talk_of,
)
from chatsite.ground.models import AuditLog

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client, olga):
    permit(olga, *RIGHTS)
    client.force_login(olga)
    return client


@pytest.fixture
def talk(vera):
    return talk_of(vera, "Where is my parcel?")


@pytest.fixture
def foreign(other_site):
    """What somebody says to another site, with a note and a file."""
    return talk_of(new_visitor(other_site, "Foreigner"), "a foreign secret")


@pytest.mark.parametrize("url", LISTS)
def test_what_belongs_to_other_sites_does_not_exist(operator, talk, foreign, url):
    # Attack: Olga asks for the numbers that follow her own, and names them in the address.
    theirs = foreign_row(url, foreign)

    page = operator.get(url)
    found = operator.get(url, {"q": "foreign"})
    filtered = operator.get(url, {"id__exact": theirs.pk})
    opened = operator.get(f"{url}{theirs.pk}/change/", follow=True)
    history = operator.get(f"{url}{theirs.pk}/history/", follow=True)

    assert len(listed(page)) >= 1
    assert theirs not in listed(page)
    assert listed(found) == listed(filtered) == []
    for each in (page, found, filtered, opened, history):
        assert "secret" not in each.content.decode()
        assert "Museum" not in each.content.decode()
    assert "exist" in opened.content.decode()


@pytest.mark.parametrize("action", ACTIONS)
def test_nothing_is_arranged_on_other_sites(operator, foreign, action):
    # Attack: the form is sent with the number of somebody else's conversation, or for all of them.
    status = "closed" if action == "reopen" else "open"
    services.change_status(
        conversation_id=foreign.pk, actor=foreign.site.operators.get(), status=status
    )

    form = {"action": action, "_selected_action": [foreign.pk]}
    operator.post(CONVERSATIONS, form)
    operator.post(CONVERSATIONS, form | {"select_across": 1})

    foreign.refresh_from_db()
    assert (foreign.status, foreign.assignee, foreign.priority) == (status, None, "normal")
    assert not AuditLog.objects.exists()


@pytest.mark.parametrize("path", ["transcript", "transcript/internal"])
def test_transcripts_of_other_sites_do_not_exist(operator, foreign, path):
    # Attack: the address of one's own transcript, with another number.
    assert operator.get(f"{CONVERSATIONS}{foreign.pk}/{path}/").status_code == 404
    assert operator.get(f"{CONVERSATIONS}none/{path}/").status_code == 404


def test_the_boxes_that_complete_what_is_typed_name_no_foreign_conversation(operator, foreign):
    # Attack: the address behind Django's autocomplete fields, asked for what no form of ours asks.
    operator_of = {"app_label": "chatbot", "model_name": "message", "field_name": "conversation"}

    answer = operator.get("/admin/autocomplete/", operator_of | {"term": str(foreign.pk)})

    assert answer.status_code == 403 or answer.json()["results"] == []


@pytest.mark.parametrize("url", LISTS)
def test_nobody_reads_what_members_say_to_each_other(client, alice, bob, url):
    # Attack: a superuser reads private talk in the lists, or by its number.
    client.force_login(User.objects.create_superuser("boss"))
    sent = {"member": alice, "client_message_id": "a", "body": "between us"}
    message, _ = services.say_privately(recipient_id=bob.pk, **sent)
    services.say(**sent | {"client_message_id": "b"})
    numbers = {CONVERSATIONS: message.conversation_id, MESSAGES: message.pk}

    assert listed(client.get(url)) == []
    assert listed(client.get(url, {"q": "between"})) == []
    if url in numbers:
        assert client.get(f"{url}{numbers[url]}/change/").status_code == 302


@pytest.mark.parametrize("url", LISTS)
def test_members_do_not_get_in(client, mallory, talk, url):
    # Attack: whoever has an account tries the operators' addresses.
    client.force_login(mallory)

    assert client.get(url, follow=True).status_code == 403


def foreign_row(url, foreign):
    rows = {
        CONVERSATIONS: foreign,
        MESSAGES: foreign.messages.first(),
        NOTES: foreign.notes.first(),
        FILES: Attachment.objects.get(message__conversation=foreign),
    }
    return rows[url]
