"""Which pages may use the API from a visitor's browser.

Two questions: a preflight names no site, so it is asked whether any site knows the origin;
the request itself is then held against its own site.
"""

from itertools import chain

from django.http import HttpRequest
from rest_framework.exceptions import PermissionDenied

from chatbot.models import Site
from chatsite.ground.remembering import remembered

# How long an origin that was just added may still be unknown.
KEPT_SECONDS = 5


def is_known(origin: str) -> bool:
    return origin in origins_of_all_sites()


@remembered(seconds=KEPT_SECONDS)
def origins_of_all_sites() -> frozenset[str]:
    return frozenset(chain.from_iterable(Site.objects.values_list("allowed_origins", flat=True)))


def require_origin(request: HttpRequest, site: Site) -> None:
    """Let in pages of the site, pages of this server, and programs, which name no origin."""
    origin = request.headers.get("Origin")
    if origin is None or is_ours(request, origin) or origin in site.allowed_origins:
        return
    raise PermissionDenied("This site does not run its chat there.", code="origin_not_allowed")


def is_ours(request: HttpRequest, origin: str) -> bool:
    # Not the scheme: behind a proxy that ends TLS it is not always known.
    return origin in {f"{scheme}://{request.get_host()}" for scheme in ("http", "https")}
