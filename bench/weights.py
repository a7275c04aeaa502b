"""What a browser has to load, gzipped as it travels: at first, and when somebody talks."""

import gzip

from bench.stage import ROOT

DIST = ROOT / "static" / "dist"
PARTS = {
    "on every page": DIST / "chatbot-widget.js",
    "the panel, when it is opened": DIST / "chatbot-panel.js",
    "sockets, when somebody talks": DIST / "chatbot-realtime.js",
    "pusher-js alone, as its CDN has it": ROOT / "node_modules/pusher-js/dist/web/pusher.min.js",
}
KILO = 1024


def tell_weights() -> None:
    for name, path in PARTS.items():
        print(f"  {name:<36} {len(gzip.compress(path.read_bytes())) / KILO:5.1f} KB")
