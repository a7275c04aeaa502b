import pytest

from chatsite.ground.tokens import issue


@pytest.fixture
def quiet_client(client):
    """Answers like a server does, where Django's test client would raise what a view died of."""
    client.raise_request_exception = False
    return client


@pytest.fixture
def alices_secret(alice):
    _, secret = issue(user=alice, name="laptop")
    return secret
