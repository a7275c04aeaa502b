"""Rooms are made in the admin, and who is in them is chosen there."""

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import Permission, User
from django.db.models.signals import pre_save
from django.test import AsyncClient
from django.urls import reverse

from chatbot.models import Conversation, Room
from chatbot.services import arrange_room
from chatsite.ground.models import AuditLog
from realtime.testing import TestSocket
from realtime.testing.endings import all_of, ask, ended, listen, told_the_sockets

pytestmark = pytest.mark.django_db

ADD, LIST = reverse("admin:chatbot_room_add"), reverse("admin:chatbot_room_changelist")


@pytest.fixture
def admin(client, olga):
    """Olga's browser, once she may look after rooms."""
    rights = Permission.objects.filter(codename__in=["view_room", "add_room", "change_room"])
    olga.user_permissions.set(rights)
    client.force_login(olga)
    return client


@pytest.fixture
def change(admin):
    def post(room, *members, title="Kitchen"):
        form = {"title": title, "members": [member.pk for member in members]}
        return admin.post(page_of(room), form)

    return post


def page_of(room):
    return reverse("admin:chatbot_room_change", args=[room.pk])


def names_in(room):
    return [each.user.username for each in Conversation.objects.get(pk=room.pk).people]


def actions():
    return list(AuditLog.objects.order_by("pk").values_list("action", flat=True))


def test_a_room_is_made_with_its_members(admin, talk, read_talk, alice, bob):
    answer = admin.post(ADD, {"title": "Cellar", "members": [alice.pk, bob.pk]})

    room = Room.objects.get()
    assert (answer.status_code, room.kind, str(room)) == (302, "room", "Cellar")
    assert talk(alice, "It is dark.", room).status_code == 201
    assert len(read_talk(bob, room).json()["messages"]) == 1
    assert actions() == ["room.added"]


def test_a_room_has_a_title(admin, alice):
    assert admin.post(ADD, {"title": " ", "members": [alice.pk]}).status_code == 200
    assert not Room.objects.exists()


def test_the_form_and_the_list_show_who_is_there(admin, kitchen, alice):
    page, rows = admin.get(page_of(kitchen)), admin.get(LIST)

    assert "selected>alice" in page.content.decode()
    assert "Kitchen" in rows.content.decode()


def test_members_come_and_go_and_come_again(change, talk, read_talk, kitchen, alice, bob, mallory):
    message = talk(bob, "Tea?", kitchen).json()["message"]

    change(kitchen, alice, mallory)
    assert names_in(kitchen) == ["alice", "mallory"]
    assert talk(bob, "Hello?", kitchen).status_code == 404

    change(kitchen, alice, bob)
    assert names_in(kitchen) == ["alice", "bob"]
    assert read_talk(bob, kitchen).json()["messages"] == [message]
    assert actions() == ["room.changed"] * 2


def test_what_is_said_while_a_room_is_renamed_keeps_its_number(change, kitchen, alice, bob):
    # A form that stores the whole row would give the next message a number that is taken.
    def somebody_speaks(instance, **_):
        Conversation.objects.filter(pk=instance.pk).update(last_seq=7)

    pre_save.connect(somebody_speaks, sender=Room)
    try:
        change(kitchen, alice, bob, title="Bathroom")
    finally:
        pre_save.disconnect(somebody_speaks, sender=Room)

    kitchen.refresh_from_db()
    assert (kitchen.title, kitchen.last_seq) == ("Bathroom", 7)


@pytest.mark.django_db(transaction=True)
def test_who_is_there_hears_of_another_title_and_of_each_other(
    change, read_talk, sent, kitchen, alice, bob, mallory
):
    sent.clear()

    change(kitchen, alice, mallory, title="Bathroom")

    told = [(channel, name) for channel, name, _ in sent]
    assert told == [(f"presence-chat.room.{kitchen.pk}", "ConversationUpdated")] * 3
    shown = read_talk(alice, kitchen).json()["conversation"]
    assert shown["title"] == sent[0][2]["title"] == "Bathroom"
    assert sent[-1][2] == shown


def test_everybody_is_in_the_general_room(admin, change, talk, alice, mallory):
    general = Conversation.objects.general()

    assert 'name="members"' not in admin.get(page_of(general)).content.decode()
    change(general, alice, title="Lobby")

    assert talk(mallory, "Hello!").status_code == 201
    general.refresh_from_db()
    assert general.title == "Lobby"


def test_no_room_is_deleted_and_nothing_else_is_one(client, support, kitchen):
    client.force_login(User.objects.create_superuser("boss"))

    assert client.post(reverse("admin:chatbot_room_delete", args=[kitchen.pk])).status_code == 403
    assert client.get(page_of(support)).status_code == 302
    assert Room.objects.filter(pk=kitchen.pk).exists()


def test_without_the_right_nobody_arranges_rooms(client, change, olga, alice, mallory, kitchen):
    # Attack: Mallory lets himself into a room; so does an operator who may not look after them.
    olga.user_permissions.clear()
    form = {"title": "Kitchen", "members": [mallory.pk, olga.pk]}

    for intruder in (mallory, olga):
        client.force_login(intruder)
        for url in (ADD, LIST, page_of(kitchen)):
            assert client.post(url, form).status_code in {302, 403}
            assert client.get(url).status_code in {302, 403}

    assert names_in(kitchen) == ["alice", "bob"]
    assert Room.objects.count() == 1


def test_whoever_is_taken_out_is_asked_anew(kitchen, alice, bob):
    arrange_room(room=kitchen, members=[alice])

    assert ended() == all_of(bob)


def test_whoever_stays_or_comes_is_left_in_peace(kitchen, alice, bob, mallory):
    arrange_room(room=kitchen, members=[alice, bob, mallory])
    kitchen.title = "Bathroom"
    kitchen.save()

    assert ended() == set()


def test_with_a_room_its_members_lose_their_right(kitchen, alice, bob):
    kitchen.delete()

    assert ended() == all_of(alice, bob)


@pytest.mark.django_db(transaction=True)
async def test_a_member_who_was_taken_out_is_closed_and_refused(kitchen, alice, bob):
    # Attack: Bob keeps the room open from which he was dismissed, and hears on.
    browser, channel = AsyncClient(), f"presence-chat.room.{kitchen.pk}"
    await browser.aforce_login(bob)
    socket = await listen(browser, channel)

    await sync_to_async(arrange_room)(room=kitchen, members=[alice])
    await told_the_sockets()

    assert (await socket.closed())[0] == 4200
    again = await TestSocket().open()
    assert (await ask(browser, again, channel)).status_code == 403
