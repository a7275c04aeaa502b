"""Middleware that only looks at the request on its way in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


class Glance:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        self.look_at(request)
        return self.get_response(request)

    def look_at(self, request: HttpRequest) -> None: ...
