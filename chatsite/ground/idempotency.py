"""A request that may come again, and is carried out once.

The key's row, the work and the answer are one transaction: after a crash either all of it
happened or nothing did. Answers are kept as they are, so none may carry a secret.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import connection, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated, ParseError, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from chatsite.ground.errors import Conflict
from chatsite.ground.fingerprints import digest, fingerprint_of
from chatsite.ground.models import IdempotencyKey

KEPT_FOR = timedelta(hours=24)
PRINTABLE = re.compile(r"[\x20-\x7e]{1,128}")
REPLAYED = OpenApiParameter(
    "Idempotent-Replayed",
    bool,
    OpenApiParameter.HEADER,
    response=[200, 201],
    description="There, and true, when this is the answer of an earlier request.",
)

ViewT = TypeVar("ViewT")
P = ParamSpec("P")
Handler = Callable[Concatenate[ViewT, Request, P], Response]
SafeHandler = Callable[Concatenate[ViewT, Request, P], HttpResponseBase]


def idempotent(*, required: bool = False) -> Callable[[Handler[ViewT, P]], SafeHandler[ViewT, P]]:
    """Decorate an APIView's `post`: with the same `Idempotency-Key` it answers the same again."""

    def decorate(handler: Handler[ViewT, P]) -> SafeHandler[ViewT, P]:
        @extend_schema(parameters=[_documented(required), REPLAYED])
        @wraps(handler)
        def once(
            view: ViewT, request: Request, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            key = _key(request, required=required)
            if key is None:
                return handler(view, request, *args, **kwargs)
            return _once(request, key, lambda: handler(view, request, *args, **kwargs))

        return once

    return decorate


def owner_of(request: Request) -> str:
    """`user:5`: ids of different kinds of actors overlap, so the kind belongs to the name."""
    actor: Any = request.user
    if actor is None or actor.pk is None:
        raise NotAuthenticated
    return f"{actor._meta.model_name}:{actor.pk}"


def forget_expired() -> None:
    IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()


@transaction.atomic
def _once(request: Request, key: str, respond: Callable[[], Response]) -> HttpResponseBase:
    owner = owner_of(request)
    slot = digest("\0".join([owner, str(request.method), request.path, key]))
    fingerprint = fingerprint_of(request.data)
    _lock(slot)
    stored = IdempotencyKey.objects.filter(
        slot=slot, created_at__gte=timezone.now() - KEPT_FOR
    ).first()
    if stored:
        return _replayed(stored, fingerprint)
    response = respond()
    if response.status_code >= 400:
        transaction.set_rollback(True)
    else:
        _store(slot, owner, fingerprint, response)
    return response


def _key(request: Request, *, required: bool) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None and required:
        raise ParseError(
            "Send an Idempotency-Key header, so that repeating this request is safe.",
            code="idempotency_key_missing",
        )
    if key is not None and not PRINTABLE.fullmatch(key):
        raise ParseError(
            "An Idempotency-Key has 1 to 128 printable ASCII characters.",
            code="idempotency_key_invalid",
        )
    return key


def _lock(slot: str) -> None:
    """Until the transaction ends. A second request is told so at once, it does not queue up."""
    number = int.from_bytes(bytes.fromhex(slot)[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        raise Conflict(
            "The same request is still running. Ask again in a moment.",
            code="request_running",
            wait=1,
        )


def _store(slot: str, owner: str, fingerprint: str, response: Response) -> None:
    IdempotencyKey.objects.update_or_create(
        slot=slot,
        defaults={
            "owner": owner,
            "fingerprint": fingerprint,
            "status": response.status_code,
            "body": JSONRenderer().render(response.data).decode(),
            "created_at": timezone.now(),
        },
    )


def _replayed(stored: IdempotencyKey, fingerprint: str) -> HttpResponse:
    if stored.fingerprint != fingerprint:
        raise ValidationError(
            "This Idempotency-Key was already used for another request.",
            code="idempotency_key_reused",
        )
    return HttpResponse(
        stored.body,
        status=stored.status,
        content_type="application/json",
        headers={"Idempotent-Replayed": "true"},
    )


def _documented(required: bool) -> OpenApiParameter:
    return OpenApiParameter(
        "Idempotency-Key",
        str,
        OpenApiParameter.HEADER,
        required=required,
        description="Makes repeating this request safe for 24 hours.",
    )
