"""What the API's description says beyond the views: how to come in, and how errors look."""

from collections.abc import Iterator
from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

ERROR = {
    "type": "object",
    "required": ["success", "code", "message", "errors"],
    "properties": {
        "success": {"type": "boolean", "enum": [False]},
        "code": {"type": "string", "example": "not_found"},
        "message": {"type": "string", "description": "A sentence for people."},
        "errors": {
            "type": "object",
            "description": "Sentences per field; nested fields have dotted names.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}
METHODS = {"get", "post", "put", "patch", "delete", "head", "options"}


class Schema(SpectacularAPIView):
    authentication_classes = ()


class Docs(SpectacularSwaggerSplitView):
    authentication_classes = ()
    url_name = "ground:schema"
    template_name = "ground/api_docs.html"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its registry
    target_class = "chatsite.ground.tokens.TokenAuthentication"
    name = "personalToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "slp_..."}


class OurSessionScheme(SessionScheme):  # type: ignore[no-untyped-call]  # its registry
    target_class = "chatsite.ground.sessions.SessionAuthentication"
    name = "session"


def describe_errors(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A postprocessing hook: whatever is not a success has the one error shape."""
    result["components"].setdefault("schemas", {})["Error"] = ERROR
    shape = {"schema": {"$ref": "#/components/schemas/Error"}}
    for operation in _operations(result):
        operation["responses"]["default"] = {
            "description": "What went wrong.",
            "content": {"application/json": shape},
        }
    return result


def _operations(result: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in result["paths"].values():
        yield from (operation for method, operation in path.items() if method in METHODS)
