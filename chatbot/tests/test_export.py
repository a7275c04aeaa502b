import pytest
from django.urls import reverse

from chatbot.models import Attachment, Message
from chatbot.services import add_note, send_message
from chatbot.services.privacy import PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(as_visitor):
    def get(visitor, **query):
        return as_visitor(visitor).get(reverse("chatbot:export"), query)

    return get


def test_a_visitor_sees_all_that_is_held(export, as_visitor, say, history, vera, olga, support):
    vera.email, vera.ip, vera.attributes = "vera@example.com", "203.0.113.0", {"plan": "pro"}
    vera.save()
    seen = {"page_url": "https://shop.example/cart", "title": "Cart"}
    as_visitor(vera).post(reverse("chatbot:visit"), seen)
    say(vera, "Where is my parcel?")
    send_message(conversation_id=support.pk, sender=olga, client_message_id="a", body="Here.")
    as_visitor(vera).post(
        reverse("chatbot:rating", args=[support.pk]), {"score": 5, "comment": "Quick."}
    )
    as_visitor(vera).post(
        reverse("chatbot:transcript", args=[support.pk]), {"email": "home@example.com"}
    )

    answer = export(vera)

    assert answer.status_code == 200
    held = answer.json()
    assert held["visitor"]["email"] == "vera@example.com"
    assert held["visitor"]["ip"] == "203.0.113.0"
    assert held["visitor"]["attributes"] == {"plan": "pro"}
    assert held["visitor"]["last_page"] == "https://shop.example/cart"
    assert [page["title"] for page in held["pages"]] == ["Cart"]
    assert len(held["browsers"]) == 1
    assert held["conversations"][0]["rating_comment"] == "Quick."
    assert held["transcripts"][0]["email"] == "home@example.com"
    assert held["messages"] == history(vera, support.pk).json()["messages"]
    assert held["has_more"] is False
    assert answer.headers["Cache-Control"] == "no-store"


def test_files_come_with_their_links(export, say, vera, support):
    message = Message.objects.get(pk=say(vera, "My invoice").json()["message"]["id"])
    invoice = {"kind": "file", "state": "ready", "name": "invoice.pdf", "file": "abc.pdf"}
    Attachment.objects.create(message=message, size=7, **invoice)
    message.file_count = 1
    message.save()

    (shown,) = export(vera).json()["messages"]

    assert shown["attachments"][0]["url"].startswith("/media/abc.pdf?")


def test_no_secret_and_no_note_is_in_it(export, say, vera, olga, support):
    say(vera, "Where is my parcel?")
    add_note(conversation_id=support.pk, operator=olga, body="Difficult.", client_message_id="n")

    text = export(vera).content.decode()

    assert "Difficult" not in text
    assert vera.tokens.get().digest not in text


def test_nobody_elses_words_are_in_it(export, say, vera, stranger):
    say(stranger, "My secret")

    assert "My secret" not in export(vera).content.decode()


def test_what_is_much_comes_page_by_page(export, say, vera, support):
    author = say(vera, "Hello").json() and support.participants.get(visitor=vera)
    more = {"conversation": support, "author": author, "sender_type": "visitor", "body": "More"}
    Message.objects.bulk_create(
        Message(seq=n, changed_seq=n, client_message_id=f"m{n}", **more) for n in range(2, PAGE + 2)
    )

    first = export(vera).json()
    second = export(vera, after=first["messages"][-1]["id"]).json()

    assert (len(first["messages"]), first["has_more"]) == (PAGE, True)
    assert (len(second["messages"]), second["has_more"]) == (1, False)
    assert first["messages"][-1]["seq"] < second["messages"][0]["seq"]


def test_it_costs_the_same_however_much_was_said(export, say, vera, statements_of):
    say(vera, "One")
    _, few = statements_of(lambda: export(vera))
    say(vera, "Two")
    say(vera, "Three")

    _, many = statements_of(lambda: export(vera))

    assert len(few) == len(many)


@pytest.mark.parametrize("after", ["x", "-1", str(2**63)])
def test_a_wrong_place_to_go_on_from_is_refused(export, vera, after):
    assert export(vera, after=after).status_code == 422


def test_who_never_agreed_may_still_look(export, vera, site):
    # They came before the site asked; nobody has to agree first to see what is held anyway.
    site.asks_consent = True
    site.save()

    assert export(vera).status_code == 200


def test_strangers_are_shown_nothing(client):
    assert client.get(reverse("chatbot:export")).status_code == 401
