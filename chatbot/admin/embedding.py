"""What a customer's page needs so that the widget runs on it, as this server is reached now."""

from dataclasses import dataclass

from django.http import HttpRequest

from chatsite.ground.page_policy import bucket_origin, sockets_of


@dataclass(frozen=True)
class Embedding:
    origin: str
    policy: str


def embedding(request: HttpRequest) -> Embedding:
    origin = f"{request.scheme}://{request.get_host()}"
    files = [origin, *bucket_origin()]
    directives = {
        "script-src": [origin],
        "connect-src": [origin, *sockets_of(request)],
        "img-src": files,
        "media-src": files,
    }
    lines = (f"{name} {' '.join(sources)};" for name, sources in directives.items())
    return Embedding(origin, "\n".join(lines))
