"""A visitor sends files and voice notes; a worker looks at them before anybody else can."""

import json
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psycopg
import pytest
from django.db import OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chatbot import services, tasks
from chatbot.models import Attachment, Message
from chatbot.tests.samples import EXE, HTML, PDF, opened, photograph, picture, recording, upload
from chatbot.uploads import limits, storing
from chatbot.uploads.accepting import accept_file
from realtime import workers
from realtime.layer import redis_client

ATTACHMENT_FIELDS = (
    "id kind state name url mime_type size width height duration_ms waveform thumbnail_url"
)

QUEUE = "smartlink:default"
EXAMINING = tasks.examine_file.name


@pytest.fixture(autouse=True)
def _place(media_folder):
    """All of these keep files."""


@pytest.fixture
def send(as_visitor):
    def post(visitor, *files, what="file", **more):
        uploads = [upload(name, content) for name, content in files]
        field = {"file": uploads} if what == "file" else {"audio": uploads[0]}
        url = reverse(f"chatbot:{what}")
        return as_visitor(visitor).post(url, field | more, format="multipart")

    return post


def examine():
    """What workers do: look at what is new, and throw away what nobody needs any more."""
    for attachment in Attachment.objects.filter(state="processing"):
        tasks.examine_file(attachment.pk)
    tasks.delete_files()


@pytest.fixture
def asked_for():
    """What waits for the workers, nothing of which is another test's."""
    redis_client().delete(QUEUE)

    def tasks_of_files():
        workers.asking.thread.submit(int).result(5)
        waiting = [json.loads(each) for each in redis_client().lrange(QUEUE, 0, -1)]
        about_files = [task for task in waiting if task["headers"]["task"] == EXAMINING]
        return [json.loads(b64decode(task["body"]))[0] for task in about_files]

    return tasks_of_files


def attachments_of(answer):
    return answer.json()["message"]["attachments"]


def on_disk(media_folder):
    return sorted(path.suffix for path in media_folder.iterdir())


def test_a_document_can_be_opened_at_once(send, vera, client):
    answer = send(vera, ("Invoice 7.pdf", PDF))

    (shown,) = attachments_of(answer)
    assert answer.status_code == 201
    assert list(shown) == ATTACHMENT_FIELDS.split()
    assert (shown["kind"], shown["state"], shown["name"]) == ("file", "ready", "Invoice 7.pdf")
    assert (shown["mime_type"], shown["size"]) == ("application/pdf", len(PDF))
    assert client.get(shown["url"]).content == PDF


def test_files_and_words_are_one_message(send, vera, history):
    answer = send(vera, ("a.pdf", PDF), ("b.txt", b"b"), message="Both of them.").json()

    said = answer["message"]
    assert said["message"] == "Both of them."
    assert [shown["name"] for shown in said["attachments"]] == ["a.pdf", "b.txt"]
    assert history(vera, said["conversation_id"], after=0).json()["messages"] == [said]


