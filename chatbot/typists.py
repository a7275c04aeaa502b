"""Who types in a conversation: kept in Redis for some seconds, and nothing depends on it.

Without Redis nobody types, and whoever writes waits for it once at most.
"""

from contextlib import suppress

import redis

from chatbot.channels import channel_of
from chatbot.models import Actor, Conversation
from chatbot.serializers.shapes import sender_of
from chatsite.ground.sparing import sparing_redis
from realtime import typing_states
from realtime.actors import wire_id
from realtime.events import JSON


def start_typing(conversation: Conversation, typist: Actor) -> bool:
    """For the next seconds; whether the others are to be told of it."""
    told = sender_of(typist, conversation)
    with suppress(redis.RedisError), sparing_redis():
        return typing_states.start_typing(_channel(conversation), wire_id(typist), told)
    return False


def stop_typing(conversation: Conversation, typist: Actor) -> bool:
    """The message is there, or there will be none; whether the others can be told of it."""
    with suppress(redis.RedisError), sparing_redis():
        typing_states.stop_typing(_channel(conversation), wire_id(typist))
        return True
    return False


def typists(conversation: Conversation) -> list[JSON]:
    return list(typing_states.who_types(_channel(conversation)).values())


def _channel(conversation: Conversation) -> str:
    return channel_of(conversation) or ""
