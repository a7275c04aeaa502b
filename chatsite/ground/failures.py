"""What went wrong, said once in the shape that every part of the platform answers with.

`failure_of` knows the exceptions that any code may raise without being wrong itself:
bad input that only the database noticed, and a Postgres or Redis that is away.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DataError
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from chatsite.ground.outages import RETRY_SECONDS, part_away

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Failure:
    status: int
    code: str
    message: str
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {
            **self.extra,
            "success": False,
            "code": self.code,
            "message": self.message,
            "errors": dict(self.errors),
        }


NOT_UNDERSTOOD = Failure(400, "bad_request", "This request could not be understood.")
TOO_LARGE = Failure(413, "too_large", "This is larger than what is accepted here.")
TOO_MANY_FIELDS = Failure(400, "too_many_fields", "This request has too many fields or files.")
# A NUL, half a character or a number beyond its column: code that validates never gets here.
NOT_STORABLE = Failure(
    422, "invalid", "A value is too large, or has a character that cannot be stored."
)
AWAY = Failure(
    503,
    "unavailable",
    "A part of the service is away at the moment. Please try again shortly.",
    headers={"Retry-After": str(RETRY_SECONDS)},
)

NOT_FOUND = Failure(404, "not_found", "There is nothing at this address, or it is not for you.")

# The first that fits counts, so the particular stands before the general.
KNOWN: tuple[tuple[type[Exception], Failure], ...] = (
    (RequestDataTooBig, TOO_LARGE),
    (TooManyFieldsSent, TOO_MANY_FIELDS),
    (TooManyFilesSent, TOO_MANY_FIELDS),
    (SuspiciousOperation, NOT_UNDERSTOOD),
    (BadRequest, NOT_UNDERSTOOD),
    (MultiPartParserError, NOT_UNDERSTOOD),
    (UnreadablePostError, NOT_UNDERSTOOD),
    (DataError, NOT_STORABLE),
    (UnicodeError, NOT_STORABLE),
)


def failure_of(error: BaseException | None) -> Failure | None:
    """The answer to an exception, or None when it can only be our own mistake."""
    if error is None:
        return None
    if part := part_away(error):
        log.warning("part_away", part=part, error=type(error).__name__)
        return AWAY
    found = next((failure for kind, failure in KNOWN if isinstance(error, kind)), None)
    if found:
        log.info("input_refused", code=found.code, error=type(error).__name__)
    return found
