"""What operators see and do in the admin's lists of conversations, messages, notes and files."""

import pytest
from django.contrib.auth.models import User

from chatbot import services
from chatbot.models import Attachment, Conversation, Message, Note
from chatbot.testing import heard_on, new_visitor
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
NOW = "2026-01-01T00:00Z"
XSS = '"><script>alert(1)</script>'


@pytest.fixture
def operator(client, olga):
    """Olga's browser, once she may look at everything here and arrange conversations."""
    permit(olga, *RIGHTS)
    client.force_login(olga)
    return client


@pytest.fixture
def talk(vera):
    return talk_of(vera, "Where is my parcel?")


@pytest.fixture
def arrange(operator, django_capture_on_commit_callbacks):
    def post(action, *conversations, **more):
        chosen = [each.pk for each in conversations]
        with django_capture_on_commit_callbacks(execute=True):
            form = {"action": action, "_selected_action": chosen, **more}
            return operator.post(CONVERSATIONS, form, follow=True)

    return post


def audited():
    return list(AuditLog.objects.order_by("pk").values_list("action", "target_id", "actor_name"))


def test_an_operator_finds_what_is_known_of_a_conversation(operator, talk, olga):
    services.assign(conversation_id=talk.pk, operator=olga, assignee_id=olga.pk)

    page = operator.get(CONVERSATIONS).content.decode()

    shown = ["Vera", "Shop", "Open", "Normal", "olga", "Where is my parcel?", "now"]
    assert [words for words in shown if words not in page] == []


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"status__exact": "open"}, True),
        ({"status__exact": "closed"}, False),
        ({"priority__exact": "urgent"}, False),
        ({"assignee": "none"}, True),
        ({"assignee": "me"}, False),
        ({"waiting": "yes"}, True),
        ({"waiting": "no"}, False),
        ({"rated": "yes"}, False),
        ({"rated": "no"}, True),
        ({"q": "Ver"}, True),
        ({"q": "vera@shop.example"}, True),
        ({"q": "customer-17"}, True),
        ({"q": "Nobody"}, False),
        ({"q": "9" * 40}, False),
        ({"q": "***"}, False),
    ],
)
def test_conversations_are_narrowed_down(operator, vera, query, is_found):
    vera.email, vera.identity_id, vera.identified_at = "vera@shop.example", "customer-17", NOW
    vera.save()
    talk = talk_of(vera, "Hello")

    found = listed(operator.get(CONVERSATIONS, query))

    assert found == ([talk] if is_found else [])


def test_a_conversation_is_found_by_its_number(operator, vera, stranger):
    talk, _ = talk_of(vera, "One"), talk_of(stranger, "Two")

    assert listed(operator.get(CONVERSATIONS, {"q": f"#{talk.pk}"})) == [talk]


def test_colleagues_are_to_choose_from_and_nobody_else(operator, site, other_site, talk):
    oscar = User.objects.create_user("oscar", is_staff=True)
    site.operators.add(oscar)
    services.assign(conversation_id=talk.pk, operator=oscar, assignee_id=oscar.pk)

    page = operator.get(CONVERSATIONS, {"assignee": oscar.pk})

    assigned = next(each for each in page.context["cl"].filter_specs if each.title == "assignee")
    assert [name for _, name in assigned.lookup_choices] == ["Me", "Nobody", "oscar"]
    assert listed(page) == [talk]


@pytest.mark.parametrize(
    ("action", "field", "value", "verb"),
    [
        ("close", "status", "closed", "closed"),
        ("assign_to_me", "assignee", "olga", "assigned"),
        ("set_priority_urgent", "priority", "urgent", "given_priority"),
    ],
)
def test_what_is_arranged_is_told_and_recorded(talk, sent, arrange, action, field, value, verb):
    arrange(action, talk)

    talk.refresh_from_db()
    assert str(getattr(talk, field)) == value
    assert audited() == [(f"conversation.{verb}", str(talk.pk), "olga")]
    name, row = heard_on(f"presence-inbox.{talk.site_id}", sent)[-1]
    assert (name, row["id"]) == ("ConversationUpdated", talk.pk)
    told = row["assignee"]["name"] if field == "assignee" else row[field]
    assert told == value


@pytest.fixture
def closed(talk, olga):
    return services.change_status(conversation_id=talk.pk, actor=olga, status="closed")


