"""`{% script "pages" %}` and `{% stylesheet "pages" %}`: what `npm run build` has made."""

import json
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def script(name: str, *, early: bool = False) -> SafeString:
    """A module, run when the page is there; an early one runs before it is painted."""
    tag = '<script src="{}"></script>' if early else '<script type="module" src="{}"></script>'
    return format_html(tag, asset_url(f"{name}.js"))


@register.simple_tag
def stylesheet(name: str) -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', asset_url(f"{name}.css"))


def asset_url(name: str) -> str:
    files = read_manifest.__wrapped__() if settings.DEBUG else read_manifest()
    if name not in files:
        raise ImproperlyConfigured(f"static/dist has no {name}. Run `npm run build` again.")
    return static(files[name])


@lru_cache(maxsize=1)
def read_manifest() -> dict[str, str]:
    """Which file each entry is now. A process reads it once; in DEBUG, at every use."""
    path = Path(settings.STATICFILES_DIRS[0]) / "manifest.json"
    try:
        files: dict[str, str] = json.loads(path.read_text())
    except FileNotFoundError:
        raise ImproperlyConfigured(
            "The pages have no scripts and styles yet: run `npm ci` and `npm run build` first."
        ) from None
    return files
