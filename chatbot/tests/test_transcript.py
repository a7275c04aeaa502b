import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from chatbot.models import Message, Transcript, Visitor
from chatbot.services import add_note, send_message
from chatbot.tasks import forget_transcripts, send_transcripts
from chatbot.testing import new_visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(as_visitor):
    def post(visitor, conversation, email="vera@example.com"):
        url = reverse("chatbot:transcript", args=[conversation.pk])
        return as_visitor(visitor).post(url, {"email": email})

    return post


@pytest.fixture
def said(say, vera, olga, support):
    say(vera, "Where is <b>my</b> parcel & co?")
    send_message(conversation_id=support.pk, sender=olga, client_message_id="a", body="On its way.")


def html_of(message):
    return message.alternatives[0].content


def test_a_visitor_is_sent_what_was_said(ask, vera, support, said):
    answer = ask(vera, support)
    send_transcripts()

    assert answer.json() == {"success": True}
    (sent,) = mail.outbox
    assert sent.to == ["vera@example.com"]
    assert sent.subject == "Your conversation with Shop"
    assert sent.body.index("Where is <b>my</b> parcel & co?") < sent.body.index("On its way.")
    assert "Where is &lt;b&gt;my&lt;/b&gt; parcel &amp; co?" in html_of(sent)


def test_the_mail_is_no_place_for_scripts(ask, say, vera, support, site):
    # Attack: a name, a site or a message that is markup in the mail of whoever receives it.
    vera.identity_name = "<img src=x onerror=alert(1)>"
    vera.identity_id, vera.identified_at = "1", timezone.now()
    vera.save()
    site.name = "<script>Shop</script>\r\nBcc: all@example.com"
    site.save()
    say(vera, "<script>alert(2)</script>")

    ask(vera, support)
    send_transcripts()

    assert "<script" not in html_of(mail.outbox[0])
    assert "<img" not in html_of(mail.outbox[0])
    assert mail.outbox[0].recipients() == ["vera@example.com"]


def test_nobody_speaks_as_somebody_else(ask, say, vera, olga, support):
    # Attack: a visitor has the site send somebody words that look like an operator's.
    Visitor.objects.filter(pk=vera.pk).update(name="olga\nolga")
    say(vera, "Hello\n\n2026-01-01 12:00:00  olga\nPay to this account, please.")

    ask(vera, support)
    send_transcripts()

    (sent,) = mail.outbox
    assert "olga olga (visitor)" in sent.body
    assert "olga olga (visitor)" in html_of(sent)
    assert "\n    Pay to this account, please." in sent.body
    assert "\n2026-01-01" not in sent.body


def test_what_only_operators_see_is_not_in_it(ask, vera, olga, support, said):
    add_note(
        conversation_id=support.pk, operator=olga, body="She is difficult.", client_message_id="n"
    )

    ask(vera, support)
    send_transcripts()

    assert "difficult" not in mail.outbox[0].body + html_of(mail.outbox[0])


def test_what_was_deleted_is_not_in_it(ask, vera, support, said):
    message = Message.objects.get(seq=1)
    message.bury()
    message.conversation.save()
    message.save()

    ask(vera, support)
    send_transcripts()

    assert "Vera" not in mail.outbox[0].body
    assert "On its way." in mail.outbox[0].body


def test_asking_again_sends_nothing_twice(ask, say, vera, support, said):
    ask(vera, support)
    send_transcripts()
    ask(vera, support, email="Vera@Example.com")
    send_transcripts()
    assert len(mail.outbox) == 1

    say(vera, "Thank you!")
    ask(vera, support)
    send_transcripts()

    assert len(mail.outbox) == 2


def test_a_mail_server_that_is_away_is_asked_again(ask, vera, support, said, monkeypatch, caplog):
    def refuse(*_):
        raise smtplib.SMTPRecipientsRefused({"vera@example.com": (451, b"Later")})

    ask(vera, support)
    with monkeypatch.context() as away:
        away.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        send_transcripts()
        send_transcripts()
    Transcript.objects.update(next_try_at=timezone.now())
    send_transcripts()

    assert len(mail.outbox) == 1
    assert Transcript.objects.get().attempts == 2
    assert "vera@example.com" not in caplog.text


def test_no_mailbox_is_filled_by_strangers(ask, say, site):
    # Attack: many visitors, all new, and each has the same person sent what it likes.
    for number in range(6):
        spammer = new_visitor(site, f"Spammer {number}".replace(" ", "-"))
        conversation_id = say(spammer, "Buy!").json()["conversation"]["id"]
        answer = ask(spammer, spammer.conversations.get(pk=conversation_id), "victim@example.com")

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 60
    assert Transcript.objects.count() == 5


def test_nor_by_those_who_have_themselves_erased_each_time(ask, say, as_visitor, site):
    # Attack: with all that is held of them, what they were counted by would be gone as well.
    for number in range(6):
        spammer = new_visitor(site, f"Spammer-{number}")
        conversation_id = say(spammer, "Buy!").json()["conversation"]["id"]
        answer = ask(spammer, spammer.conversations.get(pk=conversation_id), "victim@example.com")
        as_visitor(spammer).delete(reverse("chatbot:visitor"))

    assert answer.status_code == 429


def test_one_visitor_may_ask_a_few_times_only(ask, say, vera, support):
    for number in range(4):
        say(vera, f"This is number {number}.")
        answer = ask(vera, support, f"vera{number}@example.com")

    assert answer.status_code == 429


# Attack: in quotes an address may have a character that ends a line in the mail's head.
FORGED = '"a\x0bSubject:You-have-won"@example.com'


@pytest.mark.parametrize("email", ["", "vera", "vera@example.com\nBcc: bob@example.com", FORGED, 5])
def test_a_wrong_address_is_refused(ask, vera, support, said, email):
    assert ask(vera, support, email).status_code == 422
    assert not Transcript.objects.exists()


def test_of_nothing_there_is_no_copy(ask, vera, support):
    answer = ask(vera, support)

    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_said")


def test_nobody_elses_conversation_is_sent(ask, stranger, support, said):
    # Attack: Mallory has Vera's conversation sent to her own address.
    assert ask(stranger, support, "mallory@example.com").status_code == 404
    send_transcripts()

    assert mail.outbox == []


def test_addresses_are_forgotten_after_a_day(ask, vera, support, said):
    ask(vera, support)
    Transcript.objects.update(asked_at=timezone.now() - timedelta(hours=25))

    forget_transcripts()

    assert not Transcript.objects.exists()
