import contextlib
import re
import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chatsite.ground import outgoing
from chatsite.ground.addresses import is_public
from chatsite.ground.outgoing import MAX_ANSWER_BYTES, Refused, Unreachable, post

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.fixture
def allowed(settings):
    settings.OUTGOING_ALLOW_INSECURE = True


@pytest.fixture
def server():
    """Starts a server that answers one connection as told; gives its port and what it heard."""
    with contextlib.ExitStack() as stack:

        def serve(*pieces, pause=0.0, wrap=lambda connection: connection):
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            heard = []

            def answer():
                with contextlib.suppress(OSError), wrap(listener.accept()[0]) as connection:
                    heard.append(request_on(connection))
                    for piece in pieces:
                        connection.sendall(piece)
                        time.sleep(pause)

            thread = threading.Thread(target=answer)
            thread.start()
            stack.callback(thread.join)
            return listener.getsockname()[1], heard

        yield serve


def request_on(connection):
    stream = connection.makefile("rb")
    head = b"".join(iter(stream.readline, b"\r\n"))
    length = re.search(rb"Content-Length: (\d+)", head)
    return head + b"\r\n" + stream.read(int(length[1]))


@pytest.fixture
def names(monkeypatch):
    """A DNS of our own; it counts how often it was asked."""
    known, asked = {}, []

    def getaddrinfo(host, port, *_, **__):
        asked.append(host)
        kind = {4: socket.AF_INET, 6: socket.AF_INET6}
        return [
            (kind[ip_address(address).version], socket.SOCK_STREAM, 6, "", (address, port))
            for address in known.get(host, [host])
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    known["asked"] = asked
    return known


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.1.2.3",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # where clouds keep their credentials
        "100.64.0.1",
        "192.0.0.8",
        "192.88.99.1",
        "198.18.0.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_an_address_that_is_not_public_is_known(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_a_public_address_is_known(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//example.com/",
        "example.com",
        "",
        "https://",
        "https:///path",
        "https://olga:secret@example.com/",
        "https://olga@example.com/",
        "https://example.com@127.0.0.1/",
        "https://example.com:22/",
        "https://example.com:80/",
        "https://example.com:99999/",
        "https://example.com:x/",
        "https://[::1",
        "https://exa\0mple.com/",
        "https://exa mple.com/",
        "https://[fe80::1%25lo]/",
        "https://" + "x" * 64 + ".example/",
    ],
)
def test_what_is_no_plain_https_address_is_refused(url, names):
    with pytest.raises(Refused):
        post(url, b"", {})

    assert names["asked"] == []


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://017700000001/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://localhost/",
        "https://169.254.169.254/latest/meta-data/",
        "https://１２７.0.0.1/",
    ],
)
def test_our_own_network_has_many_names_and_none_is_called(url):
    # Attack (SSRF): every way to write an inner address that resolvers understand.
    with pytest.raises((Refused, Unreachable)):
        post(url, b"", {})


def test_one_inner_address_among_public_ones_is_enough_to_refuse(names):
    # Attack: a name with two addresses, hoping that we look at the first and call the second.
    names["evil.example"] = ["8.8.8.8", "127.0.0.1"]

    with pytest.raises(Refused):
        post("https://evil.example/", b"", {})


def test_a_name_is_asked_once_and_cannot_change_its_mind(names, server, allowed):
    # Attack (DNS rebinding): public when checked, inner when called.
    port, heard = server(OK)
    names["rebinding.example"] = ["127.0.0.1"]

    post(f"http://rebinding.example:{port}/", b"", {})

    assert names["asked"].count("rebinding.example") == 1
    assert f"Host: rebinding.example:{port}".encode() in heard[0]


def test_the_next_address_is_tried_when_one_does_not_answer(names, server, allowed):
    port, _ = server(OK)
    names["two.example"] = ["::1", "127.0.0.1"]

    assert post(f"http://two.example:{port}/", b"", {}).status == 200


def test_the_other_side_gets_what_was_given(server, allowed):
    port, heard = server(OK)

    answer = post(f"http://127.0.0.1:{port}/höök?a=b c#d", b"news", {"X-Signature": "s"})

    assert (answer.status, answer.body) == (200, b"ok")
    request = heard[0].decode()
    assert request.startswith("POST /h%C3%B6%C3%B6k?a=b%20c HTTP/1.1\r\n")
    assert "X-Signature: s\r\n" in request
    assert request.endswith("\r\n\r\nnews")


def test_a_redirect_is_an_answer_and_is_not_followed(server, allowed):
    # Attack: a public address that sends us on to an inner one.
    port, _ = server(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\n")

    assert post(f"http://127.0.0.1:{port}/", b"", {}).status == 302


@pytest.mark.parametrize(
    ("pieces", "pause"),
    [
        ([b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * 40], 0.05),
        ([OK[:-2], *[b"x"] * 40], 0.05),
        ([*[b"HTTP/1.1 100 Continue\r\n\r\n"] * 40], 0.05),
        ([b""], 1.5),
    ],
)
def test_a_side_that_drips_does_not_hold_us(server, allowed, pieces, pause):
    # Attack: each byte comes in time for its own timeout, for ever.
    pieces = [piece.replace(b"Length: 2", b"Length: 99") for piece in pieces]
    port, _ = server(*pieces, pause=pause)
    began = time.monotonic()

    with pytest.raises(Unreachable, match="within"):
        post(f"http://127.0.0.1:{port}/", b"", {}, timeout=0.5)

    assert time.monotonic() - began < 1


def test_a_slow_name_server_does_not_hold_us(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(1))

    with pytest.raises(Unreachable, match="within"):
        post("https://slow.example/", b"", {}, timeout=0.1)


def test_an_endless_answer_is_cut(server, allowed):
    port, _ = server(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 200_000)

    assert len(post(f"http://127.0.0.1:{port}/", b"", {}).body) == MAX_ANSWER_BYTES


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x16\x03"])
def test_nonsense_is_no_answer(server, allowed, said):
    port, _ = server(said)

    with pytest.raises(Unreachable):
        post(f"http://127.0.0.1:{port}/", b"", {})


def test_nobody_there_is_no_answer(allowed):
    with pytest.raises(Unreachable):
        post("http://127.0.0.1:1024/", b"", {})


def test_a_name_that_does_not_exist_is_no_answer():
    with pytest.raises(Unreachable):
        post("https://nobody.invalid/", b"", {})


def certificate(tmp_path, name):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = tmp_path / "certificate.pem"
    file.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def secure_server(server, tmp_path):
    """Speaks TLS as hooks.example; gives its port, its certificate and the names it was called."""
    file = certificate(tmp_path, "hooks.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    called = []
    context.sni_callback = lambda _, name, __: called.append(name)

    def serve():
        port, _ = server(OK, wrap=lambda plain: context.wrap_socket(plain, server_side=True))
        return port, file, called

    return serve


@pytest.mark.parametrize(
    ("host", "is_trusted"), [("hooks.example", True), ("hooks.example", False), ("x.example", True)]
)
def test_the_certificate_must_be_trusted_and_name_the_host(
    names, secure_server, allowed, monkeypatch, host, is_trusted
):
    port, file, called = secure_server()
    names[host] = ["127.0.0.1"]
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    outgoing._tls.cache_clear()

    try:
        if (host, is_trusted) == ("hooks.example", True):
            assert post(f"https://{host}:{port}/", b"", {}).status == 200
        else:
            with pytest.raises(Unreachable, match="certificate"):
                post(f"https://{host}:{port}/", b"", {})
    finally:
        outgoing._tls.cache_clear()

    assert called == [host]
