"""An operator answers with files."""

import pytest

from chatbot.models import Message
from chatbot.tasks import delete_files
from chatbot.tests.samples import EXE, PDF, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(client, olga, support, media_folder):
    client.force_login(olga)

    def post(*files, **more):
        form = {"client_message_id": "a", "file": [upload(*file) for file in files], **more}
        return client.post(f"/admin/chatbot/{support.pk}/reply", form)

    return post


def test_the_visitor_can_open_what_an_operator_sends(reply, history, vera, support, client):
    answer = reply(("invoice.pdf", PDF), message="Here it is.")

    assert answer.status_code == 201
    (shown,) = history(vera, support.pk).json()["messages"]
    assert shown["message"] == "Here it is."
    assert client.get(shown["attachments"][0]["url"]).content == PDF


def test_words_are_not_needed_beside_a_file(reply):
    assert reply(("invoice.pdf", PDF)).json()["message"]["message"] == ""


def test_an_answer_that_is_held_back_leaves_no_file(reply, say, vera, support, media_folder):
    say(vera, "Never mind.")

    answer = reply(("invoice.pdf", PDF), last_seen_seq=0)
    delete_files()

    assert (answer.status_code, answer.json()["code"]) == (409, "newer_messages")
    assert [*media_folder.iterdir()] == []


def test_sending_it_again_stores_nothing_twice(reply, media_folder):
    reply(("invoice.pdf", PDF))

    again = reply(("invoice.pdf", PDF))
    delete_files()

    assert again.status_code == 200
    assert len([*media_folder.iterdir()]) == Message.objects.count() == 1


def test_a_note_with_a_file_never_becomes_an_answer(reply, media_folder):
    # The visitor could open what was meant for the colleagues.
    assert reply(("notes.pdf", PDF), message="Look.", is_note=True).status_code == 422
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("files", "status"), [([("a.exe", EXE)], 415), ([("a.pdf", PDF)] * 6, 422)]
)
def test_what_visitors_may_not_send_operators_may_not_either(reply, files, status, media_folder):
    assert reply(*files, message="Here").status_code == status
    assert [*media_folder.iterdir()] == []


def test_one_operator_sends_a_few_files_at_a_time(reply):
    codes = [reply(("a.pdf", PDF), client_message_id=f"a{n}").status_code for n in range(11)]

    assert codes == [201] * 10 + [429]
