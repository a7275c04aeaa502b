"""Pusher's HTTP API: a bare ASGI application, as Django's road costs more than a publish.

The order of questions: is there such a path, such a method, such an app; is the signature
right; is the app enabled; and only then, what does the body say.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

import redis

from realtime.applications import by_id, by_key
from realtime.server.http import endpoints
from realtime.server.http.calls import JSON, Call, check_body, parameters, segments, verify
from realtime.server.http.refusals import Refused
from realtime.server.protocol import dump

# Ten events of 10 KB, all of whose characters are escaped, and what stands around them.
BODY_BYTES = 1 << 20
RETRY_SECONDS = b"1"
HEADERS = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Endpoint = Callable[[Call], Awaitable[JSON]]

# By what stands behind /apps/{app id}/; the second part is the name of a channel or a user.
ROUTES: dict[tuple[str, ...], tuple[str, Endpoint]] = {
    ("events",): ("POST", endpoints.publish),
    ("batch_events",): ("POST", endpoints.publish_batch),
    ("channels",): ("GET", endpoints.list_channels),
    ("channels", "*"): ("GET", endpoints.show_channel),
    ("channels", "*", "users"): ("GET", endpoints.list_users),
    ("users", "*", "terminate_connections"): ("POST", endpoints.terminate_connections),
    ("connections",): ("GET", endpoints.count_connections),
}


async def http_api(scope: Scope, receive: Receive, send: Send) -> None:
    """For the paths /apps/..., /users/... and /up."""
    status, headers = 200, HEADERS
    try:
        answer = health(scope) if scope["path"] == "/up" else await answer_to(scope, receive)
    except Refused as refused:
        status, headers, answer = refused.status, [*HEADERS, *refused.headers], error(str(refused))
    except redis.RedisError:
        status, headers = 503, [*HEADERS, (b"retry-after", RETRY_SECONDS)]
        answer = error("Redis cannot be reached just now. Nothing is lost if you try again.")
    body = dump(answer).encode()
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def error(message: str) -> JSON:
    return {"error": message}


def health(scope: Scope) -> JSON:
    """For load balancers: this process answers."""
    if scope["method"] not in {"GET", "HEAD"}:
        raise not_allowed(b"GET, HEAD")
    return {"health": "OK"}


async def answer_to(scope: Scope, receive: Receive) -> JSON:
    raw_path = (scope.get("raw_path") or quote(scope["path"]).encode()).decode("latin-1")
    app_id, place = place_of(segments(raw_path))
    method, endpoint = endpoint_of(place)
    if scope["method"] != method:
        raise not_allowed(method.encode())
    query = parameters(scope["query_string"])
    app = by_key(query.get("auth_key", "")) if app_id is None else by_id(app_id)
    if app is None:
        raise Refused(404, "There is no such app.")
    verify(app, method, raw_path, query)
    if not app.enabled:
        raise Refused(403, "This app is disabled.")
    body = await read(receive)
    check_body(body, query)
    return await endpoint(Call(app, place[1] if len(place) > 1 else "", query, body))


def place_of(path: list[str]) -> tuple[str | None, list[str]]:
    """The app, and where the path leads within it."""
    match path:
        case ["apps", app_id, *place]:
            return app_id, place
        case ["users", *_]:
            # Pusher's library for Python ends connections without naming the app: the key tells.
            return None, path
    return None, []


def endpoint_of(place: list[str]) -> tuple[str, Endpoint]:
    shape = (*place[:1], *("*" for _ in place[1:2]), *place[2:])
    if shape not in ROUTES:
        raise Refused(404, "There is no such path: they begin with /apps/{app id}/events or alike.")
    return ROUTES[shape]


async def read(receive: Receive) -> bytes:
    """The whole body, or no more than the limit of it, whatever its length was said to be."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "The request ended too early.")
        body += message.get("body", b"")
        if len(body) > BODY_BYTES:
            raise Refused(413, f"The body may have {BODY_BYTES} bytes.")
        if not message.get("more_body"):
            return bytes(body)


def not_allowed(methods: bytes) -> Refused:
    return Refused(405, f"Only {methods.decode()} is allowed here.", (b"allow", methods))
