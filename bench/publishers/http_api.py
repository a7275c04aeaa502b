"""Pusher's HTTP API over one connection that is kept alive; any Pusher server has it."""

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.publishers import Publish
from chatsite.supervisor import Trouble


@dataclass(frozen=True)
class HttpApi:
    url: str
    app_id: str
    key: str
    secret: str

    def open(self) -> Publish:
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=15)

        def publish(events: Sequence[tuple[str, str]]) -> None:
            for topic, text in events:
                self.post(connection, {"name": "bench", "channel": topic, "data": text})

        return publish

    def post(self, connection: http.client.HTTPConnection, event: dict[str, str]) -> None:
        body = json.dumps(event).encode()
        headers = {"Content-Type": "application/json"}
        connection.request("POST", self.signed(body), body, headers)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status != 200:
            raise Trouble(f"POST /apps/{self.app_id}/events: {answer.status} {said[:200]!r}")

    def signed(self, body: bytes) -> str:
        path = f"/apps/{self.app_id}/events"
        md5 = hashlib.md5(body).hexdigest()
        query = (
            f"auth_key={self.key}&auth_timestamp={int(time.time())}&auth_version=1.0&body_md5={md5}"
        )
        told = f"POST\n{path}\n{query}".encode()
        signature = hmac.new(self.secret.encode(), told, hashlib.sha256).hexdigest()
        return f"{path}?{query}&auth_signature={signature}"
