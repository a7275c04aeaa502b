"""Every exception becomes an answer in one shape, and input never becomes a 500."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as ModelValidationError
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.serializers import as_serializer_error
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from chatsite.ground.answers import answer
from chatsite.ground.answers import as_json as json_answer
from chatsite.ground.failures import NOT_FOUND, Failure, failure_of
from chatsite.ground.middleware import Glance
from chatsite.ground.outages import RETRY_SECONDS


class Conflict(exceptions.APIException):
    """What is asked contradicts what is there. `extra` goes into the answer beside the error."""

    status_code = 409
    default_detail = "This contradicts what happened in the meantime."
    default_code = "conflict"

    def __init__(
        self,
        detail: str | None = None,
        code: str | None = None,
        *,
        wait: int | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail, code)
        self.wait = wait
        self.extra = extra


class Unavailable(exceptions.APIException):
    """A part is away; the same request may work in `wait` seconds."""

    status_code = 503
    default_detail = "A part of the service is away at the moment. Please try again shortly."
    default_code = "unavailable"

    def __init__(
        self, detail: str | None = None, code: str | None = None, *, wait: int = RETRY_SECONDS
    ) -> None:
        super().__init__(detail, code)
        self.wait = wait


class SlowDown(exceptions.APIException):
    """More than one person may ask for; the same request may work in `wait` seconds."""

    status_code = 429
    default_detail = "Slow down, please: this was too much at once. It works again in a moment."
    default_code = "throttled"

    def __init__(self, detail: str | None = None, code: str | None = None, *, wait: int) -> None:
        super().__init__(detail, code)
        self.wait = wait


class OutageMiddleware(Glance):
    """Answers for views that die of Postgres, Redis or a value that cannot be stored.

    What a middleware dies of never comes by here: that is `error_pages.server_error`'s.
    """

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        failure = failure_of(error)
        return answer(request, failure) if failure else None


def as_json(error: Exception, context: Any) -> HttpResponse | None:  # noqa: ARG001 (DRF's)
    """The API's EXCEPTION_HANDLER. None leaves our own mistakes to `error_pages.server_error`."""
    failure = _failure_of_api(_as_api_exception(error)) or failure_of(error)
    if failure is None:
        return None
    set_rollback()
    # Not DRF's Response: an error is JSON whatever the view renders.
    return json_answer(failure)


def _as_api_exception(error: Exception) -> Exception:
    match error:
        case Http404():
            return exceptions.NotFound(NOT_FOUND.message)  # its own message would name our models
        case PermissionDenied():
            return exceptions.PermissionDenied(*error.args)
        case ModelValidationError():
            return exceptions.ValidationError(as_serializer_error(error))
    return error


def _failure_of_api(error: Exception) -> Failure | None:
    if not isinstance(error, exceptions.APIException):
        return None
    if isinstance(error, exceptions.ValidationError):
        return _invalid(error.detail)
    return Failure(
        error.status_code,
        str(error.get_codes()),
        str(error.detail),
        headers=dict(_headers(error)),
        extra=getattr(error, "extra", {}),
    )


def _headers(error: exceptions.APIException) -> Iterator[tuple[str, str]]:
    if header := getattr(error, "auth_header", None):
        yield "WWW-Authenticate", header
    if wait := getattr(error, "wait", None):
        yield "Retry-After", str(int(wait))


def _invalid(detail: Any) -> Failure:
    errors = dict(_flat(detail))
    sentences = errors.get(api_settings.NON_FIELD_ERRORS_KEY)
    message = sentences[0] if sentences else "Some of what was sent is not right."
    code = getattr(detail[0], "code", None) if isinstance(detail, list) and detail else None
    return Failure(422, code or "invalid", message, errors)


def _flat(detail: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Errors of nested fields under dotted paths: `{"lines.0.price": ["A number, please."]}`."""
    if isinstance(detail, dict):
        inner = list(detail.items())
    elif any(isinstance(item, (dict, list)) for item in detail):
        inner = list(enumerate(detail))
    else:
        yield path or api_settings.NON_FIELD_ERRORS_KEY, [str(sentence) for sentence in detail]
        return
    for name, below in inner:
        yield from _flat(below, f"{path}.{name}" if path else str(name))
