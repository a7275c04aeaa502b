"""What operators write for each other: the staff log, beside the one that visitors read."""

import pytest

from chatbot.models import Message, Note
from chatbot.testing import heard_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(as_olga, support):
    def post(text, **more):
        told = {"message": text, "client_message_id": "n", "is_note": True, **more}
        url = f"/admin/chatbot/{support.pk}/reply"
        return as_olga.post(url, told, content_type="application/json")

    return post


@pytest.fixture
def read(as_olga, support):
    def get(etag=None, **query):
        headers = {"If-None-Match": etag} if etag else {}
        return as_olga.get(f"/admin/chatbot/{support.pk}/messages", query, headers=headers)

    return get


def notes_in(answer):
    return [note["message"] for note in answer.json()["notes"]]


def test_a_note_stands_in_its_own_log(note, read, say, vera, olga, support):
    say(vera, "Where is my parcel?")

    answer = note("Lost, I fear.")

    assert answer.status_code == 201
    written = answer.json()["message"]
    assert (written["seq"], written["staff_seq"], written["placed_after"]) == (None, 1, 1)
    assert (written["sender_id"], written["kind"]) == (olga.pk, "note")
    assert read().json()["notes"] == [written]
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_colleagues_hear_it_as_it_is_read(note, read, support, sent):
    note("Lost, I fear.")

    told = heard_on(f"presence-chat.conversation.{support.pk}", sent)
    assert ("NoteAdded", read().json()["notes"][0]) in told


@pytest.mark.django_db(transaction=True)
def test_the_inbox_hears_how_far_the_staff_log_is(note, as_olga, say, vera, support, sent):
    say(vera, "Where is my parcel?")

    note("Lost, I fear.")

    (row,) = as_olga.get("/admin/chatbot/conversations").json()["results"]
    assert row["staff_seq"] == 1
    told = heard_on(f"presence-inbox.{support.site_id}", sent)
    assert told[-1] == ("ConversationUpdated", row)


def test_repeating_a_note_writes_nothing_twice(note):
    first = note("Lost, I fear.")

    second = note("Lost, I fear.")

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Note.objects.count() == 1


def test_the_same_id_with_other_words_is_refused(note):
    note("Lost, I fear.")

    answer = note("Found!")

    assert (answer.status_code, answer.json()["code"]) == (409, "client_message_id_reused")


def test_no_word_of_the_visitors_holds_a_note_back(note, say, vera, support):
    say(vera, "One")
    say(vera, "Two")

    assert note("Rude.", last_seen_seq=1).status_code == 201


def test_who_reads_on_is_given_what_is_new_in_each_log(note, read, say, vera, support):
    say(vera, "One")
    note("First")
    note("Second", client_message_id="n2")

    answer = read(after=1, after_staff=1)

    assert answer.json()["messages"] == []
    assert notes_in(answer) == ["Second"]
    assert (answer.json()["last_seq"], answer.json()["last_staff_seq"]) == (1, 2)


def test_the_staff_log_is_read_page_by_page_in_both_directions(note, read):
    for number in range(1, 6):
        note(f"{number}", client_message_id=f"n{number}")

    newest, older = read(limit=2), read(limit=2, before_staff=4)
    newer = read(limit=2, after_staff=1)

    assert (notes_in(newest), newest.json()["has_more_notes"]) == (["4", "5"], True)
    assert (notes_in(older), older.json()["has_more_notes"]) == (["2", "3"], True)
    assert (notes_in(newer), newer.json()["has_more_notes"]) == (["2", "3"], True)
    assert read(limit=2, after_staff=4).json()["has_more_notes"] is False


def test_nothing_new_is_told_so_until_there_is_a_note(note, read, support):
    etag = read().headers["ETag"]
    assert read(etag).status_code == 304

    note("Lost, I fear.")

    assert read(etag).status_code == 200


@pytest.mark.parametrize(
    "query",
    [{"after_staff": -1}, {"before_staff": 0}, {"after_staff": 1, "before_staff": 2}],
)
def test_no_other_place_in_the_log_is_understood(read, query):
    assert read(**query).status_code == 422


def test_notes_of_colleagues_who_are_gone_stay(note, read, olga, django_user_model, site):
    note("Lost, I fear.")
    anna = django_user_model.objects.create_user("anna", is_staff=True)
    site.operators.add(anna)
    Note.objects.update(author=None)

    assert read().json()["notes"][0]["sender_name"] == "Somebody who is gone"
