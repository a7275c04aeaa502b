"""Which addresses are somewhere on the public internet, and so may be called for a stranger."""

import socket
import threading
from concurrent.futures import Future
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

Address = IPv4Address | IPv6Address

# Older releases of Python call these global.
NOT_PUBLIC = [
    ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments, also the start of DS-Lite
        "192.88.99.0/24",  # 6to4 relays
        "64:ff9b:1::/48",  # NAT64 of one network's own
        "2001::/23",  # Teredo and other protocol assignments
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
    )
]
GLOBAL_UNICAST = ip_network("2000::/3")
NAT64 = ip_network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Whether it, and what it leads to when it only wraps another one, is public."""
    address = _innermost(address)
    if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST:
        return False
    is_special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not is_special and not any(address in net for net in NOT_PUBLIC)


def _innermost(address: Address) -> Address:
    """An IPv4 address inside IPv6 is judged by itself: 2002:7f00:1:: leads to 127.0.0.1."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour or address


def resolve(host: str, port: int, seconds: float) -> list[Address]:
    """Everything the name stands for; OSError when it stands for nothing."""
    found: Future[list[Any]] = Future()

    def ask() -> None:
        try:
            found.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, ValueError) as error:
            found.set_exception(OSError(str(error)))

    # getaddrinfo knows no timeout, so it waits in a thread that may outlive this call.
    threading.Thread(target=ask, daemon=True).start()
    return [ip_address(place[0].partition("%")[0]) for *_, place in found.result(seconds)]
