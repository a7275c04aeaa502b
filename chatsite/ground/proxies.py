"""Who is really asking, when proxies of ours stand in between."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from chatsite.ground.middleware import Glance


class ClientAddressMiddleware(Glance):
    """Sets REMOTE_ADDR to what the outermost trusted proxy saw; believes nobody else."""

    def look_at(self, request: HttpRequest) -> None:
        trusted: int = settings.TRUSTED_PROXIES
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if 0 < trusted <= len(forwarded) and (address := parsed(forwarded[-trusted])):
            request.META["REMOTE_ADDR"] = str(address)
        _settle_protocol(request, is_proxied=trusted > 0)


def _settle_protocol(request: HttpRequest, *, is_proxied: bool) -> None:
    # Django believes the first value; what a client forges stands before what a proxy adds.
    protocol = request.META.pop("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip()
    if is_proxied and protocol in {"http", "https"}:
        request.META["HTTP_X_FORWARDED_PROTO"] = protocol


def parsed(text: str) -> IPv4Address | IPv6Address | None:
    """The address, an IPv4 one also where it is written as IPv6; None for anything else."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, IPv4Address):
        return address
    # A zone (fe80::1%eth0) is free text, and means nothing on another machine.
    return None if address.scope_id else address.ipv4_mapped or address


def shortened(ip: str | None) -> str | None:
    """The network an address belongs to: enough to see a pattern, too little to find a person."""
    address = parsed(ip or "")
    if address is None:
        return None
    bits = 24 if isinstance(address, IPv4Address) else 48
    return str(ip_network((address, bits), strict=False).network_address)
