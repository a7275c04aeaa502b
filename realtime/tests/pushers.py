"""A Pusher at the edge: takes what it is sent, or does not."""

import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from chatsite.embedded import free_port
from realtime.signing import sign_body

APP = {"APP_ID": "4242", "KEY": "pusher-key", "SECRET": "pusher-secret"}


@dataclass
class Pusher:
    """`codes` are answered one a call, and then 200; `refuses` looks at what an event says."""

    port: int = field(default_factory=free_port)
    calls: list = field(default_factory=list)
    codes: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)
    refuses: str = "nothing of it"
    connections: int = 0
    silent: threading.Event = field(default_factory=threading.Event)

    def take(self, method, path, body):
        self.calls.append((method, path, json.loads(body) if body else None))
        if self.codes:
            return self.codes.pop(0), {"error": "as it was told to"}
        if self.refuses in body.decode():
            return 400, {"error": "Not this one."}
        return 200, self.answers.get(path.removeprefix(f"/apps/{APP['APP_ID']}/"), {})

    def events(self):
        """Those that were taken or not, in order: name, channel, data."""
        batches = [told["batch"] for _, path, told in self.calls if path.endswith("/batch_events")]
        return [(e["name"], e["channel"], json.loads(e["data"])) for each in batches for e in each]


@contextmanager
def answering(pusher):
    """While it lasts somebody is there."""
    server = ThreadingHTTPServer(("127.0.0.1", pusher.port), handler_for(pusher))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield pusher
    finally:
        pusher.silent.set()
        server.shutdown()
        server.server_close()
        thread.join()


def handler_for(pusher):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # connections are kept

        def setup(self):
            pusher.connections += 1
            super().setup()

        def do_POST(self):
            told = self.rfile.read(int(self.headers["Content-Length"] or 0))
            code, answer = pusher.take(self.command, urlsplit(self.path).path, told)
            if code is None:  # it has hung itself up
                pusher.silent.wait(10)
                return
            body = json.dumps(answer).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815 - the name is the library's

        def log_message(self, *_):
            pass

    return Handler


def choose(settings, port=1, broadcasters=("pusher",), **more):
    """The settings of somebody who has chosen Pusher."""
    told = {"CLUSTER": "eu", "ENCRYPTED": False, "HOST": "127.0.0.1", "PORT": port, "SCHEME": ""}
    settings.REALTIME = settings.REALTIME | {
        "BROADCASTERS": list(broadcasters),
        "PUSHER": APP | told | more,
    }


def webhook(client, *events, secret=APP["SECRET"], key=APP["KEY"], at=None):
    """As Pusher calls us; `at` is when that was, in seconds."""
    at = time.time() if at is None else at
    return call(client, json.dumps({"time_ms": int(at * 1000), "events": events}), secret, key)


def call(client, body, secret=APP["SECRET"], key=APP["KEY"]):
    headers = {"X-Pusher-Key": key, "X-Pusher-Signature": sign_body(secret, body.encode())}
    address = "/broadcasting/webhooks/pusher"
    return client.post(address, body, content_type="application/json", headers=headers)
