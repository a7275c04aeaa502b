"""Links to files, signed for the day: whoever was given one may look, until the next day ends.

All that is made on one day (UTC) are the same to the byte, so that what a message shows does
not change from one look to the next.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

PURPOSE = "chatbot.uploads.links"


def link_to(name: str, *, saved_as: str = "") -> str:
    """From this server's root. `saved_as` is the name that browsers suggest for saving it."""
    until = (today() + timedelta(days=1)).date().isoformat()
    claims = {"as": saved_as, "until": until}
    query = urlencode(claims | {"signature": signature_of(name, **claims)})
    return f"{reverse('chatbot:media', args=[name])}?{query}"


def is_valid(name: str, shown: Mapping[str, str]) -> bool:
    claims = {claim: shown.get(claim, "") for claim in ("as", "until")}
    expected = signature_of(name, **claims)
    if not constant_time_compare(shown.get("signature", ""), expected):
        return False
    return claims["until"] >= today().date().isoformat()


def signature_of(name: str, **claims: str) -> str:
    # JSON, because no two different claims look the same in it.
    signed = json.dumps([name, claims], sort_keys=True)
    return salted_hmac(PURPOSE, signed, algorithm="sha256").hexdigest()


def today() -> datetime:
    return datetime.now(UTC)
