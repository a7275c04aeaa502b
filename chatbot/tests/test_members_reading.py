"""What members find when they come back: what was said, what is new, how far others have read."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from chatbot.models import Member, Message
from chatbot.testing import room_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(talk, alice, kitchen):
    """Alice said it in five messages."""
    return [talk(alice, f"{number}", kitchen).json()["message"] for number in range(1, 6)]


@pytest.fixture
def talks(as_member):
    """The conversations of a member, by their titles; those of two by the other's name."""

    def rows(member):
        found = as_member(member).get(reverse("chatbot:talks")).json()["conversations"]
        return {title_of(row["conversation"], member): row for row in found}

    return rows


def title_of(talk, member):
    others = [each["name"] for each in talk["participants"] if each["id"] != member.pk]
    return talk["title"] or ", ".join(others)


def seqs(answer):
    return [message["seq"] for message in answer.json()["messages"]]


def ids(answer):
    return [row["conversation"]["id"] for row in answer.json()["conversations"]]


def hide_receipts(user):
    Member.objects.create(user=user, hides_receipts=True)


def test_history_tells_what_was_said_and_where(read_talk, five, alice, bob, kitchen):
    answer = read_talk(bob, kitchen).json()

    assert answer["messages"] == five
    assert (answer["last_seq"], answer["has_more"], answer["typing"]) == (5, False, [])
    talk = answer["conversation"]
    assert (talk["title"], talk["kind"]) == ("Kitchen", "room")
    assert talk["channel"] == f"presence-chat.room.{kitchen.pk}"
    assert [person["name"] for person in talk["participants"]] == ["alice", "bob"]


def test_history_is_read_in_both_directions(read_talk, five, bob, kitchen):
    newest = read_talk(bob, kitchen, limit=2)
    older = read_talk(bob, kitchen, before=4, limit=5)
    newer = read_talk(bob, kitchen, after=2, limit=2)
    rest = read_talk(bob, kitchen, after=4, limit=2)

    assert (seqs(newest), newest.json()["has_more"]) == ([4, 5], True)
    assert (seqs(older), older.json()["has_more"]) == ([1, 2, 3], False)
    assert (seqs(newer), newer.json()["has_more"]) == ([3, 4], True)
    assert (seqs(rest), rest.json()["has_more"]) == ([5], False)


@pytest.mark.parametrize(
    "query",
    [{"after": -1}, {"limit": 0}, {"after": 1, "before": 2}, {"conversation_id": "x"}],
    ids=str,
)
def test_a_malformed_query_is_refused(as_member, alice, query):
    assert as_member(alice).get(reverse("chatbot:talk-messages"), query).status_code == 422


def test_nothing_new_is_told_without_a_look_at_the_messages(
    as_program, five, bob, kitchen, statements_of
):
    program, url = as_program(bob), reverse("chatbot:talk-messages")
    query = {"conversation_id": kitchen.pk, "after": 5}
    etag = program.get(url, query)["ETag"]

    answer, statements = statements_of(
        lambda: program.get(url, query, headers={"If-None-Match": etag})
    )

    assert (answer.status_code, answer.content) == (304, b"")
    assert not [each for each in statements if 'FROM "chatbot_message"' in each]
    assert len(statements) == 3


def test_whatever_changes_is_new(read_talk, five, talk, mark, as_member, alice, bob, kitchen):
    def is_new():
        nonlocal etag
        answer = read_talk(alice, kitchen, etag=etag)
        etag = answer["ETag"]
        return answer.status_code == 200

    etag = None
    assert is_new()
    assert not is_new()

    mark(bob, five[-1])
    assert is_new()
    talk(bob, "6", kitchen)
    assert is_new()
    as_member(bob).post(
        reverse("chatbot:talk-typing"), {"conversation_id": kitchen.pk, "is_typing": True}
    )
    assert is_new()
    assert not is_new()


