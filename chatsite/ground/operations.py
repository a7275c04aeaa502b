"""What the API's description says of each operation: in words, for whom, and what may go wrong."""

from collections.abc import Iterator
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.permissions import SAFE_METHODS

from chatsite.ground.serializers import ErrorSerializer

AUDIENCES = {
    "/api/chatbot/": "Visitors",
    "/admin/": "Operators",
    "/broadcasting/": "Realtime",
}
TROUBLES = {
    400: "The body is not what its content type says, or a header makes no sense.",
    401: "Who are you? There is no token or session, or it is not known any more.",
    403: "Not yours to do, or not from this page.",
    404: "This does not exist, or not for you.",
    409: "It contradicts what happened in the meantime, or an earlier request.",
    413: "The body is too large.",
    415: "This content type is not accepted.",
    422: "A field or parameter is wrong; `errors` names it.",
    429: "Too much at once; `Retry-After` says when to ask again.",
    503: "A part of the service is away; `Retry-After` says when to ask again.",
}
COME_AGAIN = {"429", "503"}
RETRY_AFTER = {
    "Retry-After": {"description": "Seconds.", "schema": {"type": "integer", "minimum": 0}}
}
# Of an operation whose answer has an ETag.
CONDITIONAL = [
    OpenApiParameter(
        "If-None-Match",
        str,
        OpenApiParameter.HEADER,
        description="The `ETag` of an earlier answer: nothing new is 304, with nothing in it.",
    ),
    OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200, 304]),
]
NOT_MODIFIED = OpenApiResponse(None, "Nothing new.")


class Operation(AutoSchema):
    """The first paragraph of a docstring is the summary; a method's counts before its view's."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: ComponentRegistry
    ) -> dict[str, Any] | None:
        operation = super().get_operation(path, path_regex, path_prefix, method, registry)
        if operation:
            self._tell_what_may_go_wrong(operation)
        return operation

    def get_tags(self) -> list[str]:
        named = (name for prefix, name in AUDIENCES.items() if self.path.startswith(prefix))
        return [next(named, "Members")]

    def get_summary(self) -> str:
        summary, _, _ = super().get_description().partition("\n\n")
        return " ".join(summary.split()).removesuffix(".")

    def get_description(self) -> str:  # type: ignore[override]  # as spectacular has it
        _, _, rest = super().get_description().partition("\n\n")
        return rest.strip()

    def _tell_what_may_go_wrong(self, operation: dict[str, Any]) -> None:
        shape = self.resolve_serializer(ErrorSerializer, "response").ref
        content = {"application/json": {"schema": shape}}
        responses = operation["responses"]
        for status in sorted(set(self._troubles(operation))):
            responses.setdefault(str(status), {"description": TROUBLES[status], "content": content})
        for status in COME_AGAIN & responses.keys():
            responses[status]["headers"] = RETRY_AFTER
        responses["default"] = {"description": "What went wrong.", "content": content}

    def _troubles(self, operation: dict[str, Any]) -> Iterator[int]:
        yield 503
        places = {parameter["in"] for parameter in operation.get("parameters", ())}
        if "path" in places:
            yield 404
        if "query" in places:
            yield 422
        if "requestBody" in operation:
            yield from (400, 409, 413, 415, 422)
        if {} not in operation["security"]:
            yield from (401, 403)
        if getattr(self.view, "throttle_scope", None) and self.method not in SAFE_METHODS:
            yield 429
