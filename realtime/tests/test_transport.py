"""Frames made once for many sockets, and the wire for servers that nothing more is known of.

The wires of Daphne and uvicorn are tested against the real ones in `tests/sockets`.
"""

import asyncio

import pytest

from realtime.server.transport import MOST_WAITING, STUCK_SECONDS, AsgiWire, Batch, wire_of


class Line:
    """A server's `send`: what got through, and a reader who may stop reading."""

    def __init__(self):
        self.sent = []
        self.reads = asyncio.Event()
        self.reads.set()

    async def send(self, message):
        await self.reads.wait()
        self.sent.append(message)

    @property
    def texts(self):
        return [message["text"] for message in self.sent if message["type"] == "websocket.send"]


@pytest.fixture
def line():
    return Line()


@pytest.fixture
def wire(line):
    async def send(message):
        await line.send(message)

    return wire_of(send)


async def settle():
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("size", "head"),
    [
        (0, b"\x81\x00"),
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e\x00\x7e"),
        (65535, b"\x81\x7e\xff\xff"),
        (65536, b"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"),
    ],
)
def test_a_text_becomes_an_unmasked_frame_with_the_shortest_length(size, head):
    assert Batch(["x" * size]).frames == head + b"x" * size


def test_several_texts_are_written_together():
    batch = Batch(["one", "zwölf"])

    assert batch.texts == ["one", "zwölf"]
    assert batch.frames == b"\x81\x03one\x81\x06zw\xc3\xb6lf"


def test_half_a_surrogate_pair_is_replaced():
    """JSON can say it, UTF-8 cannot: one visitor's odd emoji must not stop a channel."""
    batch = Batch(["a \ud83d b"])

    assert batch.texts == ["a ? b"]
    assert batch.frames == b"\x81\x05a ? b"


def test_nothing_is_a_batch_too():
    assert Batch([]).frames == b""


async def test_an_unknown_server_gets_asgi_messages_in_order(line, wire):
    wire.write(Batch(["one", "two"]))
    wire.write(Batch(["three"]))
    await settle()
    wire.write(Batch(["four"]))
    await settle()

    assert isinstance(wire, AsgiWire)
    assert line.texts == ["one", "two", "three", "four"]


async def test_a_reader_that_stops_makes_nobody_wait(line, wire):
    line.reads.clear()

    wire.write(Batch(["one"]))
    wire.write(Batch(["two"]))
    await settle()
    assert line.sent == []

    line.reads.set()
    await settle()
    assert line.texts == ["one", "two"]


async def test_the_good_bye_comes_last_and_after_it_nothing(line, wire):
    wire.write(Batch(["one"]))
    wire.close(4200, "ü" * 100)
    wire.write(Batch(["too late"]))
    wire.close(4100)
    await settle()

    closed = {"type": "websocket.close", "code": 4200, "reason": "ü" * 61}
    assert line.sent == [{"type": "websocket.send", "text": "one"}, closed]


async def test_what_waits_has_an_end(line, wire):
    line.reads.clear()
    batch = Batch(["x" * 100_000])

    for _ in range(20):
        wire.write(batch)
    line.reads.set()
    await settle()

    assert len(line.texts) < MOST_WAITING / 100_000
    assert line.sent[-1]["code"] == 4100


async def test_a_wire_is_stuck_when_nothing_has_moved_for_a_while(line, wire):
    line.reads.clear()
    wire.write(Batch(["one"]))
    await settle()

    assert not wire.is_stuck(100)
    assert not wire.is_stuck(100 + STUCK_SECONDS - 0.1)
    assert wire.is_stuck(100 + STUCK_SECONDS)


async def test_a_wire_that_moves_or_rests_is_not_stuck(line, wire):
    line.reads.clear()
    wire.write(Batch(["one", "two"]))
    await settle()
    assert not wire.is_stuck(100)

    line.reads.set()
    await asyncio.sleep(0)
    line.reads.clear()
    await settle()

    assert not wire.is_stuck(100 + STUCK_SECONDS)
    line.reads.set()
    await settle()
    assert not wire.is_stuck(100 + 3 * STUCK_SECONDS)


async def test_a_lost_connection_is_no_news_to_the_writer():
    async def send(message):
        raise ConnectionResetError

    wire = wire_of(send)
    wire.write(Batch(["one"]))
    await settle()
    wire.write(Batch(["two"]))
    wire.close(1000)
    await settle()

    assert not wire.is_stuck(100)
