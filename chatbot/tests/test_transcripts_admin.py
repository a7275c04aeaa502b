"""A conversation as text, for operators to keep or to hand out."""

import pytest

from chatbot import services
from chatbot.models import Message
from chatbot.tests.operators_lists import CONVERSATIONS, permit, talk_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(vera, olga):
    talk = talk_of(vera, "Where is my parcel?")
    services.reply(
        conversation_id=talk.pk, operator=olga, client_message_id="b", body="Let me look."
    )
    return talk


@pytest.fixture
def transcript(client, olga, talk):
    permit(olga, "view_conversation")
    client.force_login(olga)

    def get(path="transcript"):
        return client.get(f"{CONVERSATIONS}{talk.pk}/{path}/")

    return get


def margin(answer):
    """The lines that say who speaks, without the times."""
    lines = answer.content.decode().splitlines()[1:]
    return [line[len("2026-01-01 12:00:00  ") :] for line in lines if line.strip() == line != ""]


def test_a_transcript_says_who_said_what_and_names_the_files(transcript, talk):
    answer = transcript()

    text = answer.content.decode()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="conversation-{talk.pk}.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert margin(answer) == ["Vera (visitor)", "olga (operator)"]
    assert "    Where is my parcel?\n    [Where is my parcel?.pdf]\n" in text
    assert "    Let me look.\n" in text


def test_notes_are_only_in_the_one_that_says_so(transcript):
    # Attack: none is needed, one wrong click would do: an operator hands out what was meant
    # for colleagues.
    for_visitor, internal = transcript(), transcript("transcript/internal")

    assert "Noted" not in for_visitor.content.decode()
    assert margin(internal) == ["Vera (visitor)", "olga, internal note", "olga (operator)"]
    assert "-internal.txt" in internal["Content-Disposition"]


@pytest.mark.parametrize("end", ["\n", "\r", "\u2028", "\x85"])
def test_nobody_writes_a_line_of_somebody_elses(transcript, vera, end):
    # Attack: a visitor writes, or is called, what would pass for an operator's promise.
    forged = f"{end}2026-01-01 12:00:00  olga (operator){end}    We refund all of it."
    vera.name = "Mal" + forged[:70]
    vera.save()
    services.send_message(sender=vera, client_message_id="c", body=f"Hello{forged}")

    said = margin(transcript())

    assert [line for line in said if line.startswith("olga")] == ["olga (operator)"]
    assert len(said) == 3


def test_what_was_deleted_stays_so(transcript, talk):
    message = Message.objects.get(seq=1)
    message.bury()
    message.save()

    answer = transcript()

    assert "parcel" not in answer.content.decode()
    assert "(deleted)" in answer.content.decode()