def test_links_to_files_change_with_the_day(read_talk, five, alice, kitchen, time_machine):
    # They are good for a day: whoever kept yesterday's answer would find none of them.
    time_machine.move_to("2030-01-31 23:59:00+00:00", tick=False)
    etag = read_talk(alice, kitchen)["ETag"]
    assert read_talk(alice, kitchen, etag=etag).status_code == 304

    time_machine.move_to("2030-02-01 00:01:00+00:00", tick=False)
    assert read_talk(alice, kitchen, etag=etag).status_code == 200


def test_the_number_of_queries_of_a_page_does_not_grow(
    as_program, talk, alice, kitchen, statements_of
):
    program, url = as_program(alice), reverse("chatbot:talk-messages")
    ask = {"conversation_id": kitchen.pk}
    talk(alice, "1", kitchen)
    _, few = statements_of(lambda: program.get(url, ask))

    for number in range(5):
        newcomer = User.objects.create_user(f"newcomer-{number}")
        kitchen.participants.create(user=newcomer)
        talk(newcomer, "Hi!", kitchen)

    _, many = statements_of(lambda: program.get(url, ask))
    assert len(many) == len(few)


def test_who_wrote_is_told_when_it_is_read(talk, mark, read_talk, alice, bob, kitchen):
    message = talk(alice, "Tea?", kitchen).json()["message"]
    assert read_talk(alice, kitchen).json()["conversation"]["read_up_to"][str(bob.pk)] == 0

    answer = mark(bob, message)

    assert (answer.status_code, answer.json()) == (200, {"success": True, "read_up_to": 1})
    shown = read_talk(alice, kitchen).json()
    assert shown["messages"][0]["is_read"]
    assert shown["conversation"]["read_up_to"] == {str(alice.pk): 1, str(bob.pk): 1}


def test_nothing_is_unread_again(five, mark, bob):
    mark(bob, five[3])

    assert mark(bob, five[1]).json()["read_up_to"] == 4


@pytest.mark.django_db(transaction=True)
def test_who_reads_is_told_to_the_authors_alone(talk, mark, sent, alice, bob, mallory, kitchen):
    kitchen.participants.create(user=mallory)
    talk(alice, "Tea?", kitchen)
    message = talk(bob, "Yes.", kitchen).json()["message"]
    sent.clear()

    mark(mallory, message)

    told = [channel for channel, name, _ in sent if name == "MessageRead"]
    assert told == [f"private-user.{alice.pk}", f"private-user.{bob.pk}"]


@pytest.mark.django_db(transaction=True)
def test_in_rooms_who_hides_receipts_reads_unseen(talk, mark, read_talk, sent, alice, bob, kitchen):
    hide_receipts(bob)
    message = talk(alice, "Tea?", kitchen).json()["message"]
    sent.clear()

    assert mark(bob, message).json()["read_up_to"] == 1

    shown = read_talk(alice, kitchen).json()
    assert list(shown["conversation"]["read_up_to"]) == [str(alice.pk)]
    assert not shown["messages"][0]["is_read"]
    assert sent == []


@pytest.mark.django_db(transaction=True)
def test_in_twos_receipts_are_not_hidden(whisper, mark, sent, alice, bob):
    hide_receipts(bob)
    message = whisper(alice, bob, "Psst!").json()["message"]
    sent.clear()

    mark(bob, message)

    told = [(channel, payload["read_up_to"]) for channel, _, payload in sent]
    assert told == [(f"private-user.{alice.pk}", 1)]


def test_one_finds_ones_own_conversations_the_newest_first(
    as_member, talk, whisper, alice, bob, mallory, kitchen
):
    room_of("Cellar", mallory)
    whisper(bob, mallory, "Psst!")
    said = [talk(bob, "Tea?", kitchen), whisper(bob, alice, "Psst!"), talk(bob, "Hello!")]

    answer = as_member(alice).get(reverse("chatbot:talks"))

    newest = [each.json()["message"]["conversation_id"] for each in reversed(said)]
    assert ids(answer) == newest


def test_the_general_room_is_there_before_anything_is_said(talks, alice):
    assert list(talks(alice)) == ["General"]


