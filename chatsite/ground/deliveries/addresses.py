"""Whether an address that somebody typed may be called; the call itself is checked once more."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from chatsite.ground.addresses import is_public


def check_address(url: str) -> None:
    """Say in plain words what is wrong with it, while the person who typed it still looks."""
    if settings.OUTGOING_ALLOW_INSECURE:
        return
    parts = urlsplit(url)
    if parts.scheme != "https":
        raise ValidationError("The address must begin with https://.")
    if parts.username is not None or parts.password is not None:
        raise ValidationError("The address must not contain a user name or password.")
    if _is_private(parts):
        raise ValidationError("The address leads into a private network.")


def _is_private(parts: SplitResult) -> bool:
    try:
        return not is_public(ip_address(parts.hostname or ""))
    except ValueError:
        return parts.hostname == "localhost"  # any other name is looked up when it is called
