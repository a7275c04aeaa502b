"""Who is asked anew when a user's standing, groups or permissions change.

The attack is always the same: to go on listening with a signature from better days.
"""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core import serializers
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from realtime.testing.endings import all_of, ended

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    chief = User.objects.create_superuser("chief")
    client.force_login(chief)
    return client


@pytest.fixture
def permission():
    return Permission.objects.get(codename="use_console")


@pytest.fixture
def team(alice, bob, permission):
    """Alice and Bob have the permission from their group."""
    team = Group.objects.create(name="team")
    team.permissions.add(permission)
    team.user_set.add(alice, bob)
    return team


@pytest.fixture
def others(mallory):
    others = Group.objects.create(name="others")
    others.user_set.add(mallory)
    return others


@pytest.mark.parametrize("field", ["is_active", "is_staff", "is_superuser"])
@pytest.mark.parametrize("update_fields", [None, ["is_active", "is_staff", "is_superuser"]])
def test_whoever_stands_differently_is_asked_anew(alice, bob, field, update_fields):
    setattr(alice, field, not getattr(alice, field))
    alice.save(update_fields=update_fields)

    assert ended() == all_of(alice)


def test_a_new_password_asks_all_sockets_anew(alice, bob):
    alice.set_password("another horse")
    alice.save()

    assert ended() == all_of(alice)


def test_a_password_that_is_set_in_the_shell_does_so_as_well(alice, bob, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda **_: "another horse 7")

    call_command("changepassword", "alice")

    assert ended() == all_of(alice)


def test_a_deleted_user_hears_no_more(alice, bob):
    gone = User(pk=alice.pk)

    User.objects.filter(pk=alice.pk).delete()

    assert ended() == all_of(gone)


def test_other_saves_close_nothing(alice):
    alice.first_name = "Alice"
    alice.save()
    alice.is_active = False  # and not stored
    alice.save(update_fields=["email"])
    User.objects.create_user("new")

    assert ended() == set()


def test_the_time_of_a_sign_in_costs_no_further_query(alice, django_assert_num_queries):
    with django_assert_num_queries(1):
        alice.save(update_fields=["last_login"])


def test_what_was_not_loaded_is_not_loaded_to_be_compared(alice, django_assert_num_queries):
    partly = User.objects.only("username").get(pk=alice.pk)

    with django_assert_num_queries(1):
        partly.save()


def test_fixtures_close_nothing(alice):
    alice.is_active = False
    fixture = serializers.serialize("json", [alice])

    for row in serializers.deserialize("json", fixture):
        row.save()

    assert not User.objects.get(pk=alice.pk).is_active
    assert ended() == set()


def test_what_is_rolled_back_closes_nothing(alice, team):
    with transaction.atomic():
        alice.is_active = False
        alice.save()
        alice.groups.clear()
        assert ended() == all_of(alice)
        transaction.set_rollback(True)

    assert ended() == set()


@pytest.mark.django_db(transaction=True)
def test_nobody_is_asked_before_the_answer_is_another(alice, monkeypatch):
    # Attack: to be back so quickly that the old row still lets one in.
    stored = []

    def look():
        stored.append(User.objects.get(pk=alice.pk).is_active)

    monkeypatch.setattr("realtime.outbox.recording.wake_workers", look)

    alice.is_active = False
    alice.save()

    assert stored[-1] is False


@pytest.mark.parametrize(
    "leave",
    [
        lambda alice, team: alice.groups.remove(team),
        lambda alice, team: alice.groups.clear(),
        lambda alice, team: alice.groups.set([]),
        lambda alice, team: alice.groups.set([], clear=True),
        lambda alice, team: team.user_set.remove(alice),
        lambda alice, team: team.user_set.set(User.objects.exclude(pk=alice.pk)),
    ],
)
def test_whoever_leaves_a_group_is_asked_anew(alice, team, leave):
    leave(alice, team)

    assert ended() == all_of(alice)


def test_rights_that_are_added_or_kept_close_nothing(alice, team, others, permission):
    alice.groups.set([team, others])
    alice.user_permissions.add(permission)
    team.permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    team.name = "crew"
    team.save()

    others.user_set.remove(User.objects.create_user("stranger"))

    assert ended() == set()


@pytest.mark.parametrize(
    "dissolve",
    [
        lambda team: team.user_set.clear(),
        lambda team: team.user_set.set([]),
        lambda team: team.delete(),
        lambda team: Group.objects.filter(name="team").delete(),
    ],
)
def test_all_who_were_in_a_group_are_asked_anew(alice, bob, team, others, dissolve):
    dissolve(team)

    assert ended() == all_of(alice, bob)


@pytest.mark.parametrize(
    "take",
    [
        lambda team, permission: team.permissions.remove(permission),
        lambda team, permission: team.permissions.clear(),
        lambda team, permission: team.permissions.set([]),
        lambda team, permission: permission.group_set.remove(team),
        lambda team, permission: permission.group_set.clear(),
        lambda team, permission: permission.delete(),
    ],
)
def test_what_a_group_may_no_more_its_members_may_no_more(
    alice, bob, team, others, permission, take
):
    take(team, permission)

    assert ended() == all_of(alice, bob)


@pytest.mark.parametrize(
    "take",
    [
        lambda alice, permission: alice.user_permissions.remove(permission),
        lambda alice, permission: alice.user_permissions.clear(),
        lambda alice, permission: alice.user_permissions.set([]),
        lambda alice, permission: permission.user_set.remove(alice),
        lambda alice, permission: permission.user_set.clear(),
        lambda alice, permission: permission.delete(),
    ],
)
def test_a_permission_of_ones_own_can_be_lost(alice, bob, permission, take):
    alice.user_permissions.add(permission)

    take(alice, permission)

    assert ended() == all_of(alice)


def test_the_form_of_a_user_is_heard(chief, alice, bob, team):
    url = reverse("admin:auth_user_change", args=[alice.pk])

    chief.post(url, {"username": "alice", "is_active": "on", "groups": []})

    assert not alice.groups.exists()
    assert ended() == all_of(alice)


def test_the_form_of_a_user_closes_nothing_when_it_takes_nothing(chief, alice, team):
    url = reverse("admin:auth_user_change", args=[alice.pk])
    form = {"username": "alice", "first_name": "Al", "is_active": "on", "groups": [team.pk]}

    chief.post(url, form)

    assert User.objects.get(pk=alice.pk).first_name == "Al"
    assert ended() == set()


def test_the_form_of_a_group_is_heard(chief, alice, bob, team):
    chief.post(reverse("admin:auth_group_change", args=[team.pk]), {"name": "team"})

    assert not team.permissions.exists()
    assert ended() == all_of(alice, bob)


def test_a_password_that_an_administrator_sets_is_heard(chief, alice, bob):
    url = reverse("admin:auth_user_password_change", args=[alice.pk])
    new = "another horse 7"

    chief.post(url, {"password1": new, "password2": new, "usable_password": "true"})

    assert User.objects.get(pk=alice.pk).check_password(new)
    assert {actor for actor in ended() if actor[1] == ""} == all_of(alice)
