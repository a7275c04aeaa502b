"""What views are limited by is in the settings, and people are told the same."""

import re

from django.conf import settings
from django.urls import URLPattern, get_resolver

from chatsite.ground.throttles import PersonThrottle
from tests.architecture.files import text


def views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield getattr(pattern.callback, "cls", None)
        else:
            yield from views(pattern.url_patterns)


def throttled():
    return [
        view
        for view in views(get_resolver().url_patterns)
        if any(issubclass(each, PersonThrottle) for each in getattr(view, "throttle_classes", ()))
    ]


def test_each_limited_view_names_a_limit():
    assert throttled()
    for view in throttled():
        assert view.throttle_scope in settings.LIMITS, view


def test_whatever_names_a_limit_is_limited():
    for view in views(get_resolver().url_patterns):
        if hasattr(view, "throttle_scope"):
            assert view in throttled(), view


def test_operations_tells_each_limit():
    told = re.findall(r"^\| `(\w+)` \| .+ \| (\d+) \| (\d+) \|$", text("docs/operations.md"), re.M)

    limits = settings.LIMITS.items()
    assert told == [(name, str(one["burst"]), str(one["per_minute"])) for name, one in limits]
