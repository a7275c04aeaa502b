"""Who types: the others are told at once, whoever polls a little later, and nobody for long."""

import time
from datetime import timedelta

import pytest
import redis
from asgiref.sync import sync_to_async
from django.conf import settings
from django.urls import reverse

from chatbot import typists
from chatbot.models import Conversation, Visitor
from chatbot.services import reply
from realtime import typing_states
from realtime.broadcasters import broadcasters
from realtime.broadcasters.own import OwnServer
from realtime.models import OutboxEvent
from realtime.testing import TestSocket

pytestmark = pytest.mark.django_db(transaction=True)

SILENT_SECONDS = 2
ONE_WAIT = 0.25  # as long as a request may wait for Redis
NO_SOCKETS = ["", "1", "1.2 ", "1.2\n", "1.2x", "1.2,3.4", "..", "١.٢", "1" * 21 + ".2"]
MALFORMED = [{}, {"is_typing": None}, {"is_typing": "perhaps"}, {"is_typing": [True]}, [True]]


@pytest.fixture
def types(as_visitor, support):
    """What the widget tells while the visitor's keys go."""

    def post(visitor, is_typing=True, **headers):
        url = reverse("chatbot:typing", args=[support.pk])
        return as_visitor(visitor).post(url, {"is_typing": is_typing}, headers=headers)

    return post


@pytest.fixture
def typing(history, vera, support):
    """The names that whoever polls is told."""

    def names():
        return [typist["sender_name"] for typist in history(vera, support.pk).json()["typing"]]

    return names


class Provider(OwnServer):
    def __init__(self):
        self.spared = []

    def send(self, tellings):
        self.spared += [told.except_socket for told in tellings]


@pytest.fixture
def provider(monkeypatch):
    monkeypatch.setitem(broadcasters(), "reverb", Provider())
    return broadcasters()["reverb"]


@pytest.fixture
def silence():
    """From when it is called, Redis says nothing; the answer is when it speaks again."""
    ends = [0.0]

    def fall():
        redis.Redis.from_url(settings.REDIS_URL).client_pause(int(SILENT_SECONDS * 1000))
        ends.append(time.monotonic() + SILENT_SECONDS)
        return ends[-1]

    yield fall
    time.sleep(max(0.0, ends[-1] - time.monotonic()))


def notices(sent):
    return [payload["is_typing"] for _, name, payload in sent if name == "UserTyping"]


def test_whoever_listens_is_told_at_once_and_nothing_is_stored(types, vera, support, sent):
    answer = types(vera)

    assert (answer.status_code, answer.json()) == (200, {"success": True})
    notice = {
        "conversation_id": support.pk,
        "sender_type": "visitor",
        "sender_id": vera.pk,
        "sender_name": "Vera",
        "is_typing": True,
        "expires_in": 6,
    }
    assert sent == [(f"private-chat.conversation.{support.pk}", "UserTyping", notice)]
    assert not OutboxEvent.objects.exists()


def test_whoever_polls_is_told_the_same_of_who_types(types, vera, support, history, sent):
    types(vera)

    (typist,) = history(vera, support.pk).json()["typing"]

    ((_, _, notice),) = sent
    assert typist == {name: notice[name] for name in ("sender_type", "sender_id", "sender_name")}


def test_whoever_has_stopped_types_no_more(types, vera, typing, sent):
    types(vera)
    types(vera, False)

    assert typing() == []
    assert [payload["expires_in"] for _, _, payload in sent] == [6, 0]


def test_who_begins_and_who_ends_is_something_new_to_whoever_polls(types, vera, support, history):
    etag = history(vera, support.pk)["ETag"]

    types(vera)
    assert history(vera, support.pk, etag=etag).status_code == 200

    types(vera, False)
    assert history(vera, support.pk, etag=etag).status_code == 304


def test_of_whoever_types_on_the_others_are_told_now_and_then(types, vera, sent, monkeypatch):
    monkeypatch.setattr(typing_states, "NOTICE_SECONDS", 1)

    for _ in range(3):
        types(vera)
    assert notices(sent) == [True]

    time.sleep(1.1)
    types(vera)
    assert notices(sent) == [True, True]


def test_what_is_told_to_nobody_counts_for_whoever_polls(types, vera, typing, sent, monkeypatch):
    monkeypatch.setattr(typing_states, "TYPING_SECONDS", 0.5)

    for _ in range(2):
        types(vera)
        time.sleep(0.3)

    assert notices(sent) == [True]
    assert typing() == ["Vera"]


def test_every_end_is_told_and_so_is_the_beginning_after_it(types, vera, sent):
    for is_typing in (True, False, False, True):
        types(vera, is_typing)

    assert notices(sent) == [True, False, False, True]


