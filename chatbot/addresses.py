"""Where a visitor is: addresses of pages, as far as they are our business."""

from urllib.parse import urlsplit, urlunsplit

LONGEST = 2000
LONGEST_READ = 8000  # Python keeps the last hundred that it took apart in memory


def kept_address(address: str) -> str | None:
    """What we keep of it; None for what is no page on the web, such as `javascript:`.

    The query stays, because many shops tell their pages apart by nothing else. What stands
    behind `#` goes, and so do a user and a password: those were never meant for us.
    """
    try:
        parts = urlsplit(address[:LONGEST_READ])
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    server = parts.netloc.rpartition("@")[2]
    whole = urlunsplit((parts.scheme, server, parts.path, parts.query, ""))
    # Advertisements hang whole novels on their links; the page is the part before.
    return whole if len(whole) <= LONGEST else whole.partition("?")[0][:LONGEST]
