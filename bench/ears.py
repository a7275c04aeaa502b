"""The load client: one process full of sockets that listen, with as little parsing as is honest.

It must be cheaper than the servers, or it would measure itself; each report tells what it cost.
"""

import select
import socket
import time
from collections import deque
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection

from bench.dialects import CLOSE, PING, PONG, TEXT, Dialect, masked
from bench.events import Script, find
from bench.reports import Address, Heard, Opened

CHUNK = 1 << 18
PATIENCE_SECONDS = 10.0
SAMPLE = 10  # the times of each tenth socket are written down
SOCKETS_PER_ADDRESS = 50
BATCH = 16  # the others are read so many at a time, lest our own queue be measured


class Ear:
    """One socket. Its stream is read up to somewhere in the frame of event `number`."""

    __slots__ = ("is_sampled", "number", "partial", "rest", "step", "topic", "wire")

    def __init__(self, wire: socket.socket, topic: str, is_sampled: bool) -> None:
        self.wire = wire
        self.topic = topic
        self.is_sampled = is_sampled
        self.step = -1  # of the greeting; the handshake comes before the first
        self.number = 0  # of the next event
        self.rest = b""  # a frame's beginning, not parsed yet
        self.partial = 0  # or, while a script is followed, the length of it


class Ears:
    def __init__(self, caller: Connection) -> None:
        self.poller = select.epoll()
        self.buffer = memoryview(bytearray(CHUNK))  # made once: a large one is dear to make
        self.caller = caller.fileno()
        self.sampled = select.epoll()  # whom the clock waits for come first
        self.poller.register(self.caller, select.EPOLLIN)
        self.poller.register(self.sampled.fileno(), select.EPOLLIN)
        self.forget()

    def forget(self) -> None:
        self.ears: dict[int, Ear] = {}
        self.ready = self.closed = 0
        self.last_words = self.event = b""
        self.script: Script | None = None
        self.heard = Heard()

    def open(
        self, address: Address, dialect: Dialect, topics: Sequence[str], at_once: int
    ) -> Opened:
        """A socket for each topic, joined; so many of them at a time are on their way in."""
        self.address, self.dialect = address, dialect
        waiting = deque(enumerate(topics))
        started = time.monotonic()
        while self.ready + self.closed < len(topics):
            while waiting and len(self.ears) - self.ready < at_once:
                self.connect(*waiting.popleft())
            if not self.poll(PATIENCE_SECONDS):
                break
        seconds = time.monotonic() - started
        return Opened(seconds, self.ready, self.last_words.decode(errors="replace"))

    def connect(self, index: int, topic: str) -> None:
        wire = socket.create_connection(self.address, source_address=self.home(index))
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        wire.send(self.dialect.handshake("{}:{}".format(*self.address), topic))
        wire.setblocking(False)
        ear = self.ears[wire.fileno()] = Ear(wire, topic, index % SAMPLE == 0)
        poller = self.sampled if ear.is_sampled else self.poller
        poller.register(wire.fileno(), select.EPOLLIN)

    def home(self, index: int) -> Address | None:
        """On this machine the listeners have several addresses: a server may limit each of them."""
        if not self.address[0].startswith("127."):
            return None
        number = index // SOCKETS_PER_ADDRESS
        return f"127.1.{number // 250}.{number % 250 + 1}", 0

    def listen(
        self, expected: Mapping[str, int], script_for: tuple[int, int] | None = None
    ) -> Heard:
        """Until each socket has its topic's events, or nothing more comes.

        With a script every socket has the same topic and is compared byte for byte.
        """
        cpu = time.process_time()
        due = sum(expected[ear.topic] for ear in self.ears.values())
        self.heard = Heard()
        self.script = Script.after(self.event, *script_for) if script_for else None
        while self.heard.received < due and self.poll(PATIENCE_SECONDS):
            pass
        self.leave_script()
        self.heard.missing = due - self.heard.received
        self.heard.closed = self.closed
        self.heard.cpu_seconds = time.process_time() - cpu
        return self.heard

    def hold(self, seconds: float) -> int:
        """Answer pings and nothing else; how many sockets have been closed on us so far."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.poll(left)
        return self.closed

    def leave(self) -> None:
        for ear in self.ears.values():
            ear.wire.close()
        self.forget()

    def poll(self, seconds: float) -> bool:
        ready = self.poller.poll(seconds, BATCH)
        is_long = len(ready) == BATCH  # the sampled ones may stand far behind in the queue
        if is_long or any(descriptor == self.sampled.fileno() for descriptor, _ in ready):
            ready = self.sampled.poll(0) + ready
        for descriptor, _ in ready:
            if descriptor == self.caller:
                raise EOFError  # it never calls while we work: it is gone
            if ear := self.ears.get(descriptor):
                self.read(ear)
        return bool(ready)

    def read(self, ear: Ear) -> None:
        try:
            data = bytes(self.buffer[: ear.wire.recv_into(self.buffer)])
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.drop(ear)
        elif self.script and self.script.goes_on_with(data, ear.number, ear.partial):
            self.follow(ear, self.script, len(data))
        else:
            self.walk(ear, data)

    def follow(self, ear: Ear, script: Script, size: int) -> None:
        frames, ear.partial = divmod(ear.partial + size, script.size)
        ear.number += frames
        if frames:
            self.count(frames, time.monotonic())

    def walk(self, ear: Ear, data: bytes) -> None:
        """Frame by frame: where times are wanted, or something else stands between the events."""
        if self.script and ear.partial:
            ear.rest, ear.partial = self.script.beginning(ear.number, ear.partial), 0
        data, now = ear.rest + data, time.monotonic()
        if ear.step < 0:
            data = self.shake(ear, data)
        at, end = 0, len(data)
        while end - at >= 2 and ear.step >= 0:
            size, start = data[at + 1], at + 2
            if size >= 126:
                start += 2 if size == 126 else 8
                size = int.from_bytes(data[at + 2 : start])
            if start + size > end:
                break
            self.take(ear, data[at : start + size], data[start : start + size], now)
            at = start + size
        ear.rest = data[at:]
        if self.script and self.script.goes_on_with(ear.rest, ear.number, 0):
            ear.partial, ear.rest = len(ear.rest), b""

    def shake(self, ear: Ear, data: bytes) -> bytes:
        head, end, rest = data.partition(b"\r\n\r\n")
        if end and head.startswith(b"HTTP/1.1 101"):
            self.advance(ear)
            return rest
        if end:
            self.last_words = head
            self.drop(ear)
        return data

    def take(self, ear: Ear, frame: bytes, payload: bytes, now: float) -> None:
        found = find(payload) if frame[0] == TEXT else None
        if found is None:
            self.answer(ear, frame[0], payload)
            return
        number, stamp = found
        if number != ear.number:
            self.heard.disordered += 1
        ear.number = number + 1
        self.event = frame
        self.count(1, now)
        if ear.is_sampled and (sent_at := float(stamp)):
            self.heard.latencies.append(now - sent_at)

    def count(self, events: int, now: float) -> None:
        self.heard.received += events
        self.heard.finished_at = now

    def answer(self, ear: Ear, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            ear.wire.send(masked(PONG, payload))
        elif opcode == CLOSE:
            self.drop(ear)
        elif ear.step < len(self.dialect.greeting):
            self.last_words = payload
            reply = self.dialect.reply(ear.step, payload, ear.topic)
            if reply is not None:
                self.say(ear, reply)
                self.advance(ear)
        else:
            self.say(ear, self.dialect.pong(payload))

    def say(self, ear: Ear, text: str) -> None:
        if text:
            ear.wire.send(masked(TEXT, text.encode()))

    def advance(self, ear: Ear) -> None:
        ear.step += 1
        self.ready += ear.step == len(self.dialect.greeting)

    def drop(self, ear: Ear) -> None:
        if self.ears.pop(ear.wire.fileno(), None):
            ear.wire.close()
            ear.step = -1  # what else it sent is of no interest
            self.closed += 1

    def leave_script(self) -> None:
        """What was compared of a last frame must be parsed with what is still to come of it."""
        for ear in self.ears.values():
            if self.script and ear.partial:
                ear.rest, ear.partial = self.script.beginning(ear.number, ear.partial), 0
        self.script = None
