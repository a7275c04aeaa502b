"""Content-Security-Policy: what a page may load and run, as little as each area can live with.

Nothing of ours is inline and nothing comes from elsewhere, so a script that somebody
smuggles into a page is not run. Two areas belong to frameworks that need more.
"""

from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseBase

Policy = dict[str, list[Any]]

STRICT: Policy = {
    "default-src": [SELF],
    "script-src": [SELF, NONCE],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],  # the QR code of two-step sign-in is a data: address
    "media-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "form-action": [SELF],
}
AREAS: dict[str, Policy] = {
    # Unfold writes its colours into a <style>; Alpine runs what stands in attributes.
    "/admin/": {"script-src": [SELF, NONCE, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]},
    # Swagger UI writes <style> and style attributes.
    "/api/docs/": {"style-src": [SELF, UNSAFE_INLINE]},
}
FROM_BUCKET = ("img-src", "media-src")
FROM_STATIC_URL = ("script-src", "style-src", "img-src", "font-src", "connect-src")


class PagePolicyMiddleware(CSPMiddleware):
    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only:
            parts.config = policy_for(request)
        return parts


def policy_for(request: HttpRequest) -> Policy:
    looser = (rules for prefix, rules in AREAS.items() if request.path.startswith(prefix))
    policy = STRICT | next(looser, {})
    policy["connect-src"] = [*policy["connect-src"], *sockets_of(request)]
    for directive in FROM_STATIC_URL:
        policy[directive] = [*policy[directive], *static_origin()]
    for directive in FROM_BUCKET:
        policy[directive] = [*policy[directive], *bucket_origin()]
    return policy


def sockets_of(request: HttpRequest) -> list[str]:
    """Where settings say that sockets are, and the page's own host: older Safari needs it."""
    try:
        own = f"{'wss' if request.is_secure() else 'ws'}://{request.get_host()}"
        return [own, *sockets_elsewhere(request), *sockets_at_pusher()]
    except DisallowedHost:  # already answered 400; a forged name must not get into a header
        return []


def sockets_elsewhere(request: HttpRequest) -> list[str]:
    told = settings.REALTIME
    if not (told["HOST"] or told["PORT"]):
        return []
    is_secure = told["SCHEME"] == "https" if told["SCHEME"] else request.is_secure()
    host = told["HOST"] or request.get_host().rpartition(":")[0] or request.get_host()
    port = f":{told['PORT']}" if told["PORT"] else ""
    return [f"{'wss' if is_secure else 'ws'}://{host}{port}"]


def sockets_at_pusher() -> list[str]:
    """Pusher's own address, which follows from the cluster, or that of who stands in for it."""
    told = settings.REALTIME["PUSHER"]
    if "pusher" not in settings.REALTIME["BROADCASTERS"]:
        return []
    is_secure = told["SCHEME"] == "https" if told["SCHEME"] else told["ENCRYPTED"]
    port = f":{told['PORT']}" if told["HOST"] and told["PORT"] else ""
    host = told["HOST"] or f"ws-{told['CLUSTER']}.pusher.com"
    return [f"{'wss' if is_secure else 'ws'}://{host}{port}"]


def static_origin() -> list[str]:
    """STATIC_URL may point to a CDN."""
    url = urlsplit(settings.STATIC_URL or "")
    return [f"{url.scheme}://{url.netloc}"] if url.netloc else []


def bucket_origin() -> list[str]:
    """What people send may be in a bucket, where our own link to it leads on to."""
    url = urlsplit(settings.MEDIA_S3_ENDPOINT)
    return [f"{url.scheme}://{url.netloc}"] if settings.MEDIA_S3_BUCKET else []
