"""Somebody's server that is told of channels, for tests of webhooks."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from realtime import reading
from realtime.models import Webhook, WebhookDelivery
from realtime.tests import hubs

ALL = Webhook.Event.values


class Receiver:
    """Answers with the codes it was given, one a call, and then with 200."""

    def __init__(self):
        self.calls, self.codes, self.seconds = [], [], 0.0
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
        time.sleep(self.seconds)
        with self.lock:
            self.at_once -= 1
        return code

    def events(self):
        return [event for _, body in self.calls for event in json.loads(body)["events"]]

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


def hook(receiver, **more):
    fields = {"app_id": "smartlink", "url": receiver.url, "events": ALL} | more
    return Webhook.objects.create(**fields)


def miss(*channels):
    for channel in channels:
        hubs.tell("cache_miss", channel)
    reading.read()


def log():
    return list(WebhookDelivery.objects.values_list("status", "attempts", "answer_code"))
