"""Somebody else's website: an origin of its own, and the strictest policy we say is enough."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.architecture.files import text

KINDS = {"css": "text/css", "html": "text/html", "js": "text/javascript"}
# What the examples stand for, and what a page of its own has to allow itself.
OURS, ITS_KEY = "https://chat.example.com", "your-site"
OF_ITS_OWN = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "frame-src": "'self'",
    "base-uri": "'none'",
    "require-trusted-types-for": "'script'",
}


def section(heading: str) -> str:
    """What stands on the developers' page below a heading, up to the next one."""
    found = re.search(rf"^##+ {heading}\n(.*?)(?=^##|\Z)", text("docs/developers.md"), re.M | re.S)
    assert found, heading
    return found[1]


def example(language: str, heading: str, number: int = 0) -> str:
    blocks: list[str] = re.findall(rf"^```{language}\n(.*?)^```", section(heading), re.M | re.S)
    return blocks[number]


def headings_with_examples() -> list[str]:
    headings = re.findall(r"^##+ (.+)$", text("docs/developers.md"), re.M)
    return [each for each in headings if re.search(r"^```(js|css|html)$", section(each), re.M)]


class Website:
    def __init__(self, origin: str, smartlink: str) -> None:
        self.origin = origin
        self.smartlink = smartlink
        self.files: dict[str, str] = {}
        self.policy = self.strict()

    def strict(self, **instead: str | None) -> str:
        """What the developers' page says, beside what the page allows itself; None is without."""
        told = example("", "Content-Security-Policy")
        ours = dict(re.findall(r"^([\w-]+) +(.+);$", self.here(told), re.M))
        names = [*OF_ITS_OWN, *(name for name in ours if name not in OF_ITS_OWN)]
        joined: dict[str, str | None] = {
            name: f"{OF_ITS_OWN.get(name, '')} {ours.get(name, '')}" for name in names
        }
        joined |= {name.replace("_", "-"): value for name, value in instead.items()}
        return "; ".join(f"{name} {value}" for name, value in joined.items() if value is not None)

    def here(self, words: str) -> str:
        """An example, as somebody with this SmartLink would write it."""
        sockets = self.smartlink.replace("http", "ws", 1)
        words = words.replace(OURS.replace("https", "wss"), sockets)
        return words.replace(OURS, self.smartlink).replace(ITS_KEY, "demo")

    def puts(self, path: str, words: str) -> None:
        self.files[path] = self.here(words)

    def page(self, body: str = "", script: str = "", line: str | None = None) -> str:
        """A page with the line and, after it, a script and a style sheet of its own."""
        self.puts("/page.js", script)
        self.files.setdefault("/page.css", "")
        line = example("html", "The line") if line is None else line
        self.puts("/page.html", PAGE.format(line=line, body=body))
        return f"{self.origin}/page.html"


PAGE = """<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8"><title>A shop</title><link rel="stylesheet" href="/page.css">{line}
</head>
<body>
  <main><h1>Bicycles</h1><p>All of them new.</p>{body}</main><script src="/page.js"></script>
</body>
</html>
"""


@contextmanager
def website(smartlink: str) -> Iterator[Website]:
    class Files(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            words = shown.files.get(self.path)
            self.send_response(404 if words is None else 200)
            self.send_header("Content-Type", KINDS.get(self.path.split(".")[-1], ""))
            self.send_header("Content-Security-Policy", shown.policy)
            self.end_headers()
            self.wfile.write((words or "").encode())

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    shown = Website(f"http://127.0.0.1:{server.server_port}", smartlink)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield shown
    finally:
        server.shutdown()
        server.server_close()
