"""A failure as a program reads it (JSON) or as a person does (a page)."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from chatsite.ground.failures import Failure

PROGRAM_PATHS = ("/api/", "/broadcasting/", "/apps/")
TITLES = {
    400: "We did not understand that",
    403: "This is not yours to do",
    404: "There is nothing here",
    413: "That is too large",
    422: "Something in it is not right",
    500: "Something went wrong",
    503: "Back in a moment",
}


def answer(request: HttpRequest, failure: Failure) -> HttpResponse:
    return as_json(failure) if is_program(request) else as_page(failure)


def is_program(request: HttpRequest) -> bool:
    """Whether the request comes from code rather than from somebody looking at a page."""
    if request.path.startswith(PROGRAM_PATHS):
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def as_json(failure: Failure) -> HttpResponse:
    return _final(
        JsonResponse(failure.as_dict(), status=failure.status, headers=dict(failure.headers))
    )


def as_page(failure: Failure) -> HttpResponse:
    context = {
        "status": failure.status,
        "title": TITLES.get(failure.status, HTTPStatus(failure.status).phrase),
        "message": failure.message,
    }
    # No request is given, so no context processor asks a database that may be away.
    body = render_to_string("errors/page.html", context)
    return _final(HttpResponse(body, status=failure.status, headers=dict(failure.headers)))


def _final(response: HttpResponse) -> HttpResponse:
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        # Django logs every 5xx with its traceback; an outage has had its one line already.
        response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark
    return response
