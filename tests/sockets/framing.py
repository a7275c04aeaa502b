"""What a server must make of frames: the groups 1 to 5, 7 and 10 of the Autobahn test suite.

Written anew from what its reports say it looks at, with its numbers, so that the two can be
compared. The groups about UTF-8 are in `utf8.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.sockets.client import (
    BINARY,
    CONTINUATION,
    PING,
    PONG,
    TEXT,
    Frame,
    close_frame,
    frame,
)

WHOLE = 0  # all in one piece
BY_FRAME = -1
HELLO = b"Hello, world!"
SIZES = [0, 125, 126, 127, 128, 65535, 65536]


@dataclass(frozen=True)
class Case:
    number: str
    says: tuple[bytes, ...]
    hears: tuple[Frame, ...] = ()
    closes: tuple[int, ...] = ()  # a code of these ends it; none: all is well until we close
    chop: int = WHOLE

    def pieces(self) -> list[bytes]:
        return list(self.says) if self.chop == BY_FRAME else [b"".join(self.says)]

    def __str__(self) -> str:
        return self.number


def violation(number: str, *says: bytes, hears: tuple[Frame, ...] = (), chop: int = WHOLE) -> Case:
    return Case(number, says, hears, (1002,), chop)


def text(payload: bytes) -> Frame:
    return Frame(TEXT, payload)


def framing() -> Iterator[Case]:
    for group, opcode in (("1.1", TEXT), ("1.2", BINARY)):
        for number, size in enumerate(SIZES, 1):
            payload = b"*" * size
            yield Case(f"{group}.{number}", (frame(opcode, payload),), (Frame(opcode, payload),))
        yield Case(f"{group}.8", (frame(opcode, payload),), (Frame(opcode, payload),), chop=997)


def pings() -> Iterator[Case]:
    for number, payload in enumerate([b"", HELLO, b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff"], 1):
        yield Case(f"2.{number}", (frame(PING, payload),), (Frame(PONG, payload),))
    most = b"\xfe" * 125
    yield Case("2.4", (frame(PING, most),), (Frame(PONG, most),))
    yield violation("2.5", frame(PING, most + b"\xfe"))
    yield Case("2.6", (frame(PING, most),), (Frame(PONG, most),), chop=1)
    yield Case("2.7", (frame(PONG),))
    yield Case("2.8", (frame(PONG, b"unasked"),))
    yield Case("2.9", (frame(PONG, b"unasked"), frame(PING, b"asked")), (Frame(PONG, b"asked"),))
    ten = [b"payload-%d" % number for number in range(10)]
    for last, chop in ((10, WHOLE), (11, 1)):
        answers = tuple(Frame(PONG, each) for each in ten)
        yield Case(f"2.{last}", tuple(frame(PING, each) for each in ten), answers, chop=chop)


def reserved_bits() -> Iterator[Case]:
    before, after = frame(TEXT, HELLO), frame(PING)
    yield violation("3.1", frame(TEXT, HELLO, rsv=1))
    for rsv, chop in ((2, WHOLE), (3, BY_FRAME), (4, 1)):
        wrong = frame(TEXT, HELLO, rsv=rsv)
        yield violation(f"3.{rsv}", before, wrong, after, hears=(text(HELLO),), chop=chop)
    yield violation("3.5", frame(BINARY, b"\x00\xff", rsv=5))
    yield violation("3.6", frame(PING, HELLO, rsv=6))
    yield violation("3.7", frame(8, (1000).to_bytes(2), rsv=7))


def reserved_opcodes() -> Iterator[Case]:
    before, after = frame(TEXT, HELLO), frame(PING)
    for group, first in (("4.1", 3), ("4.2", 11)):
        yield violation(f"{group}.1", frame(first))
        yield violation(f"{group}.2", frame(first + 1, b"reserved"))
        for number, (payload, chop) in enumerate([(b"", WHOLE), (b"reserved", WHOLE)], 3):
            wrong = frame(first + number - 1, payload)
            yield violation(
                f"{group}.{number}", before, wrong, after, hears=(text(HELLO),), chop=chop
            )
        wrong = frame(first + 4, b"reserved")
        yield violation(f"{group}.5", before, wrong, after, hears=(text(HELLO),), chop=1)


def fragments() -> Iterator[Case]:
    start, end = frame(TEXT, "fragment1", fin=False), frame(CONTINUATION, "fragment2")
    both = text(b"fragment1fragment2")
    ping, pong = frame(PING, "between"), Frame(PONG, b"between")
    yield violation("5.1", frame(PING, "frag", fin=False), frame(CONTINUATION, "ment"))
    yield violation("5.2", frame(PONG, "frag", fin=False), frame(CONTINUATION, "ment"))
    for offset, chop in enumerate([WHOLE, BY_FRAME, 1]):
        yield Case(f"5.{3 + offset}", (start, end), (both,), chop=chop)
        yield Case(f"5.{6 + offset}", (start, ping, end), (pong, both), chop=chop)
        for first, fin in ((9, True), (12, False)):
            astray = frame(CONTINUATION, "of nothing", fin=fin)
            yield violation(f"5.{first + offset}", astray, frame(TEXT, HELLO), chop=chop)
    astray = frame(CONTINUATION, "of nothing", fin=False)
    yield violation("5.15", start, end, astray, frame(TEXT, HELLO), hears=(both,))
    yield violation("5.16", *[astray, start, end] * 2)
    yield violation("5.17", *[frame(CONTINUATION, "of nothing"), start, end] * 2)
    yield violation("5.18", start, frame(TEXT, "fragment2"))
    five = [frame(CONTINUATION, f"fragment{number}", fin=number == 5) for number in range(2, 6)]
    all_five = text(b"fragment1fragment2fragment3fragment4fragment5")
    legal = (start, five[0], ping, five[1], five[2], ping, five[3])
    yield Case("5.19", legal, (pong, pong, all_five), chop=BY_FRAME)
    yield Case("5.20", legal, (pong, pong, all_five))


def closes() -> Iterator[Case]:
    bye, hello = close_frame(1000), frame(TEXT, HELLO)
    yield Case("7.1.1", (hello, bye), (text(HELLO),), (1000,))
    yield Case("7.1.2", (bye, bye), (), (1000,))
    yield Case("7.1.3", (bye, frame(PING)), (), (1000,))
    yield Case("7.1.4", (bye, hello), (), (1000,))
    half = frame(TEXT, "fragment1", fin=False)
    yield Case("7.1.5", (half, bye, frame(CONTINUATION, "fragment2")), (), (1000, 1002))
    yield Case("7.1.6", (frame(TEXT, b"*" * 262_144), bye, frame(PING)), (), (1009,))
    yield Case("7.3.1", (close_frame(),), (), (0, 1000))
    yield violation("7.3.2", frame(8, b"a"))
    yield Case("7.3.3", (bye,), (), (1000,))
    yield Case("7.3.4", (close_frame(1000, HELLO),), (), (1000,))
    yield Case("7.3.5", (close_frame(1000, b"*" * 123),), (), (1000,))
    yield violation("7.3.6", close_frame(1000, b"*" * 124))
    yield Case("7.5.1", (close_frame(1000, b"\xce\xba\xed\xa0\x80"),), (), (1002, 1007))
    valid = [*range(1000, 1004), *range(1007, 1012), 3000, 3999, 4000, 4999]
    for number, code in enumerate(valid, 1):
        yield Case(f"7.7.{number}", (close_frame(code),), (), (1000, code))
    for number, code in enumerate([0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999], 1):
        yield violation(f"7.9.{number}", close_frame(code))
    for number, code in enumerate([5000, 65535], 1):
        yield Case(f"7.13.{number}", (close_frame(code),), (), (1000, 1002, code))


def many_fragments() -> Iterator[Case]:
    payload = b"*" * 65536
    parts = [payload[start : start + 1300] for start in range(0, len(payload), 1300)]
    frames = [
        frame(CONTINUATION if number else TEXT, part, fin=number == len(parts) - 1)
        for number, part in enumerate(parts)
    ]
    yield Case("10.1.1", tuple(frames), (text(payload),))


FRAMING = [
    *framing(),
    *pings(),
    *reserved_bits(),
    *reserved_opcodes(),
    *fragments(),
    *closes(),
    *many_fragments(),
]
