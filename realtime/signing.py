"""HMAC signatures of the Pusher protocol. Pure: strings in, strings out."""

import hashlib
import hmac


def sign_subscription(
    secret: str, socket_id: str, channel: str, channel_data: str | None = None
) -> str:
    parts = [socket_id, channel] if channel_data is None else [socket_id, channel, channel_data]
    return hmac.new(secret.encode(), ":".join(parts).encode(), hashlib.sha256).hexdigest()


def is_signed(
    shown: str, key: str, secret: str, socket_id: str, channel: str, channel_data: str | None = None
) -> bool:
    """Compares in constant time, the key included. Without a secret nothing is ever signed."""
    expected = f"{key}:{sign_subscription(secret, socket_id, channel, channel_data)}"
    # A client may send half a character, which has no bytes.
    given = shown.encode(errors="replace")
    return bool(secret) and hmac.compare_digest(given, expected.encode())
