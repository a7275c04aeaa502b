"""SIGTERM: everybody is told to go, and where to go is up to them."""

import signal
import time
from contextlib import ExitStack

import pytest

from tests.sockets.client import handshake
from tests.sockets.conftest import DAPHNE, serving


@pytest.fixture
def start(tmp_path):
    with ExitStack() as stack:
        yield lambda seconds: stack.enter_context(
            serving("drained", DAPHNE, tmp_path, DRAIN_SECONDS=str(seconds))
        )


def hub_of(server, count, stack):
    clients = [stack.enter_context(server.connect("/hub")) for _ in range(count)]
    for client in clients:
        client.hear()
    return clients


def test_without_time_to_drain_all_are_told_at_once(start):
    server = start(0)
    with ExitStack() as stack:
        clients = hub_of(server, 20, stack)
        began = time.monotonic()

        server.process.send_signal(signal.SIGTERM)
        last_words = [client.read() for client in clients]

        assert {(frame.code, frame.reason) for frame in last_words} == {(4100, "Going away.")}
        assert server.process.wait(5) == 0
        assert time.monotonic() - began < 2


def test_with_time_to_drain_they_go_one_by_one_in_no_order(start):
    server = start(1)
    with ExitStack() as stack:
        clients = hub_of(server, 20, stack)

        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        for client in clients:
            client.socket.settimeout(0.01)
        early = [number for number, client in enumerate(clients) if has_heard(client)]

        assert 0 < len(early) < 20
        assert early != list(range(len(early)))
        assert server.process.wait(5) == 0


def has_heard(client):
    try:
        return client.read().code == 4100
    except TimeoutError:
        return False


def test_who_comes_while_it_drains_is_sent_elsewhere(start):
    server = start(1)
    with server.connect("/hub") as open_socket:
        open_socket.hear()

        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        with server.connect("") as late:
            late.send(handshake())

            assert late.read_head().startswith("HTTP/1.1 503 ")
        assert server.figures()["rss"]  # HTTP is answered to the end
