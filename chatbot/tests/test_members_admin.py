"""What members want others to know, seen to by operators on their behalf."""

import pytest
from django.contrib.auth.models import User

from chatbot.models import Member
from chatbot.testing import heard_on
from chatsite.ground.models import AuditLog
from realtime.models import OutboxEvent

pytestmark = pytest.mark.django_db
MEMBERS = "/admin/chatbot/member/"


@pytest.fixture
def boss(client):
    client.force_login(User.objects.create_superuser("boss"))
    return client


def test_a_member_is_hidden_and_that_is_an_entry(boss, alice):
    boss.post(f"{MEMBERS}add/", {"user": alice.pk, "hides_presence": "on"})

    member = Member.objects.get()
    assert (member.user, member.hides_receipts, member.hides_presence) == (alice, False, True)
    assert AuditLog.objects.get().action == "member.added"


def test_what_one_member_wants_is_not_made_anothers(boss, alice, bob):
    member = Member.objects.create(user=alice)

    boss.post(f"{MEMBERS}{member.pk}/change/", {"user": bob.pk, "hides_receipts": "on"})

    member.refresh_from_db()
    assert (member.user, member.hides_receipts) == (alice, True)


def test_rooms_hear_that_a_member_hides_how_far_they_have_read(
    boss, alice, bob, kitchen, sent, django_capture_on_commit_callbacks
):
    form = {"user": alice.pk, "hides_receipts": "on"}

    with django_capture_on_commit_callbacks(execute=True):
        boss.post(f"{MEMBERS}add/", form)

    name, room = heard_on(f"presence-chat.room.{kitchen.pk}", sent)[-1]
    assert (name, room["id"]) == ("ConversationUpdated", kitchen.pk)
    assert list(room["read_up_to"]) == [str(bob.pk)]


def test_nobody_hears_that_a_member_hides_their_presence(boss, alice, kitchen):
    OutboxEvent.objects.all().delete()

    boss.post(f"{MEMBERS}add/", {"user": alice.pk, "hides_presence": "on"})

    assert Member.objects.get().hides_presence
    assert not OutboxEvent.objects.exists()
