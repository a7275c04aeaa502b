"""The cast of every test: Alice and Bob are members, Olga operates, Mallory must not."""

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache

from chatsite.ground.testing import django_db_setup  # noqa: F401 - a fixture

pytest_plugins = ["realtime.testing", "chatbot.testing"]


@pytest.fixture(autouse=True)
def _hash_passwords_quickly(settings):
    """Argon2 is slow on purpose, which no test needs."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _forget_what_redis_knew():
    """Nothing a test left in Redis, such as counted log-ins, reaches the next one."""
    cache.clear()


@pytest.fixture
def alice(db):
    return User.objects.create_user("alice", "alice@example.com", "correct horse")


@pytest.fixture
def bob(db):
    return User.objects.create_user("bob", "bob@example.com", "correct horse")


@pytest.fixture
def olga(db):
    return User.objects.create_user("olga", "olga@example.com", "correct horse", is_staff=True)


@pytest.fixture
def mallory(db):
    return User.objects.create_user("mallory", "mallory@example.com", "correct horse")
