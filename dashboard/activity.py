"""When each of a user's devices was last seen: noted once a minute, so that reading writes nothing.

Each process keeps in mind what it has noted. A device that changes its address or its browser
is noted at once.
"""

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

from chatsite.ground.fingerprints import digest

NOTED_FOR_SECONDS = 60


class ActivityMiddleware(UserSessionsMiddleware):
    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer: HttpResponse
        if request.session.session_key and not is_news(request):
            answer = self.get_response(request)
        else:
            answer = super().__call__(request)
        return answer


def is_news(request: HttpRequest) -> bool:
    told = [request.session.session_key, request.META["REMOTE_ADDR"]]
    device = digest("\0".join([*told, request.headers.get("User-Agent", "")]))
    return caches["process"].add(device, True, NOTED_FOR_SECONDS)
