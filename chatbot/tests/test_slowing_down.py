"""Who goes too fast is asked to slow down, and loses nothing."""

import pytest
from django.urls import reverse

from chatbot.models import Message, Visitor
from chatbot.testing import new_visitor

pytestmark = pytest.mark.django_db(transaction=True)

SHOP = "https://shop.example"


@pytest.fixture(autouse=True)
def limits(settings):
    """Two of everything, and then hardly any more."""
    settings.LIMITS = {
        name: {"burst": 2, "per_minute": 1}
        for name in ("beginning", "visitors_messages", "typing", "listening")
    }
    return settings.LIMITS


@pytest.fixture
def time_passes(limits, settings):
    """Enough of it for two more of everything."""

    def pass_by():
        settings.LIMITS = {name: {"burst": 4, "per_minute": 1} for name in limits}

    return pass_by


@pytest.fixture
def begin(client, site):
    def post(address="192.0.2.1", **headers):
        url, told = reverse("chatbot:init"), {"site": "shop"}
        return client.post(url, told, "application/json", headers=headers, REMOTE_ADDR=address)

    return post


@pytest.fixture
def types(as_visitor, support):
    def post(visitor, is_typing=True):
        url = reverse("chatbot:typing", args=[support.pk])
        return as_visitor(visitor).post(url, {"is_typing": is_typing})

    return post


def test_whoever_writes_too_fast_is_asked_to_slow_down(say, vera):
    answers = [say(vera, f"{number}") for number in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[-1].json()["code"] == "throttled"
    assert int(answers[-1]["Retry-After"]) > 0


def test_what_was_refused_is_stored_when_it_comes_again(say, vera, time_passes):
    for name in "abc":
        say(vera, name, client_message_id=name)
    assert Message.objects.count() == 2

    time_passes()
    answer = say(vera, "c", client_message_id="c")

    assert answer.status_code == 201
    assert [message.body for message in Message.objects.order_by("seq")] == ["a", "b", "c"]


def test_a_repeat_is_refused_or_answered_as_before(say, vera, time_passes):
    first, repeated, refused = (say(vera, "a", client_message_id="a") for _ in range(3))
    assert [first.status_code, repeated.status_code, refused.status_code] == [201, 200, 429]

    time_passes()
    again = say(vera, "a", client_message_id="a")

    assert again.status_code == 200
    assert again.json()["message"] == repeated.json()["message"]
    assert Message.objects.count() == 1


def test_one_visitors_haste_is_nobody_elses(say, vera, site):
    for number in range(3):
        say(vera, f"{number}")

    assert say(new_visitor(site, "Victor"), "Hello?").status_code == 201


def test_an_operator_reads_on_while_a_visitor_is_asked_to_slow_down(say, vera, history, support):
    for number in range(3):
        say(vera, f"{number}")

    assert len(history(vera, support.pk).json()["messages"]) == 2


def test_not_many_visitors_come_from_one_address(begin):
    # Attack: a script fills the inbox with visitors that it makes up.
    answers = [begin() for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert Visitor.objects.count() == 2
    assert begin("192.0.2.2").status_code == 201


def test_a_page_elsewhere_may_read_how_long_to_wait(begin):
    answer = [begin(Origin=SHOP) for _ in range(3)][-1]

    assert answer.status_code == 429
    assert answer["Access-Control-Allow-Origin"] == SHOP
    assert "retry-after" in answer["Access-Control-Expose-Headers"].lower()


def test_beginnings_and_ends_of_typing_are_counted_alike(types, vera, sent):
    # Attack: begin and end in turns, and the others' pages flicker.
    answers = [types(vera, is_typing) for is_typing in (True, False) * 3]

    assert [answer.status_code for answer in answers] == [200] * 2 + [429] * 4
    assert [payload["is_typing"] for _, _, payload in sent] == [True, False]


def test_whoever_tries_out_channels_is_asked_to_slow_down(as_visitor, vera, support):
    # Attack: ask for each number there is, every time for a socket that was never asked for.
    def ask(number):
        told = {
            "socket_id": f"1.{number}",
            "channel_name": f"private-chat.conversation.{support.pk + 1 + number}",
        }
        return as_visitor(vera).post("/broadcasting/auth", told).status_code

    assert [ask(number) for number in range(4)] == [403, 403, 429, 429]
