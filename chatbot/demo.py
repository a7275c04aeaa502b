"""A first site to look at."""

from collections.abc import Iterable

from django.contrib.auth.models import User

from chatbot.models import Site


def create_demo(operators: Iterable[User]) -> Site:
    """The site that /chatbot-test.html shows, looked after by `operators`."""
    site, _ = Site.objects.get_or_create(public_key="demo", defaults={"name": "Demo shop"})
    site.operators.set(operators)
    return site
