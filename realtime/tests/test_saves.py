"""A save is news, whoever saves: shown on the parcels of the example app."""

import json
from copy import copy

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from rest_framework.test import APIClient

from realtime.models import OutboxEvent
from realtime.outbox import publish
from realtime.tests.parcels.events import ParcelShaken
from realtime.tests.parcels.models import Parcel, raise_all_costs
from realtime.tests.parcels.tasks import move_parcel

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("realtime.tests.parcels.urls"),
]


@pytest.fixture
def parcel(alice, sent):
    made = Parcel.objects.create(owner=alice, place="Bremen")
    sent.clear()
    return made


def told(sent):
    """To the owner; staff is told the same and more."""
    return [(name, payload["place"]) for channel, name, payload in sent if "private" in channel]


def test_the_shell_tells(parcel, sent):
    parcel.move("Kiel")

    assert told(sent) == [("ParcelMoved", "Kiel")]


def test_the_api_tells(parcel, sent, alice):
    api = APIClient()
    api.force_authenticate(alice)

    answer = api.post(f"/parcels/{parcel.pk}", {"place": "Kiel"}, format="json")

    assert answer.status_code == 200
    assert told(sent) == [("ParcelMoved", "Kiel")]


def test_the_admin_tells(parcel, sent, admin_client):
    form = {"owner": parcel.owner_id, "place": "Kiel", "cost": 0, "seq": 1, "stops": "[]"}

    admin_client.post(f"/depot/parcels/parcel/{parcel.pk}/change/", form)

    assert told(sent) == [("ParcelMoved", "Kiel")]


def test_a_task_tells(parcel, sent):
    move_parcel.apply(args=[parcel.pk, "Kiel"])

    assert told(sent) == [("ParcelMoved", "Kiel")]


def test_a_new_row_tells(alice, sent):
    Parcel.objects.create(owner=alice, place="Kiel")

    assert told(sent) == [("ParcelMoved", "Kiel")]


def test_what_did_not_change_is_no_news(parcel, sent):
    parcel.save()
    parcel.cost = 7
    parcel.save()

    assert sent == []


def test_each_change_is_news_once(parcel, sent):
    parcel.is_lost = True
    parcel.save()
    parcel.save()

    assert told(sent) == [("ParcelLost", "Bremen")]


def test_a_change_is_news_although_another_field_was_fetched_meanwhile(parcel, sent):
    fetched_in_parts = Parcel.objects.only("place").get()
    fetched_in_parts.place = "Kiel"
    assert fetched_in_parts.cost == 0

    fetched_in_parts.save(update_fields=["place"])

    assert told(sent) == [("ParcelMoved", "Kiel")]


def test_a_change_that_was_left_out_of_a_save_is_news_when_it_is_stored(parcel, sent):
    parcel.place, parcel.cost = "Kiel", 9
    parcel.save(update_fields=["cost"])
    assert sent == []

    parcel.save()

    assert told(sent) == [("ParcelMoved", "Kiel")]


def test_a_field_that_was_never_fetched_is_news_when_it_is_set(parcel, sent):
    fetched_in_parts = Parcel.objects.defer("place").get()
    fetched_in_parts.place = "Kiel"

    fetched_in_parts.save()

    assert told(sent) == [("ParcelMoved", "Kiel")]


def test_a_row_that_is_known_by_its_number_alone_is_news(parcel, sent):
    Parcel(pk=parcel.pk, owner=parcel.owner, place="Kiel").save()

    assert told(sent) == [("ParcelMoved", "Kiel")]


def test_a_row_may_begin_with_what_others_become(alice, sent):
    Parcel.objects.create(owner=alice, place="Kiel", is_lost=True)

    assert told(sent) == [("ParcelMoved", "Kiel"), ("ParcelLost", "Kiel")]


def test_what_is_changed_in_place_is_news(parcel, sent):
    parcel.stops.append("Hamburg")

    parcel.save()

    assert told(sent) == [("ParcelMoved", "Bremen")]


def test_a_copy_knows_nothing_of_what_its_original_does(parcel, sent):
    twin = copy(parcel)
    twin.pk, twin.place = None, "Kiel"
    twin.save()
    sent.clear()

    parcel.place = "Kiel"
    parcel.save()

    assert told(sent) == [("ParcelMoved", "Kiel")]


def test_fields_that_are_named_one_by_one_are_all_that_is_stored(parcel, sent):
    parcel.place, parcel.cost = "Kiel", 9

    parcel.save(update_fields=(name for name in ["cost"]))

    stored = Parcel.objects.get()
    assert (stored.place, stored.cost) == ("Bremen", 9)


def test_what_the_database_computes_cannot_be_told_and_is_refused(parcel, sent):
    parcel.cost = F("cost") + 1

    with pytest.raises(TypeError, match="cost is computed by the database"):
        parcel.save()

    assert sent == []


def test_asking_for_a_change_of_what_is_no_field_is_a_mistake(parcel):
    with pytest.raises(ValueError, match="not enough values"):
        parcel.changed("plaice")


def test_a_deletion_tells_what_is_gone(parcel, sent):
    parcel.delete()

    assert told(sent) == [("ParcelGone", "Bremen")]


def test_a_deletion_of_many_tells_of_each(parcel, sent, alice):
    Parcel.objects.create(owner=alice, place="Kiel")
    sent.clear()

    Parcel.objects.all().delete()

    assert sorted(told(sent)) == [("ParcelGone", "Bremen"), ("ParcelGone", "Kiel")]


def test_what_goes_along_with_its_owner_is_told_as_well(parcel, sent, alice):
    alice.delete()

    assert ("ParcelGone", "Bremen") in told(sent)


def test_a_fixture_is_no_news(parcel, sent, tmp_path):
    fields = {"owner": parcel.owner_id, "place": "Kiel"}
    fixture = tmp_path / "parcels.json"
    fixture.write_text(json.dumps([{"model": "parcels.parcel", "pk": parcel.pk, "fields": fields}]))

    call_command("loaddata", str(fixture), verbosity=0)

    parcel.refresh_from_db()
    assert parcel.place == "Kiel"
    assert sent == []


def test_updates_of_many_rows_at_once_are_silent(parcel, sent):
    raise_all_costs()

    assert sent == []


def test_a_save_that_is_rolled_back_tells_nothing(parcel, sent):
    with pytest.raises(ZeroDivisionError):
        move_and_fail(parcel)

    assert sent == []
    assert not OutboxEvent.objects.exists()


@transaction.atomic
def move_and_fail(parcel):
    parcel.move("Kiel")
    raise ZeroDivisionError


def test_a_save_whose_news_cannot_be_made_is_not_stored(parcel, sent, monkeypatch):
    def break_down(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("realtime.tests.parcels.events.AboutParcel.payload", break_down)

    with pytest.raises(ZeroDivisionError):
        parcel.move("Kiel")

    parcel.refresh_from_db()
    assert parcel.place == "Bremen"
    assert sent == []


def test_a_fleeting_event_waits_for_the_commit_and_not_for_a_worker(parcel, sent):
    with transaction.atomic():
        publish(ParcelShaken(parcel.pk))
        assert sent == []
        assert not OutboxEvent.objects.exists()

    assert [name for _, name, _ in sent] == ["ParcelShaken"]
