"""The one call that leaves our network for an address that a user has typed.

The name is resolved once, everything it stands for must be public, and the connection goes
to exactly such an address: a name that changes its mind in between gains nothing. No
redirect is followed, and the certificate is checked for the name.
"""

import re
import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException
from socket import create_connection, socket
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from chatsite.ground.addresses import Address, is_public, resolve
from chatsite.ground.deadlines import Deadline, HurriedSocket

HOST = re.compile(r"[\w.:-]+", re.ASCII)
MAX_ANSWER_BYTES = 64 * 1024
# Below 1024 live mail, DNS and the like, which a stranger could have us knock at.
FIRST_FREE_PORT = 1024


class Refused(Exception):
    """We do not call this address, now or later; says why in a sentence."""


class Unreachable(Exception):
    """The call was made, or tried, and no answer came in time."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


@dataclass(frozen=True)
class Target:
    host: str
    port: int
    path: str
    is_secure: bool

    @property
    def name(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _standard_port(self.is_secure) else f"{host}:{self.port}"


def post(url: str, body: bytes, headers: Mapping[str, str], *, timeout: float = 5.0) -> Answer:
    """Send the body; the answer's begins at most 64 KiB long. Raises Refused or Unreachable."""
    deadline = Deadline(timeout)
    target = _target(url)
    try:
        addresses = _checked(resolve(target.host, target.port, deadline.left()))
        with (
            closing(_connect(addresses, target.port, deadline)) as plain,
            closing(_secured(plain, target, deadline)) as opened,
        ):
            return _exchange(opened, target, body, headers, deadline)
    except TimeoutError:
        raise Unreachable(f"{target.name} did not answer within {timeout:g} seconds.") from None
    except (OSError, HTTPException) as error:
        raise Unreachable(f"{target.name} could not be reached: {error}.") from None


def _target(url: str) -> Target:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or _standard_port(parts.scheme == "https")
    except ValueError:
        raise Refused("This is not a web address.") from None
    _check(parts, host, port)
    path = iri_to_uri(parts.path or "/") + (f"?{iri_to_uri(parts.query)}" if parts.query else "")
    return Target(host, port, path, parts.scheme == "https")


def _check(parts: SplitResult, host: str, port: int) -> None:
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_insecure_allowed()):
        raise Refused("The address must begin with https://.")
    if not HOST.fullmatch(host):
        raise Refused("The address names no host.")
    if parts.username is not None or parts.password is not None:
        raise Refused("The address must not contain a user name or password.")
    if port != _standard_port(parts.scheme == "https") and port < FIRST_FREE_PORT:
        raise Refused(f"Port {port} is not one that web servers use.")


def _checked(addresses: list[Address]) -> list[Address]:
    # One bad address among good ones is how an attacker would try.
    if not all(map(_may_call, addresses)):
        raise Refused("The address leads into a private network.")
    return addresses


def _may_call(address: Address) -> bool:
    return is_public(address) or (address.is_loopback and _is_insecure_allowed())


def _connect(addresses: list[Address], port: int, deadline: Deadline) -> socket:
    failure = OSError("It has no address")
    for others, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
        try:
            # An address that swallows our packets must leave time for the others.
            return create_connection((str(address), port), deadline.left() / others)
        except OSError as error:
            failure = error
    raise failure


def _secured(plain: socket, target: Target, deadline: Deadline) -> socket:
    if not target.is_secure:
        return plain
    plain.settimeout(deadline.left())
    return _tls().wrap_socket(plain, server_hostname=target.host)


def _exchange(
    opened: socket, target: Target, body: bytes, headers: Mapping[str, str], deadline: Deadline
) -> Answer:
    connection = HTTPConnection(target.host, target.port)
    connection.sock = HurriedSocket(opened, deadline)
    connection.request(
        "POST", target.path, body, {**headers, "Host": target.name, "Connection": "close"}
    )
    response = connection.getresponse()
    return Answer(response.status, response.read(MAX_ANSWER_BYTES))


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _standard_port(is_secure: bool) -> int:
    return 443 if is_secure else 80


def _is_insecure_allowed() -> bool:
    """For tests and development: plain http, and servers on this very machine."""
    return bool(getattr(settings, "OUTGOING_ALLOW_INSECURE", False))
