"""How a socket is opened, and what may come along with the request for it."""

import pytest

from tests.sockets.client import TEXT, Closed, frame, handshake

KEY = "Sec-WebSocket-Key"
VERSION = "Sec-WebSocket-Version"


def answer_to(server, request):
    with server.connect("") as client:
        client.send(request)
        try:
            head = client.read_head()
        except Closed:
            return None
        return int(head.split()[1])


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("", "nothing"),
        ("c2hvcnQ=", "5 bytes"),
        ("c2l4dGVlbiBieXRlcyBvayBhbmQgbW9yZQ==", "25 bytes"),
        ("sixteen bytes ok", "no base64"),
        ("c2l4dGVlbiBieXRlcyBvaz==", "another spelling of 16 bytes"),
        ("c2l4dGVlbiBieXRlcyBva!==", "a stranger among the letters"),
    ],
)
def test_a_handshake_with_a_wrong_key_is_refused(daphne, key, what):
    assert answer_to(daphne, handshake(**{KEY.replace("-", "_"): key})) == 400, what


def test_a_handshake_without_a_key_is_refused(server):
    assert answer_to(server, handshake(without=[KEY])) == 400


def test_a_handshake_with_two_keys_is_refused(daphne):
    assert answer_to(daphne, handshake(lines=[f"{KEY}: c2l4dGVlbiBieXRlcyBvaw=="])) == 400


@pytest.mark.parametrize("version", ["", "8", "12", "14", "0", "thirteen", "13, 8"])
def test_a_handshake_of_another_version_is_told_which_is_right(daphne, version):
    with daphne.connect("") as client:
        client.send(handshake(**{VERSION: version}))

        head = client.read_head()

    assert head.startswith("HTTP/1.1 426 ")
    assert "sec-websocket-version: 13" in head.lower()


def test_a_handshake_without_a_version_is_refused(server):
    assert answer_to(server, handshake(without=[VERSION])) in (400, 426)


@pytest.mark.parametrize(
    "request_line", ["POST /echo HTTP/1.1", "GET /echo HTTP/1.0", "HEAD /echo HTTP/1.1"]
)
def test_a_handshake_is_a_get_of_http_1_1(daphne, request_line):
    request = handshake().replace(b"GET /echo HTTP/1.1", request_line.encode())

    assert answer_to(daphne, request) == 400


@pytest.mark.parametrize("size", [10, 200_000])
def test_a_body_is_not_taken_for_frames(daphne, size):
    """Else whoever can make a browser send a body could speak for that browser's socket."""
    body = frame(TEXT, "x" * size)

    refused = answer_to(daphne, handshake(Content_Length=str(len(body))) + body)

    assert refused == 400


def test_compression_is_never_agreed_to(server):
    with server.connect("") as client:
        client.send(handshake(Sec_WebSocket_Extensions="permessage-deflate"))

        head = client.read_head()

    assert head.startswith("HTTP/1.1 101 ")
    assert "extensions" not in head.lower()


def test_who_is_rejected_learns_it_as_http(server):
    assert answer_to(server, handshake("/reject")) == 403


@pytest.mark.parametrize("count", [1, 2, 50])
def test_frames_right_behind_the_handshake_are_not_lost(daphne, count):
    said = [f"number {number}" for number in range(count)]

    with daphne.connect(behind=b"".join(frame(TEXT, each) for each in said)) as client:
        heard = [client.hear() for _ in said]

    assert heard == said


@pytest.mark.parametrize("size", [1, 2, 5, 6, 7, 12])
def test_half_a_frame_behind_the_handshake_is_completed_later(daphne, size):
    whole = frame(TEXT, "in two halves")

    with daphne.connect(behind=whole[:size]) as client:
        client.send(whole[size:])

        assert client.hear() == "in two halves"


def test_frames_before_the_answer_wait_for_it(daphne):
    with daphne.connect("") as client:
        client.send(handshake("/think-first") + frame(TEXT, "in the same segment"))
        client.send(frame(TEXT, "right after it"))

        assert client.read_head().startswith("HTTP/1.1 101 ")
        assert client.hear() == "in the same segment"
        assert client.hear() == "right after it"


def test_a_second_request_before_the_answer_is_not_another_handshake(daphne):
    """Autobahn would read it so, and ask the application for one connection twice."""
    daphne.said()
    with daphne.connect("") as client:
        client.send(handshake("/think-first"))
        client.send(handshake("/think-first"))

        assert client.read_head().startswith("HTTP/1.1 101 ")
        assert client.read().code == 1002
    assert "Traceback" not in daphne.said()


def test_a_handshake_may_come_byte_by_byte(daphne):
    with daphne.connect("") as client:
        client.send(handshake() + frame(TEXT, "slowly") + frame(TEXT, "but surely"), chop=1)

        client.read_head()

        assert client.hear() == "slowly"
        assert client.hear() == "but surely"


def test_http_on_the_same_port_still_works(server):
    assert server.figures()["sockets"] == 0
