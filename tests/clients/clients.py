"""Other people's client libraries, each told what to do and telling what it hears in the same
words, so that one test can be about all of them."""

import json
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pusher

from tests.cluster.processes import MAIN, MASTER_KEY

NODE = ["node", str(Path(__file__).parent / "js" / "node.mjs")]
SECONDS = 8


class Client:
    def __init__(self):
        self.heard = []

    def order(self, verb, **words):
        raise NotImplementedError

    def wait(self):
        time.sleep(0.01)

    def close(self):
        """It is told nothing more."""

    def connected(self):
        self.socket_id = self.hears("connected")
        return self

    def subscribe(self, channel):
        self.order("subscribe", channel=channel)
        return self.hears("pusher:subscription_succeeded", channel)

    def hears(self, event, channel=None):
        """The data of the first such event that no other call has asked for."""
        return self.next(event, channel)["data"]

    def next(self, event, channel=None):
        deadline = time.monotonic() + SECONDS
        while True:
            for said in list(self.heard):
                if said["event"] == event and channel in {None, said.get("channel")}:
                    self.heard.remove(said)
                    return said
            assert time.monotonic() < deadline, f"No {event} on {channel}, only {self.heard}"
            self.wait()

    def events(self, channel):
        return [said["event"] for said in self.heard if said.get("channel") == channel]


class Program(Client):
    """A library in a process of its own."""

    def __init__(self, *command):
        super().__init__()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def order(self, verb, **words):
        self.process.stdin.write(json.dumps({"verb": verb, **words}) + "\n")
        self.process.stdin.flush()

    def close(self):
        self.process.kill()
        with suppress(OSError):
            self.process.stdin.close()
        self.process.wait()

    def _listen(self):
        with self.process.stdout as lines:
            for line in lines:
                self.heard.append(json.loads(line))


class InPage(Client):
    """pusher-js or laravel-echo in a browser; Python's SDK signs for it."""

    def __init__(self, page, url, bundle, library, options, user):
        super().__init__()
        self.page = page
        page.expose_function("say", lambda said: self.heard.append(said))
        page.expose_function("sign", lambda asked: signed(asked, user))
        page.expose_function("signUser", lambda asked: signed_user(asked, user))
        page.goto(url)
        page.evaluate(bundle)
        page.evaluate(f"options => client.{library}(options)", options)

    def order(self, verb, **words):
        self.page.evaluate("order => client.order(order)", {"verb": verb, **words})

    def wait(self):
        self.page.wait_for_timeout(10)

    def close(self):
        self.page.close()


def in_node(library, port, user, app=MAIN, **options):
    told = browser_options(port, app) | {"app": sdk_options(port, app), "user": user} | options
    return Program(*NODE, library, json.dumps(told))


def in_python(library, port, user, app=MAIN):
    told = {"port": port, "user": user, **vars(app)}
    return Program(sys.executable, "-m", f"tests.clients.with_{library}", json.dumps(told))


def browser_options(port, app=MAIN):
    """What pusher-js and laravel-echo are given."""
    return {
        "key": app.key,
        "cluster": "",
        "wsHost": "127.0.0.1",
        "wsPort": port,
        "forceTLS": False,
        "enabledTransports": ["ws"],
    }


def sdk_options(port, app):
    """What Pusher's SDK of Node is given."""
    return {
        "appId": app.id,
        "key": app.key,
        "secret": app.secret,
        "host": "127.0.0.1",
        "port": str(port),
        "useTLS": False,
        "encryptionMasterKeyBase64": MASTER_KEY,
    }


def python_sdk(port, app=MAIN):
    return pusher.Pusher(
        app_id=app.id,
        key=app.key,
        secret=app.secret,
        host="127.0.0.1",
        port=port,
        ssl=False,
        encryption_master_key_base64=MASTER_KEY,
    )


def signed(asked, user):
    channel = asked["channelName"]
    is_presence = channel.startswith("presence-")
    member = {"user_id": user["id"], "user_info": user["user_info"]} if is_presence else None
    answer = python_sdk(0).authenticate(channel, asked["socketId"], member)
    secret = answer.pop("shared_secret", b"")
    return answer | ({"shared_secret": secret.decode()} if secret else {})


def signed_user(asked, user):
    return python_sdk(0).authenticate_user(asked["socketId"], user)
