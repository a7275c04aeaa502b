"""Who calls, and is it really them? Pure, but for the clock.

The signature covers the body's MD5, so it is checked before a byte of the body is read:
strangers cannot make us keep what they send.
"""

import hashlib
import re
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from realtime.applications import Application
from realtime.server.http.refusals import Refused
from realtime.server.protocol import ProtocolError, load
from realtime.signing import is_request_signed

CLOCK_SECONDS = 600
PARAMETERS = 50
# The signed text is `METHOD\npath\nname=value&...`, unescaped: whoever may write one of these
# into a part of it moves its borders, and gives somebody's signature another meaning.
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
BORDER_IN_VALUE = re.compile(r"[\x00-\x1f\x7f&]")
BORDER_IN_NAME = re.compile(r"[\x00-\x1f\x7f&=]")

JSON = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """What an app has signed."""

    app: Application
    subject: str  # the channel or user that the path names
    query: dict[str, str]
    body: bytes

    def json(self) -> JSON:
        try:
            told = load(self.body.decode())
        except (ProtocolError, UnicodeDecodeError):
            told = None
        if not isinstance(told, dict):
            raise Refused(400, "The body must be one JSON object in UTF-8, with no name twice.")
        return told


def segments(raw_path: str) -> list[str]:
    """The parts of a path, each unescaped by itself: an escaped slash separates nothing."""
    parts = raw_path.split("/")[1:]
    if "%" in raw_path:
        try:
            parts = [unquote(part, errors="strict") for part in parts]
        except UnicodeDecodeError:
            raise Refused(400, "The path must be UTF-8.") from None
    if any("/" in part or CONTROL.search(part) for part in parts):
        raise Refused(400, "The path has a character that no name may have.")
    return parts


def parameters(query_string: bytes) -> dict[str, str]:
    """Each has one meaning: lower-case names, as in the signed text, and none twice."""
    try:
        pairs = parse_qsl(
            query_string.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=PARAMETERS,
        )
    except ValueError:
        raise Refused(
            400, f"The query must be UTF-8, with {PARAMETERS} parameters at most."
        ) from None
    told = {name.lower(): value for name, value in pairs}
    if len(told) < len(pairs):
        raise Refused(400, "The query has a parameter twice.")
    if any(BORDER_IN_NAME.search(n) or BORDER_IN_VALUE.search(v) for n, v in told.items()):
        raise Refused(400, "The query has a character that no parameter may have.")
    return told


def verify(app: Application, method: str, raw_path: str, told: dict[str, str]) -> None:
    """Refuse whoever does not hold the app's secret, or shows an old signature."""
    if told.get("auth_key") != app.key:
        raise Refused(401, "auth_key must be the key of this app.")
    if told.get("auth_version") != "1.0":
        raise Refused(401, "auth_version must be 1.0.")
    check_clock(told.get("auth_timestamp", ""))
    if not any(is_request_signed(app.secret, method, path, told) for path in spellings(raw_path)):
        raise Refused(
            401,
            "auth_signature is wrong. Sign the method, the path and all other parameters, sorted"
            " and not escaped, with the secret of this app.",
        )


def spellings(raw_path: str) -> list[str]:
    """Some clients sign the path as it travels, some as it was before it was escaped."""
    plain = unquote(raw_path)
    # What is still escaped could be the travelling form of another path.
    return [raw_path] if plain == raw_path or "%" in plain else [raw_path, plain]


def check_clock(told: str) -> None:
    now = int(time.time())
    is_number = told.isascii() and told.isdigit()
    if not is_number or abs(int(told[:12]) - now) > CLOCK_SECONDS:
        raise Refused(
            401, f"auth_timestamp must be within {CLOCK_SECONDS} s of this clock, which says {now}."
        )


def check_body(body: bytes, told: dict[str, str]) -> None:
    """Most clients leave out the MD5 of an empty body; Pusher's for Python does not."""
    shown = told.get("body_md5", "")
    # MD5 is the protocol's choice; what keeps forgers out is the HMAC around it.
    if (body or shown) and shown != hashlib.md5(body, usedforsecurity=False).hexdigest():
        raise Refused(401, "body_md5 must be the MD5 of the body, in hex.")
