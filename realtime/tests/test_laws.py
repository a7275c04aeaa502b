"""The laws that every app's tests call, shown on parcels: they hold, and they notice."""

import pytest
from rest_framework.test import APIClient

from realtime.testing import check_listeners, check_payload
from realtime.tests.parcels.channels import depot_channel, parcel_channel
from realtime.tests.parcels.events import ParcelGone, ParcelLost, ParcelMoved
from realtime.tests.parcels.models import Parcel

MODULE = "realtime.tests.parcels.channels"

pytestmark = [pytest.mark.django_db, pytest.mark.urls("realtime.tests.parcels.urls")]


@pytest.fixture
def parcel(alice):
    return Parcel.objects.create(owner=alice, place="Bremen", cost=7)


@pytest.fixture
def cast(alice, bob, olga, vera):
    return {"alice": alice, "bob": bob, "olga": olga, "vera": vera}


def fetched(parcel, reader):
    api = APIClient()
    api.force_authenticate(reader)
    return api.get(f"/parcels/{parcel.pk}").json()


@pytest.mark.parametrize("event", [ParcelMoved, ParcelLost, ParcelGone])
def test_what_an_event_carries_is_what_rest_answers(parcel, alice, olga, event):
    check_payload(event(parcel), parcel_channel(parcel_id=parcel.pk), fetched(parcel, alice))
    check_payload(event(parcel), depot_channel(parcel_id=parcel.pk), fetched(parcel, olga))


def test_an_event_that_tells_one_audience_what_is_anothers_is_noticed(parcel, olga):
    with pytest.raises(AssertionError, match="something else than REST"):
        check_payload(
            ParcelMoved(parcel), parcel_channel(parcel_id=parcel.pk), fetched(parcel, olga)
        )


def test_an_event_that_does_not_go_to_the_channel_is_noticed(parcel, alice):
    with pytest.raises(AssertionError, match="not told on"):
        check_payload(ParcelMoved(parcel), "private-parcel.0", fetched(parcel, alice))


def test_each_channel_is_open_to_whom_the_table_says(parcel, cast):
    check_listeners(
        MODULE,
        {
            parcel_channel(parcel_id=parcel.pk): {"alice", "olga"},
            depot_channel(parcel_id=parcel.pk): {"olga"},
            parcel_channel(parcel_id=0): set(),
            depot_channel(parcel_id=0): set(),
        },
        cast,
    )


def test_one_listener_too_many_is_noticed(parcel, cast):
    with pytest.raises(AssertionError, match="is open to"):
        check_listeners(MODULE, {parcel_channel(parcel_id=parcel.pk): {"alice"}}, cast)


def test_a_channel_that_the_table_forgets_is_noticed(parcel, cast):
    with pytest.raises(AssertionError, match="presence-parcel"):
        check_listeners(MODULE, {parcel_channel(parcel_id=parcel.pk): {"alice", "olga"}}, cast)
