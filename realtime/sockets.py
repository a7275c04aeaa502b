"""Whose socket is whose: written down in Redis when we sign for it, so that it has an owner.

Hubs renew an entry while its socket lives and drop it when it closes; an entry that nobody
renews is gone after a minute. Without Redis nothing is signed: a signature cannot be taken
back, and a socket that nobody is known to own could not be closed either. Whoever asks is
told to come again (503), at once, and polls until then.
"""

from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from chatsite.ground.errors import SlowDown, Unavailable
from chatsite.ground.fingerprints import digest
from realtime.actors import mark_of, name_of
from realtime.layer import redis_clients
from realtime.server import keys

SOCKETS_PER_USER = 20
SOCKETS_PER_VISITOR = 10
SIGNATURES_PER_MINUTE = 200  # for one socket
UNLIMITED = 2**31

# In one piece, so that of two requests at once none slips past a limit. Answers what to do.
REGISTER = """
local socket, sockets, signatures = unpack(KEYS)
local actor, session, socket_id, keep, most_sockets, most_signatures = unpack(ARGV)
local now = tonumber(redis.call('TIME')[1])
local known = redis.call('GET', socket)
if known and cjson.decode(known).actor ~= actor then return 'foreign' end
local signed = redis.call('INCR', signatures)
if signed == 1 then redis.call('EXPIRE', signatures, 60) end
if signed > tonumber(most_signatures) then return 'often' end
redis.call('ZREMRANGEBYSCORE', sockets, '-inf', now)
local is_counted = redis.call('ZSCORE', sockets, socket_id)
if not is_counted and redis.call('ZCARD', sockets) >= tonumber(most_sockets) then return 'many' end
redis.call('SET', socket, cjson.encode({actor = actor, session = session}), 'EX', keep)
redis.call('ZADD', sockets, now + keep, socket_id)
redis.call('EXPIRE', sockets, 2 * keep)
return 'ours'
"""


def session_of(request: Request) -> str:
    """The mark of what the request came in with."""
    if isinstance(request.successful_authenticator, SessionAuthentication):
        return mark_of(digest(request.session.session_key or ""))
    _, _, token = request.headers.get("Authorization", "").partition(" ")
    return mark_of(digest(token))


def register(socket_id: str, request: Request) -> None:
    """Make the socket the asking actor's own, or say why not.

    A socket keeps its first owner for as long as it lives: what was signed for it before was
    signed for somebody else. Whoever logs in or out in the same browser needs a new socket,
    which pusher-js opens by itself when `disconnect` has closed the old one. The newest
    session of its owner counts, because that is what the socket stands on from now on.
    """
    try:
        verdict = _register(socket_id, request.user, session_of(request))
    except redis.RedisError:
        raise Unavailable from None
    match verdict:
        case "foreign":
            raise PermissionDenied(
                "This connection belongs to somebody else. Connect again.", code="foreign_socket"
            )
        case "often":
            raise SlowDown("This connection asks for too much at once. Wait a minute.", wait=60)
        case "many":
            raise SlowDown(
                "Too many connections are open already. Close some of your tabs and try again.",
                code="too_many_sockets",
                wait=keys.ENTRY_SECONDS,
            )


def _register(socket_id: str, actor: Any, session: str) -> str:
    most = SOCKETS_PER_USER if isinstance(actor, AbstractBaseUser) else SOCKETS_PER_VISITOR
    limits = (most, SIGNATURES_PER_MINUTE) if settings.RATE_LIMITS else (UNLIMITED, UNLIMITED)
    owner = name_of(actor)
    touched = (keys.socket(socket_id), keys.sockets(owner), keys.signatures(socket_id))
    told = (owner, session, socket_id, keys.ENTRY_SECONDS, *limits)
    answer: Any = redis_clients()[0].eval(REGISTER, len(touched), *touched, *told)
    return str(answer.decode())
