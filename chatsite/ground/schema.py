"""The API's description and its pages, and how people and programs come in."""

from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

SESSION = (
    "A browser that is signed in. What changes something also needs the page's CSRF token, "
    "in the header `X-CSRFToken`."
)


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
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "slp_...",
            "description": "A person's own token, made under **API tokens**.",
        }


class OurSessionScheme(SessionScheme):  # type: ignore[no-untyped-call]  # its registry
    target_class = "chatsite.ground.sessions.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        cookie: dict[str, str] = super().get_security_definition(auto_schema)  # type: ignore[no-untyped-call]  # spectacular's
        return {**cookie, "description": SESSION}
