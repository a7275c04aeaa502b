"""Links that know whether they lead to the page one is on, and the icons beside them."""

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def nav_link(context: Context, name: str, words: str, *, exact: bool = False) -> SafeString:
    """A link to the page called `name`; marked on that page and, unless exact, on those below."""
    url = reverse(name)
    path = context["request"].path
    here = path == url or (not exact and path.startswith(url))
    current = mark_safe(' aria-current="page"') if here else ""
    return format_html('<a class="nav-link" href="{}"{}>{}</a>', url, current, words)


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """A drawing from templates/icons; decoration only, so the words beside it must say it all."""
    return render_to_string(f"icons/{name}.svg", {"size": size})