def test_the_visitor_hears_that_a_conversation_is_opened_again(talk, closed, sent, arrange):
    arrange("reopen", talk)

    talk.refresh_from_db()
    heard = heard_on(f"private-chat.conversation.{talk.pk}", sent)
    assert talk.status == "open"
    assert heard[-1][1]["message"] == "The conversation was opened again."


def test_what_is_so_already_is_not_done_again(arrange, talk):
    arrange("close", talk)
    arrange("close", talk)

    assert len(audited()) == 1


def test_what_cannot_be_done_to_one_is_done_to_the_others(arrange, vera, stranger, olga):
    older, other = talk_of(vera, "Hello"), talk_of(stranger, "Hello")
    for each in (older, other):
        services.change_status(conversation_id=each.pk, actor=olga, status="closed")
    Conversation.objects.create(site=vera.site, visitor=vera)  # open, as one at most is

    page = arrange("reopen", older, other).content.decode()

    other.refresh_from_db()
    assert other.status == "open"
    assert f"{older}: This conversation is closed, and another one is open by now." in page
    assert audited() == [("conversation.reopened", str(other.pk), "olga")]


def test_nobody_closes_everything_at_once(arrange, vera, stranger, monkeypatch):
    monkeypatch.setattr("chatbot.admin.arranging.MOST_AT_ONCE", 1)
    talks = [talk_of(vera, "Hello"), talk_of(stranger, "Hello")]

    page = arrange("close", *talks, select_across=1)

    assert "At most 1 at once" in page.content.decode()
    assert not Conversation.objects.filter(status="closed").exists()


def test_whoever_may_only_look_arranges_nothing(client, olga, talk):
    permit(olga, "view_conversation")
    client.force_login(olga)

    for action in ACTIONS:
        client.post(CONVERSATIONS, {"action": action, "_selected_action": [talk.pk]})

    talk.refresh_from_db()
    assert (talk.status, talk.assignee, talk.priority) == ("open", None, "normal")


def test_the_page_shows_what_was_said_and_the_notes_apart(operator, vera):
    talk = talk_of(vera, "Where is\nmy parcel?")

    page = operator.get(f"{CONVERSATIONS}{talk.pk}/change/")

    text = page.content.decode()
    assert "Where is<br>my parcel?" in text
    assert "Operators only" in text
    assert [each["message"] for each in page.context["said"]] == ["Where is\nmy parcel?"]
    assert [each["message"] for each in page.context["notes"]] == ["Noted: Where is\nmy parcel?"]
    assert f"/admin/chatbot/{talk.pk}" in text


def test_a_long_conversation_shows_its_end(operator, vera, monkeypatch):
    monkeypatch.setattr("chatbot.admin.transcripts.SHOWN", 1)
    talk = talk_of(vera, "First")
    services.send_message(sender=vera, client_message_id="b", body="Second")

    page = operator.get(f"{CONVERSATIONS}{talk.pk}/change/")

    assert [each["message"] for each in page.context["said"]] == ["Second"]
    assert "Only the end of it" in page.content.decode()


def test_whatever_a_visitor_says_is_text(operator, site):
    # Attack: what a visitor writes runs in the operator's page, in the operator's name.
    talk = talk_of(new_visitor(site, XSS), XSS)
    pages = [*LISTS, *(f"{CONVERSATIONS}{talk.pk}/{name}/" for name in ["change", "history"])]
    rows = {MESSAGES: Message, NOTES: Note, FILES: Attachment}

    for url in [*pages, *(f"{url}{rows[url].objects.get().pk}/change/" for url in rows)]:
        page = operator.get(url)
        assert page.status_code == 200
        assert "<script>alert(1)" not in page.content.decode()


@pytest.mark.parametrize("url", LISTS)
def test_what_was_said_is_only_to_be_read(client, talk, url):
    client.force_login(User.objects.create_superuser("boss"))
    row = listed(client.get(url))[0]
    stored = type(row).objects.filter(pk=row.pk)
    before = stored.values().get()

    answers = [
        client.post(f"{url}{row.pk}/change/", {"body": "Changed", "status": "closed"}),
        client.post(f"{url}{row.pk}/delete/", {"post": "yes"}),
        client.post(f"{url}add/", {"body": "Invented"}),
    ]
    client.post(url, {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"})

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert stored.values().get() == before
