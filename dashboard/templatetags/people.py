"""What pages need to know about people and their devices."""

from django import template
from django.conf import settings

register = template.Library()

# In this order: every browser also claims to be the ones below it.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


@register.simple_tag
def signup_is_open() -> bool:
    return bool(settings.SIGNUP_OPEN)


@register.filter
def browser(user_agent: str) -> str:
    """ "Firefox on Linux"; what is not recognised is shown as it came."""
    name = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    return f"{name} on {system}" if name and system else name or user_agent[:40] or "Unknown"


def _first(names: dict[str, str], text: str) -> str:
    return next((name for sign, name in names.items() if sign in text), "")
