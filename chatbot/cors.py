"""CORS for the addresses that widgets call, from any page that belongs to some site.

Only the header: whether the request is obeyed is `origins.require_origin`'s to say.
"""

from collections.abc import Awaitable

from asgiref.sync import sync_to_async
from corsheaders.middleware import CorsMiddleware
from django.http import HttpRequest, HttpResponseBase

from chatbot.origins import is_known

WIDGET_PATHS = ("/api/chatbot/", "/broadcasting/")


class SitesCorsMiddleware(CorsMiddleware):
    """Asks before the event loop needs the answer: there, nobody may wait for Postgres."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if not self.async_mode:
            note_origin(request)
        return super().__call__(request)

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        if is_from_widget(request):
            await sync_to_async(note_origin)(request)
        return await super().__acall__(request)

    def check_signal(self, request: HttpRequest) -> bool:
        return getattr(request, "origin_is_known", False)


def is_from_widget(request: HttpRequest) -> bool:
    return "Origin" in request.headers and request.path.startswith(WIDGET_PATHS)


def note_origin(request: HttpRequest) -> None:
    is_welcome = is_from_widget(request) and is_known(request.headers["Origin"])
    request.origin_is_known = is_welcome  # type: ignore[attr-defined]  # a note to ourselves
