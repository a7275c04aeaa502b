"""Pusher's SDKs for servers, of Python and of Node, under the same names."""

import pusher
import pytest

from tests.clients.clients import in_node, python_sdk


class InPython:
    def __init__(self, port, app):
        self.sdk = python_sdk(port, app)

    def close(self):
        """It holds nothing open that we could close."""

    def trigger(self, channels, event, data, **params):
        return self.sdk.trigger(channels, event, data, **params)

    def batch(self, batch):
        return self.sdk.trigger_batch(batch)

    def to_user(self, user_id, event, data):
        return self.sdk.send_to_user(user_id, event, data)

    def channels(self, prefix="", info=""):
        return self.sdk.channels_info(prefix or None, info.split(",") if info else [])

    def channel(self, name, info=""):
        return self.sdk.channel_info(name, info.split(",") if info else [])

    def users(self, channel):
        return self.sdk.users_info(channel)

    def terminate(self, user_id):
        return self.sdk.terminate_user_connections(user_id)

    def webhook(self, headers, body):
        key, signature = headers["X-Pusher-Key"], headers["X-Pusher-Signature"]
        found = self.sdk.validate_webhook(key, signature, body)
        return found["events"] if found else None

    def refusal(self, channel):
        """With which status an event is refused."""
        with pytest.raises(pusher.errors.PusherBadAuth):
            self.trigger([channel], "Greeted", {})
        return 401


class InNode:
    def __init__(self, port, app):
        self.program = in_node("server", port, None, app)

    def close(self):
        self.program.close()

    def trigger(self, channels, event, data, **params):
        return self._ask("trigger", channels=channels, event=event, data=data, params=params)

    def batch(self, batch):
        return self._ask("batch", batch=batch)

    def to_user(self, user_id, event, data):
        return self._ask("toUser", user=user_id, event=event, data=data)

    def channels(self, prefix="", info=""):
        asked = {"filter_by_prefix": prefix, "info": info}
        params = {name: value for name, value in asked.items() if value}
        return self._ask("get", path="/channels", params=params)

    def channel(self, name, info=""):
        params = {"info": info} if info else {}
        return self._ask("get", path=f"/channels/{name}", params=params)

    def users(self, channel):
        return self._ask("get", path=f"/channels/{channel}/users", params={})

    def terminate(self, user_id):
        return self._ask("terminate", user=user_id)

    def webhook(self, headers, body):
        lower = {name.lower(): value for name, value in headers.items()}
        told = self._ask("webhook", headers=lower, body=body)
        return told["events"] if told["valid"] else None

    def refusal(self, channel):
        """With which status an event is refused."""
        words = {"channels": [channel], "event": "Greeted", "data": {}, "params": {}}
        self.program.order("trigger", **words)
        return self.program.hears("refused")["status"]

    def _ask(self, verb, **words):
        self.program.order(verb, **words)
        return self.program.hears("answer")
