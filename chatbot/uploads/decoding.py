"""Opening what people sent, at arm's length. For workers: it may take a minute."""

import subprocess
import sys
import tempfile
from typing import IO

import structlog
from django.conf import settings

from chatbot.uploads.decoded import Decoded
from chatbot.uploads.kinds import DECODED_AS, Kind
from chatbot.uploads.limits import DECODING_SECONDS
from chatbot.uploads.refusals import Refused

log = structlog.get_logger(__name__)

# None of our secrets. Each of glibc's arenas would take a bite of the memory that is allowed.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}
LARGEST_MEASURE = 2**31 - 1


def decode(kind: Kind, mime_type: str, content: bytes) -> Decoded:
    """What is in the file, or `Refused`: whatever it does to the process that looks at it."""
    # A file, as its size is bounded; a pipe would be read until our own memory is full.
    with tempfile.TemporaryFile() as told:
        _run([kind.value, mime_type], content, told)
        told.seek(0)
        return _understood(told.read())


def _run(words: list[str], content: bytes, told: IO[bytes]) -> None:
    command = [sys.executable, "-m", "chatbot.uploads.confined", *words]
    try:
        subprocess.run(  # noqa: S603 - our own program, and words from our own lists
            command,
            input=content,
            stdout=told,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd=settings.BASE_DIR,
            timeout=DECODING_SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, BrokenPipeError) as error:
        log.info("file_not_decoded", kind_and_type=words, reason=type(error).__name__)
        raise unreadable() from None


def _understood(told: bytes) -> Decoded:
    try:
        decoded = Decoded.from_json(told)
    except (ValueError, TypeError, LookupError):
        raise unreadable() from None
    if decoded.mime_type not in DECODED_AS:  # somebody else speaks with that process's voice
        raise unreadable()
    if not all(map(_is_a_measure, (decoded.width, decoded.height, decoded.duration_ms))):
        raise unreadable()
    return decoded


def _is_a_measure(number: object) -> bool:
    """Headers claim what they like, and what no column holds would be tried again for ever."""
    return number is None or (isinstance(number, int) and 0 <= number <= LARGEST_MEASURE)


def unreadable() -> Refused:
    return Refused("not_readable", "This file could not be read. It may be damaged.")
