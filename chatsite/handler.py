"""HTTP under ASGI, with one hop.

Our views are synchronous. Django's handler starts a thread for each request and goes back and
forth between it and the event loop; here a thread that stays takes the request from the first
signal to the last, as under a WSGI server.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.signals import request_started
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

Message = dict[str, Any]

# Threads that compute at the same time only take the interpreter out of each other's hands, which
# costs each a fifth more. Whoever takes longer waits for something: others have the place.
AT_ONCE = 3
QUICK_SECONDS = 0.05


class OneHopHandler(ASGIHandler):
    def __init__(self) -> None:
        super().__init__()
        self.threads = ThreadPoolExecutor(settings.REQUEST_THREADS, "requests")
        self.places = asyncio.Semaphore(AT_ONCE)

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        loop = asyncio.get_running_loop()

        def send_at_once(message: Message) -> None:
            asyncio.run_coroutine_threadsafe(send(message), loop).result()

        answer = partial(self._answer, scope, body, send_at_once)
        async with self.places:
            answering = loop.run_in_executor(self.threads, answer)
            await asyncio.wait([answering], timeout=QUICK_SECONDS)
        for message in await answering:
            await send(message)

    def _answer(
        self, scope: Message, body: IO[bytes], send_at_once: Callable[[Message], None]
    ) -> list[Message]:
        """What is still to be sent; of an answer that comes in parts, only its end is."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=self.__class__, scope=scope)
        request, error = self.create_request(scope, body)
        response: Any = error if request is None else self.get_response(request)
        response._handler_class = self.__class__
        with closing(body), closing(response):  # which also gives the database connection back
            if not response.streaming:
                return [_head(response), _part(response.content)]
            send_at_once(_head(response))
            for part in response:
                send_at_once(_part(part, more_body=True))
            return [_part(b"")]


def _head(response: HttpResponseBase) -> Message:
    cookies = (("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values())
    told = [*response.items(), *cookies]
    return {
        "type": "http.response.start",
        "status": response.status_code,
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in told],
    }


def _part(content: bytes, *, more_body: bool = False) -> Message:
    return {"type": "http.response.body", "body": content, "more_body": more_body}
