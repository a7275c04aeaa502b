"""How often people may ask. A view names its `throttle_scope`; settings.LIMITS says how much."""

from ipaddress import IPv6Address, ip_network
from math import ceil
from typing import Any

from django.conf import settings
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from chatsite.ground.buckets import Rate, take
from chatsite.ground.errors import SlowDown
from chatsite.ground.idempotency import owner_of
from chatsite.ground.proxies import parsed


class PersonThrottle(BaseThrottle):
    """Counts what a person does, wherever they come from. Who only reads is not counted."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Raises instead of refusing: the sentence is ours, and not DRF's."""
        if settings.RATE_LIMITS and request.method not in SAFE_METHODS:
            scope = view.throttle_scope
            wait = take(f"{scope}:{self.whose(request)}", Rate(**settings.LIMITS[scope]))
            if wait:
                raise SlowDown(wait=ceil(wait / 1000))
        return True

    def whose(self, request: Request) -> str:
        return owner_of(request)


class AddressThrottle(PersonThrottle):
    """For those who are nobody yet."""

    def whose(self, request: Request) -> str:
        return f"address:{network_of(request.META.get('REMOTE_ADDR', ''))}"


def network_of(text: str) -> str:
    """What one customer of a provider has: an IPv4 address, or the 2**64 addresses of IPv6."""
    address = parsed(text)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)