def test_two_who_said_nothing_yet_are_no_conversation(as_member, talks, alice, mallory):
    # Attack: Mallory types to everybody, and fills their lists.
    url, told = reverse("chatbot:talk-typing"), {"recipient_id": alice.pk, "is_typing": True}
    assert as_member(mallory).post(url, told).status_code == 200

    assert list(talks(alice)) == ["General"]


def test_unread_is_what_others_said_after_one_has_read(
    talk, whisper, mark, talks, as_member, alice, bob, kitchen
):
    said = [talk(alice, f"{number}", kitchen).json()["message"] for number in range(1, 6)]
    talk(bob, "Psst!")
    whisper(alice, bob, "Psst!")

    def unread(member):
        return {title: row["unread"] for title, row in talks(member).items()}

    assert unread(bob) == {"General": 0, "Kitchen": 5, "alice": 1}
    assert unread(alice) == {"General": 1, "Kitchen": 0, "bob": 0}

    mark(bob, said[1])
    as_member(alice).patch(
        reverse("chatbot:talk-message", args=[said[0]["id"]]), {"message": "one"}
    )
    as_member(alice).delete(reverse("chatbot:talk-message", args=[said[4]["id"]]))
    # Two of three numbers of the log after his cursor are messages; the others are no words.
    assert unread(bob)["Kitchen"] == 2


def test_the_last_message_is_as_history_tells_it(
    talk, mark, talks, read_talk, as_member, alice, bob, kitchen
):
    first = talk(alice, "Tea?", kitchen).json()["message"]
    last = talk(alice, "Anybody?", kitchen).json()["message"]
    mark(bob, last)

    rows = talks(bob)

    history = read_talk(bob, kitchen).json()
    assert rows["Kitchen"]["last_message"] == history["messages"][1]
    assert rows["Kitchen"]["conversation"] == history["conversation"]
    assert rows["General"]["last_message"] is None

    as_member(alice).delete(reverse("chatbot:talk-message", args=[last["id"]]))
    assert talks(bob)["Kitchen"]["last_message"]["id"] == first["id"]


def test_many_conversations_come_page_by_page(as_member, alice):
    browser = as_member(alice)
    (general,) = ids(browser.get(reverse("chatbot:talks")))
    rooms = [room_of(f"Room {number}", alice) for number in range(5)]

    first = browser.get(reverse("chatbot:talks"), {"limit": 4})
    rest = browser.get(reverse("chatbot:talks"), {"limit": 4, "cursor": first.json()["next"]})

    assert ids(first) + ids(rest) == [*(room.pk for room in reversed(rooms)), general]
    assert (len(ids(rest)), rest.json()["next"]) == (2, None)


def test_the_number_of_queries_of_the_list_does_not_grow(
    as_program, talk, whisper, alice, bob, kitchen, statements_of
):
    program, url = as_program(alice), reverse("chatbot:talks")
    talk(bob, "Hi!", kitchen)
    program.get(url)  # makes the general room, once and for all
    _, few = statements_of(lambda: program.get(url))

    for number in range(5):
        newcomer = User.objects.create_user(f"newcomer-{number}")
        whisper(newcomer, alice, "Hi!")
        talk(newcomer, "Hi!", room_of(f"Room {number}", newcomer, alice, bob))

    answer, many = statements_of(lambda: program.get(url))
    assert len(ids(answer)) == 12
    assert len(many) == len(few) <= 6, "\n".join(each[-250:] for each in many)


def test_a_room_that_one_has_left_is_gone(talk, read_talk, talks, alice, bob, kitchen):
    talk(bob, "I shall miss you.", kitchen)

    leave(kitchen, bob)

    assert list(talks(bob)) == ["General"]
    assert read_talk(bob, kitchen).status_code == 404
    assert talk(bob, "Let me in!", kitchen).status_code == 404
    shown = read_talk(alice, kitchen).json()
    assert shown["messages"][0]["sender_name"] == "bob"
    assert [person["name"] for person in shown["conversation"]["participants"]] == ["alice"]
    assert Message.objects.count() == 1


def leave(room, member):
    participant = room.participants.get(user=member)
    participant.left_at = participant.conversation.started_at
    participant.save()
