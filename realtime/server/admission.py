"""Who may open a socket here at all. Where no code says it better, the door says why not."""

import resource
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from chatsite.ground.proxies import parsed
from realtime import applications
from realtime.applications import Application
from realtime.server import limits, protocol
from realtime.server.metrics import counters
from realtime.server.protocol import Goodbye

if TYPE_CHECKING:
    from realtime.server.hub import Hub

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]

FULL = 0.8  # of what the process may have; the rest is for work in hand
UNLIMITED_BYTES = 1 << 60


def admit(scope: Scope, hub: "Hub") -> Application:
    """The app that the address names, or the reason to say good-bye."""
    app = applications.by_key(scope["url_route"]["kwargs"]["key"])
    if app is None:
        raise Goodbye(protocol.UNKNOWN_APP, "There is no app with this key.")
    told = parse_qs(scope["query_string"].decode(errors="replace"), keep_blank_values=True)
    protocol.check_version(told.get("protocol", [""])[-1])
    _check_app(app, scope)
    _check_room(app, scope, hub)
    return app


def address_of(scope: Scope) -> str:
    """The client's, as the outermost of our own proxies saw it; nobody else is believed."""
    trusted: int = settings.TRUSTED_PROXIES
    forwarded = header(scope, b"x-forwarded-for").split(",")
    if 0 < trusted <= len(forwarded) and (address := parsed(forwarded[-trusted])):
        return str(address)
    client = scope.get("client")
    return client[0] if client else ""


def _check_app(app: Application, scope: Scope) -> None:
    if not app.enabled:
        raise Goodbye(protocol.DISABLED_APP, "This app is switched off.")
    if app.tls_only and not is_secure(scope):
        raise Goodbye(protocol.TLS_REQUIRED, "This app wants encrypted connections: use wss.")
    if not is_welcome(app, header(scope, b"origin")):
        raise Goodbye(protocol.UNAUTHORISED, "This app does not let pages of this origin in.")


def _check_room(app: Application, scope: Scope, hub: "Hub") -> None:
    if hub.is_closing:
        raise Goodbye(protocol.OVER_CAPACITY, "This server is restarting.")
    if goodbye := _no_room(app, address_of(scope), hub):
        counters.limits_hit += 1
        raise goodbye


def _no_room(app: Application, address: str, hub: "Hub") -> Goodbye | None:
    if len(hub.sockets) >= most_sockets() or is_memory_scarce():
        return Goodbye(protocol.OVER_CAPACITY, "This server is full.")
    if hub.connections(app) >= app.max_connections:
        return Goodbye(protocol.OVER_QUOTA, "This app has as many connections as it may have.")
    if settings.RATE_LIMITS and hub.addresses[address] >= limits.SOCKETS_PER_ADDRESS:
        return Goodbye(protocol.OVER_CAPACITY, "Too many connections come from this address.")
    return None


def is_secure(scope: Scope) -> bool:
    # What a client forges stands before what our proxy adds.
    told = header(scope, b"x-forwarded-proto").rpartition(",")[2].strip()
    return scope.get("scheme") == "wss" or (settings.TRUSTED_PROXIES > 0 and told == "https")


def is_welcome(app: Application, origin: str) -> bool:
    """Only browsers tell an origin, and only they can be held to it."""
    try:
        host = urlsplit(origin).hostname or ""
    except ValueError:
        return False
    return not origin or any(
        pattern in {"*", origin, host}
        or (pattern.startswith("*.") and host.endswith(pattern.removeprefix("*")))
        for pattern in app.allowed_origins
    )


def header(scope: Scope, name: bytes) -> str:
    """All values of a header, one after the other."""
    return ",".join(value.decode("latin1") for key, value in scope["headers"] if key == name)


@cache
def most_sockets() -> int:
    descriptors, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    most: int = settings.REALTIME["MAX_SOCKETS"]
    return min(most, int(descriptors * FULL))


def is_memory_scarce() -> bool:
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if _is_linux() else 0
    return pages * resource.getpagesize() > memory_limit() * FULL


@cache
def memory_limit() -> int:
    """What this process may use at most, where its container says so."""
    try:
        told = Path("/sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        return UNLIMITED_BYTES
    return int(told) if told.isdigit() else UNLIMITED_BYTES


@cache
def _is_linux() -> bool:
    return Path("/proc/self/statm").exists()
