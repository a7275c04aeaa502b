"""Somebody who writes and somebody who reads, over HTTP and a socket, while SmartLink breaks.

The writer says each thing until it is accepted. The reader keeps the rule of the browser's
store: a cursor, which goes from number to number; what is missing is read from the log.
"""

import json
import threading
import time
from contextlib import contextmanager, suppress

import requests
import websockets
from websockets.sync.client import connect

PAUSE_SECONDS = 0.2  # before what failed is tried again
PATIENCE_SECONDS = 5
NEWS = "ChatMessageReceived"
HEAD = "smartlink:head"
AWAY = (requests.RequestException, websockets.WebSocketException, OSError)


class Browser:
    """What a visitor asks the server; the others of a conversation ask in the same name."""

    def __init__(self, smartlink, token=""):
        self.url = smartlink.url
        self.http = requests.Session()
        self.http.trust_env = False
        self.enter(token)

    def enter(self, token):
        self.token = token
        self.http.headers["Authorization"] = f"Bearer {token}"

    def post(self, path, **told):
        return self.http.post(self.url + path, json=told, timeout=PATIENCE_SECONDS)

    def get(self, path):
        return self.http.get(self.url + path, timeout=PATIENCE_SECONDS)


class Writer:
    """A visitor of the demo site. `waits` is how long each request took to be answered."""

    def __init__(self, smartlink):
        self.browser = Browser(smartlink)
        begun = self.browser.post("/api/chatbot/init", site="demo").json()
        self.browser.enter(begun["token"])
        self.realtime = begun["realtime"]["reverb"]
        self.accepted = []
        self.waits = []
        self.say()
        self.waits.clear()  # the first one loads what is loaded only once

    def say(self):
        text = f"no-{len(self.accepted) + 1}"
        while not (answer := self.tried(text)):
            time.sleep(PAUSE_SECONDS)
        self.conversation_id = answer["conversation"]["id"]
        self.accepted.append(answer["message"]["seq"])

    def tried(self, text):
        began = time.monotonic()
        try:
            told = {"message": text, "client_message_id": text}
            answer = self.browser.post("/api/chatbot/message", **told)
        except AWAY:
            return None
        finally:
            self.waits.append(time.monotonic() - began)
        return answer.json() if answer.ok else None

    @contextmanager
    def writing(self, pause):
        """All the time while the block lasts."""
        is_over = threading.Event()

        def write():
            while not is_over.wait(pause):
                self.say()

        thread = threading.Thread(target=write)
        thread.start()
        try:
            yield self
        finally:
            is_over.set()
            thread.join()


class Reader:
    """`shown` is what stands on the screen, `frames` what the socket brought, in order."""

    def __init__(self, smartlink, writer):
        self.browser = Browser(smartlink, writer.browser.token)
        self.realtime = writer.realtime
        self.channel = f"private-chat.conversation.{writer.conversation_id}"
        self.log = f"/api/chatbot/conversation/{writer.conversation_id}?after="
        self.cursor = 0
        self.shown = []
        self.frames = []
        self.is_over = False
        self.is_live = threading.Event()
        self.thread = threading.Thread(target=self.follow)
        self.thread.start()

    def follow(self):
        while not self.is_over:
            with suppress(*AWAY):
                self.listen()
            self.is_live.clear()
            time.sleep(PAUSE_SECONDS)

    def listen(self):
        told = self.realtime
        address = f"ws://127.0.0.1:{told['port']}/app/{told['key']}?protocol=7"
        with connect(address, proxy=None, open_timeout=PATIENCE_SECONDS) as wire:
            while not self.is_over:
                with suppress(TimeoutError):
                    self.hear(wire, json.loads(wire.recv(PAUSE_SECONDS)))

    def hear(self, wire, frame):
        event, data = frame["event"], json.loads(frame.get("data") or "{}")
        if event == "pusher:connection_established":
            self.subscribe(wire, data["socket_id"])
        elif event == "pusher_internal:subscription_succeeded":
            self.read_on()
            self.is_live.set()
        elif event == "pusher:ping":
            wire.send('{"event":"pusher:pong","data":{}}')
        elif event == HEAD and data.get("seq", self.cursor + 1) > self.cursor:
            self.read_on()
        elif event == NEWS:
            self.take(data["changed_seq"])

    def subscribe(self, wire, socket_id):
        asked = {"socket_id": socket_id, "channel_name": self.channel}
        answer = self.browser.post("/broadcasting/auth", **asked)
        answer.raise_for_status()
        told = {"channel": self.channel, "auth": answer.json()["auth"]}
        wire.send(json.dumps({"event": "pusher:subscribe", "data": told}))

    def take(self, number):
        self.frames.append(number)
        if number == self.cursor + 1:
            self.show(number)
        elif number > self.cursor:
            self.read_on()

    def read_on(self):
        """Until the log's end; a page that cannot be had now is asked for again."""
        has_more = True
        while has_more and not self.is_over:
            with suppress(*AWAY):
                has_more = self.read_page()
            if has_more:
                time.sleep(PAUSE_SECONDS)

    def read_page(self):
        """Whether that was not all."""
        answer = self.browser.get(f"{self.log}{self.cursor}")
        answer.raise_for_status()
        page = answer.json()
        for message in page["messages"]:
            self.show(message["changed_seq"])
        return page["has_more"]

    def show(self, number):
        self.shown.append(number)
        self.cursor = number

    def close(self):
        self.is_over = True
        self.thread.join()
