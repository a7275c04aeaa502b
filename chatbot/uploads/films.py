"""Films are measured, never painted anew: that takes minutes. Runs in `confined` alone."""

from chatbot.uploads.containers import opened
from chatbot.uploads.decoded import Decoded
from chatbot.uploads.refusals import Refused

MICROSECONDS = 1000


def measure_film(content: bytes, mime_type: str) -> Decoded:
    """By its header. What a browser has recorded does not say how long it is."""
    with opened(content, mime_type) as film:
        if not film.streams.video:
            raise Refused("not_readable", "There is no picture in this film.")
        seen = film.streams.video[0]
        return Decoded(
            mime_type=mime_type,
            width=seen.width,
            height=seen.height,
            duration_ms=film.duration and film.duration // MICROSECONDS,
        )
