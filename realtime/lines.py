"""Connections to Redis that come back by themselves. A socket process has two for each host.

redis-py opens and authenticates them. Reading and writing is done here, where the bytes come
and many replies at a time: its clients take some tasks for each command.
"""

import asyncio
import random
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Protocol

import hiredis
import redis
import structlog
from redis import asyncio as aioredis

from realtime.hosts import Host

log = structlog.get_logger(__name__)

LONGEST_PAUSE_SECONDS = 2.0
PING_SECONDS = 5
SILENCE_SECONDS = 14.0
CONFIRM_SECONDS = 2.0
ANSWER_SECONDS = 1.0
OPENING_SECONDS = 5.0
READ_BYTES = 1 << 17

Argument = str | bytes | int | float


class Line(ABC):
    def __init__(self, host: Host) -> None:
        self.host = host
        self._connection: aioredis.Connection | None = None
        self._transport: asyncio.WriteTransport | None = None
        self._replies = hiredis.Reader()
        self._heard_at = 0.0
        self._hurry = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @abstractmethod
    def opened(self) -> None:
        """The connection is there, perhaps not for the first time."""

    @abstractmethod
    def broken(self) -> None: ...

    @abstractmethod
    def take(self, reply: Any) -> None: ...

    def open(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._live())

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        await self._disconnect()

    def say(self, *command: Argument) -> None:
        """Send a command if there is a connection; whoever waits for the answer finds out."""
        if self._transport is not None:
            self._transport.write(hiredis.pack_command(tuple(command)))  # type: ignore[arg-type]

    def hear(self, data: bytearray, size: int) -> None:
        self._heard_at = time.monotonic()
        self._replies.feed(data, 0, size)  # type: ignore[arg-type]  # it takes any buffer
        while (reply := self._replies.gets()) is not False:
            self.take(reply)

    async def _live(self) -> None:
        pause = 0.1
        while True:
            try:
                lost = await self._connect()
                pause = 0.1
                await self._watch(lost)
            except (redis.RedisError, OSError) as error:
                log.warning("redis_line_broken", error=type(error).__name__)
            except Exception:
                # Whatever it is: without its line the process is deaf.
                log.exception("redis_line_broken")
            await self._disconnect()
            self.broken()
            self._hurry.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(random.uniform(pause / 2, pause)):  # noqa: S311 - no secret
                    await self._hurry.wait()
            pause = min(LONGEST_PAUSE_SECONDS, pause * 2)

    async def _connect(self) -> asyncio.Future[None]:
        """Open it and take it over; the future is done when the connection has gone."""
        # Known before it is open: whoever gives up meanwhile closes it.
        connection = self._connection = self.host.connection()
        async with asyncio.timeout(OPENING_SECONDS):  # redis-py would wait for ever
            await connection.connect()  # type: ignore[no-untyped-call]  # redis-py's
        assert connection._writer is not None
        self._replies = hiredis.Reader()
        self._transport = connection._writer.transport
        reader = LineReader(self)
        self._transport.set_protocol(reader)
        self._heard_at = time.monotonic()
        self.opened()
        return reader.lost

    async def _watch(self, lost: asyncio.Future[None]) -> None:
        """Until the connection breaks; one that says nothing, not even to our pings, is broken."""
        while time.monotonic() - self._heard_at < SILENCE_SECONDS:
            await asyncio.wait([lost], timeout=PING_SECONDS)
            if lost.done():
                raise redis.ConnectionError("Redis has hung up.")
            self.ping()
        raise redis.ConnectionError("Redis has fallen silent.")

    @abstractmethod
    def ping(self) -> None: ...

    async def _disconnect(self) -> None:
        gone, self._connection, self._transport = self._connection, None, None
        if gone is not None:
            with suppress(redis.RedisError, OSError):
                await gone.disconnect(nowait=True)


