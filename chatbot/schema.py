"""What the API's description says about visitors coming in."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class VisitorScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its registry
    target_class = "chatbot.authentication.VisitorAuthentication"
    name = "visitorToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "slv_..."}
