"""The part of a file that a player asks for: Safari plays nothing that comes only whole."""

import re

ONE_RANGE = re.compile(r"bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))\Z")


class Unsatisfiable(Exception):
    """The part lies behind the end."""


def wanted(header: str, size: int) -> range | None:
    """Which bytes; None means all of them, and that is also how a strange wish is answered."""
    asked = ONE_RANGE.match(header)
    if asked is None:
        return None
    first, last, from_end = asked.groups()
    if from_end:
        part = range(max(size - int(from_end), 0), size)
    elif last and int(last) < int(first):
        return None
    else:
        part = range(int(first), min(int(last) + 1, size) if last else size)
    if not part:
        raise Unsatisfiable
    return part