def test_others_are_told_of_files_as_rest_answers_it(
    send, vera, support, sent, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(vera, ("a.pdf", PDF))

    channel = f"private-chat.conversation.{support.pk}"
    told = [payload for where, name, payload in sent if where == channel]
    assert told == [answer.json()["message"]]


def test_a_picture_is_nobodys_to_open_before_a_worker_has_looked_at_it(send, vera, media_folder):
    (shown,) = attachments_of(send(vera, ("me.jpg", photograph())))

    assert (shown["kind"], shown["state"]) == ("image", "processing")
    assert shown["url"] is shown["thumbnail_url"] is None
    assert on_disk(media_folder) == [".unseen"]


def test_a_picture_is_told_again_when_it_is_ready(
    send, vera, support, sent, history, media_folder, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send(vera, ("me.jpg", photograph(size=(640, 480))))
        examine()

    page = history(vera, support.pk, after=1).json()
    (message,) = page["messages"]
    (shown,) = message["attachments"]
    told = [payload for _, name, payload in sent if name == "ChatMessageUpdated"]
    assert told == [message]
    assert (message["seq"], message["changed_seq"], page["last_seq"]) == (1, 2, 2)
    assert (shown["state"], shown["width"], shown["height"]) == ("ready", 480, 640)
    assert on_disk(media_folder) == [".jpg", ".webp"]


def test_a_picture_that_is_ready_can_be_seen_small_and_large(send, vera, support, history, client):
    send(vera, ("me.jpg", photograph(size=(640, 480))))

    examine()

    (shown,) = history(vera, support.pk, after=1).json()["messages"][0]["attachments"]
    large, small = (client.get(shown[url]).content for url in ("url", "thumbnail_url"))
    assert (len(large), opened(large).size) == (shown["size"], (480, 640))
    assert opened(small).size == (360, 480)


def test_a_voice_note_is_heard_everywhere(send, vera, client, history, support):
    answer = send(vera, ("blob", recording()), what="voice", duration_ms=1100)
    (at_first,) = attachments_of(answer)

    examine()

    (shown,) = history(vera, support.pk, after=1).json()["messages"][0]["attachments"]
    assert answer.json()["message"]["message"] == ""
    assert (at_first["kind"], at_first["state"]) == ("voice", "processing")
    assert (at_first["duration_ms"], at_first["waveform"]) == (1100, None)
    assert (shown["state"], shown["name"]) == ("ready", "voice-note.mp3")
    assert shown["duration_ms"] == pytest.approx(1000, abs=80)
    assert len(shown["waveform"]) == limits.WAVEFORM_PEAKS
    assert client.get(shown["url"])["Content-Type"] == "audio/mpeg"


def test_a_file_that_cannot_be_read_is_told_as_refused(send, vera, history, support, media_folder):
    # Attack: it begins like a picture, and goes on as something else.
    send(vera, ("me.png", picture()[:40] + HTML))

    examine()

    (message,) = history(vera, support.pk, after=1).json()["messages"]
    (shown,) = message["attachments"]
    assert (shown["state"], shown["name"], shown["url"]) == ("refused", "me.png", None)
    assert on_disk(media_folder) == []


def test_looking_twice_changes_nothing(send, vera, media_folder):
    send(vera, ("me.png", picture()))
    examine()
    known = Attachment.objects.values().get()
    files = on_disk(media_folder)

    tasks.examine_file(known["id"])

    assert Attachment.objects.values().get() == known
    assert Message.objects.get().changed_seq == 2
    assert on_disk(media_folder) == files


def test_of_two_workers_the_slower_throws_its_own_away(send, vera, media_folder, monkeypatch):
    send(vera, ("me.png", picture()))
    settle = services.examining.settle

    def overtaken(**outcome):
        monkeypatch.undo()
        examine()
        return settle(**outcome)

    monkeypatch.setattr(services.examining, "settle", overtaken)
    examine()

    assert Message.objects.get().changed_seq == 2
    assert on_disk(media_folder) == [".png", ".webp"]


def test_a_storage_that_is_away_is_asked_again_later(send, vera, monkeypatch):
    send(vera, ("me.png", picture()))

    def away(*_):
        raise OSError("away")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(storing, "read", away)
        examine()
    assert Attachment.objects.get().state == "processing"
    examine()
    assert Attachment.objects.get().state == "ready"


def test_workers_are_asked_for_what_has_to_be_looked_at(
    send, vera, asked_for, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send(vera, ("me.png", picture()), ("a.pdf", PDF))

    waiting = Attachment.objects.get(state="processing")
    assert asked_for() == [[waiting.pk]]


def test_what_workers_were_not_asked_for_is_made_good(send, vera, asked_for, time_machine):
    time_machine.move_to("2030-05-17T12:00:00Z", tick=False)
    send(vera, ("me.png", picture()))
    tasks.sweep_files()
    assert asked_for() == []

    time_machine.shift(31)
    tasks.sweep_files()

    assert asked_for() == [[Attachment.objects.get().pk]]


def test_a_repeat_stores_nothing_twice(send, vera, media_folder):
    first, second = (
        send(vera, ("a.pdf", PDF), client_message_id="same", message="Here") for _ in range(2)
    )

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["message"] == second.json()["message"]
    assert on_disk(media_folder) == [".pdf"]


def test_one_id_is_of_one_content(send, say, vera, media_folder):
    send(vera, ("a.pdf", PDF), client_message_id="same")

    more = send(vera, ("a.pdf", PDF), ("b.pdf", PDF), client_message_id="same")
    words = say(vera, "Hello?", client_message_id="same")

    assert more.json()["code"] == words.json()["code"] == "client_message_id_reused"
    assert on_disk(media_folder) == [".pdf"]


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("full.pdf", PDF + bytes(limits.MOST_FILE_BYTES), 413, "too_large"),
        ("page.html", HTML, 415, "kind_not_accepted"),
        ("photo.png", HTML, 415, "kind_not_accepted"),
        ("setup.exe", EXE, 415, "kind_not_accepted"),
        ("empty.txt", b"", 422, "empty_file"),
    ],
)
def test_what_is_not_taken_is_refused_in_a_sentence_and_leaves_nothing(
    send, vera, media_folder, name, content, status, code
):
    answer = send(vera, ("fine.pdf", PDF), (name, content))

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"].endswith(".")
    assert not Message.objects.exists()
    assert on_disk(media_folder) == []


def test_what_nobody_could_have_said_is_no_voice_note(send, vera):
    answer = send(vera, ("voice.webm", HTML), what="voice")

    assert (answer.status_code, answer.json()["code"]) == (415, "kind_not_accepted")


@pytest.mark.parametrize("count", [0, 6])
def test_a_message_has_one_to_five_files(send, vera, count):
    answer = send(vera, *[("a.pdf", PDF)] * count)

    assert answer.status_code == 422
    assert "file" in answer.json()["errors"]


@pytest.mark.parametrize(
    ("what", "field", "value"),
    [
        ("file", "message", "x" * 5001),
        ("file", "client_message_id", "a b"),
        ("file", "conversation_id", "mine"),
        ("voice", "duration_ms", "-1"),
        ("voice", "duration_ms", "long"),
    ],
)
def test_a_wrong_field_is_named(send, vera, what, field, value):
    answer = send(vera, ("a.pdf", PDF), what=what, **{field: value})

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]


