"""CORS for the addresses that widgets call, from any page that belongs to some site.

Only the header: whether the request is obeyed is `origins.require_origin`'s to say.
"""

from corsheaders.middleware import CorsMiddleware
from django.http import HttpRequest

from chatbot.origins import is_known

WIDGET_PATHS = ("/api/chatbot/", "/broadcasting/")


class SitesCorsMiddleware(CorsMiddleware):
    async_capable = False  # it asks Postgres

    def check_signal(self, request: HttpRequest) -> bool:
        return is_from_widget(request) and is_known(request.headers["Origin"])


def is_from_widget(request: HttpRequest) -> bool:
    return "Origin" in request.headers and request.path.startswith(WIDGET_PATHS)
