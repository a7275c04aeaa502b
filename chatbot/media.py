"""Files that people sent, for whoever has a link from us.

What somebody uploaded must never act in our name: it is no page, runs no script, and nobody
guesses what it might be.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from chatbot.files import is_discarded
from chatbot.uploads import links, ranges, storing
from chatbot.uploads.kinds import BY_EXTENSION
from chatbot.uploads.names import extension_of

KEPT_SECONDS = 24 * 60 * 60
REDIRECT_KEPT_SECONDS = 60  # less than what the bucket's own link is good for
# Pictures are our own painting, and a sound is only heard; all else is saved, never opened.
OPENED = ("image/", "audio/")
HARMLESS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    # Widgets show them on other people's pages.
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    # What was erased is gone at once, even if the storage lets go of it later.
    if not links.is_valid(name, request.GET.dict()) or is_discarded(name):
        raise Http404
    answer = elsewhere(request, name) or from_disk(request, name)
    for header, value in HARMLESS.items():
        answer[header] = value
    return answer


def elsewhere(request: HttpRequest, name: str) -> HttpResponseBase | None:
    url = storing.link_elsewhere(
        name,
        ResponseContentType=type_of(name),
        ResponseContentDisposition=disposition_of(request, name),
    )
    kept = {"Cache-Control": f"private, max-age={REDIRECT_KEPT_SECONDS}"}
    return HttpResponseRedirect(url, headers=kept) if url else None


def from_disk(request: HttpRequest, name: str) -> HttpResponseBase:
    etag = quote_etag(name)  # what a name stands for never changes
    answer = get_conditional_response(request, etag=etag) or opened(request, name, etag)
    answer["ETag"] = etag
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = f"private, max-age={KEPT_SECONDS}, immutable"
    return answer


def opened(request: HttpRequest, name: str, etag: str) -> HttpResponse:
    try:
        file = storing.media().open(name)
    except FileNotFoundError:
        raise Http404 from None
    with file:
        try:
            part = ranges.wanted(range_in(request, etag), file.size)
        except ranges.Unsatisfiable:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
        file.seek(part.start if part else 0)
        content = file.read(len(part)) if part else file.read()
    answer = HttpResponse(content, content_type=type_of(name), status=206 if part else 200)
    answer["Content-Disposition"] = disposition_of(request, name)
    if part:
        answer["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{file.size}"
    return answer


def range_in(request: HttpRequest, etag: str) -> str:
    """A player that has the beginning of something else wants all of this."""
    is_same = request.headers.get("If-Range", etag) == etag
    return request.headers.get("Range", "") if is_same else ""


def type_of(name: str) -> str:
    """From our own list: what the sender claimed is long forgotten."""
    known = BY_EXTENSION.get(extension_of(name))
    if known is None:
        return "application/octet-stream"
    is_text = known.mime_type.startswith("text/")
    return f"{known.mime_type}; charset=utf-8" if is_text else known.mime_type


def disposition_of(request: HttpRequest, name: str) -> str:
    is_saved = "save" in request.GET or not type_of(name).startswith(OPENED)
    return content_disposition_header(is_saved, request.GET.get("as") or name) or ""
