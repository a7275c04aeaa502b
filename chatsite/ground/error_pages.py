"""What Django itself answers when no view does: `handler400` to `handler500` and CSRF."""

import sys

from django.http import HttpRequest, HttpResponse

from chatsite.ground.answers import answer
from chatsite.ground.failures import NOT_FOUND, NOT_UNDERSTOOD, Failure, failure_of

FORBIDDEN = Failure(403, "permission_denied", "You may not do this.")
FORGED = Failure(
    403,
    "csrf_failed",
    "This page was open for too long, or the request came from another site. "
    "Go back, reload the page and try again.",
)
BROKEN = Failure(500, "server_error", "Something went wrong here. It is not your mistake.")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, failure_of(exception) or NOT_UNDERSTOOD)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, failure_of(exception) or FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, failure_of(exception) or NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while it still holds what a view or a middleware died of."""
    return answer(request, failure_of(sys.exc_info()[1]) or BROKEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's)
    return answer(request, FORGED)
