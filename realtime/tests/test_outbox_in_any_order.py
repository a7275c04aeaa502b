"""Whatever happens to the outbox: clients have what was committed, all of it and in order."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from realtime import outbox
from realtime.broadcasters import Away, Broadcaster, broadcasters
from realtime.models import OutboxEvent
from realtime.tests.parcels.models import Parcel

PARCELS = 2
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(0, PARCELS - 1)),
        st.tuples(st.just("move and fail"), st.integers(0, PARCELS - 1)),
        st.tuples(st.just("move all at once"), st.integers(2, 5)),
        st.tuples(st.just("drain"), st.integers(1, 4)),
        st.tuples(st.just("die after"), st.integers(0, 5)),
        st.tuples(st.just("be away after"), st.integers(0, 5)),
    ),
    max_size=25,
)


class Killed(BaseException):
    """Nothing in the worker gets to say a word."""


class Wire(Broadcaster):
    """Tells the clients one by one, and may be cut off or killed between two of them."""

    def __init__(self):
        self.clients = {}
        self.ends_after, self.ends_with = None, None

    def send(self, tellings):
        for told in tellings:
            if self.ends_after == 0:
                raise self.ends_with
            if self.ends_after is not None:
                self.ends_after -= 1
            if told.channels[0].startswith("private-"):
                client = self.clients.setdefault(told.channels[0], Client())
                client.hear(told.payload["seq"])

    def end_rights(self, told): ...


class Client:
    """As our store does it: one cursor, and whatever it has reached is dropped."""

    def __init__(self):
        self.cursor = 0
        self.gaps = []

    def hear(self, seq):
        if seq == self.cursor + 1:
            self.cursor = seq
        elif seq > self.cursor:
            self.gaps.append((self.cursor, seq))


@pytest.fixture
def wire(monkeypatch):
    made = Wire()
    monkeypatch.setitem(broadcasters(), "reverb", made)
    monkeypatch.setattr("realtime.outbox.recording.wake_workers", lambda: None)
    return made


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_clients_end_with_all_that_was_committed_and_never_see_a_gap(wire, alice, steps):
    wire.clients = {}
    parcels = [Parcel.objects.create(owner=alice, place="Bremen", seq=1) for _ in range(PARCELS)]

    for step, number in steps:
        take(step, number, parcels, wire)
    wire.ends_after = None
    outbox.drain_all("reverb")

    for parcel in parcels:
        parcel.refresh_from_db()
        client = wire.clients[f"private-parcel.{parcel.pk}"]
        assert client.cursor == parcel.seq
        assert client.gaps == []
    assert not OutboxEvent.objects.exists()


def take(step, number, parcels, wire):
    match step:
        case "move" | "move and fail" | "move all at once":
            WRITING[step](parcels, number)
        case "drain":
            wire.ends_after = None
            for _ in range(number):
                outbox.drain("reverb")
        case _:
            wire.ends_after = number
            wire.ends_with = Killed() if step == "die after" else Away("It is away.")
            with suppress(Killed):
                outbox.drain("reverb")


def move(parcels, number):
    parcel = parcels[number % PARCELS]
    parcel.refresh_from_db()
    parcel.move(f"Place {parcel.seq}")


def move_and_fail(parcels, number):
    with suppress(ZeroDivisionError), transaction.atomic():
        move(parcels, number)
        raise ZeroDivisionError


@transaction.atomic
def move_all_at_once(parcels, number):
    for n in range(number):
        move(parcels, n)


WRITING = {"move": move, "move and fail": move_and_fail, "move all at once": move_all_at_once}
