"""Apps' servers that call the HTTP API, without a network between."""

import asyncio
import hashlib
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlencode

from django.conf import settings

from realtime.server.http.api import http_api
from realtime.signing import sign_request


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        return str(self.json()["error"])


async def send(
    method: str,
    path: str,
    query: bytes = b"",
    chunks: tuple[bytes, ...] = (b"",),
    receive: Any = None,
    **more: Any,
) -> Answer:
    """One request as it comes over the wire; `path` is still escaped."""
    coming = [
        {"type": "http.request", "body": chunk, "more_body": n < len(chunks)}
        for n, chunk in enumerate(chunks, 1)
    ]
    gone = []

    async def received():
        return coming.pop(0) if coming else {"type": "http.disconnect"}

    async def take(message):
        gone.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query,
        "headers": [(b"x-pusher-library", b"pusher-http-anything 1.0")],
        "scheme": "http",
        **more,
    }
    await http_api(scope, receive or received, take)
    start, *rest = gone
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], headers, b"".join(message["body"] for message in rest))


class Caller:
    """Signs like Pusher's libraries; what it is told to overdo is signed as well."""

    def __init__(self, app_id: str = "", key: str = "", secret: str = "") -> None:
        ours = settings.REALTIME
        self.app_id = app_id or ours["APP_ID"]
        self.key = key or ours["KEY"]
        self.secret = secret or ours["SECRET"]

    async def get(self, place: str, **told: Any) -> Answer:
        return await self.call("GET", place, b"", told)

    async def post(self, place: str, body: Any = None, **told: Any) -> Answer:
        return await self.call("POST", place, b"" if body is None else as_bytes(body), told)

    async def publish(self, **event: Any) -> Answer:
        return await self.post("events", {"name": "Happened", "data": "{}"} | event)

    async def call(self, method: str, place: str, body: bytes, told: dict[str, Any]) -> Answer:
        path = quote(f"/apps/{self.app_id}/{place}")
        return await send(method, path, self.signed(method, path, body, told), (body,))

    def signed(self, method: str, path: str, body: bytes = b"", told: Any = None) -> bytes:
        query = {
            "auth_key": self.key,
            "auth_timestamp": str(int(time.time())),
            "auth_version": "1.0",
            **({"body_md5": hashlib.md5(body).hexdigest()} if body else {}),
            **(told or {}),
        }
        signed = {name.lower(): value for name, value in query.items()}
        query["auth_signature"] = sign_request(self.secret, method, path, signed)
        return urlencode(query).encode()


def as_bytes(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body).encode()


async def eventually(ask: Any, expected: Any, seconds: float = 3.0) -> None:
    """Processes tell each other how many listen where a moment later."""
    until = time.monotonic() + seconds
    while (found := (await ask()).json()) != expected:
        assert time.monotonic() < until, found
        await asyncio.sleep(0.02)
