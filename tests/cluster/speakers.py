"""An app that publishes by the HTTP API, and remembers what was accepted and when."""

import asyncio
import time
from contextlib import asynccontextmanager

import pusher
import requests

from tests.clients.clients import python_sdk
from tests.cluster.processes import MAIN

TROUBLE = (pusher.errors.PusherError, requests.RequestException)


class Speaker:
    """Says 0, 1, 2, ... on a channel; `accepted` tells when each began and ended to be said."""

    def __init__(self, process, channel, app=MAIN):
        self.sdk = python_sdk(process.port, app)
        self.channel = channel
        self.accepted = {}
        self.next = 0

    async def say(self, count=1):
        for _ in range(count):
            number, self.next = self.next, self.next + 1
            began = time.monotonic()
            try:
                await ask(self.sdk.trigger, self.channel, "Said", {"n": number})
            except TROUBLE:
                continue  # not accepted, so nobody need hear it
            self.accepted[number] = (began, time.monotonic())

    @asynccontextmanager
    async def speaking(self, pause=0.02):
        """All the time while the block lasts."""
        is_over = asyncio.Event()

        async def speak():
            while not is_over.is_set():
                await self.say()
                await asyncio.sleep(pause)

        speech = asyncio.ensure_future(speak())
        try:
            yield self
        finally:
            is_over.set()
            await speech

    def check(self, ear, fault=(0.0, 0.0)):
        """Each ear hears what was accepted: in order, nothing twice, nothing lost outside the
        fault, whose beginning and end are given."""
        heard = ear.numbers(self.channel)
        assert heard == sorted(set(heard))
        start, end = fault
        due = {n for n, (began, ended) in self.accepted.items() if ended < start or began > end}
        assert due <= set(heard), sorted(due - set(heard))


async def ask(call, *words, **more):
    """A library that waits for its answer, without making the others wait."""
    return await asyncio.to_thread(call, *words, **more)
