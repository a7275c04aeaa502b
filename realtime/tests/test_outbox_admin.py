"""What waits, what was given up, and sending it again, in the operators' pages."""

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from chatsite.ground.models import AuditLog
from realtime.models import OutboxEvent

PAGE = "/admin/realtime/outboxevent/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    client.force_login(User.objects.create_superuser("boss", "boss@example.com"))
    return client


@pytest.fixture
def parked():
    return OutboxEvent.objects.create(
        broadcaster="reverb",
        name="Happened",
        channels=["private-x"],
        payload={"message": "My card number is 4711"},
        attempts=5,
        error="ValueError('<b>What is this?</b>')",
        parked_at=timezone.now(),
    )


def send_again(client, *events):
    chosen = {"action": "send_again", "_selected_action": [event.pk for event in events]}
    return client.post(PAGE, chosen, follow=True)


def test_a_parked_event_has_all_its_tries_anew_and_that_is_an_entry(boss, parked):
    send_again(boss, parked)

    parked.refresh_from_db()
    entry = AuditLog.objects.get()
    assert (parked.parked_at, parked.attempts, parked.error) == (None, 0, "")
    assert (entry.action, entry.target_id) == ("outboxevent.sent_again", str(parked.pk))


def test_what_waits_anyway_is_left_alone(boss):
    waiting = OutboxEvent.objects.create(
        broadcaster="reverb", name="Happened", channels=["private-x"], payload={}, attempts=2
    )

    page = send_again(boss, waiting)

    waiting.refresh_from_db()
    assert waiting.attempts == 2
    assert "will be tried again in a moment: 0." in page.content.decode()
    assert not AuditLog.objects.exists()


def test_who_may_only_look_sends_nothing_again(client, olga, parked):
    # Attack: an operator with the right to look posts the action by hand.
    olga.user_permissions.add(Permission.objects.get(codename="view_outboxevent"))
    client.force_login(olga)

    send_again(client, parked)

    parked.refresh_from_db()
    assert parked.parked_at is not None


def test_the_pages_show_the_state_and_not_what_was_said(boss, parked):
    # What people write is read by those who are told, not by whoever looks after the server.
    pages = [boss.get(PAGE), boss.get(f"{PAGE}{parked.pk}/change/")]

    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert "4711" not in text
        assert "&lt;b&gt;What is this?" in text
    assert "Given up" in pages[0].content.decode()


def test_the_list_can_be_narrowed_to_what_was_given_up(boss, parked):
    OutboxEvent.objects.create(
        broadcaster="reverb", name="StillWaiting", channels=["private-x"], payload={}
    )

    page = boss.get(f"{PAGE}?parked_at__isempty=0").content.decode()

    assert "Happened" in page
    assert "StillWaiting" not in page
