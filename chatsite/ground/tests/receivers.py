"""Somebody's server that is told things, for tests of outgoing calls."""

import json
import threading
import time
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@pytest.fixture
def receive(settings):
    """Start a server that we may call although it is here."""
    settings.OUTGOING_ALLOW_INSECURE = True
    with ExitStack() as stack:
        yield lambda: stack.enter_context(Receiver())


@pytest.fixture
def receiver(receive):
    return receive()


class Receiver:
    """Answers with the codes it was given, one a call, and then with 200.

    With 500 to what contains the words that it stumbles over.
    """

    def __init__(self):
        self.calls, self.codes, self.seconds = [], [], 0.0
        self.stumbles_over = None
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(self))
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def take(self, headers, body):
        with self.lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            self.calls.append((headers, body))
            code = self.codes.pop(0) if self.codes else 200
            if self.stumbles_over and self.stumbles_over in body:
                code = 500
        time.sleep(self.seconds)
        with self.lock:
            self.at_once -= 1
        return code

    def told(self):
        return [json.loads(body) for _, body in self.calls]

    def events(self):
        return [event for told in self.told() for event in told["events"]]

    def channels(self):
        return [event["channel"] for event in self.events()]


def handler_for(receiver):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(receiver.take(dict(self.headers), body))
            self.end_headers()
            self.wfile.write(b"thanks \x00\xff" + b"!" * 600)

        def log_message(self, *_):
            pass

    return Handler
