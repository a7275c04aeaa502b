"""Firefox as it is sold, told what to do in WebDriver BiDi, which all browsers are to speak.

Playwright drives a Firefox of its own making, which not every machine can download, and asks
of others what only their newest releases know.
"""

import json
import re
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from websockets.sync.client import connect

from tests.running import wait_for

ENTER = "\ue007"
PATIENCE_SECONDS = 30
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
# It is to talk to nobody but us.
PREFERENCES = """
user_pref("app.normandy.enabled", false);
user_pref("app.update.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "data:,#");
"""
TELL_BREACHES = """() => {
  window.breaches = [];
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    window.breaches.push(`${effectiveDirective} ${blockedURI}`));
}"""


@contextmanager
def firefox_window(path):
    """A page of a new Firefox, which ends with the block."""
    with tempfile.TemporaryDirectory() as folder:
        profile, said = Path(folder), Path(folder) / "said"
        (profile / "user.js").write_text(PREFERENCES)
        command = [path, "--headless", "--remote-debugging-port=0", "--profile", folder]
        with said.open("w") as output, subprocess.Popen(command, stderr=output) as process:
            try:
                wait_for(lambda: LISTENING.search(said.read_text()), PATIENCE_SECONDS)
                address = LISTENING.search(said.read_text())[1]
                with connect(f"{address}/session", proxy=None, max_size=None) as wire:
                    yield Window(wire)
            finally:
                process.terminate()


class Window:
    def __init__(self, wire):
        self.wire = wire
        self.asked = 0
        self.complaints = []
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded"])
        self.ask("script.addPreloadScript", functionDeclaration=TELL_BREACHES)
        self.context = self.ask("browsingContext.create", type="tab")["context"]

    def ask(self, method, **params):
        self.asked += 1
        self.wire.send(json.dumps({"id": self.asked, "method": method, "params": params}))
        while (told := json.loads(self.wire.recv(PATIENCE_SECONDS))).get("id") != self.asked:
            self.hear(told)
        assert told["type"] == "success", told
        return told["result"]

    def hear(self, told):
        entry = told.get("params", {})
        if told.get("method") == "log.entryAdded" and entry["level"] == "error":
            self.complaints.append(entry["text"])

    def goto(self, url):
        self.ask("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def reload(self):
        self.ask("browsingContext.reload", context=self.context, wait="complete")

    def evaluate(self, expression):
        """What can be written as JSON."""
        told = self._evaluate(f"JSON.stringify({expression})")
        return json.loads(told.get("value", "null"))

    def waits_for(self, expression):
        wait_for(lambda: self.evaluate(expression), PATIENCE_SECONDS)

    def click(self, element):
        """By the pointer, in the middle of what the expression finds."""
        found = {"type": "element", "element": {"sharedId": self._evaluate(element)["sharedId"]}}
        self._act(
            "pointer",
            {"type": "pointerMove", "x": 0, "y": 0, "origin": found},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        )

    def types(self, text):
        presses = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._act("key", *presses)

    def _evaluate(self, expression):
        told = self.ask(
            "script.evaluate",
            expression=expression,
            target={"context": self.context},
            awaitPromise=True,
        )
        assert told["type"] == "success", told
        return told["result"]

    def _act(self, device, *actions):
        source = {"type": device, "id": device, "actions": actions}
        self.ask("input.performActions", context=self.context, actions=[source])