class LineReader(asyncio.BufferedProtocol):
    """What comes is taken where it comes, without a task that waits for it."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._buffer = bytearray(READ_BYTES)

    def get_buffer(self, sizehint: int) -> bytearray:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        self.line.hear(self._buffer, nbytes)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.lost.done():
            self.lost.set_result(None)


class Listener(Protocol):
    def take(self, name: bytes, data: bytes) -> None: ...

    def ended(self) -> None:
        """That was all for the moment."""

    def tell_restored(self) -> None: ...


class ListeningLine(Line):
    """For all groups of the process: says when it was broken, as what was sent then is lost."""

    def __init__(self, host: Host, listener: Listener) -> None:
        super().__init__(host)
        self.listener = listener
        self._confirmations: dict[bytes, asyncio.Event] = {}
        self._unconfirmed: set[bytes] = set()
        self._was_broken = False

    async def subscribe(self, name: bytes) -> None:
        """Returns when Redis has confirmed: whatever is published from now on arrives.

        While Redis is away it returns unconfirmed after a moment. The line subscribes when
        it is back, and then says that it was broken.
        """
        is_first = name not in self._confirmations
        confirmation = self._confirmations.setdefault(name, asyncio.Event())
        if is_first:
            self._unconfirmed.add(name)
        self.open()
        if is_first:
            self.say("SUBSCRIBE", name)
        if self._was_broken:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(CONFIRM_SECONDS):
                await confirmation.wait()

    def unsubscribe(self, name: bytes) -> None:
        self._unconfirmed.discard(name)
        if self._confirmations.pop(name, None):
            self.say("UNSUBSCRIBE", name)

    def opened(self) -> None:
        self._unconfirmed = set(self._confirmations)
        for confirmation in self._confirmations.values():
            confirmation.clear()
        if self._confirmations:
            self.say("SUBSCRIBE", *self._confirmations)

    def broken(self) -> None:
        self._was_broken = True

    def ping(self) -> None:
        self.say("PING")

    def hear(self, data: bytearray, size: int) -> None:
        try:
            super().hear(data, size)
        finally:
            self.listener.ended()

    def take(self, reply: Any) -> None:
        match reply:
            case [b"message", name, data]:
                self.listener.take(name, data)
            case [b"subscribe", name, _]:
                self._confirm(name)
            case hiredis.ReplyError():
                log.error("redis_refuses", reason=str(reply))
            case _:
                pass  # a pong, or good-bye to a group

    def _confirm(self, name: bytes) -> None:
        self._unconfirmed.discard(name)
        if name in self._confirmations:
            self._confirmations[name].set()
        if self._was_broken and not self._unconfirmed:
            self._was_broken = False
            self.listener.tell_restored()


class AskingLine(Line):
    """For commands: each is sent at once, answers come in the order of the questions."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._open = asyncio.Event()
        self._is_broken = False

    async def ask(self, *command: Argument) -> Any:
        """The answer, or RedisError; nobody waits long for it."""
        return (await self.ask_all([command]))[0]

    def hurry(self) -> None:
        """Redis is back, as another line has found: whoever asks need not be sent away."""
        self._is_broken = False
        self._hurry.set()

    async def ask_all(self, commands: Sequence[Sequence[Argument]]) -> list[Any]:
        """The answers to many, in one round trip."""
        self.open()
        if self._is_broken:
            raise redis.ConnectionError("Redis is away.")
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._open.wait()
                asked = [self._send(command) for command in commands]
                answers = [await answer for answer in asked]
        except TimeoutError:
            raise redis.TimeoutError("Redis does not answer.") from None
        for answer in answers:
            if isinstance(answer, hiredis.ReplyError):
                raise redis.ResponseError(str(answer))
        return answers

    def opened(self) -> None:
        self._is_broken = False
        self._open.set()

    def broken(self) -> None:
        self._is_broken = True
        self._open.clear()
        for answer in self._waiting:
            if not answer.done():
                answer.set_exception(redis.ConnectionError("Redis has gone away."))
                answer.exception()  # told; not everybody has waited for his answer
        self._waiting.clear()

    def ping(self) -> None:
        self._send(["PING"])

    def take(self, reply: Any) -> None:
        answer = self._waiting.popleft()
        if not answer.done():
            answer.set_result(reply)

    def _send(self, command: Sequence[Argument]) -> asyncio.Future[Any]:
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append(answer)
        self.say(*command)
        return answer
