"""What the API's description says about visitors coming in."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class VisitorScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its registry
    target_class = "chatbot.authentication.VisitorAuthentication"
    name = "visitorToken"
    words = "What `init` has answered. With an `Origin`, it counts on pages of its site alone."

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "slv_...",
            "description": self.words,
        }


class OwnDataScheme(VisitorScheme):  # type: ignore[no-untyped-call]  # its registry
    target_class = "chatbot.authentication.OwnDataAuthentication"
    name = "visitorTokenOfOneself"
    words = "The same token, also before the visitor has agreed to anything."
