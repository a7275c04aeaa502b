"""The cast of every test: Alice and Bob are members, Olga operates, Mallory must not."""

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache, caches

from chatsite.ground.buckets import own_buckets
from chatsite.ground.sparing import rest
from chatsite.ground.testing import django_db_setup  # noqa: F401 - a fixture

pytest_plugins = ["chatsite.ground.tests.receivers", "realtime.testing", "chatbot.testing"]


@pytest.fixture(autouse=True)
def _hash_passwords_quickly(settings):
    """Argon2 is slow on purpose, which no test needs."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _forget_what_redis_knew():
    """Nothing a test left in Redis, such as counted log-ins, reaches the next one."""
    cache.clear()
    caches["process"].clear()
    own_buckets.forget()
    rest.ends_at = 0.0


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
