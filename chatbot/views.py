"""The widget's script, and a page to try it on."""

import re
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from realtime.configuration import realtime_configuration

# Short, because strangers' pages name no version: a new widget is with everybody soon.
SCRIPT_KEPT_SECONDS = 300
DEMO = "demo"
SITE_KEY = re.compile(r"[a-z0-9-]{1,50}")
FOR_STRANGERS = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@require_safe
@cache_control(public=True, max_age=SCRIPT_KEPT_SECONDS)
@conditional_page
def widget_script(request: HttpRequest) -> HttpResponse:
    script = Path(settings.STATICFILES_DIRS[0]) / "chatbot-widget.js"
    if not script.exists():
        raise Http404("The widget is not built yet: run `npm run build`.")
    return HttpResponse(
        script.read_bytes(), content_type="text/javascript; charset=utf-8", headers=FOR_STRANGERS
    )


@require_safe
def test_page(request: HttpRequest) -> HttpResponse:
    """A customer's page, as the widget knows it, with all that can be seen of it and done to it."""
    site = request.GET.get("site", DEMO)
    if not SITE_KEY.fullmatch(site):
        raise Http404("A site's key has small letters, digits and hyphens.")
    told = realtime_configuration(request)
    keys = {name: told[name]["key"] for name in ("pusher", "reverb") if told[name]["enabled"]}
    return render(request, "chatbot/test_page.html", {"site": site, "keys": keys})
