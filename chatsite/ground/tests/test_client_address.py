import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from chatsite.ground.proxies import ClientAddressMiddleware, parsed, shortened

PEER = "10.0.0.9"


@pytest.fixture
def address_of(settings):
    """What the application believes, with so many trusted proxies and such headers."""

    def seen(trusted, forwarded):
        settings.TRUSTED_PROXIES = trusted
        return passed(HTTP_X_FORWARDED_FOR=forwarded).META["REMOTE_ADDR"]

    return seen


def passed(**meta):
    request = RequestFactory().get("/", REMOTE_ADDR=PEER, **meta)
    ClientAddressMiddleware(lambda request: None)(request)
    return request


def test_without_a_proxy_nobody_is_believed(address_of):
    assert address_of(0, "203.0.113.7") == PEER


@pytest.mark.parametrize(
    ("trusted", "forwarded", "expected"),
    [
        (1, "203.0.113.7", "203.0.113.7"),
        (2, "203.0.113.7, 10.0.0.1", "203.0.113.7"),
        # Attack: the client sends the header itself; a proxy adds the truth at the right.
        (1, "127.0.0.1, 203.0.113.7", "203.0.113.7"),
        (2, "127.0.0.1, 203.0.113.7, 10.0.0.1", "203.0.113.7"),
        # Attack: a second header of the same name; servers join them in order.
        (1, "127.0.0.1,198.51.100.1,203.0.113.7", "203.0.113.7"),
        (1, "2001:DB8:0::7", "2001:db8::7"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_the_outermost_trusted_proxy_is_believed(address_of, trusted, forwarded, expected):
    assert address_of(trusted, forwarded) == expected


@pytest.mark.parametrize(
    "forwarded",
    [
        "",
        "203.0.113.7",  # shorter than our chain: somebody came around a proxy
        "unknown, 10.0.0.1",
        "203.0.113.7:1234, 10.0.0.1",
        "203.0.113.300, 10.0.0.1",
        "203.0.113.7\r\nX-Evil: 1, 10.0.0.1",
        "203.0.113.7\x00, 10.0.0.1",
        "fe80::1%<script>, 10.0.0.1",
        ",",
    ],
)
def test_what_makes_no_sense_leaves_the_peer_itself(address_of, forwarded):
    assert address_of(2, forwarded) == PEER


@pytest.mark.parametrize(
    ("trusted", "protocol", "is_secure"),
    [
        (0, "https", False),
        (1, "https", True),
        (1, "http", False),
        # Attack: over plain http the client claims https; the proxy adds the truth.
        (1, "https,http", False),
        (1, "https\x00", False),
    ],
)
def test_https_is_believed_of_our_own_proxy_only(settings, trusted, protocol, is_secure):
    settings.TRUSTED_PROXIES = trusted
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    assert passed(HTTP_X_FORWARDED_PROTO=protocol).is_secure() is is_secure


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("", None),
        (None, None),
        ("nonsense", None),
    ],
)
def test_an_address_is_shortened_to_its_network(address, network):
    assert shortened(address) == network


@given(st.text(max_size=50))
def test_only_plain_addresses_are_parsed(text):
    address = parsed(text)

    assert address is None or parsed(str(address)) == address
