"""What a server must make of UTF-8: group 6 of the Autobahn test suite, made from its rules."""

from collections.abc import Iterator

from tests.sockets.client import CONTINUATION, TEXT, frame
from tests.sockets.framing import Case, text

GREEK = "κ\u1f79σμε".encode()  # the one accent takes three octets
MIXED = "Hello-µ@ßöäüàá-UTF-8!!".encode()
SURROGATE = b"\xed\xa0\x80"
TOO_HIGH = b"\xf4\x90\x80\x80"
EDITED = b"edited"


def in_fragments(*parts: bytes) -> tuple[bytes, ...]:
    last = len(parts) - 1
    return tuple(
        frame(CONTINUATION if number else TEXT, part, fin=number == last)
        for number, part in enumerate(parts)
    )


def octets(payload: bytes) -> tuple[bytes, ...]:
    return in_fragments(*(bytes([octet]) for octet in payload))


def fragmented() -> Iterator[Case]:
    yield Case("6.1.1", (frame(TEXT),), (text(b""),))
    yield Case("6.1.2", in_fragments(b"", b"", b""), (text(b""),))
    yield Case("6.1.3", in_fragments(b"", b"middle", b""), (text(b"middle"),))
    yield Case("6.2.1", (frame(TEXT, MIXED),), (text(MIXED),))
    yield Case("6.2.2", in_fragments(MIXED[:12], MIXED[12:]), (text(MIXED),))
    yield Case("6.2.3", octets(MIXED), (text(MIXED),))
    yield Case("6.2.4", octets(GREEK), (text(GREEK),))
    yield Case("6.3.1", (frame(TEXT, GREEK + SURROGATE + EDITED),), (), (1007,))
    yield Case("6.3.2", octets(GREEK + SURROGATE + EDITED), (), (1007,))


def unfinished() -> Iterator[Case]:
    """Wrong before the message has ended: it must be refused then, and not only at the end."""
    first = frame(TEXT, GREEK, fin=False)
    yield Case("6.4.1", (first, frame(CONTINUATION, TOO_HIGH, fin=False)), (), (1007,))
    yield Case("6.4.2", (first, frame(CONTINUATION, TOO_HIGH[:2], fin=False)), (), (1007,))
    whole = frame(TEXT, GREEK + TOO_HIGH + EDITED, mask=b"\0\0\0\0")
    yield Case("6.4.3", (whole[: -len(EDITED)],), (), (1007,))
    yield Case("6.4.4", (whole[: -len(EDITED) - 2],), (), (1007,))


PREFIX = [0xC0, 0xE0, 0xF0, 0xF8, 0xFC]  # begins a sequence of 2, 3, 4, 5, 6 octets
LONELY = [
    b"".join(bytes([first, 0x20]) for first in range(begin, end))
    for begin, end in ((0xC0, 0xE0), (0xE0, 0xF0), (0xF0, 0xF8), (0xF8, 0xFC), (0xFC, 0xFE))
]
LEAST_CUT = [bytes([first]) + b"\x80" * rest for rest, first in enumerate(PREFIX)]
MOST_CUT = [
    bytes([first]) + b"\xbf" * rest for rest, first in enumerate([0xDF, 0xEF, 0xF7, 0xFB, 0xFD])
]
HIGH = [b"\xed\xa0\x80", b"\xed\xad\xbf", b"\xed\xae\x80", b"\xed\xaf\xbf"]
LOW = [b"\xed\xb0\x80", b"\xed\xbe\x80", b"\xed\xbf\xbf"]
PLANES = [plane << 16 | end for plane in range(17) for end in (0xFFFE, 0xFFFF)]

PAYLOADS: dict[str, list[bytes]] = {
    "6.5": [*(f"hello{sign}world".encode() for sign in "$¢€𤭢"), GREEK],
    "6.6": [GREEK[: size + 1] for size in range(len(GREEK))],
    "6.7": [chr(code).encode() for code in (0, 0x80, 0x800, 0x10000)],
    "6.8": [b"\xf8\x88\x80\x80\x80", b"\xfc\x84\x80\x80\x80\x80"],
    "6.9": [chr(code).encode() for code in (0x7F, 0x7FF, 0xFFFF, 0x10FFFF)],
    "6.10": [bytes([first]) + b"\xbf" * rest for first, rest in ((247, 3), (251, 4), (253, 5))],
    "6.11": [*(chr(code).encode() for code in (0xD7FF, 0xE000, 0xFFFD, 0x10FFFF)), TOO_HIGH],
    "6.12": [
        b"\x80",
        b"\xbf",
        *((b"\x80\xbf" * 3)[:size] for size in range(2, 7)),
        bytes(range(0x80, 0xC0)),
    ],
    "6.13": LONELY,
    "6.14": LEAST_CUT + MOST_CUT,
    "6.15": [b"".join(LEAST_CUT + MOST_CUT)],
    "6.16": [b"\xfe", b"\xff", b"\xfe\xfe\xff\xff"],
    "6.17": [bytes([first]) + b"\x80" * rest + b"\xaf" for rest, first in enumerate(PREFIX)],
    "6.18": [
        b"\xc1\xbf",
        b"\xe0\x9f\xbf",
        b"\xf0\x8f\xbf\xbf",
        b"\xf8\x87\xbf\xbf\xbf",
        b"\xfc\x83\xbf\xbf\xbf\xbf",
    ],
    "6.19": [bytes([first]) + b"\x80" * (rest + 1) for rest, first in enumerate(PREFIX)],
    "6.20": HIGH + LOW,
    "6.21": [high + low for high in HIGH for low in (LOW[0], LOW[2])],
    "6.22": [chr(code).encode() for code in PLANES],
    "6.23": [chr(code).encode() for code in range(0xFFF9, 0x10000)],
}


def is_utf8(payload: bytes) -> bool:
    try:
        payload.decode()
    except UnicodeDecodeError:
        return False
    return True


def unfragmented() -> Iterator[Case]:
    for group, payloads in PAYLOADS.items():
        for number, payload in enumerate(payloads, 1):
            said = (frame(TEXT, payload),)
            if is_utf8(payload):
                yield Case(f"{group}.{number}", said, (text(payload),))
            else:
                yield Case(f"{group}.{number}", said, (), (1007,))


UTF8 = [*fragmented(), *unfragmented()]
UNFINISHED = [*unfinished()]
