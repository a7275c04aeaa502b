"""What pages and the widget are told about where sockets are; never a secret."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from realtime.events import JSON
from realtime.hosted.account import Account, account

POLLING_MILLISECONDS = 2000


def realtime_configuration(request: HttpRequest) -> JSON:
    providers = {"pusher": hosted(request), "reverb": own(request)}
    enabled = [name for name, told in providers.items() if told["enabled"]]
    return {
        "realtimeProvider": enabled[0] if enabled else "polling",
        **providers,
        "pollingInterval": POLLING_MILLISECONDS,
    }


def own(request: HttpRequest) -> JSON:
    told = settings.REALTIME
    return {
        "enabled": "reverb" in told["BROADCASTERS"] and bool(told["KEY"]),
        "key": told["KEY"],
        "authEndpoint": endpoint(request, "realtime:auth"),
        "userAuthEndpoint": endpoint(request, "realtime:user-auth"),
        **address(request),
    }


def hosted(request: HttpRequest) -> JSON:
    ours = account()
    return {
        "enabled": ours is not None,
        "key": ours.key if ours else "",
        "cluster": ours.cluster if ours else "",
        "encrypted": ours.is_encrypted if ours else True,
        "authEndpoint": endpoint(request, "realtime:auth", ours),
        "userAuthEndpoint": endpoint(request, "realtime:user-auth", ours),
        **compatible(ours),
    }


def compatible(ours: Account | None) -> JSON:
    """Where a server is that stands in for Pusher's own, which the cluster names."""
    if ours is None or not ours.host:
        return {"host": None, "port": None, "scheme": None}
    return {"host": ours.host, "port": ours.port, "scheme": ours.scheme}


def endpoint(request: HttpRequest, name: str, ours: Account | None = None) -> str:
    """Where to ask for signatures, for our own server or with our app at Pusher."""
    query = f"?{urlencode({'app': ours.key})}" if ours else ""
    return request.build_absolute_uri(reverse(name) + query)


def address(request: HttpRequest) -> dict[str, Any]:
    """Where the page itself came from, unless settings say that sockets live elsewhere."""
    told = settings.REALTIME
    page = urlsplit(request.build_absolute_uri("/"))
    scheme = told["SCHEME"] or page.scheme
    standard = 443 if scheme == "https" else 80
    return {
        "host": told["HOST"] or page.hostname,
        "port": told["PORT"] or (not told["HOST"] and page.port) or standard,
        "scheme": scheme,
    }
