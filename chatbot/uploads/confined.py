"""A process for one stranger's file: `python -m chatbot.uploads.confined <kind> <type>`.

Libraries that decode pictures and sounds have holes. Here one that is exploited, loops or
swells dies with this process, which was given no settings, little memory and little time. It
reads the file from its standard input and tells on the standard output what came of it.
"""

import json
import resource
import sys
from collections.abc import Callable
from contextlib import suppress

from chatbot.uploads.decoded import Decoded
from chatbot.uploads.films import measure_film
from chatbot.uploads.kinds import Kind
from chatbot.uploads.limits import DECODED_BYTES, DECODING_CPU_SECONDS, DECODING_MEMORY_BYTES
from chatbot.uploads.pictures import decode_picture
from chatbot.uploads.refusals import Refused
from chatbot.uploads.voices import decode_voice

DECODERS: dict[Kind, Callable[[bytes, str], Decoded]] = {
    Kind.IMAGE: decode_picture,
    Kind.VOICE: decode_voice,
    Kind.VIDEO: measure_film,
}
LIMITS = {
    resource.RLIMIT_AS: DECODING_MEMORY_BYTES,
    resource.RLIMIT_CPU: DECODING_CPU_SECONDS,
    resource.RLIMIT_FSIZE: DECODED_BYTES,
    resource.RLIMIT_CORE: 0,
}


def main(kind: str, mime_type: str) -> None:
    confine()
    try:
        told = DECODERS[Kind(kind)](sys.stdin.buffer.read(), mime_type).to_json()
    except Refused as refusal:
        told = json.dumps({"refused": [refusal.code, refusal.sentence]})
    sys.stdout.write(told)


def confine() -> None:
    for limited, most in LIMITS.items():
        with suppress(ValueError):  # macOS bounds no memory
            resource.setrlimit(limited, (most, most))


if __name__ == "__main__":
    main(*sys.argv[1:])
