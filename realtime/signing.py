"""HMAC signatures of the Pusher protocol. Pure: strings in, strings out.

Whatever is compared is compared in constant time, and without a secret nothing is ever signed.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping

MASTER_KEY_BYTES = 32


class NoMasterKey(Exception):
    """The app has no key for encrypted channels, or one that cannot be right."""


def sign(secret: str, text: str) -> str:
    return sign_body(secret, bytes_of(text))


def bytes_of(text: str) -> bytes:
    # A client may send half a character: each such text still has bytes of its own.
    return text.encode(errors="surrogatepass")


def sign_body(secret: str, body: bytes) -> str:
    """What stands in a webhook's `X-Pusher-Signature`."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_same(secret: str, shown: str, expected: str) -> bool:
    return hmac.compare_digest(bytes_of(shown), bytes_of(expected)) and bool(secret)


def sign_subscription(
    secret: str, socket_id: str, channel: str, channel_data: str | None = None
) -> str:
    parts = [socket_id, channel] if channel_data is None else [socket_id, channel, channel_data]
    return sign(secret, ":".join(parts))


def is_signed(
    shown: str, key: str, secret: str, socket_id: str, channel: str, channel_data: str | None = None
) -> bool:
    """Whether `shown` is `key:signature` for just this subscription."""
    signature = sign_subscription(secret, socket_id, channel, channel_data)
    return is_same(secret, shown, f"{key}:{signature}")


def sign_user(secret: str, socket_id: str, user_data: str) -> str:
    return sign(secret, f"{socket_id}::user::{user_data}")


def is_user_signed(shown: str, key: str, secret: str, socket_id: str, user_data: str) -> bool:
    """Whether `shown` is `key:signature` for just this user on this socket."""
    return is_same(secret, shown, f"{key}:{sign_user(secret, socket_id, user_data)}")


def sign_request(secret: str, method: str, path: str, parameters: Mapping[str, str]) -> str:
    """The signature of a call of the HTTP API; an `auth_signature` that is there does not count."""
    told = sorted(
        (name.lower(), name, value)
        for name, value in parameters.items()
        if name != "auth_signature"
    )
    # Names as they were sent: if they were signed in small letters, whoever overhears a call
    # could spell a parameter in another way, and we would no longer know it.
    query = "&".join(f"{name}={value}" for _, name, value in told)
    return sign(secret, "\n".join([method.upper(), path, query]))


def is_request_signed(secret: str, method: str, path: str, parameters: Mapping[str, str]) -> bool:
    expected = sign_request(secret, method, path, parameters)
    return is_same(secret, parameters.get("auth_signature", ""), expected)


def shared_secret(master_key: str, channel: str) -> str:
    """The key of one encrypted channel, in base64 like the master key that it comes from."""
    master = _master(master_key)
    if len(master) != MASTER_KEY_BYTES:
        raise NoMasterKey
    return base64.b64encode(hashlib.sha256(channel.encode() + master).digest()).decode()


def is_master_key(text: str) -> bool:
    return len(_master(text)) == MASTER_KEY_BYTES


def _master(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
