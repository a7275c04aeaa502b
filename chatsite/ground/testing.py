"""For the root conftest.py: what tests of every app need from the ground."""

import gc
from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,  # noqa: ARG001 (asked for so that the tables are there)
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Between transactional tests Django empties all tables; the audit log would not have it."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ground_auditlog DISABLE TRIGGER ground_auditlog_stays_whole")
    yield
    # Threads that tests started leave connections behind, and with them no database can be dropped.
    gc.collect()
