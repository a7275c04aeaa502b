"""Bodies of HTTP requests, which Twisted keeps whole before anybody has looked at them."""

import pytest

from realtime.server.upgrade import MOST_PUBLISHED

MEGABYTE = 1 << 20


@pytest.mark.parametrize(
    "length", [b"Content-Length: 104857600\r\n", b"Transfer-Encoding: chunked\r\n"]
)
def test_a_publish_that_never_ends_is_cut_off_before_it_is_kept(daphne, length):
    # Attack: nothing was signed yet, and the disk fills all the same.
    with daphne.connect("") as client:
        client.send(b"POST /apps/1/events HTTP/1.1\r\nHost: here\r\n" + length + b"\r\n")

        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            pour(client, 100)


def pour(client, megabytes):
    for _ in range(megabytes):
        client.send(b"100000\r\n" + bytes(MEGABYTE) + b"\r\n")


def test_a_body_over_the_limit_is_told_so(daphne):
    with daphne.connect("") as client:
        head = f"POST /apps/1/events HTTP/1.1\r\nHost: here\r\nContent-Length: {MOST_PUBLISHED + 1}"
        client.send(head.encode() + b"\r\n\r\n" + bytes(MOST_PUBLISHED + 1))

        assert client.read_head().startswith("HTTP/1.1 413 ")
