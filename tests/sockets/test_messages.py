"""What is said on an open socket, and how it is closed."""

import pytest

from tests.sockets.client import (
    BINARY,
    CLOSE,
    CONTINUATION,
    PING,
    TEXT,
    Closed,
    Frame,
    close_frame,
    frame,
    wait_for,
)

BY = ["/echo", "/echo-by-asgi"]
LARGEST = 65536


@pytest.mark.parametrize("path", BY)
@pytest.mark.parametrize("opcode", [TEXT, BINARY])
def test_an_empty_message_arrives_and_comes_back(server, path, opcode):
    with server.connect(path) as client:
        client.send(frame(opcode) + frame(opcode, "and another"))

        assert client.read() == Frame(opcode)
        assert client.read() == Frame(opcode, b"and another")


@pytest.mark.parametrize("path", BY)
@pytest.mark.parametrize("size", [1, 125, 126, 65535, LARGEST])
def test_a_message_of_any_allowed_size_comes_back(server, path, size):
    with server.connect(path) as client:
        client.say("x" * size)

        assert client.hear() == "x" * size


@pytest.mark.parametrize(
    "frames",
    [
        frame(TEXT, b"x" * (LARGEST + 1)),
        frame(TEXT, b"x" * LARGEST, fin=False) + frame(CONTINUATION, b"x"),
        frame(BINARY, b"x" * 2_000_000),
    ],
    ids=["in one frame", "in two fragments", "by far"],
)
def test_more_than_64_kb_closes_the_socket(daphne, frames):
    with daphne.connect() as client:
        client.send(frames)

        assert client.read().code == 1009


def test_a_frame_that_only_claims_to_be_huge_closes_the_socket_at_once(daphne):
    with daphne.connect() as client:
        client.send(frame(TEXT, b"x" * 65536, size=8)[:2] + (2**62).to_bytes(8) + b"mask")

        assert client.read().code == 1009


def test_empty_fragments_cost_no_memory(daphne):
    before = daphne.figures()["rss"]
    with daphne.connect(timeout=20) as client:
        client.send(frame(TEXT, fin=False))
        client.send(frame(CONTINUATION, fin=False) * 4_000)
        client.send(frame(CONTINUATION, "at last"))

        assert client.hear() == "at last"
        assert daphne.figures()["rss"] - before < 1_200_000


@pytest.mark.parametrize("idle", [frame(PING), frame(CONTINUATION, fin=False)])
def test_whoever_sends_frames_that_say_nothing_without_end_is_shown_out(daphne, idle):
    # Attack: the application, which counts messages, never hears of these.
    with daphne.connect(timeout=20) as client:
        client.send(frame(TEXT, fin=False) + idle * 200_000)

        while (last := client.read()).opcode != CLOSE:
            pass
        assert last.code == 4100


@pytest.mark.parametrize(
    ("code", "reason", "told"),
    [
        (1000, "", ""),
        (4100, "Going away", "Going away"),
        (4001, "x" * 200, "x" * 123),
        (4200, "ü" * 62, "ü" * 61),
    ],
)
def test_code_and_reason_reach_the_client_and_nothing_comes_after(any_server, code, reason, told):
    with any_server.connect("/close") as client:
        client.say(f"{code} {reason}")

        assert client.hear() == "Last words."
        last = client.read()
        assert (last.opcode, last.code, last.reason) == (CLOSE, code, told)
        client.send(close_frame(code))
        with pytest.raises(Closed):
            client.read()


def test_a_client_that_closes_gets_its_code_back(server):
    with server.connect() as client:
        client.send(close_frame(3999, b"enough"))

        assert client.read().code == 3999
        assert client.is_cut_off()


def test_a_crash_of_the_application_closes_with_1011_and_is_logged(daphne):
    with daphne.connect("/crash") as client:
        client.say("anything")

        assert client.read().code == 1011
    assert "This application crashes, as it should." in daphne.said()


def test_the_clock_closes_only_whom_the_application_has_left(daphne):
    """No pings, no age limit: the hub pings in Pusher's way, a second clock would wake phones."""
    with daphne.connect("/leave") as left, daphne.connect(timeout=3.5) as idle:
        with pytest.raises(TimeoutError):
            idle.read()

        assert left.read().code == 1000


def test_the_hub_forgets_who_has_gone(server):
    with server.connect("/hub") as client:
        assert client.hear() == "Welcome."
        assert server.figures()["sockets"] == 1

    wait_for(lambda: server.figures()["sockets"] == 0)


@pytest.mark.parametrize(
    ("name", "wire"),
    [("daphne", "DaphneWire"), ("stock", "DaphneWire"), ("uvicorn", "UvicornWire")],
)
def test_each_server_has_the_wire_that_is_made_for_it(request, name, wire):
    server = request.getfixturevalue(name)

    with server.connect("/hub") as client:
        client.hear()

        assert server.figures()["wire"] == [wire]
