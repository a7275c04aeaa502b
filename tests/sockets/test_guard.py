"""What hangs on other people's private parts must know when they are others."""

from daphne import server
from daphne.ws_protocol import WebSocketFactory

from realtime.server.daphne import KNOWN, guard_daphne


def test_a_daphne_that_looks_different_is_left_as_it_is(monkeypatch, caplog):
    monkeypatch.setattr(server, "WebSocketFactory", WebSocketFactory)
    monkeypatch.setitem(KNOWN, server, "WebSocketFactory something_new")

    guard_daphne()

    assert server.WebSocketFactory is WebSocketFactory
    assert "daphne.server.something_new" in caplog.text
