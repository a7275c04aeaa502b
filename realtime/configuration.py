"""What pages and the widget are told about where sockets are; never a secret."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

POLLING_MILLISECONDS = 2000


def realtime_configuration(request: HttpRequest) -> dict[str, Any]:
    endpoint = request.build_absolute_uri(reverse("realtime:auth"))
    is_enabled = bool(settings.REALTIME["KEY"])
    return {
        "realtimeProvider": "reverb" if is_enabled else "polling",
        "reverb": {
            "enabled": is_enabled,
            "key": settings.REALTIME["KEY"],
            "authEndpoint": endpoint,
            **address(request),
        },
        "pusher": {
            "enabled": False,
            "key": "",
            "cluster": "",
            "encrypted": True,
            "authEndpoint": endpoint,
        },
        "pollingInterval": POLLING_MILLISECONDS,
    }


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
