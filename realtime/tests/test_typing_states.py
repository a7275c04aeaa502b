"""Who is typing, as the API tells those who do not listen."""

import time

import pytest
import redis

from realtime import layer, typing_states
from realtime.applications import own
from realtime.layer import redis_clients
from realtime.server import keys
from realtime.typing_states import start_typing, stop_typing, who_types

CHANNEL, OTHER = "private-chat.conversation.1", "private-chat.conversation.2"
OLGA, VERA = {"type": "admin", "name": "Olga"}, {"type": "visitor", "name": "Вера"}


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(typing_states, "TYPING_SECONDS", 0.3)


@pytest.fixture
def without_redis(monkeypatch, settings):
    nowhere = redis.Redis(port=1, **settings.REDIS_TIMEOUT)
    monkeypatch.setattr(layer, "redis_clients", lambda: [nowhere])


def test_all_who_type_on_a_channel_are_told_and_nobody_elsewhere():
    start_typing(CHANNEL, "visitor-5", VERA)
    start_typing(CHANNEL, "5", OLGA)

    assert who_types(CHANNEL) == {"5": OLGA, "visitor-5": VERA}
    assert who_types(OTHER) == {}


def test_whoever_has_sent_the_message_types_no_more_and_others_go_on():
    start_typing(CHANNEL, "visitor-5", VERA)
    start_typing(CHANNEL, "5", OLGA)

    stop_typing(CHANNEL, "visitor-5")

    assert who_types(CHANNEL) == {"5": OLGA}


@pytest.mark.usefixtures("quick")
def test_whoever_goes_away_in_the_middle_of_a_word_does_not_type_for_ever():
    start_typing(CHANNEL, "visitor-5", VERA)

    time.sleep(0.4)

    assert who_types(CHANNEL) == {}
    assert redis_clients()[0].keys(keys.typing("*", "*")) == []


@pytest.mark.usefixtures("quick")
def test_whoever_goes_on_typing_is_told_for_longer():
    for _ in range(3):
        start_typing(CHANNEL, "visitor-5", VERA)
        time.sleep(0.15)

    assert who_types(CHANNEL) == {"visitor-5": VERA}


@pytest.mark.usefixtures("quick")
def test_where_somebody_always_types_the_others_end_all_the_same():
    start_typing(CHANNEL, "visitor-5", VERA)
    time.sleep(0.2)
    start_typing(CHANNEL, "5", OLGA)
    time.sleep(0.2)

    assert who_types(CHANNEL) == {"5": OLGA}
    start_typing(CHANNEL, "5", OLGA)
    assert redis_clients()[0].hkeys(keys.typing(own().id, CHANNEL)) == [b"5"]


@pytest.mark.usefixtures("without_redis")
def test_without_redis_nobody_types_and_whoever_would_tell_of_it_goes_on():
    with pytest.raises(redis.ConnectionError):
        start_typing(CHANNEL, "visitor-5", VERA)
    with pytest.raises(redis.ConnectionError):
        stop_typing(CHANNEL, "visitor-5")

    assert who_types(CHANNEL) == {}


def test_going_on_is_no_news_for_a_while_and_beginning_again_is():
    assert start_typing(CHANNEL, "visitor-5", VERA)
    assert not start_typing(CHANNEL, "visitor-5", VERA)
    assert start_typing(CHANNEL, "5", OLGA)

    stop_typing(CHANNEL, "visitor-5")

    assert start_typing(CHANNEL, "visitor-5", VERA)


def test_six_seconds_are_what_a_state_lasts():
    start_typing(CHANNEL, "visitor-5", VERA)

    assert 5.5 < redis_clients()[0].pttl(keys.typing(own().id, CHANNEL)) / 1000 <= 6