def test_a_message_ends_it_and_what_comes_next_is_told(types, vera, say, typing, sent):
    types(vera)
    say(vera, "Hello?")
    assert typing() == []

    types(vera)
    assert notices(sent) == [True, True]
    assert typing() == ["Vera"]


def test_a_message_that_is_refused_ends_nothing(types, vera, say, support, typing):
    types(vera)
    support.turn("closed")
    support.closed_at -= timedelta(days=8)
    support.save()

    assert say(vera, "Hello?", conversation_id=support.pk).status_code == 409

    assert typing() == ["Vera"]


def test_an_answer_does_not_end_what_the_visitor_types(types, vera, olga, support, typing):
    types(vera)
    typists.start_typing(support, olga)

    reply(conversation_id=support.pk, operator=olga, client_message_id="a", body="Hello Vera!")

    assert typing() == ["Vera"]


def test_who_types_is_told_in_that_conversation_alone(types, vera, stranger, history, sent):
    other = Conversation.objects.create(site=stranger.site, visitor=stranger)

    types(vera)

    assert history(stranger, other.pk).json()["typing"] == []


def test_an_operator_with_the_visitors_number_is_somebody_else(site, support, olga):
    # Ids of users and visitors overlap: one would end, or hide, what the other types.
    twin = Visitor(pk=olga.pk, site=site, name="Twin")
    for typist in (olga, twin):
        assert typists.start_typing(support, typist)

    typists.stop_typing(support, twin)

    assert [typist["sender_type"] for typist in typists.typists(support)] == ["admin"]


async def listening(support):
    socket = await TestSocket().open()
    await socket.subscribe(f"private-chat.conversation.{support.pk}")
    return socket


async def test_the_socket_that_is_named_is_spared(types, vera, support):
    own, other = await listening(support), await listening(support)

    await sync_to_async(types)(vera, **{"X-Socket-ID": own.id})

    event, notice = await other.read()
    assert (event, notice["sender_name"]) == ("UserTyping", "Vera")
    assert await own.hears_nothing()
    for socket in (own, other):
        await socket.close()


@pytest.mark.parametrize("named", NO_SOCKETS, ids=repr)
def test_what_is_no_socket_id_goes_no_further(types, vera, provider, named):
    # Whoever gets it next may refuse it, together with what others tell in the same call.
    types(vera, **{"X-Socket-ID": named})
    types(vera, False, **{"X-Socket-ID": "1.2"})

    assert provider.spared == ["", "1.2"]


def test_nobody_types_in_somebody_elses_conversation(types, as_visitor, stranger, support, sent):
    # Mallory would make believe that Vera types, and learn which conversations there are.
    missing = as_visitor(stranger).post(
        reverse("chatbot:typing", args=[support.pk + 1000]), {"is_typing": True}
    )
    foreign = types(stranger)

    assert foreign.status_code == missing.status_code == 404
    assert foreign.json() == missing.json()
    assert sent == []
    assert typists.typists(support) == []


@pytest.mark.parametrize("body", MALFORMED, ids=str)
def test_what_is_neither_yes_nor_no_is_refused(as_visitor, vera, support, body, sent):
    answer = as_visitor(vera).post(reverse("chatbot:typing", args=[support.pk]), body)

    assert answer.status_code == 422
    assert sent == []


def test_only_visitors_type_here(client, olga, support):
    client.force_login(olga)  # a cookie is no token

    answer = client.post(reverse("chatbot:typing", args=[support.pk]), {"is_typing": True})

    assert answer.status_code == 401


def test_another_sites_page_may_not_tell(types, vera, sent):
    answer = types(vera, Origin="https://evil.example")

    assert (answer.status_code, answer.json()["code"]) == (403, "origin_not_allowed")
    assert sent == []


def test_the_sites_own_page_may_name_its_socket(client, support):
    asked = {
        "Origin": "https://shop.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,x-socket-id",
    }

    answer = client.options(reverse("chatbot:typing", args=[support.pk]), headers=asked)

    assert answer["Access-Control-Allow-Origin"] == "https://shop.example"
    assert "x-socket-id" in answer["Access-Control-Allow-Headers"]


def test_nobody_waits_long_for_a_redis_that_says_nothing(
    types, say, vera, support, history, silence
):
    say(vera, "Now all is open that is opened only once.")
    calls = [
        lambda: types(vera),
        lambda: types(vera, False),
        lambda: say(vera, "Hello?"),
        lambda: history(vera, support.pk),
    ]

    speaks_at = silence()
    for call in calls:
        began = time.monotonic()
        assert call().status_code in {200, 201}
        # One wait, and the work of a busy machine; without any bound it would be seconds.
        assert time.monotonic() - began < 4 * ONE_WAIT
    assert time.monotonic() < speaks_at


def test_telling_costs_few_queries(types, vera, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        types(vera)