@pytest.mark.parametrize("what", ["file", "voice"])
@pytest.mark.parametrize("body", ["text", {"file": "text", "audio": "text"}])
def test_words_are_no_file(as_visitor, vera, what, body):
    url = reverse(f"chatbot:{what}")
    form = "multipart" if isinstance(body, dict) else "json"

    answer = as_visitor(vera).post(url, body, format=form)

    assert answer.status_code == (422 if form == "multipart" else 415)


def test_only_visitors_send_files_here(client, alice):
    client.force_login(alice)

    answer = client.post(reverse("chatbot:file"), {"file": upload("a.pdf", PDF)})

    assert answer.status_code == 401


def test_nobody_sends_files_into_other_peoples_conversations(send, stranger, support, media_folder):
    answer = send(stranger, ("a.pdf", PDF), conversation_id=support.pk)

    assert answer.status_code == 404
    assert on_disk(media_folder) == []


def test_a_visitor_may_send_so_much_a_day(send, vera, stranger, time_machine, monkeypatch):
    # Attack: a script that fills the disk.
    time_machine.move_to("2030-05-17T18:00:00Z")
    monkeypatch.setattr(services.files, "MOST_VISITOR_BYTES_A_DAY", 3 * len(PDF))
    send(vera, ("a.pdf", PDF), ("b.pdf", PDF))

    too_much = send(vera, ("c.pdf", PDF), ("d.pdf", PDF))

    assert (too_much.status_code, too_much.json()["code"]) == (429, "quota_reached")
    assert too_much["Retry-After"] == str(6 * 60 * 60)
    assert send(vera, ("c.pdf", PDF)).status_code == 201
    assert send(stranger, ("c.pdf", PDF)).status_code == 201
    time_machine.move_to("2030-05-18T00:00:00Z")
    assert send(vera, ("d.pdf", PDF)).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_no_more_goes_through_at_once(send, say, vera, monkeypatch):
    # Attack: many uploads at the same moment, each of which finds that there is room.
    monkeypatch.setattr(services.files, "MOST_VISITOR_BYTES_A_DAY", len(PDF))
    say(vera, "Here are my papers")

    def upload_one(number):
        try:
            return send(vera, (f"{number}.pdf", PDF)).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        codes = [*pool.map(upload_one, range(4))]

    assert sorted(codes) == [201, 429, 429, 429]
    assert Attachment.objects.count() == 1


def test_what_filled_the_day_may_be_repeated(send, vera, monkeypatch):
    monkeypatch.setattr(services.files, "MOST_VISITOR_BYTES_A_DAY", len(PDF))
    send(vera, ("a.pdf", PDF), client_message_id="a")

    assert send(vera, ("a.pdf", PDF), client_message_id="a").status_code == 200


def test_files_stay_when_nobody_knows_whether_their_message_is_stored(vera, media_folder):
    # Postgres commits, and dies before it has said so: the repeat will find the message.
    gone = OperationalError("server closed the connection unexpectedly")
    gone.__cause__ = psycopg.OperationalError()
    paper = accept_file(upload("a.pdf", PDF))

    with suppress(OperationalError), services.kept([paper]) as attachments:
        services.send_message(sender=vera, client_message_id="a", body="", files=attachments)
        raise gone

    assert storing.read(Attachment.objects.get().file) == PDF


def test_a_full_disk_refuses_files_and_nothing_else(send, say, vera, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storing.media(), "_save", full)

    answer = send(vera, ("a.pdf", PDF))

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert say(vera, "Hello?").status_code == 201


def test_where_a_row_goes_its_files_go(send, vera, media_folder):
    send(vera, ("me.png", picture()), ("a.pdf", PDF))
    examine()
    assert len(on_disk(media_folder)) == 3

    Attachment.objects.all().delete()
    tasks.delete_files()

    assert on_disk(media_folder) == []


def test_what_is_deleted_while_somebody_looks_leaves_nothing(send, vera, media_folder, monkeypatch):
    send(vera, ("me.png", picture()))
    decode = services.examining.decode

    def deleted_meanwhile(*told):
        Attachment.objects.all().delete()
        return decode(*told)

    monkeypatch.setattr(services.examining, "decode", deleted_meanwhile)
    examine()

    assert on_disk(media_folder) == []


def test_five_files_cost_no_more_queries_than_one(send, vera):
    send(vera, ("a.pdf", PDF))

    with CaptureQueriesContext(connection) as of_one:
        send(vera, ("a.pdf", PDF))
    with CaptureQueriesContext(connection) as of_five:
        send(vera, *[("a.pdf", PDF)] * 5)

    assert len(of_five) == len(of_one)


def test_a_visitor_has_the_same_answer_all_day(send, vera, support, history, time_machine):
    time_machine.move_to("2030-05-17T08:00:00Z")
    send(vera, ("a.pdf", PDF))
    first = history(vera, support.pk)

    time_machine.move_to("2030-05-17T20:00:00Z")
    again = history(vera, support.pk, etag=first["ETag"])

    assert again.status_code == 304
